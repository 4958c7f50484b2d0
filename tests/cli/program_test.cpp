// The program as a whole: help, languages, exit status, and the subcommands that need no database.
#include "tests/cli/program.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <sstream>
#include <string>
#include <vector>

#include "engine/feel/json.hpp"

namespace umlauf::cli_test {
namespace {

const std::vector<std::string> kSubcommands{
    "demo",    "check",  "test", "deploy",  "start", "tasks", "claim", "complete",
    "message", "signal", "show", "history", "work",  "drive", "dmn",   "feel"};

constexpr const char* kGood = R"(<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL"
    targetNamespace="t" expressionLanguage="https://www.omg.org/spec/DMN/20230324/FEEL/">
  <process id="p" isExecutable="true">
    <startEvent id="s"/>
    <sequenceFlow id="f1" sourceRef="s" targetRef="t"/>
    <userTask id="t" name="Prüfen"/>
    <sequenceFlow id="f2" sourceRef="t" targetRef="e"/>
    <endEvent id="e"/>
  </process>
</definitions>
)";

constexpr const char* kDangling =
    R"(<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL"
    targetNamespace="t">
  <process id="p" isExecutable="true">
    <startEvent id="s"/>
    <sequenceFlow id="f1" sourceRef="s" targetRef="nowhere"/>
  </process>
</definitions>
)";

TEST(Program, HelpListsEverySubcommand) {
  const Outcome help = run({"--help"});
  EXPECT_EQ(help.status, 0);
  for (const std::string& name : kSubcommands)
    EXPECT_NE(help.out.find("\n  " + name + " "), std::string::npos) << name;
}

TEST(Program, EverySubcommandTeachesInBothLanguages) {
  for (const std::string& name : kSubcommands) {
    const Outcome english = run({name, "--help"});
    EXPECT_EQ(english.status, 0) << name;
    EXPECT_NE(english.out.find("usage: umlauf " + name), std::string::npos) << name;
    EXPECT_NE(english.out.find("example"), std::string::npos) << name;
    const Outcome german = run({"help", name}, "de_DE.UTF-8");
    EXPECT_EQ(german.status, 0) << name;
    EXPECT_NE(german.out.find("Aufruf: umlauf " + name), std::string::npos) << name;
    EXPECT_NE(german.out.find("Beispiel"), std::string::npos) << name;
  }
}

TEST(Program, NamesItsVersion) { EXPECT_EQ(run({"--version"}).out.rfind("umlauf ", 0), 0u); }

TEST(Program, TheLanguageOfACallGoesBeforeThatOfTheEnvironment) {
  EXPECT_NE(run({"--lang", "de", "--help"}).out.find("Unterbefehle"), std::string::npos);
  EXPECT_NE(run({"--help", "--lang=en"}, "de_DE.UTF-8").out.find("subcommands"), std::string::npos);
}

TEST(Program, AWrongCallEndsWith2AndSaysWhy) {
  struct Case {
    std::vector<std::string> arguments;
    const char* says;
  };
  for (const Case& c :
       {Case{{}, "usage"}, Case{{"gibtsnicht"}, "no subcommand 'gibtsnicht'"},
        Case{{"--lang", "fr", "--help"}, "'de' or 'en'"}, Case{{"start"}, "PROCESS is missing"},
        Case{{"check", "--gibtsnicht", "x"}, "'--gibtsnicht'"},
        Case{{"tasks", "--limit", "0"}, "whole number from 1"},
        Case{{"tasks", "--db"}, "--db needs a value"},
        Case{{"claim", "abc", "--as", "x"}, "'abc' is no key"},
        Case{{"claim", "1.2"}, "--as is missing"},
        Case{{"check", "/gibt/es/nicht.bpmn"}, "cannot read"},
        Case{{"test", "/gibt/es/nicht"}, "'/gibt/es/nicht'"},
        Case{{"check", "--format", "pdf", "x"}, "text, json or sarif"}}) {
    const Outcome outcome = run(c.arguments);
    EXPECT_EQ(outcome.status, 2) << c.says;
    EXPECT_NE(outcome.err.find(c.says), std::string::npos) << outcome.err;
  }
  EXPECT_NE(run({"start"}, "de_DE.UTF-8").err.find("PROCESS fehlt"), std::string::npos);
}

