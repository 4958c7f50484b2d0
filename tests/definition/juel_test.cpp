#include "engine/definition/juel.hpp"

#include <gtest/gtest.h>

#include <string>

#include "engine/feel/expression.hpp"
#include "engine/feel/print.hpp"

namespace umlauf::definition {
namespace {

struct Meaning {
  const char* name;
  const char* juel;
  const char* variables;  // a FEEL context
  const char* value;      // as FEEL writes it
};

void PrintTo(const Meaning& meaning, std::ostream* out) { *out << meaning.juel; }

feel::Value evaluate(const std::string& juel, const std::string& variables) {
  Result<feel::SyntaxTree> tree = read_juel(juel);
  EXPECT_TRUE(tree.has_value()) << (tree ? "" : tree.error().message.english);
  if (!tree) return "?";
  Result<feel::Expression> expression = feel::compile(std::move(*tree));
  EXPECT_TRUE(expression.has_value());
  Result<feel::Expression> context = feel::compile(variables);
  EXPECT_TRUE(context.has_value()) << variables;
  const feel::Value scope = context->evaluate(feel::EmptyEnvironment()).value;
  const calendar::Instant new_year{1'767'225'600'000};  // 2026-01-01T00:00:00Z
  return expression->evaluate(feel::ContextEnvironment(*scope.context(), feel::Now{new_year}))
      .value;
}

class JuelMeaning : public testing::TestWithParam<Meaning> {};

TEST_P(JuelMeaning, IsThatOfFeel) {
  const Meaning& meaning = GetParam();
  EXPECT_EQ(feel::to_feel(evaluate(meaning.juel, meaning.variables)), meaning.value);
}

INSTANTIATE_TEST_SUITE_P(
    Table, JuelMeaning,
    testing::Values(
        Meaning{"Variable", "${x}", "{x: 5}", "5"}, Meaning{"HashMark", "#{x}", "{x: 5}", "5"},
        Meaning{"UnknownVariableIsNull", "${x}", "{}", "null"},
        Meaning{"Path", "${order.customer.name}", "{order: {customer: {name: \"Ada\"}}}",
                "\"Ada\""},
        Meaning{"MemberByText", "${order['total sum']}", "{order: {\"total sum\": 3}}", "3"},
        Meaning{"ItemFromZero", "${list[0]}", "{list: [7, 8]}", "7"},
        Meaning{"ItemByVariable", "${list[i]}", "{list: [7, 8], i: 1}", "8"},
        Meaning{"ItemBeyondTheEnd", "${list[2]}", "{list: [7, 8]}", "null"},
        Meaning{"MemberByVariable", "${map[key]}", "{map: {a: 1}, key: \"a\"}", "1"},
        Meaning{"OperatorWordAsMember", "${x.empty}", "{x: {empty: 4}}", "4"},
        Meaning{"Equal", "${x == 'a'}", "{x: \"a\"}", "true"},
        Meaning{"EqualAsWord", "${x eq 'a'}", "{x: \"b\"}", "false"},
        Meaning{"NotEqual", "${x != 1}", "{x: 2}", "true"},
        Meaning{"NullEqualsNull", "${x == null}", "{}", "true"},
        Meaning{"BooleanWrittenAsText", "${ok == 'true'}", "{ok: true}", "true"},
        Meaning{"NumberWrittenAsText", "${n == '5'}", "{n: 5.0}", "true"},
        Meaning{"TextUnequalNumberWrittenAsText", "${n != '5'}", "{n: 4}", "true"},
        Meaning{"TextNumberIsThatText", "${n == '5'}", "{n: \"5\"}", "true"},
        Meaning{"Less", "${a < b}", "{a: 1, b: 2}", "true"},
        Meaning{"WordsOfComparison", "${a ge 1 and a le 1 and not (a lt 1) and not (a gt 1)}",
                "{a: 1}", "true"},
        Meaning{"AndOr", "${a && b || c}", "{a: true, b: false, c: true}", "true"},
        Meaning{"OrBindsLessThanAnd", "${c || a && b}", "{a: false, b: false, c: true}", "true"},
        Meaning{"Not", "${!ok}", "{ok: false}", "true"},
        Meaning{"NotWord", "${not ok}", "{ok: true}", "false"},
        Meaning{"NotOfNullIsTrue", "${!ok}", "{}", "true"},
        Meaning{"NotOfComparison", "${!(a == 1)}", "{a: 1}", "false"},
        Meaning{"EmptyNull", "${empty x}", "{}", "true"},
        Meaning{"EmptyText", "${empty x}", "{x: \"\"}", "true"},
        Meaning{"EmptyList", "${empty x}", "{x: []}", "true"},
        Meaning{"NotEmpty", "${not empty x}", "{x: [1]}", "true"},
        Meaning{"Ternary", "${g == 'm' ? 'Mr.' : 'Mrs.'}", "{g: \"f\"}", "\"Mrs.\""},
        Meaning{"TernaryOfNoBoolean", "${a ? 1 : 2}", "{a: \"x\"}", "null"},
        Meaning{"TernaryIsRightAssociative", "${a ? 1 : b ? 2 : 3}", "{a: false, b: true}", "2"},
        Meaning{"Sum", "${1 + 2 * 3 - 4}", "{}", "3"},
        Meaning{"LeftAssociative", "${5 - 2 - 1}", "{}", "2"},
        Meaning{"Division", "${n / m >= 0.5}", "{n: 2, m: 4}", "true"},
        Meaning{"WordsOfArithmetic", "${7 div 2 + 7 mod 2}", "{}", "4.5"},
        Meaning{"Negative", "${-x + 1}", "{x: 3}", "-2"},
        Meaning{"Decimals", "${0.1 + .2}", "{}", "0.3"}, Meaning{"Exponent", "${1e2}", "{}", "100"},
        Meaning{"TextsPutTogether", "${'a' + x}", "{x: \"b\"}", "\"ab\""},
        Meaning{"TextAndNumber", "${x + ' dogs'}", "{x: 2}", "\"2 dogs\""},
        Meaning{"QuotedQuote", "${'it\\'s'}", "{}", "\"it's\""},
        Meaning{"DoubleQuotes", "${\"a\"}", "{}", "\"a\""},
        Meaning{"Composite", "Task ${n} of ${m}", "{n: 1, m: 3}", "\"Task 1 of 3\""},
        Meaning{"NullInComposite", "[${n}]", "{}", "\"[]\""},
        Meaning{"TwoExpressions", "${a}${b}", "{a: 1, b: 2}", "\"12\""},
        Meaning{"PlainText", "clerks", "{}", "\"clerks\""},
        Meaning{"EscapedMark", "\\${x}", "{x: 1}", "\"${x}\""},
        Meaning{"GetVariable", "${execution.getVariable('x') + 1}", "{x: 1}", "2"},
        Meaning{"HasVariable", "${execution.hasVariable('x')}", "{x: 1}", "true"},
        Meaning{"TaskGetVariable", "${task.getVariable(\"x\")}", "{x: 1}", "1"},
        Meaning{"BusinessKey", "${execution.processBusinessKey}",
                "{execution: {businessKey: \"A-1\"}}", "\"A-1\""},
        Meaning{"BusinessKeyGetter", "${execution.getProcessBusinessKey()}",
                "{execution: {businessKey: \"A-1\"}}", "\"A-1\""},
        Meaning{"CurrentUser", "${currentUser()}", "{execution: {currentUser: \"ada\"}}",
                "\"ada\""},
        Meaning{"Equals", "${x.equals('a')}", "{x: \"a\"}", "true"},
        Meaning{"EqualsIgnoreCase", "${x.equalsIgnoreCase('A')}", "{x: \"a\"}", "true"},
        Meaning{"SizeOfList", "${list.size()}", "{list: [1, 2]}", "2"},
        Meaning{"LengthOfText", "${x.length()}", "{x: \"Größe\"}", "5"},
        Meaning{"IsEmpty", "${list.isEmpty()}", "{list: []}", "true"},
        Meaning{"ContainsItem", "${list.contains('b')}", "{list: [\"a\", \"b\"]}", "true"},
        Meaning{"ContainsText", "${x.contains('b')}", "{x: \"abc\"}", "true"},
        Meaning{"ContainsKey", "${map.containsKey('b')}", "{map: {a: 1}}", "false"},
        Meaning{"Get", "${list.get(1)}", "{list: [1, 2]}", "2"},
        Meaning{"StartsWith", "${x.startsWith('ab')}", "{x: \"abc\"}", "true"},
        Meaning{"UpperCase", "${x.toUpperCase()}", "{x: \"abc\"}", "\"ABC\""},
        Meaning{"Trim", "${x.trim()}", "{x: \"  a b \"}", "\"a b\""},
        Meaning{"Now", "${now()}", "{}", "@\"2026-01-01T00:00:00Z\""},
        Meaning{"PlusDays", "${dateTime().plusDays(3)}", "{}", "@\"2026-01-04T00:00:00Z\""},
        Meaning{"PlusWeeksToDate", "${dateTime().plusWeeks(n).toDate()}", "{n: 2}",
                "@\"2026-01-15T00:00:00Z\""},
        Meaning{"MinusMonths", "${now().minusMonths(1)}", "{}", "@\"2025-12-01T00:00:00Z\""}),
    [](const auto& meaning) { return std::string(meaning.param.name); });

struct Refusal {
  const char* name;
  const char* juel;
  std::uint32_t column;  // of the token at fault
  const char* says;      // part of the English message
};

void PrintTo(const Refusal& refusal, std::ostream* out) { *out << refusal.juel; }

class JuelRefusal : public testing::TestWithParam<Refusal> {};

TEST_P(JuelRefusal, NamesTheToken) {
  const Refusal& refusal = GetParam();
  const Result<feel::SyntaxTree> tree = read_juel(refusal.juel);
  ASSERT_FALSE(tree.has_value());
  ASSERT_EQ(tree.error().diagnostics.size(), 1u);
  const Diagnostic& diagnostic = tree.error().diagnostics.front();
  EXPECT_EQ(diagnostic.rule, "DAT-05");
  EXPECT_EQ(diagnostic.span.column, refusal.column);
  EXPECT_NE(diagnostic.message.english.find(refusal.says), std::string::npos)
      << diagnostic.message.english;
  EXPECT_FALSE(diagnostic.message.german.empty());
}

INSTANTIATE_TEST_SUITE_P(
    Table, JuelRefusal,
    testing::Values(
        Refusal{"BeanMethod", "${genderBean.getGenderString(gender)}", 14, "getGenderString"},
        Refusal{"GetterProposesPath", "${customer.getName()}", 12, "in FEEL: customer.name"},
        Refusal{"SetVariable", "${execution.setVariable('x', 1)}", 13, "result variable"},
        Refusal{"UnknownOfExecution", "${execution.eventName}", 13, "eventName"},
        Refusal{"ExecutionItself", "${execution}", 3, "no value"},
        Refusal{"ExecutionInList", "${execution == null}", 3, "no value"},
        Refusal{"Function", "${S(x).prop('a')}", 3, "write it as FEEL: S(x)"},
        Refusal{"Assignment", "${x = 1}", 5, "compare with '=='"},
        Refusal{"Lambda", "${x -> 1}", 5, "'->'"},
        Refusal{"InstanceOf", "${x instanceof y}", 5, "'instanceof'"},
        Refusal{"NotClosed", "a ${x", 6, "not closed"},
        Refusal{"StringWithoutEnd", "${'abc}", 3, "string without end"},
        Refusal{"Nothing", "${}", 3, "too early"},
        Refusal{"OperandMissing", "${a +}", 6, "too early"},
        Refusal{"TwoValues", "${a b}", 5, "'b'"}, Refusal{"Semicolon", "${a; b}", 4, "';'"},
        Refusal{"Character", "${a ~ b}", 5, "unknown character"},
        Refusal{"ComputedVariableName", "${execution.getVariable(x)}", 13, "getVariable"},
        Refusal{"ParenthesisOpen", "${(a}", 5, "too early"}),
    [](const auto& refusal) { return std::string(refusal.param.name); });

TEST(JuelLimits, NestingEndsInADiagnosticNotInTheStack) {
  const std::string deep = "${" + std::string(5000, '(') + "x" + std::string(5000, ')') + "}";
  const Result<feel::SyntaxTree> tree = read_juel(deep);
  ASSERT_FALSE(tree.has_value());
  EXPECT_EQ(tree.error().message.english, "expression is nested too deeply");
  EXPECT_FALSE(read_juel("${" + std::string(5000, '!') + "x}").has_value());
  const std::string allowed = "${" + std::string(40, '(') + "x" + std::string(40, ')') + "}";
  EXPECT_TRUE(read_juel(allowed).has_value());
}

TEST(JuelLimits, LongChainsOfOperatorsDoNotCompile) {
  std::string chain = "${1";
  for (int i = 0; i < 2000; ++i) chain += "-1";
  Result<feel::SyntaxTree> tree = read_juel(chain + "}");
  ASSERT_TRUE(tree.has_value());
  EXPECT_FALSE(feel::compile(std::move(*tree)).has_value());
}

TEST(JuelLimits, TextIsBounded) {
  EXPECT_FALSE(read_juel("${'" + std::string(70'000, 'a') + "'}").has_value());
}

TEST(JuelMarks, AreFoundUnlessEscaped) {
  EXPECT_TRUE(contains_juel("a ${b}"));
  EXPECT_TRUE(contains_juel("#{b}"));
  EXPECT_FALSE(contains_juel("\\${b}"));
  EXPECT_FALSE(contains_juel("$b {c}"));
}

}  // namespace
}  // namespace umlauf::definition
