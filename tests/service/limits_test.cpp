// Every bound of the service is reached, and what happens there is what its comment promises.
#include <gtest/gtest.h>

#include <atomic>
#include <condition_variable>
#include <mutex>
#include <thread>

#include "adapters/memory/memory_store.hpp"
#include "tests/service/support.hpp"

namespace umlauf::service::test {
namespace {

using memory::MemoryStore;

std::size_t findings(Store& store) {
  const auto found = check_store(store);
  EXPECT_TRUE(found.has_value());
  if (!found) return 1;
  for (const Finding& finding : *found) ADD_FAILURE() << finding.message.english;
  return found->size();
}

TEST(EngineLimits, ACommandThatRunsInCirclesIsRefusedAndLeavesNothing) {
  MemoryStore store;
  ManualClock clock;
  const auto engine = Engine::open(store, clock, {.transitions_max = 50}).value();
  ASSERT_TRUE(
      engine->deploy({document(R"(<startEvent id="s"/><exclusiveGateway id="x"/><endEvent id="e"/>)"
                               R"(<sequenceFlow id="f1" sourceRef="s" targetRef="x"/>)"
                               R"(<sequenceFlow id="f2" sourceRef="x" targetRef="x">)"
                               R"(<conditionExpression>true</conditionExpression></sequenceFlow>)"
                               R"(<sequenceFlow id="f3" sourceRef="x" targetRef="e"/>)")}));
  const auto started = engine->start({.process = "p"});
  ASSERT_FALSE(started.has_value());
  EXPECT_EQ(started.error().code, ErrorCode::Limit);
  EXPECT_TRUE(engine->instances().value().empty());
  EXPECT_EQ(findings(store), 0U);
}

// The news that the called process had ended was lost, and the call waited for ever.
TEST(EngineLimits, CirclesBehindACallAreAnIncidentOfTheCall) {
  MemoryStore store;
  ManualClock clock;
  const auto engine = Engine::open(store, clock, {.transitions_max = 50}).value();
  ASSERT_TRUE(
      engine->deploy({document(R"(<startEvent id="s"/><callActivity id="c" calledElement="g"/>)"
                               R"(<exclusiveGateway id="x"/><endEvent id="e"/>)"
                               R"(<sequenceFlow id="f1" sourceRef="s" targetRef="c"/>)"
                               R"(<sequenceFlow id="f2" sourceRef="c" targetRef="x"/>)"
                               R"(<sequenceFlow id="f3" sourceRef="x" targetRef="x">)"
                               R"(<conditionExpression>true</conditionExpression></sequenceFlow>)"
                               R"(<sequenceFlow id="f4" sourceRef="x" targetRef="e"/>)",
                               R"(<globalUserTask id="g"/>)")}));
  ASSERT_TRUE(engine->start({.process = "p"}));
  const auto tasks = engine->tasks().value().tasks;
  ASSERT_EQ(tasks.size(), 1U);
  ASSERT_TRUE(engine->execute(CompleteTask{tasks[0].key, {}}));
  const auto incidents = engine->incidents().value();
  ASSERT_EQ(incidents.size(), 1U);
  EXPECT_EQ(incidents[0].element, "c");
  EXPECT_EQ(incidents[0].message.english, "one command caused more than 50 transitions");
  EXPECT_EQ(findings(store), 0U);
}

TEST(EngineLimits, ProcessesThatCallThemselvesEndInAnIncident) {
  MemoryStore store;
  ManualClock clock;
  const auto engine = Engine::open(store, clock, {.call_depth_max = 7}).value();
  ASSERT_TRUE(engine->deploy(
      {document(R"(<startEvent id="s"/><sequenceFlow id="f1" sourceRef="s" targetRef="c"/>)"
                R"(<callActivity id="c" calledElement="p"/>)"
                R"(<sequenceFlow id="f2" sourceRef="c" targetRef="e"/><endEvent id="e"/>)")}));
  ASSERT_TRUE(engine->start({.process = "p"}));
  EXPECT_EQ(engine->instances().value().size(), 8U) << "the first and seven within one another";
  const auto incidents = engine->incidents().value();
  ASSERT_EQ(incidents.size(), 1U);
  EXPECT_EQ(incidents[0].message.english, "processes call one another more than 7 deep");
  EXPECT_EQ(findings(store), 0U);
}

// Claims that the journals have as many rows as they may have.
class FullStore final : public StoreDecorator {
 public:
  using StoreDecorator::StoreDecorator;
  Result<std::optional<StoredInstance>> load(InstanceKey instance) override {
    auto loaded = StoreDecorator::load(instance);
    if (loaded && *loaded) (*loaded)->row.revision = kJournalRowsMax;
    return loaded;
  }
};

TEST(EngineLimits, AJournalThatIsFullTakesNoMore) {
  MemoryStore store;
  ManualClock clock;
  InstanceKey key;
  {
    const auto engine = Engine::open(store, clock).value();
    ASSERT_TRUE(engine->deploy({one_task()}));
    key = engine->start({.process = "p"}).value();
  }
  FullStore full(store);
  const auto engine = Engine::open(full, clock).value();
  const auto refused = engine->execute(SetVariables{.instance = key});
  ASSERT_FALSE(refused.has_value());
  EXPECT_EQ(refused.error().code, ErrorCode::Limit);
  EXPECT_TRUE(engine->start({.process = "p"})) << "others go on";
}

// What does not fit into one request is written down with it and done by the next leader.
TEST(EngineLimits, ASignalReachesEverybodyInTurns) {
  MemoryStore store;
  ManualClock clock;
  const auto engine = Engine::open(store, clock, {.receivers_max = 4}).value();
  ASSERT_TRUE(engine->deploy(
      {document(R"(<startEvent id="s"/><sequenceFlow id="f1" sourceRef="s" targetRef="w"/>)"
                R"(<intermediateCatchEvent id="w"><signalEventDefinition signalRef="g"/>)"
                R"(</intermediateCatchEvent><sequenceFlow id="f2" sourceRef="w" targetRef="e"/>)"
                R"(<endEvent id="e"/>)",
                R"(<signal id="g" name="go"/>)")}));
  for (int i = 0; i < 30; ++i) ASSERT_TRUE(engine->start({.process = "p"}));
  const auto answer = engine->execute(Signal{.name = "go"});
  ASSERT_TRUE(answer.has_value());
  EXPECT_EQ(answer->instances.size(), 4U) << "reached by the request itself";
  EXPECT_TRUE(engine->instances({.ended = false}).value().empty()) << "the others right after";
  EXPECT_TRUE(store.cells("effect/", "", 10).value().empty());
  EXPECT_EQ(findings(store), 0U);
}

// Holds the commits back until the gate is opened, so that requests gather meanwhile.
class GatedStore final : public StoreDecorator {
 public:
  using StoreDecorator::StoreDecorator;

