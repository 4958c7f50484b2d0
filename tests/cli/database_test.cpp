// The subcommands on a database, from deployment to the end of a case.
#include <gtest/gtest.h>

#include <cstdlib>
#include <string>
#include <vector>

#include "tests/cli/program.hpp"

namespace umlauf::cli_test {
namespace {

class Database : public testing::Test {
 protected:
  Outcome on(std::vector<std::string> arguments, const std::string& person = "",
             const std::string& language = "C") {
    arguments.insert(arguments.end(), {"--db", folder_.path("a.sqlite")});
    if (!person.empty())
      arguments.insert(arguments.end(),
                       {"--as", person, "--organisation", "models/hundesteuer/organisation.yaml"});
    return run(arguments, language);
  }

  // Starts a case and yields its number.
  std::string started() {
    EXPECT_EQ(on({"deploy", "models/hundesteuer/hundesteuer.bpmn"}).status, 0);
    const Outcome start = on({"start", "hundesteuer-anmeldung", "--at", "vorsprache",
                              "--business-key", "HS-1", "--var", "hunde=2"});
    EXPECT_EQ(start.status, 0) << start.err;
    return start.out.substr(0, start.out.find('\n'));
  }

  std::string key_of_task(const std::string& person) {
    const feel::Value tasks = json(on({"tasks", "--json"}, person));
    const feel::Value* list = tasks.member("tasks");
    if (list == nullptr || list->list()->empty()) return "";
    return text(list->list()->front(), "key");
  }

