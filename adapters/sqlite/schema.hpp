#pragma once

#include <cstdint>
#include <string>

#include "engine/base/result.hpp"
#include "engine/service/store.hpp"

namespace SQLite {
class Database;
}

namespace umlauf::sqlite {

/// The number of a journal row: the case above, which of its rows below. Case 0 has none.
inline constexpr int kSequenceBits = 24;
static_assert(service::kJournalRowsMax < std::uint64_t{1} << kSequenceBits);
// One less than fits, so that the number behind its rows fits as well.
inline constexpr std::uint64_t kInstanceMax = (std::uint64_t{1} << (63 - kSequenceBits)) - 2;
constexpr std::int64_t journal_id(std::uint64_t instance, std::uint64_t sequence) {
  return static_cast<std::int64_t>(instance << kSequenceBits | sequence);
}

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

/// The error that a library's exception or (extended) result code stands for.
Error storage_error(const std::string& path, int code, const std::string& detail);

}  // namespace umlauf::sqlite
