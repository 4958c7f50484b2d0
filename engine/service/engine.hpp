#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/base/result.hpp"
#include "engine/service/cipher.hpp"
#include "engine/service/requests.hpp"
#include "engine/service/store.hpp"
#include "engine/service/views.hpp"

namespace umlauf::runtime {
class Handlers;
}

namespace umlauf::service {

/// Tells the time. The engine asks once a command.
class Clock {
 public:
  virtual ~Clock() = default;
  virtual calendar::Instant now() = 0;
};

/// Stands still until it is moved: for tests, simulations and `umlauf drive`.
class ManualClock final : public Clock {
 public:
  explicit ManualClock(calendar::Instant now = {}) : now_(now) {}
  calendar::Instant now() override { return now_; }
  void set(calendar::Instant now) { now_ = now; }

 private:
  calendar::Instant now_;
};

struct EngineOptions {
  std::string time_zone = "Europe/Berlin";  ///< of dates in models that name no zone
  std::size_t cache_bytes_max = 256 << 20;  ///< memory for instances that are not at work
  std::size_t hot_instances_max = 4'096;    ///< kept ready for the next command
  std::size_t queue_max = 100'000;          ///< waiting requests; then ErrorCode::Overload
  std::size_t group_max = 1'000;            ///< requests that are made durable together
  std::uint32_t transitions_max = 10'000;   ///< steps that one command may cause
  std::uint32_t call_depth_max = 100;       ///< processes that call one another
  std::uint32_t receivers_max = 1'000;  ///< instances that one request reaches at once; a signal
                                        ///< reaches the others right after, durably remembered
  /// Cases that are looked through for who waits at the end of a message flow where neither a
  /// message's name nor a business key leads there; whoever is behind them does not get it.
  std::uint32_t looked_through_max = 10'000;
  /// Does jobs within the program instead of a worker; must outlive the engine. It is called while
  /// a request is being carried out, maybe several times where a commit fails.
  const runtime::Handlers* handlers = nullptr;
  VerifyMode verify = VerifyMode::Warn;  ///< of deployments that do not say themselves
  /// Where given, every new case is encrypted under a key of its own, and that under this one, so
  /// that it can be erased (docs/privacy.md). Without it such cases cannot be read.
  std::optional<SecretKey> master_key = {};
  /// The one before, while the master key is being changed: cases may lie under either. The store
  /// knows under which one new cases begin (see Engine::rotate_master_key).
  std::optional<SecretKey> former_key = {};
};

/// What an engine holds in memory at the moment.
struct CacheStatistics {
  std::size_t hot_instances = 0;   ///< ready for the next command
  std::size_t cold_instances = 0;  ///< encoded
  std::size_t cold_bytes = 0;      ///< that the encoded ones take, bookkeeping included
};

/// A process engine over a store: carries out requests, durably, and tells what is there.
///
/// Any number of threads may call. Requests that arrive while others are being made durable are
/// carried out together and committed as one group; whoever calls first does the work for all, so
/// that the engine needs no thread of its own and a lone caller pays no switch. An answer is given
/// only when it is durable; a request that fails has changed nothing. Where the store fails, the
/// error is Storage and it is open whether the request was carried out: repeat it with the same
/// idempotency key.
///
/// Queries read what is durable, beside running commits, and see every request answered before.
class Engine {
 public:
  /// Opens the engine on what the store holds. The store and the clock must outlive it.
  /// Errors: Storage; Internal where the store was written by a newer version.
  static Result<std::unique_ptr<Engine>> open(Store& store, Clock& clock,
                                              const EngineOptions& options = {});
  ~Engine();
  Engine(const Engine&) = delete;
  Engine& operator=(const Engine&) = delete;

  /// Carries out one request; returns when it is durable.
  Result<Answer> execute(Request request, const Caller& caller = {});
  /// The same without waiting: `done` is called once, by whichever thread finishes the group, and
  /// must not call `execute` of any engine. Work is done while some thread is in
  /// `execute`, `submit` or `flush`; this call itself does it where nobody else is at work.
  void submit(Request request, Caller caller, std::function<void(Result<Answer>)> done);
  /// Carries out what others have submitted.
  void flush();

  // The requests as functions, for those who read better that way.
  Result<Deployment> deploy(std::vector<Document> documents, const Caller& caller = {});
  Result<InstanceKey> start(Start request, const Caller& caller = {});
  Result<Done> complete_task(ElementReference task, feel::Context variables = {},
                             const Caller& caller = {});
  Result<Done> claim_task(ElementReference task, const Caller& caller);
  Result<std::vector<InstanceKey>> correlate(Correlate request, const Caller& caller = {});
  Result<std::vector<ActivatedJob>> activate_jobs(ActivateJobs request);
  Result<Done> complete_job(ElementReference job, feel::Context variables = {});
  /// Fires everything due up to `until` in order of time, also what comes due on the way.
  Result<std::vector<FiredTimer>> fire_timers(calendar::Instant until, bool at_due_time = false);
  /// When the next timer is due.
  Result<std::optional<calendar::Instant>> next_timer();

