#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "engine/runtime/execution.hpp"

namespace umlauf::runtime {

/// How often a failed job of an activity is tried again, and after which pauses
/// (`failedJobRetryTimeCycle`: `R3/PT10M`, or a list of pauses `PT1M,PT5M`).
struct RetryPlan {
  std::optional<std::uint32_t> retries;  ///< in all; nothing: the model does not say
  std::vector<std::string> pauses;       ///< the last one again and again

  /// When it may be tried again after so many failures; nullopt: at once.
  std::optional<calendar::Instant> pause_after(std::uint32_t failures,
                                               const StepContext& context) const;
};

RetryPlan read_retry_plan(const std::string& text);
RetryPlan retry_plan(const Execution& execution, ElementKey key);

}  // namespace umlauf::runtime
