#include <string>
#include <utility>

#include "engine/definition/builder.hpp"
#include "engine/xml/document.hpp"

// Listeners of the dialects: what one of them runs. When it does: build_listener_places.cpp.
namespace umlauf::definition {

namespace {

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

}  // namespace umlauf::definition
