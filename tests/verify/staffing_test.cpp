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

// `prepare` and `approve` as branches of a gateway within a sub-process, which may be repeated.
TEST(Staff, IsNotNeededForWhatNeverHappensTogetherInASubProcess) {
  for (const bool repeated : {false, true}) {
    Sketch sketch;
    const auto [sub, body] = sketch.body(NodeKind::SubProcess, "sub");
    const NodeIndex again = sketch.node(NodeKind::ExclusiveGateway, "again");
    const NodeIndex over = sketch.node(NodeKind::ExclusiveGateway, "over");
    sketch.flow(sketch.node(NodeKind::StartEvent, "s"), again);
    sketch.flow(again, sub);
    sketch.flow(sub, over);
    sketch.flow(over, sketch.node(NodeKind::EndEvent, "e"));
    if (repeated) sketch.flow(over, again);
    const NodeIndex split = sketch.node(NodeKind::ExclusiveGateway, "split", body);
    sketch.flow(sketch.node(NodeKind::StartEvent, "is", body), split);
    for (const char* id : {"prepare", "approve"}) {
      const NodeIndex task = sketch.node(NodeKind::UserTask, id, body);
      definition::UserTaskWork work;
      work.candidate_groups = {{"head", {}}};
      sketch[task].work = work;
      sketch.flow(split, task);
      sketch.flow(task, sketch.node(NodeKind::EndEvent, std::string(id) + "-end", body));
    }
    EXPECT_EQ(told(sketch.finish(), four_eyes(0)),
              repeated ? Texts{"SEC-01 tasks 'prepare', 'approve' cannot all be done: the rule "
                               "between them (different people) leaves nobody"}
                       : Texts{});
  }
}

// Without Anna nobody is left for the exclusive branches together, which never happens; without
// Bernd the first of them alone has nobody.
TEST(Staff, IsMissedOnTheWayThatHappens) {
  StaffingOptions options = four_eyes(1);
  options.excluded = {{"prepare", "anna"}};
  EXPECT_EQ(told(two_tasks(NodeKind::ExclusiveGateway, "clerk", "clerk"), options),
            Texts{"SEC-02 without 'bernd' nobody may do task 'prepare'"});
}

TEST(Staff, IsSaidToBeUndecidedWhereTheLimitsComeFirst) {
  StaffingOptions options = four_eyes(0);
  options.limits.steps_max = 1;
  EXPECT_EQ(told(two_tasks(NodeKind::ParallelGateway, "clerk", "clerk"), options),
            Texts{"BEH-16 whether there is somebody for all tasks was not decided within the "
                  "limits"});
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

// A task with so many instances, each by another clerk; cardinality as FEEL.
Texts told_of_instances(const std::string& cardinality, bool german = false) {
  Sketch sketch;
  const NodeIndex start = sketch.node(NodeKind::StartEvent, "s");
  const NodeIndex vote = sketch.node(NodeKind::UserTask, "vote");
  sketch.flow(start, vote);
  definition::UserTaskWork work;
  work.candidate_groups.push_back({"clerk", {}});
  sketch[vote].work = work;
  definition::MultiInstance each;
  each.cardinality = testing::feel_of(cardinality);
  sketch[vote].loop = std::make_shared<const definition::Loop>(each);
  sketch[vote].properties = {{"differentPerson", {"vote", {}}}};
  const definition::ProcessDefinitionPtr process = sketch.finish();
  Texts texts;
  for (const Diagnostic& found : check_staffing(*process, office(), staffing_rules(*process)))
    texts.push_back(found.rule + " " + (german ? found.message.german : found.message.english));
  return texts;
}

TEST(Staff, IsAnotherForEachInstance) {
  EXPECT_EQ(told_of_instances("1"), Texts{});
  EXPECT_EQ(told_of_instances("2"), Texts{});
  EXPECT_EQ(told_of_instances("5"),
            Texts{"SEC-01 tasks 'vote' (3 instances) cannot all be done: the rule between them "
                  "(different people) leaves nobody"});
  EXPECT_EQ(told_of_instances("members"),
            Texts{"BEH-16 whether there are enough different people for 'vote' was not decided: "
                  "how many instances there are is known at run time only"});
}

TEST(Staff, IsMissedInWholeSentencesAndOnce) {
  const auto text = [](const std::vector<TaskRule>& rules, std::uint32_t absent, bool german) {
    StaffingOptions options;
    options.rules = rules;
    options.absent = absent;
    const auto process = two_tasks(NodeKind::ParallelGateway, "head", "head");
    const Diagnostics found = check_staffing(*process, office(), options);
    if (found.empty()) return std::string();
    return german ? found[0].message.german : found[0].message.english;
  };
  const TaskRule different{StaffRule::Kind::Different, {"prepare", "approve"}, 0};
  EXPECT_EQ(text({different, different}, 0, false),
            "tasks 'prepare', 'approve' cannot all be done: the rule between them (different "
            "people) leaves nobody");
  EXPECT_EQ(text({different}, 0, true),
            "die Aufgaben 'prepare', 'approve' können nicht alle erledigt werden: die Regel "
            "zwischen ihnen (verschiedene Personen) lässt niemanden übrig");
  EXPECT_EQ(text({}, 1, true), "ohne 'anna' darf niemand die Aufgabe 'prepare' erledigen");
  EXPECT_EQ(told_of_instances("3", true),
            Texts{"SEC-01 die Aufgaben 'vote' (3 Instanzen) können nicht alle erledigt werden: "
                  "die Regel zwischen ihnen (verschiedene Personen) lässt niemanden übrig"});
}

TEST(Staff, IsMissedWithEachDemandOnce) {
  Sketch sketch;
  NodeIndex last = sketch.node(NodeKind::StartEvent, "s");
  StaffingOptions options;
  const Texts tasks{"a", "b", "c"};
  for (const std::string& id : tasks) {
    const NodeIndex task = sketch.node(NodeKind::UserTask, id);
    sketch[task].work = definition::UserTaskWork();
    sketch.flow(last, task);
    last = task;
    for (const std::string& other : tasks)
      if (other < id) options.rules.push_back({StaffRule::Kind::Different, {other, id}, 0});
  }
  EXPECT_EQ(told(sketch.finish(), options),
            Texts{"SEC-01 tasks 'a', 'b', 'c' cannot all be done: the rule between them (different "
                  "people) leaves nobody"});
}

TEST(Staff, MayBeAbsent) {
  EXPECT_EQ(told(two_tasks(NodeKind::ParallelGateway, "clerk", "head"), four_eyes(1)),
            Texts{"SEC-02 without 'anna' nobody may do task 'approve'"});
}

}  // namespace
}  // namespace umlauf::verify
