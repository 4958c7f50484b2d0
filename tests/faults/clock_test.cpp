// The clock on the wall jumps, and twice a year the town's does too: no timer is lost, none fires
// twice, none before it is due.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <random>

#include "adapters/memory/memory_store.hpp"
#include "engine/service/engine.hpp"
#include "tests/faults/effort.hpp"
#include "tests/faults/office.hpp"

namespace umlauf::tests {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

constexpr std::int64_t kMinute = 60'000;
constexpr std::int64_t kHour = 60 * kMinute;
constexpr std::int64_t kDay = 24 * kHour;
constexpr std::int64_t kTenYears = 3'653 * kDay;

calendar::Instant at(const char* text) {
  return calendar::to_instant(calendar::DateTime::parse(text).value(), calendar::Zone::utc())
      .value();
}

std::string timer_model(const std::string& start, const std::string& wait) {
  return R"(<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" )"
         R"(targetNamespace="urn:clock"><process id="p" isExecutable="true"><startEvent id="s">)" +
         start + R"(</startEvent><intermediateCatchEvent id="w"><timerEventDefinition>)" + wait +
         R"(</timerEventDefinition></intermediateCatchEvent><endEvent id="e"/>)"
         R"(<sequenceFlow id="f1" sourceRef="s" targetRef="w"/>)"
         R"(<sequenceFlow id="f2" sourceRef="w" targetRef="e"/></process></definitions>)";
}

std::string cycle(const std::string& text) {
  return "<timerEventDefinition><timeCycle>" + text + "</timeCycle></timerEventDefinition>";
}

class Clock : public testing::Test {
 protected:
  void open(const std::string& model, calendar::Instant now) {
    clock_.set(now);
    engine_ = service::Engine::open(store_, clock_).value();
    const auto deployed = engine_->deploy({{"clock.bpmn", model}});
    ASSERT_TRUE(deployed.has_value()) << deployed.error().message.english;
  }
  // What `s` has fired, when somebody looks every `step_ms`.
  std::vector<std::string> starts_until(calendar::Instant end, std::int64_t step_ms) {
    std::vector<std::string> fired;
    while (clock_.now() < end) {
      clock_.set({clock_.now().milliseconds + step_ms});
      for (const service::FiredTimer& timer : engine_->fire_timers(clock_.now()).value())
        if (timer.element == "s") fired.push_back(calendar::to_string(timer.at));
    }
    return fired;
  }

  memory::MemoryStore store_;
  service::ManualClock clock_;
  std::unique_ptr<service::Engine> engine_;
};

constexpr const char* kShort = "<timeDuration>PT1H</timeDuration>";

// 02:30 does not exist on 29 March 2026 in Berlin: it is taken as far behind the change.
TEST_F(Clock, InSpringTheMissingHourIsNotLost) {
  open(timer_model(cycle("0 30 2 * * ?"), kShort), at("2026-03-27T12:00:00Z"));
  EXPECT_THAT(starts_until(at("2026-03-30T12:00:00Z"), 10 * kMinute),
              ElementsAre("2026-03-28T01:30:00Z", "2026-03-29T01:30:00Z", "2026-03-30T00:30:00Z"));
}

// 02:30 comes twice on 25 October 2026: the first counts.
TEST_F(Clock, InAutumnTheDoubleHourCountsOnce) {
  open(timer_model(cycle("0 30 2 * * ?"), kShort), at("2026-10-23T12:00:00Z"));
  EXPECT_THAT(starts_until(at("2026-10-26T12:00:00Z"), 10 * kMinute),
              ElementsAre("2026-10-24T00:30:00Z", "2026-10-25T00:30:00Z", "2026-10-26T01:30:00Z"));
}

