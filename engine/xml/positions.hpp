#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "engine/base/source_span.hpp"

namespace umlauf::xml::detail {

/// Line and column of every byte of a text in constant time: what holds at the start of each block
/// of 64 bytes is kept, the rest is counted when asked for. Lines end with a line feed.
class Positions {
 public:
  Positions() = default;
  Positions(std::string_view text, bool ascii);

  SourceSpan span(std::string_view text, std::size_t offset, std::size_t length) const;

 private:
  static constexpr std::size_t kBlock = 64;
  struct Block {
    std::uint32_t line = 1;        ///< of the block's first byte
    std::uint32_t line_start = 0;  ///< where that line begins
    std::uint32_t characters = 0;  ///< before the block
  };
  std::uint32_t characters_before(std::string_view text, std::size_t offset) const;

  std::vector<Block> blocks_;
  bool ascii_ = true;
};

}  // namespace umlauf::xml::detail
