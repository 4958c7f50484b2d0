#pragma once

#include <cstddef>
#include <memory>
#include <string>

#include "engine/service/store.hpp"

namespace umlauf::postgres {

struct PostgresOptions {
  /// Connections that read beside the writing one, at most.
  std::size_t readers_max = 4;
  int connect_timeout_s = 10;
  /// How often a batch is sent again after a deadlock with another node before it fails.
  int deadlock_retries_max = 5;
};

/// A store in a PostgreSQL database (15 or later) that any number of engines may use at once: the
/// expected revisions of a batch decide who was first.
///
/// A batch is one pipelined implicit transaction: a handful of statements over arrays, whatever the
/// batch's size, and one round trip. A connection that breaks is opened again at the next call; a
/// batch whose commit was then in doubt is reported as Storage, and the engine reads again.
class PostgresStore final : public service::Store {
 public:
  /// `connection` is libpq's: `postgresql://host/database?sslmode=verify-full` or
  /// `host=... dbname=...`. Makes the tables in the first schema of the search path where there are
  /// none, and brings older ones up to date. Errors, all Storage: cannot connect, server too old,
  /// tables of a newer version.
  static Result<std::unique_ptr<PostgresStore>> open(const std::string& connection,
                                                     const PostgresOptions& options = {});
  ~PostgresStore() override;

  Result<service::Committed> commit(const service::Batch& batch) override;
  Result<std::optional<service::StoredInstance>> load(service::InstanceKey instance) override;
  Result<std::vector<service::InstanceRow>> instances(service::InstanceKey after,
                                                      std::size_t limit) override;
  Result<std::vector<service::Entry>> entries(const service::EntryScan& scan) override;
  Result<std::vector<service::JournalRow>> journal(service::InstanceKey instance,
                                                   std::uint64_t from, std::size_t limit) override;
  Result<std::vector<service::Cell>> cells(std::string_view prefix, std::string_view after,
                                           std::size_t limit) override;
  Result<std::uint64_t> reserve_keys(std::uint64_t count) override;
  /// Nothing to do: PostgreSQL's autovacuum does it.
  Result<Done> maintain() override;

 private:
  struct Parts;
  explicit PostgresStore(std::unique_ptr<Parts> parts);
  std::unique_ptr<Parts> parts_;
};

}  // namespace umlauf::postgres
