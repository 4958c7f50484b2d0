#pragma once

#include <cstdint>

namespace umlauf {

/// A place in a text: 1-based line and column (in code points, as editors count), the byte offset
/// and the length in bytes. `line == 0` means the place is unknown.
struct SourceSpan {
  std::uint32_t line = 0;
  std::uint32_t column = 0;
  std::uint32_t offset = 0;
  std::uint32_t length = 0;

  bool known() const { return line != 0; }
  bool operator==(const SourceSpan&) const = default;
};

}  // namespace umlauf
