#include "engine/verify/staffing.hpp"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "tests/verify/sketch.hpp"

namespace umlauf::verify {
namespace {

using testing::NodeIndex;
using testing::NodeKind;
using testing::Sketch;

// Two tasks of the groups named, after a gateway of that kind.
definition::ProcessDefinitionPtr two_tasks(NodeKind kind, const std::string& first,
                                           const std::string& second) {
  Sketch sketch;
  const NodeIndex start = sketch.node(NodeKind::StartEvent, "s");
  const NodeIndex split = sketch.node(kind, "split");
  const NodeIndex join = sketch.node(kind, "join");
  sketch.flow(start, split);
  for (const auto& [id, group] : {std::pair("prepare", first), std::pair("approve", second)}) {
    const NodeIndex task = sketch.node(NodeKind::UserTask, id);
    definition::UserTaskWork work;
    definition::TextExpression candidates;
    candidates.text = group;
    if (!group.empty()) work.candidate_groups.push_back(candidates);
    sketch[task].work = work;
    sketch.flow(split, task);
    sketch.flow(task, join);
  }
  return sketch.finish();
}

// Anna is a clerk and head, Bernd a clerk.
organisation::Organisation office() {
  organisation::Organisation office;
  office.roles.push_back({"clerk", "clerk", {}});
  office.roles.push_back({"head", "head", {}});
  const auto person = [](std::string id, std::vector<std::size_t> roles) {
    organisation::Person each;
    each.id = id;
    each.name = id;
    organisation::Membership membership;
    for (std::size_t role : roles) membership.roles.emplace_back(role);
    each.memberships.push_back(membership);
    return each;
  };
  office.persons = {person("anna", {0, 1}), person("bernd", {0})};
  return office;
}

std::vector<std::string> told(const definition::ProcessDefinitionPtr& process,
                              const StaffingOptions& options) {
  std::vector<std::string> texts;
  for (const Diagnostic& each : check_staffing(*process, office(), options))
    texts.push_back(each.rule + " " + each.message.english);
  return texts;
}

StaffingOptions four_eyes(std::uint32_t absent) {
  StaffingOptions options;
  options.rules = {{StaffRule::Kind::Different, {"prepare", "approve"}, 0}};
  options.absent = absent;
  return options;
}

using Texts = std::vector<std::string>;

TEST(Staff, IsThereForTheTasks) {
  EXPECT_EQ(told(two_tasks(NodeKind::ParallelGateway, "clerk", "head"), four_eyes(0)), Texts{});
  EXPECT_EQ(told(two_tasks(NodeKind::ParallelGateway, "clerk", ""), four_eyes(0)), Texts{});
}

TEST(Staff, IsMissedWithTheSmallestReason) {
  EXPECT_EQ(told(two_tasks(NodeKind::ParallelGateway, "clerk", "mayor"), four_eyes(0)),
            Texts{"SEC-01 nobody may do task 'approve'"});
  EXPECT_EQ(told(two_tasks(NodeKind::ParallelGateway, "head", "head"), four_eyes(0)),
            Texts{"SEC-01 tasks 'prepare', 'approve' cannot all be done: the rule between them "
                  "(different people) leaves nobody"});
}

TEST(Staff, IsNotNeededForWhatNeverHappensTogether) {
  EXPECT_EQ(told(two_tasks(NodeKind::ExclusiveGateway, "head", "head"), four_eyes(0)), Texts{});
}

TEST(Staff, MayBeExcluded) {
  StaffingOptions options = four_eyes(0);
  options.excluded = {{"approve", "anna"}};
  EXPECT_EQ(told(two_tasks(NodeKind::ParallelGateway, "clerk", "head"), options),
            Texts{"SEC-01 nobody may do task 'approve'"});
  options.excluded = {{"approve", "bernd"}, {"prepare", "nobody known"}};
  EXPECT_EQ(told(two_tasks(NodeKind::ParallelGateway, "clerk", "head"), options), Texts{});
}

TEST(Staff, FollowsTheRulesThatTheProcessStates) {
  Sketch sketch;
  const NodeIndex start = sketch.node(NodeKind::StartEvent, "s");
  const NodeIndex one = sketch.node(NodeKind::UserTask, "one");
  const NodeIndex two = sketch.node(NodeKind::UserTask, "two");
  sketch.flow(start, one);
  sketch.flow(one, two);
  sketch[two].properties = {{"differentPerson", {"one", {}}},
                            {"excludedPerson", {"anna, bernd", {}}},
                            {"color", {"red", {}}}};
  sketch[one].properties = {{"samePerson", {"two", {}}}};
  const definition::ProcessDefinitionPtr process = sketch.finish();
  const StaffingOptions options = staffing_rules(*process);
  ASSERT_EQ(options.rules.size(), 2U);
  EXPECT_EQ(options.rules[0].kind, StaffRule::Kind::Same);
  EXPECT_EQ(options.rules[0].tasks, (Texts{"one", "two"}));
  EXPECT_EQ(options.rules[1].kind, StaffRule::Kind::Different);
  EXPECT_EQ(options.rules[1].tasks, (Texts{"two", "one"}));
  ASSERT_EQ(options.excluded.size(), 2U);
  EXPECT_EQ(options.excluded[1].person, "bernd");
}

TEST(Staff, MayBeAbsent) {
  EXPECT_EQ(told(two_tasks(NodeKind::ParallelGateway, "clerk", "head"), four_eyes(1)),
            Texts{"SEC-02 without 'anna' nobody may do task 'approve'"});
}

}  // namespace
}  // namespace umlauf::verify
