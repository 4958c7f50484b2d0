#include "engine/elements/scopes.hpp"

// Event Subprocess, BPMN 2.0.2 §10.3.5, §13.5.4: its start events wait as long as the scope around
// is open (Execution::open_scope). When one is triggered, Execution::start_event_subprocess enters
// it; an interrupting one takes its scope over.
namespace umlauf::elements {

extern const runtime::Behavior event_sub_process{
    .begin = begin_scope,
};

}  // namespace umlauf::elements
