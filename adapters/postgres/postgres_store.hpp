#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "engine/service/store.hpp"

namespace umlauf::postgres {

struct PostgresOptions {
  /// Connections that read beside the writing one, at most; who finds none free waits for one.
  std::size_t readers_max = 8;
  int connect_timeout_s = 10;
  /// How long a call goes on trying to connect again when the server has gone away.
  std::int64_t patience_ms = 15'000;
  /// How long what `claim` yields stays with this store where its process stands still.
  std::int64_t claim_ms = 10'000;
  /// Everything is read as it was at the first reading, whatever others do meanwhile (for checks);
  /// then there is one reader, nothing may be written, and tables that are older or not there are
  /// refused.
  bool snapshot = false;
  /// Whether commits wake those who wait at a Listener.
  bool announce = true;
};

/// A store in a PostgreSQL database (15 or later) that any number of engines may use at once: the
/// expected revisions of a batch decide who was first.
///
/// A batch is one pipelined transaction: a handful of statements over arrays, whatever the batch's
/// size, and one round trip. What is claimed is locked by that same transaction (FOR UPDATE SKIP
/// LOCKED); the server ends it where the process that claimed stands still for too long.
///
/// When the server goes away, calls wait for it and go on. A batch whose commit was in doubt is
/// looked for first: the session that sent it is ended, so that it can no longer commit, and the
/// batch is sent again only if it is not there. Only after `patience_ms` the call fails with
/// Storage; then it is open whether the batch is durable, and idempotency keys tell.
class PostgresStore final : public service::Store {
 public:
  /// `address` is libpq's: `postgresql://host/database?sslmode=verify-full` or
  /// `host=... dbname=...`. Makes the tables in the first schema of the search path where there are
  /// none, and brings older ones up to date. Errors, all Storage: cannot connect, server too old,
  /// tables of a newer version.
  static Result<std::unique_ptr<PostgresStore>> open(const std::string& address,
                                                     const PostgresOptions& options = {});
  ~PostgresStore() override;

  /// What an administrator should hear of the way to the server: that it leads over a network and
  /// is not encrypted, or that anybody may pass for the server (docs/postgresql.md).
  const std::optional<Text>& objection() const;

  Result<service::Committed> commit(const service::Batch& batch) override;
  Result<std::optional<service::StoredInstance>> load(service::InstanceKey instance) override;
  Result<std::vector<service::StoredInstance>> load_all(
      const std::vector<service::InstanceKey>& instances) override;
  Result<std::vector<service::InstanceRow>> instances(service::InstanceKey after,
                                                      std::size_t limit) override;
  Result<std::vector<service::Entry>> entries(const service::EntryScan& scan) override;
  Result<std::vector<service::Entry>> claim(const service::EntryScan& scan) override;
  Result<std::vector<service::JournalRow>> journal(service::InstanceKey instance,
                                                   std::uint64_t from, std::size_t limit) override;
  Result<std::vector<service::Cell>> cells(std::string_view prefix, std::string_view after,
                                           std::size_t limit) override;
  Result<std::uint64_t> reserve_keys(std::uint64_t count) override;
  /// Nothing to do: PostgreSQL's autovacuum does it.
  Result<Done> maintain() override;

  /// What the tables hold that leads nowhere, and numbers that would be given out twice; nothing
  /// where all is well. Reads all keys.
  Result<std::vector<Text>> check_integrity();

 private:
  struct Parts;
  explicit PostgresStore(std::unique_ptr<Parts> parts);
  std::unique_ptr<Parts> parts_;
};

/// Makes the tables or brings them up to date, and lets `role` use them where one is named. For
/// the tables' owner; yields the version that they have now. Errors: Storage.
Result<std::size_t> initialise(const std::string& address, const std::string& role);
/// The version of the tables, and the one that this program knows. Errors: Storage.
struct SchemaVersions {
  std::size_t found = 0;
  std::size_t known = 0;
};
Result<SchemaVersions> schema_versions(const std::string& address);

}  // namespace umlauf::postgres
