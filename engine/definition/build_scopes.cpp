#include <map>
#include <string_view>
#include <variant>

#include "engine/definition/builder.hpp"

// What the nodes of a scope are to each other: where it begins, links, compensation.
namespace umlauf::definition {

namespace {

const LinkEvent* link_of(const Node& node) {
  for (const EventDefinition& definition : node.events)
    if (const auto* link = std::get_if<LinkEvent>(&definition.payload)) return link;
  return nullptr;
}

bool compensates(const Node& node) {
  for (const EventDefinition& definition : node.events)
    if (definition.trigger() == Trigger::Compensation) return true;
  return false;
}

// BPMN 2.0.2 §13.2: without start event, a scope begins at every node without incoming flow - but
// not at what only begins by something else.
bool may_begin(const Node& node) {
  switch (node.kind) {
    case NodeKind::BoundaryEvent:
    case NodeKind::EventSubProcess:
    case NodeKind::StartEvent:
      return false;
    case NodeKind::IntermediateCatchEvent:
      return link_of(node) == nullptr;
    default:
      return !node.is_for_compensation;
  }
}

}  // namespace

void Builder::scope_starts() {
  ProcessDefinition& definition = *definition_;
  for (std::size_t s = 0; s < definition.scopes.size(); ++s) {
    Scope& scope = definition.scopes[s];
    const bool event_body = scope.node.valid() &&
                            definition.nodes[scope.node.value()].kind == NodeKind::EventSubProcess;
    bool has_start_event = false;
    std::vector<NodeIndex> implicit;
    for (const NodeIndex index : scope.nodes) {
      const Node& node = definition.nodes[index.value()];
      if (node.kind == NodeKind::EventSubProcess) scope.event_subprocesses.push_back(index);
      if (node.kind == NodeKind::StartEvent) {
        has_start_event = true;
        // A trigger means something at the top and in event subprocesses only (§10.5.2).
        const bool triggered = event_body || (s == 0 && !node.events.empty());
        (triggered ? scope.triggered_starts : scope.starts).push_back(index);
      } else if (node.instantiate && s == 0 && node.incoming_range.count == 0) {
        scope.triggered_starts.push_back(index);
        has_start_event = true;
      } else if (node.incoming_range.count == 0 && may_begin(node)) {
        implicit.push_back(index);
      }
    }
    if (!has_start_event) scope.starts = std::move(implicit);
    if (event_body && !scope.triggered_starts.empty())
      definition.nodes[scope.node.value()].interrupting =
          definition.nodes[scope.triggered_starts.front().value()].interrupting;
  }
}

// §10.5.4: links connect throw and catch events of one name within one scope.
void Builder::links() {
  std::map<std::pair<ScopeIndex, std::string_view>, NodeIndex> targets;
  std::vector<Node>& nodes = definition_->nodes;
  for (std::size_t i = 0; i < nodes.size(); ++i)
    if (nodes[i].kind == NodeKind::IntermediateCatchEvent)
      if (const LinkEvent* link = link_of(nodes[i]))
        targets.emplace(std::pair{nodes[i].scope, std::string_view(link->name)}, NodeIndex(i));
  for (std::size_t i = 0; i < nodes.size(); ++i) {
    if (nodes[i].kind != NodeKind::IntermediateThrowEvent) continue;
    for (EventDefinition& definition : nodes[i].events) {
      auto* link = std::get_if<LinkEvent>(&definition.payload);
      if (!link || link->target.valid()) continue;
      const auto target = targets.find({nodes[i].scope, std::string_view(link->name)});
      if (target != targets.end()) {
        link->target = target->second;
      } else {
        findings_.error("EVT-16",
                        {"no catching link event '" + link->name + "' in the same scope",
                         "kein empfangendes Link-Ereignis '" + link->name + "' im selben Bereich"},
                        definition_->node_spans[i], nodes[i].id);
      }
    }
  }
}

// §10.5.6: an association leads from a compensation boundary event to the activity that undoes.
void Builder::compensation() {
  std::vector<Node>& nodes = definition_->nodes;
  const auto connect = [&](NodeIndex boundary, NodeIndex handler) {
    if (!boundary.valid() || !handler.valid()) return;
    Node& event = nodes[boundary.value()];
    if (event.kind != NodeKind::BoundaryEvent || !compensates(event) ||
        !is_activity(nodes[handler.value()].kind))
      return;
    event.compensation_handler = handler;
    if (event.attached_to.valid()) nodes[event.attached_to.value()].compensation_handler = handler;
  };
  const auto connect_association = [&](const bpmn::Artifact& artifact) {
    if (artifact.kind != bpmn::ArtifactKind::Association) return;
    const NodeIndex source = node_of(artifact.source.flow_node());
    const NodeIndex target = node_of(artifact.target.flow_node());
    connect(source, target);
    // Some tools draw the arrow the other way round; only one of the ends is a boundary event.
    connect(target, source);
  };
  for (const bpmn::ContainerIndex container : containers_)
    for (const bpmn::ArtifactIndex index : document_.at(container).artifacts)
      connect_association(document_.at(index));
  // Editors put associations into the collaboration as well.
  for (const bpmn::Artifact& artifact : document_.artifacts)
    if (!artifact.container.valid()) connect_association(artifact);

  for (std::size_t i = 0; i < nodes.size(); ++i) {
    const Node& node = nodes[i];
    if (node.kind != NodeKind::EventSubProcess || !node.body.valid()) continue;
    const NodeIndex around = definition_->scopes[node.scope.value()].node;
    if (!around.valid()) continue;
    for (const NodeIndex inner : definition_->scopes[node.body.value()].nodes)
      if (nodes[inner.value()].kind == NodeKind::StartEvent && compensates(nodes[inner.value()]))
        nodes[around.value()].compensation_event_subprocess = NodeIndex(i);
  }
}

}  // namespace umlauf::definition
