#include <openssl/evp.h>

#include <memory>

#include "engine/base/assert.hpp"
#include "engine/service/store.hpp"

namespace umlauf::service {
namespace {

struct FreeContext {
  void operator()(EVP_MD_CTX* context) const { EVP_MD_CTX_free(context); }
};

// Fetching the algorithm costs more than hashing a row, so it is done once.
const EVP_MD* sha256() {
  static const EVP_MD* const algorithm = EVP_MD_fetch(nullptr, "SHA256", nullptr);
  return algorithm;
}

void put_number(std::uint8_t*& out, std::uint64_t number) {
  for (int shift = 0; shift < 64; shift += 8) *out++ = static_cast<std::uint8_t>(number >> shift);
}

}  // namespace

Digest journal_hash(const Digest& previous, const JournalRow& row) {
  // Fixed widths before the content, so that no two different rows give the same bytes.
  std::array<std::uint8_t, 24> numbers;
  std::uint8_t* out = numbers.data();
  put_number(out, row.instance.value());
  put_number(out, row.sequence);
  put_number(out, static_cast<std::uint64_t>(row.time.milliseconds));

  thread_local const std::unique_ptr<EVP_MD_CTX, FreeContext> context(EVP_MD_CTX_new());
  Digest digest{};
  unsigned length = 0;
  const bool done = context && EVP_DigestInit_ex2(context.get(), sha256(), nullptr) == 1 &&
                    EVP_DigestUpdate(context.get(), previous.data(), previous.size()) == 1 &&
                    EVP_DigestUpdate(context.get(), numbers.data(), numbers.size()) == 1 &&
                    EVP_DigestUpdate(context.get(), row.content.data(), row.content.size()) == 1 &&
                    EVP_DigestFinal_ex(context.get(), digest.data(), &length) == 1;
  UMLAUF_ASSERT(done && length == digest.size());
  return digest;
}

}  // namespace umlauf::service
