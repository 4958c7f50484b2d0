#pragma once

#include <optional>
#include <string_view>

#include "engine/service/store.hpp"

/// A checksum in front of stored bytes, so that what a disk has flipped is damaged instead of
/// something else. It is nobody's signature; against forgery there is the journal.
namespace umlauf::service {

inline constexpr std::size_t kSealBytes = 4;

/// Writes the checksum of the bytes behind the first four into these.
void seal(Bytes& bytes);
bool is_sealed(std::string_view bytes);

/// The content with a seal before it, and back; nullopt where it does not fit.
Bytes with_seal(std::string_view content);
std::optional<std::string_view> without_seal(std::string_view bytes);

}  // namespace umlauf::service
