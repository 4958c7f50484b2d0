#include "adapters/sqlite/sqlite_store.hpp"

#include <SQLiteCpp/Database.h>
#include <fcntl.h>
#include <sqlite3.h>
#include <sys/stat.h>
#include <unistd.h>

#include <atomic>
#include <condition_variable>
#include <mutex>
#include <thread>
#include <type_traits>

#include "adapters/sqlite/connection.hpp"
#include "adapters/sqlite/inspection.hpp"
#include "adapters/sqlite/schema.hpp"

namespace umlauf::sqlite {
namespace {

constexpr int kWrite = SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX;
constexpr int kRead = SQLITE_OPEN_READONLY | SQLITE_OPEN_NOMUTEX;
// A snapshot writes nothing itself, but a file that was not closed must be recovered first.
constexpr int kSnapshot = SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX;
constexpr std::uint64_t kPageSize = 4096;
// A checkpoint beside the writing goes over the log again until fewer pages than these are left.
constexpr int kRestPages = 64;
constexpr int kPassesMax = 8;

std::uint64_t file_size(const std::string& path) {
  struct stat status {};
  return ::stat(path.c_str(), &status) == 0 ? static_cast<std::uint64_t>(status.st_size) : 0;
}

template <typename Work>
auto guarded(const std::string& path, Work work) -> Result<std::invoke_result_t<Work>> {
  try {
    return work();
  } catch (const SQLite::Exception& failure) {
    const int extended = failure.getExtendedErrorCode();
    return storage_error(path, extended > 0 ? extended : failure.getErrorCode(), failure.what());
  } catch (const std::exception& failure) {
    return storage_error(path, SQLITE_ERROR, failure.what());
  }
}

Result<Done> check(SQLite::Database& database, const std::string& path, const char* pragma) {
  const std::string found = database.execAndGet(pragma).getString();
  if (found != "ok") return storage_error(path, SQLITE_CORRUPT, damage_told(found));
  return Done{};
}

Error only_for_reading(const std::string& path) {
  return error(ErrorCode::Storage, "'" + path + "' is open for reading only",
               "'" + path + "' ist nur zum Lesen geöffnet");
}

}  // namespace

void make_private_file(const std::string& path, int flags) {
  const int file = ::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC | flags, 0600);
  if (file >= 0) ::close(file);
}

SQLite::Database open_connection(const std::string& path, int flags, const SqliteOptions& options) {
  SQLite::Database database(path, flags, options.busy_timeout_ms, options.vfs);
  database.exec("PRAGMA synchronous = FULL");
  database.exec("PRAGMA cache_size = -" + std::to_string(options.cache_kib));
  database.exec("PRAGMA temp_store = MEMORY");
  database.exec("PRAGMA foreign_keys = OFF");
  // What is deleted, the key of an erased case above all, is overwritten with zeros. Debian's
  // library does so anyway, others do not.
  database.exec("PRAGMA secure_delete = ON");
  return database;
}

struct SqliteStore::Parts {
  Parts(const std::string& file, const SqliteOptions& wanted, int flags)
      : path(file), options(wanted), database(open_connection(file, flags, wanted)) {}

  // A connection for reading beside the writer, with a thread's exclusive use of it.
  struct Connection {
    Connection(const std::string& path, const SqliteOptions& options)
        : database(open_connection(path, kRead, options)), reader(database) {}
    SQLite::Database database;
    Reader reader;
  };

  std::unique_ptr<Connection> take_reader() {
    {
      const std::lock_guard lock(readers_mutex);
      if (!readers.empty()) {
        auto connection = std::move(readers.back());
        readers.pop_back();
        return connection;
      }
    }
    return std::make_unique<Connection>(path, options);
  }
  void give_back(std::unique_ptr<Connection> connection) {
    const std::lock_guard lock(readers_mutex);
    readers.push_back(std::move(connection));
  }

