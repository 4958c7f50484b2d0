#include "engine/feel/value.hpp"

#include <gtest/gtest.h>

#include <random>

#include "engine/feel/binary.hpp"
#include "engine/feel/json.hpp"
#include "engine/feel/print.hpp"
#include "engine/feel/types.hpp"
#include "tests/feel/random_value.hpp"

namespace umlauf::feel {

inline void PrintTo(const Value& value, std::ostream* out) { *out << to_feel(value); }

namespace {

Value read(std::string_view json) {
  auto value = from_json(json);
  EXPECT_TRUE(value.has_value()) << json << ": " << value.error().message.english;
  return value ? *value : Value();
}

TEST(Value, IsSmallAndSharesWhatIsLarge) {
  EXPECT_LE(sizeof(Value), 24U);
  const Value list(Values{1, "two", Value()});
  const Value copy = list;
  EXPECT_EQ(copy.list(), list.list());
  EXPECT_EQ(list.depth(), 2U);
}

TEST(Value, CannotBeNestedDeeperThanTheLimit) {
  Value nested;
  for (std::uint32_t i = 0; i < kValueDepthMax; ++i) nested = Value(Values{nested});
  EXPECT_TRUE(nested.is_list());
  EXPECT_TRUE(Value(Values{nested}).is_null());
  EXPECT_TRUE(Value(Context{{"a", nested}}).is_null());
  EXPECT_TRUE(Value(Range{nested, 1, true, true}).is_null());
}

TEST(Context, KeepsTheOrderAndTheLastOfEqualNames) {
  for (const int size : {3, 30}) {
    std::vector<Entry> entries;
    for (int i = size; i-- > 0;) entries.push_back({"n" + std::to_string(i), i});
    entries.push_back({"n1", "last"});
    const Context context(std::move(entries));
    ASSERT_EQ(context.size(), static_cast<std::size_t>(size));
    EXPECT_EQ(context.begin()->name, "n" + std::to_string(size - 1));
    EXPECT_EQ(*context.find("n1"), Value("last"));
    EXPECT_EQ(*context.find("n0"), Value(0));
    EXPECT_EQ(context.find("absent"), nullptr);
  }
}

TEST(Context, GrowsAndShrinksAcrossTheIndexedSize) {
  Context context;
  for (int i = 0; i < 40; ++i) context.put("k" + std::to_string(i * 7 % 40), i);
  for (int i = 0; i < 40; ++i) EXPECT_EQ(*context.find("k" + std::to_string(i * 7 % 40)), Value(i));
  for (int i = 0; i < 36; ++i) context.erase("k" + std::to_string(i));
  EXPECT_EQ(context.size(), 4U);
  EXPECT_EQ(*context.find("k39"), Value(17));
  EXPECT_EQ(context.find("k3"), nullptr);
}

TEST(Context, IsEqualInAnyOrder) {
  EXPECT_EQ(Value(Context({{"a", 1}, {"b", 2}})), Value(Context({{"b", 2}, {"a", 1}})));
  EXPECT_NE(Value(Context({{"a", 1}})), Value(Context({{"a", 1}, {"b", Value()}})));
}

struct JsonCase {
  std::string_view name;
  std::string_view json;
  std::string_view feel;
};

class Json : public testing::TestWithParam<JsonCase> {};

TEST_P(Json, ReadsAndWritesTheSame) {
  const Value value = read(GetParam().json);
  EXPECT_EQ(to_feel(value), GetParam().feel);
  EXPECT_EQ(to_json(value), GetParam().json);
}

INSTANTIATE_TEST_SUITE_P(
    Protocol, Json,
    testing::Values(
        JsonCase{"Null", "null", "null"}, JsonCase{"True", "true", "true"},
        JsonCase{"OneTenthIsExact", "0.1", "0.1"}, JsonCase{"TrailingZero", "-12.50", "-12.50"},
        JsonCase{"ThirtyFourDigits", "1234567890123456789012345678901234",
                 "1234567890123456789012345678901234"},
        JsonCase{"String", R"("a\"b\\c\nd")", R"("a\"b\\c\nd")"},
        JsonCase{"List", R"([1,"x",[null]])", R"([1, "x", [null]])"},
        JsonCase{"Context", R"({"name":"x","odd name!":3})", R"({name: "x", "odd name!": 3})"},
        JsonCase{"Date", R"({"@type":"date","value":"2024-01-31"})", R"(@"2024-01-31")"},
        JsonCase{"Time", R"({"@type":"time","value":"10:30:00.5+01:00"})",
                 R"(@"10:30:00.5+01:00")"},
        JsonCase{"DateAndTime",
                 R"({"@type":"date and time","value":"2024-01-31T10:30:00@Europe/Berlin"})",
                 R"(@"2024-01-31T10:30:00@Europe/Berlin")"},
        JsonCase{"DaysAndTime", R"({"@type":"days and time duration","value":"-P1DT2H30M0.5S"})",
                 R"(@"-P1DT2H30M0.5S")"},
        JsonCase{"YearsAndMonths", R"({"@type":"years and months duration","value":"P1Y2M"})",
                 R"(@"P1Y2M")"},
        JsonCase{"ZeroMonthsAreNoZeroDays",
                 R"({"@type":"years and months duration","value":"P0M"})", R"(@"P0M")"},
        JsonCase{"Range",
                 R"({"@type":"range","start":1,"startIncluded":true,"end":5,"endIncluded":false})",
                 "[1..5)"},
        JsonCase{
            "OpenRange",
            R"({"@type":"range","start":null,"startIncluded":false,"end":5,"endIncluded":true})",
            "(<=5)"},
        JsonCase{"ContextWithTypeMember", R"({"@type":"context","value":{"@type":"date"}})",
                 R"({"@type": "date"})"}),
    [](const auto& row) { return std::string(row.param.name); });

TEST(JsonText, SurrogatesAreOneCharacter) {
  EXPECT_EQ(read(R"("\ud83d\udc0e")"), Value("\xF0\x9F\x90\x8E"));
  EXPECT_EQ(read(R"("\ud83dx")"), Value("\xEF\xBF\xBDx"));
}

TEST(JsonText, BrokenTextIsAnErrorWithItsPlace) {
  for (const std::string_view text :
       {"", "{", "[1,]", "01", "1.", "\"a", "\"\\x\"", "tru", "1 2", "{\"a\":}", "nan", "-",
        R"({"@type":"date","value":"2024-02-30"})", R"({"@type":"nothing","value":1})",
        "1e99999"}) {
    const auto value = from_json(text);
    ASSERT_FALSE(value.has_value()) << text;
    EXPECT_EQ(value.error().code, ErrorCode::Request) << text;
  }
}

TEST(JsonText, LimitsEndTheReading) {
  const std::string deep = std::string(500, '[') + std::string(500, ']');
  EXPECT_EQ(from_json(deep).error().code, ErrorCode::Limit);
  EXPECT_EQ(from_json("[1,2,3]", {.values_max = 3}).error().code, ErrorCode::Limit);
  EXPECT_EQ(from_json("[1,2,3]", {.bytes_max = 3}).error().code, ErrorCode::Limit);
}

TEST(JsonText, PlainFormIsWhatOtherSystemsExpect) {
  const Value value = read(R"([{"@type":"date","value":"2024-01-31"},{"a":1.50}])");
  EXPECT_EQ(to_json(value, JsonForm::Plain), R"(["2024-01-31",{"a":1.50}])");
}

TEST(Property, EveryValueSurvivesBothForms) {
  constexpr std::uint64_t kSeed = 20240131;
  SCOPED_TRACE("seed " + std::to_string(kSeed));
  std::mt19937_64 random(kSeed);
  for (int i = 0; i < 2000; ++i) {
    const Value value = random_value(random, 3);
    const auto from_text = from_json(to_json(value));
    ASSERT_TRUE(from_text.has_value()) << to_json(value) << from_text.error().message.english;
    ASSERT_EQ(*from_text, value) << to_json(value);
    std::string bytes;
    append_binary(bytes, value);
    std::string_view rest = bytes;
    const auto from_bytes = read_binary(rest);
    ASSERT_TRUE(from_bytes.has_value()) << to_feel(value);
    ASSERT_EQ(*from_bytes, value);
    ASSERT_TRUE(rest.empty());
    ASSERT_EQ(total_order(value, *from_text), std::strong_ordering::equal);
  }
}

TEST(Property, HostileBytesNeverCrashTheDecoder) {
  constexpr std::uint64_t kSeed = 4711;
  SCOPED_TRACE("seed " + std::to_string(kSeed));
  std::mt19937_64 random(kSeed);
  for (int i = 0; i < 20000; ++i) {
    std::string bytes;
    append_binary(bytes, random_value(random, 3));
    for (std::uint64_t flips = random() % 4; flips-- > 0;)
      bytes[random() % bytes.size()] = static_cast<char>(random());
    if (random() % 3 == 0) bytes.resize(random() % bytes.size());
    std::string_view rest = bytes;
    const auto value = read_binary(rest);
    EXPECT_LE(value.value_or(Value()).depth(), kValueDepthMax);
  }
}

TEST(Binary, TooDeepBytesAreRefused) {
  std::string bytes;
  for (int i = 0; i < 5000; ++i) bytes += std::string("\x0B\x01", 2);
  bytes += '\0';
  std::string_view rest = bytes;
  EXPECT_FALSE(read_binary(rest).has_value());
}

TEST(Binary, SmallIntegersAreSmallAndTrailingZerosStay) {
  std::string bytes;
  append_binary(bytes, Value(42));
  EXPECT_EQ(bytes.size(), 2U);
  bytes.clear();
  append_binary(bytes, Value(*Decimal::parse("1.00")));
  std::string_view rest = bytes;
  EXPECT_EQ(to_text(*read_binary(rest)), "1.00");
}

struct CoerceCase {
  std::string_view name;
  std::string_view json;
  Type type;
  std::string_view feel;
};

class Coercion : public testing::TestWithParam<CoerceCase> {};

// DMN 1.5 §10.3.2.9.4.
TEST_P(Coercion, Yields) {
  EXPECT_EQ(to_feel(coerce(read(GetParam().json), GetParam().type)), GetParam().feel);
}

const Type kNameAndAge = Type::context({{"name", TypeKind::String}, {"age", TypeKind::Number}});

INSTANTIATE_TEST_SUITE_P(
    Clause10_3_2_9_4, Coercion,
    testing::Values(CoerceCase{"ConformingStays", "1", TypeKind::Number, "1"},
                    CoerceCase{"OtherTypeIsNull", "1", TypeKind::String, "null"},
                    CoerceCase{"NullStays", "null", TypeKind::String, "null"},
                    CoerceCase{"FromSingletonList", R"(["foo"])", TypeKind::String, R"("foo")"},
                    CoerceCase{"FromSingletonListOfOtherType", "[1]", TypeKind::String, "null"},
                    CoerceCase{"ToSingletonList", "1", Type::list(TypeKind::Number), "[1]"},
                    CoerceCase{"ToSingletonListOfOtherType", R"("a")", Type::list(TypeKind::Number),
                               "null"},
                    CoerceCase{"DateToDateAndTime", R"({"@type":"date","value":"2024-01-31"})",
                               TypeKind::DateTime, R"(@"2024-01-31T00:00:00Z")"},
                    CoerceCase{"OneWrongItemSpoilsTheList", R"([1,2,"foo"])",
                               Type::list(TypeKind::Number), "null"},
                    CoerceCase{"MoreMembersAreKept", R"({"name":"a","surname":"b","age":1})",
                               kNameAndAge, R"({name: "a", surname: "b", age: 1})"},
                    CoerceCase{"FewerMembersAreNull", R"({"name":"a"})", kNameAndAge, "null"}),
    [](const auto& row) { return std::string(row.param.name); });

TEST(Types, PrintAsTheGrammarReadsThem) {
  EXPECT_EQ(Type::function({TypeKind::Number, kNameAndAge}, Type::list(TypeKind::Any)).to_string(),
            "function<number, context<name: string, age: number>> -> list<Any>");
  EXPECT_EQ(Type::range(TypeKind::Date).named("tSpan").to_string(), "tSpan");
}

TEST(Types, ConformAsTheLatticeSays) {
  const Type wide = Type::context({{"name", TypeKind::String}});
  EXPECT_TRUE(conforms(kNameAndAge, wide));
  EXPECT_FALSE(conforms(wide, kNameAndAge));
  EXPECT_TRUE(conforms(Type(TypeKind::Null), kNameAndAge));
  EXPECT_TRUE(conforms(Type::list(TypeKind::Number), Type::list(TypeKind::Any)));
  EXPECT_TRUE(conforms(Type::function({wide}, kNameAndAge), Type::function({kNameAndAge}, wide)));
  EXPECT_FALSE(conforms(Type::function({kNameAndAge}, wide), Type::function({wide}, wide)));
}

}  // namespace
}  // namespace umlauf::feel
