#include <algorithm>

#include "engine/calendar/text_reader.hpp"
#include "engine/calendar/timer.hpp"

namespace umlauf::calendar {

namespace {

constexpr std::int64_t kSearchDays = 100 * 366;
constexpr std::uint32_t kEveryHour = (1U << 24) - 1;

bool has(std::uint64_t set, std::int32_t value) { return (set >> value & 1) != 0; }

// The working day nearest to a day of the month, without leaving the month.
std::int32_t nearest_workday(Date date) {
  const std::int32_t last = days_in_month(date.year, date.month);
  const std::int32_t on = weekday(date);
  if (on == 6) return date.day > 1 ? date.day - 1 : date.day + 2;
  if (on == 7) return date.day < last ? date.day + 1 : date.day - 2;
  return date.day;
}

bool day_of_month_matches(const Cron& cron, Date date) {
  const std::int32_t last = days_in_month(date.year, date.month);
  switch (cron.day_rule) {
    case Cron::DayRule::Any:
      return has(cron.days, date.day);
    case Cron::DayRule::Last:
      return date.day == last - cron.day_operand;
    case Cron::DayRule::LastWorkday:
      return date.day == nearest_workday({date.year, date.month, static_cast<std::uint8_t>(last)});
    case Cron::DayRule::NearestWorkday:
      return cron.day_operand <= last &&
             date.day == nearest_workday(
                             {date.year, date.month, static_cast<std::uint8_t>(cron.day_operand)});
  }
  return false;
}

bool day_matches(const Cron& cron, Date date) {
  if (!has(cron.months, date.month) || !has(cron.weekdays, weekday(date))) return false;
  if (cron.year_first != 0 &&
      (date.year < cron.year_first || date.year > cron.year_last ||
       (date.year - cron.year_first) % static_cast<std::int32_t>(cron.year_step) != 0))
    return false;
  const std::int32_t last = days_in_month(date.year, date.month);
  if (cron.weekday_of_month > 0 && (date.day - 1) / 7 + 1 != cron.weekday_of_month) return false;
  if (cron.weekday_of_month < 0 && date.day + 7 <= last) return false;
  return day_of_month_matches(cron, date);
}

// The first second of a day, not before `from`, that the expression describes; -1: none.
std::int64_t second_of_day(const Cron& cron, std::int64_t from) {
  for (std::int64_t hour = from / 3600; hour < 24; ++hour) {
    if (!has(cron.hours, static_cast<std::int32_t>(hour))) continue;
    for (std::int64_t minute = hour == from / 3600 ? from % 3600 / 60 : 0; minute < 60; ++minute) {
      if (!has(cron.minutes, static_cast<std::int32_t>(minute))) continue;
      const std::int64_t start = hour * 3600 + minute * 60;
      for (std::int64_t second = std::max(start, from); second < start + 60; ++second)
        if (has(cron.seconds, static_cast<std::int32_t>(second - start))) return second;
    }
  }
  return -1;
}

// The first match after a point of the local time line.
std::optional<std::int64_t> next_local(const Cron& cron, std::int64_t local) {
  const std::int64_t first_day = floor_divide(local + 1, kDaySeconds);
  std::int64_t from = floor_modulo(local + 1, kDaySeconds);
  for (std::int64_t day = first_day; day < first_day + kSearchDays; ++day, from = 0) {
    const std::optional<Date> date = Date::from_days(day);
    if (!date) return std::nullopt;
    if (!day_matches(cron, *date)) continue;
    if (const std::int64_t second = second_of_day(cron, from); second >= 0)
      return day * kDaySeconds + second;
  }
  return std::nullopt;
}

// The last second at which the offset of `low` still holds, where that of `high` differs.
std::int64_t last_before_change(Zone zone, std::int64_t low, std::int64_t high) {
  const std::int32_t offset = zone.offset_at(low);
  while (high - low > 1) {
    const std::int64_t middle = low + (high - low) / 2;
    (zone.offset_at(middle) == offset ? low : high) = middle;
  }
  return low;
}

std::optional<std::int64_t> next_on_time_line(const Cron& cron, std::int64_t after, Zone zone) {
  while (true) {
    const std::int32_t offset = zone.offset_at(after + 1);
    const std::optional<std::int64_t> local = next_local(cron, after + offset);
    if (!local) return std::nullopt;
    const std::int64_t due = *local - offset;
    if (zone.offset_at(due) == offset) return due;
    after = last_before_change(zone, after + 1, due);
  }
}

std::optional<std::int64_t> next_on_clock(const Cron& cron, std::int64_t after, Zone zone) {
  std::optional<std::int64_t> local = next_local(cron, after + zone.offset_at(after));
  while (local) {
    const std::int64_t due = *local - zone.offset_of_local(*local);
    if (due > after) return due;
    local = next_local(cron, *local);
  }
  return std::nullopt;
}

}  // namespace

std::optional<Instant> next_match(const Cron& cron, Instant after, Zone zone) {
  constexpr std::int64_t kMillisecondsMax = 8'000'000'000'000'000;  // year 255,000
  if (after.milliseconds > kMillisecondsMax || after.milliseconds < -kMillisecondsMax)
    return std::nullopt;
  const std::int64_t second = floor_divide(after.milliseconds, 1000);
  const std::optional<std::int64_t> due = cron.hours == kEveryHour
                                              ? next_on_time_line(cron, second, zone)
                                              : next_on_clock(cron, second, zone);
  if (!due) return std::nullopt;
  return Instant{*due * 1000};
}

}  // namespace umlauf::calendar
