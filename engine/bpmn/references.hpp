#pragma once

#include <cstdint>
#include <string_view>
#include <variant>

#include "engine/base/overload.hpp"
#include "engine/bpmn/model.hpp"

/// Every reference of the meta-model with what it may lead to, in one place: resolving, linking and
/// checking walk over the same list.
namespace umlauf::bpmn::detail {

constexpr std::uint64_t one_of(ElementType type) {
  return std::uint64_t{1} << static_cast<unsigned>(type);
}
template <typename... Types>
constexpr std::uint64_t one_of(ElementType first, Types... others) {
  return one_of(first) | one_of(others...);
}

/// What a dangling reference means.
enum class Dangling : std::uint8_t {
  Broken,   ///< the model is broken
  Sloppy,   ///< worth a warning: descriptive, or often left behind by tools
  Legal,    ///< may lead out of the documents at hand
  Drawing,  ///< DIA-02: of the diagram
};

struct Expectation {
  std::string_view name;  ///< of the attribute or element that holds the reference
  std::uint64_t types = 0;
  std::string_view what;  ///< the expected element, in the words of the standard
  Dangling dangling = Dangling::Broken;
};

namespace expected {

using enum ElementType;

inline constexpr Expectation kItemDefinition{"itemSubjectRef", one_of(ItemDefinition),
                                             "itemDefinition", Dangling::Sloppy};
inline constexpr Expectation kStructure{"structureRef", one_of(ItemDefinition), "itemDefinition",
                                        Dangling::Sloppy};
inline constexpr Expectation kItemRef{"itemRef", one_of(ItemDefinition), "itemDefinition",
                                      Dangling::Sloppy};
inline constexpr Expectation kEvaluatesTo{"evaluatesToTypeRef", one_of(ItemDefinition),
                                          "itemDefinition", Dangling::Sloppy};
inline constexpr Expectation kTypeRef{"type", one_of(ItemDefinition), "itemDefinition",
                                      Dangling::Sloppy};
inline constexpr Expectation kMessageRef{"messageRef", one_of(Message), "message"};
inline constexpr Expectation kInMessage{"inMessageRef", one_of(Message), "message"};
inline constexpr Expectation kOutMessage{"outMessageRef", one_of(Message), "message",
                                         Dangling::Sloppy};
inline constexpr Expectation kSignalRef{"signalRef", one_of(Signal), "signal"};
// Camunda and its kin take what is no id of an error for the code itself.
inline constexpr Expectation kErrorRef{"errorRef", one_of(ElementType::Error), "error",
                                       Dangling::Sloppy};
inline constexpr Expectation kEscalationRef{"escalationRef", one_of(Escalation), "escalation"};
inline constexpr Expectation kOperationRef{"operationRef", one_of(Operation), "operation"};
inline constexpr Expectation kInterfaceRef{"interfaceRef", one_of(Interface), "interface"};
inline constexpr Expectation kSupportedInterface{"supportedInterfaceRef", one_of(Interface),
                                                 "interface"};
inline constexpr Expectation kResourceRef{"resourceRef", one_of(Resource), "resource",
                                          Dangling::Sloppy};
inline constexpr Expectation kParameterRef{"parameterRef", one_of(ResourceParameter),
                                           "resourceParameter", Dangling::Sloppy};
inline constexpr Expectation kCorrelationPropertyRef{
    "correlationPropertyRef", one_of(CorrelationProperty), "correlationProperty"};
inline constexpr Expectation kCorrelationKeyRef{"correlationKeyRef", one_of(CorrelationKey),
                                                "correlationKey"};
inline constexpr Expectation kCategoryValueRef{"categoryValueRef", one_of(CategoryValue),
                                               "categoryValue", Dangling::Sloppy};
inline constexpr Expectation kAssociationSource{"sourceRef", 0, "element"};
inline constexpr Expectation kAssociationTarget{"targetRef", 0, "element"};
inline constexpr Expectation kProcessRef{"processRef", one_of(Process), "process"};
inline constexpr Expectation kEndPointRef{"endPointRef", one_of(EndPoint), "endPoint",
                                          Dangling::Sloppy};
inline constexpr std::uint64_t kInteractionNodes =
    one_of(Participant, FlowNode, ConversationNode, Item, Artifact, Process, SequenceFlow, Lane);
inline constexpr Expectation kMessageFlowSource{"sourceRef", kInteractionNodes, "participant"};
inline constexpr Expectation kMessageFlowTarget{"targetRef", kInteractionNodes, "participant"};
inline constexpr Expectation kParticipantRef{"participantRef", one_of(Participant), "participant"};
inline constexpr Expectation kMessageFlowRef{"messageFlowRef", one_of(MessageFlow), "messageFlow"};
inline constexpr Expectation kChoreographyRef{"choreographyRef", one_of(Collaboration),
                                              "choreography"};
inline constexpr Expectation kCalledCollaboration{"calledCollaborationRef", one_of(Collaboration),
                                                  "collaboration", Dangling::Sloppy};
inline constexpr Expectation kConversationSource{
    "sourceRef", one_of(Participant, ConversationNode, FlowNode), "conversationNode"};
inline constexpr Expectation kConversationTarget{
    "targetRef", one_of(Participant, ConversationNode, FlowNode), "conversationNode"};
inline constexpr Expectation kInner{"innerParticipantRef", one_of(Participant), "participant",
                                    Dangling::Sloppy};
inline constexpr Expectation kOuter{"outerParticipantRef", one_of(Participant), "participant",
                                    Dangling::Sloppy};
inline constexpr Expectation kInnerFlow{"innerMessageFlowRef", one_of(MessageFlow), "messageFlow",
                                        Dangling::Sloppy};
inline constexpr Expectation kOuterFlow{"outerMessageFlowRef", one_of(MessageFlow), "messageFlow",
                                        Dangling::Sloppy};
inline constexpr Expectation kCollaborationRef{
    "definitionalCollaborationRef", one_of(Collaboration), "collaboration", Dangling::Sloppy};
inline constexpr Expectation kSupports{"supports", one_of(Process), "process", Dangling::Sloppy};
inline constexpr Expectation kInputDataRef{"inputDataRef", one_of(InputSet, Item), "inputSet"};
inline constexpr Expectation kOutputDataRef{"outputDataRef", one_of(OutputSet, Item), "outputSet"};
// What a flow may lead to is a matter of the rules of flows (an artifact is no flow node, FLW-16).
inline constexpr Expectation kFlowSource{"sourceRef", 0, "flow node"};
inline constexpr Expectation kFlowTarget{"targetRef", 0, "flow node"};
inline constexpr Expectation kIncoming{
    "incoming", one_of(SequenceFlow, Artifact, MessageFlow, Other), "sequenceFlow"};
inline constexpr Expectation kOutgoing{
    "outgoing", one_of(SequenceFlow, Artifact, MessageFlow, Other), "sequenceFlow"};
inline constexpr Expectation kDefaultFlow{"default", one_of(SequenceFlow), "sequenceFlow"};
inline constexpr Expectation kAttachedTo{"attachedToRef", one_of(FlowNode), "activity"};
inline constexpr Expectation kActivityRef{"activityRef", one_of(FlowNode), "activity"};
inline constexpr Expectation kEventDefinitionRef{"eventDefinitionRef", one_of(EventDefinition),
                                                 "eventDefinition"};
inline constexpr Expectation kOneBehavior{"oneBehaviorEventRef", one_of(EventDefinition),
                                          "eventDefinition"};
inline constexpr Expectation kNoneBehavior{"noneBehaviorEventRef", one_of(EventDefinition),
                                           "eventDefinition"};
inline constexpr Expectation kCalledElement{"calledElement", one_of(Process, GlobalTask),
                                            "callable element", Dangling::Legal};
inline constexpr Expectation kLoopInput{"loopDataInputRef", one_of(Item), "data input"};
inline constexpr Expectation kLoopOutput{"loopDataOutputRef", one_of(Item), "data output"};
inline constexpr Expectation kDataSource{"sourceRef", one_of(Item), "data element"};
inline constexpr Expectation kDataTarget{"targetRef", one_of(Item), "data element"};
inline constexpr Expectation kDataObjectRef{"dataObjectRef", one_of(Item), "dataObject"};
inline constexpr Expectation kDataStoreRef{"dataStoreRef", one_of(Item), "dataStore",
                                           Dangling::Sloppy};
inline constexpr Expectation kDataInputRefs{"dataInputRefs", one_of(Item), "dataInput"};
inline constexpr Expectation kOptionalInputRefs{"optionalInputRefs", one_of(Item), "dataInput"};
inline constexpr Expectation kWhileInputRefs{"whileExecutingInputRefs", one_of(Item), "dataInput"};
inline constexpr Expectation kOutputSetRefs{"outputSetRefs", one_of(OutputSet), "outputSet"};
inline constexpr Expectation kDataOutputRefs{"dataOutputRefs", one_of(Item), "dataOutput"};
inline constexpr Expectation kOptionalOutputRefs{"optionalOutputRefs", one_of(Item), "dataOutput"};
inline constexpr Expectation kWhileOutputRefs{"whileExecutingOutputRefs", one_of(Item),
                                              "dataOutput"};
inline constexpr Expectation kInputSetRefs{"inputSetRefs", one_of(InputSet), "inputSet"};
inline constexpr Expectation kLinkSource{"source", one_of(EventDefinition, FlowNode),
                                         "linkEventDefinition", Dangling::Sloppy};
inline constexpr Expectation kLinkTarget{"target", one_of(EventDefinition, FlowNode),
                                         "linkEventDefinition", Dangling::Sloppy};
inline constexpr Expectation kPartition{"partitionElementRef", 0, "element", Dangling::Sloppy};
inline constexpr Expectation kFlowNodeRef{"flowNodeRef", 0, "flow node", Dangling::Sloppy};
inline constexpr Expectation kInitiating{"initiatingParticipantRef", one_of(Participant),
                                         "participant", Dangling::Sloppy};
inline constexpr Expectation kCalledChoreography{"calledChoreographyRef", one_of(Collaboration),
                                                 "choreography", Dangling::Sloppy};
inline constexpr Expectation kBpmnElement{"bpmnElement", 0, "element", Dangling::Drawing};

}  // namespace expected

/// Calls visit(reference, expectation, owner) for every reference that is present; `owner` is the
/// BaseElement (or, in diagrams, the DiagramElement) that it belongs to.
template <typename D, typename Visitor>
class ReferenceWalk {
 public:
  ReferenceWalk(D& definitions, Visitor& visit) : definitions_(definitions), visit_(visit) {}

