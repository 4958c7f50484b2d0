// What is carried out while the group before is being made durable: it sees what that one has done,
// is answered after it, and comes to nothing with it.
#include <gtest/gtest.h>

#include <array>
#include <atomic>
#include <condition_variable>
#include <cstdio>
#include <cstdlib>
#include <functional>
#include <mutex>
#include <optional>
#include <random>
#include <thread>

#include "adapters/memory/memory_store.hpp"
#include "tests/service/support.hpp"

namespace umlauf::service::test {
namespace {

using memory::MemoryStore;

/// Holds commits until the test says how they end, and sees to it that nothing is claimed
/// meanwhile.
class HeldStore final : public StoreDecorator {
 public:
  enum class End : std::uint8_t { Durable, Lost, FailedBefore, FailedAfter };
  using StoreDecorator::StoreDecorator;

  Result<Committed> commit(const Batch& batch) override {
    End end = End::Durable;
    std::optional<Result<Committed>> committed;
    if (answers_late_) committed = StoreDecorator::commit(batch);
    {
      std::unique_lock lock(mutex_);
      EXPECT_FALSE(committing_) << "one commit at a time";
      committing_ = true;
      if (holds_) {
        changed_.notify_all();
        changed_.wait(lock, [this] { return end_.has_value(); });
        holds_ = false;
        end = *std::exchange(end_, std::nullopt);
      }
    }
    if (!committed) committed = ended(batch, end);
    const std::lock_guard lock(mutex_);
    committing_ = false;
    return std::move(*committed);
  }
  Result<std::vector<Entry>> claim(const EntryScan& scan) override {
    {
      const std::lock_guard lock(mutex_);
      EXPECT_FALSE(committing_) << "a claim beside a commit";
    }
    return StoreDecorator::claim(scan);
  }

  /// Commits are durable before they are held.
  void answer_late() { answers_late_ = true; }
  /// The next commit waits for `release`.
  void hold() {
    const std::lock_guard lock(mutex_);
    holds_ = true;
  }
  void await_commit() {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [this] { return committing_; });
  }
  void release(End end) {
    const std::lock_guard lock(mutex_);
    end_ = end;
    changed_.notify_all();
  }

 private:
  Result<Committed> ended(const Batch& batch, End end) {
    switch (end) {
      case End::Durable:
        break;
      case End::Lost:
        return Committed{{batch.instances.front().row.key}, false};
      case End::FailedBefore:
        return failure();
      case End::FailedAfter:
        (void)StoreDecorator::commit(batch);
        return failure();
    }
    return StoreDecorator::commit(batch);
  }
  static Error failure() {
    return error(ErrorCode::Storage, "the test wants this to fail", "der Test will diesen Fehler");
  }

  std::mutex mutex_;
  std::condition_variable changed_;
  bool answers_late_ = false;
  bool holds_ = false;
  bool committing_ = false;
  std::optional<End> end_;
};

constexpr const char* kBoth =
    R"(<startEvent id="s"/><sequenceFlow id="f1" sourceRef="s" targetRef="fork"/>)"
    R"(<parallelGateway id="fork"/>)"
    R"(<sequenceFlow id="f2" sourceRef="fork" targetRef="a"/><userTask id="a"/>)"
    R"(<sequenceFlow id="f3" sourceRef="fork" targetRef="b"/><userTask id="b"/>)"
    R"(<sequenceFlow id="f4" sourceRef="a" targetRef="join"/>)"
    R"(<sequenceFlow id="f5" sourceRef="b" targetRef="join"/><parallelGateway id="join"/>)"
    R"(<sequenceFlow id="f6" sourceRef="join" targetRef="e"/><endEvent id="e"/>)";

constexpr const char* kWaits =
    R"(<startEvent id="s"/><sequenceFlow id="f1" sourceRef="s" targetRef="w"/>)"
    R"(<intermediateCatchEvent id="w"><messageEventDefinition messageRef="m"/>)"
    R"(</intermediateCatchEvent><sequenceFlow id="f2" sourceRef="w" targetRef="t"/>)"
    R"(<userTask id="t"/><sequenceFlow id="f3" sourceRef="t" targetRef="e"/><endEvent id="e"/>)";
constexpr const char* kMessage = R"(<message id="m" name="paid"/>)";

/// An answer that comes later.
struct Later {
  std::optional<Result<Answer>> answer;
  std::function<void(Result<Answer>)> done() {
    return [this](Result<Answer> given) { answer = std::move(given); };
  }
};

class Flight : public testing::Test {
 protected:
  void open(const Document& document, const EngineOptions& options = {}) {
    engine_ = Engine::open(store_, clock_, options).value();
    ASSERT_TRUE(engine_->deploy({document}));
    ASSERT_TRUE(engine_->start({.process = "p"})) << "the numbers for what follows are reserved";
  }
  InstanceKey start() { return engine_->start({.process = "p", .business_key = "k"}).value(); }
  ElementReference task(InstanceKey instance, std::string_view element) {
    for (const TaskView& task : engine_->tasks({.instance = instance}).value().tasks)
      if (task.element == element) return task.key;
    ADD_FAILURE() << "no task at " << element;
    return {};
  }
  /// Another thread brings `request`, whose commit is held until `land`.
  void launch(Request request) {
    store_.hold();
    pilot_ = std::thread(
        [this, request = std::move(request)] { first_.answer = engine_->execute(request); });
    store_.await_commit();
  }
  void land(HeldStore::End end) {
    store_.release(end);
    pilot_.join();
  }
  void expect_sound() {
    const auto found = check_store(memory_).value();
    for (const Finding& finding : found) ADD_FAILURE() << finding.message.english;
  }

