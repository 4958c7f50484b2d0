#pragma once

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "adapters/sqlite/sqlite_store.hpp"
#include "tests/faults/disk.hpp"
#include "tests/faults/office.hpp"

namespace umlauf::tests {

inline constexpr const char* kDatabase = "office.db";

/// An office at work on an SQLite file that lies on a Disk. Checkpoints come when it wants them, so
/// that all happens in one thread and in the same order every time.
class DiskOffice {
 public:
  DiskOffice(const Files& files, std::uint64_t seed, calendar::Instant now);

  /// Opens store and engine, and deploys. Errors: what the store says.
  Result<Done> open();
  void close();
  /// A random piece of work: one request, a group of them, or a checkpoint.
  void work();
  /// What the ledger said when there had been so many changes on the disk.
  Ledger ledger_at(std::uint64_t changes) const;

  Disk disk;
  service::ManualClock clock;
  Office office;
  std::unique_ptr<sqlite::SqliteStore> store;
  std::unique_ptr<service::Engine> engine;

 private:
  std::mt19937_64 random_;
  std::vector<std::pair<std::uint64_t, std::string>> told_;
};

/// Opens what lies on a disk and says what is wrong with it: it cannot be opened, it is damaged,
/// a promise of the ledger is broken.
std::vector<std::string> audit(const Files& files, const Ledger& ledger);

}  // namespace umlauf::tests
