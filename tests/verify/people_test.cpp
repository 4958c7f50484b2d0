#include "engine/verify/people.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <random>
#include <set>

namespace umlauf::verify {
namespace {

using Kind = StaffRule::Kind;

TEST(Staffing, FourEyesNeedTwoPeople) {
  const Staffing staffing{2, {{0, 1}, {0, 1}}, {{Kind::Different, {0, 1}, 0}}};
  const StaffingResult result = solve(staffing);
  ASSERT_EQ(result.answer, Staffed::Yes);
  EXPECT_NE(result.person[0], result.person[1]);
}

TEST(Staffing, TheConflictIsTheSmallestOne) {
  // Task 2 and rule 1 have nothing to do with it.
  const Staffing staffing{
      3, {{0}, {0}, {1, 2}}, {{Kind::Different, {0, 1}, 0}, {Kind::Different, {1, 2}, 0}}};
  const StaffingResult result = solve(staffing);
  ASSERT_EQ(result.answer, Staffed::No);
  EXPECT_EQ(result.conflict, (Conflict{{0, 1}, {0}}));
}

TEST(Staffing, ATaskThatNobodyMayDoIsAConflictByItself) {
  const StaffingResult result = solve({2, {{0, 1}, {}}, {}});
  ASSERT_EQ(result.answer, Staffed::No);
  EXPECT_EQ(result.conflict, (Conflict{{1}, {}}));
}

TEST(Staffing, SamePersonMustBeAbleToDoAll) {
  EXPECT_EQ(solve({2, {{0}, {1}}, {{Kind::Same, {0, 1}, 0}}}).answer, Staffed::No);
  EXPECT_EQ(solve({2, {{0, 1}, {1}}, {{Kind::Same, {0, 1}, 0}}}).answer, Staffed::Yes);
}

TEST(Staffing, CountsBoundThePeople) {
  const std::vector<std::vector<std::uint32_t>> anybody(3, {0, 1, 2});
  EXPECT_EQ(solve({3, {{0}, {1}, {2}}, {{Kind::AtMost, {0, 1, 2}, 2}}}).answer, Staffed::No);
  const StaffingResult three = solve({3, anybody, {{Kind::AtLeast, {0, 1, 2}, 3}}});
  ASSERT_EQ(three.answer, Staffed::Yes);
  EXPECT_EQ(std::set<std::uint32_t>(three.person.begin(), three.person.end()).size(), 3U);
}

TEST(Staffing, WithoutSomebodyItMayFail) {
  const Staffing staffing{3, {{0, 1}, {1, 2}}, {{Kind::Different, {0, 1}, 0}}};
  EXPECT_EQ(solve_without(staffing, 0).answer, Staffed::Yes);
  EXPECT_EQ(solve_without(staffing, 1).answer, Staffed::Yes);
  const ResilienceResult two = solve_without(staffing, 2);
  EXPECT_EQ(two.answer, Staffed::No);
  EXPECT_EQ(two.missing, (std::vector<std::uint32_t>{0, 1}));
}

TEST(Staffing, GivesUpAtTheLimit) {
  Staffing staffing;
  staffing.people = 12;
  std::vector<std::uint32_t> people(11), tasks;
  for (std::uint32_t i = 0; i < people.size(); ++i) people[i] = i;
  for (std::uint32_t task = 0; task < 12; ++task) {
    staffing.allowed.push_back(people);
    tasks.push_back(task);
  }
  staffing.rules.push_back({Kind::AtLeast, tasks, 12});
  EXPECT_EQ(solve(staffing, {5, {}}).answer, Staffed::Undecided);
}

// All assignments, one by one.
bool by_hand(const Staffing& staffing) {
  std::vector<std::size_t> choice(staffing.allowed.size(), 0);
  for (const auto& allowed : staffing.allowed)
    if (allowed.empty()) return false;
  while (true) {
    bool holds = true;
    for (const StaffRule& rule : staffing.rules) {
      std::set<std::uint32_t> people;
      for (std::uint32_t task : rule.tasks) people.insert(staffing.allowed[task][choice[task]]);
      holds = holds && (rule.kind == Kind::Different ? people.size() == rule.tasks.size()
                        : rule.kind == Kind::Same    ? people.size() == 1
                        : rule.kind == Kind::AtMost  ? people.size() <= rule.count
                                                     : people.size() >= rule.count);
    }
    if (holds) return true;
    std::size_t task = 0;
    while (task < choice.size() && ++choice[task] == staffing.allowed[task].size())
      choice[task++] = 0;
    if (task == choice.size()) return false;
  }
}

TEST(Staffing, AgreesWithTryingEverything) {
  std::mt19937_64 random(20260711);
  int impossible = 0;
  for (int round = 0; round < 400; ++round) {
    Staffing staffing;
    staffing.people = 2 + static_cast<std::uint32_t>(random() % 4);
    const auto tasks = static_cast<std::uint32_t>(2 + random() % 4);
    for (std::uint32_t task = 0; task < tasks; ++task) {
      std::vector<std::uint32_t> allowed;
      for (std::uint32_t person = 0; person < staffing.people; ++person)
        if (random() % 2 == 0) allowed.push_back(person);
      staffing.allowed.push_back(std::move(allowed));
    }
    for (std::size_t rules = random() % 4; rules > 0; --rules) {
      StaffRule rule;
      rule.kind = static_cast<Kind>(random() % 4);
      rule.count = static_cast<std::uint32_t>(1 + random() % 3);
      for (std::uint32_t task = 0; task < tasks; ++task)
        if (random() % 2 == 0) rule.tasks.push_back(task);
      if (rule.tasks.size() >= 2) staffing.rules.push_back(std::move(rule));
    }
    const StaffingResult result = solve(staffing);
    EXPECT_EQ(result.answer == Staffed::Yes, by_hand(staffing)) << "round " << round;
    if (result.answer == Staffed::Yes) {
      for (std::uint32_t task = 0; task < tasks; ++task)
        EXPECT_TRUE(std::binary_search(staffing.allowed[task].begin(), staffing.allowed[task].end(),
                                       result.person[task]));
    }
    impossible += result.answer == Staffed::No;
  }
  EXPECT_GT(impossible, 20);
  EXPECT_LT(impossible, 380);
}

}  // namespace
}  // namespace umlauf::verify
