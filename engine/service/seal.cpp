#include "engine/service/seal.hpp"

#include <bit>
#include <cstring>

namespace umlauf::service {
namespace {

std::uint32_t checksum(std::string_view bytes) {
  std::uint64_t sum = 0x9E3779B97F4A7C15ULL ^ bytes.size();
  while (bytes.size() >= 8) {
    std::uint64_t word = 0;
    std::memcpy(&word, bytes.data(), 8);
    sum = std::rotl((sum ^ word) * 0xFF51AFD7ED558CCDULL, 29);
    bytes.remove_prefix(8);
  }
  std::uint64_t word = 0;
  if (!bytes.empty()) std::memcpy(&word, bytes.data(), bytes.size());
  sum = (sum ^ word) * 0xC4CEB9FE1A85EC53ULL;
  sum ^= sum >> 32;
  return static_cast<std::uint32_t>(sum);
}

}  // namespace

void seal(Bytes& bytes) {
  const std::uint32_t sum = checksum(std::string_view(bytes).substr(kSealBytes));
  for (std::size_t i = 0; i < kSealBytes; ++i) bytes[i] = static_cast<char>(sum >> (8 * i) & 0xFF);
}

bool is_sealed(std::string_view bytes) {
  if (bytes.size() < kSealBytes) return false;
  const std::uint32_t sum = checksum(bytes.substr(kSealBytes));
  for (std::size_t i = 0; i < kSealBytes; ++i)
    if (bytes[i] != static_cast<char>(sum >> (8 * i) & 0xFF)) return false;
  return true;
}

Bytes with_seal(std::string_view content) {
  Bytes bytes(kSealBytes, '\0');
  bytes += content;
  seal(bytes);
  return bytes;
}

std::optional<std::string_view> without_seal(std::string_view bytes) {
  if (!is_sealed(bytes)) return std::nullopt;
  return bytes.substr(kSealBytes);
}

}  // namespace umlauf::service
