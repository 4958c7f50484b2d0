#include "engine/runtime/listeners.hpp"

#include <algorithm>

#include "engine/runtime/retries.hpp"

// Listeners of the dialects: expressions that run at once, jobs that a worker does before the
// activity goes on.
namespace umlauf::runtime {

using definition::JobWork;
using definition::Listener;
using definition::ScriptWork;

std::optional<Failure> fill_job(const Execution& execution, ElementKey key, const JobWork& work,
                                Job& job) {
  const ElementInstance& record = execution.at(key);
  if (auto failure = execution.text(work.type, record, job.type)) return failure;
  std::int64_t retries = retry_plan(execution, key).retries.value_or(job.retries);
  if (auto failure = execution.number(work.retries, record, retries)) return failure;
  job.retries = static_cast<std::uint32_t>(std::clamp<std::int64_t>(retries, 0, 1'000'000));
  const auto& priority = work.priority ? work.priority : execution.definition.job_priority;
  if (auto failure = execution.number(priority, record, job.priority)) return failure;
  for (const definition::Header& header : work.headers) {
    std::string text;
    if (auto failure = execution.text(header.value, record, text)) return failure;
    job.headers.push_back({header.key, text});
  }
  return std::nullopt;
}

void bring_result(Execution& execution, ElementKey key, feel::Value result,
                  const std::string& result_variable, bool merges_context) {
  Variables variables;
  if (!result_variable.empty())
    variables.set(result_variable, std::move(result));
  else if (merges_context && result.context() != nullptr)
    for (const feel::Entry& entry : *result.context()) variables.set(entry.name, entry.value);
  execution.bring(key, variables);
}

namespace {

enum class Ran : std::uint8_t { Done, Waits, Stopped };

const std::vector<Listener>& listeners_of(const definition::Listeners& all, JobKind when) {
  switch (when) {
    case JobKind::ListenerAfter:
      return all.after;
    case JobKind::ListenerAssigned:
      return all.assigned;
    case JobKind::ListenerUpdated:
      return all.updated;
    default:
      return all.before;
  }
}

HandlerResult handled(Execution& execution, ElementKey key, const std::string& type,
                      const std::vector<Variable>& headers) {
  if (execution.context.handlers == nullptr) return {};
  return execution.context.handlers->handle(
      type, headers,
      RecordEnvironment(execution.definition, execution.instance, &execution.at(key),
                        execution.context, execution.actor));
}

// At once, at `key`: an expression, or a handler of the program where it has one.
std::optional<Failure> run_at_once(Execution& execution, ElementKey key, const Listener& listener) {
  if (const auto* script = std::get_if<ScriptWork>(&listener.work)) {
    auto result = execution.evaluate(script->expression, execution.at(key));
    if (result.failure) return std::move(result.failure);
    bring_result(execution, key, std::move(result.value), script->result_variable,
                 script->merges_context);
    return std::nullopt;
  }
  using Kind = HandlerResult::Kind;
  const HandlerResult result =
      handled(execution, key, std::get<JobWork>(listener.work).type.text, {});
  if (result.kind == Kind::Error || result.kind == Kind::Failed)
    return Failure{IncidentKind::Handler, {result.message, result.message}};
  execution.bring(key, result.variables);
  return std::nullopt;
}

Ran run_script(Execution& execution, ElementKey key, const Listener& listener, Resume resume) {
  auto failure = run_at_once(execution, key, listener);
  if (!failure) return Ran::Done;
  execution.incident(key, resume, std::move(*failure));
  return Ran::Stopped;
}

Ran run_job(Execution& execution, ElementKey key, const Listener& listener, Job job,
            Resume resume) {
  if (auto failure = fill_job(execution, key, std::get<JobWork>(listener.work), job)) {
    execution.incident(key, resume, std::move(*failure));
    return Ran::Stopped;
  }
  using Kind = HandlerResult::Kind;
  const HandlerResult result = handled(execution, key, job.type, job.headers);
  switch (result.kind) {
    case Kind::Error:
      execution.throw_error(key, result.error_code, result.message);
      return Ran::Stopped;
    case Kind::Failed:
      execution.incident(key, resume, {IncidentKind::Handler, {result.message, result.message}});
      return Ran::Stopped;
    case Kind::NotMine:
      if (listener.handler_only) return Ran::Done;
      execution.set_payload(key, Shared<Job>(std::move(job)));
      return Ran::Waits;
    default:
      execution.bring(key, result.variables);
      return Ran::Done;
  }
}

}  // namespace

// Those from `next` on. False: the activity cannot go on now; an incident, an error, or a job that
// is to be done before.
bool Execution::run_listeners(ElementKey key, JobKind when, std::uint32_t next) {
  const auto listeners = node_of(at(key)).listeners;
  if (listeners == nullptr) return true;
  const bool after = when == JobKind::ListenerAfter;
  // Nothing begins in a scope any more that is about to end.
  if (after && std::holds_alternative<ScopeState>(at(key).payload)) stop_listening(key);
  const std::vector<Listener>& list = listeners_of(*listeners, when);
  const Resume resume = after ? Resume::Complete : Resume::Enter;
  for (; next < list.size(); ++next) {
    Ran ran = Ran::Done;
    if (std::holds_alternative<ScriptWork>(list[next].work)) {
      ran = run_script(*this, key, list[next], resume);
    } else {
      Job job;
      job.kind = when;
      job.listener = next;
      if (when == JobKind::ListenerAssigned || when == JobKind::ListenerUpdated)
        job.task = std::get<Shared<UserTask>>(at(key).payload);
      ran = run_job(*this, key, list[next], std::move(job), resume);
    }
    if (ran != Ran::Done) return false;
  }
  return true;
}

void Execution::listener_done(ElementKey key) {
  const Job job = *std::get<Shared<Job>>(at(key).payload);
  if (job.task)
    set_payload(key, *job.task);
  else
    set_payload(key, std::monostate{});
  if (!run_listeners(key, job.kind, job.listener + 1)) return;
  if (job.kind == JobKind::ListenerAfter) return send_outputs(key);
  if (job.kind == JobKind::ListenerBefore) begin_own_work(key);
}

// What a listener of a task cannot do, the person cannot do either: all of it is taken back.
void Execution::change_task(ElementKey key, UserTask task) {
  const bool reassigned = std::get<Shared<UserTask>>(at(key).payload)->assignee != task.assignee;
  set_payload(key, Shared<UserTask>(std::move(task)));
  const auto listeners = node_of(at(key)).listeners;
  if (listeners == nullptr) return;
  bool goes_on = true;
  if (!reassigned || listeners->updated_when_assigned)
    goes_on = run_listeners(key, JobKind::ListenerUpdated, 0);
  if (goes_on && reassigned) run_listeners(key, JobKind::ListenerAssigned, 0);
  const ElementInstance* record = find(key);
  if (record == nullptr || !record->incident) return;
  const Text& why = (*record->incident)->message;
  refuse(error(ErrorCode::Evaluation, why.english, why.german));
}

void Execution::task_assigned(ElementKey key) { run_listeners(key, JobKind::ListenerAssigned, 0); }

// Nobody waits for what is ending: a listener that fails there has done nothing.
void Execution::run_ended_listeners(ElementKey key, const definition::Node& node) {
  if (node.listeners == nullptr) return;
  const auto listeners = node.listeners;
  for (const Listener& listener : listeners->ended) (void)run_at_once(*this, key, listener);
}

std::optional<Failure> Execution::run_flow_listeners(FlowIndex flow, ElementKey scope) {
  const auto listeners = definition[definition[flow].source].listeners;
  if (listeners == nullptr) return std::nullopt;
  for (const auto& [taken, list] : listeners->taken) {
    if (taken != flow) continue;
    for (const Listener& listener : list)
      if (auto failure = run_at_once(*this, scope, listener)) return failure;
  }
  return std::nullopt;
}

}  // namespace umlauf::runtime