  MemoryStore memory_;
  HeldStore store_{memory_};
  ManualClock clock_;
  std::unique_ptr<Engine> engine_;
  std::thread pilot_;
  Later first_;
  Later second_;
};

TEST_F(Flight, WhoComesMeanwhileSeesWhatIsBelowAndIsAnsweredAfterIt) {
  open(document(kBoth));
  const InstanceKey key = start();
  const ElementReference b = task(key, "b");
  launch(CompleteTask{task(key, "a"), {}});
  engine_->submit(CompleteTask{b, {}}, {}, second_.done());
  EXPECT_FALSE(second_.answer) << "nobody is answered before it is durable";
  EXPECT_FALSE(engine_->instance(key).value().ended) << "queries see what is durable";
  land(HeldStore::End::Durable);
  EXPECT_TRUE(first_.answer->has_value());
  ASSERT_TRUE(second_.answer);
  EXPECT_TRUE(second_.answer->has_value());
  EXPECT_TRUE(engine_->instance(key).value().ended);
  expect_sound();
}

TEST_F(Flight, WhatWasLostIsCarriedOutAgainWithWhatIsAbove) {
  open(document(kBoth));
  const InstanceKey key = start();
  const ElementReference b = task(key, "b");
  launch(CompleteTask{task(key, "a"), {}});
  engine_->submit(CompleteTask{b, {}}, {}, second_.done());
  land(HeldStore::End::Lost);
  EXPECT_TRUE(first_.answer->has_value());
  ASSERT_TRUE(second_.answer);
  EXPECT_TRUE(second_.answer->has_value());
  EXPECT_TRUE(engine_->instance(key).value().ended);
  for (const auto& [flow, count] : engine_->history(key).value().flows)
    EXPECT_EQ(count, 1U) << flow;
  expect_sound();
}

TEST_F(Flight, WhatIsAboveAFailureIsCarriedOutOnWhatIsThere) {
  for (const HeldStore::End end : {HeldStore::End::FailedBefore, HeldStore::End::FailedAfter}) {
    if (engine_ == nullptr) open(document(kBoth));
    const InstanceKey key = start();
    const ElementReference a = task(key, "a");
    const ElementReference b = task(key, "b");
    launch(CompleteTask{a, {}});
    engine_->submit(CompleteTask{b, {}}, {}, second_.done());
    land(end);
    ASSERT_FALSE(first_.answer->has_value());
    EXPECT_EQ(first_.answer->error().code, ErrorCode::Storage);
    ASSERT_TRUE(second_.answer && second_.answer->has_value());
    const bool both = end == HeldStore::End::FailedAfter;
    EXPECT_EQ(engine_->instance(key).value().ended.has_value(), both);
    EXPECT_EQ(engine_->complete_task(a).has_value(), !both);
    EXPECT_TRUE(engine_->instance(key).value().ended);
    expect_sound();
  }
}

TEST_F(Flight, ListsAreThoseOfTheGroupBelow) {
  open(document(kWaits, kMessage));
  launch(Start{.process = "p", .business_key = "new"});
  std::thread above([&] {
    second_.answer = engine_->execute(Correlate{.message = "paid", .business_key = "new"});
  });
  land(HeldStore::End::Durable);
  above.join();
  const InstanceKey key = first_.answer->value().instances.front();
  ASSERT_TRUE(second_.answer && second_.answer->has_value());
  EXPECT_EQ(second_.answer->value().instances, std::vector{key});

  Later third;
  const InstanceKey other = start();
  launch(Correlate{.message = "paid", .business_key = "k"});
  above = std::thread(
      [&] { third.answer = engine_->execute(Correlate{.message = "paid", .business_key = "k"}); });
  land(HeldStore::End::Durable);
  above.join();
  EXPECT_EQ(first_.answer->value().instances, std::vector{other});
  ASSERT_TRUE(third.answer);
  EXPECT_FALSE(third.answer->has_value()) << "the message has been taken below";
  expect_sound();
}

TEST_F(Flight, TheSameIdempotencyKeyIsTheSameRequest) {
  open(document(kBoth));
  Caller caller;
  caller.idempotency_key = "once";
  store_.hold();
  pilot_ = std::thread([&] { first_.answer = engine_->execute(Start{.process = "p"}, caller); });
  store_.await_commit();
  engine_->submit(Start{.process = "p"}, caller, second_.done());
  land(HeldStore::End::Durable);
  ASSERT_TRUE(second_.answer && second_.answer->has_value());
  EXPECT_EQ(second_.answer->value().instances, first_.answer->value().instances);
  EXPECT_EQ(engine_->instances().value().size(), 2U);
  expect_sound();
}

// Such an instance is in no cache; what the store has of it is of yesterday.
TEST_F(Flight, WhatEndsBelowHasEnded) {
  open(one_task());
  const InstanceKey key = start();
  const ElementReference only = task(key, "t");
  launch(CompleteTask{only, {}});
  std::thread above([&] { second_.answer = engine_->execute(CompleteTask{only, {}}); });
  land(HeldStore::End::Durable);
  above.join();
  EXPECT_TRUE(first_.answer->has_value());
  ASSERT_FALSE(second_.answer->has_value());
  EXPECT_EQ(second_.answer->error().code, ErrorCode::State);
  expect_sound();
}

TEST_F(Flight, AnInstanceThatNoCacheKeepsIsReadWhenItIsDurable) {
  open(document(kBoth), {.cache_bytes_max = 0});
  const InstanceKey key = start();
  const ElementReference b = task(key, "b");
  launch(CompleteTask{task(key, "a"), {}});
  std::thread above([&] { second_.answer = engine_->execute(CompleteTask{b, {}}); });
  land(HeldStore::End::Durable);
  above.join();
  EXPECT_TRUE(first_.answer->has_value());
  EXPECT_TRUE(second_.answer->has_value());
  EXPECT_TRUE(engine_->instance(key).value().ended);
  expect_sound();
}

// The commit is there, its answer is on its way, and somebody else has gone on: what is refused on
// what this engine knows is looked up before it is believed.
TEST_F(Flight, ARefusalAboveLooksAtWhatAnotherEngineHasMadeOfIt) {
  open(document(R"(<startEvent id="s"/><sequenceFlow id="f1" sourceRef="s" targetRef="a"/>)"
                R"(<userTask id="a"/><sequenceFlow id="f2" sourceRef="a" targetRef="b"/>)"
                R"(<userTask id="b"/><sequenceFlow id="f3" sourceRef="b" targetRef="c"/>)"
                R"(<userTask id="c"/><sequenceFlow id="f4" sourceRef="c" targetRef="e"/>)"
                R"(<endEvent id="e"/>)"));
  const InstanceKey key = start();
  const ElementReference a = task(key, "a");
  store_.answer_late();
  launch(CompleteTask{a, {}});
  const auto other = Engine::open(memory_, clock_).value();
  ASSERT_TRUE(other->complete_task(task(key, "b")));
  const ElementReference c = task(key, "c");
  std::thread above([&] { second_.answer = engine_->execute(CompleteTask{c, {}}); });
  land(HeldStore::End::Durable);
  above.join();
  EXPECT_TRUE(first_.answer->has_value());
  ASSERT_TRUE(second_.answer->has_value()) << second_.answer->error().message.english;
  EXPECT_TRUE(engine_->instance(key).value().ended);
  expect_sound();
}

TEST_F(Flight, WhoClaimsWaitsForTheCommit) {
  open(document(kBoth));
  launch(Start{.process = "p"});
  std::thread above([&] { second_.answer = engine_->execute(FireTimers{.until = clock_.now()}); });
  land(HeldStore::End::Durable);
  above.join();
  EXPECT_TRUE(first_.answer->has_value());
  EXPECT_TRUE(second_.answer->has_value());
}

TEST_F(Flight, WhatIsDeployedAboveIsThereForTheNext) {
  open(document(kBoth));
  launch(Start{.process = "p"});
  std::thread above([&] {
    EXPECT_TRUE(engine_->deploy({one_task()}));
    EXPECT_EQ(engine_->start({.process = "p"}).has_value(), true);
  });
  land(HeldStore::End::Durable);
  above.join();
  EXPECT_EQ(engine_->tasks().value().tasks.size(), 2U + 2U + 1U);
  expect_sound();
}

/// Ends each commit as a seed wants it.
class MoodyStore final : public StoreDecorator {
 public:
  MoodyStore(Store& store, std::uint64_t seed) : StoreDecorator(store), random_(seed) {}
  Result<Committed> commit(const Batch& batch) override {
    const auto mood = calm ? 99 : random_() % 12;
    std::this_thread::yield();
    if (mood == 0 && !batch.instances.empty())
      return Committed{{batch.instances.front().row.key}, false};
    if (mood == 1) return error(ErrorCode::Storage, "fails", "fehlt");
    auto committed = StoreDecorator::commit(batch);
    if (mood == 2) return error(ErrorCode::Storage, "fails", "fehlt");
    return committed;
  }
  std::atomic<bool> calm = false;

