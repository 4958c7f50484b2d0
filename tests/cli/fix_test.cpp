// What `umlauf check --fix` does to the texts of models.
#include <gtest/gtest.h>

#include <algorithm>
#include <ostream>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "adapters/cli/check_fix.hpp"
#include "adapters/cli/line_diff.hpp"
#include "engine/verify/edit_document.hpp"

namespace umlauf::cli {
namespace {

constexpr const char* kHead =
    R"(<?xml version="1.0" encoding="UTF-8"?>
<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL" targetNamespace="urn:t"
    xmlns:bpmndi="http://www.omg.org/spec/BPMN/20100524/DI"
    xmlns:dc="http://www.omg.org/spec/DD/20100524/DC" xmlns:di="http://www.omg.org/spec/DD/20100524/DI"
    expressionLanguage="https://www.omg.org/spec/DMN/20191111/FEEL/">
)";

std::string model(std::string_view content) {
  return kHead + std::string(content) + "</bpmn:definitions>\n";
}

std::string process(std::string_view content) {
  return model("  <bpmn:process id=\"p\" isExecutable=\"true\">\n" + std::string(content) +
               "  </bpmn:process>\n");
}

// `s>a` as a flow in a line of its own.
std::string flows(std::vector<std::string_view> pairs) {
  std::string xml;
  for (const std::string_view pair : pairs) {
    const std::string from(pair.substr(0, pair.find('>')));
    const std::string to(pair.substr(pair.find('>') + 1));
    xml += "    <bpmn:sequenceFlow id=\"" + from + "_" + to + "\" sourceRef=\"" + from +
           "\" targetRef=\"" + to + "\"/>\n";
  }
  return xml;
}

CheckUnit unit_of(const std::string& text) {
  CheckUnit unit;
  unit.files.push_back({"a.bpmn", text, {}, {}});
  return unit;
}

std::set<std::string> errors_of(const std::string& text) {
  CheckUnit unit = unit_of(text);
  check(unit, {});
  std::set<std::string> rules;
  for (const verify::Finding& finding : unit.files[0].findings)
    if (finding.diagnostic.severity == Severity::Error) rules.insert(finding.diagnostic.rule);
  return rules;
}

// The lines that differ: "- ..." and "+ ...", without white space at their ends.
std::string changes(const std::string& before, const std::string& after) {
  std::string result;
  const std::string diff = unified_diff("a.bpmn", before, after);
  for (std::size_t begin = 0; begin < diff.size();) {
    const std::size_t end = diff.find('\n', begin);
    const std::string line = diff.substr(begin, end - begin);
    begin = end + 1;
    if (line.starts_with("---") || line.starts_with("+++")) continue;
    if (line[0] == '-' || line[0] == '+')
      result += std::string(1, line[0]) + " " + line.substr(line.find_first_not_of(" -+")) + "\n";
  }
  return result;
}

struct Pattern {
  const char* name;
  const char* rule;
  const char* fix;
  std::string text;
  const char* changes;
};

void PrintTo(const Pattern& pattern, std::ostream* out) { *out << pattern.name; }

std::string blocks(const char* split, const char* join) {
  return process("    <bpmn:startEvent id=\"s\"/>\n    <bpmn:" + std::string(split) +
                 " id=\"g\"/>\n    <bpmn:userTask id=\"a\"/>\n    <bpmn:userTask id=\"b\"/>\n"
                 "    <bpmn:" +
                 std::string(join) + " id=\"j\" name=\"done?\"></bpmn:" + std::string(join) +
                 ">\n    <bpmn:endEvent id=\"e\"/>\n" +
                 flows({"s>g", "g>a", "g>b", "a>j", "b>j", "j>e"}));
}

// Two branches, each taken where its condition holds.
std::string inclusive_choice() {
  std::string xml =
      "    <bpmn:startEvent id=\"s\"/>\n    <bpmn:inclusiveGateway id=\"x\"/>\n"
      "    <bpmn:userTask id=\"a\"/>\n    <bpmn:userTask id=\"b\"/>\n"
      "    <bpmn:inclusiveGateway id=\"j\"/>\n    <bpmn:endEvent id=\"e\"/>\n" +
      flows({"s>x", "a>j", "b>j", "j>e"});
  for (const std::string task : {"a", "b"})
    xml += "    <bpmn:sequenceFlow id=\"x_" + task + "\" sourceRef=\"x\" targetRef=\"" + task +
           "\">\n      <bpmn:conditionExpression>" + task +
           "</bpmn:conditionExpression>\n    </bpmn:sequenceFlow>\n";
  return process(xml);
}

const std::vector<Pattern>& patterns() {
  static const std::string kTwo =
      "    <bpmn:startEvent id=\"s\"/>\n    <bpmn:parallelGateway id=\"g\"/>\n"
      "    <bpmn:userTask id=\"a\"/>\n    <bpmn:userTask id=\"b\"/>\n";
  static const std::vector<Pattern> all = {
      {"WrongJoin", "BEH-01", "join-to-exclusive", blocks("exclusiveGateway", "parallelGateway"),
       "- <bpmn:parallelGateway id=\"j\" name=\"done?\"></bpmn:parallelGateway>\n"
       "+ <bpmn:exclusiveGateway id=\"j\" name=\"done?\"></bpmn:exclusiveGateway>\n"},
      {"WrongMerge", "BEH-03", "join-to-parallel", blocks("parallelGateway", "exclusiveGateway"),
       "- <bpmn:exclusiveGateway id=\"j\" name=\"done?\"></bpmn:exclusiveGateway>\n"
       "+ <bpmn:parallelGateway id=\"j\" name=\"done?\"></bpmn:parallelGateway>\n"},
      {"MissingJoin", "BEH-02", "add-parallel-join",
       process(kTwo + "    <bpmn:userTask id=\"c\"/>\n    <bpmn:endEvent id=\"e\"/>\n" +
               flows({"s>g", "g>a", "g>b", "a>c", "b>c", "c>e"})),
       "+ <bpmn:parallelGateway id=\"c_join\"/>\n"
       "+ <bpmn:sequenceFlow id=\"c_join_c\" sourceRef=\"c_join\" targetRef=\"c\"/>\n"
       "- <bpmn:sequenceFlow id=\"a_c\" sourceRef=\"a\" targetRef=\"c\"/>\n"
       "- <bpmn:sequenceFlow id=\"b_c\" sourceRef=\"b\" targetRef=\"c\"/>\n"
       "+ <bpmn:sequenceFlow id=\"a_c\" sourceRef=\"a\" targetRef=\"c_join\"/>\n"
       "+ <bpmn:sequenceFlow id=\"b_c\" sourceRef=\"b\" targetRef=\"c_join\"/>\n"},
      {"MissingEnd", "BEH-03", "end-for-each-flow",
       process(kTwo +
               "    <bpmn:endEvent id=\"e\">\n      <bpmn:messageEventDefinition id=\"m\"/>\n"
               "    </bpmn:endEvent>\n" +
               flows({"s>g", "g>a", "g>b", "a>e", "b>e"})),
       "+ <bpmn:endEvent id=\"e_2\">\n"
       "+ <bpmn:messageEventDefinition/>\n"
       "+ </bpmn:endEvent>\n"
       "- <bpmn:sequenceFlow id=\"b_e\" sourceRef=\"b\" targetRef=\"e\"/>\n"
       "+ <bpmn:sequenceFlow id=\"b_e\" sourceRef=\"b\" targetRef=\"e_2\"/>\n"},
      {"LoopWithoutExit", "BEH-04", "add-exit",
       process("    <bpmn:startEvent id=\"s\"/>\n    <bpmn:exclusiveGateway id=\"x\"/>\n"
               "    <bpmn:userTask id=\"a\"/>\n    <bpmn:exclusiveGateway id=\"y\"/>\n"
               "    <bpmn:endEvent id=\"e\"/>\n" +
               flows({"s>y", "y>e", "y>x", "x>a", "a>x"})),
       "+ <bpmn:endEvent id=\"x_end\"/>\n"
       "+ <bpmn:sequenceFlow id=\"x_x_end\" sourceRef=\"x\" targetRef=\"x_end\"/>\n"},
      {"StarvingReceive", "BEH-06", "name-message",
       model("  <bpmn:collaboration id=\"c\">\n    <bpmn:participant id=\"pp\" "
             "processRef=\"p\"/>\n  </bpmn:collaboration>\n  <bpmn:process id=\"p\" "
             "isExecutable=\"true\">\n    <bpmn:startEvent id=\"s\"/>\n    <bpmn:receiveTask "
             "id=\"r\"/>\n    <bpmn:endEvent id=\"e\"/>\n" +
             flows({"s>r", "r>e"}) + "  </bpmn:process>\n"),
       "+ <bpmn:message id=\"r_message\" name=\"r_message\"/>\n"
       "- <bpmn:receiveTask id=\"r\"/>\n"
       "+ <bpmn:receiveTask id=\"r\" messageRef=\"r_message\"/>\n"},
      {"MissingDefault", "DAT-13", "add-default",
       process("    <bpmn:startEvent id=\"s\"/>\n    <bpmn:exclusiveGateway id=\"x\"/>\n"
               "    <bpmn:endEvent id=\"e\"/>\n    <bpmn:endEvent id=\"f\"/>\n" +
               flows({"s>x"}) +
               "    <bpmn:sequenceFlow id=\"x_e\" sourceRef=\"x\" targetRef=\"e\">\n"
               "      <bpmn:conditionExpression>n > 2</bpmn:conditionExpression>\n"
               "    </bpmn:sequenceFlow>\n"
               "    <bpmn:sequenceFlow id=\"x_f\" sourceRef=\"x\" targetRef=\"f\">\n"
               "      <bpmn:conditionExpression>n &lt; 2</bpmn:conditionExpression>\n"
               "    </bpmn:sequenceFlow>\n"),
       "- <bpmn:exclusiveGateway id=\"x\"/>\n"
       "+ <bpmn:exclusiveGateway id=\"x\" default=\"x_f\"/>\n"
       "- <bpmn:conditionExpression>n &lt; 2</bpmn:conditionExpression>\n"},
      {"MissingDefaultOfAnInclusiveGateway", "DAT-13", "add-default-to-join", inclusive_choice(),
       "- <bpmn:inclusiveGateway id=\"x\"/>\n"
       "+ <bpmn:inclusiveGateway id=\"x\" default=\"x_j\"/>\n"
       "+ <bpmn:sequenceFlow id=\"x_j\" sourceRef=\"x\" targetRef=\"j\"/>\n"},
      {"MissingDefaultThatEnds", "DAT-13", "add-default-end", inclusive_choice(),
       "- <bpmn:inclusiveGateway id=\"x\"/>\n"
       "+ <bpmn:inclusiveGateway id=\"x\" default=\"x_x_end\"/>\n"
       "+ <bpmn:endEvent id=\"x_end\"/>\n"
       "+ <bpmn:sequenceFlow id=\"x_x_end\" sourceRef=\"x\" targetRef=\"x_end\"/>\n"},
  };
  return all;
}

class Patterns : public testing::TestWithParam<Pattern> {};

// The lines that the diff does not name are byte for byte those of the author.
TEST_P(Patterns, AreFixedInTheText) {
  const Pattern& pattern = GetParam();
  CheckUnit unit = unit_of(pattern.text);
  const std::vector<AppliedFix> applied = fix_unit(unit, {}, {pattern.fix});
  ASSERT_EQ(applied.size(), 1u);
  EXPECT_EQ(applied[0].rule, pattern.rule);
  EXPECT_EQ(applied[0].fix.id, pattern.fix);
  EXPECT_EQ(changes(pattern.text, unit.files[0].text), pattern.changes);
  EXPECT_EQ(errors_of(unit.files[0].text), std::set<std::string>{});
  for (const verify::Finding& finding : unit.files[0].findings)
    EXPECT_NE(finding.diagnostic.rule, pattern.rule);
}

INSTANTIATE_TEST_SUITE_P(OfTheIssue, Patterns, testing::ValuesIn(patterns()),
                         [](const auto& row) { return std::string(row.param.name); });

// Two problems in one model: one fix after the other until nothing helps any more.
TEST(Fixing, GoesOnUntilNothingHelps) {
  const std::string block = blocks("parallelGateway", "exclusiveGateway");
  std::string text = block;
  text.replace(
      text.find("  </bpmn:process>"), 17, "  </bpmn:process>\n" + [&] {
        std::string second = block.substr(block.find("  <bpmn:process"));
        second.resize(second.find("</bpmn:definitions>"));
        for (const char* id : {"\"p\"", "\"s\"", "\"g\"", "\"a\"", "\"b\"", "\"j\"", "\"e\"",
                               "\"s_g\"", "\"g_a\"", "\"g_b\"", "\"a_j\"", "\"b_j\"", "\"j_e\""}) {
          const std::string old = id;
          const std::string fresh = old.substr(0, old.size() - 1) + "2\"";
          for (std::size_t at = 0; (at = second.find(old, at)) != second.npos;)
            second.replace(at, old.size(), fresh);
        }
        return second.substr(0, second.size() - 1);
      }());
  CheckUnit unit = unit_of(text);
  const std::vector<AppliedFix> applied = fix_unit(unit, {}, {});
  ASSERT_EQ(applied.size(), 2u);
  EXPECT_EQ(applied[0].element, "e");
  EXPECT_EQ(applied[1].element, "e2");
  EXPECT_EQ(errors_of(unit.files[0].text), std::set<std::string>{});
}

TEST(Fixing, LeavesWhatIsNotNamed) {
  const std::string text = blocks("exclusiveGateway", "parallelGateway");
  CheckUnit unit = unit_of(text);
  EXPECT_TRUE(fix_unit(unit, {}, {"BEH-02", "add-exit"}).empty());
  EXPECT_EQ(unit.files[0].text, text);
  EXPECT_EQ(fix_unit(unit, {}, {"BEH-01"}).size(), 1u);
}

// A drawing, lanes and lists of flows are kept complete.
TEST(Fixing, DrawsWhatItAdds) {
  const std::string text = process(
      R"(    <bpmn:laneSet id="ls">
      <bpmn:lane id="l" name="Clerk">
        <bpmn:flowNodeRef>s</bpmn:flowNodeRef>
        <bpmn:flowNodeRef>a</bpmn:flowNodeRef>
        <bpmn:flowNodeRef>b</bpmn:flowNodeRef>
        <bpmn:flowNodeRef>c</bpmn:flowNodeRef>
        <bpmn:flowNodeRef>e</bpmn:flowNodeRef>
        <bpmn:flowNodeRef>g</bpmn:flowNodeRef>
      </bpmn:lane>
    </bpmn:laneSet>
    <bpmn:startEvent id="s"><bpmn:outgoing>s_g</bpmn:outgoing></bpmn:startEvent>
    <bpmn:parallelGateway id="g">
      <bpmn:incoming>s_g</bpmn:incoming>
      <bpmn:outgoing>g_a</bpmn:outgoing>
      <bpmn:outgoing>g_b</bpmn:outgoing>
    </bpmn:parallelGateway>
    <bpmn:userTask id="a" name="a">
      <bpmn:incoming>g_a</bpmn:incoming>
      <bpmn:outgoing>a_c</bpmn:outgoing>
    </bpmn:userTask>
    <bpmn:userTask id="b" name="b">
      <bpmn:incoming>g_b</bpmn:incoming>
      <bpmn:outgoing>b_c</bpmn:outgoing>
    </bpmn:userTask>
    <bpmn:userTask id="c" name="c">
      <bpmn:incoming>a_c</bpmn:incoming>
      <bpmn:incoming>b_c</bpmn:incoming>
      <bpmn:outgoing>c_e</bpmn:outgoing>
    </bpmn:userTask>
    <bpmn:endEvent id="e">
      <bpmn:incoming>c_e</bpmn:incoming>
    </bpmn:endEvent>
)" + flows({"s>g", "g>a", "g>b", "a>c", "b>c", "c>e"}));
  const auto shape = [](const char* id, int x, int y, int width, int height) {
    return "    <bpmndi:BPMNShape id=\"" + std::string(id) + "_s\" bpmnElement=\"" + id +
           "\">\n      <dc:Bounds x=\"" + std::to_string(x) + "\" y=\"" + std::to_string(y) +
           "\" width=\"" + std::to_string(width) + "\" height=\"" + std::to_string(height) +
           "\"/>\n    </bpmndi:BPMNShape>\n";
  };
  const auto edge = [](const char* id, int x, int y, int to_x, int to_y) {
    return "    <bpmndi:BPMNEdge id=\"" + std::string(id) + "_s\" bpmnElement=\"" + id +
           "\">\n      <di:waypoint x=\"" + std::to_string(x) + "\" y=\"" + std::to_string(y) +
           "\"/>\n      <di:waypoint x=\"" + std::to_string(to_x) + "\" y=\"" +
           std::to_string(to_y) + "\"/>\n    </bpmndi:BPMNEdge>\n";
  };
  std::string drawn = text;
  drawn.insert(
      drawn.find("</bpmn:definitions>"),
      "  <bpmndi:BPMNDiagram id=\"dg\">\n   <bpmndi:BPMNPlane id=\"pl\" bpmnElement=\"p\">\n" +
          shape("s", 0, 112, 36, 36) + shape("g", 80, 105, 50, 50) + shape("a", 180, 0, 100, 80) +
          shape("b", 180, 180, 100, 80) + shape("c", 480, 90, 100, 80) +
          shape("e", 640, 112, 36, 36) + edge("s_g", 36, 130, 80, 130) +
          edge("g_a", 130, 130, 180, 40) + edge("g_b", 130, 130, 180, 220) +
          edge("a_c", 280, 40, 480, 130) + edge("b_c", 280, 220, 480, 130) +
          edge("c_e", 580, 130, 640, 130) + "   </bpmndi:BPMNPlane>\n  </bpmndi:BPMNDiagram>\n");
  CheckUnit unit = unit_of(drawn);
  ASSERT_EQ(fix_unit(unit, {}, {"add-parallel-join"}).size(), 1u);
  EXPECT_EQ(changes(drawn, unit.files[0].text),
            "+ <bpmn:flowNodeRef>c_join</bpmn:flowNodeRef>\n"
            "- <bpmn:incoming>a_c</bpmn:incoming>\n"
            "- <bpmn:incoming>b_c</bpmn:incoming>\n"
            "+ <bpmn:incoming>c_join_c</bpmn:incoming>\n"
            "+ <bpmn:parallelGateway id=\"c_join\">\n"
            "+ <bpmn:incoming>a_c</bpmn:incoming>\n"
            "+ <bpmn:incoming>b_c</bpmn:incoming>\n"
            "+ <bpmn:outgoing>c_join_c</bpmn:outgoing>\n"
            "+ </bpmn:parallelGateway>\n"
            "+ <bpmn:sequenceFlow id=\"c_join_c\" sourceRef=\"c_join\" targetRef=\"c\"/>\n"
            "- <bpmn:sequenceFlow id=\"a_c\" sourceRef=\"a\" targetRef=\"c\"/>\n"
            "- <bpmn:sequenceFlow id=\"b_c\" sourceRef=\"b\" targetRef=\"c\"/>\n"
            "+ <bpmn:sequenceFlow id=\"a_c\" sourceRef=\"a\" targetRef=\"c_join\"/>\n"
            "+ <bpmn:sequenceFlow id=\"b_c\" sourceRef=\"b\" targetRef=\"c_join\"/>\n"
            "+ <bpmndi:BPMNShape id=\"c_join_di\" bpmnElement=\"c_join\">\n"
            "+ <dc:Bounds x=\"400\" y=\"105\" width=\"50\" height=\"50\"/>\n"
            "+ </bpmndi:BPMNShape>\n"
            "+ <bpmndi:BPMNEdge id=\"c_join_c_di\" bpmnElement=\"c_join_c\">\n"
            "+ <di:waypoint x=\"450\" y=\"130\"/>\n"
            "+ <di:waypoint x=\"480\" y=\"130\"/>\n"
            "+ </bpmndi:BPMNEdge>\n"
            "- <di:waypoint x=\"480\" y=\"130\"/>\n"
            "+ <di:waypoint x=\"400\" y=\"130\"/>\n"
            "- <di:waypoint x=\"480\" y=\"130\"/>\n"
            "+ <di:waypoint x=\"400\" y=\"130\"/>\n");
  // Nothing is told of the drawing, the lists of flows or the lanes.
  for (const verify::Finding& finding : unit.files[0].findings)
    EXPECT_TRUE(finding.diagnostic.rule != "FLW-19" && finding.diagnostic.rule != "STY-07" &&
                !finding.diagnostic.rule.starts_with("DIA"))
        << finding.diagnostic.rule << " " << finding.diagnostic.message.english;
}

// Documents with line feeds of another system, a byte order mark, or all in one line.
TEST(Fixing, KeepsHowADocumentIsWritten) {
  const std::string text = blocks("parallelGateway", "exclusiveGateway");
  std::string crlf = "\xEF\xBB\xBF";
  for (const char c : text) crlf += c == '\n' ? std::string("\r\n") : std::string(1, c);
  CheckUnit unit = unit_of(crlf);
  ASSERT_EQ(fix_unit(unit, {}, {"join-to-parallel"}).size(), 1u);
  std::string expected = crlf;
  for (std::size_t at = 0; (at = expected.find("bpmn:exclusiveGateway", at)) != expected.npos;)
    expected.replace(at, 21, "bpmn:parallelGateway");
  EXPECT_EQ(unit.files[0].text, expected);

  std::string line = patterns()[4].text;
  std::erase(line, '\n');
  unit = unit_of(line);
  ASSERT_EQ(fix_unit(unit, {}, {"add-exit"}).size(), 1u);
  const std::string gateway = "<bpmn:exclusiveGateway id=\"x\"/>";
  line.insert(line.find(gateway) + gateway.size(),
              "<bpmn:endEvent id=\"x_end\"/><bpmn:sequenceFlow id=\"x_x_end\" sourceRef=\"x\" "
              "targetRef=\"x_end\"/>");
  EXPECT_EQ(unit.files[0].text, line);
}

TEST(EditDocument, RefusesWhatDoesNotFit) {
  using verify::Edit;
  const std::string text = blocks("parallelGateway", "exclusiveGateway");
  const std::vector<Edit> misfits = {
      {Edit::Kind::ChangeGateway, "a", "parallelGateway", {}, {}},
      {Edit::Kind::ChangeGateway, "nowhere", "parallelGateway", {}, {}},
      {Edit::Kind::InsertGateway, "j", "parallelGateway", "n", {"nowhere"}},
      {Edit::Kind::NameMessage, "a", "m", {}, {}}};
  for (const Edit& edit : misfits) {
    const auto changed = verify::edit_document(text, {{edit}});
    ASSERT_FALSE(changed) << edit.element;
    EXPECT_EQ(changed.error().code, ErrorCode::Request);
  }
  EXPECT_EQ(verify::edit_document("<a", {{misfits[0]}}).error().code, ErrorCode::Deploy);
  std::string latin = text;
  latin.replace(latin.find("UTF-8"), 5, "ISO-8859-1");
  latin.replace(latin.find("done?"), 5, "f\xFCr");
  const Edit edit{Edit::Kind::ChangeGateway, "j", "parallelGateway", {}, {}};
  EXPECT_EQ(verify::edit_document(latin, {{edit}}).error().code, ErrorCode::Request);
}

struct Difference {
  const char* name;
  std::string before, after, diff;
};

class Differences : public testing::TestWithParam<Difference> {};

TEST_P(Differences, AreUnified) {
  EXPECT_EQ(unified_diff("f", GetParam().before, GetParam().after), GetParam().diff);
}

std::string lines(std::string_view letters) {
  std::string text;
  for (const char c : letters) text += std::string(1, c) + "\n";
  return text;
}

INSTANTIATE_TEST_SUITE_P(
    All, Differences,
    testing::Values(Difference{"None", "a\n", "a\n", ""},
                    Difference{"FromNothing", "", "a\n", "--- f\n+++ f\n@@ -0,0 +1 @@\n+a\n"},
                    Difference{"ToNothing", "a\n", "", "--- f\n+++ f\n@@ -1 +0,0 @@\n-a\n"},
                    Difference{"InTheMiddle", lines("abcdefghi"), lines("abcdXfghi"),
                               "--- f\n+++ f\n@@ -2,7 +2,7 @@\n b\n c\n d\n-e\n+X\n f\n g\n h\n"},
                    Difference{"FarApart", lines("abcdefghijklm"), lines("Xbcdefghijklmn"),
                               "--- f\n+++ f\n@@ -1,4 +1,4 @@\n-a\n+X\n b\n c\n d\n"
                               "@@ -11,3 +11,4 @@\n k\n l\n m\n+n\n"},
                    Difference{"NearEachOther", lines("abcdefgh"), lines("Xbcdefgh") + "Y\n",
                               "--- f\n+++ f\n@@ -1,4 +1,4 @@\n-a\n+X\n b\n c\n d\n"
                               "@@ -6,3 +6,4 @@\n f\n g\n h\n+Y\n"},
                    Difference{
                        "WithoutLastLineFeed", "a\nb", "a\nc",
                        "--- f\n+++ f\n@@ -1,2 +1,2 @@\n a\n-b\n\\ No newline at end of file\n+c\n"
                        "\\ No newline at end of file\n"}),
    [](const auto& row) { return std::string(row.param.name); });

TEST(Difference, BeyondTheLimitIsOneReplacement) {
  std::string before, after;
  for (int i = 0; i < 1500; ++i) {
    before += "a" + std::to_string(i) + "\n";
    after += "b" + std::to_string(i) + "\n";
  }
  const std::string diff = unified_diff("f", before, after);
  EXPECT_TRUE(diff.starts_with("--- f\n+++ f\n@@ -1,1500 +1,1500 @@\n-a0\n-a1\n"));
  EXPECT_EQ(std::count(diff.begin(), diff.end(), '\n'), 3003);
}

}  // namespace
}  // namespace umlauf::cli
