#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/base/diagnostic.hpp"
#include "engine/xml/document.hpp"

namespace umlauf::xml::detail {

/// Something wrong at a byte of the UTF-8 text, before it has a line and a column.
struct Finding {
  std::uint32_t offset = 0;
  std::uint32_t length = 0;
  Severity severity = Severity::Error;
  bool limit = false;  ///< a limit was reached
  Text message;
};
using Findings = std::vector<Finding>;

/// A document's text in UTF-8 without byte order mark.
struct Decoded {
  /// Empty where the bytes are UTF-8 already; then the text begins at `start` of the bytes.
  std::string converted;
  std::size_t start = 0;
  bool as_given = true;
};

/// Finds out the encoding (XML 1.0 appendix F: byte order mark, then the form of `<?`, then the
/// declaration) and converts to UTF-8. What cannot be decoded becomes U+FFFD and a finding; nothing
/// where that would be all of it.
std::optional<Decoded> decode(std::string_view bytes, const Limits& limits, Findings& findings);

/// Reports bytes that are no UTF-8 and characters that XML 1.0 §2.2 forbids. True: the text is
/// known to be plain ASCII.
bool check_characters(std::string_view text, const Limits& limits, Findings& findings);

}  // namespace umlauf::xml::detail
