// Every rule with files that break it and files that keep it, as `umlauf check` (or the command
// that tells it) sees them.
#include "engine/verify/rules.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "tests/cli/rules/files.hpp"

namespace umlauf::cli {
namespace {

const std::vector<Case>& cases() {
  static const std::vector<Case> all = [] {
    std::vector<Case> rows;
    for (const auto family :
         {&structure_cases, &reading_cases, &compiling_cases, &proving_cases, &data_cases,
          &decision_cases, &expression_cases, &surroundings_cases, &other_commands_cases})
      for (Case& row : family()) rows.push_back(std::move(row));
    return rows;
  }();
  return all;
}

std::string shown(const Case& row, const Files& files) {
  std::string all;
  for (const auto& [name, content] : files) all += name + ":\n" + content + "\n";
  for (const std::string& each : row.told(files)) all += each + " ";
  return all;
}

class Row : public testing::TestWithParam<Case> {};

TEST_P(Row, IsReportedWhereBrokenAndOnlyThere) {
  const Case& row = GetParam();
  EXPECT_TRUE(row.told(row.broken).contains(row.rule)) << shown(row, row.broken);
  EXPECT_FALSE(row.told(row.kept).contains(row.rule)) << shown(row, row.kept);
}

INSTANTIATE_TEST_SUITE_P(Table, Row, testing::ValuesIn(cases()), [](const auto& row) {
  std::string name = row.param.rule;
  std::erase(name, '-');
  return name + "_" + std::to_string(row.index);
});

// The table and the cases name the same rules: none goes without a pair, whoever tells it.
TEST(Rules, HaveFilesThatBreakAndFilesThatKeepThemEach) {
  std::set<std::string> tried, known;
  for (const Case& row : cases()) tried.insert(row.rule);
  for (const verify::Rule& rule : verify::all_rules()) known.insert(std::string(rule.id));
  EXPECT_EQ(tried, known);
}

TEST_P(Row, IsNoGraverThanTheTableSays) {
  if (GetParam().told != &told_by_check) return;
  for (const auto profile : {verify::Profile::Draft, verify::Profile::Executable}) {
    const CheckUnit unit = checked(GetParam().broken, profile, true);
    for (const CheckedFile& file : unit.files)
      for (const verify::Finding& finding : file.findings) {
        const verify::Rule* rule = verify::find_rule(finding.diagnostic.rule);
        ASSERT_NE(rule, nullptr) << finding.diagnostic.rule;
        EXPECT_LE(finding.diagnostic.severity,
                  profile == verify::Profile::Draft ? rule->draft : rule->executable)
            << finding.diagnostic.rule << ": " << finding.diagnostic.message.english;
      }
  }
}

// Of files that are a whole, what is called and missing is a warning.
TEST(Units, MissMoreWhereTheyAreWhole) {
  for (const bool whole : {false, true}) {
    const CheckUnit unit = checked(calling("gone"), verify::Profile::Executable, whole);
    std::vector<Severity> told;
    for (const verify::Finding& finding : unit.files[0].findings)
      if (finding.diagnostic.rule == "PRC-09") told.push_back(finding.diagnostic.severity);
    EXPECT_EQ(told, std::vector{whole ? Severity::Warning : Severity::Info});
  }
}

// What keeps a rule is a model that can be read, not one in which nothing was looked for.
TEST_P(Row, IsKeptByWhatCanBeRead) {
  for (const char* unreadable : {"XML-01", "XML-02", "XML-05", "DMN-21", "DMN-23", "FEEL-01",
                                 "DAT-05", "FRM-01", "ORG-01", "ORG-02", "SCN-01"})
    EXPECT_FALSE(GetParam().told(GetParam().kept).contains(unreadable))
        << shown(GetParam(), GetParam().kept);
}

}  // namespace
}  // namespace umlauf::cli
