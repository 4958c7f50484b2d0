// Documents as an author writes them, through reader and compiler, to the verdicts.
#include <gtest/gtest.h>

#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "engine/bpmn/reader.hpp"
#include "engine/definition/compile.hpp"
#include "engine/verify/verify.hpp"
#include "tests/bpmn/document.hpp"

namespace umlauf::verify {
namespace {

using bpmn::flows;
using bpmn::process;

std::string sub(std::string_view id, std::string_view content, std::string_view pairs,
                std::string_view kind = "subProcess") {
  return "<" + std::string(kind) + " id='" + std::string(id) + "'>" + std::string(content) +
         flows(pairs) + "</" + std::string(kind) + ">";
}

Verification check(const std::string& xml) {
  const bpmn::Reading reading = bpmn::read(bpmn::definitions(xml), "a.bpmn");
  EXPECT_TRUE(reading.usable);
  const definition::Compilation compilation = definition::compile({&reading.definitions, 1});
  for (const Diagnostic& diagnostic : compilation.diagnostics)
    EXPECT_NE(diagnostic.severity, Severity::Error) << diagnostic.message.english;
  Options options;
  options.fixes = false;
  options.profile = Profile::Draft;
  add_document(options, reading.definitions);
  Verification verification = verify(compilation.processes, options);
  for (const Finding& finding : verification.findings)
    EXPECT_TRUE(finding.diagnostic.span.known()) << finding.diagnostic.rule;
  return verification;
}

// One `safe, option to complete, proper completion, no dead activities` for each process, then the
// rules that were found.
std::string told(const std::string& xml) {
  const Verification verification = check(xml);
  std::string text;
  for (const ProcessResult& result : verification.processes) {
    text += text.empty() ? "" : " ";
    for (const Verdict verdict : {result.safe, result.option_to_complete, result.proper_completion,
                                  result.no_dead_activities})
      text += verdict == Verdict::Proved ? '+' : verdict == Verdict::Refuted ? '-' : '?';
  }
  std::set<std::string> rules;
  for (const Finding& finding : verification.findings)
    if (finding.diagnostic.rule.starts_with("BEH")) rules.insert(finding.diagnostic.rule);
  for (const std::string& rule : rules) text += " " + rule;
  return text;
}

const std::string kBadBody =
    "<startEvent id='bs'/><exclusiveGateway id='bx'/><task id='b1'/><task id='b2'/>"
    "<parallelGateway id='bj'/><endEvent id='be'/>";
const std::string kBadFlows = "bs>bx bx>b1 bx>b2 b1>bj b2>bj bj>be";
const std::string kTimer =
    "<timerEventDefinition><timeDuration>PT1H</timeDuration></timerEventDefinition>";

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

// --- bodies

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

// --- what bodies throw, and when

const std::string kEscalations =
    "<escalation id='x' escalationCode='x'/><escalation id='y' escalationCode='y'/>";

std::string throwing(std::string_view id, std::string_view escalation,
                     std::string_view kind = "intermediateThrowEvent") {
  return "<" + std::string(kind) + " id='" + std::string(id) +
         "'><escalationEventDefinition escalationRef='" + std::string(escalation) + "'/></" +
         std::string(kind) + ">";
}

std::string beside(std::string_view id, std::string_view to, std::string_view escalation,
                   bool interrupts = false) {
  return "<boundaryEvent id='" + std::string(id) + "' attachedToRef='" + std::string(to) +
         "' cancelActivity='" + (interrupts ? "true" : "false") +
         "'><escalationEventDefinition escalationRef='" + std::string(escalation) +
         "'/></boundaryEvent>";
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
