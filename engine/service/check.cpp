// What must hold between any two commits (see check_store in engine.hpp).
#include <set>
#include <utility>

#include "engine/runtime/step.hpp"
#include "engine/service/catalog.hpp"
#include "engine/service/check_parts.hpp"
#include "engine/service/journal.hpp"
#include "engine/service/pages.hpp"
#include "engine/service/projection.hpp"
#include "engine/service/vault.hpp"

namespace umlauf::service {
namespace {

constexpr std::size_t kAtOnce = 1000;

class Check {
 public:
  explicit Check(const Vault& vault) : store_(vault.store()), vault_(vault), definitions_(store_) {}

  Result<std::vector<Finding>> run() {
    UMLAUF_CHECK(vault_.proved());
    UMLAUF_TRY(CellCheck cells, check_cells(store_));
    findings_ = std::move(cells.findings);
    expected_.insert(cells.entries.begin(), cells.entries.end());
    processes_ = std::move(cells.processes);
    // What is damaged of the catalog has been found just now.
    (void)definitions_.refresh();
    InstanceKey after;
    for (;;) {
      UMLAUF_TRY(const auto rows, store_.instances(after, kAtOnce));
      for (const InstanceRow& row : rows) UMLAUF_CHECK(check_instance(row.key));
      if (rows.size() < kAtOnce) break;
      after = rows.back().key;
    }
    // What is still to be told to others lies in the effects.
    if (cells.effects == 0) compare_calls();
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
    const auto opened = vault_.open(*stored);
    if (!opened && opened.error().code != ErrorCode::Forbidden) {
      find(key, opened.error().message.english, opened.error().message.german);
      return Done{};
    }
    runtime::ProcessInstance folded;
    UMLAUF_TRY(const bool readable, fold(*stored, opened ? opened->key : std::nullopt, folded));
    if (!opened) {
      hidden_.insert(key);
      return Done{};
    }
    const runtime::ProcessInstance& state = opened->state;
    if (opened->erased) {
      expect_erased(state.header);
      return Done{};
    }
    if (readable && !(folded == state))
      find(key, "the journal does not lead to the stored state",
           "das Journal ergibt nicht den gespeicherten Zustand");
    if (state.header.definition != stored->row.definition ||
        !processes_.contains(state.header.definition))
      find(key, "the instance has no definition", "die Instanz hat keine Definition");
    expect_entries(state);
    check_liveness(state);
    note_calls(state);
    return Done{};
  }

  // The rows one after the other: numbers without a gap, hashes that chain.
  Result<bool> fold(const StoredInstance& stored, const std::optional<SecretKey>& case_key,
                    runtime::ProcessInstance& folded) {
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
        const auto entry = decode_journal_row(row, case_key ? &*case_key : nullptr);
        if (!entry) {
          find(key, "journal row " + which + " cannot be read",
               "die Journalzeile " + which + " ist nicht lesbar");
          return false;
        }
        for (const runtime::Event& event : entry->events) runtime::evolve(folded, event);
        if (is_note(entry->command))
          commands_.insert(
              note_entry(key, row.sequence, static_cast<Note>(entry->command), row.time));
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
    else if (chain != stored.chain)
      find(key, "the instance keeps another hash than that of its last journal row",
           "die Instanz hält eine andere Prüfsumme fest als die ihrer letzten Journalzeile");
    return true;
  }

  // Nothing but the header is left, and the key is gone.
  void expect_erased(const runtime::InstanceHeader& header) {
    std::vector<Entry> entries;
    project_erased(header, entries);
    expected_.insert(entries.begin(), entries.end());
    const auto key = vault_.case_key(header.key);
    if (!key || *key)
      find(header.key, "the instance was erased, but its key is still there",
           "die Instanz wurde gelöscht, aber ihr Schlüssel ist noch da");
  }

  void expect_entries(const runtime::ProcessInstance& state) {
    std::vector<Entry> entries;
    project(state.header, entries);
    const auto definition = definitions_.definition(state.header.definition);
    if (definition) project_variables(**definition, state.header, state.process_scope(), entries);
    state.for_each(
        [&](const runtime::ElementInstance& record) { project(state.header, record, entries); });
    for (Entry& entry : entries)
      if (!expected_.insert(entry).second)
        find(entry.instance, "an index entry is needed twice",
             "ein Indexeintrag wird doppelt gebraucht");
  }