  Result<Committed> commit(const Batch& batch) override {
    std::unique_lock lock(mutex_);
    ++commits_;
    changed_.notify_all();
    changed_.wait(lock, [this] { return open_; });
    return StoreDecorator::commit(batch);
  }
  void close() {
    const std::lock_guard lock(mutex_);
    open_ = false;
    commits_ = 0;
  }
  void await_commit() {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [this] { return commits_ > 0; });
  }
  void open() {
    const std::lock_guard lock(mutex_);
    open_ = true;
    changed_.notify_all();
  }
  int commits() {
    const std::lock_guard lock(mutex_);
    return commits_;
  }

 private:
  std::mutex mutex_;
  std::condition_variable changed_;
  bool open_ = true;
  int commits_ = 0;
};

TEST(EngineLimits, WhoComesToAFullQueueIsSentAwayAndTheOthersAreGrouped) {
  MemoryStore memory;
  GatedStore store(memory);
  ManualClock clock;
  const auto engine = Engine::open(store, clock, {.queue_max = 10, .group_max = 4}).value();
  ASSERT_TRUE(engine->deploy({one_task()}));
  ASSERT_TRUE(engine->start({.process = "p"})) << "the numbers for what follows are reserved";

  store.close();
  std::thread leader([&] { EXPECT_TRUE(engine->start({.process = "p"})); });
  store.await_commit();
  std::atomic<int> started = 0;
  for (int i = 0; i < 10; ++i)
    engine->submit(Start{.process = "p"}, {}, [&](const Result<Answer>& answer) {
      if (answer) ++started;
    });
  ErrorCode refused = ErrorCode::Internal;
  engine->submit(Start{.process = "p"}, {},
                 [&](const Result<Answer>& answer) { refused = answer.error().code; });
  EXPECT_EQ(refused, ErrorCode::Overload);
  const auto waiting = engine->execute(Start{.process = "p"});
  EXPECT_EQ(waiting.error().code, ErrorCode::Overload);
  EXPECT_EQ(started, 0) << "nobody is answered before it is durable";

  store.open();
  leader.join();
  EXPECT_EQ(started, 10);
  EXPECT_EQ(store.commits(), 1 + 3) << "ten requests in groups of four at most";
  EXPECT_EQ(engine->instances().value().size(), 12U);
  EXPECT_EQ(findings(store), 0U);
}

TEST(EngineLimits, InstancesThatDoNotFitIntoTheCacheAreReadAgain) {
  MemoryStore store;
  ManualClock clock;
  const auto engine =
      Engine::open(store, clock, {.cache_bytes_max = 0, .hot_instances_max = 1}).value();
  ASSERT_TRUE(engine->deploy({one_task()}));
  for (int i = 0; i < 5; ++i) ASSERT_TRUE(engine->start({.process = "p"}));
  for (const TaskView& task : engine->tasks().value().tasks)
    EXPECT_TRUE(engine->complete_task(task.key));
  EXPECT_TRUE(engine->instances({.ended = false}).value().empty());
  EXPECT_EQ(findings(store), 0U);
}

}  // namespace
}  // namespace umlauf::service::test
