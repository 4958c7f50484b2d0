// Business rule tasks: which version of a decision they ask, how its result becomes variables, and
// what the journal keeps of why.
#include <gtest/gtest.h>

#include <ostream>
#include <string>

#include "adapters/memory/memory_store.hpp"
#include "engine/feel/json.hpp"
#include "engine/feel/print.hpp"
#include "engine/service/engine.hpp"

namespace umlauf::service {
namespace {

// A decision "fee" over the variable "dogs".
Document decision(std::string_view logic, std::string_view attributes = "") {
  std::string text =
      R"(<definitions xmlns="https://www.omg.org/spec/DMN/20230324/MODEL/" name="m" namespace="urn:m")"
      R"( xmlns:camunda="http://camunda.org/schema/1.0/dmn")"
      R"( xmlns:zeebe="http://camunda.org/schema/zeebe/1.0">)"
      R"(<inputData id="i" name="dogs"><variable name="dogs"/></inputData>)"
      R"(<decision id="fee" name="Fee" )";
  text += attributes;
  text += R"(><variable name="Fee"/>)"
          R"(<informationRequirement><requiredInput href="#i"/></informationRequirement>)";
  text += logic;
  text += "</decision></definitions>";
  return {"fee.dmn", std::move(text)};
}

std::string literal(std::string_view text) {
  return "<literalExpression><text>" + std::string(text) + "</text></literalExpression>";
}

// A table with a rule for one dog, one for any number; two outputs where `wide`.
std::string table(std::string_view attributes, bool wide = false) {
  const auto rule = [wide](const char* id, const char* condition, const char* euro) {
    std::string text = "<rule id=\"" + std::string(id) + "\"><inputEntry><text>" + condition +
                       "</text></inputEntry><outputEntry><text>" + euro + "</text></outputEntry>";
    if (wide) text += "<outputEntry><text>\"§ 4\"</text></outputEntry>";
    return text + "<annotationEntry><text>statute</text></annotationEntry></rule>";
  };
  return "<decisionTable id=\"fees\" " + std::string(attributes) +
         "><input label=\"number\"><inputExpression><text>dogs</text></inputExpression></input>"
         "<output name=\"euro\"/>" +
         (wide ? "<output name=\"law\"/>" : "") + "<annotation name=\"ground\"/>" +
         rule("one", "1", "120") + rule("some", "[1..9]", "300") + "</decisionTable>";
}

// A process that asks the decision and then waits.
Document process(std::string_view task_attributes, std::string_view extensions = "") {
  std::string text =
      R"(<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" targetNamespace="t")"
      R"( xmlns:camunda="http://camunda.org/schema/1.0/bpmn")"
      R"( xmlns:zeebe="http://camunda.org/schema/zeebe/1.0">)"
      R"(<process id="p" isExecutable="true"><startEvent id="s"/>)"
      R"(<sequenceFlow id="f1" sourceRef="s" targetRef="d"/><businessRuleTask id="d" )";
  text += task_attributes;
  text += ">";
  if (!extensions.empty())
    text += "<extensionElements>" + std::string(extensions) + "</extensionElements>";
  text += R"(</businessRuleTask><sequenceFlow id="f2" sourceRef="d" targetRef="u"/>)"
          R"(<userTask id="u"/><sequenceFlow id="f3" sourceRef="u" targetRef="e"/>)"
          R"(<endEvent id="e"/></process></definitions>)";
  return {"p.bpmn", std::move(text)};
}

class Town {
 public:
  Town() : engine_(Engine::open(store_, clock_).value()) {}

  void deploy(std::vector<Document> documents) {
    const auto answer = engine_->deploy(std::move(documents));
    ASSERT_TRUE(answer) << answer.error().message.english;
  }

  InstanceKey start(int dogs) {
    return engine_->start({"p", 0, feel::Context{{"dogs", dogs}}, {}, {}}).value();
  }

  /// The variable "fee" behind the task, as FEEL; the incident's text where there is one.
  std::string fee(int dogs) {
    const InstanceKey instance = start(dogs);
    const auto incidents = engine_->incidents(instance).value();
    if (!incidents.empty()) return "incident: " + incidents.front().message.english;
    const feel::Context variables = engine_->variables(instance).value();
    const feel::Value* value = variables.find("fee");
    return value == nullptr ? "nothing" : feel::to_feel(*value);
  }

  Engine& engine() { return *engine_; }

