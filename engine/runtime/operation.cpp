#include "engine/runtime/commands.hpp"

// What operators do.
namespace umlauf::runtime {
namespace {

const ElementInstance* with_incident(Execution& execution, ElementKey key) {
  const ElementInstance* record = execution.find(key);
  if (record != nullptr && record->incident) return record;
  execution.refuse(error(ErrorCode::State, "there is no incident", "es gibt keinen Vorfall"));
  return nullptr;
}

const ElementInstance* scope_or_process(Execution& execution, ElementKey key) {
  const ElementInstance* record = execution.find(key.valid() ? key : kProcessScope);
  if (record == nullptr)
    execution.refuse(
        error(ErrorCode::State, "there is no such scope", "es gibt keinen solchen Bereich"));
  return record;
}

// Waits of the activation itself: of its boundary events, of its event subprocesses, its triggers.
void close_waits(Execution& execution, ElementKey key) {
  const ElementInstance& record = execution.at(key);
  for (const auto* child = execution.instance.first_child(record); child != nullptr;) {
    const ElementKey wait = child->key;
    const bool closes = child->role == Role::Wait;
    child = execution.instance.next_sibling(*child);
    if (closes) execution.close(wait);
  }
}

}  // namespace

void carry_out(Execution& execution, const SetVariables& command) {
  const ElementInstance* scope = scope_or_process(execution, command.element);
  if (scope == nullptr) return;
  for (const Variable& variable : command.variables) {
    const bool known = find_variable(execution.instance, scope->key, variable.name) != nullptr;
    if (command.local || !known)
      execution.set_local(scope->key, variable.name, variable.value);
    else
      execution.assign(scope->key, variable.name, variable.value);
  }
}

void carry_out(Execution& execution, const RemoveVariables& command) {
  const ElementInstance* scope = scope_or_process(execution, command.element);
  if (scope == nullptr) return;
  for (const std::string& name : command.names) execution.remove_local(scope->key, name);
}

void carry_out(Execution& execution, const RetryIncident& command) {
  const ElementInstance* record = with_incident(execution, command.element);
  if (record == nullptr) return;
  const ElementKey key = command.element;
  const Resume resume = (*record->incident)->resume;
  execution.tell(IncidentResolved{key});
  switch (resume) {
    case Resume::Enter:
      close_waits(execution, key);
      if (record->role == Role::Process) {
        const auto& scope = std::get<ScopeState>(record->payload);
        if (!scope.interrupted) execution.open_scope(key);
        return execution.settle_later(key);
      }
      execution.set_payload(key, std::monostate{});
      return execution.activate(key);
    case Resume::Complete:
      if (record->phase == Phase::Completing) execution.tell(PhaseChanged{key, Phase::Active});
      return record->role == Role::Loop ? execution.check_loop(key) : execution.complete(key);
    case Resume::Leave:
      return execution.depart(key);
    case Resume::Job: {
      Job job = *std::get<Shared<Job>>(record->payload);
      job.retries = 1;
      job.not_before.reset();
      return execution.set_payload(key, Shared<Job>(std::move(job)));
    }
    case Resume::Call:
      return execution.begin_activation(key);
  }
}

void carry_out(Execution& execution, const ResolveIncident& command) {
  const ElementInstance* record = with_incident(execution, command.element);
  if (record == nullptr) return;
  const ElementKey key = command.element;
  const Resume resume = (*record->incident)->resume;
  execution.tell(IncidentResolved{key});
  for (const Variable& variable : command.variables)
    execution.assign(key, variable.name, variable.value);
  if (record->role == Role::Process) return execution.settle_later(key);
  const auto* job = std::get_if<Shared<Job>>(&record->payload);
  if (resume == Resume::Job && job != nullptr && is_of_listener((*job)->kind))
    return execution.listener_done(key);
  if (record->role == Role::Loop && resume != Resume::Leave) return execution.end_loop(key);
  if (resume == Resume::Enter || resume == Resume::Job || resume == Resume::Call)
    return execution.after_outputs(key);
  // What could not be mapped is left out; flows are chosen with the variables as they are now.
  if (resume == Resume::Complete) return execution.after_outputs(key);
  execution.depart(key);
}

void carry_out(Execution& execution, const CancelInstance& command) {
  execution.end_instance(InstanceState::Terminated, {}, command.reason, false, true);
}

void carry_out(Execution& execution, const SuspendInstance&) {
  if (execution.instance.header.suspended)
    return execution.refuse(error(ErrorCode::State, "the instance is suspended already",
                                  "die Instanz ist schon angehalten"));
  execution.tell(InstanceSuspended{});
}

void carry_out(Execution& execution, const ResumeInstance&) {
  if (!execution.instance.header.suspended)
    return execution.refuse(error(ErrorCode::State, "the instance is not suspended",
                                  "die Instanz ist nicht angehalten"));
  execution.tell(InstanceResumed{});
}

}  // namespace umlauf::runtime
