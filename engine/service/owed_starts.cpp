// Starts that have failed where nobody was there to be told: kept, named, tried again.
#include "engine/service/engine_parts.hpp"
#include "engine/service/executor.hpp"
#include "engine/service/owed_start.hpp"

namespace umlauf::service {
namespace {

constexpr std::size_t kAtOnce = 256;

// How the process begins by this now; nullptr: it does so no longer. Among several the same start
// event counts.
const runtime::StartSubscription* subscription_for(
    const ProcessVersion& process, const OwedStart& owed,
    const definition::ProcessDefinition* definition) {
  const runtime::StartSubscription* found = nullptr;
  for (const runtime::StartSubscription& each : process.starts) {
    if (each.kind != owed.kind || each.name != owed.message.message) continue;
    if (found == nullptr) found = &each;
    if (definition != nullptr && (*definition)[each.node].id == owed.element) return &each;
  }
  return found;
}

std::string id_of(const Result<definition::ProcessDefinitionPtr>& definition,
                  definition::NodeIndex node) {
  return definition ? (**definition)[node].id : std::string();
}

}  // namespace

// What a model has thrown, or what went to many, has nobody to whom a failed start could be told.
void Executor::start_or_owe(const ProcessVersion& process,
                            const runtime::StartSubscription& start_at,
                            runtime::SendMessage message, std::vector<InstanceKey>* begun) {
  const auto started =
      start_triggered(process, start_at, message.variables, message.business_key, message.keys);
  if (started) {
    if (begun != nullptr) begun->push_back(*started);
    return;
  }
  OwedStart owed;
  owed.number = keys_.next().value();
  owed.process = process.id;
  owed.element = id_of(group_->definition(process.key), start_at.node);
  owed.kind = start_at.kind;
  owed.message = std::move(message);
  owed.message.message = start_at.name;
  owed.since = now_;
  put_owed(std::move(owed), started.error().message);
}

void Executor::put_owed(OwedStart owed, Text reason) {
  owed.retry = OwedStart::retry_after(now_, owed.failures);
  ++owed.failures;
  owed.reason = std::move(reason);
  group_->put_cell(owed.cell(), owed.encode());
  group_->add(owed.entry());
}

Result<bool> Executor::fire_owed_start(const Entry& entry, calendar::Instant at, Answer& answer) {
  OwedStart named;
  named.number = entry.instance.value();
  UMLAUF_TRY(const auto content, group_->cell(named.cell()));
  const auto owed = content ? OwedStart::decode({named.cell(), *content}) : std::nullopt;
  if (!owed || owed->entry() != entry) return false;
  // Several engines may share the store: only one of them may make this start.
  group_->guard({owed->cell(), *content});
  group_->remove(entry);
  group_->put_cell(owed->cell(), {});
  const CatalogPtr known = catalog();
  const ProcessVersion* process = known->find(owed->process);
  const auto definition = process == nullptr ? Result<definition::ProcessDefinitionPtr>(nullptr)
                                             : group_->definition(process->key);
  const auto* start_at =
      process == nullptr
          ? nullptr
          : subscription_for(*process, *owed, definition ? definition->get() : nullptr);
  if (start_at == nullptr) return true;
  const auto started = start_triggered(*process, *start_at, owed->message.variables,
                                       owed->message.business_key, owed->message.keys);
  if (started)
    answer.fired.push_back({*started, id_of(definition, start_at->node), at});
  else
    put_owed(*owed, started.error().message);
  return started.has_value();
}

// A new version may have mended why they failed.
Result<Done> Executor::hasten_owed_starts(const ProcessVersion& process) {
  std::string after;
  for (;;) {
    UMLAUF_TRY(const auto cells, group_->cells(std::string(kOwedStarts), after, kAtOnce));
    for (const Cell& cell : cells) {
      auto owed = OwedStart::decode(cell);
      if (!owed || owed->process != process.id || owed->retry <= now_) continue;
      group_->guard(cell);
      group_->remove(owed->entry());
      owed->retry = now_;
      group_->add(owed->entry());
      group_->put_cell(owed->cell(), owed->encode());
    }
    if (cells.size() < kAtOnce) return Done{};
    after = cells.back().name;
  }
}

Result<std::vector<OwedStartView>> Engine::owed_starts() {
  std::vector<OwedStartView> views;
  const CatalogPtr catalog = parts_->definitions.catalog();
  UMLAUF_TRY(const auto timers, parts_->store.cells(kStartTimers, "", SIZE_MAX));
  for (const Cell& cell : timers) {
    const auto timer = StartTimer::decode(cell.content);
    if (!timer || timer->failures == 0) continue;
    const auto key = StartTimer::process_of(cell.name);
    const auto process = key ? catalog->processes.find(*key) : catalog->processes.end();
    if (process == catalog->processes.end()) continue;  // another engine has just deployed it
    const std::string element = id_of(parts_->definitions.definition(*key), timer->node);
    views.push_back({process->second->id, process->second->version, element, "timer", "",
                     timer->next.due, timer->failures, timer->retry, timer->reason});
  }
  UMLAUF_TRY(const auto cells, parts_->store.cells(kOwedStarts, "", SIZE_MAX));
  for (const Cell& cell : cells) {
    const auto owed = OwedStart::decode(cell);
    if (!owed) continue;
    const ProcessVersion* process = catalog->find(owed->process);
    views.push_back({owed->process, process == nullptr ? 0 : process->version, owed->element,
                     owed->kind == definition::Trigger::Message ? "message" : "signal",
                     owed->message.message, owed->since, owed->failures, owed->retry,
                     owed->reason});
  }
  return views;
}

}  // namespace umlauf::service
