#pragma once

#include <string_view>

#include "engine/calendar/timer.hpp"

namespace umlauf::calendar {

/// Private to engine/calendar; the rules are told at `parse_timer_cycle`.
Result<Cron> parse_cron(std::string_view text, CronDialect dialect);

}  // namespace umlauf::calendar
