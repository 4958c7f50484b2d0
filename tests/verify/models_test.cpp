// Documents as an author writes them, through reader and compiler, to the verdicts.
#include "tests/verify/models.hpp"

#include <gtest/gtest.h>

#include <string>
#include <string_view>
#include <vector>

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

// --- called processes

std::string caller(std::string_view more, std::string_view pairs) {
  return process("p",
                 "<startEvent id='s'/><callActivity id='c' calledElement='q'/><task id='t'/>"
                 "<endEvent id='e'/>" +
                     std::string(more),
                 "s>c c>t t>e" + std::string(pairs));
}

TEST(Calls, TakeWhatIsCalledIntoAccount) {
  const std::string fine = process("q", "<startEvent id='qs'/><endEvent id='qe'/>", "qs>qe");
  EXPECT_EQ(told(caller("", "") + fine), "++++ ++++");
  EXPECT_EQ(told(fine + caller("", "")), "++++ ++++");
  EXPECT_EQ(told(caller("", "")), "++++");  // unknown
}

TEST(Calls, WhatGetsStuckInsideIsStuckOutside) {
  const std::string stuck = process(
      "q",
      "<startEvent id='qs'/><exclusiveGateway id='qx'/><task id='q1'/><parallelGateway id='qj'/>"
      "<endEvent id='qe'/><endEvent id='qf'/><exclusiveGateway id='qy'/><task id='q2'/>",
      "qs>qx qx>q1 qx>qy q1>qj qy>qj qy>q2 q2>qf qj>qe");
  EXPECT_EQ(told(caller("", "") + stuck), "+-++ +-++ BEH-01 BEH-05");
  // Nothing behind a call that never returns is reached.
  EXPECT_EQ(told(caller("", "") + process("q", kBadBody, kBadFlows)), "+-+- +-++ BEH-01 BEH-05");
  const Verification verification = check(caller("", "") + stuck);
  EXPECT_EQ(verification.findings.front().diagnostic.element, "c");
  EXPECT_EQ(verification.findings.front().trace.front().fire, "c");
}

TEST(Calls, ErrorsOfTheCalledProcessAreCaught) {
  const auto catching = [](std::string_view code) {
    return "<error id='er1' errorCode='one'/><error id='er2' errorCode='two'/>" +
           caller("<boundaryEvent id='b' attachedToRef='c'><errorEventDefinition errorRef='" +
                      std::string(code) + "'/></boundaryEvent><task id='r'/><endEvent id='f'/>",
                  " b>r r>f") +
           process("q",
                   "<startEvent id='qs'/><exclusiveGateway id='qx'/><endEvent id='qe'/>"
                   "<endEvent id='qb'><errorEventDefinition errorRef='er1'/></endEvent>",
                   "qs>qx qx>qe qx>qb");
  };
  EXPECT_EQ(told(catching("er1")), "++++ ++++");
  EXPECT_EQ(told(catching("er2")), "+++- ++++ BEH-05");
}

TEST(Calls, MayGoInCircles) {
  EXPECT_EQ(told(process("q",
                         "<startEvent id='s'/><exclusiveGateway id='x'/>"
                         "<callActivity id='c' calledElement='q'/><endEvent id='e'/>",
                         "s>x x>c x>e c>e")),
            "++++");
}

// Without a way past the call it never ends.
TEST(Calls, ThatAreRepeatedForEverProveNothing) {
  EXPECT_EQ(told(process("q",
                         "<startEvent id='s'/><callActivity id='c' calledElement='q'/>"
                         "<endEvent id='e'/>",
                         "s>c c>e")),
            "+?+? BEH-16");
}

// --- complex gateways

std::string complex_join(std::string_view split, std::string_view condition) {
  return process("p",
                 "<startEvent id='s'/><" + std::string(split) +
                     " id='g'/><task id='a'/><task id='b'/><task id='c'/><complexGateway id='j'>"
                     "<activationCondition>" +
                     std::string(condition) +
                     "</activationCondition></complexGateway><task id='t'/><endEvent id='e'/>",
                 "s>g g>a g>b g>c a>j b>j c>j j>t t>e");
}

