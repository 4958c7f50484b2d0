#include <algorithm>

#include "engine/runtime/execution.hpp"

// What is thrown and who catches it: errors and escalations go outwards scope by scope, signals to
// everybody, messages out of the instance (BPMN 2.0.2 §10.5.5, §13.5).
namespace umlauf::runtime {
namespace {

using definition::EventDefinition;
using definition::NodeKind;
using definition::Trigger;

// Among the event definitions of a catching event: an equal code goes before "any".
enum class Fit : std::uint8_t { None, Any, Exact };

}  // namespace

struct Execution::Catcher {
  NodeIndex node;              // the boundary event, or the start of the event subprocess
  NodeIndex event_subprocess;  // invalid: a boundary event
  ElementKey host;             // the activity, or the scope of the event subprocess
  std::uint32_t trigger = 0;
  Fit fit = Fit::None;
};

// A code that depends on variables is evaluated at the catching scope.
void Execution::try_catch(NodeIndex node, Trigger kind, const std::string& code,
                          const ElementInstance& from, Catcher& best) const {
  const auto& events = definition[node].events;
  for (std::uint32_t i = 0; i < events.size(); ++i) {
    if (events[i].trigger() != kind) continue;
    const definition::TextExpression* wanted = nullptr;
    if (const auto* error = std::get_if<definition::ErrorEvent>(&events[i].payload))
      wanted = &error->code;
    if (const auto* escalation = std::get_if<definition::EscalationEvent>(&events[i].payload))
      wanted = &escalation->code;
    std::string text_wanted;
    Fit fit = Fit::Any;
    if (wanted != nullptr && *wanted) {
      if (text(*wanted, from, text_wanted) || text_wanted != code) continue;
      fit = Fit::Exact;
    }
    if (fit > best.fit) {
      best.node = node;
      best.trigger = i;
      best.fit = fit;
    }
  }
}

std::optional<Execution::Catcher> Execution::find_catcher(ElementKey from, Trigger kind,
                                                          const std::string& code) const {
  for (const auto* record = find(from); record != nullptr;) {
    const ElementInstance* around = instance.parent(*record);
    if (around == nullptr) return std::nullopt;
    Catcher best;
    if ((record->role == Role::Activity || record->role == Role::Loop) && !is_loop_child(*record))
      for (const NodeIndex boundary : definition.boundary_events(record->node))
        try_catch(boundary, kind, code, *around, best);
    if (best.fit != Fit::None) {
      best.host = record->key;
      return best;
    }
    const auto* scope = std::get_if<ScopeState>(&around->payload);
    if (scope != nullptr && !scope->interrupted) {
      const definition::Scope& body =
          definition[around->role == Role::Process ? definition::ProcessDefinition::root()
                                                   : definition[around->node].body];
      for (const NodeIndex event_subprocess : body.event_subprocesses) {
        if (event_subprocess == record->node) continue;  // it does not catch what it throws itself
        const Fit before = best.fit;
        for (const NodeIndex start : definition[definition[event_subprocess].body].triggered_starts)
          try_catch(start, kind, code, *around, best);
        if (best.fit != before) best.event_subprocess = event_subprocess;
      }
      if (best.fit != Fit::None) {
        best.host = around->key;
        return best;
      }
    }
    record = around;
  }
  return std::nullopt;
}

void Execution::finish_thrower(ElementKey from) {
  const ElementInstance* record = find(from);
  if (record != nullptr && record->node.valid() && definition::is_event(node_of(*record).kind))
    close(from, Ending::Completed);
}

void Execution::throw_error(ElementKey from, const std::string& code, const std::string& message) {
  tell(ErrorThrown{from, code});
  const auto catcher = find_catcher(from, Trigger::Error, code);
  finish_thrower(from);
  if (!catcher) {
    return end_instance(InstanceState::Failed, code, message, true);
  }
  Variables payload;
  const auto& event =
      std::get<definition::ErrorEvent>(definition[catcher->node].events[catcher->trigger].payload);
  const auto text_or_null = [](const std::string& text) {
    return text.empty() ? feel::Value() : feel::Value(text);
  };
  if (!event.code_variable.empty()) payload.set(event.code_variable, text_or_null(code));
  if (!event.message_variable.empty()) payload.set(event.message_variable, text_or_null(message));
  if (catcher->event_subprocess.valid())
    return start_event_subprocess(catcher->host, catcher->event_subprocess, catcher->node,
                                  catcher->trigger, payload);
  const ElementKey scope = at(catcher->host).parent;
  terminate(catcher->host, catcher->host == from ? Ending::Failed : Ending::Terminated);
  pass_triggered(catcher->node, scope, catcher->trigger, payload);
}

bool Execution::throw_escalation(ElementKey from, const std::string& code,
                                 const Variables& variables) {
  tell(EscalationThrown{from, code});
  const auto catcher = find_catcher(from, Trigger::Escalation, code);
  if (!catcher) {
    if (instance.header.caller)
      effect(
          TellCallerEscalated{*instance.header.caller, code, instance.process_scope().variables});
    return true;
  }
  Variables payload = variables;
  const auto& event = std::get<definition::EscalationEvent>(
      definition[catcher->node].events[catcher->trigger].payload);
  if (!event.code_variable.empty())
    payload.set(event.code_variable, code.empty() ? feel::Value() : feel::Value(code));
  const bool interrupting = definition[catcher->node].interrupting;
  if (interrupting) finish_thrower(from);
  if (catcher->event_subprocess.valid()) {
    start_event_subprocess(catcher->host, catcher->event_subprocess, catcher->node,
                           catcher->trigger, payload);
  } else {
    const ElementKey scope = at(catcher->host).parent;
    if (interrupting) terminate(catcher->host);
    pass_triggered(catcher->node, scope, catcher->trigger, payload);
  }
  return find(from) != nullptr;
}

void Execution::throw_signal(ElementKey from, const std::string& signal,
                             const Variables& variables) {
  tell(SignalThrown{from, signal});
  deliver_signal(signal, variables);
  effect(BroadcastSignal{signal, variables});
}

void Execution::deliver_signal(const std::string& signal, const Variables& variables) {
  std::uint32_t payload = 0;
  bool held = false;
  for (const ElementKey key : instance.signal_waits()) {
    const auto* wait = std::get_if<SignalSubscription>(&at(key).payload);
    if (wait == nullptr || wait->signal != signal) continue;
    if (!held) payload = hold_payload(variables);
    held = true;
    push({Task::Kind::Deliver, key, {}, {}, payload});
  }
}

void Execution::fill_correlation_keys(std::span<const Variable> keys) {
  for (const Variable& key : keys) {
    if (key.value.is_null() || !definition.keeps_correlation_key(key.name)) continue;
    if (find_variable(instance, kProcessScope, key.name) == nullptr)
      set_local(kProcessScope, key.name, key.value);
  }
}

// A message goes along its message flows where the collaboration has them, otherwise by its name to
// whoever waits for it (protocol rule 4).
std::optional<Failure> Execution::throw_message(ElementKey from,
                                                const definition::MessageEvent& message) {
  const ElementInstance& record = at(from);
  SendMessage sent;
  if (auto failure = text(message.name, record, sent.message)) return failure;
  sent.variables = record.variables;
  sent.business_key = instance.header.business_key;
  for (const auto& property : definition.correlation_properties)
    for (const auto& retrieval : property.retrievals) {
      if (retrieval.message != message.message || !message.message.valid() || !retrieval.path)
        continue;
      Evaluated value = evaluate(retrieval.path, record);
      if (value.failure) return value.failure;
      sent.keys.push_back({property.label(), std::move(value.value)});
    }
  fill_correlation_keys(sent.keys);
  tell(MessageThrown{from, sent.message});
  const auto flows = definition.message_flows_out(record.node);
  for (const auto index : flows) {
    const definition::MessageFlow& flow = definition[index];
    tell(MessageFlowTaken{index});
    if (flow.target_process.empty()) continue;  // a pool without a process: nobody is there
    // A pool as a whole gets nothing more than its element that is named beside it.
    const bool named = std::any_of(flows.begin(), flows.end(), [&](const auto other) {
      const definition::MessageFlow& beside = definition[other];
      return beside.target_process == flow.target_process && !beside.target_element.empty();
    });
    if (flow.target_element.empty() && named) continue;
    SendMessage along = sent;
    along.target_process = flow.target_process;
    along.target_element = flow.target_element;
    effect(std::move(along));
  }
  if (flows.empty() && !sent.message.empty()) effect(std::move(sent));
  return std::nullopt;
}

bool Execution::throw_definition(ElementKey from, const EventDefinition& event) {
  const ElementInstance& record = at(from);
  std::string name;
  std::optional<Failure> failure;
  switch (event.trigger()) {
    case Trigger::Message: {
      failure = throw_message(from, std::get<definition::MessageEvent>(event.payload));
      break;
    }
    case Trigger::Signal: {
      const auto& signal = std::get<definition::SignalEvent>(event.payload);
      failure = text(signal.name, record, name);
      Variables payload;
      if (signal.all_variables) payload = visible_variables(record);
      for (const auto& mapping : signal.payload) {
        Evaluated value = evaluate(mapping.source, record);
        if (value.failure) failure = value.failure;
        payload.set(mapping.target.front(), std::move(value.value));
      }
      if (!failure) throw_signal(from, name, payload);
      break;
    }
    case Trigger::Escalation:
      failure = text(std::get<definition::EscalationEvent>(event.payload).code, record, name);
      if (!failure) return throw_escalation(from, name, record.variables);
      break;
    case Trigger::Error: {
      const auto& error = std::get<definition::ErrorEvent>(event.payload);
      std::string message;
      failure = text(error.code, record, name);
      if (!failure) failure = text(error.message, record, message);
      if (failure) break;
      throw_error(from, name, message);
      return false;
    }
    case Trigger::Compensation: {
      const auto& compensation = std::get<definition::CompensationEvent>(event.payload);
      return !compensate(from, record.parent, compensation.activity,
                         compensation.wait_for_completion);
    }
    default:
      break;  // link, cancel, terminate: the element's own business
  }
  if (!failure) return true;
  incident(from, Resume::Enter, std::move(*failure));
  return false;
}

}  // namespace umlauf::runtime