TEST(Feel, EvaluatesOneExpression) {
  EXPECT_EQ(run({"feel", "120 * 9 / 12"}).out, "90\n");
  EXPECT_EQ(run({"feel", "a + 1", "--context", R"({"a": 41})"}).out, "42\n");
  EXPECT_EQ(run({"feel", "name", "--var", "name=Rex"}).out, "\"Rex\"\n");
  EXPECT_EQ(run({"feel", "--json", R"(date("2026-01-31"))"}).out,
            R"({"@type":"date","value":"2026-01-31"})"
            "\n");
}

TEST(Feel, KnowsNamesWithBlanks) {
  EXPECT_EQ(run({"feel", "monthly salary * 12", "--context", R"({"monthly salary": 100})"}).out,
            "1200\n");
}

TEST(Feel, ShowsWhereASyntaxErrorIs) {
  const Outcome outcome = run({"feel", "1 +"});
  EXPECT_EQ(outcome.status, 1);
  EXPECT_NE(outcome.err.find("^"), std::string::npos) << outcome.err;
  EXPECT_EQ(run({"feel", "1", "--context", "[1]"}).status, 2);
}

TEST(Feel, KnowsTheClock) { EXPECT_EQ(run({"feel", "today() = date(now())"}).out, "true\n"); }

TEST(Feel, AtATerminalLinesAreCompletedAndKept) {
  const Folder home;
  // The tab key completes the name; control and D end the input.
  const Outcome first = run_at_terminal({"feel", "--var", "Zahl=7"},
                                        {"string le\t\"abc\") + Zah\t\n", "\x04"}, home.path(""));
  EXPECT_EQ(first.status, 0);
  EXPECT_NE(first.out.find("\n10\r"), std::string::npos) << first.out;
  // The line of the earlier session is called back (the key up is ^P) and goes on.
  const Outcome second =
      run_at_terminal({"feel", "--var", "Zahl=7"}, {"\x10 * 3\n", "\x04"}, home.path(""));
  EXPECT_NE(second.out.find("string length(\"abc\") + Zahl * 3"), std::string::npos) << second.out;
  EXPECT_NE(second.out.find("\n24\r"), std::string::npos) << second.out;
  EXPECT_NE(read(home.path(".local/state/umlauf/feel_history")).find("Zahl"), std::string::npos);
}

// Answers were lost when the thread that read flushed what another was writing.
TEST(Drive, SeveralThreadsAnswerEveryLineOnce) {
  constexpr std::size_t kLines = 20'000;
  const Folder folder;
  std::string lines;
  for (std::size_t i = 0; i < kLines; ++i)
    lines += R"({"id":)" + std::to_string(i) + R"(,"op":"state","instance":"none"})" + "\n";
  const Outcome outcome =
      run({"drive", "--db", folder.path("a.sqlite"), "--threads", "8"}, "C", lines);
  EXPECT_EQ(outcome.status, 0) << outcome.err;
  std::vector<int> answers(kLines);
  std::istringstream out(outcome.out);
  for (std::string line; std::getline(out, line);) {
    const auto answer = feel::from_json(line);
    ASSERT_TRUE(answer) << line;
    const feel::Value* id = answer->member("id");
    ASSERT_TRUE(id != nullptr && id->number() != nullptr) << line;
    ++answers.at(static_cast<std::size_t>(*id->number()->to_int64()));
  }
  EXPECT_EQ(std::count(answers.begin(), answers.end(), 1), kLines);
}

TEST(DmnEval, ExplainsWhichRulesMatched) {
  const Outcome outcome = run({"dmn", "eval", "examples/decision/hundesteuer.dmn", "--decision",
                               "Jahressatz", "--input",
                               R"({"Hunde": [{"Rasse": "Dackel", "gefährlich": false},
                         {"Rasse": "Pudel", "gefährlich": false}]})",
                               "--explain"});
  EXPECT_EQ(outcome.status, 0);
  EXPECT_EQ(outcome.out,
            "300\n"
            "\n"
            "decision table of 'Jahressatz'\n"
            "  Anzahl (count(Hunde)) = 2\n"
            "  gefährlich (some hund in Hunde satisfies hund.gefährlich) = false\n"
            "  rule 4 [mehrere]: > 1 | - => 300\n"
            "    § 4 Abs. 1 Hundesteuersatzung\n"
            "  => 300\n"
            "\n"
            "decisions:\n"
            "  Jahressatz = 300\n");
  EXPECT_EQ(run({"dmn", "eval", "examples/decision/hundesteuer.dmn", "--decision", "Nope"}).status,
            2);
  EXPECT_EQ(run({"dmn", "eval", "examples/decision/hundesteuer.dmn"}).status, 2);
}

