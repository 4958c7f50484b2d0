#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "engine/verify/verify.hpp"
#include "tests/verify/sketch.hpp"

namespace umlauf::verify {
namespace {

using testing::NodeIndex;
using testing::NodeKind;
using testing::Sketch;

// safe, option to complete, proper completion, no dead activities: + proved, - refuted, ?
// undecided.
std::string verdicts(const ProcessResult& result) {
  std::string text;
  for (Verdict verdict : {result.safe, result.option_to_complete, result.proper_completion,
                          result.no_dead_activities})
    text += verdict == Verdict::Proved ? '+' : verdict == Verdict::Refuted ? '-' : '?';
  return text;
}

std::vector<std::string> rules(const Verification& verification) {
  std::vector<std::string> found;
  for (const Finding& finding : verification.findings) found.push_back(finding.diagnostic.rule);
  return found;
}

Verification check(const definition::ProcessDefinitionPtr& process) {
  Options options;
  options.fixes = false;
  return verify({&process, 1}, options);
}

struct Case {
  const char* name;
  const char* process;
  const char* verdicts;
};

class Behaviors : public ::testing::TestWithParam<Case> {};

TEST_P(Behaviors, AreDecided) {
  const Verification verification = check(Sketch::read(GetParam().process));
  EXPECT_EQ(verdicts(verification.processes.front()), GetParam().verdicts);
}

INSTANTIATE_TEST_SUITE_P(
    Processes, Behaviors,
    ::testing::Values(
        Case{"Sequence", "s start, a task, e end; s>a, a>e", "++++"},
        Case{"ParallelBlock",
             "s start, p and, a task, b task, q and, e end; s>p, p>a, p>b, a>q, b>q, q>e", "++++"},
        Case{"ExclusiveSplitParallelJoinIsADeadlock",
             "s start, p xor, a task, b task, q and, e end; s>p, p>a, p>b, a>q, b>q, q>e", "+-++"},
        Case{"ParallelSplitExclusiveJoinIsALackOfSynchronisation",
             "s start, p and, a task, b task, q xor, e end; s>p, p>a, p>b, a>q, b>q, q>e", "-+-+"},
        Case{"InclusiveBlock",
             "s start, p or, a task, b task, c task, q or, e end;"
             "s>p, p>a, p>b, p>c, a>q, b>q, c>q, q>e",
             "++++"},
        Case{"InclusiveSplitParallelJoinIsADeadlock",
             "s start, p or, a task, b task, q and, e end; s>p, p>a, p>b, a>q, b>q, q>e", "+-++"},
        Case{"ExclusiveSplitInclusiveJoin",
             "s start, p xor, a task, b task, q or, e end; s>p, p>a, p>b, a>q, b>q, q>e", "++++"},
        Case{"LoopWithExit", "s start, m xor, a task, x xor, e end; s>m, m>a, a>x, x>m, x>e",
             "++++"},
        Case{"LoopWithoutExitIsALivelock", "s start, m xor, a task, b task; s>m, m>a, a>b, b>m",
             "+-++"},
        Case{"LoopThatForksHasNoBound",
             "s start, m xor, a task, p and, e end; s>m, m>a, a>p, p>m, p>e", "--++"},
        Case{"BehindADeadlockAllIsDead",
             "s start, p xor, a task, b task, q and, c task, e end;"
             "s>p, p>a, p>b, a>q, b>q, q>c, c>e",
             "+-+-"},
        Case{"TerminateTakesTheOtherTokens",
             "s start, p and, a task, b task, t terminate, e end; s>p, p>a, p>b, a>t, b>e", "++++"},
        Case{"SeveralEndsAreNoProblem",
             "s start, p and, a task, b task, e end, f end; s>p, p>a, p>b, a>e, b>f", "++++"},
        Case{"OneEndTwiceIsImproper",
             "s start, p and, a task, b task, e end; s>p, p>a, p>b, a>e, b>e", "++-+"},
        Case{"EventGateway",
             "s start, g event, c catch, d catch, x xor, e end;"
             "s>g, g>c, g>d, c>x, d>x, x>e",
             "++++"},
        Case{"UncontrolledFlowForks",
             "s start, a task, b task, c task, e end, f end; s>a, a>b, a>c, b>e, c>f", "++++"},
        Case{"ForkedLoopBackToTheForkIsUnsafe", "s start, m and, a task, e end; s>m, m>a, a>e, m>e",
             "++-+"}),
    [](const auto& each) { return std::string(each.param.name); });

TEST(Traces, ShowTheWayToADeadlock) {
  const Verification verification = check(
      Sketch::read("s start, p xor, a task, b task, q and, e end; s>p, p>a, p>b, a>q, b>q, q>e"));
  const Finding& finding = verification.findings.front();
  EXPECT_EQ(finding.diagnostic.rule, "BEH-01");
  EXPECT_EQ(finding.diagnostic.element, "q");
  EXPECT_EQ(finding.diagnostic.related, (std::vector<std::string>{"a>q", "b>q"}));
  EXPECT_EQ(finding.trace,
            (std::vector<TraceStep>{
                {"s", {}, {"s>p"}}, {"p", {"s>p"}, {"p>a"}}, {"a", {"p>a"}, {"a>q"}}}));
}

TEST(Traces, EndWhereASecondTokenArrives) {
  const Verification verification = check(
      Sketch::read("s start, p and, a task, b task, q xor, e end; s>p, p>a, p>b, a>q, b>q, q>e"));
  const Finding& finding = verification.findings.front();
  EXPECT_EQ(finding.diagnostic.rule, "BEH-02");
  EXPECT_EQ(finding.diagnostic.element, "q>e");
  EXPECT_EQ(finding.trace.back().fire, "q");
}

TEST(Traces, NameTheLivelock) {
  const Verification verification = check(Sketch::read("s start, m xor, a task; s>m, m>a, a>m"));
  EXPECT_EQ(rules(verification), (std::vector<std::string>{"BEH-04"}));
  EXPECT_FALSE(verification.findings.front().trace.empty());
}

TEST(Boundaries, InterruptingOnesTakeTheTokenOfTheActivity) {
  Sketch sketch;
  const NodeIndex start = sketch.node(NodeKind::StartEvent, "s");
  const NodeIndex task = sketch.node(NodeKind::UserTask, "t");
  const NodeIndex timer = sketch.boundary(task, "timer", true);
  const NodeIndex join = sketch.node(NodeKind::ExclusiveGateway, "x");
  const NodeIndex end = sketch.node(NodeKind::EndEvent, "e");
  sketch.flow(start, task);
  sketch.flow(task, join);
  sketch.flow(timer, join);
  sketch.flow(join, end);
  EXPECT_EQ(verdicts(check(sketch.finish()).processes.front()), "++++");
}

TEST(Boundaries, WhatDoesNotInterruptMustNotMergeIntoTheMainFlow) {
  Sketch sketch;
  const NodeIndex start = sketch.node(NodeKind::StartEvent, "s");
  const NodeIndex task = sketch.node(NodeKind::UserTask, "t");
  const NodeIndex timer = sketch.boundary(task, "timer", false);
  const NodeIndex join = sketch.node(NodeKind::ExclusiveGateway, "x");
  const NodeIndex end = sketch.node(NodeKind::EndEvent, "e");
  sketch.flow(start, task);
  sketch.flow(task, join);
  sketch.flow(timer, join);
  sketch.flow(join, end);
  EXPECT_EQ(verdicts(check(sketch.finish()).processes.front()), "-+-+");
}

TEST(Boundaries, AnErrorThatNothingThrowsIsDead) {
  for (const bool thrown : {false, true}) {
    Sketch sketch;
    const NodeIndex start = sketch.node(NodeKind::StartEvent, "s");
    const auto [sub, body] = sketch.body(NodeKind::SubProcess, "sub");
    const NodeIndex inner_start = sketch.node(NodeKind::StartEvent, "is", body);
    const NodeIndex choice = sketch.node(NodeKind::ExclusiveGateway, "ix", body);
    const NodeIndex good = sketch.node(NodeKind::EndEvent, "ie", body);
    const NodeIndex bad = sketch.node(NodeKind::EndEvent, "ib", body);
    if (thrown) sketch.event(bad, definition::ErrorEvent{});
    sketch.flow(inner_start, choice);
    sketch.flow(choice, good);
    sketch.flow(choice, bad);
    const NodeIndex caught = sketch.boundary(sub, "caught", true, definition::ErrorEvent{});
    const NodeIndex repair = sketch.node(NodeKind::UserTask, "repair");
    const NodeIndex end = sketch.node(NodeKind::EndEvent, "e");
    sketch.flow(start, sub);
    sketch.flow(sub, end);
    sketch.flow(caught, repair);
    const Verification verification = check(sketch.finish());
    EXPECT_EQ(verdicts(verification.processes.front()), thrown ? "++++" : "+++-");
  }
}

TEST(Bodies, AreExploredByThemselves) {
  Sketch sketch;
  const NodeIndex start = sketch.node(NodeKind::StartEvent, "s");
  const auto [sub, body] = sketch.body(NodeKind::SubProcess, "sub");
  const NodeIndex inner_start = sketch.node(NodeKind::StartEvent, "is", body);
  const NodeIndex choice = sketch.node(NodeKind::ExclusiveGateway, "ix", body);
  const NodeIndex join = sketch.node(NodeKind::ParallelGateway, "ij", body);
  const NodeIndex end = sketch.node(NodeKind::EndEvent, "e");
  sketch.flow(inner_start, choice);
  sketch.flow(choice, join);
  sketch.flow(choice, join);
  sketch.flow(start, sub);
  sketch.flow(sub, end);
  const Verification verification = check(sketch.finish());
  EXPECT_EQ(verdicts(verification.processes.front()), "+-++");
  EXPECT_EQ(verification.findings.front().diagnostic.element, "ij");
}

TEST(Messages, FlowBetweenPools) {
  const auto pool = [](const char* id, const char* own, const char* other, bool sends) {
    Sketch sketch(id);
    const NodeIndex start = sketch.node(NodeKind::StartEvent, std::string(own) + "s");
    const NodeIndex node = sketch.node(sends ? NodeKind::SendTask : NodeKind::ReceiveTask, own);
    const NodeIndex end = sketch.node(NodeKind::EndEvent, std::string(own) + "e");
    sketch.flow(start, node);
    sketch.flow(node, end);
    definition::MessageFlow flow;
    flow.id = "m";
    flow.source_process = "p";
    flow.source_element = sends ? own : other;
    flow.target_process = "q";
    flow.target_element = sends ? other : own;
    if (other[0] != '\0') sketch.definition().message_flows.push_back(flow);
    return sketch.finish();
  };
  Options options;
  options.profile = Profile::Draft;
  options.pools = {"p", "q"};
  const std::vector<definition::ProcessDefinitionPtr> together = {pool("p", "send", "get", true),
                                                                  pool("q", "get", "send", false)};
  for (const ProcessResult& result : verify(together, options).processes)
    EXPECT_EQ(verdicts(result), "++++");
  // Without the flow nobody answers.
  const std::vector<definition::ProcessDefinitionPtr> apart = {pool("q", "get", "", false)};
  const Verification verification = verify(apart, options);
  EXPECT_EQ(verdicts(verification.processes.front()), "+-+-");
  EXPECT_EQ(rules(verification), (std::vector<std::string>{"BEH-01", "BEH-06", "BEH-05"}));
}

TEST(Budget, IsKeptAndSaidSo) {
  // Thirty parallel branches that meet without order: nothing reduces across the cross flows.
  std::string nodes = "s start, p and, q and, e end", flows = "s>p, q>e";
  for (int i = 0; i < 12; ++i) {
    const std::string n = std::to_string(i);
    nodes += ", x" + n + " xor, a" + n + " and, b" + n + " or, c" + n + " task";
    flows += ", p>x" + n + ", x" + n + ">a" + n + ", a" + n + ">b" + n + ", b" + n + ">c" + n +
             ", c" + n + ">q, b" + n + ">x" + std::to_string((i + 1) % 12);
  }
  Options options;
  options.states_max = 500;
  const definition::ProcessDefinitionPtr process = Sketch::read(nodes + ";" + flows);
  const Verification verification = verify({&process, 1}, options);
  const ProcessResult& result = verification.processes.front();
  EXPECT_TRUE(result.option_to_complete != Verdict::Proved);
  EXPECT_LE(result.states, 3000U);
  const bool said = rules(verification).back() == "BEH-16";
  EXPECT_EQ(said, verdicts(result).find('?') != std::string::npos);
  std::size_t asked = 0;
  options.states_max = 200'000;
  options.out_of_time = [&asked] { return ++asked > 2; };
  EXPECT_LE(verify({&process, 1}, options).processes.front().states, 5000U);
}

}  // namespace
}  // namespace umlauf::verify
