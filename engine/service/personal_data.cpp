// What is kept of whom, for how long, and what has been erased: the queries, and the sweep.
#include <algorithm>

#include "engine/runtime/step.hpp"
#include "engine/service/engine_parts.hpp"
#include "engine/service/histories.hpp"
#include "engine/service/pages.hpp"
#include "engine/service/queries.hpp"
#include "engine/service/retention.hpp"

namespace umlauf::service {
namespace {

constexpr std::size_t kAtOnce = 1000;

using runtime::Event;
using runtime::Shared;

// Whether the text stands anywhere in a value: as a text of its own, in a list, in a context.
bool contains_text(const feel::Value& value, const std::string& text) {
  std::vector<const feel::Value*> open = {&value};
  while (!open.empty()) {
    const feel::Value* at = open.back();
    open.pop_back();
    if (const std::string* own = at->string(); own != nullptr && *own == text) return true;
    if (const feel::Values* list = at->list())
      for (const feel::Value& item : *list) open.push_back(&item);
    if (const feel::Context* context = at->context())
      for (const feel::Entry& entry : *context) open.push_back(&entry.value);
  }
  return false;
}

// Looks for a person in what the journal of one instance tells.
class Search {
 public:
  Search(const PersonQuery& query, InstanceKey key) : query_(query) { state_.header.key = key; }

  void add(const JournalRow& row, const JournalEntry& entry) {
    PersonRow found;
    bool mine = is_person(entry.actor);
    if (mine) note("actor");
    for (const Event& event : entry.events) {
      mine = look_at(event) || mine;
      if (const auto* set = std::get_if<runtime::VariableSet>(&event))
        found.variables.put(set->name, set->value);
      runtime::evolve(state_, event);
    }
    found.row = journal_view(row, entry, nullptr);
    found.mine = mine;
    rows_.push_back(std::move(found));
  }

  const runtime::InstanceHeader& header() const { return state_.header; }
  bool found() const { return !case_.reasons.empty(); }
  /// Of whom the case is about: everything; of who has only worked on it: what that person did.
  PersonCase take() {
    if (subject_) case_.variables = visible_variables(state_, runtime::kProcessScope);
    for (PersonRow& row : rows_)
      if (subject_ || row.mine) {
        if (!subject_) row.variables = {};
        case_.rows.push_back(std::move(row));
      }
    case_.instance = instance_view(state_.header);
    return std::move(case_);
  }

 private:
  bool is_person(const std::string& name) const {
    return !query_.person.empty() && name == query_.person;
  }
  bool note(std::string reason) {
    const auto& known = case_.reasons;
    if (std::find(known.begin(), known.end(), reason) == known.end())
      case_.reasons.push_back(std::move(reason));
    return true;
  }
  bool note_subject(std::string reason) {
    subject_ = true;
    return note(std::move(reason));
  }

  bool look_at(const Event& event) {
    if (const auto* started = std::get_if<runtime::InstanceStarted>(&event)) {
      bool mine = is_person(started->header->starter) && note("starter");
      if (is_person(started->header->business_key)) mine = note_subject("business key");
      return mine;
    }
    if (const auto* set = std::get_if<runtime::VariableSet>(&event)) return look_at(*set);
    if (const auto* entered = std::get_if<runtime::Entered>(&event))
      return look_at(entered->payload);
    if (const auto* changed = std::get_if<runtime::PayloadChanged>(&event))
      return look_at(changed->payload);
    if (const auto* completed = std::get_if<runtime::TaskCompletedBy>(&event))
      return is_person(completed->user) && note("completed a task");
    return false;
  }
  bool look_at(const runtime::VariableSet& set) {
    const bool wanted =
        query_.variable && query_.variable->name == set.name && query_.variable->value == set.value;
    if (!wanted && (query_.person.empty() || !contains_text(set.value, query_.person)))
      return false;
    return note_subject("variable " + set.name);
  }
  bool look_at(const runtime::Payload& payload) {
    const auto* task = std::get_if<Shared<runtime::UserTask>>(&payload);
    // A task whose listener is a job.
    if (const auto* job = std::get_if<Shared<runtime::Job>>(&payload); job && (*job)->task)
      task = &*(*job)->task;
    if (task == nullptr) return false;
    bool mine = false;
    if (is_person((*task)->assignee)) mine = note("assignee");
    if (is_person((*task)->owner)) mine = note("owner");
    for (const std::string& user : (*task)->candidate_users)
      if (is_person(user)) mine = note("candidate");
    return mine;
  }

