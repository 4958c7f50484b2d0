// Each rule with a document that breaks it and one that keeps it.
#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <map>
#include <numeric>
#include <random>
#include <set>
#include <string>
#include <vector>

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

// Each flow behind the first of the same way, in the order of the document.
TEST(Rules, NameTheFirstFlowThatLeadsTheSameWay) {
  const std::string bytes = process(
      "<task id='t'/><task id='u'/><sequenceFlow id='c' sourceRef='t' targetRef='u'/>"
      "<sequenceFlow id='back' sourceRef='u' targetRef='t'/>"
      "<sequenceFlow id='b' sourceRef='t' targetRef='u'/>"
      "<sequenceFlow id='again' sourceRef='u' targetRef='t'/>"
      "<sequenceFlow id='a' sourceRef='t' targetRef='u'/>");
  std::string told;
  for (const Diagnostic& found :
       check_structure(bpmn::read(bytes, "a").definitions, Profile::Executable))
    if (found.rule == "FLW-03") told += found.element + ":" + found.related.at(0) + " ";
  EXPECT_EQ(told, "b:c again:back a:c ");
}

TEST(Rules, FindTheOverlapsThatAPlainComparisonFinds) {
  std::mt19937 random(20261130);
  for (int round = 0; round < 200; ++round) {
    const auto below = [&random](unsigned bound) { return static_cast<double>(random() % bound); };
    std::string tasks, shapes, wanted;
    std::vector<std::array<double, 4>> places;
    for (int i = 0; i < 30; ++i) {
      const std::array<double, 4> at = {below(300), below(600) - 300, 10 + below(60),
                                        10 + below(90)};
      places.push_back(at);
      tasks += "<task id='t" + std::to_string(i) + "'/>";
      shapes += "<bpmndi:BPMNShape bpmnElement='t" + std::to_string(i) + "'><dc:Bounds x='" +
                std::to_string(at[0]) + "' y='" + std::to_string(at[1]) + "' width='" +
                std::to_string(at[2]) + "' height='" + std::to_string(at[3]) +
                "'/></bpmndi:BPMNShape>";
    }
    std::vector<std::size_t> order(places.size());
    std::iota(order.begin(), order.end(), 0U);
    std::stable_sort(order.begin(), order.end(),
                     [&](std::size_t a, std::size_t b) { return places[a][0] < places[b][0]; });
    std::map<std::size_t, std::size_t> over;  // by the node that lies further left
    for (std::size_t i = 0; i < order.size(); ++i)
      for (std::size_t k = order.size(); k-- > i + 1;) {
        const auto &a = places[order[i]], &b = places[order[k]];
        if (a[0] + a[2] > b[0] + 1 && b[0] + b[2] > a[0] + 1 && a[1] + a[3] > b[1] + 1 &&
            b[1] + b[3] > a[1] + 1)
          over[order[i]] = order[k];
      }
    for (const auto& [one, other] : over)
      wanted += "t" + std::to_string(one) + ":t" + std::to_string(other) + " ";
    const std::string bytes = definitions("<process id='p' isExecutable='true'>" + tasks +
                                          "</process><bpmndi:BPMNDiagram><bpmndi:BPMNPlane>" +
                                          shapes + "</bpmndi:BPMNPlane></bpmndi:BPMNDiagram>");
    std::string told;
    for (const Diagnostic& found :
         check_structure(bpmn::read(bytes, "a").definitions, Profile::Executable))
      if (found.rule == "DIA-04") told += found.element + ":" + found.related.at(0) + " ";
    EXPECT_EQ(told, wanted) << bytes;
  }
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
