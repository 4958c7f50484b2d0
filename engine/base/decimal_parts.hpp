#pragma once

#include <array>
#include <cstdint>
#include <optional>

#include "engine/base/decimal.hpp"

/// What a Decimal is made of; private to engine/base.
namespace umlauf::decimal_parts {

__extension__ typedef unsigned __int128 Wide;

inline constexpr std::int32_t kDigits = 34;
inline constexpr std::int32_t kBias = 6176;
inline constexpr std::int32_t kExponentMin = -6176;
inline constexpr std::int32_t kExponentMax = 6111;

inline constexpr std::array<Wide, 39> kPowersOfTen = [] {
  std::array<Wide, 39> powers{};
  powers[0] = 1;
  for (std::size_t i = 1; i < powers.size(); ++i) powers[i] = powers[i - 1] * 10;
  return powers;
}();
inline constexpr Wide kCoefficientEnd = kPowersOfTen[34];

/// value = (-1)^negative * coefficient * 10^exponent. Finite values with a coefficient of at most
/// 34 digits never use the encoding's second form (IEEE 754-2008 §3.5.2), so that the three fields
/// lie at fixed places.
struct Parts {
  bool negative = false;
  std::int32_t exponent = 0;
  Wide coefficient = 0;
};

inline Parts unpack(Decimal::Bits bits) {
  const Wide high = bits.high & 0x0001ffffffffffffULL;
  return {(bits.high >> 63) != 0, static_cast<std::int32_t>((bits.high >> 49) & 0x3fff) - kBias,
          (high << 64) | bits.low};
}

/// Zero has no sign.
inline Decimal::Bits pack(bool negative, std::int32_t exponent, Wide coefficient) {
  Decimal::Bits bits;
  bits.low = static_cast<std::uint64_t>(coefficient);
  bits.high = static_cast<std::uint64_t>(coefficient >> 64) |
              (static_cast<std::uint64_t>(exponent + kBias) << 49);
  if (negative && coefficient != 0) bits.high |= 1ULL << 63;
  return bits;
}

inline std::int32_t digit_count(Wide coefficient) {
  std::int32_t digits = 0;
  while (digits < 39 && coefficient >= kPowersOfTen[static_cast<std::size_t>(digits)]) ++digits;
  return digits;
}

/// coefficient / 10^digits, rounded half-even; `sticky` says that non-zero digits were cut off
/// before.
inline Wide cut_half_even(Wide coefficient, std::int32_t digits, bool sticky) {
  const Wide unit = kPowersOfTen[static_cast<std::size_t>(digits)];
  Wide quotient = coefficient / unit;
  const Wide rest = coefficient % unit;
  const Wide half = unit / 2;
  if (rest > half || (rest == half && (sticky || (quotient & 1) != 0))) ++quotient;
  return quotient;
}

}  // namespace umlauf::decimal_parts
