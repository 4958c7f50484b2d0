#include <charconv>
#include <cmath>

#include "engine/base/decimal.hpp"
#include "engine/base/decimal_parts.hpp"

namespace umlauf {

using namespace decimal_parts;

namespace {

// The plain form may have this many characters (a sign not counted) before the exponent is shorter
// to read; integers of 34 digits with a few zeros behind still come out plain.
constexpr std::int32_t kPlainMax = 40;

bool is_digit(char c) { return c >= '0' && c <= '9'; }

struct Digits {
  Wide coefficient = 0;
  std::int32_t kept = 0;     // significant digits in the coefficient
  std::int64_t dropped = 0;  // digits left of the point that did not fit any more
  std::int64_t scale = 0;    // digits right of the point that are in the coefficient
  bool any = false;
  bool sticky = false;  // a dropped digit was not zero

  // One digit more than 34 is kept, the rest only matters for ties.
  void take(char digit, bool behind_point) {
    any = true;
    const auto value = static_cast<unsigned>(digit - '0');
    if (kept > kDigits) {
      sticky = sticky || value != 0;
      if (!behind_point) ++dropped;
      return;
    }
    coefficient = coefficient * 10 + value;
    if (coefficient != 0) ++kept;
    if (behind_point) ++scale;
  }
};

std::optional<std::int64_t> parse_exponent(std::string_view text) {
  if (!text.empty() && text.front() == '+') text.remove_prefix(1);
  if (text.empty() || (text.front() != '-' && !is_digit(text.front()))) return std::nullopt;
  std::int64_t exponent = 0;
  const auto [end, failure] = std::from_chars(text.data(), text.data() + text.size(), exponent);
  if (end != text.data() + text.size()) return std::nullopt;
  // Out of the range of 64 bits is out of ours as well; the sign decides for which end.
  if (failure == std::errc::result_out_of_range || exponent > 1'000'000 || exponent < -1'000'000)
    return text.front() == '-' ? -1'000'000 : 1'000'000;
  return exponent;
}

// coefficient * 10^exponent, rounded half-even to what the format holds.
std::optional<Decimal> fit(bool negative, Wide coefficient, std::int64_t exponent, bool sticky) {
  if (coefficient == 0) {
    if (exponent < kExponentMin || exponent > kExponentMax) exponent = 0;
    return Decimal::from_bits(pack(false, static_cast<std::int32_t>(exponent), 0));
  }
  std::int64_t cut = digit_count(coefficient) - kDigits;
  if (cut < 0) cut = 0;
  if (exponent + cut < kExponentMin) cut = kExponentMin - exponent;
  if (cut > kDigits + 2) return Decimal();
  if (cut > 0) {
    coefficient = cut_half_even(coefficient, static_cast<std::int32_t>(cut), sticky);
    exponent += cut;
    if (coefficient == kCoefficientEnd) {
      coefficient /= 10;
      ++exponent;
    }
  }
  while (exponent > kExponentMax && coefficient < kCoefficientEnd / 10) {
    coefficient *= 10;
    --exponent;
  }
  if (exponent > kExponentMax) return std::nullopt;
  return Decimal::from_bits(pack(negative, static_cast<std::int32_t>(exponent), coefficient));
}

std::string digits_of(Wide coefficient) {
  char buffer[40];
  char* position = buffer + sizeof buffer;
  while ((coefficient >> 64) != 0) {
    *--position = static_cast<char>('0' + static_cast<int>(coefficient % 10));
    coefficient /= 10;
  }
  auto rest = static_cast<std::uint64_t>(coefficient);
  do {
    *--position = static_cast<char>('0' + rest % 10);
    rest /= 10;
  } while (rest != 0);
  return std::string(position, buffer + sizeof buffer);
}

std::string scientific(std::string digits, std::int64_t exponent) {
  while (digits.size() > 1 && digits.back() == '0') {
    digits.pop_back();
    ++exponent;
  }
  exponent += static_cast<std::int64_t>(digits.size()) - 1;
  std::string text(1, digits.front());
  if (digits.size() > 1) text += '.' + digits.substr(1);
  return text + (exponent < 0 ? "E-" : "E+") + std::to_string(exponent < 0 ? -exponent : exponent);
}

}  // namespace

std::optional<Decimal> Decimal::parse(std::string_view text) {
  const bool negative = !text.empty() && text.front() == '-';
  if (negative) text.remove_prefix(1);
  Digits digits;
  std::size_t i = 0;
  while (i < text.size() && is_digit(text[i])) digits.take(text[i++], false);
  if (i < text.size() && text[i] == '.') {
    const std::size_t point = i++;
    while (i < text.size() && is_digit(text[i])) digits.take(text[i++], true);
    if (i == point + 1) return std::nullopt;
  }
  if (!digits.any) return std::nullopt;
  std::int64_t exponent = 0;
  if (i < text.size()) {
    if (text[i] != 'e' && text[i] != 'E') return std::nullopt;
    const std::optional<std::int64_t> written = parse_exponent(text.substr(i + 1));
    if (!written) return std::nullopt;
    exponent = *written;
  }
  return fit(negative, digits.coefficient, exponent + digits.dropped - digits.scale, digits.sticky);
}

std::string Decimal::to_string() const {
  const Parts parts = unpack(bits_);
  std::string digits = digits_of(parts.coefficient);
  const auto length = static_cast<std::int32_t>(digits.size());
  const std::string sign = parts.negative ? "-" : "";
  if (parts.coefficient == 0 && (parts.exponent > 0 || parts.exponent < -kPlainMax + 2)) return "0";
  if (parts.exponent >= 0) {
    if (length + parts.exponent > kPlainMax) return sign + scientific(digits, parts.exponent);
    return sign + digits + std::string(static_cast<std::size_t>(parts.exponent), '0');
  }
  if (length > -parts.exponent)
    return sign + digits.insert(digits.size() - static_cast<std::size_t>(-parts.exponent), 1, '.');
  if (2 - parts.exponent > kPlainMax) return sign + scientific(digits, parts.exponent);
  return sign + "0." + std::string(static_cast<std::size_t>(-parts.exponent - length), '0') +
         digits;
}

std::optional<Decimal> Decimal::from_double(double value) {
  if (!std::isfinite(value)) return std::nullopt;
  char buffer[64];
  const auto written = std::to_chars(buffer, buffer + sizeof buffer, value);
  return parse({buffer, static_cast<std::size_t>(written.ptr - buffer)});
}

}  // namespace umlauf
