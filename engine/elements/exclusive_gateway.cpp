#include "engine/elements/net.hpp"
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

// The same for the verifier's token net.
namespace umlauf::definition {

void exclusive_gateway_net_rule(NetBuilder& net, NodeIndex node) {
  const Places arrivals = net.arrivals(node);
  const Places to = net.flows(net.definition().outgoing(node));
  if (arrivals.empty()) return;
  if (to.size() <= 1) {
    for (PlaceIndex arrival : arrivals) net.fire(node, {arrival}, to);
    return;
  }
  const PlaceIndex from = merged(net, node, arrivals);
  for (PlaceIndex each : to) net.fire(node, {from}, {each});
}

}  // namespace umlauf::definition
