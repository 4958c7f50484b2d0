// What every store promises (engine/service/store.hpp). A new store joins the list at the end.
#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <map>
#include <random>
#include <set>
#include <thread>

#include "tests/contract/faulty_store.hpp"
#include "tests/contract/postgres_server.hpp"
#include "tests/contract/stores.hpp"

namespace umlauf::service {

void PrintTo(const Entry& entry, std::ostream* out) {
  *out << static_cast<int>(entry.kind) << "/" << entry.name << "@" << entry.position << ":"
       << entry.instance.value() << "." << entry.element.value();
}

namespace {

using tests::FaultyStore;
using tests::StoreUnderTest;

constexpr std::size_t kAll = 1'000'000;

InstanceWrite write(std::uint64_t key, std::uint64_t revision, Bytes head, std::uint64_t expected) {
  return {{InstanceKey(key), revision, DefinitionKey(7), std::move(head)}, expected};
}

JournalRow row(std::uint64_t key, std::uint64_t sequence, Bytes content, const Digest& previous) {
  JournalRow made{InstanceKey(key),
                  sequence,
                  {1000 + static_cast<std::int64_t>(sequence)},
                  std::move(content),
                  {}};
  made.hash = journal_hash(previous, made);
  return made;
}

Entry entry(EntryKind kind, std::string name, std::int64_t position, std::uint64_t instance,
            std::uint64_t element = 1) {
  return {kind, std::move(name), position, InstanceKey(instance), ElementKey(element)};
}

bool durable(Result<Committed> result) { return result.has_value() && result->durable(); }

using MakeStore = std::unique_ptr<StoreUnderTest> (*)();

class StoreContract : public ::testing::TestWithParam<std::pair<const char*, MakeStore>> {
 protected:
  void SetUp() override { under_test_ = GetParam().second(); }
  Store& store() { return under_test_->store(); }
  void reopen() { under_test_->reopen(); }
  std::vector<Entry> scan(const EntryScan& wanted) { return store().entries(wanted).value(); }

