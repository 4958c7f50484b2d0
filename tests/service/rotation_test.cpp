// The master key is changed: every case comes under the new one, beside running engines.
#include <gtest/gtest.h>

#include <functional>
#include <utility>

#include "adapters/memory/memory_store.hpp"
#include "engine/service/audit.hpp"
#include "engine/service/vault.hpp"
#include "tests/service/support.hpp"

namespace umlauf::service::test {
namespace {

SecretKey key_of(std::uint8_t first) {
  SecretKey key;
  key.bytes[0] = first;
  return key;
}
const SecretKey kOld = key_of(1);
const SecretKey kNew = key_of(2);

// Fails from a commit on, and does something once between two of the rotation's steps.
class WatchedStore final : public StoreDecorator {
 public:
  using StoreDecorator::StoreDecorator;
  Result<Committed> commit(const Batch& batch) override {
    if (commits_left == 0) return error(ErrorCode::Storage, "gone", "weg");
    --commits_left;
    return StoreDecorator::commit(batch);
  }
  Result<std::vector<Cell>> cells(std::string_view prefix, std::string_view after,
                                  std::size_t limit) override {
    auto found = StoreDecorator::cells(prefix, after, limit);
    if (prefix == kCaseKeys && after_reading) std::exchange(after_reading, nullptr)();
    return found;
  }
  std::size_t commits_left = SIZE_MAX;
  std::function<void()> after_reading;
};

class Rotation : public testing::Test {
 protected:
  void SetUp() override {
    const auto engine = opened(kOld, {});
    ASSERT_TRUE(engine->deploy({one_task()}));
    for (int i = 0; i < 3; ++i) cases_.push_back(begin(*engine));
  }
  std::unique_ptr<Engine> opened(std::optional<SecretKey> key, std::optional<SecretKey> former) {
    return Engine::open(store_, clock_, {.master_key = key, .former_key = former}).value();
  }
  std::string refusal(std::optional<SecretKey> key, std::optional<SecretKey> former = {}) {
    const auto engine = Engine::open(store_, clock_, {.master_key = key, .former_key = former});
    if (engine) return "";
    EXPECT_EQ(engine.error().code, ErrorCode::Request);
    return engine.error().message.english;
  }
  InstanceKey begin(Engine& engine) {
    Start request;
    request.process = "p";
    request.variables = {{"name", "Erika"}};
    return engine.start(std::move(request)).value();
  }
  void finish(Engine& engine, InstanceKey key) {
    TaskQuery query;
    query.instance = key;
    const auto tasks = engine.tasks(query).value().tasks;
    ASSERT_EQ(tasks.size(), 1U);
    ASSERT_TRUE(engine.complete_task(tasks[0].key));
  }
  void expect_sound(const std::optional<SecretKey>& key,
                    const std::optional<SecretKey>& former = {}) {
    for (const Finding& finding : check_store(memory_, key, former).value())
      ADD_FAILURE() << finding.message.english;
    EXPECT_TRUE(verify_audit(memory_).value().findings.empty());
  }
  // The change is finished, and every case is readable under the new key alone.
  void expect_changed() {
    EXPECT_EQ(refusal(kOld), "the store was written with another master key");
    const auto engine = opened(kNew, {});
    for (const InstanceKey key : cases_)
      EXPECT_EQ(engine->variables(key).value(), (feel::Context{{"name", "Erika"}}));
    expect_sound(kNew);
  }