  Folder folder_;
};

TEST_F(Database, DeployingTheSameAgainChangesNothing) {
  const std::string model = "models/hundesteuer/hundesteuer.bpmn";
  EXPECT_NE(on({"deploy", model}).out.find("new"), std::string::npos);
  const Outcome again = on({"deploy", model});
  EXPECT_EQ(again.status, 0);
  EXPECT_NE(again.out.find("unchanged"), std::string::npos) << again.out;
  const feel::Value answer = json(on({"deploy", "--json", model}));
  const feel::Value& process = answer.member("processes")->list()->front();
  EXPECT_EQ(text(process, "id"), "hundesteuer-anmeldung");
  EXPECT_TRUE(process.member("created")->is_false());
}

TEST_F(Database, GivesBackTheModelByteForByte) {
  const std::string model =
      "\xEF\xBB\xBF<?xml version='1.0'?>\r\n<!-- kept --><definitions targetNamespace = 'urn:t'\r\n"
      "  xmlns='http://www.omg.org/spec/BPMN/20100524/MODEL' xmlns:z='urn:z'><process id='p' "
      "isExecutable='true' z:a='&#x41;'><extensionElements><z:b  c = \"1\"/></extensionElements>"
      "<userTask id='t'/></process></definitions>\r\n\r\n";
  EXPECT_EQ(on({"deploy", folder_.write("kept.bpmn", model)}).status, 0);
  const Outcome start = on({"start", "p"});
  const Outcome shown = on({"show", start.out.substr(0, start.out.find('\n')), "--model"});
  EXPECT_EQ(shown.status, 0) << shown.err;
  EXPECT_EQ(shown.out, model);
  EXPECT_EQ(on({"show", "--model"}).status, 2);
}

TEST_F(Database, WhatIsProvedWrongIsToldOrRefused) {
  const std::string stuck = folder_.write("stuck.bpmn", R"(<definitions targetNamespace="urn:t"
    xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL"><process id="p" isExecutable="true">
    <startEvent id="s"/><exclusiveGateway id="g" default="b"/><parallelGateway id="j"/>
    <endEvent id="e"/><sequenceFlow id="f" sourceRef="s" targetRef="g"/>
    <sequenceFlow id="a" sourceRef="g" targetRef="j"><conditionExpression>= x
    </conditionExpression></sequenceFlow><sequenceFlow id="b" sourceRef="g" targetRef="j"/>
    <sequenceFlow id="h" sourceRef="j" targetRef="e"/></process></definitions>)");
  const Outcome refused = on({"deploy", "--verify", "strict", stuck});
  EXPECT_EQ(refused.status, 1);
  EXPECT_NE(refused.err.find("error: deadlock"), std::string::npos) << refused.err;
  const Outcome quiet = on({"deploy", "--verify", "off", stuck});
  EXPECT_EQ(quiet.status, 0);
  EXPECT_EQ(quiet.err.find("deadlock"), std::string::npos) << quiet.err;
  const Outcome told = on({"deploy", stuck});
  EXPECT_EQ(told.status, 0);
  EXPECT_NE(told.err.find("warning: deadlock"), std::string::npos) << told.err;
  EXPECT_EQ(on({"deploy", "--verify", "maybe", stuck}).status, 2);
}

TEST_F(Database, AnOrganisationSaysWhetherThereArePeople) {
  const std::string model = folder_.write("people.bpmn", R"(<definitions targetNamespace="urn:t"
    xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL"
    xmlns:camunda="http://camunda.org/schema/1.0/bpmn"><process id="p" isExecutable="true">
    <startEvent id="s"/><userTask id="t" camunda:candidateGroups="mayor"/><endEvent id="e"/>
    <sequenceFlow id="f" sourceRef="s" targetRef="t"/>
    <sequenceFlow id="g" sourceRef="t" targetRef="e"/></process></definitions>)");
  const std::string people = folder_.write("organisation.yaml",
                                           "roles: [{id: clerk}]\n"
                                           "persons: [{id: anna, roles: [clerk]}]\n");
  EXPECT_EQ(on({"deploy", "--verify", "strict", model}).status, 0) << "nothing is known of people";
  for (const Outcome& refused :
       {on({"deploy", "--verify", "strict", model, people}),
        on({"deploy", "--verify", "strict", "--organisation", people, model})}) {
    EXPECT_EQ(refused.status, 1);
    EXPECT_NE(refused.err.find("nobody may do task 't' [SEC-01]"), std::string::npos)
        << refused.err;
  }
  folder_.write("organisation.yaml",
                "roles: [{id: mayor}]\npersons: [{id: anna, roles: [none]}]\n");
  EXPECT_EQ(on({"deploy", model, people}).status, 2) << "no such role";
}

TEST_F(Database, ARejectedModelIsExplained) {
  const std::string bad = folder_.write("bad.bpmn", "<definitions");
  const Outcome outcome = on({"deploy", bad});
  EXPECT_EQ(outcome.status, 1);
  EXPECT_NE(outcome.err.find("bad.bpmn:1:"), std::string::npos) << outcome.err;
  EXPECT_EQ(on({"deploy", folder_.path("none.bpmn")}).status, 2);
}

TEST_F(Database, OnlyACandidateClaimsAndOnlyTheAssigneeCompletes) {
  const std::string instance = started();
  EXPECT_EQ(key_of_task("k.klein"), "") << "the Kasse has nothing to do yet";
  const std::string key = key_of_task("p.post");
  ASSERT_FALSE(key.empty());
  EXPECT_EQ(on({"claim", key}, "k.klein").status, 1);
  EXPECT_EQ(on({"claim", key}, "nobody").status, 2);
  EXPECT_EQ(on({"claim", key}, "p.post").status, 0);
  EXPECT_EQ(on({"claim", key}, "v.ertretung").status, 1) << "somebody has it already";
  EXPECT_EQ(on({"complete", key}, "v.ertretung").status, 1);
  EXPECT_EQ(on({"claim", key, "--release"}, "p.post").status, 0);
  EXPECT_EQ(on({"claim", key}, "v.ertretung").status, 0);
  const Outcome by_administrator = on({"complete", key, "--var", "zustaendig=true"}, "admin");
  EXPECT_EQ(by_administrator.status, 0) << by_administrator.err;
  const Outcome history = on({"history", instance});
  EXPECT_NE(history.out.find("admin (as administrator)"), std::string::npos) << history.out;
  EXPECT_EQ(on({"complete", key}, "admin").status, 1) << "it is done already";
}

TEST_F(Database, ACaseGoesFromRoleToRole) {
  const std::string instance = started();
  const auto work = [&](const std::string& person, const std::string& result) {
    const std::string key = key_of_task(person);
    EXPECT_EQ(on({"claim", key}, person).status, 0) << person;
    std::vector<std::string> complete{"complete", key};
    if (!result.empty()) complete.insert(complete.end(), {"--var", result});
    const Outcome outcome = on(complete, person);
    EXPECT_EQ(outcome.status, 0) << person << ": " << outcome.err;
  };
  work("p.post", "zustaendig=true");
  const Outcome tree = on({"show", instance, "--variables"});
  EXPECT_NE(tree.out.find("formelle-pruefung\n"), std::string::npos) << tree.out;
  EXPECT_NE(tree.out.find("Formell prüfen (formell-pruefen)  task for Sachbearbeitung"),
            std::string::npos)
      << tree.out;
  EXPECT_NE(tree.out.find("hunde"), std::string::npos) << tree.out;
  const Outcome list = on({"show", instance, "--list"}, "", "de_DE.UTF-8");
  EXPECT_NE(list.out.find("ruecknahme"), std::string::npos) << list.out;
  EXPECT_NE(list.out.find("wartet: Frist am"), std::string::npos) << list.out;

  work("a.meier", "vollstaendig=true");
  work("b.kurz", "");
  work("e.lang", "freigabe=true");
  EXPECT_EQ(on({"message", "zahlung", "--business-key", "falsch"}).status, 1);
  const Outcome payment =
      on({"message", "zahlung", "--business-key", "HS-1", "--var", "betrag=300"});
  EXPECT_EQ(payment.out, instance + "\n") << payment.err;
  work("k.klein", "");
  const feel::Value shown = json(on({"show", instance, "--json"}));
  EXPECT_EQ(text(shown, "state"), "completed");
  EXPECT_TRUE(shown.member("tokens")->list()->empty());
  EXPECT_EQ(*shown.member("variables")->member("steuer")->number(), Decimal(300));
  EXPECT_NE(on({"show"}).out.find("completed"), std::string::npos);
  EXPECT_EQ(on({"show", "--live"}).out.find("completed"), std::string::npos);
  const Outcome elements = on({"history", instance, "--elements"});
  EXPECT_NE(elements.out.find("userTask"), std::string::npos) << elements.out;
}

TEST_F(Database, TheJournalIsAuditedWithAnAnchorKeptElsewhere) {
  started();
  EXPECT_EQ(on({"audit", "anchor", "--show"}).status, 1) << "there is none yet";
  const Outcome anchor = on({"audit", "anchor", "--json"});
  ASSERT_EQ(anchor.status, 0) << anchor.err;
  const std::string digest = text(json(anchor), "digest");
  ASSERT_EQ(digest.size(), 64U);
  EXPECT_NE(on({"audit", "anchor", "--show"}).out.find(digest), std::string::npos);
  const Outcome fine = on({"audit", "verify", "--anchor", digest});
  EXPECT_EQ(fine.status, 0) << fine.out << fine.err;
  EXPECT_NE(fine.out.find("everything is as it was written"), std::string::npos) << fine.out;
  const std::string other = std::string(63, '0') + "1";
  EXPECT_EQ(on({"audit", "verify", "--anchor", other}).status, 1);
  EXPECT_EQ(on({"audit", "verify", "--anchor", "12"}).status, 2);

  const std::string file = folder_.path("journal.jsonl");
  ASSERT_EQ(on({"audit", "export", "--out", file}).status, 0);
  const Outcome offline = run({"audit", "verify", "--export", file, "--anchor", digest, "--json"});
  EXPECT_EQ(offline.status, 0) << offline.out;
  EXPECT_TRUE(json(offline).member("ok")->is_true());
  std::string content = read(file);
  content.replace(content.find("\"sequence\":1"), 12, "\"sequence\":2");
  const std::string forged = folder_.write("forged.jsonl", content);
  const Outcome found = run({"audit", "verify", "--export", forged}, "de_DE.UTF-8");
  EXPECT_EQ(found.status, 1);
  EXPECT_NE(found.out.find("das ist nicht, was geschrieben wurde"), std::string::npos) << found.out;
  EXPECT_EQ(run({"audit", "verify", "--export", folder_.path("none")}).status, 2);
  EXPECT_EQ(run({"audit"}).status, 2);
}

// docs/audit.md shows a verifier in Python: it is another reading of the form.
TEST_F(Database, TheVerifierOfTheDocumentationAgrees) {
  started();
  on({"audit", "anchor"});
  started();
  const std::string digest = text(json(on({"audit", "anchor", "--json"})), "digest");
  const std::string file = folder_.path("journal.jsonl");
  ASSERT_EQ(on({"audit", "export", "--out", file}).status, 0);
  const std::string page = read("docs/audit.md");
  const std::string fence = "```python\n";
  const std::size_t begin = page.find(fence) + fence.size();
  const std::string script =
      folder_.write("verify.py", page.substr(begin, page.find("```", begin) - begin));
  const auto verifies = [&](const std::string& export_file) {
    const std::string command =
        "python3 " + script + " " + export_file + " >" + folder_.path("said") + " 2>&1";
    return std::system(command.c_str()) == 0;
  };
  EXPECT_TRUE(verifies(file)) << read(folder_.path("said"));
  EXPECT_NE(read(folder_.path("said")).find(digest), std::string::npos);
  std::string content = read(file);
  const std::size_t hash = content.find("\"hash\":\"") + 8;
  content[hash] = content[hash] == '0' ? '1' : '0';
  EXPECT_FALSE(verifies(folder_.write("forged.jsonl", content)));
}

TEST_F(Database, WorkWritesAnAnchorADay) {
  started();
  EXPECT_EQ(on({"work", "--once"}).status, 0);
  EXPECT_EQ(on({"work", "--once"}).status, 0);
  const Outcome shown = on({"audit", "anchor", "--show", "--json"});
  EXPECT_EQ(shown.status, 0);
  EXPECT_EQ(*json(shown).member("number")->number(), Decimal(1));
}

TEST_F(Database, ACaseIsShownAsItWas) {
  const std::string instance = started();
  const std::string key = key_of_task("p.post");
  ASSERT_EQ(on({"claim", key}, "p.post").status, 0);
  ASSERT_EQ(on({"complete", key, "--var", "zustaendig=true"}, "p.post").status, 0);
  const Outcome first = on({"replay", instance, "--until", "1", "--json"});
  ASSERT_EQ(first.status, 0) << first.err;
  EXPECT_EQ(text(json(first).member("tokens")->list()->front(), "key"), key);
  EXPECT_EQ(on({"show", instance, "--at", "2001-01-01"}).status, 1) << "it was not there yet";
  EXPECT_EQ(on({"show", instance, "--at", "gestern"}).status, 2);
  EXPECT_EQ(on({"show", "--at", "2001-01-01"}).status, 2);
  const Outcome now = on({"show", instance, "--at", "2999-01-01"});
  EXPECT_EQ(now.out, on({"show", instance}).out);
  const Outcome steps = on({"replay", instance, "--steps"});
  EXPECT_NE(steps.out.find("p.post  complete task"), std::string::npos) << steps.out;
  EXPECT_NE(steps.out.find("[" + key + "]"), std::string::npos) << steps.out;
}

TEST_F(Database, AMessageStartsACase) {
  EXPECT_EQ(on({"deploy", "models/hundesteuer/hundesteuer.bpmn"}).status, 0);
  const Outcome outcome =
      on({"message", "hundeanmeldung", "--business-key", "HS-9", "--var", "hunde=1"});
  EXPECT_EQ(outcome.status, 0) << outcome.err;
  EXPECT_NE(on({"show", "--business-key", "HS-9"}).out.find("active"), std::string::npos);
}

TEST_F(Database, TaskListsComeInPages) {
  started();
  for (int i = 0; i < 2; ++i)
    EXPECT_EQ(on({"start", "hundesteuer-anmeldung", "--at", "vorsprache"}).status, 0);
  std::vector<std::string> keys;
  std::string page;
  for (int i = 0; i < 3; ++i) {
    std::vector<std::string> arguments{"tasks", "--json", "--limit", "1", "--role", "Posteingang"};
    if (!page.empty()) arguments.insert(arguments.end(), {"--page", page});
    const feel::Value answer = json(on(arguments));
    ASSERT_EQ(answer.member("tasks")->list()->size(), 1u);
    keys.push_back(text(answer.member("tasks")->list()->front(), "key"));
    page = text(answer, "next");
  }
  EXPECT_NE(keys[0], keys[1]);
  EXPECT_NE(keys[1], keys[2]);
}

TEST_F(Database, WorkFiresWhatIsDue) {
  const std::string model = folder_.write(
      "timer.bpmn", R"(<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL"
    targetNamespace="t"><process id="p" isExecutable="true"><startEvent id="s"/>
    <sequenceFlow id="f1" sourceRef="s" targetRef="w"/>
    <intermediateCatchEvent id="w"><timerEventDefinition><timeDuration>PT0S</timeDuration>
    </timerEventDefinition></intermediateCatchEvent>
    <sequenceFlow id="f2" sourceRef="w" targetRef="e"/><endEvent id="e"/></process></definitions>)");
  EXPECT_EQ(on({"deploy", model}).status, 0);
  const Outcome start = on({"start", "p"});
  EXPECT_EQ(start.status, 0) << start.err;
  const Outcome work = on({"work", "--once"});
  EXPECT_EQ(work.status, 0) << work.err;
  EXPECT_NE(work.out.find("  w"), std::string::npos) << work.out;
  EXPECT_NE(on({"show"}).out.find("completed"), std::string::npos);
}

TEST_F(Database, ASignalReachesNobodyOrThoseWhoWait) {
  const Outcome outcome = on({"signal", "niemand", "--json"});
  EXPECT_EQ(outcome.status, 0) << outcome.err;
  EXPECT_TRUE(json(outcome).member("instances")->list()->empty());
}

TEST_F(Database, WhatIsNotThereIsRefused) {
  EXPECT_EQ(on({"start", "gibtsnicht"}).status, 1);
  EXPECT_EQ(on({"show", "4711"}).status, 1);
  EXPECT_EQ(on({"history", "4711"}).status, 1);
  EXPECT_EQ(on({"complete", "4711.2"}).status, 1);
  EXPECT_EQ(run({"show", "--db", "/gibt/es/nicht/a.sqlite"}).status, 2);
  EXPECT_EQ(run({"show", "--db", folder_.write("kein.sqlite", "no database at all")}).status, 2);
}

TEST_F(Database, WhatFailsSaysSoInJsonAsWell) {
  const Outcome refused = on({"start", "gibtsnicht", "--json"});
  EXPECT_EQ(refused.status, 1);
  const feel::Value answer = json(refused);
  ASSERT_NE(answer.member("ok"), nullptr) << refused.out;
  EXPECT_TRUE(answer.member("ok")->is_false());
  EXPECT_EQ(text(answer, "errorKind"), "state");
  EXPECT_EQ(text(answer, "error"), "there is no process 'gibtsnicht'");
  const Outcome nobody = on({"tasks", "--json"}, "gibtsnicht");
  EXPECT_EQ(nobody.status, 2);
  EXPECT_EQ(text(json(nobody), "errorKind"), "request") << nobody.out;
}

TEST_F(Database, TheDemoSurvivesItsKill) {
  const Outcome demo = on({"demo"});
  EXPECT_EQ(demo.status, 0) << demo.out << demo.err;
  EXPECT_NE(demo.out.find("SIGKILL"), std::string::npos);
  EXPECT_NE(demo.out.find("completed"), std::string::npos) << demo.out;
  const Outcome again = on({"demo"}, "", "de_DE.UTF-8");
  EXPECT_EQ(again.status, 0) << "on the same database";
  EXPECT_NE(again.out.find(": abgeschlossen"), std::string::npos) << again.out;
}

}  // namespace
}  // namespace umlauf::cli_test
