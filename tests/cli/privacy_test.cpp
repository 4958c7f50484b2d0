// Personal data, search and figures, as an administrator sees them.
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

#include "tests/cli/program.hpp"

namespace umlauf::cli_test {
namespace {

constexpr const char* kModel =
    R"(<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" targetNamespace="urn:t")"
    R"( xmlns:zeebe="http://camunda.org/schema/zeebe/1.0">)"
    R"(<process id="case" isExecutable="true"><extensionElements><zeebe:properties>)"
    R"(<zeebe:property name="searchVariables" value="number"/></zeebe:properties>)"
    R"(</extensionElements><startEvent id="s"/><sequenceFlow id="f1" sourceRef="s" targetRef="t"/>)"
    R"(<userTask id="t"/><sequenceFlow id="f2" sourceRef="t" targetRef="e"/><endEvent id="e"/>)"
    R"(</process></definitions>)";

class Privacy : public testing::Test {
 protected:
  Privacy() {
    EXPECT_EQ(run({"privacy", "new-key", key_}).status, 0);
    EXPECT_EQ(on({"deploy", folder_.write("case.bpmn", kModel)}).status, 0);
    const Outcome start = on({"start", "case", "--var", "number=4711", "--var", "name=Erika"});
    EXPECT_EQ(start.status, 0) << start.err;
    case_ = start.out.substr(0, start.out.find('\n'));
  }

  Outcome on(std::vector<std::string> arguments) {
    arguments.insert(arguments.end(), {"--key-file", key_});
    return without_key(std::move(arguments));
  }
  Outcome without_key(std::vector<std::string> arguments) {
    arguments.insert(arguments.end(), {"--db", folder_.path("a.sqlite")});
    return run(arguments);
  }
  Outcome as_administrator(std::vector<std::string> arguments) {
    arguments.insert(arguments.end(),
                     {"--as", "admin", "--organisation", "models/hundesteuer/organisation.yaml"});
    return on(std::move(arguments));
  }
  void complete() {
    const feel::Value tasks = json(on({"tasks", "--json"}));
    ASSERT_EQ(tasks.member("tasks")->list()->size(), 1U);
    const std::string key = text(tasks.member("tasks")->list()->front(), "key");
    EXPECT_EQ(on({"complete", key}).status, 0);
  }
  std::string exported() { return on({"privacy", "export", "Erika"}).out; }

