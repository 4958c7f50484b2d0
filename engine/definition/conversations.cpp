#include <algorithm>

#include "engine/definition/process_definition.hpp"

// Which starts of a process make one instance together (BPMN 2.0.2 §13.2).
namespace umlauf::definition {
namespace {

void add_messages(const ProcessDefinition& definition, NodeIndex index,
                  std::vector<MessageIndex>& found) {
  const Node& node = definition[index];
  if (const auto* receive = std::get_if<ReceiveWork>(&node.work))
    found.push_back(receive->message.message);
  for (const EventDefinition& event : node.events)
    if (const auto* message = std::get_if<MessageEvent>(&event.payload))
      found.push_back(message->message);
}

std::vector<MessageIndex> messages_of(const ProcessDefinition& definition, NodeIndex start) {
  std::vector<MessageIndex> found;
  if (definition[start].kind == NodeKind::EventBasedGateway)
    for (const FlowIndex flow : definition.outgoing(start))
      add_messages(definition, definition[flow].target, found);
  else
    add_messages(definition, start, found);
  return found;
}

bool is_told_by(const CorrelationProperty& property, const std::vector<MessageIndex>& messages) {
  return std::any_of(property.retrievals.begin(), property.retrievals.end(), [&](const auto& each) {
    return each.message.valid() &&
           std::find(messages.begin(), messages.end(), each.message) != messages.end();
  });
}

}  // namespace

std::vector<CorrelationPropertyIndex> ProcessDefinition::shared_properties(NodeIndex a,
                                                                           NodeIndex b) const {
  std::vector<CorrelationPropertyIndex> shared;
  if (correlation_properties.empty()) return shared;
  const auto of_a = messages_of(*this, a), of_b = messages_of(*this, b);
  for (std::size_t i = 0; i < correlation_properties.size(); ++i)
    if (is_told_by(correlation_properties[i], of_a) && is_told_by(correlation_properties[i], of_b))
      shared.emplace_back(i);
  return shared;
}

// The events of an exclusive gateway are alternatives, and so are other starts to it. What a
// parallel multiple start event collects is a conversation of its own.
bool ProcessDefinition::in_one_conversation(NodeIndex a, NodeIndex b) const {
  const auto joins = [this](NodeIndex start) {
    return collects_triggers(start) == ((*this)[start].kind == NodeKind::EventBasedGateway);
  };
  return a != b && joins(a) && joins(b) && !shared_properties(a, b).empty();
}

NodeIndex ProcessDefinition::instantiating_gateway(NodeIndex event) const {
  for (const FlowIndex flow : incoming(event)) {
    const NodeIndex source = (*this)[flow].source;
    if ((*this)[source].kind == NodeKind::EventBasedGateway && (*this)[source].instantiate)
      return source;
  }
  return {};
}

bool ProcessDefinition::collects_triggers(NodeIndex start) const {
  const Node& node = (*this)[start];
  if (node.kind == NodeKind::EventBasedGateway) return node.instantiate && node.parallel_events;
  if (node.kind == NodeKind::StartEvent)
    return node.parallel_multiple && node.scope == root() && node.events.size() > 1;
  const NodeIndex gateway = instantiating_gateway(start);
  return gateway.valid() && (*this)[gateway].parallel_events;
}

}  // namespace umlauf::definition
