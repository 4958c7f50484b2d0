// umlauf test: runs scenario files (docs/scenarios.md).
#include <algorithm>
#include <cstdio>
#include <filesystem>
#include <iostream>

#include "adapters/cli/coverage.hpp"
#include "adapters/cli/files.hpp"
#include "adapters/cli/junit.hpp"
#include "adapters/cli/options.hpp"
#include "adapters/cli/output.hpp"
#include "adapters/cli/scenario_runner.hpp"
#include "adapters/cli/subcommands.hpp"
#include "engine/feel/json.hpp"

namespace umlauf::cli {
namespace {

// Every *.test.yaml beneath the folders; files as they are named. In the order of their paths.
Result<std::vector<std::string>> scenario_files(const std::vector<std::string>& paths) {
  std::vector<std::string> files;
  for (const std::string& path : paths) {
    std::error_code code;
    if (!std::filesystem::is_directory(path, code)) {
      if (!std::filesystem::exists(path, code))
        return error(ErrorCode::Request, "there is no '" + path + "'", "'" + path + "' fehlt");
      files.push_back(path);
      continue;
    }
    std::vector<std::string> found;
    for (const auto& entry : std::filesystem::recursive_directory_iterator(path, code))
      if (entry.path().string().ends_with(".test.yaml")) found.push_back(entry.path().string());
    std::sort(found.begin(), found.end());
    files.insert(files.end(), found.begin(), found.end());
  }
  return files;
}

void print(const ScenarioFileResult& file) {
  std::cout << file.path << '\n';
  for (const Diagnostic& diagnostic : file.diagnostics)
    std::cout << "  " << heading_of(diagnostic) << '\n';
  for (const ScenarioResult& scenario : file.scenarios) {
    std::cout << (scenario.passed ? "  ok    " : localized("  FAIL  ", "  FEHLER "))
              << scenario.name << '\n';
    if (scenario.passed) continue;
    std::cout << "        " << file.path << ":" << scenario.step_line << '\n';
    for (const std::string& line : scenario.report) std::cout << "        " << line << '\n';
  }
}

std::string percent_text(double percent) {
  char text[32];
  std::snprintf(text, sizeof text, "%5.1f %%", percent);
  return text;
}

// False where a model stays below the share asked for.
bool print_coverage(const std::vector<ModelCoverage>& models, std::int64_t least) {
  bool enough = true;
  Table table({std::string(localized("coverage", "Abdeckung")),
               localized("nodes", "Elemente").data(), localized("flows", "Flüsse").data(),
               localized("conditions", "Bedingungen").data(), localized("rules", "Regeln").data(),
               std::string(localized("model", "Modell"))});
  for (const ModelCoverage& model : models) {
    const auto share = [](const Share& of) {
      return std::to_string(of.covered()) + "/" + std::to_string(of.total);
    };
    const bool low = model.percent() < static_cast<double>(least);
    enough = enough && !low;
    table.add({percent_text(model.percent()) + (low ? " !" : ""), share(model.nodes),
               share(model.flows), share(model.conditions), share(model.rules), model.file});
  }
  table.print(std::cout);
  return enough;
}

}  // namespace

int run_test(int argc, char** argv) {
  std::vector<std::string> paths;
  std::string junit, coverage_folder, filter;
  std::int64_t least = 0;
  Options options("test", {"run scenario files", "Szenarien ausführen"});
  options.operands("FILE|DIR", paths,
                   {"scenario files, or folders with *.test.yaml",
                    "Szenariendateien oder Ordner mit *.test.yaml"});
  options.option(
      "--filter", filter, "TEXT",
      {"only scenarios whose name contains TEXT", "nur Szenarien, deren Name TEXT enthält"});
  options.option("--junit", junit, "FILE",
                 {"write the results as JUnit XML", "Ergebnisse als JUnit-XML schreiben"});
  options.option("--coverage", coverage_folder, "DIR",
                 {"write what scenarios reached as JSON and as coloured diagrams",
                  "schreiben, was die Szenarien erreicht haben: JSON und gefärbte Diagramme"});
  options.option("--min-coverage", least, "PERCENT",
                 {"fail where a model's coverage is lower",
                  "scheitern, wenn die Abdeckung eines Modells geringer ist"});
  options.example("umlauf test models/hundesteuer",
                  {"runs all scenarios beneath the folder", "führt alle Szenarien im Ordner aus"});
  options.example("umlauf test --coverage build/coverage --min-coverage 90 models",
                  {"also measures which elements, flows, conditions and rules they reached",
                   "misst dazu, welche Elemente, Flüsse, Bedingungen und Regeln erreicht wurden"});
  if (const auto status = options.parse(argc, argv)) return *status;

  const auto files = scenario_files(paths);
  if (!files) return fail(files.error());
  if (files->empty())
    return fail({"no *.test.yaml was found", "es wurde keine *.test.yaml gefunden"});
  std::vector<ScenarioFileResult> results;
  std::size_t run = 0, failed = 0;
  bool broken = false;
  for (const std::string& file : *files) {
    results.push_back(run_scenarios(file, filter));
    const ScenarioFileResult& result = results.back();
    print(result);
    broken = broken || has_errors(result.diagnostics);
    run += result.scenarios.size();
    for (const ScenarioResult& scenario : result.scenarios) failed += scenario.passed ? 0 : 1;
  }
  bool enough = true;
  if (!coverage_folder.empty() || least > 0) {
    const std::vector<ModelCoverage> models = coverage_of(results);
    enough = print_coverage(models, least);
    if (!coverage_folder.empty())
      if (const auto written = write_coverage(models, coverage_folder); !written)
        return fail(written.error());
  }
  if (!junit.empty())
    if (const auto written = write_file(junit, junit_of(results)); !written)
      return fail(written.error());
  std::cout << run - failed << localized(" passed, ", " bestanden, ") << failed
            << localized(" failed", " gescheitert") << '\n';
  return failed == 0 && !broken && enough ? kExitOk : kExitFindings;
}

}  // namespace umlauf::cli
