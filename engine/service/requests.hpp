#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "engine/base/diagnostic.hpp"
#include "engine/calendar/temporal.hpp"
#include "engine/feel/value.hpp"
#include "engine/organisation/organisation.hpp"
#include "engine/service/keys.hpp"
#include "engine/service/store.hpp"

/// What can be asked of an Engine, as values. Each is carried out wholly or not at all.
namespace umlauf::service {

/// Who asks, and how. A default-constructed caller is the embedding program itself: it may do
/// everything.
struct Caller {
  std::string user = {};                 ///< empty: the embedding program
  std::vector<std::string> groups = {};  ///< roles and units of that person
  bool administrator = false;
  /// A request that is sent again with the same key (after a lost connection, a Storage error) is
  /// carried out once and answered alike. Empty: none.
  std::string idempotency_key = {};
};

struct Document {
  std::string name;  ///< as the caller calls it: `hundesteuer.bpmn`
  std::string text;
};

/// How far models are proved before they are taken (engine/verify). What breaks a rule of structure
/// is refused in every mode.
enum class VerifyMode : std::uint8_t {
  Off,     ///< not at all
  Warn,    ///< what is refuted (deadlock, hole in a table ...) is told with the deployment
  Strict,  ///< and refused
};

/// Deploys documents together: all or none. A process whose document is the same, byte for byte, as
/// that of its latest version stays as it is.
struct Deploy {
  std::vector<Document> documents;
  std::optional<VerifyMode> verify = {};  ///< otherwise that of the EngineOptions
  /// Who is there to do the tasks: the proofs look for people too then. It is not stored; null: of
  /// people nothing is said.
  std::shared_ptr<const organisation::Organisation> organisation = {};
};

struct Start {
  std::string process = {};
  std::uint32_t version = 0;  ///< 0: the latest
  feel::Context variables = {};
  std::string business_key = {};
  std::string at = {};           ///< id of a start event where there are several none start events
  std::string version_tag = {};  ///< the latest version of that tag; not together with a version
};

struct CompleteTask {
  ElementReference task = {};
  feel::Context variables = {};
};
struct ClaimTask {
  ElementReference task;
};
struct UnclaimTask {
  ElementReference task;
};
/// By an administrator or the program: gives the task to somebody; empty takes it away.
struct AssignTask {
  ElementReference task = {};
  std::string assignee = {};
};

/// Locks up to `limit` open jobs of these types for a worker, the longest waiting first.
struct ActivateJobs {
  std::vector<std::string> types = {};
  std::string worker = {};
  std::int64_t lock_ms = 300'000;
  std::size_t limit = 1;
};
/// `worker`: where given, the job must still be locked by this one.
struct CompleteJob {
  ElementReference job = {};
  feel::Context variables = {};
  std::string worker = {};
};
/// The job is open again after `retry_after_ms`; without retries left it becomes an incident.
struct FailJob {
  ElementReference job = {};
  std::string message = {};
  std::optional<std::uint32_t> retries = {};  ///< nothing: one fewer than before
  std::int64_t retry_after_ms = 0;
  std::string worker = {};
};
struct ThrowJobError {
  ElementReference job = {};
  std::string code = {};
  std::string message = {};
  feel::Context variables = {};
  std::string worker = {};
};
struct ThrowJobEscalation {
  ElementReference job = {};
  std::string code = {};
  feel::Context variables = {};
  std::string worker = {};
};
struct ExtendJobLock {
  ElementReference job = {};
  std::int64_t lock_ms = 300'000;
  std::string worker = {};
};

/// Hands a message to what waits for it: a subscription goes before a message start event. Without
/// `all` there must be exactly one receiver (ErrorCode::State otherwise).
struct Correlate {
  std::string message = {};
  /// Values that the receiver's variables, looked up from the subscription's scope outwards, or the
  /// model's correlation keys must have.
  feel::Context keys = {};
  std::string business_key = {};  ///< empty: any
  InstanceKey instance = {};      ///< only this one, where valid
  feel::Context variables = {};
  bool all = false;
  /// Where nobody is there: so long it is kept for whoever begins to wait for it in a process whose
  /// dialect takes kept messages (Semantics::messages_are_buffered). 0: it is refused.
  std::int64_t keep_ms = 0;
};
/// Broadcasts a signal to all that wait for it and to signal start events.
struct Signal {
  std::string name = {};
  feel::Context variables = {};
};
/// Continues a wait that has no message or other trigger of its own.
struct Trigger {
  ElementReference element = {};
  feel::Context variables = {};
};
/// Starts the latest versions of processes whose conditional start event holds for the variables.
struct EvaluateStartConditions {
  feel::Context variables;
};

struct SetVariables {
  InstanceKey instance = {};
  ElementKey scope = {};  ///< invalid: the process scope
  feel::Context variables = {};
  std::string element = {};  ///< instead of `scope`: the oldest activation of this element
};

/// Fires timers that are due up to `until`, the earliest first.
struct FireTimers {
  calendar::Instant until;
  std::size_t limit = 1000;
  /// Time of the commands: when the timer was due (a virtual clock that is being moved), or now.
  bool at_due_time = false;
};

struct RetryIncident {
  ElementReference element;
};
/// The incident is settled by hand: the element counts as completed.
struct ResolveIncident {
  ElementReference element;
};

struct CancelInstance {
  InstanceKey instance = {};
  std::string reason = {};
};
struct SuspendInstance {
  InstanceKey instance;
};
struct ResumeInstance {
  InstanceKey instance;
};

// Personal data (docs/privacy.md); for administrators and the embedding program alone.

/// Erases everything that an ended instance and those that it has called know, the names and the
/// journal's content included: what remains are commands and times, and that, by whom, when and why
/// it was erased. Only of instances that were begun under a key of their own. Errors: State (not
/// ended, no key, on hold, erased already).
struct EraseInstance {
  InstanceKey instance;
  std::string reason;
};
/// Nothing may erase the instance until it is released (legal hold).
struct HoldInstance {
  InstanceKey instance;
  std::string reason;
};
struct ReleaseInstance {
  InstanceKey instance;
  std::string reason;
};
/// How long the data of a process's instances are kept after their end: an ISO 8601 duration such
/// as `P10Y`; empty: for ever. Engine::sweep erases what is beyond.
struct SetRetention {
  std::string process;
  std::string keep;
};

/// For the engine's own parts (anchors, statistics): stores these cells together, provided that the
/// guards are stored as named (empty: not at all). Errors: Conflict where they are not.
struct KeepCells {
  std::vector<Cell> guards;
  std::vector<Cell> cells;
};

/// Moves the tokens of a running instance, in this order: what is active at these elements is
/// cancelled, then tokens begin before elements, behind elements (as if these had completed) and on
/// sequence flows, all named by their ids. Scopes that are not active yet are entered on the way.
struct ModifyInstance {
  struct Begin {
    std::string element = {};
    ElementKey scope = {};         ///< which of several active scopes; invalid: the only one
    feel::Context variables = {};  ///< local to what begins there
  };
  InstanceKey instance = {};
  std::vector<std::string> cancel = {};
  std::vector<ElementKey> cancel_activations = {};
  std::vector<Begin> begin_before = {};
  std::vector<Begin> begin_behind = {};  ///< without variables
  std::vector<std::string> take_flows = {};
};

/// Puts an instance on another version of its process. Elements keep their place by their id, or
/// where `elements` says so (from, to). Errors: State, with a diagnostic for everything that has no
/// place there.
struct MigrateInstance {
  InstanceKey instance = {};
  std::uint32_t version = 0;  ///< 0: the latest
  std::vector<std::pair<std::string, std::string>> elements = {};
  bool dry_run = false;  ///< only say what would come of it
};

using Request =
    std::variant<Deploy, Start, CompleteTask, ClaimTask, UnclaimTask, AssignTask, ActivateJobs,
                 CompleteJob, FailJob, ThrowJobError, ThrowJobEscalation, ExtendJobLock, Correlate,
                 Signal, Trigger, EvaluateStartConditions, SetVariables, FireTimers, RetryIncident,
                 ResolveIncident, CancelInstance, SuspendInstance, ResumeInstance, ModifyInstance,
                 MigrateInstance, EraseInstance, HoldInstance, ReleaseInstance, SetRetention,
                 KeepCells>;

struct DeployedProcess {
  DefinitionKey key;
  std::string id;
  std::string name;
  std::uint32_t version = 1;
  bool executable = true;
  bool created = true;  ///< false: the same document was deployed already