TEST(Feel, ReadsLines) {
  const Outcome outcome = run({"feel", "--var", "x=2"}, "C", "x + 1\n\nx * x\n");
  EXPECT_EQ(outcome.status, 0);
  EXPECT_EQ(outcome.out, "3\n4\n");
}

TEST(Check, AGoodModelHasNoErrors) {
  const Folder folder;
  const Outcome outcome = run({"check", folder.write("good.bpmn", kGood)});
  EXPECT_EQ(outcome.status, 0) << outcome.out << outcome.err;
}

TEST(Check, PointsToThePlaceInBothLanguages) {
  const Folder folder;
  const std::string file = folder.write("bad.bpmn", kDangling);
  const Outcome english = run({"check", file});
  EXPECT_EQ(english.status, 1);
  EXPECT_NE(english.out.find(file + ":5:"), std::string::npos) << english.out;
  EXPECT_NE(english.out.find(": error: "), std::string::npos) << english.out;
  EXPECT_NE(english.out.find("[XML-04]"), std::string::npos) << english.out;
  EXPECT_NE(english.out.find("targetRef=\"nowhere\""), std::string::npos) << english.out;
  EXPECT_NE(english.out.find("^"), std::string::npos);
  const Outcome german = run({"check", file}, "de_DE.UTF-8");
  EXPECT_NE(german.out.find(": Fehler: "), std::string::npos) << german.out;
  EXPECT_NE(german.out.find("[XML-04]"), std::string::npos);
}

TEST(Check, AnswersInJsonAndSarif) {
  const Folder folder;
  const std::string good = folder.write("good.bpmn", kGood);
  const feel::Value report = json(run({"check", "--format", "json", good}));
  const feel::Value& file = report.member("files")->list()->front();
  EXPECT_EQ(text(file, "file"), good);
  const feel::Value& process = file.member("processes")->list()->front();
  EXPECT_EQ(text(process, "process"), "p");
  for (const char* property :
       {"safe", "option_to_complete", "proper_completion", "no_dead_activities"})
    EXPECT_TRUE(process.member(property)->is_true()) << property;

  const Outcome outcome = run({"check", "--format", "sarif", folder.write("bad.bpmn", kDangling)});
  EXPECT_EQ(outcome.status, 1);
  const feel::Value sarif = json(outcome);
  EXPECT_EQ(text(sarif, "version"), "2.1.0");
  const feel::Value& sarif_run = sarif.member("runs")->list()->front();
  EXPECT_EQ(text(sarif_run.member("results")->list()->front(), "level"), "error");
}

TEST(Check, AFolderIsOneUnitWithItsOrganisation) {
  const Folder folder;
  std::string model = kGood;
  model.replace(model.find("<userTask id=\"t\""), 16,
                "<userTask id=\"t\" camunda:candidateGroups=\"kasse,post\"");
  model.replace(model.find("targetNamespace"), 0,
                "xmlns:camunda=\"http://camunda.org/schema/1.0/bpmn\" ");
  folder.write("unit/a.bpmn", model);
  folder.write("unit/organisation.yaml", "roles: [{id: post}]\npersons: [{id: a, roles: [post]}]");
  const Outcome outcome = run({"check", folder.path("unit")});
  EXPECT_EQ(outcome.status, 0) << outcome.out;
  EXPECT_NE(outcome.out.find("[SEC-03]"), std::string::npos) << outcome.out;
  EXPECT_EQ(run({"check", "--strict", folder.path("unit")}).status, 1);
  EXPECT_EQ(run({"check", folder.write("unit/organisation.yaml", "roles: 1")}).status, 1);
}

// Two tasks of the same role, the second by another person than the first.
constexpr const char* kFourEyes = R"(<?xml version="1.0"?>
<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" targetNamespace="urn:t"
    xmlns:camunda="http://camunda.org/schema/1.0/bpmn" xmlns:umlauf="https://umlauf.dev/bpmn">
  <process id="p" isExecutable="true">
    <startEvent id="s"/>
    <userTask id="prepare" name="prepare" camunda:candidateGroups="kasse"/>
    <userTask id="approve" name="approve" camunda:candidateGroups="kasse">
      <extensionElements><camunda:properties>
        <camunda:property name="differentPerson" value="prepare"/>
      </camunda:properties></extensionElements>
    </userTask>
    <endEvent id="e"/>
    <sequenceFlow id="f1" sourceRef="s" targetRef="prepare"/>
    <sequenceFlow id="f2" sourceRef="prepare" targetRef="approve"/>
    <sequenceFlow id="f3" sourceRef="approve" targetRef="e"/>
  </process>
