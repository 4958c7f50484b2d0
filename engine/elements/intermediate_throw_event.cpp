#include "engine/elements/net.hpp"
#include "engine/elements/throwing.hpp"

// Intermediate Throw Event, BPMN 2.0.2 §10.5.4, §13.5.2: throws its results and goes on at once; a
// compensation event first waits for the handlers. A link goes on at the catch event of its name.
namespace umlauf::elements {

using runtime::Behavior;
using runtime::ElementKey;
using runtime::Execution;
using runtime::NodeIndex;
using runtime::Task;

namespace {

const definition::LinkEvent* link_of(const definition::Node& node) {
  return node.events.empty() ? nullptr
                             : std::get_if<definition::LinkEvent>(&node.events.front().payload);
}

void begin(Execution& execution, ElementKey key) {
  const runtime::ElementInstance& record = execution.at(key);
  if (const auto* link = link_of(execution.node_of(record)); link && link->target.valid()) {
    const ElementKey scope = record.parent;
    const NodeIndex target = link->target;
    execution.close(key);
    return execution.push({Task::Kind::Arrive, scope, target, {}, 0});
  }
  // What receives a signal in this very instance goes first (and may end this event).
  if (throw_all(execution, key)) execution.push({Task::Kind::Complete, key, {}, {}, 0});
}

}  // namespace

extern const Behavior intermediate_throw_event{
    .passes = [](const definition::ProcessDefinition& definition,
                 NodeIndex node) { return definition[node].events.empty(); },
    .begin = begin,
};

}  // namespace umlauf::elements

// The same for the verifier's token net.
namespace umlauf::definition {

void intermediate_throw_event_net_rule(NetBuilder& net, NodeIndex node) {
  Places targets;
  for (const EventDefinition& event : net.node(node).events)
    if (const auto* link = std::get_if<LinkEvent>(&event.payload))
      if (link->target.valid()) targets.push_back(net.entry(link->target));
  const std::vector<Thrown> thrown = thrown_out(net.node(node));
  EndsScope ends = EndsScope::Never;
  for (const Thrown& each : thrown)
    ends = std::max(ends, ends_scope(net, net.node(node).scope, each));
  // Going on may be a choice of its own; what is thrown is thrown before.
  const auto outgoing = net.definition().outgoing(node);
  const bool chooses =
      !thrown.empty() && std::any_of(outgoing.begin(), outgoing.end(), [&net](FlowIndex flow) {
        return static_cast<bool>(net.definition()[flow].condition);
      });
  if (chooses && ends != EndsScope::Always) net.leave(node, {net.work(node)}, targets);
  for (PlaceIndex arrival : net.arrivals(node)) {
    throw_from_work(net, node, arrival);
    if (ends != EndsScope::Always) {
      if (chooses)
        net.fire(node, {arrival}, {net.work(node)});
      else
        net.leave(node, {arrival}, targets);
      for (const Thrown& each : thrown) net.throws(each);
    }
    if (ends == EndsScope::Never) continue;
    net.fire(node, {arrival}, {net.left()}, net.scope());
    for (const Thrown& each : thrown) net.throws(each);
  }
}

}  // namespace umlauf::definition
