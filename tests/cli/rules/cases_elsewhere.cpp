#include "tests/cli/rules/files.hpp"
#include "tests/verify/structure/cases.hpp"

namespace umlauf::cli {

std::vector<Case> structure_cases() {
  std::vector<Case> rows;
  for (const auto family :
       {&verify::process_cases, &verify::flow_cases, &verify::gateway_cases, &verify::event_cases,
        &verify::activity_cases, &verify::data_cases, &verify::diagram_cases, &verify::style_cases})
    for (const verify::Case& row : family())
      rows.push_back({row.rule, {{"a.bpmn", row.broken}}, {{"a.bpmn", row.kept}}});
  return rows;
}

std::vector<Case> other_commands_cases() {
  const auto versions = [](std::string_view second) {
    Files files = around("<userTask id='m'/>");
    files.emplace_back("b.bpmn", around(second).front().second);
    return files;
  };
  const auto scenario = [](std::string_view yaml) { return Files{{"a.yaml", text(yaml)}}; };
  const Files fine = scenario("scenarios:\n  one:\n    - start: {process: p}\n");
  return {
      {"RUN-02", versions("<receiveTask id='m'/>"), versions("<userTask id='m' name='n'/>"),
       &told_by_migration},
      {"SCN-01", scenario("scenarios: ["), fine, &told_by_scenarios},
      {"SCN-02", scenario("scenarios:\n  one:\n    - {start: {}, stop: {}}\n"), fine,
       &told_by_scenarios},
  };
}

}  // namespace umlauf::cli
