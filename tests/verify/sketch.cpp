#include "tests/verify/sketch.hpp"

#include <map>
#include <stdexcept>

#include "engine/feel/expression.hpp"

namespace umlauf::verify::testing {
namespace {

std::string trim(std::string_view text) {
  const auto first = text.find_first_not_of(" \n");
  if (first == std::string_view::npos) return {};
  return std::string(text.substr(first, text.find_last_not_of(" \n") - first + 1));
}

std::vector<std::string> split(std::string_view text, char separator) {
  std::vector<std::string> parts;
  while (true) {
    const auto at = text.find(separator);
    parts.push_back(trim(text.substr(0, at)));
    if (at == std::string_view::npos) return parts;
    text.remove_prefix(at + 1);
  }
}

}  // namespace

definition::Expression feel_of(const std::string& text) {
  auto compiled = feel::compile(text);
  if (!compiled) throw std::invalid_argument(text);
  return {std::make_shared<feel::Expression>(std::move(*compiled)), {}};
}

Sketch::Sketch(std::string process_id) : definition_(std::make_shared<ProcessDefinition>()) {
  definition_->id = std::move(process_id);
  definition_->scopes.emplace_back();
}

NodeIndex Sketch::node(NodeKind kind, std::string id, ScopeIndex scope) {
  definition::Node node;
  node.kind = kind;
  node.id = std::move(id);
  node.scope = scope;
  const NodeIndex index(definition_->nodes.size());
  definition_->nodes.push_back(std::move(node));
  definition_->scopes[scope.value()].nodes.push_back(index);
  return index;
}

std::pair<NodeIndex, ScopeIndex> Sketch::body(NodeKind kind, std::string id, ScopeIndex scope) {
  const NodeIndex index = node(kind, std::move(id), scope);
  const ScopeIndex inner(definition_->scopes.size());
  definition_->scopes.emplace_back();
  definition_->scopes.back().node = index;
  definition_->scopes.back().parent = scope;
  definition_->nodes[index.value()].body = inner;
  if (kind == NodeKind::EventSubProcess)
    definition_->scopes[scope.value()].event_subprocesses.push_back(index);
  return {index, inner};
}

NodeIndex Sketch::boundary(NodeIndex activity, std::string id, bool interrupting,
                           definition::EventDefinition::Payload trigger) {
  const NodeIndex index = node(NodeKind::BoundaryEvent, std::move(id), (*this)[activity].scope);
  (*this)[index].attached_to = activity;
  (*this)[index].interrupting = interrupting;
  event(index, std::move(trigger));
  return index;
}

FlowIndex Sketch::flow(NodeIndex from, NodeIndex to) {
  definition::Flow flow;
  flow.id = (*this)[from].id + ">" + (*this)[to].id;
  flow.source = from;
  flow.target = to;
  definition_->flows.push_back(std::move(flow));
  return FlowIndex(definition_->flows.size() - 1);
}

void Sketch::event(NodeIndex node, definition::EventDefinition::Payload payload) {
  definition::EventDefinition event;
  event.payload = std::move(payload);
  (*this)[node].events.push_back(std::move(event));
}

ProcessDefinitionPtr Sketch::read(std::string_view text, std::string process_id) {
  static const std::map<std::string, NodeKind, std::less<>> kKinds = {
      {"start", NodeKind::StartEvent},
      {"end", NodeKind::EndEvent},
      {"terminate", NodeKind::EndEvent},
      {"task", NodeKind::Task},
      {"user", NodeKind::UserTask},
      {"receive", NodeKind::ReceiveTask},
      {"xor", NodeKind::ExclusiveGateway},
      {"and", NodeKind::ParallelGateway},
      {"or", NodeKind::InclusiveGateway},
      {"event", NodeKind::EventBasedGateway},
      {"catch", NodeKind::IntermediateCatchEvent}};
  Sketch sketch(std::move(process_id));
  std::map<std::string, NodeIndex> nodes;
  const auto parts = split(text, ';');
  for (const std::string& declaration : split(parts.at(0), ',')) {
    const auto words = split(declaration, ' ');
    const NodeIndex index = sketch.node(kKinds.at(words.at(1)), words.at(0));
    nodes[words.at(0)] = index;
    if (words.at(1) == "terminate") sketch.event(index, definition::TerminateEvent{});
    if (words.at(1) == "catch") sketch.event(index, definition::TimerEvent{});
  }
  for (const std::string& each : split(parts.at(1), ',')) {
    const auto ends = split(each, '>');
    sketch.flow(nodes.at(ends.at(0)), nodes.at(ends.at(1)));
  }
  return sketch.finish();
}

ProcessDefinitionPtr Sketch::finish() {
  ProcessDefinition& process = *definition_;
  std::vector<std::vector<FlowIndex>> incoming(process.nodes.size()), outgoing(incoming.size());
  std::vector<std::vector<NodeIndex>> boundary(process.nodes.size());
  for (std::size_t i = 0; i < process.flows.size(); ++i) {
    outgoing[process.flows[i].source.value()].push_back(FlowIndex(i));
    incoming[process.flows[i].target.value()].push_back(FlowIndex(i));
  }
  for (std::size_t i = 0; i < process.nodes.size(); ++i)
    if (process.nodes[i].attached_to.valid())
      boundary[process.nodes[i].attached_to.value()].push_back(NodeIndex(i));
  const auto keep = [](auto& lists, const auto& part) {
    const definition::Range range{static_cast<std::uint32_t>(lists.size()),
                                  static_cast<std::uint32_t>(part.size())};
    lists.insert(lists.end(), part.begin(), part.end());
    return range;
  };
  for (std::size_t i = 0; i < process.nodes.size(); ++i) {
    definition::Node& node = process.nodes[i];
    node.incoming_range = keep(process.flow_lists, incoming[i]);
    node.outgoing_range = keep(process.flow_lists, outgoing[i]);
    node.boundary_range = keep(process.node_lists, boundary[i]);
    process.nodes_by_id[node.id] = NodeIndex(i);
    if (node.kind != NodeKind::StartEvent) continue;
    definition::Scope& scope = process.scopes[node.scope.value()];
    (node.events.empty() ? scope.starts : scope.triggered_starts).push_back(NodeIndex(i));
  }
  for (definition::Scope& scope : process.scopes) {
    if (!scope.starts.empty() || !scope.triggered_starts.empty()) continue;
    for (NodeIndex index : scope.nodes) {
      const definition::Node& node = process.nodes[index.value()];
      if (incoming[index.value()].empty() && node.kind != NodeKind::BoundaryEvent &&
          node.kind != NodeKind::EventSubProcess)
        scope.starts.push_back(index);
    }
  }
  for (std::size_t i = 0; i < process.flows.size(); ++i)
    process.flows_by_id[process.flows[i].id] = FlowIndex(i);
  process.node_spans.resize(process.nodes.size());
  process.flow_spans.resize(process.flows.size());
  return definition_;
}

}  // namespace umlauf::verify::testing
