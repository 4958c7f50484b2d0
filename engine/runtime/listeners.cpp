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

Ran run_script(Execution& execution, ElementKey key, const ScriptWork& script, Resume resume) {
  auto result = execution.evaluate(script.expression, execution.at(key));
  if (result.failure) {
    execution.incident(key, resume, std::move(*result.failure));
    return Ran::Stopped;
  }
  bring_result(execution, key, std::move(result.value), script.result_variable,
               script.merges_context);
  return Ran::Done;
}

Ran run_job(Execution& execution, ElementKey key, const Listener& listener, Job job,
            Resume resume) {
  const auto& work = std::get<JobWork>(listener.work);
  if (auto failure = fill_job(execution, key, work, job)) {
    execution.incident(key, resume, std::move(*failure));
    return Ran::Stopped;
  }
  using Kind = HandlerResult::Kind;
  HandlerResult handled;
  if (execution.context.handlers != nullptr)
    handled = execution.context.handlers->handle(
        job.type, job.headers,
        RecordEnvironment(execution.definition, execution.instance, &execution.at(key),
                          execution.context, execution.actor));
  switch (handled.kind) {
    case Kind::Error:
      execution.throw_error(key, handled.error_code, handled.message);
      return Ran::Stopped;
    case Kind::Failed:
      execution.incident(key, resume, {IncidentKind::Handler, {handled.message, handled.message}});
      return Ran::Stopped;
    case Kind::NotMine:
      if (listener.handler_only) return Ran::Done;
      execution.set_payload(key, Shared<Job>(std::move(job)));
      return Ran::Waits;
    default:
      execution.bring(key, handled.variables);
      return Ran::Done;
  }
}

}  // namespace

// Those from `next` on. False: the activity cannot go on now; an incident, an error, or a job that
// is to be done before.
bool Execution::run_listeners(ElementKey key, bool after, std::uint32_t next) {
  const auto listeners = node_of(at(key)).listeners;
  if (listeners == nullptr) return true;
  // Nothing begins in a scope any more that is about to end.
  if (after && std::holds_alternative<ScopeState>(at(key).payload)) stop_listening(key);
  const auto& list = after ? listeners->after : listeners->before;
  const Resume resume = after ? Resume::Complete : Resume::Enter;
  for (; next < list.size(); ++next) {
    Ran ran = Ran::Done;
    if (const auto* script = std::get_if<ScriptWork>(&list[next].work)) {
      ran = run_script(*this, key, *script, resume);
    } else {
      Job job;
      job.kind = after ? JobKind::ListenerAfter : JobKind::ListenerBefore;
      job.listener = next;
      ran = run_job(*this, key, list[next], std::move(job), resume);
    }
    if (ran != Ran::Done) return false;
  }
  return true;
}

void Execution::listener_done(ElementKey key) {
  const auto& job = *std::get<Shared<Job>>(at(key).payload);
  const bool after = job.kind == JobKind::ListenerAfter;
  const std::uint32_t next = job.listener + 1;
  set_payload(key, std::monostate{});
  if (run_listeners(key, after, next)) after ? send_outputs(key) : begin_own_work(key);
}

}  // namespace umlauf::runtime
