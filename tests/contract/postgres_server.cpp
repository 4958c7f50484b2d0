#include "tests/contract/postgres_server.hpp"

#include <sys/stat.h>
#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iostream>

namespace umlauf::tests {
namespace {

// The newest /usr/lib/postgresql/<version>/bin; empty where there is none.
std::string newest_programs() {
  std::string newest;
  std::error_code none;
  for (const auto& entry : std::filesystem::directory_iterator("/usr/lib/postgresql", none)) {
    const std::string bin = entry.path().string() + "/bin";
    if (std::filesystem::exists(bin + "/postgres") && bin > newest) newest = bin;
  }
  return newest;
}

}  // namespace

PostgresServer& PostgresServer::instance() {
  static PostgresServer server;
  return server;
}

PostgresServer::PostgresServer() : programs_(newest_programs()) {
  if (programs_.empty()) {
    std::cerr << "no PostgreSQL server is installed; on Debian: apt-get install postgresql\n";
    std::exit(1);
  }
  // PostgreSQL refuses to run as root; Debian's package brings the user postgres.
  ::chmod(folder_.file("").c_str(), 0777);
  const std::string data = folder_.file("data");
  const int made = run("initdb -D " + data + " -U umlauf -A trust -E UTF8 --locale=C --no-sync");
  if (made != 0) {
    std::cerr << "initdb fails: " << made << "\n";
    std::exit(1);
  }
  start();
}

void PostgresServer::start() {
  const int started = run("pg_ctl -D " + folder_.file("data") + " -w -t 60 -l " +
                          folder_.file("log") + " -o \"-c listen_addresses='" + listen_addresses_ +
                          "' -c unix_socket_directories=" + folder_.file("") +
                          " -c fsync=off -c max_connections=80 -c ssl=" + tls_ + "\" start");
  if (started != 0) {
    std::cerr << "PostgreSQL does not start: " << started << "\n";
    std::exit(1);
  }
}

void PostgresServer::crash() { run("pg_ctl -D " + folder_.file("data") + " -m immediate stop"); }

void PostgresServer::listen_at(const std::string& address) {
  listen_addresses_ = address;
  restart("host");
}

// A file of the server's own, which nobody else may read.
void PostgresServer::install(const std::string& name, const std::string& content) const {
  const std::string path = folder_.file("data/" + name);
  struct stat data {};
  ::stat(folder_.file("data").c_str(), &data);
  std::ofstream(path) << content;
  if (::chown(path.c_str(), data.st_uid, data.st_gid) != 0 || ::chmod(path.c_str(), 0600) != 0)
    std::cerr << path << " cannot be given to the server\n";
}

void PostgresServer::restart(const std::string& network) {
  install("pg_hba.conf", "local all all trust\n" + network + " all all all trust\n");
  run("pg_ctl -D " + folder_.file("data") + " -m fast -w stop");
  start();
}

void PostgresServer::serve_tls(const std::string& certificate, const std::string& key) {
  install("server.crt", certificate);
  install("server.key", key);
  tls_ = "on";
  restart("hostssl");
}

void PostgresServer::serve_plainly() {
  tls_ = "off";
  restart("host");
}

bool PostgresServer::execute(const std::string& parameters, const std::string& sql) const {
  return run("psql -q \"" + parameters + "\" -c \"" + sql + "\"") == 0;
}

PostgresServer::~PostgresServer() { crash(); }

int PostgresServer::run(const std::string& command) const {
  const std::string as_user = ::geteuid() == 0 ? "runuser -u postgres -- " : "";
  return std::system(("cd / && " + as_user + programs_ + "/" + command + " >/dev/null").c_str());
}

std::string PostgresServer::fresh_schema() {
  const std::string schema = "s" + std::to_string(++schemas_);
  const std::string socket = folder_.file("");
  const int made =
      run("psql -q -h " + socket + " -U umlauf -d postgres -c 'CREATE SCHEMA " + schema + "'");
  if (made != 0) std::cerr << "the schema " << schema << " could not be made\n";
  return "host=" + socket + " user=umlauf dbname=postgres options='-c search_path=" + schema + "'";
}

void PostgresServer::break_connections() {
  // Waits for each to be gone.
  run("psql -q -h " + folder_.file("") +
      " -U umlauf -d postgres -c \"SELECT pg_terminate_backend(pid, 10000) FROM pg_stat_activity"
      " WHERE pid <> pg_backend_pid() AND backend_type = 'client backend'\"");
}

}  // namespace umlauf::tests
