// What PostgresStore promises beyond the contract of every store: several nodes on one database.
#include <gtest/gtest.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <thread>

#include "adapters/postgres/address.hpp"
#include "adapters/postgres/listener.hpp"
#include "adapters/postgres/retention.hpp"
#include "adapters/postgres/schema.hpp"
#include "engine/service/retention.hpp"
#include "engine/service/vault.hpp"
#include "tests/contract/cutting_proxy.hpp"
#include "tests/contract/postgres_server.hpp"

namespace umlauf::postgres {
namespace {

using service::Batch;
using service::DefinitionKey;
using service::Entry;
using service::EntryKind;
using service::EntryScan;
using service::InstanceKey;
using tests::CuttingProxy;
using tests::PostgresServer;

Batch revision_of(std::vector<std::uint64_t> keys, std::uint64_t revision) {
  Batch batch;
  for (const std::uint64_t key : keys)
    batch.instances.push_back(
        {{InstanceKey(key), revision, DefinitionKey(1), "head"}, revision - 1});
  return batch;
}

std::unique_ptr<PostgresStore> open(const std::string& parameters) {
  return PostgresStore::open(parameters).value();
}

TEST(PostgresAddress, IsToldFromAFile) {
  for (const char* address :
       {"postgresql://", "postgres://amt@db/umlauf", "postgresql://%2Frun%2Fpostgresql/umlauf",
        "host=db dbname=umlauf", " dbname = umlauf", "service=umlauf"})
    EXPECT_TRUE(is_address(address)) << address;
  for (const char* file : {"", "umlauf.sqlite", "a=b.sqlite", "/srv/host=1", "=", "postgresql.db"})
    EXPECT_FALSE(is_address(file)) << file;
}

TEST(PostgresAddress, IsShownWithoutItsPassword) {
  struct Case {
    const char* address;
    const char* shown;
  };
  for (const Case& c :
       {Case{"postgresql://amt:geheim@db:5433/umlauf?sslmode=verify-full&sslpassword=geheim",
             "postgresql://amt@db:5433/umlauf"},
        Case{"host=db user=amt password=geheim dbname=umlauf", "postgresql://amt@db/umlauf"},
        Case{"postgresql://amt:geheim@[db/umlauf", "postgresql://..."},
        Case{"host=db geheim", "postgresql://..."}})
    EXPECT_EQ(shown_address(c.address), c.shown);
}

TEST(PostgresStore, DoesNotRepeatAPasswordThatItCannotRead) {
  const auto opened = PostgresStore::open("postgresql://amt:geheim@[db/umlauf");
  ASSERT_FALSE(opened.has_value());
  EXPECT_NE(opened.error().message.english.find("cannot be read"), std::string::npos);
  EXPECT_EQ(opened.error().message.english.find("geheim"), std::string::npos);
  EXPECT_EQ(opened.error().message.german.find("geheim"), std::string::npos);
}

TEST(PostgresStore, SaysWhyItCannotConnect) {
  const auto opened = PostgresStore::open("host=/nowhere-at-all dbname=none");
  ASSERT_FALSE(opened.has_value());
  EXPECT_EQ(opened.error().code, ErrorCode::Storage);
  EXPECT_NE(opened.error().message.english.find("/nowhere-at-all"), std::string::npos);
}

TEST(PostgresStore, ConnectsAgainAfterTheServerEndedItsConnections) {
  const auto store = open(PostgresServer::instance().fresh_schema());
  ASSERT_TRUE(store->commit(revision_of({1}, 1)).value().durable());
  ASSERT_TRUE(store->load(InstanceKey(1)).value().has_value());
  PostgresServer::instance().break_connections();
  EXPECT_TRUE(store->commit(revision_of({2}, 1)).value().durable());
  EXPECT_TRUE(store->load(InstanceKey(1)).value().has_value());
}

// Two nodes update the same instances in opposite order, again and again: of every round at most
// one wins. Where they meet in the middle both have lost and try again, as the engine does; neither
// waits for the other while it holds something.
TEST(PostgresStore, OfTwoNodesOneWinsEachRound) {
  constexpr std::uint64_t kRounds = 100;
  constexpr int kTriesMax = 1'000;
  const std::string parameters = PostgresServer::instance().fresh_schema();
  const auto first = open(parameters);
  const auto second = open(parameters);
  ASSERT_TRUE(first->commit(revision_of({1, 2, 3}, 1)).value().durable());
  for (std::uint64_t revision = 2; revision < 2 + kRounds; ++revision) {
    int won = 0;
    for (int tries = 0; won == 0 && tries < kTriesMax; ++tries) {
      Result<service::Committed> by_second = service::Committed{};
      std::thread other([&] { by_second = second->commit(revision_of({3, 2, 1}, revision)); });
      const Result<service::Committed> by_first = first->commit(revision_of({1, 2, 3}, revision));
      other.join();
      ASSERT_TRUE(by_first.has_value() && by_second.has_value());
      won = (by_first->durable() ? 1 : 0) + (by_second->durable() ? 1 : 0);
    }
    ASSERT_EQ(won, 1) << "revision " << revision;
  }
  for (std::uint64_t key = 1; key <= 3; ++key)
    EXPECT_EQ(first->load(InstanceKey(key)).value()->row.revision, 1 + kRounds);
}

TEST(PostgresStore, NodesNeverGetTheSameKeys) {
  const std::string parameters = PostgresServer::instance().fresh_schema();
  const auto first = open(parameters);
  const auto second = open(parameters);
  EXPECT_EQ(first->reserve_keys(10).value(), 1U);
  EXPECT_EQ(second->reserve_keys(5).value(), 11U);
  EXPECT_EQ(first->reserve_keys(1).value(), 16U);
}

std::string through(const CuttingProxy& proxy, std::string parameters) {
  const std::string host = "host=" + PostgresServer::instance().socket_folder();
  return parameters.replace(parameters.find(host), host.size(), "host=" + proxy.folder());
}

// The session that sent a batch breaks. Where the batch has arrived it is found, where not it is
// sent again: in either case the engine hears that it is durable, once.
TEST(PostgresStore, ACommitInDoubtIsLookedFor) {
  const CuttingProxy::Cut cuts[] = {CuttingProxy::Cut::Request, CuttingProxy::Cut::Answer};
  CuttingProxy proxy(PostgresServer::instance().socket_folder());
  const auto store = open(through(proxy, PostgresServer::instance().fresh_schema()));
  ASSERT_TRUE(store->commit(revision_of({1}, 1)).value().durable());
  std::uint64_t revision = 1;
  for (const CuttingProxy::Cut cut : cuts) {
    Batch batch = revision_of({1}, ++revision);
    service::JournalRow row{InstanceKey(1), revision, {1}, "content", {}};
    row.hash = service::journal_hash({}, row);
    batch.journal = {row};
    proxy.cut(cut);
    EXPECT_TRUE(store->commit(batch).value().durable());
    EXPECT_TRUE(proxy.has_cut());
    EXPECT_EQ(store->load(InstanceKey(1)).value()->row.revision, revision);
    Batch cells;
    cells.cells = {{"c", std::to_string(revision)}};
    cells.guards = {{"c", revision == 2 ? "" : "2"}};
    proxy.cut(cut);
    EXPECT_TRUE(store->commit(cells).value().durable());
    EXPECT_EQ(store->cells("c", "", 1).value(), cells.cells);
  }
}

TEST(PostgresStore, ReadsAgainWhereTheConnectionBroke) {
  CuttingProxy proxy(PostgresServer::instance().socket_folder());
  const auto store = open(through(proxy, PostgresServer::instance().fresh_schema()));
  ASSERT_TRUE(store->commit(revision_of({1}, 1)).value().durable());
  ASSERT_TRUE(store->load(InstanceKey(1)).value().has_value());
  for (const CuttingProxy::Cut cut : {CuttingProxy::Cut::Request, CuttingProxy::Cut::Answer}) {
    proxy.cut(cut);
    EXPECT_TRUE(store->load(InstanceKey(1)).value().has_value());
    EXPECT_TRUE(proxy.has_cut());
  }
}

Batch two_timers() {
  Batch batch = revision_of({1, 2}, 1);
  batch.entries_added = {{EntryKind::Timer, "", 10, InstanceKey(1), {}},
                         {EntryKind::Timer, "", 20, InstanceKey(2), {}}};
  return batch;
}

Batch firing(const Entry& entry) {
  Batch batch = revision_of({entry.instance.value()}, 2);
  batch.entries_removed = {entry};
  return batch;
}

TEST(PostgresStore, WhatOneNodeHasClaimedTheOthersDoNotGet) {
  const std::string parameters = PostgresServer::instance().fresh_schema();
  const auto first = open(parameters);
  const auto second = open(parameters);
  const Batch timers = two_timers();
  ASSERT_TRUE(first->commit(timers).value().durable());
  const EntryScan one{.kind = EntryKind::Timer, .name = "", .limit = 1};
  const EntryScan all{.kind = EntryKind::Timer, .name = ""};
  EXPECT_EQ(first->claim(one).value(), std::vector{timers.entries_added[0]});
  EXPECT_EQ(second->claim(all).value(), std::vector{timers.entries_added[1]});
  EXPECT_TRUE(first->commit(firing(timers.entries_added[0])).value().durable());
  EXPECT_TRUE(second->commit(firing(timers.entries_added[1])).value().durable());
  EXPECT_TRUE(first->claim(all).value().empty());
}

TEST(PostgresStore, AClaimEndsWhereItsNodeStandsStill) {
  const std::string parameters = PostgresServer::instance().fresh_schema();
  PostgresOptions options;
  options.claim_ms = 100;
  const auto still = PostgresStore::open(parameters, options).value();
  const auto other = open(parameters);
  const Batch timers = two_timers();
  ASSERT_TRUE(still->commit(timers).value().durable());
  const EntryScan all{.kind = EntryKind::Timer, .name = ""};
  ASSERT_EQ(still->claim(all).value().size(), 2U);
  // Nobody calls `still` any more; the other node gets the timers as soon as the claim has ended.
  const auto end = std::chrono::steady_clock::now() + std::chrono::seconds(20);
  std::vector<Entry> claimed;
  // The claim may end while the other node has looked at one of them already.
  while (claimed.size() < 2 && std::chrono::steady_clock::now() < end)
    for (const Entry& entry : other->claim(all).value())
      if (std::find(claimed.begin(), claimed.end(), entry) == claimed.end())
        claimed.push_back(entry);
  std::sort(claimed.begin(), claimed.end(),
            [](const Entry& left, const Entry& right) { return left.instance < right.instance; });
  ASSERT_EQ(claimed, timers.entries_added);
  ASSERT_TRUE(other->commit(firing(claimed[0])).value().durable());
  // The one that stood still goes on: what another has done meanwhile is lost to it, the rest not.
  EXPECT_EQ(still->commit(firing(claimed[0])).value().instances_lost, std::vector{InstanceKey(1)});
  EXPECT_TRUE(still->commit(firing(claimed[1])).value().durable());
}

// Many rely on a cell while one changes it: what was written under the old content is there when
// the change is, and nothing follows under it.
TEST(PostgresStore, AGuardHoldsAgainstWhoeverChangesTheCell) {
  const std::string parameters = PostgresServer::instance().fresh_schema();
  const auto relying = open(parameters);
  const auto changing = open(parameters);
  Batch first;
  first.cells = {{"proof", "0"}};
  ASSERT_TRUE(changing->commit(first).value().durable());
  constexpr int kChanges = 20;
  std::atomic<bool> ended = false;
  std::atomic<std::size_t> written = 0;
  std::thread others([&] {
    std::string proof = "0";
    for (std::uint64_t i = 0; !ended; ++i) {
      Batch batch;
      batch.guards = {{"proof", proof}};
      batch.cells = {{"key/" + std::to_string(i), proof}};
      if (relying->commit(batch).value().durable())
        ++written;
      else
        proof = relying->cells("proof", "", 1).value()[0].content;
    }
  });
  for (int change = 0; change < kChanges; ++change) {
    Batch batch;
    batch.guards = {{"proof", std::to_string(change)}};
    batch.cells = {{"proof", std::to_string(change + 1)}};
    ASSERT_TRUE(changing->commit(batch).value().durable());
    const auto under_it = [&] {
      std::size_t count = 0;
      for (const service::Cell& cell : changing->cells("key/", "", 100'000).value())
        if (cell.content == std::to_string(change)) ++count;
      return count;
    };
    const std::size_t before = under_it();
    for (const std::size_t seen = written; written == seen;) std::this_thread::yield();
    EXPECT_EQ(under_it(), before) << "change " << change;
  }
  ended = true;
  others.join();
}

TEST(PostgresStore, GoesOnAfterACrashOfTheServer) {
  const auto store = open(PostgresServer::instance().fresh_schema());
  ASSERT_TRUE(store->commit(revision_of({1}, 1)).value().durable());
  PostgresServer::instance().crash();
  std::thread starting([] { PostgresServer::instance().start(); });
  EXPECT_TRUE(store->commit(revision_of({1}, 2)).value().durable());
  EXPECT_EQ(store->load(InstanceKey(1)).value()->row.revision, 2U);
  starting.join();
}

TEST(PostgresStore, SaysSoWhereTheServerDoesNotComeBack) {
  CuttingProxy proxy("/nowhere-at-all");
  PostgresOptions options;
  options.patience_ms = 50;
  const auto opened = PostgresStore::open("host=" + proxy.folder() + " dbname=none", options);
  ASSERT_FALSE(opened.has_value());
  EXPECT_EQ(opened.error().code, ErrorCode::Storage);
}

TEST(PostgresListener, WakesWhoeverWaitsForWork) {
  const std::string parameters = PostgresServer::instance().fresh_schema();
  const auto store = open(parameters);
  Listener listener(parameters);
  listener.wait(60'000);  // returns at once, and listens from now on
  std::thread adding([&] { ASSERT_TRUE(store->commit(two_timers()).value().durable()); });
  const auto begin = std::chrono::steady_clock::now();
  listener.wait(60'000);
  EXPECT_LT(std::chrono::steady_clock::now() - begin, std::chrono::seconds(30));
  adding.join();
}

TEST(PostgresSchema, UpgradesWhatTheFirstVersionHasLeft) {
  const std::string parameters = PostgresServer::instance().fresh_schema();
  {
    Connection connection(parameters, 10);
    upgrade_schema_to(connection, 1);
    connection.run(
        "INSERT INTO instance VALUES (7, 2, 1, 'head');"
        "INSERT INTO journal VALUES (7, 1, 5, 'one', decode(repeat('01', 32), 'hex')),"
        " (7, 2, 6, 'two', decode(repeat('02', 32), 'hex'));"
        "UPDATE key_source SET next = 5000000");
  }
  const auto store = open(parameters);
  const auto stored = store->load(InstanceKey(7)).value();
  ASSERT_TRUE(stored.has_value());
  EXPECT_EQ(stored->row.head, "head");
  EXPECT_EQ(stored->chain[0], 2);
  EXPECT_EQ(store->journal(InstanceKey(7), 0, 10).value().size(), 2U);
  EXPECT_EQ(store->reserve_keys(1).value(), 5'000'000U);
  EXPECT_EQ(schema_versions(parameters).value().found, schema_version());
}

TEST(PostgresSchema, RefusesTablesOfANewerVersion) {
  const std::string parameters = PostgresServer::instance().fresh_schema();
  open(parameters);
  ASSERT_TRUE(
      PostgresServer::instance().execute(parameters, "INSERT INTO umlauf_schema VALUES (99)"));
  const auto opened = PostgresStore::open(parameters);
  ASSERT_FALSE(opened.has_value());
  EXPECT_NE(opened.error().message.english.find("newer version (schema 99"), std::string::npos);
}

// The numbers of two parts of the journal, and the role that an operator gives to the nodes.
TEST(PostgresSchema, ARoleThatMayOnlyUseTheTablesWorksAcrossTheJournalsParts) {
  const std::string parameters = PostgresServer::instance().fresh_schema();
  ASSERT_EQ(initialise(parameters, "umlauf_app").value(), schema_version());
  ASSERT_EQ(initialise(parameters, "umlauf_app").value(), schema_version()) << "again";
  std::string as_role = parameters;
  as_role.replace(as_role.find("user=umlauf"), 11, "user=umlauf_app");
  const auto store = open(as_role);
  constexpr std::uint64_t kPart = 1ULL << 22;
  EXPECT_EQ(store->reserve_keys(kPart + 10).value(), 1U);
  EXPECT_EQ(store->reserve_keys(1).value(), kPart + 11);
  Batch batch = revision_of({5, kPart + 5}, 1);
  for (const std::uint64_t key : {std::uint64_t{5}, kPart + 5})
    batch.journal.push_back({InstanceKey(key), 1, {1}, "content", {}});
  EXPECT_TRUE(store->commit(batch).value().durable());
  Connection connection(as_role, 10);
  EXPECT_EQ(connection.value("SELECT count(*) FROM journal_1"), "1");
  EXPECT_THROW(connection.run("DROP TABLE instance"), Failure);
  EXPECT_THROW(connection.run("UPDATE umlauf_schema SET version = 1"), Failure);
}

// A check makes no tables and brings none up to date.
TEST(PostgresSchema, IsLeftAsItIsByASnapshot) {
  const std::string parameters = PostgresServer::instance().fresh_schema();
  PostgresOptions options;
  options.snapshot = true;
  const auto refusal = [&] { return PostgresStore::open(parameters, options).error().message; };
  EXPECT_NE(refusal().english.find("there are no tables yet"), std::string::npos);
  EXPECT_EQ(schema_versions(parameters).value().found, 0U);
  {
    Connection connection(parameters, 10);
    upgrade_schema_to(connection, 2);
  }
  EXPECT_NE(refusal().english.find("'umlauf db upgrade'"), std::string::npos);
  EXPECT_EQ(schema_versions(parameters).value().found, 2U);
}

TEST(PostgresStore, FindsRowsThatLeadNowhere) {
  const std::string parameters = PostgresServer::instance().fresh_schema();
  const auto store = open(parameters);
  ASSERT_EQ(store->reserve_keys(10).value(), 1U);
  ASSERT_TRUE(store->commit(revision_of({5}, 1)).value().durable());
  EXPECT_EQ(store->check_integrity().value(), std::vector<Text>());
  ASSERT_TRUE(PostgresServer::instance().execute(
      parameters,
      "INSERT INTO page VALUES (6, 1, 'x'); INSERT INTO journal VALUES (7, 1, 1, 'x', 'x');"
      "INSERT INTO journal VALUES (7, 2, 1, 'x', 'x'); UPDATE key_source SET next = 5"));
  std::vector<std::string> found;
  for (const Text& damage : store->check_integrity().value()) found.push_back(damage.english);
  EXPECT_EQ(found, (std::vector<std::string>{
                       "1 pages belong to no instance", "2 journal rows belong to no instance",
                       "1 instances have numbers that are yet to be given out"}));
}

TEST(PostgresSchema, SaysWhoseTaskItIsToMakeTheRole) {
  const std::string parameters = PostgresServer::instance().fresh_schema();
  ASSERT_TRUE(initialise(parameters, "umlauf_plain").has_value());
  std::string as_plain = parameters;
  as_plain.replace(as_plain.find("user=umlauf"), 11, "user=umlauf_plain");
  const auto refused = initialise(as_plain, "umlauf_missing");
  ASSERT_FALSE(refused.has_value());
  EXPECT_EQ(refused.error().code, ErrorCode::Request);
  EXPECT_NE(refused.error().message.english.find("'createuser umlauf_missing'"), std::string::npos)
      << refused.error().message.english;
}

// Of the first part one case has ended long ago, one lately, one runs, one was called by it, and
// one is on hold.
TEST(PostgresRetention, DropsPartsAndKeepsWhatMayNotGo) {
  const std::string parameters = PostgresServer::instance().fresh_schema();
  const auto store = open(parameters);
  constexpr std::uint64_t kPart = 1ULL << kPartBits;
  ASSERT_EQ(store->reserve_keys(kPart).value(), 1U);
  Batch batch = revision_of({1, 2, 3, 4, 5, 6, 7, 8}, 1);
  const auto entry = [&](EntryKind kind, const char* name, std::int64_t position,
                         std::uint64_t instance) {
    batch.entries_added.push_back({kind, name, position, InstanceKey(instance), {}});
  };
  for (const std::uint64_t old : {1U, 4U, 5U, 6U, 7U, 8U}) entry(EntryKind::Ended, "p", 100, old);
  entry(EntryKind::Ended, "p", 300, 2);
  entry(EntryKind::Live, "p", 50, 3);
  entry(EntryKind::Child, "3", 50, 4);
  entry(EntryKind::BusinessKey, "gone", 50, 1);
  for (std::uint64_t key = 1; key <= 8; ++key)
    batch.journal.push_back({InstanceKey(key), 1, {1}, "content", {}});
  batch.pages = {{InstanceKey(1), 1, "page"}, {InstanceKey(2), 1, "page"}};
  const service::Hold hold{InstanceKey(8), "a.dmin", "4 K 12/26", {60}};
  batch.cells = {{hold.cell(), hold.encode()},
                 {service::Vault::key_cell_name(InstanceKey(1)), "key"},
                 {service::Vault::key_cell_name(InstanceKey(3)), "key"}};
  ASSERT_TRUE(store->commit(batch).value().durable());

  EXPECT_EQ(drop_history(parameters, {50}).value().parts, 0U) << "most of it stays";
  const Dropped dropped = drop_history(parameters, {200}).value();
  EXPECT_EQ(dropped.parts, 1U);
  EXPECT_EQ(dropped.cases, 4U);
  EXPECT_EQ(dropped.cases_moved, 4U);
  std::vector<std::uint64_t> left;
  for (const service::InstanceRow& row : store->instances({}, 100).value())
    left.push_back(row.key.value());
  EXPECT_EQ(left, (std::vector<std::uint64_t>{2, 3, 4, 8}));
  const auto keys = store->cells("case-key/", "", 10).value();
  ASSERT_EQ(keys.size(), 1U) << "what was dropped cannot be read from a copy either";
  EXPECT_EQ(keys[0].name, service::Vault::key_cell_name(InstanceKey(3)));
  const auto records = store->cells(service::kDroppedRanges, "", 10).value();
  ASSERT_EQ(records.size(), 1U);
  const auto record = service::Drop::decode(records[0]);
  ASSERT_TRUE(record.has_value());
  EXPECT_EQ(record->range,
            (service::DroppedRange{InstanceKey(1), InstanceKey(kPart - 1), 4, {200}}));
  EXPECT_GT(record->time.milliseconds, 0);
  EXPECT_FALSE(record->actor.empty());
  EXPECT_TRUE(store->journal(InstanceKey(1), 0, 10).value().empty());
  EXPECT_EQ(store->journal(InstanceKey(3), 0, 10).value().size(), 1U);
  EXPECT_EQ(store->load(InstanceKey(2)).value()->pages.size(), 1U);
  EXPECT_TRUE(store->entries({.kind = EntryKind::BusinessKey}).value().empty());
  EXPECT_EQ(drop_history(parameters, {200}).value().parts, 0U);
  // A case of the dropped part goes on.
  Batch more = revision_of({3}, 2);
  more.journal = {{InstanceKey(3), 2, {1}, "content", {}}};
  EXPECT_TRUE(store->commit(more).value().durable());
  EXPECT_EQ(store->journal(InstanceKey(3), 0, 10).value().size(), 2U);
}

}  // namespace
}  // namespace umlauf::postgres
