#include <string>

#include "engine/feel/builtin_groups.hpp"
#include "engine/feel/expression.hpp"
#include "engine/feel/operators.hpp"
#include "engine/feel/print.hpp"

namespace umlauf::feel {

std::optional<std::int64_t> whole(const Decimal& number) {
  const auto cut = round(number, 0, Rounding::Down);
  return cut.has_value() ? cut->to_int64() : std::nullopt;
}

Value parse_temporal(std::string_view text) {
  if (text.find('P') != std::string_view::npos && text.find('@') == std::string_view::npos) {
    if (const auto duration = calendar::DaysTimeDuration::parse(text)) return *duration;
    return from_optional(calendar::YearsMonthsDuration::parse(text));
  }
  if (const auto date = calendar::Date::parse(text)) return *date;
  if (const auto time = calendar::Time::parse(text)) return *time;
  return from_optional(calendar::DateTime::parse(text));
}

namespace {

std::string_view trimmed(std::string_view text) {
  constexpr std::string_view kBlanks = " \t\r\n";
  const std::size_t first = text.find_first_not_of(kBlanks);
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(kBlanks) - first + 1);
}

using calendar::Date;
using calendar::DateTime;
using calendar::Time;

Value no_such(const BuiltInCall& call, std::string_view english, std::string_view german) {
  const std::string text = "'" + to_text(call[0]) + "'";
  return call.fail(text + " is no " + std::string(english), text + " ist " + std::string(german));
}

Value date_from_string(const BuiltInCall& call) {
  const auto date = Date::parse(*call[0].string());
  return date ? Value(*date) : no_such(call, "date", "kein Datum");
}

Value date_from_date(const BuiltInCall& call) { return call[0]; }

Value date_from_date_time(const BuiltInCall& call) { return call[0].date_time()->date; }

Value date_from_parts(const BuiltInCall& call) {
  const auto year = call[0].number()->to_int64();
  const auto month = call[1].number()->to_int64();
  const auto day = call[2].number()->to_int64();
  if (!year || !month || !day) return call.fail("there is no such day", "diesen Tag gibt es nicht");
  const auto date = Date::of(*year, *month, *day);
  return date ? Value(*date) : call.fail("there is no such day", "diesen Tag gibt es nicht");
}

Value time_from_string(const BuiltInCall& call) {
  const auto time = Time::parse(*call[0].string());
  return time ? Value(*time) : no_such(call, "time", "keine Zeit");
}

Value time_from_time(const BuiltInCall& call) { return call[0]; }

Value time_from_date_time(const BuiltInCall& call) { return call[0].date_time()->time; }

// A date is its midnight UTC (§10.3.2.9.4).
Value time_from_date(const BuiltInCall&) { return Time{0, calendar::Zone::utc()}; }

Value time_from_parts(const BuiltInCall& call) {
  const Value none = call.size() > 3 ? call[3] : Value();
  const auto hour = call[0].number()->to_int64();
  const auto minute = call[1].number()->to_int64();
  const auto second = whole(*call[2].number());
  const auto fail = [&] { return call.fail("there is no such time", "diese Zeit gibt es nicht"); };
  if (!hour || !minute || !second || call[2].number()->is_negative()) return fail();
  const auto fraction = subtract(*call[2].number(), Decimal(*second));
  const auto nanoseconds =
      fraction ? multiply(*fraction, Decimal(std::int64_t{1'000'000'000})) : std::nullopt;
  const auto nanosecond = nanoseconds ? whole(*nanoseconds) : std::nullopt;
  std::optional<calendar::Zone> zone = calendar::Zone();
  if (const auto* offset = none.days_time_duration()) {
    zone =
        offset->nanoseconds() == 0 ? calendar::Zone::offset(offset->whole_seconds()) : std::nullopt;
  }
  if (!nanosecond || !zone) return fail();
  const auto time = Time::of(*hour, *minute, *second, *nanosecond, *zone);
  return time ? Value(*time) : fail();
}

Value date_time_from_string(const BuiltInCall& call) {
  if (const auto date = Date::parse(*call[0].string())) return calendar::midnight(*date);
  const auto date_time = DateTime::parse(*call[0].string());
  return date_time ? Value(*date_time) : no_such(call, "date and time", "kein Zeitpunkt");
}

Value date_time_from_parts(const BuiltInCall& call) {
  const Date* own = call[0].date();
  const Date date = own != nullptr ? *own : call[0].date_time()->date;
  return DateTime{date, *call[1].time()};
}

Value duration_from_string(const BuiltInCall& call) {
  if (const auto duration = calendar::DaysTimeDuration::parse(*call[0].string())) return *duration;
  const auto duration = calendar::YearsMonthsDuration::parse(*call[0].string());
  return duration ? Value(*duration) : no_such(call, "duration", "keine Dauer");
}

Value months_between_dates(const BuiltInCall& call) {
  const auto day = [](const Value& value) {
    return value.date() != nullptr ? *value.date() : value.date_time()->date;
  };
  return calendar::months_between(day(call[0]), day(call[1]));
}

Value number_from_string(const BuiltInCall& call) {
  const auto number = Decimal::parse(*call[0].string());
  return number ? Value(*number) : no_such(call, "number", "keine Zahl");
}

// §10.3.4.1: the grouping separator is a blank, a comma or a point, the decimal separator a comma
// or a point, and they differ.
Value number_from_text(const BuiltInCall& call) {
  const std::string grouping = call[1].is_null() ? "" : *call[1].string();
  const std::string decimal = call[2].is_null() ? "" : *call[2].string();
  const bool valid = (grouping.empty() || grouping == " " || grouping == "," || grouping == ".") &&
                     (call[1].is_null() || !grouping.empty()) &&
                     (decimal.empty() || decimal == "," || decimal == ".") &&
                     (call[2].is_null() || !decimal.empty()) &&
                     (grouping.empty() || grouping != decimal);
  if (!valid)
    return call.fail("these separators are not possible", "diese Trennzeichen sind nicht möglich");
  std::string text;
  for (const char c : *call[0].string()) {
    if (!grouping.empty() && c == grouping[0]) continue;
    if (!decimal.empty() && c == decimal[0]) {
      text += '.';
    } else if (c == '.' && !decimal.empty()) {
      return no_such(call, "number", "keine Zahl");
    } else {
      text += c;
    }
  }
  const auto number = Decimal::parse(text);
  return number ? Value(*number) : no_such(call, "number", "keine Zahl");
}

Value string_from(const BuiltInCall& call) {
  return call[0].is_null() ? Value() : Value(to_text(call[0]));
}

constexpr ParseLimits kRangeLimits{.text_max = 1000, .nodes_max = 20, .nesting_max = 10};

// Grammar rule 67: an end of range("...") is a literal, or one of the conversion functions on a
// literal string.
bool is_range_endpoint(const SyntaxTree& tree, NodeIndex node) {
  if (tree[node].kind == NodeKind::Constant) return !tree.value(node).is_null();
  if (tree[node].kind != NodeKind::Call) return false;
  const std::vector<NodeIndex> children = tree.children(node);
  if (children.size() != 2 || tree[children[0]].kind != NodeKind::Name) return false;
  const std::string& name = tree.name_of(children[0]);
  return (name == "date" || name == "time" || name == "date and time" || name == "duration") &&
         tree[children[1]].kind == NodeKind::Constant && tree.value(children[1]).is_string();
}

Value constant_of(SyntaxTree tree) {
  const auto compiled = compile(std::move(tree));
  const Value* constant = compiled.has_value() ? compiled->constant() : nullptr;
  return constant == nullptr ? Value() : *constant;
}

// Grammar rule 66a: both ends.
Value closed_range(std::string_view text) {
  auto tree = parse(text, {}, kRangeLimits);
  if (!tree.has_value() || (*tree)[tree->root()].kind != NodeKind::Range ||
      (*tree)[tree->root()].operation != Operation::None)
    return {};
  const std::vector<NodeIndex> ends = tree->children(tree->root());
  if (!is_range_endpoint(*tree, ends[0]) || !is_range_endpoint(*tree, ends[1])) return {};
  Value range = constant_of(std::move(*tree));
  const bool valid =
      range.range() != nullptr && !range.range()->start.is_null() && !range.range()->end.is_null();
  return valid ? range : Value();
}

// Grammar rules 66b and c: `(..2]` is `<= 2`, `[2..)` is `>= 2`.
Value half_open_range(std::string_view text) {
  if (text.size() < 5) return {};
  const std::string_view inner = trimmed(text.substr(1, text.size() - 2));
  const bool has_end = inner.starts_with("..");
  if (!has_end && !inner.ends_with("..")) return {};
  const char open = has_end ? text.front() : text.back();
  const char other = has_end ? text.back() : text.front();
  const bool included = other == (has_end ? ']' : '[');
  const auto is_open_start = [](char c) { return c == '(' || c == ']'; };
  const auto is_open_end = [](char c) { return c == ')' || c == '['; };
  const bool brackets = has_end ? is_open_start(open) && (included || is_open_end(other))
                                : is_open_end(open) && (included || is_open_start(other));
  if (!brackets) return {};
  auto tree =
      parse(has_end ? inner.substr(2) : inner.substr(0, inner.size() - 2), {}, kRangeLimits);
  if (!tree.has_value() || !is_range_endpoint(*tree, tree->root())) return {};
  const Value endpoint = constant_of(std::move(*tree));
  if (!compare(endpoint, endpoint).has_value()) return {};
  if (has_end) return make_unary_range(included ? Operation::LessEqual : Operation::Less, endpoint);
  return make_unary_range(included ? Operation::GreaterEqual : Operation::Greater, endpoint);
}

Value range_from_string(const BuiltInCall& call) {
  const std::string_view text = trimmed(*call[0].string());
  Value range = half_open_range(text);
  if (range.is_null()) range = closed_range(text);
  return range.is_null() ? no_such(call, "range of literals", "kein Bereich aus Literalen") : range;
}

const BuiltIn kRows[] = {
    {"date",
     "10.3.4.1",
     {{"from: string", "date", date_from_string},
      {"from: date", "date", date_from_date},
      {"from: date and time", "date", date_from_date_time},
      {"year: number, month: number, day: number", "date", date_from_parts}},
     "a date from a text, from a date and time, or from year, month and day",
     "ein Datum aus einem Text, aus einem Zeitpunkt oder aus Jahr, Monat und Tag",
     {{R"(date("2024-02-29"))", R"(@"2024-02-29")"},
      {"date(2024, 2, 30)", "null"},
      {R"(date(@"2024-02-29T10:30:00"))", R"(@"2024-02-29")"}},
     {.looked_at = 3}},
    {"time",
     "10.3.4.1",
     {{"from: string", "time", time_from_string},
      {"from: time", "time", time_from_time},
      {"from: date and time", "time", time_from_date_time},
      {"from: date", "time", time_from_date},
      {"hour: number, minute: number, second: number, offset?: days and time duration?", "time",
       time_from_parts}},
     "a time of day from a text, from a date and time, or from its parts",
     "eine Uhrzeit aus einem Text, aus einem Zeitpunkt oder aus ihren Teilen",
     {{R"(time("10:30:00+01:00").hour)", "10"},
      {R"(time(23, 59, 0, @"PT2H"))", R"(@"23:59:00+02:00")"}},
     {.looked_at = 3}},
    {"date and time",
     "10.3.4.1",
     {{"from: string", "date and time", date_time_from_string},
      {"date: date, time: time", "date and time", date_time_from_parts},
      {"date: date and time, time: time", "date and time", date_time_from_parts}},
     "a point in time from a text, or from a date and a time",
     "ein Zeitpunkt aus einem Text oder aus Datum und Uhrzeit",
     {{R"(date and time("2024-02-29T10:30:00@Europe/Berlin").timezone)", R"("Europe/Berlin")"},
      {R"(date and time(@"2024-02-29", @"10:30:00"))", R"(@"2024-02-29T10:30:00")"}},
     {.looked_at = 3}},
    {"duration",
     "10.3.4.1",
     {{"from: string", "Any", duration_from_string}},
     "a duration from a text of ISO 8601",
     "eine Dauer aus einem Text nach ISO 8601",
     {{R"(duration("P1DT2H") + duration("PT22H"))", R"(@"P2D")"},
      {R"(duration("P1Y6M").months)", "6"}},
     {.looked_at = 4}},
    {"years and months duration",
     "10.3.4.1",
     {{"from: date, to: date", "years and months duration", months_between_dates},
      {"from: date and time, to: date and time", "years and months duration", months_between_dates},
      {"from: date, to: date and time", "years and months duration", months_between_dates},
      {"from: date and time, to: date", "years and months duration", months_between_dates}},
     "the whole years and months between two days",
     "die vollen Jahre und Monate zwischen zwei Tagen",
     {{R"(years and months duration(@"2011-12-22", @"2013-08-24"))", R"(@"P1Y8M")"}}},
    {"number",
     "10.3.4.1",
     {{"from: string", "number", number_from_string},
      {"from: string, grouping separator: string?, decimal separator: string?", "number",
       number_from_text}},
     "a number from a text, with the separators that it uses",
     "eine Zahl aus einem Text mit den darin benutzten Trennzeichen",
     {{R"(number("1.250,75", ".", ","))", "1250.75"}, {R"(number("12a"))", "null"}},
     {.looked_at = 5}},
    {"string",
     "10.3.4.1",
     {{"from: Any", "string", string_from}},
     "the value as a text",
     "der Wert als Text",
     {{"string(12.50)", R"("12.50")"}, {R"(string([1, "a"]))", R"("[1, \"a\"]")"}},
     {.call = 4, .looked_at = 3}},
    {"range",
     "10.3.4.1",
     {{"from: string", "range", range_from_string}},
     "a range from a text; its ends must be literals",
     "ein Bereich aus einem Text; seine Enden müssen Literale sein",
     {{R"x(range("[18..67)"))x", "[18..67)"},
      {R"x(range("[18..)"))x", "(>= 18)"},
      {R"(range("[3..1]"))", "null"}}},
};

}  // namespace

std::span<const BuiltIn> conversion_functions() { return kRows; }

}  // namespace umlauf::feel
