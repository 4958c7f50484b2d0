#include "engine/service/group.hpp"

#include <algorithm>
#include <utility>

#include "engine/service/journal.hpp"
#include "engine/service/pages.hpp"
#include "engine/service/projection.hpp"
#include "engine/service/queries.hpp"

namespace umlauf::service {

InstanceKey Keys::next() {
  if (next_ == end_) {
    const auto first = store_.reserve_keys(block_);
    if (!first) {
      failure_ = first.error();
      return {};
    }
    next_ = *first;
    end_ = *first + block_;
    block_ = std::min(block_ * 2, kBlockMax);
  }
  return InstanceKey(next_++);
}

Result<definition::ProcessDefinitionPtr> Group::definition(DefinitionKey key) {
  auto found = definitions_.definition(key);
  return !found && found.error().code == ErrorCode::Damaged ? found : noted(std::move(found));
}

void Group::fetch(std::vector<InstanceKey> keys) {
  std::sort(keys.begin(), keys.end());
  keys.erase(std::unique(keys.begin(), keys.end()), keys.end());
  std::erase_if(keys, [this](InstanceKey key) {
    return touched_.contains(key.value()) || cache_.has(key) || is_written_below(key);
  });
  if (keys.size() < 2) return;
  const auto found = noted(store_.load_all(keys));
  if (!found) return;
  for (const StoredInstance& stored : *found)
    // Of what was erased nothing is worth keeping.
    if (auto live = revive(stored, vault_); live && !(*live)->erased) cache_.put(std::move(*live));
}

Touched& Group::touch(InstanceKey key) {
  if (buffers_.touched.empty()) return touched_[key.value()];
  buffers_.touched.key() = key.value();
  return touched_.insert(std::move(buffers_.touched)).position->second;
}

// Where nothing but the store can tell, what is being made durable must be there first. A group
// below that has failed takes this one with it, whatever is read from here on.
void Group::await_below() {
  if (below_ == nullptr) return;
  landing_.wait();
  below_ = nullptr;
}

bool Group::is_written_below(InstanceKey key) const {
  if (below_ == nullptr) return false;
  const auto found = below_->touched_.find(key.value());
  return found != below_->touched_.end() && found->second.written;
}

Result<LiveInstance*> Group::instance(InstanceKey key) { return noted(read(key)); }

Result<LiveInstance*> Group::sound_instance(InstanceKey key) {
  auto found = read(key);
  if (found || found.error().code != ErrorCode::Damaged) return noted(std::move(found));
  damaged_.push_back(key);
  return nullptr;
}

Result<LiveInstance*> Group::read(InstanceKey key) {
  if (const auto found = touched_.find(key.value()); found != touched_.end())
    return found->second.instance.get();
  LiveInstancePtr live = cache_.take(key);
  if (live == nullptr) {
    if (is_written_below(key)) await_below();
    UMLAUF_TRY(const auto stored, store_.load(key));
    if (!stored) return no_instance(key);
    UMLAUF_TRY(live, revive(*stored, vault_));
  }
  if (live->definition == nullptr) {
    UMLAUF_TRY(live->definition, definition(live->state.header.definition));
  }
  Touched& at = touch(key);
  at.revision_expected = live->revision;
  at.there = true;
  at.ended = live->state.header.ended.has_value();
  at.instance = std::move(live);
  return at.instance.get();
}

Result<bool> Group::reload(LiveInstance& instance) {
  Touched& at = touched(instance.key());
  if (instance.revision != at.revision_expected) return false;
  // Somebody else may have gone on from there already.
  if (is_written_below(instance.key())) await_below();
  UMLAUF_TRY(const auto stored, noted(store_.load(instance.key())));
  if (!stored || stored->row.revision == instance.revision) return false;
  UMLAUF_TRY(auto fresh, noted(revive(*stored, vault_)));
  UMLAUF_TRY(fresh->definition, definition(fresh->state.header.definition));
  instance = std::move(*fresh);
  at.revision_expected = instance.revision;
  at.ended = instance.state.header.ended.has_value();
  return true;
}

LiveInstance& Group::create(InstanceKey key, definition::ProcessDefinitionPtr definition) {
  Touched& at = touch(key);
  at.instance = std::make_unique<LiveInstance>();
  at.instance->definition = std::move(definition);
  at.instance->state.header.key = key;
  if (vault_.encrypts()) at.instance->case_key = random_key();
  return *at.instance;
}

void Group::discard(InstanceKey key) { touched_.erase(key.value()); }

void Group::change(const Entry& entry, int by) {
  if (by > 0 && (entry.kind == EntryKind::Timer || entry.kind == EntryKind::StartTimer))
    ++timers_added_;
  const auto [at, made] = entries_.try_emplace(entry, by);
  if (!made && (at->second += by) == 0) entries_.erase(at);
}

void Group::change_records(const Touched& at, const runtime::Outcome& outcome) {
  const runtime::InstanceHeader& header = at.instance->state.header;
  const auto project_all = [&](const runtime::ElementInstance* record) {
    if (record == nullptr) return;
    project(header, *record, scratch_);
    if (record->key == runtime::kProcessScope)
      project_variables(*at.instance->definition, header, *record, scratch_);
  };
  for (const runtime::Change& each : outcome.changes) {
    scratch_.clear();
    project_all(each.before);
    const std::size_t before = scratch_.size();
    project_all(each.after);
    const auto middle = scratch_.begin() + static_cast<std::ptrdiff_t>(before);
    if (std::equal(scratch_.begin(), middle, middle, scratch_.end())) continue;
    std::for_each(scratch_.begin(), middle, [this](const Entry& entry) { change(entry, -1); });
    std::for_each(middle, scratch_.end(), [this](const Entry& entry) { change(entry, 1); });
  }
}

void Group::record(LiveInstance& instance, const Caller& caller, std::uint8_t command,
                   const runtime::Outcome& outcome, calendar::Instant now) {
  if (outcome.events.empty()) return;
  Touched& at = touched(instance.key());
  change_records(at, outcome);
  for (const runtime::Change& each : outcome.changes) at.records.push_back(each.key);
  const runtime::InstanceHeader& header = instance.state.header;
  const bool ended = header.ended.has_value();
  if (!at.there || at.ended != ended) {
    // Only the end of an instance changes its own entries.
    scratch_.clear();
    if (at.there) {
      runtime::InstanceHeader before = header;
      before.ended.reset();
      project(before, scratch_);
      for (const Entry& entry : scratch_) change(entry, -1);
      scratch_.clear();
    }
    project(header, scratch_);
    for (const Entry& entry : scratch_) change(entry, 1);
    at.there = true;
    at.ended = ended;
  }
  JournalRow& row = append_row(instance, now);
  if (instance.case_key)
    append_encrypted_content(row, caller, command, outcome.events, *instance.case_key);
  else
    append_journal_content(row.content, caller, command, outcome.events);
  instance.chain = row.hash = journal_hash(instance.chain, row);
  if (!caller.idempotency_key.empty())
    change({EntryKind::Command, caller.idempotency_key, now.milliseconds, header.key,
            ElementKey(row.sequence)},
           1);
}

void Group::change_definition(LiveInstance& instance, definition::ProcessDefinitionPtr target) {
  const runtime::InstanceHeader& header = instance.state.header;
  const runtime::ElementInstance& scope = instance.state.process_scope();
  scratch_.clear();
  project_variables(*instance.definition, header, scope, scratch_);
  for (const Entry& entry : scratch_) change(entry, -1);
  instance.definition = std::move(target);
  scratch_.clear();
  project_variables(*instance.definition, header, scope, scratch_);
  for (const Entry& entry : scratch_) change(entry, 1);
}

JournalRow& Group::append_row(LiveInstance& instance, calendar::Instant now) {
  JournalRow& row = batch_.journal.emplace_back();
  row.instance = instance.key();
  row.sequence = ++instance.revision;
  row.time = now;
  return row;
}

void Group::note(LiveInstance& instance, const Caller& caller, Note note, std::string_view reason,
                 calendar::Instant now) {
  JournalRow& row = append_row(instance, now);
  append_note(row.content, caller, note, reason);
  instance.chain = row.hash = journal_hash(instance.chain, row);
  change(note_entry(row.instance, row.sequence, note, now), 1);
}

Result<Done> Group::erase(LiveInstance& instance) {
  UMLAUF_CHECK(remove_command_entries(instance));
  runtime::InstanceHeader& header = instance.state.header;
  scratch_.clear();
  project(header, scratch_);
  project_variables(*instance.definition, header, instance.state.process_scope(), scratch_);
  for (const Entry& entry : scratch_) change(entry, -1);
  scratch_.clear();
  project_erased(header, scratch_);
  for (const Entry& entry : scratch_) change(entry, 1);
  runtime::ProcessInstance left;
  left.header = without_names(std::move(header));
  instance.state = std::move(left);
  instance.erased = true;
  instance.case_key.reset();
  put_cell(Vault::key_cell_name(instance.key()), {});
  guard_master_key();
  return Done{};
}

// Under which key a request was sent is known to its journal row only.
Result<Done> Group::remove_command_entries(const LiveInstance& instance) {
  if (is_written_below(instance.key())) await_below();
  constexpr std::size_t kAtOnce = 1000;
  const auto remove = [&](const JournalRow& row) {
    const auto entry = decode_journal_row(row, instance.case_key ? &*instance.case_key : nullptr);
    if (!entry || entry->idempotency_key.empty()) return;
    change({EntryKind::Command, entry->idempotency_key, row.time.milliseconds, row.instance,
            ElementKey(row.sequence)},
           -1);
  };
  std::uint64_t from = 1;
  for (;;) {
    UMLAUF_TRY(const auto rows, noted(store_.journal(instance.key(), from, kAtOnce)));
    for (const JournalRow& row : rows) remove(row);
    if (rows.size() < kAtOnce) break;
    from = rows.back().sequence + 1;
  }
  for (const JournalRow& row : batch_.journal)
    if (row.instance == instance.key()) remove(row);
  return Done{};
}

void Group::guard(Cell cell) {
  // What the group itself has written is guarded already by what it found before.
  if (cells_.contains(cell.name)) return;
  batch_.guards.push_back(std::move(cell));
}

// Nobody may change the master key while keys are written or deleted.
void Group::guard_master_key() {
  if (std::exchange(master_key_guarded_, true)) return;
  guard(vault_.proof());
}

void Group::put_cell(std::string name, Bytes content) {
  cells_[std::move(name)] = std::move(content);
}

void Group::write_instance(Touched& at) {
  LiveInstance& instance = *at.instance;
  if (instance.revision == at.revision_expected) return;
  at.written = true;
  if (instance.erased) return write_erased(at);
  std::sort(at.records.begin(), at.records.end());
  at.records.erase(std::unique(at.records.begin(), at.records.end()), at.records.end());
  for (PageRow& page : arrange_large(instance.state, at.records, instance.large))
    put_page(instance, page.page, std::move(page.content));

  std::vector<std::uint64_t>& pages = buffers_.pages;
  pages.clear();
  for (const ElementKey record : at.records)
    if (pages.empty() || pages.back() != page_of(record)) pages.push_back(page_of(record));
  Bytes page_0;
  const bool apart = write_page_0(instance, !pages.empty() && pages.front() == 0, page_0);
  for (const std::uint64_t page : pages)
    if (page != 0) put_page(instance, page, encode_page(instance.state, page, instance.large));

  InstanceWrite& write = batch_.instances.emplace_back();
  write.revision_expected = at.revision_expected;
  write.row.key = instance.key();
  write.row.revision = instance.revision;
  write.row.definition = instance.state.header.definition;
  write.row.head = encode_head(instance.state, apart ? nullptr : &page_0);
  if (instance.case_key) {
    write.row.head = encrypt_head(instance.state.header, write.row.head, *instance.case_key);
    if (at.revision_expected == 0) {
      Cell cell = vault_.key_cell(instance.key(), *instance.case_key);
      put_cell(std::move(cell.name), std::move(cell.content));
      guard_master_key();
    }
  }
  instance.head_bytes = write.row.head.size();
}

bool Group::write_page_0(LiveInstance& instance, bool changed, Bytes& content) {
  const bool was_apart = instance.pages.contains(0);
  if (!changed && was_apart) return true;
  content = encode_page(instance.state, 0, instance.large);
  const bool apart = content.size() > kPageInHeadMax;
  put_page(instance, 0, apart ? content : Bytes{});
  return apart;
}

// Empty: it is deleted, where it is there.
void Group::put_page(LiveInstance& instance, std::uint64_t page, Bytes content) {
  const auto found = instance.pages.find(page);
  if (found != instance.pages.end()) {
    instance.page_bytes -= found->second;
    instance.pages.erase(found);
  } else if (content.empty()) {
    return;
  }
  if (!content.empty()) {
    if (instance.case_key)
      content = encrypt_page(instance.key(), page, content, *instance.case_key);
    instance.pages[page] = content.size();
    instance.page_bytes += content.size();
  }
  batch_.pages.push_back({instance.key(), page, std::move(content)});
}

void Group::write_erased(Touched& at) {
  LiveInstance& instance = *at.instance;
  for (const auto& [page, size] : instance.pages)
    batch_.pages.push_back({instance.key(), page, {}});
  instance.pages.clear();
  instance.large.clear();
  const runtime::InstanceHeader& header = instance.state.header;
  batch_.instances.push_back(
      {{header.key, instance.revision, header.definition, erased_head(header)},
       at.revision_expected});
}

void Group::seal() {
  for (auto& [key, at] : touched_) write_instance(at);
  for (const auto& [entry, by] : entries_)
    (by > 0 ? batch_.entries_added : batch_.entries_removed).push_back(entry);
  for (auto& [name, content] : cells_) batch_.cells.push_back({name, std::move(content)});
  std::sort(batch_.journal.begin(), batch_.journal.end(),
            [](const JournalRow& a, const JournalRow& b) {
              return std::pair(a.instance, a.sequence) < std::pair(b.instance, b.sequence);
            });
  for (auto& [key, at] : touched_)
    if (at.instance->revision != 0 && !at.ended) cache_.put(std::move(at.instance));
}

void Group::withdraw() {
  for (const auto& [key, at] : touched_) cache_.forget(InstanceKey(key));
}

// Large values must not live on in what only waits to be used again.
Group::~Group() {
  batch_.clear();
  scratch_.clear();
  if (touched_.empty()) return;
  buffers_.touched = touched_.extract(touched_.begin());
  Touched& kept = buffers_.touched.mapped();
  std::vector<ElementKey> records = std::move(kept.records);
  records.clear();
  kept = Touched{};
  kept.records = std::move(records);
}

}  // namespace umlauf::service
