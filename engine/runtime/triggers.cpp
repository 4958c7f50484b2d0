#include "engine/runtime/commands.hpp"

// What comes to an instance from the clock, from other instances, from the world.
namespace umlauf::runtime {

void carry_out(Execution& execution, const FireTimer& command) {
  const auto* timer =
      expect<Timer>(execution, command.element, {"running timer", "laufender Timer"});
  if (timer == nullptr) return;
  if (timer->due > execution.context.now)
    return execution.refuse(
        error(ErrorCode::State, "the timer is not due yet", "der Timer ist noch nicht fällig"));
  execution.deliver(command.element, {});
}

void carry_out(Execution& execution, const DeliverMessage& command) {
  const auto* subscription = expect<Shared<MessageSubscription>>(
      execution, command.element, {"message subscription", "Warten auf eine Nachricht"});
  if (subscription == nullptr) return;
  if ((*subscription)->message != command.message)
    return execution.refuse(error(ErrorCode::State,
                                  "nothing there waits for message '" + command.message + "'",
                                  "nichts wartet dort auf Nachricht '" + command.message + "'"));
  execution.fill_correlation_keys(command.keys);
  execution.deliver(command.element, command.variables);
}

void carry_out(Execution& execution, const DeliverSignal& command) {
  execution.deliver_signal(command.signal, command.variables);
}

void carry_out(Execution& execution, const TriggerElement& command) {
  const ElementInstance* record = execution.find(command.element);
  const bool ad_hoc = record != nullptr && record->role == Role::Activity && !record->incident &&
                      std::holds_alternative<ScopeState>(record->payload) &&
                      execution.node_of(*record).kind == definition::NodeKind::AdHocSubProcess;
  if (ad_hoc) {
    execution.bring(command.element, command.variables);
    return work_done(execution, command.element);
  }
  const auto* wait = expect<ReceiveWait>(
      execution, command.element,
      {"element that waits to be triggered", "Element, das auf einen Anstoß wartet"});
  if (wait != nullptr) execution.deliver(command.element, command.variables);
}

void carry_out(Execution& execution, const CalledProcessEnded& command) {
  const auto* call =
      expect<Shared<Call>>(execution, command.element, {"running call", "laufender Aufruf"});
  if (call == nullptr) return;
  if ((*call)->child != command.child)
    return execution.refuse(error(ErrorCode::State, "the call is about another instance",
                                  "der Aufruf gilt einer anderen Instanz"));
  // The child is gone already: nothing is to be cancelled any more.
  Call ended = **call;
  ended.started = false;
  execution.set_payload(command.element, Shared<Call>(std::move(ended)));
  if (command.by_error)
    return execution.throw_error(command.element, command.error_code, command.error_message);
  if (command.cancelled)
    return execution.incident(
        command.element, Resume::Call,
        {IncidentKind::Call,
         {"the called process was cancelled", "der aufgerufene Prozess wurde abgebrochen"}});
  const ElementInstance& record = execution.at(command.element);
  const auto* work = std::get_if<definition::CallWork>(&execution.node_of(record).work);
  if (work == nullptr) return execution.complete(command.element);
  const VariablesEnvironment giving(command.variables, execution.context);
  Variables results;
  if (work->all_outputs) results = command.variables;
  for (const definition::CallMapping& mapping : work->outputs) {
    auto value = execution.evaluate(mapping.source, giving);
    if (value.failure) {
      execution.tell(PhaseChanged{command.element, Phase::Completing});
      return execution.incident(command.element, Resume::Complete, std::move(*value.failure));
    }
    if (work->only_local_outputs && mapping.target.size() == 1)
      execution.set_local(command.element, mapping.target.front(), std::move(value.value));
    else if (mapping.target.size() == 1)
      results.set(mapping.target.front(), std::move(value.value));
    else
      execution.assign_path(command.element, mapping.target, std::move(value.value));
  }
  execution.bring(command.element, results);
  work_done(execution, command.element);
}

void carry_out(Execution& execution, const CalledProcessEscalated& command) {
  const auto* call =
      expect<Shared<Call>>(execution, command.element, {"running call", "laufender Aufruf"});
  if (call != nullptr) execution.throw_escalation(command.element, command.code, {});
}

void carry_out(Execution& execution, const CallFailed& command) {
  const auto* call =
      expect<Shared<Call>>(execution, command.element, {"running call", "laufender Aufruf"});
  if (call == nullptr) return;
  Call failed = **call;
  failed.started = false;
  execution.set_payload(command.element, Shared<Call>(std::move(failed)));
  execution.incident(command.element, Resume::Call, {IncidentKind::Call, command.reason});
}

void carry_out(Execution& execution, const StartAdHocActivity& command) {
  const ElementInstance* record = execution.find(command.element);
  const bool is_open = record != nullptr && record->role == Role::Activity &&
                       execution.node_of(*record).kind == definition::NodeKind::AdHocSubProcess &&
                       std::holds_alternative<ScopeState>(record->payload);
  if (!is_open || command.node.value() >= execution.definition.nodes.size() ||
      execution.definition[command.node].scope != execution.node_of(*record).body)
    return execution.refuse(error(ErrorCode::State, "there is no such ad-hoc activity to start",
                                  "eine solche Ad-hoc-Aktivität ist nicht zu starten"));
  for (const Variable& variable : command.variables)
    execution.assign(command.element, variable.name, variable.value);
  execution.begin_node(command.node, command.element);
}

}  // namespace umlauf::runtime
