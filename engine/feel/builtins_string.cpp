#include <unicode/locid.h>
#include <unicode/unistr.h>

#include <algorithm>
#include <cstring>
#include <iterator>
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

// In linear time, whatever is sought; std::string's own search may take the product of the sizes.
std::size_t position_of(const std::string& sought, const std::string& text) {
  const void* found = memmem(text.data(), text.size(), sought.data(), sought.size());
  if (found == nullptr) return std::string::npos;
  return static_cast<std::size_t>(static_cast<const char*>(found) - text.data());
}

Value substring_before(const BuiltInCall& call) {
  const std::string& text = *call[0].string();
  const std::size_t at = position_of(*call[1].string(), text);
  return at == std::string::npos ? Value("") : Value(text.substr(0, at));
}

Value substring_after(const BuiltInCall& call) {
  const std::string& text = *call[0].string();
  const std::size_t at = position_of(*call[1].string(), text);
  return at == std::string::npos ? Value("") : Value(text.substr(at + call[1].string()->size()));
}

Value contains_text(const BuiltInCall& call) {
  return position_of(*call[1].string(), *call[0].string()) != std::string::npos;
}

Value starts_with(const BuiltInCall& call) {
  return call[0].string()->starts_with(*call[1].string());
}

Value ends_with(const BuiltInCall& call) { return call[0].string()->ends_with(*call[1].string()); }

// ---- Regular expressions ------------------------------------------------------------------------

// A regular expression within the session's means. What ICU goes back is known after 10,000 steps
// only: what may hide below that is estimated and paid for beforehand.
class PaidRegex {
 public:
  PaidRegex(const BuiltInCall& call, const Value& pattern, const Value& flags)
      : call_(call), pattern_(pattern), flags_(flags) {}

  /// Null where it failed, which was told.
  template <typename Operation>
  Value run(const Operation& operation) {
    constexpr std::uint64_t kStepsToCompile = 100;
    constexpr std::uint64_t kStepsPerMatch = 6;
    constexpr std::uint64_t kStepsBackPerStep = 2;
    const std::size_t size = call_[0].string()->size();
    RegexLimits limits;
    limits.output_max = call_.session.limits().output_max;
    limits.steps_max = call_.session.regex_steps_left();
    const auto regex =
        compile_cached(*pattern_.string(), flags_.is_null() ? "" : *flags_.string(), limits, &use_);
    if (use_.compiled && !call_.session.step(kStepsToCompile + 4 * pattern_.string()->size()))
      return {};
    if (!regex) return failed(regex.error());
    if (!call_.session.step(size / 8 + regex->steps_back(size) / kStepsBackPerStep)) return {};
    auto result = operation(*regex, &use_);
    if (!result) return failed(result.error());
    if (!call_.session.regex_steps(use_.steps) || !call_.session.step(kStepsPerMatch * use_.found))
      return {};
    return value(std::move(*result));
  }

 private:
  static Value value(bool found) { return found; }
  static Value value(std::string&& text) { return Value(std::move(text)); }
  static Value value(std::vector<std::string>&& pieces) {
    return Value(Values(std::move_iterator(pieces.begin()), std::move_iterator(pieces.end())));
  }
  Value failed(const Error& failure) {
    if (failure.code == ErrorCode::Limit)
      call_.session.exhaust(use_.too_large ? LimitKind::Output : LimitKind::Regex);
    if (call_.session.exhausted()) return {};
    return call_.fail(failure.message.english, failure.message.german);
  }

  const BuiltInCall& call_;
  const Value& pattern_;
  const Value& flags_;
  RegexUse use_;
};

Value matches(const BuiltInCall& call) {
  return PaidRegex(call, call[1], call[2]).run([&](const Regex& regex, RegexUse* use) {
    return regex.matches(*call[0].string(), use);
  });
}

Value replace(const BuiltInCall& call) {
  return PaidRegex(call, call[1], call[3]).run([&](const Regex& regex, RegexUse* use) {
    return regex.replace(*call[0].string(), *call[2].string(), use);
  });
}

Value split(const BuiltInCall& call) {
  return PaidRegex(call, call[1], Value()).run([&](const Regex& regex, RegexUse* use) {
    return regex.split(*call[0].string(), use);
  });
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
      {R"(substring before("foobar", "xyz"))", R"("")"}},
     {.looked_at = 3}},
    {"substring after",
     "10.3.4.3",
     {{"string: string, match: string", "string", substring_after}},
     "what stands behind the first match, \"\" without one",
     "was hinter dem ersten Treffer steht, ohne Treffer \"\"",
     {{R"(substring after("foobar", "ob"))", R"("ar")"}},
     {.looked_at = 3}},
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
     {{R"(contains("foobar", "of"))", "false"}},
     {.looked_at = 3}},
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
