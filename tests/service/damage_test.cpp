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
    return loaded;
  }
  InstanceKey damaged;
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

// The end of a called process is kept until its caller can be read again.
TEST(DamageOfACaller, DoesNotLoseTheEndOfTheCalled) {
  memory::MemoryStore store;
  ManualClock clock;
  DamagedStore spoilt(store);
  InstanceKey caller;
  {
    const auto engine = Engine::open(store, clock).value();
    Document called = one_task();
    called.text.replace(called.text.find("id=\"p\""), 6, "id=\"q\"");
    called.name = "q.bpmn";
    ASSERT_TRUE(engine->deploy(
        {called,
         document(R"(<startEvent id="s"/><sequenceFlow id="f1" sourceRef="s" targetRef="c"/>)"
                  R"(<callActivity id="c" calledElement="q"/>)")}));
    const auto started = engine->start({.process = "p"});
    ASSERT_TRUE(started.has_value()) << started.error().message.english;
    caller = *started;
  }
  spoilt.damaged = caller;
  const auto engine = Engine::open(spoilt, clock).value();
  const auto tasks = engine->tasks().value().tasks;
  ASSERT_EQ(tasks.size(), 1U);
  ASSERT_TRUE(engine->complete_task(tasks[0].key));
  EXPECT_EQ(store.cells("effect/", "", 10).value().size(), 1U);

  spoilt.damaged = {};
  for (int look = 0; look < 3; ++look) {
    clock.set({clock.now().milliseconds + 11'000});
    ASSERT_TRUE(engine->fire_timers(clock.now()).has_value());
    engine->flush();
  }
  EXPECT_TRUE(engine->instances({.ended = false}).value().empty());
  EXPECT_TRUE(store.cells("effect/", "", 10).value().empty());
}

}  // namespace
}  // namespace umlauf::service::test