 private:
  memory::MemoryStore store_;
  ManualClock clock_;
  std::unique_ptr<Engine> engine_;
};

struct Mapping {
  const char* fact;
  const char* form;  ///< mapDecisionResult
  std::string logic;
  int dogs;
  const char* fee;
};

void PrintTo(const Mapping& row, std::ostream* out) { *out << row.fact; }

class DecisionMapping : public testing::TestWithParam<Mapping> {};

TEST_P(DecisionMapping, ShapesTheResult) {
  Town town;
  town.deploy({decision(GetParam().logic),
               process(R"(camunda:decisionRef="fee" camunda:resultVariable="fee")" +
                       (*GetParam().form == '\0' ? std::string()
                                                 : " camunda:mapDecisionResult=\"" +
                                                       std::string(GetParam().form) + "\""))});
  EXPECT_EQ(town.fee(GetParam().dogs), GetParam().fee);
}

const std::string kUnique = table(R"(hitPolicy="FIRST")");
const std::string kCollect = table(R"(hitPolicy="COLLECT")");
const std::string kWide = table(R"(hitPolicy="FIRST")", true);
const std::string kWideCollect = table(R"(hitPolicy="RULE ORDER")", true);
const std::string kSum = table(R"(hitPolicy="COLLECT" aggregation="SUM")");

INSTANTIATE_TEST_SUITE_P(
    Camunda7, DecisionMapping,
    testing::Values(
        Mapping{"SingleEntryIsTheValue", "singleEntry", kUnique, 1, "120"},
        Mapping{"SingleEntryOfNothing", "singleEntry", kUnique, 99, "null"},
        Mapping{"SingleEntryOfASum", "singleEntry", kSum, 1, "420"},
        Mapping{"SingleEntryOfAnExpression", "singleEntry", literal("dogs * 2"), 4, "8"},
        Mapping{"SingleEntryOfTwoRows", "singleEntry", kCollect, 1,
                "incident: decision 'fee' has several results where one is expected"},
        Mapping{"SingleEntryOfTwoOutputs", "singleEntry", kWide, 1,
                "incident: decision 'fee' has several outputs where one is expected"},
        Mapping{"SingleResultHasTheName", "singleResult", kUnique, 1, "{euro: 120}"},
        Mapping{"SingleResultOfTwoOutputs", "singleResult", kWide, 1, R"({euro: 120, law: "§ 4"})"},
        Mapping{"SingleResultOfAnExpression", "singleResult", literal("dogs"), 4, "{Fee: 4}"},
        Mapping{"CollectEntriesIsAList", "collectEntries", kCollect, 1, "[120, 300]"},
        Mapping{"CollectEntriesOfOneRow", "collectEntries", kUnique, 1, "[120]"},
        Mapping{"CollectEntriesOfNothing", "collectEntries", kCollect, 99, "[]"},
        Mapping{"CollectEntriesOfTwoOutputs", "collectEntries", kWideCollect, 1,
                "incident: decision 'fee' has several outputs where one is expected"},
        Mapping{"ResultListHasTheNames", "resultList", kCollect, 1, "[{euro: 120}, {euro: 300}]"},
        Mapping{"ResultListOfTwoOutputs", "resultList", kWideCollect, 2,
                R"([{euro: 300, law: "§ 4"}])"},
        Mapping{"ResultListIsTheDefault", "", kUnique, 1, "[{euro: 120}]"}),
    [](const auto& row) { return std::string(row.param.fact); });

TEST(Deployment, TellsWhichExpressionsCanOnlyBeNull) {
  memory::MemoryStore store;
  ManualClock clock;
  const auto engine = Engine::open(store, clock).value();
  const auto deployed = engine->deploy(
      {{"p.bpmn",
        R"(<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" targetNamespace="t")"
        R"( expressionLanguage="https://www.omg.org/spec/DMN/20191111/FEEL/">)"
        R"(<process id="p" isExecutable="true"><startEvent id="s"/>)"
        R"(<sequenceFlow id="f1" sourceRef="s" targetRef="x"/>)"
        R"(<exclusiveGateway id="x" default="f3"/>)"
        R"(<sequenceFlow id="f2" sourceRef="x" targetRef="e"><conditionExpression>)"
        R"(string length(12) > 3</conditionExpression></sequenceFlow>)"
        R"(<sequenceFlow id="f3" sourceRef="x" targetRef="e"/><endEvent id="e"/>)"
        R"(</process></definitions>)"}});
  ASSERT_TRUE(deployed) << deployed.error().message.english;
  bool found = false;
  for (const Diagnostic& diagnostic : deployed->diagnostics)
    if (diagnostic.rule == "DAT-07") {
      found = true;
      EXPECT_EQ(diagnostic.severity, Severity::Warning);
      EXPECT_TRUE(diagnostic.span.known());
    }
  EXPECT_TRUE(found);
}

