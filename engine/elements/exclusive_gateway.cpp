#include "engine/runtime/execution.hpp"

// Exclusive Gateway, BPMN 2.0.2 §10.6.2, §13.4.2: passes each token on, to the first outgoing flow
// in document order whose condition holds, otherwise to the default flow. Where the standard throws
// an exception because there is neither, we raise an incident: an operator can then retry.
namespace umlauf::elements {

extern const runtime::Behavior exclusive_gateway{
    .passes = [](const definition::ProcessDefinition&, runtime::NodeIndex) { return true; },
    .begin = [](runtime::Execution& execution,
                runtime::ElementKey key) { execution.complete(key); },
    .split = runtime::Split::Exclusive,
};

}  // namespace umlauf::elements
