#pragma once

#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "engine/base/decimal.hpp"

namespace umlauf::calendar {

/// Days and time duration (DMN 1.5 §10.3.2.3.7): an exact length of time in nanoseconds, up to
/// 292 thousand million years either way. Every operation that leaves that range yields nullopt.
class DaysTimeDuration {
 public:
  constexpr DaysTimeDuration() = default;
  /// `seconds + nanoseconds / 1e9`; nanoseconds may be negative or beyond a second.
  static std::optional<DaysTimeDuration> of(std::int64_t seconds, std::int64_t nanoseconds = 0);
  /// `[-]PnDTnHnMn.nS`; at least one part, none after T missing; up to 9 digits of a fraction.
  static std::optional<DaysTimeDuration> parse(std::string_view text);

  /// Rounded towards minus infinity; `nanoseconds()` in [0, 1e9) is what remains.
  constexpr std::int64_t whole_seconds() const { return seconds_; }
  constexpr std::int32_t nanoseconds() const { return nanoseconds_; }
  constexpr bool is_negative() const { return seconds_ < 0; }
  constexpr bool is_zero() const { return seconds_ == 0 && nanoseconds_ == 0; }
  /// The length in seconds as a number, with its fraction.
  Decimal total_seconds() const;
  /// From a number of seconds, cut to nanoseconds towards zero.
  static std::optional<DaysTimeDuration> from_seconds(Decimal seconds);

  /// FEEL's properties days, hours, minutes, seconds: the normalised parts, each with the sign of
  /// the whole (DMN 1.5 table 65).
  std::int64_t days() const;
  std::int64_t hours() const;
  std::int64_t minutes() const;
  Decimal seconds() const;

  /// `PT0S`, `P1DT2H30M0.5S`, `-PT36H` is written `-P1DT12H`.
  std::string to_string() const;

  constexpr auto operator<=>(const DaysTimeDuration&) const = default;

 private:
  constexpr DaysTimeDuration(std::int64_t seconds, std::int32_t nanoseconds)
      : seconds_(seconds), nanoseconds_(nanoseconds) {}

  std::int64_t seconds_ = 0;
  std::int32_t nanoseconds_ = 0;  // [0, 1e9)
};

/// Years and months duration (DMN 1.5 §10.3.2.3.8): a number of months.
class YearsMonthsDuration {
 public:
  constexpr YearsMonthsDuration() = default;
  constexpr explicit YearsMonthsDuration(std::int64_t months) : months_(months) {}
  /// `[-]PnYnM`, at least one part.
  static std::optional<YearsMonthsDuration> parse(std::string_view text);

  constexpr std::int64_t total_months() const { return months_; }
  /// FEEL's properties, each with the sign of the whole.
  constexpr std::int64_t years() const { return months_ / 12; }
  constexpr std::int64_t months() const { return months_ % 12; }

  /// `P0M`, `P1Y2M`, `-P3M`.
  std::string to_string() const;

  constexpr auto operator<=>(const YearsMonthsDuration&) const = default;

 private:
  std::int64_t months_ = 0;
};

// nullopt where the result is out of range or the divisor is zero.
std::optional<DaysTimeDuration> add(DaysTimeDuration a, DaysTimeDuration b);
std::optional<DaysTimeDuration> subtract(DaysTimeDuration a, DaysTimeDuration b);
std::optional<DaysTimeDuration> multiply(DaysTimeDuration duration, Decimal factor);
std::optional<DaysTimeDuration> divide(DaysTimeDuration duration, Decimal divisor);
std::optional<Decimal> divide(DaysTimeDuration dividend, DaysTimeDuration divisor);
std::optional<DaysTimeDuration> negate(DaysTimeDuration duration);
std::optional<YearsMonthsDuration> add(YearsMonthsDuration a, YearsMonthsDuration b);
std::optional<YearsMonthsDuration> subtract(YearsMonthsDuration a, YearsMonthsDuration b);
/// Whole months, cut towards zero.
std::optional<YearsMonthsDuration> multiply(YearsMonthsDuration duration, Decimal factor);
std::optional<YearsMonthsDuration> divide(YearsMonthsDuration duration, Decimal divisor);
std::optional<Decimal> divide(YearsMonthsDuration dividend, YearsMonthsDuration divisor);
std::optional<YearsMonthsDuration> negate(YearsMonthsDuration duration);

}  // namespace umlauf::calendar