TEST(ComplexGateways, JoinSoManyOfTheirFlows) {
  EXPECT_EQ(told(complex_join("parallelGateway", "activationCount &gt;= 2")), "++++");
  EXPECT_EQ(told(complex_join("parallelGateway", "activationCount &gt;= 1")), "++++");
  EXPECT_EQ(told(complex_join("parallelGateway", "activationCount &gt;= 3")), "++++");
  EXPECT_EQ(told(complex_join("parallelGateway", "a_j = 1 and b_j = 1")), "++++");
  EXPECT_EQ(told(complex_join("exclusiveGateway", "activationCount &gt;= 1")), "++++");
  EXPECT_EQ(told(complex_join("exclusiveGateway", "activationCount &gt;= 2")),
            "+-+- BEH-01 BEH-05");
  EXPECT_EQ(told(complex_join("inclusiveGateway", "activationCount &gt;= 2")), "+-++ BEH-01");
  EXPECT_EQ(told(complex_join("parallelGateway", "activationCount &gt; 3")), "+-+- BEH-01 BEH-05");
  // Who knows what `quorum` is.
  EXPECT_EQ(told(complex_join("parallelGateway", "activationCount &gt;= quorum")).substr(0, 2),
            "??");
}

// --- gateways and events

TEST(Boundaries, ThatInterruptLeaveTheOtherBranchWaiting) {
  EXPECT_EQ(told(process("p",
                         "<startEvent id='s'/><parallelGateway id='g'/><userTask id='a'/>"
                         "<userTask id='b'/><boundaryEvent id='late' attachedToRef='a'>" +
                             kTimer +
                             "</boundaryEvent><parallelGateway id='j'/><endEvent id='e'/>"
                             "<endEvent id='f'/>",
                         "s>g g>a g>b a>j b>j j>e late>f")),
            "+-++ BEH-11");
}

// BPMN 2.0.2 §10.5.2: each start event of a process begins an instance of its own.
// A reminder in a loop may be under way again before the one before it has ended. That does no harm
// where it ends by itself, and hides nothing that does.
TEST(Boundaries, ThatRemindInALoop) {
  const auto reminded = [](std::string_view more, std::string_view pairs) {
    return process("p",
                   "<startEvent id='s'/><exclusiveGateway id='m'/><task id='a'/><boundaryEvent "
                   "id='b' attachedToRef='a' cancelActivity='false'>" +
                       kTimer +
                       "</boundaryEvent><task id='r'/><exclusiveGateway id='x'/>"
                       "<endEvent id='e'/><endEvent id='f'/>" +
                       std::string(more),
                   "s>m m>a a>x x>m b>r " + std::string(pairs));
  };
  const auto severities = [](const std::string& xml) {
    std::set<Severity> found;
    for (const Finding& finding : check(xml).findings)
      if (finding.diagnostic.rule.starts_with("BEH")) found.insert(finding.diagnostic.severity);
    return found;
  };
  const std::string harmless = reminded("", "x>e r>f");
  EXPECT_EQ(told(harmless), "-?-+ BEH-02 BEH-03 BEH-16");
  EXPECT_EQ(severities(harmless), (std::set<Severity>{Severity::Info, Severity::Warning}));
  // Two ends of one reminder; two tokens in the main flow behind the loop.
  const std::string split = "<parallelGateway id='g'/><task id='q1'/><task id='q2'/>";
  EXPECT_TRUE(severities(reminded(split, "x>e r>g g>q1 g>q2 q1>f q2>f")).contains(Severity::Error));
  EXPECT_TRUE(severities(reminded(split + "<exclusiveGateway id='y'/><task id='t'/>",
                                  "x>g g>q1 g>q2 q1>y q2>y y>t t>e r>f"))
                  .contains(Severity::Error));
}

TEST(Starts, AreAlternativesOfAProcessAndAllOfASubProcess) {
  constexpr std::string_view kNodes = "<startEvent id='a'/><startEvent id='b'/><endEvent id='e'/>";
  EXPECT_EQ(told(process("p", kNodes, "a>e b>e")), "++++");
  EXPECT_EQ(
      told(process("p", "<startEvent id='s'/>" + sub("m", kNodes, "a>e b>e") + "<endEvent id='t'/>",
                   "s>m m>t")),
      "++-+ BEH-03");
}

// Both come to one instance, where their messages tell of one conversation (§13.2).
TEST(Starts, OfOneConversationAreNoAlternatives) {
  const auto joined = [](std::string_view told_by, std::string_view gateway) {
    const auto retrieval = [](std::string_view message) {
      return "<correlationPropertyRetrievalExpression messageRef='" + std::string(message) +
             "'><messagePath>number</messagePath></correlationPropertyRetrievalExpression>";
    };
    return "<message id='m1' name='m1'/><message id='m2' name='m2'/>"
           "<correlationProperty id='file' name='file'>" +
           retrieval("m1") + retrieval(told_by) + "</correlationProperty>" +
           process("p",
                   "<startEvent id='a'><messageEventDefinition messageRef='m1'/></startEvent>"
                   "<startEvent id='b'><messageEventDefinition messageRef='m2'/></startEvent><" +
                       std::string(gateway) + " id='j'/><task id='t'/><endEvent id='e'/>",
                   "a>j b>j j>t t>e");
  };
  EXPECT_EQ(told(joined("m2", "parallelGateway")), "++++");
  EXPECT_EQ(told(joined("m1", "parallelGateway")), "+-+- BEH-01 BEH-05");
  EXPECT_EQ(told(joined("m1", "exclusiveGateway")), "++++");
  EXPECT_EQ(told(joined("m2", "exclusiveGateway")), "-+-+ BEH-02 BEH-03");
}

