#include "adapters/postgres/postgres_store.hpp"

#include <algorithm>
#include <charconv>
#include <functional>
#include <mutex>
#include <set>

#include "adapters/postgres/connection.hpp"
#include "adapters/postgres/statements.hpp"
#include "adapters/postgres/wire.hpp"

namespace umlauf::postgres {
namespace {

using service::Batch;
using service::Committed;
using service::Entry;
using service::InstanceKey;

std::int64_t number(std::uint64_t key) { return static_cast<std::int64_t>(key); }
std::uint64_t unsigned_of(std::int64_t key) { return static_cast<std::uint64_t>(key); }
std::int64_t rows_max(std::size_t limit) {
  return static_cast<std::int64_t>(std::min<std::size_t>(limit, INT64_MAX));
}

Error storage_error(const Failure& failure) {
  std::string detail = failure.what();
  while (!detail.empty() && (detail.back() == '\n' || detail.back() == ' ')) detail.pop_back();
  return error(ErrorCode::Storage, "PostgreSQL: " + detail, "PostgreSQL: " + detail);
}

void read_digest(std::string_view bytes, service::Digest& digest) {
  if (bytes.size() == digest.size()) std::copy(bytes.begin(), bytes.end(), digest.begin());
}

void enqueue_instances(Connection& connection, const Batch& batch, bool fresh) {
  Array keys(kInt8), revisions(kInt8), definitions(kInt8), heads(kBytea), expected(kInt8);
  bool any = false;
  for (const service::InstanceWrite& write : batch.instances) {
    if ((write.revision_expected == 0) != fresh) continue;
    any = true;
    keys.add(number(write.row.key.value()));
    revisions.add(number(write.row.revision));
    definitions.add(number(write.row.definition.value()));
    heads.add(write.row.head);
    expected.add(number(write.revision_expected));
  }
  if (!any) return;
  Parameters parameters;
  parameters.add(std::move(keys).finish())
      .add(std::move(revisions).finish())
      .add(std::move(definitions).finish())
      .add(std::move(heads).finish());
  if (!fresh) parameters.add(std::move(expected).finish());
  connection.enqueue(fresh ? Statement::InsertInstances : Statement::UpdateInstances, parameters);
}

void enqueue_entries(Connection& connection, const std::vector<Entry>& entries,
                     Statement statement) {
  if (entries.empty()) return;
  Array kinds(kInt2), names(kBytea), positions(kInt8), instances(kInt8), elements(kInt8);
  for (const Entry& entry : entries) {
    kinds.add(static_cast<std::int64_t>(entry.kind));
    names.add(entry.name);
    positions.add(entry.position);
    instances.add(number(entry.instance.value()));
    elements.add(number(entry.element.value()));
  }
  connection.enqueue(statement, Parameters()
                                    .add(std::move(kinds).finish())
                                    .add(std::move(names).finish())
                                    .add(std::move(positions).finish())
                                    .add(std::move(instances).finish())
                                    .add(std::move(elements).finish()));
}

void enqueue_pages(Connection& connection, const Batch& batch, bool removed) {
  Array instances(kInt8), pages(kInt8), contents(kBytea);
  bool any = false;
  for (const service::PageRow& page : batch.pages) {
    if (page.content.empty() != removed) continue;
    any = true;
    instances.add(number(page.instance.value()));
    pages.add(number(page.page));
    contents.add(page.content);
  }
  if (!any) return;
  Parameters parameters;
  parameters.add(std::move(instances).finish()).add(std::move(pages).finish());
  if (!removed) parameters.add(std::move(contents).finish());
  connection.enqueue(removed ? Statement::RemovePages : Statement::PutPages, parameters);
}

void enqueue_journal(Connection& connection, const Batch& batch) {
  if (batch.journal.empty()) return;
  Array instances(kInt8), sequences(kInt8), times(kInt8), contents(kBytea), hashes(kBytea);
  for (const service::JournalRow& row : batch.journal) {
    instances.add(number(row.instance.value()));
    sequences.add(number(row.sequence));
    times.add(row.time.milliseconds);
    contents.add(row.content);
    hashes.add(std::string_view(reinterpret_cast<const char*>(row.hash.data()), row.hash.size()));
  }
  connection.enqueue(Statement::AddJournal, Parameters()
                                                .add(std::move(instances).finish())
                                                .add(std::move(sequences).finish())
                                                .add(std::move(times).finish())
                                                .add(std::move(contents).finish())
                                                .add(std::move(hashes).finish()));
}

void enqueue_cells(Connection& connection, const Batch& batch, bool removed) {
  Array names(kBytea), contents(kBytea);
  bool any = false;
  for (const service::Cell& cell : batch.cells) {
    if (cell.content.empty() != removed) continue;
    any = true;
    names.add(cell.name);
    contents.add(cell.content);
  }
  if (!any) return;
  Parameters parameters;
  parameters.add(std::move(names).finish());
  if (!removed) parameters.add(std::move(contents).finish());
  connection.enqueue(removed ? Statement::RemoveCells : Statement::PutCells, parameters);
}

void send_batch(Connection& connection, const Batch& batch) {
  if (!batch.guards.empty()) connection.enqueue(Statement::GuardLock, {});
  for (const service::Cell& guard : batch.guards)
    connection.enqueue(Statement::Guard, Parameters().add(guard.name).add(guard.content));
  enqueue_instances(connection, batch, /*fresh=*/true);
  enqueue_instances(connection, batch, /*fresh=*/false);
  enqueue_entries(connection, batch.entries_removed, Statement::RemoveEntries);
  enqueue_entries(connection, batch.entries_added, Statement::AddEntries);
  enqueue_pages(connection, batch, /*removed=*/true);
  enqueue_pages(connection, batch, /*removed=*/false);
  enqueue_journal(connection, batch);
  enqueue_cells(connection, batch, /*removed=*/true);
  enqueue_cells(connection, batch, /*removed=*/false);
  connection.sync();
}

// The keys that a failure's detail lists ("17,18"), in the order of the batch.
std::vector<InstanceKey> lost_instances(const Batch& batch, std::string_view detail) {
  std::set<std::uint64_t> keys;
  while (!detail.empty()) {
    std::uint64_t key = 0;
    const auto read = std::from_chars(detail.data(), detail.data() + detail.size(), key);
    keys.insert(key);
    detail.remove_prefix(
        std::min(detail.size(), static_cast<std::size_t>(read.ptr - detail.data()) + 1));
  }
  std::vector<InstanceKey> lost;
  for (const service::InstanceWrite& write : batch.instances)
    if (keys.contains(write.row.key.value())) lost.push_back(write.row.key);
  return lost;
}

// Makes or upgrades the tables; one node at a time.
void prepare_tables(Connection& connection) {
  connection.run("BEGIN");
  connection.run("SELECT pg_advisory_xact_lock(7308612457)");
  connection.run("CREATE TABLE IF NOT EXISTS umlauf_schema (version bigint NOT NULL)");
  const ResultHandle found = connection.run("SELECT coalesce(max(version), 0) FROM umlauf_schema");
  const std::size_t version = std::stoul(PQgetvalue(found.get(), 0, 0));
  if (version > migrations().size()) {
    connection.run("ROLLBACK");
    throw Failure("the tables were written by a newer version (schema " + std::to_string(version) +
                      ", this program knows " + std::to_string(migrations().size()) + ")",
                  "", "");
  }
  for (std::size_t next = version; next < migrations().size(); ++next) {
    connection.run(migrations()[next]);
    connection.run("INSERT INTO umlauf_schema VALUES (" + std::to_string(next + 1) + ")");
  }
  connection.run("COMMIT");
}

}  // namespace

struct PostgresStore::Parts {
  std::string parameters;
  PostgresOptions options;
  std::mutex writing;
  std::unique_ptr<Connection> writer;
  std::mutex reading;
  std::vector<std::unique_ptr<Connection>> idle_readers;

