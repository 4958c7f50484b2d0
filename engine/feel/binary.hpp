#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "engine/feel/value.hpp"

/// The compact encoding of values in journal and state records: one byte tag, varints, numbers as
/// the 16 bytes of decimal128 or shorter where they are small integers. Stable: what version 1
/// wrote every later version reads.
namespace umlauf::feel {

/// Appends the encoding. Functions have none and are written as null.
void append_binary(std::string& out, const Value& value);

/// Reads one value from the front of `bytes` and moves `bytes` behind it. Total: broken, cut off,
/// too deep or hostile bytes yield nullopt, never a crash and never more memory than a small
/// multiple of the input.
std::optional<Value> read_binary(std::string_view& bytes);

/// The varint and string primitives, for records around values.
inline void append_varint(std::string& out, std::uint64_t number) {
  while (number >= 0x80) {
    out.push_back(static_cast<char>(number | 0x80));
    number >>= 7;
  }
  out.push_back(static_cast<char>(number));
}
std::optional<std::uint64_t> read_varint(std::string_view& bytes);
void append_bytes(std::string& out, std::string_view text);  ///< length, then the bytes
std::optional<std::string_view> read_bytes(std::string_view& bytes);

}  // namespace umlauf::feel
