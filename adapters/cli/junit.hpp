#pragma once

#include <string>
#include <vector>

#include "adapters/cli/scenario_runner.hpp"

namespace umlauf::cli {

/// The results as JUnit's XML, which build servers read.
std::string junit_of(const std::vector<ScenarioFileResult>& results);

/// Text for an XML document: markup is escaped, characters that XML does not have become U+FFFD.
std::string xml_escaped(const std::string& text);

}  // namespace umlauf::cli
