#include "engine/elements/work.hpp"

#include "engine/calendar/timer.hpp"
#include "engine/elements/throwing.hpp"
#include "engine/runtime/listeners.hpp"

namespace umlauf::elements {

using runtime::ElementInstance;
using runtime::ElementKey;
using runtime::Execution;
using runtime::Failure;
using runtime::IncidentKind;
using runtime::Resume;

std::optional<Failure> instant(const Execution& execution, const definition::TextExpression& source,
                               const ElementInstance& from, std::optional<calendar::Instant>& out) {
  if (!source) return std::nullopt;
  std::string text;
  if (auto failure = execution.text(source, from, text)) return failure;
  if (text.empty()) return std::nullopt;
  // A duration counts from now on.
  auto spec = calendar::parse_timer_date(text);
  if (!spec) spec = calendar::parse_timer_duration(text);
  if (!spec)
    return Failure{IncidentKind::Expression,
                   {"'" + text + "' is no date", "'" + text + "' ist kein Datum"}};
  if (const auto first = calendar::first_due(*spec, execution.context.now, execution.context.zone))
    out = first->due;
  return std::nullopt;
}

void run_expression(Execution& execution, ElementKey key, const definition::Expression& expression,
                    const std::string& result_variable, bool merges_context) {
  auto result = execution.evaluate(expression, execution.at(key));
  if (result.failure) return execution.incident(key, Resume::Enter, std::move(*result.failure));
  runtime::bring_result(execution, key, std::move(result.value), result_variable, merges_context);
  execution.complete(key);
}

namespace {

void handled(Execution& execution, ElementKey key, const definition::JobWork& work,
             runtime::HandlerResult& result) {
  using Kind = runtime::HandlerResult::Kind;
  if (result.kind == Kind::Error)
    return execution.throw_error(key, result.error_code, result.message);
  if (result.kind == Kind::Failed)
    return execution.incident(key, Resume::Enter,
                              {IncidentKind::Handler, {result.message, result.message}});
  execution.bring(key, result.variables);
  if (!work.result_variable.empty())
    runtime::bring_result(execution, key, std::move(result.result), work.result_variable, false);
  execution.complete(key);
}

}  // namespace

void open_job(Execution& execution, ElementKey key, const definition::JobWork& work) {
  runtime::Job job;
  if (auto failure = runtime::fill_job(execution, key, work, job))
    return execution.incident(key, Resume::Enter, std::move(*failure));
  if (execution.context.handlers != nullptr) {
    const runtime::RecordEnvironment environment(execution.definition, execution.instance,
                                                 &execution.at(key), execution.context,
                                                 execution.actor);
    auto result = execution.context.handlers->handle(job.type, job.headers, environment);
    if (result.kind != runtime::HandlerResult::Kind::NotMine)
      return handled(execution, key, work, result);
  }
  execution.set_payload(key, runtime::Shared<runtime::Job>(std::move(job)));
}

bool no_work(const definition::ProcessDefinition& definition, runtime::NodeIndex node) {
  return std::holds_alternative<std::monostate>(definition[node].work);
}

void begin_work(Execution& execution, ElementKey key) {
  const definition::Node& node = execution.node_of(execution.at(key));
  if (const auto* job = std::get_if<definition::JobWork>(&node.work))
    return open_job(execution, key, *job);
  if (const auto* script = std::get_if<definition::ScriptWork>(&node.work))
    return run_expression(execution, key, script->expression, script->result_variable,
                          script->merges_context);
  if (const auto* decision = std::get_if<definition::DecisionWork>(&node.work))
    return begin_decision(execution, key, *decision);
  if (const auto* user = std::get_if<definition::UserTaskWork>(&node.work))
    return begin_user_task(execution, key, *user);
  if (const auto* send = std::get_if<definition::SendWork>(&node.work)) {
    if (message_as_work(execution, key, send->message)) return;
    if (auto failure = execution.throw_message(key, send->message))
      return execution.incident(key, Resume::Enter, std::move(*failure));
  }
  if (const auto* receive = std::get_if<definition::ReceiveWork>(&node.work)) {
    runtime::Payload wait;
    if (auto failure = execution.message_subscription(receive->message, execution.at(key), wait))
      return execution.incident(key, Resume::Enter, std::move(*failure));
    return execution.set_payload(key, std::move(wait));
  }
  execution.complete(key);
}

// `camunda:errorEventDefinition` of a service task: what a worker brought may mean an error.
void resume_work(Execution& execution, ElementKey key, const runtime::Stimulus&) {
  const ElementInstance& record = execution.at(key);
  if (const auto* job = std::get_if<definition::JobWork>(&execution.node_of(record).work))
    for (const definition::JobErrorRule& rule : job->error_rules) {
      bool holds = false;
      if (!execution.condition(rule.condition, record, holds) && holds)
        return execution.throw_error(key, rule.code, {});
    }
  execution.complete(key);
}

}  // namespace umlauf::elements
