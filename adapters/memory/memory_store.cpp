#include "adapters/memory/memory_store.hpp"

#include <algorithm>
#include <iterator>
#include <mutex>

namespace umlauf::memory {
namespace {

using service::Entry;
using service::InstanceKey;

Error broken(std::string english, std::string german) {
  return error(ErrorCode::Storage, std::move(english), std::move(german));
}

}  // namespace

// Keys grow: what is new lies behind all that is there, and what was begun last is at hand.
const MemoryStore::Slot* MemoryStore::slot(InstanceKey key) const {
  if (instances_.empty()) return nullptr;
  const auto last = std::prev(instances_.end());
  if (last->first == key) return &last->second;
  if (last->first < key) return nullptr;
  const auto found = instances_.find(key);
  return found == instances_.end() ? nullptr : &found->second;
}

MemoryStore::Slot& MemoryStore::slot_to_write(InstanceKey key) {
  if (!instances_.empty()) {
    const auto last = std::prev(instances_.end());
    if (last->first == key) return last->second;
  }
  return instances_.try_emplace(instances_.end(), key)->second;
}

// Which instances somebody else changed first. What else does not fit is a defect of the caller.
Result<service::Committed> MemoryStore::check(const service::Batch& batch) const {
  service::Committed committed;
  for (const service::Cell& guard : batch.guards) {
    const auto found = cells_.find(guard.name);
    if (found == cells_.end() ? !guard.content.empty() : found->second != guard.content)
      committed.guard_lost = true;
  }
  for (const service::InstanceWrite& write : batch.instances) {
    const Slot* found = slot(write.row.key);
    const std::uint64_t revision = found == nullptr ? 0 : found->row.revision;
    if (revision != write.revision_expected) committed.instances_lost.push_back(write.row.key);
  }
  if (!committed.durable()) return committed;
  InstanceKey instance;
  std::uint64_t next = 0;
  for (const service::JournalRow& row : batch.journal) {
    if (row.instance != instance) {
      const Slot* found = slot(row.instance);
      instance = row.instance;
      next = found == nullptr ? 1 : found->journal.size() + 1;
    }
    if (row.sequence != next++)
      return broken("the journal row does not follow the last one",
                    "die Journalzeile schließt nicht an die letzte an");
  }
  return committed;
}

bool MemoryStore::insert(const service::Entry& entry) {
  auto& last = added_last_[static_cast<std::uint8_t>(entry.kind)];
  const std::size_t before = entries_.size();
  last = entries_.insert(last ? *last : entries_.end(), entry);
  return entries_.size() != before;
}

bool MemoryStore::erase(const service::Entry& entry) {
  const auto found = entries_.find(entry);
  if (found == entries_.end()) return false;
  auto& last = added_last_[static_cast<std::uint8_t>(entry.kind)];
  if (last == found) last.reset();
  entries_.erase(found);
  return true;
}

// False, and nothing changed, where an entry to remove is not there or one to add is.
bool MemoryStore::apply_entries(const service::Batch& batch) {
  std::size_t removed = 0;
  std::size_t added = 0;
  const auto& remove = batch.entries_removed;
  const auto& add = batch.entries_added;
  while (removed < remove.size() && erase(remove[removed])) ++removed;
  if (removed == remove.size()) {
    while (added < add.size() && insert(add[added])) ++added;
    if (added == add.size()) return true;
  }
  while (added > 0) erase(add[--added]);
  while (removed > 0) insert(remove[--removed]);
  return false;
}

Result<service::Committed> MemoryStore::commit(const service::Batch& batch) {
  const auto lock = writing();
  UMLAUF_TRY(auto committed, check(batch));
  if (!committed.durable()) return committed;
  if (!apply_entries(batch))
    return broken("an index entry to be added is there, or one to be removed is not",
                  "ein neuer Indexeintrag ist schon da, oder ein zu löschender fehlt");
  for (const service::InstanceWrite& write : batch.instances)
    slot_to_write(write.row.key).row = write.row;
  for (const service::PageRow& page : batch.pages) {
    if (page.content.empty())
      slot_to_write(page.instance).pages.erase(page.page);
    else
      slot_to_write(page.instance).pages[page.page] = page.content;
  }
  for (const service::JournalRow& row : batch.journal)
    slot_to_write(row.instance).journal.push_back(row);
  for (const service::Cell& cell : batch.cells) {
    if (cell.content.empty())
      cells_.erase(cell.name);
    else
      cells_[cell.name] = cell.content;
  }
  return committed;
}

Result<std::optional<service::StoredInstance>> MemoryStore::load(InstanceKey instance) {
  const auto lock = reading();
  const auto found = instances_.find(instance);
  if (found == instances_.end()) return std::optional<service::StoredInstance>{};
  service::StoredInstance stored;
  stored.row = found->second.row;
  for (const auto& [page, content] : found->second.pages)
    stored.pages.push_back({instance, page, content});
  if (!found->second.journal.empty()) stored.chain = found->second.journal.back().hash;
  return std::optional(std::move(stored));
}

Result<std::vector<service::InstanceRow>> MemoryStore::instances(InstanceKey after,
                                                                 std::size_t limit) {
  const auto lock = reading();
  std::vector<service::InstanceRow> rows;
  for (auto at = instances_.upper_bound(after); at != instances_.end() && rows.size() < limit; ++at)
    rows.push_back(at->second.row);
  return rows;
}

Result<std::vector<Entry>> MemoryStore::entries(const service::EntryScan& scan) {
  const auto lock = reading();
  const auto fits = [&scan](const Entry& entry) {
    return entry.position >= scan.position_min && entry.position <= scan.position_max;
  };
  const auto inside = [&scan](const Entry& entry) {
    return entry.kind == scan.kind && (!scan.name || entry.name == *scan.name);
  };
  std::vector<Entry> found;
  if (!scan.descending) {
    Entry first{
        scan.kind, scan.name.value_or(""), scan.name ? scan.position_min : INT64_MIN, {}, {}};
    auto at = entries_.lower_bound(first);
    if (scan.after && *scan.after >= first) at = entries_.upper_bound(*scan.after);
    for (; at != entries_.end() && inside(*at) && found.size() < scan.limit; ++at) {
      if (fits(*at))
        found.push_back(*at);
      else if (scan.name)
        break;  // positions only grow within one list
    }
    return found;
  }
  // Backwards: from behind the last entry that could fit.
  Entry last{scan.kind, scan.name.value_or(""), scan.name ? scan.position_max : INT64_MAX,
             InstanceKey(UINT64_MAX), service::ElementKey(UINT64_MAX)};
  auto at = entries_.upper_bound(last);
  if (!scan.name)
    at = entries_.lower_bound(Entry{
        static_cast<service::EntryKind>(static_cast<int>(scan.kind) + 1), "", INT64_MIN, {}, {}});
  if (scan.after && (!scan.name || *scan.after <= last)) at = entries_.lower_bound(*scan.after);
  while (at != entries_.begin() && found.size() < scan.limit) {
    --at;
    if (!inside(*at)) break;
    if (fits(*at))
      found.push_back(*at);
    else if (scan.name)
      break;
  }
  return found;
}

Result<std::vector<service::JournalRow>> MemoryStore::journal(InstanceKey instance,
                                                              std::uint64_t from,
                                                              std::size_t limit) {
  const auto lock = reading();
  const auto found = instances_.find(instance);
  if (found == instances_.end()) return std::vector<service::JournalRow>{};
  const std::vector<service::JournalRow>& all = found->second.journal;
  const std::size_t first = std::min<std::size_t>(from == 0 ? 0 : from - 1, all.size());
  const std::size_t count = std::min(limit, all.size() - first);
  const auto begin = all.begin() + static_cast<std::ptrdiff_t>(first);
  return std::vector<service::JournalRow>(begin, begin + static_cast<std::ptrdiff_t>(count));
}

Result<std::vector<service::Cell>> MemoryStore::cells(std::string_view prefix,
                                                      std::string_view after, std::size_t limit) {
  const auto lock = reading();
  std::vector<service::Cell> found;
  auto at = after < prefix ? cells_.lower_bound(prefix) : cells_.upper_bound(after);
  for (; at != cells_.end() && at->first.starts_with(prefix) && found.size() < limit; ++at)
    found.push_back({at->first, at->second});
  return found;
}

Result<std::uint64_t> MemoryStore::reserve_keys(std::uint64_t count) {
  const auto lock = writing();
  const std::uint64_t first = next_key_;
  next_key_ += count;
  return first;
}

}  // namespace umlauf::memory