 private:
  std::unique_ptr<StoreUnderTest> under_test_;
};

TEST_P(StoreContract, IsEmptyAtFirst) {
  EXPECT_FALSE(store().load(InstanceKey(1)).value().has_value());
  EXPECT_TRUE(store().instances({}, kAll).value().empty());
  EXPECT_TRUE(scan({.kind = EntryKind::Task, .limit = kAll}).empty());
  EXPECT_TRUE(store().journal(InstanceKey(1), 0, kAll).value().empty());
  EXPECT_TRUE(store().cells("", "", kAll).value().empty());
}

TEST_P(StoreContract, KeepsAnInstanceWithPagesAndItsChain) {
  const JournalRow first = row(5, 1, "a", {});
  const JournalRow second = row(5, 2, std::string("\0b", 2), first.hash);
  Batch batch;
  batch.instances = {write(5, 2, std::string("he\0ad", 5), 0)};
  batch.pages = {{InstanceKey(5), 1, "p1"}, {InstanceKey(5), 9, std::string(20'000, 'x')}};
  batch.journal = {first, second};
  ASSERT_TRUE(durable(store().commit(batch)));
  reopen();
  const auto stored = store().load(InstanceKey(5)).value();
  ASSERT_TRUE(stored.has_value());
  EXPECT_EQ(stored->row, batch.instances[0].row);
  EXPECT_EQ(stored->pages, batch.pages);
  EXPECT_EQ(stored->chain, second.hash);
  EXPECT_EQ(store().journal(InstanceKey(5), 0, kAll).value(), batch.journal);
  EXPECT_EQ(store().journal(InstanceKey(5), 2, kAll).value(), std::vector{second});
  EXPECT_EQ(store().journal(InstanceKey(5), 1, 1).value(), std::vector{first});
  EXPECT_TRUE(store().journal(InstanceKey(5), 3, kAll).value().empty());
}

TEST_P(StoreContract, KeepsPage0InARowOfItsOwn) {
  Batch batch;
  batch.instances = {write(5, 1, "head", 0)};
  batch.pages = {{InstanceKey(5), 0, "zero"}, {InstanceKey(5), 1, "one"}};
  ASSERT_TRUE(durable(store().commit(batch)));
  const auto stored = store().load(InstanceKey(5)).value();
  ASSERT_TRUE(stored.has_value());
  EXPECT_EQ(stored->row, batch.instances[0].row);
  EXPECT_EQ(stored->pages, batch.pages);
}

TEST_P(StoreContract, LoadsSeveralAtOnce) {
  const JournalRow first = row(5, 1, "a", {});
  Batch batch;
  batch.instances = {write(5, 1, "five", 0), write(6, 1, "six", 0), write(9, 1, "nine", 0)};
  batch.pages = {{InstanceKey(9), 1, "p"}};
  batch.journal = {first};
  ASSERT_TRUE(durable(store().commit(batch)));
  const auto stored = store().load_all({InstanceKey(9), InstanceKey(5), InstanceKey(7)}).value();
  ASSERT_EQ(stored.size(), 2U);
  EXPECT_EQ(stored[0].row, batch.instances[0].row);
  EXPECT_EQ(stored[0].chain, first.hash);
  EXPECT_EQ(stored[1].row, batch.instances[2].row);
  EXPECT_EQ(stored[1].pages, batch.pages);
  EXPECT_TRUE(store().load_all({}).value().empty());
}

TEST_P(StoreContract, WhatIsClaimedCanBeCommittedOrLeft) {
  Batch batch;
  batch.instances = {write(1, 1, "one", 0), write(2, 1, "two", 0)};
  batch.entries_added = {entry(EntryKind::Timer, "", 10, 1), entry(EntryKind::Timer, "", 20, 2)};
  ASSERT_TRUE(durable(store().commit(batch)));
  const EntryScan due{.kind = EntryKind::Timer, .name = "", .position_max = 15};
  EXPECT_EQ(store().claim(due).value(), std::vector{batch.entries_added[0]});
  ASSERT_TRUE(durable(store().commit({})));
  EXPECT_EQ(store().claim(due).value(), std::vector{batch.entries_added[0]});
  EXPECT_EQ(store().claim(due).value(), std::vector{batch.entries_added[0]});
  Batch fire;
  fire.instances = {write(1, 2, "fired", 1)};
  fire.entries_removed = {batch.entries_added[0]};
  ASSERT_TRUE(durable(store().commit(fire)));
  EXPECT_TRUE(store().claim(due).value().empty());
}

TEST_P(StoreContract, DeletesAPageThatIsWrittenEmpty) {
  Batch batch;
  batch.instances = {write(1, 1, "h", 0)};
  batch.pages = {{InstanceKey(1), 1, "one"}, {InstanceKey(1), 2, "two"}};
  ASSERT_TRUE(durable(store().commit(batch)));
  Batch next;
  next.instances = {write(1, 2, "h2", 1)};
  next.pages = {{InstanceKey(1), 1, ""}, {InstanceKey(1), 2, "zwei"}};
  ASSERT_TRUE(durable(store().commit(next)));
  EXPECT_EQ(store().load(InstanceKey(1)).value()->pages,
            (std::vector<PageRow>{{InstanceKey(1), 2, "zwei"}}));
}

TEST_P(StoreContract, WritesNothingWhereARevisionIsNotTheExpectedOne) {
  Batch batch;
  batch.instances = {write(1, 1, "one", 0), write(2, 1, "two", 0)};
  ASSERT_TRUE(durable(store().commit(batch)));
  Batch late;
  late.instances = {write(1, 2, "one again", 1), write(2, 3, "two again", 2), write(3, 1, "x", 4)};
  late.entries_added = {entry(EntryKind::Task, "", 1, 1)};
  late.journal = {row(1, 1, "a", {})};
  late.cells = {{"c", "1"}};
  const auto committed = store().commit(late).value();
  EXPECT_EQ(committed.instances_lost, (std::vector{InstanceKey(2), InstanceKey(3)}));
  EXPECT_EQ(store().load(InstanceKey(1)).value()->row, batch.instances[0].row);
  EXPECT_TRUE(scan({.kind = EntryKind::Task}).empty());
  EXPECT_TRUE(store().cells("", "", kAll).value().empty());
  EXPECT_TRUE(store().journal(InstanceKey(1), 0, kAll).value().empty());
}

TEST_P(StoreContract, DoesNotMakeAnInstanceTwice) {
  Batch batch;
  batch.instances = {write(1, 1, "one", 0)};
  ASSERT_TRUE(durable(store().commit(batch)));
  EXPECT_EQ(store().commit(batch).value().instances_lost, std::vector{InstanceKey(1)});
}

TEST_P(StoreContract, WritesNothingWhereAGuardDoesNotHold) {
  Batch batch;
  batch.cells = {{"counter", "1"}};
  batch.guards = {{"counter", ""}};
  ASSERT_TRUE(durable(store().commit(batch)));
  EXPECT_TRUE(store().commit(batch).value().guard_lost);
  batch.guards = {{"counter", "1"}};
  batch.cells = {{"counter", "2"}};
  EXPECT_TRUE(durable(store().commit(batch)));
  EXPECT_EQ(store().cells("counter", "", kAll).value(), (std::vector<Cell>{{"counter", "2"}}));
}

TEST_P(StoreContract, RefusesEntriesThatDoNotFitAndWritesNothing) {
  Batch batch;
  batch.entries_added = {entry(EntryKind::Job, "mail", 1, 1), entry(EntryKind::Job, "mail", 2, 1)};
  ASSERT_TRUE(durable(store().commit(batch)));
  Batch twice;
  twice.entries_removed = {entry(EntryKind::Job, "mail", 2, 1)};
  twice.entries_added = {entry(EntryKind::Job, "post", 1, 1), entry(EntryKind::Job, "mail", 1, 1)};
  EXPECT_FALSE(store().commit(twice).has_value());
  Batch missing;
  missing.entries_removed = {entry(EntryKind::Job, "mail", 1, 1),
                             entry(EntryKind::Job, "mail", 3, 1)};
  missing.entries_added = {entry(EntryKind::Job, "post", 1, 1)};
  EXPECT_FALSE(store().commit(missing).has_value());
  EXPECT_EQ(scan({.kind = EntryKind::Job, .limit = kAll}), batch.entries_added);
  // An entry may move within one batch.
  Batch move;
  move.entries_removed = {entry(EntryKind::Job, "mail", 1, 1)};
  move.entries_added = {entry(EntryKind::Job, "mail", 9, 1)};
  EXPECT_TRUE(durable(store().commit(move)));
}

TEST_P(StoreContract, RefusesAJournalRowThatIsThereAlready) {
  Batch batch;
  batch.instances = {write(1, 1, "h", 0)};
  batch.journal = {row(1, 1, "a", {})};
  ASSERT_TRUE(durable(store().commit(batch)));
  Batch again;
  again.instances = {write(1, 2, "h", 1)};
  again.journal = {row(1, 1, "b", {})};
  EXPECT_FALSE(store().commit(again).has_value());
  EXPECT_EQ(store().journal(InstanceKey(1), 0, kAll).value(), batch.journal);
  EXPECT_EQ(store().load(InstanceKey(1)).value()->row.revision, 1U);
}

TEST_P(StoreContract, WalksInstancesInOrderOfTheirKeys) {
  Batch batch;
  for (const std::uint64_t key : {3U, 1U, 20U, 2U})
    batch.instances.push_back(write(key, 1, std::to_string(key), 0));
  ASSERT_TRUE(durable(store().commit(batch)));
  std::vector<std::uint64_t> keys;
  for (const InstanceRow& found : store().instances(InstanceKey(1), 2).value())
    keys.push_back(found.key.value());
  EXPECT_EQ(keys, (std::vector<std::uint64_t>{2, 3}));
}

TEST_P(StoreContract, WalksCellsByPrefix) {
  Batch batch;
  batch.cells = {{"a", "0"}, {"b/1", "1"}, {"b/2", "2"}, {"b/3", "3"}, {"c", "4"}};
  ASSERT_TRUE(durable(store().commit(batch)));
  const auto names = [&](std::string_view prefix, std::string_view after, std::size_t limit) {
    std::string joined;
    for (const Cell& cell : store().cells(prefix, after, limit).value())
      joined += cell.name + "=" + cell.content + " ";
    return joined;
  };
  EXPECT_EQ(names("b/", "", kAll), "b/1=1 b/2=2 b/3=3 ");
  EXPECT_EQ(names("b/", "b/1", 1), "b/2=2 ");
  EXPECT_EQ(names("", "", kAll), "a=0 b/1=1 b/2=2 b/3=3 c=4 ");
  Batch erase;
  erase.cells = {{"b/2", ""}, {"b/9", ""}};
  ASSERT_TRUE(durable(store().commit(erase)));
  EXPECT_EQ(names("b", "", kAll), "b/1=1 b/3=3 ");
}

TEST_P(StoreContract, GivesEveryNumberOnceAlsoAfterAReopening) {
  EXPECT_EQ(store().reserve_keys(10).value(), 1U);
  EXPECT_EQ(store().reserve_keys(1).value(), 11U);
  reopen();
  EXPECT_GE(store().reserve_keys(1).value(), 12U);
}

TEST_P(StoreContract, ReadsBesideAWriter) {
  std::atomic<bool> stop{false};
  std::thread reader([&] {
    while (!stop) {
      // Two entries are always written together, so nobody may ever see one of them alone.
      const auto seen = store().entries({.kind = EntryKind::Signal, .limit = kAll});
      ASSERT_TRUE(seen.has_value());
      ASSERT_EQ(seen->size() % 2, 0U);
    }
  });
  for (std::uint64_t i = 1; i <= 100; ++i) {
    Batch batch;
    batch.entries_added = {entry(EntryKind::Signal, "s", 1, i),
                           entry(EntryKind::Signal, "t", 1, i)};
    ASSERT_TRUE(durable(store().commit(batch)));
    ASSERT_EQ(scan({.kind = EntryKind::Signal, .name = "t", .limit = kAll}).size(), i);
    if (i % 40 == 0) {
      ASSERT_TRUE(store().maintain().has_value());
    }
  }
  stop = true;
  reader.join();
}

// The reference is a plain sorted vector.
std::vector<Entry> expected_scan(const std::set<Entry>& all, const EntryScan& wanted) {
  std::vector<Entry> found;
  for (const Entry& each : all) {
    if (each.kind != wanted.kind || (wanted.name && each.name != *wanted.name)) continue;
    if (each.position < wanted.position_min || each.position > wanted.position_max) continue;
    if (wanted.after && (wanted.descending ? each >= *wanted.after : each <= *wanted.after))
      continue;
    found.push_back(each);
  }
  if (wanted.descending) std::reverse(found.begin(), found.end());
  if (found.size() > wanted.limit) found.resize(wanted.limit);
  return found;
}

// Each gets the instance that it asked for, as the last commit that had returned left it or later.
TEST_P(StoreContract, ManyThreadsReadWhatTheyAskForBesideAWriter) {
  constexpr std::uint64_t kInstances = 3;
  constexpr std::uint64_t kRevisions = 40;
  std::array<std::atomic<std::uint64_t>, kInstances + 2> committed{};
  std::atomic<bool> over{false};
  std::atomic<std::size_t> wrong{0};
  const auto read = [&](std::uint64_t key) {
    while (!over) {
      const std::uint64_t least = committed[key];
      const auto stored = store().load(InstanceKey(key)).value();
      // The last of them is never there.
      if (key > kInstances ? stored.has_value()
          : stored         ? stored->row.key != InstanceKey(key) || stored->row.revision < least
                           : least > 0)
        ++wrong;
    }
  };
  std::vector<std::thread> readers;
  for (std::size_t i = 0; i < 12; ++i) readers.emplace_back(read, 1 + i % (kInstances + 1));
  for (std::uint64_t revision = 1; revision <= kRevisions; ++revision)
    for (std::uint64_t key = 1; key <= kInstances; ++key) {
      Batch batch;
      batch.instances = {write(key, revision, "head", revision - 1)};
      EXPECT_TRUE(durable(store().commit(batch)));
      committed[key] = revision;
    }
  over = true;
  for (std::thread& reader : readers) reader.join();
  EXPECT_EQ(wrong, 0U);
}

TEST_P(StoreContract, WalksEntriesAsASortedSetWould) {
  const std::uint64_t seed = std::random_device{}();
  SCOPED_TRACE("seed " + std::to_string(seed));
  std::mt19937_64 random(seed);
  const auto below = [&random](std::uint64_t bound) { return random() % bound; };
  const std::vector<std::string> names = {"",
                                          "a",
                                          "aa",
                                          "b",
                                          "ä",
                                          "a\x1f"
                                          "b"};
  const auto any_entry = [&] {
    return entry(static_cast<EntryKind>(1 + below(3)), names[below(names.size())],
                 static_cast<std::int64_t>(below(9)) - 4, 1 + below(4), below(3));
  };
  std::set<Entry> all;
  for (int round = 0; round < 60; ++round) {
    Batch batch;
    std::set<Entry> touched;
    for (std::uint64_t i = below(12); i > 0; --i) {
      const Entry one = any_entry();
      if (!touched.insert(one).second) continue;
      (all.contains(one) ? batch.entries_removed : batch.entries_added).push_back(one);
    }
    ASSERT_TRUE(durable(store().commit(batch)));
    for (const Entry& one : batch.entries_removed) all.erase(one);
    for (const Entry& one : batch.entries_added) all.insert(one);
    for (int i = 0; i < 20; ++i) {
      EntryScan wanted{.kind = static_cast<EntryKind>(1 + below(3)), .limit = 1 + below(20)};
      if (below(2) != 0) wanted.name = names[below(names.size())];
      if (below(2) != 0) wanted.position_min = static_cast<std::int64_t>(below(9)) - 4;
      if (below(2) != 0) wanted.position_max = static_cast<std::int64_t>(below(9)) - 4;
      wanted.descending = below(2) != 0;
      if (below(2) != 0) {
        wanted.after = any_entry();
        wanted.after->kind = wanted.kind;
        if (wanted.name) wanted.after->name = *wanted.name;
      }
      ASSERT_EQ(scan(wanted), expected_scan(all, wanted))
          << "kind " << static_cast<int>(wanted.kind) << " name " << wanted.name.value_or("*")
          << " from " << wanted.position_min << " to " << wanted.position_max
          << (wanted.descending ? " down" : " up");
    }
  }
}

TEST_P(StoreContract, AFailingCommitLeavesAllOrNothing) {
  FaultyStore faulty(store());
  Batch batch;
  batch.instances = {write(1, 1, "h", 0)};
  batch.entries_added = {entry(EntryKind::Task, "", 1, 1)};
  faulty.fail_commit(1, FaultyStore::Fault::FailBefore);
  EXPECT_FALSE(faulty.commit(batch).has_value());
  EXPECT_FALSE(faulty.load(InstanceKey(1)).value().has_value());
  faulty.fail_commit(1, FaultyStore::Fault::FailAfter);
  EXPECT_FALSE(faulty.commit(batch).has_value());
  EXPECT_TRUE(faulty.load(InstanceKey(1)).value().has_value());
  EXPECT_EQ(faulty.entries({.kind = EntryKind::Task}).value(), batch.entries_added);
}

TEST(JournalHash, ChangesWithEveryPart) {
  const JournalRow base{InstanceKey(1), 2, {3}, "content", {}};
  std::set<Digest> seen = {journal_hash({}, base)};
  for (JournalRow other : {JournalRow{InstanceKey(2), 2, {3}, "content", {}},
                           JournalRow{InstanceKey(1), 3, {3}, "content", {}},
                           JournalRow{InstanceKey(1), 2, {4}, "content", {}},
                           JournalRow{InstanceKey(1), 2, {3}, "contenT", {}}})
    EXPECT_TRUE(seen.insert(journal_hash({}, other)).second);
  Digest previous{};
  previous[31] = 1;
  EXPECT_TRUE(seen.insert(journal_hash(previous, base)).second);
}

template <typename Kind>
std::unique_ptr<StoreUnderTest> make() {
  return std::make_unique<Kind>();
}

INSTANTIATE_TEST_SUITE_P(
    Stores, StoreContract,
    ::testing::Values(std::pair<const char*, MakeStore>{"memory", make<tests::MemoryUnderTest>},
                      std::pair<const char*, MakeStore>{"sqlite", make<tests::SqliteUnderTest>},
                      std::pair<const char*, MakeStore>{"postgres",
                                                        make<tests::PostgresUnderTest>}),
    [](const auto& store) { return store.param.first; });

}  // namespace
}  // namespace umlauf::service
