#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "engine/base/diagnostic.hpp"

/// What lies between a node and its server: whether it is encrypted, and whether anybody has found
/// out who answers at the other end.
namespace umlauf::postgres {

struct Transport {
  std::string host;     ///< as it was named; a folder: a socket of this machine
  std::string address;  ///< the IP address, where it is known
  std::string mode;     ///< sslmode
  bool encrypted = false;
  /// Encrypted by Kerberos (GSSAPI), which knows both ends.
  bool by_kerberos = false;
};

/// What is to be said against such a connection over a network: that it is not encrypted, or that
/// nobody knows with whom. Nothing where the server was verified, or is on this machine.
std::optional<Text> objection(const Transport& transport);

/// What libpq says of a failed connection, with what it means where TLS was the reason.
Text explained(std::string_view libpq_message);

}  // namespace umlauf::postgres