// A deadline of two days is two days of the calendar, a deadline of 48 hours is 48 hours.
TEST_F(Clock, DaysFollowTheCalendarAndHoursTheTimeLine) {
  for (const auto& [wait, due] : std::vector<std::pair<const char*, const char*>>{
           {"<timeDuration>P2D</timeDuration>", "2026-03-30T08:00:00Z"},
           {"<timeDuration>PT48H</timeDuration>", "2026-03-30T09:00:00Z"}}) {
    memory::MemoryStore store;
    service::ManualClock clock(at("2026-03-28T09:00:00Z"));
    const auto engine = service::Engine::open(store, clock).value();
    ASSERT_TRUE(engine->deploy({{"clock.bpmn", timer_model("", wait)}}).has_value());
    ASSERT_TRUE(engine->start(start_of("p")).has_value());
    EXPECT_EQ(calendar::to_string(*engine->next_timer().value()), due) << wait;
  }
}

constexpr const char* kMail =
    R"(<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" targetNamespace="urn:clock")"
    R"( xmlns:camunda="http://camunda.org/schema/1.0/bpmn"><process id="p" isExecutable="true">)"
    R"(<startEvent id="s"/><sequenceFlow id="f1" sourceRef="s" targetRef="mail"/>)"
    R"(<serviceTask id="mail" camunda:type="external" camunda:topic="mail"/>)"
    R"(<sequenceFlow id="f2" sourceRef="mail" targetRef="e"/><endEvent id="e"/>)"
    R"(</process></definitions>)";

class ClockOfWorkers : public Clock {
 protected:
  void SetUp() override {
    open(kMail, at("2026-03-28T09:00:00Z"));
    ASSERT_TRUE(engine_->start(start_of("p")).has_value());
  }
  void jump(std::int64_t milliseconds) { clock_.set({clock_.now().milliseconds + milliseconds}); }
  std::vector<service::ActivatedJob> activate(const std::string& worker,
                                              std::int64_t lock_ms = 5 * kMinute) {
    return engine_
        ->activate_jobs({.types = {"mail"}, .worker = worker, .lock_ms = lock_ms, .limit = 10})
        .value();
  }
  ErrorCode late_answer(const service::ActivatedJob& job, const std::string& worker) {
    const auto answer = engine_->execute(service::CompleteJob{job.key, {}, worker});
    EXPECT_FALSE(answer.has_value());
    return answer ? ErrorCode::Internal : answer.error().code;
  }
  void expect_done_once() {
    const auto instances = engine_->instances().value();
    ASSERT_EQ(instances.size(), 1U);
    EXPECT_EQ(instances[0].state, service::InstanceState::Completed);
    EXPECT_THAT(service::check_store(store_).value(), IsEmpty());
  }
};

TEST_F(ClockOfWorkers, AJumpForwardEndsALockAndTheLateAnswerIsRefused) {
  const auto first = activate("first");
  ASSERT_EQ(first.size(), 1U);
  jump(kHour);
  const auto second = activate("second");
  ASSERT_EQ(second.size(), 1U);
  EXPECT_EQ(late_answer(first[0], "first"), ErrorCode::State);
  ASSERT_TRUE(engine_->execute(service::CompleteJob{second[0].key, {}, "second"}).has_value());
  EXPECT_EQ(late_answer(first[0], "first"), ErrorCode::State);
  expect_done_once();
}

TEST_F(ClockOfWorkers, AJumpBackLengthensALockByTheJump) {
  ASSERT_EQ(activate("first").size(), 1U);
  jump(-kHour);
  EXPECT_THAT(activate("second"), IsEmpty());
  jump(kHour + 4 * kMinute);
  EXPECT_THAT(activate("second"), IsEmpty());
  jump(kMinute);
  EXPECT_EQ(activate("second").size(), 1U);
}

TEST_F(ClockOfWorkers, ALockOfAClockThatWasYearsAheadIsOver) {
  jump(kTenYears);
  const auto first = activate("first");
  ASSERT_EQ(first.size(), 1U);
  jump(-kTenYears);
  const auto second = activate("second");
  ASSERT_EQ(second.size(), 1U);
  EXPECT_EQ(late_answer(first[0], "first"), ErrorCode::State);
  EXPECT_THAT(activate("third"), IsEmpty()) << "the lock of the second holds";
  ASSERT_TRUE(engine_->execute(service::CompleteJob{second[0].key, {}, "second"}).has_value());
  expect_done_once();
}

