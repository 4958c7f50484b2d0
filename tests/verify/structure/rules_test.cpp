// Each rule with a document that breaks it and one that keeps it.
#include <gtest/gtest.h>

#include <algorithm>
#include <set>
#include <string>

#include "engine/bpmn/reader.hpp"
#include "engine/verify/structure/structure.hpp"
#include "tests/verify/structure/cases.hpp"

namespace umlauf::verify {
namespace {

std::set<std::string> rules_of(const std::string& bytes, Profile profile = Profile::Executable) {
  const bpmn::Reading reading = bpmn::read(bytes, "a.bpmn");
  EXPECT_TRUE(reading.usable) << bytes;
  for (const Diagnostic& diagnostic : reading.diagnostics)
    EXPECT_NE(diagnostic.severity, Severity::Error) << diagnostic.message.english;
  std::set<std::string> result;
  for (const Diagnostic& diagnostic : check_structure(reading.definitions, profile)) {
    EXPECT_TRUE(diagnostic.span.known()) << diagnostic.rule;
    EXPECT_FALSE(diagnostic.message.german.empty()) << diagnostic.rule;
    EXPECT_EQ(diagnostic.file, "a.bpmn");
    result.insert(diagnostic.rule);
  }
  return result;
}

const std::vector<Case>& cases() {
  static const std::vector<Case> all = [] {
    std::vector<Case> rows;
    for (const auto family : {&process_cases, &flow_cases, &gateway_cases, &event_cases,
                              &activity_cases, &data_cases, &diagram_cases, &style_cases})
      for (Case& row : family()) rows.push_back(std::move(row));
    return rows;
  }();
  return all;
}

class Row : public testing::TestWithParam<Case> {};

TEST_P(Row, IsReportedWhereBrokenAndOnlyThere) {
  EXPECT_TRUE(rules_of(GetParam().broken).contains(GetParam().rule)) << GetParam().broken;
  EXPECT_FALSE(rules_of(GetParam().kept).contains(GetParam().rule)) << GetParam().kept;
}

INSTANTIATE_TEST_SUITE_P(Table, Row, testing::ValuesIn(cases()), [](const auto& row) {
  std::string name = row.param.rule;
  std::erase(name, '-');
  return name + "_" + std::to_string(row.index);  // a rule may have several
});

TEST(Rules, HaveACaseEach) {
  for (const Rule& rule : structure_rules())
    EXPECT_TRUE(std::any_of(cases().begin(), cases().end(), [&](const Case& row) {
      return row.rule == rule.id;
    })) << rule.id;
}

TEST(Rules, AreWarningsWherePracticeIsLenient) {
  const std::string open =
      "<startEvent id='s'/><task id='t'/><sequenceFlow id='f' sourceRef='s' targetRef='t'/>";
  const auto severity = [&](std::string_view attributes) {
    const std::string bytes =
        definitions("<process id='p' isExecutable='true'>" + open + "</process>", attributes);
    for (const Diagnostic& found :
         check_structure(bpmn::read(bytes, "a").definitions, Profile::Executable))
      if (found.rule == "PRC-04") return found.severity;
    return Severity::Info;
  };
  EXPECT_EQ(severity(""), Severity::Error);
  EXPECT_EQ(severity("xmlns:c='http://camunda.org/schema/1.0/bpmn'"), Severity::Warning);
  EXPECT_EQ(severity("exporter='bpmn-js'"), Severity::Warning);
}

TEST(Rules, ExcuseDrafts) {
  const std::string open = process(
      "<startEvent id='s'/><task id='t'/><sequenceFlow id='f' sourceRef='s' "
      "targetRef='t'/>");
  const bpmn::Definitions read = bpmn::read(open, "a").definitions;
  EXPECT_TRUE(has_errors(check_structure(read, Profile::Executable)));
  EXPECT_FALSE(has_errors(check_structure(read, Profile::Draft)));
}

// A document that could not be read is told by its reader alone.
TEST(Rules, FindNothingInWhatCouldNotBeRead) {
  std::vector<bpmn::Definitions> models(1);
  bpmn::link(models);
  for (const Profile profile : {Profile::Draft, Profile::Executable})
    EXPECT_TRUE(check_structure(models.front(), profile).empty());
}

TEST(Rules, FindNothingInASoundProcess) {
  EXPECT_TRUE(rules_of(between("<task id='m' name='do it'/>")).empty());
}

TEST(Rules, TakeLiteralsOfADocumentWithAnotherLanguageAtTheirWord) {
  const auto timer = [](std::string_view text) {
    return definitions(
        "<process id='p' isExecutable='true'><startEvent id='s'/>"
        "<intermediateCatchEvent id='m'><timerEventDefinition><timeCycle>" +
            std::string(text) +
            "</timeCycle></timerEventDefinition></intermediateCatchEvent>"
            "<endEvent id='e'/><sequenceFlow id='f' sourceRef='s' targetRef='m'/>"
            "<sequenceFlow id='g' sourceRef='m' targetRef='e'/></process>",
        "expressionLanguage='http://www.w3.org/1999/XPath'");
  };
  EXPECT_TRUE(rules_of(timer("NEVER")).contains("EVT-18"));
  EXPECT_TRUE(rules_of(timer("R3/PT10H")).empty());
  EXPECT_TRUE(rules_of(timer("${cycle}")).empty());
}

}  // namespace
}  // namespace umlauf::verify
