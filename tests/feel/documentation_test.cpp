#include "engine/feel/documentation.hpp"

#include <cstdlib>
#include <fstream>
#include <sstream>

#include "tests/feel/language.hpp"

namespace umlauf::feel {
namespace {

struct PageFile {
  PageLanguage language;
  const char* path;
};

constexpr PageFile kPages[] = {{PageLanguage::English, "docs/feel.md"},
                               {PageLanguage::German, "docs/handbuch/feel.md"}};

std::string read_page(const char* path) {
  std::ifstream file(path);
  std::stringstream text;
  text << file.rdbuf();
  return text.str();
}

// The pages are written by the tables; with UMLAUF_UPDATE_DOCS=1 this test writes them.
TEST(Documentation, ThePagesAreTheTables) {
  for (const PageFile& page : kPages) {
    if (std::getenv("UMLAUF_UPDATE_DOCS") != nullptr)
      std::ofstream(page.path) << documentation(page.language);
    EXPECT_EQ(read_page(page.path), documentation(page.language))
        << "run this test with UMLAUF_UPDATE_DOCS=1";
  }
}

TEST(Documentation, EveryExampleOnThePagesHolds) {
  for (const PageFile& page : kPages) {
    std::istringstream text(read_page(page.path));
    std::string line;
    bool in_example = false;
    int examples = 0;
    while (std::getline(text, line)) {
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
    EXPECT_GT(examples, 150);
  }
}

// What is written in code marks in the tables of the page compiles.
TEST(Documentation, TheSpellingsInTheTablesAreValidFeel) {
  const std::string_view types = language_sections().front().text;
  int spellings = 0;
  for (std::size_t at = types.find("|---|---|"); at != std::string_view::npos;) {
    const std::size_t begin = types.find('`', at + 1);
    if (begin == std::string_view::npos) break;
    const std::size_t end = types.find('`', begin + 1);
    ASSERT_NE(end, std::string_view::npos);
    const std::string_view spelling = types.substr(begin + 1, end - begin - 1);
    at = end + 1;
    if (spelling.starts_with('\\') || spelling == "function") continue;
    EXPECT_TRUE(compile(spelling).has_value()) << spelling;
    ++spellings;
  }
  EXPECT_GT(spellings, 25);
}

}  // namespace
}  // namespace umlauf::feel
