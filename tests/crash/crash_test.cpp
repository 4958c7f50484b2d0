// SIGKILL at random moments: the program `umlauf` works for several clients at once on a database
// and is killed again and again, while it opens, in the middle of commits and checkpoints; after
// each kill the oracle compares what the clients were promised with what is there.
//
// UMLAUF_CRASH_KILLS: how often (200 by default; `./dev soak` takes 10,000). UMLAUF_CRASH_SEED: the
// seed of a run to repeat its choices (not its moments).
#include <gtest/gtest.h>

#include <chrono>
#include <cstdlib>
#include <fstream>
#include <iostream>
#include <memory>
#include <random>
#include <thread>

#include "adapters/sqlite/sqlite_store.hpp"
#include "tests/contract/stores.hpp"
#include "tests/crash/client.hpp"
#include "tests/crash/oracle.hpp"
#include "tests/crash/program.hpp"

namespace umlauf::crash_test {
namespace {

constexpr std::size_t kClients = 6;
constexpr int kThreads = 8;
constexpr std::uint64_t kKillsOfADatabase = 20;

std::uint64_t environment(const char* name, std::uint64_t otherwise) {
  const char* value = std::getenv(name);
  return value == nullptr ? otherwise : std::strtoull(value, nullptr, 10);
}

calendar::Instant now() {
  return {std::chrono::duration_cast<std::chrono::milliseconds>(
              std::chrono::system_clock::now().time_since_epoch())
              .count()};
}

// One database and those who use it, through several lives of the program.
class Case {
 public:
  explicit Case(std::uint64_t seed) : random_(seed) {
    Opened opened(database());
    std::ifstream file("tests/crash/mixed.bpmn", std::ios::binary);
    std::string model{std::istreambuf_iterator<char>(file), {}};
    EXPECT_TRUE(opened.engine->deploy({{"mixed.bpmn", std::move(model)}}).has_value());
    for (std::size_t i = 0; i < kClients; ++i)
      clients_.push_back(
          std::make_unique<Client>("client" + std::to_string(i), record(i), random_()));
  }

  // Yields how many requests were answered in this life.
  std::size_t live_and_be_killed() {
    const std::size_t before = acknowledged();
    Program program(database(), kThreads);
    std::vector<std::thread> threads;
    for (const auto& client : clients_) threads.emplace_back([&] { client->work(program); });
    // Every seventh dies while it opens or recovers.
    const bool early = random_() % 7 == 0;
    if (!early) program.wait_for_answer();
    std::this_thread::sleep_for(std::chrono::microseconds(random_() % (early ? 150'000 : 250'000)));
    program.kill();
    for (std::thread& thread : threads) thread.join();
    check();
    return acknowledged() - before;
  }

  // Everything comes to its end: what survived is fit for use.
  void finish() {
    Program program(database(), kThreads);
    std::vector<std::thread> threads;
    for (const auto& client : clients_)
      threads.emplace_back([&] { EXPECT_TRUE(client->finish(program)); });
    for (std::thread& thread : threads) thread.join();
    EXPECT_EQ(program.finish(), 0);
    {
      Opened opened(database());
      // A signal reaches those who waited when it came, a timer fires when it is due.
      EXPECT_TRUE(opened.engine->execute(service::Signal{"go", {}}).has_value());
      // What a program that was killed still had to do for itself is taken over by who finds it
      // twice, some time apart.
      for (int minute = 0; minute < 3; ++minute) {
        opened.clock.set({now().milliseconds + 1000 + minute * std::int64_t{60'000}});
        EXPECT_TRUE(opened.engine->fire_timers(opened.clock.now()).has_value());
      }
      for (const std::string& line : unfinished(*opened.engine)) ADD_FAILURE() << line;
    }
    check();
  }

 private:
  struct Opened {
    explicit Opened(const std::string& path)
        : store(sqlite::SqliteStore::open(path).value()),
          clock(now()),
          engine(service::Engine::open(*store, clock).value()) {}
    std::unique_ptr<sqlite::SqliteStore> store;
    service::ManualClock clock;
    std::unique_ptr<service::Engine> engine;
  };

  std::string database() const { return folder_.file("crash.sqlite"); }
  std::string record(std::size_t client) const {
    return folder_.file("client" + std::to_string(client));
  }

  Operations operations() const {
    Operations all;
    for (std::size_t i = 0; i < clients_.size(); ++i) all.merge(read_record(record(i)));
    return all;
  }

  std::size_t acknowledged() const {
    std::size_t count = 0;
    for (const auto& [key, operation] : operations()) count += operation.acknowledged ? 1 : 0;
    return count;
  }

  void check() {
    Opened opened(database());
    for (const std::string& line : broken_promises(*opened.store, *opened.engine, operations()))
      ADD_FAILURE() << line;
    for (const auto& client : clients_)
      for (const std::string& line : client->complaints()) ADD_FAILURE() << line;
  }

  tests::TemporaryFolder folder_;
  std::mt19937_64 random_;
  std::vector<std::unique_ptr<Client>> clients_;
};

TEST(Crash, KeepsEveryPromise) {
  const std::uint64_t kills = environment("UMLAUF_CRASH_KILLS", 200);
  const std::uint64_t seed = environment("UMLAUF_CRASH_SEED", std::random_device{}());
  std::cout << "seed " << seed << ", " << kills << " kills" << std::endl;
  std::mt19937_64 seeds(seed);
  std::uint64_t done = 0;
  std::size_t answered = 0;
  while (done < kills && !testing::Test::HasFailure()) {
    Case its(seeds());
    for (std::uint64_t i = 0; i < kKillsOfADatabase && done < kills; ++i, ++done) {
      answered += its.live_and_be_killed();
      if (testing::Test::HasFailure()) break;
    }
    if (!testing::Test::HasFailure()) its.finish();
  }
  std::cout << done << " kills, " << answered << " requests answered between them\n";
  // A test in which nobody was at work would prove nothing.
  EXPECT_GT(answered, kills);
}

}  // namespace
}  // namespace umlauf::crash_test
