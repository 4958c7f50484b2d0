#include "engine/calendar/duration.hpp"

#include "engine/calendar/text_reader.hpp"

namespace umlauf::calendar {

namespace {

const Decimal kNanosecond = *Decimal::parse("0.000000001");

// Adds `count` units to `seconds`; false on overflow.
bool add_units(std::int64_t& seconds, std::int64_t count, std::int64_t unit) {
  std::int64_t product = 0;
  return !__builtin_mul_overflow(count, unit, &product) &&
         !__builtin_add_overflow(seconds, product, &seconds);
}

struct Magnitude {
  std::uint64_t seconds = 0;
  std::int64_t nanoseconds = 0;
};

Magnitude magnitude(const DaysTimeDuration& duration) {
  const std::int64_t seconds = duration.whole_seconds();
  if (seconds >= 0) return {static_cast<std::uint64_t>(seconds), duration.nanoseconds()};
  if (duration.nanoseconds() == 0) return {0 - static_cast<std::uint64_t>(seconds), 0};
  return {static_cast<std::uint64_t>(-(seconds + 1)),
          kNanosecondsPerSecond - duration.nanoseconds()};
}

std::int64_t with_sign(const DaysTimeDuration& duration, std::uint64_t part) {
  const auto number = static_cast<std::int64_t>(part);
  return duration.is_negative() ? -number : number;
}

std::optional<std::int64_t> whole(std::optional<Decimal> number) {
  if (!number) return std::nullopt;
  const std::optional<Decimal> cut = round(*number, 0, Rounding::Down);
  return cut ? cut->to_int64() : std::nullopt;
}

}  // namespace

std::optional<DaysTimeDuration> DaysTimeDuration::of(std::int64_t seconds,
                                                     std::int64_t nanoseconds) {
  std::int64_t total = 0;
  if (__builtin_add_overflow(seconds, floor_divide(nanoseconds, kNanosecondsPerSecond), &total))
    return std::nullopt;
  return DaysTimeDuration(
      total, static_cast<std::int32_t>(floor_modulo(nanoseconds, kNanosecondsPerSecond)));
}

std::optional<DaysTimeDuration> DaysTimeDuration::parse(std::string_view text) {
  struct Unit {
    char letter;
    std::int64_t seconds;
  };
  static constexpr Unit kUnits[] = {{'D', kDaySeconds}, {'H', 3600}, {'M', 60}, {'S', 1}};
  TextReader reader(text);
  const bool negative = reader.take('-');
  if (!reader.take('P')) return std::nullopt;
  std::int64_t seconds = 0;
  std::int64_t nanoseconds = 0;
  std::size_t next = 0;  // the first unit that may still come
  bool time = false;
  bool any = false;
  while (!reader.at_end()) {
    if (!time && reader.take('T')) {
      time = true;
      any = false;
      next = 1;
    }
    const std::optional<std::int64_t> count = reader.digits(1, 18);
    if (!count) return std::nullopt;
    bool fraction = false;
    if (time && reader.take('.')) {
      // `PT0.S` is read as well: XML Schema asks for a digit, other implementations do not.
      const std::optional<std::int64_t> read = reader.nanoseconds(0);
      if (!read || reader.peek() != 'S') return std::nullopt;
      nanoseconds = *read;
      fraction = true;
    }
    std::size_t unit = next;
    while (unit < std::size(kUnits) && kUnits[unit].letter != reader.peek()) ++unit;
    if (unit == std::size(kUnits) || (unit > 0) != time || (fraction && unit != 3))
      return std::nullopt;
    reader.take(kUnits[unit].letter);
    if (!add_units(seconds, *count, kUnits[unit].seconds)) return std::nullopt;
    next = unit + 1;
    any = true;
  }
  if (!any) return std::nullopt;
  return negative ? of(-seconds, -nanoseconds) : of(seconds, nanoseconds);
}

Decimal DaysTimeDuration::total_seconds() const {
  // 19 digits before and 9 behind the point always fit.
  return *add(Decimal(seconds_), *multiply(Decimal(nanoseconds_), kNanosecond));
}

std::optional<DaysTimeDuration> DaysTimeDuration::from_seconds(Decimal seconds) {
  const std::optional<std::int64_t> full = whole(seconds);
  if (!full) return std::nullopt;
  const std::optional<Decimal> rest = umlauf::subtract(seconds, Decimal(*full));
  if (!rest) return std::nullopt;
  const std::optional<std::int64_t> nanoseconds =
      whole(umlauf::multiply(*rest, Decimal(kNanosecondsPerSecond)));
  return nanoseconds ? of(*full, *nanoseconds) : std::nullopt;
}

std::int64_t DaysTimeDuration::days() const {
  return with_sign(*this, magnitude(*this).seconds / kDaySeconds);
}
std::int64_t DaysTimeDuration::hours() const {
  return with_sign(*this, magnitude(*this).seconds % kDaySeconds / 3600);
}
std::int64_t DaysTimeDuration::minutes() const {
  return with_sign(*this, magnitude(*this).seconds % 3600 / 60);
}
Decimal DaysTimeDuration::seconds() const {
  const Magnitude size = magnitude(*this);
  Decimal seconds(static_cast<std::int64_t>(size.seconds % 60));
  if (size.nanoseconds != 0)
    // The quotient has no more digits than it needs: 4.5, not 4.500000000.
    seconds = *umlauf::add(
        seconds, *umlauf::divide(Decimal(size.nanoseconds), Decimal(std::int64_t{1'000'000'000})));
  return is_negative() ? umlauf::negate(seconds) : seconds;
}

std::string DaysTimeDuration::to_string() const {
  if (is_zero()) return "PT0S";
  const Magnitude size = magnitude(*this);
  std::string text = is_negative() ? "-P" : "P";
  if (const std::uint64_t days = size.seconds / kDaySeconds) text += std::to_string(days) + 'D';
  const std::uint64_t rest = size.seconds % kDaySeconds;
  if (rest == 0 && size.nanoseconds == 0) return text;
  text += 'T';
  if (rest >= 3600) text += std::to_string(rest / 3600) + 'H';
  if (rest % 3600 >= 60) text += std::to_string(rest % 3600 / 60) + 'M';
  if (rest % 60 != 0 || size.nanoseconds != 0) {
    text += std::to_string(rest % 60);
    append_fraction(text, size.nanoseconds);
    text += 'S';
  }
  return text;
}

std::optional<YearsMonthsDuration> YearsMonthsDuration::parse(std::string_view text) {
  TextReader reader(text);
  const bool negative = reader.take('-');
  if (!reader.take('P')) return std::nullopt;
  std::int64_t months = 0;
  std::optional<std::int64_t> count = reader.digits(1, 18);
  if (count && reader.take('Y')) {
    if (!add_units(months, *count, 12)) return std::nullopt;
    if (reader.at_end()) return YearsMonthsDuration(negative ? -months : months);
    count = reader.digits(1, 18);
  }
  if (!count || !reader.take('M') || !reader.at_end() || !add_units(months, *count, 1))
    return std::nullopt;
  return YearsMonthsDuration(negative ? -months : months);
}

std::string YearsMonthsDuration::to_string() const {
  if (months_ == 0) return "P0M";
  std::string text = months_ < 0 ? "-P" : "P";
  const std::uint64_t size =
      months_ < 0 ? 0 - static_cast<std::uint64_t>(months_) : static_cast<std::uint64_t>(months_);
  if (size >= 12) text += std::to_string(size / 12) + 'Y';
  if (size % 12 != 0) text += std::to_string(size % 12) + 'M';
  return text;
}

std::optional<DaysTimeDuration> add(DaysTimeDuration a, DaysTimeDuration b) {
  std::int64_t seconds = 0;
  if (__builtin_add_overflow(a.whole_seconds(), b.whole_seconds(), &seconds)) return std::nullopt;
  return DaysTimeDuration::of(seconds,
                              static_cast<std::int64_t>(a.nanoseconds()) + b.nanoseconds());
}

std::optional<DaysTimeDuration> subtract(DaysTimeDuration a, DaysTimeDuration b) {
  std::int64_t seconds = 0;
  if (__builtin_sub_overflow(a.whole_seconds(), b.whole_seconds(), &seconds)) return std::nullopt;
  return DaysTimeDuration::of(seconds,
                              static_cast<std::int64_t>(a.nanoseconds()) - b.nanoseconds());
}

std::optional<DaysTimeDuration> negate(DaysTimeDuration duration) {
  return subtract(DaysTimeDuration(), duration);
}

std::optional<DaysTimeDuration> multiply(DaysTimeDuration duration, Decimal factor) {
  const std::optional<Decimal> seconds = umlauf::multiply(duration.total_seconds(), factor);
  return seconds ? DaysTimeDuration::from_seconds(*seconds) : std::nullopt;
}

std::optional<DaysTimeDuration> divide(DaysTimeDuration duration, Decimal divisor) {
  const std::optional<Decimal> seconds = umlauf::divide(duration.total_seconds(), divisor);
  return seconds ? DaysTimeDuration::from_seconds(*seconds) : std::nullopt;
}

std::optional<Decimal> divide(DaysTimeDuration dividend, DaysTimeDuration divisor) {
  return umlauf::divide(dividend.total_seconds(), divisor.total_seconds());
}

std::optional<YearsMonthsDuration> add(YearsMonthsDuration a, YearsMonthsDuration b) {
  std::int64_t months = 0;
  if (__builtin_add_overflow(a.total_months(), b.total_months(), &months)) return std::nullopt;
  return YearsMonthsDuration(months);
}

std::optional<YearsMonthsDuration> subtract(YearsMonthsDuration a, YearsMonthsDuration b) {
  std::int64_t months = 0;
  if (__builtin_sub_overflow(a.total_months(), b.total_months(), &months)) return std::nullopt;
  return YearsMonthsDuration(months);
}

std::optional<YearsMonthsDuration> negate(YearsMonthsDuration duration) {
  return subtract(YearsMonthsDuration(), duration);
}

std::optional<YearsMonthsDuration> multiply(YearsMonthsDuration duration, Decimal factor) {
  const std::optional<std::int64_t> months =
      whole(umlauf::multiply(Decimal(duration.total_months()), factor));
  return months ? std::optional(YearsMonthsDuration(*months)) : std::nullopt;
}

std::optional<YearsMonthsDuration> divide(YearsMonthsDuration duration, Decimal divisor) {
  const std::optional<std::int64_t> months =
      whole(umlauf::divide(Decimal(duration.total_months()), divisor));
  return months ? std::optional(YearsMonthsDuration(*months)) : std::nullopt;
}

std::optional<Decimal> divide(YearsMonthsDuration dividend, YearsMonthsDuration divisor) {
  return umlauf::divide(Decimal(dividend.total_months()), Decimal(divisor.total_months()));
}

}  // namespace umlauf::calendar
