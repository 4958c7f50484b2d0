// The rules that are looked for outside of structure, each with files that break it and files that
// keep it, as `umlauf check` sees them.
#include "engine/verify/rules.hpp"

#include <gtest/gtest.h>

#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "adapters/cli/check_unit.hpp"
#include "tests/cli/rules/files.hpp"

namespace umlauf::cli {
namespace {

const std::vector<Case>& cases() {
  static const std::vector<Case> all = [] {
    std::vector<Case> rows;
    for (const auto family : {&reading_cases, &compiling_cases, &proving_cases, &data_cases,
                              &decision_cases, &expression_cases, &surroundings_cases})
      for (Case& row : family()) rows.push_back(std::move(row));
    return rows;
  }();
  return all;
}

std::set<std::string> rules_of(const Files& files) {
  CheckUnit unit;
  for (const auto& [name, content] : files) unit.files.push_back({name, content, {}, {}});
  CheckOptions options;
  options.absent = 1;
  check(unit, options);
  std::set<std::string> rules;
  for (const CheckedFile& file : unit.files)
    for (const verify::Finding& finding : file.findings) {
      EXPECT_FALSE(finding.diagnostic.message.english.empty()) << finding.diagnostic.rule;
      EXPECT_FALSE(finding.diagnostic.message.german.empty()) << finding.diagnostic.rule;
      rules.insert(finding.diagnostic.rule);
    }
  return rules;
}

std::string shown(const Files& files) {
  std::string all;
  for (const auto& [name, content] : files) all += name + ":\n" + content + "\n";
  for (const std::string& each : rules_of(files)) all += each + " ";
  return all;
}

class Row : public testing::TestWithParam<Case> {};

TEST_P(Row, IsReportedWhereBrokenAndOnlyThere) {
  const Case& row = GetParam();
  EXPECT_TRUE(rules_of(row.broken).contains(row.rule)) << shown(row.broken);
  EXPECT_FALSE(rules_of(row.kept).contains(row.rule)) << shown(row.kept);
}

INSTANTIATE_TEST_SUITE_P(Table, Row, testing::ValuesIn(cases()), [](const auto& row) {
  std::string name = row.param.rule;
  std::erase(name, '-');
  return name + "_" + std::to_string(row.index);
});

// Scenarios are read by `umlauf test`, an obstacle to a migration is no fault of a model; names and
// results are told where a program asks the checker for them (tests/feel/check_test.cpp).
TEST(Rules, OutsideOfStructureHaveACaseEach) {
  static const std::set<std::string_view> kOfNoModel = {"FEEL-16", "FEEL-17", "RUN-02", "SCN-01",
                                                        "SCN-02"};
  std::set<std::string_view> known = kOfNoModel;
  for (const verify::Rule& rule : verify::structure_rules()) known.insert(rule.id);
  for (const Case& row : cases()) known.insert(row.rule);
  for (const verify::Rule& rule : verify::all_rules())
    EXPECT_TRUE(known.contains(rule.id)) << rule.id;
}

}  // namespace
}  // namespace umlauf::cli
