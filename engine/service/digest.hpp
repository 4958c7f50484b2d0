#pragma once

#include <array>
#include <cstdint>
#include <initializer_list>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "engine/service/store.hpp"

namespace umlauf::service {

/// SHA-256 of the parts in turn, as if they were one text.
Digest sha256(std::initializer_list<std::string_view> parts);

std::string_view bytes_of(const Digest& digest);
std::string to_hex(const Digest& digest);
/// nullopt where the text is not 64 hexadecimal digits.
std::optional<Digest> parse_digest(std::string_view hex);
/// nullopt where these are not 32 bytes.
std::optional<Digest> digest_of(std::string_view bytes);

/// Eight bytes each, the lowest first: what is hashed has fixed widths, so that no two different
/// things give the same bytes.
template <typename... Numbers>
std::array<char, 8 * sizeof...(Numbers)> fixed_width(Numbers... numbers) {
  std::array<char, 8 * sizeof...(Numbers)> bytes;
  std::size_t at = 0;
  const auto put = [&](std::uint64_t number) {
    for (int shift = 0; shift < 64; shift += 8)
      bytes[at++] = static_cast<char>(number >> shift & 0xFF);
  };
  (put(static_cast<std::uint64_t>(numbers)), ...);
  return bytes;
}

inline std::string_view view_of(std::span<const char> bytes) {
  return {bytes.data(), bytes.size()};
}

}  // namespace umlauf::service
