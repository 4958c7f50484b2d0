#include "engine/elements/reach.hpp"

#include <vector>

namespace umlauf::elements {

using runtime::ElementInstance;
using runtime::ElementKey;
using runtime::Execution;
using runtime::FlowIndex;
using runtime::NodeIndex;
using runtime::Role;

namespace {

// Nodes from which a path leads to one of the flows without visiting the join; a token on one of
// these flows' sources, or on a flow to such a node, can still come. Boundary events count as ways
// out of their activity: they can still happen to what is active. A link leads to its target.
std::vector<bool> upstream(const Execution& execution, NodeIndex join,
                           const std::vector<FlowIndex>& flows, bool over_boundaries) {
  const auto& definition = execution.definition;
  std::vector<bool> reaches(definition.nodes.size());
  std::vector<NodeIndex> walk;
  const auto add = [&](NodeIndex node) {
    if (node == join || reaches[node.value()]) return;
    reaches[node.value()] = true;
    walk.push_back(node);
  };
  for (const FlowIndex flow : flows) add(definition[flow].source);
  while (!walk.empty()) {
    const NodeIndex node = walk.back();
    walk.pop_back();
    if (over_boundaries && definition[node].attached_to.valid()) add(definition[node].attached_to);
    for (const FlowIndex flow : definition.incoming(node)) add(definition[flow].source);
    const auto& events = definition[node].events;
    const bool link_target =
        definition[node].kind == definition::NodeKind::IntermediateCatchEvent && !events.empty() &&
        events.front().trigger() == definition::Trigger::Link;
    if (!link_target) continue;
    for (const NodeIndex other : definition[definition[node].scope].nodes)
      for (const auto& event : definition[other].events)
        if (const auto* link = std::get_if<definition::LinkEvent>(&event.payload))
          if (link->target == node) add(other);
  }
  return reaches;
}

}  // namespace

bool more_tokens_can_come(const Execution& execution, NodeIndex join, ElementKey scope) {
  const auto& definition = execution.definition;
  std::vector<FlowIndex> empty;
  std::vector<FlowIndex> full;
  for (const FlowIndex flow : definition.incoming(join))
    (execution.arrivals(scope, flow) > 0 ? full : empty).push_back(flow);
  if (empty.empty()) return false;
  const std::vector<bool> to_empty = upstream(execution, join, empty, true);
  // A boundary event may bring a token and its activity another one: that does not excuse the
  // other.
  const std::vector<bool> to_full = upstream(execution, join, full, false);
  const auto blocks = [&](NodeIndex node) {
    return to_empty[node.value()] && !to_full[node.value()];
  };
  const ElementInstance& record = execution.at(scope);
  for (const auto* child = execution.instance.first_child(record); child != nullptr;
       child = execution.instance.next_sibling(*child)) {
    if (child->role != Role::Activity && child->role != Role::Loop) continue;
    if (child->node != join && blocks(child->node)) return true;
  }
  // Tokens that wait at other joins.
  if (const auto* state = std::get_if<runtime::ScopeState>(&record.payload))
    for (const runtime::Arrival& arrival : state->arrivals) {
      const NodeIndex target = definition[arrival.flow].target;
      if (target != join && blocks(target)) return true;
    }
  return false;
}

}  // namespace umlauf::elements