 private:
  std::mt19937_64 random_;
};

// Many threads work on few instances of a store that fails: what was answered with success has
// happened once, what is there fits together.
TEST(Flights, KeepWhatTheyPromiseHoweverTheyEnd) {
  const char* const asked = std::getenv("UMLAUF_SEED");
  const std::uint64_t seed =
      asked != nullptr ? std::strtoull(asked, nullptr, 10) : std::random_device{}();
  RecordProperty("seed", std::to_string(seed));
  std::printf("seed %llu\n", static_cast<unsigned long long>(seed));
  MemoryStore memory;
  MoodyStore store(memory, seed);
  store.calm = true;
  ManualClock clock;
  const auto engine = Engine::open(store, clock, {.group_max = 5}).value();
  ASSERT_TRUE(engine->deploy({document(kBoth)}));
  constexpr std::size_t kThreads = 6;
  constexpr int kRounds = 60;
  store.calm = false;
  std::array<int, kThreads> acknowledged{};
  const auto persist = [&](const Request& request, const std::string& key) {
    Caller caller;
    caller.idempotency_key = key;
    for (;;) {
      auto answer = engine->execute(request, caller);
      if (answer || answer.error().code != ErrorCode::Storage) return answer;
    }
  };
  const auto work = [&](std::size_t thread) {
    for (int round = 0; round < kRounds; ++round) {
      const std::string id = std::to_string(thread) + "." + std::to_string(round) + ".";
      const auto started = persist(Start{.process = "p"}, id + "s");
      ASSERT_TRUE(started);
      const InstanceKey key = started->instances.front();
      for (const TaskView& task : engine->tasks({.instance = key}).value().tasks)
        ASSERT_TRUE(persist(CompleteTask{task.key, {}}, id + task.element));
      EXPECT_TRUE(engine->instance(key).value().ended);
      ++acknowledged[thread];
    }
  };
  std::vector<std::thread> threads;
  for (std::size_t i = 0; i < kThreads; ++i) threads.emplace_back(work, i);
  for (std::thread& thread : threads) thread.join();
  for (const int count : acknowledged) EXPECT_EQ(count, kRounds);
  EXPECT_EQ(engine->instances({.limit = 1000}).value().size(), kThreads * kRounds);
  for (const Finding& finding : check_store(memory).value())
    ADD_FAILURE() << finding.message.english << " (seed " << seed << ")";
}

}  // namespace
}  // namespace umlauf::service::test
