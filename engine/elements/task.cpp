#include "engine/elements/work.hpp"

// Task, BPMN 2.0.2 §10.3.3, §13.3.3: without implementation nothing is to be done, the token
// passes.
namespace umlauf::elements {

extern const runtime::Behavior task{
    .passes = no_work,
    .begin = begin_work,
    .resume = resume_work,
};

}  // namespace umlauf::elements
