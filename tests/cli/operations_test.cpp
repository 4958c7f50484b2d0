// The subcommands of operators and workers, on a database.
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "tests/cli/program.hpp"

namespace umlauf::cli_test {
namespace {

// `check`, then a job `mail`, then `decide`; `step` is the id of the first task.
std::string model(const std::string& step, const std::string& tag) {
  return R"(<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" targetNamespace="urn:t")"
         R"( xmlns:camunda="http://camunda.org/schema/1.0/bpmn">)"
         R"(<process id="case" isExecutable="true" camunda:versionTag=")" +
         tag + R"("><startEvent id="s"/><userTask id=")" + step +
         R"("/><serviceTask id="send" camunda:type="external" camunda:topic="mail"/>)"
         R"(<userTask id="decide"/><endEvent id="e"/>)"
         R"(<sequenceFlow id="f1" sourceRef="s" targetRef=")" +
         step + R"("/><sequenceFlow id="f2" sourceRef=")" + step +
         R"(" targetRef="send"/><sequenceFlow id="f3" sourceRef="send" targetRef="decide"/>)"
         R"(<sequenceFlow id="f4" sourceRef="decide" targetRef="e"/></process></definitions>)";
}

class Operations : public testing::Test {
 protected:
  void SetUp() override {
    EXPECT_EQ(on({"deploy", folder_.write("one.bpmn", model("check", "spring"))}).status, 0);
    const Outcome start = on({"start", "case"});
    EXPECT_EQ(start.status, 0) << start.err;
    instance_ = start.out.substr(0, start.out.find('\n'));
  }
  Outcome on(std::vector<std::string> arguments, const std::string& language = "C") {
    arguments.insert(arguments.end(), {"--db", folder_.path("a.sqlite")});
    return run(arguments, language);
  }
  // The elements of the open tasks.
  std::string tasks() {
    std::string names;
    const feel::Value answer = json(on({"tasks", "--json"}));
    for (const feel::Value& task : *answer.member("tasks")->list())
      names += (names.empty() ? "" : " ") + text(task, "task");
    return names;
  }
  std::string key_of(const std::string& list) {
    const feel::Value answer = json(on({list, "--json"}));
    const feel::Value* rows = answer.member(list);
    return rows == nullptr || rows->list()->empty() ? "" : text(rows->list()->front(), "key");
  }

  Folder folder_;
  std::string instance_;
};

TEST_F(Operations, TokensAreMoved) {
  EXPECT_EQ(on({"modify", instance_, "--cancel", "check", "--before", "decide"}).status, 0);
  EXPECT_EQ(tasks(), "decide");
  const Outcome nothing = on({"modify", instance_, "--cancel", "check"});
  EXPECT_EQ(nothing.status, 1);
  EXPECT_NE(nothing.err.find("nothing is active at 'check'"), std::string::npos) << nothing.err;
  EXPECT_NE(
      on({"modify", instance_, "--before", "no"}, "de_DE.UTF-8").err.find("kein Element 'no'"),
      std::string::npos);
  EXPECT_EQ(tasks(), "decide");
}

TEST_F(Operations, ASuspendedCaseStandsStill) {
  const std::string task = key_of("tasks");
  EXPECT_EQ(on({"suspend", instance_}).status, 0);
  EXPECT_EQ(on({"complete", task}).status, 1);
  EXPECT_EQ(on({"suspend", instance_}).status, 1) << "it is suspended already";
  EXPECT_EQ(on({"resume", instance_}).status, 0);
  EXPECT_EQ(on({"complete", task}).status, 0);
}

TEST_F(Operations, AWorkerTakesAJobAndReportsIt) {
  EXPECT_EQ(on({"complete", key_of("tasks")}).status, 0);
  const feel::Value taken =
      json(on({"jobs", "--take", "--type", "mail", "--worker", "w1", "--json"}));
  ASSERT_EQ(taken.member("jobs")->list()->size(), 1u);
  const std::string key = text(taken.member("jobs")->list()->front(), "key");
  EXPECT_EQ(on({"jobs", "--take", "--type", "mail", "--worker", "w2"}).out.find("mail"),
            std::string::npos)
      << "w1 has it";
  EXPECT_EQ(on({"job", key, "complete", "--worker", "w2"}).status, 1);
  EXPECT_EQ(on({"job", key, "extend", "--worker", "w1", "--seconds", "900"}).status, 0);
  EXPECT_EQ(on({"job", key, "nonsense"}).status, 2);
  EXPECT_EQ(on({"job", key, "complete", "--worker", "w1", "--var", "sent=true"}).status, 0);
  EXPECT_EQ(tasks(), "decide");
  EXPECT_NE(on({"show", instance_, "--variables"}).out.find("sent"), std::string::npos);
}

