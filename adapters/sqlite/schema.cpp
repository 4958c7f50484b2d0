#include "adapters/sqlite/schema.hpp"

#include <SQLiteCpp/Database.h>
#include <SQLiteCpp/Statement.h>
#include <SQLiteCpp/Transaction.h>
#include <sqlite3.h>

#include <array>

namespace umlauf::sqlite {
namespace {

// Never changed once released; new ones are appended. The views are for people with a database
// tool; the engine does not use them. The kinds are those of service::EntryKind.
constexpr std::array kMigrations = {
    R"sql(
CREATE TABLE instance (
  key INTEGER PRIMARY KEY,
  revision INTEGER NOT NULL,
  definition INTEGER NOT NULL,
  head BLOB NOT NULL
);
CREATE TABLE page (
  instance INTEGER NOT NULL,
  page INTEGER NOT NULL,
  content BLOB NOT NULL,
  PRIMARY KEY (instance, page)
) WITHOUT ROWID;
CREATE TABLE entry (
  kind INTEGER NOT NULL,
  name TEXT NOT NULL,
  position INTEGER NOT NULL,
  instance INTEGER NOT NULL,
  element INTEGER NOT NULL,
  PRIMARY KEY (kind, name, position, instance, element)
) WITHOUT ROWID;
CREATE TABLE journal (
  instance INTEGER NOT NULL,
  sequence INTEGER NOT NULL,
  time INTEGER NOT NULL,
  content BLOB NOT NULL,
  hash BLOB NOT NULL,
  PRIMARY KEY (instance, sequence)
) WITHOUT ROWID;
CREATE TABLE cell (
  name TEXT NOT NULL PRIMARY KEY,
  content BLOB NOT NULL
);
CREATE TABLE key_source (
  next INTEGER NOT NULL
);
INSERT INTO key_source VALUES (1);

CREATE VIEW task AS SELECT name AS list, position AS created, instance, element
  FROM entry WHERE kind = 1;
CREATE VIEW job AS SELECT name AS type, position AS available, instance, element
  FROM entry WHERE kind = 4;
CREATE VIEW timer AS SELECT position AS due, instance, element FROM entry WHERE kind = 5;
CREATE VIEW message_subscription AS SELECT name, position AS since, instance, element
  FROM entry WHERE kind = 7;
CREATE VIEW signal_subscription AS SELECT name, position AS since, instance, element
  FROM entry WHERE kind = 8;
CREATE VIEW incident AS SELECT position AS since, instance, element FROM entry WHERE kind = 9;
)sql",
    // Rows that have a number are appended densely; those without leave a sixth of each page free.
    // The number says which case (above) and which of its rows (the lower 24 bits).
    R"sql(
ALTER TABLE journal RENAME TO journal_before;
CREATE TABLE journal (
  id INTEGER PRIMARY KEY,
  time INTEGER NOT NULL,
  content BLOB NOT NULL,
  hash BLOB NOT NULL,
  instance INTEGER GENERATED ALWAYS AS (id >> 24) VIRTUAL,
  sequence INTEGER GENERATED ALWAYS AS (id & 16777215) VIRTUAL
);
INSERT INTO journal (id, time, content, hash)
  SELECT (instance << 24) | sequence, time, content, hash FROM journal_before
  ORDER BY instance, sequence;
DROP TABLE journal_before;
)sql",
    // Nothing changes here, but older programs would take for damaged what is written since:
    // records without the members that are as they are by default, large values in pages of their
    // own.
    "SELECT 1",
};

int pragma(SQLite::Database& database, const char* name) {
  return database.execAndGet(std::string("PRAGMA ") + name).getInt();
}

struct Found {
  int version = 0;
  bool empty = false;
};

Result<Found> find_schema(SQLite::Database& database, const std::string& path) {
  const int application = pragma(database, "application_id");
  const int version = pragma(database, "user_version");
  const bool empty = database.execAndGet("SELECT count(*) FROM sqlite_schema").getInt() == 0;
  if (application != kApplicationId && !(application == 0 && empty))
    return error(ErrorCode::Storage, "'" + path + "' is a database of another program",
                 "'" + path + "' ist eine Datenbank eines anderen Programms");
  if (version > schema_version())
    return error(ErrorCode::Storage,
                 "'" + path + "' was written by a newer version (schema " +
                     std::to_string(version) + ", this program knows " +
                     std::to_string(schema_version()) + ")",
                 "'" + path + "' wurde von einer neueren Version geschrieben (Schema " +
                     std::to_string(version) + ", dieses Programm kennt " +
                     std::to_string(schema_version()) + ")");
  return Found{version, empty};
}

}  // namespace

int schema_version() { return static_cast<int>(kMigrations.size()); }

Error storage_error(const std::string& path, int code, const std::string& detail) {
  // What every process on a file needs beside it, 32 kB, and who opens it first makes.
  if (code == SQLITE_IOERR_SHMSIZE) code = SQLITE_FULL;
  switch (code & 0xFF) {
    case SQLITE_NOTADB:
      return error(ErrorCode::Storage, "'" + path + "' is damaged or is no SQLite file",
                   "'" + path + "' ist beschädigt oder keine SQLite-Datei");
    case SQLITE_CORRUPT:
      return error(ErrorCode::Storage, "'" + path + "' is damaged: " + detail,
                   "'" + path + "' ist beschädigt: " + detail);
    case SQLITE_CANTOPEN:
      return error(ErrorCode::Storage, "'" + path + "' cannot be opened: " + detail,
                   "'" + path + "' lässt sich nicht öffnen: " + detail);
    case SQLITE_READONLY:
      return error(ErrorCode::Storage, "'" + path + "' may not be written to",
                   "'" + path + "' ist nicht beschreibbar");
    case SQLITE_FULL:
      return error(ErrorCode::Storage, "the disk is full: '" + path + "' cannot grow",
                   "der Datenträger ist voll: '" + path + "' kann nicht wachsen");
    case SQLITE_BUSY:
      return error(ErrorCode::Storage, "'" + path + "' is being written to by another process",
                   "'" + path + "' wird gerade von einem anderen Prozess beschrieben");
    default:
      return error(ErrorCode::Storage, "'" + path + "': " + detail, "'" + path + "': " + detail);
  }
}

Result<Done> check_schema(SQLite::Database& database, const std::string& path) {
  UMLAUF_TRY(const Found found, find_schema(database, path));
  if (found.empty)
    return error(ErrorCode::Storage, "'" + path + "' is empty", "'" + path + "' ist leer");
  if (found.version < schema_version())
    return error(ErrorCode::Storage,
                 "'" + path + "' was written by an older version (schema " +
                     std::to_string(found.version) + "); work on it brings it up to date",
                 "'" + path + "' wurde von einer älteren Version geschrieben (Schema " +
                     std::to_string(found.version) +
                     "); Arbeit daran bringt sie auf den neuen Stand");
  return Done{};
}

Result<Done> prepare_schema(SQLite::Database& database, const std::string& path, int version) {
  // The lock keeps a second process from migrating at the same time.
  SQLite::Transaction first(database, SQLite::TransactionBehavior::IMMEDIATE);
  UMLAUF_TRY(const Found found, find_schema(database, path));
  if (found.empty) database.exec("PRAGMA application_id = " + std::to_string(kApplicationId));
  for (int next = found.version; next < version; ++next) {
    database.exec(kMigrations[static_cast<std::size_t>(next)]);
    database.exec("PRAGMA user_version = " + std::to_string(next + 1));
  }
  first.commit();
  return Done{};
}

}  // namespace umlauf::sqlite
