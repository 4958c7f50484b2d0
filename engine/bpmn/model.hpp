#pragma once

#include <optional>
#include <string>
#include <vector>

#include "engine/bpmn/collaboration.hpp"
#include "engine/bpmn/diagram.hpp"
#include "engine/bpmn/flow.hpp"

/// The BPMN 2.0.2 meta-model of processes and collaborations, in the standard's names. A document
/// is one `Definitions`: a plain value of flat arrays; elements name each other by position.
namespace umlauf::bpmn {

inline constexpr std::string_view kModelNamespace = "http://www.omg.org/spec/BPMN/20100524/MODEL";
inline constexpr std::string_view kDiagramNamespace = "http://www.omg.org/spec/BPMN/20100524/DI";

enum class ProcessType : std::uint8_t { None, Public, Private };

/// §10.2.
struct Process : NamedElement {
  ContainerIndex container;
  ProcessType type = ProcessType::None;
  bool is_closed = false;
  std::optional<bool> is_executable;
  Reference definitional_collaboration;
  std::vector<Reference> supports;
  std::vector<Reference> supported_interfaces;
  Rare<InputOutputSpecification> io_specification;
  std::vector<InputOutputBinding> io_bindings;
  std::vector<ItemIndex> properties;
  std::vector<ResourceRole> resources;
  std::vector<CorrelationSubscription> correlation_subscriptions;
  Rare<BaseElement> auditing;
  Rare<BaseElement> monitoring;

  bool operator==(const Process&) const = default;
};

enum class GlobalTaskKind : std::uint8_t {
  GlobalTask,
  GlobalBusinessRuleTask,
  GlobalManualTask,
  GlobalScriptTask,
  GlobalUserTask,
};

/// §10.3.7.
struct GlobalTask : NamedElement {
  GlobalTaskKind kind = GlobalTaskKind::GlobalTask;
  std::string implementation;
  std::string script_language;
  std::optional<std::string> script;
  std::vector<BaseElement> renderings;
  std::vector<Reference> supported_interfaces;
  Rare<InputOutputSpecification> io_specification;
  std::vector<InputOutputBinding> io_bindings;
  std::vector<ResourceRole> resources;

  bool operator==(const GlobalTask&) const = default;
};

/// §9.3.1: partner roles and entities, end points. Descriptive only.
struct Partner : NamedElement {
  std::vector<Reference> participants;
  bool operator==(const Partner&) const = default;
};

/// §8.2.3.
struct Relationship : BaseElement {
  std::string type;
  std::string direction;
  std::vector<std::string> sources;
  std::vector<std::string> targets;
  bool operator==(const Relationship&) const = default;
};

/// §8.2.1.
struct Definitions : NamedElement {
  std::string file;  ///< as the caller named it
  std::string target_namespace;
  std::string expression_language = "http://www.w3.org/1999/XPath";
  std::string type_language = "http://www.w3.org/2001/XMLSchema";
  bool says_expression_language = false;  ///< whether the document states it
  std::string exporter;
  std::string exporter_version;
  /// The namespaces that references were written in; position 0 is that of an unprefixed name that
  /// has no namespace.
  std::vector<std::string> namespaces;

  std::vector<std::string> declared_namespaces;  ///< on the root: which dialects may be spoken

  std::vector<Import> imports;
  std::vector<ItemDefinition> item_definitions;
  std::vector<Message> messages;
  std::vector<Signal> signals;
  std::vector<Error> errors;
  std::vector<Escalation> escalations;
  std::vector<Interface> interfaces;
  std::vector<Operation> operations;
  std::vector<Resource> resources;
  std::vector<CorrelationProperty> correlation_properties;
  std::vector<Category> categories;
  std::vector<Partner> partner_roles;
  std::vector<Partner> partner_entities;
  std::vector<BaseElement> end_points;
  std::vector<Relationship> relationships;

  std::vector<Collaboration> collaborations;
  std::vector<Participant> participants;
  std::vector<MessageFlow> message_flows;
  std::vector<ConversationNode> conversation_nodes;

  std::vector<Process> processes;
  std::vector<GlobalTask> global_tasks;
  std::vector<FlowElementsContainer> containers;
  std::vector<FlowNode> flow_nodes;
  std::vector<SequenceFlow> sequence_flows;
  std::vector<ItemAwareElement> items;
  std::vector<EventDefinition> event_definitions;
  std::vector<LaneSet> lane_sets;
  std::vector<Lane> lanes;
  std::vector<Artifact> artifacts;
  std::vector<Diagram> diagrams;

  bool operator==(const Definitions&) const = default;

  const Process& at(ProcessIndex i) const { return processes[i.value()]; }
  const FlowElementsContainer& at(ContainerIndex i) const { return containers[i.value()]; }
  const FlowNode& at(FlowNodeIndex i) const { return flow_nodes[i.value()]; }
  const SequenceFlow& at(SequenceFlowIndex i) const { return sequence_flows[i.value()]; }
  const ItemAwareElement& at(ItemIndex i) const { return items[i.value()]; }
  const EventDefinition& at(EventDefinitionIndex i) const { return event_definitions[i.value()]; }
  const LaneSet& at(LaneSetIndex i) const { return lane_sets[i.value()]; }
  const Lane& at(LaneIndex i) const { return lanes[i.value()]; }
  const Artifact& at(ArtifactIndex i) const { return artifacts[i.value()]; }
  const Collaboration& at(CollaborationIndex i) const { return collaborations[i.value()]; }
  const Participant& at(ParticipantIndex i) const { return participants[i.value()]; }
  const MessageFlow& at(MessageFlowIndex i) const { return message_flows[i.value()]; }
  const Operation& at(OperationIndex i) const { return operations[i.value()]; }
};

/// The language that an expression is written in: its own, or the document's.
inline std::string_view language_of(const Definitions& definitions, const Expression& expression) {
  return expression.language.empty() ? std::string_view(definitions.expression_language)
                                     : std::string_view(expression.language);
}

}  // namespace umlauf::bpmn
