// What SqliteStore says of files that it cannot work with, and its backup.
#include <SQLiteCpp/Database.h>
#include <gtest/gtest.h>
#include <sys/stat.h>

#include <fstream>

#include "adapters/sqlite/schema.hpp"
#include "tests/contract/stores.hpp"

namespace umlauf::sqlite {
namespace {

using service::Batch;
using service::EntryKind;
using service::InstanceKey;
using tests::TemporaryFolder;

std::string refusal(const std::string& path) {
  auto opened = SqliteStore::open(path);
  if (opened) return "opened";
  EXPECT_EQ(opened.error().code, ErrorCode::Storage);
  return opened.error().message.english;
}

void fill(service::Store& store, std::uint64_t first, std::uint64_t count) {
  Batch batch;
  for (std::uint64_t key = first; key < first + count; ++key) {
    batch.instances.push_back(
        {{InstanceKey(key), 1, service::DefinitionKey(1), std::string(200, 'x')}, 0});
    batch.entries_added.push_back({EntryKind::Task, "", 1, InstanceKey(key), {}});
  }
  ASSERT_TRUE(store.commit(batch).value().durable());
}

TEST(SqliteFile, RefusesWhatIsNoDatabase) {
  const TemporaryFolder folder;
  std::ofstream(folder.file("a.db")) << std::string(5000, 'z');
  EXPECT_EQ(refusal(folder.file("a.db")),
            "'" + folder.file("a.db") + "' is damaged or is no SQLite file");
}

TEST(SqliteFile, RefusesAnotherProgramsDatabaseAndLeavesItAsItIs) {
  const TemporaryFolder folder;
  const std::string path = folder.file("a.db");
  {
    SQLite::Database other(path, SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE);
    other.exec("CREATE TABLE recipes (name TEXT)");
  }
  EXPECT_EQ(refusal(path), "'" + path + "' is a database of another program");
  SQLite::Database other(path, SQLite::OPEN_READONLY);
  EXPECT_EQ(other.execAndGet("SELECT count(*) FROM sqlite_schema").getInt(), 1);
  EXPECT_EQ(other.execAndGet("PRAGMA journal_mode").getString(), "delete");
}

TEST(SqliteFile, RefusesWhatANewerVersionWrote) {
  const TemporaryFolder folder;
  const std::string path = folder.file("a.db");
  ASSERT_TRUE(SqliteStore::open(path).has_value());
  {
    SQLite::Database own(path, SQLite::OPEN_READWRITE);
    own.exec("PRAGMA user_version = 99");
  }
  EXPECT_NE(refusal(path).find("was written by a newer version (schema 99"), std::string::npos);
}

TEST(SqliteFile, RefusesADamagedFile) {
  const TemporaryFolder folder;
  const std::string path = folder.file("a.db");
  {
    auto store = SqliteStore::open(path).value();
    fill(*store, 1, 2000);
  }
  {
    std::fstream file(path, std::ios::in | std::ios::out | std::ios::binary);
    file.seekp(4096 * 20);
    file << std::string(4096 * 4, '\x5a');
  }
  EXPECT_NE(refusal(path).find("is damaged"), std::string::npos);
}

TEST(SqliteFile, RefusesACutOffFile) {
  const TemporaryFolder folder;
  const std::string path = folder.file("a.db");
  {
    auto store = SqliteStore::open(path).value();
    fill(*store, 1, 2000);
  }
  std::filesystem::resize_file(path, 4096 * 30);
  EXPECT_NE(refusal(path).find("is damaged"), std::string::npos);
}

TEST(SqliteFile, SaysWhereThereIsNoFolder) {
  const TemporaryFolder folder;
  EXPECT_NE(refusal(folder.file("no/such/a.db")).find("cannot be opened"), std::string::npos);
}

TEST(SqliteFile, IsReadableByItsOwnerAlone) {
  const TemporaryFolder folder;
  auto store = SqliteStore::open(folder.file("a.db")).value();
  fill(*store, 1, 1);
  for (const char* suffix : {"", "-wal", "-shm"}) {
    struct stat status {};
    ASSERT_EQ(::stat((folder.file("a.db") + suffix).c_str(), &status), 0) << suffix;
    EXPECT_EQ(status.st_mode & 0777, 0600U) << suffix;
  }
}

TEST(SqliteFile, TwoStoresOnOneFileSeeEachOthersCommits) {
  const TemporaryFolder folder;
  auto one = SqliteStore::open(folder.file("a.db")).value();
  auto two = SqliteStore::open(folder.file("a.db")).value();
  fill(*one, 1, 3);
  fill(*two, 4, 3);
  EXPECT_EQ(one->instances({}, 100).value().size(), 6U);
  EXPECT_EQ(two->instances({}, 100).value().size(), 6U);
  EXPECT_NE(one->reserve_keys(5).value(), two->reserve_keys(5).value());
}

TEST(SqliteFile, ABackupIsTheStoreAtOneMoment) {
  const TemporaryFolder folder;
  auto store = SqliteStore::open(folder.file("a.db")).value();
  fill(*store, store->reserve_keys(1000).value(), 500);
  ASSERT_TRUE(store->back_up(folder.file("b.db")).has_value());
  fill(*store, 501, 500);
  auto copy = SqliteStore::open(folder.file("b.db")).value();
  EXPECT_EQ(copy->instances({}, 10'000).value().size(), 500U);
  EXPECT_EQ(copy->check_integrity().value(), std::vector<Text>());
  EXPECT_EQ(store->check_integrity().value(), std::vector<Text>());
  const auto again = store->back_up(folder.file("b.db"));
  ASSERT_FALSE(again.has_value());
  EXPECT_NE(again.error().message.english.find("is there already"), std::string::npos);
  EXPECT_FALSE(std::filesystem::exists(folder.file("b.db.partial")));
}

TEST(SqliteFile, TheLogStaysShortUnderSteadyWriting) {
  const TemporaryFolder folder;
  SqliteOptions options;
  options.checkpoint_bytes = 256 << 10;
  auto store = SqliteStore::open(folder.file("a.db"), options).value();
  for (std::uint64_t round = 0; round < 60; ++round) {
    fill(*store, 1 + round * 500, 500);
    if (round % 10 == 9) {
      ASSERT_TRUE(store->maintain().has_value());
    }
  }
  // 60 * 500 rows are well over 6 MB; the log is begun anew again and again.
  EXPECT_LT(std::filesystem::file_size(folder.file("a.db-wal")), 4U << 20);
}

}  // namespace
}  // namespace umlauf::sqlite
