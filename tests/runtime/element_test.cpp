#include <gtest/gtest.h>

#include <sstream>

#include "tests/runtime/support.hpp"

// Events, scopes and loops: elements in XML, what happens in turn, where the tokens then stand.
// A step names a user task to complete or, with `!` before it, a wait to trigger.
namespace umlauf::runtime::test {
namespace {

constexpr const char* kRoots =
    R"(<message id="msg1" name="m1"/><message id="msg2" name="m2"/><signal id="sig1" name="g1"/>)"
    R"(<error id="err1" errorCode="r1"/><error id="err2" errorCode="r2"/>)"
    R"(<escalation id="esc1" escalationCode="c1"/>)";

std::string flow(const std::string& source, const std::string& target) {
  return "<sequenceFlow id=\"" + source + "-" + target + "\" sourceRef=\"" + source +
         "\" targetRef=\"" + target + "\"/>";
}

std::string chain(const std::string& ids) {
  std::istringstream in{ids};
  std::string out;
  std::string before;
  for (std::string id; in >> id; before = id)
    if (!before.empty()) out += flow(before, id);
  return out;
}

const std::string kS = R"(<startEvent id="s"/>)";
const std::string kE = R"(<endEvent id="e"/>)";
std::string user(const std::string& id, const std::string& inner = "") {
  return "<userTask id=\"" + id + "\">" + inner + "</userTask>";
}
std::string boundary(const std::string& id, const std::string& host, const std::string& event,
                     bool interrupting = true) {
  return "<boundaryEvent id=\"" + id + "\" attachedToRef=\"" + host + "\" cancelActivity=\"" +
         (interrupting ? "true" : "false") + "\">" + event + "</boundaryEvent>";
}
const std::string kMessage1 = R"(<messageEventDefinition messageRef="msg1"/>)";
const std::string kMessage2 = R"(<messageEventDefinition messageRef="msg2"/>)";
const std::string kSignal = R"(<signalEventDefinition signalRef="sig1"/>)";
const std::string kTimer =
    "<timerEventDefinition><timeDuration>PT1H</timeDuration>"
    "</timerEventDefinition>";
const std::string kCycle =
    "<timerEventDefinition><timeCycle>R2/PT1H</timeCycle>"
    "</timerEventDefinition>";
const std::string kError1 = R"(<errorEventDefinition errorRef="err1"/>)";
const std::string kAnyError = "<errorEventDefinition/>";
const std::string kEscalation = R"(<escalationEventDefinition escalationRef="esc1"/>)";
std::string sub(const std::string& id, const std::string& inner,
                const std::string& attributes = "") {
  return "<subProcess id=\"" + id + "\" " + attributes + ">" + inner + "</subProcess>";
}
std::string start(const std::string& id, const std::string& event, bool interrupting = true) {
  return "<startEvent id=\"" + id + "\" isInterrupting=\"" + (interrupting ? "true" : "false") +
         "\">" + event + "</startEvent>";
}
std::string end(const std::string& id, const std::string& event = "") {
  return "<endEvent id=\"" + id + "\">" + event + "</endEvent>";
}
std::string multiple(int count, bool sequential, const std::string& condition = "") {
  return std::string("<multiInstanceLoopCharacteristics isSequential=\"") +
         (sequential ? "true" : "false") + "\"><loopCardinality>" + std::to_string(count) +
         "</loopCardinality>" +
         (condition.empty() ? "" : "<completionCondition>" + condition + "</completionCondition>") +
         "</multiInstanceLoopCharacteristics>";
}
const std::string kEventSubprocess = "triggeredByEvent=\"true\"";

struct Case {
  const char* name;
  std::string elements;
  const char* steps;
  const char* standing;
};

const std::vector<Case>& cases() {
  static const std::vector<Case> rows = {
      {"CatchEventWaits",
       kS + "<intermediateCatchEvent id=\"c\">" + kMessage1 + "</intermediateCatchEvent>" +
           user("t1") + chain("s c t1"),
       "", "c"},
      {"CatchEventGoesOn",
       kS + "<intermediateCatchEvent id=\"c\">" + kTimer + "</intermediateCatchEvent>" +
           user("t1") + chain("s c t1"),
       "!c", "t1"},
      {"InterruptingBoundaryEndsItsActivity",
       kS + user("t1") + user("t2") + boundary("b", "t1", kTimer) + chain("s t1") + chain("b t2"),
       "!b", "t2"},
      {"NonInterruptingBoundaryLeavesItsActivity",
       kS + user("t1") + user("t2") + boundary("b", "t1", kMessage1, false) + chain("s t1") +
           chain("b t2"),
       "!b !b", "t1 t2 t2 b"},
      {"CompletedActivityTakesItsBoundaryAlong",
       kS + user("t1") + user("t2") + boundary("b", "t1", kMessage1) + chain("s t1 t2") +
           chain("b t2"),
       "t1", "t2"},
      {"CycleFiresAsOftenAsItSays",
       kS + user("t1") + user("t2") + boundary("b", "t1", kCycle, false) + chain("s t1") +
           chain("b t2"),
       "!b !b", "t1 t2 t2"},
      {"SubprocessEndsWithItsLastToken",
       kS +
           sub("u", R"(<startEvent id="s2"/>)" + user("t1") + user("t2") + chain("s2 t1") +
                        chain("s2 t2")) +
           user("t3") + chain("s u t3"),
       "t1 t2", "t3"},
      {"BoundaryOfASubprocessEndsAllWithin",
       kS + sub("u", user("t1") + user("t2")) + boundary("b", "u", kMessage1) + user("t3") +
           chain("s u") + chain("b t3"),
       "!b", "t3"},
      {"TerminateEndsItsSubprocessOnly",
       kS +
           sub("u",
               user("t1") + user("t2") + end("z", "<terminateEventDefinition/>") + chain("t2 z")) +
           user("t3") + chain("s u t3"),
       "t2", "t3"},
      {"ErrorIsCaughtAtTheBoundary",
       kS + sub("u", user("t1") + end("z", kError1) + chain("t1 z")) + boundary("b", "u", kError1) +
           user("t3") + chain("s u") + chain("b t3"),
       "t1", "t3"},
      {"EqualCodeGoesBeforeAnyError",
       kS + sub("u", user("t1") + end("z", kError1) + chain("t1 z")) +
           boundary("b1", "u", kAnyError) + boundary("b2", "u", kError1) + user("t3") + user("t4") +
           chain("s u") + chain("b1 t3") + chain("b2 t4"),
       "t1", "t4"},
      {"UncaughtErrorEndsTheInstance",
       kS + user("t1") + user("t2") + end("z", kError1) + chain("s t1 z") + chain("s t2"), "t1",
       "."},
      {"EscalationGoesOnBesideItsCatcher",
       kS + sub("u", user("t1") + end("z", kEscalation) + user("t2") + chain("t1 z")) +
           boundary("b", "u", kEscalation, false) + user("t3") + chain("s u") + chain("b t3"),
       "t1", "t2 t3"},
      {"UncaughtEscalationChangesNothing",
       kS + user("t1") + "<intermediateThrowEvent id=\"v\">" + kEscalation +
           "</intermediateThrowEvent>" + user("t2") + chain("s t1 v t2"),
       "t1", "t2"},
      {"EventGatewayTakesTheFirst",
       kS + "<eventBasedGateway id=\"g\"/><intermediateCatchEvent id=\"c1\">" + kMessage1 +
           "</intermediateCatchEvent><intermediateCatchEvent id=\"c2\">" + kTimer +
           "</intermediateCatchEvent>" + user("t1") + user("t2") + chain("s g c1 t1") +
           chain("g c2 t2"),
       "!c2", "t2"},
      {"InterruptingEventSubprocessTakesOver",
       kS + user("t1") + chain("s t1") +
           sub("v", start("v1", kMessage1) + user("t2") + chain("v1 t2"), kEventSubprocess) +
           sub("w", start("w1", kMessage2) + user("t3") + chain("w1 t3"), kEventSubprocess),
       "!v1", "t2"},
      {"NonInterruptingEventSubprocessStartsAgain",
       kS + user("t1") + chain("s t1") +
           sub("v", start("v1", kMessage1, false) + user("t2") + chain("v1 t2"), kEventSubprocess),
       "!v1 !v1", "t1 v1 t2 t2"},
      {"ScopeWaitsForItsEventSubprocess",
       kS + user("t1") + chain("s t1") +
           sub("v", start("v1", kMessage1, false) + user("t2") + chain("v1 t2"), kEventSubprocess),
       "!v1 t1", "t2"},
      {"EventSubprocessWaitsBesideWhatIsActive",
       kS + user("t1") + chain("s t1") +
           sub("v", start("v1", kMessage1, false) + user("t2") + chain("v1 t2"), kEventSubprocess),
       "!v1", "t1 v1 t2"},
      {"ParallelInstancesAllWait",
       kS + user("t1", multiple(3, false)) + user("t2") + chain("s t1 t2"), "t1", "t1 t1"},
      {"ParallelInstancesEndTogether",
       kS + user("t1", multiple(3, false)) + user("t2") + chain("s t1 t2"), "t1 t1 t1", "t2"},
      {"SequentialInstancesOneByOne",
       kS + user("t1", multiple(3, true)) + user("t2") + chain("s t1 t2"), "t1 t1", "t1"},
      {"CompletionConditionEndsTheRest",
       kS + user("t1", multiple(5, false, "numberOfCompletedInstances = 2")) + user("t2") +
           chain("s t1 t2"),
       "t1 t1", "t2"},
      {"NoInstancesAtAll", kS + user("t1", multiple(0, false)) + user("t2") + chain("s t1 t2"), "",
       "t2"},
      {"BoundaryOfMultiInstanceEndsAll",
       kS + user("t1", multiple(3, false)) + boundary("b", "t1", kMessage1) + user("t2") +
           chain("s t1") + chain("b t2"),
       "t1 !b", "t2"},
      {"StandardLoopGoesRound",
       kS + user("t1", "<standardLoopCharacteristics loopMaximum=\"2\"/>") + user("t2") +
           chain("s t1 t2"),
       "t1 t1", "t2"},
      {"StandardLoopTestsBefore",
       kS +
           user("t1",
                "<standardLoopCharacteristics testBefore=\"true\"><loopCondition>n &gt; 9"
                "</loopCondition></standardLoopCharacteristics>") +
           user("t2") + chain("s t1 t2"),
       "", "t2"},
      {"SignalReachesTheOwnInstance",
       kS + "<parallelGateway id=\"p1\"/><intermediateCatchEvent id=\"c\">" + kSignal +
           "</intermediateCatchEvent>" + user("t1") + user("t2") +
           "<intermediateThrowEvent id=\"v\">" + kSignal + "</intermediateThrowEvent>" +
           chain("s p1 c t1") + chain("p1 t2 v"),
       "t2", "t1"},
      {"LinkGoesOnAtItsTarget",
       kS +
           "<intermediateThrowEvent id=\"v\"><linkEventDefinition name=\"l\"/>"
           "</intermediateThrowEvent><intermediateCatchEvent id=\"c\">"
           "<linkEventDefinition name=\"l\"/></intermediateCatchEvent>" +
           user("t1") + chain("s v") + chain("c t1"),
       "", "t1"},
      {"CompensationUndoesTheLastFirst",
       kS + user("t1") + user("t2") + user("t3") + "<intermediateThrowEvent id=\"v\">" +
           "<compensateEventDefinition/></intermediateThrowEvent>" + user("t4") +
           chain("s t1 t2 t3 v t4") + boundary("b1", "t1", "<compensateEventDefinition/>") +
           boundary("b2", "t2", "<compensateEventDefinition/>") +
           "<userTask id=\"h1\" isForCompensation=\"true\"/>"
           "<userTask id=\"h2\" isForCompensation=\"true\"/>"
           "<association sourceRef=\"b1\" targetRef=\"h1\" associationDirection=\"One\"/>"
           "<association sourceRef=\"b2\" targetRef=\"h2\" associationDirection=\"One\"/>",
       "t1 t2 t3 h2", "h1"},
      {"CompensationThenGoesOn",
       kS + user("t1") + "<intermediateThrowEvent id=\"v\">" +
           "<compensateEventDefinition/></intermediateThrowEvent>" + user("t4") +
           chain("s t1 v t4") + boundary("b1", "t1", "<compensateEventDefinition/>") +
           "<userTask id=\"h1\" isForCompensation=\"true\"/>"
           "<association sourceRef=\"b1\" targetRef=\"h1\" associationDirection=\"One\"/>",
       "t1 h1", "t4"},
      {"CancelledTransactionCompensatesAndLeaves",
       kS + "<transaction id=\"u\">" + user("t1") + user("t2") +
           end("z", "<cancelEventDefinition/>") + chain("t1 t2 z") +
           boundary("b1", "t1", "<compensateEventDefinition/>") +
           "<userTask id=\"h1\" isForCompensation=\"true\"/>"
           "<association sourceRef=\"b1\" targetRef=\"h1\" associationDirection=\"One\"/>"
           "</transaction>" +
           boundary("b", "u", "<cancelEventDefinition/>") + user("t3") + user("t4") +
           chain("s u t3") + chain("b t4"),
       "t1 t2 h1", "t4"},
  };
  return rows;
}

class ElementTest : public ::testing::TestWithParam<Case> {};

TEST_P(ElementTest, Stands) {
  const Case& row = GetParam();
  Fixture fixture(process(row.elements, kRoots));
  ASSERT_EQ(fixture.start({{"n", 2}}), "");
  std::istringstream steps{row.steps};
  for (std::string step; steps >> step;)
    ASSERT_EQ(step[0] == '!' ? fixture.trigger(step.substr(1)) : fixture.complete(step), "")
        << step << " at " << fixture.standing();
  EXPECT_EQ(fixture.standing(), row.standing);
}

INSTANTIATE_TEST_SUITE_P(Elements, ElementTest, ::testing::ValuesIn(cases()),
                         [](const auto& row) { return std::string(row.param.name); });

// Of a model for Zeebe, whose listeners are jobs.
TEST(ListenerTest, EachJobIsTheNextOneUntilTheWorkBeginsOrItsDataGoesOut) {
  const auto listener = [](const std::string& event, const std::string& type) {
    return "<zeebe:executionListener eventType=\"" + event + "\" type=\"" + type + "\"/>";
  };
  Fixture fixture(process(kS +
                              "<userTask id=\"t1\"><extensionElements><zeebe:executionListeners "
                              "xmlns:zeebe=\"http://camunda.org/schema/zeebe/1.0\">" +
                              listener("start", "a") + listener("start", "b") +
                              listener("end", "c") + listener("end", "d") +
                              "</zeebe:executionListeners></extensionElements></userTask>" + kE +
                              chain("s t1 e"),
                          kRoots));
  ASSERT_EQ(fixture.start(), "");
  const auto type_now = [&fixture] {
    const ElementInstance* record = fixture.instance.find(fixture.find("t1"));
    const auto* job = record == nullptr ? nullptr : std::get_if<Shared<Job>>(&record->payload);
    return job == nullptr ? std::string() : (*job)->type;
  };
  std::string order;
  for (int i = 0; i < 2; ++i) {
    order += type_now();
    ASSERT_EQ(fixture.run(CompleteJob{fixture.find("t1"), {}, ""}), "");
  }
  order += " " + fixture.standing() + " ";
  ASSERT_EQ(fixture.complete("t1"), "");
  for (int i = 0; i < 2; ++i) {
    order += type_now();
    ASSERT_EQ(fixture.run(CompleteJob{fixture.find("t1"), {}, ""}), "");
  }
  EXPECT_EQ(order, "ab t1 cd");
  EXPECT_EQ(fixture.standing(), ".");
}

std::string listening(const std::string& listeners) {
  return "<userTask id=\"t1\"><extensionElements "
         "xmlns:zeebe=\"http://camunda.org/schema/zeebe/1.0\" "
         "xmlns:camunda=\"http://camunda.org/schema/1.0/bpmn\">" +
         listeners + "</extensionElements></userTask>";
}

const UserTask* task_at(const Fixture& fixture) {
  const ElementInstance* record = fixture.instance.find(fixture.find("t1"));
  const auto* task = record == nullptr ? nullptr : std::get_if<Shared<UserTask>>(&record->payload);
  return task == nullptr ? nullptr : &**task;
}

TEST(ListenerTest, ATaskIsInNobodysHandsUntilTheJobsOfItsAssignmentAreDone) {
  Fixture fixture(process(kS +
                              listening("<zeebe:taskListeners>"
                                        "<zeebe:taskListener eventType=\"assigning\" type=\"a\"/>"
                                        "<zeebe:taskListener eventType=\"updating\" type=\"u\"/>"
                                        "</zeebe:taskListeners>") +
                              kE + chain("s t1 e"),
                          kRoots));
  ASSERT_EQ(fixture.start(), "");
  ASSERT_EQ(fixture.run(ClaimTask{fixture.find("t1"), "mila"}), "");
  EXPECT_EQ(task_at(fixture), nullptr);
  EXPECT_NE(fixture.run(ClaimTask{fixture.find("t1"), "ben"}), "");
  ASSERT_EQ(fixture.run(CompleteJob{fixture.find("t1"), {}, ""}), "");
  ASSERT_NE(task_at(fixture), nullptr);
  EXPECT_EQ(task_at(fixture)->assignee, "mila");
  UpdateTask update{fixture.find("t1"), {}, {}, 70, {}, {}};
  ASSERT_EQ(fixture.run(update), "");
  EXPECT_EQ(task_at(fixture), nullptr);
  ASSERT_EQ(fixture.run(CompleteJob{fixture.find("t1"), {}, ""}), "");
  ASSERT_NE(task_at(fixture), nullptr);
  EXPECT_EQ(task_at(fixture)->priority, 70);
  ASSERT_EQ(fixture.complete("t1"), "");
  EXPECT_EQ(fixture.standing(), ".");
}

class Refusing final : public Handlers {
  HandlerResult handle(std::string_view type, std::span<const Variable>,
                       const feel::Environment&) const override {
    if (type != "vacation") return {};
    HandlerResult result;
    result.kind = HandlerResult::Kind::Failed;
    result.message = "on vacation";
    return result;
  }
};

TEST(ListenerTest, WhatAListenerOfItsTaskCannotDoThePersonCannotDo) {
  const Refusing handlers;
  Fixture fixture(process(kS +
                              listening("<camunda:taskListener id=\"l\" event=\"assignment\" "
                                        "delegateExpression=\"${vacation}\"/>") +
                              kE + chain("s t1 e"),
                          kRoots));
  fixture.context.handlers = &handlers;
  ASSERT_EQ(fixture.start(), "");
  EXPECT_EQ(fixture.run(ClaimTask{fixture.find("t1"), "mila"}), "on vacation");
  ASSERT_NE(task_at(fixture), nullptr);
  EXPECT_EQ(task_at(fixture)->assignee, "");
}

TEST(ListenerTest, WhereThatOfAFlowFailsTheTokenStaysAtItsSource) {
  const Refusing handlers;
  Fixture fixture(process(
      kS + user("t1") + kE + flow("s", "t1") +
          "<sequenceFlow id=\"f\" sourceRef=\"t1\" targetRef=\"e\"><extensionElements "
          "xmlns:camunda=\"http://camunda.org/schema/1.0/bpmn\"><camunda:executionListener "
          "event=\"take\" delegateExpression=\"${vacation}\"/></extensionElements></sequenceFlow>",
      kRoots));
  fixture.context.handlers = &handlers;
  ASSERT_EQ(fixture.start(), "");
  ASSERT_EQ(fixture.complete("t1"), "");
  EXPECT_EQ(fixture.standing(), "!t1");
  fixture.context.handlers = nullptr;
  ASSERT_EQ(fixture.run(RetryIncident{fixture.find("t1")}), "");
  EXPECT_EQ(fixture.standing(), ".");
}

const char* const kAsyncBefore =
    "xmlns:camunda=\"http://camunda.org/schema/1.0/bpmn\" camunda:asyncBefore=\"true\"";

// It stood there for ever, active and with nothing in it.
TEST(ModificationTest, AScopeBehindAWaitingPointIsEnteredAtOnce) {
  Fixture fixture(
      process(kS + user("t1") +
                  sub("u", R"(<startEvent id="us"/>)" + user("t2") + chain("us t2"), kAsyncBefore) +
                  kE + chain("s t1 u e"),
              kRoots));
  ASSERT_EQ(fixture.start(), "");
  const NodeIndex inside = fixture.definition->find_node("t2");
  ASSERT_EQ(fixture.run(Modify{{fixture.find("t1")}, {{inside, {}, {}}}, {}, {}}), "");
  EXPECT_EQ(fixture.standing(), "t2");
  ASSERT_EQ(fixture.complete("t2"), "");
  EXPECT_EQ(fixture.standing(), ".");
}

TEST(EventSubprocessTest, AWaitingPointBeforeItIsNotWaitedFor) {
  Fixture fixture(process(kS + user("t1") + kE + chain("s t1 e") +
                              sub("v", start("v1", kSignal) + user("t2") + chain("v1 t2"),
                                  std::string(kEventSubprocess) + " " + kAsyncBefore),
                          kRoots));
  ASSERT_EQ(fixture.start(), "");
  ASSERT_EQ(fixture.trigger("v1"), "");
  EXPECT_EQ(fixture.standing(), "t2");
  ASSERT_EQ(fixture.complete("t2"), "");
  EXPECT_EQ(fixture.standing(), ".");
}

// The process has the incident and goes on beside it.
TEST(EventSubprocessTest, OneThatCannotWaitAtTheStartWaitsAfterARetry) {
  const std::string late =
      "<timerEventDefinition><timeDuration "
      "xsi:type=\"tFormalExpression\">duration(late)</timeDuration>"
      "</timerEventDefinition>";
  Fixture fixture(
      process(kS + user("t1") + kE + chain("s t1 e") +
                  sub("v", start("v1", late) + user("t2") + chain("v1 t2"), kEventSubprocess),
              kRoots));
  ASSERT_EQ(fixture.start(), "");
  ASSERT_TRUE(fixture.instance.process_scope().incident);
  EXPECT_EQ(fixture.standing(), "t1");
  ASSERT_EQ(fixture.run(SetVariables{{}, {{"late", "PT1H"}}, false}), "");
  ASSERT_EQ(fixture.run(RetryIncident{kProcessScope}), "");
  EXPECT_EQ(fixture.standing(), "t1 v1");
}

}  // namespace
}  // namespace umlauf::runtime::test
