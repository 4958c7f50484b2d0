#pragma once

#include <memory>
#include <optional>
#include <string>

#include "adapters/postgres/connection.hpp"
#include "adapters/postgres/postgres_store.hpp"

namespace umlauf::postgres {

/// The one session of a store that writes. One thread at a time.
class Writer {
 public:
  Writer(std::string address, const PostgresOptions& options)
      : address_(std::move(address)), options_(options) {}

  Result<service::Committed> commit(const service::Batch& batch);
  /// Locks what the statement finds until the next commit, and yields its rows.
  Result<Rows> claim(const Parameters& scan);

 private:
  Connection& connection();
  void fence();
  void lose();
  void roll_back();
  void send(const service::Batch& batch);
  std::optional<Result<service::Committed>> judge(const Failure& failure,
                                                  const service::Batch& batch);

  const std::string address_;
  const PostgresOptions options_;
  std::unique_ptr<Connection> connection_;
  Backend backend_;                // that serves `connection_`
  std::optional<Backend> former_;  // whose end nobody has seen yet
  bool claiming_ = false;          // a transaction is open
  int deadlocks_ = 0;
};

}  // namespace umlauf::postgres