  // Reads through the writer's connection, whose cache is warm, where nobody writes at the moment;
  // a snapshot has no other.
  template <typename Work>
  auto read(Work work) {
    std::unique_lock lock(write_mutex, std::defer_lock);
    if (writer == nullptr) lock.lock();
    if (lock.owns_lock() || lock.try_lock()) {
      return guarded(path, [&] {
        try {
          return work(*own_reader);
        } catch (...) {
          own_reader->reset();
          throw;
        }
      });
    }
    return guarded(path, [&] {
      auto connection = take_reader();
      auto result = work(connection->reader);  // a connection that failed is not used again
      give_back(std::move(connection));
      return result;
    });
  }

  template <typename Work>
  auto inspect(Work work);

  void checkpoint_when_large();
  void checkpoint();
  void run_checkpoints();

  const std::string path;
  const SqliteOptions options;
  std::mutex write_mutex;  // guards the four below
  SQLite::Database database;
  std::unique_ptr<Writer> writer;  // nullptr: a snapshot
  std::unique_ptr<Reader> own_reader;
  std::atomic<int> log_pages = 0;  // in the write-ahead log after the last commit

  std::mutex readers_mutex;
  std::vector<std::unique_ptr<Connection>> readers;

  // The thread that copies the log into the file beside the writing; made when first needed.
  std::mutex checkpoint_mutex;
  std::condition_variable checkpoint_wanted;
  bool checkpoint_due = false;
  bool closing = false;
  std::thread checkpointer;
};

// Called after a commit.
void SqliteStore::Parts::checkpoint_when_large() {
  const auto bytes = static_cast<std::uint64_t>(log_pages) * kPageSize;
  if (bytes < options.checkpoint_bytes) return;
  const std::lock_guard lock(checkpoint_mutex);
  if (checkpoint_due) return;
  checkpoint_due = true;
  if (!checkpointer.joinable()) checkpointer = std::thread([this] { run_checkpoints(); });
  checkpoint_wanted.notify_one();
}

// Most of the log beside the writing, in passes each of which finds less than the one before; then
// the rest, which is short, while nobody writes, so that the next commit begins the log anew
// instead of growing it for ever.
void SqliteStore::Parts::checkpoint() {
  const auto copied = [](SQLite::Database& own) {
    int pages = 0;
    sqlite3_wal_checkpoint_v2(own.getHandle(), nullptr, SQLITE_CHECKPOINT_PASSIVE, nullptr, &pages);
    return pages;
  };
  try {
    SQLite::Database own = open_connection(path, kWrite, options);
    for (int pass = 0; pass < kPassesMax; ++pass) {
      const int done = copied(own);
      if (log_pages - done < kRestPages) break;  // what has come meanwhile counts
    }
    const std::lock_guard lock(write_mutex);
    (void)copied(own);
  } catch (const SQLite::Exception&) {
    // The log merely stays longer; the next commit asks again.
  }
}

void SqliteStore::Parts::run_checkpoints() {
  std::unique_lock lock(checkpoint_mutex);
  for (;;) {
    checkpoint_wanted.wait(lock, [this] { return checkpoint_due || closing; });
    if (closing) return;
    lock.unlock();
    checkpoint();
    lock.lock();
    checkpoint_due = false;
  }
}

SqliteStore::SqliteStore(std::unique_ptr<Parts> parts) : parts_(std::move(parts)) {}

SqliteStore::~SqliteStore() {
  if (!parts_->checkpointer.joinable()) return;
  {
    const std::lock_guard lock(parts_->checkpoint_mutex);
    parts_->closing = true;
  }
  parts_->checkpoint_wanted.notify_all();
  parts_->checkpointer.join();
}

Result<std::unique_ptr<SqliteStore>> SqliteStore::open(const std::string& path,
                                                       const SqliteOptions& options) {
  if (options.vfs.empty()) make_private_file(path);
  const auto opened = [&]() -> Result<std::unique_ptr<SqliteStore>> {
    auto parts = std::make_unique<Parts>(path, options, kWrite);
    UMLAUF_CHECK(prepare_schema(parts->database, path, schema_version()));
    if (parts->database.execAndGet("PRAGMA journal_mode = WAL").getString() != "wal")
      return storage_error(path, SQLITE_ERROR, "this file system does not allow a write-ahead log");
    if (file_size(path) <= options.check_bytes_max)
      UMLAUF_CHECK(check(parts->database, path, "PRAGMA quick_check(1)"));
    parts->writer = std::make_unique<Writer>(parts->database);
    parts->own_reader = std::make_unique<Reader>(parts->database);
    parts->database.exec("PRAGMA wal_autocheckpoint = 0");
    sqlite3_wal_hook(
        parts->database.getHandle(),
        [](void* pages, sqlite3*, const char*, int count) {
          *static_cast<std::atomic<int>*>(pages) = count;
          return SQLITE_OK;
        },
        &parts->log_pages);
    return std::unique_ptr<SqliteStore>(new SqliteStore(std::move(parts)));
  };
  auto result = guarded(path, opened);
  if (!result) return result.error();
  return std::move(*result);
}

