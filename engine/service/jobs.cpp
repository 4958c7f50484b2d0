// Jobs for workers, and what the clock does.
#include <algorithm>
#include <set>

#include "engine/service/executor.hpp"
#include "engine/service/projection.hpp"
#include "engine/service/start_timer.hpp"

namespace umlauf::service {
namespace {

constexpr std::size_t kScanAtOnce = 256;
// What lies unfinished for longer than this was left by an engine that has died.
constexpr std::int64_t kAdoptAfterMs = 10'000;
constexpr std::size_t kAdoptMax = 1'000;

}  // namespace

Result<bool> Executor::activate(const Entry& entry, const ActivateJobs& request, Answer& answer) {
  UMLAUF_TRY(LiveInstance * instance, group_->sound_instance(entry.instance));
  if (instance == nullptr) return false;
  const calendar::Instant until{now_.milliseconds + request.lock_ms};
  // Suspended, or somebody was faster.
  if (!run(*instance, runtime::LockJob{entry.element, request.worker, until})) return false;
  const runtime::ElementInstance* record = instance->state.find(entry.element);
  if (record == nullptr) return false;
  const auto* payload = std::get_if<runtime::Shared<runtime::Job>>(&record->payload);
  if (payload == nullptr) return false;
  const runtime::Job& job = **payload;
  ActivatedJob& activated = answer.jobs.emplace_back();
  activated.key = {entry.instance, entry.element};
  activated.process = instance->state.header.process;
  activated.element = (*instance->definition)[record->node].id;
  activated.type = job.type;
  activated.business_key = instance->state.header.business_key;
  activated.retries = job.retries;
  activated.locked_until = until;
  activated.variables = visible_variables(instance->state, entry.element);
  for (const runtime::Variable& header : job.headers)
    activated.headers.put(header.name, header.value);
  return true;
}

Result<Answer> Executor::carry_out(const ActivateJobs& request) {
  if (request.worker.empty() || request.types.empty())
    return error(ErrorCode::Request, "a worker names itself and the types it can do",
                 "ein Worker nennt sich und die Typen, die er erledigt");
  Answer answer;
  for (const std::string& type : request.types) {
    EntryScan scan{.kind = EntryKind::Job, .name = type};
    scan.position_max = now_.milliseconds;
    bool more = true;
    while (more && answer.jobs.size() < request.limit) {
      // No more than wanted: other engines may not have what is claimed here.
      scan.limit = std::min(kScanAtOnce, request.limit - answer.jobs.size());
      UMLAUF_TRY(const auto entries, group_->claim(scan));
      more = entries.size() == scan.limit;
      for (const Entry& entry : entries) {
        if (answer.jobs.size() >= request.limit) break;
        UMLAUF_CHECK(activate(entry, request, answer));
      }
      if (more) scan.after = entries.back();
    }
  }
  return answer;
}

Result<bool> Executor::fire(const Entry& entry, calendar::Instant at, Answer& answer) {
  UMLAUF_TRY(LiveInstance * instance, group_->sound_instance(entry.instance));
  if (instance == nullptr) return false;
  if (instance->state.find(entry.element) == nullptr) UMLAUF_CHECK(group_->reload(*instance));
  const runtime::ElementInstance* record = instance->state.find(entry.element);
  if (record == nullptr) return false;  // another timer of this moment has ended it
  const std::string element = (*instance->definition)[record->node].id;
  if (!run(*instance, runtime::FireTimer{entry.element})) return false;  // suspended
  answer.fired.push_back({entry.instance, element, at});
  return true;
}

Result<bool> Executor::fire_start_timer(const Entry& entry, calendar::Instant at, Answer& answer) {
  const DefinitionKey key(entry.instance.value());
  CatalogPtr known = catalog();
  if (!known->processes.contains(key) && refresh_catalog()) known = catalog();
  const auto listed = known->processes.find(key);
  if (listed == known->processes.end()) return false;
  const ProcessVersion& process = *listed->second;
  for (const runtime::StartSubscription& start_at : process.starts) {
    if (start_at.kind != definition::Trigger::Timer) continue;
    StartTimer named;
    named.node = start_at.node;
    named.trigger = start_at.trigger;
    UMLAUF_TRY(const auto content, group_->cell(named.cell(key)));
    const auto timer = content ? StartTimer::decode(*content) : std::nullopt;
    if (!timer || timer->entry(key) != entry) continue;
    UMLAUF_TRY(const auto definition, group_->definition(key));
    // Several engines may share the store: only one of them may fire this.
    group_->guard({timer->cell(key), *content});
    group_->remove(entry);
    const auto next = timer->after_firing(definition->semantics.cron(), zone_);
    group_->put_cell(timer->cell(key), next ? next->encode() : Bytes{});
    if (next) group_->add(next->entry(key));
    UMLAUF_TRY(const InstanceKey started, start_triggered(process, start_at, {}, {}));
    answer.fired.push_back({started, (*definition)[start_at.node].id, at});
    return true;
  }
  return false;
}

// The earliest first. With a virtual clock the list is read again when a timer has armed others,
// because these may be due before the rest.
Result<Answer> Executor::carry_out(const FireTimers& request) {
  Answer answer;
  std::set<Entry> refused;  // those of suspended and of damaged instances stay
  while (answer.fired.size() < request.limit) {
    std::vector<Entry> due;
    for (const EntryKind kind : {EntryKind::Timer, EntryKind::StartTimer}) {
      EntryScan scan{.kind = kind, .name = ""};
      scan.position_max = request.until.milliseconds;
      scan.limit = kScanAtOnce + refused.size();
      // A start timer has no instance yet; its cell decides who fires it.
      UMLAUF_TRY(const auto entries,
                 kind == EntryKind::Timer ? group_->claim(scan) : group_->entries(scan));
      due.insert(due.end(), entries.begin(), entries.end());
    }
    std::erase_if(due, [&refused](const Entry& entry) { return refused.contains(entry); });
    if (due.empty()) break;
    const auto by_time = [](const Entry& a, const Entry& b) { return a.position < b.position; };
    std::stable_sort(due.begin(), due.end(), by_time);
    const std::uint64_t armed = group_->timers_added();
    std::int64_t moment = due.front().position;
    for (const Entry& entry : due) {
      if (answer.fired.size() >= request.limit) break;
      if (request.at_due_time && entry.position != moment && group_->timers_added() != armed) break;
      moment = entry.position;
      if (request.at_due_time) now_.milliseconds = std::max(now_.milliseconds, moment);
      const calendar::Instant at = request.at_due_time ? calendar::Instant{moment} : now_;
      UMLAUF_TRY(const bool fired, entry.kind == EntryKind::Timer
                                       ? fire(entry, at, answer)
                                       : fire_start_timer(entry, at, answer));
      if (!fired) refused.insert(entry);
      carry_out_effects();
      reached_ = 0;  // each timer is a command of its own
    }
  }
  // Jobs of the engine itself whose pause after a failure is over.
  EntryScan scan{.kind = EntryKind::Job, .name = std::string(kContinuations)};
  scan.position_min = 1;
  scan.position_max = request.until.milliseconds;
  scan.limit = request.limit;
  UMLAUF_TRY(const auto paused, group_->claim(scan));
  for (const Entry& entry : paused) {
    UMLAUF_TRY(LiveInstance * instance, group_->sound_instance(entry.instance));
    if (instance != nullptr) (void)run(*instance, runtime::ContinueAsync{entry.element});
  }
  adopt();
  return answer;
}

// The engine that gives itself work (behind asynchronous points, for effects that were too many)
// does it right after. Where that engine has died, whoever fires timers finds the work twice in a
// row.
void Executor::adopt() {
  if (now_.milliseconds - looked_.milliseconds < kAdoptAfterMs) return;
  looked_ = now_;
  EntryScan scan{.kind = EntryKind::Job, .name = std::string(kContinuations)};
  scan.position_max = 0;
  scan.limit = kAdoptMax;
  const auto entries = group_->entries(scan);
  const auto cells = store_.cells("effect/", "", kAdoptMax);
  if (!entries || !cells) return;  // next time
  std::set<ElementReference> continuations;
  for (const Entry& entry : *entries) continuations.insert({entry.instance, entry.element});
  std::set<std::string> outbox;
  for (const Cell& cell : *cells) outbox.insert(cell.name);

  const std::set<ElementReference> own(continuations_.begin(), continuations_.end());
  for (const ElementReference& each : continuations)
    if (continuations_seen_.contains(each) && !own.contains(each)) continuations_.push_back(each);
  const std::set<std::string> own_outbox(outbox_.begin(), outbox_.end());
  for (const std::string& each : outbox)
    if (outbox_seen_.contains(each) && !own_outbox.contains(each)) outbox_.push_back(each);
  continuations_seen_ = std::move(continuations);
  outbox_seen_ = std::move(outbox);
}

}  // namespace umlauf::service