// The first and the last have nothing in common, but may both come to an instance of the second.
TEST(Starts, OfAConversationMeetByWhatIsBetweenThem) {
  const auto property = [](std::string_view name, std::string_view one, std::string_view other) {
    const auto retrieval = [](std::string_view message) {
      return "<correlationPropertyRetrievalExpression messageRef='" + std::string(message) +
             "'><messagePath>number</messagePath></correlationPropertyRetrievalExpression>";
    };
    const std::string named(name);
    return "<correlationProperty id='" + named + "' name='" + named + "'>" + retrieval(one) +
           retrieval(other) + "</correlationProperty>";
  };
  const auto start = [](std::string_view id, std::string_view message) {
    return "<startEvent id='" + std::string(id) + "'><messageEventDefinition messageRef='" +
           std::string(message) + "'/></startEvent>";
  };
  EXPECT_EQ(told("<message id='m1' name='m1'/><message id='m2' name='m2'/>"
                 "<message id='m3' name='m3'/>" +
                 property("file", "m1", "m2") + property("person", "m2", "m3") +
                 process("p",
                         start("a", "m1") + start("b", "m2") + start("c", "m3") +
                             "<exclusiveGateway id='x'/><task id='t'/><endEvent id='e'/>"
                             "<endEvent id='f'/>",
                         "a>x c>x x>t t>e b>f")),
            "-+-+ BEH-02 BEH-03");
}

// A drawing leaves out who sends; what is to run cannot.
TEST(Starving, IsAWarningInDrawings) {
  const auto severities = [](std::string_view executable) {
    std::set<Severity> found;
    for (const Finding& finding :
         check("<collaboration id='c'><participant id='pa' processRef='p'/></collaboration>"
               "<process id='p' isExecutable='" +
               std::string(executable) +
               "'><startEvent id='s'/><receiveTask id='r'/><task id='t'/><endEvent id='e'/>" +
               flows("s>r r>t t>e") + "</process>")
             .findings)
      if (finding.diagnostic.rule.starts_with("BEH-0")) found.insert(finding.diagnostic.severity);
    return found;
  };
  EXPECT_EQ(severities("false"), std::set<Severity>{Severity::Warning});
  EXPECT_TRUE(severities("true").contains(Severity::Error));
}

TEST(Links, LeadOn) {
  const auto linked = [](std::string_view exit) {
    return process("p",
                   "<startEvent id='s'/><exclusiveGateway id='m'/><task id='t'/>"
                   "<exclusiveGateway id='x'/><intermediateThrowEvent id='lt'>"
                   "<linkEventDefinition name='L'/></intermediateThrowEvent>"
                   "<intermediateCatchEvent id='lc'><linkEventDefinition name='L'/>"
                   "</intermediateCatchEvent><endEvent id='e'/>",
                   "s>m m>t t>x x>lt lc>m" + std::string(exit));
  };
  EXPECT_EQ(told(linked(" x>e")), "++++");
  EXPECT_EQ(told(linked("")), "+-++ BEH-04 BEH-05");
}

TEST(Gateways, ByEvents) {
  EXPECT_EQ(told("<message id='m' name='m'/>" +
                 process("p",
                         "<startEvent id='s'/><eventBasedGateway id='g'/>"
                         "<intermediateCatchEvent id='a'><messageEventDefinition messageRef='m'/>"
                         "</intermediateCatchEvent><intermediateCatchEvent id='b'>" +
                             kTimer +
                             "</intermediateCatchEvent><parallelGateway id='j'/><endEvent id='e'/>",
                         "s>g g>a g>b a>j b>j j>e")),
            "+-++ BEH-01 BEH-05");
}

