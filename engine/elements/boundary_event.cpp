#include "engine/runtime/execution.hpp"

// Boundary Event, BPMN 2.0.2 §10.5.4, §13.5.3. It waits as a record below its activity
// (Execution::open_boundary_waits) or catches what is thrown within it; an interrupting one ends
// the activity. It is entered when it has happened.
namespace umlauf::elements {

using runtime::Behavior;
using runtime::Execution;

extern const Behavior boundary_event{
    .passes = [](const definition::ProcessDefinition&, runtime::NodeIndex) { return true; },
    .begin = [](Execution& execution, runtime::ElementKey key) { execution.complete(key); },
};

}  // namespace umlauf::elements
