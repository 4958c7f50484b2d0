#pragma once

#include <atomic>
#include <deque>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "engine/service/engine.hpp"
#include "engine/service/group.hpp"
#include "engine/service/owed_start.hpp"
#include "engine/service/seat.hpp"
#include "engine/service/start_timer.hpp"

namespace umlauf::service {

// What a cell of the outbox holds: its first byte. Stored: append only.
inline constexpr char kEffect = 1;
inline constexpr char kBroadcast = 2;
inline constexpr char kDelivery = 3;
inline constexpr std::string_view kOutbox = "effect/";

/// Carries out requests, one group at a time, on one thread at a time: what a request means for
/// which instances, and what follows from that for others. Nothing is durable before `commit`.
class Executor {
 public:
  Executor(Vault& vault, Definitions& definitions, const EngineOptions& options,
           calendar::Zone zone);

  void begin(calendar::Instant now);
  /// An error means that the request has changed nothing; the group goes on.
  Result<Answer> execute(const Request& request, const PreparedDeployment* deployment,
                         const Caller& caller, calendar::Instant now);
  /// The group met a defect or the store failed while it was being carried out: it must be given
  /// up and its requests be carried out again, one by one.
  bool poisoned() const { return poisoned_; }
  /// Of these: the store could not be read; it may be tried again later.
  bool unreadable() const { return unreadable_; }
  /// Reads at once those of these instances that are not in memory.
  void fetch(std::vector<InstanceKey> instances) { group_->fetch(std::move(instances)); }

  enum class End : std::uint8_t { Durable, Conflict, Failed };
  /// A group with its memory.
  struct Flight {
    GroupBuffers buffers;
    std::optional<Group> group;
  };
  struct Commit {
    End end = End::Durable;
    Error failure;  ///< of Failed
    /// What is left of a group that is durable. Taking a large one apart takes its time, for which
    /// nobody need wait.
    std::unique_ptr<Flight> remains = nullptr;
  };
  /// Makes the group durable, or gives it up.
  Commit commit();

  // flights.cpp: the same in three steps, between which the next group may be carried out above
  // this one.

  /// Whether there is a group, and nothing that it has done concerns more than instances and lists.
  bool may_launch() const;
  /// The group changes no more. `begin` may follow.
  void launch();
  /// By any thread, once: has the store make it durable. `landing` is to be called after it.
  Result<Committed> make_durable() const;
  /// After that. Where it has not become durable, the group above it is given up as well.
  Commit land(const Result<Committed>& committed);
  /// Uses the memory again for the next group.
  void reuse(std::unique_ptr<Flight> flight);
  Seat& landing() { return landing_; }
  bool has_launched() const { return launched_ != nullptr; }
  bool is_open() const { return group_ != nullptr; }

  /// By any thread: as of the last commit.
  CacheStatistics cache_statistics() const;
  std::vector<InstanceKey> damaged_instances() const;
  void give_up();

  /// Work that the engine has given itself: behind asynchronous points, effects that were too many
  /// for one request. Carries out up to `limit` pieces within the group; how many there were.
  std::size_t execute_internal(std::size_t limit, calendar::Instant now);
  bool has_internal() const { return !continuations_.empty() || !outbox_.empty(); }
  /// Sets the next piece aside, which met a defect: it stays stored and is found by `resume`.
  void drop_internal();
  /// Finds all internal work that is stored.
  Result<Done> resume();

