// What SqliteStore says of files that it cannot work with, and its backup.
#include <SQLiteCpp/Database.h>
#include <gtest/gtest.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <unistd.h>

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

Batch journal_of(std::uint64_t key, std::uint64_t sequence, const std::string& content) {
  Batch batch;
  batch.journal = {{InstanceKey(key), sequence, {5}, content, {}}};
  return batch;
}

TEST(SqliteFile, BringsJournalsOfTheFirstVersionUpToDate) {
  const TemporaryFolder folder;
  const std::string path = folder.file("a.db");
  {
    SQLite::Database own(path, SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE);
    ASSERT_TRUE(prepare_schema(own, path, 1).has_value());
    own.exec(
        "UPDATE key_source SET next = 70000000001;"
        "INSERT INTO instance VALUES (1, 2, 1, x'00'), (70000000000, 1, 1, x'00');"
        "INSERT INTO journal VALUES (70000000000, 1, 7, x'03', zeroblob(32)),"
        " (1, 2, 6, x'02', zeroblob(32)), (1, 1, 5, x'01', x'" +
        std::string(64, '1') + "')");
  }
  const auto store = SqliteStore::open(path).value();
  const auto rows = store->journal(InstanceKey(1), 0, 10).value();
  ASSERT_EQ(rows.size(), 2U);
  EXPECT_EQ(rows[0].sequence, 1U);
  EXPECT_EQ(rows[0].content, "\x01");
  EXPECT_EQ(rows[0].hash[31], 0x11);
  EXPECT_EQ(rows[1].sequence, 2U);
  EXPECT_EQ(rows[1].time.milliseconds, 6);
  EXPECT_EQ(store->journal(InstanceKey(1), 2, 10).value().size(), 1U);
  EXPECT_EQ(store->journal(InstanceKey(70'000'000'000), 1, 10).value().size(), 1U);
  EXPECT_TRUE(store->journal(InstanceKey(2), 0, 10).value().empty());
  EXPECT_EQ(store->info().value().schema_version, schema_version());
  EXPECT_TRUE(store->check_integrity().value().empty());
}

TEST(SqliteFile, AJournalHoldsSoManyRowsAndNoMore) {
  const TemporaryFolder folder;
  const auto store = SqliteStore::open(folder.file("a.db")).value();
  const std::uint64_t last = service::kJournalRowsMax;
  ASSERT_TRUE(store->commit(journal_of(1, last, "last")).value().durable());
  ASSERT_TRUE(store->commit(journal_of(2, 1, "first of another")).value().durable());
  EXPECT_EQ(store->commit(journal_of(1, last + 1, "more")).error().code, ErrorCode::Storage);
  const auto rows = store->journal(InstanceKey(1), 0, 10).value();
  ASSERT_EQ(rows.size(), 1U);
  EXPECT_EQ(rows[0].content, "last");
  EXPECT_TRUE(store->journal(InstanceKey(1), last + 1, 10).value().empty());
  ASSERT_TRUE(store->commit(journal_of(kInstanceMax, 1, "the last case")).value().durable());
  EXPECT_EQ(store->journal(InstanceKey(kInstanceMax), 0, 10).value().size(), 1U);
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
  const std::string told = refusal(path);
  EXPECT_NE(told.find("is damaged"), std::string::npos);
  EXPECT_EQ(told.find_first_of("*\n"), std::string::npos) << "one sentence: " << told;
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

// Not even for reading can it be opened then; it was told as an error of the disk.
TEST(SqliteFile, SaysThatTheDiskIsFullWhereItCannotBeOpened) {
  const TemporaryFolder folder;
  const std::string disk = folder.file("disk");
  std::filesystem::create_directory(disk);
  if (::geteuid() != 0 || ::mount("tmpfs", disk.c_str(), "tmpfs", 0, "size=512k") != 0)
    GTEST_SKIP() << "a small disk needs the right to mount";
  const std::string path = disk + "/a.db";
  { fill(*SqliteStore::open(path).value(), 1, 1); }
  std::ofstream(disk + "/rest") << std::string(512 << 10, 'x');
  EXPECT_EQ(refusal(path), "the disk is full: '" + path + "' cannot grow");
  const auto snapshot = SqliteStore::open_snapshot(path);
  EXPECT_FALSE(snapshot.has_value());
  std::filesystem::remove(disk + "/rest");
  {
    const auto store = SqliteStore::open(path);
    EXPECT_EQ(store ? (*store)->instances({}, 10).value().size() : 0, 1U);
  }
  EXPECT_EQ(::umount(disk.c_str()), 0);
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
