#pragma once

#include <cstdint>
#include <string_view>

namespace umlauf::bpmn::detail {

// Every element of BPMN 2.0.2's Semantic.xsd, local elements included: enumerator and XML name.
// The first block are the heads of substitution groups, abstract but for `resourceRole`,
// `performer`, `expression`, and the plain `task`-like ones further down.
#define UMLAUF_BPMN_TAGS(X)                                                           \
  X(RootElement, "rootElement")                                                       \
  X(FlowElement, "flowElement")                                                       \
  X(Artifact, "artifact")                                                             \
  X(EventDefinition, "eventDefinition")                                               \
  X(LoopCharacteristics, "loopCharacteristics")                                       \
  X(ConversationNode, "conversationNode")                                             \
  X(ResourceRole, "resourceRole")                                                     \
  X(Expression, "expression")                                                         \
  X(AdHocSubProcess, "adHocSubProcess")                                               \
  X(Assignment, "assignment")                                                         \
  X(Association, "association")                                                       \
  X(Auditing, "auditing")                                                             \
  X(BoundaryEvent, "boundaryEvent")                                                   \
  X(BusinessRuleTask, "businessRuleTask")                                             \
  X(CallActivity, "callActivity")                                                     \
  X(CallChoreography, "callChoreography")                                             \
  X(CallConversation, "callConversation")                                             \
  X(CancelEventDefinition, "cancelEventDefinition")                                   \
  X(Category, "category")                                                             \
  X(CategoryValue, "categoryValue")                                                   \
  X(Choreography, "choreography")                                                     \
  X(ChoreographyTask, "choreographyTask")                                             \
  X(Collaboration, "collaboration")                                                   \
  X(CompensateEventDefinition, "compensateEventDefinition")                           \
  X(ComplexBehaviorDefinition, "complexBehaviorDefinition")                           \
  X(ComplexGateway, "complexGateway")                                                 \
  X(ConditionalEventDefinition, "conditionalEventDefinition")                         \
  X(Conversation, "conversation")                                                     \
  X(ConversationAssociation, "conversationAssociation")                               \
  X(ConversationLink, "conversationLink")                                             \
  X(CorrelationKey, "correlationKey")                                                 \
  X(CorrelationProperty, "correlationProperty")                                       \
  X(CorrelationPropertyBinding, "correlationPropertyBinding")                         \
  X(CorrelationPropertyRetrievalExpression, "correlationPropertyRetrievalExpression") \
  X(CorrelationSubscription, "correlationSubscription")                               \
  X(DataInput, "dataInput")                                                           \
  X(DataInputAssociation, "dataInputAssociation")                                     \
  X(DataObject, "dataObject")                                                         \
  X(DataObjectReference, "dataObjectReference")                                       \
  X(DataOutput, "dataOutput")                                                         \
  X(DataOutputAssociation, "dataOutputAssociation")                                   \
  X(DataState, "dataState")                                                           \
  X(DataStore, "dataStore")                                                           \
  X(DataStoreReference, "dataStoreReference")                                         \
  X(Definitions, "definitions")                                                       \
  X(Documentation, "documentation")                                                   \
  X(EndEvent, "endEvent")                                                             \
  X(EndPoint, "endPoint")                                                             \
  X(Error, "error")                                                                   \
  X(ErrorEventDefinition, "errorEventDefinition")                                     \
  X(Escalation, "escalation")                                                         \
  X(EscalationEventDefinition, "escalationEventDefinition")                           \
  X(EventBasedGateway, "eventBasedGateway")                                           \
  X(ExclusiveGateway, "exclusiveGateway")                                             \
  X(Extension, "extension")                                                           \
  X(ExtensionElements, "extensionElements")                                           \
  X(FormalExpression, "formalExpression")                                             \
  X(GlobalBusinessRuleTask, "globalBusinessRuleTask")                                 \
  X(GlobalChoreographyTask, "globalChoreographyTask")                                 \
  X(GlobalConversation, "globalConversation")                                         \
  X(GlobalManualTask, "globalManualTask")                                             \
  X(GlobalScriptTask, "globalScriptTask")                                             \
  X(GlobalTask, "globalTask")                                                         \
  X(GlobalUserTask, "globalUserTask")                                                 \
  X(Group, "group")                                                                   \
  X(HumanPerformer, "humanPerformer")                                                 \
  X(ImplicitThrowEvent, "implicitThrowEvent")                                         \
  X(Import, "import")                                                                 \
  X(InclusiveGateway, "inclusiveGateway")                                             \
  X(InputSet, "inputSet")                                                             \
  X(Interface, "interface")                                                           \
  X(IntermediateCatchEvent, "intermediateCatchEvent")                                 \
  X(IntermediateThrowEvent, "intermediateThrowEvent")                                 \
  X(IoBinding, "ioBinding")                                                           \
  X(IoSpecification, "ioSpecification")                                               \
  X(ItemDefinition, "itemDefinition")                                                 \
  X(Lane, "lane")                                                                     \
  X(LaneSet, "laneSet")                                                               \
  X(LinkEventDefinition, "linkEventDefinition")                                       \
  X(ManualTask, "manualTask")                                                         \
  X(Message, "message")                                                               \
  X(MessageEventDefinition, "messageEventDefinition")                                 \
  X(MessageFlow, "messageFlow")                                                       \
  X(MessageFlowAssociation, "messageFlowAssociation")                                 \
  X(Monitoring, "monitoring")                                                         \
  X(MultiInstanceLoopCharacteristics, "multiInstanceLoopCharacteristics")             \
  X(Operation, "operation")                                                           \
  X(OutputSet, "outputSet")                                                           \
  X(ParallelGateway, "parallelGateway")                                               \
  X(Participant, "participant")                                                       \
  X(ParticipantAssociation, "participantAssociation")                                 \
  X(ParticipantMultiplicity, "participantMultiplicity")                               \
  X(PartnerEntity, "partnerEntity")                                                   \
  X(PartnerRole, "partnerRole")                                                       \
  X(Performer, "performer")                                                           \
  X(PotentialOwner, "potentialOwner")                                                 \
  X(Process, "process")                                                               \
  X(Property, "property")                                                             \
  X(ReceiveTask, "receiveTask")                                                       \
  X(Relationship, "relationship")                                                     \
  X(Rendering, "rendering")                                                           \
  X(Resource, "resource")                                                             \
  X(ResourceAssignmentExpression, "resourceAssignmentExpression")                     \
  X(ResourceParameter, "resourceParameter")                                           \
  X(ResourceParameterBinding, "resourceParameterBinding")                             \
  X(Script, "script")                                                                 \
  X(ScriptTask, "scriptTask")                                                         \
  X(SendTask, "sendTask")                                                             \
  X(SequenceFlow, "sequenceFlow")                                                     \
  X(ServiceTask, "serviceTask")                                                       \
  X(Signal, "signal")                                                                 \
  X(SignalEventDefinition, "signalEventDefinition")                                   \
  X(StandardLoopCharacteristics, "standardLoopCharacteristics")                       \
  X(StartEvent, "startEvent")                                                         \
  X(SubChoreography, "subChoreography")                                               \
  X(SubConversation, "subConversation")                                               \
  X(SubProcess, "subProcess")                                                         \
  X(Task, "task")                                                                     \
  X(TerminateEventDefinition, "terminateEventDefinition")                             \
  X(Text, "text")                                                                     \
  X(TextAnnotation, "textAnnotation")                                                 \
  X(TimerEventDefinition, "timerEventDefinition")                                     \
  X(Transaction, "transaction")                                                       \
  X(UserTask, "userTask")                                                             \
  X(ActivationCondition, "activationCondition")                                       \
  X(CategoryValueRef, "categoryValueRef")                                             \
  X(ChildLaneSet, "childLaneSet")                                                     \
  X(ChoreographyRef, "choreographyRef")                                               \
  X(CompletionCondition, "completionCondition")                                       \
  X(Condition, "condition")                                                           \
  X(ConditionExpression, "conditionExpression")                                       \
  X(CorrelationPropertyRef, "correlationPropertyRef")                                 \
  X(DataInputRefs, "dataInputRefs")                                                   \
  X(DataOutputRefs, "dataOutputRefs")                                                 \
  X(DataPath, "dataPath")                                                             \
  X(EndPointRef, "endPointRef")                                                       \
  X(ErrorRef, "errorRef")                                                             \
  X(Event, "event")                                                                   \
  X(EventDefinitionRef, "eventDefinitionRef")                                         \
  X(FlowNodeRef, "flowNodeRef")                                                       \
  X(From, "from")                                                                     \
  X(InMessageRef, "inMessageRef")                                                     \
  X(Incoming, "incoming")                                                             \
  X(InnerParticipantRef, "innerParticipantRef")                                       \
  X(InputDataItem, "inputDataItem")                                                   \
  X(InputSetRefs, "inputSetRefs")                                                     \
  X(InterfaceRef, "interfaceRef")                                                     \
  X(LoopCardinality, "loopCardinality")                                               \
  X(LoopCondition, "loopCondition")                                                   \
  X(LoopDataInputRef, "loopDataInputRef")                                             \
  X(LoopDataOutputRef, "loopDataOutputRef")                                           \
  X(MessageFlowRef, "messageFlowRef")                                                 \
  X(MessagePath, "messagePath")                                                       \
  X(OperationRef, "operationRef")                                                     \
  X(OptionalInputRefs, "optionalInputRefs")                                           \
  X(OptionalOutputRefs, "optionalOutputRefs")                                         \
  X(OutMessageRef, "outMessageRef")                                                   \
  X(OuterParticipantRef, "outerParticipantRef")                                       \
  X(Outgoing, "outgoing")                                                             \
  X(OutputDataItem, "outputDataItem")                                                 \
  X(OutputSetRefs, "outputSetRefs")                                                   \
  X(ParticipantRef, "participantRef")                                                 \
  X(PartitionElement, "partitionElement")                                             \
  X(ResourceRef, "resourceRef")                                                       \
  X(Source, "source")                                                                 \
  X(SourceRef, "sourceRef")                                                           \
  X(SupportedInterfaceRef, "supportedInterfaceRef")                                   \
  X(Supports, "supports")                                                             \
  X(Target, "target")                                                                 \
  X(TargetRef, "targetRef")                                                           \
  X(TimeCycle, "timeCycle")                                                           \
  X(TimeDate, "timeDate")                                                             \
  X(TimeDuration, "timeDuration")                                                     \
  X(To, "to")                                                                         \
  X(Transformation, "transformation")                                                 \
  X(WhileExecutingInputRefs, "whileExecutingInputRefs")                               \
  X(WhileExecutingOutputRefs, "whileExecutingOutputRefs")

enum class Tag : std::uint8_t {
  None,
#define UMLAUF_ROW(tag, name) tag,
  UMLAUF_BPMN_TAGS(UMLAUF_ROW)
#undef UMLAUF_ROW
      Count,
};

/// Tag::None where BPMN has no element of that name.
Tag tag_of(std::string_view name);
std::string_view name_of(Tag tag);

}  // namespace umlauf::bpmn::detail
