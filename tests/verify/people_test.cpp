#include "engine/verify/people.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <bit>
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
  // The first absence that leaves nobody; empty where there is none.
  const auto missed = [&](std::uint32_t absent) {
    std::vector<std::uint32_t> found;
    EXPECT_TRUE(for_each_absence(staffing, absent, {}, [&](const Staffing& rest, const auto& gone) {
      if (solve(rest).answer == Staffed::Yes) return false;
      found = gone;
      return true;
    }));
    return found;
  };
  EXPECT_EQ(missed(0), std::vector<std::uint32_t>{});
  EXPECT_EQ(missed(1), std::vector<std::uint32_t>{});
  EXPECT_EQ(missed(2), (std::vector<std::uint32_t>{0, 1}));
}

TEST(Staffing, ThereAreLimitsToTheAbsencesTried) {
  const Staffing staffing{3, {{0, 1, 2}}, {}};
  EXPECT_FALSE(
      for_each_absence(staffing, 1, {2, {}}, [](const auto&, const auto&) { return false; }));
}

// Leaving out one part after the other ends with tasks 0 to 2 and the rule among them; tasks 3 and
// 4 with theirs are fewer.
TEST(Staffing, AConflictWithFewerPartsGoesBefore) {
  const Staffing staffing{3,
                          {{0, 1}, {0, 1}, {0, 1}, {2}, {2}},
                          {{Kind::Different, {3, 4}, 0}, {Kind::Different, {0, 1, 2}, 0}}};
  EXPECT_EQ(solve(staffing).conflict, (Conflict{{3, 4}, {0}}));
  const Staffing turned{3,
                        {{2}, {2}, {0, 1}, {0, 1}, {0, 1}},
                        {{Kind::Different, {2, 3, 4}, 0}, {Kind::Different, {0, 1}, 0}}};
  EXPECT_EQ(solve(turned).conflict, (Conflict{{0, 1}, {1}}));
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

// Some tasks and rules only; who does the other tasks is left open by making up people for them.
bool by_hand(const Staffing& staffing, std::uint32_t tasks, std::uint32_t rules) {
  Staffing part;
  part.people = staffing.people + static_cast<std::uint32_t>(staffing.allowed.size());
  std::vector<std::uint32_t> everybody(part.people);
  for (std::uint32_t person = 0; person < part.people; ++person) everybody[person] = person;
  for (std::size_t task = 0; task < staffing.allowed.size(); ++task)
    part.allowed.push_back((tasks >> task) & 1 ? staffing.allowed[task] : everybody);
  for (std::size_t rule = 0; rule < staffing.rules.size(); ++rule)
    if ((rules >> rule) & 1) part.rules.push_back(staffing.rules[rule]);
  return by_hand(part);
}

std::size_t fewest_parts(const Staffing& staffing) {
  std::size_t fewest = staffing.allowed.size() + staffing.rules.size();
  for (std::uint32_t tasks = 0; tasks < 1U << staffing.allowed.size(); ++tasks)
    for (std::uint32_t rules = 0; rules < 1U << staffing.rules.size(); ++rules) {
      const auto parts = static_cast<std::size_t>(std::popcount(tasks) + std::popcount(rules));
      if (parts < fewest && !by_hand(staffing, tasks, rules)) fewest = parts;
    }
  return fewest;
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
    if (result.answer == Staffed::No && impossible < 60 && tasks <= 4) {
      EXPECT_EQ(result.conflict.tasks.size() + result.conflict.rules.size(), fewest_parts(staffing))
          << "round " << round;
    }
    impossible += result.answer == Staffed::No;
  }
  EXPECT_GT(impossible, 20);
  EXPECT_LT(impossible, 380);
}

}  // namespace
}  // namespace umlauf::verify
