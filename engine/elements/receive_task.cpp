#include "engine/elements/work.hpp"

// Receive Task, BPMN 2.0.2 §10.3.3, §13.3.3: waits for its message; without one until it is
// triggered.
namespace umlauf::elements {

extern const runtime::Behavior receive_task{
    .passes = no_work,
    .begin = begin_work,
    .resume = resume_work,
};

}  // namespace umlauf::elements
