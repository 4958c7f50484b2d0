#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "engine/definition/data.hpp"
#include "engine/definition/events.hpp"
#include "engine/definition/expression.hpp"
#include "engine/definition/indices.hpp"
#include "engine/definition/jobs.hpp"
#include "engine/definition/loops.hpp"
#include "engine/definition/tasks.hpp"

namespace umlauf::definition {

enum class NodeKind : std::uint8_t {
#define UMLAUF_ELEMENT(kind, xml_name, behaviour, clause) kind,
#include "engine/definition/elements.def"
#undef UMLAUF_ELEMENT
};

inline constexpr std::size_t kNodeKinds = 0
#define UMLAUF_ELEMENT(kind, xml_name, behaviour, clause) +1
#include "engine/definition/elements.def"
#undef UMLAUF_ELEMENT
    ;

/// The standard's name of the element: `userTask`.
std::string_view xml_name(NodeKind kind);

constexpr bool is_gateway(NodeKind kind) { return kind >= NodeKind::ExclusiveGateway; }
constexpr bool is_event(NodeKind kind) { return kind <= NodeKind::EndEvent; }
constexpr bool is_activity(NodeKind kind) { return !is_gateway(kind) && !is_event(kind); }
/// Has a scope of its own for its body (`Node::body`).
constexpr bool has_body(NodeKind kind) {
  return kind == NodeKind::SubProcess || kind == NodeKind::EventSubProcess ||
         kind == NodeKind::Transaction || kind == NodeKind::AdHocSubProcess;
}

/// One flow node. Lists of neighbours are asked from the ProcessDefinition (`outgoing(node)` ...).
struct Node {
  NodeKind kind = NodeKind::Task;

  /// Boundary event: cancels its activity. Start event of an event subprocess: cancels the scope
  /// around. The EventSubProcess itself carries what its start event says.
  bool interrupting = true;
  /// A catch event with several definitions waits for all of them.
  bool parallel_multiple = false;
  /// Receive task or event-based gateway that creates the process instance.
  bool instantiate = false;
  /// Event-based gateway with eventGatewayType="Parallel" (only when it instantiates).
  bool parallel_events = false;
  /// Activity that runs only to compensate; it is outside of the normal flow.
  bool is_for_compensation = false;

  std::string id;
  std::string name;

  ScopeIndex scope;       ///< the body that it lies in
  ScopeIndex body;        ///< of its own, see has_body
  NodeIndex attached_to;  ///< of a boundary event
  /// Activity: what compensates it (an activity marked so, at the end of the association from its
  /// compensation boundary event). Of the boundary event: likewise.
  NodeIndex compensation_handler;
  /// Activity with a body: its event subprocess that begins with compensation, which then is what
  /// compensates it (§10.3.5); the handler above otherwise.
  NodeIndex compensation_event_subprocess;
  FlowIndex default_flow;
  LaneIndex lane;  ///< innermost

  std::uint32_t start_quantity = 1;
  std::uint32_t completion_quantity = 1;

  std::vector<EventDefinition> events;
  AsyncPoints async;
  Work work;
  std::shared_ptr<const Loop> loop;            ///< null where it runs once
  std::shared_ptr<const NodeData> data;        ///< null where the node neither takes nor gives data
  std::shared_ptr<const Listeners> listeners;  ///< null where there are none
  /// Start event: form to be filled in before the instance begins; null where there is none.
  std::shared_ptr<const Form> form;
  /// Start event: variable that gets the id of the person who started (`camunda:initiator`).
  std::string initiator_variable;
  /// Static extension properties (`camunda:property`, `zeebe:property`, `umlauf:*`), for programs
  /// that ask for them.
  std::vector<Header> properties;

  // ProcessDefinition's accessors turn these into lists.
  Range incoming_range;
  Range outgoing_range;
  Range boundary_range;
  Range message_flow_range;
};

struct Flow {
  std::string id;  ///< `source->target` where the document gives none
  std::string name;
  NodeIndex source;
  NodeIndex target;
  Expression condition;
};

/// The body of a process or of a subprocess.
struct Scope {
  NodeIndex node;  ///< the subprocess; none for the process
  ScopeIndex parent;
  /// Where a token appears when the scope is entered without a trigger: the none start events, or
  /// without any start event every node without incoming flow that is neither boundary event,
  /// event subprocess, compensation handler nor link target (§13.2, protocol rule 5).
  std::vector<NodeIndex> starts;
  /// Process: start events with a trigger, instantiating receive tasks and gateways. Event
  /// subprocess: its start events.
  std::vector<NodeIndex> triggered_starts;
  std::vector<NodeIndex> event_subprocesses;  ///< directly in this scope
  std::vector<NodeIndex> nodes;               ///< directly in this scope, in document order
  std::vector<DataItem> data_objects;         ///< and properties: the scope's declared variables
};

struct Lane {
  std::string id;
  std::string name;
  LaneIndex parent;
};

struct Message {
  std::string id;
  TextExpression name;
  std::string item_type;
  Expression correlation_key;  ///< `zeebe:subscription`
};

struct Signal {
  std::string id;
  TextExpression name;
};

struct ErrorDeclaration {
  std::string id;
  std::string name;
  TextExpression code;
  TextExpression message;
};

struct Escalation {
  std::string id;
  std::string name;
  TextExpression code;
};

/// A message flow of the collaboration that begins or ends in this process. An end is named by
/// the id of its process and, where it lies at a flow node, that node's id.
struct MessageFlow {
  std::string id;
  std::string name;
  std::string source_process;  ///< empty: a pool without a process
  std::string source_element;  ///< empty: the pool as a whole
  std::string target_process;
  std::string target_element;
  MessageIndex message;
};

}  // namespace umlauf::definition
