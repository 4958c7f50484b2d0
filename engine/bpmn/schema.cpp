#include "engine/bpmn/schema.hpp"

#include <array>

namespace umlauf::bpmn::detail {
namespace {

using enum ValueType;
using A = AttributeRule;
using C = ChildRule;

template <typename T, std::size_t N>
constexpr std::span<const T> all(const T (&rows)[N]) {
  return std::span<const T>(rows, N);
}

// One line a complex type of Semantic.xsd, in its order: base, attributes, children.

constexpr A kBaseAttributes[] = {{"id", Id}};
constexpr C kBaseChildren[] = {{Tag::Documentation}, {Tag::ExtensionElements, 0, 1}};
constexpr ElementSchema kBaseElement{nullptr, all(kBaseAttributes), all(kBaseChildren)};

constexpr A kNameAttributes[] = {{"name"}};
constexpr ElementSchema kNamed{&kBaseElement, all(kNameAttributes), {}};
constexpr A kRequiredNameAttributes[] = {{"name", String, true}};

constexpr C kFlowElementChildren[] = {
    {Tag::Auditing, 0, 1}, {Tag::Monitoring, 0, 1}, {Tag::CategoryValueRef}};
constexpr ElementSchema kFlowElement{&kNamed, {}, all(kFlowElementChildren)};
constexpr C kFlowNodeChildren[] = {{Tag::Incoming}, {Tag::Outgoing}};
constexpr ElementSchema kFlowNode{&kFlowElement, {}, all(kFlowNodeChildren)};

constexpr A kActivityAttributes[] = {{"isForCompensation", Boolean},
                                     {"startQuantity", Integer},
                                     {"completionQuantity", Integer},
                                     {"default", Reference}};
constexpr C kActivityChildren[] = {{Tag::IoSpecification, 0, 1}, {Tag::Property},
                                   {Tag::DataInputAssociation},  {Tag::DataOutputAssociation},
                                   {Tag::ResourceRole},          {Tag::LoopCharacteristics, 0, 1}};
constexpr ElementSchema kActivity{&kFlowNode, all(kActivityAttributes), all(kActivityChildren)};

constexpr A kImplementation[] = {{"implementation", Uri}};
constexpr ElementSchema kBusinessRuleTask{&kActivity, all(kImplementation), {}};
constexpr A kServiceAttributes[] = {{"implementation", Uri}, {"operationRef", Reference}};
constexpr ElementSchema kServiceTask{&kActivity, all(kServiceAttributes), {}};
constexpr A kSendAttributes[] = {
    {"implementation", Uri}, {"messageRef", Reference}, {"operationRef", Reference}};
constexpr ElementSchema kSendTask{&kActivity, all(kSendAttributes), {}};
constexpr A kInstantiate[] = {{"instantiate", Boolean}};
constexpr ElementSchema kReceiveTask{&kSendTask, all(kInstantiate), {}};
constexpr C kRenderings[] = {{Tag::Rendering}};
constexpr ElementSchema kUserTask{&kActivity, all(kImplementation), all(kRenderings)};
constexpr A kScriptFormat[] = {{"scriptFormat"}};
constexpr C kScript[] = {{Tag::Script, 0, 1}};
constexpr ElementSchema kScriptTask{&kActivity, all(kScriptFormat), all(kScript)};
constexpr A kCalledElement[] = {{"calledElement", Reference}};
constexpr ElementSchema kCallActivity{&kActivity, all(kCalledElement), {}};

constexpr A kTriggered[] = {{"triggeredByEvent", Boolean}};
constexpr C kContent[] = {{Tag::LaneSet}, {Tag::FlowElement}, {Tag::Artifact}};
constexpr ElementSchema kSubProcess{&kActivity, all(kTriggered), all(kContent)};
constexpr A kMethod[] = {{"method", Uri}};
constexpr ElementSchema kTransaction{&kSubProcess, all(kMethod), {}};
constexpr A kAdHocAttributes[] = {{"cancelRemainingInstances", Boolean},
                                  {"ordering", AdHocOrdering}};
constexpr C kCompletion[] = {{Tag::CompletionCondition, 0, 1}};
constexpr ElementSchema kAdHoc{&kSubProcess, all(kAdHocAttributes), all(kCompletion)};

constexpr C kProperties[] = {{Tag::Property}};
constexpr ElementSchema kEvent{&kFlowNode, {}, all(kProperties)};
constexpr A kParallelMultiple[] = {{"parallelMultiple", Boolean}};
constexpr C kCatchChildren[] = {{Tag::DataOutput},
                                {Tag::DataOutputAssociation},
                                {Tag::OutputSet, 0, 1},
                                {Tag::EventDefinition},
                                {Tag::EventDefinitionRef}};
constexpr ElementSchema kCatchEvent{&kEvent, all(kParallelMultiple), all(kCatchChildren)};
constexpr C kThrowChildren[] = {{Tag::DataInput},
                                {Tag::DataInputAssociation},
                                {Tag::InputSet, 0, 1},
                                {Tag::EventDefinition},
                                {Tag::EventDefinitionRef}};
constexpr ElementSchema kThrowEvent{&kEvent, {}, all(kThrowChildren)};
constexpr A kStartAttributes[] = {{"isInterrupting", Boolean}};
constexpr ElementSchema kStartEvent{&kCatchEvent, all(kStartAttributes), {}};
constexpr A kBoundaryAttributes[] = {{"cancelActivity", Boolean},
                                     {"attachedToRef", Reference, true}};
constexpr ElementSchema kBoundaryEvent{&kCatchEvent, all(kBoundaryAttributes), {}};

constexpr A kGatewayAttributes[] = {{"gatewayDirection", GatewayDirection}};
constexpr ElementSchema kGateway{&kFlowNode, all(kGatewayAttributes), {}};
constexpr A kDefault[] = {{"default", Reference}};
constexpr ElementSchema kDefaultGateway{&kGateway, all(kDefault), {}};
constexpr C kActivation[] = {{Tag::ActivationCondition, 0, 1}};
constexpr ElementSchema kComplexGateway{&kGateway, all(kDefault), all(kActivation)};
constexpr A kEventGateway[] = {{"instantiate", Boolean}, {"eventGatewayType", EventGatewayType}};
constexpr ElementSchema kEventBasedGateway{&kGateway, all(kEventGateway), {}};

constexpr A kFlowAttributes[] = {
    {"sourceRef", Reference, true}, {"targetRef", Reference, true}, {"isImmediate", Boolean}};
constexpr C kCondition[] = {{Tag::ConditionExpression, 0, 1}};
constexpr ElementSchema kSequenceFlow{&kFlowElement, all(kFlowAttributes), all(kCondition)};

constexpr C kDataState[] = {{Tag::DataState, 0, 1}};
constexpr A kDataObjectAttributes[] = {{"itemSubjectRef", Reference}, {"isCollection", Boolean}};
constexpr ElementSchema kDataObject{&kFlowElement, all(kDataObjectAttributes), all(kDataState)};
constexpr A kDataObjectReferenceAttributes[] = {{"itemSubjectRef", Reference},
                                                {"dataObjectRef", Reference}};
constexpr ElementSchema kDataObjectReference{&kFlowElement, all(kDataObjectReferenceAttributes),
                                             all(kDataState)};
constexpr A kDataStoreReferenceAttributes[] = {{"itemSubjectRef", Reference},
                                               {"dataStoreRef", Reference}};
constexpr ElementSchema kDataStoreReference{&kFlowElement, all(kDataStoreReferenceAttributes),
                                            all(kDataState)};
constexpr ElementSchema kDataItem{&kNamed, all(kDataObjectAttributes), all(kDataState)};
constexpr A kItemSubject[] = {{"itemSubjectRef", Reference}};
constexpr ElementSchema kProperty{&kNamed, all(kItemSubject), all(kDataState)};
constexpr A kDataStoreAttributes[] = {
    {"capacity", Integer}, {"isUnlimited", Boolean}, {"itemSubjectRef", Reference}};
constexpr ElementSchema kDataStore{&kNamed, all(kDataStoreAttributes), all(kDataState)};

constexpr C kIoChildren[] = {
    {Tag::DataInput}, {Tag::DataOutput}, {Tag::InputSet, 1}, {Tag::OutputSet, 1}};
constexpr ElementSchema kIoSpecification{&kBaseElement, {}, all(kIoChildren)};
constexpr C kInputSetChildren[] = {{Tag::DataInputRefs},
                                   {Tag::OptionalInputRefs},
                                   {Tag::WhileExecutingInputRefs},
                                   {Tag::OutputSetRefs}};
constexpr ElementSchema kInputSet{&kNamed, {}, all(kInputSetChildren)};
constexpr C kOutputSetChildren[] = {{Tag::DataOutputRefs},
                                    {Tag::OptionalOutputRefs},
                                    {Tag::WhileExecutingOutputRefs},
                                    {Tag::InputSetRefs}};
constexpr ElementSchema kOutputSet{&kNamed, {}, all(kOutputSetChildren)};
constexpr A kIoBindingAttributes[] = {{"operationRef", Reference, true},
                                      {"inputDataRef", Reference, true},
                                      {"outputDataRef", Reference, true}};
constexpr ElementSchema kIoBinding{&kBaseElement, all(kIoBindingAttributes), {}};
constexpr C kDataAssociationChildren[] = {
    {Tag::SourceRef}, {Tag::TargetRef, 1, 1}, {Tag::Transformation, 0, 1}, {Tag::Assignment}};
constexpr ElementSchema kDataAssociation{&kBaseElement, {}, all(kDataAssociationChildren)};
constexpr C kFromTo[] = {{Tag::From, 1, 1}, {Tag::To, 1, 1}};
constexpr ElementSchema kAssignment{&kBaseElement, {}, all(kFromTo)};

constexpr A kFormalAttributes[] = {{"language", Uri}, {"evaluatesToTypeRef", Reference}};
constexpr ElementSchema kExpression{&kBaseElement, all(kFormalAttributes), {}};

constexpr ElementSchema kEventDefinition{&kBaseElement, {}, {}};
constexpr A kCompensateAttributes[] = {{"waitForCompletion", Boolean}, {"activityRef", Reference}};
constexpr ElementSchema kCompensate{&kBaseElement, all(kCompensateAttributes), {}};
constexpr C kOneCondition[] = {{Tag::Condition, 1, 1}};
constexpr ElementSchema kConditional{&kBaseElement, {}, all(kOneCondition)};
constexpr A kErrorRef[] = {{"errorRef", Reference}};
constexpr ElementSchema kErrorDefinition{&kBaseElement, all(kErrorRef), {}};
constexpr A kEscalationRef[] = {{"escalationRef", Reference}};
constexpr ElementSchema kEscalationDefinition{&kBaseElement, all(kEscalationRef), {}};
constexpr A kMessageRef[] = {{"messageRef", Reference}};
constexpr C kOperationRef[] = {{Tag::OperationRef, 0, 1}};
constexpr ElementSchema kMessageDefinition{&kBaseElement, all(kMessageRef), all(kOperationRef)};
constexpr A kSignalRef[] = {{"signalRef", Reference}};
constexpr ElementSchema kSignalDefinition{&kBaseElement, all(kSignalRef), {}};
constexpr C kLinkChildren[] = {{Tag::Source}, {Tag::Target, 0, 1}};
constexpr ElementSchema kLink{&kBaseElement, all(kRequiredNameAttributes), all(kLinkChildren)};
constexpr C kTimes[] = {{Tag::TimeDate, 0, 1}, {Tag::TimeDuration, 0, 1}, {Tag::TimeCycle, 0, 1}};
constexpr ElementSchema kTimer{&kBaseElement, {}, all(kTimes)};

constexpr A kLoopAttributes[] = {{"testBefore", Boolean}, {"loopMaximum", Integer}};
constexpr C kLoopCondition[] = {{Tag::LoopCondition, 0, 1}};
constexpr ElementSchema kStandardLoop{&kBaseElement, all(kLoopAttributes), all(kLoopCondition)};
constexpr A kMultiAttributes[] = {{"isSequential", Boolean},
                                  {"behavior", MultiInstanceBehavior},
                                  {"oneBehaviorEventRef", Reference},
                                  {"noneBehaviorEventRef", Reference}};
constexpr C kMultiChildren[] = {{Tag::LoopCardinality, 0, 1},    {Tag::LoopDataInputRef, 0, 1},
                                {Tag::LoopDataOutputRef, 0, 1},  {Tag::InputDataItem, 0, 1},
                                {Tag::OutputDataItem, 0, 1},     {Tag::ComplexBehaviorDefinition},
                                {Tag::CompletionCondition, 0, 1}};
constexpr ElementSchema kMultiInstance{&kBaseElement, all(kMultiAttributes), all(kMultiChildren)};
constexpr C kComplexBehaviorChildren[] = {{Tag::Condition, 1, 1}, {Tag::Event, 0, 1}};
constexpr ElementSchema kComplexBehavior{&kBaseElement, {}, all(kComplexBehaviorChildren)};

constexpr C kRoleChildren[] = {{Tag::ResourceRef, 0, 1},
                               {Tag::ResourceParameterBinding},
                               {Tag::ResourceAssignmentExpression, 0, 1}};
constexpr ElementSchema kResourceRole{&kNamed, {}, all(kRoleChildren)};
constexpr C kOneExpression[] = {{Tag::Expression, 1, 1}};
constexpr ElementSchema kAssignmentExpression{&kBaseElement, {}, all(kOneExpression)};
constexpr A kParameterRef[] = {{"parameterRef", Reference, true}};
constexpr ElementSchema kParameterBinding{&kBaseElement, all(kParameterRef), all(kOneExpression)};
constexpr C kResourceChildren[] = {{Tag::ResourceParameter}};
constexpr ElementSchema kResource{&kBaseElement, all(kRequiredNameAttributes),
                                  all(kResourceChildren)};
constexpr A kParameterAttributes[] = {{"type", Reference}, {"isRequired", Boolean}};
constexpr ElementSchema kResourceParameter{&kNamed, all(kParameterAttributes), {}};

constexpr A kPartition[] = {{"partitionElementRef", Reference}};
constexpr C kLaneChildren[] = {
    {Tag::PartitionElement, 0, 1}, {Tag::FlowNodeRef}, {Tag::ChildLaneSet, 0, 1}};
constexpr ElementSchema kLane{&kNamed, all(kPartition), all(kLaneChildren)};
constexpr C kLanes[] = {{Tag::Lane}};
constexpr ElementSchema kLaneSet{&kNamed, {}, all(kLanes)};

constexpr A kAssociationAttributes[] = {{"sourceRef", Reference, true},
                                        {"targetRef", Reference, true},
                                        {"associationDirection", AssociationDirection}};
constexpr ElementSchema kAssociation{&kBaseElement, all(kAssociationAttributes), {}};
constexpr A kCategoryValueRef[] = {{"categoryValueRef", Reference}};
constexpr ElementSchema kGroup{&kBaseElement, all(kCategoryValueRef), {}};
constexpr A kTextFormat[] = {{"textFormat"}};
constexpr C kOneText[] = {{Tag::Text, 0, 1}};
constexpr ElementSchema kTextAnnotation{&kBaseElement, all(kTextFormat), all(kOneText)};

constexpr C kCallableChildren[] = {
    {Tag::SupportedInterfaceRef}, {Tag::IoSpecification, 0, 1}, {Tag::IoBinding}};
constexpr ElementSchema kCallable{&kNamed, {}, all(kCallableChildren)};
constexpr A kProcessAttributes[] = {{"processType", ProcessType},
                                    {"isClosed", Boolean},
                                    {"isExecutable", Boolean},
                                    {"definitionalCollaborationRef", Reference}};
constexpr C kProcessChildren[] = {{Tag::Auditing, 0, 1}, {Tag::Monitoring, 0, 1},
                                  {Tag::Property},       {Tag::LaneSet},
                                  {Tag::FlowElement},    {Tag::Artifact},
                                  {Tag::ResourceRole},   {Tag::CorrelationSubscription},
                                  {Tag::Supports}};
constexpr ElementSchema kProcess{&kCallable, all(kProcessAttributes), all(kProcessChildren)};
constexpr C kRoles[] = {{Tag::ResourceRole}};
constexpr ElementSchema kGlobalTask{&kCallable, {}, all(kRoles)};
constexpr ElementSchema kGlobalBusinessRuleTask{&kGlobalTask, all(kImplementation), {}};
constexpr ElementSchema kGlobalUserTask{&kGlobalTask, all(kImplementation), all(kRenderings)};
constexpr A kScriptLanguage[] = {{"scriptLanguage", Uri}};
constexpr ElementSchema kGlobalScriptTask{&kGlobalTask, all(kScriptLanguage), all(kScript)};

constexpr A kItemAttributes[] = {
    {"structureRef"}, {"isCollection", Boolean}, {"itemKind", ItemKind}};
constexpr ElementSchema kItemDefinition{&kBaseElement, all(kItemAttributes), {}};
constexpr A kItemRef[] = {{"itemRef", Reference}};
constexpr ElementSchema kMessage{&kNamed, all(kItemRef), {}};
constexpr A kStructureRef[] = {{"structureRef", Reference}};
constexpr ElementSchema kSignal{&kNamed, all(kStructureRef), {}};
constexpr A kErrorAttributes[] = {{"errorCode"}, {"structureRef", Reference}};
constexpr ElementSchema kError{&kNamed, all(kErrorAttributes), {}};
constexpr A kEscalationAttributes[] = {{"escalationCode"}, {"structureRef", Reference}};
constexpr ElementSchema kEscalation{&kNamed, all(kEscalationAttributes), {}};
constexpr A kInterfaceAttributes[] = {{"name", String, true}, {"implementationRef"}};
constexpr C kOperations[] = {{Tag::Operation, 1}};
constexpr ElementSchema kInterface{&kBaseElement, all(kInterfaceAttributes), all(kOperations)};
constexpr C kOperationChildren[] = {
    {Tag::InMessageRef, 1, 1}, {Tag::OutMessageRef, 0, 1}, {Tag::ErrorRef}};
constexpr ElementSchema kOperation{&kBaseElement, all(kInterfaceAttributes),
                                   all(kOperationChildren)};
constexpr C kCategoryChildren[] = {{Tag::CategoryValue}};
constexpr ElementSchema kCategory{&kNamed, {}, all(kCategoryChildren)};
constexpr A kValueAttribute[] = {{"value"}};
constexpr ElementSchema kCategoryValue{&kBaseElement, all(kValueAttribute), {}};

constexpr A kCorrelationPropertyAttributes[] = {{"type", Reference}};
constexpr C kRetrievals[] = {{Tag::CorrelationPropertyRetrievalExpression, 1}};
constexpr ElementSchema kCorrelationProperty{&kNamed, all(kCorrelationPropertyAttributes),
                                             all(kRetrievals)};
constexpr A kRequiredMessageRef[] = {{"messageRef", Reference, true}};
constexpr C kMessagePath[] = {{Tag::MessagePath, 1, 1}};
constexpr ElementSchema kRetrieval{&kBaseElement, all(kRequiredMessageRef), all(kMessagePath)};
constexpr C kPropertyRefs[] = {{Tag::CorrelationPropertyRef}};
constexpr ElementSchema kCorrelationKey{&kNamed, {}, all(kPropertyRefs)};
constexpr A kKeyRef[] = {{"correlationKeyRef", Reference, true}};
constexpr C kBindings[] = {{Tag::CorrelationPropertyBinding}};
constexpr ElementSchema kSubscription{&kBaseElement, all(kKeyRef), all(kBindings)};
constexpr A kPropertyRef[] = {{"correlationPropertyRef", Reference, true}};
constexpr C kDataPath[] = {{Tag::DataPath, 1, 1}};
constexpr ElementSchema kPropertyBinding{&kBaseElement, all(kPropertyRef), all(kDataPath)};

constexpr A kCollaborationAttributes[] = {{"isClosed", Boolean}};
constexpr C kCollaborationChildren[] = {{Tag::Participant},
                                        {Tag::MessageFlow},
                                        {Tag::Artifact},
                                        {Tag::ConversationNode},
                                        {Tag::ConversationAssociation},
                                        {Tag::ParticipantAssociation},
                                        {Tag::MessageFlowAssociation},
                                        {Tag::CorrelationKey},
                                        {Tag::ChoreographyRef},
                                        {Tag::ConversationLink}};
constexpr ElementSchema kCollaboration{&kNamed, all(kCollaborationAttributes),
                                       all(kCollaborationChildren)};
constexpr C kFlowElements[] = {{Tag::FlowElement}};
constexpr ElementSchema kChoreography{&kCollaboration, {}, all(kFlowElements)};
constexpr A kInitiating[] = {{"initiatingParticipantRef", Reference}};
constexpr ElementSchema kGlobalChoreographyTask{&kChoreography, all(kInitiating), {}};
constexpr A kProcessRef[] = {{"processRef", Reference}};
constexpr C kParticipantChildren[] = {
    {Tag::InterfaceRef}, {Tag::EndPointRef}, {Tag::ParticipantMultiplicity, 0, 1}};
constexpr ElementSchema kParticipant{&kNamed, all(kProcessRef), all(kParticipantChildren)};
constexpr A kMultiplicity[] = {{"minimum", Integer}, {"maximum", Integer}};
constexpr ElementSchema kParticipantMultiplicity{&kBaseElement, all(kMultiplicity), {}};
constexpr A kMessageFlowAttributes[] = {
    {"sourceRef", Reference, true}, {"targetRef", Reference, true}, {"messageRef", Reference}};
constexpr ElementSchema kMessageFlow{&kNamed, all(kMessageFlowAttributes), {}};
constexpr C kInnerOuter[] = {{Tag::InnerParticipantRef, 1, 1}, {Tag::OuterParticipantRef, 1, 1}};
constexpr ElementSchema kParticipantAssociation{&kBaseElement, {}, all(kInnerOuter)};
constexpr A kMessageFlowAssociationAttributes[] = {{"innerMessageFlowRef", Reference, true},
                                                   {"outerMessageFlowRef", Reference, true}};
constexpr ElementSchema kMessageFlowAssociation{
    &kBaseElement, all(kMessageFlowAssociationAttributes), {}};
constexpr A kConversationAssociationAttributes[] = {{"innerConversationNodeRef", Reference, true},
                                                    {"outerConversationNodeRef", Reference, true}};
constexpr ElementSchema kConversationAssociation{
    &kBaseElement, all(kConversationAssociationAttributes), {}};
constexpr A kLinkAttributes[] = {{"sourceRef", Reference, true}, {"targetRef", Reference, true}};
constexpr ElementSchema kConversationLink{&kNamed, all(kLinkAttributes), {}};
constexpr C kConversationChildren[] = {
    {Tag::ParticipantRef}, {Tag::MessageFlowRef}, {Tag::CorrelationKey}};
constexpr ElementSchema kConversation{&kNamed, {}, all(kConversationChildren)};
constexpr C kSubConversationChildren[] = {{Tag::ConversationNode}};
constexpr ElementSchema kSubConversation{&kConversation, {}, all(kSubConversationChildren)};
constexpr A kCalledCollaboration[] = {{"calledCollaborationRef", Reference}};
constexpr C kParticipantAssociations[] = {{Tag::ParticipantAssociation}};
constexpr ElementSchema kCallConversation{&kConversation, all(kCalledCollaboration),
                                          all(kParticipantAssociations)};
constexpr C kPartnerChildren[] = {{Tag::ParticipantRef}};
constexpr ElementSchema kPartner{&kNamed, {}, all(kPartnerChildren)};

constexpr A kChoreographyActivityAttributes[] = {{"initiatingParticipantRef", Reference, true},
                                                 {"loopType", ChoreographyLoopType}};
constexpr C kChoreographyActivityChildren[] = {{Tag::ParticipantRef, 2}, {Tag::CorrelationKey}};
constexpr ElementSchema kChoreographyActivity{&kFlowNode, all(kChoreographyActivityAttributes),
                                              all(kChoreographyActivityChildren)};
constexpr C kMessageFlowRefs[] = {{Tag::MessageFlowRef, 1, 2}};
constexpr ElementSchema kChoreographyTask{&kChoreographyActivity, {}, all(kMessageFlowRefs)};
constexpr C kSubChoreographyChildren[] = {{Tag::FlowElement}, {Tag::Artifact}};
constexpr ElementSchema kSubChoreography{&kChoreographyActivity, {}, all(kSubChoreographyChildren)};
constexpr A kCalledChoreography[] = {{"calledChoreographyRef", Reference}};
constexpr ElementSchema kCallChoreography{&kChoreographyActivity, all(kCalledChoreography),
                                          all(kParticipantAssociations)};

constexpr A kRelationshipAttributes[] = {{"type", String, true},
                                         {"direction", RelationshipDirection}};
constexpr C kRelationshipChildren[] = {{Tag::Source, 1}, {Tag::Target, 1}};
constexpr ElementSchema kRelationship{&kBaseElement, all(kRelationshipAttributes),
                                      all(kRelationshipChildren)};

constexpr A kDocumentationAttributes[] = {{"id", Id}, {"textFormat"}};
constexpr ElementSchema kDocumentation{nullptr, all(kDocumentationAttributes), {}, true};
constexpr ElementSchema kAnyText{nullptr, {}, {}, true};

constexpr A kImportAttributes[] = {
    {"namespace", Uri, true}, {"location", String, true}, {"importType", Uri, true}};
constexpr ElementSchema kImport{nullptr, all(kImportAttributes), {}};
constexpr A kExtensionAttributes[] = {{"definition"}, {"mustUnderstand", Boolean}};
constexpr C kDocumentations[] = {{Tag::Documentation}};
constexpr ElementSchema kExtension{nullptr, all(kExtensionAttributes), all(kDocumentations)};
constexpr A kDefinitionsAttributes[] = {{"id", Id},
                                        {"name"},
                                        {"targetNamespace", Uri, true},
                                        {"expressionLanguage", Uri},
                                        {"typeLanguage", Uri},
                                        {"exporter"},
                                        {"exporterVersion"}};
constexpr C kDefinitionsChildren[] = {
    {Tag::Import}, {Tag::Extension}, {Tag::RootElement}, {Tag::Relationship}};
constexpr ElementSchema kDefinitions{nullptr, all(kDefinitionsAttributes),
                                     all(kDefinitionsChildren)};

}  // namespace

std::span<const std::string_view> values_of(ValueType type) {
  static constexpr std::string_view kGatewayDirections[] = {"Unspecified", "Converging",
                                                            "Diverging", "Mixed"};
  static constexpr std::string_view kGatewayTypes[] = {"Exclusive", "Parallel"};
  static constexpr std::string_view kProcessTypes[] = {"None", "Public", "Private"};
  static constexpr std::string_view kItemKinds[] = {"Information", "Physical"};
  static constexpr std::string_view kDirections[] = {"None", "One", "Both"};
  static constexpr std::string_view kOrderings[] = {"Parallel", "Sequential"};
  static constexpr std::string_view kBehaviors[] = {"None", "One", "All", "Complex"};
  static constexpr std::string_view kLoopTypes[] = {"None", "Standard", "MultiInstanceSequential",
                                                    "MultiInstanceParallel"};
  static constexpr std::string_view kRelationshipDirections[] = {"None", "Forward", "Backward",
                                                                 "Both"};
  switch (type) {
    case GatewayDirection:
      return kGatewayDirections;
    case EventGatewayType:
      return kGatewayTypes;
    case ProcessType:
      return kProcessTypes;
    case ItemKind:
      return kItemKinds;
    case AssociationDirection:
      return kDirections;
    case AdHocOrdering:
      return kOrderings;
    case MultiInstanceBehavior:
      return kBehaviors;
    case ChoreographyLoopType:
      return kLoopTypes;
    case RelationshipDirection:
      return kRelationshipDirections;
    case String:
    case Id:
    case Boolean:
    case Integer:
    case Reference:
    case Uri:
      break;
  }
  return {};
}

namespace {

struct Row {
  Tag tag;
  Tag head;
  const ElementSchema* schema;
};

constexpr Tag kNoHead = Tag::None;

constexpr Row kRows[] = {
    {Tag::AdHocSubProcess, Tag::FlowElement, &kAdHoc},
    {Tag::BoundaryEvent, Tag::FlowElement, &kBoundaryEvent},
    {Tag::BusinessRuleTask, Tag::FlowElement, &kBusinessRuleTask},
    {Tag::CallActivity, Tag::FlowElement, &kCallActivity},
    {Tag::CallChoreography, Tag::FlowElement, &kCallChoreography},
    {Tag::ChoreographyTask, Tag::FlowElement, &kChoreographyTask},
    {Tag::ComplexGateway, Tag::FlowElement, &kComplexGateway},
    {Tag::DataObject, Tag::FlowElement, &kDataObject},
    {Tag::DataObjectReference, Tag::FlowElement, &kDataObjectReference},
    {Tag::DataStoreReference, Tag::FlowElement, &kDataStoreReference},
    {Tag::EndEvent, Tag::FlowElement, &kThrowEvent},
    {Tag::EventBasedGateway, Tag::FlowElement, &kEventBasedGateway},
    {Tag::ExclusiveGateway, Tag::FlowElement, &kDefaultGateway},
    {Tag::ImplicitThrowEvent, Tag::FlowElement, &kThrowEvent},
    {Tag::Event, kNoHead, &kThrowEvent},
    {Tag::InclusiveGateway, Tag::FlowElement, &kDefaultGateway},
    {Tag::IntermediateCatchEvent, Tag::FlowElement, &kCatchEvent},
    {Tag::IntermediateThrowEvent, Tag::FlowElement, &kThrowEvent},
    {Tag::ManualTask, Tag::FlowElement, &kActivity},
    {Tag::ParallelGateway, Tag::FlowElement, &kGateway},
    {Tag::ReceiveTask, Tag::FlowElement, &kReceiveTask},
    {Tag::ScriptTask, Tag::FlowElement, &kScriptTask},
    {Tag::SendTask, Tag::FlowElement, &kSendTask},
    {Tag::SequenceFlow, Tag::FlowElement, &kSequenceFlow},
    {Tag::ServiceTask, Tag::FlowElement, &kServiceTask},
    {Tag::StartEvent, Tag::FlowElement, &kStartEvent},
    {Tag::SubChoreography, Tag::FlowElement, &kSubChoreography},
    {Tag::SubProcess, Tag::FlowElement, &kSubProcess},
    {Tag::Task, Tag::FlowElement, &kActivity},
    {Tag::Transaction, Tag::FlowElement, &kTransaction},
    {Tag::UserTask, Tag::FlowElement, &kUserTask},
    {Tag::Association, Tag::Artifact, &kAssociation},
    {Tag::Group, Tag::Artifact, &kGroup},
    {Tag::TextAnnotation, Tag::Artifact, &kTextAnnotation},
    {Tag::CancelEventDefinition, Tag::EventDefinition, &kEventDefinition},
    {Tag::CompensateEventDefinition, Tag::EventDefinition, &kCompensate},
    {Tag::ConditionalEventDefinition, Tag::EventDefinition, &kConditional},
    {Tag::ErrorEventDefinition, Tag::EventDefinition, &kErrorDefinition},
    {Tag::EscalationEventDefinition, Tag::EventDefinition, &kEscalationDefinition},
    {Tag::LinkEventDefinition, Tag::EventDefinition, &kLink},
    {Tag::MessageEventDefinition, Tag::EventDefinition, &kMessageDefinition},
    {Tag::SignalEventDefinition, Tag::EventDefinition, &kSignalDefinition},
    {Tag::TerminateEventDefinition, Tag::EventDefinition, &kEventDefinition},
    {Tag::TimerEventDefinition, Tag::EventDefinition, &kTimer},
    {Tag::StandardLoopCharacteristics, Tag::LoopCharacteristics, &kStandardLoop},
    {Tag::MultiInstanceLoopCharacteristics, Tag::LoopCharacteristics, &kMultiInstance},
    {Tag::ResourceRole, Tag::ResourceRole, &kResourceRole},
    {Tag::Performer, Tag::ResourceRole, &kResourceRole},
    {Tag::HumanPerformer, Tag::ResourceRole, &kResourceRole},
    {Tag::PotentialOwner, Tag::ResourceRole, &kResourceRole},
    {Tag::Conversation, Tag::ConversationNode, &kConversation},
    {Tag::SubConversation, Tag::ConversationNode, &kSubConversation},
    {Tag::CallConversation, Tag::ConversationNode, &kCallConversation},
    {Tag::Category, Tag::RootElement, &kCategory},
    {Tag::Choreography, Tag::RootElement, &kChoreography},
    {Tag::Collaboration, Tag::RootElement, &kCollaboration},
    {Tag::CorrelationProperty, Tag::RootElement, &kCorrelationProperty},
    {Tag::DataStore, Tag::RootElement, &kDataStore},
    {Tag::EndPoint, Tag::RootElement, &kBaseElement},
    {Tag::Error, Tag::RootElement, &kError},
    {Tag::Escalation, Tag::RootElement, &kEscalation},
    {Tag::GlobalBusinessRuleTask, Tag::RootElement, &kGlobalBusinessRuleTask},
    {Tag::GlobalChoreographyTask, Tag::RootElement, &kGlobalChoreographyTask},
    {Tag::GlobalConversation, Tag::RootElement, &kCollaboration},
    {Tag::GlobalManualTask, Tag::RootElement, &kGlobalTask},
    {Tag::GlobalScriptTask, Tag::RootElement, &kGlobalScriptTask},
    {Tag::GlobalTask, Tag::RootElement, &kGlobalTask},
    {Tag::GlobalUserTask, Tag::RootElement, &kGlobalUserTask},
    {Tag::Interface, Tag::RootElement, &kInterface},
    {Tag::ItemDefinition, Tag::RootElement, &kItemDefinition},
    {Tag::Message, Tag::RootElement, &kMessage},
    {Tag::PartnerEntity, Tag::RootElement, &kPartner},
    {Tag::PartnerRole, Tag::RootElement, &kPartner},
    {Tag::Process, Tag::RootElement, &kProcess},
    {Tag::Resource, Tag::RootElement, &kResource},
    {Tag::Signal, Tag::RootElement, &kSignal},
    {Tag::Assignment, kNoHead, &kAssignment},
    {Tag::Auditing, kNoHead, &kBaseElement},
    {Tag::CategoryValue, kNoHead, &kCategoryValue},
    {Tag::ChildLaneSet, kNoHead, &kLaneSet},
    {Tag::ComplexBehaviorDefinition, kNoHead, &kComplexBehavior},
    {Tag::ConversationAssociation, kNoHead, &kConversationAssociation},
    {Tag::ConversationLink, kNoHead, &kConversationLink},
    {Tag::CorrelationKey, kNoHead, &kCorrelationKey},
    {Tag::CorrelationPropertyBinding, kNoHead, &kPropertyBinding},
    {Tag::CorrelationPropertyRetrievalExpression, kNoHead, &kRetrieval},
    {Tag::CorrelationSubscription, kNoHead, &kSubscription},
    {Tag::DataInput, kNoHead, &kDataItem},
    {Tag::DataInputAssociation, kNoHead, &kDataAssociation},
    {Tag::DataOutput, kNoHead, &kDataItem},
    {Tag::DataOutputAssociation, kNoHead, &kDataAssociation},
    {Tag::DataState, kNoHead, &kNamed},
    {Tag::Definitions, kNoHead, &kDefinitions},
    {Tag::Documentation, kNoHead, &kDocumentation},
    {Tag::Extension, kNoHead, &kExtension},
    {Tag::Import, kNoHead, &kImport},
    {Tag::InputDataItem, kNoHead, &kDataItem},
    {Tag::InputSet, kNoHead, &kInputSet},
    {Tag::IoBinding, kNoHead, &kIoBinding},
    {Tag::IoSpecification, kNoHead, &kIoSpecification},
    {Tag::Lane, kNoHead, &kLane},
    {Tag::LaneSet, kNoHead, &kLaneSet},
    {Tag::MessageFlow, kNoHead, &kMessageFlow},
    {Tag::MessageFlowAssociation, kNoHead, &kMessageFlowAssociation},
    {Tag::Monitoring, kNoHead, &kBaseElement},
    {Tag::Operation, kNoHead, &kOperation},
    {Tag::OutputDataItem, kNoHead, &kDataItem},
    {Tag::OutputSet, kNoHead, &kOutputSet},
    {Tag::Participant, kNoHead, &kParticipant},
    {Tag::ParticipantAssociation, kNoHead, &kParticipantAssociation},
    {Tag::ParticipantMultiplicity, kNoHead, &kParticipantMultiplicity},
    {Tag::PartitionElement, kNoHead, &kBaseElement},
    {Tag::Property, kNoHead, &kProperty},
    {Tag::Relationship, kNoHead, &kRelationship},
    {Tag::Rendering, kNoHead, &kBaseElement},
    {Tag::ResourceAssignmentExpression, kNoHead, &kAssignmentExpression},
    {Tag::ResourceParameter, kNoHead, &kResourceParameter},
    {Tag::ResourceParameterBinding, kNoHead, &kParameterBinding},
    {Tag::Script, kNoHead, &kAnyText},
    {Tag::Text, kNoHead, &kAnyText},
    {Tag::ActivationCondition, kNoHead, &kExpression},
    {Tag::CompletionCondition, kNoHead, &kExpression},
    {Tag::Condition, kNoHead, &kExpression},
    {Tag::ConditionExpression, kNoHead, &kExpression},
    {Tag::DataPath, kNoHead, &kExpression},
    {Tag::Expression, Tag::Expression, &kExpression},
    {Tag::FormalExpression, Tag::Expression, &kExpression},
    {Tag::From, kNoHead, &kExpression},
    {Tag::LoopCardinality, kNoHead, &kExpression},
    {Tag::LoopCondition, kNoHead, &kExpression},
    {Tag::MessagePath, kNoHead, &kExpression},
    {Tag::TimeCycle, kNoHead, &kExpression},
    {Tag::TimeDate, kNoHead, &kExpression},
    {Tag::TimeDuration, kNoHead, &kExpression},
    {Tag::To, kNoHead, &kExpression},
    {Tag::Transformation, kNoHead, &kExpression},
};

constexpr std::size_t kTagCount = static_cast<std::size_t>(Tag::Count);

constexpr auto kByTag = [] {
  std::array<Row, kTagCount> table{};
  for (const Row& row : kRows) table[static_cast<std::size_t>(row.tag)] = row;
  return table;
}();

}  // namespace

const ElementSchema* schema_of(Tag tag) { return kByTag[static_cast<std::size_t>(tag)].schema; }

Tag head_of(Tag tag) {
  const Tag head = kByTag[static_cast<std::size_t>(tag)].head;
  return head == Tag::None ? tag : head;
}

const AttributeRule* find_attribute(const ElementSchema& schema, std::string_view name) {
  for (const ElementSchema* type = &schema; type; type = type->base)
    for (const AttributeRule& rule : type->attributes)
      if (rule.name == name) return &rule;
  return nullptr;
}

ChildPlace find_child(const ElementSchema& schema, Tag tag) {
  const Tag head = head_of(tag);
  for (const ElementSchema* type = &schema; type; type = type->base) {
    int before = 0;
    for (const ElementSchema* base = type->base; base; base = base->base)
      before += static_cast<int>(base->children.size());
    for (std::size_t i = 0; i < type->children.size(); ++i) {
      const ChildRule& rule = type->children[i];
      const bool root_event =  // an event definition may also be a root element
          rule.tag == Tag::RootElement && head == Tag::EventDefinition;
      if (rule.tag == tag || rule.tag == head || root_event)
        return {before + static_cast<int>(i), &rule};
    }
  }
  return {};
}

}  // namespace umlauf::bpmn::detail