  void run() {
    roots();
    collaborations();
    for (auto& process : definitions_.processes) callable(process), process_references(process);
    for (auto& task : definitions_.global_tasks) callable(task);
    for (auto& node : definitions_.flow_nodes) flow_node(node);
    for (auto& flow : definitions_.sequence_flows) {
      one(flow.source, expected::kFlowSource, flow);
      one(flow.target, expected::kFlowTarget, flow);
      expression(flow.condition, flow);
      many(flow.category_values, expected::kCategoryValueRef, flow);
    }
    for (auto& item : definitions_.items) {
      one(item.item_subject, expected::kItemDefinition, item);
      one(item.data_object, expected::kDataObjectRef, item);
      one(item.data_store, expected::kDataStoreRef, item);
    }
    for (auto& definition : definitions_.event_definitions) event_definition(definition);
    for (auto& lane : definitions_.lanes) {
      one(lane.partition_element, expected::kPartition, lane);
      many(lane.flow_nodes, expected::kFlowNodeRef, lane);
    }
    for (auto& artifact : definitions_.artifacts) {
      one(artifact.source, expected::kAssociationSource, artifact);
      one(artifact.target, expected::kAssociationTarget, artifact);
      one(artifact.category_value, expected::kCategoryValueRef, artifact);
    }
    for (auto& diagram : definitions_.diagrams) {
      one(diagram.plane.element, expected::kBpmnElement, diagram.plane);
      for (auto& shape : diagram.shapes) one(shape.element, expected::kBpmnElement, shape);
      for (auto& edge : diagram.edges) one(edge.element, expected::kBpmnElement, edge);
    }
  }