 private:
  void forget_work();
  /// An effect with the instance that it comes from.
  struct Pending {
    InstanceKey source;
    runtime::Effect effect;
  };
  /// A signal on its way to all that wait for it.
  struct Broadcast {
    std::string signal;
    runtime::Variables variables;
    InstanceKey source;  ///< has it already
    InstanceKey after;   ///< receivers up to this one have it
  };
  /// Where a process is to begin.
  struct Begin {
    Catalog::ProcessPtr process;
    const runtime::StartSubscription* at;
  };
  struct Subscription {
    LiveInstance* instance = nullptr;
    ElementKey element;
    std::size_t keys_met = 0;
  };
  struct Message {
    std::string name;
    std::vector<runtime::Variable> keys;
    std::string business_key;
    InstanceKey instance;
    bool thrown =
        false;  ///< by a model: to one receiver, keys that this one does not know count not
    std::string process;  ///< only to instances of this one; empty: of any
    std::string element;  ///< only to what waits at this one; empty: anywhere
  };
  /// A message on its way to everybody whom it fits: along one list of the index.
  struct Delivery {
    Message message;
    runtime::Variables variables;
    EntryKind kind = EntryKind::Message;  ///< or BusinessKey
    std::string list;
    bool prefix = false;         ///< every list whose name begins so
    std::optional<Entry> after;  ///< receivers up to this one have it
  };

  // executor.cpp: one overload a request
  Result<Answer> dispatch(const Request& request);
  Result<Answer> carry_out(const Deploy& request);
  Result<Answer> carry_out(const Start& request);
  Result<Answer> carry_out(const CompleteTask& request);
  Result<Answer> carry_out(const ClaimTask& request);
  Result<Answer> carry_out(const UnclaimTask& request);
  Result<Answer> carry_out(const AssignTask& request);
  Result<Answer> carry_out(const ActivateJobs& request);
  Result<Answer> carry_out(const CompleteJob& request);
  Result<Answer> carry_out(const FailJob& request);
  Result<Answer> carry_out(const ThrowJobError& request);
  Result<Answer> carry_out(const ThrowJobEscalation& request);
  Result<Answer> carry_out(const ExtendJobLock& request);
  Result<Answer> carry_out(const Correlate& request);
  Result<Answer> carry_out(const Signal& request);
  Result<Answer> carry_out(const Trigger& request);
  Result<Answer> carry_out(const EvaluateStartConditions& request);
  Result<Answer> carry_out(const SetVariables& request);
  Result<Answer> carry_out(const FireTimers& request);
  Result<Answer> carry_out(const RetryIncident& request);
  Result<Answer> carry_out(const ResolveIncident& request);
  Result<Answer> carry_out(const CancelInstance& request);
  Result<Answer> carry_out(const SuspendInstance& request);
  Result<Answer> carry_out(const ResumeInstance& request);
  Result<Answer> carry_out(const KeepCells& request);
  // modifications.cpp
  Result<Answer> carry_out(const ModifyInstance& request);
  Result<Answer> carry_out(const MigrateInstance& request);
  // privacy.cpp
  Result<Answer> carry_out(const EraseInstance& request);
  Result<Answer> carry_out(const HoldInstance& request);
  Result<Answer> carry_out(const ReleaseInstance& request);
  Result<Answer> carry_out(const SetRetention& request);
  Result<std::vector<InstanceKey>> with_called(InstanceKey key);
  Result<Done> may_be_erased(InstanceKey key);

  /// Set where the group has met a store that could not be read.
  std::optional<Error> unreadable_error();
  void note_damaged();
  Result<std::optional<Answer>> repeated_answer();
  Result<Answer> on_instance(InstanceKey key, runtime::Command command);
  Result<Done> run(LiveInstance& instance, runtime::Command command);
  Result<Done> run_in_step(LiveInstance& instance, const runtime::Request& request);
  runtime::StepContext step_context();

