#include <gtest/gtest.h>

#include <string>

#include "engine/feel/expression.hpp"
#include "tests/definition/support.hpp"

namespace umlauf::definition::test {
namespace {

struct Finding {
  const char* name;
  const char* elements;  // begin at line 3, column 1
  const char* says;
  const char* message = "";  // part of the first one, in English
};

void PrintTo(const Finding& row, std::ostream* out) { *out << row.elements; }

class Findings : public testing::TestWithParam<Finding> {};

TEST_P(Findings, PointToTheLine) {
  const Compiled compiled = compile_one(process(GetParam().elements));
  const Diagnostics& found = compiled.compilation.diagnostics;
  EXPECT_EQ(describe(found), GetParam().says);
  ASSERT_FALSE(found.empty());
  EXPECT_NE(found.front().message.english.find(GetParam().message), std::string::npos)
      << found.front().message.english;
  EXPECT_NE(found.front().message.english, found.front().message.german);
  EXPECT_EQ(found.front().file, "test1.bpmn");
  EXPECT_EQ(compiled.compilation.rejected,
            std::string(GetParam().says).find("error") != std::string::npos);
}

INSTANTIATE_TEST_SUITE_P(
    Table, Findings,
    testing::Values(
        Finding{"FeelThatDoesNotParse",
                "<scriptTask id='n'><script>\n  1 +\n  * 2</script></scriptTask>",
                "error DAT-05 5:3 n"},
        Finding{"ConditionThatDoesNotParse",
                "<task id='a'/><task id='b'/>\n<sequenceFlow id='f' sourceRef='a' targetRef='b'>\n"
                "<conditionExpression language='feel'>a = = b</conditionExpression></sequenceFlow>",
                "error DAT-05 5:42 f"},
        Finding{"ProseAsCondition",
                "<task id='a'/><task id='b'/>\n<sequenceFlow id='f' sourceRef='a' targetRef='b'>\n"
                "<conditionExpression>Order == accepted</conditionExpression></sequenceFlow>",
                "warning DAT-05 5:29 f", "'Order == accepted' is no FEEL"},
        Finding{"JuelToken",
                "<task id='a'/><task id='b'/>\n<sequenceFlow id='f' sourceRef='a' targetRef='b'>\n"
                "<conditionExpression>${bean.ok(a)}</conditionExpression></sequenceFlow>",
                "error DAT-05 5:29 f", "'ok' cannot be called"},
        Finding{"LanguageOfCondition",
                "<task id='a'/><task id='b'/><sequenceFlow id='f' sourceRef='a' targetRef='b'>\n"
                "<conditionExpression language='javascript'>a</conditionExpression></sequenceFlow>",
                "error FLW-14 4:44 f", "'javascript' is not supported; write FEEL"},
        Finding{"LanguageOfScript",
                "<scriptTask id='n' scriptFormat='groovy'>\n<script>a</script></scriptTask>",
                "warning ACT-08 4:9 n", "no script in 'groovy'; it is a job of that type"},
        Finding{"Timer",
                "<intermediateCatchEvent id='n'><timerEventDefinition>\n<timeDuration>tomorrow"
                "</timeDuration></timerEventDefinition></intermediateCatchEvent>",
                "error EVT-18 4:15 n"},
        Finding{"TimerConstant",
                "<intermediateCatchEvent id='n'><timerEventDefinition>\n<timeDuration>=\"P\""
                "</timeDuration></timerEventDefinition></intermediateCatchEvent>",
                "error EVT-18 4:15 n"},
        Finding{"TimerEmpty",
                "<intermediateCatchEvent id='n'>\n<timerEventDefinition/></intermediateCatchEvent>",
                "error EVT-18 4:1 n"},
        Finding{"TaskWithoutImplementation", "<serviceTask id='n'/>", "warning ACT-01 3:1 n",
                "says nothing about what it does"},
        Finding{"ScriptWithoutScript", "<scriptTask id='n'/>", "warning ACT-08 3:1 n"},
        Finding{"LoopMaximum",
                "<task id='n'>\n<standardLoopCharacteristics loopMaximum='many'/></task>",
                "error ACT-25 4:1 n"},
        Finding{"DataStore",
                "<dataStoreReference id='ds'/><task id='n'><property id='pr'/>\n"
                "<dataInputAssociation><sourceRef>ds</sourceRef><targetRef>pr</targetRef>"
                "</dataInputAssociation></task>",
                "info DAT-02 4:1 n"},
        Finding{"AssignmentTarget",
                "<task id='n'><property id='pr'/><dataInputAssociation><targetRef>pr</targetRef>\n"
                "<assignment><from>1</from><to>a/b</to></assignment></dataInputAssociation></task>",
                "error ACT-20 4:31 n"},
        Finding{"AllOfThemAreTold",
                "<scriptTask id='a'><script>(</script></scriptTask>\n"
                "<scriptTask id='b'><script>(</script></scriptTask>\n<sendTask id='c'/>",
                "error DAT-05 3:29 a; error DAT-05 4:29 b; warning ACT-04 5:1 c"}),
    [](const auto& row) { return std::string(row.param.name); });

TEST(Findings, OfADrawingAreWarningsAndRejectNothing) {
  const Compiled compiled = compile_one(
      document("<process id='p'><scriptTask id='n'><script>(</script></scriptTask></process>"));
  EXPECT_EQ(describe(compiled.compilation.diagnostics), "warning DAT-05 2:45 n");
  EXPECT_FALSE(compiled.compilation.rejected);
  EXPECT_FALSE(compiled.first().executable);
}

TEST(Findings, ProseEvaluatesToNothingAndSaysWhy) {
  const Compiled compiled = compile_one(
      process("<task id='a'/><task id='b'/><sequenceFlow id='f' sourceRef='a' targetRef='b'>"
              "<conditionExpression>Order == accepted</conditionExpression></sequenceFlow>"));
  const ProcessDefinition& definition = compiled.first();
  const feel::Evaluation result =
      definition[definition.find_flow("f")].condition.compiled->evaluate(feel::EmptyEnvironment());
  EXPECT_TRUE(result.value.is_null());
  EXPECT_EQ(result.messages.size(), 1u);
}

TEST(Findings, AreBoundedAndStillReject) {
  std::string elements;
  for (int i = 0; i < 1500; ++i) elements += "<sendTask id='s" + std::to_string(i) + "'/>";
  elements += "<scriptTask id='n'><script>(</script></scriptTask>";
  const Compiled compiled = compile_one(process(elements));
  EXPECT_EQ(compiled.compilation.diagnostics.size(), 1001u);
  EXPECT_TRUE(compiled.compilation.rejected);
}

TEST(Findings, DocumentLanguageThatIsNoOtherEngineCounts) {
  const std::string body =
      "<process id='p' isExecutable='true'><task id='a'/><task id='b'/>"
      "<sequenceFlow id='f' sourceRef='a' targetRef='b'>"
      "<conditionExpression>a = 1</conditionExpression></sequenceFlow></process>";
  EXPECT_FALSE(compile_one(document(body, "expressionLanguage='http://www.w3.org/1999/XPath'"))
                   .compilation.rejected);
  EXPECT_TRUE(compile_one(document(body, "expressionLanguage='http://groovy.codehaus.org/'"))
                  .compilation.rejected);
}

}  // namespace
}  // namespace umlauf::definition::test