 private:
  template <typename R, typename Owner>
  void one(R& reference, const Expectation& expectation, Owner& owner) {
    if (reference.present()) visit_(reference, expectation, owner);
  }
  template <typename References, typename Owner>
  void many(References& references, const Expectation& expectation, Owner& owner) {
    for (auto& reference : references) one(reference, expectation, owner);
  }
  template <typename RareExpression, typename Owner>
  void expression(RareExpression& rare, Owner& owner) {
    if (rare) one((*rare).evaluates_to, expected::kEvaluatesTo, owner);
  }

  void roots() {
    for (auto& message : definitions_.messages) one(message.item, expected::kItemRef, message);
    for (auto& signal : definitions_.signals) one(signal.structure, expected::kStructure, signal);
    for (auto& error : definitions_.errors) one(error.structure, expected::kStructure, error);
    for (auto& escalation : definitions_.escalations)
      one(escalation.structure, expected::kStructure, escalation);
    for (auto& operation : definitions_.operations) {
      one(operation.in_message, expected::kInMessage, operation);
      one(operation.out_message, expected::kOutMessage, operation);
      many(operation.errors, expected::kErrorRef, operation);
    }
    for (auto& resource : definitions_.resources)
      for (auto& parameter : resource.parameters)
        one(parameter.type, expected::kTypeRef, parameter);
    for (auto& property : definitions_.correlation_properties) {
      one(property.type, expected::kTypeRef, property);
      for (auto& retrieval : property.retrievals) {
        one(retrieval.message, expected::kMessageRef, retrieval);
        expression(retrieval.message_path, retrieval);
      }
    }
    for (auto& partner : definitions_.partner_roles)
      many(partner.participants, expected::kParticipantRef, partner);
    for (auto& partner : definitions_.partner_entities)
      many(partner.participants, expected::kParticipantRef, partner);
  }

