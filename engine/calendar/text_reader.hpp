#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

/// Reading and writing the pieces of temporal texts; private to engine/calendar.
namespace umlauf::calendar {

class TextReader {
 public:
  explicit TextReader(std::string_view text) : rest_(text) {}

  bool at_end() const { return rest_.empty(); }
  char peek() const { return rest_.empty() ? '\0' : rest_.front(); }
  std::string_view rest() const { return rest_; }

  bool take(char expected) {
    if (peek() != expected || rest_.empty()) return false;
    rest_.remove_prefix(1);
    return true;
  }
  /// All digits that follow, at least `minimum` and at most `maximum` (<= 18) of them.
  std::optional<std::int64_t> digits(std::size_t minimum, std::size_t maximum) {
    std::size_t count = 0;
    std::int64_t number = 0;
    while (count < rest_.size() && rest_[count] >= '0' && rest_[count] <= '9') {
      if (count == maximum) return std::nullopt;
      number = number * 10 + (rest_[count++] - '0');
    }
    if (count < minimum) return std::nullopt;
    rest_.remove_prefix(count);
    return number;
  }
  std::optional<std::int64_t> two_digits() { return digits(2, 2); }
  /// Digits of a fraction as nanoseconds, at least `minimum` of them.
  std::optional<std::int64_t> nanoseconds(std::size_t minimum = 1) {
    const std::size_t before = rest_.size();
    std::optional<std::int64_t> number = digits(minimum, 9);
    if (!number) return std::nullopt;
    for (std::size_t count = before - rest_.size(); count < 9; ++count) *number *= 10;
    return number;
  }

 private:
  std::string_view rest_;
};

/// At least `width` digits.
inline void append_padded(std::string& out, std::int64_t number, std::size_t width) {
  const std::string digits = std::to_string(number);
  if (digits.size() < width) out.append(width - digits.size(), '0');
  out += digits;
}

/// `.5` for 500,000,000 nanoseconds; nothing for none.
inline void append_fraction(std::string& out, std::int64_t nanoseconds) {
  if (nanoseconds == 0) return;
  out += '.';
  append_padded(out, nanoseconds, 9);
  while (out.back() == '0') out.pop_back();
}

inline constexpr std::int64_t kDaySeconds = 86'400;
inline constexpr std::int64_t kNanosecondsPerSecond = 1'000'000'000;
inline constexpr std::int64_t kDayNanoseconds = kDaySeconds * kNanosecondsPerSecond;

/// Towards minus infinity.
constexpr std::int64_t floor_divide(std::int64_t a, std::int64_t b) {
  return a / b - (a % b != 0 && (a % b < 0) != (b < 0) ? 1 : 0);
}
constexpr std::int64_t floor_modulo(std::int64_t a, std::int64_t b) {
  const std::int64_t rest = a % b;
  return rest != 0 && (rest < 0) != (b < 0) ? rest + b : rest;
}

}  // namespace umlauf::calendar
