#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace umlauf::xml::detail {

struct Character {
  char32_t value = 0;
  std::uint32_t length = 1;  ///< in bytes, at least 1
  bool valid = false;
};

/// The UTF-8 sequence that begins at a byte of the text. Overlong forms and surrogates are invalid.
Character character_at(std::string_view text, std::size_t at);

void append_utf8(std::string& text, char32_t character);

/// XML 1.0 §2.2 [2] Char.
bool is_xml_character(char32_t character);
/// XML 1.0 §2.3 [4], [4a]; the colon is left to the caller.
bool is_name_start(char32_t character);
bool is_name_character(char32_t character);

/// `U+0000`.
std::string code_point_name(char32_t character);

inline bool is_space(char c) { return c == ' ' || c == '\n' || c == '\t' || c == '\r'; }

}  // namespace umlauf::xml::detail
