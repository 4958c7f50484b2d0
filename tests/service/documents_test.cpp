// What is deployed is given back byte for byte, whatever is in it.
#include <gtest/gtest.h>

#include <ostream>
#include <string>

#include "adapters/memory/memory_store.hpp"
#include "tests/service/support.hpp"

namespace umlauf::service::test {
namespace {

std::string utf16(const std::string& ascii) {
  std::string wide = "\xFF\xFE";
  for (const char c : ascii) wide += {c, '\0'};
  return wide;
}

constexpr const char* kForeign =
    "<?xml version='1.0'?>\r\n<!-- of a tool that nobody knows -->"
    "<b:definitions xmlns:b='http://www.omg.org/spec/BPMN/20100524/MODEL'\n"
    "  xmlns:odd='urn:odd' targetNamespace=\"t\" odd:exporter='Gr&#246;&#xDF;e'>\n"
    "  <b:extensionElements><odd:a odd:b=' 1 "
    "'><![CDATA[<&>]]><odd:c/></odd:a></b:extensionElements>"
    "<b:process id='p' isExecutable='true' odd:colour = \"#fff\" >\t"
    "<b:startEvent id='s'/><b:userTask id='t'>"
    "<b:extensionElements><odd:form key='&lt;k&gt;'>  text </odd:form></b:extensionElements>"
    "</b:userTask><b:sequenceFlow sourceRef='s' targetRef='t'/>"
    "<b:endEvent id='e'/><b:sequenceFlow sourceRef='t' targetRef='e'/></b:process>"
    "</b:definitions>\n<!-- end -->\n";

struct Row {
  const char* name;
  std::string text;
};

void PrintTo(const Row& row, std::ostream* out) { *out << row.name; }

class Documents : public testing::TestWithParam<Row> {};

TEST_P(Documents, ComeBackAsTheyWereGiven) {
  memory::MemoryStore store;
  ManualClock clock;
  DefinitionKey key;
  {
    const auto engine = Engine::open(store, clock).value();
    const auto deployed = engine->deploy({{"odd.bpmn", GetParam().text}});
    ASSERT_TRUE(deployed.has_value()) << deployed.error().diagnostics.at(0).message.english;
    ASSERT_EQ(deployed->processes.size(), 1U);
    key = deployed->processes[0].key;
    EXPECT_EQ(engine->document(key).value().text, GetParam().text);
    const auto again = engine->deploy({{"odd.bpmn", GetParam().text}});
    EXPECT_FALSE(again.value().processes[0].created) << "the same bytes are the same version";
    EXPECT_TRUE(engine->start({.process = "p"}).has_value());
  }
  const auto reopened = Engine::open(store, clock).value();
  EXPECT_EQ(reopened->document(key).value().text, GetParam().text);
  EXPECT_EQ(reopened->document(key).value().name, "odd.bpmn");
}

INSTANTIATE_TEST_SUITE_P(Service, Documents,
                         testing::Values(Row{"ForeignExtensions", kForeign},
                                         Row{"ByteOrderMark",
                                             std::string("\xEF\xBB\xBF") + one_task().text},
                                         Row{"Utf16", utf16(one_task().text)}),
                         [](const auto& row) { return std::string(row.param.name); });

bool tells(const Diagnostics& diagnostics, std::string_view rule) {
  for (const Diagnostic& diagnostic : diagnostics)
    if (diagnostic.rule == rule) return true;
  return false;
}

TEST(Deployment, ChoreographiesAreKeptAndReportedAsNotExecutable) {
  memory::MemoryStore store;
  ManualClock clock;
  const auto engine = Engine::open(store, clock).value();
  const auto deployed = engine->deploy({document(
      R"(<startEvent id="s"/>)",
      R"(<choreography id="ch"><participant id="a"/><participant id="b"/>)"
      R"(<choreographyTask id="ct" initiatingParticipantRef="a"><participantRef>a</participantRef>)"
      R"(<participantRef>b</participantRef><messageFlowRef>m</messageFlowRef></choreographyTask>)"
      R"(<messageFlow id="m" sourceRef="a" targetRef="b"/></choreography>)")});
  ASSERT_TRUE(deployed.has_value()) << deployed.error().diagnostics.at(0).message.english;
  EXPECT_TRUE(tells(deployed->diagnostics, "PRC-16"));
  EXPECT_TRUE(engine->start({.process = "p"}).has_value()) << "the process beside it runs";
}

TEST(Deployment, ADrawingIsKeptAndDoesNotRun) {
  memory::MemoryStore store;
  ManualClock clock;
  const auto engine = Engine::open(store, clock).value();
  Document drawing = one_task();
  drawing.text.replace(drawing.text.find(R"(isExecutable="true")"), 19, R"(isExecutable="false")");
  const auto deployed = engine->deploy({drawing});
  ASSERT_TRUE(deployed.has_value());
  EXPECT_FALSE(deployed->processes.at(0).executable);
  const auto started = engine->start({.process = "p"});
  ASSERT_FALSE(started.has_value());
  EXPECT_EQ(started.error().message.english, "process 'p' is not executable");
}

// What a process calls may be deployed with it, have been before, or be missing still.
TEST(Deployment, TellsOfCallsThatLeadNowhere) {
  memory::MemoryStore store;
  ManualClock clock;
  const auto engine = Engine::open(store, clock).value();
  const Document caller =
      document(R"(<startEvent id="s"/><sequenceFlow id="f1" sourceRef="s" targetRef="c"/>)"
               R"(<callActivity id="c" calledElement="called"/>)"
               R"(<sequenceFlow id="f2" sourceRef="c" targetRef="r"/><businessRuleTask id="r" )"
               R"(xmlns:c="http://camunda.org/schema/1.0/bpmn" c:decisionRef="fee"/>)"
               R"(<sequenceFlow id="f3" sourceRef="r" targetRef="e"/><endEvent id="e"/>)");
  const auto first = engine->deploy({caller});
  ASSERT_TRUE(first.has_value()) << "it may come later";
  EXPECT_TRUE(tells(first->diagnostics, "PRC-09"));
  EXPECT_TRUE(tells(first->diagnostics, "ACT-09"));
  Document called = document(R"(<startEvent id="s"/>)");
  called.name = "called.bpmn";
  called.text.replace(called.text.find(R"(id="p")"), 6, R"(id="called")");
  const Document decision{
      "fee.dmn",
      R"(<definitions xmlns="https://www.omg.org/spec/DMN/20230324/MODEL/" name="m" )"
      R"(namespace="urn:m"><decision id="fee" name="fee"><variable name="fee"/>)"
      R"(<literalExpression><text>1</text></literalExpression></decision></definitions>)"};
  const auto together = engine->deploy({caller, called, decision});
  ASSERT_TRUE(together.has_value());
  EXPECT_FALSE(tells(together->diagnostics, "PRC-09"));
  EXPECT_FALSE(tells(together->diagnostics, "ACT-09"));
  const auto again = engine->deploy({caller});
  ASSERT_TRUE(again.has_value());
  EXPECT_FALSE(tells(again->diagnostics, "PRC-09")) << "the store has it";
  EXPECT_FALSE(tells(again->diagnostics, "ACT-09"));
}

// Four eyes that look nowhere are a fault of the model, not a matter of proof.
TEST(Deployment, RefusesRulesBetweenTasksThatNameNone) {
  memory::MemoryStore store;
  ManualClock clock;
  const auto engine = Engine::open(store, clock).value();
  const Document wrong = document(
      R"(<startEvent id="s"/><sequenceFlow id="f1" sourceRef="s" targetRef="t"/>)"
      R"(<userTask id="t" xmlns:u="https://umlauf.example/bpmn/1.0" u:differentPerson="x"/>)"
      R"(<sequenceFlow id="f2" sourceRef="t" targetRef="e"/><endEvent id="e"/>)");
  const auto refused = engine->execute(Deploy{{wrong}, VerifyMode::Warn});
  ASSERT_FALSE(refused.has_value());
  EXPECT_TRUE(tells(refused.error().diagnostics, "SEC-06"));
  EXPECT_TRUE(engine->execute(Deploy{{wrong}, VerifyMode::Off}).has_value());
}

// A task for people that nobody belongs to, with a form that is not deployed.
Document for_nobody() {
  return document(
      R"(<startEvent id="s"/><sequenceFlow id="f1" sourceRef="s" targetRef="t"/>)"
      R"(<userTask id="t" xmlns:c="http://camunda.org/schema/1.0/bpmn" c:candidateGroups="mayor")"
      R"( c:formRef="bescheid"/><sequenceFlow id="f2" sourceRef="t" targetRef="e"/>)"
      R"(<endEvent id="e"/>)");
}

organisation::Organisation office_of_one_clerk() {
  organisation::Organisation office;
  office.roles.push_back({"clerk", "clerk", {}});
  office.persons.push_back({"anna", "Anna", {}, false});
  office.persons.back().memberships.emplace_back().roles.emplace_back(0);
  return office;
}

TEST(Deployment, TellsOfTasksThatNobodyMayDo) {
  memory::MemoryStore store;
  ManualClock clock;
  const auto engine = Engine::open(store, clock).value();
  Deploy deploy{{for_nobody(), {"antrag.form", R"({"id": "antrag"})"}}, VerifyMode::Strict};
  const auto alone = engine->execute(deploy);
  ASSERT_TRUE(alone.has_value()) << "of people nothing is known";
  EXPECT_FALSE(tells(alone->deployment.diagnostics, "SEC-01"));
  EXPECT_TRUE(tells(alone->deployment.diagnostics, "ACT-13"));

  deploy.organisation = std::make_shared<organisation::Organisation>(office_of_one_clerk());
  const auto refused = engine->execute(deploy);
  ASSERT_FALSE(refused.has_value());
  EXPECT_TRUE(tells(refused.error().diagnostics, "SEC-01"));
  deploy.verify = VerifyMode::Warn;
  const auto told = engine->execute(deploy);
  ASSERT_TRUE(told.has_value());
  EXPECT_TRUE(tells(told->deployment.diagnostics, "SEC-01"));
  EXPECT_TRUE(tells(told->deployment.diagnostics, "SEC-03"));
  deploy.verify = VerifyMode::Off;
  const auto quiet = engine->execute(deploy);
  ASSERT_TRUE(quiet.has_value());
  EXPECT_FALSE(tells(quiet->deployment.diagnostics, "SEC-01"));
  EXPECT_FALSE(tells(quiet->deployment.diagnostics, "ACT-13"));
}

TEST(Deployment, TellsOfFormsAndTemplatesAmongItsDocuments) {
  memory::MemoryStore store;
  ManualClock clock;
  const auto engine = Engine::open(store, clock).value();
  const Document model = document(
      R"(<startEvent id="s"/><sequenceFlow id="f1" sourceRef="s" targetRef="t"/>)"
      R"(<userTask id="t" xmlns:c="http://camunda.org/schema/1.0/bpmn" c:modelerTemplate="named"/>)"
      R"(<sequenceFlow id="f2" sourceRef="t" targetRef="e"/><endEvent id="e"/>)");
  const auto deployed = engine->deploy(
      {model,
       {"broken.form", "{"},
       {"named.json", R"({"id": "named", "appliesTo": ["bpmn:Task"], "properties": [)"
                      R"({"label": "Name", "binding": {"type": "property", "name": "name"},)"
                      R"("constraints": {"notEmpty": true}}]})"}});
  ASSERT_TRUE(deployed.has_value());
  EXPECT_TRUE(tells(deployed->diagnostics, "FRM-01"));
  EXPECT_TRUE(tells(deployed->diagnostics, "ACT-28"));
}

TEST(Deployment, IsAllOrNothing) {
  memory::MemoryStore store;
  ManualClock clock;
  const auto engine = Engine::open(store, clock).value();
  Document broken = document(R"(<sequenceFlow id="f" sourceRef="nowhere" targetRef="t"/>)");
  broken.name = "broken.bpmn";
  const auto deployed = engine->deploy({one_task(), broken});
  ASSERT_FALSE(deployed.has_value());
  EXPECT_EQ(deployed.error().code, ErrorCode::Deploy);
  EXPECT_TRUE(tells(deployed.error().diagnostics, "XML-04"));
  EXPECT_TRUE(engine->processes().empty());
}

}  // namespace
}  // namespace umlauf::service::test
