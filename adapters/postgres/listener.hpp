#pragma once

#include <cstdint>
#include <memory>
#include <string>

namespace umlauf::postgres {

class Connection;

/// Hears (LISTEN/NOTIFY) when any node on the database has added a timer that is due soon or a job,
/// so that whoever waits for work need not poll. A call may get lost with its connection: look
/// yourself now and then.
class Listener {
 public:
  explicit Listener(std::string address);
  ~Listener();

  /// Returns when there may be work, after `timeout_ms`, or when a signal arrives. The first call,
  /// and the first after a connection was lost, returns at once: until then nobody has listened.
  void wait(std::int64_t timeout_ms);

 private:
  bool listen();

  const std::string address_;
  std::unique_ptr<Connection> connection_;
};

}  // namespace umlauf::postgres
