// docs/rules.md says what the tables say, and the tables know every rule that the sources report.
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <regex>
#include <set>
#include <sstream>
#include <string>

#include "engine/verify/rules.hpp"

namespace umlauf::verify {
namespace {

std::string content_of(const std::filesystem::path& path) {
  std::ifstream file(path);
  std::stringstream text;
  text << file.rdbuf();
  return text.str();
}

TEST(RulesPage, IsCurrent) {
  const std::string wanted = rules_page();
  if (content_of("docs/rules.md") == wanted) return;
  std::ofstream("build/rules.md") << wanted;
  FAIL() << "docs/rules.md is out of date; the current text is in build/rules.md";
}

TEST(RulesTable, NamesEachRuleOnceInBothLanguages) {
  std::set<std::string_view> seen;
  for (const Rule& rule : all_rules()) {
    EXPECT_TRUE(seen.insert(rule.id).second) << rule.id;
    EXPECT_FALSE(rule.english.empty()) << rule.id;
    EXPECT_FALSE(rule.german.empty()) << rule.id;
    EXPECT_LE(rule.draft, rule.executable) << rule.id;
    EXPECT_EQ(find_rule(rule.id)->id, rule.id);
  }
  EXPECT_EQ(find_rule("XML-00"), nullptr);
}

TEST(RulesTable, KnowsEveryRuleOfTheSources) {
  static const std::regex kRule(
      "\"((XML|PRC|FLW|GTW|EVT|ACT|DAT|DIA|STY|BEH|DMN|SEC|FEEL|FRM|ORG|"
      "RUN|SCN)-[0-9][0-9])\"");
  std::set<std::string> reported;
  for (const char* root : {"engine", "adapters"})
    for (const auto& entry : std::filesystem::recursive_directory_iterator(root)) {
      if (entry.path().extension() != ".cpp" || entry.path().filename() == "rules.cpp") continue;
      const std::string text = content_of(entry.path());
      for (std::sregex_iterator found(text.begin(), text.end(), kRule), end; found != end; ++found)
        reported.insert((*found)[1]);
    }
  EXPECT_GT(reported.size(), 150U);
  for (const std::string& id : reported) EXPECT_NE(find_rule(id), nullptr) << id;
  for (const Rule& rule : all_rules())
    EXPECT_TRUE(reported.contains(std::string(rule.id))) << rule.id;
}

}  // namespace
}  // namespace umlauf::verify
