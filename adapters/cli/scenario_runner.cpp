#include "adapters/cli/scenario_runner.hpp"

#include <algorithm>
#include <chrono>
#include <filesystem>

#include "adapters/cli/answers.hpp"
#include "adapters/cli/expectation.hpp"
#include "adapters/cli/files.hpp"
#include "adapters/cli/output.hpp"
#include "adapters/cli/session.hpp"
#include "engine/feel/json.hpp"
#include "engine/organisation/reader.hpp"

namespace umlauf::cli {
namespace {

std::string beside(const std::string& path, const std::string& relative) {
  return (std::filesystem::path(path).parent_path() / relative).lexically_normal().string();
}

// Of a step; the files of a further deployment are relative to the scenario file as well.
feel::Value request_of(const std::string& path, const std::string& op, const feel::Value& members) {
  feel::Context request{{"op", op}};
  for (const feel::Entry& entry : *members.context()) request.put(entry.name, entry.value);
  const feel::Value* files = op == "deploy" ? members.member("files") : nullptr;
  if (files == nullptr || files->list() == nullptr) return feel::Value(std::move(request));
  feel::Values absolute;
  for (const feel::Value& file : *files->list())
    absolute.push_back(file.string() ? feel::Value(beside(path, *file.string())) : file);
  request.put("files", feel::Value(std::move(absolute)));
  return feel::Value(std::move(request));
}

// Whether a refusal is the one that `fails` names: its kind, its code, a rule of its diagnostics,
// or a part of its text in either language, since the file does not know who runs it.
bool is_refusal(const Error& refused, const std::string& fails) {
  const auto names = [&](const Diagnostic& diagnostic) { return diagnostic.rule == fails; };
  return kind_of(refused.code) == fails || name_of(refused.code) == fails ||
         refused.message.english.find(fails) != std::string::npos ||
         refused.message.german.find(fails) != std::string::npos ||
         std::any_of(refused.diagnostics.begin(), refused.diagnostics.end(), names);
}

std::vector<std::string> described(const Error& refused) {
  std::vector<std::string> lines{std::string(kind_of(refused.code)) + ": " +
                                 std::string(localized(refused.message))};
  for (const Diagnostic& diagnostic : refused.diagnostics)
    lines.push_back("  " + diagnostic.file + ":" + std::to_string(diagnostic.span.line) + ": " +
                    std::string(localized(diagnostic.message)) + " [" + diagnostic.rule + "]");
  return lines;
}

class Run {
 public:
  Run(const ScenarioFile& file, const std::optional<organisation::Organisation>& organisation)
      : file_(file) {
    if (organisation) session_.set_organisation(*organisation);
  }

  ScenarioResult run(const Scenario& scenario) {
    result_.name = scenario.name;
    result_.line = scenario.line;
    if (prepare(scenario.line))
      for (const ScenarioStep& step : scenario.steps)
        if (!carry_out(step)) break;
    collect();
    return std::move(result_);
  }

 private:
  bool fail(std::uint32_t line, std::vector<std::string> report) {
    result_.passed = false;
    result_.step_line = line;
    result_.report = std::move(report);
    const std::vector<std::string> tokens = describe_tokens(session_);
    if (!tokens.empty()) result_.report.push_back(std::string(localized("tokens:", "Stand:")));
    for (const std::string& token : tokens) result_.report.push_back("  " + token);
    return false;
  }

  bool prepare(std::uint32_t line) {
    feel::Context reset{{"op", "reset"}};
    if (!file_.now.empty()) reset.put("now", file_.now);
    if (!file_.time_zone.empty()) reset.put("timezone", file_.time_zone);
    Result<feel::Context> done = session_.carry_out(feel::Value(std::move(reset)));
    if (!done) return fail(line, {std::string(localized(done.error().message))});
    if (file_.models.empty()) return true;
    feel::Values models;
    for (const std::string& model : file_.models)
      models.push_back(feel::Value(beside(file_.path, model)));
    done = session_.carry_out(
        feel::Value(feel::Context{{"op", "deploy"}, {"files", feel::Value(std::move(models))}}));
    return done || fail(line, described(done.error()));
  }

