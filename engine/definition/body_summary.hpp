#pragma once

#include <cstdint>
#include <vector>

#include "engine/definition/thrown.hpp"

namespace umlauf::definition {

/// How far the run of a body has come, as seen from around it: what it has thrown, and in which
/// order. Stages are numbered; every run begins in the first.
struct Stage {
  /// Whether some run does it that was thrown what led to the stage, and nothing else. Perhaps:
  /// some may, and none may.
  enum class Chance : std::uint8_t { Never, Perhaps, Certain };
  struct Step {
    std::uint32_t thrown = 0;  ///< position in BodySummary::thrown
    std::uint32_t next = 0;    ///< stage
    bool certain = true;
  };
  std::vector<Step> steps;
  Chance completes = Chance::Never;  ///< by itself
};

/// How the body of a sub-process, or a called process, looks from around it, once it has been
/// explored by itself.
struct BodySummary {
  bool can_complete = true;  ///< by itself, or by an event sub-process that ends it
  std::vector<Thrown> thrown;
  /// Errors and escalations with any code as well, at any time: of a called process in which others
  /// do jobs.
  bool throws_anything = false;
  /// Empty where nothing is thrown that lets the body go on: then each of `thrown` ends it, at any
  /// time.
  std::vector<Stage> stages = {};
};

}  // namespace umlauf::definition