  void collaborations() {
    for (auto& own : definitions_.collaborations) {
      for (auto& key : own.correlation_keys)
        many(key.properties, expected::kCorrelationPropertyRef, key);
      for (auto& association : own.participant_associations) {
        one(association.inner, expected::kInner, association);
        one(association.outer, expected::kOuter, association);
      }
      for (auto& association : own.message_flow_associations) {
        one(association.inner, expected::kInnerFlow, association);
        one(association.outer, expected::kOuterFlow, association);
      }
      many(own.choreographies, expected::kChoreographyRef, own);
      for (auto& link : own.conversation_links) {
        one(link.source, expected::kConversationSource, link);
        one(link.target, expected::kConversationTarget, link);
      }
    }
    for (auto& participant : definitions_.participants) {
      one(participant.process, expected::kProcessRef, participant);
      many(participant.interfaces, expected::kInterfaceRef, participant);
      many(participant.end_points, expected::kEndPointRef, participant);
    }
    for (auto& flow : definitions_.message_flows) {
      one(flow.source, expected::kMessageFlowSource, flow);
      one(flow.target, expected::kMessageFlowTarget, flow);
      one(flow.message, expected::kMessageRef, flow);
    }
    for (auto& node : definitions_.conversation_nodes) {
      many(node.participants, expected::kParticipantRef, node);
      many(node.message_flows, expected::kMessageFlowRef, node);
      one(node.called_collaboration, expected::kCalledCollaboration, node);
    }
  }

  template <typename Callable>
  void callable(Callable& callable) {
    many(callable.supported_interfaces, expected::kSupportedInterface, callable);
    io_specification(callable.io_specification);
    for (auto& binding : callable.io_bindings) {
      one(binding.operation, expected::kOperationRef, binding);
      one(binding.input_data, expected::kInputDataRef, binding);
      one(binding.output_data, expected::kOutputDataRef, binding);
    }
    resource_roles(callable.resources);
  }

  template <typename P>
  void process_references(P& process) {
    one(process.definitional_collaboration, expected::kCollaborationRef, process);
    many(process.supports, expected::kSupports, process);
    for (auto& subscription : process.correlation_subscriptions) {
      one(subscription.key, expected::kCorrelationKeyRef, subscription);
      for (auto& binding : subscription.bindings) {
        one(binding.property, expected::kCorrelationPropertyRef, binding);
        expression(binding.data_path, binding);
      }
    }
  }

  template <typename Roles>
  void resource_roles(Roles& roles) {
    for (auto& role : roles) {
      one(role.resource, expected::kResourceRef, role);
      expression(role.assignment, role);
      for (auto& binding : role.bindings) {
        one(binding.parameter, expected::kParameterRef, binding);
        expression(binding.expression, binding);
      }
    }
  }

  template <typename Specification>
  void io_specification(Specification& rare) {
    if (!rare) return;
    for (auto& set : (*rare).input_sets) {
      many(set.data_inputs, expected::kDataInputRefs, set);
      many(set.optional_inputs, expected::kOptionalInputRefs, set);
      many(set.while_executing_inputs, expected::kWhileInputRefs, set);
      many(set.output_sets, expected::kOutputSetRefs, set);
    }
    for (auto& set : (*rare).output_sets) {
      many(set.data_outputs, expected::kDataOutputRefs, set);
      many(set.optional_outputs, expected::kOptionalOutputRefs, set);
      many(set.while_executing_outputs, expected::kWhileOutputRefs, set);
      many(set.input_sets, expected::kInputSetRefs, set);
    }
  }

  template <typename Associations>
  void data_associations(Associations& associations) {
    for (auto& association : associations) {
      many(association.sources, expected::kDataSource, association);
      one(association.target, expected::kDataTarget, association);
      expression(association.transformation, association);
      for (auto& assignment : association.assignments) {
        expression(assignment.from, assignment);
        expression(assignment.to, assignment);
      }
    }
  }

