#include <unicode/locid.h>
#include <unicode/unistr.h>

#include <algorithm>
#include <string>
#include <utility>

#include "engine/feel/builtin_groups.hpp"
#include "engine/feel/regex.hpp"
#include "engine/feel/unicode.hpp"

namespace umlauf::feel {
namespace {

Value substring(const BuiltInCall& call) {
  const std::string& text = *call[0].string();
  const auto start = call[1].number()->to_int64();
  const auto size = static_cast<std::int64_t>(count_code_points(text));
  if (!start || *start == 0 || *start > size || *start < -size)
    return call.fail("there is no such position in the text",
                     "diese Position gibt es im Text nicht");
  const std::int64_t first = *start > 0 ? *start - 1 : size + *start;
  std::int64_t length = size - first;
  if (!call[2].is_null()) {
    const auto wanted = whole(*call[2].number());
    if (!wanted || *wanted < 1 || *wanted > length)
      return call.fail("there are not so many characters", "so viele Zeichen gibt es nicht");
    length = *wanted;
  }
  const std::size_t begin = byte_position(text, static_cast<std::size_t>(first));
  const std::string_view rest = std::string_view(text).substr(begin);
  return Value(rest.substr(0, byte_position(rest, static_cast<std::size_t>(length))));
}

Value string_length(const BuiltInCall& call) { return count_code_points(*call[0].string()); }

Value upper_case(const BuiltInCall& call) {
  if (!call.session.step(call[0].string()->size() / 4)) return {};
  std::string out;
  icu::UnicodeString::fromUTF8(*call[0].string()).toUpper(icu::Locale::getRoot()).toUTF8String(out);
  return Value(std::move(out));
}

Value lower_case(const BuiltInCall& call) {
  if (!call.session.step(call[0].string()->size() / 4)) return {};
  std::string out;
  icu::UnicodeString::fromUTF8(*call[0].string()).toLower(icu::Locale::getRoot()).toUTF8String(out);
  return Value(std::move(out));
}

Value substring_before(const BuiltInCall& call) {
  const std::string& text = *call[0].string();
  const std::size_t at = text.find(*call[1].string());
  return at == std::string::npos ? Value("") : Value(text.substr(0, at));
}

Value substring_after(const BuiltInCall& call) {
  const std::string& text = *call[0].string();
  const std::size_t at = text.find(*call[1].string());
  return at == std::string::npos ? Value("") : Value(text.substr(at + call[1].string()->size()));
}

Value contains_text(const BuiltInCall& call) {
  return call[0].string()->find(*call[1].string()) != std::string::npos;
}

Value starts_with(const BuiltInCall& call) {
  return call[0].string()->starts_with(*call[1].string());
}

Value ends_with(const BuiltInCall& call) { return call[0].string()->ends_with(*call[1].string()); }

// ---- Regular expressions ------------------------------------------------------------------------

// Runs a regular expression within the session's means. ICU tells no time, only that its limit was
// met: so a match gets little time first, and much of it for a good part of the session's steps.
template <typename Operation>
auto run_regex(const BuiltInCall& call, const Value& pattern, const Value& flags,
               const Operation& operation) -> decltype(operation(std::declval<Regex>())) {
  constexpr std::uint32_t kFirstUnits = 4;
  constexpr std::uint64_t kFirstSteps = 1'000;
  constexpr std::uint64_t kFurtherSteps = 200'000;
  const std::uint32_t units = call.session.limits().regex_steps_max;
  RegexLimits limits;
  limits.output_max = call.session.limits().output_max;
  limits.steps_max = std::min(units, kFirstUnits);
  const Error over = error(ErrorCode::Overload, "", "");
  if (!call.session.step(kFirstSteps + call[0].string()->size() / 8)) return over;
  const auto compiled =
      compile_cached(*pattern.string(), flags.is_null() ? "" : *flags.string(), limits);
  if (!compiled) return compiled.error();
  auto result = operation(*compiled);
  if (result.has_value() || result.error().code != ErrorCode::Limit || units <= kFirstUnits)
    return result;
  if (!call.session.step(kFurtherSteps)) return over;
  limits.steps_max = units;
  return operation(compiled->with(limits));
}

Value told(const BuiltInCall& call, const Error& failure) {
  if (failure.code == ErrorCode::Limit) call.session.exhaust(LimitKind::Regex);
  if (call.session.exhausted()) return {};
  return call.fail(failure.message.english, failure.message.german);
}

Value matches(const BuiltInCall& call) {
  const auto found = run_regex(
      call, call[1], call[2], [&](const Regex& regex) { return regex.matches(*call[0].string()); });
  return found ? Value(*found) : told(call, found.error());
}

Value replace(const BuiltInCall& call) {
  auto replaced = run_regex(call, call[1], call[3], [&](const Regex& regex) {
    return regex.replace(*call[0].string(), *call[2].string());
  });
  return replaced ? Value(std::move(*replaced)) : told(call, replaced.error());
}

Value split(const BuiltInCall& call) {
  const auto pieces = run_regex(call, call[1], Value(),
                                [&](const Regex& regex) { return regex.split(*call[0].string()); });
  if (!pieces) return told(call, pieces.error());
  Values items;
  for (const std::string& piece : *pieces) items.emplace_back(piece);
  return Value(std::move(items));
}

Value string_join(const BuiltInCall& call) {
  const std::string delimiter = call[1].is_null() ? "" : *call[1].string();
  std::string out;
  bool first = true;
  for (const Value& item : *call[0].list()) {
    if (item.is_null()) continue;
    if (!item.is_string())
      return call.fail("the list has an item that is no string",
                       "die Liste hat ein Element, das keine Zeichenkette ist");
    if (!std::exchange(first, false)) out += delimiter;
    out += *item.string();
    if (!call.session.output(out.size())) return {};
  }
  return Value(std::move(out));
}

const BuiltIn kRows[] = {
    {"substring",
     "10.3.4.3",
     {{"string: string, start position: number, length?: number", "string", substring}},
     "length (or all further) characters from a position, counted from 1, or from the end with -1",
     "length (oder alle weiteren) Zeichen ab einer Position, gezählt ab 1, mit -1 vom Ende",
     {{R"(substring("foobar", 3))", R"("obar")"},
      {R"(substring("foobar", -2, 1))", R"("a")"},
      {R"(substring("\U01F40Eab", 2))", R"("ab")"}}},
    {"string length",
     "10.3.4.3",
     {{"string: string", "number", string_length}},
     "the number of characters",
     "die Anzahl der Zeichen",
     {{R"(string length("Straße"))", "6"}}},
    {"upper case",
     "10.3.4.3",
     {{"string: string", "string", upper_case}},
     "the text in capital letters",
     "der Text in Großbuchstaben",
     {{R"(upper case("aBc4"))", R"("ABC4")"}}},
    {"lower case",
     "10.3.4.3",
     {{"string: string", "string", lower_case}},
     "the text in small letters",
     "der Text in Kleinbuchstaben",
     {{R"(lower case("aBc4"))", R"("abc4")"}}},
    {"substring before",
     "10.3.4.3",
     {{"string: string, match: string", "string", substring_before}},
     "what stands before the first match, \"\" without one",
     "was vor dem ersten Treffer steht, ohne Treffer \"\"",
     {{R"(substring before("foobar", "bar"))", R"("foo")"},
      {R"(substring before("foobar", "xyz"))", R"("")"}}},
    {"substring after",
     "10.3.4.3",
     {{"string: string, match: string", "string", substring_after}},
     "what stands behind the first match, \"\" without one",
     "was hinter dem ersten Treffer steht, ohne Treffer \"\"",
     {{R"(substring after("foobar", "ob"))", R"("ar")"}}},
    {"replace",
     "10.3.4.3",
     {{"input: string, pattern: string, replacement: string, flags?: string?", "string", replace}},
     "every match of a regular expression replaced; $1 is the first group",
     "jeden Treffer eines regulären Ausdrucks ersetzt; $1 ist die erste Gruppe",
     {{R"x(replace("abcd", "(ab)|(a)", "[1=$1][2=$2]"))x", R"("[1=ab][2=]cd")"}}},
    {"contains",
     "10.3.4.3",
     {{"string: string, match: string", "boolean", contains_text}},
     "whether the text contains the other one",
     "ob der Text den anderen enthält",
     {{R"(contains("foobar", "of"))", "false"}}},
    {"starts with",
     "10.3.4.3",
     {{"string: string, match: string", "boolean", starts_with}},
     "whether the text begins with the other one",
     "ob der Text mit dem anderen beginnt",
     {{R"(starts with("foobar", "fo"))", "true"}}},
    {"ends with",
     "10.3.4.3",
     {{"string: string, match: string", "boolean", ends_with}},
     "whether the text ends with the other one",
     "ob der Text mit dem anderen endet",
     {{R"(ends with("foobar", "r"))", "true"}}},
    {"matches",
     "10.3.4.3",
     {{"input: string, pattern: string, flags?: string?", "boolean", matches}},
     "whether a regular expression (XPath, flags s m i x q) matches anywhere",
     "ob ein regulärer Ausdruck (XPath, Schalter s m i x q) irgendwo passt",
     {{R"(matches("foobar", "^fo*b"))", "true"}, {R"(matches("FOO", "foo", "i"))", "true"}}},
    {"split",
     "10.3.4.3",
     {{"string: string, delimiter: string", "list<string>", split}},
     "the pieces between the matches of a regular expression",
     "die Stücke zwischen den Treffern eines regulären Ausdrucks",
     {{R"(split("John Doe", "\\s"))", R"(["John", "Doe"])"},
      {R"(split("a;b;;c", ";"))", R"(["a", "b", "", "c"])"}}},
    {"string join",
     "10.3.4.3",
     {{"list: list, delimiter?: string?", "string", string_join}},
     "the texts of a list one behind the other; null items are left out",
     "die Texte einer Liste hintereinander; null wird ausgelassen",
     {{R"(string join(["a", null, "c"], ", "))", R"("a, c")"}}},
};

}  // namespace

std::span<const BuiltIn> string_functions() { return kRows; }

}  // namespace umlauf::feel
