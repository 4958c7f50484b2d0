#include <algorithm>

#include "engine/elements/net.hpp"
#include "engine/runtime/execution.hpp"

// Parallel Gateway, BPMN 2.0.2 §10.6.4, §13.4.1: is activated when there is a token on each
// incoming flow, consumes one from each, and produces one on each outgoing flow. Tokens that came
// too many stay for the next time.
namespace umlauf::elements {

using runtime::ElementKey;
using runtime::Execution;
using runtime::FlowIndex;
using runtime::NodeIndex;

namespace {

void arrive(Execution& execution, NodeIndex node, ElementKey scope, FlowIndex flow) {
  const auto incoming = execution.definition.incoming(node);
  // Nothing to join; or an operator has set the token here.
  if (incoming.size() <= 1 || !flow.valid()) return execution.begin_node(node, scope);
  execution.tell(runtime::TokensArrived{scope, flow, 1});
  const bool complete = std::all_of(incoming.begin(), incoming.end(), [&](FlowIndex other) {
    return execution.arrivals(scope, other) > 0;
  });
  if (!complete) return execution.settle_later(scope);
  for (const FlowIndex other : incoming) execution.tell(runtime::TokensConsumed{scope, other, 1});
  execution.begin_node(node, scope);
}

}  // namespace

extern const runtime::Behavior parallel_gateway{
    .arrive = arrive,
    .passes = [](const definition::ProcessDefinition&, NodeIndex) { return true; },
    .begin = [](Execution& execution, ElementKey key) { execution.complete(key); },
    .split = runtime::Split::Parallel,
};

}  // namespace umlauf::elements

// The same for the verifier's token net.
namespace umlauf::definition {

void parallel_gateway_net_rule(NetBuilder& net, NodeIndex node) {
  const Places arrivals = net.arrivals(node);
  if (!arrivals.empty()) net.fire(node, arrivals, net.flows(net.definition().outgoing(node)));
}

}  // namespace umlauf::definition
