#include <algorithm>

#include "engine/calendar/timer.hpp"
#include "engine/runtime/execution.hpp"
#include "engine/runtime/timers.hpp"

// What waits, and what happens when it has come (BPMN 2.0.2 §13.5.1-13.5.4).
namespace umlauf::runtime {
namespace {

using definition::EventDefinition;
using definition::NodeKind;
using definition::Trigger;

bool is_waited_for(const EventDefinition& event) {
  switch (event.trigger()) {
    case Trigger::Message:
    case Trigger::Timer:
    case Trigger::Signal:
    case Trigger::Conditional:
      return true;
    default:
      return false;
  }
}

}  // namespace

std::optional<Failure> Execution::wait_payload(const EventDefinition& event,
                                               const ElementInstance& from, Payload& out) {
  if (const auto* message = std::get_if<definition::MessageEvent>(&event.payload))
    return message_subscription(*message, from, out);
  if (const auto* timer = std::get_if<definition::TimerEvent>(&event.payload)) {
    Timer armed;
    feel::Value value = timer->text;
    if (!timer->literal && timer->value) {
      Evaluated evaluated = evaluate(timer->value, from);
      if (evaluated.failure) return evaluated.failure;
      value = std::move(evaluated.value);
    }
    if (auto failure = arm_timer(*timer, value, context, definition.semantics.cron(), armed))
      return failure;
    out = std::move(armed);
    return std::nullopt;
  }
  if (const auto* signal = std::get_if<definition::SignalEvent>(&event.payload)) {
    SignalSubscription subscription;
    if (auto failure = text(signal->name, from, subscription.signal)) return failure;
    out = std::move(subscription);
    return std::nullopt;
  }
  if (event.trigger() == Trigger::Conditional)
    out = ConditionWait{};
  else
    out = ReceiveWait{};
  return std::nullopt;
}

std::optional<Failure> Execution::message_subscription(const definition::MessageEvent& message,
                                                       const ElementInstance& from, Payload& out) {
  MessageSubscription subscription;
  if (auto failure = text(message.name, from, subscription.message)) return failure;
  if (subscription.message.empty()) {
    out = ReceiveWait{};
    return std::nullopt;
  }
  if (message.correlation_key) {
    Evaluated key = evaluate(message.correlation_key, from);
    if (key.failure) return key.failure;
    subscription.keys.push_back({message.correlation_key.compiled->text(), std::move(key.value)});
  }
  // Context-based correlation (§8.3.2): what the process expects of the properties.
  for (const auto& expected : definition.correlation_subscriptions)
    for (const auto& binding : expected.bindings) {
      const auto& property = definition.correlation_properties[binding.property.value()];
      const bool concerns =
          std::any_of(property.retrievals.begin(), property.retrievals.end(),
                      [&](const auto& retrieval) { return retrieval.message == message.message; });
      if (!concerns || !binding.data_path) continue;
      Evaluated value = evaluate(binding.data_path, from);
      if (value.failure) return value.failure;
      // Not known yet: the first message sets it, so to speak; anything fits.
      if (!value.value.is_null())
        subscription.keys.push_back({property.label(), std::move(value.value)});
    }
  out = Shared<MessageSubscription>(std::move(subscription));
  return std::nullopt;
}

bool Execution::wait_inline(ElementKey key) {
  const ElementInstance& record = at(key);
  const definition::Node& node = node_of(record);
  if (node.events.size() > 1) {
    set_payload(key, TriggersSeen{});
    return open_waits(record.node, key);
  }
  Payload payload = ReceiveWait{};
  if (!node.events.empty())
    if (auto failure = wait_payload(node.events.front(), record, payload)) {
      incident(key, Resume::Enter, std::move(*failure));
      return false;
    }
  const bool conditional = std::holds_alternative<ConditionWait>(payload);
  set_payload(key, std::move(payload));
  if (conditional) look_at_condition(key);
  return true;
}

bool Execution::wait_for_others(ElementKey key) {
  const ElementInstance& record = at(key);
  set_payload(key, TriggersSeen{});
  return open_waits(record.node, key, record.trigger);
}

bool Execution::open_waits(NodeIndex index, ElementKey parent,
                           std::optional<std::uint32_t> but_trigger) {
  const definition::Node& node = definition[index];
  if (node.events.empty()) return open_untriggered_wait(index, parent);
  for (std::uint32_t trigger = 0; trigger < node.events.size(); ++trigger) {
    if (!is_waited_for(node.events[trigger]) || trigger == but_trigger) continue;
    Entered wait;
    wait.parent = parent;
    wait.node = index;
    wait.role = Role::Wait;
    wait.trigger = trigger;
    if (auto failure = wait_payload(node.events[trigger], at(parent), wait.payload)) {
      incident(parent, Resume::Enter, std::move(*failure));
      return false;
    }
    const bool conditional = std::holds_alternative<ConditionWait>(wait.payload);
    const ElementKey key = open(std::move(wait));
    if (conditional) look_at_condition(key);
  }
  return true;
}

// Behind an event-based gateway: a receive task waits for its message like an event.
bool Execution::open_untriggered_wait(NodeIndex index, ElementKey parent) {
  const definition::Node& node = definition[index];
  if (node.kind != NodeKind::ReceiveTask && node.kind != NodeKind::IntermediateCatchEvent)
    return true;
  Entered wait;
  wait.parent = parent;
  wait.node = index;
  wait.role = Role::Wait;
  wait.payload = ReceiveWait{};
  if (const auto* receive = std::get_if<definition::ReceiveWork>(&node.work))
    if (auto failure = message_subscription(receive->message, at(parent), wait.payload)) {
      incident(parent, Resume::Enter, std::move(*failure));
      return false;
    }
  open(std::move(wait));
  return true;
}

bool Execution::open_boundary_waits(ElementKey host) {
  for (const NodeIndex boundary : definition.boundary_events(at(host).node))
    if (!open_waits(boundary, host)) return false;
  return true;
}

bool Execution::open_scope(ElementKey key) {
  const ElementInstance& record = at(key);
  const bool process = record.role == Role::Process;
  const definition::Scope& scope =
      definition[process ? definition::ProcessDefinition::root() : node_of(record).body];
  if (!process) {
    set_payload(key, ScopeState{});
    for (const definition::DataItem& item : scope.data_objects)
      if (at(key).variables.find(item.variable) == nullptr) set_local(key, item.variable, nullptr);
  }
  for (const NodeIndex event_subprocess : scope.event_subprocesses)
    for (const NodeIndex start : definition[definition[event_subprocess].body].triggered_starts)
      if (!open_waits(start, key)) return false;
  return true;
}

// A condition that holds when one begins to look at it triggers at once.
void Execution::look_at_condition(ElementKey key) {
  const ElementInstance& record = at(key);
  const auto& event = node_of(record).events[record.trigger];
  const auto& conditional = std::get<definition::ConditionalEvent>(event.payload);
  const ElementInstance& from = record.role == Role::Wait ? *instance.parent(record) : record;
  bool holds = false;
  // What cannot be evaluated does not hold: variables may still be missing.
  if (condition(conditional.condition, from, holds)) holds = false;
  const bool held = std::get<ConditionWait>(record.payload).holds;
  if (holds != held) set_payload(key, ConditionWait{holds});
  if (holds && !held) push({Task::Kind::Deliver, key, {}, {}, hold_payload({})});
}

// Conditional events (§10.5.5, table 10.84): a condition triggers when it becomes true; it must
// become false before it can trigger again.
void Execution::evaluate_conditions() {
  const std::vector<VariableChange> changes = std::move(buffers_.changed);
  buffers_.changed.clear();
  const std::vector<ElementKey> waits(instance.condition_waits().begin(),
                                      instance.condition_waits().end());
  for (const ElementKey key : waits) {
    const ElementInstance& record = at(key);
    if (record.phase == Phase::Ready) {
      look_at_data(key);
      continue;
    }
    const auto& event = node_of(record).events[record.trigger];
    const auto& conditional = std::get<definition::ConditionalEvent>(event.payload);
    const auto concerns = [&](const VariableChange& change) {
      if (change.kind == ChangeKind::Create && !conditional.on_create) return false;
      if (change.kind == ChangeKind::Update && !conditional.on_update) return false;
      if (change.kind == ChangeKind::Delete && !conditional.on_delete) return false;
      if (!conditional.variables.empty() &&
          std::find(conditional.variables.begin(), conditional.variables.end(), change.name) ==
              conditional.variables.end())
        return false;
      for (const auto* around = &record; around != nullptr; around = instance.parent(*around))
        if (around->key == change.scope) return true;
      return false;
    };
    if (std::any_of(changes.begin(), changes.end(), concerns)) look_at_condition(key);
  }
}

void Execution::deliver(ElementKey wait, const Variables& payload) {
  const ElementInstance& record = at(wait);
  tell(TriggerCame{wait});
  if (record.role != Role::Wait) {
    bring(wait, payload);
    const Behavior& behavior = *kBehaviors[static_cast<std::size_t>(node_of(record).kind)];
    if (behavior.resume == nullptr) return complete(wait);
    return behavior.resume(*this, wait, {Stimulus::Kind::Triggered, {}, {}});
  }
  const ElementKey owner = record.parent;
  const NodeIndex node = record.node;
  const std::uint32_t trigger = record.trigger;
  const NodeKind kind = definition[node].kind;
  if (kind == NodeKind::BoundaryEvent) return fire_boundary(wait, payload);
  if (is_next_start(definition, record)) return begin_in_conversation(wait, payload);
  if (at(owner).node == node) {  // one of several triggers of an event
    bring(owner, payload);
    if (definition[node].parallel_multiple && !all_triggers_seen(wait)) return;
    return complete(owner);
  }
  if (kind == NodeKind::StartEvent) {
    if (definition[node].parallel_multiple && !all_triggers_seen(wait)) return;
    const NodeIndex event_subprocess = definition[definition[node].scope].node;
    if (!definition[event_subprocess].interrupting) rearm(wait);
    return start_event_subprocess(owner, event_subprocess, node, trigger, payload);
  }
  const Behavior& behavior = *kBehaviors[static_cast<std::size_t>(node_of(at(owner)).kind)];
  buffers_.payloads.push_back(payload);
  behavior.resume(*this, owner, {Stimulus::Kind::Triggered, wait, node});
}

// Parallel multiple (§10.5.5): each trigger that has come no longer waits; the event happens when
// all have. Then they begin to wait anew, for events that can happen again.
bool Execution::all_triggers_seen(ElementKey wait) {
  const ElementInstance& record = at(wait);
  const ElementInstance& owner = *instance.parent(record);
  const NodeIndex node = record.node;
  set_payload(wait, TriggersSeen{{record.trigger}});
  std::vector<ElementKey> all;
  for (const auto* child = instance.first_child(owner); child != nullptr;
       child = instance.next_sibling(*child)) {
    if (child->role != Role::Wait || child->node != node) continue;
    if (!std::holds_alternative<TriggersSeen>(child->payload)) return false;
    all.push_back(child->key);
  }
  for (const ElementKey key : all) {
    Payload again;
    const ElementInstance& seen = at(key);
    if (!wait_payload(definition[node].events[seen.trigger], owner, again))
      set_payload(key, std::move(again));
  }
  return true;
}

// A trigger that may come again: a cycle goes on, a single time is over.
void Execution::rearm(ElementKey wait) {
  const auto* timer = std::get_if<Timer>(&at(wait).payload);
  if (timer == nullptr) return;
  if (auto next = next_firing(*timer, context, definition.semantics.cron()))
    set_payload(wait, std::move(*next));
  else
    close(wait);
}

void Execution::fire_boundary(ElementKey wait, const Variables& payload) {
  const ElementInstance& record = at(wait);
  const NodeIndex boundary = record.node;
  const std::uint32_t trigger = record.trigger;
  const ElementInstance& host = at(record.parent);
  const ElementKey scope = host.parent;
  if (definition[boundary].parallel_multiple && !all_triggers_seen(wait)) return;
  if (definition[boundary].interrupting)
    terminate(host.key);
  else
    rearm(wait);
  pass_triggered(boundary, scope, trigger, payload);
}

// Event subprocesses (§13.5.4). An interrupting one takes its scope over: everything active in it
// ends, and no other of its event subprocesses can start any more.
void Execution::start_event_subprocess(ElementKey scope, NodeIndex event_subprocess,
                                       NodeIndex start, std::uint32_t trigger,
                                       const Variables& payload) {
  if (definition[start].interrupting && definition[event_subprocess].interrupting) {
    clear_scope(scope);
    if (const auto* state = std::get_if<ScopeState>(&at(scope).payload)) {
      ScopeState taken = *state;
      taken.interrupted = true;
      set_payload(scope, std::move(taken));
    }
  }
  const ElementKey key = enter(event_subprocess, scope);
  if (!open_scope(key)) return;
  pass_triggered(start, key, trigger, payload);
}

}  // namespace umlauf::runtime
