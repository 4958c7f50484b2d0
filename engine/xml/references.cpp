#include "engine/xml/references.hpp"

#include <algorithm>

#include "engine/xml/characters.hpp"

namespace umlauf::xml::detail {
namespace {

std::optional<char32_t> numbered(std::string_view digits) {
  const bool hex = digits.starts_with('x');
  if (hex) digits.remove_prefix(1);
  if (digits.empty()) return std::nullopt;
  std::uint32_t value = 0;
  for (const char c : digits) {
    std::uint32_t digit = 99;
    if (c >= '0' && c <= '9') digit = static_cast<std::uint32_t>(c - '0');
    if (hex && c >= 'a' && c <= 'f') digit = static_cast<std::uint32_t>(c - 'a' + 10);
    if (hex && c >= 'A' && c <= 'F') digit = static_cast<std::uint32_t>(c - 'A' + 10);
    if (digit >= (hex ? 16u : 10u)) return std::nullopt;
    value = value * (hex ? 16 : 10) + digit;
    if (value > 0x10FFFF) return std::nullopt;
  }
  if (!is_xml_character(value)) return std::nullopt;
  return value;
}

std::string_view special_in(CharacterData kind) {
  switch (kind) {
    case CharacterData::Text:
      return "&\r";
    case CharacterData::Cdata:
      return "\r";
    case CharacterData::Attribute:
      return "&\t\n\r";
  }
  return "";
}

}  // namespace

std::optional<char32_t> referred(std::string_view body) {
  if (body.starts_with('#')) return numbered(body.substr(1));
  if (body == "amp") return U'&';
  if (body == "lt") return U'<';
  if (body == "gt") return U'>';
  if (body == "quot") return U'"';
  if (body == "apos") return U'\'';
  return std::nullopt;
}

void append_expanded(std::string& out, std::string_view written, CharacterData kind) {
  const std::string_view special = special_in(kind);
  while (!written.empty()) {
    const std::size_t at = std::min(written.find_first_of(special), written.size());
    out += written.substr(0, at);
    written.remove_prefix(at);
    if (written.empty()) return;
    if (written.front() == '&') {
      const std::size_t end = std::min(written.find(';'), written.size());
      if (const auto character = referred(written.substr(1, end - 1))) append_utf8(out, *character);
      written.remove_prefix(std::min(end + 1, written.size()));
      continue;
    }
    written.remove_prefix(written.starts_with("\r\n") ? 2 : 1);
    out += kind == CharacterData::Attribute ? ' ' : '\n';
  }
}

}  // namespace umlauf::xml::detail
