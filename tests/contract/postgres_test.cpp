// What PostgresStore promises beyond the contract of every store: several nodes on one database.
#include <gtest/gtest.h>

#include <thread>

#include "adapters/postgres/address.hpp"
#include "tests/contract/postgres_server.hpp"

namespace umlauf::postgres {
namespace {

using service::Batch;
using service::DefinitionKey;
using service::InstanceKey;
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

// Two nodes update the same instances in opposite order, again and again: of every round exactly
// one wins, and deadlocks are resolved without either of them noticing.
TEST(PostgresStore, OfTwoNodesExactlyOneWinsEachRound) {
  constexpr std::uint64_t kRounds = 100;
  const std::string parameters = PostgresServer::instance().fresh_schema();
  const auto first = open(parameters);
  const auto second = open(parameters);
  ASSERT_TRUE(first->commit(revision_of({1, 2, 3}, 1)).value().durable());
  for (std::uint64_t revision = 2; revision < 2 + kRounds; ++revision) {
    Result<service::Committed> by_second = service::Committed{};
    std::thread other([&] { by_second = second->commit(revision_of({3, 2, 1}, revision)); });
    const Result<service::Committed> by_first = first->commit(revision_of({1, 2, 3}, revision));
    other.join();
    ASSERT_TRUE(by_first.has_value() && by_second.has_value());
    EXPECT_NE(by_first->durable(), by_second->durable()) << "revision " << revision;
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

}  // namespace
}  // namespace umlauf::postgres
