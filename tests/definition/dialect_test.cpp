#include <gtest/gtest.h>

#include <string>

#include "tests/definition/support.hpp"

// One row a thing that a dialect says of a node "n": what it comes down to.
namespace umlauf::definition::test {
namespace {

struct Lowering {
  const char* name;
  const char* xml;        // the node "n"
  const char* comes_to;   // describe() of the node
  const char* says = "";  // describe() of the diagnostics
};

void PrintTo(const Lowering& row, std::ostream* out) { *out << row.xml; }

class DialectLowering : public testing::TestWithParam<Lowering> {};

TEST_P(DialectLowering, ComesToOneForm) {
  const Lowering& row = GetParam();
  const Compiled compiled = compile_one(process(row.xml));
  EXPECT_EQ(describe(compiled.first(), compiled.node("n")), row.comes_to);
  EXPECT_EQ(describe(compiled.compilation.diagnostics), row.says);
}

std::string name_of(const testing::TestParamInfo<Lowering>& info) { return info.param.name; }

INSTANTIATE_TEST_SUITE_P(
    Camunda, DialectLowering,
    testing::Values(
        Lowering{"ExternalTask",
                 R"(<serviceTask id="n" camunda:type="external" camunda:topic="mail"
                    camunda:taskPriority="7"/>)",
                 "job{mail priority=7} jobPriority=7"},
        Lowering{"Operaton",
                 R"(<serviceTask id="n" operaton:type="external" operaton:topic="mail"/>)",
                 "job{mail}"},
        Lowering{"TopicAsExpression",
                 R"(<sendTask id="n" camunda:type="external" camunda:topic="${t}"/>)",
                 "job{<${t}>}"},
        Lowering{"ExternalWithoutTopic", R"(<serviceTask id="n" camunda:type="external"/>)",
                 "job{}", "error ACT-01 3:35 n"},
        Lowering{"Class",
                 R"(<serviceTask id="n" camunda:class="org.example.Send"><extensionElements>
                    <camunda:field name="to" stringValue="x"/>
                    <camunda:field name="cc"><camunda:expression>${y}</camunda:expression>
                    </camunda:field></extensionElements></serviceTask>)",
                 "job{org.example.Send headers=to:x,cc:<${y}>}"},
        Lowering{"Delegate", R"(<serviceTask id="n" camunda:delegateExpression="#{archive}"/>)",
                 "job{archive}"},
        Lowering{
            "Expression",
            R"(<serviceTask id="n" camunda:expression="${a + 1}" camunda:resultVariable="b"/>)",
            "script{<${a + 1}> result=b}"},
        Lowering{"Connector",
                 R"(<serviceTask id="n"><extensionElements><camunda:connector>
                    <camunda:connectorId>http-connector</camunda:connectorId><camunda:inputOutput>
                    <camunda:inputParameter name="url">http://x</camunda:inputParameter>
                    </camunda:inputOutput></camunda:connector></extensionElements></serviceTask>)",
                 "job{http-connector} inputs=[url:\"http://x\"]"},
        Lowering{"MailTask", R"(<serviceTask id="n" camunda:type="mail"/>)", "job{mail}",
                 "warning ACT-02 3:35 n"},
        Lowering{"TwoImplementations",
                 R"(<serviceTask id="n" camunda:class="A" camunda:expression="${1}"/>)", "job{A}",
                 "error ACT-01 3:1 n"},
        Lowering{"ErrorRule",
                 R"(<serviceTask id="n" camunda:type="external" camunda:topic="t">
                    <extensionElements><camunda:errorEventDefinition errorRef="e1"
                    expression="${code == 3}"/></extensionElements></serviceTask>)",
                 "job{t errors=e1<${code == 3}>}"},
        Lowering{"Assignment",
                 R"(<userTask id="n" camunda:assignee="${boss}" camunda:candidateUsers="a, ${b}"
                    camunda:candidateGroups="clerks,${f(',', 1) ? 1 : 2}"/>)",
                 "user{assignee=<${boss}> users=a,<${b}> groups=clerks}", "error DAT-05 4:55 n"},
        Lowering{"Dates",
                 R"(<userTask id="n" camunda:dueDate="${now()}" camunda:followUpDate="2026-01-05"
                    camunda:priority="60"/>)",
                 "user{due=<${now()}> follow=2026-01-05 priority=60}"},
        Lowering{"PriorityThatIsNone", R"(<userTask id="n" camunda:priority="high"/>)",
                 "user{priority=high}", "error ACT-17 3:36 n"},
        Lowering{"Forms", R"(<userTask id="n" camunda:formKey="embedded:app:form.html"/>)",
                 "user{form=embedded:app:form.html}"},
        Lowering{"FormByReference",
                 R"(<userTask id="n" camunda:formRef="f" camunda:formRefBinding="version"
                    camunda:formRefVersion="3"/>)",
                 "user{formRef=f@version 3}"},
        Lowering{"FormTwice", R"(<userTask id="n" camunda:formRef="f" camunda:formKey="k"/>)",
                 "user{form=k formRef=f}", "error ACT-12 3:35 n"},
        Lowering{"FormFields",
                 R"(<userTask id="n"><extensionElements><camunda:formData>
                    <camunda:formField id="amount" type="long" defaultValue="${5}">
                    <camunda:validation><camunda:constraint name="min" config="1"/>
                    </camunda:validation></camunda:formField>
                    <camunda:formField id="kind" type="enum"><camunda:value id="a" name="A"/>
                    </camunda:formField></camunda:formData></extensionElements></userTask>)",
                 "user{fields=amount:long!min1=5,kind:enum|a/A}"},
        Lowering{"Decision",
                 R"(<businessRuleTask id="n" camunda:decisionRef="fee"
                    camunda:mapDecisionResult="singleEntry" camunda:resultVariable="amount"/>)",
                 "decision{fee singleEntry result=amount}"},
        Lowering{"DecisionResultListIsDefault",
                 R"(<businessRuleTask id="n" camunda:decisionRef="fee"
                    camunda:decisionRefBinding="version" camunda:decisionRefVersion="2"/>)",
                 "decision{fee@version 2 resultList}"},
        Lowering{"DecisionResultUnknown",
                 R"(<businessRuleTask id="n" camunda:decisionRef="fee"
camunda:mapDecisionResult="first"/>)",
                 "decision{fee resultList}", "error ACT-09 4:28 n"},
        Lowering{
            "Call",
            R"(<callActivity id="n" calledElement="sub" camunda:calledElementBinding="versionTag"
                    camunda:calledElementVersionTag="1.0"><extensionElements>
                    <camunda:in source="a" target="b"/>
                    <camunda:in sourceExpression="${a + 1}" target="c"/>
                    <camunda:in businessKey="#{execution.processBusinessKey}"/>
                    <camunda:out variables="all"/></extensionElements></callActivity>)",
            "call{sub@tag 1.0 in=[b:<a>,c:<${a + 1}>] allOut "
            "key=<#{execution.processBusinessKey}>}"},
        Lowering{"CallOfExpression", R"(<callActivity id="n" calledElement="${which}"/>)",
                 "call{<${which}>}"},
        Lowering{"CallOfCase", R"(<callActivity id="n" camunda:caseRef="c"/>)", "call{}",
                 "warning PRC-09 3:1 n; error XML-09 3:39 n"},
        Lowering{"MultiInstance",
                 R"(<task id="n"><multiInstanceLoopCharacteristics isSequential="true"
                    camunda:collection="items" camunda:elementVariable="item"
                    camunda:asyncBefore="true"/></task>)",
                 "multi{sequential over=<items> as=item asyncBefore}"},
        Lowering{"MultiInstanceOverExpression",
                 R"(<task id="n"><multiInstanceLoopCharacteristics
                    camunda:collection="${order.items}"><completionCondition>
                    ${nrOfCompletedInstances == 2}</completionCondition>
                    </multiInstanceLoopCharacteristics></task>)",
                 "multi{over=<${order.items}> until=<${nrOfCompletedInstances == 2}>}"},
        Lowering{"Cardinality",
                 R"(<task id="n"><multiInstanceLoopCharacteristics camunda:elementVariable="x">
                    <loopCardinality>5</loopCardinality>
                    </multiInstanceLoopCharacteristics></task>)",
                 "multi{times=5 as=x}"},
        Lowering{"Mappings",
                 R"(<task id="n"><extensionElements><camunda:inputOutput>
                    <camunda:inputParameter name="a">text</camunda:inputParameter>
                    <camunda:inputParameter name="b">${x}</camunda:inputParameter>
                    <camunda:inputParameter name="c"><camunda:list><camunda:value>1</camunda:value>
                    <camunda:script scriptFormat="feel">y + 1</camunda:script></camunda:list>
                    </camunda:inputParameter>
                    <camunda:inputParameter name="d"><camunda:map><camunda:entry key="k">v
                    </camunda:entry></camunda:map></camunda:inputParameter>
                    <camunda:outputParameter name="e">${a}</camunda:outputParameter>
                    </camunda:inputOutput></extensionElements></task>)",
                 "inputs=[a:\"text\",b:<${x}>,c:<>,d:{k: \"v\"}] outputs=[e:<${a}>]"},
        Lowering{"MappingWithOtherScript",
                 R"(<task id="n"><extensionElements><camunda:inputOutput>
<camunda:inputParameter name="c"><camunda:script scriptFormat="groovy">1</camunda:script>
                    </camunda:inputParameter></camunda:inputOutput></extensionElements></task>)",
                 "", "error ACT-20 4:34 n"},
        Lowering{"WaitingPoints",
                 R"(<task id="n" camunda:asyncBefore="true" camunda:asyncAfter="true"
                    camunda:exclusive="false" camunda:jobPriority="3"><extensionElements>
                    <camunda:failedJobRetryTimeCycle>R3/PT10M</camunda:failedJobRetryTimeCycle>
                    </extensionElements></task>)",
                 "asyncBefore asyncAfter shared jobPriority=3 retry=R3/PT10M"},
        Lowering{"RetryList",
                 R"(<task id="n" camunda:asyncBefore="true"><extensionElements>
                    <camunda:failedJobRetryTimeCycle>PT1M,PT5M</camunda:failedJobRetryTimeCycle>
                    </extensionElements></task>)",
                 "asyncBefore retry=PT1M,PT5M"},
        Lowering{"RetryThatIsNone",
                 R"(<task id="n"><extensionElements>
<camunda:failedJobRetryTimeCycle>often</camunda:failedJobRetryTimeCycle>
                    </extensionElements></task>)",
                 "retry=often", "error ACT-29 4:34 n"},
        Lowering{"NeitherTrueNorFalse", R"(<task id="n" camunda:asyncBefore="yes"/>)", "",
                 "error XML-09 3:35 n"},
        Lowering{"Initiator", R"(<startEvent id="n" camunda:initiator="who"/>)", "initiator=who"},
        Lowering{"StartForm", R"(<startEvent id="n" camunda:formKey="k"/>)", "form=k"},
        Lowering{"Properties",
                 R"(<task id="n"><extensionElements><camunda:properties>
                    <camunda:property name="a" value="1"/></camunda:properties></extensionElements>
                    </task>)",
                 "properties=a:1"},
        Lowering{"ThrownMessageAsJob",
                 R"(<intermediateThrowEvent id="n"><messageEventDefinition
                    camunda:type="external" camunda:topic="mail"/></intermediateThrowEvent>)",
                 "message{job{mail}}"},
        Lowering{
            "ThrownMessageAsExpression",
            R"(<endEvent id="n"><messageEventDefinition camunda:expression="${a}"/></endEvent>)",
            "message{does=<${a}>}"},
        Lowering{"ErrorVariables",
                 R"(<endEvent id="n"><errorEventDefinition camunda:errorCodeVariable="c"
                    camunda:errorMessageVariable="m"/></endEvent>)",
                 "error{codeTo=c messageTo=m}"},
        Lowering{"EscalationVariable",
                 R"(<endEvent id="n"><escalationEventDefinition
                    camunda:escalationCodeVariable="c"/></endEvent>)",
                 "escalation{codeTo=c}"},
        Lowering{"SignalPayload",
                 R"(<endEvent id="n"><signalEventDefinition camunda:async="true"><extensionElements>
                    <camunda:in source="a" target="b"/></extensionElements></signalEventDefinition>
                    </endEvent>)",
                 "signal{[b:<a>]}"},
        Lowering{"ConditionFilter",
                 R"(<intermediateCatchEvent id="n"><conditionalEventDefinition
                    camunda:variableName="x" camunda:variableEvents="create, update">
                    <condition>${x == 1}</condition></conditionalEventDefinition>
                    </intermediateCatchEvent>)",
                 "condition{<${x == 1}> variables=x, noDelete}"},
        Lowering{"ListenerOfAClass",
                 R"(<task id="n"><extensionElements>
<camunda:executionListener event="start" class="A"/></extensionElements></task>)",
                 "before=handler:job{A}", "warning XML-09 4:1 n"},
        Lowering{"ListenerThatSets",
                 R"(<userTask id="n"><extensionElements>
<camunda:executionListener event="end" expression="${execution.setVariable('a', b + 1)}"/>
<camunda:taskListener id="l" event="complete" expression="${task.setVariable('c', 'x, y')}"/>
</extensionElements></userTask>)",
                 R"(user{} after=script{"x, y" result=c},script{<${b + 1}> result=a} )"
                 R"(ended=script{<${b + 1}> result=a})"},
        Lowering{"ListenerInFeel",
                 R"(<task id="n"><extensionElements><camunda:executionListener event="start">
<camunda:script scriptFormat="feel">{a: 1}</camunda:script></camunda:executionListener>
</extensionElements></task>)",
                 "before=script{{a: 1} merges}"},
        Lowering{"ListenerOfAStartEvent",
                 R"(<startEvent id="n"><extensionElements><camunda:executionListener event="start">
<camunda:script scriptFormat="feel">{a: 1}</camunda:script></camunda:executionListener>
</extensionElements></startEvent>)",
                 "after=script{{a: 1} merges}"},
        Lowering{"ListenerInGroovy",
                 R"(<task id="n"><extensionElements>
<camunda:executionListener event="start"><camunda:script scriptFormat="groovy">x()</camunda:script>
</camunda:executionListener></extensionElements></task>)",
                 "", "warning XML-09 4:1 n"},
        Lowering{"ListenerThatCallsABean",
                 R"(<task id="n"><extensionElements>
<camunda:executionListener event="start" expression="${bean.write(execution)}"/>
</extensionElements></task>)",
                 "", "warning XML-09 4:1 n"},
        Lowering{"ListenerOfAnotherEvent",
                 R"(<userTask id="n"><extensionElements>
<camunda:taskListener id="l" event="lost" expression="${task.setVariable('a', 1)}"/>
</extensionElements></userTask>)",
                 "user{}", "warning XML-09 4:1 n"},
        Lowering{"ListenersOfATask",
                 R"(<userTask id="n"><extensionElements>
<camunda:taskListener id="l" event="delete" expression="${task.setVariable('a', b)}"/>
<camunda:taskListener id="m" event="assignment" expression="${task.setVariable('c', task.assignee)}"/>
<camunda:taskListener id="o" event="update" expression="${task.setVariable('d', b)}"/>
</extensionElements></userTask>)",
                 "user{} assigned=script{<${task.assignee}> result=c} updated=script{<${b}> "
                 "result=d} ended=script{<${b}> result=a}"},
        Lowering{"ListenerOfAProcessWithoutStart",
                 R"(<extensionElements>
<camunda:executionListener event="start" expression="${execution.setVariable('a', 1)}"/>
</extensionElements><task id="n"/>)",
                 "", "warning XML-09 2:1 p"},
        Lowering{"TimeoutListenerWithoutTimer",
                 R"(<userTask id="n"><extensionElements>
<camunda:taskListener id="l" event="timeout" expression="${task.setVariable('a', b)}"/>
</extensionElements></userTask>)",
                 "user{}", "warning XML-09 4:1 n"},
        Lowering{"UnknownAttribute", R"(<task id="n" camunda:colour="red"/>)", "",
                 "warning XML-09 3:30 n"},
        Lowering{"KnownElsewhere", R"(<task id="n" camunda:assignee="ada"/>)", "",
                 "warning XML-09 3:32 n"},
        Lowering{"OfTheEditor", R"(<task id="n" camunda:modelerTemplate="x"/>)", ""},
        Lowering{"BeanMethod", R"(<serviceTask id="n" camunda:expression="${bean.run()}"/>)",
                 "script{\"\"}", "error DAT-05 3:48 n"}),
    name_of);

