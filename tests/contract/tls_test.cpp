// The way to PostgreSQL: encrypted, and to nobody else than the server that is meant.
#include <gtest/gtest.h>
#include <unistd.h>

#include <fstream>

#include "adapters/postgres/connection.hpp"
#include "tests/contract/certificates.hpp"
#include "tests/contract/postgres_server.hpp"

namespace umlauf::postgres {
namespace {

using tests::Authority;
using tests::PostgresServer;

constexpr const char* kHost = "db.rathaus.test";

// An address of the loopback network that no other test has: libpq is told the address and the name
// apart, so that no name service is needed.
std::string own_address() {
  const int process = ::getpid();
  return "127.88." + std::to_string(process / 250 % 250) + "." + std::to_string(process % 250 + 1);
}

class Tls : public testing::Test {
 protected:
  Tls() {
    PostgresServer::instance().listen_at(own_address());
    trusted_ = write("ca.pem", authority_.certificate());
  }
  void serve(const tests::Certificate& certificate) {
    PostgresServer::instance().serve_tls(certificate.certificate, certificate.key);
  }
  std::string write(const std::string& name, const std::string& content) {
    std::ofstream(folder_.file(name)) << content;
    return folder_.file(name);
  }
  // Over the network, with the schema of `fresh_schema`.
  std::string address(const std::string& host, const std::string& more) {
    std::string address = PostgresServer::instance().fresh_schema();
    const std::string socket = "host=" + PostgresServer::instance().socket_folder();
    address.replace(address.find(socket), socket.size(),
                    "host=" + host + " hostaddr=" + own_address());
    return address + " " + more;
  }
  std::string verified(const std::string& host) {
    return address(host, "sslmode=verify-full sslrootcert=" + trusted_);
  }
  // What is said where the connection is refused; "" where it works.
  static std::string refusal(const std::string& address) {
    const auto opened = PostgresStore::open(address);
    if (opened) return "";
    EXPECT_EQ(opened.error().code, ErrorCode::Storage);
    return opened.error().message.english;
  }

  tests::TemporaryFolder folder_;
  Authority authority_{"Stadt"};
  std::string trusted_;
};

TEST_F(Tls, TheRightServerIsBelieved) {
  serve(authority_.issue(kHost, -1, 1));
  const auto store = PostgresStore::open(verified(kHost));
  ASSERT_TRUE(store.has_value()) << store.error().message.english;
  service::Batch batch;
  batch.instances.push_back({{service::InstanceKey(1), 1, service::DefinitionKey(1), "head"}, 0});
  EXPECT_TRUE((*store)->commit(batch).value().durable());
  EXPECT_EQ((*store)->load(service::InstanceKey(1)).value()->row.head, "head");
  EXPECT_EQ((*store)->objection(), std::nullopt);

  Connection connection(verified(kHost), 10);
  EXPECT_EQ(connection.value("SELECT ssl FROM pg_stat_ssl WHERE pid = pg_backend_pid()"), "t");
  EXPECT_TRUE(connection.transport().encrypted);
  EXPECT_EQ(connection.transport().mode, "verify-full");
  EXPECT_EQ(connection.transport().host, kHost);
  EXPECT_EQ(connection.transport().address, own_address());
}

TEST_F(Tls, ACertificateOfAnotherAuthorityIsRefused) {
  for (const char* name : {"Stadt", "Land"}) {
    serve(Authority(name).issue(kHost, -1, 1));
    const std::string said = refusal(verified(kHost));
    EXPECT_NE(said.find("not signed by the authority"), std::string::npos) << said;
  }
}

TEST_F(Tls, ACertificateOfAnotherServerIsRefused) {
  serve(authority_.issue("web.rathaus.test", -1, 1));
  const std::string said = refusal(verified(kHost));
  EXPECT_NE(said.find("web.rathaus.test"), std::string::npos) << said;
  EXPECT_NE(said.find("another server's"), std::string::npos) << said;
  EXPECT_EQ(refusal(address(kHost, "sslmode=verify-ca sslrootcert=" + trusted_)), "")
      << "verify-ca looks at the authority alone";
}

TEST_F(Tls, ACertificateOutOfItsTimeIsRefused) {
  for (const auto& [from, to] : {std::pair(-10, -1), std::pair(1, 10)}) {
    serve(authority_.issue(kHost, from, to));
    const std::string said = refusal(verified(kHost));
    EXPECT_NE(said.find("out of date"), std::string::npos) << said;
  }
}

TEST_F(Tls, AServerThatDoesNotEncryptIsRefused) {
  PostgresServer::instance().serve_plainly();
  const std::string said = refusal(verified(kHost));
  EXPECT_NE(said.find("the server does not encrypt"), std::string::npos) << said;
  EXPECT_EQ(refusal(address(kHost, "sslmode=prefer")), "") << "that is libpq's default";
}

TEST_F(Tls, WithoutTheCertificateOfAnAuthorityNobodyIsBelieved) {
  serve(authority_.issue(kHost, -1, 1));
  const std::string missing = folder_.file("nothing.pem");
  const std::string said = refusal(address(kHost, "sslmode=verify-full sslrootcert=" + missing));
  EXPECT_NE(said.find(missing), std::string::npos) << said;
  EXPECT_NE(said.find("sslrootcert names the file"), std::string::npos) << said;
}

TEST_F(Tls, AServerThatWantsTlsRefusesThePlainWay) {
  serve(authority_.issue(kHost, -1, 1));
  const std::string said = refusal(address(kHost, "sslmode=disable"));
  EXPECT_NE(said.find("takes encrypted connections only"), std::string::npos) << said;
}

TEST(Transport, IsObjectedToWhereANetworkIsTrusted) {
  struct Case {
    Transport transport;
    const char* said;  // "": nothing
  };
  const Case kCases[] = {
      {{"/run/postgresql", "", "prefer", false, false}, ""},
      {{"@umlauf", "", "prefer", false, false}, ""},
      {{"localhost", "127.0.0.1", "prefer", false, false}, ""},
      {{"localhost", "::1", "disable", false, false}, ""},
      {{"db", "10.1.2.3", "disable", false, false}, "is not encrypted"},
      {{"db", "10.1.2.3", "prefer", false, false}, "is not encrypted"},
      {{"db", "10.1.2.3", "prefer", true, false}, "sslmode=prefer anybody may pass"},
      {{"db", "10.1.2.3", "require", true, false}, "sslmode=require anybody may pass"},
      {{"db", "10.1.2.3", "verify-ca", true, false}, "sslmode=verify-ca anybody may pass"},
      {{"db", "10.1.2.3", "verify-full", true, false}, ""},
      {{"db", "10.1.2.3", "prefer", true, true}, ""},
  };
  for (const Case& each : kCases) {
    const auto said = objection(each.transport);
    EXPECT_EQ(said.has_value(), *each.said != '\0') << each.transport.mode;
    if (said) {
      EXPECT_NE(said->english.find(each.said), std::string::npos) << said->english;
    }
  }
}

}  // namespace
}  // namespace umlauf::postgres
