#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

/// UTF-8, code point by code point. Broken sequences read as U+FFFD, one byte each.
namespace umlauf::feel {

/// The code point at `position`, which moves behind it.
char32_t next_code_point(std::string_view text, std::size_t& position);
void append_code_point(std::string& out, char32_t code_point);
/// The text with every broken sequence replaced by U+FFFD.
std::string valid_utf8(std::string_view text);
bool is_valid_utf8(std::string_view text);
std::size_t count_code_points(std::string_view text);
/// The byte position of the code point with that number (from 0), or the end.
std::size_t byte_position(std::string_view text, std::size_t code_point);

/// What may begin and continue a name (grammar rules 28 and 29 of DMN 1.5 §10.3.1.2).
bool is_name_start(char32_t c);
bool is_name_part(char32_t c);
/// Grammar rules 61 and 62: white space, Unicode's kinds included.
bool is_white_space(char32_t c);

}  // namespace umlauf::feel
