#include "adapters/postgres/postgres_store.hpp"

#include <algorithm>
#include <mutex>

#include "adapters/postgres/batch.hpp"
#include "adapters/postgres/gathered_loads.hpp"
#include "adapters/postgres/inspection.hpp"
#include "adapters/postgres/pool.hpp"
#include "adapters/postgres/schema.hpp"
#include "adapters/postgres/wire.hpp"
#include "adapters/postgres/writer.hpp"
#include "engine/base/assert.hpp"

namespace umlauf::postgres {
namespace {

using service::Committed;
using service::Entry;
using service::InstanceKey;
using service::StoredInstance;

std::int64_t rows_max(std::size_t limit) {
  return static_cast<std::int64_t>(std::min<std::size_t>(limit, INT64_MAX));
}

void read_digest(std::string_view bytes, service::Digest& digest) {
  if (bytes.size() == digest.size()) std::copy(bytes.begin(), bytes.end(), digest.begin());
}

Parameters parameters_of(const service::EntryScan& scan) {
  // The walk begins behind `after`, or behind a bound that no entry reaches.
  const std::int64_t beyond = scan.descending ? INT64_MAX : -1;
  const std::int64_t bound = scan.descending ? INT64_MAX : INT64_MIN;
  const Entry* after = scan.after ? &*scan.after : nullptr;
  Parameters parameters;
  parameters.add_small(static_cast<std::int16_t>(scan.kind))
      .add(scan.name ? *scan.name
           : after   ? after->name
                     : std::string())
      .add(after ? after->position : bound)
      .add(after ? number(after->instance.value()) : beyond)
      .add(after ? number(after->element.value()) : beyond)
      .add(scan.position_max)
      .add(scan.position_min)
      .add(rows_max(scan.limit));
  return parameters;
}

std::vector<Entry> entries_of(const Rows& rows, const service::EntryScan& scan) {
  std::vector<Entry> found;
  found.reserve(static_cast<std::size_t>(rows.size()));
  for (int row = 0; row < rows.size(); ++row)
    found.push_back({scan.kind, std::string(rows.bytes(row, 0)), rows.integer(row, 1),
                     InstanceKey(unsigned_of(rows.integer(row, 2))),
                     service::ElementKey(unsigned_of(rows.integer(row, 3)))});
  return found;
}

}  // namespace

struct PostgresStore::Parts {
  Parts(const std::string& address, const PostgresOptions& options)
      : writer(address, options), readers(address, options) {}

