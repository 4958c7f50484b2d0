#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "engine/runtime/process_instance.hpp"

/// What can be asked of one process instance. Commands are data; `step` carries them out.
namespace umlauf::runtime {

/// The person on whose behalf a command comes. A command without one is the system's (or the
/// embedding program's) own and is not checked against candidates and assignees.
struct Actor {
  std::string user;
  std::vector<std::string> groups;  ///< the groups and roles the person has now
  bool administrator = false;

  bool operator==(const Actor&) const = default;
};

/// The first command of an instance, carried out on an empty ProcessInstance.
struct StartInstance {
  InstanceKey instance;
  DefinitionKey definition;
  std::uint32_t version = 1;
  std::string business_key;
  Variables variables;
  /// The start event (or instantiating node) that was triggered; invalid: the none start.
  NodeIndex start;
  /// What the triggering event brought (message payload ...); written as if by the start event.
  Variables payload;
  /// Of a triggered start with several event definitions: which of them.
  std::uint32_t trigger = 0;
  std::optional<Caller> caller;
  std::uint32_t call_depth = 0;
  std::vector<Variable> keys = {};  ///< of the message that triggered it, as SendMessage has them
};

// Work of people. State: the element is no open user task. Forbidden: the actor may not.
struct CompleteTask {
  ElementKey element;
  Variables variables;
  /// A candidate may complete what nobody has claimed: as if claimed by that person just before.
  bool claim_first = false;
};
struct ClaimTask {
  ElementKey element;
  std::string user;  ///< who gets it; the actor where empty
};
struct UnclaimTask {
  ElementKey element;
};
/// Hands the task to somebody (or to nobody), candidate or not: administrators, or the assignee.
struct AssignTask {
  ElementKey element;
  std::string user;
};
/// Members that are set are changed.
struct UpdateTask {
  ElementKey element;
  std::optional<std::optional<calendar::Instant>> due;
  std::optional<std::optional<calendar::Instant>> follow_up;
  std::optional<std::int64_t> priority;
  std::optional<std::vector<std::string>> candidate_users;
  std::optional<std::vector<std::string>> candidate_groups;
};

// Work of machines. State: the element is no open job. `worker` empty: not checked against the
// lock; otherwise the job must be locked by that worker.
/// No lock lasts longer: whoever works longer extends it. So a lock that ends later was given while
/// the clock was ahead, and counts as over.
inline constexpr std::int64_t kLockMaxMs = 86'400'000;
struct LockJob {
  ElementKey element;
  std::string worker;
  calendar::Instant until;
};
/// Heartbeat: only who holds the lock.
struct ExtendLock {
  ElementKey element;
  std::string worker;
  calendar::Instant until;
};
struct UnlockJob {
  ElementKey element;
};
struct CompleteJob {
  ElementKey element;
  Variables variables;
  std::string worker;
};
/// `retries`: how many are left now; one less than before where not set. At 0 an incident.
struct FailJob {
  ElementKey element;
  std::string message;
  std::optional<std::uint32_t> retries;
  std::optional<std::int64_t> back_off_ms;
  Variables variables;
  std::string worker;
};
struct ThrowJobError {
  ElementKey element;
  std::string code;
  std::string message;
  Variables variables;
  std::string worker;
};
struct ThrowJobEscalation {
  ElementKey element;
  std::string code;
  Variables variables;
  std::string worker;
};
struct SetJobRetries {
  ElementKey element;
  std::uint32_t retries = 0;
};
/// Goes on with an asyncBefore/asyncAfter job. The service does so right after the commit.
struct ContinueAsync {
  ElementKey element;
};

// Triggers. State: nothing waits there for that.
struct FireTimer {
  ElementKey element;
};
struct DeliverMessage {
  ElementKey element;
  std::string message;
  Variables variables;
  std::vector<Variable> keys = {};  ///< as SendMessage has them
};
/// To every subscription of that signal in the instance.
struct DeliverSignal {
  std::string signal;
  Variables variables;
};
/// A receive task or event without a trigger of its own, a manual task that waits.
struct TriggerElement {
  ElementKey element;
  Variables variables;
};
/// A called process has ended, escalates, or could not be started.
struct CalledProcessEnded {
  ElementKey element;
  InstanceKey child;
  InstanceState state = InstanceState::Completed;
  std::string error_code;
  std::string error_message;
  bool by_error = false;   ///< an error left the child: propagate it, even without a code
  bool cancelled = false;  ///< by an operator, not by the model
  Variables variables;     ///< all of the child's process scope
};
struct CalledProcessEscalated {
  ElementKey element;
  InstanceKey child;
  std::string code;
  Variables variables;
};
struct CallFailed {
  ElementKey element;
  Text reason;
};
/// Starts an activity of an ad-hoc subprocess. `element` is the ad-hoc subprocess.
struct StartAdHocActivity {
  ElementKey element;
  NodeIndex node;
  Variables variables;
};

// Data and operation.
/// In the scope of `element` (the process where invalid): names that a scope around has are set
/// there, new ones in the scope itself; `local`: in the scope itself in any case.
struct SetVariables {
  ElementKey element;
  Variables variables;
  bool local = false;
};
struct RemoveVariables {
  ElementKey element;
  std::vector<std::string> names;
};
struct RetryIncident {
  ElementKey element;
};
/// Goes on as if the work had been done.
struct ResolveIncident {
  ElementKey element;
  Variables variables;
};
/// Ends the instance as terminated.
struct CancelInstance {
  std::string reason;
};
struct SuspendInstance {};
struct ResumeInstance {};

/// Modification (move, add, cancel tokens), in this order: cancellations, then starts.
struct Modify {
  struct StartBefore {
    NodeIndex node;
    ElementKey scope;     ///< an active scope of the node; invalid: the only one there is
    Variables variables;  ///< local to the activation
  };
  struct StartAfter {
    NodeIndex node;
    ElementKey scope;
  };
  struct TakeFlow {
    FlowIndex flow;
    ElementKey scope;
  };
  std::vector<ElementKey> cancel;
  std::vector<StartBefore> start_before;
  std::vector<StartAfter> start_after;
  std::vector<TakeFlow> take_flows;
};

/// Puts the instance on another definition. `nodes` says for every node with a record where it is
/// in the target; `step` gets the target definition in the context. Rejected as a whole where
/// anything active has no place, or one of another kind.
struct Migrate {
  DefinitionKey definition;
  std::uint32_t version = 0;
  struct Move {
    NodeIndex from;
    NodeIndex to;
  };
  std::vector<Move> nodes;  ///< in the order of `from`
};

using Command =
    std::variant<StartInstance, CompleteTask, ClaimTask, UnclaimTask, AssignTask, UpdateTask,
                 LockJob, ExtendLock, UnlockJob, CompleteJob, FailJob, ThrowJobError,
                 ThrowJobEscalation, SetJobRetries, ContinueAsync, FireTimer, DeliverMessage,
                 DeliverSignal, TriggerElement, CalledProcessEnded, CalledProcessEscalated,
                 CallFailed, StartAdHocActivity, SetVariables, RemoveVariables, RetryIncident,
                 ResolveIncident, CancelInstance, SuspendInstance, ResumeInstance, Modify, Migrate>;

struct Request {
  Command command;
  std::optional<Actor> actor;
};

}  // namespace umlauf::runtime
