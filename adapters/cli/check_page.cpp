#include "adapters/cli/check_page.hpp"

#include <map>

#include "adapters/cli/answers.hpp"
#include "adapters/cli/check_page_script.hpp"
#include "adapters/cli/diagram_svg.hpp"
#include "adapters/cli/junit.hpp"
#include "adapters/cli/output.hpp"
#include "engine/bpmn/reader.hpp"
#include "engine/feel/json.hpp"

namespace umlauf::cli {
namespace {

using feel::Value;

constexpr std::string_view kStyle = R"(h2{border-bottom:1px solid #888}
article{border-left:6px solid #888;padding:.2em .8em;margin:.6em 0;background:#f7f7f7}
article.error{border-color:#b00020}article.warning{border-color:#b36b00}
article.info{border-color:#2a5db0}article h3{font-size:1em;margin:.3em 0}
button{font:inherit;margin-right:.3em}.show{border:0;background:none;text-align:left;cursor:pointer}
ol{font-family:monospace;margin:.4em 0}ol li{cursor:pointer}li.now{background:#ffe9a8}
.has-error{fill:#fbd9d9;stroke:#b00020!important}.has-warning{fill:#fdeccd;stroke:#b36b00!important}
.wrong{stroke:#b00020!important;stroke-width:3}.related{stroke:#b36b00!important;stroke-width:3}
.fired{fill:#ffe9a8}.token circle{fill:#0b57d0;stroke:#fff}.token text{fill:#fff}
table{border-collapse:collapse}td,th{border:1px solid #888;padding:.2em .6em;text-align:left}
)";

std::string say(std::string_view english, std::string_view german) {
  return std::string(localized(english, german));
}

std::string shown(verify::Verdict verdict) {
  switch (verdict) {
    case verify::Verdict::Proved:
      return say("proved", "bewiesen");
    case verify::Verdict::Refuted:
      return say("refuted", "widerlegt");
    case verify::Verdict::Undecided:
      return say("undecided", "unentschieden");
  }
  return "";
}

std::string joined(const std::vector<std::string>& names) {
  std::string text;
  for (const std::string& name : names) text += (text.empty() ? "" : ", ") + name;
  return xml_escaped(text);
}

// Text in a script element may not end it, whatever the model calls its elements.
std::string script_safe(const std::string& json) {
  std::string safe;
  for (const char c : json) {
    if (c == '<')
      safe += "\\u003c";
    else if (c == '>')
      safe += "\\u003e";
    else if (c == '&')
      safe += "\\u0026";
    else
      safe += c;
  }
  return safe;
}

Value value_of(const verify::Finding& finding) {
  feel::Values steps;
  for (const verify::TraceStep& step : finding.trace)
    steps.push_back(Value(feel::Context{{"fire", step.fire},
                                        {"consume", list_of(step.consume)},
                                        {"produce", list_of(step.produce)}}));
  return Value(feel::Context{{"element", finding.diagnostic.element},
                             {"related", list_of(finding.diagnostic.related)},
                             {"trace", Value(std::move(steps))}});
}

class Page {
 public:
  explicit Page(const std::vector<CheckUnit>& units) {
    const std::string title = say("Check of models", "Prüfung von Modellen");
    html_ = "<!DOCTYPE html>\n<html lang=\"" + say("en", "de") +
            "\"><head><meta charset=\"utf-8\"><meta http-equiv=\"Content-Security-Policy\" "
            "content=\"default-src 'none'; style-src 'unsafe-inline'; script-src "
            "'unsafe-inline'\"><title>" +
            title + "</title><style>" + std::string(diagram_css()) + std::string(kStyle) +
            "</style></head><body><h1>" + title + "</h1>\n" + diagram_markers();
    for (const CheckUnit& unit : units)
      for (const CheckedFile& file : unit.files) section(file);
    html_ += "<script>" + std::string(check_page_script()) + "</script></body></html>\n";
  }

  std::string take() { return std::move(html_); }

 private:
  void section(const CheckedFile& file) {
    html_ += "<section><h2>" + xml_escaped(file.name) + "</h2>\n";
    diagrams(file);
    verdicts(file);
    if (file.findings.empty())
      html_ += "<p>" + say("Nothing to complain about.", "Nichts zu beanstanden.") + "</p>\n";
    feel::Values findings;
    for (const verify::Finding& each : file.findings) {
      article(each);
      findings.push_back(value_of(each));
    }
    html_ += "<script type=\"application/json\">" +
             script_safe(feel::to_json(Value(std::move(findings)), feel::JsonForm::Plain)) +
             "</script></section>\n";
  }

  void diagrams(const CheckedFile& file) {
    if (file.text.find("/spec/BPMN/") == std::string::npos) return;
    const bpmn::Reading reading = bpmn::read(file.text, file.name);
    if (!reading.usable) return;
    std::map<std::string, Severity, std::less<>> worst;
    for (const verify::Finding& finding : file.findings) {
      Severity& severity = worst.emplace(finding.diagnostic.element, Severity::Info).first->second;
      severity = std::max(severity, finding.diagnostic.severity);
    }
    const auto mark = [&worst](std::string_view id) -> std::string {
      const auto found = worst.find(id);
      return found == worst.end() ? "" : "has-" + std::string(name_of(found->second));
    };
    std::string drawn;
    for (const bpmn::Diagram& diagram : reading.definitions.diagrams)
      drawn += diagram_svg(reading.definitions, diagram, {mark, mark});
    html_ +=
        drawn.empty()
            ? "<p>" + say("The model has no diagram.", "Das Modell hat kein Diagramm.") + "</p>\n"
            : drawn + "\n";
  }

  void verdicts(const CheckedFile& file) {
    if (file.processes.empty()) return;
    html_ += "<table><tr><th>" + say("process", "Prozess") + "</th><th>" + say("safe", "sicher") +
             "</th><th>" + say("option to complete", "Ende bleibt erreichbar") + "</th><th>" +
             say("proper completion", "sauberes Ende") + "</th><th>" +
             say("no dead activities", "keine toten Aktivitäten") + "</th></tr>";
    for (const CheckedProcess& process : file.processes) {
      const verify::ProcessResult& result = process.result;
      html_ += "<tr><td>" + xml_escaped(result.process) + "</td>";
      for (const verify::Verdict verdict : {result.safe, result.option_to_complete,
                                            result.proper_completion, result.no_dead_activities})
        html_ += "<td>" + shown(verdict) + "</td>";
      html_ += "</tr>";
    }
    html_ += "</table>\n";
  }

  void article(const verify::Finding& finding) {
    const Diagnostic& diagnostic = finding.diagnostic;
    html_ += "<article class=\"" + std::string(name_of(diagnostic.severity)) +
             "\"><h3><button class=\"show\">" + std::string(localized(diagnostic.severity)) + " " +
             xml_escaped(diagnostic.rule);
    if (diagnostic.span.known())
      html_ += ", " + say("line ", "Zeile ") + std::to_string(diagnostic.span.line);
    html_ += ": " + xml_escaped(localized(diagnostic.message)) + "</button></h3>";
    if (!finding.trace.empty()) trace(finding.trace);
    for (const verify::Fix& fix : finding.fixes)
      html_ += "<p>" + say("Fix: ", "Abhilfe: ") + xml_escaped(localized(fix.title)) + "</p>";
    html_ += "</article>\n";
  }

  void trace(const std::vector<verify::TraceStep>& steps) {
    const auto button = [](const char* action, const std::string& label) {
      return "<button data-do=\"" + std::string(action) + "\">" + label + "</button>";
    };
    html_ += "<p>" + button("play", "▶ " + say("play", "abspielen")) +
             button("first", "|◀ " + say("to the start", "zum Anfang")) +
             button("back", "◀ " + say("back", "zurück")) +
             button("next", say("next", "weiter") + " ▶") + "</p><ol>";
    for (const verify::TraceStep& step : steps) {
      html_ += "<li>" + xml_escaped(step.fire);
      if (!step.consume.empty()) html_ += " ← " + joined(step.consume);
      if (!step.produce.empty()) html_ += " → " + joined(step.produce);
      html_ += "</li>";
    }
    html_ += "</ol>";
  }

  std::string html_;
};

}  // namespace

std::string check_page(const std::vector<CheckUnit>& units) { return Page(units).take(); }

}  // namespace umlauf::cli