  const PersonQuery& query_;
  runtime::ProcessInstance state_;
  bool subject_ = false;
  std::vector<PersonRow> rows_;
  PersonCase case_;
};

}  // namespace

Result<std::vector<PersonCase>> Engine::personal_data(const PersonQuery& query) {
  if (query.person.empty() && !query.variable)
    return error(ErrorCode::Request, "a person or a variable must be given",
                 "eine Person oder eine Variable ist anzugeben");
  std::vector<PersonCase> cases;
  InstanceKey after;
  for (;;) {
    UMLAUF_TRY(const auto rows, parts_->store.instances(after, kAtOnce));
    for (const InstanceRow& instance : rows) {
      if (head_form(instance.head) == HeadForm::Erased) continue;
      Search search(query, instance.key);
      const auto add = [&](const JournalRow& row, const JournalEntry& entry) -> Result<bool> {
        search.add(row, entry);
        return true;
      };
      UMLAUF_CHECK(for_each_row(parts_->vault, instance.key, add));
      if (search.found()) cases.push_back(search.take());
    }
    if (rows.size() < kAtOnce) return cases;
    after = rows.back().key;
  }
}

Result<std::vector<HoldView>> Engine::holds() {
  std::vector<HoldView> views;
  std::string after;
  for (;;) {
    UMLAUF_TRY(const auto cells, parts_->store.cells(kHolds, after, kAtOnce));
    for (const Cell& cell : cells)
      if (auto hold = Hold::decode(cell))
        views.push_back({hold->instance, hold->since, hold->actor, hold->reason});
    if (cells.size() < kAtOnce) return views;
    after = cells.back().name;
  }
}

Result<std::vector<RetentionRule>> Engine::retention() {
  std::vector<RetentionRule> rules;
  UMLAUF_TRY(const auto cells, parts_->store.cells(kRetentions, "", SIZE_MAX));
  for (const Cell& cell : cells)
    rules.push_back({cell.name.substr(kRetentions.size()), cell.content});
  return rules;
}

Result<std::vector<NoteView>> Engine::notes() {
  std::vector<NoteView> views;
  EntryScan scan{.kind = EntryKind::Note};
  scan.limit = kAtOnce;
  for (;;) {
    UMLAUF_TRY(const auto entries, parts_->store.entries(scan));
    for (const Entry& entry : entries) {
      UMLAUF_TRY(const auto rows, parts_->store.journal(entry.instance, entry.element.value(), 1));
      const auto note = rows.empty() ? std::nullopt : decode_journal_row(rows[0]);
      if (!note) continue;
      views.push_back(
          {entry.instance, rows[0].time, entry.name, note->actor, note->reason, {}, {}});
    }
    if (entries.size() < kAtOnce) break;
    scan.after = entries.back();
  }
  UMLAUF_TRY(const auto cells, parts_->store.cells(kDroppedRanges, "", SIZE_MAX));
  for (const Cell& cell : cells)
    if (const auto drop = Drop::decode(cell))
      views.push_back({{}, drop->time, "drop", drop->actor, "", drop->range, {}});
  UMLAUF_TRY(const auto changes, parts_->store.cells(kKeyChanges, "", SIZE_MAX));
  for (const Cell& cell : changes)
    if (const auto change = KeyChange::decode(cell))
      views.push_back({{}, change->begun, "rotate-key", change->actor, "", {}, change->record});
  std::stable_sort(views.begin(), views.end(),
                   [](const NoteView& a, const NoteView& b) { return a.time < b.time; });
  return views;
}

Result<std::vector<SweptInstance>> Engine::sweep(const Caller& caller) {
  const calendar::Instant now = parts_->clock.now();
  UMLAUF_TRY(const auto rules, retention());
  std::vector<SweptInstance> swept;
  for (const RetentionRule& rule : rules) {
    const auto ended_before = before(now, rule.keep, parts_->zone);
    if (!ended_before) continue;
    EntryScan scan{.kind = EntryKind::Ended, .name = rule.process};
    scan.position_max = ended_before->milliseconds;
    scan.limit = kAtOnce;
    for (;;) {
      UMLAUF_TRY(const auto entries, parts_->store.entries(scan));
      for (const Entry& entry : entries) {
        const auto erased =
            execute(EraseInstance{entry.instance, "retention " + rule.keep}, caller);
        // One that was called by another has gone with it.
        if (!erased && erased.error().code == ErrorCode::State &&
            erased.error() == is_erased(entry.instance))
          continue;
        if (!erased && erased.error().code == ErrorCode::Storage) return erased.error();
        swept.push_back(
            {entry.instance, erased.has_value(), erased ? Text{} : erased.error().message});
      }
      if (entries.size() < kAtOnce) break;
      scan.after = entries.back();
    }
  }
  return swept;
}

}  // namespace umlauf::service
