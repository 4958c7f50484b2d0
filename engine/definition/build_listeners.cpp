#include <string>
#include <utility>

#include "engine/definition/builder.hpp"
#include "engine/xml/document.hpp"

// Listeners of the dialects: what they run before and behind a node's own work.
namespace umlauf::definition {

namespace {

enum class When : std::uint8_t { Before, After, Never };

When when_of(const WrittenListener& listener) {
  const std::string_view event = listener.event;
  if (!listener.of_task)
    return event == "start" ? When::Before : event == "end" ? When::After : When::Never;
  if (event == "create" || event == "creating") return When::Before;
  return event == "complete" || event == "completing" ? When::After : When::Never;
}

// `${execution.setVariable('name', value)}`, the one thing that an expression there can do.
struct Setting {
  std::string variable;
  std::string value;  // with the marks
};

std::optional<Setting> setting_of(std::string_view text) {
  text = xml::trimmed(text);
  if (!(text.starts_with("${") || text.starts_with("#{")) || !text.ends_with("}"))
    return std::nullopt;
  text = xml::trimmed(text.substr(2, text.size() - 3));
  for (const std::string_view call :
       {"execution.setVariable(", "task.setVariable(", "execution.setVariableLocal("}) {
    if (!text.starts_with(call) || !text.ends_with(")")) continue;
    text = xml::trimmed(text.substr(call.size(), text.size() - call.size() - 1));
    if (text.empty() || (text.front() != '\'' && text.front() != '"')) return std::nullopt;
    const std::size_t end = text.find(text.front(), 1);
    if (end == std::string_view::npos) return std::nullopt;
    const std::string_view rest = xml::trimmed(text.substr(end + 1));
    if (!rest.starts_with(',')) return std::nullopt;
    return Setting{std::string(text.substr(1, end - 1)),
                   "${" + std::string(xml::trimmed(rest.substr(1))) + "}"};
  }
  return std::nullopt;
}

std::string code_name(std::string_view text) {
  text = xml::trimmed(text);
  if ((text.starts_with("${") || text.starts_with("#{")) && text.ends_with("}"))
    text = xml::trimmed(text.substr(2, text.size() - 3));
  return std::string(text);
}

std::string_view code_of(const WrittenListener& listener) {
  for (const Written* written :
       {&listener.job, &listener.code, &listener.expression, &listener.script})
    if (*written) return xml::trimmed(written->text);
  return {};
}

}  // namespace

void Builder::listener_not_run(const WrittenListener& listener) {
  const std::string what = "'" + std::string(code_of(listener).substr(0, 80)) + "'";
  const std::string event = "'" + std::string(listener.event) + "'";
  findings_.warning("XML-09",
                    {"listener " + what + " is not run at " + event +
                         "; model what it does as a task, a mapping or an event",
                     "Listener " + what + " wird bei " + event +
                         " nicht ausgeführt; was er tut, als Aufgabe, Zuordnung oder Ereignis "
                         "modellieren"},
                    listener.span, expressions_.element());
}

std::optional<Listener> Builder::listener(const WrittenListener& written) {
  Listener listener;
  if (written.job) {
    JobWork job;
    job.type = expressions_.text(written.job);
    job.retries = expressions_.text(written.retries);
    for (const WrittenPair& header : written.headers)
      job.headers.push_back({std::string(header.key), expressions_.lenient_text(header.value)});
    listener.work = std::move(job);
    return listener;
  }
  if (written.code) {
    JobWork job;
    job.type.text = code_name(written.code.text);
    findings_.warning(
        "XML-09",
        {"listener '" + job.type.text + "' is run only where the program has a handler of its name",
         "Listener '" + job.type.text +
             "' wird nur ausgeführt, wo das Programm einen Handler dieses Namens hat"},
        written.span, expressions_.element());
    listener.work = std::move(job);
    listener.handler_only = true;
    return listener;
  }
  const LanguageName language = language_named(written.language);
  if (written.script && language == LanguageName::Feel) {
    ScriptWork script;
    script.expression = expressions_.marked_or_feel(written.script);
    script.result_variable = written.result_variable;
    script.merges_context = script.result_variable.empty();
    if (!script.expression) return std::nullopt;
    listener.work = std::move(script);
    return listener;
  }
  const bool juel = written.expression || (written.script && language == LanguageName::Juel);
  const Written& text = written.expression ? written.expression : written.script;
  const auto setting = juel ? setting_of(text.text) : std::nullopt;
  if (setting) {
    ScriptWork script;
    script.expression =
        expressions_.lenient_text({setting->value, text.span, Marks::Dollar, true, text.family})
            .expression;
    script.result_variable = setting->variable;
    listener.work = script;
    if (script.expression) return listener;
  }
  listener_not_run(written);
  return std::nullopt;
}

// Those of the task lie within those of the execution.
void Builder::listeners(Node& node, const Lowered& lowered) {
  Listeners all;
  // Their tokens move without an activation that a listener could run in.
  const bool runs = node.kind != NodeKind::EventBasedGateway &&
                    node.kind != NodeKind::ComplexGateway && node.kind != NodeKind::EventSubProcess;
  const auto add = [&](When when, bool of_task) {
    for (const WrittenListener& written : lowered.listeners) {
      if (written.of_task != of_task || when_of(written) != when) continue;
      std::optional<Listener> own;
      if (runs && when != When::Never)
        own = listener(written);
      else
        listener_not_run(written);
      if (own) (when == When::Before ? all.before : all.after).push_back(std::move(*own));
    }
  };
  add(When::Before, false);
  add(When::Before, true);
  add(When::After, true);
  add(When::After, false);
  add(When::Never, false);
  add(When::Never, true);
  if (all.before.empty() && all.after.empty()) return;
  node.listeners = std::make_shared<const Listeners>(std::move(all));
}

// Where nothing lies between the two, they run one behind the other.
void Builder::listeners_of_events() {
  for (std::size_t i = 0; i < definition_->nodes.size(); ++i) {
    Node& node = definition_->nodes[i];
    if (node.listeners == nullptr) continue;
    bool has_happened = node.kind == NodeKind::StartEvent || node.kind == NodeKind::BoundaryEvent;
    for (const FlowIndex flow : definition_->incoming(NodeIndex(i)))
      has_happened = has_happened || (*definition_)[(*definition_)[flow].source].kind ==
                                         NodeKind::EventBasedGateway;
    has_happened = has_happened || (node.instantiate && node.kind == NodeKind::ReceiveTask);
    const bool throws =
        node.kind == NodeKind::EndEvent || node.kind == NodeKind::IntermediateThrowEvent;
    if (!has_happened && !throws) continue;
    Listeners all;
    std::vector<Listener>& into = throws ? all.before : all.after;
    into = node.listeners->before;
    into.insert(into.end(), node.listeners->after.begin(), node.listeners->after.end());
    node.listeners = std::make_shared<const Listeners>(std::move(all));
  }
}

}  // namespace umlauf::definition