  // starts.cpp
  Result<InstanceKey> start(const ProcessVersion& process, runtime::StartInstance command);
  // The same for who has seen to it that it may be started, and has its definition.
  Result<InstanceKey> start_of(const ProcessVersion& process,
                               definition::ProcessDefinitionPtr definition,
                               runtime::StartInstance command);
  Result<InstanceKey> start_triggered(const ProcessVersion& process,
                                      const runtime::StartSubscription& start,
                                      runtime::Variables payload, std::string business_key,
                                      std::vector<runtime::Variable> keys = {});
  Result<bool> is_collected(const ProcessVersion& process, const runtime::StartSubscription& start);
  Result<std::vector<Begin>> begins_by_signal(const std::string& signal);
  CatalogPtr catalog() const { return catalog_next_ ? catalog_next_ : catalog_; }
  /// Whether somebody else has deployed.
  bool refresh_catalog();
  /// Occurrences of timer start events whose start has failed so far, by element (empty where the
  /// document is damaged) and trigger.
  using OwedStarts = std::map<std::pair<std::string, std::uint32_t>, StartTimer>;
  Result<Done> arm_start_timers(const ProcessVersion& process, const OwedStarts& owed);
  Result<OwedStarts> disarm_start_timers(const ProcessVersion& process);

  // owed_starts.cpp
  void start_or_owe(const ProcessVersion& process, const runtime::StartSubscription& start,
                    runtime::SendMessage message, std::vector<InstanceKey>* begun = nullptr);
  void put_owed(OwedStart owed, Text reason);
  Result<bool> fire_owed_start(const Entry& entry, calendar::Instant at, Answer& answer);
  Result<Done> hasten_owed_starts(const ProcessVersion& process);

  // effects.cpp
  void carry_out_effects();
  void carry_out_effect(const Pending& pending);
  void start_called(const Pending& pending, const runtime::StartCalledProcess& effect);
  void send_message(const Pending& pending, const runtime::SendMessage& effect);
  /// The error where the instance refuses it.
  std::optional<Error> tell(const Pending& pending, InstanceKey instance, runtime::Command command);
  static Bytes encode(const Pending& pending);
  std::string store_effect(const Bytes& content);
  void keep_back(const Pending& pending);
  void postpone(const Bytes& content);
  void carry_out_outbox(const std::string& cell);

  // kept_messages.cpp
  Result<Done> keep_message(const runtime::SendMessage& message, bool for_business_key,
                            std::int64_t for_ms);
  Result<Done> drop_expired_messages();
  void note_subscriptions(const LiveInstance& instance, const runtime::Outcome& outcome);
  Result<Done> deliver_kept_message(const ElementReference& subscription);

  // messages.cpp: who gets a message
  Result<std::vector<Subscription>> find_subscriptions(const Message& message);
  Result<std::optional<Subscription>> find_receiver(const Message& message);
  void add_subscriptions(LiveInstance& instance, const Message& message,
                         std::vector<Subscription>& found) const;
  Result<Done> add_subscriptions_now(LiveInstance& instance, const Message& message,
                                     std::vector<Subscription>& found);
  Result<Done> add_of_business_key(const Message& message, std::vector<Subscription>& found);
  Result<Done> add_listed(const Message& message, const std::string& list, bool prefix,
                          std::vector<Subscription>& found);
  bool fits(const LiveInstance& instance, ElementKey element, const Message& message) const;
  Result<bool> fits_now(LiveInstance& instance, ElementKey element, const Message& message);

  // message_flows.cpp
  struct Listening;
  Listening listening(const ProcessVersion& process, const std::string& element);
  bool deliver_along_flow(const Pending& pending, const runtime::SendMessage& effect);
  Result<std::optional<Subscription>> find_along_flow(const runtime::SendMessage& effect,
                                                      const ProcessVersion& process);
  static ElementKey waiting_along_flow(const LiveInstance& instance,
                                       const runtime::SendMessage& effect);
  Result<std::optional<Subscription>> find_in_live(const runtime::SendMessage& effect);

  // broadcasts.cpp: to many, so many at a time
  Result<Delivery> delivery(Message message, runtime::Variables variables);
  Result<std::optional<Delivery>> deliver(Delivery delivery, std::vector<InstanceKey>& receivers);
  Result<std::optional<Broadcast>> broadcast(Broadcast signal, std::vector<InstanceKey>& receivers);
  Result<Done> spread(Broadcast signal, std::vector<InstanceKey>& receivers);
  Bytes encode(const Broadcast& signal) const;
  Bytes encode(const Delivery& delivery) const;
  void carry_on(std::string_view encoded_delivery);

