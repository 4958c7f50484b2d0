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

TEST(OnPostgres, AnUnreachableServerIsNamedButNotItsPassword) {
  const Outcome outcome =
      run({"tasks", "--db", "postgresql://amt:geheim@%2Fno%2Fsuch%2Ffolder/umlauf"});
  EXPECT_EQ(outcome.status, 2);
  EXPECT_NE(outcome.err.find("/no/such/folder"), std::string::npos) << outcome.err;
  EXPECT_EQ(outcome.err.find("geheim"), std::string::npos) << outcome.err;
}

}  // namespace
}  // namespace umlauf::cli_test