</definitions>)";

TEST(Check, LooksForPeopleWhoMayDoTheWork) {
  const Folder folder;
  folder.write("unit/a.bpmn", kFourEyes);
  const auto staffed = [&](const std::string& persons, std::vector<std::string> options) {
    folder.write("unit/organisation.yaml", "roles: [{id: kasse}]\npersons: [" + persons + "]");
    options.insert(options.begin(), "check");
    options.push_back(folder.path("unit"));
    return run(options);
  };
  const std::string one = "{id: a, roles: [kasse]}", two = one + ", {id: b, roles: [kasse]}";
  const Outcome alone = staffed(one, {});
  EXPECT_EQ(alone.status, 1);
  EXPECT_NE(alone.out.find("(different people) leaves nobody [SEC-01]"), std::string::npos)
      << alone.out;
  EXPECT_EQ(staffed(two, {}).out.find("SEC-0"), std::string::npos);
  const Outcome absent = staffed(two, {"--absent", "1"});
  EXPECT_EQ(absent.status, 0);
  EXPECT_NE(absent.out.find("[SEC-02]"), std::string::npos) << absent.out;
  EXPECT_NE(staffed("{id: a}", {}).out.find("[SEC-01]"), std::string::npos);
}

// A deadlock in a process whose name would end a script, with a drawing.
constexpr const char* kStuck = R"(<?xml version="1.0"?>
<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" targetNamespace="urn:t"
    xmlns:bpmndi="http://www.omg.org/spec/BPMN/20100524/DI"
    xmlns:dc="http://www.omg.org/spec/DD/20100524/DC"
    xmlns:di="http://www.omg.org/spec/DD/20100524/DI">
  <process id="p" isExecutable="true">
    <startEvent id="s" name="&lt;/script&gt;&lt;b&gt;"/>
    <exclusiveGateway id="g" default="g2"/>
    <parallelGateway id="j"/>
    <endEvent id="e"/>
    <sequenceFlow id="f" sourceRef="s" targetRef="g"/>
    <sequenceFlow id="g1" sourceRef="g" targetRef="j">
      <conditionExpression>= x</conditionExpression></sequenceFlow>
    <sequenceFlow id="g2" sourceRef="g" targetRef="j"/>
    <sequenceFlow id="h" sourceRef="j" targetRef="e"/>
  </process>
  <bpmndi:BPMNDiagram><bpmndi:BPMNPlane bpmnElement="p">
    <bpmndi:BPMNShape bpmnElement="s"><dc:Bounds x="0" y="30" width="36" height="36"/>
    </bpmndi:BPMNShape>
    <bpmndi:BPMNShape bpmnElement="g"><dc:Bounds x="90" y="23" width="50" height="50"/>
    </bpmndi:BPMNShape>
    <bpmndi:BPMNShape bpmnElement="j"><dc:Bounds x="220" y="23" width="50" height="50"/>
    </bpmndi:BPMNShape>
    <bpmndi:BPMNShape bpmnElement="e"><dc:Bounds x="330" y="30" width="36" height="36"/>
    </bpmndi:BPMNShape>
    <bpmndi:BPMNEdge bpmnElement="f"><di:waypoint x="36" y="48"/><di:waypoint x="90" y="48"/>
    </bpmndi:BPMNEdge>
    <bpmndi:BPMNEdge bpmnElement="g1"><di:waypoint x="115" y="23"/><di:waypoint x="115" y="0"/>
      <di:waypoint x="245" y="0"/><di:waypoint x="245" y="23"/></bpmndi:BPMNEdge>
    <bpmndi:BPMNEdge bpmnElement="g2"><di:waypoint x="140" y="48"/><di:waypoint x="220" y="48"/>
    </bpmndi:BPMNEdge>
    <bpmndi:BPMNEdge bpmnElement="h"><di:waypoint x="270" y="48"/><di:waypoint x="330" y="48"/>
    </bpmndi:BPMNEdge>
  </bpmndi:BPMNPlane></bpmndi:BPMNDiagram>
</definitions>)";

