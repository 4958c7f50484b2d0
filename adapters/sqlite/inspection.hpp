#pragma once

#include <string>
#include <vector>

#include "adapters/sqlite/sqlite_store.hpp"

namespace SQLite {
class Database;
}

/// What an administrator asks of a file as a whole. Like connection.hpp, everything here throws
/// SQLite::Exception; the store catches.
namespace umlauf::sqlite {

/// What a check of SQLite's says, without the heading that names the database.
std::string damage_told(std::string message);

/// Damage of the file (PRAGMA integrity_check) and rows that lead nowhere.
std::vector<Text> damages(SQLite::Database& database);

StoreInfo read_info(SQLite::Database& database);

/// Writes the file `path` anew with all that `source` sees: first under another name, so that a
/// file under this name is always whole. Errors: Storage where there is such a file already.
Result<Done> copy_into(SQLite::Database& source, const std::string& path);

}  // namespace umlauf::sqlite