  std::mutex writing;
  Writer writer;  // guarded by `writing`
  ReaderPool readers;
  GatheredLoads loads{readers};
  std::optional<Text> objection;
};

PostgresStore::PostgresStore(std::unique_ptr<Parts> parts) : parts_(std::move(parts)) {}
PostgresStore::~PostgresStore() = default;

Result<std::unique_ptr<PostgresStore>> PostgresStore::open(const std::string& address,
                                                           const PostgresOptions& options) {
  try {
    Connection connection(address, options.connect_timeout_s);
    if (connection.server_version() < 150000)
      return error(ErrorCode::Storage, "PostgreSQL 15 or later is needed",
                   "PostgreSQL 15 oder neuer ist nötig");
    if (options.snapshot)
      require_schema(connection);
    else
      upgrade_schema(connection);
    auto parts = std::make_unique<Parts>(address, options);
    parts->objection = postgres::objection(connection.transport());
    return std::unique_ptr<PostgresStore>(new PostgresStore(std::move(parts)));
  } catch (const Failure& failure) {
    return storage_error(failure);
  }
}

const std::optional<Text>& PostgresStore::objection() const { return parts_->objection; }

Result<Committed> PostgresStore::commit(const service::Batch& batch) {
  const std::lock_guard lock(parts_->writing);
  return parts_->writer.commit(batch);
}

Result<std::vector<StoredInstance>> PostgresStore::load_all(
    const std::vector<InstanceKey>& instances) {
  return parts_->loads.load_all(instances);
}

Result<std::optional<StoredInstance>> PostgresStore::load(InstanceKey instance) {
  return parts_->loads.load(instance);
}

Result<std::vector<service::InstanceRow>> PostgresStore::instances(InstanceKey after,
                                                                   std::size_t limit) {
  return parts_->readers.read([&](Connection& connection) {
    const Rows rows = connection.query(
        Statement::Instances, Parameters().add(number(after.value())).add(rows_max(limit)));
    std::vector<service::InstanceRow> found;
    for (int row = 0; row < rows.size(); ++row)
      found.push_back({InstanceKey(unsigned_of(rows.integer(row, 0))),
                       unsigned_of(rows.integer(row, 1)),
                       service::DefinitionKey(unsigned_of(rows.integer(row, 2))),
                       std::string(rows.bytes(row, 3))});
    return found;
  });
}

Result<std::vector<Entry>> PostgresStore::entries(const service::EntryScan& scan) {
  const Statement statement = scan.name
                                  ? (scan.descending ? Statement::ListDown : Statement::ListUp)
                                  : (scan.descending ? Statement::KindDown : Statement::KindUp);
  Parameters parameters = parameters_of(scan);
  if (statement == Statement::KindDown) parameters.add(std::int64_t{scan.after ? 0 : 1});
  return parts_->readers.read([&](Connection& connection) {
    return entries_of(connection.query(statement, parameters), scan);
  });
}

Result<std::vector<Entry>> PostgresStore::claim(const service::EntryScan& scan) {
  // Only what waits in one list, the oldest first, can be claimed.
  UMLAUF_ASSERT(scan.name && !scan.descending);
  const std::lock_guard lock(parts_->writing);
  UMLAUF_TRY(const Rows rows, parts_->writer.claim(parameters_of(scan)));
  return entries_of(rows, scan);
}

Result<std::vector<service::JournalRow>> PostgresStore::journal(InstanceKey instance,
                                                                std::uint64_t from,
                                                                std::size_t limit) {
  return parts_->readers.read([&](Connection& connection) {
    const Rows rows = connection.query(
        Statement::Journal,
        Parameters().add(number(instance.value())).add(number(from)).add(rows_max(limit)));
    std::vector<service::JournalRow> found;
    for (int row = 0; row < rows.size(); ++row) {
      service::JournalRow& read = found.emplace_back();
      read.instance = instance;
      read.sequence = unsigned_of(rows.integer(row, 0));
      read.time.milliseconds = rows.integer(row, 1);
      read.content = std::string(rows.bytes(row, 2));
      read_digest(rows.bytes(row, 3), read.hash);
    }
    return found;
  });
}

Result<std::vector<service::Cell>> PostgresStore::cells(std::string_view prefix,
                                                        std::string_view after, std::size_t limit) {
  return parts_->readers.read([&](Connection& connection) {
    const Rows rows = connection.query(
        Statement::Cells,
        Parameters().add(std::string(after)).add(std::string(prefix)).add(rows_max(limit)));
    std::vector<service::Cell> found;
    for (int row = 0; row < rows.size(); ++row) {
      std::string name(rows.bytes(row, 0));
      if (!name.starts_with(prefix)) break;
      found.push_back({std::move(name), std::string(rows.bytes(row, 1))});
    }
    return found;
  });
}

Result<std::uint64_t> PostgresStore::reserve_keys(std::uint64_t count) {
  return parts_->readers.read([count](Connection& connection) {
    return unsigned_of(
        connection.query(Statement::ReserveKeys, Parameters().add(number(count))).integer(0, 0));
  });
}

Result<Done> PostgresStore::maintain() { return Done{}; }

Result<std::vector<Text>> PostgresStore::check_integrity() {
  return parts_->readers.read([](Connection& connection) { return damages(connection); });
}

Result<std::size_t> initialise(const std::string& address, const std::string& role) {
  try {
    Connection connection(address, PostgresOptions{}.connect_timeout_s);
    upgrade_schema(connection);
    if (!role.empty()) {
      if (!has_role(connection, role) && !may_make_roles(connection))
        return error(ErrorCode::Request,
                     "the tables are there, but there is no role '" + role +
                         "', and this one may make none: 'createuser " + role +
                         "' by an administrator of the server, then once more",
                     "die Tabellen sind da, aber die Rolle '" + role +
                         "' gibt es nicht, und diese hier darf keine anlegen: 'createuser " + role +
                         "' durch einen Administrator des Servers, dann noch einmal");
      grant_use(connection, role);
    }
    return schema_version_of(connection);
  } catch (const Failure& failure) {
    return storage_error(failure);
  }
}

Result<SchemaVersions> schema_versions(const std::string& address) {
  try {
    Connection connection(address, PostgresOptions{}.connect_timeout_s);
    return SchemaVersions{schema_version_of(connection), schema_version()};
  } catch (const Failure& failure) {
    return storage_error(failure);
  }
}

}  // namespace umlauf::postgres
