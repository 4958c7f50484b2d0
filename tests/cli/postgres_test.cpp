// The subcommands on a PostgreSQL database instead of a file.
#include <gtest/gtest.h>

#include "tests/cli/program.hpp"
#include "tests/contract/postgres_server.hpp"

namespace umlauf::cli_test {
namespace {

TEST(OnPostgres, ACaseIsDeployedStartedAndWorkedOn) {
  const std::string database = tests::PostgresServer::instance().fresh_schema();
  const auto on = [&](std::vector<std::string> arguments) {
    arguments.insert(arguments.end(), {"--db", database});
    return run(arguments);
  };
  EXPECT_EQ(on({"deploy", "models/hundesteuer/hundesteuer.bpmn"}).status, 0);
  const Outcome start =
      on({"start", "hundesteuer-anmeldung", "--at", "vorsprache", "--var", "hunde=2"});
  EXPECT_EQ(start.status, 0) << start.err;
  const feel::Value tasks = json(on({"tasks", "--json"}));
  ASSERT_EQ(tasks.member("tasks")->list()->size(), 1U);
  const std::string task = text(tasks.member("tasks")->list()->front(), "key");
  EXPECT_EQ(on({"complete", task, "--var", "zustaendig=true"}).status, 0);
  EXPECT_EQ(on({"work", "--once"}).status, 0);
  EXPECT_NE(on({"show"}).out.find("active"), std::string::npos);
}

TEST(OnPostgres, TheDemoSurvivesItsKillAndKeepsThePassword) {
  const std::string database =
      tests::PostgresServer::instance().fresh_schema() + " password=geheim";
  const Outcome demo = run({"demo", "--db", database});
  EXPECT_EQ(demo.status, 0) << demo.err;
  EXPECT_NE(demo.out.find("postgresql://umlauf@"), std::string::npos) << demo.out;
  EXPECT_EQ(demo.out.find("geheim"), std::string::npos) << demo.out;
}

TEST(OnPostgres, AnOwnerMakesTheTablesForARole) {
  const std::string database = tests::PostgresServer::instance().fresh_schema();
  EXPECT_EQ(run({"db", "init", "--db", database, "--role", "umlauf_nodes"}).status, 0);
  EXPECT_EQ(run({"db", "upgrade", "--db", database}).status, 0);
  std::string as_role = database;
  as_role.replace(as_role.find("user=umlauf"), 11, "user=umlauf_nodes");
  EXPECT_EQ(run({"deploy", "models/hundesteuer/hundesteuer.bpmn", "--db", as_role}).status, 0);
  EXPECT_EQ(run({"work", "--once", "--db", as_role}).status, 0);
  const Outcome dropped =
      run({"db", "drop-history", "--before", "2020-01-01", "--db", database, "--json"});
  EXPECT_EQ(dropped.status, 0) << dropped.err;
  EXPECT_EQ(*json(dropped).member("parts")->number(), Decimal(0));
  EXPECT_EQ(run({"db", "drop-history", "--before", "x", "--db", database}).status, 2);
}

TEST(OnPostgres, AnUnreachableServerIsNamedButNotItsPassword) {
  const Outcome outcome =
      run({"tasks", "--db", "postgresql://amt:geheim@%2Fno%2Fsuch%2Ffolder/umlauf"});
  EXPECT_EQ(outcome.status, 2);
  EXPECT_NE(outcome.err.find("/no/such/folder"), std::string::npos) << outcome.err;
  EXPECT_EQ(outcome.err.find("geheim"), std::string::npos) << outcome.err;
}

}  // namespace
}  // namespace umlauf::cli_test
