#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include "engine/base/assert.hpp"
#include "engine/base/source_span.hpp"
#include "engine/definition/nodes.hpp"
#include "engine/definition/semantics.hpp"

namespace umlauf::definition {

/// A process (or global task) ready to be executed: immutable, shared by all of its instances and
/// by threads. Everything lies in flat arrays in document order; whatever dialect the document was
/// written in has been lowered, so that nothing here has a prefix.
///
/// A global task (§10.3.7) is a definition with one scope and one node.
struct ProcessDefinition {
  std::string id;
  std::string name;
  std::string file;              ///< as the caller named the document
  std::string target_namespace;  ///< of the document
  bool executable = true;        ///< otherwise a drawing that cannot be started
  bool global_task = false;
  std::string version_tag;
  std::string history_time_to_live;  ///< ISO 8601 duration; empty: the operator's default
  bool startable_in_task_list = true;
  std::vector<TextExpression> candidate_starter_users;
  std::vector<TextExpression> candidate_starter_groups;
  TextExpression job_priority;  ///< default of all jobs of the process
  std::vector<Header> properties;
  Semantics semantics;

  std::vector<Node> nodes;
  std::vector<Flow> flows;
  std::vector<Scope> scopes;  ///< scopes[0] is the process; a scope comes before those within
  std::vector<Lane> lanes;
  std::vector<Message> messages;
  std::vector<Signal> signals;
  std::vector<ErrorDeclaration> errors;
  std::vector<Escalation> escalations;
  std::vector<MessageFlow> message_flows;
  std::vector<CorrelationProperty> correlation_properties;
  std::vector<CorrelationKey> correlation_keys;
  std::vector<CorrelationSubscription> correlation_subscriptions;
  /// Where a dialect's listeners run at the end of the process: a task without flows, under the
  /// id of the process and in no scope's list, that begins when nothing else is left.
  NodeIndex closing;
  /// The ioSpecification of the process itself, or of a global task.
  std::shared_ptr<const NodeData> data;

  std::vector<SourceSpan> node_spans;  ///< parallel to `nodes`
  std::vector<SourceSpan> flow_spans;  ///< parallel to `flows`

  static constexpr ScopeIndex root() { return ScopeIndex(0); }

  const Node& operator[](NodeIndex index) const { return nodes[checked(index, nodes)]; }
  const Flow& operator[](FlowIndex index) const { return flows[checked(index, flows)]; }
  const Scope& operator[](ScopeIndex index) const { return scopes[checked(index, scopes)]; }
  const Lane& operator[](LaneIndex index) const { return lanes[checked(index, lanes)]; }
  const Message& operator[](MessageIndex index) const { return messages[checked(index, messages)]; }
  const MessageFlow& operator[](MessageFlowIndex index) const {
    return message_flows[checked(index, message_flows)];
  }

  /// Sequence flows at a node, in document order of the flows.
  std::span<const FlowIndex> incoming(NodeIndex index) const {
    return part(flow_lists, (*this)[index].incoming_range);
  }
  std::span<const FlowIndex> outgoing(NodeIndex index) const {
    return part(flow_lists, (*this)[index].outgoing_range);
  }
  std::span<const NodeIndex> boundary_events(NodeIndex index) const {
    return part(node_lists, (*this)[index].boundary_range);
  }
  /// Whether the first message of a conversation sets what the process expects of that property
  /// (key-based correlation, §8.4.2): it does unless a subscription says it. Which keys it is part
  /// of is not asked: conversations have keys of their own, which are not compiled.
  bool keeps_correlation_key(std::string_view property) const;
  /// What the messages of both nodes tell of their conversation (§8.3.2), in the order of the
  /// properties. Starts of a process that have a property in common take part in one conversation,
  /// and one instance is made for it (§13.2). Of a gateway the events behind it count.
  std::vector<CorrelationPropertyIndex> shared_properties(NodeIndex a, NodeIndex b) const;
  /// Whether an instance that one of the two starts has made waits for the other.
  bool in_one_conversation(NodeIndex a, NodeIndex b) const;
  /// Whether all triggers of that start are collected in the one instance that the first of them
  /// makes: a parallel multiple start event (§10.5.2), an instantiating parallel event-based
  /// gateway (§10.6.6) or an event behind one.
  bool collects_triggers(NodeIndex start) const;
  /// The instantiating event-based gateway that the event stands behind; invalid: there is none.
  NodeIndex instantiating_gateway(NodeIndex event) const;
  /// Message flows that begin at this node.
  std::span<const MessageFlowIndex> message_flows_out(NodeIndex index) const {
    return part(message_flow_lists, (*this)[index].message_flow_range);
  }

  /// The node or flow of that id; an invalid index where there is none. O(1).
  NodeIndex find_node(std::string_view node_id) const;
  FlowIndex find_flow(std::string_view flow_id) const;

  SourceSpan span(NodeIndex index) const { return node_spans[checked(index, node_spans)]; }
  SourceSpan span(FlowIndex index) const { return flow_spans[checked(index, flow_spans)]; }

  /// Names of the lanes that a node lies in, outermost first.
  std::vector<std::string> lane_path(NodeIndex index) const;

  // Filled by compile(); ask the accessors above.
  std::vector<FlowIndex> flow_lists;
  std::vector<NodeIndex> node_lists;
  std::vector<MessageFlowIndex> message_flow_lists;
  std::unordered_map<std::string_view, NodeIndex> nodes_by_id;  // views into `nodes`
  std::unordered_map<std::string_view, FlowIndex> flows_by_id;

  ProcessDefinition() = default;
  ProcessDefinition(const ProcessDefinition&) = delete;  // the maps hold views into the arrays
  ProcessDefinition& operator=(const ProcessDefinition&) = delete;

 private:
  template <typename IndexType, typename Array>
  static std::size_t checked(IndexType index, const Array& array) {
    UMLAUF_ASSERT(index.value() < array.size());
    return index.value();
  }
  template <typename T>
  static std::span<const T> part(const std::vector<T>& list, Range range) {
    return std::span<const T>(list).subspan(range.first, range.count);
  }
};

using ProcessDefinitionPtr = std::shared_ptr<const ProcessDefinition>;

}  // namespace umlauf::definition
