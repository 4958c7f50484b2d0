#include "engine/xml/positions.hpp"

#include <algorithm>

namespace umlauf::xml::detail {
namespace {

// Every byte but the continuation bytes of UTF-8 begins a character.
std::uint32_t count_characters(std::string_view text) {
  std::uint32_t result = 0;
  for (const char c : text) result += (static_cast<unsigned char>(c) & 0xC0) != 0x80;
  return result;
}

}  // namespace

Positions::Positions(std::string_view text, bool ascii) {
  lines_.reserve(text.size() / kBlock + 1);
  line_starts_.push_back(0);
  for (std::size_t at = text.find('\n'); at != std::string_view::npos;
       at = text.find('\n', at + 1)) {
    const auto line = static_cast<std::uint32_t>(line_starts_.size() - 1);
    while (lines_.size() * kBlock <= at) lines_.push_back(line);
    line_starts_.push_back(static_cast<std::uint32_t>(at + 1));
  }
  lines_.resize(text.size() / kBlock + 1, static_cast<std::uint32_t>(line_starts_.size() - 1));
  if (ascii) return;
  characters_.resize(lines_.size());
  for (std::size_t i = 1; i < characters_.size(); ++i)
    characters_[i] = characters_[i - 1] + count_characters(text.substr((i - 1) * kBlock, kBlock));
}

std::uint32_t Positions::characters_before(std::string_view text, std::size_t offset) const {
  if (characters_.empty()) return static_cast<std::uint32_t>(offset);
  const std::size_t index = std::min(offset / kBlock, characters_.size() - 1);
  const std::size_t start = index * kBlock;
  return characters_[index] + count_characters(text.substr(start, offset - start));
}

SourceSpan Positions::span(std::string_view text, std::size_t offset, std::size_t length) const {
  if (lines_.empty()) return {};
  offset = std::min(offset, text.size());
  std::uint32_t line = lines_[std::min(offset / kBlock, lines_.size() - 1)];
  while (line + 1 < line_starts_.size() && line_starts_[line + 1] <= offset) ++line;
  const std::uint32_t column =
      characters_before(text, offset) - characters_before(text, line_starts_[line]) + 1;
  return {line + 1, column, static_cast<std::uint32_t>(offset), static_cast<std::uint32_t>(length)};
}

}  // namespace umlauf::xml::detail
