#include "adapters/postgres/batch.hpp"

#include <algorithm>
#include <charconv>
#include <set>
#include <unordered_map>

#include "adapters/postgres/wire.hpp"

namespace umlauf::postgres {

using service::Batch;
using service::Entry;
using service::EntryKind;
using service::InstanceKey;

namespace {

std::string_view bytes_of(const service::Digest& digest) {
  return {reinterpret_cast<const char*>(digest.data()), digest.size()};
}

// The hash of each instance's last journal row.
using Chains = std::unordered_map<std::uint64_t, const service::JournalRow*>;

Chains chains_of(const Batch& batch) {
  Chains chains;
  for (const service::JournalRow& row : batch.journal) {
    const service::JournalRow*& last = chains[row.instance.value()];
    if (last == nullptr || last->sequence < row.sequence) last = &row;
  }
  return chains;
}

void enqueue_instances(Connection& connection, const Batch& batch, const Chains& chains,
                       bool fresh) {
  Array keys(kInt8), revisions(kInt8), definitions(kInt8), heads(kBytea), hashes(kBytea),
      expected(kInt8);
  bool any = false;
  for (const service::InstanceWrite& write : batch.instances) {
    if ((write.revision_expected == 0) != fresh) continue;
    any = true;
    keys.add(number(write.row.key.value()));
    revisions.add(number(write.row.revision));
    definitions.add(number(write.row.definition.value()));
    heads.add(write.row.head);
    const auto chain = chains.find(write.row.key.value());
    hashes.add(chain == chains.end() ? std::string_view() : bytes_of(chain->second->hash));
    expected.add(number(write.revision_expected));
  }
  if (!any) return;
  Parameters parameters;
  parameters.add(std::move(keys).finish())
      .add(std::move(revisions).finish())
      .add(std::move(definitions).finish())
      .add(std::move(heads).finish())
      .add(std::move(hashes).finish());
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
    hashes.add(bytes_of(row.hash));
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

bool changes_guarded(const Batch& batch) {
  std::set<std::string_view> guarded;
  for (const service::Cell& guard : batch.guards) guarded.insert(guard.name);
  return std::any_of(batch.cells.begin(), batch.cells.end(),
                     [&](const service::Cell& cell) { return guarded.contains(cell.name); });
}

}  // namespace

void enqueue(Connection& connection, const Batch& batch) {
  const Chains chains = chains_of(batch);
  if (!batch.guards.empty())
    connection.enqueue(changes_guarded(batch) ? Statement::GuardLock : Statement::GuardLockShared,
                       {});
  for (const service::Cell& guard : batch.guards)
    connection.enqueue(Statement::Guard, Parameters().add(guard.name).add(guard.content));
  enqueue_instances(connection, batch, chains, /*fresh=*/true);
  enqueue_instances(connection, batch, chains, /*fresh=*/false);
  enqueue_entries(connection, batch.entries_removed, Statement::RemoveEntries);
  enqueue_entries(connection, batch.entries_added, Statement::AddEntries);
  enqueue_pages(connection, batch, /*removed=*/true);
  enqueue_pages(connection, batch, /*removed=*/false);
  enqueue_journal(connection, batch);
  enqueue_cells(connection, batch, /*removed=*/true);
  enqueue_cells(connection, batch, /*removed=*/false);
}

// A journal row is known by its hash; a batch without one changes cells.
bool is_durable(Connection& connection, const Batch& batch) {
  if (!batch.journal.empty()) {
    const service::JournalRow& row = batch.journal.front();
    const Rows found = connection.query(Statement::Journal, Parameters()
                                                                .add(number(row.instance.value()))
                                                                .add(number(row.sequence))
                                                                .add(std::int64_t{1}));
    return found.size() == 1 && found.integer(0, 0) == number(row.sequence) &&
           found.bytes(0, 3) == bytes_of(row.hash);
  }
  if (batch.cells.empty()) return false;
  const service::Cell& cell = batch.cells.front();
  const Rows found = connection.query(
      Statement::Cells, Parameters().add(std::string()).add(cell.name).add(std::int64_t{1}));
  const bool there = found.size() == 1 && found.bytes(0, 0) == cell.name;
  return cell.content.empty() ? !there : there && found.bytes(0, 1) == cell.content;
}

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

std::vector<InstanceKey> there_already(Connection& connection, const Batch& batch) {
  Array keys(kInt8);
  for (const service::InstanceWrite& write : batch.instances)
    if (write.revision_expected == 0) keys.add(number(write.row.key.value()));
  const Rows rows =
      connection.query(Statement::AwaitInstances, Parameters().add(std::move(keys).finish()));
  std::vector<InstanceKey> there;
  for (int row = 0; row < rows.size(); ++row) there.emplace_back(unsigned_of(rows.integer(row, 0)));
  return there;
}

void await_instances(Connection& connection, const std::vector<InstanceKey>& instances) {
  Array keys(kInt8);
  for (const InstanceKey key : instances) keys.add(number(key.value()));
  connection.query(Statement::AwaitInstances, Parameters().add(std::move(keys).finish()));
}

bool adds_work(const Batch& batch, calendar::Instant until) {
  return std::any_of(
      batch.entries_added.begin(), batch.entries_added.end(), [until](const Entry& entry) {
        return (entry.kind == EntryKind::Timer || entry.kind == EntryKind::StartTimer ||
                entry.kind == EntryKind::Job) &&
               entry.position <= until.milliseconds;
      });
}

}  // namespace umlauf::postgres
