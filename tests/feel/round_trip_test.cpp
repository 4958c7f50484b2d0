// Printing a value as FEEL and reading it back is the identity.

#include <random>

#include "tests/feel/language.hpp"
#include "tests/feel/random_value.hpp"

namespace umlauf::feel {
namespace {

TEST(Property, PrintedValuesReadBackAsThemselves) {
  constexpr std::uint64_t kSeed = 20240229;
  SCOPED_TRACE("seed " + std::to_string(kSeed));
  std::mt19937_64 random(kSeed);
  for (int i = 0; i < 2000; ++i) {
    const Value value = random_value(random, 3);
    const std::string text = to_feel(value);
    const auto expression = compile(text);
    ASSERT_TRUE(expression.has_value()) << text << ": " << expression.error().message.english;
    ASSERT_EQ(expression->evaluate(EmptyEnvironment()).value, value) << text;
  }
}

TEST(Property, UnaryRangesReadBackAsThemselves) {
  for (const std::string_view text : {"(<10)", "(<=10)", "(>10)", "(>=10)", "(=10)", "(!=10)"})
    EXPECT_EQ(outcome(text), text);
}

}  // namespace
}  // namespace umlauf::feel
