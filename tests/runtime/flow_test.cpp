#include <gtest/gtest.h>

#include <sstream>

#include "tests/runtime/support.hpp"

// Tokens and gateways, a row each: flows, what is completed in turn, where the tokens then stand.
namespace umlauf::runtime::test {
namespace {

struct Case {
  const char* name;
  const char* flows;
  const char* completed;
  const char* standing;
};

constexpr const char* kLoopWithInclusiveJoin =
    "s>i1, i1>t1 [a], i1>t2 [b], t1>i2, t2>i2, i2>t3, t3>x1, x1>i1 [again], x1>e *";

const Case kCases[] = {
    {"SequenceRunsInOrder", "s>t1, t1>t2, t2>e", "t1", "t2"},
    {"LastTokenEndsTheInstance", "s>t1, t1>e", "t1", "."},
    {"PlainTasksPass", "s>a1, a1>a2, a2>t1", "", "t1"},
    {"UncontrolledFlowForks", "s>t1, t1>t2, t1>t3", "t1", "t2 t3"},
    {"UncontrolledMergePassesEachToken", "s>p1, p1>a1, p1>a2, a1>t1, a2>t1", "", "t1 t1"},
    {"JoinWaitsForEveryFlow", "s>p1, p1>t1, p1>t2, t1>p2, t2>p2, p2>t3", "t1", "t2 p2:1"},
    {"JoinFiresOnce", "s>p1, p1>t1, p1>t2, t1>p2, t2>p2, p2>t3", "t1 t2", "t3"},
    {"JoinKeepsTokensThatCameTwice", "s>p1, p1>a1, p1>a2, a1>a3, a2>a3, a3>p2, p1>t1, t1>p2, p2>t2",
     "", "p2:2 t1"},
    {"JoinConsumesOneOfTwo", "s>p1, p1>a1, p1>a2, a1>a3, a2>a3, a3>p2, p1>t1, t1>p2, p2>t2", "t1",
     "p2:1 t2"},
    {"FirstConditionWins", "s>x1, x1>t1 [n > 1], x1>t2 [n > 0], x1>t3 *", "", "t1"},
    {"DefaultWhereNoneHolds", "s>x1, x1>t1 [n > 9], x1>t2 *", "", "t2"},
    {"NoFlowIsAnIncident", "s>x1, x1>t1 [n > 9], x1>t2 [n > 8]", "", "!x1"},
    {"UnknownVariableIsAnIncident", "s>x1, x1>t1 [nobody > 9], x1>t2 *", "", "!x1"},
    {"ConditionalFlowsOfAnActivity", "s>t1, t1>t2 [n > 1], t1>t3 [n > 2], t1>t4 *", "t1", "t2"},
    {"InclusiveTakesAllThatHold", "s>i1, i1>t1 [a], i1>t2 [b], i1>t3 [n > 9], i1>t4 *", "",
     "t1 t2"},
    {"InclusiveJoinWaitsForWhatCanCome",
     "s>i1, i1>t1 [a], i1>t2 [b], i1>t3 [n > 9], t1>i2, t2>i2, t3>i2, i2>t4", "t1", "t2 i2:1"},
    {"InclusiveJoinFiresWhenNothingCanCome", "s>i1, i1>t1 [a], i1>t2 [n > 9], t1>i2, t2>i2, i2>t4",
     "t1", "t4"},
    {"InclusiveJoinFiresWhenTheOtherEnds",
     "s>p1, p1>t1, p1>t2, t1>i2, t2>x1, x1>i2 [n > 9], x1>e *, i2>t4", "t1 t2", "t4"},
    {"InclusiveLoopGoesRoundAgain", kLoopWithInclusiveJoin, "t1 t2 t3", "t1 t2"},
    {"TerminateEndsEverything", "s>p1, p1>t1, p1>t2, t2>z", "t2", "."},
    {"DeadlockStays", "s>x1, x1>t1 *, x1>t2 [false], t1>p2, t2>p2, p2>e", "t1", "p2:1"},
};

class FlowTest : public ::testing::TestWithParam<Case> {};

TEST_P(FlowTest, Stands) {
  const Case& row = GetParam();
  Fixture fixture(flows(row.flows));
  ASSERT_EQ(fixture.start({{"n", 2}, {"a", true}, {"b", true}, {"again", true}}), "");
  std::istringstream steps{row.completed};
  for (std::string task; steps >> task;) ASSERT_EQ(fixture.complete(task), "") << task;
  EXPECT_EQ(fixture.standing(), row.standing);
}

INSTANTIATE_TEST_SUITE_P(Tokens, FlowTest, ::testing::ValuesIn(kCases),
                         [](const auto& row) { return std::string(row.param.name); });

TEST(LimitTest, AnExclusiveGatewayThatLoopsForEverIsStopped) {
  Fixture fixture(flows("s>x1, x1>x1 [true], x1>e *"));
  fixture.limits.transitions_max = 1000;
  EXPECT_EQ(fixture.start(), "one command caused more than 1000 transitions");
  EXPECT_EQ(fixture.instance.size(), 0U);
}

TEST(LimitTest, ARetriedIncidentTakesTheFlowThatThenHolds) {
  Fixture fixture(flows("s>x1, x1>t1 [n > 9]"));
  ASSERT_EQ(fixture.start({{"n", 1}}), "");
  ASSERT_EQ(fixture.standing(), "!x1");
  ASSERT_EQ(fixture.run(SetVariables{{}, {{"n", 10}}, false}), "");
  ASSERT_EQ(fixture.run(RetryIncident{fixture.find("x1")}), "");
  EXPECT_EQ(fixture.standing(), "t1");
}

TEST(LimitTest, ParallelInstancesAreBoundedByTheirOwnLimit) {
  const auto definition = process(
      R"(<startEvent id="s"/><userTask id="t"><multiInstanceLoopCharacteristics>)"
      R"(<loopCardinality>n</loopCardinality></multiInstanceLoopCharacteristics></userTask>)"
      R"(<sequenceFlow id="f" sourceRef="s" targetRef="t"/>)");
  Fixture many(definition);
  many.limits.transitions_max = 10;
  many.limits.loop_instances_max = 200;
  ASSERT_EQ(many.start({{"n", 200}}), "");
  EXPECT_EQ(many.instance.size(), 202U);
  Fixture too_many(definition);
  too_many.limits.loop_instances_max = 200;
  ASSERT_EQ(too_many.start({{"n", 201}}), "");
  EXPECT_TRUE(too_many.instance.find(too_many.find("t")) == nullptr);
}

TEST(LimitTest, RecordsOfOneInstanceAreBounded) {
  const auto definition = flows("s>p1, p1>t1, p1>t2, p1>t3");
  Fixture fits(definition);
  fits.limits.records_max = 4;  // the process and three tasks
  EXPECT_EQ(fits.start(), "");
  Fixture too_many(definition);
  too_many.limits.records_max = 3;
  EXPECT_EQ(too_many.start(), "more than 3 elements would be active in one instance");
  EXPECT_EQ(too_many.instance.size(), 0U);
}

TEST(LimitTest, ScopesWithinScopesAreBounded) {
  const int depth = 20;
  std::string elements;
  for (int i = 0; i < depth; ++i)
    elements += "<startEvent id='s" + std::to_string(i) + "'/><sequenceFlow id='f" +
                std::to_string(i) + "' sourceRef='s" + std::to_string(i) + "' targetRef='b" +
                std::to_string(i) + "'/><subProcess id='b" + std::to_string(i) + "'>";
  elements += "<userTask id='t'/>";
  for (int i = 0; i < depth; ++i) elements += "</subProcess>";
  const auto definition = process(elements);
  Fixture fits(definition);
  fits.limits.scope_depth_max = depth + 1;
  EXPECT_EQ(fits.start(), "");
  EXPECT_EQ(fits.standing(), "t");
  Fixture too_deep(definition);
  too_deep.limits.scope_depth_max = depth;
  EXPECT_EQ(too_deep.start(), "scopes are nested too deeply at 't'");
}

}  // namespace
}  // namespace umlauf::runtime::test
