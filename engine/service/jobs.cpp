// Jobs for workers, and what the clock does.
#include <algorithm>
#include <cstdlib>
#include <map>
#include <set>
#include <vector>

#include "engine/service/executor.hpp"
#include "engine/service/projection.hpp"

namespace umlauf::service {
namespace {

constexpr std::size_t kScanAtOnce = 256;
// What lies unfinished for longer than this was left by an engine that has died.
constexpr std::int64_t kAdoptAfterMs = 10'000;
constexpr std::size_t kAdoptMax = 1'000;
// What is meant for a damaged instance is tried again after pauses that grow to this one.
constexpr std::int64_t kRestMaxMs = 3'600'000;
constexpr std::size_t kRestingMax = 10'000;

bool is_listed(const LiveInstance& instance, const Entry& entry) {
  const runtime::ElementInstance* record = instance.state.find(entry.element);
  std::vector<Entry> entries;
  if (record != nullptr) project(instance.state.header, *record, entries);
  return std::find(entries.begin(), entries.end(), entry) != entries.end();
}

}  // namespace

calendar::Instant Executor::lock_end(std::int64_t lock_ms) const {
  return {now_.milliseconds + std::min(lock_ms, runtime::kLockMaxMs)};
}

Result<bool> Executor::activate(const Entry& entry, const ActivateJobs& request, Answer& answer) {
  UMLAUF_TRY(LiveInstance * instance, group_->sound_instance(entry.instance));
  if (instance == nullptr) return false;
  if (!is_listed(*instance, entry)) {
    // What lies in the cache may be older than the list. The list may be older than what is stored,
    // where another engine has given the job away while it was read: maybe to a worker of this
    // name, who may lock anew what is his, but must not get it twice.
    UMLAUF_TRY(const bool was_old, group_->reload(*instance));
    if (!was_old || !is_listed(*instance, entry)) return false;
  }
  const runtime::ElementInstance* listed = instance->state.find(entry.element);
  const auto* waiting =
      listed == nullptr ? nullptr : std::get_if<runtime::Shared<runtime::Job>>(&listed->payload);
  if (waiting != nullptr && (*waiting)->not_before && *(*waiting)->not_before > now_) return false;
  const calendar::Instant until = lock_end(request.lock_ms);
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

Result<Done> Executor::activate_listed(EntryScan scan, const ActivateJobs& request,
                                       Answer& answer) {
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
  return Done{};
}

// Jobs that were locked while the clock was ahead. They stand at the end of the list, which is
// looked at first: nearly always there are none.
Result<Done> Executor::activate_abandoned(EntryScan scan, const ActivateJobs& request,
                                          Answer& answer) {
  if (answer.jobs.size() >= request.limit) return Done{};
  scan.position_min = now_.milliseconds + runtime::kLockMaxMs + 1;
  scan.position_max = INT64_MAX;
  EntryScan last = scan;
  last.descending = true;
  last.limit = 1;
  UMLAUF_TRY(const auto any, group_->entries(last));
  return any.empty() ? Result<Done>(Done{}) : activate_listed(std::move(scan), request, answer);
}

Result<Answer> Executor::carry_out(const ActivateJobs& request) {
  if (request.worker.empty() || request.types.empty())
    return error(ErrorCode::Request, "a worker names itself and the types it can do",
                 "ein Worker nennt sich und die Typen, die er erledigt");
  Answer answer;
  for (const std::string& type : request.types) {
    EntryScan scan{.kind = EntryKind::Job, .name = type};
    scan.position_max = now_.milliseconds;
    UMLAUF_CHECK(activate_listed(scan, request, answer));
    UMLAUF_CHECK(activate_abandoned(scan, request, answer));
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
  if (!entry.element.valid()) return fire_owed_start(entry, at, answer);
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
    const auto definition = group_->definition(key);
    // Several engines may share the store: only one of them may fire this.
    group_->guard({timer->cell(key), *content});
    group_->remove(entry);
    // A start that fails is owed: it is tried again, and what follows it waits for it.
    const auto started = definition ? start_triggered(process, start_at, {}, {})
                                    : Result<InstanceKey>(definition.error());
    const auto next = started ? timer->after_firing((*definition)->semantics.cron(), zone_)
                              : timer->after_failure(now_, started.error().message);
    group_->put_cell(timer->cell(key), next ? next->encode() : Bytes{});
    if (next) group_->add(next->entry(key));
    if (started) answer.fired.push_back({*started, (**definition)[start_at.node].id, at});
    return started.has_value();
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
      // No more than will be fired: other engines may not have what is claimed here.
      scan.limit = std::min(kScanAtOnce, request.limit - answer.fired.size()) + refused.size();
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
// row. What was met in vain rests.
void Executor::adopt() {
  // The clock may have been set back.
  if (std::abs(now_.milliseconds - looked_.milliseconds) < kAdoptAfterMs) return;
  looked_ = now_;
  EntryScan scan{.kind = EntryKind::Job, .name = std::string(kContinuations)};
  scan.position_max = 0;
  scan.limit = kAdoptMax;
  const auto entries = group_->entries(scan);
  auto outbox = unfinished_effects();
  if (!entries || !outbox) return;  // next time
  std::set<ElementReference> continuations;
  for (const Entry& entry : *entries) continuations.insert({entry.instance, entry.element});

  const std::set<ElementReference> own(continuations_.begin(), continuations_.end());
  for (const ElementReference& each : continuations)
    if (continuations_seen_.contains(each) && !own.contains(each)) continuations_.push_back(each);
  const std::set<std::string> own_outbox(outbox_.begin(), outbox_.end());
  for (const std::string& each : *outbox)
    if (outbox_seen_.contains(each) && !own_outbox.contains(each)) outbox_.push_back(each);
  continuations_seen_ = std::move(continuations);
  outbox_seen_ = std::move(*outbox);
}

// Cells of the outbox that do not rest; forgets the rest of what is there no longer.
Result<std::set<std::string>> Executor::unfinished_effects() {
  std::set<std::string> found;
  std::map<std::string, Rest> resting;
  std::string after;
  for (;;) {
    UMLAUF_TRY(const auto cells, store_.cells(kOutbox, after, kAdoptMax));
    for (const Cell& cell : cells) {
      const auto rest = resting_.find(cell.name);
      if (rest == resting_.end() || is_over(rest->second)) found.insert(cell.name);
      if (rest != resting_.end()) resting.insert(*rest);
    }
    if (cells.size() < kAdoptMax) {
      resting_ = std::move(resting);
      return found;
    }
    if (found.size() >= kAdoptMax) return found;
    after = cells.back().name;
  }
}

bool Executor::is_over(const Rest& rest) const {
  // Further in the future than it was set: the clock was.
  return rest.until <= now_ || rest.until.milliseconds - now_.milliseconds > rest.pause_ms;
}

void Executor::let_rest(const std::string& cell) {
  if (resting_.size() >= kRestingMax && !resting_.contains(cell)) return;
  Rest& rest = resting_[cell];
  rest.pause_ms = std::clamp(rest.pause_ms * 2, kAdoptAfterMs, kRestMaxMs);
  rest.until.milliseconds = now_.milliseconds + rest.pause_ms;
}

}  // namespace umlauf::service
