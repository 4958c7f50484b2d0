#include "engine/calendar/temporal.hpp"

#include "engine/calendar/text_reader.hpp"

namespace umlauf::calendar {

namespace {

// A point on a line of seconds since 1970-01-01T00:00:00: of UTC, or of some clock on a wall.
struct Point {
  std::int64_t seconds = 0;
  std::int64_t nanoseconds = 0;  // [0, 1e9)

  auto operator<=>(const Point&) const = default;
};

Point local_point(const DateTime& value) {
  return {value.date.to_days() * kDaySeconds + value.time.nanoseconds / kNanosecondsPerSecond,
          value.time.nanoseconds % kNanosecondsPerSecond};
}

Point utc_point(const DateTime& value) {
  Point point = local_point(value);
  point.seconds -= value.time.zone.offset_of_local(point.seconds);
  return point;
}

std::optional<DateTime> from_local(Point point, Zone zone) {
  const std::optional<Date> date = Date::from_days(floor_divide(point.seconds, kDaySeconds));
  if (!date) return std::nullopt;
  const std::int64_t second = floor_modulo(point.seconds, kDaySeconds);
  return DateTime{*date, {second * kNanosecondsPerSecond + point.nanoseconds, zone}};
}

std::optional<DateTime> from_utc(Point point, Zone zone) {
  point.seconds += zone.offset_at(point.seconds);
  return from_local(point, zone);
}

struct ReadTime {
  Time time;
  bool next_day = false;  // written as 24:00:00
};

std::optional<ReadTime> read_time(std::string_view text) {
  TextReader reader(text);
  const std::optional<std::int64_t> hour = reader.two_digits();
  if (!hour || !reader.take(':')) return std::nullopt;
  const std::optional<std::int64_t> minute = reader.two_digits();
  if (!minute || !reader.take(':')) return std::nullopt;
  const std::optional<std::int64_t> second = reader.two_digits();
  if (!second) return std::nullopt;
  std::int64_t fraction = 0;
  if (reader.take('.')) {
    const std::optional<std::int64_t> read = reader.nanoseconds();
    if (!read) return std::nullopt;
    fraction = *read;
  }
  const std::optional<Zone> zone = Zone::parse(reader.rest());
  if (!zone) return std::nullopt;
  const bool next_day = *hour == 24 && *minute == 0 && *second == 0 && fraction == 0;
  const std::optional<Time> time =
      Time::of(next_day ? 0 : *hour, *minute, *second, fraction, *zone);
  if (!time) return std::nullopt;
  return ReadTime{*time, next_day};
}

// What times of day are compared by: nanoseconds since midnight, UTC.
std::int64_t utc_nanoseconds(const Time& time) {
  return time.nanoseconds - *offset_seconds(time) * kNanosecondsPerSecond;
}

}  // namespace

std::optional<Time> Time::of(std::int64_t hour, std::int64_t minute, std::int64_t second,
                             std::int64_t nanosecond, Zone zone) {
  if (hour < 0 || hour > 23 || minute < 0 || minute > 59 || second < 0 || second > 59 ||
      nanosecond < 0 || nanosecond >= kNanosecondsPerSecond)
    return std::nullopt;
  return Time{((hour * 60 + minute) * 60 + second) * kNanosecondsPerSecond + nanosecond, zone};
}

std::optional<Time> Time::parse(std::string_view text) {
  const std::optional<ReadTime> read = read_time(text);
  return read ? std::optional(read->time) : std::nullopt;
}

std::int32_t Time::hour() const {
  return static_cast<std::int32_t>(nanoseconds / (3600 * kNanosecondsPerSecond));
}
std::int32_t Time::minute() const {
  return static_cast<std::int32_t>(nanoseconds / (60 * kNanosecondsPerSecond) % 60);
}
std::int32_t Time::second() const {
  return static_cast<std::int32_t>(nanoseconds / kNanosecondsPerSecond % 60);
}
std::int32_t Time::nanosecond() const {
  return static_cast<std::int32_t>(nanoseconds % kNanosecondsPerSecond);
}

std::string Time::to_string() const {
  std::string text;
  append_padded(text, hour(), 2);
  text += ':';
  append_padded(text, minute(), 2);
  text += ':';
  append_padded(text, second(), 2);
  append_fraction(text, nanosecond());
  return text + zone.to_string();
}

std::optional<DateTime> DateTime::parse(std::string_view text) {
  const std::size_t separator = text.find('T');
  if (separator == std::string_view::npos) return std::nullopt;
  const std::optional<Date> day = Date::parse(text.substr(0, separator));
  const std::optional<ReadTime> read = read_time(text.substr(separator + 1));
  if (!day || !read) return std::nullopt;
  const std::optional<Date> date = read->next_day ? add_days(*day, 1) : day;
  if (!date) return std::nullopt;
  return DateTime{*date, read->time};
}

std::string DateTime::to_string() const { return date.to_string() + 'T' + time.to_string(); }

std::optional<std::int32_t> offset_seconds(const Time& time) {
  if (time.zone.is_local()) return std::nullopt;
  return time.zone.offset_of_local(time.nanoseconds / kNanosecondsPerSecond);
}

std::optional<std::int32_t> offset_seconds(const DateTime& value) {
  if (value.time.zone.is_local()) return std::nullopt;
  return value.time.zone.offset_of_local(local_point(value).seconds);
}

std::optional<std::strong_ordering> compare(const Time& a, const Time& b) {
  if (a.zone.is_local() != b.zone.is_local()) return std::nullopt;
  if (a.zone.is_local()) return a.nanoseconds <=> b.nanoseconds;
  return utc_nanoseconds(a) <=> utc_nanoseconds(b);
}

std::optional<std::strong_ordering> compare(const DateTime& a, const DateTime& b) {
  if (a.time.zone.is_local() != b.time.zone.is_local()) return std::nullopt;
  if (a.time.zone == b.time.zone && !a.time.zone.is_named())
    return local_point(a) <=> local_point(b);
  return utc_point(a) <=> utc_point(b);
}

Time add(Time time, DaysTimeDuration duration) {
  const std::int64_t seconds = floor_modulo(duration.whole_seconds(), kDaySeconds);
  time.nanoseconds = (time.nanoseconds + seconds * kNanosecondsPerSecond + duration.nanoseconds()) %
                     kDayNanoseconds;
  return time;
}

std::optional<DateTime> add(const DateTime& value, DaysTimeDuration duration) {
  // The length of two whole calendars is more than anything can be moved by.
  constexpr std::int64_t kSecondsMax = 2 * 366LL * 1'000'000'000 * kDaySeconds;
  if (duration.whole_seconds() > kSecondsMax || duration.whole_seconds() < -kSecondsMax)
    return std::nullopt;
  const bool named = value.time.zone.is_named();
  Point point = named ? utc_point(value) : local_point(value);
  point.nanoseconds += duration.nanoseconds();
  point.seconds += duration.whole_seconds() + point.nanoseconds / kNanosecondsPerSecond;
  point.nanoseconds %= kNanosecondsPerSecond;
  return named ? from_utc(point, value.time.zone) : from_local(point, value.time.zone);
}

std::optional<DateTime> add(const DateTime& value, YearsMonthsDuration duration) {
  const std::optional<Date> date = add(value.date, duration);
  if (!date) return std::nullopt;
  const DateTime moved{*date, value.time};
  // A time that the zone's clocks skip on that day is written as what they show then.
  return value.time.zone.is_named() ? from_utc(utc_point(moved), value.time.zone)
                                    : std::optional(moved);
}

std::optional<DaysTimeDuration> subtract(const Time& a, const Time& b) {
  if (a.zone.is_local() != b.zone.is_local()) return std::nullopt;
  if (a.zone.is_local()) return DaysTimeDuration::of(0, a.nanoseconds - b.nanoseconds);
  return DaysTimeDuration::of(0, utc_nanoseconds(a) - utc_nanoseconds(b));
}

std::optional<DaysTimeDuration> subtract(const DateTime& a, const DateTime& b) {
  if (a.time.zone.is_local() != b.time.zone.is_local()) return std::nullopt;
  const Point from = utc_point(b);
  const Point to = utc_point(a);
  return DaysTimeDuration::of(to.seconds - from.seconds, to.nanoseconds - from.nanoseconds);
}

std::optional<Instant> to_instant(const DateTime& value, Zone local_zone) {
  DateTime zoned = value;
  if (zoned.time.zone.is_local()) zoned.time.zone = local_zone;
  const Point point = utc_point(zoned);
  std::int64_t milliseconds = 0;
  if (__builtin_mul_overflow(point.seconds, std::int64_t{1000}, &milliseconds) ||
      __builtin_add_overflow(milliseconds, point.nanoseconds / 1'000'000, &milliseconds))
    return std::nullopt;
  return Instant{milliseconds};
}

std::optional<DateTime> to_date_time(Instant instant, Zone zone) {
  return from_utc({floor_divide(instant.milliseconds, 1000),
                   floor_modulo(instant.milliseconds, 1000) * 1'000'000},
                  zone);
}

std::string to_string(Instant instant) {
  // 64 bits of milliseconds stay within years of nine digits.
  return to_date_time(instant, Zone::utc())->to_string();
}

}  // namespace umlauf::calendar
