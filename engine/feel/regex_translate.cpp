#include "engine/feel/regex_translate.hpp"

#include <unicode/unistr.h>

#include <vector>

#include "engine/feel/regex_class.hpp"

namespace umlauf::feel {

using namespace regex_detail;

namespace {

constexpr int kGroupsMax = 1000;
constexpr std::uint32_t kRepeatMax = 10'000;
constexpr int kChoicesMax = 12;

bool is_blank(char32_t c) { return c == U' ' || c == U'\t' || c == U'\n' || c == U'\r'; }
bool is_digit(char32_t c) { return c >= U'0' && c <= U'9'; }

std::u32string code_points(std::string_view text) {
  const icu::UnicodeString units = icu::UnicodeString::fromUTF8(
      icu::StringPiece(text.data(), static_cast<int32_t>(text.size())));
  std::u32string points;
  for (int32_t i = 0; i < units.length(); i = units.moveIndex32(i, 1))
    points += static_cast<char32_t>(units.char32At(i));
  return points;
}

// Flag x: blanks go before anything else is read, but for those inside brackets.
std::u32string without_blanks(std::u32string_view pattern) {
  std::u32string kept;
  int depth = 0;
  for (std::size_t i = 0; i < pattern.size(); ++i) {
    const char32_t c = pattern[i];
    if (depth == 0 && is_blank(c)) continue;
    kept += c;
    if (c == U'\\' && i + 1 < pattern.size() && (depth > 0 || !is_blank(pattern[i + 1]))) {
      kept += pattern[++i];
    } else if (c == U'[') {
      ++depth;
    } else if (c == U']' && depth > 0) {
      --depth;
    }
  }
  return kept;
}

class Translator {
 public:
  Translator(std::u32string_view pattern, RegexFlags flags) : cursor_{pattern, 0}, flags_(flags) {}

  Result<Done> run() {
    while (!cursor_.done()) {
      if (!atom_allows_quantifier_ || !is_quantifier(cursor_.peek()))
        UMLAUF_CHECK(read_atom());
      else
        UMLAUF_CHECK(read_quantifier());
    }
    if (!open_groups_.empty())
      return invalid("a parenthesis is not closed", "eine Klammer ist nicht geschlossen");
    return Done{};
  }

  const std::string& output() const { return output_; }
  int groups() const { return groups_; }
  int repetitions() const { return repetitions_; }
  bool nested() const { return nested_ || refers_back_ || choices_ > kChoicesMax; }
  bool refers_back() const { return refers_back_; }

 private:
  static bool is_quantifier(char32_t c) { return c == U'?' || c == U'*' || c == U'+' || c == U'{'; }

  void atom(std::string_view text, bool chooses = false) {
    output_ += text;
    atom_allows_quantifier_ = true;
    atom_chooses_ = chooses;
  }

  Result<Done> read_atom() {
    const char32_t c = cursor_.text[cursor_.at++];
    switch (c) {
      case U'|':
        output_ += '|';
        ++choices_;
        atom_allows_quantifier_ = false;
        return Done{};
      case U'(':
        return open_group();
      case U')':
        return close_group();
      case U'[': {
        UMLAUF_TRY(const std::string set, read_class(cursor_));
        atom(set);
        return Done{};
      }
      case U'\\':
        return read_backslash();
      case U'.':
        // ICU's own dot takes CR LF as one.
        atom(flags_.dot_all ? "[\\x{0}-\\x{10FFFF}]" : "[^\\x{A}\\x{D}]");
        return Done{};
      case U'^':
        atom(flags_.multiline ? "(?:\\A|(?<=\\x{A})(?!\\z))" : "(?:\\A)");
        return Done{};
      case U'$':
        atom(flags_.multiline ? "(?:(?=\\x{A})|(?<!\\x{A})\\z)" : "(?:\\z)");
        return Done{};
      case U'?':
      case U'*':
      case U'+':
      case U'{':
        return invalid("there is nothing to repeat", "es gibt nichts zu wiederholen");
      case U'}':
      case U']':
        return invalid("a closing brace or bracket needs a backslash",
                       "eine schließende Klammer braucht einen Backslash");
      default: {
        std::string literal;
        append_literal(literal, c);
        atom(literal);
        return Done{};
      }
    }
  }

  Result<Done> open_group() {
    bool capturing = true;
    if (cursor_.take(U'?')) {
      if (!cursor_.take(U':'))
        return invalid("after (? only : is allowed", "nach (? ist nur : erlaubt");
      capturing = false;
    }
    if (open_groups_.size() >= kGroupsMax || groups_ >= kGroupsMax)
      return invalid("too many groups", "zu viele Gruppen");
    if (capturing) ++groups_;
    open_groups_.push_back({capturing ? groups_ : 0, choices_});
    output_ += capturing ? "(" : "(?:";
    atom_allows_quantifier_ = false;
    return Done{};
  }

  Result<Done> close_group() {
    if (open_groups_.empty())
      return invalid("a parenthesis is closed that was not opened",
                     "eine Klammer wird geschlossen, die nicht geöffnet wurde");
    atom_chooses_ = choices_ > open_groups_.back().choices;
    open_groups_.pop_back();
    atom(")", atom_chooses_);
    return Done{};
  }

