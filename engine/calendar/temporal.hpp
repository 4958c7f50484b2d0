#pragma once

#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "engine/calendar/duration.hpp"
#include "engine/calendar/zone.hpp"

/// The proleptic Gregorian calendar with years of up to nine digits either way, as FEEL needs it
/// (DMN 1.5 §10.3.2.3.4-8), and the instants of the engine's clock. All of it is plain values;
/// texts are read and written in the spelling of XML Schema with the zone extensions of DMN.
namespace umlauf::calendar {

inline constexpr std::int32_t kYearMax = 999'999'999;

/// A day of the calendar, always a valid one when made by `of`, `from_days` or `parse`.
struct Date {
  std::int32_t year = 1970;
  std::uint8_t month = 1;
  std::uint8_t day = 1;

  static std::optional<Date> of(std::int64_t year, std::int64_t month, std::int64_t day);
  /// Days since 1970-01-01; nullopt beyond the years of nine digits.
  static std::optional<Date> from_days(std::int64_t days);
  /// `2024-01-31`, `-0044-03-15`, `12024-01-01`: four to nine digits of the year, no needless
  /// leading zero, no plus sign, no zone.
  static std::optional<Date> parse(std::string_view text);

  std::int64_t to_days() const;  ///< since 1970-01-01
  std::string to_string() const;

  auto operator<=>(const Date&) const = default;
};

bool is_leap_year(std::int64_t year);
std::int32_t days_in_month(std::int64_t year, std::int32_t month);
std::int32_t weekday(Date date);       ///< ISO 8601: Monday is 1, Sunday 7
std::int32_t day_of_year(Date date);   ///< 1 to 366
std::int32_t week_of_year(Date date);  ///< ISO 8601: 1 to 53

/// A time of day, to the nanosecond.
struct Time {
  std::int64_t nanoseconds = 0;  ///< since midnight, below 24 hours
  Zone zone;

  static std::optional<Time> of(std::int64_t hour, std::int64_t minute, std::int64_t second,
                                std::int64_t nanosecond = 0, Zone zone = {});
  /// `10:30:00`, `10:30:00.5+01:00`, `24:00:00Z` (which is midnight), `10:30:00@Europe/Berlin`.
  static std::optional<Time> parse(std::string_view text);

  std::int32_t hour() const;
  std::int32_t minute() const;
  std::int32_t second() const;
  std::int32_t nanosecond() const;  ///< the fraction of the second
  std::string to_string() const;

  bool operator==(const Time&) const = default;  ///< field by field: FEEL's `is()`
};

struct DateTime {
  Date date;
  Time time;

  /// `2024-01-31T10:30:00@Europe/Berlin`; `24:00:00` is midnight of the next day.
  static std::optional<DateTime> parse(std::string_view text);
  std::string to_string() const;

  bool operator==(const DateTime&) const = default;  ///< field by field: FEEL's `is()`
};

/// A moment of the engine's clock: milliseconds since 1970-01-01T00:00:00Z.
struct Instant {
  std::int64_t milliseconds = 0;

  auto operator<=>(const Instant&) const = default;
};

/// The offset from UTC in seconds; nullopt for local time. A named zone without a date takes the
/// offset that the zone had on 1970-01-01.
std::optional<std::int32_t> offset_seconds(const Time& time);
std::optional<std::int32_t> offset_seconds(const DateTime& value);

/// nullopt where one value has a zone and the other has none: then neither is before the other.
std::optional<std::strong_ordering> compare(const Time& a, const Time& b);
std::optional<std::strong_ordering> compare(const DateTime& a, const DateTime& b);

// Arithmetic (DMN 1.5 §10.3.2.15, table 57). nullopt where the result leaves the calendar.
// A zone stays as it is written. Days and time move along the time line (an hour over the change
// to summer time is an hour); months move the calendar day, and a day that the month does not have
// becomes its last.
std::optional<Date> add_days(Date date, std::int64_t days);
std::optional<Date> add(Date date, YearsMonthsDuration duration);
/// A time wraps around midnight.
Time add(Time time, DaysTimeDuration duration);
std::optional<DateTime> add(const DateTime& value, DaysTimeDuration duration);
std::optional<DateTime> add(const DateTime& value, YearsMonthsDuration duration);

// Differences; nullopt where only one of the two has a zone.
std::optional<DaysTimeDuration> subtract(const Time& a, const Time& b);
std::optional<DaysTimeDuration> subtract(const DateTime& a, const DateTime& b);
/// Whole months from `from` to `to`, negative where `to` is before (DMN 1.5 §10.3.4.1).
YearsMonthsDuration months_between(Date from, Date to);

/// Midnight of the day, in the zone given.
inline DateTime midnight(Date date, Zone zone = {}) { return {date, {0, zone}}; }

/// Rounded down to milliseconds. A value without a zone is taken in `local_zone`. nullopt beyond
/// the years of the 64-bit clock (about 292 million years).
std::optional<Instant> to_instant(const DateTime& value, Zone local_zone);
/// What the clocks of `zone` show; nullopt beyond the calendar.
std::optional<DateTime> to_date_time(Instant instant, Zone zone);
/// RFC 3339 in UTC with milliseconds where there are any: `2024-01-31T09:30:00Z`.
std::string to_string(Instant instant);

}  // namespace umlauf::calendar
