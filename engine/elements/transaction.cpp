#include "engine/elements/net.hpp"
#include "engine/elements/scopes.hpp"

// Transaction, BPMN 2.0.2 §10.3.5, §13.3.4. Ends like a subprocess; a cancel end event within it
// (end_event.cpp) compensates and leaves through the cancel boundary event; an error that leaves it
// ("hazard") does not compensate.
namespace umlauf::elements {

extern const runtime::Behavior transaction{
    .begin = begin_scope,
};

}  // namespace umlauf::elements

// The same for the verifier's token net.
namespace umlauf::definition {

void transaction_net_rule(NetBuilder& net, NodeIndex node) { activity_net_rule(net, node); }

}  // namespace umlauf::definition
