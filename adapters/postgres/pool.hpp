#pragma once

#include <condition_variable>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "adapters/postgres/connection.hpp"
#include "adapters/postgres/postgres_store.hpp"

namespace umlauf::postgres {

Error storage_error(const Failure& failure);

/// Time that is left to wait for a server that has gone away, in growing steps.
class Patience {
 public:
  explicit Patience(std::int64_t milliseconds);
  /// Sleeps a step; false where nothing is left.
  bool wait();

 private:
  std::int64_t end_ms_;
  std::int64_t step_ms_ = 20;
};

std::unique_ptr<Connection> connect(const std::string& address, const PostgresOptions& options);

/// The connections that read.
class ReaderPool {
 public:
  ReaderPool(std::string address, const PostgresOptions& options)
      : address_(std::move(address)), options_(options) {}

  /// Calls `read` with a connection that nobody else uses, again where the server went away.
  template <typename Read>
  auto read(Read read) -> Result<decltype(read(std::declval<Connection&>()))> {
    // Another connection would see another moment.
    Patience patience(options_.snapshot ? 0 : options_.patience_ms);
    for (;;) {
      try {
        Lease lease(*this);
        auto value = read(lease.connection());
        lease.keep();
        return value;
      } catch (const Failure& failure) {
        if (!failure.connection_lost() || !patience.wait()) return storage_error(failure);
      }
    }
  }

 private:
  // A connection of the pool for a while; it is closed unless it is kept.
  class Lease {
   public:
    explicit Lease(ReaderPool& pool);
    ~Lease();
    Lease(const Lease&) = delete;
    Lease& operator=(const Lease&) = delete;
    Connection& connection() { return *connection_; }
    void keep() { kept_ = true; }

   private:
    ReaderPool& pool_;
    std::unique_ptr<Connection> connection_;
    bool kept_ = false;
  };

  std::size_t readers_max() const { return options_.snapshot ? 1 : options_.readers_max; }

  const std::string address_;
  const PostgresOptions options_;
  std::mutex mutex_;
  std::condition_variable freed_;
  std::vector<std::unique_ptr<Connection>> idle_;
  std::size_t leased_ = 0;
};

}  // namespace umlauf::postgres