Result<std::unique_ptr<SqliteStore>> SqliteStore::open_snapshot(const std::string& path,
                                                                const SqliteOptions& options) {
  auto result = guarded(path, [&]() -> Result<std::unique_ptr<SqliteStore>> {
    auto parts = std::make_unique<Parts>(path, options, kSnapshot);
    parts->database.exec("BEGIN");
    UMLAUF_CHECK(check_schema(parts->database, path));  // the first to read fixes the moment
    parts->own_reader = std::make_unique<Reader>(parts->database);
    return std::unique_ptr<SqliteStore>(new SqliteStore(std::move(parts)));
  });
  if (!result) return result.error();
  return std::move(*result);
}

Result<service::Committed> SqliteStore::commit(const service::Batch& batch) {
  if (parts_->writer == nullptr) return only_for_reading(parts_->path);
  auto result = guarded(parts_->path, [&] {
    const std::lock_guard lock(parts_->write_mutex);
    try {
      return parts_->writer->commit(batch);
    } catch (...) {
      parts_->writer->reset();
      throw;
    }
  });
  parts_->checkpoint_when_large();
  return result;
}

Result<std::uint64_t> SqliteStore::reserve_keys(std::uint64_t count) {
  if (parts_->writer == nullptr) return only_for_reading(parts_->path);
  return guarded(parts_->path, [&] {
    const std::lock_guard lock(parts_->write_mutex);
    try {
      return parts_->writer->reserve_keys(count);
    } catch (...) {
      parts_->writer->reset();
      throw;
    }
  });
}

Result<std::optional<service::StoredInstance>> SqliteStore::load(service::InstanceKey instance) {
  return parts_->read([&](Reader& reader) { return reader.load(instance); });
}

Result<std::vector<service::InstanceRow>> SqliteStore::instances(service::InstanceKey after,
                                                                 std::size_t limit) {
  return parts_->read([&](Reader& reader) { return reader.instances(after, limit); });
}

Result<std::vector<service::Entry>> SqliteStore::entries(const service::EntryScan& scan) {
  return parts_->read([&](Reader& reader) { return reader.entries(scan); });
}

Result<std::vector<service::JournalRow>> SqliteStore::journal(service::InstanceKey instance,
                                                              std::uint64_t from,
                                                              std::size_t limit) {
  return parts_->read([&](Reader& reader) { return reader.journal(instance, from, limit); });
}

Result<std::vector<service::Cell>> SqliteStore::cells(std::string_view prefix,
                                                      std::string_view after, std::size_t limit) {
  return parts_->read([&](Reader& reader) { return reader.cells(prefix, after, limit); });
}

Result<Done> SqliteStore::maintain() {
  if (parts_->writer != nullptr) parts_->checkpoint();
  return Done{};
}

// Those who look at everything do so beside the writer, through a connection of their own.
template <typename Work>
auto SqliteStore::Parts::inspect(Work work) {
  return guarded(path, [&] {
    if (writer == nullptr) {
      const std::lock_guard lock(write_mutex);
      return work(database);
    }
    SQLite::Database own = open_connection(path, kRead, options);
    own.exec("BEGIN");
    return work(own);
  });
}

Result<std::vector<Text>> SqliteStore::check_integrity() { return parts_->inspect(damages); }

Result<StoreInfo> SqliteStore::info() { return parts_->inspect(read_info); }

Result<Done> SqliteStore::back_up(const std::string& path) {
  auto result = parts_->inspect([&](SQLite::Database& source) { return copy_into(source, path); });
  if (!result) return result.error();
  return std::move(*result);
}

}  // namespace umlauf::sqlite