  std::unique_ptr<Connection> connect() const {
    auto connection = std::make_unique<Connection>(parameters, options.connect_timeout_s);
    connection->prepare();
    return connection;
  }

  Connection& writing_connection() {
    if (!writer || !writer->usable()) writer = connect();
    return *writer;
  }

  // A reader of its own for the caller; more than `readers_max` are closed again after their use.
  template <typename Read>
  auto read(Read read) -> Result<decltype(read(std::declval<Connection&>()))> {
    try {
      std::unique_ptr<Connection> connection = take_reader();
      auto value = read(*connection);
      const std::lock_guard lock(reading);
      if (idle_readers.size() < options.readers_max) idle_readers.push_back(std::move(connection));
      return value;
    } catch (const Failure& failure) {
      return storage_error(failure);
    }
  }

  std::unique_ptr<Connection> take_reader() {
    {
      const std::lock_guard lock(reading);
      while (!idle_readers.empty()) {
        std::unique_ptr<Connection> connection = std::move(idle_readers.back());
        idle_readers.pop_back();
        if (connection->usable()) return connection;
      }
    }
    return connect();
  }
};

PostgresStore::PostgresStore(std::unique_ptr<Parts> parts) : parts_(std::move(parts)) {}
PostgresStore::~PostgresStore() = default;

Result<std::unique_ptr<PostgresStore>> PostgresStore::open(const std::string& connection,
                                                           const PostgresOptions& options) {
  try {
    auto parts = std::make_unique<Parts>();
    parts->parameters = connection;
    parts->options = options;
    auto writer = std::make_unique<Connection>(connection, options.connect_timeout_s);
    if (writer->server_version() < 150000)
      return error(ErrorCode::Storage, "PostgreSQL 15 or later is needed",
                   "PostgreSQL 15 oder neuer ist nötig");
    prepare_tables(*writer);
    writer->prepare();
    parts->writer = std::move(writer);
    return std::unique_ptr<PostgresStore>(new PostgresStore(std::move(parts)));
  } catch (const Failure& failure) {
    return storage_error(failure);
  }
}

Result<Committed> PostgresStore::commit(const Batch& batch) {
  const std::lock_guard lock(parts_->writing);
  for (int attempt = 0;; ++attempt) {
    try {
      send_batch(parts_->writing_connection(), batch);
      return Committed{};
    } catch (const Failure& failure) {
      if (failure.state() == kLostState)
        return Committed{lost_instances(batch, failure.detail()), false};
      if (failure.state() == kGuardState) return Committed{{}, true};
      // Two nodes wanted the same rows in another order; the server undid this one.
      if (failure.state() == kDeadlockState && attempt < parts_->options.deadlock_retries_max)
        continue;
      if (parts_->writer && failure.state().empty()) parts_->writer.reset();
      return storage_error(failure);
    }
  }
}

Result<std::optional<service::StoredInstance>> PostgresStore::load(InstanceKey instance) {
  return parts_->read([instance](Connection& connection) {
    const Rows rows = connection.query(Statement::Load, Parameters().add(number(instance.value())));
    std::optional<service::StoredInstance> stored;
    service::Digest chain{};
    for (int row = 0; row < rows.size(); ++row) {
      const std::int64_t page = rows.integer(row, 0);
      const std::string content(rows.bytes(row, 3));
      if (page == -1) {
        read_digest(content, chain);
      } else if (page == 0) {
        stored.emplace();
        stored->row = {instance, unsigned_of(rows.integer(row, 1)),
                       service::DefinitionKey(unsigned_of(rows.integer(row, 2))), content};
      } else if (stored) {
        stored->pages.push_back({instance, unsigned_of(page), content});
      }
    }
    if (stored) stored->chain = chain;
    return stored;
  });
}

Result<std::vector<service::InstanceRow>> PostgresStore::instances(InstanceKey after,
                                                                   std::size_t limit) {
  return parts_->read([&](Connection& connection) {
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
  if (statement == Statement::KindDown) parameters.add(std::int64_t{after ? 0 : 1});
  return parts_->read([&](Connection& connection) {
    const Rows rows = connection.query(statement, parameters);
    std::vector<Entry> found;
    for (int row = 0; row < rows.size(); ++row)
      found.push_back({scan.kind, std::string(rows.bytes(row, 0)), rows.integer(row, 1),
                       InstanceKey(unsigned_of(rows.integer(row, 2))),
                       service::ElementKey(unsigned_of(rows.integer(row, 3)))});
    return found;
  });
}

Result<std::vector<service::JournalRow>> PostgresStore::journal(InstanceKey instance,
                                                                std::uint64_t from,
                                                                std::size_t limit) {
  return parts_->read([&](Connection& connection) {
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
  return parts_->read([&](Connection& connection) {
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
  return parts_->read([count](Connection& connection) {
    return unsigned_of(
        connection.query(Statement::ReserveKeys, Parameters().add(number(count))).integer(0, 0));
  });
}

Result<Done> PostgresStore::maintain() { return Done{}; }

}  // namespace umlauf::postgres