TEST_F(Operations, AFailedJobIsRetriedOrResolved) {
  EXPECT_EQ(on({"complete", key_of("tasks")}).status, 0);
  const std::string job = key_of("jobs");
  EXPECT_EQ(on({"job", job, "fail", "--message", "no line", "--retries", "0"}).status, 0);
  const Outcome incidents = on({"incidents"});
  EXPECT_NE(incidents.out.find("no line"), std::string::npos) << incidents.out;
  EXPECT_EQ(on({"retry", key_of("incidents")}).status, 0);
  EXPECT_EQ(key_of("incidents"), "");
  EXPECT_EQ(on({"job", job, "fail", "--retries", "0"}).status, 0);
  EXPECT_EQ(on({"resolve", key_of("incidents")}).status, 0);
  EXPECT_EQ(tasks(), "decide");
  EXPECT_EQ(on({"retry", job}).status, 1) << "there is no incident";
}

TEST_F(Operations, CasesAreMigratedAfterATrial) {
  EXPECT_EQ(on({"deploy", folder_.write("two.bpmn", model("look", "summer"))}).status, 0);
  const Outcome without = on({"migrate", "--process", "case", "--dry-run"});
  EXPECT_EQ(without.status, 1);
  EXPECT_NE(without.out.find("'check' has no place in the target"), std::string::npos)
      << without.out;
  const std::vector<std::string> plan{"migrate", instance_, "--move", "check=look"};
  std::vector<std::string> trial = plan;
  trial.push_back("--dry-run");
  const Outcome tried = on(trial);
  EXPECT_EQ(tried.status, 0) << tried.out;
  EXPECT_NE(tried.out.find("check -> look"), std::string::npos) << tried.out;
  EXPECT_EQ(tasks(), "check");
  EXPECT_EQ(on(plan).status, 0);
  EXPECT_EQ(tasks(), "look");
  const Outcome again = on({"migrate", instance_, "--json"});
  EXPECT_EQ(again.status, 1);
  EXPECT_NE(on({"history", instance_}).out.find("migrate"), std::string::npos);
  EXPECT_EQ(on({"migrate"}).status, 2);
  EXPECT_EQ(on({"migrate", instance_, "--move", "check"}).status, 2);
}

TEST_F(Operations, ACaseStartsAtAVersionOrATag) {
  EXPECT_EQ(on({"deploy", folder_.write("two.bpmn", model("look", "summer"))}).status, 0);
  EXPECT_EQ(on({"start", "case", "--version-tag", "spring"}).status, 0);
  EXPECT_EQ(tasks(), "check check");
  EXPECT_EQ(on({"start", "case"}).status, 0);
  EXPECT_EQ(tasks(), "check check look");
  EXPECT_EQ(on({"start", "case", "--version-tag", "winter"}).status, 1);
  EXPECT_NE(on({"start", "case", "--version-tag", "spring", "--version", "1"}).status, 0);
}

TEST_F(Operations, TheHistorySpeaksTheReadersLanguage) {
  EXPECT_EQ(on({"complete", key_of("tasks")}).status, 0);
  const std::string english = on({"history", instance_}).out;
  EXPECT_NE(english.find("complete task\n"), std::string::npos) << english;
  EXPECT_NE(english.find("flow taken: 'f2'"), std::string::npos) << english;
  const std::string german = on({"history", instance_}, "de_DE.UTF-8").out;
  EXPECT_NE(german.find("Aufgabe erledigen\n"), std::string::npos) << german;
  EXPECT_NE(german.find("Sequenzfluss genommen: 'f2'"), std::string::npos) << german;
  for (const std::string_view word : {"entered", "passed", "taken", "left", "completed"})
    EXPECT_EQ(german.find(word), std::string::npos) << word << '\n' << german;
  // Programs read the same in every language.
  EXPECT_EQ(on({"history", instance_, "--json"}).out,
            on({"history", instance_, "--json"}, "de_DE.UTF-8").out);
}

TEST_F(Operations, ADeletedCaseStaysInTheHistory) {
  EXPECT_EQ(on({"delete", instance_, "--reason", "entered twice"}).status, 0);
  EXPECT_EQ(tasks(), "");
  EXPECT_NE(on({"show"}).out.find("terminated"), std::string::npos);
  EXPECT_EQ(on({"delete", instance_}).status, 1);
}

}  // namespace
}  // namespace umlauf::cli_test
