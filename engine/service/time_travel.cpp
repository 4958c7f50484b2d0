// An instance as it was: the journal folded up to a moment.
#include "engine/runtime/step.hpp"
#include "engine/service/engine_parts.hpp"
#include "engine/service/histories.hpp"
#include "engine/service/queries.hpp"

namespace umlauf::service {
namespace {

using runtime::ElementInstance;
using runtime::Shared;

InstanceSnapshot snapshot_of(const LiveInstance& live) {
  InstanceSnapshot snapshot;
  snapshot.instance = instance_view(live.state.header);
  snapshot.instance.erased = live.erased;
  snapshot.sequence = live.revision;
  snapshot.variables = visible_variables(live.state, runtime::kProcessScope);
  live.state.for_each([&](const ElementInstance& record) {
    if (std::holds_alternative<Shared<runtime::UserTask>>(record.payload))
      snapshot.tasks.push_back(task_view(live, record));
    const auto* job = std::get_if<Shared<runtime::Job>>(&record.payload);
    if (job != nullptr && runtime::is_for_worker((*job)->kind))
      snapshot.jobs.push_back(job_view(live, record));
    if (auto wait = wait_view(live, record)) snapshot.waits.push_back(std::move(*wait));
    if (record.incident) snapshot.incidents.push_back(incident_view(live, record));
  });
  return snapshot;
}

bool lies_beyond(const Moment& moment, const JournalRow& row) {
  return (moment.time && row.time > *moment.time) ||
         (moment.sequence && row.sequence > *moment.sequence);
}

Error not_yet(InstanceKey key) {
  return error(ErrorCode::State, "instance " + to_string(key) + " was not there yet",
               "die Instanz " + to_string(key) + " gab es noch nicht");
}

}  // namespace

Result<InstanceSnapshot> Engine::snapshot(InstanceKey key) {
  UMLAUF_TRY(const auto live, read_instance(parts_->vault, parts_->definitions, key));
  if (live == nullptr) return no_instance(key);
  return snapshot_of(*live);
}

Result<Done> Engine::replay(InstanceKey key, const Moment& until, const ReplayStep& visit) {
  Definitions& definitions = parts_->definitions;
  LiveInstance live;
  const auto fold = [&](const JournalRow& row, const JournalEntry& entry) -> Result<bool> {
    if (entry.hidden) return is_erased(key);
    if (lies_beyond(until, row)) return false;
    for (const runtime::Event& event : entry.events) runtime::evolve(live.state, event);
    live.revision = row.sequence;
    UMLAUF_TRY(live.definition, definitions.definition(live.state.header.definition));
    InstanceSnapshot snapshot = snapshot_of(live);
    snapshot.time = row.time;
    visit(journal_view(row, entry, live.definition.get()), snapshot);
    return true;
  };
  UMLAUF_CHECK(for_each_row(parts_->vault, key, fold));
  if (live.revision != 0) return Done{};
  UMLAUF_TRY(const auto stored, parts_->store.load(key));
  return stored ? not_yet(key) : no_instance(key);
}

Result<InstanceSnapshot> Engine::instance_at(InstanceKey key, const Moment& moment) {
  LiveInstance live;
  calendar::Instant time;
  const auto fold = [&](const JournalRow& row, const JournalEntry& entry) -> Result<bool> {
    if (entry.hidden) return is_erased(key);
    if (lies_beyond(moment, row)) return false;
    for (const runtime::Event& event : entry.events) runtime::evolve(live.state, event);
    live.revision = row.sequence;
    time = row.time;
    return true;
  };
  UMLAUF_CHECK(for_each_row(parts_->vault, key, fold));
  if (live.revision == 0) {
    UMLAUF_TRY(const auto stored, parts_->store.load(key));
    return stored ? not_yet(key) : no_instance(key);
  }
  UMLAUF_TRY(live.definition, parts_->definitions.definition(live.state.header.definition));
  InstanceSnapshot snapshot = snapshot_of(live);
  snapshot.time = time;
  return snapshot;
}

}  // namespace umlauf::service