TEST(Check, TellsATraceAndAFix) {
  const Folder folder;
  const Outcome outcome = run({"check", folder.write("stuck.bpmn", kStuck)});
  EXPECT_EQ(outcome.status, 1);
  for (const char* part : {"stuck.bpmn:9:5: error: deadlock", "<parallelGateway id=\"j\"/>\n",
                           "[BEH-01]", "1. s", "2. g  ← f  → g1", "fix: make 'j' an exclusive"})
    EXPECT_NE(outcome.out.find(part), std::string::npos) << part << '\n' << outcome.out;
}

TEST(Check, DrawsAPageThatNeedsNothingElse) {
  const Folder folder;
  const std::string page = folder.path("page.html");
  EXPECT_EQ(run({"check", "--html", page, folder.write("stuck.bpmn", kStuck)}).status, 1);
  const std::string html = read(page);
  for (const char* part : {"<svg", "data-id=\"g1\"", "BEH-01", "data-do=\"play\"",
                           "default-src 'none'", "&lt;/script&gt;&lt;b&gt;"})
    EXPECT_NE(html.find(part), std::string::npos) << part;
  EXPECT_EQ(html.find("</script><b>"), std::string::npos);
  for (const char* fetched : {"src=", "href=", "@import"})
    EXPECT_EQ(html.find(fetched), std::string::npos) << fetched;
  EXPECT_EQ(run({"check", "--html", folder.path("no/such/folder.html"), page}).status, 2);
}

TEST(Check, AnswersAnEditorLineByLine) {
  const Folder folder;
  const std::string file = folder.write("a.bpmn", kGood);
  const auto change = [&](int id, const std::string& text) {
    return feel::to_json(feel::Value(feel::Context{{"id", id}, {"file", file}, {"text", text}}),
                         feel::JsonForm::Plain) +
           "\n";
  };
  const Outcome outcome = run({"check", "--serve", file}, "C",
                              "{\"id\": 1}\n" + change(2, kStuck) + change(3, kGood) +
                                  "{\"id\": 4, \"file\": \"" + file + "\"}\nno json\n[1]\n");
  EXPECT_EQ(outcome.status, 0);
  std::vector<feel::Value> answers;
  std::istringstream lines(outcome.out);
  for (std::string line; std::getline(lines, line);) {
    const auto value = feel::from_json(line);
    ASSERT_TRUE(value.has_value()) << line;
    answers.push_back(*value);
  }
  ASSERT_EQ(answers.size(), 6U);
  const auto ends = [&](std::size_t i) -> const feel::Value& {
    return *answers[i]
                .member("files")
                ->list()
                ->front()
                .member("processes")
                ->list()
                ->front()
                .member("option_to_complete");
  };
  EXPECT_TRUE(ends(0).is_true());
  EXPECT_TRUE(ends(1).is_false());
  EXPECT_TRUE(ends(2).is_true());
  EXPECT_TRUE(answers[3].member("files")->list()->empty());
  EXPECT_TRUE(answers[4].member("ok")->is_false());
  EXPECT_TRUE(answers[5].member("ok")->is_false());
}

constexpr const char* kScenarios = R"(
models: [good.bpmn]
scenarios:
  runs through:
    - start: {process: p, variables: {a: 1}}
    - expect: {tasks: {t: 1}, variables: {a: 1, b: "= a < 2"}}
    - complete: {task: t}
    - expect: {ended: completed, path: [s, t, e]}
  is refused:
    - complete: {task: t}
      fails: state
)";

TEST(Test, PassesAndMeasures) {
  const Folder folder;
  folder.write("good.bpmn", kGood);
  const std::string file = folder.write("good.test.yaml", kScenarios);
  const Outcome outcome = run({"test", "--junit", folder.path("junit.xml"), "--coverage",
                               folder.path("coverage"), "--min-coverage", "100", file});
  EXPECT_EQ(outcome.status, 0) << outcome.out << outcome.err;
  EXPECT_NE(outcome.out.find("2 passed, 0 failed"), std::string::npos) << outcome.out;
  EXPECT_NE(read(folder.path("junit.xml")).find("tests=\"2\" failures=\"0\""), std::string::npos);
  EXPECT_NE(read(folder.path("coverage/coverage.json")).find("\"percent\":100"), std::string::npos);
  EXPECT_FALSE(read(folder.path("coverage/good.html")).empty());
}

