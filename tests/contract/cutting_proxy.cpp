#include "tests/contract/cutting_proxy.hpp"

#include <poll.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <array>
#include <cstring>
#include <iterator>
#include <vector>

namespace umlauf::tests {
namespace {

constexpr int kLookMs = 20;

sockaddr_un address_of(const std::string& path) {
  sockaddr_un address{};
  address.sun_family = AF_UNIX;
  std::strncpy(address.sun_path, path.c_str(), sizeof(address.sun_path) - 1);
  return address;
}

bool write_all(int to, const char* bytes, std::size_t count) {
  while (count > 0) {
    const ssize_t written = ::send(to, bytes, count, MSG_NOSIGNAL);
    if (written <= 0) return false;
    bytes += written;
    count -= static_cast<std::size_t>(written);
  }
  return true;
}

}  // namespace

CuttingProxy::CuttingProxy(const std::string& server_folder)
    : server_path_(server_folder + "/.s.PGSQL.5432") {
  listening_ = ::socket(AF_UNIX, SOCK_STREAM, 0);
  const sockaddr_un address = address_of(folder_.file(".s.PGSQL.5432"));
  if (::bind(listening_, reinterpret_cast<const sockaddr*>(&address), sizeof(address)) != 0 ||
      ::listen(listening_, 16) != 0)
    std::abort();
  thread_ = std::thread([this] { serve(); });
}

CuttingProxy::~CuttingProxy() {
  stopped_ = true;
  thread_.join();
  for (const Pair& pair : pairs_) {
    ::close(pair.client);
    ::close(pair.server);
  }
  ::close(listening_);
}

void CuttingProxy::accept() {
  Pair pair;
  pair.client = ::accept(listening_, nullptr, nullptr);
  pair.server = ::socket(AF_UNIX, SOCK_STREAM, 0);
  const sockaddr_un address = address_of(server_path_);
  if (::connect(pair.server, reinterpret_cast<const sockaddr*>(&address), sizeof(address)) == 0) {
    pairs_.push_back(pair);
    return;
  }
  ::close(pair.client);
  ::close(pair.server);
}

// False: the connection is over.
bool CuttingProxy::pass_on(Pair& pair, bool from_client) {
  std::array<char, 65536> bytes;
  const ssize_t count =
      ::recv(from_client ? pair.client : pair.server, bytes.data(), bytes.size(), 0);
  if (count <= 0) return false;
  if (from_client) {
    Cut ordered = cut_;
    if (ordered == Cut::Request && cut_.compare_exchange_strong(ordered, Cut::Never)) return false;
    if (ordered == Cut::Answer) pair.answer_is_cut = true;
  } else if (pair.answer_is_cut) {
    cut_ = Cut::Never;
    return false;
  }
  return write_all(from_client ? pair.server : pair.client, bytes.data(),
                   static_cast<std::size_t>(count));
}

void CuttingProxy::serve() {
  while (!stopped_) {
    std::vector<pollfd> sockets{{listening_, POLLIN, 0}};
    for (const Pair& pair : pairs_) {
      sockets.push_back({pair.client, POLLIN, 0});
      sockets.push_back({pair.server, POLLIN, 0});
    }
    if (::poll(sockets.data(), sockets.size(), kLookMs) <= 0) continue;
    std::size_t at = 1;
    for (auto pair = pairs_.begin(); pair != pairs_.end(); at += 2) {
      const bool from_client = sockets[at].revents != 0;
      const bool from_server = sockets[at + 1].revents != 0;
      bool open = !from_client || pass_on(*pair, true);
      if (open && from_server) open = pass_on(*pair, false);
      if (open) {
        ++pair;
        continue;
      }
      ::close(pair->client);
      ::close(pair->server);
      pair = pairs_.erase(pair);
    }
    if (sockets[0].revents != 0) accept();
  }
}

}  // namespace umlauf::tests
