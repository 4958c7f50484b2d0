#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "adapters/cli/matched_rules.hpp"
#include "adapters/cli/scenario.hpp"

namespace umlauf::cli {

/// What a scenario reached in the processes of its models; counts over all of its instances.
struct Reached {
  std::map<std::string, std::uint64_t> nodes;  ///< flow node: how often it completed
  std::map<std::string, std::uint64_t> entered;
  std::map<std::string, std::uint64_t> flows;
  MatchedRules rules;
};

struct ScenarioResult {
  std::string name;
  std::uint32_t line = 0;
  bool passed = true;
  /// Of a failed one: the line of the step, and what there is to say, a line each.
  std::uint32_t step_line = 0;
  std::vector<std::string> report;
  double seconds = 0;
  Reached reached;
};

struct ScenarioFileResult {
  std::string path;
  std::vector<std::string> models;  ///< paths, usable from the working directory
  Diagnostics diagnostics;          ///< the file itself is wrong; no scenario ran then
  std::vector<ScenarioResult> scenarios;
};

/// Runs the scenarios whose name contains `filter`, each on an engine of its own.
ScenarioFileResult run_scenarios(const std::string& path, const std::string& filter);

}  // namespace umlauf::cli
