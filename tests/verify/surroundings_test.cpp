// Rules about what a process names: calls, functions, variables, people, forms, decisions. Each
// with a document that breaks it and one that keeps it.
#include <gtest/gtest.h>

#include <set>
#include <string>
#include <vector>

#include "engine/bpmn/reader.hpp"
#include "engine/definition/compile.hpp"
#include "engine/dmn/decision_model.hpp"
#include "engine/dmn/read.hpp"
#include "engine/organisation/reader.hpp"
#include "engine/verify/assignments.hpp"
#include "engine/verify/decision_tables.hpp"
#include "engine/verify/verify.hpp"
#include "tests/bpmn/document.hpp"

namespace umlauf::verify {
namespace {

constexpr const char* kOrganisation =
    "roles: [{id: kasse, name: Kasse, lanes: [Stadtkasse]}]\n"
    "persons: [{id: a.meier, roles: [kasse]}]\n";

std::vector<organisation::Organisation> organisations() {
  organisation::ReadResult read = organisation::read(kOrganisation, "organisation.yaml");
  EXPECT_FALSE(has_errors(read.diagnostics));
  std::vector<organisation::Organisation> all;
  all.push_back(std::move(read.organisation));
  return all;
}

dmn::Definitions decision(std::string_view attributes, std::string_view outputs) {
  const std::string document =
      "<definitions xmlns='https://www.omg.org/spec/DMN/20230324/MODEL/' name='m' "
      "namespace='urn:m'><decision id='d' name='d'><variable name='d'/><decisionTable " +
      std::string(attributes) +
      "><input><inputExpression typeRef='number'><text>n</text></inputExpression></input>" +
      std::string(outputs) + "</decisionTable></decision></definitions>";
  auto read = dmn::read(document, "a.dmn");
  EXPECT_TRUE(read.has_value());
  return std::move(read->definitions);
}

std::string rule(std::string_view input, std::string_view output) {
  return "<rule><inputEntry><text>" + std::string(input) +
         "</text></inputEntry><outputEntry><text>" + std::string(output) +
         "</text></outputEntry></rule>";
}

constexpr const char* kDialects =
    "xmlns:camunda='http://camunda.org/schema/1.0/bpmn' xmlns:u='https://umlauf.example/bpmn/1.0' "
    "xmlns:zeebe='http://camunda.org/schema/zeebe/1.0'";

// What is told about the processes of a document, its organisation, one form and one decision.
std::set<std::string> rules_of(const std::string& content) {
  const bpmn::Reading reading = bpmn::read(bpmn::definitions(content, kDialects), "a.bpmn");
  EXPECT_TRUE(reading.usable) << content;
  const definition::Compilation compilation = definition::compile({&reading.definitions, 1});
  Options options;
  options.fixes = false;
  options.profile = Profile::Draft;
  add_document(options, reading.definitions);
  Diagnostics found = diagnostics_of(verify(compilation.processes, options));
  const std::vector<dmn::Definitions> decisions = {
      decision("hitPolicy='RULE ORDER'", "<output name='a'/>" + rule("-", "1"))};
  const auto add = [&](Diagnostics more) { found.insert(found.end(), more.begin(), more.end()); };
  for (const auto& process : compilation.processes) {
    add(check_assignments(*process, organisations()));
    add(check_separation(*process));
    add(check_task_rules(*process, organisations()));
    add(check_forms(*process, {"antrag"}));
    add(check_decision_results(*process, decisions));
  }
  std::set<std::string> rules;
  for (const Diagnostic& diagnostic : found) {
    EXPECT_TRUE(diagnostic.span.known()) << diagnostic.rule;
    EXPECT_FALSE(diagnostic.message.german.empty()) << diagnostic.rule;
    rules.insert(diagnostic.rule);
  }
  return rules;
}

std::string around(std::string_view element, std::string_view attributes = {}) {
  return "<process id='p' isExecutable='true' " + std::string(attributes) +
         "><startEvent id='s'/>" + std::string(element) +
         "<endEvent id='e'/><sequenceFlow id='f' sourceRef='s' targetRef='m'/>"
         "<sequenceFlow id='g' sourceRef='m' targetRef='e'/></process>";
}

std::string script(std::string_view text, std::string_view more = {}) {
  return around("<scriptTask id='m' scriptFormat='feel'><extensionElements>" + std::string(more) +
                "</extensionElements><script>" + std::string(text) + "</script></scriptTask>");
}

std::string input(std::string_view target) {
  return "<camunda:inputOutput><camunda:inputParameter name='" + std::string(target) +
         "'>1</camunda:inputParameter></camunda:inputOutput>";
}

std::string in_lane(std::string_view name) {
  return around("<laneSet id='ls'><lane id='l' name='" + std::string(name) +
                "'><flowNodeRef>m</flowNodeRef></lane></laneSet><userTask id='m'/>");
}

std::string calling(std::string_view called) {
  return around("<callActivity id='m' calledElement='" + std::string(called) + "'/>") +
         "<process id='q' isExecutable='true'><startEvent id='sq'/></process>";
}

std::string two_tasks(std::string_view second, std::string_view first = "${starter}") {
  return "<process id='p' isExecutable='true'><startEvent id='s' camunda:initiator='starter'/>"
         "<userTask id='m' camunda:assignee='" +
         std::string(first) + "'/><userTask id='n' camunda:assignee='" + std::string(second) +
         "' u:differentPerson='m'/><endEvent id='e'/><sequenceFlow id='f' sourceRef='s' "
         "targetRef='m'/><sequenceFlow id='g' sourceRef='m' targetRef='n'/><sequenceFlow id='h' "
         "sourceRef='n' targetRef='e'/></process>";
}

// Two pools that both wait first, or of which one sends first.
std::string exchange(bool both_wait) {
  const auto pool = [](std::string_view id, bool waits) {
    const std::string own(id);
    const std::string first = own + (waits ? "r" : "s"), second = own + (waits ? "s" : "r");
    return "<process id='" + own + "' isExecutable='true'><startEvent id='" + own +
           "a'/><receiveTask id='" + own + "r'/><sendTask id='" + own + "s'/><endEvent id='" + own +
           "e'/><sequenceFlow id='" + own + "1' sourceRef='" + own + "a' targetRef='" + first +
           "'/><sequenceFlow id='" + own + "2' sourceRef='" + first + "' targetRef='" + second +
           "'/><sequenceFlow id='" + own + "3' sourceRef='" + second + "' targetRef='" + own +
           "e'/></process>";
  };
  return "<collaboration id='c'><participant id='pp' processRef='p'/><participant id='pq' "
         "processRef='q'/><messageFlow id='m1' sourceRef='ps' targetRef='qr'/><messageFlow id='m2' "
         "sourceRef='qs' targetRef='pr'/></collaboration>" +
         pool("p", true) + pool("q", both_wait);
}

struct Case {
  const char* rule;
  std::string broken;
  std::string kept;
};

void PrintTo(const Case& value, std::ostream* out) { *out << value.rule; }

std::vector<Case> cases() {
  return {
      {"PRC-10", calling("p"), calling("q")},
      {"BEH-09", exchange(true), exchange(false)},
      {"DAT-06", script("summe([1, 2])"), script("sum([1, 2])")},
      {"DAT-09", script("1 + 1", input("n")), script("n + 1", input("n"))},
      {"DAT-14", script("1", input("my-name")), script("1", input("my_name"))},
      {"DAT-14",
       around("<serviceTask id='m' camunda:expression='${x}' camunda:resultVariable='if'/>"),
       around("<serviceTask id='m' camunda:expression='${x}' camunda:resultVariable='iff'/>")},
      {"SEC-03", around("<userTask id='m' camunda:candidateGroups='post'/>"),
       around("<userTask id='m' camunda:candidateGroups='kasse'/>")},
      {"SEC-04", two_tasks("${starter}"), two_tasks("${other}")},
      {"SEC-04", two_tasks("a.meier", "a.meier"), two_tasks("b.schulz", "a.meier")},
      {"SEC-04",
       around("<userTask id='m' camunda:assignee='${starter}' u:excludedPerson='${starter}'/>"),
       around("<userTask id='m' camunda:assignee='${other}' u:excludedPerson='${starter}'/>")},
      {"SEC-06", around("<userTask id='m' u:differentPerson='prüfen'/>"),
       two_tasks("${other}", "a.meier")},
      {"SEC-06", around("<userTask id='m' u:samePerson='e'/>"), two_tasks("${other}", "a.meier")},
      {"SEC-06", around("<userTask id='m' u:differentPerson='m'/>"),
       around("<userTask id='m' u:differentPerson='m'><multiInstanceLoopCharacteristics>"
              "<loopCardinality>3</loopCardinality></multiInstanceLoopCharacteristics>"
              "</userTask>")},
      {"SEC-03", around("<userTask id='m' u:excludedPerson='b.schulz'/>"),
       around("<userTask id='m' u:excludedPerson='a.meier'/>")},
      {"SEC-03", around("<userTask id='m' u:excludedPerson='clerk'/>"),
       around("<userTask id='m' u:excludedPerson='clerk'><extensionElements><camunda:formData>"
              "<camunda:formField id='clerk' type='string'/></camunda:formData>"
              "</extensionElements></userTask>")},
      {"SEC-03", around("<userTask id='m' u:excludedPerson='clerk'/>"),
       around("<userTask id='m' u:excludedPerson='${clerk}'/>")},
      {"STY-05", in_lane("Poststelle"), in_lane("Stadtkasse")},
      {"PRC-11", around("<task id='m'/>", "camunda:candidateStarterGroups='post'"),
       around("<task id='m'/>", "camunda:candidateStarterGroups='kasse'")},
      {"PRC-11", around("<task id='m'/>", "camunda:candidateStarterUsers='b.schulz'"),
       around("<task id='m'/>", "camunda:candidateStarterUsers='a.meier'")},
      {"ACT-13", around("<userTask id='m' camunda:formRef='bescheid'/>"),
       around("<userTask id='m' camunda:formRef='antrag'/>")},
      {"DMN-10",
       around("<businessRuleTask id='m' camunda:decisionRef='d' "
              "camunda:mapDecisionResult='singleEntry'/>"),
       around("<businessRuleTask id='m' camunda:decisionRef='d' "
              "camunda:mapDecisionResult='collectEntries'/>")},
  };
}

class Surroundings : public testing::TestWithParam<Case> {};

TEST_P(Surroundings, AreReportedWhereBrokenAndOnlyThere) {
  EXPECT_TRUE(rules_of(GetParam().broken).contains(GetParam().rule)) << GetParam().broken;
  EXPECT_FALSE(rules_of(GetParam().kept).contains(GetParam().rule)) << GetParam().kept;
}

INSTANTIATE_TEST_SUITE_P(Table, Surroundings, testing::ValuesIn(cases()), [](const auto& row) {
  std::string name = row.param.rule;
  std::erase(name, '-');
  return name + "_" + std::to_string(row.index);
});

// What is not there is told as gravely as whoever asks says, of drawings as an information.
TEST(Calls, MissWhatIsNotThere) {
  const auto told = [](const std::string& element, bool executable, Callable callable) {
    std::string content = around(element);
    if (!executable) content.replace(content.find("'true'"), 6, "'false'");
    const bpmn::Reading reading = bpmn::read(bpmn::definitions(content, kDialects), "a.bpmn");
    const definition::Compilation compilation = definition::compile({&reading.definitions, 1});
    std::string text;
    for (const Diagnostic& found : check_calls(*compilation.processes.front(), callable))
      text +=
          found.rule + (found.severity == Severity::Warning ? " ! " : " ") + found.message.english;
    return text;
  };
  const auto only = [](std::string_view known) {
    return [known](std::string_view id) { return id == known; };
  };
  const std::string call = "<callActivity id='m' calledElement='q'/>";
  const std::string decide = "<businessRuleTask id='m' camunda:decisionRef='d'/>";
  EXPECT_EQ(told(call, true, {only("r"), {}}),
            "PRC-09 ! 'm' calls process 'q', which is not there");
  EXPECT_EQ(told(call, false, {only("r"), {}}), "PRC-09 'm' calls process 'q', which is not there");
  EXPECT_EQ(told(call, true, {only("r"), {}, Severity::Info}),
            "PRC-09 'm' calls process 'q', which is not there");
  EXPECT_EQ(told(call, true, {only("q"), {}}), "");
  EXPECT_EQ(told(call, true, {}), "") << "nothing is known";
  EXPECT_EQ(told("<callActivity id='m' calledElement='${q}'/>", true, {only("r"), {}}), "");
  EXPECT_EQ(told(decide, true, {{}, only("c")}),
            "ACT-09 ! 'm' asks for decision 'd', which is not there");
  EXPECT_EQ(told(decide, true, {{}, only("d")}), "");
}

std::set<std::string> rules_of_table(std::string_view attributes, std::string_view outputs) {
  dmn::Definitions definitions = decision(attributes, outputs);
  Diagnostics found = check_decision_tables(definitions);
  std::vector<dmn::Definitions> models;
  models.push_back(std::move(definitions));
  const auto model = dmn::DecisionModel::link(std::move(models));
  EXPECT_TRUE(model.has_value());
  found.insert(found.end(), model->diagnostics().begin(), model->diagnostics().end());
  std::set<std::string> rules;
  for (const Diagnostic& diagnostic : found) rules.insert(diagnostic.rule);
  return rules;
}

TEST(Tables, SumNumbersOnly) {
  constexpr const char* kSum = "hitPolicy='COLLECT' aggregation='SUM'";
  EXPECT_TRUE(rules_of_table(kSum, "<output name='a'/>" + rule("1", "\"x\"")).contains("DMN-08"));
  EXPECT_TRUE(rules_of_table(kSum, "<output name='a' typeRef='string'/>").contains("DMN-08"));
  EXPECT_TRUE(rules_of_table(kSum, "<output name='a'/><output name='b'/>").contains("DMN-08"));
  EXPECT_FALSE(rules_of_table(kSum, "<output name='a' typeRef='number'/>" + rule("1", "n + 1"))
                   .contains("DMN-08"));
  EXPECT_FALSE(rules_of_table("hitPolicy='COLLECT' aggregation='COUNT'",
                              "<output name='a' typeRef='string'/>" + rule("1", "\"x\""))
                   .contains("DMN-08"));
}

TEST(Tables, HaveEntriesOfTheTypesOfTheirColumns) {
  EXPECT_TRUE(rules_of_table("", "<output name='a' typeRef='number'/>" + rule("1", "\"x\""))
                  .contains("DMN-07"));
  EXPECT_TRUE(rules_of_table("", "<output name='a'/>" + rule("\"x\"", "1")).contains("DMN-07"));
  EXPECT_FALSE(rules_of_table("", "<output name='a' typeRef='number'/>" + rule("> 1", "2"))
                   .contains("DMN-07"));
}

}  // namespace
}  // namespace umlauf::verify
