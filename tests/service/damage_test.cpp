// One instance whose stored state is damaged: it waits, and nobody else has to.
#include <gtest/gtest.h>

#include "adapters/memory/memory_store.hpp"
#include "tests/service/support.hpp"

namespace umlauf::service::test {
namespace {

// Gives out a wrong byte in the state of one instance.
class DamagedStore final : public StoreDecorator {
 public:
  using StoreDecorator::StoreDecorator;
  Result<std::optional<StoredInstance>> load(InstanceKey instance) override {
    auto loaded = StoreDecorator::load(instance);
    if (instance == damaged && loaded && *loaded) (*loaded)->row.head.back() ^= 1;
    if (instance == damaged) ++looks;
    return loaded;
  }
  Result<Committed> commit(const Batch& batch) override {
    if (!batch.empty()) ++commits;
    return StoreDecorator::commit(batch);
  }
  InstanceKey damaged;
  std::size_t looks = 0;  // at the damaged one
  std::size_t commits = 0;
};

// s -> all, from there to a timer of an hour, a message, a signal and a job of type "mail".
Document waits_for_everything() {
  return document(
      R"(<startEvent id="s"/><sequenceFlow id="f0" sourceRef="s" targetRef="all"/>)"
      R"(<parallelGateway id="all"/>)"
      R"(<sequenceFlow id="f1" sourceRef="all" targetRef="hour"/><intermediateCatchEvent id="hour">)"
      R"(<timerEventDefinition><timeDuration>PT1H</timeDuration></timerEventDefinition>)"
      R"(</intermediateCatchEvent>)"
      R"(<sequenceFlow id="f2" sourceRef="all" targetRef="paid"/>)"
      R"(<receiveTask id="paid" messageRef="m"/>)"
      R"(<sequenceFlow id="f3" sourceRef="all" targetRef="go"/><intermediateCatchEvent id="go">)"
      R"(<signalEventDefinition signalRef="g"/></intermediateCatchEvent>)"
      R"(<sequenceFlow id="f4" sourceRef="all" targetRef="mail"/>)"
      R"(<serviceTask id="mail" camunda:type="external" camunda:topic="mail")"
      R"( xmlns:camunda="http://camunda.org/schema/1.0/bpmn"/>)",
      R"(<message id="m" name="paid"/><signal id="g" name="go"/>)");
}

class Damage : public testing::Test {
 protected:
  void SetUp() override {
    const auto engine = Engine::open(store_, clock_).value();
    ASSERT_TRUE(engine->deploy({waits_for_everything()}));
    for (InstanceKey* key : {&damaged_, &sound_}) {
      Start request;
      request.process = "p";
      request.business_key = "A";
      *key = engine->execute(request).value().instances.at(0);
    }
    spoilt_.damaged = damaged_;
    engine_ = Engine::open(spoilt_, clock_).value();
  }