INSTANTIATE_TEST_SUITE_P(
    Flowable, DialectLowering,
    testing::Values(
        Lowering{"ExternalWorker",
                 R"(<serviceTask id="n" flowable:type="external-worker" flowable:topic="t">
                    <extensionElements><flowable:externalWorkerInParameter source="a" target="b"/>
                    </extensionElements></serviceTask>)",
                 "job{t} inputs=[b:<a>]"},
        Lowering{"DecisionTask",
                 R"(<serviceTask id="n" flowable:type="dmn"><extensionElements>
                    <flowable:field name="decisionTableReferenceKey"><flowable:string>fee
                    </flowable:string></flowable:field></extensionElements></serviceTask>)",
                 "decision{fee resultList}"},
        Lowering{"Owner", R"(<userTask id="n" flowable:owner="ada" flowable:assignee="bob"/>)",
                 "user{assignee=bob owner=ada}"},
        Lowering{"SkipExpression", R"(<userTask id="n" flowable:skipExpression="${a}"/>)", "user{}",
                 "error XML-09 3:43 n"},
        Lowering{"CallInherits",
                 R"(<callActivity id="n" calledElement="s" flowable:inheritVariables="true"
                    flowable:inheritBusinessKey="true" flowable:sameDeployment="true"/>)",
                 "call{s@deployment allIn key=<>}"},
        Lowering{"ElementIndex",
                 R"(<task id="n"><multiInstanceLoopCharacteristics flowable:collection="c"
                    flowable:elementIndexVariable="i"/></task>)",
                 "multi{over=<c> index=i}"},
        Lowering{"TerminateAll",
                 R"(<endEvent id="n"><terminateEventDefinition flowable:terminateAll="true"/>
                    </endEvent>)",
                 "terminate", "error XML-09 3:67 n"},
        Lowering{"Activiti",
                 R"(<userTask id="n" activiti:assignee="kermit" activiti:candidateGroups="a,b">
                    <extensionElements><activiti:formProperty id="x" type="string"
                    required="true"/></extensionElements></userTask>)",
                 "user{assignee=kermit groups=a,b fields=x:string!required}"},
        Lowering{"Async", R"(<serviceTask id="n" activiti:async="true" activiti:class="A"/>)",
                 "job{A} asyncBefore"}),
    name_of);

