#include "engine/elements/work.hpp"

// User Task, BPMN 2.0.2 §10.3.4, §13.3.3: work of a person.
namespace umlauf::elements {

extern const runtime::Behavior user_task{
    .passes = no_work,
    .begin = begin_work,
    .resume = resume_work,
};

}  // namespace umlauf::elements