TEST(Gateways, InclusiveJoinsThatWaitForEachOther) {
  EXPECT_EQ(told(process("p",
                         "<startEvent id='s'/><parallelGateway id='g'/><inclusiveGateway id='i'/>"
                         "<inclusiveGateway id='k'/><exclusiveGateway id='x'/>"
                         "<exclusiveGateway id='y'/><endEvent id='e'/><endEvent id='f'/>",
                         "s>g g>i g>k i>x k>y x>k y>i x>e y>f"))
                .substr(0, 2),
            "+-");
}

// As in the engine, which goes by sequence flows: that nothing ever comes out of `u`, over its end
// or its boundary event, is no reason to go on without it.
TEST(Gateways, InclusiveJoinsWaitForWhatNeverComes) {
  const std::string around =
      "<task id='a'/><inclusiveGateway id='j'/><task id='t'/><endEvent id='e'/>";
  const std::string_view pairs = "s>g g>a g>u a>j u>j j>t t>e bs>bx bx>bt bt>bx";
  const std::string endless =
      "<startEvent id='s'/><parallelGateway id='g'/><subProcess id='u'><startEvent id='bs'/>"
      "<exclusiveGateway id='bx'/><userTask id='bt'/></subProcess>" +
      around;
  EXPECT_EQ(told(process("p", endless, pairs)), "+-+- BEH-01 BEH-04 BEH-05");
  EXPECT_EQ(told(process("p",
                         endless + "<boundaryEvent id='never' attachedToRef='u'>"
                                   "<errorEventDefinition/></boundaryEvent>",
                         std::string(pairs) + " never>j")),
            "+-+- BEH-01 BEH-04 BEH-05");
}

// Two tokens come to `j` over one flow: behind the task it stands still, and does not go round.
TEST(Livelocks, AreNoneWhereItStandsStillLater) {
  EXPECT_EQ(told(process("p",
                         "<startEvent id='s'/><parallelGateway id='g'/><task id='a'/>"
                         "<task id='b'/><task id='c'/><exclusiveGateway id='x'/>"
                         "<parallelGateway id='j'/><task id='t'/><endEvent id='e'/>",
                         "s>g g>a g>b g>c a>x b>x x>j c>j j>t t>e")),
            "--++ BEH-01 BEH-02");
}

TEST(AdHoc, ActivitiesAreDoneInAnyOrder) {
  EXPECT_EQ(told(process("p",
                         "<startEvent id='s'/><adHocSubProcess id='u'><task id='a'/><task id='b'/>"
                         "</adHocSubProcess><endEvent id='e'/>",
                         "s>u u>e")),
            "++++");
}

// --- messages between pools

std::string pools(const std::string& content, std::string_view message_flows) {
  return "<message id='m' name='m'/><collaboration id='co'><participant id='pp' processRef='p'/>"
         "<participant id='pq' processRef='q'/>" +
         std::string(message_flows) + "</collaboration>" + content;
}

const std::string kInnerReceive =
    "<startEvent id='qs'/>" +
    sub("u", "<startEvent id='us'/><receiveTask id='get' messageRef='m'/><endEvent id='ue'/>",
        "us>get get>ue") +
    "<endEvent id='qe'/>";

TEST(Messages, ReachTheInsideOfSubProcesses) {
  const std::string flow = "<messageFlow id='f' sourceRef='send' targetRef='get'/>";
  const std::string waits = process("q", kInnerReceive, "qs>u u>qe");
  EXPECT_EQ(told(pools(process("p",
                               "<startEvent id='s'/><sendTask id='send' messageRef='m'/>"
                               "<endEvent id='e'/>",
                               "s>send send>e") +
                           waits,
                       flow)),
            "++++ ++++");
  // Now and then nothing is sent.
  EXPECT_EQ(told(pools(process("p",
                               "<startEvent id='s'/><exclusiveGateway id='x'/>"
                               "<sendTask id='send' messageRef='m'/><endEvent id='e'/>",
                               "s>x x>send x>e send>e") +
                           waits,
                       flow)),
            "++++ +-++ BEH-09");
  // It cannot be sent before something has come back.
  EXPECT_EQ(
      told(pools(process("p",
                         "<startEvent id='s'/><receiveTask id='back' messageRef='m'/>"
                         "<sendTask id='send' messageRef='m'/><endEvent id='e'/>",
                         "s>back back>send send>e") +
                     process("q",
                             "<startEvent id='qs'/>" +
                                 sub("u",
                                     "<startEvent id='us'/><receiveTask id='get' messageRef='m'/>"
                                     "<sendTask id='answer' messageRef='m'/><endEvent id='ue'/>",
                                     "us>get get>answer answer>ue") +
                                 "<endEvent id='qe'/>",
                             "qs>u u>qe"),
                 flow + "<messageFlow id='h' sourceRef='answer' targetRef='back'/>")),
      "+-+- +-+- BEH-05 BEH-09");
}

