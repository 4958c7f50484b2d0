#include "engine/elements/net.hpp"
#include "engine/runtime/execution.hpp"

// Intermediate Catch Event, BPMN 2.0.2 §10.5.4, §13.5.2: the token waits until the trigger comes;
// with several triggers until one of them has come, or (parallel multiple) all of them. The target
// of a link passes the token on at once.
namespace umlauf::elements {

using runtime::Behavior;
using runtime::Execution;

namespace {

bool is_link(const definition::Node& node) {
  return !node.events.empty() && node.events.front().trigger() == definition::Trigger::Link;
}

}  // namespace

extern const Behavior intermediate_catch_event{
    .passes = [](const definition::ProcessDefinition& definition,
                 runtime::NodeIndex node) { return is_link(definition[node]); },
    .begin =
        [](Execution& execution, runtime::ElementKey key) {
          if (is_link(execution.node_of(execution.at(key)))) return execution.complete(key);
          execution.wait_inline(key);
        },
};

}  // namespace umlauf::elements

// The same for the verifier's token net.
namespace umlauf::definition {

void intermediate_catch_event_net_rule(NetBuilder& net, NodeIndex node) {
  if (has_event(net.node(node), Trigger::Link)) {
    net.leave(node, {net.entry(node)});
    return;
  }
  const std::vector<Places> ways = net.occurrences(node);
  for (PlaceIndex arrival : net.arrivals(node)) {
    if (ways.empty()) net.never(node, arrival);
    for (Places take : ways) {
      take.insert(take.begin(), arrival);
      net.leave(node, take);
    }
  }
}

}  // namespace umlauf::definition
