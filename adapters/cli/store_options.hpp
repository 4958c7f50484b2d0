#pragma once

#include <memory>
#include <optional>
#include <string>

#include "adapters/cli/options.hpp"
#include "adapters/postgres/listener.hpp"
#include "adapters/postgres/postgres_store.hpp"
#include "engine/feel/value.hpp"
#include "engine/organisation/organisation.hpp"
#include "engine/service/engine.hpp"

namespace umlauf::cli {

/// The clock on the wall.
class SystemClock final : public service::Clock {
 public:
  calendar::Instant now() override;
};

/// The store of this address; says on standard error what is to be said against the way to it.
/// Errors: Storage.
Result<std::unique_ptr<postgres::PostgresStore>> open_postgres(
    const std::string& address, const postgres::PostgresOptions& options = {});
/// Opens the database that the text names: `postgresql://...`, `postgres://...` or libpq's
/// `host=... dbname=...` in PostgreSQL, anything else as an SQLite file. Errors: Storage.
Result<std::unique_ptr<service::Store>> open_store(const std::string& database);
/// The text as it may be printed: an address without its password.
std::string shown_database(const std::string& database);

/// The last line of a key file, and the one before it while the master key is being changed.
struct MasterKeys {
  std::optional<service::SecretKey> key;
  std::optional<service::SecretKey> former;
};
/// Errors: Request.
Result<MasterKeys> read_key_file(const std::string& file);

/// What every subcommand that works on a database shares: `--db`, `--json`, and, where people act,
/// `--as` and `--organisation`. Defaults come from UMLAUF_DB, UMLAUF_PERSON, UMLAUF_ORGANISATION.
/// `--key-file` (UMLAUF_KEY_FILE) names the master key of docs/privacy.md.
class StoreOptions {
 public:
  enum class People { No, Yes };
  StoreOptions(Options& options, People people);

  /// Opens the database and the engine; call after `options.parse`.
  Result<Done> open();
  /// Only the database, for what needs no engine.
  Result<Done> open_store();
  service::Engine& engine() { return *engine_; }
  service::Store& store() { return *store_; }
  /// The database as it was named: it may hold a password.
  const std::string& database() const { return database_; }
  /// Whether `wait` is woken by what other programs add.
  bool listens() const { return listener_ != nullptr; }
  /// Returns after so many milliseconds, when a signal arrives, or, where the store tells, when
  /// another program may have added a timer or a job.
  void wait(std::int64_t milliseconds);

  bool json() const { return json_; }
  const std::string& person() const { return person_; }
  /// What `--key-file` holds. Errors: Request.
  Result<MasterKeys> master_keys() const;
  /// Null where none is named.
  const std::shared_ptr<const organisation::Organisation>& organisation() const {
    return organisation_;
  }
  /// Who acts: the person with the groups that the organisation gives; nobody without `--as`.
  Result<service::Caller> caller() const;

 private:
  std::string database_ = "umlauf.sqlite";
  std::string person_;
  std::string organisation_file_;
  std::string key_file_;
  bool json_ = false;
  std::shared_ptr<const organisation::Organisation> organisation_;
  SystemClock clock_;
  std::unique_ptr<service::Store> store_;
  std::unique_ptr<postgres::Listener> listener_;
  std::unique_ptr<service::Engine> engine_;
};

/// `--variables JSON|@FILE` and `--var NAME=VALUE`, for subcommands that hand variables in.
class VariableOptions {
 public:
  explicit VariableOptions(Options& options);
  Result<feel::Context> read() const;

 private:
  std::string json_;
  std::vector<std::string> pairs_;
};

/// `NAME=VALUE`: the value is JSON where it reads as such, otherwise a text. Errors: Request.
Result<feel::Entry> assignment_of(const std::string& pair);
/// Errors: Request where the text is no key of an instance, or of a task.
Result<service::InstanceKey> instance_of(const std::string& text);
Result<service::ElementReference> reference_of(const std::string& text);

/// A day (its beginning), or a day and time, in the time zone of the administration unless the
/// text names one. Errors: Request.
Result<calendar::Instant> time_of(const std::string& text);

/// One line of JSON on standard output.
void print_json(const feel::Value& value);
/// For people: `2026-01-05 08:00` in the time zone of the administration.
std::string shown_time(calendar::Instant time);

}  // namespace umlauf::cli
