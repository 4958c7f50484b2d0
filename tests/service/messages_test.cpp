// Who gets a message: so many at a time, and without reading those who do not wait for it.
#include <gtest/gtest.h>

#include "adapters/memory/memory_store.hpp"
#include "tests/service/support.hpp"

namespace umlauf::service::test {
namespace {

using memory::MemoryStore;

void expect_sound(Store& store) {
  const auto found = check_store(store);
  ASSERT_TRUE(found.has_value());
  for (const Finding& finding : *found) ADD_FAILURE() << finding.message.english;
}

std::size_t live(Engine& engine) { return engine.instances({.ended = false}).value().size(); }

// s -> w (waits for "paid") -> e
Document waits() {
  return document(R"(<startEvent id="s"/><sequenceFlow id="f1" sourceRef="s" targetRef="w"/>)"
                  R"(<receiveTask id="w" messageRef="m"/>)"
                  R"(<sequenceFlow id="f2" sourceRef="w" targetRef="e"/><endEvent id="e"/>)",
                  R"(<message id="m" name="paid"/>)");
}

Start start_with(std::int64_t order, const std::string& business_key = {}) {
  Start request;
  request.process = "p";
  request.business_key = business_key;
  request.variables.put("order", order);
  return request;
}

struct Way {
  const char* name;
  Correlate message;
  std::size_t at_once;
  std::size_t left;
};

// What does not fit into one request is written down with it and done by the next leader.
TEST(Messages, OneToAllReachesEverybodyInTurns) {
  Correlate by_name{.message = "paid", .all = true};
  Correlate by_key = by_name;
  by_key.keys.put("order", 1);
  Correlate by_business_key = by_name;
  by_business_key.business_key = "A";
  Correlate by_both = by_business_key;
  by_both.keys.put("order", 1);
  for (const Way& way :
       {Way{"name", by_name, 4, 0}, Way{"key", by_key, 4, 15},
        Way{"business key", by_business_key, 4, 20}, Way{"both", by_both, 4, 25}}) {
    SCOPED_TRACE(way.name);
    MemoryStore store;
    ManualClock clock;
    const auto engine = Engine::open(store, clock, {.receivers_max = 4}).value();
    ASSERT_TRUE(engine->deploy({waits()}));
    for (int i = 0; i < 30; ++i) ASSERT_TRUE(engine->start(start_with(i % 2, i % 3 ? "B" : "A")));
    const auto answer = engine->execute(way.message);
    ASSERT_TRUE(answer.has_value());
    EXPECT_EQ(answer->instances.size(), way.at_once) << "reached by the request itself";
    EXPECT_EQ(live(*engine), way.left) << "the others right after";
    EXPECT_TRUE(store.cells("effect/", "", 10).value().empty());
    expect_sound(store);
  }
}

// The rest of the message outlives the engine that got it.
TEST(Messages, WhatIsLeftOfOneToAllSurvivesARestart) {
  MemoryStore store;
  ManualClock clock;
  class StopsAfterOne final : public StoreDecorator {
   public:
    using StoreDecorator::StoreDecorator;
    Result<Committed> commit(const Batch& batch) override {
      if (armed && commits++ > 0)
        return error(ErrorCode::Storage, "the store has gone", "der Speicher ist weg");
      return StoreDecorator::commit(batch);
    }
    bool armed = false;
    int commits = 0;
  } stops(store);
  {
    const auto engine = Engine::open(stops, clock, {.receivers_max = 4}).value();
    ASSERT_TRUE(engine->deploy({waits()}));
    for (int i = 0; i < 30; ++i) ASSERT_TRUE(engine->start(start_with(i % 2)));
    stops.armed = true;
    Correlate message{.message = "paid", .all = true};
    message.keys.put("order", 1);
    ASSERT_TRUE(engine->execute(message));
    EXPECT_EQ(live(*engine), 26U);
  }
  const auto engine = Engine::open(store, clock, {.receivers_max = 4}).value();
  EXPECT_EQ(live(*engine), 15U);
  EXPECT_TRUE(store.cells("effect/", "", 10).value().empty());
  expect_sound(store);
}

TEST(Messages, WhoWaitsForItAgainGetsItOnce) {
  MemoryStore store;
  ManualClock clock;
  const auto engine = Engine::open(store, clock, {.receivers_max = 100}).value();
  ASSERT_TRUE(engine->deploy(
      {document(R"(<startEvent id="s"/><sequenceFlow id="f1" sourceRef="s" targetRef="x"/>)"
                R"(<exclusiveGateway id="x"/><sequenceFlow id="f2" sourceRef="x" targetRef="w"/>)"
                R"(<receiveTask id="w" messageRef="m"/>)"
                R"(<sequenceFlow id="f3" sourceRef="w" targetRef="x"/>)",
                R"(<message id="m" name="paid"/>)")}));
  for (int i = 0; i < 600; ++i) ASSERT_TRUE(engine->start({.process = "p"}));
  const auto answer = engine->execute(Correlate{.message = "paid", .all = true});
  ASSERT_TRUE(answer.has_value());
  engine->flush();
  const auto history = engine->history().value();
  EXPECT_EQ(history.flows.at("f3"), 600U);
  expect_sound(store);
}

class CountingStore final : public StoreDecorator {
 public:
  using StoreDecorator::StoreDecorator;
  Result<std::optional<StoredInstance>> load(InstanceKey instance) override {
    ++loads;
    return StoreDecorator::load(instance);
  }
  std::size_t loads = 0;
};

// Two pools; `sends` throws along a message flow, or by name alone.
Document pools(bool with_flow) {
  std::string text =
      R"(<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" targetNamespace="t")"
      R"( expressionLanguage="https://www.omg.org/spec/DMN/20191111/FEEL/">)"
      R"(<message id="m" name="paid"/><collaboration id="c"><participant id="a" processRef="p"/>)"
      R"(<participant id="b" processRef="sends"/>)";
  if (with_flow) text += R"(<messageFlow id="flow" sourceRef="throws" targetRef="w"/>)";
  text +=
      R"(</collaboration><process id="p" isExecutable="true"><startEvent id="s"/>)"
      R"(<sequenceFlow id="f1" sourceRef="s" targetRef="t"/><userTask id="t"/>)"
      R"(<sequenceFlow id="f2" sourceRef="t" targetRef="w"/><receiveTask id="w" messageRef="m"/>)"
      R"(</process><process id="sends" isExecutable="true"><startEvent id="s2"/>)"
      R"(<sequenceFlow id="f3" sourceRef="s2" targetRef="throws"/>)"
      R"(<intermediateThrowEvent id="throws"><messageEventDefinition messageRef="m"/>)"
      R"(</intermediateThrowEvent></process></definitions>)";
  return {"pools.bpmn", std::move(text)};
}

// Of 300 live instances two wait: nobody else is read, and of those who wait only the receiver.
TEST(Messages, AThrownOneReadsOnlyItsReceiver) {
  for (const bool with_flow : {true, false}) {
    SCOPED_TRACE(with_flow ? "along a flow" : "by name");
    MemoryStore store;
    ManualClock clock;
    InstanceKey receiver;
    {
      const auto engine = Engine::open(store, clock).value();
      ASSERT_TRUE(engine->deploy({pools(with_flow)}));
      for (int i = 0; i < 300; ++i) ASSERT_TRUE(engine->start({.process = "p"}));
      TaskQuery all;
      all.limit = 1'000;
      const auto tasks = engine->tasks(all).value().tasks;
      ASSERT_EQ(tasks.size(), 300U);
      receiver = tasks[100].key.instance;
      ASSERT_TRUE(engine->complete_task(tasks[100].key));
      ASSERT_TRUE(engine->complete_task(tasks[200].key));
    }
    CountingStore counting(store);
    const auto engine = Engine::open(counting, clock).value();
    counting.loads = 0;
    ASSERT_TRUE(engine->start({.process = "sends"}));
    EXPECT_EQ(engine->instance(receiver).value().state, InstanceState::Completed);
    EXPECT_EQ(live(*engine), 299U);
    counting.loads = 0;
    ASSERT_TRUE(engine->start({.process = "sends"}));
    EXPECT_LE(counting.loads, 2U);
    EXPECT_EQ(live(*engine), 298U);
    expect_sound(store);
  }
}

// A receive task without a message of its own is in no list: the case leads there.
Document untyped_pools() {
  Document untyped = pools(true);
  const std::string typed = R"(<receiveTask id="w" messageRef="m"/>)";
  untyped.text.replace(untyped.text.find(typed), typed.size(), R"(<receiveTask id="w"/>)");
  return untyped;
}

TEST(Messages, AlongAFlowToAWaitWithoutAMessageTheCaseLeads) {
  MemoryStore store;
  ManualClock clock;
  InstanceKey receiver;
  {
    const auto engine = Engine::open(store, clock).value();
    ASSERT_TRUE(engine->deploy({untyped_pools()}));
    for (int i = 0; i < 30; ++i)
      ASSERT_TRUE(engine->start({.process = "p", .business_key = "K" + std::to_string(i)}));
    for (const auto& task : engine->tasks({}).value().tasks) {
      ASSERT_TRUE(engine->complete_task(task.key));
      if (engine->instance(task.key.instance).value().business_key == "K20")
        receiver = task.key.instance;
    }
  }
  ASSERT_TRUE(receiver.valid());
  CountingStore counting(store);
  const auto engine = Engine::open(counting, clock).value();
  counting.loads = 0;
  ASSERT_TRUE(engine->start({.process = "sends", .business_key = "K20"}));
  EXPECT_LE(counting.loads, 2U);
  EXPECT_EQ(engine->instance(receiver).value().state, InstanceState::Completed);
  expect_sound(store);
}

// Without a case to go by, so many are looked through, the oldest first.
TEST(Messages, AlongAFlowToAWaitWithoutAMessageABoundHolds) {
  for (const std::uint32_t most : {10U, 31U}) {
    MemoryStore store;
    ManualClock clock;
    const auto engine = Engine::open(store, clock, {.looked_through_max = most}).value();
    ASSERT_TRUE(engine->deploy({untyped_pools()}));
    for (int i = 0; i < 31; ++i) ASSERT_TRUE(engine->start({.process = "p"}));
    ASSERT_TRUE(engine->complete_task(engine->tasks({}).value().tasks.back().key));
    ASSERT_TRUE(engine->start({.process = "sends"}));
    EXPECT_EQ(live(*engine), most == 10U ? 31U : 30U) << most;
    expect_sound(store);
  }
}

// Who waits for another key is not read either.
TEST(Messages, AKeyThatNobodyHasReadsNobody) {
  MemoryStore store;
  ManualClock clock;
  {
    const auto engine = Engine::open(store, clock).value();
    std::string text =
        R"(<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" targetNamespace="t")"
        R"( xmlns:zeebe="http://camunda.org/schema/zeebe/1.0"><message id="m" name="paid">)"
        R"(<extensionElements><zeebe:subscription correlationKey="=order"/></extensionElements>)"
        R"(</message><process id="p" isExecutable="true"><startEvent id="s"/>)"
        R"(<sequenceFlow id="f1" sourceRef="s" targetRef="w"/><receiveTask id="w" messageRef="m"/>)"
        R"(</process></definitions>)";
    ASSERT_TRUE(engine->deploy({{"p.bpmn", std::move(text)}}));
    for (int i = 0; i < 300; ++i) ASSERT_TRUE(engine->start(start_with(i)));
  }
  CountingStore counting(store);
  const auto engine = Engine::open(counting, clock).value();
  counting.loads = 0;
  Correlate message{.message = "paid"};
  message.keys.put("correlationKey", 1'000);
  const auto nobody = engine->execute(message);
  ASSERT_FALSE(nobody.has_value());
  EXPECT_EQ(nobody.error().code, ErrorCode::State);
  EXPECT_EQ(counting.loads, 0U);
  message.keys.put("correlationKey", 250);
  EXPECT_TRUE(engine->execute(message));
  EXPECT_EQ(counting.loads, 1U);
}

}  // namespace
}  // namespace umlauf::service::test