  memory::MemoryStore store_;
  DamagedStore spoilt_{store_};
  ManualClock clock_;
  std::unique_ptr<Engine> engine_;
  InstanceKey damaged_;
  InstanceKey sound_;
};

TEST_F(Damage, StopsNoTimersOfOthers) {
  const calendar::Instant later{clock_.now().milliseconds + 3'600'000};
  clock_.set(later);
  const auto fired = engine_->fire_timers(later);
  ASSERT_TRUE(fired.has_value()) << fired.error().message.english;
  EXPECT_EQ(*fired, (std::vector<FiredTimer>{{sound_, "hour", later}}));
  EXPECT_EQ(engine_->damaged_instances(), std::vector{damaged_});
  // What is due stays due.
  spoilt_.damaged = {};
  EXPECT_EQ(engine_->fire_timers(later).value(),
            (std::vector<FiredTimer>{{damaged_, "hour", later}}));
}

TEST_F(Damage, KeepsNoSignalFromOthers) {
  EXPECT_EQ(engine_->execute(Signal{"go", {}}).value().instances, std::vector{sound_});
}

TEST_F(Damage, KeepsNoMessageFromOthers) {
  Correlate by_name{.message = "paid", .all = true};
  EXPECT_EQ(engine_->correlate(by_name).value(), std::vector{sound_});
}

TEST_F(Damage, LeavesTheOneReceiverOfABusinessKey) {
  Correlate by_key{.message = "paid"};
  by_key.business_key = "A";
  EXPECT_EQ(engine_->correlate(by_key).value(), std::vector{sound_});
}

TEST_F(Damage, HidesNobodyElseFromLists) {
  EXPECT_EQ(engine_->instances().value().size(), 1U);
  EXPECT_EQ(engine_->waiting().value().size(), 3U);
  EXPECT_FALSE(engine_->waiting(damaged_).has_value());
}

TEST_F(Damage, KeepsNoJobFromWorkers) {
  const auto jobs = engine_->activate_jobs({.types = {"mail"}, .worker = "w", .limit = 10});
  ASSERT_TRUE(jobs.has_value());
  ASSERT_EQ(jobs->size(), 1U);
  EXPECT_EQ(jobs->front().key.instance, sound_);
}

TEST_F(Damage, IsToldToWhoeverAsksForIt) {
  const auto refused = engine_->execute(SetVariables{.instance = damaged_});
  ASSERT_FALSE(refused.has_value());
  EXPECT_EQ(refused.error().code, ErrorCode::Damaged);
}

// A called process whose caller is damaged has ended: that is to be told to the caller.
class DamageOfACaller : public testing::Test {
 protected:
  void SetUp() override {
    {
      const auto engine = Engine::open(store_, clock_).value();
      Document called = one_task();
      called.text.replace(called.text.find("id=\"p\""), 6, "id=\"q\"");
      called.name = "q.bpmn";
      ASSERT_TRUE(engine->deploy(
          {called,
           document(R"(<startEvent id="s"/><sequenceFlow id="f1" sourceRef="s" targetRef="c"/>)"
                    R"(<callActivity id="c" calledElement="q"/>)")}));
      const auto started = engine->start({.process = "p"});
      ASSERT_TRUE(started.has_value()) << started.error().message.english;
      spoilt_.damaged = *started;
    }
    engine_ = Engine::open(spoilt_, clock_).value();
    const auto tasks = engine_->tasks().value().tasks;
    ASSERT_EQ(tasks.size(), 1U);
    ASSERT_TRUE(engine_->complete_task(tasks[0].key));
  }
  void look_every(std::int64_t step_ms, std::int64_t time_ms) {
    for (std::int64_t passed = 0; passed < time_ms; passed += step_ms) {
      clock_.set({clock_.now().milliseconds + step_ms});
      ASSERT_TRUE(engine_->fire_timers(clock_.now()).has_value());
      engine_->flush();
    }
  }
  std::size_t effects() { return store_.cells("effect/", "", 10).value().size(); }

