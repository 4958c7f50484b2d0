#pragma once

#include <optional>
#include <string>
#include <string_view>

/// Bytes as text.
namespace umlauf {

/// Two lower-case digits a byte.
std::string to_hex(std::string_view bytes);
/// nullopt where the text is not an even number of hexadecimal digits.
std::optional<std::string> from_hex(std::string_view text);

/// RFC 4648 §4, with padding, on one line.
std::string to_base64(std::string_view bytes);
/// nullopt where the text is anything but what `to_base64` yields.
std::optional<std::string> from_base64(std::string_view text);

}  // namespace umlauf