INSTANTIATE_TEST_SUITE_P(
    Zeebe, DialectLowering,
    testing::Values(
        Lowering{"Job",
                 R"(<serviceTask id="n"><extensionElements>
                    <zeebe:taskDefinition type="mail" retries="5"/><zeebe:taskHeaders>
                    <zeebe:header key="a" value="1"/></zeebe:taskHeaders></extensionElements>
                    </serviceTask>)",
                 "job{mail retries=5 headers=a:1}"},
        Lowering{"JobTypeAsExpression",
                 R"(<serviceTask id="n"><extensionElements>
                    <zeebe:taskDefinition type="=prefix + &quot;-mail&quot;"/></extensionElements>
                    </serviceTask>)",
                 "job{<prefix + \"-mail\">}"},
        Lowering{"DollarIsPlainText",
                 R"(<serviceTask id="n"><extensionElements>
                    <zeebe:taskDefinition type="${x}"/></extensionElements></serviceTask>)",
                 "job{${x}}"},
        Lowering{"Mappings",
                 R"(<serviceTask id="n"><extensionElements><zeebe:taskDefinition type="t"/>
                    <zeebe:ioMapping><zeebe:input source="=a + 1" target="b.c"/>
                    <zeebe:input source="plain" target="d"/>
                    <zeebe:output source="=r" target="e"/></zeebe:ioMapping></extensionElements>
                    </serviceTask>)",
                 "job{t} inputs=[b.c:<a + 1>,d:\"plain\"] outputs=[e:<r>]"},
        Lowering{"UserTask",
                 R"(<userTask id="n"><extensionElements><zeebe:userTask/>
                    <zeebe:assignmentDefinition assignee="=boss" candidateGroups="=[&quot;a&quot;]"
                    candidateUsers="x, y"/><zeebe:taskSchedule dueDate="=due"/>
                    <zeebe:priorityDefinition priority="70"/><zeebe:formDefinition formId="f"/>
                    </extensionElements></userTask>)",
                 "user{assignee=<boss> users=x,y groups=[\"a\"] due=<due> priority=70 formRef=f}"},
        Lowering{"Call",
                 R"(<callActivity id="n"><extensionElements>
                    <zeebe:calledElement processId="=which" propagateAllChildVariables="false"
                    bindingType="deployment"/></extensionElements></callActivity>)",
                 "call{<which>@deployment allIn}"},
        Lowering{"CallPropagatesByDefault",
                 R"(<callActivity id="n"><extensionElements><zeebe:calledElement processId="s"/>
                    </extensionElements></callActivity>)",
                 "call{s allIn allOut}"},
        Lowering{"Decision",
                 R"(<businessRuleTask id="n"><extensionElements>
                    <zeebe:calledDecision decisionId="fee" resultVariable="r"/></extensionElements>
                    </businessRuleTask>)",
                 "decision{fee whole result=r}"},
        Lowering{"MultiInstance",
                 R"(<task id="n"><multiInstanceLoopCharacteristics><extensionElements>
                    <zeebe:loopCharacteristics inputCollection="=items" inputElement="item"
                    outputCollection="results" outputElement="=r * 2"/></extensionElements>
                    </multiInstanceLoopCharacteristics></task>)",
                 "multi{over=<items> as=item collect=results of=<r * 2>}"},
        Lowering{"Script",
                 R"(<scriptTask id="n"><extensionElements>
                    <zeebe:script expression="=a + 1" resultVariable="b"/></extensionElements>
                    </scriptTask>)",
                 "script{<a + 1> result=b}"},
        Lowering{"ThrownMessageAsJob",
                 R"(<intermediateThrowEvent id="n"><extensionElements>
                    <zeebe:taskDefinition type="mail"/></extensionElements>
                    <messageEventDefinition/></intermediateThrowEvent>)",
                 "message{job{mail}}"},
        Lowering{"AdHoc",
                 R"(<adHocSubProcess id="n"><extensionElements><zeebe:adHoc
                    activeElementsCollection="=ids" outputCollection="o" outputElement="=r"/>
                    </extensionElements></adHocSubProcess>)",
                 "adHoc{cancels active=<ids> collect=o of=<r>}"},
        Lowering{"ConditionFilter",
                 R"(<intermediateCatchEvent id="n"><conditionalEventDefinition><extensionElements>
                    <zeebe:conditionalFilter variableNames="x, y" variableEvents="update"/>
                    </extensionElements><condition>=x > 1</condition></conditionalEventDefinition>
                    </intermediateCatchEvent>)",
                 "condition{<x > 1> variables=x,y, noCreate noDelete}"},
        Lowering{"Listeners",
                 R"(<task id="n"><extensionElements><zeebe:executionListeners>
<zeebe:executionListener eventType="end" type="file" retries="2"/>
<zeebe:executionListener eventType="start" type="=kind"/>
<zeebe:executionListener eventType="cancel" type="undo"/>
</zeebe:executionListeners></extensionElements></task>)",
                 "before=job{<kind>} after=job{file retries=2}", "warning XML-09 6:1 n"},
        Lowering{"Agent",
                 R"(<serviceTask id="n"><extensionElements>
<zeebe:agentDefinition agentType="a"/><zeebe:taskDefinition type="t"/></extensionElements>
                    </serviceTask>)",
                 "job{t}", "error XML-09 4:1 n"}),
    name_of);

