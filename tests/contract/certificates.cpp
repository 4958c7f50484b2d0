#include "tests/contract/certificates.hpp"

#include <openssl/pem.h>
#include <openssl/x509v3.h>

#include "engine/base/assert.hpp"

namespace umlauf::tests {
namespace {

void extend(X509* certificate, X509* issuer, int extension, const std::string& value) {
  X509V3_CTX context;
  X509V3_set_ctx_nodb(&context);
  X509V3_set_ctx(&context, issuer, certificate, nullptr, nullptr, 0);
  X509_EXTENSION* made = X509V3_EXT_conf_nid(nullptr, &context, extension, value.c_str());
  UMLAUF_ASSERT(made != nullptr);
  X509_add_ext(certificate, made, -1);
  X509_EXTENSION_free(made);
}

template <typename Write>
std::string pem(Write write) {
  BIO* memory = BIO_new(BIO_s_mem());
  UMLAUF_ASSERT(write(memory) == 1);
  char* bytes = nullptr;
  const long size = BIO_get_mem_data(memory, &bytes);
  std::string text(bytes, static_cast<std::size_t>(size));
  BIO_free(memory);
  return text;
}

std::string pem_of(const X509* certificate) {
  return pem([certificate](BIO* out) { return PEM_write_bio_X509(out, certificate); });
}

}  // namespace

Authority::Signed Authority::unsigned_certificate(EVP_PKEY* key, const std::string& name,
                                                  int from_day, int to_day) {
  static long serial = 0;
  Signed made(X509_new());
  X509_set_version(made.get(), 2);  // counts from 0: version 3
  ASN1_INTEGER_set(X509_get_serialNumber(made.get()), ++serial);
  X509_time_adj_ex(X509_getm_notBefore(made.get()), from_day, 0, nullptr);
  X509_time_adj_ex(X509_getm_notAfter(made.get()), to_day, 0, nullptr);
  X509_set_pubkey(made.get(), key);
  X509_NAME_add_entry_by_txt(X509_get_subject_name(made.get()), "CN", MBSTRING_UTF8,
                             reinterpret_cast<const unsigned char*>(name.c_str()), -1, -1, 0);
  return made;
}

Authority::Authority(const std::string& name)
    : key_(EVP_EC_gen("P-256")), certificate_(unsigned_certificate(key_.get(), name, -1, 10)) {
  X509_set_issuer_name(certificate_.get(), X509_get_subject_name(certificate_.get()));
  extend(certificate_.get(), certificate_.get(), NID_basic_constraints, "critical,CA:TRUE");
  extend(certificate_.get(), certificate_.get(), NID_key_usage, "critical,keyCertSign");
  UMLAUF_ASSERT(X509_sign(certificate_.get(), key_.get(), EVP_sha256()) > 0);
}

std::string Authority::certificate() const { return pem_of(certificate_.get()); }

Certificate Authority::issue(const std::string& host, int from_day, int to_day) const {
  const Key key(EVP_EC_gen("P-256"));
  const Signed made = unsigned_certificate(key.get(), host, from_day, to_day);
  X509_set_issuer_name(made.get(), X509_get_subject_name(certificate_.get()));
  extend(made.get(), certificate_.get(), NID_subject_alt_name, "DNS:" + host);
  UMLAUF_ASSERT(X509_sign(made.get(), key_.get(), EVP_sha256()) > 0);
  return {pem_of(made.get()), pem([&key](BIO* out) {
            return PEM_write_bio_PrivateKey(out, key.get(), nullptr, nullptr, 0, nullptr, nullptr);
          })};
}

}  // namespace umlauf::tests
