#pragma once

#include "engine/runtime/command.hpp"
#include "engine/runtime/execution.hpp"

/// What each command does first, before the work that follows from it runs; one function a command,
/// grouped in files by whom they come from. A command that cannot be carried out refuses the step.
namespace umlauf::runtime {

// start.cpp
void carry_out(Execution& execution, const StartInstance& command);

// people.cpp
void carry_out(Execution& execution, const CompleteTask& command);
void carry_out(Execution& execution, const ClaimTask& command);
void carry_out(Execution& execution, const UnclaimTask& command);
void carry_out(Execution& execution, const AssignTask& command);
void carry_out(Execution& execution, const UpdateTask& command);

// workers.cpp
void carry_out(Execution& execution, const LockJob& command);
void carry_out(Execution& execution, const ExtendLock& command);
void carry_out(Execution& execution, const UnlockJob& command);
void carry_out(Execution& execution, const CompleteJob& command);
void carry_out(Execution& execution, const FailJob& command);
void carry_out(Execution& execution, const ThrowJobError& command);
void carry_out(Execution& execution, const ThrowJobEscalation& command);
void carry_out(Execution& execution, const SetJobRetries& command);
void carry_out(Execution& execution, const ContinueAsync& command);

// triggers.cpp
void carry_out(Execution& execution, const FireTimer& command);
void carry_out(Execution& execution, const DeliverMessage& command);
void carry_out(Execution& execution, const DeliverSignal& command);
void carry_out(Execution& execution, const TriggerElement& command);
void carry_out(Execution& execution, const CalledProcessEnded& command);
void carry_out(Execution& execution, const CalledProcessEscalated& command);
void carry_out(Execution& execution, const CallFailed& command);
void carry_out(Execution& execution, const StartAdHocActivity& command);

// operation.cpp
void carry_out(Execution& execution, const SetVariables& command);
void carry_out(Execution& execution, const RemoveVariables& command);
void carry_out(Execution& execution, const RetryIncident& command);
void carry_out(Execution& execution, const ResolveIncident& command);
void carry_out(Execution& execution, const CancelInstance& command);
void carry_out(Execution& execution, const SuspendInstance& command);
void carry_out(Execution& execution, const ResumeInstance& command);

// modify.cpp, migrate.cpp
void carry_out(Execution& execution, const Modify& command);
void carry_out(Execution& execution, const Migrate& command);

/// After a migration, over the target: boundary events and event subprocesses that the source did
/// not have begin to wait. What it had and what no longer waits has happened already.
void open_new_waits(Execution& execution, const definition::ProcessDefinition& source,
                    const Migrate& command);

/// The payload of a record that is active and in order, or nullptr and the step is refused: `what`
/// names what was expected there, in both languages.
template <typename Content>
const Content* expect(Execution& execution, ElementKey key, const Text& what) {
  const ElementInstance* record = execution.find(key);
  const Content* content = record == nullptr ? nullptr : std::get_if<Content>(&record->payload);
  if (content != nullptr && !record->incident) return content;
  const std::string name = record != nullptr && record->node.valid()
                               ? "'" + execution.node_of(*record).id + "'"
                               : "element " + std::to_string(key.value());
  execution.refuse(error(ErrorCode::State, name + " is no " + what.english,
                         name + " ist nicht: " + what.german));
  return nullptr;
}

/// The work of an activation has been done from outside.
void work_done(Execution& execution, ElementKey key);

}  // namespace umlauf::runtime