INSTANTIATE_TEST_SUITE_P(
    Mixed, DialectLowering,
    testing::Values(Lowering{"AlikeIsFine",
                             R"(<userTask id="n" camunda:assignee="ada" flowable:assignee="ada"/>)",
                             "user{assignee=ada}"},
                    Lowering{"OfTwoTheDialectOfTheProcessWins",
                             R"(<userTask id="n" camunda:assignee="ada"
flowable:assignee="bob"/>)",
                             "user{assignee=ada}", "warning XML-09 4:20 n"},
                    Lowering{"ContradictionOfStrangersIsAnError",
                             R"(<userTask id="n" activiti:assignee="ada"
flowable:assignee="bob"/><task id="t" camunda:asyncBefore="true"/>)",
                             "user{assignee=bob}", "error XML-09 4:20 n"},
                    Lowering{"FieldsForJavaCodeStayAsTheyAre",
                             R"(<serviceTask id="n" camunda:class="A"><extensionElements>
<camunda:field name="a" expression="${b.c(d)}"/></extensionElements></serviceTask>)",
                             "job{A headers=a:${b.c(d)}}", "warning DAT-05 4:41 n"},
                    Lowering{"OwnAdditionsAreKept",
                             R"(<userTask id="n" umlauf:frist="P1M" umlauf:rolle="Kasse"/>)",
                             "user{groups=Kasse} properties=frist:P1M"},
                    Lowering{"ForeignNamespaceIsNamedOnce",
                             R"(<task id="n" other:a="1" other:b="2"/>)", "",
                             "info XML-05 3:23 n"}),
    name_of);