// What waits for ever is told where it waits, once, and is not called unreachable.
TEST(Messages, ThatNeverComeAreMissedWhereTheyAreWaitedFor) {
  const auto messages = [](const std::string& content) {
    std::vector<std::string> texts;
    for (const Finding& finding : check(content).findings)
      if (finding.diagnostic.rule.starts_with("BEH-0"))
        texts.push_back(finding.diagnostic.rule + " " + finding.diagnostic.message.english);
    return texts;
  };
  EXPECT_EQ(messages(pools(process("p",
                                   "<startEvent id='s'/><exclusiveGateway id='x'/>"
                                   "<sendTask id='send' messageRef='m'/><endEvent id='e'/>",
                                   "s>x x>send x>e send>e") +
                               process("q", kInnerReceive, "qs>u u>qe"),
                           "<messageFlow id='f' sourceRef='send' targetRef='get'/>")),
            std::vector<std::string>{
                "BEH-09 deadlock: 'get' waits for a message that no other pool sends any more"});
  const auto one_of_two = [](std::string_view id, std::string_view start) {
    const std::string own(id);
    return process(id,
                   "<startEvent id='" + std::string(start) + "'/><receiveTask id='" + own +
                       "r' messageRef='m'/><sendTask id='" + own + "s' messageRef='m'/>",
                   std::string(start) + ">" + own + "r " + own + "r>" + own + "s");
  };
  EXPECT_EQ(messages(pools(one_of_two("p", "ps0") + one_of_two("q", "qs0"),
                           "<messageFlow id='f' sourceRef='ps' targetRef='qr'/>"
                           "<messageFlow id='h' sourceRef='qs' targetRef='pr'/>")),
            (std::vector<std::string>{
                "BEH-09 deadlock: 'pr' waits for a message that no other pool sends any more",
                "BEH-05 'ps' can never be reached",
                "BEH-09 deadlock: 'qr' waits for a message that no other pool sends any more",
                "BEH-05 'qs' can never be reached"}));
}

// The task beside the sender may end the process before anything is sent.
TEST(Messages, MayNeverBeSentByOneThatIsTerminated) {
  const auto beside = [](std::string_view end) {
    return told(
        pools(process("p",
                      "<startEvent id='s'/><parallelGateway id='g'/><userTask id='u'/><sendTask "
                      "id='send'/><endEvent id='e'/><userTask id='b'/><endEvent id='f'>" +
                          std::string(end) + "</endEvent>",
                      "s>g g>u u>send send>e g>b b>f") +
                  process("q", "<startEvent id='qs'/><receiveTask id='get'/><endEvent id='qe'/>",
                          "qs>get get>qe"),
              "<messageFlow id='h' sourceRef='send' targetRef='get'/>"));
  };
  EXPECT_EQ(beside(""), "++++ ++++");
  EXPECT_EQ(beside("<terminateEventDefinition/>"), "++++ +-++ BEH-09");
}

TEST(Messages, OfASubProcessThatIsInterruptedStayUnread) {
  EXPECT_EQ(told(pools(process("p",
                               "<startEvent id='s'/><sendTask id='send' messageRef='m'/>"
                               "<endEvent id='e'/>",
                               "s>send send>e") +
                           process("q",
                                   kInnerReceive + "<boundaryEvent id='b' attachedToRef='u'>" +
                                       kTimer + "</boundaryEvent><endEvent id='qf'/>",
                                   "qs>u u>qe b>qf"),
                       "<messageFlow id='f' sourceRef='send' targetRef='get'/>")),
            "++++ ++++ BEH-07");
}

TEST(Messages, MayPileUpWithoutBound) {
  const auto sender = [](std::string_view reader) {
    return pools(process("p",
                         "<startEvent id='s'/><exclusiveGateway id='m1'/>"
                         "<sendTask id='send' messageRef='m'/><exclusiveGateway id='x'/>"
                         "<endEvent id='e'/>",
                         "s>m1 m1>send send>x x>m1 x>e") +
                     std::string(reader),
                 "<messageFlow id='f' sourceRef='send' targetRef='get'/>");
  };
  EXPECT_EQ(told(sender(process("q",
                                "<startEvent id='qs'/><receiveTask id='get' messageRef='m'/>"
                                "<endEvent id='qe'/>",
                                "qs>get get>qe")))
                    .find("BEH-08") != std::string::npos,
            true);
}

}  // namespace
}  // namespace umlauf::verify
