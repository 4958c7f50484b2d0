#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace umlauf::xml::detail {

/// The character that stands for `&body;`: one of the five predefined entities (XML 1.0 §4.6) or a
/// character reference (§4.1); nullopt where there is none.
std::optional<char32_t> referred(std::string_view body);

/// Where characters stand, which decides what becomes of them.
enum class CharacterData : std::uint8_t {
  Text,       ///< references are expanded, a line end is a line feed (§2.11)
  Cdata,      ///< a line end is a line feed
  Attribute,  ///< references are expanded, a line end or other white space is a blank (§3.3.3)
};

/// Appends what `written` means. What is no reference that `referred` knows is passed over.
void append_expanded(std::string& out, std::string_view written, CharacterData kind);

}  // namespace umlauf::xml::detail
