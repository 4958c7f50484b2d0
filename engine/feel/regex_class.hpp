#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "engine/base/result.hpp"

/// The lexical parts of the regular expression translator; private to engine/feel.
namespace umlauf::feel::regex_detail {

inline Error invalid(std::string english, std::string german) {
  return error(ErrorCode::Request, "invalid regular expression: " + english,
               "ungültiger regulärer Ausdruck: " + german);
}

/// Appends what ICU reads as exactly this character, everywhere.
void append_literal(std::string& out, char32_t c);

/// Reads code points of a pattern with a place to go back to.
struct Cursor {
  std::u32string_view text;
  std::size_t at = 0;

  bool done() const { return at >= text.size(); }
  char32_t peek(std::size_t ahead = 0) const {
    return at + ahead < text.size() ? text[at + ahead] : U'\0';
  }
  bool take(char32_t c) {
    if (done() || text[at] != c) return false;
    ++at;
    return true;
  }
};

/// What stands behind a backslash: one character, or a set of them in ICU's language that is valid
/// inside and outside of brackets.
struct Escape {
  bool single = false;
  char32_t character = 0;
  std::string set;
  bool category = false;  ///< `\p`, `\P`: flag i does not touch those
};

/// The cursor stands behind the backslash.
Result<Escape> read_escape(Cursor& cursor);

/// The cursor stands behind the opening bracket; yields the set in ICU's language.
Result<std::string> read_class(Cursor& cursor, int depth = 0);

}  // namespace umlauf::feel::regex_detail
