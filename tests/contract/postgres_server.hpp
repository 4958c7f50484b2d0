#pragma once

#include <memory>
#include <string>

#include "adapters/postgres/postgres_store.hpp"
#include "tests/contract/stores.hpp"

namespace umlauf::tests {

/// A PostgreSQL server of Debian's package, started for this program alone: its data lies in a
/// temporary folder, it listens on a socket in there and nowhere else, and it ends with the
/// program.
class PostgresServer {
 public:
  /// The one server of this program, started at the first call. Ends the program with a message
  /// where there is no PostgreSQL.
  static PostgresServer& instance();
  ~PostgresServer();

  /// Connection parameters whose search path is a schema that nobody had before.
  std::string fresh_schema();
  /// Ends all connections as an administrator would.
  void break_connections();
  /// Kills the server as a crash does, and starts it again; what was committed is there.
  void crash();
  void start();
  /// Runs one statement as the superuser, in the schema that the parameters name.
  bool execute(const std::string& parameters, const std::string& sql) const;
  /// Restarts so that it listens at this address of the network, too.
  void listen_at(const std::string& address);
  /// Restarts; from now on it takes connections over the network with this certificate and no
  /// others, or only without TLS.
  void serve_tls(const std::string& certificate, const std::string& key);
  void serve_plainly();
  /// The folder in which its socket lies.
  std::string socket_folder() const { return folder_.file(""); }

 private:
  PostgresServer();
  int run(const std::string& command) const;
  void install(const std::string& name, const std::string& content) const;
  void restart(const std::string& network);

  TemporaryFolder folder_;
  std::string programs_;
  std::string listen_addresses_;
  std::string tls_ = "off";
  int schemas_ = 0;
};

class PostgresUnderTest final : public StoreUnderTest {
 public:
  PostgresUnderTest() : parameters_(PostgresServer::instance().fresh_schema()) { reopen(); }
  service::Store& store() override { return *store_; }
  void reopen() override {
    store_.reset();
    store_ = postgres::PostgresStore::open(parameters_).value();
  }

 private:
  std::string parameters_;
  std::unique_ptr<postgres::PostgresStore> store_;
};

}  // namespace umlauf::tests
