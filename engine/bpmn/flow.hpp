#pragma once

#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "engine/bpmn/activities.hpp"
#include "engine/bpmn/events.hpp"

/// Flow nodes, sequence flows and what contains them, BPMN 2.0.2 §8.4.8, §8.4.13, §10.6.
namespace umlauf::bpmn {

enum class GatewayDirection : std::uint8_t { Unspecified, Converging, Diverging, Mixed };
enum class EventGatewayType : std::uint8_t { Exclusive, Parallel };

/// §10.6. Which of the gateways it is, says `FlowNode::kind`.
struct Gateway {
  GatewayDirection direction = GatewayDirection::Unspecified;
  Reference default_flow;                 // exclusive, inclusive, complex
  Rare<Expression> activation_condition;  // complex
  bool instantiate = false;               // event-based
  EventGatewayType event_gateway_type = EventGatewayType::Exclusive;  // event-based

  bool operator==(const Gateway&) const = default;
};

/// A choreography activity (§11): kept so that references to it resolve; never executed.
struct ChoreographyActivity {
  std::vector<Reference> participants;
  Reference initiating_participant;
  std::vector<Reference> message_flows;
  Reference called_choreography;
  ContainerIndex container;  ///< of a sub-choreography

  bool operator==(const ChoreographyActivity&) const = default;
};

enum class FlowNodeKind : std::uint8_t {
  Task,
  ManualTask,
  ServiceTask,
  SendTask,
  ReceiveTask,
  UserTask,
  BusinessRuleTask,
  ScriptTask,
  CallActivity,
  SubProcess,
  Transaction,
  AdHocSubProcess,
  StartEvent,
  IntermediateCatchEvent,
  IntermediateThrowEvent,
  BoundaryEvent,
  EndEvent,
  ImplicitThrowEvent,
  ExclusiveGateway,
  InclusiveGateway,
  ParallelGateway,
  ComplexGateway,
  EventBasedGateway,
  ChoreographyTask,
  SubChoreography,
  CallChoreography,
};

using FlowNodeContent = std::variant<Activity, Event, Gateway, ChoreographyActivity>;

struct FlowNode : NamedElement {
  FlowNodeKind kind = FlowNodeKind::Task;
  ContainerIndex container;                 ///< in which it lies
  std::vector<LaneIndex> lanes;             ///< the innermost lanes that name it
  std::vector<SequenceFlowIndex> incoming;  ///< the flows that lead here, in document order
  std::vector<SequenceFlowIndex> outgoing;
  std::vector<Reference> incoming_listed;  ///< the `incoming` elements as they are written
  std::vector<Reference> outgoing_listed;
  std::vector<Reference> category_values;
  FlowNodeContent content;

  const Activity* activity() const { return std::get_if<Activity>(&content); }
  const Event* event() const { return std::get_if<Event>(&content); }
  const Gateway* gateway() const { return std::get_if<Gateway>(&content); }
  Activity* activity() { return std::get_if<Activity>(&content); }
  Event* event() { return std::get_if<Event>(&content); }
  Gateway* gateway() { return std::get_if<Gateway>(&content); }
  /// The subprocess (transaction, ad hoc subprocess) that it is, or null.
  const SubProcess* subprocess() const {
    const Activity* own = activity();
    return own ? std::get_if<SubProcess>(&own->content) : nullptr;
  }
  bool operator==(const FlowNode&) const = default;
};

struct SequenceFlow : NamedElement {
  ContainerIndex container;
  Reference source;
  Reference target;
  Rare<Expression> condition;
  std::optional<bool> is_immediate;
  std::vector<Reference> category_values;

  bool operator==(const SequenceFlow&) const = default;
};

/// §10.8.
struct LaneSet : NamedElement {
  ContainerIndex container;
  LaneIndex parent;  ///< of a childLaneSet
  std::vector<LaneIndex> lanes;
  bool operator==(const LaneSet&) const = default;
};

struct Lane : NamedElement {
  LaneSetIndex lane_set;
  LaneSetIndex child_lane_set;  ///< may refer to nothing
  Reference partition_element;
  std::vector<Reference> flow_nodes;
  bool operator==(const Lane&) const = default;
};

/// §8.4.8: what a process, a subprocess or a (sub-)choreography contains, in document order.
struct FlowElementsContainer {
  ElementAddress owner;   ///< Process, FlowNode, or Other for a choreography
  ContainerIndex parent;  ///< refers to nothing for a process
  ProcessIndex process;   ///< the process that it belongs to; nothing within a choreography
  std::vector<FlowNodeIndex> flow_nodes;
  std::vector<SequenceFlowIndex> sequence_flows;
  std::vector<ItemIndex> items;  ///< data objects, data object and data store references
  std::vector<LaneSetIndex> lane_sets;
  std::vector<ArtifactIndex> artifacts;
  bool operator==(const FlowElementsContainer&) const = default;
};

/// The name of the XML element, `userTask`.
std::string_view element_name(FlowNodeKind kind);
std::string_view element_name(EventDefinitionKind kind);

}  // namespace umlauf::bpmn
