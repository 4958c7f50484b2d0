#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "engine/base/source_span.hpp"

namespace umlauf::xml::detail {

/// Line and column of every byte of a text in constant time: for each block of 64 bytes the line
/// of its first byte is kept, and where each line begins. Lines end with a line feed.
class Positions {
 public:
  Positions() = default;
  Positions(std::string_view text, bool ascii);

  SourceSpan span(std::string_view text, std::size_t offset, std::size_t length) const;

 private:
  static constexpr std::size_t kBlock = 64;
  std::uint32_t characters_before(std::string_view text, std::size_t offset) const;

  std::vector<std::uint32_t> line_starts_;  ///< by line
  std::vector<std::uint32_t> lines_;        ///< by block: in `line_starts_`
  std::vector<std::uint32_t> characters_;   ///< by block: how many stand before it; none if ASCII
};

}  // namespace umlauf::xml::detail
