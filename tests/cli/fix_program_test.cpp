// `umlauf check --fix` as a user calls it.
#include <gtest/gtest.h>

#include <string>

#include "tests/cli/program.hpp"

namespace umlauf::cli_test {
namespace {

// A parallel join behind an exclusive split.
constexpr const char* kStuck = R"(<?xml version="1.0" encoding="UTF-8"?>
<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" targetNamespace="urn:t">
  <process id="p" isExecutable="true">
    <startEvent id="s"/>
    <exclusiveGateway id="g" default="f2"/>
    <task id="a"/>
    <task id="b"/>
    <parallelGateway id="j"/>
    <endEvent id="e"/>
    <sequenceFlow id="f1" sourceRef="s" targetRef="g"/>
    <sequenceFlow id="f2" sourceRef="g" targetRef="a"/>
    <sequenceFlow id="f3" sourceRef="g" targetRef="b">
      <conditionExpression>=n > 1</conditionExpression>
    </sequenceFlow>
    <sequenceFlow id="f4" sourceRef="a" targetRef="j"/>
    <sequenceFlow id="f5" sourceRef="b" targetRef="j"/>
    <sequenceFlow id="f6" sourceRef="j" targetRef="e"/>
  </process>
</definitions>
)";

std::string mended(std::string text, const std::string& kind = "exclusiveGateway") {
  return text.replace(text.find("parallelGateway"), 15, kind);
}

TEST(CheckFix, WritesTheFileAndTellsWhatIsLeft) {
  const Folder folder;
  const std::string file = folder.write("a.bpmn", kStuck);
  ASSERT_EQ(run({"check", file}).status, 1);
  const Outcome outcome = run({"check", "--fix", file});
  EXPECT_EQ(outcome.status, 0) << outcome.out;
  EXPECT_EQ(read(file), mended(kStuck));
  EXPECT_NE(outcome.err.find("[BEH-01, join-to-exclusive]"), std::string::npos) << outcome.err;
  EXPECT_EQ(outcome.out.find("BEH-01"), std::string::npos) << outcome.out;
  EXPECT_NE(outcome.out.find("0 errors"), std::string::npos) << outcome.out;
  // Nothing is left to be done.
  EXPECT_EQ(run({"check", "--fix", file}).err, "");
  EXPECT_EQ(read(file), mended(kStuck));
}

TEST(CheckFix, ShowsDifferencesAndWritesNothing) {
  const Folder folder;
  const std::string file = folder.write("unit/a.bpmn", kStuck);
  const Outcome outcome = run({"check", "--fix-dry-run", folder.path("unit")}, "de_DE.UTF-8");
  EXPECT_EQ(outcome.status, 0);
  EXPECT_EQ(outcome.out, "--- " + file + "\n+++ " + file +
                             "\n@@ -5,7 +5,7 @@\n     <exclusiveGateway id=\"g\" default=\"f2\"/>\n"
                             "     <task id=\"a\"/>\n     <task id=\"b\"/>\n"
                             "-    <parallelGateway id=\"j\"/>\n+    <exclusiveGateway id=\"j\"/>\n"
                             "     <endEvent id=\"e\"/>\n"
                             "     <sequenceFlow id=\"f1\" sourceRef=\"s\" targetRef=\"g\"/>\n"
                             "     <sequenceFlow id=\"f2\" sourceRef=\"g\" targetRef=\"a\"/>\n");
  EXPECT_NE(outcome.err.find("würde verbessert"), std::string::npos) << outcome.err;
  EXPECT_EQ(read(file), kStuck);
}

TEST(CheckFix, TakesTheOneThatIsNamed) {
  const Folder folder;
  const std::string file = folder.write("a.bpmn", kStuck);
  EXPECT_EQ(run({"check", "--fix", "--fix-only=add-exit", file}).status, 1);
  EXPECT_EQ(read(file), kStuck);
  EXPECT_EQ(run({"check", "--fix", "--fix-only=join-to-inclusive", file}).status, 0);
  EXPECT_EQ(read(file), mended(kStuck, "inclusiveGateway"));
}

TEST(CheckFix, IsRefusedWhereThereIsNoFileToWrite) {
  const Folder folder;
  const std::string file = folder.write("a.bpmn", kStuck);
  for (const Outcome& outcome :
       {run({"check", "--fix", "-"}, "C", kStuck),
        run({"check", "--fix", "/dev/stdin"}, "C", kStuck),
        run({"check", "--fix-dry-run", folder.write("a.zip", "")}),
        run({"check", "--fix-only", "BEH-01", file}), run({"check", "--serve", "--fix", file})})
    EXPECT_EQ(outcome.status, 2) << outcome.out << outcome.err;
  EXPECT_EQ(read(file), kStuck);
}

}  // namespace
}  // namespace umlauf::cli_test