  // jobs.cpp
  calendar::Instant lock_end(std::int64_t lock_ms) const;
  Result<bool> activate(const Entry& entry, const ActivateJobs& request, Answer& answer);
  Result<Done> activate_listed(EntryScan scan, const ActivateJobs& request, Answer& answer);
  Result<Done> activate_abandoned(EntryScan scan, const ActivateJobs& request, Answer& answer);
  void adopt();
  /// Since when nobody looks at a cell of the outbox: what it tells is meant for a damaged
  /// instance.
  struct Rest {
    calendar::Instant until;
    std::int64_t pause_ms = 0;
  };
  Result<std::set<std::string>> unfinished_effects();
  bool is_over(const Rest& rest) const;
  void let_rest(const std::string& cell);
  Result<bool> fire(const Entry& entry, calendar::Instant at, Answer& answer);
  Result<bool> fire_start_timer(const Entry& entry, calendar::Instant at, Answer& answer);

  Vault& vault_;
  Store& store_;
  Definitions& definitions_;
  const EngineOptions& options_;
  calendar::Zone zone_;
  Cache cache_;
  // What other threads may read of it.
  std::atomic<std::size_t> hot_instances_{0};
  std::atomic<std::size_t> cold_instances_{0};
  std::atomic<std::size_t> cold_bytes_{0};
  mutable std::mutex damaged_mutex_;  // guards the next
  std::set<InstanceKey> damaged_;
  Keys keys_;
  runtime::Workspace workspace_;
  std::unique_ptr<Flight> open_;      // is being carried out
  std::unique_ptr<Flight> launched_;  // is being made durable
  std::unique_ptr<Flight> spare_;
  Group* group_ = nullptr;  // of `open_`
  Seat landing_;            // whoever waits for the end of `launched_` sleeps here
  CatalogPtr catalog_;
  CatalogPtr catalog_next_;      // with what this group deploys
  calendar::Instant refreshed_;  // the catalog, from the store
  bool poisoned_ = false;
  bool unreadable_ = false;
  bool lost_track_ = false;  // a commit has failed whose outcome is open

  // Of the request that is being carried out.
  const Caller* caller_ = nullptr;
  const PreparedDeployment* deployment_ = nullptr;
  calendar::Instant now_;
  std::deque<Pending> effects_;
  std::deque<ElementReference> subscribed_;  // that may ask for a kept message
  // The cell whose effect is being carried out, and whether it has to stay.
  const std::string* outbox_cell_ = nullptr;
  bool kept_back_ = false;
  std::uint32_t reached_ = 0;                // instances that the request has worked on
  definition::ProcessDefinitionPtr target_;  // of a migration

  // Internal work, in the order in which it came up; kept across groups.
  std::deque<ElementReference> continuations_;
  std::deque<std::string> outbox_;
  // Continuations and outbox cells that were stored when `adopt` looked last.
  std::set<ElementReference> continuations_seen_;
  std::set<std::string> outbox_seen_;
  std::map<std::string, Rest> resting_;
  calendar::Instant looked_;
  // What this group has added to or taken from them, in case it is given up.
  std::deque<ElementReference> continuations_before_;
  std::deque<std::string> outbox_before_;
};

/// The instance that a request names; invalid where it names none.
InstanceKey target_of(const Request& request);

/// Everything that an element sees, inner scopes before outer ones.
feel::Context visible_variables(const runtime::ProcessInstance& instance, ElementKey from);
runtime::Variables to_variables(const feel::Context& context);
std::vector<runtime::Variable> to_list(const feel::Context& context);

}  // namespace umlauf::service
