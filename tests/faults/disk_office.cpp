#include "tests/faults/disk_office.hpp"

#include <sqlite3.h>

namespace umlauf::tests {
namespace {

sqlite::SqliteOptions options_for(const Disk& disk) {
  sqlite::SqliteOptions options;
  options.checkpoint_bytes = UINT64_MAX;
  options.cache_kib = 256;
  options.busy_timeout_ms = 1;
  options.vfs = disk.vfs();
  return options;
}

}  // namespace

DiskOffice::DiskOffice(const Files& files, std::uint64_t seed, calendar::Instant now)
    : disk(files), clock(now), office(seed, clock, seed % 3 == 0), random_(seed) {
  // The salts in SQLite's log.
  sqlite3_test_control(SQLITE_TESTCTRL_PRNG_SEED, static_cast<int>(seed % 1'000'000 + 1), nullptr);
  office.ledger.tell = [this](const std::string& line) {
    told_.emplace_back(disk.changes(), line);
  };
}

Result<Done> DiskOffice::open() {
  UMLAUF_TRY(store, sqlite::SqliteStore::open(kDatabase, options_for(disk)));
  UMLAUF_TRY(engine, service::Engine::open(*store, clock));
  UMLAUF_CHECK(engine->deploy(office.documents()));
  return Done{};
}

void DiskOffice::close() {
  engine.reset();
  store.reset();
}

void DiskOffice::work() {
  const std::uint64_t chance = random_() % 12;
  if (chance == 0)
    (void)store->maintain();
  else if (chance < 4)
    office.act_together(*engine, 1 + random_() % 6);
  else
    office.act(*engine);
}

Ledger DiskOffice::ledger_at(std::uint64_t changes) const {
  Ledger ledger;
  for (const auto& [when, line] : told_)
    if (when <= changes) ledger.read(line);
  return ledger;
}

std::vector<std::string> audit(const Files& files, const Ledger& ledger) {
  const Disk disk(files);
  const auto store = sqlite::SqliteStore::open(kDatabase, options_for(disk));
  if (!store) return {"it cannot be opened: " + store.error().message.english};
  const auto damages = (*store)->check_integrity();
  if (!damages) return {"it cannot be read: " + damages.error().message.english};
  std::vector<std::string> broken;
  for (const Text& damage : *damages) broken.push_back(damage.english);
  if (!broken.empty()) return broken;
  return ledger.audit(**store);
}

}  // namespace umlauf::tests
