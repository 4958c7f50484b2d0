// The parts of the program that are worth testing by themselves.
#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>
#include <sstream>

#include "adapters/cli/diagnostic_text.hpp"
#include "adapters/cli/files.hpp"
#include "adapters/cli/latencies.hpp"
#include "adapters/cli/output.hpp"
#include "adapters/cli/scenario.hpp"
#include "adapters/cli/session.hpp"
#include "adapters/cli/yaml_value.hpp"
#include "adapters/cli/zip_archive.hpp"
#include "engine/feel/json.hpp"

namespace umlauf::cli {
namespace {

TEST(Files, AreReadWholeUpToALimit) {
  const std::filesystem::path path =
      std::filesystem::temp_directory_path() / ("umlauf_" + std::to_string(::getpid()));
  ASSERT_TRUE(write_file(path, std::string(100'000, 'x')));
  EXPECT_EQ(read_file(path, 100'000).value().size(), 100'000U);
  EXPECT_EQ(read_file(path, 99'999).error().code, ErrorCode::Request);
  std::filesystem::resize_file(path, (1ULL << 30) + 1);
  EXPECT_FALSE(read_file(path)) << "a gigabyte is the limit where none is given";
  std::filesystem::remove(path);
  EXPECT_FALSE(read_file(path)) << "not there";
  EXPECT_FALSE(read_file("/")) << "a folder";
  EXPECT_FALSE(read_file("/dev/zero", 1 << 20)) << "endless";
}

TEST(Latencies, QuantilesAreExactToTwoPercent) {
  Latencies all;
  Latencies other;
  for (std::uint64_t us = 1; us <= 1000; ++us) (us % 2 == 0 ? all : other).add(us * 1000);
  all.add(other);
  EXPECT_EQ(all.count(), 1000U);
  EXPECT_NEAR(all.quantile_us(0.5), 500, 10);
  EXPECT_NEAR(all.quantile_us(0.99), 990, 20);
  EXPECT_EQ(all.max_us(), 1000);
  EXPECT_EQ(Latencies().quantile_us(0.99), 0);
  Latencies extremes;
  extremes.add(0);
  extremes.add(UINT64_MAX);
  EXPECT_EQ(extremes.count(), 2U);
}

TEST(Output, ColumnsCountCharactersNotBytes) {
  Table table({"Schlüssel", "Name"});
  table.add({"1", "ä"});
  table.add({"Größe", ""});
  std::ostringstream out;
  table.print(out);
  EXPECT_EQ(out.str(), "Schlüssel  Name\n1          ä\nGröße\n");
}

TEST(Output, TheCaretStandsUnderTheCharacter) {
  const std::string text = "eins\n\tzwä <x>\n";
  Diagnostic diagnostic;
  diagnostic.rule = "XML-01";
  diagnostic.message = {"broken", "kaputt"};
  diagnostic.file = "a";
  diagnostic.span = {2, 6, 11, 0};
  diagnostic.trace = {"split", "join"};
  std::ostringstream out;
  print_diagnostics(out, {diagnostic}, {{"a", text}});
  EXPECT_EQ(out.str(),
            "a:2:6: error: broken [XML-01]\n     zwä <x>\n         ^\n    1. split\n    2. join\n");
}

TEST(Output, ALongLineIsCutAroundThePlace) {
  const std::string text = std::string(10'000, 'a') + "X" + std::string(10'000, 'b');
  Diagnostic diagnostic;
  diagnostic.file = "a";
  diagnostic.span = {1, 10'001, 10'000, 1};
  std::ostringstream out;
  print_diagnostics(out, {diagnostic}, {{"a", text}});
  std::istringstream lines(out.str());
  std::string heading, source, caret;
  std::getline(lines, heading);
  std::getline(lines, source);
  std::getline(lines, caret);
  EXPECT_LT(source.size(), 200u);
  EXPECT_EQ(source.find('X'), caret.find('^'));
}

// What is printed of one finding was once paid for with the whole line.
TEST(Output, ManyFindingsInOneLongLineCostWhatTheyShow) {
  const std::string text(8'000'000, 'a');
  Diagnostics diagnostics(20'000);
  for (std::uint32_t i = 0; i < diagnostics.size(); ++i) {
    diagnostics[i].file = "a";
    diagnostics[i].span = {1, 400 * i + 1, 400 * i, 1};
  }
  std::ostringstream out;
  print_diagnostics(out, diagnostics, {{"a", text}});
  EXPECT_GT(out.str().size(), 20'000U * 160);
}

TEST(YamlValue, ReadsWhatJsonWouldMean) {
  struct Case {
    const char* yaml;
    const char* json;
  };
  for (const Case& c :
       {Case{"300.00", "300.00"}, Case{"-1e3", "-1e3"}, Case{"'1'", "\"1\""}, Case{"01", "\"01\""},
        Case{"1.", "\"1.\""}, Case{"true", "true"}, Case{"yes", "\"yes\""}, Case{"~", "null"},
        Case{"[a, 1]", R"(["a", 1])"}, Case{"{a: {b: null}}", R"({"a": {"b": null}})"},
        Case{"{'@type': date, value: '2026-01-31'}", R"({"@type": "date", "value": "2026-01-31"})"},
        Case{"2026-01-31", "\"2026-01-31\""}}) {
    const auto value = to_value(organisation::read_yaml(c.yaml).root);
    ASSERT_TRUE(value) << c.yaml;
    EXPECT_EQ(*value, *feel::from_json(c.json)) << c.yaml;
  }
}

TEST(Scenario, ReadsStepsWithTheirLines) {
  const ScenarioFileRead read = read_scenarios("x.test.yaml",
                                               "models: [a.bpmn]\n"
                                               "scenarios:\n"
                                               "  eins:\n"
                                               "    - start: {process: p}\n"
                                               "    - complete: {task: t}\n"
                                               "      fails: state\n");
  EXPECT_TRUE(read.diagnostics.empty());
  ASSERT_EQ(read.file.scenarios.size(), 1u);
  const Scenario& scenario = read.file.scenarios.front();
  EXPECT_EQ(scenario.name, "eins");
  ASSERT_EQ(scenario.steps.size(), 2u);
  EXPECT_EQ(scenario.steps[0].op, "start");
  EXPECT_EQ(scenario.steps[1].line, 5u);
  EXPECT_EQ(scenario.steps[1].fails, "state");
}

TEST(Scenario, EveryWrongFormHasItsPlace) {
  struct Case {
    const char* text;
    const char* rule;
    std::uint32_t line;
  };
  for (const Case& c :
       {Case{"- a", "SCN-02", 1}, Case{"modelle: []", "SCN-02", 1}, Case{"models: a", "SCN-02", 1},
        Case{"scenarios: []", "SCN-02", 1}, Case{"scenarios:\n  a: b", "SCN-02", 2},
        Case{"scenarios:\n  a:\n    - b", "SCN-02", 3},
        Case{"scenarios:\n  a:\n    - start: 1", "SCN-02", 3},
        Case{"scenarios:\n  a:\n    - {start: {}, stop: {}}", "SCN-02", 3},
        Case{"a: [", "SCN-01", 2}}) {
    const ScenarioFileRead read = read_scenarios("x", c.text);
    ASSERT_FALSE(read.diagnostics.empty()) << c.text;
    EXPECT_EQ(read.diagnostics.front().rule, c.rule) << c.text;
    EXPECT_LE(read.diagnostics.front().span.line, c.line) << c.text;
  }
}

// Two files, `a.txt` stored ("hello") and `b/c.txt` deflated (100 times "x"), as zip(1) packs them.
std::string archive() {
  const unsigned char bytes[] = {
#include "tests/cli/archive.inc"
  };
  return std::string(reinterpret_cast<const char*>(bytes), sizeof bytes);
}

TEST(Zip, ReadsStoredAndDeflatedFiles) {
  const auto entries = read_zip(archive());
  ASSERT_TRUE(entries) << entries.error().message.english;
  ASSERT_EQ(entries->size(), 2u);
  EXPECT_EQ((*entries)[0].name, "a.txt");
  EXPECT_EQ((*entries)[0].content, "hello");
  EXPECT_EQ((*entries)[1].name, "b/c.txt");
  EXPECT_EQ((*entries)[1].content, std::string(100, 'x'));
  EXPECT_FALSE(read_zip(archive(), 104)) << "beyond the limit";
}

TEST(Zip, ADamagedArchiveIsRefusedNotBelieved) {
  const std::string whole = archive();
  for (std::size_t size = 0; size < whole.size(); ++size)
    EXPECT_FALSE(read_zip(std::string_view(whole).substr(0, size))) << size;
  for (std::size_t i = 0; i < whole.size(); ++i)
    for (unsigned char flip : {0x01, 0x80, 0xFF}) {
      std::string damaged = whole;
      damaged[i] = static_cast<char>(damaged[i] ^ flip);
      (void)read_zip(damaged, 1 << 20);  // whatever it says, it neither crashes nor hangs
    }
}

TEST(Session, AnswersEveryLine) {
  Session session;
  const auto answer = [&](const std::string& line) {
    const auto value = feel::from_json(session.answer_line(line));
    EXPECT_TRUE(value) << line;
    return value ? *value : feel::Value();
  };
  struct Case {
    const char* request;
    const char* kind;
  };
  for (const Case& c : {Case{"", "request"}, Case{"[]", "request"}, Case{"{}", "request"},
                        Case{R"({"id":1,"op":"gibtsnicht"})", "request"},
                        Case{R"({"id":1,"op":"advance"})", "request"},
                        Case{R"({"id":1,"op":"advance","by":"morgen"})", "request"},
                        Case{R"({"id":1,"op":"advance","to":"2025-01-01T00:00:00Z"})", "request"},
                        Case{R"({"id":1,"op":"reset","timezone":"Mond"})", "request"},
                        Case{R"({"id":1,"op":"start","process":"p"})", "state"},
                        Case{R"({"id":1,"op":"complete","task":"t"})", "state"},
                        Case{R"({"id":1,"op":"complete","task":"t","instance":"x"})", "state"},
                        Case{R"({"id":1,"op":"complete"})", "request"},
                        Case{R"({"id":1,"op":"job","type":"t","action":"tanzen"})", "request"},
                        Case{R"({"id":1,"op":"job","type":"t","action":"fail"})", "state"},
                        Case{R"({"id":1,"op":"incident","action":"tanzen"})", "request"},
                        Case{R"({"id":1,"op":"incident","action":"retry"})", "state"},
                        Case{R"({"id":1,"op":"variables"})", "state"},
                        Case{R"({"id":1,"op":"deploy","files":["/gibt/es/nicht"]})", "request"}}) {
    const feel::Value value = answer(c.request);
    ASSERT_NE(value.member("id"), nullptr) << c.request;
    ASSERT_NE(value.member("ok"), nullptr) << c.request;
    EXPECT_TRUE(value.member("ok")->is_false()) << c.request;
    EXPECT_EQ(*value.member("errorKind")->string(), c.kind) << c.request;
  }
  const feel::Value state = answer(R"({"id":"x","op":"state"})");
  EXPECT_EQ(*state.member("id")->string(), "x");
  EXPECT_EQ(*state.member("now")->string(), "2026-01-01T00:00:00Z");
  EXPECT_TRUE(state.member("instances")->list()->empty());
  EXPECT_TRUE(answer(R"({"op":"advance","by":"P1M"})").member("ok")->is_true());
  EXPECT_EQ(*answer(R"({"op":"state"})").member("now")->string(), "2026-02-01T00:00:00Z");
}

TEST(Session, ALineThatCannotBeReadIsAnsweredWithItsId) {
  Session session;
  for (const char* line : {R"({"id":25,"op":"state","v":{"@type":"date","value":"2026-13-01"}})",
                           R"({"id":25,"op":"start","variables":{"a":1e999999}})", R"({"id":25,)"})
    EXPECT_TRUE(session.answer_line(line).starts_with(R"({"id":25,"ok":false,)")) << line;
  EXPECT_TRUE(session.answer_line("[25]").starts_with(R"({"id":null,"ok":false,)"));
}

}  // namespace
}  // namespace umlauf::cli
