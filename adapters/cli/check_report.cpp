#include "adapters/cli/check_report.hpp"

#include <ostream>
#include <set>

#include "adapters/cli/answers.hpp"
#include "adapters/cli/diagnostic_text.hpp"
#include "adapters/cli/output.hpp"
#include "engine/feel/json.hpp"

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

Value finding_value(const verify::Finding& finding) {
  feel::Context context = *to_value(finding.diagnostic).context();
  context.erase("file");
  context.put("trace", trace_value(finding.trace));
  feel::Values fixes;
  for (const verify::Fix& fix : finding.fixes)
    fixes.push_back(Value(feel::Context{{"id", fix.id}, {"title", localized(fix.title)}}));
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

Value sarif_result(const std::string& file, const verify::Finding& finding) {
  const Diagnostic& diagnostic = finding.diagnostic;
  const char* level = diagnostic.severity == Severity::Error     ? "error"
                      : diagnostic.severity == Severity::Warning ? "warning"
                                                                 : "note";
  feel::Context place{{"artifactLocation", Value(feel::Context{{"uri", file}})}};
  if (diagnostic.span.known())
    place.put("region", Value(feel::Context{{"startLine", diagnostic.span.line},
                                            {"startColumn", diagnostic.span.column}}));
  feel::Context location{{"physicalLocation", Value(std::move(place))}};
  if (!diagnostic.element.empty())
    location.put("logicalLocations",
                 Value(feel::Values{Value(feel::Context{{"name", diagnostic.element}})}));
  return Value(
      feel::Context{{"ruleId", diagnostic.rule},
                    {"level", level},
                    {"message", Value(feel::Context{{"text", localized(diagnostic.message)}})},
                    {"locations", Value(feel::Values{Value(std::move(location))})}});
}

}  // namespace

void print_text(std::ostream& out, const std::vector<CheckUnit>& units) {
  std::size_t errors = 0, warnings = 0, files = 0;
  for (const CheckUnit& unit : units)
    for (const CheckedFile& file : unit.files) {
      ++files;
      const SourceTexts source{{file.name, file.text}};
      for (const verify::Finding& finding : file.findings) {
        Diagnostic diagnostic = finding.diagnostic;
        if (diagnostic.file.empty()) diagnostic.file = file.name;
        if (!finding.trace.empty()) diagnostic.trace.clear();  // told in full instead
        print_diagnostics(out, {diagnostic}, source);
        print_trace(out, finding.trace);
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
  feel::Values results, rules;
  std::set<std::string> known;
  for (const CheckUnit& unit : units)
    for (const CheckedFile& file : unit.files)
      for (const verify::Finding& finding : file.findings) {
        results.push_back(sarif_result(file.name, finding));
        if (known.insert(finding.diagnostic.rule).second)
          rules.push_back(Value(feel::Context{{"id", finding.diagnostic.rule}}));
      }
  const Value driver(feel::Context{{"name", "Umlauf"}, {"rules", Value(std::move(rules))}});
  const Value run(feel::Context{{"tool", Value(feel::Context{{"driver", driver}})},
                                {"columnKind", "unicodeCodePoints"},
                                {"results", Value(std::move(results))}});
  return feel::to_json(
      Value(feel::Context{{"$schema", "https://json.schemastore.org/sarif-2.1.0.json"},
                          {"version", "2.1.0"},
                          {"runs", Value(feel::Values{run})}}),
      feel::JsonForm::Plain);
}

}  // namespace umlauf::cli
