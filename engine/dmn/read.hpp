#pragma once

#include <cstdint>
#include <string>

#include "engine/base/result.hpp"
#include "engine/dmn/model.hpp"

namespace umlauf::dmn {

struct ReadLimits {
  std::uint32_t nesting_max = 64;           ///< boxed expressions in one another
  std::uint32_t expressions_max = 200'000;  ///< boxed expressions and table cells in all
};

struct ReadDefinitions {
  Definitions definitions;
  Diagnostics diagnostics;  ///< what is wrong with the document but does not stop reading it
};

/// Reads a DMN document of version 1.1 to 1.5. An element that cannot be understood is left out
/// and reported; expressions are not read yet (`DecisionModel::link` does that).
/// Errors: Deploy (no XML, no DMN), Limit.
/// Rules: DMN-21 structure, DMN-22 duplicate name or id, DMN-23 unknown version or element.
Result<ReadDefinitions> read(std::string bytes, std::string file, const ReadLimits& limits = {});

}  // namespace umlauf::dmn