  // Personal data (docs/privacy.md); EraseInstance, HoldInstance, ReleaseInstance and SetRetention
  // are requests.
  /// Everything that is known of a person. Reads every journal.
  Result<std::vector<PersonCase>> personal_data(const PersonQuery& query);
  Result<std::vector<HoldView>> holds();
  Result<std::vector<RetentionRule>> retention();
  /// What was erased, held and released, and changes of the master key, in order of time.
  Result<std::vector<NoteView>> notes();
  /// Erases the instances that the retention rules keep no longer, and says of each what became of
  /// it.
  Result<std::vector<SweptInstance>> sweep(const Caller& caller = {});

  /// Brings the key of every case from the former master key under the new one, beside running
  /// commands and other engines, which must know both; in the end the store refuses the former one.
  /// Where it was interrupted the next call goes on. Journals and states stay as they are; `notes`
  /// tells of it. Errors: Forbidden (administrators only), Request (two keys are needed), Conflict
  /// (another engine does the same), Storage.
  Result<KeyRotation> rotate_master_key(const Caller& caller = {});

  /// Records the heads of all journals that have grown since the last anchor, and yields the new
  /// one. Reads every live instance and those that ended since; commands go on meanwhile. Errors:
  /// Conflict where another engine wrote one at the same time; Storage.
  Result<AnchorView> anchor();
  /// The one written last; nothing where there is none yet.
  Result<std::optional<AnchorView>> last_anchor();
  /// Whether none has been written yet today (in the engine's time zone), or the last one by a
  /// clock that was ahead.
  Result<bool> anchor_due();

  // Queries.
  Result<std::vector<InstanceView>> instances(const InstanceQuery& query = {});
  Result<InstanceView> instance(InstanceKey key);
  Result<TaskPage> tasks(const TaskQuery& query = {});
  /// Open jobs, waits and incidents of one instance, or (invalid key) of all live ones.
  Result<std::vector<JobView>> jobs(InstanceKey instance = {});
  Result<std::vector<WaitView>> waiting(InstanceKey instance = {});
  Result<std::vector<IncidentView>> incidents(InstanceKey instance = {});
  /// What timers, messages and signals could not start so far.
  Result<std::vector<OwedStartView>> owed_starts();
  /// Variables of the process scope, or all that the element (id; its oldest activation) sees. Of
  /// an ended instance: as they were at its end.
  Result<feel::Context> variables(InstanceKey instance, std::string_view element = {});
  /// Of one instance, or of all.
  Result<HistoryView> history(InstanceKey instance = {});
  Result<std::vector<JournalView>> journal(InstanceKey instance);
  /// Counts and durations over all instances of a process (version 0: of all versions), up to date:
  /// the sums kept by `update_statistics`, what has ended since, and what is live.
  Result<StatisticsView> statistics(const std::string& process, std::uint32_t version = 0);
  /// Adds to the sums what has ended since the last update (and a minute ago), up to `limit`
  /// instances a process; how many. So that `statistics` need not read all journals again.
  Result<std::size_t> update_statistics(std::size_t limit = 10'000);
  /// An instance as it is, everything read at one moment.
  Result<InstanceSnapshot> snapshot(InstanceKey instance);
  /// An instance as it was: its journal, folded up to that moment. Errors: State where it was not
  /// there yet.
  Result<InstanceSnapshot> instance_at(InstanceKey instance, const Moment& moment);
  using ReplayStep = std::function<void(const JournalView&, const InstanceSnapshot&)>;
  /// The same row by row: what each command did, and the instance behind it.
  Result<Done> replay(InstanceKey instance, const Moment& until, const ReplayStep& visit);
  /// As of the last commit.
  CacheStatistics cache_statistics() const;
  /// Those whose stored state is damaged: found since the engine was opened while others were
  /// served, the first 1,000. Their timers, jobs and messages wait; `check_store` says more.
  std::vector<InstanceKey> damaged_instances() const;
  /// The latest versions, by id.
  std::vector<DeployedProcess> processes();
  /// The document that a process was deployed with, byte for byte.
  Result<Document> document(DefinitionKey definition);

 private:
  struct Parts;
  explicit Engine(std::unique_ptr<Parts> parts);
  std::unique_ptr<Parts> parts_;
};

/// One broken promise of a store: an index entry too many, a hash that does not fit ...
struct Finding {
  InstanceKey instance;  ///< invalid: no instance in particular
  Text message;
};

/// Checks what must hold between any two commits: the journal of every instance is without a gap,
/// its hashes chain, folding it yields the stored state; every wait has exactly its index entries
/// and every entry its wait; no live instance without anything to wait for; callers and called
/// instances agree; what is deployed is whole. Reads everything. The store must stand still
/// meanwhile (a snapshot does). What is encrypted is folded where the master key is given; what was
/// erased cannot be. Errors: Request (another master key), Storage.
Result<std::vector<Finding>> check_store(Store& store,
                                         const std::optional<SecretKey>& master_key = {},
                                         const std::optional<SecretKey>& former_key = {});

}  // namespace umlauf::service
