#include <algorithm>

#include "engine/runtime/execution.hpp"

// Starts of one conversation (BPMN 2.0.2 §13.2): the first makes the instance, which waits beside
// everything else for the others. Whose message tells the same of the conversation comes to it, any
// other makes an instance of its own. What waits so holds no instance open.
namespace umlauf::runtime {

using definition::NodeKind;
using definition::ProcessDefinition;

void Execution::await_conversation(NodeIndex begun) {
  const auto& starts = definition[ProcessDefinition::root()].triggered_starts;
  if (starts.size() < 2) return;
  const NodeIndex gateway = definition.instantiating_gateway(begun);
  for (const NodeIndex start : starts) {
    if (!definition.in_one_conversation(gateway.valid() ? gateway : begun, start)) continue;
    const std::vector<Variable> keys = conversation_keys(begun, start);
    if (keys.empty()) continue;
    const bool awaits = definition[start].kind == NodeKind::EventBasedGateway
                            ? await_gateway(start)
                            : await_start(start, keys);
    if (!awaits) return;
  }
}

// Empty where the first message has left something open.
std::vector<Variable> Execution::conversation_keys(NodeIndex begun, NodeIndex start) const {
  std::vector<Variable> keys;
  for (const auto index : definition.shared_properties(begun, start)) {
    const std::string& label = definition.correlation_properties[index.value()].label();
    const feel::Value* value = find_variable(instance, kProcessScope, label);
    if (value == nullptr || value->is_null()) return {};
    keys.push_back({label, *value});
  }
  return keys;
}

// Behind a parallel gateway all events must happen before the instance can end (§13.2).
bool Execution::await_gateway(NodeIndex gateway) {
  const ElementKey waiting = enter(gateway, kProcessScope);
  for (const FlowIndex flow : definition.outgoing(gateway))
    if (!open_waits(definition[flow].target, waiting)) return false;
  return true;
}

bool Execution::await_start(NodeIndex start, const std::vector<Variable>& keys) {
  const definition::Node& node = definition[start];
  const auto wait_for = [&](const definition::MessageEvent& message, std::uint32_t trigger) {
    Entered wait;
    wait.parent = kProcessScope;
    wait.node = start;
    wait.role = Role::Wait;
    wait.trigger = trigger;
    if (auto failure = message_subscription(message, at(kProcessScope), wait.payload)) {
      incident(kProcessScope, Resume::Enter, std::move(*failure));
      return false;
    }
    const auto* named = std::get_if<Shared<MessageSubscription>>(&wait.payload);
    if (named == nullptr) return true;  // nobody can send a message without a name
    MessageSubscription subscription = **named;
    for (const Variable& key : keys) {
      const bool known = std::any_of(subscription.keys.begin(), subscription.keys.end(),
                                     [&](const Variable& own) { return own.name == key.name; });
      if (!known) subscription.keys.push_back(key);
    }
    wait.payload = Shared<MessageSubscription>(std::move(subscription));
    open(std::move(wait));
    return true;
  };
  if (const auto* receive = std::get_if<definition::ReceiveWork>(&node.work))
    return wait_for(receive->message, 0);
  for (std::uint32_t trigger = 0; trigger < node.events.size(); ++trigger)
    if (const auto* message = std::get_if<definition::MessageEvent>(&node.events[trigger].payload))
      if (!wait_for(*message, trigger)) return false;
  return true;
}

// Once in an instance: the same start once more begins another case.
void Execution::begin_in_conversation(ElementKey wait, const Variables& payload) {
  const NodeIndex start = at(wait).node;
  const std::uint32_t trigger = at(wait).trigger;
  for (const auto* child = instance.first_child(at(kProcessScope)); child != nullptr;) {
    const ElementInstance& each = *child;
    child = instance.next_sibling(each);
    if (each.role == Role::Wait && each.node == start) close(each.key);
  }
  pass_triggered(start, kProcessScope, trigger, payload);
}

}  // namespace umlauf::runtime
