// docs/rules.md says what the table says.
#include <gtest/gtest.h>

#include <algorithm>
#include <fstream>
#include <set>
#include <sstream>
#include <string>

#include "engine/verify/structure/structure.hpp"

namespace umlauf::verify {
namespace {

TEST(Page, IsCurrent) {
  std::ifstream file("docs/rules.md");
  std::stringstream text;
  text << file.rdbuf();
  const std::string wanted = structure_rules_page();
  if (text.str() == wanted) return;
  std::ofstream("build/rules.md") << wanted;
  FAIL() << "docs/rules.md is out of date; the current text is in build/rules.md";
}

TEST(Table, NamesEachRuleOnceInBothLanguages) {
  std::set<std::string_view> seen;
  for (const StructureRule& rule : structure_rules()) {
    EXPECT_TRUE(seen.insert(rule.id).second) << rule.id;
    EXPECT_FALSE(rule.english.empty());
    EXPECT_FALSE(rule.german.empty());
    EXPECT_LE(rule.draft, rule.executable) << rule.id;
  }
}

}  // namespace
}  // namespace umlauf::verify