  bool is_closed(int group) const {
    if (group > groups_) return false;
    for (const OpenGroup& open : open_groups_)
      if (open.number == group) return false;
    return true;
  }

  // \N: of several digits, as many as make the number of a group that there is.
  Result<Done> read_back_reference() {
    int group = static_cast<int>(cursor_.text[cursor_.at++] - U'0');
    while (is_digit(cursor_.peek())) {
      const int longer = group * 10 + static_cast<int>(cursor_.peek() - U'0');
      if (longer > groups_) break;
      group = longer;
      ++cursor_.at;
    }
    if (!is_closed(group))
      return invalid("there is no group " + std::to_string(group) + " to refer back to",
                     "es gibt keine Gruppe " + std::to_string(group) + ", auf die verwiesen wird");
    refers_back_ = true;
    atom("(?:\\" + std::to_string(group) + ")");
    return Done{};
  }

  Result<Done> read_backslash() {
    if (cursor_.peek() >= U'1' && cursor_.peek() <= U'9') return read_back_reference();
    UMLAUF_TRY(const Escape escape, read_escape(cursor_));
    if (escape.single) {
      std::string literal;
      append_literal(literal, escape.character);
      atom(literal);
    } else {
      atom(escape.category ? "(?-i:" + escape.set + ")" : escape.set);
    }
    return Done{};
  }

  Result<std::uint32_t> read_count() {
    std::uint32_t count = 0;
    bool any = false;
    for (; is_digit(cursor_.peek()); ++cursor_.at, any = true) {
      count = count * 10 + static_cast<std::uint32_t>(cursor_.peek() - U'0');
      if (count > kRepeatMax)
        return invalid("a repetition is larger than 10000",
                       "eine Wiederholung ist größer als 10000");
    }
    if (!any)
      return invalid("a number of repetitions is missing", "eine Anzahl Wiederholungen fehlt");
    return count;
  }

  Result<Done> read_quantifier() {
    const char32_t c = cursor_.text[cursor_.at++];
    ++choices_;
    if (c != U'?') {
      ++repetitions_;
      nested_ = nested_ || atom_chooses_;
    }
    if (c != U'{') {
      output_ += static_cast<char>(c);
    } else {
      UMLAUF_TRY(const std::uint32_t least, read_count());
      output_ += '{' + std::to_string(least);
      if (cursor_.take(U',')) {
        output_ += ',';
        if (cursor_.peek() != U'}') {
          UMLAUF_TRY(const std::uint32_t most, read_count());
          if (most < least)
            return invalid("a repetition runs backwards", "eine Wiederholung läuft rückwärts");
          output_ += std::to_string(most);
        }
      }
      if (!cursor_.take(U'}'))
        return invalid("a brace is not closed", "eine geschweifte Klammer ist nicht geschlossen");
      output_ += '}';
    }
    if (cursor_.take(U'?')) output_ += '?';
    atom_allows_quantifier_ = false;
    return Done{};
  }

  Cursor cursor_;
  RegexFlags flags_;
  std::string output_;
  bool atom_allows_quantifier_ = false;
  bool atom_chooses_ = false;  // the last atom is a group with a choice in it
  int groups_ = 0;
  struct OpenGroup {
    int number;   // 0: not capturing
    int choices;  // those before it
  };
  std::vector<OpenGroup> open_groups_;
  int repetitions_ = 0;
  int choices_ = 0;  // quantifiers and bars
  bool nested_ = false;
  bool refers_back_ = false;
};

std::u16string units(const std::string& pattern) {
  return {pattern.begin(), pattern.end()};  // it is plain ASCII
}

}  // namespace

Result<RegexFlags> parse_regex_flags(std::string_view flags) {
  RegexFlags read;
  for (const char flag : flags) {
    switch (flag) {
      case 's':
        read.dot_all = true;
        break;
      case 'm':
        read.multiline = true;
        break;
      case 'i':
        read.case_insensitive = true;
        break;
      case 'x':
        read.ignore_blanks = true;
        break;
      case 'q':
        read.literal = true;
        break;
      default:
        return invalid("the flags are of s, m, i, x, q, found '" + std::string(flags) + "'",
                       "die Schalter sind s, m, i, x, q, gefunden '" + std::string(flags) + "'");
    }
  }
  return read;
}

Result<TranslatedRegex> translate_regex(std::string_view pattern, RegexFlags flags) {
  std::u32string text = code_points(pattern);
  if (flags.literal) {
    std::string literal;
    for (const char32_t c : text) append_literal(literal, c);
    return TranslatedRegex{.pattern = units(literal)};
  }
  if (flags.ignore_blanks) text = without_blanks(text);
  Translator translator(text, flags);
  UMLAUF_CHECK(translator.run());
  return TranslatedRegex{.pattern = units(translator.output()),
                         .groups = translator.groups(),
                         .repetitions = translator.repetitions(),
                         .nested = translator.nested(),
                         .refers_back = translator.refers_back()};
}

}  // namespace umlauf::feel
