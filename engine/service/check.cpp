// What must hold between any two commits (see check_store in engine.hpp).
#include <algorithm>
#include <map>
#include <set>

#include "engine/runtime/step.hpp"
#include "engine/service/engine.hpp"
#include "engine/service/journal.hpp"
#include "engine/service/pages.hpp"
#include "engine/service/projection.hpp"
#include "engine/service/start_timer.hpp"

namespace umlauf::service {
namespace {

constexpr std::size_t kAtOnce = 1000;

class Check {
 public:
  explicit Check(Store& store) : store_(store) {}

  Result<std::vector<Finding>> run() {
    InstanceKey after;
    for (;;) {
      UMLAUF_TRY(const auto rows, store_.instances(after, kAtOnce));
      for (const InstanceRow& row : rows) UMLAUF_CHECK(check_instance(row.key));
      if (rows.size() < kAtOnce) break;
      after = rows.back().key;
    }
    UMLAUF_CHECK(expect_start_timers());
    UMLAUF_CHECK(compare_entries());
    return std::move(findings_);
  }

 private:
  void find(InstanceKey instance, std::string english, std::string german) {
    findings_.push_back({instance, {std::move(english), std::move(german)}});
  }

  Result<Done> check_instance(InstanceKey key) {
    UMLAUF_TRY(const auto stored, store_.load(key));
    if (!stored) return Done{};  // removed in the meantime
    const auto state = decode_instance(*stored);
    if (!state) {
      find(key, state.error().message.english, state.error().message.german);
      return Done{};
    }
    runtime::ProcessInstance folded;
    UMLAUF_TRY(const bool readable, fold(*stored, folded));
    if (readable && !(folded == *state))
      find(key, "the journal does not lead to the stored state",
           "das Journal ergibt nicht den gespeicherten Zustand");
    expect_entries(*state);
    check_liveness(*state);
    return Done{};
  }

  // The rows one after the other: numbers without a gap, hashes that chain.
  Result<bool> fold(const StoredInstance& stored, runtime::ProcessInstance& folded) {
    const InstanceKey key = stored.row.key;
    Digest chain{};
    std::uint64_t expected = 1;
    for (;;) {
      UMLAUF_TRY(const auto rows, store_.journal(key, expected, kAtOnce));
      for (const JournalRow& row : rows) {
        const std::string which = std::to_string(row.sequence);
        if (row.sequence != expected) {
          find(key, "journal row " + std::to_string(expected) + " is missing",
               "die Journalzeile " + std::to_string(expected) + " fehlt");
          return false;
        }
        if (journal_hash(chain, row) != row.hash) {
          find(key, "the hash of journal row " + which + " does not fit",
               "die Prüfsumme der Journalzeile " + which + " passt nicht");
          return false;
        }
        const auto entry = decode_journal_content(row.content);
        if (!entry) {
          find(key, "journal row " + which + " cannot be read",
               "die Journalzeile " + which + " ist nicht lesbar");
          return false;
        }
        for (const runtime::Event& event : entry->events) runtime::evolve(folded, event);
        if (!entry->idempotency_key.empty())
          commands_.insert({EntryKind::Command, entry->idempotency_key, row.time.milliseconds, key,
                            ElementKey(row.sequence)});
        chain = row.hash;
        ++expected;
      }
      if (rows.size() < kAtOnce) break;
    }
    if (expected - 1 != stored.row.revision)
      find(key,
           "the journal ends at row " + std::to_string(expected - 1) + " instead of " +
               std::to_string(stored.row.revision),
           "das Journal endet bei Zeile " + std::to_string(expected - 1) + " statt " +
               std::to_string(stored.row.revision));
    return true;
  }

  void expect_entries(const runtime::ProcessInstance& state) {
    std::vector<Entry> entries;
    project(state.header, entries);
    state.for_each(
        [&](const runtime::ElementInstance& record) { project(state.header, record, entries); });
    for (Entry& entry : entries)
      if (!expected_.insert(entry).second)
        find(entry.instance, "an index entry is needed twice",
             "ein Indexeintrag wird doppelt gebraucht");
  }

  // Something must be able to go on: an instance in which nothing waits would stand for ever.
  void check_liveness(const runtime::ProcessInstance& state) {
    if (state.header.has_ended()) return;
    bool waits = false;
    state.for_each([&](const runtime::ElementInstance& record) {
      waits = waits || record.incident || record.role != runtime::Role::Process;
    });
    const bool tokens_at_a_join = [&] {
      const auto* scope = std::get_if<runtime::ScopeState>(&state.process_scope().payload);
      return scope != nullptr && !scope->arrivals.empty();
    }();
    if (!waits && !tokens_at_a_join)
      find(state.header.key, "the instance has not ended, but nothing in it can go on",
           "die Instanz ist nicht beendet, aber nichts in ihr kann weitergehen");
  }

  Result<Done> expect_start_timers() {
    std::string after;
    for (;;) {
      UMLAUF_TRY(const auto cells, store_.cells("start-timer/", after, kAtOnce));
      for (const Cell& cell : cells) {
        const std::string_view rest = std::string_view(cell.name).substr(12);
        const auto process = parse_instance_key(rest.substr(0, rest.find('/')));
        const auto timer = StartTimer::decode(cell.content);
        if (process && timer)
          expected_.insert(timer->entry(DefinitionKey(process->value())));
        else
          find({}, "the stored value '" + cell.name + "' is damaged",
               "der gespeicherte Wert '" + cell.name + "' ist beschädigt");
      }
      if (cells.size() < kAtOnce) return Done{};
      after = cells.back().name;
    }
  }

  Result<Done> compare_entries() {
    expected_.insert(commands_.begin(), commands_.end());
    for (int kind = static_cast<int>(EntryKind::Task); kind <= static_cast<int>(EntryKind::Child);
         ++kind) {
      EntryScan scan{.kind = static_cast<EntryKind>(kind)};
      scan.limit = kAtOnce;
      for (;;) {
        UMLAUF_TRY(const auto entries, store_.entries(scan));
        for (const Entry& entry : entries)
          if (expected_.erase(entry) == 0) report("leads nowhere", "führt ins Leere", entry);
        if (entries.size() < kAtOnce) break;
        scan.after = entries.back();
      }
    }
    for (const Entry& entry : expected_) report("is missing", "fehlt", entry);
    return Done{};
  }

  void report(const std::string& english, const std::string& german, const Entry& entry) {
    const std::string which = std::to_string(static_cast<int>(entry.kind)) + " '" + entry.name +
                              "' at " + std::to_string(entry.position) + " for " +
                              to_string(ElementReference{entry.instance, entry.element});
    find(entry.instance, "index entry " + which + " " + english,
         "Indexeintrag " + which + " " + german);
  }

  Store& store_;
  std::vector<Finding> findings_;
  std::set<Entry> expected_;
  std::set<Entry> commands_;
};

}  // namespace

Result<std::vector<Finding>> check_store(Store& store) { return Check(store).run(); }

}  // namespace umlauf::service
