// Decision tables: chapter 8 of DMN 1.5.
#include <gtest/gtest.h>

#include <random>

#include "tests/dmn/model_text.hpp"

namespace umlauf::dmn {
namespace {

using namespace testing;

struct Rule {
  std::vector<std::string> inputs;
  std::vector<std::string> outputs;
};

struct TableText {
  std::string attributes = "hitPolicy=\"UNIQUE\"";
  std::vector<std::string> inputs{"x"};
  std::vector<std::string> outputs{""};  // content of the output element
  std::vector<std::string> output_names{""};
  std::vector<Rule> rules;
};

std::string cdata(const std::string& text) { return "<text><![CDATA[" + text + "]]></text>"; }

std::string table(const TableText& text) {
  std::string out = "<decisionTable id=\"t\" " + text.attributes + ">";
  for (const std::string& input : text.inputs)
    out += "<input><inputExpression>" + cdata(input) + "</inputExpression></input>";
  for (std::size_t i = 0; i < text.outputs.size(); ++i)
    out += "<output name=\"" + text.output_names[i] + "\">" + text.outputs[i] + "</output>";
  for (const Rule& rule : text.rules) {
    out += "<rule>";
    for (const std::string& entry : rule.inputs)
      out += "<inputEntry>" + cdata(entry) + "</inputEntry>";
    for (const std::string& entry : rule.outputs)
      out += "<outputEntry>" + cdata(entry) + "</outputEntry>";
    out += "</rule>";
  }
  return out + "</decisionTable>";
}

std::string with_inputs(const std::string& logic) {
  return document(
      "<inputData id=\"ix\" name=\"x\"><variable name=\"x\"/></inputData>"
      "<inputData id=\"iy\" name=\"y\"><variable name=\"y\"/></inputData>"
      "<decision id=\"d\" name=\"d\"><variable name=\"d\"/>"
      "<informationRequirement><requiredInput href=\"#ix\"/></informationRequirement>"
      "<informationRequirement><requiredInput href=\"#iy\"/></informationRequirement>" +
      logic + "</decision>");
}

struct Case {
  const char* fact;
  TableText table;
  const char* inputs;
  const char* expected;
};

const std::vector<Rule> kOverlapping{
    {{"< 10"}, {"\"small\""}}, {{"< 20"}, {"\"medium\""}}, {{"< 30"}, {"\"large\""}}};
const std::vector<Rule> kNumbers{{{"< 10"}, {"1"}}, {{"< 20"}, {"5"}}, {{"< 30"}, {"3"}}};
const std::string kPriorities =
    "<outputValues>" + cdata("\"large\", \"small\", \"medium\"") + "</outputValues>";

std::string policy(const char* name) { return "hitPolicy=\"" + std::string(name) + "\""; }

TEST(DecisionTable, HitPolicies) {
  const std::string sum = "hitPolicy=\"COLLECT\" aggregation=\"SUM\"";
  const Case cases[] = {
      {"UniqueTakesTheOnlyMatch", {.rules = kOverlapping}, "{x: 25}", "\"large\""},
      {"UniqueIsNullOnTwoMatches", {.rules = kOverlapping}, "{x: 15}", "null"},
      {"UniqueIsNullWithoutMatch", {.rules = kOverlapping}, "{x: 30}", "null"},
      {"FirstTakesTheFirst",
       {.attributes = policy("FIRST"), .rules = kOverlapping},
       "{x: 5}",
       "\"small\""},
      {"AnyIsNullOnDifferentOutputs",
       {.attributes = policy("ANY"), .rules = kOverlapping},
       "{x: 5}",
       "null"},
      {"AnyTakesEqualOutputs",
       {.attributes = policy("ANY"), .rules = {{{"< 10"}, {"1"}}, {{"< 20"}, {"1.0"}}}},
       "{x: 5}",
       "1"},
      {"PriorityTakesTheHighestOutputValue",
       {.attributes = policy("PRIORITY"), .outputs = {kPriorities}, .rules = kOverlapping},
       "{x: 5}",
       "\"large\""},
      {"PriorityAmongThoseThatMatch",
       {.attributes = policy("PRIORITY"),
        .outputs = {kPriorities},
        .rules = {{{"< 10"}, {"\"medium\""}}, {{"< 20"}, {"\"small\""}}}},
       "{x: 5}",
       "\"small\""},
      {"OutputOrderSortsByOutputValue",
       {.attributes = policy("OUTPUT ORDER"), .outputs = {kPriorities}, .rules = kOverlapping},
       "{x: 5}",
       "[\"large\",\"small\",\"medium\"]"},
      {"RuleOrderKeepsTheRules",
       {.attributes = policy("RULE ORDER"), .rules = kOverlapping},
       "{x: 15}",
       "[\"medium\",\"large\"]"},
      {"CollectIsAList", {.attributes = policy("COLLECT"), .rules = kNumbers}, "{x: 15}", "[5,3]"},
      {"CollectOfNothingIsEmpty",
       {.attributes = policy("COLLECT"), .rules = kNumbers},
       "{x: 99}",
       "[]"},
      {"SumAdds", {.attributes = sum, .rules = kNumbers}, "{x: 5}", "9"},
      {"SumOfNothingIsNull", {.attributes = sum, .rules = kNumbers}, "{x: 99}", "null"},
      {"SumOfTextIsNull", {.attributes = sum, .rules = kOverlapping}, "{x: 5}", "null"},
      {"CountCounts",
       {.attributes = "hitPolicy=\"COLLECT\" aggregation=\"COUNT\"", .rules = kOverlapping},
       "{x: 15}",
       "2"},
      {"CountOfNothingIsZero",
       {.attributes = "hitPolicy=\"COLLECT\" aggregation=\"COUNT\"", .rules = kOverlapping},
       "{x: 99}",
       "0"},
      {"MinTakesTheLeast",
       {.attributes = "hitPolicy=\"COLLECT\" aggregation=\"MIN\"", .rules = kNumbers},
       "{x: 15}",
       "3"},
      {"MaxTakesTheMost",
       {.attributes = "hitPolicy=\"COLLECT\" aggregation=\"MAX\"", .rules = kNumbers},
       "{x: 5}",
       "5"},
      {"TheDefaultHoldsWithoutMatch",
       {.outputs = {"<defaultOutputEntry>" + cdata("\"none\"") + "</defaultOutputEntry>"},
        .rules = kOverlapping},
       "{x: 30}",
       "\"none\""},
      {"SeveralOutputsAreAContext",
       {.outputs = {"", ""}, .output_names = {"a", "b"}, .rules = {{{"1"}, {"2", "x + 1"}}}},
       "{x: 1}",
       "{\"a\":2,\"b\":2}"},
      {"CollectOfSeveralOutputs",
       {.attributes = policy("COLLECT"),
        .outputs = {"", ""},
        .output_names = {"a", "b"},
        .rules = {{{"1"}, {"2", "3"}}, {{"-"}, {"4", "5"}}}},
       "{x: 1}",
       "[{\"a\":2,\"b\":3},{\"a\":4,\"b\":5}]"},
      {"CellsSeeOtherInputs",
       {.rules = {{{"> y"}, {"x - y"}}, {{"<= y"}, {"0"}}}},
       "{x: 5, y: 3}",
       "2"},
      {"TheQuestionMarkIsTheInput",
       {.rules = {{{"? * 2 = 10"}, {"\"five\""}}}},
       "{x: 5}",
       "\"five\""},
      {"NegatedTests",
       {.rules = {{{"not(1, 2)"}, {"true"}}, {{"1, 2"}, {"false"}}}},
       "{x: 3}",
       "true"},
      {"MissingInputsAreNull", {.rules = {{{"null"}, {"\"missing\""}}}}, "{}", "\"missing\""},
      {"AnEmptyEntryIsNoCondition", {.rules = {{{""}, {"1"}}}}, "{}", "1"},
      {"RulesOfAnotherTypeDoNotMatch", {.rules = {{{"< 10"}, {"1"}}}}, "{x: \"a\"}", "null"},
      {"ABrokenConditionIsNull", {.rules = {{{"< ("}, {"1"}}, {{"-"}, {"2"}}}}, "{x: 1}", "null"},
      {"ABrokenOutputIsNullWhereItIsNeeded",
       {.rules = {{{"1"}, {")"}}, {{"2"}, {"2"}}}},
       "{x: 2}",
       "2"},
      {"TwoInputsBothHold",
       {.inputs = {"x", "y"}, .rules = {{{"1", "\"a\""}, {"1"}}, {{"1", "\"b\""}, {"2"}}}},
       "{x: 1, y: \"b\"}",
       "2"},
  };
  for (const Case& row : cases)
    EXPECT_EQ(evaluated(link(with_inputs(table(row.table))), "d", row.inputs), row.expected)
        << row.fact;
}

TEST(DecisionTable, InputValuesRestrictWhatIsDecided) {
  const std::string text = with_inputs(
      "<decisionTable><input><inputExpression>" + cdata("x") + "</inputExpression><inputValues>" +
      cdata("\"a\",\"b\"") + "</inputValues></input><output/><rule><inputEntry>" + cdata("-") +
      "</inputEntry><outputEntry>" + cdata("1") + "</outputEntry></rule></decisionTable>");
  EXPECT_EQ(evaluated(link(text), "d", "{x: \"a\"}"), "1");
  EXPECT_EQ(evaluated(link(text), "d", "{x: \"c\"}"), "null");
}

TEST(DecisionTable, TheAllowedValuesOfAnOutputAreItsPriorities) {
  const std::string text =
      "<itemDefinition name=\"tSize\"><typeRef>string</typeRef><allowedValues>" +
      cdata("\"large\", \"small\", \"medium\"") + "</allowedValues></itemDefinition>";
  std::string document = with_inputs(
      table({.attributes = policy("PRIORITY"), .outputs = {""}, .rules = kOverlapping}));
  document.replace(document.find("<output name=\"\">"), 16, "<output name=\"\" typeRef=\"tSize\">");
  document.insert(document.find("<inputData"), text);
  EXPECT_EQ(evaluated(link(document), "d", "{x: 5}"), "\"large\"");
}

TEST(DecisionTable, TheExplanationIsAValueWithItsLimit) {
  std::vector<Rule> rules(50, Rule{{"-"}, {"1"}});
  const DecisionModel model =
      link(with_inputs(table({.attributes = policy("COLLECT"), .rules = rules})));
  Explanation explanation;
  EvaluateOptions options;
  options.explanation = &explanation;
  model.evaluate(*model.find_decision("d"), inputs("{x: 5}"), options);
  const feel::Value value = to_value(explanation);
  ASSERT_EQ(value.list()->size(), 1U);
  const feel::Value& kept = value.list()->front();
  EXPECT_EQ(feel::to_json(*kept.member("matched")), "50");
  EXPECT_EQ(kept.member("rules")->list()->size(), 32U);
  EXPECT_EQ(feel::to_json(kept.member("rules")->list()->front()),
            "{\"number\":1,\"conditions\":[\"-\"],\"output\":1}");
  EXPECT_EQ(feel::to_json(*kept.member("inputs")), "[{\"text\":\"x\",\"value\":5}]");
  EXPECT_EQ(feel::to_json(*kept.member("hitPolicy")), "\"COLLECT\"");
}

TEST(DecisionTable, ExplainsItself) {
  const DecisionModel model =
      link(with_inputs(table({.attributes = policy("COLLECT"),
                              .rules = {{{"< 10"}, {"1"}}, {{"> 90"}, {"2"}}, {{"-"}, {"3"}}}})));
  Explanation explanation;
  EvaluateOptions options;
  options.explanation = &explanation;
  model.evaluate(*model.find_decision("d"), inputs("{x: 5}"), options);
  ASSERT_EQ(explanation.tables.size(), 1U);
  const TableExplanation& explained = explanation.tables.front();
  EXPECT_EQ(explained.table, "t");
  EXPECT_EQ(explained.decision, "d");
  ASSERT_EQ(explained.inputs.size(), 1U);
  EXPECT_EQ(explained.inputs[0].text, "x");
  EXPECT_EQ(feel::to_json(explained.inputs[0].value), "5");
  ASSERT_EQ(explained.matched.size(), 2U);
  EXPECT_EQ(explained.matched[0].number, 1U);
  EXPECT_EQ(explained.matched[0].conditions, std::vector<std::string>{"< 10"});
  EXPECT_EQ(feel::to_json(explained.matched[0].output), "1");
  EXPECT_EQ(explained.matched[1].number, 3U);
  EXPECT_EQ(feel::to_json(explained.output), "[1,3]");
  ASSERT_EQ(explanation.decisions.size(), 1U);
  EXPECT_EQ(explanation.decisions[0].name, "d");
  EXPECT_FALSE(explanation.decisions[0].given);
}

// The index must decide as testing rule by rule does: each condition alone in a table of one rule
// (which has no index) against all together.
TEST(DecisionTable, TheIndexDecidesAsTheRulesDo) {
  const std::vector<std::string> conditions{"-",
                                            "1",
                                            "-3",
                                            "< 5",
                                            "<= 5",
                                            "> 5",
                                            ">= 5",
                                            "[2..7]",
                                            "(2..7)",
                                            "]2..7]",
                                            "2, 4, 6",
                                            "not(3)",
                                            "null",
                                            "\"a\"",
                                            "\"a\", \"b\"",
                                            "true",
                                            "false",
                                            "< 2, > 8",
                                            "date(\"2024-01-31\")",
                                            "< date(\"2024-01-31\")",
                                            "[date(\"2024-01-01\")..date(\"2024-12-31\")]",
                                            "> duration(\"PT2H\")",
                                            "duration(\"P1M\")",
                                            "? in [1, 3]",
                                            "[1, 2]",
                                            "1.50",
                                            "(< 3)",
                                            "time(\"10:00:00\")",
                                            "> time(\"09:00:00\")",
                                            "\"a\", 5, true"};
  const std::vector<std::string> values{"null",
                                        "0",
                                        "1",
                                        "2",
                                        "3",
                                        "4.999",
                                        "5",
                                        "5.0",
                                        "7",
                                        "8",
                                        "9",
                                        "-3",
                                        "1.5",
                                        "\"a\"",
                                        "\"b\"",
                                        "\"c\"",
                                        "\"\"",
                                        "true",
                                        "false",
                                        "date(\"2024-01-31\")",
                                        "date(\"2023-06-01\")",
                                        "date(\"2024-12-31\")",
                                        "duration(\"PT2H\")",
                                        "duration(\"PT121M\")",
                                        "duration(\"P1M\")",
                                        "time(\"10:00:00\")",
                                        "[1]",
                                        "[5, 6]",
                                        "{}",
                                        "[1..2]",
                                        "date and time(\"2024-01-31T10:00:00\")"};
  std::vector<Rule> all;
  std::vector<DecisionModel> alone;
  for (std::size_t i = 0; i < conditions.size(); ++i) {
    all.push_back({{conditions[i]}, {std::to_string(i)}});
    alone.push_back(link(with_inputs(
        table({.attributes = policy("COLLECT"), .rules = {{{conditions[i]}, {"0"}}}}))));
  }
  const DecisionModel together =
      link(with_inputs(table({.attributes = policy("COLLECT"), .rules = all})));
  for (const std::string& value : values) {
    const std::string given = "{x: " + value + "}";
    std::string expected;
    for (std::size_t i = 0; i < conditions.size(); ++i)
      if (evaluated(alone[i], "d", given) == "[0]")
        expected += (expected.empty() ? "" : ",") + std::to_string(i);
    EXPECT_EQ(evaluated(together, "d", given), "[" + expected + "]") << value;
  }
}

TEST(DecisionTable, LargeTablesFindTheirRule) {
  std::vector<Rule> rules;
  for (int i = 0; i < 300; ++i)
    rules.push_back({{"[" + std::to_string(i * 10) + ".." + std::to_string(i * 10 + 10) + ")"},
                     {std::to_string(i)}});
  const DecisionModel model = link(with_inputs(table({.rules = rules})));
  std::mt19937 random(5);
  for (int i = 0; i < 200; ++i) {
    const auto x = static_cast<int>(random() % 3000);
    ASSERT_EQ(evaluated(model, "d", "{x: " + std::to_string(x) + "}"), std::to_string(x / 10));
  }
  EXPECT_EQ(evaluated(model, "d", "{x: 3000}"), "null");
}

}  // namespace
}  // namespace umlauf::dmn
