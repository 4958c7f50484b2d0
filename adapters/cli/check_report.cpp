#include "adapters/cli/check_report.hpp"

#include <map>
#include <ostream>

#include "adapters/cli/answers.hpp"
#include "adapters/cli/diagnostic_text.hpp"
#include "adapters/cli/output.hpp"
#include "engine/feel/json.hpp"
#include "engine/verify/rules.hpp"
#include "engine/xml/text.hpp"

namespace umlauf::cli {
namespace {

using feel::Value;

std::string joined(const std::vector<std::string>& names) {
  std::string text;
  for (const std::string& name : names) text += (text.empty() ? "" : ", ") + name;
  return text;
}

void print_trace(std::ostream& out, const std::vector<verify::TraceStep>& trace) {
  for (std::size_t i = 0; i < trace.size(); ++i) {
    out << "    " << i + 1 << ". " << trace[i].fire;
    if (!trace[i].consume.empty()) out << "  ← " << joined(trace[i].consume);
    if (!trace[i].produce.empty()) out << "  → " << joined(trace[i].produce);
    out << '\n';
  }
}

Value verdict(verify::Verdict verdict) {
  switch (verdict) {
    case verify::Verdict::Proved:
      return Value(true);
    case verify::Verdict::Refuted:
      return Value(false);
    case verify::Verdict::Undecided:
      return Value();
  }
  return Value();
}

Value trace_value(const std::vector<verify::TraceStep>& trace) {
  feel::Values steps;
  for (const verify::TraceStep& step : trace) {
    feel::Context one{{"fire", step.fire}};
    if (!step.consume.empty()) one.put("consume", list_of(step.consume));
    if (!step.produce.empty()) one.put("produce", list_of(step.produce));
    steps.push_back(Value(std::move(one)));
  }
  return Value(std::move(steps));
}

const char* name_of(verify::Edit::Kind kind) {
  switch (kind) {
    case verify::Edit::Kind::ChangeGateway:
      return "change-gateway";
    case verify::Edit::Kind::InsertGateway:
      return "insert-gateway";
    case verify::Edit::Kind::AddEnd:
      return "add-end";
    case verify::Edit::Kind::AddDefault:
      return "add-default";
    case verify::Edit::Kind::AddExit:
      return "add-exit";
    case verify::Edit::Kind::AddDefaultFlow:
      return "add-default-flow";
    case verify::Edit::Kind::NameMessage:
      return "name-message";
  }
  return "";
}

// What an editor carries out when its user accepts the fix.
Value fix_value(const verify::Fix& fix) {
  feel::Values edits;
  for (const verify::Edit& edit : fix.edits) {
    feel::Context one{{"edit", name_of(edit.kind)}, {"element", edit.element}};
    if (!edit.value.empty()) one.put("value", edit.value);
    if (!edit.id.empty()) one.put("id", edit.id);
    if (!edit.flows.empty()) one.put("flows", list_of(edit.flows));
    edits.push_back(Value(std::move(one)));
  }
  return Value(feel::Context{
      {"id", fix.id}, {"title", localized(fix.title)}, {"edits", Value(std::move(edits))}});
}

Value finding_value(const verify::Finding& finding) {
  feel::Context context = *to_value(finding.diagnostic).context();
  context.erase("file");
  context.put("trace", trace_value(finding.trace));
  if (!finding.trace.empty()) context.put("shortest", finding.shortest);
  feel::Values fixes;
  for (const verify::Fix& fix : finding.fixes) fixes.push_back(fix_value(fix));
  context.put("fixes", Value(std::move(fixes)));
  return Value(std::move(context));
}

Value process_value(const CheckedProcess& process) {
  const verify::ProcessResult& result = process.result;
  return Value(feel::Context{{"process", result.process},
                             {"nodes", static_cast<std::int64_t>(result.nodes)},
                             {"flows", static_cast<std::int64_t>(result.flows)},
                             {"safe", verdict(result.safe)},
                             {"option_to_complete", verdict(result.option_to_complete)},
                             {"proper_completion", verdict(result.proper_completion)},
                             {"no_dead_activities", verdict(result.no_dead_activities)},
                             {"dead", list_of(result.dead)},
                             {"states", static_cast<std::int64_t>(result.states)},
                             {"time_ms", milliseconds(process.time_ms)}});
}

// SARIF 2.1.0
// -------------------------------------------------------------------------------------------------

const char* level_of(Severity severity) {
  switch (severity) {
    case Severity::Error:
      return "error";
    case Severity::Warning:
      return "warning";
    case Severity::Info:
      return "note";
  }
  return "none";
}

const char* german_of(Severity severity) {
  switch (severity) {
    case Severity::Error:
      return "Fehler";
    case Severity::Warning:
      return "Warnung";
    case Severity::Info:
      return "Hinweis";
  }
  return "keine";
}

// Names of files are paths; a URI has neither blanks nor umlauts (RFC 3986).
std::string uri_of(std::string_view path) {
  static constexpr std::string_view kHex = "0123456789ABCDEF";
  std::string uri;
  for (const char c : path) {
    const auto byte = static_cast<unsigned char>(c);
    const bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                       std::string_view("-._~/!$&'()*+,;=:@").find(c) != std::string_view::npos;
    if (plain)
      uri += c;
    else
      uri += {'%', kHex[byte >> 4U], kHex[byte & 15U]};
  }
  return uri;
}

Value text_value(std::string text) { return Value(feel::Context{{"text", std::move(text)}}); }

Value logical_locations(const std::string& element) {
  return Value(feel::Values{Value(feel::Context{{"name", element}})});
}

Value physical_location(const std::string& file, const SourceSpan& span) {
  feel::Context place{{"artifactLocation", Value(feel::Context{{"uri", uri_of(file)}})}};
  if (span.known())
    place.put("region",
              Value(feel::Context{{"startLine", span.line}, {"startColumn", span.column}}));
  return Value(std::move(place));
}

// The trace as the one thread of a code flow; its places are flow nodes, in whatever file.
Value code_flows(const std::string& file, const std::vector<verify::TraceStep>& trace) {
  feel::Values locations;
  for (const verify::TraceStep& step : trace) {
    feel::Context location{
        {"physicalLocation", physical_location(step.file.empty() ? file : step.file, step.span)},
        {"logicalLocations", logical_locations(step.fire)}};
    if (!step.produce.empty())
      location.put("message", text_value(step.fire + " → " + joined(step.produce)));
    locations.push_back(Value(feel::Context{{"location", Value(std::move(location))}}));
  }
  const Value thread(feel::Context{{"locations", Value(std::move(locations))}});
  return Value(feel::Values{Value(feel::Context{{"threadFlows", Value(feel::Values{thread})}})});
}

Value sarif_result(const std::string& file, const verify::Finding& finding, std::size_t rule) {
  const Diagnostic& diagnostic = finding.diagnostic;
  feel::Context location{{"physicalLocation", physical_location(file, diagnostic.span)}};
  if (!diagnostic.element.empty())
    location.put("logicalLocations", logical_locations(diagnostic.element));
  feel::Context result{{"ruleId", diagnostic.rule},
                       {"ruleIndex", static_cast<std::int64_t>(rule)},
                       {"level", level_of(diagnostic.severity)},
                       {"message", text_value(localized(diagnostic.message))},
                       {"locations", Value(feel::Values{Value(std::move(location))})}};
  if (!finding.trace.empty()) result.put("codeFlows", code_flows(file, finding.trace));
  return Value(std::move(result));
}

// What a rule demands, in one of the languages; severities and clause as its help.
Value sarif_rule(const std::string& id, bool german) {
  feel::Context descriptor{{"id", id}};
  const verify::Rule* rule = verify::find_rule(id);
  if (rule == nullptr) return Value(std::move(descriptor));
  std::string sentence(german ? rule->german : rule->english);
  if (sentence.front() >= 'a' && sentence.front() <= 'z')
    sentence.front() = static_cast<char>(sentence.front() - 'a' + 'A');
  sentence += '.';
  const std::string clause(rule->clause);
  std::string full = sentence;
  if (!clause.empty()) full += " BPMN 2.0.2, " + clause + ".";
  std::string help = full;
  const auto level = [german](Severity severity) {
    return german ? german_of(severity) : level_of(severity);
  };
  help += german ? " Schwere: in Entwürfen " : " Severity: ";
  help += level(rule->draft);
  help += german ? ", in ausführbaren Modellen " : " in drafts, ";
  help += level(rule->executable);
  help += german ? "." : " in models that are to run.";
  descriptor.put("shortDescription", text_value(sentence));
  descriptor.put("fullDescription", text_value(full));
  descriptor.put("help", text_value(help));
  if (!german)
    descriptor.put("defaultConfiguration",
                   Value(feel::Context{{"level", level_of(rule->executable)}}));
  return Value(std::move(descriptor));
}

Value sarif_component(const std::vector<std::string>& ids, bool german) {
  feel::Values rules;
  for (const std::string& id : ids) rules.push_back(sarif_rule(id, german));
  feel::Context component{{"name", "Umlauf"}, {"language", german ? "de" : "en"}};
  if (german) component.put("contents", Value(feel::Values{Value("localizedData")}));
  component.put("rules", Value(std::move(rules)));
  return Value(std::move(component));
}

}  // namespace

void print_text(std::ostream& out, const std::vector<CheckUnit>& units) {
  std::size_t errors = 0, warnings = 0, files = 0;
  for (const CheckUnit& unit : units)
    for (const CheckedFile& file : unit.files) {
      ++files;
      const SourceTexts source{{file.name, xml::text_of(file.text)}};
      for (const verify::Finding& finding : file.findings) {
        Diagnostic diagnostic = finding.diagnostic;
        if (diagnostic.file.empty()) diagnostic.file = file.name;
        if (!finding.trace.empty()) diagnostic.trace.clear();  // told in full instead
        print_diagnostics(out, {diagnostic}, source);
        print_trace(out, finding.trace);
        if (!finding.trace.empty() && !finding.shortest)
          out << localized("    (there may be a shorter run)\n",
                           "    (es kann einen kürzeren Ablauf geben)\n");
        for (const verify::Fix& fix : finding.fixes)
          out << localized("    fix: ", "    Abhilfe: ") << localized(fix.title) << '\n';
        errors += diagnostic.severity == Severity::Error ? 1 : 0;
        warnings += diagnostic.severity == Severity::Warning ? 1 : 0;
      }
    }
  out << files << localized(" files, ", " Dateien, ") << errors
      << localized(" errors, ", " Fehler, ") << warnings << localized(" warnings", " Warnungen")
      << '\n';
}

feel::Value milliseconds(double time) {
  return Value(
      Decimal::from_double(static_cast<double>(static_cast<std::int64_t>(time * 1000)) / 1000)
          .value_or(Decimal(0)));
}

std::string json_of(const std::vector<CheckUnit>& units) {
  return feel::to_json(Value(context_of(units)), feel::JsonForm::Plain);
}

feel::Context context_of(std::span<const CheckUnit> units) {
  feel::Values files;
  for (const CheckUnit& unit : units)
    for (const CheckedFile& file : unit.files) {
      feel::Values findings, processes;
      for (const verify::Finding& finding : file.findings)
        findings.push_back(finding_value(finding));
      for (const CheckedProcess& process : file.processes)
        processes.push_back(process_value(process));
      files.push_back(Value(feel::Context{{"file", file.name},
                                          {"diagnostics", Value(std::move(findings))},
                                          {"processes", Value(std::move(processes))}}));
    }
  return feel::Context{{"files", Value(std::move(files))}};
}

std::string sarif_of(const std::vector<CheckUnit>& units) {
  feel::Values results;
  std::vector<std::string> ids;
  std::map<std::string, std::size_t> known;
  for (const CheckUnit& unit : units)
    for (const CheckedFile& file : unit.files)
      for (const verify::Finding& finding : file.findings) {
        const std::string& id = finding.diagnostic.rule;
        const auto [rule, is_new] = known.emplace(id, ids.size());
        if (is_new) ids.push_back(id);
        results.push_back(sarif_result(file.name, finding, rule->second));
      }
  const bool german = localized("en", "de") == "de";
  const Value run(
      feel::Context{{"tool", Value(feel::Context{{"driver", sarif_component(ids, false)}})},
                    {"translations", Value(feel::Values{sarif_component(ids, true)})},
                    {"language", german ? "de" : "en"},
                    {"columnKind", "unicodeCodePoints"},
                    {"results", Value(std::move(results))}});
  return feel::to_json(
      Value(feel::Context{{"$schema", "https://json.schemastore.org/sarif-2.1.0.json"},
                          {"version", "2.1.0"},
                          {"runs", Value(feel::Values{run})}}),
      feel::JsonForm::Plain);
}

}  // namespace umlauf::cli
