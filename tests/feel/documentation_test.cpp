#include "engine/feel/documentation.hpp"

#include <cstdlib>
#include <fstream>
#include <sstream>

#include "tests/feel/language.hpp"

namespace umlauf::feel {
namespace {

std::string read_page() {
  std::ifstream file("docs/feel.md");
  std::stringstream text;
  text << file.rdbuf();
  return text.str();
}

// The page is written by the table; with UMLAUF_UPDATE_DOCS=1 this test writes it.
TEST(Documentation, ThePageIsTheTables) {
  if (std::getenv("UMLAUF_UPDATE_DOCS") != nullptr)
    std::ofstream("docs/feel.md") << documentation();
  EXPECT_EQ(read_page(), documentation()) << "run this test with UMLAUF_UPDATE_DOCS=1";
}

TEST(Documentation, EveryExampleOnThePageHolds) {
  std::istringstream page(read_page());
  std::string line;
  bool in_example = false;
  int examples = 0;
  while (std::getline(page, line)) {
    if (line.starts_with("```")) {
      in_example = line == "```feel";
      continue;
    }
    if (!in_example) continue;
    const std::size_t arrow = line.rfind("   // ");
    ASSERT_NE(arrow, std::string::npos) << line;
    EXPECT_EQ(outcome(line.substr(0, arrow)), outcome(line.substr(arrow + 6))) << line;
    ++examples;
  }
  EXPECT_GT(examples, 100);
}

// The expressions in the tables of the page compile.
TEST(Documentation, TheTablesAreValidFeel) {
  for (const std::string_view expression :
       {R"(@"2024-02-29T10:30:00@Europe/Berlin")", R"({name: "Ada", "Straße und Nr.": "Weg 1"})",
        "[[1..10], (1..10), [1..10), (< 10), (>= 10)]", "function(a: number, b) a + b",
        R"(if betrag > 50 then "hoch" else "niedrig")", "for p in posten return p.preis * p.menge",
        "some p in posten satisfies p.preis > 100", "posten[item.preis > 100]",
        "{brutto: function(n) n * 1.19, summe: brutto(100)}.summe"})
    EXPECT_TRUE(compile(expression).has_value()) << expression;
}

}  // namespace
}  // namespace umlauf::feel