TEST(Test, AFailingStepSaysWhatWasExpectedAndWhereTheTokensStand) {
  const Folder folder;
  folder.write("good.bpmn", kGood);
  std::string scenarios = kScenarios;
  scenarios.replace(scenarios.find("{t: 1}"), 6, "{t: 2}");
  const std::string file = folder.write("bad.test.yaml", scenarios);
  const Outcome outcome = run({"test", file});
  EXPECT_EQ(outcome.status, 1);
  for (const char* says : {"FAIL  runs through", "bad.test.yaml:6", "expected: {t: 2}",
                           "actual:   {t: 1}", "tokens:", "t  task", "1 passed, 1 failed"})
    EXPECT_NE(outcome.out.find(says), std::string::npos) << says << "\n" << outcome.out;
  EXPECT_EQ(run({"test", "--filter", "refused", file}).status, 0);
}

TEST(Test, ATextThatARefusalHasIsFoundInWhateverLanguage) {
  const Folder folder;
  folder.write("good.bpmn", kGood);
  const std::string file = folder.write("a.test.yaml", R"(models: [good.bpmn]
scenarios:
  english:
    - complete: {task: nowhere}
      fails: no open user task
  german:
    - complete: {task: nowhere}
      fails: keine offene Aufgabe
)");
  for (const char* language : {"C", "de_DE.UTF-8"})
    EXPECT_EQ(run({"test", file}, language).status, 0) << language;
}

TEST(Test, AFileOfTheWrongFormIsReportedWithItsPlace) {
  const Folder folder;
  const std::string file = folder.write(
      "odd.test.yaml", "scenarios:\n  a:\n    - start: {process: p}\n      stop: {}\n");
  const Outcome outcome = run({"test", file});
  EXPECT_EQ(outcome.status, 1);
  EXPECT_NE(outcome.out.find(file + ":4:7: error: "), std::string::npos) << outcome.out;
}

TEST(Test, CountsTheRulesOfDecisionTables) {
  const Folder folder;
  folder.write("p.bpmn", R"(<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL"
    xmlns:c="http://camunda.org/schema/1.0/bpmn" targetNamespace="urn:t">
    <process id="p" isExecutable="true"><startEvent id="s"/>
    <businessRuleTask id="t" c:decisionRef="fee" c:resultVariable="fee"
      c:mapDecisionResult="singleEntry"/><endEvent id="e"/>
    <sequenceFlow id="f" sourceRef="s" targetRef="t"/>
    <sequenceFlow id="g" sourceRef="t" targetRef="e"/></process></definitions>)");
  folder.write("fee.dmn", R"(<definitions namespace="urn:d" name="f" id="f"
    xmlns="https://www.omg.org/spec/DMN/20230324/MODEL/"><decision id="fee" name="Fee">
    <variable name="Fee"/><decisionTable id="dt" hitPolicy="FIRST">
    <input id="i"><inputExpression><text>n</text></inputExpression></input><output id="o"/>
    <rule id="r1"><inputEntry><text>&lt; 5</text></inputEntry><outputEntry><text>1</text>
    </outputEntry></rule><rule><inputEntry><text>&lt; 9</text></inputEntry><outputEntry>
    <text>2</text></outputEntry></rule><rule id="r3"><inputEntry><text>-</text></inputEntry>
    <outputEntry><text>3</text></outputEntry></rule></decisionTable></decision></definitions>)");
  const std::string file = folder.write("a.test.yaml", R"(models: [p.bpmn, fee.dmn]
scenarios:
  few:
    - start: {process: p, variables: {n: 1}}
    - expect: {ended: completed, variables: {fee: 1}}
  many:
    - start: {process: p, variables: {n: 90}}
    - expect: {ended: completed, variables: {fee: 3}}
)");
  const Outcome outcome = run({"test", "--coverage", folder.path("coverage"), file});
  EXPECT_EQ(outcome.status, 0) << outcome.out << outcome.err;
  EXPECT_NE(read(folder.path("coverage/coverage.json"))
                .find(R"("rules":{"total":3,"covered":2,"missed":["dt rule 2"]},"page":null)"),
            std::string::npos)
      << read(folder.path("coverage/coverage.json"));
  EXPECT_EQ(run({"test", "--min-coverage", "70", file}).status, 1);
}

TEST(Test, TooLittleCoverageFails) {
  const Folder folder;
  folder.write("good.bpmn", kGood);
  const std::string file = folder.write(
      "half.test.yaml", "models: [good.bpmn]\nscenarios:\n  a:\n    - start: {process: p}\n");
  EXPECT_EQ(run({"test", "--min-coverage", "50", file}).status, 0);
  EXPECT_EQ(run({"test", "--min-coverage", "90", file}).status, 1);
}

}  // namespace
}  // namespace umlauf::cli_test
