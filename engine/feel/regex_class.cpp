#include "engine/feel/regex_class.hpp"

#include <unicode/uchar.h>

#include <algorithm>
#include <array>

namespace umlauf::feel::regex_detail {

namespace {

constexpr int kSubtractionsMax = 50;

constexpr std::string_view kBlanks = "\\x{20}\\x{9}\\x{A}\\x{D}";
// XML 1.0 fifth edition, productions 4 and 4a.
constexpr std::string_view kNameStart =
    ":A-Z_a-z\\x{C0}-\\x{D6}\\x{D8}-\\x{F6}\\x{F8}-\\x{2FF}\\x{370}-\\x{37D}\\x{37F}-\\x{1FFF}"
    "\\x{200C}-\\x{200D}\\x{2070}-\\x{218F}\\x{2C00}-\\x{2FEF}\\x{3001}-\\x{D7FF}"
    "\\x{F900}-\\x{FDCF}\\x{FDF0}-\\x{FFFD}\\x{10000}-\\x{EFFFF}";
constexpr std::string_view kNameFurther =
    "\\x{2D}\\x{2E}0-9\\x{B7}\\x{300}-\\x{36F}\\x{203F}-\\x{2040}";

std::string bracketed(std::string_view content, bool negated) {
  return (negated ? "[^" : "[") + std::string(content) + "]";
}

// XML Schema part 2, appendix F.1.1: the block names of Unicode without their blanks; three have
// changed since.
std::string block_name(std::string_view name) {
  if (name == "Greek") return "GreekandCoptic";
  if (name == "CombiningMarksforSymbols") return "CombiningDiacriticalMarksforSymbols";
  if (name == "PrivateUse") return "PrivateUseArea";
  return std::string(name);
}

bool is_category(std::string_view name) {
  static constexpr std::array<std::string_view, 36> kCategories{
      "L",  "Lu", "Ll", "Lt", "Lm", "Lo", "M",  "Mn", "Mc", "Me", "N",  "Nd",
      "Nl", "No", "P",  "Pc", "Pd", "Ps", "Pe", "Pi", "Pf", "Po", "Z",  "Zs",
      "Zl", "Zp", "S",  "Sm", "Sc", "Sk", "So", "C",  "Cc", "Cf", "Co", "Cn"};
  return std::find(kCategories.begin(), kCategories.end(), name) != kCategories.end();
}

Result<Escape> read_property(Cursor& cursor, bool negated) {
  std::string name;
  if (cursor.take(U'{'))
    while (!cursor.done() && cursor.peek() != U'}' && cursor.peek() < 128 && name.size() < 80)
      name += static_cast<char>(cursor.text[cursor.at++]);
  if (name.empty() || !cursor.take(U'}'))
    return invalid("\\p needs a name in braces",
                   "\\p braucht einen Namen in geschweiften Klammern");
  const std::string prefix = negated ? "\\P{" : "\\p{";
  Escape escape;
  escape.category = true;
  if (is_category(name)) {
    escape.set = prefix + name + "}";
    return escape;
  }
  if (name.starts_with("Is")) {
    const std::string block = block_name(std::string_view(name).substr(2));
    if (u_getPropertyValueEnum(UCHAR_BLOCK, block.c_str()) != UCHAR_INVALID_CODE) {
      escape.set = prefix + "Block=" + block + "}";
      return escape;
    }
  }
  return invalid("unknown category or block '" + name + "'",
                 "unbekannte Kategorie oder unbekannter Block '" + name + "'");
}

Error bad_hyphen() {
  return invalid("a hyphen inside brackets stands first, last or in a range",
                 "ein Bindestrich in eckigen Klammern steht am Anfang, am Ende oder in einem "
                 "Bereich");
}

Error unclosed() {
  return invalid("a bracket is not closed", "eine eckige Klammer ist nicht geschlossen");
}

// One side of a range, or a member on its own.
Result<Escape> read_member(Cursor& cursor) {
  if (cursor.take(U'\\')) return read_escape(cursor);
  if (cursor.peek() == U'[')
    return invalid("an opening bracket inside brackets needs a backslash",
                   "eine öffnende eckige Klammer in eckigen Klammern braucht einen Backslash");
  Escape member;
  member.single = true;
  member.character = cursor.text[cursor.at++];
  return member;
}

}  // namespace

void append_literal(std::string& out, char32_t c) {
  const bool plain =
      (c >= U'0' && c <= U'9') || (c >= U'A' && c <= U'Z') || (c >= U'a' && c <= U'z');
  if (plain) {
    out += static_cast<char>(c);
    return;
  }
  static constexpr char kHex[] = "0123456789ABCDEF";
  std::string digits;
  do {
    digits.insert(digits.begin(), kHex[c % 16]);
    c /= 16;
  } while (c != 0);
  out += "\\x{" + digits + "}";
}

Result<Escape> read_escape(Cursor& cursor) {
  if (cursor.done()) return invalid("it ends with a backslash", "er endet mit einem Backslash");
  const char32_t c = cursor.text[cursor.at++];
  Escape escape;
  const auto set = [&escape](std::string_view content, bool negated) {
    escape.set = bracketed(content, negated);
    return escape;
  };
  switch (c) {
    case U'n':
    case U'r':
    case U't':
      escape.single = true;
      escape.character = c == U'n' ? U'\n' : c == U'r' ? U'\r' : U'\t';
      return escape;
    case U's':
    case U'S':
      return set(kBlanks, c == U'S');
    case U'd':
    case U'D':
      return set("\\p{Nd}", c == U'D');
    case U'w':
    case U'W':
      return set("\\p{P}\\p{Z}\\p{C}", c == U'w');
    case U'i':
    case U'I':
      return set(kNameStart, c == U'I');
    case U'c':
    case U'C':
      return set(std::string(kNameStart) + std::string(kNameFurther), c == U'C');
    case U'p':
    case U'P':
      return read_property(cursor, c == U'P');
    default:
      break;
  }
  constexpr std::u32string_view kSingles = U"\\|.-^?*+{}()[]$";
  if (kSingles.find(c) == std::u32string_view::npos) {
    std::string shown;
    append_literal(shown, c);
    return invalid("unknown escape \\" + shown, "unbekanntes Escape \\" + shown);
  }
  escape.single = true;
  escape.character = c;
  return escape;
}

Result<std::string> read_class(Cursor& cursor, int depth) {
  if (depth > kSubtractionsMax) return invalid("too many subtractions", "zu viele Subtraktionen");
  const bool negated = cursor.take(U'^');
  std::string content;
  std::string subtracted;
  bool first = true;
  while (true) {
    if (cursor.done()) return unclosed();
    if (cursor.peek() == U']') break;
    if (!first && cursor.peek() == U'-' && cursor.peek(1) == U'[') {
      cursor.at += 2;
      UMLAUF_TRY(subtracted, read_class(cursor, depth + 1));
      if (cursor.peek() != U']' || cursor.done()) return unclosed();
      break;
    }
    const bool hyphen = cursor.peek() == U'-';
    const bool before_subtraction = cursor.peek(1) == U'-' && cursor.peek(2) == U'[';
    if (hyphen && !first && cursor.peek(1) != U']' && !before_subtraction) return bad_hyphen();
    UMLAUF_TRY(const Escape member, read_member(cursor));
    first = false;
    if (!member.single) {
      content += member.set;
      continue;
    }
    append_literal(content, member.character);
    const bool range = cursor.peek() == U'-' && cursor.peek(1) != U']' && cursor.peek(1) != U'[' &&
                       !(cursor.peek(1) == U'-' && cursor.peek(2) == U'[');
    if (!range || hyphen) continue;
    ++cursor.at;
    if (cursor.done()) return unclosed();
    UMLAUF_TRY(const Escape end, read_member(cursor));
    if (!end.single || end.character < member.character)
      return invalid("a range inside brackets runs backwards or ends with a class",
                     "ein Bereich in eckigen Klammern läuft rückwärts oder endet mit einer Klasse");
    content += '-';
    append_literal(content, end.character);
  }
  ++cursor.at;
  if (content.empty())
    return invalid("there is nothing between the brackets",
                   "zwischen den eckigen Klammern steht nichts");
  const std::string set = bracketed(content, negated);
  return subtracted.empty() ? set : "[" + set + "--" + subtracted + "]";
}

}  // namespace umlauf::feel::regex_detail