  Folder folder_;
  std::string key_ = folder_.path("master.key");
  std::string case_;
};

TEST_F(Privacy, ACaseIsHeldReleasedAndErased) {
  EXPECT_NE(exported().find("4711"), std::string::npos);
  const std::vector<std::string> erase{"privacy", "erase", case_, "--reason", "§ 17 DSGVO"};
  EXPECT_EQ(as_administrator(erase).status, 1) << "it still runs";
  complete();
  EXPECT_EQ(as_administrator({"privacy", "hold", case_, "--reason", "4 K 12/26"}).status, 0);
  EXPECT_NE(on({"privacy", "log", "--holds"}).out.find("4 K 12/26"), std::string::npos);
  EXPECT_EQ(as_administrator(erase).status, 1) << "it is on hold";
  EXPECT_EQ(as_administrator({"privacy", "release", case_, "--reason", "done"}).status, 0);
  EXPECT_EQ(as_administrator({"privacy", "erase", case_}).status, 2) << "without a reason";
  const Outcome erased = as_administrator(erase);
  EXPECT_EQ(erased.status, 0) << erased.err;
  EXPECT_EQ(erased.out, case_ + "\n");

  EXPECT_EQ(exported().find("4711"), std::string::npos);
  EXPECT_TRUE(json(on({"privacy", "export", "Erika"})).member("cases")->list()->empty());
  const feel::Value log = json(on({"privacy", "log", "--json"}));
  std::string kinds;
  for (const feel::Value& note : *log.member("notes")->list()) {
    kinds += text(note, "kind") + " ";
    EXPECT_EQ(text(note, "actor"), "admin");
    EXPECT_EQ(text(note, "instance"), case_);
  }
  EXPECT_EQ(kinds, "hold release erase ");
  EXPECT_EQ(on({"audit", "verify"}).status, 0);
  EXPECT_EQ(on({"db", "check"}).out, "no findings\n");
}

TEST_F(Privacy, SweepErasesWhatIsBeyondItsTime) {
  complete();
  EXPECT_EQ(as_administrator({"privacy", "retention", "case", "P10Y"}).status, 0);
  EXPECT_NE(on({"privacy", "retention"}).out.find("P10Y"), std::string::npos);
  EXPECT_EQ(as_administrator({"privacy", "sweep"}).out, "") << "nothing is that old";
  EXPECT_EQ(as_administrator({"privacy", "retention", "case", "PT0S"}).status, 0);
  EXPECT_NE(as_administrator({"privacy", "sweep"}).out.find("erased"), std::string::npos);
  EXPECT_TRUE(json(on({"privacy", "export", "Erika"})).member("cases")->list()->empty());
}

TEST_F(Privacy, OnlyTheRightKeyOpensACase) {
  EXPECT_NE(without_key({"show", case_}).status, 0);
  const std::string other = folder_.path("other.key");
  EXPECT_EQ(run({"privacy", "new-key", other}).status, 0);
  EXPECT_EQ(run({"privacy", "new-key", other}).status, 2) << "it is not overwritten";
  const Outcome refused = without_key({"show", case_, "--key-file", other});
  EXPECT_EQ(refused.status, 2);
  EXPECT_NE(refused.err.find("another master key"), std::string::npos) << refused.err;
  const Outcome check = without_key({"db", "check", "--key-file", other});
  EXPECT_EQ(check.status, 2);
  EXPECT_NE(check.err.find("another master key"), std::string::npos) << check.err;
  EXPECT_EQ(without_key({"db", "check"}).status, 0) << "as far as can be seen without";
}

TEST_F(Privacy, TheMasterKeyIsChanged) {
  const std::string old = folder_.path("old.key");
  std::filesystem::copy_file(key_, old);
  EXPECT_EQ(on({"privacy", "rotate-key"}).status, 2) << "there is one key only";
  EXPECT_EQ(run({"privacy", "new-key", key_, "--add"}).status, 0);
  EXPECT_EQ(run({"privacy", "new-key", key_, "--add"}).status, 2) << "two are enough";
  EXPECT_EQ(on({"start", "case"}).status, 0) << "everything works with both";
  const Outcome rotated = on({"privacy", "rotate-key", "--json"});
  EXPECT_EQ(rotated.status, 0) << rotated.err;
  EXPECT_EQ(*json(rotated).member("moved")->number(), Decimal(2));
  EXPECT_NE(exported().find("4711"), std::string::npos);
  EXPECT_NE(on({"privacy", "log", "--lang", "de"})
                .out.find("2 Vorgänge unter einen neuen Hauptschlüssel"),
            std::string::npos);
  const feel::Value log = json(on({"privacy", "log", "--json"}));
  const feel::Value& note = log.member("notes")->list()->at(0);
  EXPECT_EQ(*note.member("kind")->string(), "rotate-key");
  EXPECT_EQ(*note.member("rotation")->member("cases")->number(), Decimal(2));
  EXPECT_NE(note.member("rotation")->member("ended")->string(), nullptr);

  const Outcome refused = without_key({"show", case_, "--key-file", old});
  EXPECT_EQ(refused.status, 2);
  EXPECT_NE(refused.err.find("another master key"), std::string::npos) << refused.err;
  std::ifstream both(key_);
  std::string line;
  std::getline(both, line);
  std::getline(both, line);
  const std::string fresh = folder_.write("new.key", line + "\n");
  EXPECT_NE(without_key({"show", case_, "--key-file", fresh}).out.find(case_), std::string::npos);
  EXPECT_EQ(without_key({"db", "check", "--key-file", fresh}).out, "no findings\n");
  EXPECT_EQ(without_key({"audit", "verify"}).status, 0);
}

TEST_F(Privacy, ACaseIsFoundByADeclaredVariable) {
  const auto found = [this](const std::string& where) {
    const Outcome shown = on({"show", "--where", where, "--json"});
    EXPECT_EQ(shown.status, 0) << shown.err;
    return json(shown).member("instances")->list()->size();
  };
  EXPECT_EQ(found("number=4711"), 1U);
  EXPECT_EQ(found("number=4712"), 0U);
  EXPECT_EQ(found("number=\"4711\""), 0U) << "a text is no number";
  EXPECT_EQ(on({"show", "--where", "number"}).status, 2);
}

TEST_F(Privacy, FiguresCountWhatHasHappened) {
  complete();
  EXPECT_EQ(on({"start", "case"}).status, 0);
  const feel::Value figures = json(on({"statistics", "case", "--json"}));
  EXPECT_EQ(*figures.member("instances")->number(), Decimal(2));
  EXPECT_EQ(*figures.member("durations")->member("count")->number(), Decimal(1));
  EXPECT_EQ(*figures.member("flows")->member("f2")->number(), Decimal(1));
  EXPECT_EQ(on({"statistics", "nothing"}).status, 1);
}

}  // namespace
}  // namespace umlauf::cli_test
