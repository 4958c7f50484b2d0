// An instance as it was at any moment, from its journal.
#include <gtest/gtest.h>

#include "tests/service/office.hpp"

namespace umlauf::service {
namespace {

using tests::kHourMs;
using tests::Office;

class TimeTravel : public testing::Test {
 protected:
  void SetUp() override {
    key_ = office_.start({{"betrag", 120}}, "A-1");  // row 1, at 0 h
    office_.wait(kHourMs);
    office_.complete(key_, {{"betrag", 130}});  // row 2, at 1 h
    office_.wait(kHourMs);
    office_.complete(key_, {{"bescheid", "ja"}});  // row 3, at 2 h
  }
  calendar::Instant at(double hours) const {
    return {begin_.milliseconds + static_cast<std::int64_t>(hours * kHourMs)};
  }
  InstanceSnapshot seen(const Moment& moment) {
    return office_.engine().instance_at(key_, moment).value();
  }

  Office office_;
  const calendar::Instant begin_ = office_.clock().now();
  InstanceKey key_;
};

TEST_F(TimeTravel, ShowsTheTasksAndVariablesOfThatTime) {
  const InstanceSnapshot first = seen({.time = at(0.5), .sequence = {}});
  EXPECT_EQ(first.sequence, 1U);
  ASSERT_EQ(first.tasks.size(), 1U);
  EXPECT_EQ(first.tasks[0].element, "pruefen");
  EXPECT_EQ(first.variables, (feel::Context{{"betrag", 120}}));
  const InstanceSnapshot second = seen({.time = at(1), .sequence = {}});
  EXPECT_EQ(second.sequence, 2U);
  EXPECT_EQ(second.time, at(1));
  EXPECT_EQ(second.tasks[0].element, "entscheiden");
  EXPECT_EQ(second.variables, (feel::Context{{"betrag", 130}}));
  EXPECT_EQ(second.instance.state, InstanceState::Active);
  EXPECT_EQ(second.instance.business_key, "A-1");
}

TEST_F(TimeTravel, TheEndIsThePresent) {
  const InstanceSnapshot last = seen({});
  const InstanceSnapshot now = office_.engine().snapshot(key_).value();
  EXPECT_EQ(last.sequence, now.sequence);
  EXPECT_EQ(last.variables, now.variables);
  EXPECT_EQ(last.instance.state, InstanceState::Completed);
  EXPECT_EQ(last.instance.ended, now.instance.ended);
  EXPECT_TRUE(last.tasks.empty());
}

TEST_F(TimeTravel, StopsAtARowAsWell) {
  EXPECT_EQ(seen({.time = {}, .sequence = 1}).variables, (feel::Context{{"betrag", 120}}));
  EXPECT_EQ(seen({.time = at(0.5), .sequence = 3}).sequence, 1U) << "whatever comes first";
}

TEST_F(TimeTravel, SaysWhereThereIsNothingYet) {
  const auto before = office_.engine().instance_at(key_, {.time = at(-0.1), .sequence = {}});
  ASSERT_FALSE(before);
  EXPECT_EQ(before.error().code, ErrorCode::State);
  EXPECT_NE(before.error().message.english.find("was not there yet"), std::string::npos);
  const auto none = office_.engine().instance_at(InstanceKey(99'999), {});
  ASSERT_FALSE(none);
  EXPECT_NE(none.error().message.english.find("there is no instance"), std::string::npos);
}

TEST_F(TimeTravel, ReplayVisitsEveryRowWithTheInstanceBehindIt) {
  std::vector<std::string> seen;
  ASSERT_TRUE(office_.engine().replay(
      key_, {}, [&](const JournalView& row, const InstanceSnapshot& snapshot) {
        seen.push_back(std::to_string(row.sequence) + " " + row.command + " -> " +
                       (snapshot.tasks.empty() ? "" : snapshot.tasks[0].element));
      }));
  EXPECT_EQ(seen, (std::vector<std::string>{"1 start -> pruefen", "2 complete task -> entscheiden",
                                            "3 complete task -> "}));
  std::size_t rows = 0;
  ASSERT_TRUE(
      office_.engine().replay(key_, {.time = {}, .sequence = 2},
                              [&](const JournalView&, const InstanceSnapshot&) { ++rows; }));
  EXPECT_EQ(rows, 2U);
}

}  // namespace
}  // namespace umlauf::service
