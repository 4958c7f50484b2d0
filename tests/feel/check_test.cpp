#include "engine/feel/check.hpp"

#include "tests/feel/language.hpp"

namespace umlauf::feel {
namespace {

struct CheckRow {
  std::string_view fact;
  std::string_view expression;
  std::string_view type;  ///< of the result
  std::string_view rule;  ///< of the one finding; "" where there is none
  std::uint32_t column;
};

void PrintTo(const CheckRow& row, std::ostream* out) { *out << row.expression; }

class Checking : public testing::TestWithParam<CheckRow> {};

const Type kPerson =
    Type::context({{"name", TypeKind::String},
                   {"born", TypeKind::Date},
                   {"children", Type::list(Type::context({{"age", TypeKind::Number}}))}});

Names known_names() {
  Names names;
  names.add("amount", TypeKind::Number)
      .add("title", TypeKind::String)
      .add("due", TypeKind::Date)
      .add("person", kPerson)
      .add("anything", {})
      .add("maybe", Type(TypeKind::Number).or_null())
      .add("span", Type::range(TypeKind::Number))
      .add("matrix", Type::list(Type::list(TypeKind::Number)))
      .add("clerk", kPerson.named("tPerson"))
      .add_type("tPerson", kPerson.named("tPerson"))
      .add("double it", Type::function({TypeKind::Number}, TypeKind::Number));
  return names;
}

TEST_P(Checking, FindsTypeAndFault) {
  const Names names = known_names();
  const auto tree = parse(GetParam().expression, names);
  ASSERT_TRUE(tree.has_value()) << tree.error().message.english;
  const Checked checked = check(*tree, names, {.unknown_names = true});
  EXPECT_EQ(checked.type.to_string(), GetParam().type);
  if (GetParam().rule.empty()) {
    EXPECT_TRUE(checked.diagnostics.empty()) << checked.diagnostics[0].message.english;
    return;
  }
  ASSERT_EQ(checked.diagnostics.size(), 1U);
  EXPECT_EQ(checked.diagnostics[0].rule, GetParam().rule) << checked.diagnostics[0].message.english;
  EXPECT_EQ(checked.diagnostics[0].span.column, GetParam().column);
  EXPECT_FALSE(checked.diagnostics[0].message.german.empty());
}

const CheckRow kRows[] = {
    {"Arithmetic", "amount * 2 + 1", "number", "", 0},
    {"Concatenation", "title + \"x\"", "string", "", 0},
    {"StringPlusNumber", "1 + title", "Null", "FEEL-10", 1},
    {"ArithmeticWithNull", "amount + null", "Null", "FEEL-10", 1},
    {"AnythingGoes", "anything + amount", "Any", "", 0},
    {"DatePlusDuration", "due + @\"P1D\"", "date", "", 0},
    {"DateMinusDate", "due - @\"2024-01-01\"", "days and time duration", "", 0},
    {"DatePlusDate", "due + due", "Null", "FEEL-10", 1},
    {"NegatedString", "-title", "Null", "FEEL-10", 1},
    {"Comparison", "amount > 3", "boolean", "", 0},
    {"ComparisonOfOthers", "amount = title", "boolean", "FEEL-13", 1},
    {"OrderOfContexts", "person < person", "boolean", "FEEL-13", 1},
    {"ComparisonWithNull", "amount = null", "boolean", "", 0},
    {"ConditionIsNoBoolean", "if amount then 1 else 2", "number", "FEEL-14", 4},
    {"BranchesOfTwoTypes", "if amount > 1 then 1 else \"x\"", "Any", "", 0},
    {"OperandOfAndIsNoBoolean", "true and amount", "boolean", "FEEL-14", 10},
    {"Member", "person.name", "string", "", 0},
    {"MissingMember", "person.nmae", "Null", "FEEL-12", 1},
    {"MemberOverAList", "person.children.age", "list<number>", "", 0},
    {"PropertyOfADate", "person.born.year", "number", "", 0},
    {"MissingProperty", "person.born.hour", "Null", "FEEL-12", 1},
    {"FilterByMember", "person.children[age < 18]", "list<context<age: number>>", "", 0},
    {"FilterByIndex", "person.children[1].age", "number", "", 0},
    {"FilterByMissingMember", "person.children[height < 1]", "list<context<age: number>>",
     "FEEL-16", 17},
    {"UnknownName", "amuont + 1", "Any", "FEEL-16", 1},
    {"BuiltIn", "string length(title)", "number", "", 0},
    {"BuiltInOnOtherType", "string length(amount)", "Null", "FEEL-11", 1},
    {"BuiltInOfOtherArity", "floor(1, 2, 3)", "Null", "FEEL-11", 1},
    {"BuiltInWithWrongName", "abs(number: 1)", "Null", "FEEL-11", 1},
    {"BuiltInUnwrapsSingletons", "abs([1])", "number", "", 0},
    {"KnownFunction", "double it(amount)", "number", "", 0},
    {"KnownFunctionOnOtherType", "double it(title)", "number", "FEEL-11", 11},
    {"CallOfANumber", "amount(1)", "Null", "FEEL-11", 1},
    {"InvalidDate", "date(\"2024-02-30\")", "date", "FEEL-15", 6},
    {"InvalidAtLiteral", "@\"2024-02-30\"", "Null", "FEEL-15", 1},
    {"Loop", "for c in person.children return c.age", "list<number>", "", 0},
    {"LoopOverARange", "for i in 1..3 return i * 2", "list<number>", "", 0},
    {"Quantifier", "some c in person.children satisfies c.age > 3", "boolean", "", 0},
    {"QuantifierOfNoBoolean", "some c in person.children satisfies c.age", "boolean", "FEEL-14",
     37},
    {"Function", "(function(a: number) a > 1)(2)", "boolean", "", 0},
    {"ContextIsTyped", "{a: 1, b: a + 1}.b", "number", "", 0},
    {"RepeatedKey", "{a: 1, a: 2}", "context<a: number, a: number>", "FEEL-15", 8},
    {"ItemsMayHaveWhatOthersLack", "[{a: 1, b: 2}, {a: 3}][b = 2].b", "list<Any>", "", 0},
    {"BranchesMayHaveWhatOthersLack", "(if amount > 1 then {a: 1} else {b: 2}).b", "Any", "", 0},
    {"ItemsOfItemsMayHaveWhatOthersLack", "[[{a: 1, b: 2}], [{a: 3}]][1].b", "list<Any>", "", 0},
    {"RangeOfTwoTypes", "[1..\"a\"]", "range<Any>", "FEEL-13", 1},
    {"MembershipOfOtherType", "title in [1, 2]", "boolean", "FEEL-13", 10},
    {"MembershipInARange", "amount in [1..2]", "boolean", "", 0},
    {"NullableIsOfItsType", "maybe + 1", "number", "", 0},
    {"NullableInAComparison", "maybe = null or maybe > 3", "boolean", "", 0},
    {"NullableIsNoOtherType", "maybe + title", "Null", "FEEL-10", 1},
    {"NullJoinsAnything", "if amount > 1 then 1 else null", "number", "", 0},
    {"StartOfARange", "span.start + 1", "number", "", 0},
    {"InclusionOfARange", "span.end included", "boolean", "", 0},
    {"MissingPropertyOfARange", "span.middle", "Null", "FEEL-12", 1},
    {"MembershipInATypedRange", "amount in span", "boolean", "", 0},
    {"MembershipOfTextInATypedRange", "title in span", "boolean", "FEEL-13", 10},
    {"LoopOverATypedRange", "for i in span return i > 1", "list<boolean>", "", 0},
    {"ListOfLists", "[[1], [2]]", "list<list<number>>", "", 0},
    {"IndexOfAListOfLists", "matrix[1][2] * 2", "number", "", 0},
    {"ListOfMixed", "[1, \"a\"]", "list<Any>", "", 0},
    {"ItemsOfAListOfLists", "matrix[1] + 1", "Null", "FEEL-10", 1},
    {"FunctionLiteral", "function(a: number) a > 1", "function<number> -> boolean", "", 0},
    {"FunctionOfAnItemDefinition", "function(p: tPerson) p.born", "function<tPerson> -> date", "",
     0},
    {"ItemDefinitionKeepsItsName", "clerk", "tPerson", "", 0},
    {"MemberOfAnItemDefinition", "clerk.children.age", "list<number>", "", 0},
    {"MissingMemberOfAnItemDefinition", "clerk.salary", "Null", "FEEL-12", 1},
    {"FunctionPassedOn", "sort([2, 1], function(x, y) x < y)", "list<Any>", "", 0},
    {"FunctionWhereANumberIsWanted", "abs(function(x) x)", "Null", "FEEL-11", 1},
    {"InstanceOfIsABoolean", "amount instance of list<number>", "boolean", "", 0},
    {"DateAndDateAndTime", "due = @\"2024-01-01T00:00:00\"", "boolean", "FEEL-13", 1},
    {"DurationsOfTwoKinds", "@\"P1D\" < @\"P1M\"", "boolean", "FEEL-13", 1},
    {"PlaceInASecondLine", "true and\n  amount", "boolean", "FEEL-14", 3},
};
INSTANTIATE_TEST_SUITE_P(Rules, Checking, testing::ValuesIn(kRows),
                         [](const auto& row) { return std::string(row.param.fact); });

TEST(Check, TheResultMustFitThePlace) {
  const auto tree = parse("1 + 1");
  EXPECT_EQ(check(*tree, {}, {.expected = TypeKind::Boolean}).diagnostics[0].rule, "FEEL-17");
  EXPECT_TRUE(check(*tree, {}, {.expected = TypeKind::Number}).diagnostics.empty());
}

TEST(Check, UnaryTestsAreAboutTheInput) {
  const auto tree = parse_unary_tests("< 5, \"a\", [1..2]");
  const Checked checked = check(*tree, {}, {.input = TypeKind::Number});
  ASSERT_EQ(checked.diagnostics.size(), 1U);
  EXPECT_EQ(checked.diagnostics[0].rule, "FEEL-13");
  EXPECT_EQ(checked.diagnostics[0].span.column, 6U);
}

TEST(Check, NamesOfProcessesMayComeLater) {
  EXPECT_TRUE(check(*parse("later + 1"), {}).diagnostics.empty());
}

}  // namespace
}  // namespace umlauf::feel
