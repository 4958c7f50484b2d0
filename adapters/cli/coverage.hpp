#pragma once

#include <string>
#include <vector>

#include "adapters/cli/scenario_runner.hpp"
#include "engine/base/result.hpp"

namespace umlauf::cli {

/// What can be reached in a model and what was.
struct Share {
  std::size_t total = 0;
  /// Ids; of a condition's outcome `flow = true`, of a rule without an id `table rule 2`.
  std::vector<std::string> missed;

  std::size_t covered() const { return total - missed.size(); }
};

struct ModelCoverage {
  std::string file;
  Share nodes;
  Share flows;
  Share conditions;  ///< both outcomes of every condition
  Share rules;       ///< of the decision tables of a DMN document
  Reached reached;

  /// Of all of them together; 100 where there is nothing to reach.
  double percent() const;
};

/// One for each BPMN and each DMN document that the files name, in the order of first mention.
/// Documents that cannot be read are left out (deploying them has failed already).
std::vector<ModelCoverage> coverage_of(const std::vector<ScenarioFileResult>& results);

/// Writes coverage.json and, for each BPMN model, a page with its diagram coloured, into `folder`.
Result<Done> write_coverage(const std::vector<ModelCoverage>& models, const std::string& folder);

}  // namespace umlauf::cli