  bool carry_out(const ScenarioStep& step) {
    if (step.op == "expect") return expect(step);
    const Result<feel::Context> done =
        session_.carry_out(request_of(file_.path, step.op, step.request));
    const std::string shown = step.op + " " + feel::to_json(step.request);
    if (!step.fails) {
      if (done) return true;
      std::vector<std::string> report = described(done.error());
      report.insert(report.begin(), shown);
      return fail(step.line, std::move(report));
    }
    if (done)
      return fail(step.line,
                  {shown,
                   std::string(localized("expected: refused with ", "erwartet: abgelehnt mit ")) +
                       *step.fails,
                   std::string(localized("actual:   carried out", "ist:      ausgeführt"))});
    if (is_refusal(done.error(), *step.fails)) return true;
    std::vector<std::string> report = described(done.error());
    report.front() = std::string(localized("actual:   ", "ist:      ")) + report.front();
    report.insert(
        report.begin(),
        {shown, std::string(localized("expected: refused with ", "erwartet: abgelehnt mit ")) +
                    *step.fails});
    return fail(step.line, std::move(report));
  }

  bool expect(const ScenarioStep& step) {
    const Result<std::vector<Mismatch>> mismatches = check_expectation(session_, step.request);
    if (!mismatches) return fail(step.line, {localized(mismatches.error().message)});
    if (mismatches->empty()) return true;
    std::vector<std::string> report;
    for (const Mismatch& mismatch : *mismatches) {
      report.push_back("expect " + mismatch.member);
      report.push_back(std::string(localized("expected: ", "erwartet: ")) + mismatch.expected);
      report.push_back(std::string(localized("actual:   ", "ist:      ")) + mismatch.actual);
    }
    return fail(step.line, std::move(report));
  }

  void collect() {
    const Result<service::HistoryView> history = session_.engine().history();
    if (!history) return;
    for (const service::ActivityView& activity : history->elements) {
      if (activity.body) continue;
      ++result_.reached.entered[activity.element];
      if (activity.state == "completed") ++result_.reached.nodes[activity.element];
    }
    for (const auto& [flow, count] : history->flows) result_.reached.flows[flow] += count;
    if (Result<MatchedRules> rules = matched_rules(session_.engine(), *session_.own_store()))
      result_.reached.rules = std::move(*rules);
  }

  const ScenarioFile& file_;
  Session session_;
  ScenarioResult result_;
};

Diagnostic unreadable(const std::string& path, const Error& failure) {
  Diagnostic diagnostic;
  diagnostic.rule = "SCN-01";
  diagnostic.file = path;
  diagnostic.message = failure.message;
  return diagnostic;
}

}  // namespace

ScenarioFileResult run_scenarios(const std::string& path, const std::string& filter) {
  ScenarioFileResult result;
  result.path = path;
  const Result<std::string> text = read_file(path);
  if (!text) {
    result.diagnostics.push_back(unreadable(path, text.error()));
    return result;
  }
  ScenarioFileRead read = read_scenarios(path, *text);
  result.diagnostics = std::move(read.diagnostics);
  for (const std::string& model : read.file.models) result.models.push_back(beside(path, model));
  std::optional<organisation::Organisation> organisation;
  if (!read.file.organisation.empty()) {
    const std::string name = beside(path, read.file.organisation);
    const Result<std::string> yaml = read_file(name);
    if (!yaml) {
      result.diagnostics.push_back(unreadable(name, yaml.error()));
    } else {
      organisation::ReadResult people = organisation::read(*yaml, name);
      organisation = std::move(people.organisation);
      for (Diagnostic& diagnostic : people.diagnostics)
        result.diagnostics.push_back(std::move(diagnostic));
    }
  }
  if (has_errors(result.diagnostics)) return result;
  for (const Scenario& scenario : read.file.scenarios) {
    if (!filter.empty() && scenario.name.find(filter) == std::string::npos) continue;
    const auto begin = std::chrono::steady_clock::now();
    ScenarioResult one = Run(read.file, organisation).run(scenario);
    one.seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
    result.scenarios.push_back(std::move(one));
  }
  return result;
}

}  // namespace umlauf::cli
