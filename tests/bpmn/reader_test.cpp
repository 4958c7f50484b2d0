// What a document says arrives in the model, in the standard's names.
#include "engine/bpmn/reader.hpp"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "tests/bpmn/document.hpp"

namespace umlauf::bpmn {
namespace {

Definitions read_clean(const std::string& bytes) {
  Reading reading = read(bytes, "a.bpmn");
  EXPECT_TRUE(reading.usable);
  for (const Diagnostic& diagnostic : reading.diagnostics)
    ADD_FAILURE() << diagnostic.rule << " " << diagnostic.message.english;
  return std::move(reading.definitions);
}

const FlowNode& node(const Definitions& definitions, std::string_view id) {
  for (const FlowNode& candidate : definitions.flow_nodes)
    if (candidate.id == id) return candidate;
  static const FlowNode none;
  ADD_FAILURE() << "no node " << id;
  return none;
}

TEST(Read, FlowsAreResolvedInAnyOrderAndThroughQNames) {
  const Definitions read_back =
      read_clean(process("<sequenceFlow id='f' sourceRef='s' targetRef='e'/>"
                         "<startEvent id='s'><outgoing>tns:f</outgoing></startEvent>"
                         "<endEvent id='e'><incoming> f\n</incoming></endEvent>"));
  const FlowNode& start = node(read_back, "s");
  const FlowNode& end = node(read_back, "e");
  ASSERT_EQ(start.outgoing.size(), 1u);
  EXPECT_EQ(end.incoming, start.outgoing);
  EXPECT_TRUE(start.outgoing_listed.at(0).sequence_flow() == start.outgoing[0]);
  EXPECT_EQ(read_back.at(read_back.at(start.outgoing[0]).target.flow_node()).id, "e");
  EXPECT_EQ(read_back.processes.at(0).is_executable, true);
}

TEST(Read, SequenceFlowsNeedNoId) {
  const Definitions read_back = read_clean(
      process("<startEvent id='s'/><endEvent id='e'/><sequenceFlow sourceRef='s' targetRef='e'/>"));
  EXPECT_EQ(node(read_back, "s").outgoing.size(), 1u);
  EXPECT_EQ(read_back.sequence_flows.at(0).id, "");
}

struct NodeCase {
  const char* name;
  FlowNodeKind kind;
};

void PrintTo(const NodeCase& value, std::ostream* out) { *out << value.name; }

class EveryNode : public testing::TestWithParam<NodeCase> {};

TEST_P(EveryNode, IsRead) {
  const std::string name = GetParam().name;
  const bool is_boundary = name == "boundaryEvent";
  const Definitions read_back =
      read_clean(process("<task id='t'/><" + name + " id='n' name='N'" +
                         (is_boundary ? " attachedToRef='t'" : "") + "/>"));
  const FlowNode& read_node = node(read_back, "n");
  EXPECT_EQ(read_node.kind, GetParam().kind);
  EXPECT_EQ(read_node.name, "N");
  EXPECT_EQ(read_node.span.line, 2u);
  EXPECT_EQ(element_name(read_node.kind), name);
  EXPECT_EQ(read_back.at(read_node.container).process, ProcessIndex(0));
}

INSTANTIATE_TEST_SUITE_P(
    Kinds, EveryNode,
    testing::Values(NodeCase{"task", FlowNodeKind::Task},
                    NodeCase{"manualTask", FlowNodeKind::ManualTask},
                    NodeCase{"serviceTask", FlowNodeKind::ServiceTask},
                    NodeCase{"sendTask", FlowNodeKind::SendTask},
                    NodeCase{"receiveTask", FlowNodeKind::ReceiveTask},
                    NodeCase{"userTask", FlowNodeKind::UserTask},
                    NodeCase{"businessRuleTask", FlowNodeKind::BusinessRuleTask},
                    NodeCase{"scriptTask", FlowNodeKind::ScriptTask},
                    NodeCase{"callActivity", FlowNodeKind::CallActivity},
                    NodeCase{"subProcess", FlowNodeKind::SubProcess},
                    NodeCase{"transaction", FlowNodeKind::Transaction},
                    NodeCase{"adHocSubProcess", FlowNodeKind::AdHocSubProcess},
                    NodeCase{"startEvent", FlowNodeKind::StartEvent},
                    NodeCase{"intermediateCatchEvent", FlowNodeKind::IntermediateCatchEvent},
                    NodeCase{"intermediateThrowEvent", FlowNodeKind::IntermediateThrowEvent},
                    NodeCase{"boundaryEvent", FlowNodeKind::BoundaryEvent},
                    NodeCase{"endEvent", FlowNodeKind::EndEvent},
                    NodeCase{"implicitThrowEvent", FlowNodeKind::ImplicitThrowEvent},
                    NodeCase{"exclusiveGateway", FlowNodeKind::ExclusiveGateway},
                    NodeCase{"inclusiveGateway", FlowNodeKind::InclusiveGateway},
                    NodeCase{"parallelGateway", FlowNodeKind::ParallelGateway},
                    NodeCase{"complexGateway", FlowNodeKind::ComplexGateway},
                    NodeCase{"eventBasedGateway", FlowNodeKind::EventBasedGateway}),
    [](const auto& row) { return row.param.name; });

TEST(Read, AbstractElementsWithATypeAreTheirType) {
  const Definitions read_back = read_clean(process("<flowElement xsi:type='tUserTask' id='u'/>"));
  EXPECT_EQ(node(read_back, "u").kind, FlowNodeKind::UserTask);
}

TEST(Read, EventDefinitionsInlineAndReferred) {
  const Definitions read_back = read_clean(definitions(
      "<message id='m' name='M'/><signalEventDefinition id='d' signalRef='g'/>"
      "<signal id='g' name='G'/><error id='x' errorCode='E1'/>"
      "<process id='p'><task id='t'/>"
      "<boundaryEvent id='b' attachedToRef='t' cancelActivity='false'>"
      "<timerEventDefinition><timeDuration xsi:type='tFormalExpression'>PT5M</timeDuration>"
      "</timerEventDefinition></boundaryEvent>"
      "<startEvent id='s' isInterrupting='false' parallelMultiple='true'>"
      "<messageEventDefinition messageRef='m'/><eventDefinitionRef>d</eventDefinitionRef>"
      "</startEvent>"
      "<endEvent id='e'><errorEventDefinition errorRef='x'/></endEvent></process>"));
  const Event& boundary = *node(read_back, "b").event();
  EXPECT_FALSE(boundary.cancel_activity);
  EXPECT_EQ(boundary.attached_to.flow_node(), FlowNodeIndex(0));
  EXPECT_EQ(node(read_back, "t").activity()->boundary_events,
            std::vector<FlowNodeIndex>{FlowNodeIndex(1)});
  const auto& timer =
      std::get<TimerEventDefinition>(read_back.at(boundary.definitions.at(0)).content);
  EXPECT_EQ(timer.time_duration->body, "PT5M");
  EXPECT_TRUE(timer.time_duration->formal);
  const Event& start = *node(read_back, "s").event();
  ASSERT_EQ(start.definitions.size(), 2u);
  EXPECT_TRUE(start.parallel_multiple);
  EXPECT_FALSE(start.is_interrupting);
  EXPECT_EQ(read_back.at(start.definitions[0]).kind(), EventDefinitionKind::Message);
  EXPECT_EQ(read_back.at(start.definitions[1]).kind(), EventDefinitionKind::Signal);
  const auto& error = std::get<ErrorEventDefinition>(
      read_back.at(node(read_back, "e").event()->definitions.at(0)).content);
  EXPECT_EQ(error.error.target, (ElementAddress{ElementType::Error, 0}));
}

TEST(Read, SubprocessesNestWithTheirContent) {
  const Definitions read_back = read_clean(
      process("<subProcess id='a' triggeredByEvent='true'><incoming>f</incoming>"
              "<transaction id='b' method='##Store'><task id='c'/></transaction></subProcess>"
              "<task id='d'/><sequenceFlow id='f' sourceRef='d' targetRef='a'/>"
              "<adHocSubProcess id='h' ordering='Sequential' cancelRemainingInstances='false'>"
              "<task id='i'/><completionCondition>done</completionCondition></adHocSubProcess>"));
  const SubProcess& outer = *node(read_back, "a").subprocess();
  const SubProcess& inner = *node(read_back, "b").subprocess();
  EXPECT_TRUE(outer.triggered_by_event);
  EXPECT_EQ(inner.method, "##Store");
  EXPECT_EQ(read_back.at(inner.container).parent, outer.container);
  EXPECT_EQ(read_back.at(inner.container).process, ProcessIndex(0));
  EXPECT_EQ(node(read_back, "c").container, inner.container);
  EXPECT_EQ(read_back.at(read_back.processes[0].container).flow_nodes.size(), 3u);
  const SubProcess& adhoc = *node(read_back, "h").subprocess();
  EXPECT_EQ(adhoc.ordering, AdHocOrdering::Sequential);
  EXPECT_FALSE(adhoc.cancel_remaining_instances);
  EXPECT_EQ(adhoc.completion_condition->body, "done");
}

TEST(Read, LanesNestAndTheInnermostHoldsTheNode) {
  const Definitions read_back = read_clean(process(
      "<laneSet id='ls'><lane id='l1' name='Amt'><flowNodeRef>t</flowNodeRef>"
      "<childLaneSet id='ls2'><lane id='l2'><flowNodeRef>t</flowNodeRef></lane></childLaneSet>"
      "</lane><lane id='l3'><flowNodeRef>u</flowNodeRef></lane></laneSet>"
      "<task id='t'/><task id='u'/>"));
  ASSERT_EQ(node(read_back, "t").lanes.size(), 1u);
  const Lane& inner = read_back.at(node(read_back, "t").lanes[0]);
  EXPECT_EQ(inner.id, "l2");
  EXPECT_EQ(read_back.at(read_back.at(inner.lane_set).parent).name, "Amt");
  EXPECT_EQ(read_back.at(node(read_back, "u").lanes.at(0)).id, "l3");
}

TEST(Read, ActivitiesWithDataLoopsAndRoles) {
  const Definitions read_back = read_clean(definitions(
      "<itemDefinition id='i' structureRef='x:y' isCollection='true'/><resource id='r' name='R'/>"
      "<process id='p'><userTask id='u' default='f' isForCompensation='true' startQuantity='2'>"
      "<outgoing>f</outgoing>"
      "<ioSpecification><dataInput id='in' itemSubjectRef='i' isCollection='true'/>"
      "<dataOutput id='out'/><inputSet><dataInputRefs>in</dataInputRefs></inputSet>"
      "<outputSet><dataOutputRefs>out</dataOutputRefs></outputSet></ioSpecification>"
      "<property id='q' name='Q'/>"
      "<dataInputAssociation><sourceRef>o</sourceRef><targetRef>in</targetRef>"
      "<assignment><from>a</from><to>b</to></assignment></dataInputAssociation>"
      "<potentialOwner><resourceAssignmentExpression><formalExpression>clerks"
      "</formalExpression></resourceAssignmentExpression></potentialOwner>"
      "<performer><resourceRef>r</resourceRef></performer>"
      "<multiInstanceLoopCharacteristics isSequential='true' behavior='Complex'>"
      "<loopCardinality>3</loopCardinality><loopDataInputRef>in</loopDataInputRef>"
      "<inputDataItem id='each'/><complexBehaviorDefinition><condition>c</condition>"
      "<event id='ev'><signalEventDefinition/></event></complexBehaviorDefinition>"
      "<completionCondition>enough</completionCondition></multiInstanceLoopCharacteristics>"
      "</userTask><endEvent id='e'/><sequenceFlow id='f' sourceRef='u' targetRef='e'/>"
      "<dataObject id='o' itemSubjectRef='i'><dataState name='new'/></dataObject></process>"));
  const Activity& task = *node(read_back, "u").activity();
  EXPECT_TRUE(task.is_for_compensation);
  EXPECT_EQ(task.start_quantity, 2);
  EXPECT_EQ(task.default_flow.sequence_flow(), SequenceFlowIndex(0));
  const ItemAwareElement& input = read_back.at(task.io_specification->data_inputs.at(0));
  EXPECT_EQ(input.item_subject.target.type, ElementType::ItemDefinition);
  EXPECT_EQ(task.data_input_associations.at(0).target.item(),
            task.io_specification->data_inputs.at(0));
  EXPECT_EQ(task.data_input_associations.at(0).assignments.at(0).to->body, "b");
  EXPECT_EQ(task.resources.at(0).kind, ResourceRoleKind::PotentialOwner);
  EXPECT_EQ(task.resources.at(0).assignment->body, "clerks");
  EXPECT_TRUE(task.resources.at(0).assignment->formal);
  EXPECT_EQ(task.resources.at(1).resource.target.type, ElementType::Resource);
  const auto& loop = std::get<MultiInstanceLoopCharacteristics>(*task.loop);
  EXPECT_TRUE(loop.is_sequential);
  EXPECT_EQ(loop.behavior, MultiInstanceBehavior::Complex);
  EXPECT_EQ(loop.loop_cardinality->body, "3");
  EXPECT_EQ(loop.completion_condition->body, "enough");
  EXPECT_EQ(read_back.at(loop.input_data_item).id, "each");
  EXPECT_EQ(read_back.at(loop.complex_behaviors.at(0).event).kind,
            FlowNodeKind::ImplicitThrowEvent);
  const FlowElementsContainer& container = read_back.at(read_back.processes.at(0).container);
  EXPECT_EQ(read_back.at(container.items.at(0)).state, "new");
}

TEST(Read, CollaborationsWithPartnersAndMessages) {
  const Definitions read_back = read_clean(definitions(
      "<collaboration id='c'><participant id='a' name='Amt' processRef='tns:p'>"
      "<participantMultiplicity minimum='2' maximum='5'/></participant>"
      "<participant id='b' name='Bürger'/>"
      "<messageFlow id='m' sourceRef='b' targetRef='t' messageRef='msg'/>"
      "<textAnnotation id='n'><text>Frist</text></textAnnotation>"
      "<association id='as' sourceRef='n' targetRef='m' associationDirection='One'/>"
      "<group id='g' categoryValueRef='v'/>"
      "</collaboration><message id='msg'/><category id='k'><categoryValue id='v' value='V'/>"
      "</category><process id='p'><receiveTask id='t' messageRef='msg'/></process>"));
  const Participant& office = read_back.participants.at(0);
  EXPECT_EQ(office.process.target, (ElementAddress{ElementType::Process, 0}));
  EXPECT_TRUE(office.has_multiplicity);
  EXPECT_EQ(office.maximum, 5);
  const MessageFlow& flow = read_back.message_flows.at(0);
  EXPECT_EQ(flow.source.target, (ElementAddress{ElementType::Participant, 1}));
  EXPECT_EQ(flow.target.target.type, ElementType::FlowNode);
  EXPECT_EQ(read_back.artifacts.at(0).text, "Frist");
  EXPECT_EQ(read_back.artifacts.at(1).direction, AssociationDirection::One);
  EXPECT_EQ(read_back.artifacts.at(2).category_value.target.type, ElementType::CategoryValue);
  EXPECT_EQ(read_back.collaborations.at(0).message_flows.size(), 1u);
}

TEST(Read, CorrelationInterfacesAndGlobalTasks) {
  const Definitions read_back = read_clean(definitions(
      "<message id='m'/><interface id='i' name='I'><operation id='o' name='O'>"
      "<inMessageRef>m</inMessageRef></operation></interface>"
      "<correlationProperty id='cp'><correlationPropertyRetrievalExpression messageRef='m'>"
      "<messagePath>id</messagePath></correlationPropertyRetrievalExpression>"
      "</correlationProperty>"
      "<collaboration id='c'><participant id='pa' processRef='p'/>"
      "<correlationKey id='ck'><correlationPropertyRef>cp</correlationPropertyRef>"
      "</correlationKey></collaboration>"
      "<globalUserTask id='gu' name='G' implementation='##unspecified'/>"
      "<process id='p'><serviceTask id='s' operationRef='o'/>"
      "<callActivity id='call' calledElement='gu'/>"
      "<correlationSubscription correlationKeyRef='ck'>"
      "<correlationPropertyBinding correlationPropertyRef='cp'><dataPath>x</dataPath>"
      "</correlationPropertyBinding></correlationSubscription></process>"));
  EXPECT_EQ(read_back.operations.at(0).in_message.target.type, ElementType::Message);
  EXPECT_EQ(read_back.correlation_properties.at(0).retrievals.at(0).message_path->body, "id");
  EXPECT_EQ(read_back.collaborations.at(0).correlation_keys.at(0).properties.at(0).target.type,
            ElementType::CorrelationProperty);
  EXPECT_EQ(read_back.processes.at(0).correlation_subscriptions.at(0).bindings.size(), 1u);
  EXPECT_EQ(read_back.global_tasks.at(0).kind, GlobalTaskKind::GlobalUserTask);
  const auto& call = std::get<CallActivity>(node(read_back, "call").activity()->content);
  EXPECT_EQ(call.called_element.target.type, ElementType::GlobalTask);
}

TEST(Read, ExtensionsAreKeptWithTheirPlaces) {
  const std::string bytes = process(
      "<userTask id='u' x:assignee='a&amp;b'>\n<extensionElements>\n"
      "<x:form key='k' x:n='2'><x:field>  text </x:field></x:form></extensionElements>"
      "</userTask>");
  const Definitions read_back = read_clean(bytes);
  const FlowNode& task = node(read_back, "u");
  EXPECT_EQ(task.extension_attributes.at(0).namespace_uri, "urn:x");
  EXPECT_EQ(task.extension_attributes.at(0).value, "a&b");
  const ExtensionElement& form = task.extension_elements.at(0);
  EXPECT_EQ(form.name, "form");
  EXPECT_EQ(form.span.line, 4u);
  EXPECT_EQ(form.value("key"), "k");
  EXPECT_EQ(form.value("n", "none"), "none");  // that one has a namespace
  EXPECT_EQ(form.attributes.at(1).namespace_uri, "urn:x");
  EXPECT_EQ(form.children.at(0).text, "  text ");
  EXPECT_EQ(form.children.at(0).text_span.column, 34u);
}

TEST(Read, DiagramsWithShapesEdgesAndLabels) {
  const Definitions read_back = read_clean(
      definitions("<process id='p'><task id='t'/></process><bpmndi:BPMNDiagram id='d' name='D'>"
                  "<bpmndi:BPMNPlane id='pl' bpmnElement='p'>"
                  "<bpmndi:BPMNShape id='t_di' bpmnElement='t' isExpanded='true' x:stroke='red'>"
                  "<dc:Bounds x='1.5' y='-2' width='100' height='80'/>"
                  "<bpmndi:BPMNLabel labelStyle='st'><dc:Bounds x='1' y='2' width='3' height='4'/>"
                  "</bpmndi:BPMNLabel></bpmndi:BPMNShape>"
                  "<bpmndi:BPMNEdge id='e_di' bpmnElement='t'><di:waypoint x='0' y='0'/>"
                  "<di:waypoint x='10' y='1e1'/></bpmndi:BPMNEdge></bpmndi:BPMNPlane>"
                  "<bpmndi:BPMNLabelStyle id='st'><dc:Font name='Arial' size='11' isBold='true'/>"
                  "</bpmndi:BPMNLabelStyle></bpmndi:BPMNDiagram>"));
  const Diagram& diagram = read_back.diagrams.at(0);
  const Shape& shape = diagram.shapes.at(0);
  EXPECT_EQ(shape.bounds, (Bounds{1.5, -2, 100, 80}));
  EXPECT_EQ(shape.element.target.type, ElementType::FlowNode);
  EXPECT_EQ(shape.is_expanded, true);
  EXPECT_EQ(shape.extension_attributes.at(0).name, "stroke");
  EXPECT_EQ(shape.label->bounds, (Bounds{1, 2, 3, 4}));
  EXPECT_EQ(diagram.edges.at(0).waypoints.at(1), (Point{10, 10}));
  EXPECT_TRUE(diagram.label_styles.at(0).is_bold);
}

// However many digits and whatever around them: always the double that is nearest.
TEST(Read, CoordinatesOfAnyLength) {
  const Definitions read_back = read_clean(
      definitions("<process id='p'><task id='t'/></process><bpmndi:BPMNDiagram><bpmndi:BPMNPlane>"
                  "<bpmndi:BPMNShape bpmnElement='t'><dc:Bounds x='007' y=' 12 '"
                  " width='999999999999999' height='9007199254740993'/></bpmndi:BPMNShape>"
                  "<bpmndi:BPMNShape bpmnElement='t'><dc:Bounds x='-0' y='1000000000000000'"
                  " width='12345678901234567890123' height='0.1'/></bpmndi:BPMNShape>"
                  "</bpmndi:BPMNPlane></bpmndi:BPMNDiagram>"));
  const std::vector<Shape>& shapes = read_back.diagrams.at(0).shapes;
  EXPECT_EQ(shapes.at(0).bounds, (Bounds{7, 12, 999999999999999.0, 9007199254740992.0}));
  EXPECT_EQ(shapes.at(1).bounds, (Bounds{0, 1e15, 12345678901234567890123.0, 0.1}));
}

TEST(Read, ChoreographiesAndConversationsAreKept) {
  const Definitions read_back = read_clean(
      definitions("<choreography id='ch'><participant id='a'/><participant id='b'/>"
                  "<messageFlow id='m' sourceRef='a' targetRef='b'/><startEvent id='s'/>"
                  "<choreographyTask id='ct' initiatingParticipantRef='a'><incoming>f</incoming>"
                  "<participantRef>a</participantRef><participantRef>b</participantRef>"
                  "<messageFlowRef>m</messageFlowRef></choreographyTask>"
                  "<sequenceFlow id='f' sourceRef='s' targetRef='ct'/></choreography>"
                  "<collaboration id='c'><participant id='x1'/><participant id='x2'/>"
                  "<subConversation id='sc'><participantRef>x1</participantRef>"
                  "<conversation id='co'><participantRef>x2</participantRef></conversation>"
                  "</subConversation></collaboration>"));
  EXPECT_EQ(read_back.collaborations.at(0).kind, CollaborationKind::Choreography);
  EXPECT_EQ(node(read_back, "ct").kind, FlowNodeKind::ChoreographyTask);
  EXPECT_FALSE(read_back.at(node(read_back, "ct").container).process.valid());
  EXPECT_EQ(read_back.conversation_nodes.size(), 2u);
}

TEST(Read, ExpressionsTakeTheLanguageOfTheDocument) {
  const Definitions read_back = read_clean(definitions(
      "<process id='p'><exclusiveGateway id='g'/><task id='t'/>"
      "<sequenceFlow id='a' sourceRef='g' targetRef='t'><conditionExpression "
      "xsi:type='tFormalExpression' language='urn:own'><![CDATA[ x < 1 ]]></conditionExpression>"
      "</sequenceFlow><sequenceFlow id='b' sourceRef='g' targetRef='t'>"
      "<conditionExpression>y</conditionExpression></sequenceFlow></process>",
      "expressionLanguage='urn:feel'"));
  const Expression& own = *read_back.sequence_flows.at(0).condition;
  const Expression& prose = *read_back.sequence_flows.at(1).condition;
  EXPECT_EQ(own.body, " x < 1 ");
  EXPECT_EQ(language_of(read_back, own), "urn:own");
  EXPECT_EQ(language_of(read_back, prose), "urn:feel");
  EXPECT_FALSE(prose.formal);
}

TEST(Read, EqualDocumentsGiveEqualModels) {
  const std::string bytes = process("<task id='t'/><userTask id='u'/>");
  EXPECT_EQ(read(bytes, "a.bpmn").definitions, read(bytes, "a.bpmn").definitions);
  EXPECT_NE(read(bytes, "a.bpmn").definitions, read(process("<task/>"), "a.bpmn").definitions);
}

TEST(Read, SubprocessesMayBeNestedAsDeepAsDocumentsMay) {
  std::string bytes;
  for (int i = 0; i < 253; ++i) bytes += "<subProcess id='s" + std::to_string(i) + "'>";
  bytes += "<task id='t'/>";
  for (int i = 0; i < 253; ++i) bytes += "</subProcess>";
  const Reading reading = read(process(bytes), "a.bpmn");
  EXPECT_TRUE(reading.usable);
  EXPECT_EQ(reading.definitions.containers.size(), 254u);
  EXPECT_FALSE(read(process("<subProcess>" + bytes + "</subProcess>"), "a.bpmn").usable);
}

TEST(Read, ExtensionsMayBeNestedAsDeepAsDocumentsMay) {
  std::string bytes = "<extensionElements>";
  for (int i = 0; i < 253; ++i) bytes += "<x:a>";
  for (int i = 0; i < 253; ++i) bytes += "</x:a>";
  EXPECT_TRUE(read(process(bytes + "</extensionElements>"), "a.bpmn").usable);
}

}  // namespace
}  // namespace umlauf::bpmn
