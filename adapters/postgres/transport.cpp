#include "adapters/postgres/transport.hpp"

namespace umlauf::postgres {
namespace {

bool is_of_this_machine(const Transport& transport) {
  if (transport.host.empty() || transport.host.front() == '/' || transport.host.front() == '@')
    return true;
  return transport.address.starts_with("127.") || transport.address == "::1";
}

struct Explanation {
  std::string_view said;  // a part of what libpq or the server says
  Text meaning;
};

const Explanation* find_explanation(std::string_view message) {
  static const Text kNotTrusted{
      "the server's certificate is not signed by the authority that sslrootcert names, or it is "
      "out of date",
      "das Zertifikat des Servers stammt nicht von der Stelle, die sslrootcert nennt, oder es "
      "ist nicht (mehr) gültig"};
  static const Explanation kExplanations[] = {
      {"certificate verify failed", kNotTrusted},
      // An authority of the same name with another key.
      {"SSL error: EVP lib", kNotTrusted},
      {"does not match host name",
       {"the certificate is another server's than the one that the address names",
        "das Zertifikat gehört einem anderen Server als dem, den die Adresse nennt"}},
      {"root certificate file",
       {"sslrootcert names the file with the certificate of your authority",
        "sslrootcert nennt die Datei mit dem Zertifikat der eigenen Zertifizierungsstelle"}},
      {"server does not support SSL",
       {"the server does not encrypt: set 'ssl = on' and give it a certificate",
        "der Server verschlüsselt nicht: dort 'ssl = on' setzen und ein Zertifikat angeben"}},
      {"no encryption",
       {"the server takes encrypted connections only: use sslmode=verify-full",
        "der Server nimmt nur verschlüsselte Verbindungen an: sslmode=verify-full verwenden"}},
  };
  for (const Explanation& each : kExplanations)
    if (message.find(each.said) != std::string_view::npos) return &each;
  return nullptr;
}

}  // namespace

std::optional<Text> objection(const Transport& transport) {
  if (is_of_this_machine(transport) || transport.by_kerberos) return std::nullopt;
  const std::string& host = transport.host;
  if (!transport.encrypted)
    return Text{"the connection to '" + host +
                    "' is not encrypted: whoever is on the way can read and change everything; use "
                    "sslmode=verify-full",
                "die Verbindung zu '" + host +
                    "' ist nicht verschlüsselt: wer auf dem Weg sitzt, kann alles lesen und "
                    "ändern; sslmode=verify-full verwenden"};
  if (transport.mode == "verify-full") return std::nullopt;
  return Text{"the connection to '" + host + "' is encrypted, but with sslmode=" + transport.mode +
                  " anybody may pass for that server; use sslmode=verify-full",
              "die Verbindung zu '" + host +
                  "' ist verschlüsselt, aber mit sslmode=" + transport.mode +
                  " kann sich jeder für diesen Server ausgeben; sslmode=verify-full verwenden"};
}

Text explained(std::string_view libpq_message) {
  std::string message(libpq_message);
  while (!message.empty() && (message.back() == '\n' || message.back() == ' ')) message.pop_back();
  const Explanation* found = find_explanation(message);
  if (found == nullptr) return {message, message};
  return {message + " (" + found->meaning.english + ")",
          message + " (" + found->meaning.german + ")"};
}

}  // namespace umlauf::postgres
