#include "adapters/cli/answers.hpp"

#include <algorithm>

#include "adapters/cli/output.hpp"

namespace umlauf::cli {
namespace {

feel::Value counts(const std::map<std::string, std::uint64_t>& flows) {
  feel::Context counts;
  for (const auto& [id, count] : flows) counts.put(id, static_cast<std::int64_t>(count));
  return feel::Value(std::move(counts));
}

}  // namespace

std::string_view name_of(Severity severity) {
  switch (severity) {
    case Severity::Info:
      return "info";
    case Severity::Warning:
      return "warning";
    case Severity::Error:
      return "error";
  }
  return "";
}

feel::Value text_or_null(const std::string& text) {
  return text.empty() ? feel::Value() : feel::Value(text);
}

feel::Value time_or_null(const std::optional<calendar::Instant>& time) {
  return time ? feel::Value(calendar::to_string(*time)) : feel::Value();
}

feel::Value list_of(const std::vector<std::string>& texts) {
  return feel::Value(feel::Values(texts.begin(), texts.end()));
}

// Programs read these, so that they stay the same in every language.
feel::Value list_of(const std::vector<Text>& texts) {
  feel::Values values;
  for (const Text& text : texts) values.emplace_back(text.english);
  return feel::Value(std::move(values));
}

feel::Value list_of(const std::vector<service::InstanceKey>& keys) {
  feel::Values items;
  for (service::InstanceKey key : keys) items.push_back(feel::Value(service::to_string(key)));
  return feel::Value(std::move(items));
}

feel::Value to_value(const Diagnostic& diagnostic) {
  return feel::Value(feel::Context{
      {"severity", name_of(diagnostic.severity)},
      {"rule", diagnostic.rule},
      {"message", localized(diagnostic.message)},
      {"file", diagnostic.file},
      {"line", diagnostic.span.line},
      {"column", diagnostic.span.column},
      {"element", text_or_null(diagnostic.element)},
      {"related", list_of(diagnostic.related)},
      {"trace", list_of(diagnostic.trace)},
  });
}

feel::Value to_value(const Diagnostics& diagnostics) {
  feel::Values items;
  for (const Diagnostic& diagnostic : diagnostics) items.push_back(to_value(diagnostic));
  return feel::Value(std::move(items));
}

feel::Context to_context(const service::Deployment& deployment) {
  feel::Values processes;
  for (const service::DeployedProcess& process : deployment.processes)
    processes.push_back(feel::Value(feel::Context{{"id", process.id},
                                                  {"name", text_or_null(process.name)},
                                                  {"version", process.version},
                                                  {"executable", process.executable},
                                                  {"created", process.created}}));
  feel::Values decisions;
  for (const service::DeployedDecision& decision : deployment.decisions)
    decisions.push_back(feel::Value(feel::Context{{"id", decision.id},
                                                  {"name", text_or_null(decision.name)},
                                                  {"version", decision.version},
                                                  {"created", decision.created}}));
  return {{"processes", feel::Value(std::move(processes))},
          {"decisions", feel::Value(std::move(decisions))},
          {"diagnostics", to_value(deployment.diagnostics)}};
}

feel::Context to_context(const service::InstanceView& view) {
  feel::Context context{
      {"instance", service::to_string(view.key)},
      {"process", view.process},
      {"version", view.version},
      {"state", service::to_string(view.state)},
      {"businessKey", text_or_null(view.business_key)},
      {"parent",
       view.parent.valid() ? feel::Value(service::to_string(view.parent)) : feel::Value()},
      {"started", calendar::to_string(view.started)},
      {"ended", time_or_null(view.ended)}};
  if (view.erased) context.put("erased", true);
  return context;
}

feel::Context to_context(const service::TaskView& view) {
  return {{"instance", service::to_string(view.key.instance)},
          {"task", view.element},
          {"key", service::to_string(view.key)},
          {"name", text_or_null(view.name)},
          {"process", view.process},
          {"businessKey", text_or_null(view.business_key)},
          {"assignee", text_or_null(view.assignee)},
          {"candidateUsers", list_of(view.candidate_users)},
          {"candidateGroups", list_of(view.candidate_groups)},
          {"created", calendar::to_string(view.created)},
          {"due", time_or_null(view.due)},
          {"followUp", time_or_null(view.follow_up)},
          {"priority", view.priority}};
}

feel::Context to_context(const service::JobView& view) {
  return {{"instance", service::to_string(view.key.instance)},
          {"element", view.element},
          {"key", service::to_string(view.key)},
          {"type", view.type},
          {"retries", view.retries}};
}

feel::Context to_context(const service::WaitView& view) {
  return {{"instance", service::to_string(view.key.instance)},
          {"element", view.element},
          {"key", service::to_string(view.key)},
          {"kind", view.kind},
          {"due", time_or_null(view.due)},
          {"name", text_or_null(view.name)}};
}

feel::Context to_context(const service::IncidentView& view) {
  return {{"instance", service::to_string(view.key.instance)},
          {"element", view.element},
          {"key", service::to_string(view.key)},
          {"kind", view.kind},
          {"message", localized(view.message)}};
}

feel::Context to_context(const service::OwedStartView& view) {
  return {{"process", view.process},
          {"version", static_cast<std::int64_t>(view.version)},
          {"element", text_or_null(view.element)},
          {"trigger", view.trigger},
          {"name", text_or_null(view.name)},
          {"due", calendar::to_string(view.due)},
          {"failures", static_cast<std::int64_t>(view.failures)},
          {"retry", calendar::to_string(view.retry)},
          {"message", localized(view.message)}};
}

feel::Context to_context(const service::ActivatedJob& job) {
  return {{"key", service::to_string(job.key)},
          {"process", job.process},
          {"element", job.element},
          {"type", job.type},
          {"businessKey", text_or_null(job.business_key)},
          {"retries", static_cast<std::int64_t>(job.retries)},
          {"lockedUntil", calendar::to_string(job.locked_until)},
          {"variables", feel::Value(job.variables)},
          {"headers", feel::Value(job.headers)}};
}

feel::Context to_context(const service::Migration& migration) {
  feel::Values elements;
  for (const auto& element : migration.elements)
    elements.push_back(feel::Value(
        feel::Context{{"from", text_or_null(element.from)}, {"to", text_or_null(element.to)}}));
  return {{"versionBefore", static_cast<std::int64_t>(migration.version_before)},
          {"versionAfter", static_cast<std::int64_t>(migration.version_after)},
          {"elements", feel::Value(std::move(elements))}};
}

feel::Context to_context(const service::FiredTimer& fired) {
  return {{"instance", service::to_string(fired.instance)},
          {"element", fired.element},
          {"at", calendar::to_string(fired.at)}};
}

feel::Context to_context(const service::HistoryView& view) {
  feel::Values elements;
  for (const service::ActivityView& activity : view.elements) {
    feel::Context row{{"instance", service::to_string(activity.instance)},
                      {"element", activity.element},
                      {"type", activity.type},
                      {"state", activity.state},
                      {"started", calendar::to_string(activity.started)},
                      {"ended", time_or_null(activity.ended)}};
    if (activity.body) row.put("body", true);
    elements.push_back(feel::Value(std::move(row)));
  }
  return {{"elements", feel::Value(std::move(elements))},
          {"flows", counts(view.flows)},
          {"messageFlows", counts(view.message_flows)}};
}

feel::Context to_context(const service::JournalView& view) {
  feel::Context context{{"sequence", static_cast<std::int64_t>(view.sequence)},
                        {"time", calendar::to_string(view.time)},
                        {"actor", text_or_null(view.actor)},
                        {"administrator", view.administrator},
                        {"command", view.command},
                        {"events", list_of(view.events)}};
  if (!view.reason.empty()) context.put("reason", view.reason);
  if (view.erased) context.put("erased", true);
  return context;
}

std::string_view kind_of(ErrorCode code) {
  switch (code) {
    case ErrorCode::Request:
      return "request";
    case ErrorCode::Deploy:
      return "deploy";
    case ErrorCode::State:
    case ErrorCode::Forbidden:
      return "state";
    case ErrorCode::Evaluation:
      return "evaluation";
    case ErrorCode::Limit:
      return "limit";
    case ErrorCode::Conflict:
    case ErrorCode::Storage:
    case ErrorCode::Damaged:
    case ErrorCode::Overload:
    case ErrorCode::Internal:
      return "internal";
  }
  return "internal";
}

std::string_view name_of(ErrorCode code) {
  switch (code) {
    case ErrorCode::Forbidden:
      return "forbidden";
    case ErrorCode::Conflict:
      return "conflict";
    case ErrorCode::Storage:
      return "storage";
    case ErrorCode::Damaged:
      return "damaged";
    case ErrorCode::Overload:
      return "overload";
    default:
      return kind_of(code);
  }
}

feel::Context failure(const Error& error) {
  feel::Context answer{{"ok", false},
                       {"errorKind", kind_of(error.code)},
                       {"code", name_of(error.code)},
                       {"error", localized(error.message)}};
  if (!error.diagnostics.empty() || error.code == ErrorCode::Deploy)
    answer.put("diagnostics", to_value(error.diagnostics));
  return answer;
}

std::optional<Decimal> id_in(std::string_view line) {
  const std::size_t name = line.find("\"id\"");
  if (name == std::string_view::npos) return std::nullopt;
  std::size_t at = line.find_first_not_of(" \t", name + 4);
  if (at == std::string_view::npos || line[at] != ':') return std::nullopt;
  at = line.find_first_not_of(" \t", at + 1);
  if (at == std::string_view::npos) return std::nullopt;
  const std::size_t end = std::min(line.find_first_not_of("-0123456789", at), line.size());
  const std::optional<Decimal> id = Decimal::parse(line.substr(at, end - at));
  return id && id->is_integer() ? id : std::nullopt;
}

}  // namespace umlauf::cli
