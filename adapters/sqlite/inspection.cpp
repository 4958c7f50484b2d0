#include "adapters/sqlite/inspection.hpp"

#include <SQLiteCpp/Backup.h>
#include <SQLiteCpp/Database.h>
#include <SQLiteCpp/Statement.h>
#include <fcntl.h>
#include <sqlite3.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <filesystem>

#include "adapters/sqlite/connection.hpp"
#include "adapters/sqlite/schema.hpp"

namespace umlauf::sqlite {
namespace {

constexpr int kDamagesMax = 100;

// Rows that would never be read again, or numbers that would be given out twice. Each statement
// yields one number: how many there are.
struct Rule {
  const char* count;
  const char* english;
  const char* german;
};
constexpr Rule kRules[] = {
    {"SELECT count(*) FROM page WHERE instance NOT IN (SELECT key FROM instance)",
     "pages belong to no instance", "Seiten gehören zu keiner Instanz"},
    {"SELECT count(*) FROM journal WHERE instance NOT IN (SELECT key FROM instance)",
     "journal rows belong to no instance", "Journalzeilen gehören zu keiner Instanz"},
    {"SELECT abs((SELECT count(*) FROM key_source) - 1)",
     "rows too many or too few say which number is next",
     "Zeilen zu viel oder zu wenig nennen die nächste Nummer"},
    {"SELECT count(*) FROM instance WHERE key >= (SELECT min(next) FROM key_source)",
     "instances have numbers that are yet to be given out",
     "Instanzen haben Nummern, die erst noch vergeben werden"},
    // Catalog cells end in their number, in sixteen hexadecimal digits.
    {"SELECT count(*) FROM cell, (SELECT printf('%016x', min(next)) AS next FROM key_source) "
     "WHERE (name >= 'process/' || next AND name < 'process0') "
     "OR (name >= 'decision/' || next AND name < 'decision0') "
     "OR (name >= 'deployment/' || next AND name < 'deployment0')",
     "deployed documents have numbers that are yet to be given out",
     "deployte Dokumente haben Nummern, die erst noch vergeben werden"},
};

std::uint64_t count(SQLite::Database& database, const std::string& sql) {
  return static_cast<std::uint64_t>(database.execAndGet(sql).getInt64());
}

bool sync_folder(const std::string& path) {
  std::string folder = std::filesystem::path(path).parent_path().string();
  if (folder.empty()) folder = ".";
  const int file = ::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (file < 0) return false;
  const bool done = ::fsync(file) == 0;
  ::close(file);
  return done;
}

// Fails with EEXIST where somebody else has made a file of this name in the meantime; some file
// systems (of USB sticks) cannot tell.
bool move_to_free_name(const std::string& from, const std::string& to) {
  if (::renameat2(AT_FDCWD, from.c_str(), AT_FDCWD, to.c_str(), RENAME_NOREPLACE) == 0) return true;
  return errno == EINVAL && ::rename(from.c_str(), to.c_str()) == 0;
}

Error already_there(const std::string& path) {
  return error(ErrorCode::Storage, "'" + path + "' is there already",
               "'" + path + "' gibt es schon");
}

Error not_written(const std::string& path) {
  return storage_error(path, SQLITE_IOERR, "the file cannot be written");
}

}  // namespace

std::string damage_told(std::string message) {
  if (message.starts_with("*** ")) message.erase(0, message.find('\n') + 1);
  return message;
}

std::vector<Text> damages(SQLite::Database& database) {
  std::vector<Text> found;
  SQLite::Statement check(database, "PRAGMA integrity_check(" + std::to_string(kDamagesMax) + ")");
  while (check.executeStep()) {
    const std::string message = damage_told(check.getColumn(0).getString());
    if (message != "ok") found.push_back({message, message});
  }
  if (!found.empty()) return found;  // what is read from a damaged file says nothing
  for (const Rule& rule : kRules)
    if (const std::uint64_t rows = count(database, rule.count); rows > 0)
      found.push_back(
          {std::to_string(rows) + " " + rule.english, std::to_string(rows) + " " + rule.german});
  return found;
}

StoreInfo read_info(SQLite::Database& database) {
  StoreInfo info;
  info.schema_version = database.execAndGet("PRAGMA user_version").getInt();
  const std::uint64_t page = count(database, "PRAGMA page_size");
  info.bytes = count(database, "PRAGMA page_count") * page;
  info.bytes_free = count(database, "PRAGMA freelist_count") * page;
  const auto entries = [&](service::EntryKind kind) {
    return count(database, "SELECT count(*) FROM entry WHERE kind = " +
                               std::to_string(static_cast<int>(kind)));
  };
  info.instances = count(database, "SELECT count(*) FROM instance");
  info.live = entries(service::EntryKind::Live);
  info.tasks = count(database, "SELECT count(*) FROM entry WHERE name = '' AND kind = " +
                                   std::to_string(static_cast<int>(service::EntryKind::Task)));
  info.timers = entries(service::EntryKind::Timer) + entries(service::EntryKind::StartTimer);
  info.incidents = entries(service::EntryKind::Incident);
  info.journal_rows = count(database, "SELECT count(*) FROM journal");
  info.next_key = count(database, "SELECT next FROM key_source");
  return info;
}

Result<Done> copy_into(SQLite::Database& source, const std::string& path) {
  struct stat status {};
  if (::stat(path.c_str(), &status) == 0) return already_there(path);
  const std::string partial = path + ".partial";
  make_private_file(partial, O_TRUNC);
  try {
    SQLite::Database target(partial, SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE);
    SQLite::Backup(target, source).executeStep(-1);
  } catch (...) {
    (void)std::remove(partial.c_str());
    throw;
  }
  if (!move_to_free_name(partial, path)) {
    const bool there = errno == EEXIST;
    (void)std::remove(partial.c_str());
    return there ? already_there(path) : not_written(path);
  }
  if (!sync_folder(path)) return not_written(path);
  return Done{};
}

}  // namespace umlauf::sqlite
