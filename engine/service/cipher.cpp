#include "engine/service/cipher.hpp"

#include <openssl/evp.h>
#include <openssl/rand.h>

#include <memory>

#include "engine/base/assert.hpp"

namespace umlauf::service {
namespace {

constexpr std::size_t kNonceBytes = 12;
constexpr std::size_t kTagBytes = 16;

struct FreeContext {
  void operator()(EVP_CIPHER_CTX* context) const { EVP_CIPHER_CTX_free(context); }
};

const EVP_CIPHER* algorithm() {
  static const EVP_CIPHER* const fetched = EVP_CIPHER_fetch(nullptr, "AES-256-GCM", nullptr);
  return fetched;
}

EVP_CIPHER_CTX* own_context() {
  thread_local const std::unique_ptr<EVP_CIPHER_CTX, FreeContext> context(EVP_CIPHER_CTX_new());
  return context.get();
}

unsigned char* bytes_at(Bytes& bytes, std::size_t position) {
  return reinterpret_cast<unsigned char*>(bytes.data()) + position;
}
const unsigned char* bytes_at(std::string_view bytes, std::size_t position) {
  return reinterpret_cast<const unsigned char*>(bytes.data()) + position;
}

}  // namespace

SecretKey random_key() {
  SecretKey key;
  UMLAUF_ASSERT(RAND_priv_bytes(key.bytes.data(), static_cast<int>(key.bytes.size())) == 1);
  return key;
}

Bytes encrypt(const SecretKey& key, std::string_view text, std::string_view associated) {
  Bytes encrypted(kNonceBytes + text.size() + kTagBytes, '\0');
  EVP_CIPHER_CTX* context = own_context();
  int length = 0;
  const bool done =
      RAND_bytes(bytes_at(encrypted, 0), kNonceBytes) == 1 && context != nullptr &&
      EVP_EncryptInit_ex2(context, algorithm(), key.bytes.data(), bytes_at(encrypted, 0),
                          nullptr) == 1 &&
      EVP_EncryptUpdate(context, nullptr, &length, bytes_at(associated, 0),
                        static_cast<int>(associated.size())) == 1 &&
      EVP_EncryptUpdate(context, bytes_at(encrypted, kNonceBytes), &length, bytes_at(text, 0),
                        static_cast<int>(text.size())) == 1 &&
      EVP_EncryptFinal_ex(context, bytes_at(encrypted, kNonceBytes + text.size()), &length) == 1 &&
      EVP_CIPHER_CTX_ctrl(context, EVP_CTRL_AEAD_GET_TAG, kTagBytes,
                          bytes_at(encrypted, kNonceBytes + text.size())) == 1;
  UMLAUF_ASSERT(done);
  return encrypted;
}

std::optional<Bytes> decrypt(const SecretKey& key, std::string_view encrypted,
                             std::string_view associated) {
  if (encrypted.size() < kNonceBytes + kTagBytes) return std::nullopt;
  const std::size_t size = encrypted.size() - kNonceBytes - kTagBytes;
  // Room for a byte more, so that an empty text has an address as well.
  Bytes text(size + 1, '\0');
  Bytes tag(encrypted.substr(kNonceBytes + size));
  EVP_CIPHER_CTX* context = own_context();
  int length = 0;
  const bool done =
      context != nullptr &&
      EVP_DecryptInit_ex2(context, algorithm(), key.bytes.data(), bytes_at(encrypted, 0),
                          nullptr) == 1 &&
      EVP_DecryptUpdate(context, nullptr, &length, bytes_at(associated, 0),
                        static_cast<int>(associated.size())) == 1 &&
      EVP_DecryptUpdate(context, bytes_at(text, 0), &length, bytes_at(encrypted, kNonceBytes),
                        static_cast<int>(size)) == 1 &&
      EVP_CIPHER_CTX_ctrl(context, EVP_CTRL_AEAD_SET_TAG, kTagBytes, tag.data()) == 1 &&
      EVP_DecryptFinal_ex(context, bytes_at(text, size), &length) == 1;
  if (!done) return std::nullopt;
  text.resize(size);
  return text;
}

}  // namespace umlauf::service
