#pragma once

#include <openssl/evp.h>
#include <openssl/x509.h>

#include <memory>
#include <string>

namespace umlauf::tests {

/// A certificate and its key, as they stand in PEM files.
struct Certificate {
  std::string certificate;
  std::string key;
};

/// An authority of its own, made anew in each test.
class Authority {
 public:
  explicit Authority(const std::string& name);
  /// What clients are given as `sslrootcert`.
  std::string certificate() const;
  /// For a server of that name, valid between these days from now.
  Certificate issue(const std::string& host, int from_day, int to_day) const;

 private:
  struct Free {
    void operator()(EVP_PKEY* key) const { EVP_PKEY_free(key); }
    void operator()(X509* certificate) const { X509_free(certificate); }
  };
  using Key = std::unique_ptr<EVP_PKEY, Free>;
  using Signed = std::unique_ptr<X509, Free>;
  static Signed unsigned_certificate(EVP_PKEY* key, const std::string& name, int from_day,
                                     int to_day);

  Key key_;
  Signed certificate_;
};

}  // namespace umlauf::tests
