#include "engine/feel/builtins.hpp"
#include "tests/feel/language.hpp"

namespace umlauf::feel {
namespace {

// The examples are those of docs/feel.md.
TEST(BuiltIns, EveryExampleOfTheTableHolds) {
  for (const BuiltIn& row : built_ins()) {
    EXPECT_FALSE(row.english.empty()) << row.name;
    EXPECT_FALSE(row.german.empty()) << row.name;
    EXPECT_GT(row.examples.size(), 0U) << row.name;
    for (const Example& example : row.examples)
      EXPECT_EQ(outcome(example.expression), outcome(example.result)) << example.expression;
  }
}

TEST(BuiltIns, NamesAreUnique) {
  for (const BuiltIn& row : built_ins())
    EXPECT_EQ(&static_cast<const BuiltInFunction&>(*find_built_in(row.name)->function()).row(),
              &row);
}

}  // namespace
}  // namespace umlauf::feel
