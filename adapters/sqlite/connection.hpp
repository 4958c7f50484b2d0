#pragma once

#include <SQLiteCpp/Database.h>
#include <SQLiteCpp/Statement.h>

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "adapters/sqlite/sqlite_store.hpp"

/// What the store's connections consist of. Everything here throws SQLite::Exception; the store
/// catches.
namespace umlauf::sqlite {

/// Makes the file where it is not there, readable by its owner alone: the cases in it are nobody
/// else's business. SQLite gives `-wal` and `-shm` the same mode. `flags`: of open(2), in addition.
void make_private_file(const std::string& path, int flags = 0);

/// Opens a connection with the store's settings.
SQLite::Database open_connection(const std::string& path, int flags, const SqliteOptions& options);

/// Reads, through prepared statements. Used by one thread at a time.
class Reader {
 public:
  explicit Reader(SQLite::Database& database);

  std::optional<service::StoredInstance> load(service::InstanceKey instance);
  std::vector<service::InstanceRow> instances(service::InstanceKey after, std::size_t limit);
  std::vector<service::Entry> entries(const service::EntryScan& scan);
  std::vector<service::JournalRow> journal(service::InstanceKey instance, std::uint64_t from,
                                           std::size_t limit);
  std::vector<service::Cell> cells(std::string_view prefix, std::string_view after,
                                   std::size_t limit);
  /// After an exception: makes every statement usable again.
  void reset();

 private:
  void read_pages(service::InstanceKey instance, std::vector<service::PageRow>& pages);

  SQLite::Statement instance_;
  SQLite::Statement pages_;
  SQLite::Statement instances_;
  SQLite::Statement list_up_;
  SQLite::Statement list_down_;
  SQLite::Statement kind_up_;
  SQLite::Statement kind_down_;
  SQLite::Statement journal_;
  SQLite::Statement cells_;
};

/// Writes one batch in one transaction, through prepared statements.
class Writer {
 public:
  explicit Writer(SQLite::Database& database);

  service::Committed commit(const service::Batch& batch);
  std::uint64_t reserve_keys(std::uint64_t count);
  /// After an exception: rolls back and makes every statement usable again.
  void reset();

 private:
  bool guards_hold(const service::Batch& batch);
  std::vector<service::InstanceKey> write_instances(const service::Batch& batch);
  void write_entries(const service::Batch& batch);
  void write_rest(const service::Batch& batch);

  SQLite::Statement begin_;
  SQLite::Statement commit_;
  SQLite::Statement rollback_;
  SQLite::Statement guard_;
  SQLite::Statement insert_instance_;
  SQLite::Statement update_instance_;
  SQLite::Statement put_page_;
  SQLite::Statement remove_page_;
  SQLite::Statement add_entry_;
  SQLite::Statement remove_entry_;
  SQLite::Statement add_journal_;
  SQLite::Statement put_cell_;
  SQLite::Statement remove_cell_;
  SQLite::Statement reserve_;
  SQLite::Database& database_;
};

}  // namespace umlauf::sqlite
