#include "engine/runtime/commands.hpp"
#include "engine/runtime/retries.hpp"

// What workers do with jobs, and the engine with its own.
namespace umlauf::runtime {
namespace {

const Text kJob{"open job", "offener Auftrag"};

// A worker's job; `worker` not empty: locked by that one.
const Job* open_job(Execution& execution, ElementKey key, const std::string& worker) {
  const auto* content = expect<Shared<Job>>(execution, key, kJob);
  if (content == nullptr) return nullptr;
  const Job& job = **content;
  const std::string& id = execution.node_of(execution.at(key)).id;
  if (!is_for_worker(job.kind)) {
    execution.refuse(error(ErrorCode::State, "'" + id + "' is no job for a worker",
                           "'" + id + "' ist kein Auftrag für einen Worker"));
    return nullptr;
  }
  if (!worker.empty() && job.worker != worker) {
    execution.refuse(error(ErrorCode::State, "job '" + id + "' is not locked by '" + worker + "'",
                           "Auftrag '" + id + "' ist nicht für '" + worker + "' gesperrt"));
    return nullptr;
  }
  return &job;
}

bool is_locked(const Job& job, calendar::Instant now) {
  if (job.worker.empty() || !job.locked_until || *job.locked_until <= now) return false;
  return job.locked_until->milliseconds - now.milliseconds <= kLockMaxMs;
}

void change(Execution& execution, ElementKey key, Job job) {
  execution.set_payload(key, Shared<Job>(std::move(job)));
}

}  // namespace

void carry_out(Execution& execution, const LockJob& command) {
  const Job* job = open_job(execution, command.element, {});
  if (job == nullptr) return;
  if (job->worker != command.worker && is_locked(*job, execution.context.now))
    return execution.refuse(error(ErrorCode::State, "the job is locked by '" + job->worker + "'",
                                  "der Auftrag ist für '" + job->worker + "' gesperrt"));
  Job locked = *job;
  locked.worker = command.worker;
  locked.locked_until = command.until;
  change(execution, command.element, std::move(locked));
}

void carry_out(Execution& execution, const ExtendLock& command) {
  const Job* job = open_job(execution, command.element, command.worker);
  if (job == nullptr) return;
  Job locked = *job;
  locked.locked_until = command.until;
  change(execution, command.element, std::move(locked));
}

void carry_out(Execution& execution, const UnlockJob& command) {
  const Job* job = open_job(execution, command.element, {});
  if (job == nullptr) return;
  Job unlocked = *job;
  unlocked.worker.clear();
  unlocked.locked_until.reset();
  change(execution, command.element, std::move(unlocked));
}

void carry_out(Execution& execution, const CompleteJob& command) {
  const Job* job = open_job(execution, command.element, command.worker);
  if (job == nullptr) return;
  const bool of_listener = is_of_listener(job->kind);
  execution.bring(command.element, command.variables);
  if (of_listener) return execution.listener_done(command.element);
  work_done(execution, command.element);
}

void carry_out(Execution& execution, const FailJob& command) {
  const Job* job = open_job(execution, command.element, command.worker);
  if (job == nullptr) return;
  Job failed = *job;
  const RetryPlan plan = retry_plan(execution, command.element);
  ++failed.failures;
  failed.retries =
      command.retries ? *command.retries : (failed.retries == 0 ? 0 : failed.retries - 1);
  failed.message = command.message;
  failed.worker.clear();
  failed.locked_until.reset();
  failed.not_before.reset();
  if (command.back_off_ms && *command.back_off_ms > 0)
    failed.not_before =
        calendar::Instant{execution.context.now.milliseconds + *command.back_off_ms};
  else if (!command.back_off_ms)
    failed.not_before = plan.pause_after(failed.failures, execution.context);
  const bool given_up = failed.retries == 0;
  const std::string message = failed.message;
  for (const Variable& variable : command.variables)
    execution.set_local(command.element, variable.name, variable.value);
  change(execution, command.element, std::move(failed));
  if (given_up)
    execution.incident(command.element, Resume::Job,
                       {IncidentKind::Job,
                        {message.empty() ? "the job failed" : message,
                         message.empty() ? "der Auftrag schlug fehl" : message}});
}

void carry_out(Execution& execution, const ThrowJobError& command) {
  if (open_job(execution, command.element, command.worker) == nullptr) return;
  for (const Variable& variable : command.variables)
    execution.assign(command.element, variable.name, variable.value);
  execution.throw_error(command.element, command.code, command.message);
}

void carry_out(Execution& execution, const ThrowJobEscalation& command) {
  if (open_job(execution, command.element, command.worker) == nullptr) return;
  execution.throw_escalation(command.element, command.code, command.variables);
}

void carry_out(Execution& execution, const SetJobRetries& command) {
  const ElementInstance* record = execution.find(command.element);
  const auto* content = record == nullptr ? nullptr : std::get_if<Shared<Job>>(&record->payload);
  if (content == nullptr)
    return execution.refuse(
        error(ErrorCode::State, "there is no such job", "es gibt keinen solchen Auftrag"));
  Job job = **content;
  job.retries = command.retries;
  change(execution, command.element, std::move(job));
  if (record->incident && command.retries > 0) execution.tell(IncidentResolved{command.element});
}

void carry_out(Execution& execution, const ContinueAsync& command) {
  const auto* content = expect<Shared<Job>>(execution, command.element, kJob);
  if (content == nullptr) return;
  const JobKind kind = (*content)->kind;
  if (is_for_worker(kind))
    return execution.refuse(error(ErrorCode::State, "a worker has to do this job",
                                  "diesen Auftrag muss ein Worker erledigen"));
  execution.set_payload(command.element, std::monostate{});
  if (kind == JobKind::AsyncAfter) return execution.depart(command.element);
  execution.tell(PhaseChanged{command.element, Phase::Active});
  execution.activate(command.element);
}

}  // namespace umlauf::runtime
