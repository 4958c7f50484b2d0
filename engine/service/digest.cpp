#include "engine/service/digest.hpp"

#include <openssl/evp.h>

#include <algorithm>
#include <memory>

#include "engine/base/assert.hpp"
#include "engine/base/encoding.hpp"

namespace umlauf::service {
namespace {

struct FreeContext {
  void operator()(EVP_MD_CTX* context) const { EVP_MD_CTX_free(context); }
};

// Fetching the algorithm costs more than hashing a row, so it is done once.
const EVP_MD* algorithm() {
  static const EVP_MD* const fetched = EVP_MD_fetch(nullptr, "SHA256", nullptr);
  return fetched;
}

}  // namespace

Digest sha256(std::initializer_list<std::string_view> parts) {
  thread_local const std::unique_ptr<EVP_MD_CTX, FreeContext> context(EVP_MD_CTX_new());
  bool done = context && EVP_DigestInit_ex2(context.get(), algorithm(), nullptr) == 1;
  for (const std::string_view part : parts)
    done = done && EVP_DigestUpdate(context.get(), part.data(), part.size()) == 1;
  Digest digest{};
  unsigned length = 0;
  done = done && EVP_DigestFinal_ex(context.get(), digest.data(), &length) == 1;
  UMLAUF_ASSERT(done && length == digest.size());
  return digest;
}

std::string_view bytes_of(const Digest& digest) {
  return {reinterpret_cast<const char*>(digest.data()), digest.size()};
}

std::string to_hex(const Digest& digest) { return umlauf::to_hex(bytes_of(digest)); }

std::optional<Digest> digest_of(std::string_view bytes) {
  Digest digest{};
  if (bytes.size() != digest.size()) return std::nullopt;
  std::copy(bytes.begin(), bytes.end(), digest.begin());
  return digest;
}

std::optional<Digest> parse_digest(std::string_view hex) {
  const auto bytes = from_hex(hex);
  return bytes ? digest_of(*bytes) : std::nullopt;
}

Digest journal_hash(const Digest& previous, const JournalRow& row) {
  return sha256({bytes_of(previous),
                 view_of(fixed_width(row.instance.value(), row.sequence, row.time.milliseconds)),
                 row.content});
}

}  // namespace umlauf::service
