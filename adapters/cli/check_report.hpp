#pragma once

#include <iosfwd>
#include <span>
#include <string>
#include <vector>

#include "adapters/cli/check_unit.hpp"
#include "engine/feel/value.hpp"

namespace umlauf::cli {

/// The three forms of `umlauf check` (docs/check.md).
void print_text(std::ostream& out, const std::vector<CheckUnit>& units);
std::string json_of(const std::vector<CheckUnit>& units);
/// The same as a value: `{"files": [...]}`.
feel::Context context_of(std::span<const CheckUnit> units);
/// With three digits after the point.
feel::Value milliseconds(double time);
/// SARIF 2.1.0, as code hosting and editors read it.
std::string sarif_of(const std::vector<CheckUnit>& units);

}  // namespace umlauf::cli
