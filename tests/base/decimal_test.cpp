#include "engine/base/decimal.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <limits>
#include <random>
#include <string>
#include <vector>

namespace umlauf {
namespace {

Decimal number(std::string_view text) {
  const std::optional<Decimal> parsed = Decimal::parse(text);
  EXPECT_TRUE(parsed) << text;
  return parsed.value_or(Decimal());
}

std::string shown(const std::optional<Decimal>& value) {
  return value ? value->to_string() : "none";
}

struct Vector {
  char operation;
  const char* a;
  const char* b;
  const char* result;
};

const Vector kVectors[] = {
#include "decimal_vectors.inc"
};

TEST(Decimal, AgreesWithAnIndependentImplementationTo34Digits) {
  for (const Vector& vector : kVectors) {
    const Decimal a = number(vector.a);
    const Decimal b = number(vector.b);
    std::optional<Decimal> result;
    if (vector.operation == '+') result = add(a, b);
    if (vector.operation == '*') result = multiply(a, b);
    if (vector.operation == '/') result = divide(a, b);
    ASSERT_TRUE(result);
    EXPECT_EQ(*result, number(vector.result)) << vector.a << ' ' << vector.operation << ' '
                                              << vector.b << " gave " << result->to_string();
  }
}

TEST(Decimal, PrintsPlainly) {
  const std::pair<const char*, const char*> cases[] = {
      {"0", "0"},
      {"-0", "0"},
      {"0.00", "0.00"},
      {"0.1", "0.1"},
      {".5", "0.5"},
      {"-12.50", "-12.50"},
      {"100", "100"},
      {"1E2", "100"},
      {"1e+2", "100"},
      {"12E-1", "1.2"},
      {"1.5E+40", "1.5E+40"},
      {"1E39", "1000000000000000000000000000000000000000"},
      {"1E-7", "0.0000001"},
      {"1E-60", "1E-60"},
      {"-1.25E-60", "-1.25E-60"},
      {"1E400", "1E+400"},
      {"007", "7"},
      {"1234567890123456789012345678901234", "1234567890123456789012345678901234"},
      {"0.0000012345", "0.0000012345"},
      {"9999999999999999999999999999999999.5", "10000000000000000000000000000000000"},
      {"1E-7000", "0"},
      {"0E+9000", "0"},
      {"1E6144", "1E+6144"},
      {"1E-6176", "1E-6176"},
      {"5E-6177", "0"},
      {"6E-6177", "1E-6176"},
      {"15E-6177", "2E-6176"},
      {"0.000000000000000000000000000000000000000000000001", "1E-48"},
  };
  for (const auto& [text, expected] : cases)
    EXPECT_EQ(shown(Decimal::parse(text)), expected) << text;
}

TEST(Decimal, RefusesWhatIsNoNumber) {
  for (const char* text : {"",        "-",   "+1",       ".",   "1.",     "1..2",
                           "1e",      "1E+", "1e-+3",    "--1", " 1",     "1 ",
                           "0x10",    "NaN", "Infinity", "1,5", "1E6145", "1E99999999999999999999",
                           "10E6144", "-.e5"})
    EXPECT_FALSE(Decimal::parse(text)) << text;
}

TEST(Decimal, RoundsTiesToEvenWhenReading) {
  const std::pair<const char*, const char*> cases[] = {
      {"1234567890123456789012345678901234.5", "1234567890123456789012345678901234"},
      {"1234567890123456789012345678901235.5", "1234567890123456789012345678901236"},
      {"1234567890123456789012345678901234.50000000000000000001",
       "1234567890123456789012345678901235"},
      {"12345678901234567890123456789012345", "12345678901234567890123456789012340"},
      {"12345678901234567890123456789012355", "12345678901234567890123456789012360"},
      {"123456789012345678901234567890123450001", "123456789012345678901234567890123500000"},
  };
  for (const auto& [text, expected] : cases)
    EXPECT_EQ(number(text), number(expected)) << text << " gave " << number(text).to_string();
}

TEST(Decimal, HasNoResultWhereMathematicsHasNone) {
  EXPECT_FALSE(divide(Decimal(1), Decimal(0)));
  EXPECT_FALSE(divide(Decimal(0), Decimal(0)));
  EXPECT_FALSE(modulo(Decimal(1), Decimal(0)));
  EXPECT_FALSE(square_root(Decimal(-1)));
  EXPECT_FALSE(natural_logarithm(Decimal(0)));
  EXPECT_FALSE(natural_logarithm(Decimal(-1)));
  EXPECT_FALSE(power(Decimal(0), Decimal(-1)));
  EXPECT_FALSE(power(Decimal(-2), number("0.5")));
  EXPECT_FALSE(multiply(number("1E6000"), number("1E6000")));
  EXPECT_FALSE(add(number("9999999999999999999999999999999999E6111"), number("1E6140")));
  EXPECT_FALSE(exponential(number("1E6")));
  EXPECT_FALSE(Decimal::from_double(std::numeric_limits<double>::infinity()));
  EXPECT_FALSE(Decimal::from_double(std::numeric_limits<double>::quiet_NaN()));
  EXPECT_FALSE(Decimal::from_bits({0, 0x7800000000000000ULL}));
  EXPECT_FALSE(Decimal::from_bits({0, 0x7c00000000000000ULL}));
  EXPECT_FALSE(Decimal::from_bits({~0ULL, 0x3041ffffffffffffULL}));
}

TEST(Decimal, ComputesTheHigherFunctions) {
  EXPECT_EQ(shown(square_root(Decimal(2))), "1.414213562373095048801688724209698");
  EXPECT_EQ(shown(square_root(Decimal(16))), "4");
  EXPECT_EQ(shown(exponential(Decimal(0))), "1");
  EXPECT_EQ(shown(natural_logarithm(Decimal(1))), "0");
  EXPECT_EQ(shown(natural_logarithm(Decimal(10))), "2.302585092994045684017991454684364");
  EXPECT_EQ(shown(power(Decimal(2), Decimal(100))), "1267650600228229401496703205376");
  EXPECT_EQ(shown(power(Decimal(2), Decimal(-2))), "0.25");
  EXPECT_EQ(shown(power(number("1.1"), Decimal(3))), "1.331");
  EXPECT_EQ(shown(power(Decimal(-2), Decimal(3))), "-8");
  EXPECT_EQ(shown(power(Decimal(0), Decimal(0))), "1");
  EXPECT_EQ(power(Decimal(4), number("0.5")), Decimal(2));
  EXPECT_EQ(shown(power(number("10"), Decimal(50))), "1E+50");
  EXPECT_TRUE(power(number("1.0000001"), Decimal(20001)));
}

TEST(Decimal, ModuloHasTheSignOfTheDivisor) {
  const char* cases[][3] = {{"12", "5", "2"},         {"-12", "5", "3"},
                            {"12", "-5", "-3"},       {"-12", "-5", "-2"},
                            {"10.1", "4.5", "1.1"},   {"-10.1", "4.5", "3.4"},
                            {"10.1", "-4.5", "-3.4"}, {"-10.1", "-4.5", "-1.1"},
                            {"5", "5", "0"},          {"1E30", "7", "1"}};
  for (const auto& row : cases)
    EXPECT_EQ(modulo(number(row[0]), number(row[1])), number(row[2]))
        << row[0] << " mod " << row[1] << " gave " << shown(modulo(number(row[0]), number(row[1])));
}

struct RoundingCase {
  const char* value;
  int scale;
  const char* half_even;
  const char* half_up;
  const char* half_down;
  const char* up;
  const char* down;
  const char* floor;
  const char* ceiling;
};

TEST(Decimal, RoundsInEveryDirection) {
  const RoundingCase cases[] = {
      {"2.5", 0, "2", "3", "2", "3", "2", "2", "3"},
      {"3.5", 0, "4", "4", "3", "4", "3", "3", "4"},
      {"-2.5", 0, "-2", "-3", "-2", "-3", "-2", "-3", "-2"},
      {"1.1", 0, "1", "1", "1", "2", "1", "1", "2"},
      {"-1.1", 0, "-1", "-1", "-1", "-2", "-1", "-2", "-1"},
      {"2.51", 0, "3", "3", "3", "3", "2", "2", "3"},
      {"1.126", 2, "1.13", "1.13", "1.13", "1.13", "1.12", "1.12", "1.13"},
      {"1.125", 2, "1.12", "1.13", "1.12", "1.13", "1.12", "1.12", "1.13"},
      {"1250", -2, "1200", "1300", "1200", "1300", "1200", "1200", "1300"},
      {"7", 2, "7.00", "7.00", "7.00", "7.00", "7.00", "7.00", "7.00"},
      {"1234567890123456789012345678901234", 3, "1234567890123456789012345678901234",
       "1234567890123456789012345678901234", "1234567890123456789012345678901234",
       "1234567890123456789012345678901234", "1234567890123456789012345678901234",
       "1234567890123456789012345678901234", "1234567890123456789012345678901234"},
      {"0.4", -3, "0", "0", "0", "1000", "0", "0", "1000"},
  };
  for (const RoundingCase& row : cases) {
    const auto rounded = [&row](Rounding rounding) {
      return shown(round(number(row.value), row.scale, rounding));
    };
    EXPECT_EQ(rounded(Rounding::HalfEven), row.half_even) << row.value;
    EXPECT_EQ(rounded(Rounding::HalfUp), row.half_up) << row.value;
    EXPECT_EQ(rounded(Rounding::HalfDown), row.half_down) << row.value;
    EXPECT_EQ(rounded(Rounding::Up), row.up) << row.value;
    EXPECT_EQ(rounded(Rounding::Down), row.down) << row.value;
    EXPECT_EQ(rounded(Rounding::Floor), row.floor) << row.value;
    EXPECT_EQ(rounded(Rounding::Ceiling), row.ceiling) << row.value;
  }
  EXPECT_FALSE(round(Decimal(1), 6177, Rounding::HalfEven));
  EXPECT_FALSE(round(Decimal(1), -6112, Rounding::HalfEven));
}

TEST(Decimal, ConvertsToIntegersAndDoubles) {
  constexpr std::int64_t kSmallest = std::numeric_limits<std::int64_t>::min();
  constexpr std::int64_t kLargest = std::numeric_limits<std::int64_t>::max();
  EXPECT_EQ(Decimal(kSmallest).to_int64(), kSmallest);
  EXPECT_EQ(Decimal(kLargest).to_int64(), kLargest);
  EXPECT_EQ(Decimal(kSmallest).to_string(), "-9223372036854775808");
  EXPECT_FALSE(number("9223372036854775808").to_int64());
  EXPECT_FALSE(number("1E19").to_int64());
  EXPECT_FALSE(number("1.5").to_int64());
  EXPECT_EQ(number("15E1").to_int64(), 150);
  EXPECT_EQ(number("1.50E1").to_int64(), 15);
  EXPECT_TRUE(number("1.0").is_integer());
  EXPECT_FALSE(number("1.01").is_integer());
  EXPECT_FALSE(number("1E-300").is_integer());
  EXPECT_EQ(number("0.1").to_double(), 0.1);
  EXPECT_EQ(shown(Decimal::from_double(0.1)), "0.1");
  EXPECT_EQ(Decimal::from_double(1e300), number("1E300"));
}

TEST(Decimal, EqualityIsOfValuesNotOfSpellings) {
  EXPECT_EQ(number("1.0"), Decimal(1));
  EXPECT_EQ(number("1E3"), Decimal(1000));
  EXPECT_EQ(number("0.00"), number("0E50"));
  EXPECT_LT(number("-1E3"), number("-999.9"));
  EXPECT_LT(number("1E-40"), number("1E40"));
  EXPECT_GT(number("1E40"), number("12345678901234567890123456789012.34"));
}

// Random numbers of every size, so that the short ways and the library's own are both taken.
class RandomNumbers {
 public:
  explicit RandomNumbers(std::uint32_t seed) : random_(seed) {}