  template <typename Node>
  void flow_node(Node& node) {
    many(node.incoming_listed, expected::kIncoming, node);
    many(node.outgoing_listed, expected::kOutgoing, node);
    many(node.category_values, expected::kCategoryValueRef, node);
    if (auto* activity = node.activity()) {
      activity_references(*activity, node);
    } else if (auto* event = node.event()) {
      one(event->attached_to, expected::kAttachedTo, node);
      many(event->definition_references, expected::kEventDefinitionRef, node);
      io_specification(event->data);
      data_associations(event->data_associations);
    } else if (auto* gateway = node.gateway()) {
      one(gateway->default_flow, expected::kDefaultFlow, node);
      expression(gateway->activation_condition, node);
    } else if (auto* own = std::get_if<ChoreographyActivity>(&node.content)) {
      many(own->participants, expected::kParticipantRef, node);
      one(own->initiating_participant, expected::kInitiating, node);
      many(own->message_flows, expected::kMessageFlowRef, node);
      one(own->called_choreography, expected::kCalledChoreography, node);
    }
  }

  template <typename A, typename Node>
  void activity_references(A& activity, Node& node) {
    one(activity.default_flow, expected::kDefaultFlow, node);
    io_specification(activity.io_specification);
    resource_roles(activity.resources);
    data_associations(activity.data_input_associations);
    data_associations(activity.data_output_associations);
    if (activity.loop) loop(*activity.loop);
    std::visit(
        [&](auto& own) {
          using Own = std::decay_t<decltype(own)>;
          if constexpr (requires { own.operation; })
            one(own.operation, expected::kOperationRef, node);
          if constexpr (requires { own.message; }) one(own.message, expected::kMessageRef, node);
          if constexpr (std::is_same_v<Own, CallActivity>)
            one(own.called_element, expected::kCalledElement, node);
          if constexpr (std::is_same_v<Own, SubProcess>) expression(own.completion_condition, node);
        },
        activity.content);
  }

  template <typename Loop>
  void loop(Loop& loop) {
    if (auto* standard = std::get_if<StandardLoopCharacteristics>(&loop))
      expression(standard->condition, *standard);
    auto* multiple = std::get_if<MultiInstanceLoopCharacteristics>(&loop);
    if (!multiple) return;
    one(multiple->one_behavior_event, expected::kOneBehavior, *multiple);
    one(multiple->none_behavior_event, expected::kNoneBehavior, *multiple);
    one(multiple->loop_data_input, expected::kLoopInput, *multiple);
    one(multiple->loop_data_output, expected::kLoopOutput, *multiple);
    expression(multiple->loop_cardinality, *multiple);
    expression(multiple->completion_condition, *multiple);
    for (auto& behavior : multiple->complex_behaviors) expression(behavior.condition, behavior);
  }

  template <typename E>
  void event_definition(E& definition) {
    auto& content = definition.content;
    if (auto* own = std::get_if<CompensateEventDefinition>(&content))
      one(own->activity, expected::kActivityRef, definition);
    if (auto* own = std::get_if<ConditionalEventDefinition>(&content))
      expression(own->condition, definition);
    if (auto* own = std::get_if<ErrorEventDefinition>(&content))
      one(own->error, expected::kErrorRef, definition);
    if (auto* own = std::get_if<EscalationEventDefinition>(&content))
      one(own->escalation, expected::kEscalationRef, definition);
    if (auto* own = std::get_if<LinkEventDefinition>(&content)) {
      many(own->sources, expected::kLinkSource, definition);
      one(own->target, expected::kLinkTarget, definition);
    }
    if (auto* own = std::get_if<MessageEventDefinition>(&content)) {
      one(own->message, expected::kMessageRef, definition);
      one(own->operation, expected::kOperationRef, definition);
    }
    if (auto* own = std::get_if<SignalEventDefinition>(&content))
      one(own->signal, expected::kSignalRef, definition);
    if (auto* own = std::get_if<TimerEventDefinition>(&content)) {
      expression(own->time_date, definition);
      expression(own->time_duration, definition);
      expression(own->time_cycle, definition);
    }
  }

  D& definitions_;
  Visitor& visit_;
};

template <typename D, typename Visitor>
void for_each_reference(D& definitions, Visitor visit) {
  ReferenceWalk<D, Visitor>(definitions, visit).run();
}

}  // namespace umlauf::bpmn::detail
