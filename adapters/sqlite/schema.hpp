#pragma once

#include <string>

#include "engine/base/result.hpp"

namespace SQLite {
class Database;
}

namespace umlauf::sqlite {

/// Marks the files of Umlauf (PRAGMA application_id): "UMLF".
inline constexpr int kApplicationId = 0x554D4C46;

/// How many migrations there are; the version (PRAGMA user_version) of an up-to-date file.
int schema_version();

/// Refuses what is not ours or newer, makes what is empty, migrates what is older, all in one
/// transaction: a crash leaves the old schema or the new one. `version`: stop there (tests of
/// migrations).
Result<Done> prepare_schema(SQLite::Database& database, const std::string& path, int version);

/// Refuses what is not ours, newer or older.
Result<Done> check_schema(SQLite::Database& database, const std::string& path);

/// The error that a library's exception or result code stands for.
Error storage_error(const std::string& path, int code, const std::string& detail);

}  // namespace umlauf::sqlite