  bool operator==(const DeployedProcess&) const = default;
};

struct DeployedDecision {
  std::string id;
  std::string name;
  std::uint32_t version = 1;
  bool created = true;

  bool operator==(const DeployedDecision&) const = default;
};

struct Deployment {
  std::vector<DeployedProcess> processes;
  std::vector<DeployedDecision> decisions;
  Diagnostics diagnostics;  ///< warnings and hints; errors reject (Error::diagnostics)
};

/// A job in the hands of a worker.
struct ActivatedJob {
  ElementReference key;
  std::string process;
  std::string element;
  std::string type;
  std::string business_key;
  std::uint32_t retries = 0;
  calendar::Instant locked_until;
  feel::Context variables;  ///< all that the job sees
  feel::Context headers;
};

struct FiredTimer {
  InstanceKey instance;
  std::string element;
  calendar::Instant at;

  bool operator==(const FiredTimer&) const = default;
};

/// What a migration does to one instance.
struct Migration {
  struct Element {
    ElementKey key;
    std::string from;  ///< empty: begins to wait
    std::string to;    ///< empty: stops waiting

    bool operator==(const Element&) const = default;
  };
  std::uint32_t version_before = 0;
  std::uint32_t version_after = 0;
  std::vector<Element> elements;  ///< in the order of their keys
};

/// What a request yields; the members that it does not concern are empty.
struct Answer {
  std::vector<InstanceKey> instances;  ///< started, or reached by a message or signal
  std::vector<ActivatedJob> jobs;
  std::vector<FiredTimer> fired;
  Deployment deployment;
  Migration migration;
};

}  // namespace umlauf::service
