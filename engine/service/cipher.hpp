#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string_view>

#include "engine/service/store.hpp"

/// The one cipher of the engine: AES-256-GCM (NIST SP 800-38D), through OpenSSL.
namespace umlauf::service {

struct SecretKey {
  std::array<std::uint8_t, 32> bytes{};

  bool operator==(const SecretKey&) const = default;
};

/// From the random source of the system.
SecretKey random_key();

/// `associated` is not hidden, but must be the same when it is opened. A random nonce of 12 bytes,
/// the text, a tag of 16 bytes: no two encryptions of the same text are alike.
Bytes encrypt(const SecretKey& key, std::string_view text, std::string_view associated);
/// nullopt where these bytes were not encrypted so: another key, another place, or changed.
std::optional<Bytes> decrypt(const SecretKey& key, std::string_view encrypted,
                             std::string_view associated);

}  // namespace umlauf::service
