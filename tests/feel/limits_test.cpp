#include <string>

#include "tests/feel/language.hpp"

namespace umlauf::feel {
namespace {

struct Hostile {
  std::string_view fact;
  std::string_view expression;
  LimitKind limit;
};

void PrintTo(const Hostile& row, std::ostream* out) { *out << row.expression; }

// The beginning of a context: `s` is PART, doubled TIMES times.
#define LONG_TEXT(TIMES, PART) \
  "{f: function(n, s) if n = 0 then s else f(n - 1, s + s), s: f(" #TIMES ", \"" PART "\"), "

class Limited : public testing::TestWithParam<Hostile> {};

TEST_P(Limited, EndsWithTheLimitAndNull) {
  const auto expression = compile(GetParam().expression);
  ASSERT_TRUE(expression.has_value()) << expression.error().message.english;
  const Evaluation result = expression->evaluate(EmptyEnvironment());
  EXPECT_EQ(result.exhausted_by, GetParam().limit);
  EXPECT_TRUE(result.value.is_null());
  EXPECT_FALSE(result.messages.empty());
}

INSTANTIATE_TEST_SUITE_P(
    Budgets, Limited,
    testing::Values(
        Hostile{"LongLoop", "for i in 1..1000000000 return i", LimitKind::Steps},
        Hostile{"NestedLoops",
                "for a in 1..100000, b in 1..100000 return if a = b then null else null",
                LimitKind::Steps},
        Hostile{"QuantifierThatNeverHolds", "some i in 1..1000000000 satisfies i < 0",
                LimitKind::Steps},
        Hostile{"EndlessRecursion", "{f: function(n) f(n + 1), r: f(0)}.r", LimitKind::Depth},
        Hostile{"EndlessRecursionInSort", "{f: function(a, b) sort([2, 1], f) = [1], r: f(0, 0)}.r",
                LimitKind::Depth},
        Hostile{"ExponentialRecursion",
                "{f: function(n) if n = 0 then 1 else f(n - 1) + f(n - 1), r: f(100)}.r",
                LimitKind::Steps},
        Hostile{"DoublingString",
                "{f: function(n, s) if n = 0 then s else f(n - 1, s + s), r: f(60, \"xyz\")}.r",
                LimitKind::Output},
        Hostile{"DoublingList",
                "{f: function(n, l) if n = 0 then l else f(n - 1, concatenate(l, l)), "
                "r: f(60, [1])}.r",
                LimitKind::Steps},
        Hostile{"SharedTree",
                "{f: function(n, t) if n = 0 then t else f(n - 1, [t, t]), r: f(60, [1])}.r",
                LimitKind::Output},
        Hostile{"ManyLargeStrings",
                "{s: string join(for i in 1..20000 return \"0123456789\"), "
                "r: for i in 1..1000 return s + \"x\"}.r",
                LimitKind::Memory},
        Hostile{"QuadraticDistinctValues", "count(distinct values(for i in 1..20000 return [i]))",
                LimitKind::Steps},
        Hostile{"SlowOrder", "sort(for i in 1..90000 return i, function(a, b) a * 1 < b * 1)",
                LimitKind::Steps},
        Hostile{"QuadraticMembership",
                "{l: for i in 1..9000 return i, r: for i in l return list contains(l, -i)}.r",
                LimitKind::Steps},
        Hostile{"GrowingReplacement",
                "{s: string join(for i in 1..3000 return \"a\"), r: replace(s, \"a\", s)}.r",
                LimitKind::Output},
        Hostile{"ManyPieces", LONG_TEXT(20, "a") "r: split(s, \"a\")}.r", LimitKind::Regex},
        Hostile{"ManySlowMatches",
                "{s: string join(for i in 1..18 return \"a\") + \"b\", "
                "r: for i in 1..1000 return matches(s, \"^(a+)+$\")}.r",
                LimitKind::Regex},
        Hostile{"ManyMatchesBelowICUsCount",
                "{s: string join(for i in 1..12 return \"a\") + \"b\", "
                "r: for i in 1..1000 return matches(s, \"^(a+)+$\")}.r",
                LimitKind::Steps},
        Hostile{"BackReferenceToALongText", LONG_TEXT(20, "a") "r: matches(s, \"(.*)\\\\1b\")}.r",
                LimitKind::Regex},
        Hostile{"LongTextsCompared",
                LONG_TEXT(20, "a") "t: s + \"\", r: for i in 1..1000000 return s = t}.r",
                LimitKind::Steps},
        Hostile{
            "LongTextsBetween",
            LONG_TEXT(20, "a") "t: s + \"\", r: for i in 1..1000000 return s between t and t}.r",
            LimitKind::Steps},
        Hostile{"LongTextsInAnInterval",
                LONG_TEXT(20, "a") "t: s + \"\", r: for i in 1..1000000 return s in [t..t]}.r",
                LimitKind::Steps},
        Hostile{"LongTextsCut",
                LONG_TEXT(20, "a") "r: for i in 1..1000000 return substring(s, 1000000)}.r",
                LimitKind::Steps},
        Hostile{"LongTextsSearched",
                LONG_TEXT(20, "a") "t: substring(s, 30000) + \"b\", "
                                   "r: for i in 1..1000000 return contains(s, t)}.r",
                LimitKind::Steps},
        Hostile{"LongPatterns",
                LONG_TEXT(13, "1") "r: for i in 1..1000000 return matches(\"a\", s + string(i))}.r",
                LimitKind::Steps},
        Hostile{"LargePowers", "for i in 1..1000000 return i ** 1000", LimitKind::Steps},
        Hostile{"ZonesCompared",
                "{l: for i in 1..1000 return @\"2024-01-01T00:00:00@Europe/Berlin\", r: for i in "
                "1..1000000 return list contains(l, @\"2024-01-01T00:00:00@America/New_York\")}.r",
                LimitKind::Steps},
        Hostile{"EntriesMadeAgain",
                "{l: for i in 1..2000 return {key: \"k\" + string(i), value: i}, c: context(l), "
                "r: for i in 1..1000000 return get entries(c)}.r",
                LimitKind::Steps},
        Hostile{"ManyPatterns",
                "for i in 1..10000 return matches(\"aaaa\" + string(i), \"^(a+)+$\")",
                LimitKind::Steps},
        Hostile{"DeepFunctions",
                "{f: function(n) if n = 0 then 0 else (function(m) f(m - 1) + 1)(n), r: f(9999)}.r",
                LimitKind::Depth},
        Hostile{"GrowingContexts",
                "{f: function(n, c) if n = 0 then c else f(n - 1, {a: c, b: c}), r: f(50, 1)}.r",
                LimitKind::Output},
        Hostile{"BacktrackingPattern",
                "matches(string join(for i in 1..60 return \"a\") + \"b\", \"^(a+)+$\")",
                LimitKind::Regex}),
    [](const auto& row) { return std::string(row.param.fact); });

TEST(Limits, DeepListsBecomeNullWithAMessage) {
  const std::string text = "for i in 1..400 return if i = 1 then [1] else [partial[-1]]";
  const auto expression = compile(text);
  ASSERT_TRUE(expression.has_value());
  const Evaluation result = expression->evaluate(EmptyEnvironment());
  EXPECT_FALSE(result.messages.empty());
}

TEST(Limits, HostileTextsDoNotCompile) {
  const auto repeated = [](std::string_view part, std::size_t times) {
    std::string text;
    while (times-- > 0) text += part;
    return text;
  };
  for (const std::string& text :
       {repeated("(", 100000), repeated("[", 100000), repeated("{a:", 100000),
        repeated("-", 100000) + "1", repeated("not(", 100000), repeated("if ", 100000),
        repeated("x in (", 100000), repeated("1 + ", 2000) + "1", repeated("a.", 5000) + "a",
        repeated("f(", 10000), repeated("x[", 10000), repeated("function() ", 10000),
        "x instance of " + repeated("list<", 100000), repeated("[1..", 10000),
        std::string(2'000'000, ' ')}) {
    const auto expression = compile(text);
    ASSERT_FALSE(expression.has_value()) << text.substr(0, 10);
    EXPECT_FALSE(expression.error().diagnostics.empty());
  }
}

TEST(Limits, LongChainsOfConditionsAreNotDeep) {
  std::string text = "1 = 2";
  for (int i = 0; i < 5000; ++i) text += " or x = " + std::to_string(i);
  const auto expression = compile(text);
  ASSERT_TRUE(expression.has_value()) << expression.error().message.english;
  const Context variables{{"x", 4999}};
  EXPECT_TRUE(expression->evaluate(ContextEnvironment(variables)).value.is_true());
}

TEST(Limits, OrdinaryRecursionFits) {
  EXPECT_EQ(outcome("{f: function(n) if n = 0 then 0 else 1 + f(n - 1), r: f(400)}.r"), "400");
}

TEST(Limits, OneSessionPaysForEverything) {
  const auto loop = compile("count(for i in 1..1000 return i)");
  ASSERT_TRUE(loop.has_value());
  Session session(Limits{.steps_max = 10'000});
  int evaluations = 0;
  while (!session.exhausted() && evaluations < 100) {
    loop->evaluate(EmptyEnvironment(), session);
    ++evaluations;
  }
  EXPECT_GT(evaluations, 1);
  EXPECT_LT(evaluations, 10);
}

TEST(Limits, MessagesAreFew) {
  const auto expression = compile("for i in 1..1000 return i + \"x\"");
  ASSERT_TRUE(expression.has_value());
  EXPECT_EQ(expression->evaluate(EmptyEnvironment()).messages.size(), Limits().messages_max);
}

}  // namespace
}  // namespace umlauf::feel
