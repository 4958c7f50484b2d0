#include "engine/base/decimal.hpp"

#include <bid_conf.h>
#include <bid_functions.h>

#include <cmath>
#include <limits>

#include "engine/base/decimal_parts.hpp"

namespace umlauf {

using namespace decimal_parts;

namespace {

// The library wants its values on 16 byte boundaries; ours lie anywhere.
BID_UINT128 to_library(Decimal::Bits bits) {
  BID_UINT128 value;
  value.w[0] = bits.low;
  value.w[1] = bits.high;
  return value;
}

std::optional<Decimal> from_library(BID_UINT128 value) {
  return Decimal::from_bits({value.w[0], value.w[1]});
}

constexpr _IDEC_round kNearestEven = BID_ROUNDING_TO_NEAREST;

// Numbers of one exponent, or with coefficients below 2^64 and exponents at most this far apart:
// the scaled coefficient stays below 1.9E33.
constexpr std::int32_t kScaleMax = 14;

struct Aligned {
  bool possible = false;
  std::int32_t exponent = 0;
  Wide a = 0;
  Wide b = 0;
};

inline Aligned align(const Parts& a, const Parts& b) {
  const std::int32_t distance = a.exponent - b.exponent;
  if (distance == 0) return {true, a.exponent, a.coefficient, b.coefficient};
  if ((a.coefficient >> 64) != 0 || (b.coefficient >> 64) != 0) return {};
  if (distance > 0) {
    if (distance > kScaleMax) return {};
    return {true, b.exponent, a.coefficient * kPowersOfTen[static_cast<std::size_t>(distance)],
            b.coefficient};
  }
  if (-distance > kScaleMax) return {};
  return {true, a.exponent, a.coefficient,
          b.coefficient * kPowersOfTen[static_cast<std::size_t>(-distance)]};
}

_IDEC_round library_mode(Rounding rounding, bool negative) {
  switch (rounding) {
    case Rounding::HalfEven:
      return BID_ROUNDING_TO_NEAREST;
    case Rounding::HalfUp:
      return BID_ROUNDING_TIES_AWAY;
    case Rounding::HalfDown:  // decided by the caller
    case Rounding::Down:
      return BID_ROUNDING_TO_ZERO;
    case Rounding::Up:
      return negative ? BID_ROUNDING_DOWN : BID_ROUNDING_UP;
    case Rounding::Floor:
      return BID_ROUNDING_DOWN;
    case Rounding::Ceiling:
      return BID_ROUNDING_UP;
  }
  return BID_ROUNDING_TO_NEAREST;
}

}  // namespace

Decimal::Decimal(std::int64_t integer) {
  const bool negative = integer < 0;
  const auto magnitude = static_cast<std::uint64_t>(integer);
  bits_ = pack(negative, 0, negative ? 0 - magnitude : magnitude);
}

std::optional<Decimal> Decimal::from_bits(Bits bits) {
  // Infinities and NaNs, and the second form of the encoding, which only non-canonical numbers use.
  if ((bits.high & 0x6000000000000000ULL) == 0x6000000000000000ULL) return std::nullopt;
  const Parts parts = unpack(bits);
  if (parts.coefficient >= kCoefficientEnd) return std::nullopt;
  Decimal result;
  result.bits_ = parts.coefficient == 0 ? pack(false, parts.exponent, 0) : bits;
  return result;
}

std::optional<std::int64_t> Decimal::to_int64() const {
  const Parts parts = unpack(bits_);
  if (parts.coefficient == 0) return 0;
  Wide magnitude = parts.coefficient;
  if (parts.exponent > 0) {
    if (parts.exponent > 18 || (magnitude >> 64) != 0) return std::nullopt;
    magnitude *= kPowersOfTen[static_cast<std::size_t>(parts.exponent)];
  } else if (parts.exponent < 0) {
    if (parts.exponent < -kDigits) return std::nullopt;
    const Wide unit = kPowersOfTen[static_cast<std::size_t>(-parts.exponent)];
    if (magnitude % unit != 0) return std::nullopt;
    magnitude /= unit;
  }
  const Wide limit = Wide{1} << 63;
  if (magnitude > limit || (magnitude == limit && !parts.negative)) return std::nullopt;
  const auto low = static_cast<std::uint64_t>(magnitude);
  return static_cast<std::int64_t>(parts.negative ? 0 - low : low);
}

double Decimal::to_double() const {
  _IDEC_flags flags = 0;
  return bid128_to_binary64(to_library(bits_), kNearestEven, &flags);
}

bool Decimal::is_integer() const {
  const Parts parts = unpack(bits_);
  if (parts.exponent >= 0 || parts.coefficient == 0) return true;
  if (parts.exponent < -kDigits) return false;
  return parts.coefficient % kPowersOfTen[static_cast<std::size_t>(-parts.exponent)] == 0;
}

bool Decimal::is_zero() const { return unpack(bits_).coefficient == 0; }

bool Decimal::is_negative() const { return (bits_.high >> 63) != 0; }

std::optional<Decimal> add(Decimal a, Decimal b) {
  const Parts left = unpack(a.bits_);
  const Parts right = unpack(b.bits_);
  const Aligned both = align(left, right);
  // Of two long coefficients the sum may have a digit too many, which the library rounds.
  if (both.possible && (left.negative != right.negative || both.a + both.b < kCoefficientEnd)) {
    Decimal result;
    if (left.negative == right.negative)
      result.bits_ = pack(left.negative, both.exponent, both.a + both.b);
    else if (both.a >= both.b)
      result.bits_ = pack(left.negative, both.exponent, both.a - both.b);
    else
      result.bits_ = pack(right.negative, both.exponent, both.b - both.a);
    return result;
  }
  _IDEC_flags flags = 0;
  return from_library(bid128_add(to_library(a.bits_), to_library(b.bits_), kNearestEven, &flags));
}

std::optional<Decimal> subtract(Decimal a, Decimal b) { return add(a, negate(b)); }

std::optional<Decimal> multiply(Decimal a, Decimal b) {
  const Parts left = unpack(a.bits_);
  const Parts right = unpack(b.bits_);
  const std::int32_t exponent = left.exponent + right.exponent;
  if ((left.coefficient >> 64) == 0 && (right.coefficient >> 64) == 0 && exponent >= kExponentMin &&
      exponent <= kExponentMax) {
    const Wide product = left.coefficient * right.coefficient;
    if (product < kCoefficientEnd) {
      Decimal result;
      result.bits_ = pack(left.negative != right.negative, exponent, product);
      return result;
    }
  }
  _IDEC_flags flags = 0;
  return from_library(bid128_mul(to_library(a.bits_), to_library(b.bits_), kNearestEven, &flags));
}

std::optional<Decimal> divide(Decimal a, Decimal b) {
  if (b.is_zero()) return std::nullopt;
  _IDEC_flags flags = 0;
  return from_library(bid128_div(to_library(a.bits_), to_library(b.bits_), kNearestEven, &flags));
}

std::optional<Decimal> power(Decimal base, Decimal exponent) {
  // DMN 1.5 table 60.
  const Decimal exponent_max(999'999'999);
  if (exponent > exponent_max || exponent < negate(exponent_max)) return std::nullopt;
  const std::optional<std::int64_t> whole = exponent.to_int64();
  if (whole && *whole == 0) return Decimal(1);
  if (base.is_zero() && exponent.is_negative()) return std::nullopt;
  _IDEC_flags flags = 0;
  // Whole exponents by squaring: where no step had to round, the result is exact, which the
  // library's own function does not promise.
  if (whole && *whole > 0 && *whole <= 20000) {
    BID_UINT128 result = to_library(Decimal(1).bits_);
    BID_UINT128 square = to_library(base.bits_);
    for (std::int64_t rest = *whole; rest != 0 && (flags & BID_INEXACT_EXCEPTION) == 0;) {
      if ((rest & 1) != 0) result = bid128_mul(result, square, kNearestEven, &flags);
      rest >>= 1;
      if (rest != 0) square = bid128_mul(square, square, kNearestEven, &flags);
    }
    if ((flags & BID_INEXACT_EXCEPTION) == 0) return from_library(result);
  }
  if (whole && *whole < 0 && *whole >= -20000) {
    const std::optional<Decimal> inverse = power(base, Decimal(-*whole));
    if (inverse) return divide(Decimal(1), *inverse);
  }
  flags = 0;
  return from_library(
      bid128_pow(to_library(base.bits_), to_library(exponent.bits_), kNearestEven, &flags));
}

std::optional<Decimal> modulo(Decimal a, Decimal b) {
  if (b.is_zero()) return std::nullopt;
  _IDEC_flags flags = 0;
  // The truncated remainder is exact at any distance of the two; moved by one divisor where the
  // signs differ it is the floored one.
  const std::optional<Decimal> rest =
      from_library(bid128_fmod(to_library(a.bits_), to_library(b.bits_), &flags));
  if (!rest || rest->is_zero() || rest->is_negative() == b.is_negative()) return rest;
  return add(*rest, b);
}

std::optional<Decimal> square_root(Decimal a) {
  if (a.is_negative()) return std::nullopt;
  _IDEC_flags flags = 0;
  return from_library(bid128_sqrt(to_library(a.bits_), kNearestEven, &flags));
}

std::optional<Decimal> exponential(Decimal a) {
  _IDEC_flags flags = 0;
  return from_library(bid128_exp(to_library(a.bits_), kNearestEven, &flags));
}

std::optional<Decimal> natural_logarithm(Decimal a) {
  if (a.is_zero() || a.is_negative()) return std::nullopt;
  _IDEC_flags flags = 0;
  return from_library(bid128_log(to_library(a.bits_), kNearestEven, &flags));
}

std::optional<Decimal> round(Decimal a, std::int32_t scale, Rounding rounding) {
  if (scale > -kExponentMin || scale < -kExponentMax) return std::nullopt;
  const Parts parts = unpack(a.bits_);
  // Nothing to round, and no room for the zeros that the scale asks for: the number is as it is.
  if (parts.exponent >= -scale && digit_count(parts.coefficient) + parts.exponent + scale > kDigits)
    return a;
  _IDEC_flags flags = 0;
  const BID_UINT128 unit = to_library(pack(false, -scale, 1));
  const std::optional<Decimal> rounded = from_library(
      bid128_quantize(to_library(a.bits_), unit, library_mode(rounding, parts.negative), &flags));
  if (!rounded || rounding != Rounding::HalfDown) return rounded;
  const std::optional<Decimal> rest = subtract(a, *rounded);
  const std::optional<Decimal> doubled = rest ? add(*rest, *rest) : std::nullopt;
  const Decimal step = *from_library(unit);
  if (!doubled || absolute(*doubled) <= step) return rounded;
  return add(*rounded, parts.negative ? negate(step) : step);
}

Decimal negate(Decimal a) {
  if (!a.is_zero()) a.bits_.high ^= 1ULL << 63;
  return a;
}

Decimal absolute(Decimal a) {
  a.bits_.high &= ~(1ULL << 63);
  return a;
}

bool operator==(Decimal a, Decimal b) {
  if (a.bits_.low == b.bits_.low && a.bits_.high == b.bits_.high) return true;
  return (a <=> b) == std::strong_ordering::equal;
}

std::strong_ordering operator<=>(Decimal a, Decimal b) {
  const Parts left = unpack(a.bits_);
  const Parts right = unpack(b.bits_);
  if (left.negative != right.negative)
    return left.negative ? std::strong_ordering::less : std::strong_ordering::greater;
  if (const Aligned both = align(left, right); both.possible) {
    if (both.a == both.b) return std::strong_ordering::equal;
    return (both.a < both.b) != left.negative ? std::strong_ordering::less
                                              : std::strong_ordering::greater;
  }
  _IDEC_flags flags = 0;
  const BID_UINT128 x = to_library(a.bits_);
  const BID_UINT128 y = to_library(b.bits_);
  if (bid128_quiet_less(x, y, &flags) != 0) return std::strong_ordering::less;
  if (bid128_quiet_greater(x, y, &flags) != 0) return std::strong_ordering::greater;
  return std::strong_ordering::equal;
}

}  // namespace umlauf
