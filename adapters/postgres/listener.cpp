#include "adapters/postgres/listener.hpp"

#include <poll.h>

#include <algorithm>
#include <climits>

#include "adapters/postgres/connection.hpp"

namespace umlauf::postgres {
namespace {

constexpr int kConnectTimeoutS = 10;
constexpr std::int64_t kReconnectMs = 1'000;

// Takes the calls that have arrived; whether there were any.
bool take_calls(PGconn* handle) {
  bool any = false;
  while (PGnotify* call = PQnotifies(handle)) {
    PQfreemem(call);
    any = true;
  }
  return any;
}

}  // namespace

Listener::Listener(std::string address) : address_(std::move(address)) {}
Listener::~Listener() = default;

// Whether it listens only from now on.
bool Listener::listen() {
  if (connection_ && connection_->usable()) return false;
  connection_.reset();
  auto fresh = std::make_unique<Connection>(address_, kConnectTimeoutS);
  const std::string channel = "umlauf_" + fresh->value("SELECT current_schema()");
  fresh->run("LISTEN " + fresh->quoted(channel));
  connection_ = std::move(fresh);
  return true;
}

void Listener::wait(std::int64_t timeout_ms) {
  const int timeout = static_cast<int>(std::clamp<std::int64_t>(timeout_ms, 0, INT_MAX));
  try {
    if (listen() || take_calls(connection_->handle())) return;
  } catch (const Failure&) {
    ::poll(nullptr, 0, static_cast<int>(std::min<std::int64_t>(timeout, kReconnectMs)));
    return;
  }
  pollfd socket{connection_->socket(), POLLIN, 0};
  if (::poll(&socket, 1, timeout) != 1) return;
  if (PQconsumeInput(connection_->handle()) != 1) {
    connection_.reset();
    return;
  }
  take_calls(connection_->handle());
}

}  // namespace umlauf::postgres