TEST(Decision, ZeebeTakesTheValueAsItIs) {
  for (const auto& [logic, fee] : {std::pair{kUnique, "120"},
                                   {kCollect, "[120, 300]"},
                                   {kWide, R"({euro: 120, law: "§ 4"})"},
                                   {literal("dogs + 0.5"), "1.5"}}) {
    Town town;
    town.deploy({decision(logic), process("", R"(<zeebe:calledDecision decisionId="fee")"
                                              R"( resultVariable="fee"/>)")});
    EXPECT_EQ(town.fee(1), fee);
  }
}

TEST(Decision, TheLatestVersionIsAsked) {
  Town town;
  town.deploy(
      {decision(literal("1")), process(R"(camunda:decisionRef="fee" camunda:resultVariable="fee")"
                                       R"( camunda:mapDecisionResult="singleEntry")")});
  EXPECT_EQ(town.fee(1), "1");
  town.deploy({decision(literal("2"))});
  EXPECT_EQ(town.fee(1), "2");
}

TEST(Decision, DeploymentBindingKeepsTheOneItCameWith) {
  Town town;
  town.deploy({decision(literal("1"))});
  town.deploy({decision(literal("2")),
               process("", R"(<zeebe:calledDecision decisionId="fee" bindingType="deployment")"
                           R"( resultVariable="fee"/>)")});
  town.deploy({decision(literal("3"))});
  EXPECT_EQ(town.fee(1), "2");
}

TEST(Decision, AVersionCanBeNamed) {
  Town town;
  const auto asks = [](const char* version) {
    return process(R"(camunda:decisionRef="fee" camunda:resultVariable="fee")"
                   R"( camunda:mapDecisionResult="singleEntry")"
                   R"( camunda:decisionRefBinding="version" camunda:decisionRefVersion=")" +
                   std::string(version) + "\"");
  };
  town.deploy({decision(literal("1"))});
  town.deploy({decision(literal("2")), asks("1")});
  EXPECT_EQ(town.fee(1), "1");
  town.deploy({asks("2")});
  EXPECT_EQ(town.fee(1), "2");
  town.deploy({asks("7")});
  EXPECT_EQ(town.fee(1), "incident: there is no decision 'fee'");
}

TEST(Decision, AVersionTagCanBeNamed) {
  Town town;
  const std::string in_zeebe =
      R"(<extensionElements><zeebe:versionTag value="2025"/></extensionElements>)";
  town.deploy({decision(literal("1"), R"(camunda:versionTag="2024")")});
  town.deploy({decision(in_zeebe + literal("2"))});
  town.deploy({decision(literal("3"))});
  for (const auto& [tag, fee] :
       {std::pair{"2024", "1"}, {"2025", "2"}, {"2026", "incident: there is no decision 'fee'"}}) {
    town.deploy({process("", R"(<zeebe:calledDecision decisionId="fee" bindingType="versionTag")"
                             R"( versionTag=")" +
                                 std::string(tag) + R"(" resultVariable="fee"/>)")});
    EXPECT_EQ(town.fee(1), fee);
  }
}

TEST(Decision, AHostileDecisionIsAnIncident) {
  Town town;
  town.deploy({decision(literal("for i in 1..1000000000 return i")),
               process("", R"(<zeebe:calledDecision decisionId="fee" resultVariable="fee"/>)")});
  EXPECT_EQ(town.fee(1),
            "incident: decision 'fee' takes too much: the evaluation takes too many steps");
}

TEST(Decision, TheJournalKeepsWhichRulesMatched) {
  Town town;
  town.deploy({decision(kCollect),
               process("", R"(<zeebe:calledDecision decisionId="fee" resultVariable="fee"/>)")});
  const InstanceKey instance = town.start(1);
  std::string told;
  for (const JournalView& row : town.engine().journal(instance).value())
    for (const Text& event : row.events)
      if (event.english.starts_with("decision")) told += event.english;
  EXPECT_EQ(told, "decision 'fee' evaluated at 'd'; rules 1 2 of 'Fee'");
}

}  // namespace
}  // namespace umlauf::service
