#include "engine/verify/net_rules.hpp"

// Gateways, BPMN 2.0.2 §13.4. Conditions are left open here: any of them may hold.
namespace umlauf::verify {
namespace {

using definition::FlowIndex;

// The one place from which the gateway goes on.
PlaceIndex merged(NetBuilder& net, NodeIndex node, const Places& arrivals) {
  if (arrivals.size() == 1) return arrivals.front();
  for (PlaceIndex arrival : arrivals) net.fire(node, {arrival}, {net.work(node)});
  return net.work(node);
}

// The default flow alone, or any of the others.
void split_inclusively(NetBuilder& net, NodeIndex node, PlaceIndex from) {
  Places others;
  const FlowIndex otherwise = net.node(node).default_flow;
  for (FlowIndex each : net.definition().outgoing(node))
    if (each != otherwise) others.push_back(net.flow(each));
  if (otherwise.valid()) net.fire(node, {from}, {net.flow(otherwise)});
  if (!others.empty()) net.inclusive_split(node, from, others);
  if (others.empty() && !otherwise.valid()) net.fire(node, {from}, {});
}

}  // namespace

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

void parallel_gateway_net_rule(NetBuilder& net, NodeIndex node) {
  const Places arrivals = net.arrivals(node);
  if (!arrivals.empty()) net.fire(node, arrivals, net.flows(net.definition().outgoing(node)));
}

void inclusive_gateway_net_rule(NetBuilder& net, NodeIndex node) {
  const Places arrivals = net.arrivals(node);
  if (arrivals.empty()) return;
  if (arrivals.size() == 1) return split_inclusively(net, node, arrivals.front());
  const auto outgoing = net.definition().outgoing(node);
  if (outgoing.size() == 1) return net.inclusive_join(node, arrivals, net.flow(outgoing.front()));
  net.inclusive_join(node, arrivals, net.work(node));
  split_inclusively(net, node, net.work(node));
}

// How many tokens a joining complex gateway waits for is written in an expression.
void complex_gateway_net_rule(NetBuilder& net, NodeIndex node) {
  const Places arrivals = net.arrivals(node);
  if (arrivals.empty()) return;
  if (arrivals.size() > 1) net.unsupported(node);
  split_inclusively(net, node, merged(net, node, arrivals));
}

// Waits for the first of the events that follow it; the flows to them never hold a token.
void event_based_gateway_net_rule(NetBuilder& net, NodeIndex node) {
  const Places arrivals = net.arrivals(node);
  const definition::Node& gateway = net.node(node);
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
    for (Places take : net.occurrences(event)) {
      take.insert(take.begin(), net.work(node));
      net.leave(event, take);
    }
  }
}

}  // namespace umlauf::verify
