// Bodies of sub-processes, called processes and instances: what gets stuck in them, how they end,
// and what they throw.
#include <gtest/gtest.h>

#include <string>
#include <string_view>
#include <vector>

#include "tests/verify/models.hpp"

namespace umlauf::verify {
namespace {

using bpmn::flows;
using bpmn::process;
using models::beside;
using models::check;
using models::kBadBody;
using models::kBadFlows;
using models::kTimer;
using models::sub;
using models::told;

std::string with_bad_body(std::string_view kind, std::string_view more, std::string_view pairs) {
  return process("p",
                 "<startEvent id='s'/>" + sub("u", kBadBody, kBadFlows, kind) +
                     "<endEvent id='e'/>" + std::string(more),
                 "s>u u>e" + std::string(pairs));
}

TEST(Bodies, ThatGetStuckAreEndedByWhatIsAttached) {
  const auto boundary = [](std::string_view cancels, const std::string& trigger) {
    return with_bad_body("subProcess",
                         "<boundaryEvent id='b' attachedToRef='u' cancelActivity='" +
                             std::string(cancels) + "'>" + trigger +
                             "</boundaryEvent><endEvent id='f'/>",
                         " b>f");
  };
  EXPECT_EQ(told(with_bad_body("subProcess", "", "")), "+-++ BEH-01 BEH-05");
  EXPECT_EQ(told(with_bad_body("transaction", "", "")), "+-++ BEH-01 BEH-05");
  EXPECT_EQ(told(boundary("true", kTimer)), "++++ BEH-01 BEH-05");
  EXPECT_EQ(told(boundary("false", kTimer)), "+-++ BEH-01 BEH-05");
  EXPECT_EQ(told(boundary("true", "<errorEventDefinition/>")), "+-++ BEH-01 BEH-05");
  for (const Finding& finding : check(boundary("true", kTimer)).findings)
    EXPECT_NE(finding.diagnostic.severity, Severity::Error);
}

TEST(Bodies, OfEventSubProcessesEndWhatIsStuckBesideThem) {
  const auto handled = [](std::string_view interrupts) {
    return process("p",
                   kBadBody +
                       "<subProcess id='h' triggeredByEvent='true'><startEvent id='hs' "
                       "isInterrupting='" +
                       std::string(interrupts) + "'>" + kTimer +
                       "</startEvent><endEvent id='he'/>" + flows("hs>he") + "</subProcess>",
                   kBadFlows);
  };
  EXPECT_EQ(told(handled("true")), "++++ BEH-01 BEH-05");
  EXPECT_EQ(told(handled("false")), "+-++ BEH-01 BEH-05");
}

const std::string kThrowOnly = "<startEvent id='us'/><userTask id='ut'/><endEvent id='ue'>";

// A sub-process that throws in every run, and the boundary event that leads back before it.
std::string always_thrown(const std::string& thrown, std::string_view kind = "subProcess",
                          std::string_view cancels = "true") {
  return "<escalation id='es' escalationCode='x'/>" +
         process("p",
                 "<startEvent id='s'/><exclusiveGateway id='m'/>" +
                     sub("u", kThrowOnly + thrown + "</endEvent>", "us>ut ut>ue", kind) +
                     "<boundaryEvent id='b' attachedToRef='u' cancelActivity='" +
                     std::string(cancels) + "'>" + thrown +
                     "</boundaryEvent><task id='t'/><endEvent id='e'/>",
                 "s>m m>u u>t t>e b>m");
}

TEST(Bodies, ThatOnlyThrowAreNotLeftByTheirEnd) {
  const std::string escalation = "<escalationEventDefinition escalationRef='es'/>";
  const std::string round = "+-+- BEH-04 BEH-05";
  EXPECT_EQ(told(always_thrown("<errorEventDefinition/>")), round);
  EXPECT_EQ(told(always_thrown("<cancelEventDefinition/>", "transaction")), round);
  EXPECT_EQ(told(always_thrown(escalation)), round);
  // One that goes on beside does not end it.
  EXPECT_EQ(told(always_thrown(escalation, "subProcess", "false")).find("BEH-05"),
            std::string::npos);
}

TEST(Bodies, ThatAreCalledAndOnlyThrow) {
  EXPECT_EQ(told(process("p",
                         "<startEvent id='s'/><exclusiveGateway id='m'/><callActivity id='u' "
                         "calledElement='q'/><boundaryEvent id='b' attachedToRef='u'>"
                         "<errorEventDefinition/></boundaryEvent><task id='t'/><endEvent id='e'/>",
                         "s>m m>u u>t t>e b>m") +
                 process("q", kThrowOnly + "<errorEventDefinition/></endEvent>", "us>ut ut>ue")),
            "+-+- ++++ BEH-04 BEH-05");
}

// The join gets the token of the boundary event, and never one of the activity.
TEST(Bodies, ThatOnlyThrowGoOnByTheirBoundaryEvent) {
  EXPECT_EQ(
      told(process("p",
                   "<startEvent id='s'/><parallelGateway id='g'/>" +
                       sub("u", kThrowOnly + "<errorEventDefinition/></endEvent>", "us>ut ut>ue") +
                       "<boundaryEvent id='b' attachedToRef='u'><errorEventDefinition/>"
                       "</boundaryEvent><task id='t'/><parallelGateway id='j'/>"
                       "<endEvent id='e'/>",
                   "s>g g>u g>t b>j t>j j>e")),
      "++++");
}

// Whether there are items, or the loop begins at all, is a matter of data.
TEST(Bodies, ThatOnlyThrowMayBePassedOver) {
  const auto repeated = [](std::string_view loop) {
    return process(
        "p",
        "<startEvent id='s'/>" +
            sub("u", std::string(loop) + kThrowOnly + "<errorEventDefinition/></endEvent>",
                "us>ut ut>ue") +
            "<boundaryEvent id='b' attachedToRef='u'><errorEventDefinition/>"
            "</boundaryEvent><task id='t'/><endEvent id='e'/><endEvent id='f'/>",
        "s>u u>t t>e b>f");
  };
  EXPECT_EQ(told(repeated("")), "+++- BEH-05");
  EXPECT_EQ(told(repeated("<multiInstanceLoopCharacteristics><loopCardinality>n"
                          "</loopCardinality></multiInstanceLoopCharacteristics>")),
            "++++");
}

TEST(Bodies, AreEndedFromWithin) {
  const std::string handler =
      "<startEvent id='hs'>" + kTimer + "</startEvent><task id='ht'/><endEvent id='he'/>";
  const auto inner = [&](const std::string& handling, std::string_view pairs) {
    return process("p",
                   "<startEvent id='s'/>" +
                       sub("u",
                           kBadBody + "<subProcess id='h' triggeredByEvent='true'>" + handling +
                               flows(pairs) + "</subProcess>",
                           kBadFlows) +
                       "<task id='t'/><endEvent id='e'/>",
                   "s>u u>t t>e");
  };
  EXPECT_EQ(told(inner(handler, "hs>ht ht>he")), "++++ BEH-01 BEH-05");
  // What takes its place may be stuck as well, and nothing takes the place of that.
  const std::string stuck = "<startEvent id='hs'>" + kTimer +
                            "</startEvent><exclusiveGateway id='hx'/><task id='h1'/><task id='h2'/>"
                            "<parallelGateway id='hj'/><endEvent id='he'/>";
  EXPECT_EQ(told(inner(stuck, "hs>hx hx>h1 hx>h2 h1>hj h2>hj hj>he")).substr(0, 2), "+-");
}

TEST(Bodies, InstancesAndLoopsAreBodiesAsWell) {
  for (const char* loop : {"<multiInstanceLoopCharacteristics><loopCardinality>3</loopCardinality>"
                           "</multiInstanceLoopCharacteristics>",
                           "<standardLoopCharacteristics loopMaximum='3'/>"}) {
    const auto with = [&](const std::string& content, std::string_view pairs) {
      return process("p",
                     "<startEvent id='s'/><subProcess id='u'>" + content + flows(pairs) + loop +
                         "</subProcess><endEvent id='e'/>",
                     "s>u u>e");
    };
    EXPECT_EQ(told(with("<startEvent id='bs'/><task id='b'/><endEvent id='be'/>", "bs>b b>be")),
              "++++");
    EXPECT_EQ(told(with(kBadBody, kBadFlows)), "+-++ BEH-01 BEH-05");
  }
}

TEST(Bodies, TerminateEndsItsOwnBodyOnly) {
  EXPECT_EQ(told(process("p",
                         "<startEvent id='s'/>" +
                             sub("u",
                                 "<startEvent id='us'/><parallelGateway id='ug'/><task id='u1'/>"
                                 "<task id='u2'/><endEvent id='ut'><terminateEventDefinition/>"
                                 "</endEvent><endEvent id='ue'/>",
                                 "us>ug ug>u1 ug>u2 u1>ut u2>ue") +
                             "<task id='t'/><endEvent id='e'/>",
                         "s>u u>t t>e")),
            "++++");
}

TEST(Bodies, EscalationsBesideTheMainFlow) {
  const auto escalated = [](std::string_view to) {
    return "<escalation id='es' escalationCode='x'/>" +
           process("p",
                   "<startEvent id='s'/>" +
                       sub("u",
                           "<startEvent id='us'/><intermediateThrowEvent id='ut'>"
                           "<escalationEventDefinition escalationRef='es'/>"
                           "</intermediateThrowEvent><endEvent id='ue'/>",
                           "us>ut ut>ue") +
                       "<boundaryEvent id='b' attachedToRef='u' cancelActivity='false'>"
                       "<escalationEventDefinition escalationRef='es'/></boundaryEvent>"
                       "<exclusiveGateway id='x'/><task id='t'/><endEvent id='e'/>"
                       "<endEvent id='f'/>",
                   "s>u u>x x>t t>e b>" + std::string(to));
  };
  EXPECT_EQ(told(escalated("f")), "++++");
  EXPECT_EQ(told(escalated("x")), "-+-+ BEH-03 BEH-05 BEH-12");  // nothing leads to f any more
}

TEST(Bodies, TransactionsAreCancelledFromWithin) {
  const auto transaction = [](std::string_view end) {
    return process(
        "p",
        "<startEvent id='s'/>" +
            sub("u",
                "<startEvent id='us'/><exclusiveGateway id='ux'/><endEvent id='ue'/><endEvent "
                "id='uc'>" +
                    std::string(end) + "</endEvent>",
                "us>ux ux>ue ux>uc", "transaction") +
            "<boundaryEvent id='b' attachedToRef='u'><cancelEventDefinition/></boundaryEvent>"
            "<task id='t'/><endEvent id='e'/><endEvent id='f'/>",
        "s>u u>e b>t t>f");
  };
  EXPECT_EQ(told(transaction("<cancelEventDefinition/>")), "++++");
  EXPECT_EQ(told(transaction("")), "+++- BEH-05");
}

TEST(Bodies, CompensationIsNoPartOfTheFlow) {
  EXPECT_EQ(
      told(process("p",
                   "<startEvent id='s'/><task id='t'/><boundaryEvent id='b' attachedToRef='t'>"
                   "<compensateEventDefinition/></boundaryEvent><task id='undo' "
                   "isForCompensation='true'/><association id='as' sourceRef='b' targetRef='undo' "
                   "associationDirection='One'/><endEvent id='e'><compensateEventDefinition/>"
                   "</endEvent>",
                   "s>t t>e")),
      "++++");
}

// --- what bodies throw, and when

const std::string kEscalations =
    "<escalation id='x' escalationCode='x'/><escalation id='y' escalationCode='y'/>";

std::string throwing(std::string_view id, std::string_view escalation,
                     std::string_view kind = "intermediateThrowEvent") {
  return "<" + std::string(kind) + " id='" + std::string(id) +
         "'><escalationEventDefinition escalationRef='" + std::string(escalation) + "'/></" +
         std::string(kind) + ">";
}

// `u` and what is caught beside it, at `n`, meet at a parallel join.
std::string joined(const std::string& activity, const std::string& more = "",
                   std::string_view pairs = "") {
  return process("p",
                 "<startEvent id='s'/>" + activity + beside("n", "u", "x") + more +
                     "<parallelGateway id='j'/><endEvent id='e'/>",
                 "s>u u>j n>j j>e " + std::string(pairs));
}

// What each run of a body throws comes beside its end; what one branch throws may not come.
TEST(Bodies, ThrowWhatTheyThrow) {
  const auto told_of = [](const std::string& body, std::string_view pairs) {
    return told(
        kEscalations +
        joined(sub("u", "<startEvent id='b'/>" + body + throwing("th", "x") + "<endEvent id='be'/>",
                   pairs)));
  };
  EXPECT_EQ(told_of("", "b>th th>be"), "++++");
  EXPECT_EQ(told_of("<exclusiveGateway id='x1'/><exclusiveGateway id='x2'/>",
                    "b>x1 x1>th th>x2 x1>x2 x2>be"),
            "+-++ BEH-01");
  // What is thrown before a choice is thrown on each of its ways.
  EXPECT_EQ(told(kEscalations +
                 joined("<subProcess id='u'><startEvent id='b'/>" + throwing("th", "x") +
                        "<endEvent id='b1'/><endEvent id='b2'/><sequenceFlow id='c1' "
                        "sourceRef='th' targetRef='b1'><conditionExpression>a</"
                        "conditionExpression></sequenceFlow><sequenceFlow id='c2' sourceRef='th' "
                        "targetRef='b2'/>" +
                        flows("b>th") + "</subProcess>"))
                .substr(0, 4),
            "++++");
}

// One or the other, never both and never none.
TEST(Bodies, ThrowOneOfTwo) {
  const std::string body =
      sub("u",
          "<startEvent id='b'/><exclusiveGateway id='g'/>" + throwing("t1", "x", "endEvent") +
              throwing("t2", "y", "endEvent"),
          "b>g g>t1 g>t2");
  EXPECT_EQ(told(kEscalations + process("p",
                                        "<startEvent id='s'/>" + body + beside("n", "u", "x") +
                                            beside("o", "u", "y") +
                                            "<exclusiveGateway id='m'/><parallelGateway id='j'/>"
                                            "<endEvent id='e'/>",
                                        "s>u u>j n>m o>m m>j j>e")),
            "++++");
  EXPECT_EQ(told(kEscalations + joined(body, beside("o", "u", "y") + "<endEvent id='f'/>", "o>f")),
            "+-++ BEH-01");
  // Both never come: nothing is behind where they meet.
  EXPECT_EQ(
      told(kEscalations +
           process("p",
                   "<startEvent id='s'/>" + body + beside("n", "u", "x") + beside("o", "u", "y") +
                       "<parallelGateway id='m'/><task id='t'/><endEvent id='e'/>"
                       "<endEvent id='f'/>",
                   "s>u u>e n>m o>m m>t t>f")),
      "+-+- BEH-01 BEH-05");
}

// An end by error comes after what is always thrown before it.
TEST(Bodies, ThrowBeforeTheyEndOtherwise) {
  const auto model = [](std::string_view pairs) {
    return told(
        kEscalations +
        process("p",
                "<startEvent id='s'/>" +
                    sub("u",
                        "<startEvent id='b'/><exclusiveGateway id='g'/>" + throwing("th", "x") +
                            "<exclusiveGateway id='h'/><endEvent id='be'/>"
                            "<endEvent id='bad'><errorEventDefinition/></endEvent>",
                        pairs) +
                    beside("n", "u", "x") +
                    "<boundaryEvent id='o' attachedToRef='u'><errorEventDefinition/>"
                    "</boundaryEvent><exclusiveGateway id='m'/><parallelGateway id='j'/>"
                    "<endEvent id='e'/>",
                "s>u u>m o>m m>j n>j j>e"));
  };
  EXPECT_EQ(model("b>g g>th th>h h>be h>bad"), "++++");
  EXPECT_EQ(model("b>g g>th g>h th>h h>be h>bad"), "+-++ BEH-01");
}

TEST(Bodies, ThrowThroughThoseAround) {
  const std::string inner = "<startEvent id='b'/>" + throwing("th", "x") + "<endEvent id='be'/>";
  EXPECT_EQ(told(kEscalations + joined(sub("u",
                                           "<startEvent id='us'/>" + sub("v", inner, "b>th th>be") +
                                               "<endEvent id='ue'/>",
                                           "us>v v>ue"))),
            "++++");
  const std::string called = process("q", inner, "b>th th>be");
  EXPECT_EQ(told(kEscalations + called + joined("<callActivity id='u' calledElement='q'/>")),
            "++++ ++++");
  const std::string chooses = process("q",
                                      "<startEvent id='b'/><exclusiveGateway id='g'/>" +
                                          throwing("th", "x", "endEvent") + "<endEvent id='be'/>",
                                      "b>g g>th g>be");
  EXPECT_EQ(told(kEscalations + chooses + joined("<callActivity id='u' calledElement='q'/>")),
            "++++ +-++ BEH-01");
}

// Of each run once: with two runs it is not known what comes of it, without any the join waits.
TEST(Bodies, ThrowInEachRun) {
  const auto looped = [](const std::string& loop, const std::string& first,
                         std::string_view pairs) {
    return told(kEscalations +
                joined("<subProcess id='u'><startEvent id='b'/>" + first + throwing("th", "x") +
                       "<endEvent id='be'/>" + flows(pairs) + loop + "</subProcess>"));
  };
  const std::string items =
      "<multiInstanceLoopCharacteristics><loopCardinality>n</loopCardinality>"
      "</multiInstanceLoopCharacteristics>";
  const std::string until =
      "<standardLoopCharacteristics><loopCondition>n</loopCondition></standardLoopCharacteristics>";
  EXPECT_EQ(looped(until, "", "b>th th>be"), "++++");
  EXPECT_EQ(looped(until, "<exclusiveGateway id='g'/><endEvent id='b2'/>", "b>g g>th g>b2 th>be"),
            "+-++ BEH-01");
  EXPECT_EQ(looped(items, "<exclusiveGateway id='g'/><endEvent id='b2'/>", "b>g g>th g>b2 th>be"),
            "+-++ BEH-01");
}

// An event sub-process throws at a time of its own: a join that needs it may wait for ever, or not.
TEST(Bodies, ThrowFromWithinAsWell) {
  const std::string verdicts =
      told(kEscalations +
           joined(sub("u",
                      "<startEvent id='b'/><task id='t'/><endEvent id='be'/><subProcess id='h' "
                      "triggeredByEvent='true'><startEvent id='hs' isInterrupting='false'>" +
                          std::string(kTimer) + "</startEvent>" + throwing("ht", "x", "endEvent") +
                          flows("hs>ht") + "</subProcess>",
                      "b>t t>be")));
  EXPECT_EQ(verdicts.substr(0, 4), "+?++");
}

// Whoever does the job, or a process that is not known, may report an error that the model throws
// nowhere; it is caught where somebody waits for it.
TEST(Bodies, OfJobsMayEndByAnError) {
  const auto model = [](const std::string& within, std::string_view pairs,
                        const std::string& more) {
    return told("<error id='er' errorCode='bad'/>" + more +
                process("p",
                        "<startEvent id='s'/>" + sub("u", within, pairs) +
                            "<boundaryEvent id='b' attachedToRef='u'><errorEventDefinition "
                            "errorRef='er'/></boundaryEvent><task id='h'/><endEvent id='e'/>"
                            "<endEvent id='f'/>",
                        "s>u u>e b>h h>f"));
  };
  const std::string job =
      "<startEvent id='us'/><serviceTask id='t' xmlns:camunda='http://camunda.org/schema/1.0/bpmn' "
      "camunda:type='external' camunda:topic='x'/><endEvent id='ue'/>";
  const std::string called =
      "<startEvent id='qs'/><serviceTask id='qt' "
      "xmlns:camunda='http://camunda.org/schema/1.0/bpmn' "
      "camunda:type='external' camunda:topic='x'/><endEvent id='qe'/>";
  EXPECT_EQ(model(job, "us>t t>ue", ""), "++++");
  EXPECT_EQ(model("<startEvent id='us'/><userTask id='t'/><endEvent id='ue'/>", "us>t t>ue", ""),
            "+++- BEH-05");
  EXPECT_EQ(model("<startEvent id='us'/><callActivity id='t' calledElement='elsewhere'/>"
                  "<endEvent id='ue'/>",
                  "us>t t>ue", ""),
            "++++");
  EXPECT_EQ(
      model("<startEvent id='us'/><callActivity id='t' calledElement='q'/><endEvent id='ue'/>",
            "us>t t>ue", process("q", called, "qs>qt qt>qe")),
      "++++ ++++");
  // Whatever has this code is caught at the task already.
  EXPECT_EQ(model(job + "<boundaryEvent id='tb' attachedToRef='t'><errorEventDefinition "
                        "errorRef='er'/></boundaryEvent><endEvent id='te'/>",
                  "us>t t>ue tb>te", ""),
            "+++- BEH-05");
  // The only way out of the circle.
  EXPECT_EQ(model("<startEvent id='us'/><exclusiveGateway id='x'/><serviceTask id='t' "
                  "xmlns:camunda='http://camunda.org/schema/1.0/bpmn' camunda:type='external' "
                  "camunda:topic='x'/>",
                  "us>x x>t t>x", "")
                .substr(0, 4),
            "++++");
}

// The first of the instances that is done tells the activity's boundary event.
TEST(Bodies, InstancesThrowWhatTheirLoopSays) {
  const auto model = [](std::string_view attributes) {
    return told(
        "<escalation id='x' escalationCode='x'/><escalationEventDefinition id='ed' "
        "escalationRef='x'/>" +
        process("p",
                "<startEvent id='s'/><subProcess id='u'><startEvent id='us'/>"
                "<task id='t'/><endEvent id='ue'/>" +
                    flows("us>t t>ue") + "<multiInstanceLoopCharacteristics " +
                    std::string(attributes) +
                    "><loopCardinality>n</loopCardinality>"
                    "</multiInstanceLoopCharacteristics></subProcess>" +
                    beside("n", "u", "x") + "<task id='h'/><endEvent id='e'/><endEvent id='f'/>",
                "s>u u>e n>h h>f"));
  };
  EXPECT_EQ(model("behavior='One' oneBehaviorEventRef='ed'"), "++++");
  EXPECT_EQ(model(""), "+++- BEH-05");
}

}  // namespace
}  // namespace umlauf::verify