TEST_F(ClockOfWorkers, NoLockLastsLongerThanADay) {
  const auto first = activate("first", kTenYears);
  ASSERT_EQ(first.size(), 1U);
  EXPECT_EQ(first[0].locked_until.milliseconds, clock_.now().milliseconds + kDay);
  ASSERT_TRUE(
      engine_->execute(service::ExtendJobLock{first[0].key, kTenYears, "first"}).has_value());
  jump(kDay - 1);
  EXPECT_THAT(activate("second"), IsEmpty());
  jump(1);
  EXPECT_EQ(activate("second").size(), 1U);
}

// A pause after a failure is no lock, however long it is.
TEST_F(ClockOfWorkers, APauseOfMonthsIsKept) {
  const auto job = activate("first");
  ASSERT_EQ(job.size(), 1U);
  service::FailJob failed{job[0].key};
  failed.retry_after_ms = 90 * kDay;
  ASSERT_TRUE(engine_->execute(failed).has_value());
  EXPECT_THAT(activate("second"), IsEmpty());
  jump(90 * kDay);
  EXPECT_EQ(activate("second").size(), 1U);
}

// Forward and back, an hour or ten years, restarts in between: every deadline fires once, not
// before it is due by the clock that armed it.
TEST_F(Clock, JumpsLoseNothingAndDoubleNothing) {
  for (std::uint64_t seed = 1; seed <= effort(20, 2'000); ++seed) {
    SCOPED_TRACE("seed " + std::to_string(seed));
    std::mt19937_64 random(seed);
    memory::MemoryStore store;
    const calendar::Instant begin = at("2026-03-28T09:00:00Z");
    service::ManualClock clock(begin);
    auto engine = service::Engine::open(store, clock).value();
    ASSERT_TRUE(
        engine->deploy({{"clock.bpmn", timer_model(cycle("R4/PT3H"), kShort)}}).has_value());
    constexpr std::int64_t kJumps[] = {kHour, -kHour, kTenYears, -kTenYears, 10 * kMinute, kMinute};
    std::size_t started = 0;
    for (int i = 0; i < 40; ++i) {
      const std::int64_t jump = kJumps[random() % std::size(kJumps)];
      clock.set({clock.now().milliseconds + jump});
      if (random() % 2 == 0 && engine->start(start_of("p"))) ++started;
      if (random() % 2 == 0) {
        ASSERT_TRUE(engine->fire_timers(clock.now()).has_value());
      }
      if (random() % 8 == 0) engine = service::Engine::open(store, clock).value();
    }
    // In the end all is due, by whatever clock it was armed.
    clock.set({begin.milliseconds + 60 * kTenYears});
    for (int i = 0; i < 3; ++i) ASSERT_TRUE(engine->fire_timers(clock.now()).has_value());
    clock.set({clock.now().milliseconds + kDay});
    ASSERT_TRUE(engine->fire_timers(clock.now()).has_value());

    const auto instances = engine->instances().value();
    EXPECT_EQ(instances.size(), started + 4) << "four of them by the timer of the start event";
    for (const service::InstanceView& instance : instances) {
      EXPECT_EQ(instance.state, service::InstanceState::Completed);
      std::vector<calendar::Instant> fired;
      for (const service::JournalView& row : engine->journal(instance.key).value())
        if (row.command == "fire timer") fired.push_back(row.time);
      ASSERT_EQ(fired.size(), 1U) << service::to_string(instance.key);
      EXPECT_GE(fired[0].milliseconds, instance.started.milliseconds + kHour);
    }
    EXPECT_THAT(service::check_store(store).value(), IsEmpty());
  }
}

}  // namespace
}  // namespace umlauf::tests