  // Whatever is active waits for something or contains something that is active, and an instance
  // that has ended is nothing but its process scope: otherwise it would stand for ever.
  void check_liveness(const runtime::ProcessInstance& state) {
    if (state.header.has_ended()) {
      if (state.size() != 1)
        find(state.header.key, "something is left of the ended instance",
             "von der beendeten Instanz ist etwas übrig");
      return;
    }
    const runtime::ElementInstance* root = state.find(runtime::kProcessScope);
    const auto* scope = root ? std::get_if<runtime::ScopeState>(&root->payload) : nullptr;
    if (root != nullptr && state.active_children(*root) == 0 && !root->incident &&
        (scope == nullptr || scope->arrivals.empty()))
      find(state.header.key, "the instance has not ended, but nothing in it can go on",
           "die Instanz ist nicht beendet, aber nichts in ihr kann weitergehen");
    state.for_each([&](const runtime::ElementInstance& record) {
      if (record.role != runtime::Role::Activity || record.incident) return;
      if (!std::holds_alternative<std::monostate>(record.payload) ||
          record.phase == runtime::Phase::Compensating || state.first_child(record) != nullptr)
        return;
      const std::string which = to_string(ElementReference{state.header.key, record.key});
      find(state.header.key, "element instance " + which + " is active, but waits for nothing",
           "die Elementinstanz " + which + " ist aktiv, wartet aber auf nichts");
    });
  }

  // Calls are told by both sides, where both can be read: the call activity that waits, the called
  // instance that lives.
  void note_calls(const runtime::ProcessInstance& state) {
    if (state.header.has_ended()) return;
    const InstanceKey key = state.header.key;
    if (state.header.caller)
      called_.insert({{state.header.caller->instance, state.header.caller->element}, key});
    state.for_each([&](const runtime::ElementInstance& record) {
      const auto* call = std::get_if<runtime::Shared<runtime::Call>>(&record.payload);
      if (call != nullptr && (*call)->started) calling_.insert({{key, record.key}, (*call)->child});
    });
  }

  void compare_calls() {
    for (const Call& call : calling_)
      if (!called_.contains(call) && !hidden_.contains(call.second))
        find(call.first.instance,
             "element instance " + to_string(call.first) + " waits for instance " +
                 to_string(call.second) + ", which does not run for it",
             "die Elementinstanz " + to_string(call.first) + " wartet auf die Instanz " +
                 to_string(call.second) + ", die nicht für sie läuft");
    for (const Call& call : called_)
      if (!calling_.contains(call) && !hidden_.contains(call.first.instance))
        find(call.second,
             "the instance runs for element instance " + to_string(call.first) +
                 ", which does not wait for it",
             "die Instanz läuft für die Elementinstanz " + to_string(call.first) +
                 ", die nicht auf sie wartet");
  }

  Result<Done> compare_entries() {
    expected_.insert(commands_.begin(), commands_.end());
    for (int kind = static_cast<int>(EntryKind::Task);
         kind <= static_cast<int>(EntryKind::Variable); ++kind) {
      EntryScan scan{.kind = static_cast<EntryKind>(kind)};
      scan.limit = kAtOnce;
      for (;;) {
        UMLAUF_TRY(const auto entries, store_.entries(scan));
        for (const Entry& entry : entries)
          if (expected_.erase(entry) == 0 && !hidden_.contains(entry.instance))
            report("leads nowhere", "führt ins Leere", entry);
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

  using Call = std::pair<ElementReference, InstanceKey>;

  Store& store_;
  const Vault& vault_;
  Definitions definitions_;
  std::vector<Finding> findings_;
  std::set<DefinitionKey> processes_;
  std::set<Call> calling_;
  std::set<Call> called_;
  std::set<InstanceKey> hidden_;  // encrypted, and there is no key
  std::set<Entry> expected_;
  std::set<Entry> commands_;
};

}  // namespace

Result<std::vector<Finding>> check_store(Store& store, const std::optional<SecretKey>& master_key,
                                         const std::optional<SecretKey>& former_key) {
  const Vault vault(store, master_key, former_key);
  return Check(vault).run();
}

}  // namespace umlauf::service
