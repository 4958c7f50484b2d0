#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "engine/base/diagnostic.hpp"
#include "engine/feel/value.hpp"

namespace umlauf::cli {

/// One step of a scenario: a request of the drive protocol, or an expectation.
struct ScenarioStep {
  std::string op;
  feel::Value request;  ///< an object; for `expect` its members
  /// The step must be refused, with this code or text in its error.
  std::optional<std::string> fails;
  std::uint32_t line = 0;
};

struct Scenario {
  std::string name;
  std::uint32_t line = 0;
  std::vector<ScenarioStep> steps;
};

/// A file of scenarios (docs/scenarios.md). Paths are relative to the file.
struct ScenarioFile {
  std::string path;
  std::vector<std::string> models;
  std::string organisation;  ///< empty: none
  std::string now;           ///< empty: the session's default
  std::string time_zone;
  std::vector<Scenario> scenarios;
};

struct ScenarioFileRead {
  ScenarioFile file;
  Diagnostics diagnostics;  ///< rule SCN-01 (unreadable) or SCN-02 (wrong form)
};

/// Reads the text of a scenario file; `path` is what models are relative to.
ScenarioFileRead read_scenarios(const std::string& path, const std::string& text);

}  // namespace umlauf::cli
