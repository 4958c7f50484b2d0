#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "engine/service/store.hpp"

namespace umlauf::sqlite {

struct SqliteOptions {
  /// Wait so long where another process writes to the same file.
  int busy_timeout_ms = 10'000;
  /// Size of the write-ahead log from which a checkpoint runs, beside the writing.
  std::uint64_t checkpoint_bytes = 4 << 20;
  int cache_kib = 64 << 10;
  /// Look through the whole file for damage when it is opened, up to this size; larger files are
  /// checked by `check_integrity`.
  std::uint64_t check_bytes_max = 8 << 20;
  /// A VFS that the program has registered with SQLite (sqlite3_vfs_register), to lie beneath the
  /// store; empty: the operating system's files.
  std::string vfs = {};
};

/// A file in figures.
struct StoreInfo {
  int schema_version = 0;
  std::uint64_t bytes = 0;       ///< of the file, without the write-ahead log
  std::uint64_t bytes_free = 0;  ///< in it, for what comes next
  std::uint64_t instances = 0;
  std::uint64_t live = 0;  ///< instances that have not ended
  std::uint64_t tasks = 0;
  std::uint64_t timers = 0;
  std::uint64_t incidents = 0;
  std::uint64_t journal_rows = 0;
  std::uint64_t next_key = 0;  ///< the next number to be given out
};

/// A store in one SQLite file (with its `-wal` and `-shm` beside it): write-ahead log, synchronous
/// FULL, so that what was committed survives a power failure. Readers work beside the writer.
/// Several processes may open the same file.
class SqliteStore final : public service::Store {
 public:
  /// Opens the file, or makes it (readable by its owner alone), and brings an older schema up to
  /// date. Errors, all Storage: no such folder, not allowed, damaged, not Umlauf's, written by a
  /// newer version; the message says which.
  static Result<std::unique_ptr<SqliteStore>> open(const std::string& path,
                                                   const SqliteOptions& options = {});
  /// The file as it stands at this moment, for reading beside whoever writes to it: what others
  /// commit later is not seen, `commit` and `reserve_keys` are refused. It is neither made nor
  /// brought up to date. Errors, all Storage: those of `open`, not there, of an older version.
  static Result<std::unique_ptr<SqliteStore>> open_snapshot(const std::string& path,
                                                            const SqliteOptions& options = {});
  ~SqliteStore() override;

  Result<service::Committed> commit(const service::Batch& batch) override;
  Result<std::optional<service::StoredInstance>> load(service::InstanceKey instance) override;
  Result<std::vector<service::InstanceRow>> instances(service::InstanceKey after,
                                                      std::size_t limit) override;
  Result<std::vector<service::Entry>> entries(const service::EntryScan& scan) override;
  Result<std::vector<service::JournalRow>> journal(service::InstanceKey instance,
                                                   std::uint64_t from, std::size_t limit) override;
  Result<std::vector<service::Cell>> cells(std::string_view prefix, std::string_view after,
                                           std::size_t limit) override;
  Result<std::uint64_t> reserve_keys(std::uint64_t count) override;
  Result<Done> maintain() override;

  /// Reads the whole file and names its damages (PRAGMA integrity_check) and rows that lead
  /// nowhere; what the rows mean is for service::check_store to judge.
  Result<std::vector<Text>> check_integrity();
  /// Copies the store as it is at one moment into a new file, while it is being used. The file has
  /// its name only when it is whole and durable. Errors: Storage where the name is taken.
  Result<Done> back_up(const std::string& path);
  /// Counts all rows.
  Result<StoreInfo> info();

 private:
  struct Parts;
  explicit SqliteStore(std::unique_ptr<Parts> parts);
  std::unique_ptr<Parts> parts_;
};

}  // namespace umlauf::sqlite
