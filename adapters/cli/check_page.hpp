#pragma once

#include <string>
#include <vector>

#include "adapters/cli/check_unit.hpp"

namespace umlauf::cli {

/// `umlauf check --html`: a page by itself (nothing is fetched, all text is escaped) with each
/// diagram, the findings on it and beneath it, and the trace of a finding as moving tokens. Without
/// scripts the findings and their numbered traces are still there.
std::string check_page(const std::vector<CheckUnit>& units);

}  // namespace umlauf::cli
