// A timer start event whose start fails: the start is owed until it is made.
#include <gtest/gtest.h>

#include "adapters/memory/memory_store.hpp"
#include "tests/service/support.hpp"

namespace umlauf::service::test {
namespace {

constexpr std::int64_t kMinute = 60'000;
constexpr std::int64_t kHour = 60 * kMinute;
constexpr std::int64_t kDay = 24 * kHour;

// Every hour, three times; where `runs` is false it turns in a circle until it is refused.
Document hourly(bool runs, const std::string& cycle = "R3/PT1H") {
  std::string elements =
      R"(<startEvent id="s"><timerEventDefinition><timeCycle>)" + cycle +
      R"(</timeCycle></timerEventDefinition></startEvent>)"
      R"(<sequenceFlow id="f1" sourceRef="s" targetRef="x"/><exclusiveGateway id="x" default="f3"/>)"
      R"(<sequenceFlow id="f2" sourceRef="x" targetRef="x"><conditionExpression>)";
  elements += runs ? "false" : "true";
  elements += R"(</conditionExpression></sequenceFlow>)"
              R"(<sequenceFlow id="f3" sourceRef="x" targetRef="e"/><endEvent id="e"/>)";
  return document(elements);
}

// The same of a process of its own.
Document other(Document document) {
  document.text.replace(document.text.find("id=\"p\""), 6, "id=\"q\"");
  document.name = "q.bpmn";
  return document;
}

class OwedStart : public testing::Test {
 protected:
  void SetUp() override { open(); }
  void open() { engine_ = Engine::open(store_, clock_, {.transitions_max = 50}).value(); }
  void pass(std::int64_t milliseconds) { clock_.set({clock_.now().milliseconds + milliseconds}); }
  std::vector<FiredTimer> fire() { return engine_->fire_timers(clock_.now()).value(); }
  std::size_t findings() { return check_store(store_).value().size(); }

  memory::MemoryStore store_;
  ManualClock clock_;
  std::unique_ptr<Engine> engine_;
};

TEST_F(OwedStart, IsTriedAgainInGrowingPausesUntilItSucceeds) {
  ASSERT_TRUE(engine_->deploy({hourly(false)}));
  pass(kHour);
  const calendar::Instant due = clock_.now();
  std::vector<std::int64_t> pauses;
  for (std::uint32_t tries = 1; tries <= 13; ++tries) {
    EXPECT_TRUE(fire().empty());
    const auto owed = engine_->owed_starts().value();
    ASSERT_EQ(owed.size(), 1U);
    EXPECT_EQ(owed[0].process, "p");
    EXPECT_EQ(owed[0].version, 1U);
    EXPECT_EQ(owed[0].element, "s");
    EXPECT_EQ(owed[0].due, due) << "the time that it was meant for";
    EXPECT_EQ(owed[0].failures, tries);
    EXPECT_NE(owed[0].message.english.find("more than 50 transitions"), std::string::npos);
    EXPECT_EQ(findings(), 0U);
    EXPECT_EQ(engine_->next_timer().value(), owed[0].retry);
    pauses.push_back((owed[0].retry.milliseconds - clock_.now().milliseconds) / kMinute);
    pass(owed[0].retry.milliseconds - clock_.now().milliseconds - 1);
    EXPECT_TRUE(fire().empty());
    EXPECT_EQ(engine_->owed_starts().value()[0].failures, tries) << "not before its time";
    pass(1);
    if (tries == 5) open();
  }
  EXPECT_EQ(pauses,
            (std::vector<std::int64_t>{1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 1024, 1440, 1440}));

  // Mended by whoever runs the engine: the owed start first, then those that waited behind it.
  engine_.reset();
  engine_ = Engine::open(store_, clock_).value();
  ASSERT_TRUE(engine_->deploy({hourly(true)}));
  EXPECT_EQ(fire().size(), 3U);
  EXPECT_TRUE(engine_->owed_starts().value().empty());
  EXPECT_EQ(engine_->next_timer().value(), std::nullopt);
  EXPECT_EQ(engine_->instances().value().size(), 3U);
  EXPECT_EQ(findings(), 0U);
}

TEST_F(OwedStart, KeepsNoOtherTimerBack) {
  ASSERT_TRUE(engine_->deploy({hourly(false), other(hourly(true))}));
  pass(kHour);
  const auto fired = fire();
  ASSERT_EQ(fired.size(), 1U);
  EXPECT_EQ(engine_->instances().value()[0].process, "q");
  EXPECT_EQ(engine_->owed_starts().value().size(), 1U);
}

TEST_F(OwedStart, IsMadeByTheNextVersionWithTheSameTimer) {
  ASSERT_TRUE(engine_->deploy({hourly(false)}));
  pass(kHour);
  EXPECT_TRUE(fire().empty());
  ASSERT_TRUE(engine_->deploy({hourly(true)}));
  EXPECT_TRUE(engine_->owed_starts().value().empty());
  EXPECT_EQ(fire().size(), 1U) << "at once";
  EXPECT_EQ(engine_->next_timer().value(), (calendar::Instant{2 * kHour}));
  EXPECT_EQ(findings(), 0U);
}

TEST_F(OwedStart, EndsWithATimerThatIsNoMore) {
  ASSERT_TRUE(engine_->deploy({hourly(false)}));
  pass(kHour);
  EXPECT_TRUE(fire().empty());
  ASSERT_TRUE(engine_->deploy({hourly(true, "R/P1D")}));
  EXPECT_TRUE(fire().empty());
  EXPECT_TRUE(engine_->owed_starts().value().empty());
  EXPECT_EQ(engine_->next_timer().value(), (calendar::Instant{kHour + kDay}));
  EXPECT_EQ(findings(), 0U);
}

}  // namespace
}  // namespace umlauf::service::test