  Decimal next() {
    const auto digits = std::uniform_int_distribution<int>(1, 34)(random_);
    std::string text(random_() % 2 == 0 ? "-" : "");
    for (int i = 0; i < digits; ++i) text += static_cast<char>('0' + random_() % 10);
    const auto exponent = std::uniform_int_distribution<int>(-40, 20)(random_);
    return number(text + "E" + std::to_string(exponent));
  }

 private:
  std::mt19937 random_;
};

TEST(Decimal, PrintedAndReadBackIsTheSame) {
  RandomNumbers numbers(7);
  for (int i = 0; i < 20000; ++i) {
    const Decimal value = numbers.next();
    ASSERT_EQ(number(value.to_string()), value);
    const std::optional<Decimal> stored = Decimal::from_bits(value.bits());
    ASSERT_TRUE(stored);
    ASSERT_EQ(stored->to_string(), value.to_string());
  }
}

TEST(Decimal, KeepsTheLawsOfArithmetic) {
  RandomNumbers numbers(11);
  for (int i = 0; i < 20000; ++i) {
    const Decimal a = numbers.next();
    const Decimal b = numbers.next();
    ASSERT_EQ(add(a, b), add(b, a)) << a.to_string() << ' ' << b.to_string();
    ASSERT_EQ(multiply(a, b), multiply(b, a)) << a.to_string() << ' ' << b.to_string();
    ASSERT_EQ(subtract(a, b), negate(*subtract(b, a))) << a.to_string() << ' ' << b.to_string();
    ASSERT_TRUE(subtract(a, a)->is_zero());
    ASSERT_EQ(a<b, b> a);
    if (a != b) {
      ASSERT_EQ(a < b, subtract(a, b)->is_negative()) << a.to_string() << ' ' << b.to_string();
    }
    ASSERT_EQ(divide(a, Decimal(1)), a);
  }
}

// The same sum once with short coefficients and once with their scale written out in zeros, where
// the two take different ways through the code.
TEST(Decimal, ShortAndLongWaysAgree) {
  std::mt19937 random(13);
  for (int i = 0; i < 20000; ++i) {
    const auto a = static_cast<std::int64_t>(random() % 1000000) - 500000;
    const auto b = static_cast<std::int64_t>(random() % 1000000) - 500000;
    const std::string zeros(random() % 28, '0');
    const Decimal long_a = number(std::to_string(a) + "." + zeros + "0");
    ASSERT_EQ(add(long_a, Decimal(b)), Decimal(a + b));
    ASSERT_EQ(multiply(long_a, Decimal(b)), Decimal(a * b));
    ASSERT_EQ(long_a <=> Decimal(b), a <=> b);
  }
}

}  // namespace
}  // namespace umlauf
