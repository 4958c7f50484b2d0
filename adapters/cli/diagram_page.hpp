#pragma once

#include <string>

#include "adapters/cli/coverage.hpp"
#include "engine/bpmn/model.hpp"

namespace umlauf::cli {

/// A page by itself (no script, nothing fetched) with the diagram, what scenarios reached in green
/// and what they missed in red, and the same as lists for those who do not see colours.
std::string diagram_page(const bpmn::Definitions& definitions, const ModelCoverage& coverage);

}  // namespace umlauf::cli
