#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "tests/definition/support.hpp"

namespace umlauf::definition::test {
namespace {

std::string ids(const ProcessDefinition& definition, const std::vector<NodeIndex>& nodes) {
  std::string text;
  for (const NodeIndex node : nodes) text += (text.empty() ? "" : " ") + definition[node].id;
  return text;
}

struct Starts {
  const char* name;
  const char* elements;
  const char* starts;     // of the process
  const char* triggered;  // of the process
};

void PrintTo(const Starts& row, std::ostream* out) { *out << row.name; }

class ProcessStarts : public testing::TestWithParam<Starts> {};

TEST_P(ProcessStarts, AreFound) {
  const Compiled compiled = compile_one(process(GetParam().elements));
  const Scope& root = compiled.first()[ProcessDefinition::root()];
  EXPECT_EQ(ids(compiled.first(), root.starts), GetParam().starts);
  EXPECT_EQ(ids(compiled.first(), root.triggered_starts), GetParam().triggered);
}

INSTANTIATE_TEST_SUITE_P(
    Table, ProcessStarts,
    testing::Values(
        Starts{"NoneStartEvent", "<startEvent id='s'/><task id='t'/>", "s", ""},
        Starts{"SeveralStartEvents",
               "<startEvent id='a'/><startEvent id='b'><signalEventDefinition/></startEvent>"
               "<startEvent id='c'/>",
               "a c", "b"},
        Starts{"WithoutStartEventAtNodesWithoutIncomingFlow",
               "<task id='a'/><task id='b'/><task id='c'/>"
               "<sequenceFlow id='f' sourceRef='a' targetRef='b'/>",
               "a c", ""},
        Starts{"NotAtWhatBeginsByItself",
               "<task id='a'/><boundaryEvent id='b' attachedToRef='a'><timerEventDefinition>"
               "<timeDuration>PT1S</timeDuration></timerEventDefinition></boundaryEvent>"
               "<task id='undo' isForCompensation='true'/>"
               "<subProcess id='e' triggeredByEvent='true'><startEvent id='es'>"
               "<messageEventDefinition/></startEvent></subProcess>"
               "<intermediateCatchEvent id='l'><linkEventDefinition name='x'/>"
               "</intermediateCatchEvent>",
               "a", ""},
        Starts{"AtAWaitingEvent",
               "<intermediateCatchEvent id='c'><signalEventDefinition/></intermediateCatchEvent>",
               "c", ""},
        Starts{"InstantiatingReceiveTask", "<receiveTask id='r' instantiate='true'/>", "", "r"},
        Starts{"InstantiatingGateway",
               "<eventBasedGateway id='g' instantiate='true'/>"
               "<intermediateCatchEvent id='c'><messageEventDefinition/></intermediateCatchEvent>"
               "<sequenceFlow id='f' sourceRef='g' targetRef='c'/>",
               "", "g"}),
    [](const auto& row) { return std::string(row.param.name); });

TEST(Structure, KeepsNodesAndFlowsInDocumentOrder) {
  const Compiled compiled =
      compile_one(process("<sequenceFlow id='f2' sourceRef='a' targetRef='c'/><task id='a'/>"
                          "<subProcess id='b'><task id='inner'/></subProcess>"
                          "<sequenceFlow id='f1' sourceRef='a' targetRef='b'/><task id='c'/>"
                          "<sequenceFlow sourceRef='b' targetRef='c'/>"));
  const ProcessDefinition& definition = compiled.first();
  std::string order;
  for (const Node& node : definition.nodes) order += node.id + " ";
  EXPECT_EQ(order, "a b inner c ");
  std::string flows;
  for (const FlowIndex flow : definition.outgoing(definition.find_node("a")))
    flows += definition[flow].id + " ";
  EXPECT_EQ(flows, "f2 f1 ");
  const FlowIndex unnamed = definition.find_flow("b->c");
  ASSERT_TRUE(unnamed.valid());
  EXPECT_EQ(definition.incoming(definition.find_node("c"))[1], unnamed);
  EXPECT_FALSE(definition.find_node("nobody").valid());
  EXPECT_EQ(definition.span(definition.find_node("a")).line, 3u);
}

TEST(Structure, ScopesNest) {
  const Compiled compiled = compile_one(process(
      "<subProcess id='a'><startEvent id='s'/><transaction id='b'><task id='t'/></transaction>"
      "<subProcess id='e' triggeredByEvent='true'><startEvent id='es' isInterrupting='false'>"
      "<escalationEventDefinition/></startEvent></subProcess></subProcess>"
      "<adHocSubProcess id='h' ordering='Sequential'><task id='x'/>"
      "<completionCondition>done</completionCondition></adHocSubProcess>"));
  const ProcessDefinition& definition = compiled.first();
  const Node& outer = compiled.node("a");
  EXPECT_EQ(outer.kind, NodeKind::SubProcess);
  EXPECT_EQ(compiled.node("b").kind, NodeKind::Transaction);
  EXPECT_EQ(compiled.node("e").kind, NodeKind::EventSubProcess);
  EXPECT_FALSE(compiled.node("e").interrupting);
  EXPECT_EQ(describe(definition, compiled.node("h")), "adHoc{sequential cancels until=<done>}");
  EXPECT_EQ(definition[outer.body].parent, ProcessDefinition::root());
  EXPECT_EQ(definition[definition[outer.body].node].id, "a");
  EXPECT_EQ(ids(definition, definition[outer.body].starts), "s");
  EXPECT_EQ(ids(definition, definition[outer.body].event_subprocesses), "e");
  EXPECT_EQ(ids(definition, definition[compiled.node("e").body].triggered_starts), "es");
  EXPECT_EQ(compiled.node("t").scope, compiled.node("b").body);
}

TEST(Structure, BoundaryEventsAndCompensation) {
  const Compiled compiled = compile_one(process(
      "<task id='a'/><boundaryEvent id='t' attachedToRef='a' cancelActivity='false'>"
      "<timerEventDefinition><timeDuration>PT1H</timeDuration></timerEventDefinition>"
      "</boundaryEvent><boundaryEvent id='c' attachedToRef='a'><compensateEventDefinition/>"
      "</boundaryEvent><task id='undo' isForCompensation='true'/>"
      "<association id='as' associationDirection='One' sourceRef='c' targetRef='undo'/>"
      "<subProcess id='s'><task id='b'/><subProcess id='e' triggeredByEvent='true'>"
      "<startEvent id='es'><compensateEventDefinition/></startEvent></subProcess></subProcess>"
      "<endEvent id='end'><compensateEventDefinition activityRef='a' waitForCompletion='false'/>"
      "</endEvent>"));
  const ProcessDefinition& definition = compiled.first();
  const NodeIndex a = definition.find_node("a");
  ASSERT_EQ(definition.boundary_events(a).size(), 2u);
  EXPECT_EQ(definition[definition.boundary_events(a)[0]].id, "t");
  EXPECT_FALSE(compiled.node("t").interrupting);
  EXPECT_TRUE(compiled.node("c").interrupting);
  EXPECT_EQ(compiled.node("t").attached_to, a);
  EXPECT_EQ(definition[a].compensation_handler, definition.find_node("undo"));
  EXPECT_EQ(compiled.node("c").compensation_handler, definition.find_node("undo"));
  EXPECT_EQ(compiled.node("s").compensation_event_subprocess, definition.find_node("e"));
  EXPECT_EQ(describe(definition, compiled.node("end")), "compensation{one nowait}");
}

TEST(Structure, LinksLeadToTheCatchingEventOfTheirScope) {
  const Compiled compiled = compile_one(process(
      "<intermediateThrowEvent id='a'><linkEventDefinition name='x'/></intermediateThrowEvent>"
      "<intermediateCatchEvent id='b'><linkEventDefinition name='x'/></intermediateCatchEvent>"
      "<subProcess id='s'><intermediateThrowEvent id='c'><linkEventDefinition name='x'/>"
      "</intermediateThrowEvent></subProcess>"));
  const auto& link = std::get<LinkEvent>(compiled.node("a").events.at(0).payload);
  EXPECT_EQ(compiled.first()[link.target].id, "b");
  EXPECT_EQ(describe(compiled.compilation.diagnostics), "error EVT-16 3:194 c");
}

TEST(Structure, LanesNestAndNameTheRole) {
  const Compiled compiled = compile_one(
      process("<laneSet><lane id='l1' name='Amt'><childLaneSet><lane id='l2' name='Kasse'>"
              "<flowNodeRef>a</flowNodeRef></lane></childLaneSet></lane><lane id='l3' name='Post'>"
              "<flowNodeRef>s</flowNodeRef></lane></laneSet>"
              "<userTask id='a'/><subProcess id='s'><userTask id='b'/></subProcess>"
              "<userTask id='c' camunda:assignee='ada'/>"));
  const ProcessDefinition& definition = compiled.first();
  EXPECT_EQ(definition.lane_path(definition.find_node("a")),
            (std::vector<std::string>{"Amt", "Kasse"}));
  EXPECT_EQ(describe(definition, compiled.node("a")), "user{groups=Kasse lane}");
  EXPECT_EQ(describe(definition, compiled.node("b")), "user{groups=Post lane}");
  EXPECT_EQ(describe(definition, compiled.node("c")), "user{assignee=ada}");
}

TEST(Structure, MessageFlowsConnectProcesses) {
  const Compiled compiled = compile_one(document(
      "<message id='m' name='order'/><collaboration id='k'><participant id='pa' processRef='a'/>"
      "<participant id='pb' processRef='b'/><participant id='pc'/>"
      "<messageFlow id='m1' sourceRef='send' targetRef='start' messageRef='m'/>"
      "<messageFlow id='m2' sourceRef='pb' targetRef='pa'/>"
      "<messageFlow id='m3' sourceRef='send' targetRef='pc'/></collaboration>"
      "<process id='a' isExecutable='true'><sendTask id='send'/></process>"
      "<process id='b' isExecutable='true'><startEvent id='start'>"
      "<messageEventDefinition messageRef='m'/></startEvent></process>"));
  const ProcessDefinition& a = *compiled.compilation.processes.at(0);
  const ProcessDefinition& b = *compiled.compilation.processes.at(1);
  const auto leaving = a.message_flows_out(a.find_node("send"));
  ASSERT_EQ(leaving.size(), 2u);
  EXPECT_EQ(a[leaving[0]].id, "m1");
  EXPECT_EQ(a[leaving[0]].target_process, "b");
  EXPECT_EQ(a[leaving[0]].target_element, "start");
  EXPECT_EQ(a[a[leaving[0]].message].name.text, "order");
  EXPECT_EQ(a[leaving[1]].target_process, "");
  EXPECT_EQ(a.message_flows.size(), 3u);
  EXPECT_EQ(b.message_flows.size(), 2u);
  EXPECT_EQ(b.message_flows[1].source_element, "");
  EXPECT_EQ(describe(a, a[a.find_node("send")]), "send{}");
}

TEST(Structure, CorrelationKeysAndSubscriptions) {
  const Compiled compiled = compile_one(document(
      "<message id='m' name='order'/><correlationProperty id='cp' name='number'>"
      "<correlationPropertyRetrievalExpression messageRef='m'><messagePath>order.number"
      "</messagePath></correlationPropertyRetrievalExpression></correlationProperty>"
      "<collaboration id='k'><participant id='pa' processRef='a'/><correlationKey id='ck'>"
      "<correlationPropertyRef>cp</correlationPropertyRef></correlationKey></collaboration>"
      "<process id='a' isExecutable='true'><receiveTask id='r' messageRef='m'/>"
      "<correlationSubscription id='cs' correlationKeyRef='ck'><correlationPropertyBinding "
      "correlationPropertyRef='cp'><dataPath>number</dataPath></correlationPropertyBinding>"
      "</correlationSubscription></process>"));
  const ProcessDefinition& definition = compiled.first();
  ASSERT_EQ(definition.correlation_keys.size(), 1u);
  ASSERT_EQ(definition.correlation_keys[0].properties.size(), 1u);
  ASSERT_EQ(definition.correlation_properties.size(), 1u);
  const CorrelationProperty& property = definition.correlation_properties[0];
  EXPECT_EQ(describe(property.retrievals.at(0).path), "<order.number>");
  EXPECT_EQ(definition[property.retrievals.at(0).message].name.text, "order");
  ASSERT_EQ(definition.correlation_subscriptions.size(), 1u);
  EXPECT_EQ(definition.correlation_subscriptions[0].key, CorrelationKeyIndex(0));
  EXPECT_EQ(describe(definition.correlation_subscriptions[0].bindings.at(0).data_path), "<number>");
}

TEST(Structure, GlobalTasksAreDefinitionsOfOneNode) {
  const Compiled compiled = compile_one(document(
      "<globalUserTask id='g' name='Check' camunda:assignee='ada'/>"
      "<globalScriptTask id='h' scriptLanguage='feel'><script>1 + x</script></globalScriptTask>"));
  const ProcessDefinition& user = *compiled.compilation.processes.at(0);
  EXPECT_TRUE(user.global_task);
  EXPECT_TRUE(user.executable);
  EXPECT_EQ(ids(user, user.scopes.at(0).starts), "g");
  EXPECT_EQ(describe(user, user.nodes.at(0)), "user{assignee=ada}");
  const ProcessDefinition& script = *compiled.compilation.processes.at(1);
  EXPECT_EQ(describe(script, script.nodes.at(0)), "script{<1 + x> merges}");
}

TEST(Structure, ProcessAttributes) {
  const Compiled compiled = compile_one(
      process("<task id='t'/>",
              "name='Dogs' camunda:versionTag='1.2' camunda:historyTimeToLive='30' "
              "camunda:candidateStarterGroups='a,b' camunda:isStartableInTasklist='false'"));
  const ProcessDefinition& definition = compiled.first();
  EXPECT_EQ(definition.name, "Dogs");
  EXPECT_EQ(definition.version_tag, "1.2");
  EXPECT_EQ(definition.history_time_to_live, "P30D");
  EXPECT_FALSE(definition.startable_in_task_list);
  EXPECT_EQ(definition.candidate_starter_groups.size(), 2u);
  EXPECT_EQ(definition.target_namespace, "urn:test");
}

TEST(Structure, EqualExpressionsAreCompiledOnce) {
  const Compiled compiled =
      compile_one(process("<scriptTask id='a'><script>x + 1</script></scriptTask>"
                          "<scriptTask id='b'><script> x + 1 </script></scriptTask>"));
  const auto& a = std::get<ScriptWork>(compiled.node("a").work).expression;
  const auto& b = std::get<ScriptWork>(compiled.node("b").work).expression;
  EXPECT_EQ(a.compiled, b.compiled);
  EXPECT_NE(a.span, b.span);
}

struct Standard {
  const char* name;
  const char* xml;
  const char* comes_to;
};

void PrintTo(const Standard& row, std::ostream* out) { *out << row.xml; }

class StandardElement : public testing::TestWithParam<Standard> {};

TEST_P(StandardElement, ComesTo) {
  const Compiled compiled = compile_one(document(
      "<message id='m' name='order'/><signal id='s' name='alarm'/><error id='e' errorCode='E1'/>"
      "<error id='bare'/><escalation id='x' escalationCode='X1'/><resource id='r' name='clerks'/>"
      "<timerEventDefinition id='ted'><timeCycle>R3/PT10M</timeCycle></timerEventDefinition>"
      "<signalEventDefinition id='sed' signalRef='s'/>"
      "<process id='p' isExecutable='true'><dataObject id='d' name='basket'/>"
      "<dataObjectReference id='dr' dataObjectRef='d'/><dataObject id='d2'/>"
      "<dataObjectReference id='dr2' name='Total Sum' dataObjectRef='d2'/>" +
      std::string(GetParam().xml) + "</process>"));
  EXPECT_EQ(describe(compiled.first(), compiled.node("n")), GetParam().comes_to);
  EXPECT_FALSE(compiled.compilation.rejected) << describe(compiled.compilation.diagnostics);
}

INSTANTIATE_TEST_SUITE_P(
    Table, StandardElement,
    testing::Values(
        Standard{"ReceiveTask", "<receiveTask id='n' messageRef='tns:m'/>", "receive{order}"},
        Standard{"SendTask", "<sendTask id='n' messageRef='m'/>", "send{order}"},
        Standard{"TimerDuration",
                 "<intermediateCatchEvent id='n'><timerEventDefinition><timeDuration>PT1H"
                 "</timeDuration></timerEventDefinition></intermediateCatchEvent>",
                 "timer{duration literal}"},
        Standard{"TimerExpression",
                 "<intermediateCatchEvent id='n'><timerEventDefinition><timeDate>=due"
                 "</timeDate></timerEventDefinition></intermediateCatchEvent>",
                 "timer{date <due>}"},
        Standard{"TimerFeelWithoutMark",
                 "<intermediateCatchEvent id='n'><timerEventDefinition><timeDuration>"
                 "duration(\"PT\" + h)</timeDuration></timerEventDefinition>"
                 "</intermediateCatchEvent>",
                 "timer{duration <duration(\"PT\" + h)>}"},
        Standard{"TimerConstantText",
                 "<intermediateCatchEvent id='n'><timerEventDefinition><timeDuration>=\"PT2H\""
                 "</timeDuration></timerEventDefinition></intermediateCatchEvent>",
                 "timer{duration literal \"PT2H\"}"},
        Standard{"TimerComposite",
                 "<intermediateCatchEvent id='n'><timerEventDefinition><timeDuration>PT${h}H"
                 "</timeDuration></timerEventDefinition></intermediateCatchEvent>",
                 "timer{duration <PT${h}H>}"},
        Standard{"TimerInAnotherLanguageIsStillALiteral",
                 "<intermediateCatchEvent id='n'><timerEventDefinition><timeDuration "
                 "language='http://www.w3.org/1999/XPath'>PT2H</timeDuration>"
                 "</timerEventDefinition></intermediateCatchEvent>",
                 "timer{duration literal}"},
        Standard{"EventDefinitionByReference",
                 "<intermediateCatchEvent id='n' parallelMultiple='true'><eventDefinitionRef>ted"
                 "</eventDefinitionRef><eventDefinitionRef>sed</eventDefinitionRef>"
                 "</intermediateCatchEvent>",
                 "timer{cycle literal} signal{alarm}"},
        Standard{"Error", "<endEvent id='n'><errorEventDefinition errorRef='e'/></endEvent>",
                 "error{E1}"},
        Standard{"ErrorWithoutCode",
                 "<endEvent id='n'><errorEventDefinition errorRef='bare'/></endEvent>",
                 "error{bare}"},
        Standard{"Escalation",
                 "<endEvent id='n'><escalationEventDefinition escalationRef='x'/></endEvent>",
                 "escalation{X1}"},
        Standard{"StandardLoop",
                 "<task id='n'><standardLoopCharacteristics testBefore='true' loopMaximum='3'>"
                 "<loopCondition>i &lt; 2</loopCondition></standardLoopCharacteristics></task>",
                 "loop{before while=<i < 2> max=3}"},
        Standard{"MultiInstanceOverDataObject",
                 "<task id='n'><ioSpecification><dataInput id='di'/><dataOutput id='do'/>"
                 "<inputSet><dataInputRefs>di</dataInputRefs></inputSet><outputSet>"
                 "<dataOutputRefs>do</dataOutputRefs></outputSet></ioSpecification>"
                 "<dataInputAssociation><sourceRef>dr</sourceRef><targetRef>di</targetRef>"
                 "</dataInputAssociation><dataOutputAssociation><sourceRef>do</sourceRef>"
                 "<targetRef>dr2</targetRef></dataOutputAssociation>"
                 "<multiInstanceLoopCharacteristics><loopDataInputRef>di</loopDataInputRef>"
                 "<loopDataOutputRef>do</loopDataOutputRef><inputDataItem id='item' name='thing'/>"
                 "<outputDataItem id='out'/></multiInstanceLoopCharacteristics></task>",
                 "multi{over=<basket> as=thing collect=Total Sum of=<out>} dataIn=di dataOut=do "
                 "copyIn=(basket>own di) copyOut=(own do>Total Sum)"},
        Standard{"MultiInstanceBehavior",
                 "<task id='n'><multiInstanceLoopCharacteristics behavior='Complex'>"
                 "<loopCardinality>3</loopCardinality><complexBehaviorDefinition><condition>"
                 "numberOfCompletedInstances = 2</condition><event id='te'>"
                 "<signalEventDefinition signalRef='s'/></event></complexBehaviorDefinition>"
                 "</multiInstanceLoopCharacteristics></task>",
                 "multi{times=3 behavior=complex "
                 "complex=<numberOfCompletedInstances = 2>signal{alarm}}"},
        Standard{"MultiInstanceOneEvent",
                 "<task id='n'><multiInstanceLoopCharacteristics behavior='One' "
                 "oneBehaviorEventRef='sed'><loopCardinality>3</loopCardinality>"
                 "</multiInstanceLoopCharacteristics></task>",
                 "multi{times=3 behavior=one signal{alarm}}"},
        Standard{"Assignment",
                 "<task id='n'><ioSpecification><dataInput id='di' name='amount'/><inputSet/>"
                 "<outputSet/></ioSpecification><dataInputAssociation><targetRef>di</targetRef>"
                 "<assignment><from>basket.total</from><to>di</to></assignment>"
                 "</dataInputAssociation></task>",
                 "dataIn=amount copyIn=(own amount;amount:<basket.total>)"},
        Standard{"Transformation",
                 "<task id='n'><property id='pr' name='sum'/><dataInputAssociation>"
                 "<sourceRef>dr</sourceRef><targetRef>pr</targetRef><transformation>sum(basket)"
                 "</transformation></dataInputAssociation></task>",
                 "properties=sum copyIn=(basket><sum(basket)>>own sum)"},
        Standard{"EventData",
                 "<intermediateCatchEvent id='n'><dataOutput id='do'/><dataOutputAssociation>"
                 "<sourceRef>do</sourceRef><targetRef>dr</targetRef></dataOutputAssociation>"
                 "<outputSet><dataOutputRefs>do</dataOutputRefs></outputSet>"
                 "<messageEventDefinition messageRef='m'/></intermediateCatchEvent>",
                 "message{order} dataOut=do copyOut=(own do>basket)"},
        Standard{"LinesOfEditorsSayNothing",
                 "<userTask id='n'><property id='pl' name='__targetRef_placeholder'/>"
                 "<dataInputAssociation><sourceRef>dr</sourceRef><targetRef>pl</targetRef>"
                 "</dataInputAssociation><dataOutputAssociation><targetRef>dr2</targetRef>"
                 "</dataOutputAssociation></userTask>",
                 "user{}"},
        Standard{"PotentialOwner",
                 "<userTask id='n'><potentialOwner><resourceAssignmentExpression>"
                 "<formalExpression>user(ada), group(clerks), managers</formalExpression>"
                 "</resourceAssignmentExpression></potentialOwner></userTask>",
                 "user{users=ada groups=clerks,managers}"},
        Standard{"PotentialOwnerAsFeel",
                 "<userTask id='n'><potentialOwner><resourceAssignmentExpression>"
                 "<formalExpression>=groups</formalExpression></resourceAssignmentExpression>"
                 "</potentialOwner></userTask>",
                 "user{groups=<groups>}"},
        Standard{"PotentialOwnerByResource",
                 "<userTask id='n'><potentialOwner><resourceRef>r</resourceRef></potentialOwner>"
                 "</userTask>",
                 "user{groups=clerks}"},
        Standard{"HumanPerformer",
                 "<userTask id='n'><humanPerformer><resourceAssignmentExpression>"
                 "<formalExpression>ada</formalExpression></resourceAssignmentExpression>"
                 "</humanPerformer></userTask>",
                 "user{assignee=ada}"},
        Standard{"CallWithData",
                 "<callActivity id='n' calledElement='sub'><ioSpecification>"
                 "<dataInput id='di' name='amount'/><dataOutput id='do' name='fee'/>"
                 "<inputSet/><outputSet/></ioSpecification></callActivity>",
                 "call{sub in=[amount:<amount>] out=[fee:<fee>]} dataIn=amount dataOut=fee"},
        Standard{"ComplexGateway",
                 "<complexGateway id='n'><activationCondition>activationCount &gt;= 2"
                 "</activationCondition></complexGateway>",
                 "complex{<activationCount >= 2>}"},
        Standard{"LinkByReference",
                 "<intermediateThrowEvent id='n'><linkEventDefinition id='l1' name='x'>"
                 "<target>l2</target></linkEventDefinition></intermediateThrowEvent>"
                 "<intermediateCatchEvent id='c'><linkEventDefinition id='l2' name='y'>"
                 "<source>l1</source></linkEventDefinition></intermediateCatchEvent>",
                 "link{x}"},
        Standard{"BoxedTransformation",
                 "<task id='n'><property id='pr' name='sum'/><dataInputAssociation>"
                 "<sourceRef>dr</sourceRef><targetRef>pr</targetRef>"
                 "<transformation language='https://www.omg.org/spec/DMN/20191111/MODEL/'>"
                 "&lt;d:literalExpression xmlns:d='urn:d'>&lt;d:text>basket.sum&lt;/d:text>"
                 "&lt;/d:literalExpression></transformation></dataInputAssociation></task>",
                 "properties=sum copyIn=(basket><basket.sum>>own sum)"},
        Standard{"FeelScript",
                 "<scriptTask id='n' scriptFormat='application/feel'><script>{a: basket}</script>"
                 "</scriptTask>",
                 "script{<{a: basket}> merges}"},
        Standard{"ServiceTaskWithoutImplementation", "<serviceTask id='n'/>", ""}),
    [](const auto& row) { return std::string(row.param.name); });

}  // namespace
}  // namespace umlauf::definition::test
