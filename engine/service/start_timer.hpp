#pragma once

#include <optional>
#include <string_view>

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
  /// How often the start at `next` has failed; it is owed until it succeeds.
  std::uint32_t failures = 0;
  // Where it has failed: when it is tried again, and why it failed last.
  calendar::Instant retry;
  Text reason;

  /// nullopt where the text is none of a timer, or the timer is never due.
  static std::optional<StartTimer> arm(const runtime::StartSubscription& start,
                                       calendar::CronDialect cron, calendar::Instant now,
                                       calendar::Zone zone);
  /// The same occurrence once more, after a pause that grows from a minute to a day.
  StartTimer after_failure(calendar::Instant now, Text why) const;
  /// nullopt: that was the last time.
  std::optional<StartTimer> after_firing(calendar::CronDialect cron, calendar::Zone zone) const;

  calendar::Instant due() const { return failures == 0 ? next.due : retry; }
  std::string cell(DefinitionKey process) const;
  /// Whose start event the cell of that name is about.
  static std::optional<DefinitionKey> process_of(std::string_view cell);
  Entry entry(DefinitionKey process) const;
  Bytes encode() const;
  static std::optional<StartTimer> decode(std::string_view sealed);
};
inline constexpr std::string_view kStartTimers = "start-timer/";

}  // namespace umlauf::service
