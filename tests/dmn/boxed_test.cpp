// Boxed expressions (§10.2.2) and item definitions (§7.3) of DMN 1.5.
#include <gtest/gtest.h>

#include "tests/dmn/model_text.hpp"

namespace umlauf::dmn {
namespace {

using namespace testing;

std::string entry(std::string_view name, std::string_view logic, std::string_view type = "") {
  std::string variable =
      name.empty()
          ? std::string()
          : "<variable name=\"" + std::string(name) + "\"" +
                (type.empty() ? std::string() : " typeRef=\"" + std::string(type) + "\"") + "/>";
  return "<contextEntry>" + variable + std::string(logic) + "</contextEntry>";
}

std::string in(std::string_view element, std::string_view logic) {
  return "<" + std::string(element) + ">" + std::string(logic) + "</" + std::string(element) + ">";
}

struct Case {
  const char* fact;
  std::string logic;
  const char* expected;
};

TEST(BoxedExpression, EachKindHasItsValue) {
  const Case cases[] = {
      {"Literal", literal("1 + 2"), "3"},
      {"LiteralWithSyntaxErrorIsNull", literal("1 +"), "null"},
      {"EmptyLiteralIsNull", literal("  "), "null"},
      {"OtherLanguagesAreNull",
       "<literalExpression expressionLanguage=\"http://groovy\"><text>1</text></literalExpression>",
       "null"},
      {"LiteralOfAType", "<literalExpression typeRef=\"string\"><text>1</text></literalExpression>",
       "null"},
      {"Context", in("context", entry("a", literal("1")) + entry("b", literal("a + 1"))),
       "{\"a\":1,\"b\":2}"},
      {"ContextWithResult",
       in("context", entry("my name", literal("2")) + entry("", literal("my name * 3"))), "6"},
      {"ContextEntryIsCoerced", in("context", entry("a", literal("[1]"), "number")), "{\"a\":1}"},
      {"NamesOfNestedContexts",
       in("context",
          entry("a", in("context", entry("b c", literal("7")))) + entry("", literal("a.b c"))),
       "7"},
      {"List", in("list", literal("1") + literal("\"x\"")), "[1,\"x\"]"},
      {"Relation",
       in("relation", "<column name=\"a\"/><column name=\"b\"/>" +
                          in("row", literal("1") + literal("2")) +
                          in("row", literal("3") + literal("4"))),
       "[{\"a\":1,\"b\":2},{\"a\":3,\"b\":4}]"},
      {"FunctionInAContext",
       in("context", entry("twice", in("functionDefinition",
                                       "<formalParameter name=\"n\" typeRef=\"number\"/>" +
                                           literal("n * 2"))) +
                         entry("", literal("twice(21)"))),
       "42"},
      {"FunctionsMayRecur",
       in("context", entry("fac", in("functionDefinition",
                                     "<formalParameter name=\"n\"/>" +
                                         literal("if n < 2 then 1 else n * fac(n - 1)"))) +
                         entry("", literal("fac(5)"))),
       "120"},
      {"Invocation",
       in("context",
          entry("minus", in("functionDefinition",
                            "<formalParameter name=\"a\"/><formalParameter name=\"b\"/>" +
                                literal("a - b"))) +
              entry("",
                    in("invocation",
                       literal("minus") + in("binding", "<parameter name=\"b\"/>" + literal("1")) +
                           in("binding", "<parameter name=\"a\"/>" + literal("10"))))),
       "9"},
      {"InvocationOfNoFunctionIsNull",
       in("invocation", literal("1") + in("binding", "<parameter name=\"b\"/>" + literal("1"))),
       "null"},
      {"Conditional",
       in("conditional",
          in("if", literal("1 > 2")) + in("then", literal("\"a\"")) + in("else", literal("\"b\""))),
       "\"b\""},
      {"ConditionalOnNoBooleanIsNull",
       in("conditional",
          in("if", literal("\"x\"")) + in("then", literal("1")) + in("else", literal("2"))),
       "null"},
      {"Filter", in("filter", in("in", literal("[1, 2, 3, 4]")) + in("match", literal("item > 2"))),
       "[3,4]"},
      {"FilterOnMembers",
       in("filter", in("in", literal("[{a: 1}, {a: 2}]")) + in("match", literal("a = 2"))),
       "[{\"a\":2}]"},
      {"FilterOfNullIsNoMatch",
       in("filter", in("in", literal("[{a: 1}, {b: 2}]")) + in("match", literal("a > 0"))),
       "[{\"a\":1}]"},
      {"FilterOfNothingIsEmpty",
       in("filter", in("in", literal("[]")) + in("match", literal("item > 2"))), "[]"},
      {"FilterWithoutBooleanIsNull",
       in("filter", in("in", literal("[1, 2]")) + in("match", literal("\"x\""))), "null"},
      {"FilterIsNoIndex", in("filter", in("in", literal("[1, 2]")) + in("match", literal("1"))),
       "null"},
      {"For",
       "<for iteratorVariable=\"i\">" + in("in", literal("[1, 2, 3]")) +
           in("return", literal("i * i")) + "</for>",
       "[1,4,9]"},
      {"Some",
       "<some iteratorVariable=\"i\">" + in("in", literal("[1, 2, 3]")) +
           in("satisfies", literal("i > 2")) + "</some>",
       "true"},
      {"SomeOfNoBooleanIsNull",
       "<some iteratorVariable=\"i\">" + in("in", literal("[1, 2]")) +
           in("satisfies", literal("if i = 1 then \"yes\" else true")) + "</some>",
       "null"},
      {"Every",
       "<every iteratorVariable=\"i\">" + in("in", literal("[1, 2, 3]")) +
           in("satisfies", literal("i > 2")) + "</every>",
       "false"},
      {"JavaFunctionOfTheTable",
       in("context", entry("bigger",
                           "<functionDefinition kind=\"Java\"><formalParameter name=\"a\"/>"
                           "<formalParameter name=\"b\"/>" +
                               in("context", entry("class", literal("\"java.lang.Math\"")) +
                                                 entry("method signature",
                                                       literal("\"max(double, double)\""))) +
                               "</functionDefinition>") +
                         entry("", literal("bigger(2, 7)"))),
       "7"},
      {"OtherJavaFunctionsAreNull",
       in("context",
          entry("f", "<functionDefinition kind=\"Java\">" +
                         in("context", entry("class", literal("\"com.example.Secret\"")) +
                                           entry("method signature", literal("\"run()\""))) +
                         "</functionDefinition>") +
              entry("", literal("f()"))),
       "null"},
      {"PmmlIsNull",
       in("context", entry("f", "<functionDefinition kind=\"PMML\"/>") + entry("", literal("f()"))),
       "null"},
      {"TableInAContextSeesEntries",
       in("context",
          entry("greeting", literal("\"hi\"")) +
              entry("",
                    "<decisionTable><input><inputExpression><text>1</text></inputExpression>"
                    "</input><output/><rule><inputEntry><text>1</text></inputEntry>"
                    "<outputEntry><text>greeting</text></outputEntry></rule></decisionTable>")),
       "\"hi\""},
  };
  for (const Case& row : cases)
    EXPECT_EQ(evaluated(link(document(decision(row.logic))), "d"), row.expected) << row.fact;
}

std::string tests(std::string_view element, std::string_view text) {
  return in(element, "<text><![CDATA[" + std::string(text) + "]]></text>");
}

TEST(ItemDefinition, TypesCoerceAndRestrict) {
  const std::string types =
      "<itemDefinition name=\"tAge\"><typeRef>number</typeRef>" +
      tests("allowedValues", "[0..150]") +
      "</itemDefinition><itemDefinition name=\"tAges\" isCollection=\"true\">"
      "<typeRef>tAge</typeRef></itemDefinition>"
      "<itemDefinition name=\"tPair\" isCollection=\"true\"><typeRef>number</typeRef>" +
      tests("typeConstraint", "count(?) = 2") +
      "</itemDefinition><itemDefinition name=\"tColors\" isCollection=\"true\">"
      "<typeRef>string</typeRef>" +
      tests("allowedValues", "\"red\", \"green\"") +
      "</itemDefinition><itemDefinition name=\"tPerson\"><itemComponent name=\"full name\">"
      "<typeRef>string</typeRef></itemComponent><itemComponent name=\"age\"><typeRef>tAge</typeRef>"
      "</itemComponent></itemDefinition>"
      "<itemDefinition name=\"tTree\"><itemComponent name=\"left\"><typeRef>tTree</typeRef>"
      "</itemComponent></itemDefinition>"
      "<itemDefinition name=\"tFunction\"><functionItem outputTypeRef=\"number\">"
      "<parameters name=\"n\" typeRef=\"number\"/></functionItem></itemDefinition>";
  const char* cases[][3] = {
      {"tAge", "7", "7"},
      {"tAge", "[7]", "7"},
      {"tAge", "151", "null"},
      {"tAge", "\"7\"", "null"},
      {"tAges", "7", "[7]"},
      {"tAges", "[7, 151]", "null"},
      {"tPair", "[1, 2]", "[1,2]"},
      {"tPair", "[1]", "null"},
      {"tColors", "[\"red\", \"red\"]", "[\"red\",\"red\"]"},
      {"tColors", "[\"red\", \"blue\"]", "null"},
      {"tPerson", "{full name: \"A\", age: 3}", "{\"full name\":\"A\",\"age\":3}"},
      {"tPerson", "{full name: \"A\", age: 200}", "null"},
      {"tPerson", "{full name: \"A\"}", "null"},
      {"tTree", "{left: {left: null}}", "{\"left\":{\"left\":null}}"},
      {"date and time", "date(\"2024-01-31\")",
       "{\"@type\":\"date and time\",\"value\":\"2024-01-31T00:00:00Z\"}"},
      {"tUnknown", "1", "1"},
  };
  for (const auto& row : cases)
    EXPECT_EQ(evaluated(link(document(types + decision(literal(row[1]), row[0]))), "d"), row[2])
        << row[0] << " of " << row[1];
  const DecisionModel unknown = link(document(decision(literal("1"), "tUnknown")));
  ASSERT_EQ(unknown.diagnostics().size(), 1U);
  EXPECT_EQ(unknown.diagnostics()[0].rule, "DMN-27");
  const DecisionModel function =
      link(document(types + decision(literal("(function(n: number) n + 1)"), "tFunction")));
  EXPECT_EQ(evaluated(function, "d"), "{\"@type\":\"function\"}");
}

TEST(ItemDefinition, InstanceOfKnowsThem) {
  const std::string types =
      "<itemDefinition name=\"tPoint\"><itemComponent name=\"x\"><typeRef>number</typeRef>"
      "</itemComponent></itemDefinition>";
  EXPECT_EQ(evaluated(link(document(types + decision(literal("{x: 1} instance of tPoint")))), "d"),
            "true");
  EXPECT_EQ(evaluated(link(document(types + decision(literal("{y: 1} instance of tPoint")))), "d"),
            "false");
}

}  // namespace
}  // namespace umlauf::dmn
