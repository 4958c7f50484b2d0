#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "engine/base/diagnostic.hpp"
#include "engine/calendar/temporal.hpp"
#include "engine/definition/indices.hpp"
#include "engine/runtime/keys.hpp"
#include "engine/runtime/shared.hpp"
#include "engine/runtime/variables.hpp"

/// The records that the state of a process instance consists of. One type for all: whatever is
/// active, waits or is remembered is a record under the record of its scope. Every wait is a record
/// of its own, so that a command touches as few of them as it concerns.
namespace umlauf::runtime {

using definition::FlowIndex;
using definition::NodeIndex;

/// What a record is in the tree.
enum class Role : std::uint8_t {
  Process,    ///< the process scope: the root, always kProcessScope
  Activity,   ///< one activation of a flow node; of a subprocess it is a scope
  Loop,       ///< the whole of a looped or multi-instance activity, over its activations
  Wait,       ///< a trigger that is waited for beside something else: of a boundary event, of the
              ///< start of an event subprocess, of an event behind an event-based gateway, one of
              ///< several triggers of an event, an activity of an ad-hoc subprocess to be started
  Completed,  ///< an activity that has completed and is kept, with its data, for compensation
  Result,     ///< the output of one finished activation of a multi-instance activity
  Stash,      ///< what is written once and read later: the items of a sequential multi-instance
  Thrown,     ///< a compensation that a multi-instance activity has thrown and waits for; its child
};

/// How far an activation has come.
enum class Phase : std::uint8_t {
  Ready,  ///< an asyncBefore job stands before it, or it waits for its data
  Active,
  Completing,    ///< its work is done; an asyncAfter job or an incident keeps it from leaving
  Compensating,  ///< waits for compensation handlers (throw events, cancelled transactions)
  Failing,       ///< its children are being compensated or cancelled before an error leaves it
};

/// Tokens that have come over a sequence flow and wait for a join.
struct Arrival {
  FlowIndex flow;
  std::uint32_t count = 0;

  bool operator==(const Arrival&) const = default;
};

/// A scope: the process, a subprocess, an event subprocess, a transaction, an ad-hoc subprocess.
struct ScopeState {
  std::vector<Arrival> arrivals;  ///< in the order of the flows
  /// No event subprocess of it can begin any more: an interrupting one has taken it over, or
  /// nothing else is left in it.
  bool interrupted = false;
  /// Ad-hoc: the completion condition held; what runs may finish. Process: its end listeners run.
  bool ending = false;

  bool operator==(const ScopeState&) const = default;
};

/// A loop or multi-instance activity.
struct LoopState {
  std::uint32_t total = 0;  ///< instances to be made; 0 of a standard loop
  std::uint32_t next = 0;   ///< the index of the next one
  std::uint32_t active = 0;
  std::uint32_t completed = 0;
  std::uint32_t terminated = 0;
  std::uint32_t events = 0;  ///< behaviour none/one/complex: events thrown so far

  bool operator==(const LoopState&) const = default;
};

struct UserTask {
  std::string assignee;                      ///< empty: nobody has it
  std::vector<std::string> candidate_users;  ///< in the order of the model
  std::vector<std::string> candidate_groups;
  std::string owner;
  std::string form;
  std::optional<calendar::Instant> due;
  std::optional<calendar::Instant> follow_up;
  std::int64_t priority = 50;
  calendar::Instant created;
  std::string name;  ///< evaluated where the model's name is an expression

  bool operator==(const UserTask&) const = default;
};

enum class JobKind : std::uint8_t {
  Worker,            ///< done by an external worker that asks for `type`
  AsyncBefore,       ///< of the engine: go on before the activity
  AsyncAfter,        ///< of the engine: go on behind it
  ListenerBefore,    ///< done by a worker, before the activity's own work
  ListenerAfter,     ///< likewise, when that is done
  ListenerAssigned,  ///< likewise, of a user task that somebody else has got
  ListenerUpdated,   ///< likewise, of a user task that has been changed
};
constexpr bool is_for_worker(JobKind kind) {
  return kind != JobKind::AsyncBefore && kind != JobKind::AsyncAfter;
}
constexpr bool is_of_listener(JobKind kind) { return kind >= JobKind::ListenerBefore; }

struct Job {
  JobKind kind = JobKind::Worker;
  std::uint32_t listener = 0;  ///< of a listener: which of them
  std::string type;
  std::uint32_t retries = 3;
  std::int64_t priority = 0;
  std::vector<Variable> headers;
  std::string worker;  ///< who has locked it; empty: nobody
  std::optional<calendar::Instant> locked_until;
  std::optional<calendar::Instant> not_before;  ///< back-off after a failure
  std::string message;                          ///< of the last failure
  std::uint32_t failures = 0;
  /// Of a listener of an open user task: the task, which goes on when the job is done.
  std::optional<Shared<UserTask>> task;

