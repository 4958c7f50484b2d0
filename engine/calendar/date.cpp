#include <array>

#include "engine/calendar/temporal.hpp"
#include "engine/calendar/text_reader.hpp"

namespace umlauf::calendar {

namespace {

// Days of 400 years, after which the Gregorian calendar repeats itself.
constexpr std::int64_t kEraDays = 146'097;
// From 0000-03-01 to 1970-01-01.
constexpr std::int64_t kEpochDays = 719'468;

// Years are counted from March here, so that the leap day is the last of its year.
std::int64_t days_from_civil(std::int64_t year, std::int64_t month, std::int64_t day) {
  const std::int64_t shifted = year - (month <= 2 ? 1 : 0);
  const std::int64_t era = floor_divide(shifted, 400);
  const std::int64_t year_of_era = shifted - era * 400;
  const std::int64_t day_of_shifted = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;
  const std::int64_t day_of_era =
      year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_shifted;
  return era * kEraDays + day_of_era - kEpochDays;
}

constexpr std::int64_t kDaysMax = 366LL * (kYearMax + 1LL);

std::int32_t weeks_in_year(std::int64_t year) {
  const std::int32_t first = weekday({static_cast<std::int32_t>(year), 1, 1});
  return first == 4 || (first == 3 && is_leap_year(year)) ? 53 : 52;
}

}  // namespace

bool is_leap_year(std::int64_t year) {
  return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
}

std::int32_t days_in_month(std::int64_t year, std::int32_t month) {
  static constexpr std::array<std::int8_t, 12> kDays{31, 28, 31, 30, 31, 30,
                                                     31, 31, 30, 31, 30, 31};
  if (month == 2 && is_leap_year(year)) return 29;
  return kDays[static_cast<std::size_t>(month - 1)];
}

std::optional<Date> Date::of(std::int64_t year, std::int64_t month, std::int64_t day) {
  if (year > kYearMax || year < -kYearMax || month < 1 || month > 12 || day < 1 ||
      day > days_in_month(year, static_cast<std::int32_t>(month)))
    return std::nullopt;
  return Date{static_cast<std::int32_t>(year), static_cast<std::uint8_t>(month),
              static_cast<std::uint8_t>(day)};
}

std::optional<Date> Date::from_days(std::int64_t days) {
  if (days > kDaysMax || days < -kDaysMax) return std::nullopt;
  const std::int64_t shifted = days + kEpochDays;
  const std::int64_t era = floor_divide(shifted, kEraDays);
  const std::int64_t day_of_era = shifted - era * kEraDays;
  const std::int64_t year_of_era =
      (day_of_era - day_of_era / 1460 + day_of_era / 36524 - day_of_era / 146096) / 365;
  const std::int64_t day_of_year =
      day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
  const std::int64_t shifted_month = (5 * day_of_year + 2) / 153;
  const std::int64_t day = day_of_year - (153 * shifted_month + 2) / 5 + 1;
  const std::int64_t month = shifted_month + (shifted_month < 10 ? 3 : -9);
  return of(year_of_era + era * 400 + (month <= 2 ? 1 : 0), month, day);
}

std::int64_t Date::to_days() const { return days_from_civil(year, month, day); }

std::optional<Date> Date::parse(std::string_view text) {
  TextReader reader(text);
  const bool negative = reader.take('-');
  const bool leading_zero = reader.peek() == '0';
  const std::size_t before = reader.rest().size();
  const std::optional<std::int64_t> year = reader.digits(4, 9);
  if (!year || (leading_zero && before - reader.rest().size() > 4) || (negative && *year == 0) ||
      !reader.take('-'))
    return std::nullopt;
  const std::optional<std::int64_t> month = reader.two_digits();
  if (!month || !reader.take('-')) return std::nullopt;
  const std::optional<std::int64_t> day = reader.two_digits();
  if (!day || !reader.at_end()) return std::nullopt;
  return of(negative ? -*year : *year, *month, *day);
}

std::string Date::to_string() const {
  std::string text;
  if (year < 0) text += '-';
  append_padded(text, year < 0 ? -static_cast<std::int64_t>(year) : year, 4);
  text += '-';
  append_padded(text, month, 2);
  text += '-';
  append_padded(text, day, 2);
  return text;
}

std::int32_t weekday(Date date) {
  // 1970-01-01 was a Thursday.
  return static_cast<std::int32_t>(floor_modulo(date.to_days() + 3, 7)) + 1;
}

std::int32_t day_of_year(Date date) {
  return static_cast<std::int32_t>(date.to_days() - days_from_civil(date.year, 1, 1)) + 1;
}

std::int32_t week_of_year(Date date) {
  // ISO 8601: the week belongs to the year of its Thursday.
  const std::int32_t week = (day_of_year(date) - weekday(date) + 10) / 7;
  if (week < 1) return weeks_in_year(static_cast<std::int64_t>(date.year) - 1);
  if (week > weeks_in_year(date.year)) return 1;
  return week;
}

std::optional<Date> add_days(Date date, std::int64_t days) {
  if (days > 2 * kDaysMax || days < -2 * kDaysMax) return std::nullopt;
  return Date::from_days(date.to_days() + days);
}

std::optional<Date> add(Date date, YearsMonthsDuration duration) {
  std::int64_t months = 0;
  if (__builtin_add_overflow(static_cast<std::int64_t>(date.year) * 12 + date.month - 1,
                             duration.total_months(), &months))
    return std::nullopt;
  const std::int64_t year = floor_divide(months, 12);
  const auto month = static_cast<std::int32_t>(floor_modulo(months, 12)) + 1;
  if (year > kYearMax || year < -kYearMax) return std::nullopt;
  const std::int32_t last = days_in_month(year, month);
  return Date::of(year, month, date.day < last ? date.day : last);
}

YearsMonthsDuration months_between(Date from, Date to) {
  std::int64_t months =
      (static_cast<std::int64_t>(to.year) - from.year) * 12 + to.month - from.month;
  if (months > 0 && to.day < from.day) --months;
  if (months < 0 && to.day > from.day) ++months;
  return YearsMonthsDuration(months);
}

}  // namespace umlauf::calendar
