#pragma once

#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace umlauf {

enum class Rounding : std::uint8_t { HalfEven, HalfUp, HalfDown, Up, Down, Floor, Ceiling };

/// A decimal number of 34 significant digits (IEEE 754-2008 decimal128, DMN 1.5 §10.3.2.3.1):
/// 16 bytes, trivially copyable, never NaN and never infinite. Operations whose exact result does
/// not exist or does not fit (division by zero, sqrt(-1), overflow) yield nullopt. Results are
/// rounded half-even to 34 digits.
class Decimal {
 public:
  constexpr Decimal() = default;  ///< 0
  Decimal(std::int64_t integer);
  Decimal(int integer) : Decimal(static_cast<std::int64_t>(integer)) {}

  /// `-12.50`, `.5`, `1.5E+40`. Digits beyond the 34th are rounded half-even. nullopt where the
  /// text is no number or is out of range.
  static std::optional<Decimal> parse(std::string_view text);
  /// Shortest plain text, without exponent while the plain form has at most 40 characters:
  /// `0.1`, `-12.50`, `100`; `1E+400` beyond.
  std::string to_string() const;

  /// nullopt where it is no integer or does not fit.
  std::optional<std::int64_t> to_int64() const;
  double to_double() const;
  static std::optional<Decimal> from_double(double value);

  bool is_integer() const;
  bool is_zero() const;
  bool is_negative() const;

  friend std::optional<Decimal> add(Decimal a, Decimal b);
  friend std::optional<Decimal> subtract(Decimal a, Decimal b);
  friend std::optional<Decimal> multiply(Decimal a, Decimal b);
  friend std::optional<Decimal> divide(Decimal a, Decimal b);
  friend std::optional<Decimal> power(Decimal base, Decimal exponent);
  /// a - b * floor(a / b), DMN 1.5 §10.3.4.5.
  friend std::optional<Decimal> modulo(Decimal a, Decimal b);
  friend std::optional<Decimal> square_root(Decimal a);
  friend std::optional<Decimal> exponential(Decimal a);
  friend std::optional<Decimal> natural_logarithm(Decimal a);
  /// Rounded to `scale` digits after the point (negative: before it).
  friend std::optional<Decimal> round(Decimal a, std::int32_t scale, Rounding rounding);
  friend Decimal negate(Decimal a);
  friend Decimal absolute(Decimal a);

  /// Numeric: 1.0 == 1.
  friend bool operator==(Decimal a, Decimal b);
  friend std::strong_ordering operator<=>(Decimal a, Decimal b);

  /// The 16 bytes of the binary integer decimal encoding, for compact storage; `from_bits` refuses
  /// what is not finite.
  struct Bits {
    std::uint64_t low = 0;
    std::uint64_t high = 0;
  };
  Bits bits() const { return bits_; }
  static std::optional<Decimal> from_bits(Bits bits);

 private:
  // 0E0 in binary integer decimal: exponent bias 6176 << 49.
  Bits bits_{0, 0x3040000000000000ULL};
};

// As above; so that they can be called by their qualified names as well.
std::optional<Decimal> add(Decimal a, Decimal b);
std::optional<Decimal> subtract(Decimal a, Decimal b);
std::optional<Decimal> multiply(Decimal a, Decimal b);
std::optional<Decimal> divide(Decimal a, Decimal b);
Decimal negate(Decimal a);
Decimal absolute(Decimal a);

}  // namespace umlauf
