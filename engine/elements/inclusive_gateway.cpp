#include "engine/elements/net.hpp"
#include "engine/elements/reach.hpp"

// Inclusive Gateway, BPMN 2.0.2 §10.6.3, §13.4.3. It is activated when there is a token on an
// incoming flow and no further token can come to one that has none: for every token elsewhere from
// which a path leads to an empty incoming flow without visiting the gateway, there must also be
// such a path to an incoming flow that has a token. That is decided when nothing else in the
// instance can move. It consumes one token from each incoming flow that has one, and produces one
// on each outgoing flow whose condition holds, otherwise on the default flow.
namespace umlauf::elements {

using runtime::ElementKey;
using runtime::Execution;
using runtime::FlowIndex;
using runtime::NodeIndex;

namespace {

void arrive(Execution& execution, NodeIndex node, ElementKey scope, FlowIndex flow) {
  if (execution.definition.incoming(node).size() <= 1 || !flow.valid())
    return execution.begin_node(node, scope);
  execution.tell(runtime::TokensArrived{scope, flow, 1});
  execution.settle_later(scope);
}

bool at_rest(Execution& execution, NodeIndex node, ElementKey scope) {
  if (more_tokens_can_come(execution, node, scope)) return false;
  for (const FlowIndex flow : execution.definition.incoming(node))
    if (execution.arrivals(scope, flow) > 0)
      execution.tell(runtime::TokensConsumed{scope, flow, 1});
  execution.begin_node(node, scope);
  return true;
}

}  // namespace

extern const runtime::Behavior inclusive_gateway{
    .arrive = arrive,
    .passes = [](const definition::ProcessDefinition&, NodeIndex) { return true; },
    .begin = [](Execution& execution, ElementKey key) { execution.complete(key); },
    .at_rest = at_rest,
    .split = runtime::Split::Inclusive,
};

}  // namespace umlauf::elements

// The same for the verifier's token net.
namespace umlauf::definition {

void inclusive_gateway_net_rule(NetBuilder& net, NodeIndex node) {
  const Places arrivals = net.arrivals(node);
  if (arrivals.empty()) return;
  if (arrivals.size() == 1) return split_inclusively(net, node, arrivals.front());
  join_and_split_inclusively(net, node, arrivals);
}

}  // namespace umlauf::definition