  memory::MemoryStore memory_;
  WatchedStore store_{memory_};
  ManualClock clock_;
  std::vector<InstanceKey> cases_;
};

TEST_F(Rotation, BringsEveryCaseUnderTheNewKeyAndRefusesTheOldOne) {
  {
    const auto engine = opened(kOld, {});
    for (int i = 0; i < 700; ++i) cases_.push_back(begin(*engine));
    ASSERT_TRUE(engine->anchor());
  }
  const auto journal = memory_.journal(cases_[0], 1, 10).value();
  const auto rotated = opened(kNew, kOld)->rotate_master_key();
  ASSERT_TRUE(rotated.has_value()) << rotated.error().message.english;
  EXPECT_EQ(rotated->moved, cases_.size());
  EXPECT_EQ(rotated->already, 0U);
  EXPECT_TRUE(rotated->unreadable.empty());
  EXPECT_EQ(memory_.journal(cases_[0], 1, 10).value(), journal) << "journals stay as they are";
  expect_changed();
  const auto again = opened(kNew, kOld)->rotate_master_key().value();
  EXPECT_EQ(again.moved, 0U);
  EXPECT_EQ(again.already, cases_.size());
}

TEST_F(Rotation, IsOnRecordHoweverOftenItIsInterrupted) {
  for (std::size_t commits = 1; commits <= 3; ++commits) {
    memory::MemoryStore memory;
    WatchedStore store(memory);
    ManualClock clock({1'000});
    {
      const auto engine = Engine::open(store, clock, {.master_key = kOld}).value();
      ASSERT_TRUE(engine->deploy({one_task()}));
      for (int i = 0; i < 600; ++i) begin(*engine);
    }
    const EngineOptions both{.master_key = kNew, .former_key = kOld};
    const auto engine = Engine::open(store, clock, both).value();
    const auto rotate = [&](const std::string& user) {
      return engine->rotate_master_key({.user = user, .administrator = true}).has_value();
    };
    store.commits_left = commits;
    ASSERT_FALSE(rotate("a.dmin"));
    auto notes = engine->notes().value();
    ASSERT_EQ(notes.size(), 1U);
    EXPECT_EQ(notes[0].kind, "rotate-key");
    EXPECT_EQ(notes[0].actor, "a.dmin");
    EXPECT_EQ(notes[0].rotation, (RotationRecord{commits == 1   ? 0U
                                                 : commits == 2 ? 500U
                                                                : 600U,
                                                 {}}));
    store.commits_left = SIZE_MAX;
    clock.set({2'000});
    ASSERT_TRUE(rotate("b.dmin"));
    notes = engine->notes().value();
    ASSERT_EQ(notes.size(), 1U) << "it is still the same change";
    EXPECT_EQ(notes[0].time, calendar::Instant{1'000});
    EXPECT_EQ(notes[0].actor, "a.dmin") << "who has begun it";
    EXPECT_EQ(notes[0].rotation, (RotationRecord{600, calendar::Instant{2'000}}));
    ASSERT_TRUE(rotate("a.dmin")) << "there is nothing left to do";
    EXPECT_EQ(engine->notes().value().size(), 1U);
    EXPECT_TRUE(check_store(memory, kNew).value().empty());
  }
}

TEST_F(Rotation, IsForAdministrators) {
  const auto refused = opened(kNew, kOld)->rotate_master_key({.user = "a.meier"});
  ASSERT_FALSE(refused.has_value());
  EXPECT_EQ(refused.error().code, ErrorCode::Forbidden);
  EXPECT_EQ(refusal(kOld), "") << "nothing has changed";
}

TEST_F(Rotation, NeedsBothKeys) {
  for (const auto& key : {std::optional<SecretKey>(), std::optional(kOld)}) {
    const auto refused = opened(key, {})->rotate_master_key();
    ASSERT_FALSE(refused.has_value());
    EXPECT_EQ(refused.error().code, ErrorCode::Request);
  }
  EXPECT_NE(refusal(kNew, key_of(3)), "") << "neither is the store's";
}

// Wherever it stops, the store needs both keys until it is done, and the next call goes on.
TEST_F(Rotation, GoesOnWhereItWasInterrupted) {
  for (std::size_t commits = 0;; ++commits) {
    memory::MemoryStore memory;
    WatchedStore store(memory);
    std::vector<InstanceKey> cases;
    {
      const auto engine = Engine::open(store, clock_, {.master_key = kOld}).value();
      ASSERT_TRUE(engine->deploy({one_task()}));
      for (int i = 0; i < 600; ++i) cases.push_back(begin(*engine));
    }
    const EngineOptions both{.master_key = kNew, .former_key = kOld};
    auto engine = Engine::open(store, clock_, both).value();
    store.commits_left = commits;
    const bool done = engine->rotate_master_key().has_value();
    store.commits_left = SIZE_MAX;
    if (done) {
      EXPECT_EQ(commits, 4U) << "the proof, two portions of keys, the proof";
      return;
    }
    EXPECT_TRUE(check_store(memory, kNew, kOld).value().empty());
    EXPECT_EQ(Engine::open(store, clock_, {.master_key = kOld}).has_value(), commits == 0);
    EXPECT_FALSE(Engine::open(store, clock_, {.master_key = kNew}).has_value());
    engine = Engine::open(store, clock_, both).value();
    const auto rotated = engine->rotate_master_key();
    ASSERT_TRUE(rotated.has_value());
    EXPECT_EQ(rotated->moved + rotated->already, cases.size());
    EXPECT_TRUE(check_store(memory, kNew).value().empty());
  }
}

TEST_F(Rotation, LetsEnginesThatKnowBothKeysGoOn) {
  const auto running = opened(kNew, kOld);
  cases_.push_back(begin(*running));
  store_.after_reading = [&] { cases_.push_back(begin(*running)); };
  EXPECT_EQ(opened(kNew, kOld)->rotate_master_key().value().moved, 4U);
  cases_.push_back(begin(*running));
  EXPECT_EQ(cases_.size(), 6U);
  expect_changed();
  finish(*running, cases_[0]);
  finish(*running, cases_[5]);
  expect_sound(kNew);
}

TEST_F(Rotation, StopsEnginesThatKnowTheOldKeyOnly) {
  const auto running = opened(kOld, {});
  ASSERT_TRUE(opened(kNew, kOld)->rotate_master_key());
  Start request;
  request.process = "p";
  const auto refused = running->start(request);
  ASSERT_FALSE(refused.has_value());
  EXPECT_EQ(refused.error().code, ErrorCode::Request);
  EXPECT_EQ(refused.error().message.english, "the store was written with another master key");
  const auto unread = running->execute(SetVariables{.instance = cases_[0]});
  ASSERT_FALSE(unread.has_value());
  EXPECT_EQ(unread.error().code, ErrorCode::Request) << "it is not damaged";
  expect_changed();
}

TEST_F(Rotation, BringsNoKeyBackThatWasDeletedMeanwhile) {
  const auto running = opened(kNew, kOld);
  finish(*running, cases_[1]);
  store_.after_reading = [&] { ASSERT_TRUE(running->execute(EraseInstance{cases_[1], "test"})); };
  const auto rotated = opened(kNew, kOld)->rotate_master_key();
  ASSERT_TRUE(rotated.has_value()) << rotated.error().message.english;
  EXPECT_EQ(rotated->moved, 2U);
  EXPECT_EQ(memory_.cells(kCaseKeys, "", 10).value().size(), 2U);
  cases_.erase(cases_.begin() + 1);
  expect_changed();
}

TEST_F(Rotation, NamesKeysThatNeitherOpens) {
  Batch batch;
  batch.cells.push_back({Vault::key_cell_name(cases_[2]), "nothing that was encrypted here"});
  ASSERT_TRUE(memory_.commit(batch).value().durable());
  const auto rotated = opened(kNew, kOld)->rotate_master_key().value();
  EXPECT_EQ(rotated.moved, 2U);
  EXPECT_EQ(rotated.unreadable, std::vector{cases_[2]});
}

}  // namespace
}  // namespace umlauf::service::test