struct Detection {
  const char* name;
  const char* attributes;  // of definitions
  const char* elements;
  Dialect dialect;
};

void PrintTo(const Detection& row, std::ostream* out) { *out << row.name; }

class DialectDetection : public testing::TestWithParam<Detection> {};

TEST_P(DialectDetection, GoesByPlatformThenExtensionsThenExpressions) {
  const Detection& row = GetParam();
  const Compiled compiled = compile_one(document(
      "<process id=\"p\" isExecutable=\"true\">" + std::string(row.elements) + "</process>",
      row.attributes));
  EXPECT_EQ(to_string(compiled.first().semantics.dialect), to_string(row.dialect));
}

INSTANTIATE_TEST_SUITE_P(
    Table, DialectDetection,
    testing::Values(
        Detection{"Nothing", "", "<task id=\"t\"/>", Dialect::Standard},
        Detection{"Platform", "modeler:executionPlatform=\"Camunda Platform\"", "<task id=\"t\"/>",
                  Dialect::Camunda7},
        Detection{"Cloud", "modeler:executionPlatform=\"Camunda Cloud\"",
                  "<userTask id=\"t\" camunda:assignee=\"a\"/>", Dialect::Zeebe},
        Detection{"CamundaAttribute", "", "<userTask id=\"t\" camunda:assignee=\"a\"/>",
                  Dialect::Camunda7},
        Detection{"FlowableAttribute", "", "<userTask id=\"t\" flowable:assignee=\"a\"/>",
                  Dialect::Flowable},
        Detection{"ActivitiAttribute", "", "<userTask id=\"t\" activiti:assignee=\"a\"/>",
                  Dialect::Activiti},
        Detection{"ZeebeElement", "",
                  "<userTask id=\"t\"><extensionElements><zeebe:userTask/></extensionElements>"
                  "</userTask>",
                  Dialect::Zeebe},
        Detection{"DollarExpression", "",
                  "<task id=\"t\"/><task id=\"u\"/><sequenceFlow id=\"f\" sourceRef=\"t\" "
                  "targetRef=\"u\"><conditionExpression>${a}</conditionExpression></sequenceFlow>",
                  Dialect::Camunda7},
        Detection{"OwnAdditionsAreStandard", "", "<userTask id=\"t\" umlauf:rolle=\"a\"/>",
                  Dialect::Standard}),
    [](const auto& row) { return std::string(row.param.name); });

}  // namespace
}  // namespace umlauf::definition::test
