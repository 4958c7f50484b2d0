// Two engines on one store, in one thread, as a seed wants it: random models and requests, commits
// that fail before or after they are durable, commits that lose, reads that fail, engines that are
// gone and opened again. The oracle looks on; the same seed does the same, bit by bit.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdlib>

#include "adapters/memory/memory_store.hpp"
#include "engine/service/projection.hpp"
#include "tests/faults/effort.hpp"
#include "tests/faults/office.hpp"
#include "tests/faults/unreliable_store.hpp"

namespace umlauf::tests {
namespace {

using testing::IsEmpty;

constexpr calendar::Instant kMonday{1'767'600'000'000};  // 2026-01-05 09:00 in Berlin

// One engine, its way to the store, and who works with it.
struct Site {
  Site(service::Store& shared, std::uint64_t seed, bool random_process)
      : store(shared, seed), clock(kMonday), office(seed, clock, random_process) {}

  // Whether it could be opened.
  bool open() {
    engine.reset();
    auto opened = service::Engine::open(store, clock, options());
    if (!opened) return false;
    engine = std::move(*opened);
    return true;
  }
  // Small limits, so that they are met.
  static service::EngineOptions options() {
    service::EngineOptions options;
    options.cache_bytes_max = 4'000;
    options.hot_instances_max = 4;
    options.receivers_max = 3;
    options.group_max = 5;
    return options;
  }

  UnreliableStore store;
  service::ManualClock clock;
  Office office;
  std::unique_ptr<service::Engine> engine;
};

class Simulation {
 public:
  explicit Simulation(std::uint64_t seed)
      : random_(seed), first_(store_, 2 * seed, true), second_(store_, 2 * seed + 1, false) {}

  // What everybody was told and what is stored in the end, as one number.
  std::string run() {
    for (Site* site : {&first_, &second_}) {
      site->office.ledger.tell = [this](const std::string& line) { told_ += line + "\n"; };
      deploy(*site);
    }
    for (int i = 0; i < 80 && !testing::Test::HasFailure(); ++i) act();
    if (!testing::Test::HasFailure()) settle();
    return service::to_string(service::InstanceKey(std::hash<std::string>{}(told_ + content())));
  }
  std::uint64_t faults() const { return first_.store.faults() + second_.store.faults(); }

 private:
  void reopen(Site& site) {
    while (!site.open()) continue;
  }
  void deploy(Site& site) {
    reopen(site);
    for (;;) {
      const auto deployed = site.engine->deploy(site.office.documents());
      if (deployed) return;
      if (deployed.error().code == ErrorCode::Storage) continue;
      ADD_FAILURE() << deployed.error().message.english;
      for (const Diagnostic& each : deployed.error().diagnostics)
        if (each.severity == Severity::Error) ADD_FAILURE() << each.message.english;
      return;
    }
  }
  Site& any() { return random_() % 2 == 0 ? first_ : second_; }

  void act() {
    Site& site = any();
    // One clock for both, which none of them may turn back.
    const auto now = std::max(first_.clock.now(), second_.clock.now());
    site.clock.set(now);
    switch (random_() % 12) {
      case 0:
        reopen(site);
        break;
      case 1:
        site.office.repeat_open(*site.engine);
        break;
      case 2:
      case 3:
        site.office.act_together(*site.engine, 1 + random_() % 8);
        break;
      default:
        site.office.act(*site.engine);
    }
    if (random_() % 6 == 0) look();
  }

  void look() {
    ASSERT_THAT(first_.office.ledger.audit(store_), IsEmpty());
    ASSERT_THAT(second_.office.ledger.audit(store_), IsEmpty());
  }

  // The faults are over: everything asked for is answered, everything begun is carried on.
  void settle() {
    for (Site* site : {&first_, &second_}) {
      site->store.calm();
      site->office.repeat_open(*site->engine);
      EXPECT_EQ(site->office.ledger.count(Ledger::Outcome::Open), 0U);
    }
    look();
    first_.clock.set(std::max(first_.clock.now(), second_.clock.now()));
    second_.clock.set(first_.clock.now());
    for (const service::InstanceView& each : first_.engine->instances().value()) {
      if (each.state != service::InstanceState::Suspended) continue;
      EXPECT_TRUE(first_.engine->execute(service::ResumeInstance{each.key}).has_value());
    }
    for (Site* site : {&first_, &second_}) {
      EXPECT_TRUE(site->engine->fire_timers(site->clock.now()).has_value());
      site->engine->flush();
    }
    nothing_is_forgotten();
    first_.office.wind_down(*first_.engine, 4);
    look();
    nothing_is_forgotten();
  }

  void nothing_is_forgotten() {
    service::EntryScan left{.kind = service::EntryKind::Job,
                            .name = std::string(service::kContinuations)};
    left.position_max = 0;
    EXPECT_EQ(store_.entries(left).value().size(), 0U) << "asynchronous points have been forgotten";
    EXPECT_THAT(store_.cells("effect/", "", 10).value(), IsEmpty());
  }

  std::string content() {
    std::string all;
    for (const service::InstanceRow& row : store_.instances({}, SIZE_MAX).value())
      for (const service::JournalRow& each : store_.journal(row.key, 1, SIZE_MAX).value())
        all.append(reinterpret_cast<const char*>(each.hash.data()), each.hash.size());
    for (const service::Cell& cell : store_.cells("", "", SIZE_MAX).value())
      all += cell.name + cell.content;
    return all;
  }

  memory::MemoryStore store_;
  std::mt19937_64 random_;
  Site first_;
  Site second_;
  std::string told_;
};

// UMLAUF_SEED=N repeats one seed.
TEST(Simulation, KeepsEveryPromise) {
  const char* wanted = std::getenv("UMLAUF_SEED");
  const std::uint64_t first = wanted == nullptr ? 1 : std::strtoull(wanted, nullptr, 10);
  const std::uint64_t count = wanted == nullptr ? effort(80, 20'000) : 1;
  std::uint64_t faults = 0;
  for (std::uint64_t seed = first; seed < first + count && !HasFailure(); ++seed) {
    SCOPED_TRACE("seed " + std::to_string(seed));
    Simulation simulation(seed);
    simulation.run();
    faults += simulation.faults();
  }
  EXPECT_GT(faults, count * 2) << "too few faults: the test shows little";
}

TEST(Simulation, IsTheSameForTheSameSeed) {
  for (std::uint64_t seed = 1; seed <= 3; ++seed)
    EXPECT_EQ(Simulation(seed).run(), Simulation(seed).run()) << "seed " << seed;
}

}  // namespace
}  // namespace umlauf::tests
