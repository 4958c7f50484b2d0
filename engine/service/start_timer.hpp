#pragma once

#include <optional>

#include "engine/calendar/timer.hpp"
#include "engine/runtime/step.hpp"
#include "engine/service/store.hpp"

namespace umlauf::service {

/// A timer start event of the latest version of a process, and when it is due next.
struct StartTimer {
  definition::NodeIndex node;
  std::uint32_t trigger = 0;
  definition::TimerKind kind = definition::TimerKind::Date;
  std::string text;
  calendar::Occurrence next;

  /// nullopt where the text is none of a timer, or the timer is never due.
  static std::optional<StartTimer> arm(const runtime::StartSubscription& start,
                                       calendar::CronDialect cron, calendar::Instant now,
                                       calendar::Zone zone);
  /// nullopt: that was the last time.
  std::optional<StartTimer> after_firing(calendar::CronDialect cron, calendar::Zone zone) const;

  std::string cell(DefinitionKey process) const;
  Entry entry(DefinitionKey process) const;
  Bytes encode() const;
  static std::optional<StartTimer> decode(std::string_view sealed);
};

}  // namespace umlauf::service
