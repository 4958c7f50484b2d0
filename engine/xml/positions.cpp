#include "engine/xml/positions.hpp"

#include <algorithm>

namespace umlauf::xml::detail {
namespace {

std::uint32_t count_lines(std::string_view text) {
  return static_cast<std::uint32_t>(std::count(text.begin(), text.end(), '\n'));
}

// Every byte but the continuation bytes of UTF-8 begins a character.
std::uint32_t count_characters(std::string_view text) {
  std::uint32_t result = 0;
  for (const char c : text) result += (static_cast<unsigned char>(c) & 0xC0) != 0x80;
  return result;
}

}  // namespace

Positions::Positions(std::string_view text, bool ascii) : ascii_(ascii) {
  blocks_.reserve(text.size() / kBlock + 1);
  Block here;
  for (std::size_t start = 0;; start += kBlock) {
    blocks_.push_back(here);
    if (text.size() - start <= kBlock) break;
    const std::string_view block = text.substr(start, kBlock);
    here.line += count_lines(block);
    const std::size_t last = block.rfind('\n');
    if (last != std::string_view::npos)
      here.line_start = static_cast<std::uint32_t>(start + last + 1);
    here.characters += ascii ? static_cast<std::uint32_t>(kBlock) : count_characters(block);
  }
}

std::uint32_t Positions::characters_before(std::string_view text, std::size_t offset) const {
  if (ascii_) return static_cast<std::uint32_t>(offset);
  const std::size_t index = std::min(offset / kBlock, blocks_.size() - 1);
  const std::size_t start = index * kBlock;
  return blocks_[index].characters + count_characters(text.substr(start, offset - start));
}

SourceSpan Positions::span(std::string_view text, std::size_t offset, std::size_t length) const {
  if (blocks_.empty()) return {};
  offset = std::min(offset, text.size());
  const std::size_t index = std::min(offset / kBlock, blocks_.size() - 1);
  const Block& block = blocks_[index];
  const std::string_view before = text.substr(index * kBlock, offset - index * kBlock);
  const std::size_t last = before.rfind('\n');
  const std::size_t line_start =
      last == std::string_view::npos ? block.line_start : index * kBlock + last + 1;
  return {block.line + count_lines(before),
          characters_before(text, offset) - characters_before(text, line_start) + 1,
          static_cast<std::uint32_t>(offset), static_cast<std::uint32_t>(length)};
}

}  // namespace umlauf::xml::detail
