#pragma once

#include <optional>

#include "engine/definition/events.hpp"
#include "engine/runtime/execution.hpp"

namespace umlauf::runtime {

/// A timer as its expression says, armed now. Or why not: the value is no timer, or never comes
/// due.
std::optional<Failure> arm_timer(const definition::TimerEvent& timer, const feel::Value& value,
                                 const StepContext& context, calendar::CronDialect cron,
                                 Timer& out);

/// What follows a firing; nullopt where that was the last.
std::optional<Timer> next_firing(const Timer& timer, const StepContext& context,
                                 calendar::CronDialect cron);

}  // namespace umlauf::runtime
