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

Positions::Positions(std::string_view text, bool ascii) : ascii_(ascii) {
  blocks_.resize(text.size() / kBlock + 1);
  Block here;
  std::size_t filled = 0;
  for (std::size_t at = text.find('\n'); at != std::string_view::npos;
       at = text.find('\n', at + 1)) {
    for (; filled * kBlock <= at; ++filled) blocks_[filled] = here;
    ++here.line;
    here.line_start = static_cast<std::uint32_t>(at + 1);
  }
  std::fill(blocks_.begin() + static_cast<std::ptrdiff_t>(filled), blocks_.end(), here);
  if (ascii) return;
  for (std::size_t i = 1; i < blocks_.size(); ++i)
    blocks_[i].characters =
        blocks_[i - 1].characters + count_characters(text.substr((i - 1) * kBlock, kBlock));
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
  Block here = blocks_[index];
  for (std::size_t at = index * kBlock; at < offset; ++at)
    if (text[at] == '\n') {
      ++here.line;
      here.line_start = static_cast<std::uint32_t>(at + 1);
    }
  return {here.line, characters_before(text, offset) - characters_before(text, here.line_start) + 1,
          static_cast<std::uint32_t>(offset), static_cast<std::uint32_t>(length)};
}

}  // namespace umlauf::xml::detail
