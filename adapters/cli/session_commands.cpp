// The operations of the drive protocol that change instances.
#include <algorithm>
#include <initializer_list>

#include "adapters/cli/answers.hpp"
#include "adapters/cli/session_state.hpp"
#include "engine/calendar/timer.hpp"

namespace umlauf::cli {
namespace {

Error nothing(const std::string& what_english, const std::string& what_german,
              const std::string& name) {
  const std::string named = name.empty() ? "" : " '" + name + "'";
  return error(ErrorCode::State, "no open " + what_english + named,
               "kein offener " + what_german + named);
}

// Whether the request is well-formed does not depend on whether there is something to do.
Result<std::string> action_of(const RequestReader& request,
                              std::initializer_list<std::string_view> actions, const Text& wrong) {
  UMLAUF_TRY(std::string action, request.text("action"));
  if (std::find(actions.begin(), actions.end(), action) == actions.end())
    return error(ErrorCode::Request, wrong.english, wrong.german);
  return action;
}

// Everything that `matches`; the oldest first, keys are given out in order.
template <typename View, typename Matches>
const View* oldest(const std::vector<View>& views, const Matches& matches) {
  const View* found = nullptr;
  for (const View& view : views)
    if (matches(view) && (found == nullptr || view.key < found->key)) found = &view;
  return found;
}

template <typename View>
auto by_element(const std::string& element, const std::optional<service::ElementReference>& key) {
  return [&element, &key](const View& view) {
    return (element.empty() || view.element == element) && (!key || view.key == *key);
  };
}

}  // namespace

Result<service::Caller> Session::State::sender(const RequestReader& request) {
  service::Caller caller;
  UMLAUF_TRY(caller.idempotency_key, request.text_or_empty("idempotencyKey"));
  return caller;
}

service::Caller Session::State::caller(const std::string& user,
                                       const service::TaskView& task) const {
  service::Caller caller;
  if (user.empty()) return caller;
  caller.user = user;
  if (!organisation) {
    caller.groups = task.candidate_groups;
  } else if (const auto* person = organisation::find_person(*organisation, user)) {
    caller.groups = organisation::groups_of(*organisation, *person);
    caller.administrator = person->administrator;
  }
  return caller;
}

Result<service::InstanceKey> Session::State::live_instance(const RequestReader& request) {
  UMLAUF_TRY(const service::InstanceKey named, request.instance());
  if (named.valid()) return named;
  service::InstanceQuery query;
  query.ended = false;
  query.limit = 1;
  UMLAUF_TRY(const std::vector<service::InstanceView> live, engine->instances(query));
  if (live.empty())
    return error(ErrorCode::State, "there is no live instance", "es gibt keinen laufenden Vorgang");
  return live.front().key;
}

Result<feel::Context> Session::State::start(const RequestReader& request) {
  service::Start start;
  UMLAUF_TRY(start.process, request.text("process"));
  UMLAUF_TRY(start.variables, request.context("variables"));
  UMLAUF_TRY(start.business_key, request.text_or_empty("businessKey"));
  UMLAUF_TRY(start.at, request.text_or_empty("at"));
  UMLAUF_TRY(const auto version, request.number("version"));
  if (version) start.version = static_cast<std::uint32_t>(std::max<std::int64_t>(*version, 0));
  UMLAUF_TRY(start.version_tag, request.text_or_empty("versionTag"));
  UMLAUF_TRY(const service::Caller sent_by, sender(request));
  UMLAUF_TRY(const service::InstanceKey key, engine->start(std::move(start), sent_by));
  return feel::Context{{"instance", service::to_string(key)}};
}

Result<feel::Context> Session::State::complete(const RequestReader& request) {
  service::TaskQuery query;
  UMLAUF_TRY(const auto key, request.key());
  UMLAUF_TRY(query.element, request.text_or_empty("task"));
  UMLAUF_TRY(query.instance, request.instance());
  UMLAUF_TRY(feel::Context variables, request.context("variables"));
  UMLAUF_TRY(const std::string user, request.text_or_empty("user"));
  if (query.element.empty() && !key)
    return error(ErrorCode::Request, "'task' is missing", "'task' fehlt");
  UMLAUF_TRY(const service::Caller sent_by, sender(request));
  if (key && user.empty()) {
    UMLAUF_CHECK(engine->complete_task(*key, std::move(variables), sent_by));
    return feel::Context();
  }
  if (key) query.instance = key->instance;
  query.limit = key ? 10'000 : 1;
  UMLAUF_TRY(const service::TaskPage page, engine->tasks(query));
  const service::TaskView* task =
      oldest(page.tasks, by_element<service::TaskView>(query.element, key));
  if (task == nullptr) {
    const std::string name = key ? service::to_string(*key) : query.element;
    return error(ErrorCode::State, "no open user task '" + name + "'",
                 "keine offene Aufgabe '" + name + "'");
  }
  service::Caller who = caller(user, *task);
  // Who completes an unclaimed task takes it first; where completing fails it is given back.
  const bool claims = !user.empty() && task->assignee.empty() && !who.administrator;
  if (claims) UMLAUF_CHECK(engine->claim_task(task->key, who));
  who.idempotency_key = sent_by.idempotency_key;
  const Result<Done> done = engine->complete_task(task->key, std::move(variables), who);
  if (!done && claims) UMLAUF_CHECK(engine->execute(service::UnclaimTask{task->key}));
  if (!done) return done.error();
  return feel::Context();
}

Result<feel::Context> Session::State::trigger(const RequestReader& request) {
  service::Trigger trigger;
  UMLAUF_TRY(const auto key, request.key());
  UMLAUF_TRY(const std::string element, request.text_or_empty("element"));
  UMLAUF_TRY(const service::InstanceKey instance, request.instance());
  UMLAUF_TRY(trigger.variables, request.context("variables"));
  if (element.empty() && !key)
    return error(ErrorCode::Request, "'element' is missing", "'element' fehlt");
  UMLAUF_TRY(const service::Caller sent_by, sender(request));
  if (key) {
    trigger.element = *key;
    UMLAUF_CHECK(engine->execute(std::move(trigger), sent_by));
    return feel::Context();
  }
  UMLAUF_TRY(const std::vector<service::WaitView> waiting, engine->waiting(instance));
  const service::WaitView* wait =
      oldest(waiting, by_element<service::WaitView>(element, std::nullopt));
  if (wait == nullptr) return nothing("wait at", "Wartepunkt", element);
  trigger.element = wait->key;
  UMLAUF_CHECK(engine->execute(std::move(trigger), sent_by));
  return feel::Context();
}

Result<feel::Context> Session::State::job(const RequestReader& request) {
  UMLAUF_TRY(const auto key, request.key());
  UMLAUF_TRY(const std::string element, request.text_or_empty("element"));
  UMLAUF_TRY(const std::string type, request.text_or_empty("type"));
  UMLAUF_TRY(const std::string action,
             action_of(request, {"complete", "fail", "error", "escalate"},
                       {"'action' is complete, fail, error or escalate",
                        "'action' ist complete, fail, error oder escalate"}));
  UMLAUF_TRY(const service::InstanceKey instance, request.instance());
  UMLAUF_TRY(feel::Context variables, request.context("variables"));
  UMLAUF_TRY(const std::string code, request.text_or_empty("errorCode"));
  UMLAUF_TRY(const std::string message, request.text_or_empty("message"));
  UMLAUF_TRY(const auto retries, request.number("retries"));
  if (element.empty() && type.empty() && !key)
    return error(ErrorCode::Request, "'element' or 'type' is missing",
                 "'element' oder 'type' fehlt");
  UMLAUF_TRY(const service::Caller sent_by, sender(request));
  service::ElementReference job = key.value_or(service::ElementReference{});
  if (!key) {
    UMLAUF_TRY(const std::vector<service::JobView> jobs, engine->jobs(instance));
    const service::JobView* found = oldest(jobs, [&](const service::JobView& view) {
      return (element.empty() || view.element == element) && (type.empty() || view.type == type);
    });
    if (found == nullptr) return nothing("job", "Auftrag", element.empty() ? type : element);
    job = found->key;
  }
  service::Request command;
  if (action == "complete") {
    command = service::CompleteJob{job, std::move(variables), {}};
  } else if (action == "fail") {
    service::FailJob fail{job, message, {}, 0, {}};
    if (retries) fail.retries = static_cast<std::uint32_t>(std::max<std::int64_t>(*retries, 0));
    command = std::move(fail);
  } else if (action == "error") {
    command = service::ThrowJobError{job, code, message, std::move(variables), {}};
  } else {
    command = service::ThrowJobEscalation{job, code, std::move(variables), {}};
  }
  UMLAUF_CHECK(engine->execute(std::move(command), sent_by));
  return feel::Context();
}

Result<feel::Context> Session::State::correlate(const RequestReader& request) {
  service::Correlate correlate;
  UMLAUF_TRY(correlate.message, request.text("message"));
  UMLAUF_TRY(correlate.keys, request.context("keys"));
  UMLAUF_TRY(correlate.business_key, request.text_or_empty("businessKey"));
  UMLAUF_TRY(correlate.instance, request.instance());
  UMLAUF_TRY(correlate.variables, request.context("variables"));
  UMLAUF_TRY(correlate.all, request.flag("all"));
  UMLAUF_TRY(const std::string keep, request.text_or_empty("timeToLive"));
  if (!keep.empty()) {
    const auto period = calendar::Period::parse(keep);
    const calendar::Instant now = clock->now();
    const auto until = period ? calendar::add(now, *period, 1, zone) : std::nullopt;
    if (!until)
      return error(ErrorCode::Request, "'" + keep + "' is no duration like PT1H",
                   "'" + keep + "' ist keine Dauer wie PT1H");
    correlate.keep_ms = until->milliseconds - now.milliseconds;
  }
  UMLAUF_TRY(const service::Caller sent_by, sender(request));
  UMLAUF_TRY(const auto instances, engine->correlate(std::move(correlate), sent_by));
  return feel::Context{{"instances", list_of(instances)}};
}

Result<feel::Context> Session::State::signal(const RequestReader& request) {
  service::Signal signal;
  UMLAUF_TRY(signal.name, request.text("name"));
  UMLAUF_TRY(signal.variables, request.context("variables"));
  UMLAUF_TRY(const service::Caller sent_by, sender(request));
  UMLAUF_TRY(const service::Answer answer, engine->execute(std::move(signal), sent_by));
  return feel::Context{{"instances", list_of(answer.instances)}};
}

Result<feel::Context> Session::State::set_variables(const RequestReader& request) {
  service::SetVariables set;
  UMLAUF_TRY(set.instance, live_instance(request));
  UMLAUF_TRY(set.variables, request.context("variables"));
  UMLAUF_TRY(set.element, request.text_or_empty("element"));
  UMLAUF_TRY(const service::Caller sent_by, sender(request));
  UMLAUF_CHECK(engine->execute(std::move(set), sent_by));
  return feel::Context();
}

Result<feel::Context> Session::State::evaluate_start_conditions(const RequestReader& request) {
  service::EvaluateStartConditions evaluate;
  UMLAUF_TRY(evaluate.variables, request.context("variables"));
  UMLAUF_TRY(const service::Answer answer, engine->execute(std::move(evaluate)));
  return feel::Context{{"instances", list_of(answer.instances)}};
}

Result<feel::Context> Session::State::incident(const RequestReader& request) {
  UMLAUF_TRY(const std::string element, request.text_or_empty("element"));
  UMLAUF_TRY(const std::string action,
             action_of(request, {"retry", "resolve"},
                       {"'action' is retry or resolve", "'action' ist retry oder resolve"}));
  UMLAUF_TRY(const service::InstanceKey instance, request.instance());
  UMLAUF_TRY(const std::vector<service::IncidentView> incidents, engine->incidents(instance));
  const service::IncidentView* incident =
      oldest(incidents, by_element<service::IncidentView>(element, std::nullopt));
  if (incident == nullptr) return nothing("incident", "Vorfall", element);
  if (action == "retry") {
    UMLAUF_CHECK(engine->execute(service::RetryIncident{incident->key}));
  } else {
    UMLAUF_CHECK(engine->execute(service::ResolveIncident{incident->key}));
  }
  return feel::Context();
}

}  // namespace umlauf::cli
