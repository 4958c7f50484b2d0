// Single faults of a store beneath the engine, each at the place where it once did harm.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "adapters/memory/memory_store.hpp"
#include "engine/service/engine.hpp"
#include "tests/contract/faulty_store.hpp"
#include "tests/faults/office.hpp"

namespace umlauf::tests {
namespace {

using testing::IsEmpty;
using Fault = FaultyStore::Fault;

constexpr const char* kModel =
    R"(<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" )"
    R"(xmlns:camunda="http://camunda.org/schema/1.0/bpmn" targetNamespace="urn:fault">)"
    R"(<process id="later" isExecutable="true"><startEvent id="s"/>)"
    R"(<userTask id="t" camunda:asyncBefore="true"/><endEvent id="e"/>)"
    R"(<sequenceFlow id="f1" sourceRef="s" targetRef="t"/>)"
    R"(<sequenceFlow id="f2" sourceRef="t" targetRef="e"/></process>)"
    R"(<process id="caller" isExecutable="true"><startEvent id="cs"/>)"
    R"(<callActivity id="c" calledElement="called"/><userTask id="ct"/><endEvent id="ce"/>)"
    R"(<sequenceFlow id="cf1" sourceRef="cs" targetRef="c"/>)"
    R"(<sequenceFlow id="cf2" sourceRef="c" targetRef="ct"/>)"
    R"(<sequenceFlow id="cf3" sourceRef="ct" targetRef="ce"/></process>)"
    R"(<process id="called" isExecutable="true"><startEvent id="ds"/><userTask id="dt"/>)"
    R"(<endEvent id="de"/><sequenceFlow id="df1" sourceRef="ds" targetRef="dt"/>)"
    R"(<sequenceFlow id="df2" sourceRef="dt" targetRef="de"/></process></definitions>)";

class EngineFault : public testing::Test {
 protected:
  EngineFault() { open({}); }
  void open(const service::EngineOptions& options) {
    engine_ = service::Engine::open(faulty_, clock_, options).value();
    EXPECT_TRUE(engine_->deploy({{"fault.bpmn", kModel}}).has_value());
  }
  std::vector<std::string> tasks() {
    std::vector<std::string> elements;
    for (const service::TaskView& task : engine_->tasks().value().tasks)
      elements.push_back(task.element);
    return elements;
  }
  std::vector<service::InstanceView> live(const std::string& process) {
    service::InstanceQuery query;
    query.process = process;
    query.ended = false;
    return engine_->instances(query).value();
  }
  bool is_sound() { return service::check_store(store_).value().empty(); }

  memory::MemoryStore store_;
  FaultyStore faulty_{store_};
  service::ManualClock clock_;
  std::unique_ptr<service::Engine> engine_;
};

// The commit is reported as failed, but it is durable: nobody but the engine goes on behind the
// asynchronous point.
TEST_F(EngineFault, AsynchronousPointsOfACommitInDoubtAreFoundAgain) {
  faulty_.fail_commit(1, Fault::FailAfter);
  const auto start = engine_->start(start_of("later"));
  ASSERT_FALSE(start.has_value());
  EXPECT_EQ(start.error().code, ErrorCode::Storage);
  EXPECT_TRUE(engine_->fire_timers(clock_.now()).has_value());
  EXPECT_THAT(tasks(), testing::ElementsAre("t"));
}

TEST_F(EngineFault, AsynchronousPointsPassedWhileSuspendedGoOnAfterwards) {
  // Another engine on the same store suspends the instance before the first one can go on with it.
  const auto other = service::Engine::open(store_, clock_).value();
  faulty_.fail_commit(1, Fault::FailAfter);
  ASSERT_FALSE(engine_->start(start_of("later")).has_value());
  const auto key = engine_->instances().value().at(0).key;
  ASSERT_TRUE(other->execute(service::SuspendInstance{key}).has_value());
  EXPECT_TRUE(engine_->fire_timers(clock_.now()).has_value());
  EXPECT_THAT(tasks(), IsEmpty());
  ASSERT_TRUE(other->execute(service::ResumeInstance{key}).has_value());
  EXPECT_THAT(tasks(), testing::ElementsAre("t"));
}

// Whichever read fails while the called process ends: its caller is told, or nothing has happened.
TEST_F(EngineFault, ACallerThatCannotBeReadIsNotForgotten) {
  for (std::uint64_t read = 1; read <= 30; ++read) {
    SCOPED_TRACE("read " + std::to_string(read));
    const auto key = engine_->start(start_of("caller")).value();
    service::TaskQuery mine;
    mine.process = "called";
    const auto task = engine_->tasks(mine).value().tasks.at(0).key;
    // Nothing is in memory any more.
    engine_ = service::Engine::open(faulty_, clock_).value();
    faulty_.fail_read(read);
    const auto done = engine_->complete_task(task);
    faulty_.fail_read(0);
    if (!done) {
      EXPECT_EQ(done.error().code, ErrorCode::Storage);
      ASSERT_TRUE(engine_->complete_task(task).has_value()) << "it was refused, so it is open";
    }
    service::TaskQuery of_caller;
    of_caller.instance = key;
    ASSERT_EQ(engine_->tasks(of_caller).value().tasks.size(), 1U);
    EXPECT_TRUE(is_sound());
    EXPECT_THAT(engine_->incidents().value(), IsEmpty());
    ASSERT_TRUE(engine_->execute(service::CancelInstance{key, ""}).has_value());
  }
}

// Whichever read fails: what is begun gets a number of its own or is not begun.
TEST_F(EngineFault, WithoutNumbersNothingIsStarted) {
  service::EngineOptions options;
  options.receivers_max = 1;  // called processes are started by the engine's own work
  for (std::uint64_t read = 1; read <= 30; ++read) {
    SCOPED_TRACE("read " + std::to_string(read));
    open(options);
    faulty_.fail_read(read);
    const bool started = engine_->start(start_of("caller")).has_value();
    faulty_.fail_read(0);
    EXPECT_TRUE(engine_->fire_timers(clock_.now()).has_value());
    for (const service::InstanceView& each : engine_->instances().value())
      EXPECT_TRUE(each.key.valid());
    EXPECT_EQ(live("called").size(), started ? 1U : 0U);
    EXPECT_TRUE(is_sound());
    for (const service::InstanceView& each : live("caller"))
      ASSERT_TRUE(engine_->execute(service::CancelInstance{each.key, ""}).has_value());
  }
}

// The oracle knows the cells of messages that wait for their receiver, and misses one of a pair.
TEST_F(EngineFault, KeptMessagesAreSound) {
  service::Correlate message;
  message.message = "m";
  message.keep_ms = 60'000;
  ASSERT_TRUE(engine_->correlate(message).has_value());
  EXPECT_TRUE(is_sound());
  for (const char* prefix : {"kept/", "kept-until/"}) {
    const auto cells = store_.cells(prefix, "", 10).value();
    ASSERT_EQ(cells.size(), 1U) << prefix;
    service::Batch loss;
    loss.cells.push_back({cells[0].name, {}});
    ASSERT_TRUE(store_.commit(loss).value().durable());
    EXPECT_FALSE(is_sound()) << "without " << cells[0].name;
    loss.cells[0].content = cells[0].content;
    ASSERT_TRUE(store_.commit(loss).value().durable());
    EXPECT_TRUE(is_sound());
  }
}

}  // namespace
}  // namespace umlauf::tests