  memory::MemoryStore store_;
  DamagedStore spoilt_{store_};
  ManualClock clock_;
  std::unique_ptr<Engine> engine_;
};

constexpr std::int64_t kLookMs = 11'000;
constexpr std::int64_t kDayMs = 86'400'000;

TEST_F(DamageOfACaller, DoesNotLoseTheEndOfTheCalled) {
  EXPECT_EQ(effects(), 1U);
  spoilt_.damaged = {};
  look_every(kLookMs, 3 * kLookMs);
  EXPECT_TRUE(engine_->instances({.ended = false}).value().empty());
  EXPECT_EQ(effects(), 0U);
}

TEST_F(DamageOfACaller, WritesNothingWhileItLastsAndLooksEverMoreSeldom) {
  spoilt_.commits = spoilt_.looks = 0;
  look_every(kLookMs, kDayMs);
  EXPECT_EQ(spoilt_.commits, 0U);
  EXPECT_EQ(effects(), 1U);
  EXPECT_GT(spoilt_.looks, 20U);
  EXPECT_LT(spoilt_.looks, 40U) << "once an hour, in the end";
  spoilt_.damaged = {};
  look_every(kLookMs, 3'700'000);
  EXPECT_TRUE(engine_->instances({.ended = false}).value().empty());
  EXPECT_EQ(effects(), 0U);
}

// What rests until an instant that a clock has given which was ahead does not rest that long.
TEST_F(DamageOfACaller, RestsNoLongerWhereTheClockIsSetBack) {
  clock_.set({clock_.now().milliseconds + 3'650 * kDayMs});
  look_every(kLookMs, kDayMs);
  spoilt_.damaged = {};
  clock_.set({clock_.now().milliseconds - 3'650 * kDayMs});
  look_every(kLookMs, 3 * kLookMs);
  EXPECT_EQ(effects(), 0U);
}

// The document of one of two processes that begin every hour is damaged.
class DamageOfADocument : public testing::Test {
 protected:
  static Document hourly(const std::string& id, const std::string& more = {}) {
    Document hourly = document(
        R"(<startEvent id="s"><timerEventDefinition><timeCycle>R/PT1H</timeCycle>)"
        R"(</timerEventDefinition></startEvent><sequenceFlow id="f" sourceRef="s" targetRef="t"/>)"
        R"(<userTask id="t"/><startEvent id="on"><signalEventDefinition signalRef="g"/></startEvent>)"
        R"(<sequenceFlow id="f2" sourceRef="on" targetRef="t"/>)" +
            more,
        R"(<signal id="g" name="go"/>)");
    hourly.text.replace(hourly.text.find("id=\"p\""), 6, "id=\"" + id + "\"");
    hourly.name = id + ".bpmn";
    return hourly;
  }
  void SetUp() override {
    const auto engine = Engine::open(store_, clock_).value();
    ASSERT_TRUE(engine->deploy({hourly("p")}));
    document_ = store_.cells("document/", "", 10).value().at(0);
    ASSERT_TRUE(engine->deploy({hourly("q")}));
    put({document_.name, document_.content + " "});
    engine_ = Engine::open(store_, clock_).value();
  }
  void put(const Cell& cell) {
    Batch batch;
    batch.cells.push_back(cell);
    ASSERT_TRUE(store_.commit(batch).value().durable());
  }
  std::vector<std::string> fire_in(std::int64_t milliseconds) {
    clock_.set({clock_.now().milliseconds + milliseconds});
    const auto fired = engine_->fire_timers(clock_.now());
    EXPECT_TRUE(fired.has_value()) << fired.error().message.english;
    std::vector<std::string> processes;
    for (const FiredTimer& timer : *fired)
      processes.push_back(engine_->instance(timer.instance).value().process);
    return processes;
  }

  memory::MemoryStore store_;
  ManualClock clock_;
  std::unique_ptr<Engine> engine_;
  Cell document_;
};
constexpr std::int64_t kHourMs = 3'600'000;

TEST_F(DamageOfADocument, StopsNoStartTimersOfOthersAndIsNamed) {
  EXPECT_EQ(fire_in(kHourMs), std::vector<std::string>{"q"});
  const auto owed = engine_->owed_starts().value();
  ASSERT_EQ(owed.size(), 1U);
  EXPECT_EQ(owed[0].process, "p");
  EXPECT_EQ(owed[0].trigger, "timer");
  EXPECT_EQ(owed[0].message.english, "the stored value '" + document_.name + "' is damaged");
  EXPECT_TRUE(fire_in(1).empty());
  put(document_);
  EXPECT_EQ(fire_in(60'000), std::vector<std::string>{"p"});
  EXPECT_TRUE(engine_->owed_starts().value().empty());
  EXPECT_TRUE(check_store(store_).value().empty());
}

TEST_F(DamageOfADocument, IsMendedByTheNextVersion) {
  EXPECT_EQ(fire_in(kHourMs), std::vector<std::string>{"q"});
  ASSERT_TRUE(engine_->deploy({hourly("p", R"(<userTask id="more"/>)")}));
  EXPECT_EQ(fire_in(0), std::vector<std::string>{"p"}) << "the owed one, at once";
}

TEST_F(DamageOfADocument, KeepsNoSignalFromOthers) {
  const auto reached = engine_->execute(Signal{"go", {}});
  ASSERT_TRUE(reached.has_value()) << reached.error().message.english;
  ASSERT_EQ(reached->instances.size(), 1U);
  EXPECT_EQ(engine_->instance(reached->instances[0]).value().process, "q");
  const auto owed = engine_->owed_starts().value();
  ASSERT_EQ(owed.size(), 1U);
  EXPECT_EQ(owed[0].trigger, "signal");
  EXPECT_EQ(owed[0].name, "go");
  put(document_);
  EXPECT_EQ(fire_in(60'000), std::vector<std::string>{"p"});
}

}  // namespace
}  // namespace umlauf::service::test
