#pragma once

#include <string>
#include <variant>
#include <vector>

#include "engine/runtime/process_instance.hpp"

/// What has happened to one process instance. `step` tells events, `evolve` folds them, the journal
/// keeps them: every change of state is one of these, and nothing else is.
///
/// The order of the alternatives is the number under which the journal knows them: append only.
namespace umlauf::runtime {

struct InstanceStarted {
  Shared<InstanceHeader> header;  ///< as it is at the start
};
struct InstanceEnded {
  InstanceState state = InstanceState::Completed;
  std::string error_code;
  calendar::Instant at;
};
struct InstanceSuspended {};
struct InstanceResumed {};

/// A record came into being. Role::Activity and Role::Loop are activations of flow nodes (rows of
/// the history), the others are not.
struct Entered {
  ElementKey key;
  ElementKey parent;
  NodeIndex node;
  Role role = Role::Activity;
  Phase phase = Phase::Active;
  std::uint32_t trigger = 0;
  std::uint32_t loop_index = 0;
  Payload payload;
};
/// A flow node was entered and left at once, without leaving anything behind.
struct Passed {
  ElementKey scope;
  NodeIndex node;
};
enum class Ending : std::uint8_t { Completed, Terminated, Failed };
/// A record was removed, and all below it.
struct Left {
  ElementKey key;
  Ending ending = Ending::Completed;
};
/// An activation completed and is kept for compensation (Role::Completed).
struct Kept {
  ElementKey key;
  std::uint64_t order = 0;
};

struct FlowTaken {
  FlowIndex flow;
};
/// Tokens that wait at a join: the count of a flow in a scope grows or shrinks.
struct TokensArrived {
  ElementKey scope;
  FlowIndex flow;
  std::uint32_t count = 1;
};
struct TokensConsumed {
  ElementKey scope;
  FlowIndex flow;
  std::uint32_t count = 1;
};
struct MessageFlowTaken {
  definition::MessageFlowIndex flow;
};

struct VariableSet {
  ElementKey scope;
  std::string name;
  feel::Value value;
};
struct VariableRemoved {
  ElementKey scope;
  std::string name;
};

struct PhaseChanged {
  ElementKey key;
  Phase phase = Phase::Active;
};
/// The payload became another one: a task was claimed, a job was locked, a timer set anew ...
struct PayloadChanged {
  ElementKey key;
  Payload payload;
};
struct IncidentRaised {
  ElementKey key;
  Shared<Incident> incident;
};
struct IncidentResolved {
  ElementKey key;
};
/// An activation runs in order to compensate; `thrower` waits for it.
struct HandlerBound {
  ElementKey key;
  ElementKey thrower;
};
/// A kept activation is being compensated: it is Role::Activity again, Phase::Compensating.
struct Reopened {
  ElementKey key;
  ElementKey thrower;
  Shared<Compensation> compensation;
};

// For the audit; they change nothing.
struct ErrorThrown {
  ElementKey key;
  std::string code;
};
struct EscalationThrown {
  ElementKey key;
  std::string code;
};
struct SignalThrown {
  ElementKey key;
  std::string signal;
};
struct MessageThrown {
  ElementKey key;
  std::string message;
};
struct TriggerCame {  ///< a timer fired, a message or signal came, a condition became true
  ElementKey key;
};
struct DecisionEvaluated {
  NodeIndex node;
  std::string decision;
  std::uint32_t version = 0;
  feel::Value explanation;  ///< which rules matched and why, as `dmn::to_value` tells it
};
struct TaskCompletedBy {
  ElementKey key;
  std::string user;
  bool as_administrator = false;
};

struct InstanceMigrated {
  DefinitionKey definition;
  std::uint32_t version = 0;
};
/// Part of a migration: the record stands at another node from now on.
struct NodeChanged {
  ElementKey key;
  NodeIndex node;
};

using Event = std::variant<InstanceStarted, InstanceEnded, InstanceSuspended, InstanceResumed,
                           Entered, Passed, Left, Kept, FlowTaken, TokensArrived, TokensConsumed,
                           MessageFlowTaken, VariableSet, VariableRemoved, PhaseChanged,
                           PayloadChanged, IncidentRaised, IncidentResolved, HandlerBound, Reopened,
                           ErrorThrown, EscalationThrown, SignalThrown, MessageThrown, TriggerCame,
                           DecisionEvaluated, TaskCompletedBy, InstanceMigrated, NodeChanged>;

}  // namespace umlauf::runtime