  bool operator==(const Job&) const = default;
};

/// A timer. The other members only where it repeats: what calendar::next_due goes on from.
struct Timer {
  calendar::Instant due;
  std::string cycle;  ///< as evaluated on entry: `R3/PT10M` or cron; else empty
  calendar::Instant anchor;
  std::uint32_t number = 1;           ///< of this firing
  std::optional<std::uint32_t> left;  ///< firings that follow; nullopt: without end

  bool operator==(const Timer&) const = default;
};

/// `keys` are the values that the model itself correlates by, in the model's names; empty: any
/// message of that name fits (what the sender asks of the variables is checked against the scope).
struct MessageSubscription {
  std::string message;
  std::vector<Variable> keys;

  bool operator==(const MessageSubscription&) const = default;
};

struct SignalSubscription {
  std::string signal;

  bool operator==(const SignalSubscription&) const = default;
};

/// `holds`: what the condition was last time; it triggers when it becomes true. Of an activity in
/// Phase::Ready: it waits until an input set is available.
struct ConditionWait {
  bool holds = false;

  bool operator==(const ConditionWait&) const = default;
};

/// A receive task without message, an event without trigger: waits for TriggerElement.
struct ReceiveWait {
  bool operator==(const ReceiveWait&) const = default;
};

struct Call {
  InstanceKey child;
  std::string process;   ///< id of the called process, as evaluated
  bool started = false;  ///< false: not found; an incident says so

  bool operator==(const Call&) const = default;
};

/// Of an event-based gateway, of an event with several triggers: which triggers have come.
struct TriggersSeen {
  std::vector<std::uint32_t> triggers;

  bool operator==(const TriggersSeen&) const = default;
};

/// A complex gateway that has fired and waits for the rest (BPMN 2.0.2 §13.4.5).
struct ComplexState {
  bool waiting_for_reset = false;
  std::vector<FlowIndex> used;  ///< flows whose token the activation has consumed

  bool operator==(const ComplexState&) const = default;
};

/// Of Phase::Compensating: completed activities that are to be compensated, in the order of their
/// completion, and the records that do so now.
struct Compensation {
  std::vector<ElementKey> left;
  std::vector<ElementKey> running;
  std::vector<NodeIndex> running_nodes;  ///< what each of them undoes

  bool operator==(const Compensation&) const = default;
};

/// Of Role::Completed: when it completed. Counted like keys: what completed before something else
/// was entered has the smaller number.
struct CompletedState {
  std::uint64_t order = 0;

  bool operator==(const CompletedState&) const = default;
};

using Payload = std::variant<std::monostate, ScopeState, Shared<LoopState>, Shared<UserTask>,
                             Shared<Job>, Timer, Shared<MessageSubscription>, SignalSubscription,
                             ConditionWait, ReceiveWait, Shared<Call>, TriggersSeen,
                             Shared<ComplexState>, Shared<Compensation>, CompletedState>;

enum class IncidentKind : std::uint8_t {
  NoFlow,      ///< no outgoing flow could be chosen
  Expression,  ///< an expression failed or yielded something of the wrong type
  Mapping,
  Decision,
  Job,      ///< a job without retries left
  Call,     ///< the called process is not there, or calls are nested too deeply
  Limit,    ///< more transitions, instances ... than are allowed
  Data,     ///< required data is missing
  Handler,  ///< an in-process handler failed
};
std::string_view incident_kind_name(IncidentKind kind);

/// What RetryIncident repeats.
enum class Resume : std::uint8_t {
  Enter,     ///< from the waits and the data going in
  Complete,  ///< from the data going out
  Leave,     ///< from the choice of outgoing flows
  Job,       ///< the job is open again
  Call,      ///< the process is called again
};

struct Incident {
  IncidentKind kind = IncidentKind::Expression;
  Resume resume = Resume::Enter;
  Text message;
  calendar::Instant since;

  bool operator==(const Incident&) const = default;
};

struct ElementInstance {
  ElementKey key;
  ElementKey parent;  ///< invalid of the process scope
  NodeIndex node;     ///< invalid of the process scope
  Role role = Role::Activity;
  Phase phase = Phase::Active;
  std::uint32_t trigger = 0;     ///< of a wait: position among the node's event definitions
  std::uint32_t loop_index = 0;  ///< of an activation under a loop: 0, 1, ...
  Variables variables;           ///< local ones
  Payload payload;
  std::optional<Shared<Incident>> incident;
  /// Of what runs in order to compensate: the record that waits for it.
  ElementKey thrower;

  bool operator==(const ElementInstance&) const = default;
};

}  // namespace umlauf::runtime
