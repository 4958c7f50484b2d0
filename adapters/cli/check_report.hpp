#pragma once

#include <iosfwd>
#include <string>
#include <vector>

#include "adapters/cli/check_unit.hpp"

namespace umlauf::cli {

/// The three forms of `umlauf check` (docs/check.md).
void print_text(std::ostream& out, const std::vector<CheckUnit>& units);
std::string json_of(const std::vector<CheckUnit>& units);
/// SARIF 2.1.0, as code hosting and editors read it.
std::string sarif_of(const std::vector<CheckUnit>& units);

}  // namespace umlauf::cli
