// What has been counted so far lies in a cell a version; what has ended since is found behind the
// cursor of its process and added, by whoever asks or by the next update. So commands do nothing
// for it, and no two nodes wait for each other.
#include <algorithm>
#include <set>

#include "engine/feel/binary.hpp"
#include "engine/service/engine_parts.hpp"
#include "engine/service/histories.hpp"
#include "engine/service/queries.hpp"
#include "engine/service/statistics.hpp"

namespace umlauf::service {
namespace {

constexpr std::size_t kAtOnce = 1000;
// Commits of other nodes may still be under way, and their clocks differ.
constexpr std::int64_t kSettledMs = 60'000;

std::string sum_cell(DefinitionKey key) { return "statistics/" + fixed_hex(key.value()); }
std::string cursor_cell(const std::string& process) { return "statistics-cursor/" + process; }

Result<Bytes> read_cell(Store& store, const std::string& name) {
  UMLAUF_TRY(auto cells, store.cells(name, "", 1));
  if (cells.empty() || cells[0].name != name) return Bytes{};
  return std::move(cells[0].content);
}

Error damaged(const std::string& cell) {
  return error(ErrorCode::Storage, "the stored value '" + cell + "' is damaged",
               "der gespeicherte Wert '" + cell + "' ist beschädigt");
}

// Up to which instance that has ended the sums go.
struct Cursor {
  Bytes stored;
  std::optional<Entry> entry;
};

Result<Cursor> read_cursor(Store& store, const std::string& process) {
  const std::string name = cursor_cell(process);
  UMLAUF_TRY(Bytes content, read_cell(store, name));
  if (content.empty()) return Cursor{};
  std::string_view bytes = content;
  const auto position = feel::read_varint(bytes);
  const auto instance = position ? feel::read_varint(bytes) : std::nullopt;
  if (!instance || !bytes.empty()) return damaged(name);
  Entry entry{
      EntryKind::Ended, process, static_cast<std::int64_t>(*position), InstanceKey(*instance), {}};
  return Cursor{std::move(content), std::move(entry)};
}

Bytes encode(const Entry& entry) {
  Bytes out;
  feel::append_varint(out, static_cast<std::uint64_t>(entry.position));
  feel::append_varint(out, entry.instance.value());
  return out;
}

Result<Done> add_instance(const Vault& vault, InstanceKey key, ProcessSums& sums) {
  runtime::History history;
  bool hidden = false;
  const auto add_row = [&](const JournalRow& row, const JournalEntry& entry) -> Result<bool> {
    hidden = entry.hidden;
    for (const runtime::Event& event : entry.events) history.add(event, row.time);
    return !hidden;
  };
  UMLAUF_CHECK(for_each_row(vault, key, add_row));
  if (!hidden && history.header.key.valid()) add(sums, history);
  return Done{};
}

// Adds instances from behind the cursor on; yields the last one, or nothing where there was none.
Result<std::optional<Entry>> add_ended(const Vault& vault, const std::string& process,
                                       std::optional<Entry> after, std::int64_t position_max,
                                       std::size_t limit, const std::set<InstanceKey>& known,
                                       ProcessSums& sums) {
  std::optional<Entry> last;
  EntryScan scan{.kind = EntryKind::Ended, .name = process, .position_max = position_max};
  scan.after = std::move(after);
  for (std::size_t done = 0; done < limit;) {
    scan.limit = std::min(kAtOnce, limit - done);
    UMLAUF_TRY(const auto entries, vault.store().entries(scan));
    for (const Entry& entry : entries)
      if (!known.contains(entry.instance)) UMLAUF_CHECK(add_instance(vault, entry.instance, sums));
    done += entries.size();
    if (!entries.empty()) last = scan.after = entries.back();
    if (entries.size() < scan.limit) break;
  }
  return last;
}

Result<std::set<InstanceKey>> add_live(const Vault& vault, const std::string& process,
                                       ProcessSums& sums) {
  std::set<InstanceKey> added;
  EntryScan scan{.kind = EntryKind::Live, .name = process};
  scan.limit = kAtOnce;
  for (;;) {
    UMLAUF_TRY(const auto entries, vault.store().entries(scan));
    for (const Entry& entry : entries)
      if (added.insert(entry.instance).second)
        UMLAUF_CHECK(add_instance(vault, entry.instance, sums));
    if (entries.size() < kAtOnce) return added;
    scan.after = entries.back();
  }
}

DurationView view_of(const DurationSum& sum) {
  DurationView view;
  view.count = sum.count();
  view.total_ms = sum.total_ms();
  view.least_ms = sum.least_ms();
  view.most_ms = sum.most_ms();
  view.median_ms = sum.percentile_ms(0.5);
  view.p90_ms = sum.percentile_ms(0.9);
  view.p99_ms = sum.percentile_ms(0.99);
  return view;
}

}  // namespace

Result<std::size_t> Engine::update_statistics(std::size_t limit) {
  Store& store = parts_->store;
  const std::int64_t settled = parts_->clock.now().milliseconds - kSettledMs;
  const CatalogPtr catalog = parts_->definitions.catalog();
  std::size_t added = 0;
  for (const auto& [process, versions] : catalog->processes_by_id) {
    UMLAUF_TRY(const Cursor cursor, read_cursor(store, process));
    ProcessSums sums;
    UMLAUF_TRY(const auto last,
               add_ended(parts_->vault, process, cursor.entry, settled, limit, {}, sums));
    if (!last) continue;
    KeepCells request;
    request.guards.push_back({cursor_cell(process), cursor.stored});
    request.cells.push_back({cursor_cell(process), encode(*last)});
    for (auto& [key, sum] : sums) {
      added += sum.instances;
      UMLAUF_TRY(const Bytes stored, read_cell(store, sum_cell(key)));
      auto before = stored.empty() ? std::optional(ProcessSum{}) : ProcessSum::decode(stored);
      if (!before) return damaged(sum_cell(key));
      before->add(sum);
      request.cells.push_back({sum_cell(key), before->encode()});
    }
    const auto kept = execute(std::move(request));
    // Another node has just done the same.
    if (!kept && kept.error().code != ErrorCode::Conflict) return kept.error();
  }
  return added;
}

Result<StatisticsView> Engine::statistics(const std::string& process, std::uint32_t version) {
  const CatalogPtr catalog = parts_->definitions.catalog();
  if (catalog->find(process, version) == nullptr)
    return error(ErrorCode::State, "there is no process '" + process + "'",
                 "es gibt keinen Prozess '" + process + "'");
  // The cursor first: what an update adds in between is then counted twice, so it is read again.
  ProcessSums sums;
  Cursor cursor;
  for (bool settled = false; !settled;) {
    sums.clear();
    UMLAUF_TRY(cursor, read_cursor(parts_->store, process));
    for (const auto& each : catalog->processes_by_id.at(process)) {
      UMLAUF_TRY(const Bytes stored, read_cell(parts_->store, sum_cell(each->key)));
      auto sum = stored.empty() ? std::optional(ProcessSum{}) : ProcessSum::decode(stored);
      if (!sum) return damaged(sum_cell(each->key));
      sums[each->key] = std::move(*sum);
    }
    UMLAUF_TRY(const Cursor again, read_cursor(parts_->store, process));
    settled = again.stored == cursor.stored;
  }
  // What ends in between must not count twice.
  UMLAUF_TRY(const auto live, add_live(parts_->vault, process, sums));
  UMLAUF_CHECK(add_ended(parts_->vault, process, cursor.entry, INT64_MAX, SIZE_MAX, live, sums));

  StatisticsView view;
  view.process = process;
  std::map<std::string, ElementSum> elements;
  DurationSum durations;
  for (const auto& each : catalog->processes_by_id.at(process)) {
    if (version != 0 && each->version != version) continue;
    const ProcessSum& sum = sums[each->key];
    UMLAUF_TRY(const auto definition, parts_->definitions.definition(each->key));
    view.instances += sum.instances;
    durations.add(sum.durations);
    for (const auto& [node, element] : sum.nodes) elements[(*definition)[node].id].add(element);
    for (const auto& [flow, count] : sum.flows) view.flows[(*definition)[flow].id] += count;
  }
  view.durations = view_of(durations);
  for (const auto& [id, sum] : elements)
    view.elements.push_back({id, sum.entered,
                             sum.entered - sum.completed - sum.terminated - sum.failed,
                             sum.completed, sum.terminated, sum.failed, view_of(sum.durations)});
  return view;
}

}  // namespace umlauf::service
