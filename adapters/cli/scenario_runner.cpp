#include "adapters/cli/scenario_runner.hpp"

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

const std::string& text_of(const feel::Context& answer, const char* name) {
  static const std::string none;
  const feel::Value* value = answer.find(name);
  return value != nullptr && value->string() != nullptr ? *value->string() : none;
}

// Whether a refusal is the one that `fails` names: its kind, its code, a rule of its diagnostics,
// or a part of its text.
bool is_refusal(const feel::Context& answer, const std::string& fails) {
  if (text_of(answer, "errorKind") == fails || text_of(answer, "code") == fails) return true;
  if (text_of(answer, "error").find(fails) != std::string::npos) return true;
  if (const feel::Value* diagnostics = answer.find("diagnostics"))
    for (const feel::Value& diagnostic : *diagnostics->list())
      if (*diagnostic.member("rule")->string() == fails) return true;
  return false;
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
    feel::Context answer = session_.answer(feel::Value(std::move(reset)));
    if (!answer.find("ok")->is_true()) return fail(line, {text_of(answer, "error")});
    if (file_.models.empty()) return true;
    feel::Values models;
    for (const std::string& model : file_.models)
      models.push_back(feel::Value(beside(file_.path, model)));
    answer = session_.answer(
        feel::Value(feel::Context{{"op", "deploy"}, {"files", feel::Value(std::move(models))}}));
    return answer.find("ok")->is_true() || fail(line, refusal(answer));
  }

  static std::vector<std::string> refusal(const feel::Context& answer) {
    std::vector<std::string> lines{text_of(answer, "errorKind") + ": " + text_of(answer, "error")};
    if (const feel::Value* diagnostics = answer.find("diagnostics"))
      for (const feel::Value& diagnostic : *diagnostics->list())
        lines.push_back("  " + *diagnostic.member("file")->string() + ":" +
                        diagnostic.member("line")->number()->to_string() + ": " +
                        *diagnostic.member("message")->string() + " [" +
                        *diagnostic.member("rule")->string() + "]");
    return lines;
  }

  bool carry_out(const ScenarioStep& step) {
    if (step.op == "expect") return expect(step);
    const feel::Context answer = session_.answer(request_of(file_.path, step.op, step.request));
    const bool ok = answer.find("ok")->is_true();
    const std::string shown = step.op + " " + feel::to_json(step.request);
    if (!step.fails) {
      if (ok) return true;
      std::vector<std::string> report = refusal(answer);
      report.insert(report.begin(), shown);
      return fail(step.line, std::move(report));
    }
    if (ok)
      return fail(step.line,
                  {shown,
                   std::string(localized("expected: refused with ", "erwartet: abgelehnt mit ")) +
                       *step.fails,
                   std::string(localized("actual:   carried out", "ist:      ausgeführt"))});
    if (is_refusal(answer, *step.fails)) return true;
    std::vector<std::string> report = refusal(answer);
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
