#pragma once

#include <cstdint>
#include <optional>
#include <string_view>
#include <variant>
#include <vector>

#include "engine/base/result.hpp"
#include "engine/calendar/temporal.hpp"

/// The texts of BPMN's timer events (timeDate, timeDuration, timeCycle; BPMN 2.0.2 §10.5.5.12) and
/// the instants they mean. Plain values and pure functions; the engine keeps an `Occurrence` in its
/// state and asks for the next one.
namespace umlauf::calendar {

/// An ISO 8601 duration that may mix calendar and clock: `P1Y2M3W4DT5H6M7.8S`. The parts are
/// applied in this order: months to the calendar day (clamped to the month's last), then days to
/// the calendar day, both in the engine's zone; then the time along the time line.
struct Period {
  std::int64_t months = 0;
  std::int64_t days = 0;
  DaysTimeDuration time;

  /// Also with a leading `-`, and with fractions of seconds.
  static std::optional<Period> parse(std::string_view text);
  std::string to_string() const;
  bool is_zero() const { return months == 0 && days == 0 && time.is_zero(); }

  bool operator==(const Period&) const = default;
};

/// `from` moved by `count` times the period, counted from `from` in one step: the 31st of January
/// plus twice a month is the 31st of March. nullopt beyond the calendar.
std::optional<Instant> add(Instant from, const Period& period, std::int64_t count, Zone zone);

/// A cron expression, compiled to sets.
struct Cron {
  std::uint64_t seconds = 0;  ///< bit n: second n
  std::uint64_t minutes = 0;
  std::uint32_t hours = 0;
  std::uint32_t days = 0;       ///< bit n: day n of the month
  std::uint32_t months = 0;     ///< bit n: month n
  std::uint32_t weekdays = 0;   ///< bit n: ISO weekday n (Monday is 1)
  std::int32_t year_first = 0;  ///< 0: every year
  std::int32_t year_last = 0;
  std::uint32_t year_step = 1;

  enum class DayRule : std::uint8_t { Any, Last, LastWorkday, NearestWorkday };
  DayRule day_rule = DayRule::Any;    ///< of the day of the month: `L`, `L-3`, `LW`, `15W`
  std::int32_t day_operand = 0;       ///< days before the last, or the day that W stands at
  std::int32_t weekday_of_month = 0;  ///< `6#3`: 3, with one bit in weekdays; `6L`: -1; 0: any

  bool operator==(const Cron&) const = default;
};

/// The two families of cron expressions that process engines use differ in the days of the week.
enum class CronDialect : std::uint8_t {
  Quartz,  ///< Camunda 7: SUN is 1, SAT is 7
  Spring,  ///< Camunda 8 (Zeebe): SUN is 0 and 7, MON is 1
};

struct DateTimer {
  DateTime at;  ///< in the engine's zone where it has none
  bool operator==(const DateTimer&) const = default;
};
struct DurationTimer {
  Period length;
  bool operator==(const DurationTimer&) const = default;
};
/// `R3/PT10M`, `R/2024-01-01T08:00:00/P1D`, `R5/P1D/2024-12-31T00:00:00Z`,
/// `R2/2024-01-01T08:00:00Z/2024-01-02T08:00:00Z`.
struct CycleTimer {
  std::optional<std::uint32_t> repetitions;  ///< nullopt: without end
  std::optional<DateTime> start;  ///< the first time; otherwise one interval after arming
  std::optional<DateTime> end;    ///< no time later than this
  Period interval;
  bool operator==(const CycleTimer&) const = default;
};
struct CronTimer {
  Cron cron;
  bool operator==(const CronTimer&) const = default;
};

using TimerSpec = std::variant<DateTimer, DurationTimer, CycleTimer, CronTimer>;

struct TimerLimits {
  /// Cycles may not be shorter, so that no model keeps a server busy with nothing else.
  std::int64_t interval_min_ms = 1000;
};

/// Errors: Request, with what was expected in both languages.
/// `2024-01-31T10:30:00Z`, `...+01:00`, `...+0100`, `...@Europe/Berlin`, `...[Europe/Berlin]`,
/// without zone, without seconds, or a day alone (its midnight).
Result<TimerSpec> parse_timer_date(std::string_view text);
/// `PT4H`, `P1M2DT3H`. Negative ones are an error.
Result<TimerSpec> parse_timer_duration(std::string_view text);
/// An ISO 8601 repetition, or a cron expression of 6 or 7 fields (seconds first), or `@yearly`,
/// `@annually`, `@monthly`, `@weekly`, `@daily`, `@midnight`, `@hourly`.
Result<TimerSpec> parse_timer_cycle(std::string_view text, const TimerLimits& limits = {},
                                    CronDialect dialect = CronDialect::Quartz);

/// One firing of a timer. The engine keeps it (or `anchor` and `number`) in its state.
struct Occurrence {
  Instant due;
  Instant anchor;            ///< what intervals are counted from
  std::uint32_t number = 1;  ///< of this firing; the first is 1
  /// Firings that follow this one; nullopt: without end (or unknown, for cron).
  std::optional<std::uint32_t> left;

  bool operator==(const Occurrence&) const = default;
};

/// When a timer that is armed now is due. A date in the past is due at that past instant, that is
/// at once. Of a cycle with a start in the past, the times before `armed` are over and count as
/// repetitions. nullopt: never.
std::optional<Occurrence> first_due(const TimerSpec& timer, Instant armed, Zone zone);

/// The firing after `previous`; nullopt where that was the last.
std::optional<Occurrence> next_due(const TimerSpec& timer, const Occurrence& previous, Zone zone);

/// The first instant after `after` at which the timer, armed at `after`, is due.
std::optional<Instant> next_due(const TimerSpec& timer, Instant after, Zone zone);

/// The first instant after `after` that the expression describes. In spring, a time of day that the
/// clocks skip is taken as far behind the change; in autumn, a time that comes twice is taken once,
/// the first time. Expressions for every hour go by the time line instead and miss and double
/// nothing. nullopt where nothing matches for 100 years.
std::optional<Instant> next_match(const Cron& cron, Instant after, Zone zone);

}  // namespace umlauf::calendar
