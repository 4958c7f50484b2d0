#include "engine/elements/net.hpp"
#include "engine/runtime/execution.hpp"

// Event-Based Gateway, BPMN 2.0.2 §10.6.6, §13.4.4: all events behind it wait; the first that
// happens takes the token, the others no longer wait. The events stand for the
// gateway's outcome; no token travels over the flows between, and the history counts none. A
// parallel one instantiates (start.cpp): then each of its events happens once, in the same
// instance.
namespace umlauf::elements {

using runtime::ElementInstance;
using runtime::ElementKey;
using runtime::Execution;
using runtime::FlowIndex;
using runtime::NodeIndex;
using runtime::Stimulus;

namespace {

void begin(Execution& execution, ElementKey key) {
  const NodeIndex gateway = execution.at(key).node;
  for (const FlowIndex flow : execution.definition.outgoing(gateway)) {
    if (!execution.open_waits(execution.definition[flow].target, key)) return;
  }
}

void resume(Execution& execution, ElementKey key, const Stimulus& stimulus) {
  if (stimulus.kind != Stimulus::Kind::Triggered) return;
  const ElementInstance& record = execution.at(key);
  const ElementKey scope = record.parent;
  const NodeIndex gateway = record.node;
  const std::uint32_t trigger = execution.at(stimulus.wait).trigger;
  const runtime::Variables payload = execution.last_payload();
  const bool parallel = execution.definition[gateway].parallel_events;
  if (parallel) {
    execution.close(stimulus.wait);
    if (execution.instance.first_child(execution.at(key)) == nullptr) execution.close(key);
  } else {
    execution.close(key);
  }
  execution.pass_triggered(stimulus.child, scope, trigger, payload);
}

}  // namespace

extern const runtime::Behavior event_based_gateway{
    .begin = begin,
    .resume = resume,
};

}  // namespace umlauf::elements

// The same for the verifier's token net.
namespace umlauf::definition {

// Waits for the first of the events that follow it; the flows to them never hold a token.
void event_based_gateway_net_rule(NetBuilder& net, NodeIndex node) {
  const Places arrivals = net.arrivals(node);
  const Node& gateway = net.node(node);
  if (arrivals.empty()) return;
  // One that starts the process has already got one of its events, or begins to wait for all.
  const auto outgoing = net.definition().outgoing(node);
  if (gateway.parallel_events) {
    Places all;
    for (FlowIndex each : outgoing) all.push_back(net.flow(each));
    for (PlaceIndex arrival : arrivals) net.fire(node, {arrival}, all);
    return;
  }
  for (PlaceIndex arrival : arrivals) net.fire(node, {arrival}, {net.work(node)});
  for (FlowIndex each : outgoing) {
    const NodeIndex event = net.definition()[each].target;
    const std::vector<Places> ways = net.occurrences(event);
    if (ways.empty()) net.never(event, net.work(node));
    for (Places take : ways) {
      take.insert(take.begin(), net.work(node));
      net.leave(event, take);
    }
  }
}

}  // namespace umlauf::definition
