// umlauf db: what an administrator does with a database as a whole.
#include <SQLiteCpp/Database.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "tests/cli/program.hpp"

namespace umlauf::cli_test {
namespace {

class Administration : public testing::Test {
 protected:
  Administration() {
    EXPECT_EQ(on({"deploy", "models/hundesteuer/hundesteuer.bpmn"}).status, 0);
    EXPECT_EQ(on({"start", "hundesteuer-anmeldung", "--at", "vorsprache"}).status, 0);
  }

  Outcome on(std::vector<std::string> arguments, const std::string& language = "C") {
    arguments.insert(arguments.end(), {"--db", path_});
    return run(arguments, language);
  }
  // As somebody does who gets at the file with another program.
  void tamper(const std::string& sql) { SQLite::Database(path_, SQLite::OPEN_READWRITE).exec(sql); }

  Folder folder_;
  std::string path_ = folder_.path("a.sqlite");
};

TEST_F(Administration, ASoundDatabaseHasNoFindings) {
  const Outcome check = on({"db", "check"});
  EXPECT_EQ(check.status, 0) << check.out << check.err;
  EXPECT_EQ(check.out, "no findings\n");
  const feel::Value answer = json(on({"db", "check", "--json"}));
  EXPECT_TRUE(answer.member("sound")->is_true());
  EXPECT_TRUE(answer.member("findings")->list()->empty());
}

struct Tampering {
  const char* sql;
  const char* finding;
};

TEST_F(Administration, WhatSomebodyHasChangedIsFound) {
  const Tampering cases[] = {
      {"UPDATE journal SET time = time + 1 WHERE sequence = 1",
       "the hash of journal row 1 does not fit"},
      {"DELETE FROM journal", "the journal ends at row 0 instead of 1"},
      {"DELETE FROM entry WHERE kind = 1", "is missing"},
      {"INSERT INTO entry VALUES (1, '', 0, 77, 1)", "leads nowhere"},
      {"INSERT INTO page VALUES (77, 0, x'00')", "1 pages belong to no instance"},
      {"DELETE FROM instance", "journal rows belong to no instance"},
      {"UPDATE instance SET head = zeroblob(length(head))", "is damaged"},
      {"UPDATE cell SET content = replace(content, 'Hund', 'Rind') WHERE name LIKE 'document/%'",
       "is damaged"},
      {"DELETE FROM cell WHERE name LIKE 'document/%'", "is missing, which"},
      {"UPDATE cell SET name = 'x' || name WHERE name LIKE 'process/%'",
       "nobody knows the stored value 'xprocess/"},
      {"UPDATE key_source SET next = 1", "instances have numbers that are yet to be given out"},
      {"DELETE FROM key_source", "say which number is next"},
  };
  const std::string whole = read(path_);
  for (const Tampering& each : cases) {
    folder_.write("a.sqlite", whole);
    tamper(each.sql);
    const Outcome check = on({"db", "check"});
    EXPECT_EQ(check.status, 1) << each.sql << "\n" << check.out << check.err;
    EXPECT_NE(check.out.find(each.finding), std::string::npos) << each.sql << "\n" << check.out;
  }
}

TEST_F(Administration, WhatCannotBeOpenedIsRefused) {
  const Outcome missing = run({"db", "check", "--db", folder_.path("none.sqlite")});
  EXPECT_EQ(missing.status, 2);
  EXPECT_NE(missing.err.find("cannot be opened"), std::string::npos) << missing.err;
  const std::string text = folder_.write("text.sqlite", std::string(5000, 'z'));
  EXPECT_EQ(run({"db", "check", "--db", text}).status, 2);
  const std::string empty = folder_.write("empty.sqlite", "");
  const Outcome nothing = run({"db", "info", "--db", empty}, "de_DE.UTF-8");
  EXPECT_EQ(nothing.status, 2);
  EXPECT_NE(nothing.err.find("ist leer"), std::string::npos) << nothing.err;
  tamper("PRAGMA user_version = 99");
  const Outcome newer = on({"db", "check"});
  EXPECT_EQ(newer.status, 2);
  EXPECT_NE(newer.err.find("newer version"), std::string::npos) << newer.err;
  tamper("PRAGMA user_version = 0");
  const Outcome older = on({"db", "check"});
  EXPECT_EQ(older.status, 2);
  EXPECT_NE(older.err.find("older version"), std::string::npos) << older.err;
}

TEST_F(Administration, ABackupIsAWholeDatabase) {
  const std::string copy = folder_.path("copy.sqlite");
  const Outcome done = on({"db", "backup", copy});
  EXPECT_EQ(done.status, 0) << done.err;
  EXPECT_EQ(run({"db", "check", "--db", copy}).out, "no findings\n");
  EXPECT_EQ(run({"tasks", "--db", copy}).out, on({"tasks"}).out);
  EXPECT_EQ(on({"db", "backup", copy}).status, 2) << "an older copy is not overwritten";
}

TEST_F(Administration, InfoCounts) {
  const feel::Value info = json(on({"db", "info", "--json"}));
  EXPECT_EQ(*info.member("instances")->number(), Decimal(1));
  EXPECT_EQ(*info.member("live")->number(), Decimal(1));
  EXPECT_EQ(*info.member("tasks")->number(), Decimal(1));
  EXPECT_EQ(*info.member("incidents")->number(), Decimal(0));
  EXPECT_NE(on({"db", "info"}, "de_DE.UTF-8").out.find("Journalzeilen"), std::string::npos);
}

TEST_F(Administration, ActionsAreListed) {
  EXPECT_EQ(run({"db"}).status, 2);
  EXPECT_EQ(run({"db", "--help"}).status, 0);
  EXPECT_NE(run({"db", "--help"}).out.find("backup"), std::string::npos);
}

}  // namespace
}  // namespace umlauf::cli_test
