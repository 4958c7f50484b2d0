#include "tests/verify/structure/cases.hpp"

namespace umlauf::verify {
namespace {

std::string performers(int count) {
  std::string all;
  for (int i = 0; i < count; ++i)
    all += "<humanPerformer><resourceAssignmentExpression><formalExpression>user" +
           std::to_string(i) +
           "</formalExpression></resourceAssignmentExpression></humanPerformer>";
  return between("<userTask id='m'>" + all + "</userTask>");
}

std::string repeated(std::string_view count) {
  return between("<task id='m'><multiInstanceLoopCharacteristics><loopCardinality>" +
                 std::string(count) +
                 "</loopCardinality></multiInstanceLoopCharacteristics></task>");
}

std::string repeated_while(std::string_view condition) {
  return between("<task id='m'><standardLoopCharacteristics><loopCondition>" +
                 std::string(condition) + "</loopCondition></standardLoopCharacteristics></task>");
}

// The task names a resource, and something of its parameters.
std::string with_resource(std::string_view binding) {
  std::string task =
      between("<userTask id='m'><potentialOwner id='o'><resourceRef>r</resourceRef>" +
              std::string(binding) + "</potentialOwner></userTask>");
  return task.insert(task.find("<process"),
                     "<resource id='r' name='clerks'><resourceParameter id='rp' name='region'/>"
                     "</resource>");
}

}  // namespace

std::vector<Case> activity_cases() {
  return {
      {"ACT-08", between("<scriptTask id='m'><script>x</script></scriptTask>"),
       between("<scriptTask id='m' scriptFormat='feel'><script>x</script></scriptTask>")},
      {"ACT-22", between("<task id='m'><multiInstanceLoopCharacteristics/></task>"),
       between("<task id='m'><multiInstanceLoopCharacteristics x:collection='c'/></task>")},
      {"ACT-30", between("<adHocSubProcess id='m'/>"),
       between("<adHocSubProcess id='m'><task id='t'/></adHocSubProcess>")},
      {"ACT-33", between("<task id='m' completionQuantity='0'/>"),
       between("<task id='m' completionQuantity='2'/>")},
      {"ACT-34",
       task_with_io("<ioSpecification><inputSet/><outputSet/><outputSet/></ioSpecification>",
                    "serviceTask id='m' operationRef='op'"),
       task_with_io("<ioSpecification><inputSet/><outputSet/></ioSpecification>",
                    "serviceTask id='m' operationRef='op'")},
      {"ACT-35",
       task_with_io("<ioSpecification><dataInput id='d1'/><dataInput id='d2'/><inputSet>"
                    "<dataInputRefs>d1</dataInputRefs><dataInputRefs>d2</dataInputRefs></inputSet>"
                    "<outputSet/></ioSpecification>",
                    "sendTask id='m' messageRef='msg'"),
       task_with_io(kIo, "sendTask id='m' messageRef='msg'")},
      {"ACT-36",
       between("<task id='m'><multiInstanceLoopCharacteristics behavior='Complex'>"
               "<loopCardinality>2</loopCardinality></multiInstanceLoopCharacteristics></task>"),
       between("<task id='m'><multiInstanceLoopCharacteristics behavior='One'>"
               "<loopCardinality>2</loopCardinality></multiInstanceLoopCharacteristics></task>")},
      {"ACT-37",
       between("<adHocSubProcess id='m'><task id='t'/><endEvent id='x'/>"
               "</adHocSubProcess>"),
       between("<adHocSubProcess id='m'><task id='t'/></adHocSubProcess>")},
      {"ACT-15", between("<userTask id='m' name='m'/>"),
       between("<userTask id='m' name='m'><potentialOwner id='po'/></userTask>")},
      {"ACT-15", between("<subProcess id='m'><userTask id='u'/></subProcess>"),
       process("<laneSet id='ls'><lane id='l' name='L'><flowNodeRef>m</flowNodeRef></lane>"
               "</laneSet><subProcess id='m'><userTask id='u'/></subProcess>")},
      {"ACT-32", between("<transaction id='m'/>"),
       with_boundary("<transaction id='m'/>",
                     "<boundaryEvent id='b' attachedToRef='m'><cancelEventDefinition/>"
                     "</boundaryEvent>")},
      {"ACT-38", between("<transaction id='m' method='##Store'/>"),
       between("<transaction id='m' method='##Compensate'/>")},
      {"ACT-39",
       with_resource("<resourceParameterBinding id='b' parameterRef='rp'><formalExpression>"
                     "\"north\"</formalExpression></resourceParameterBinding>"),
       with_resource("")},
      {"ACT-40",
       between("<callActivity id='m' calledElement='g'><potentialOwner id='o'>"
               "<resourceRef>r</resourceRef></potentialOwner></callActivity>"),
       between("<callActivity id='m' calledElement='g'/>")},
      {"ACT-03",
       between_in_dialect("<serviceTask id='m' camunda:class='a.B' camunda:resultVariable='r'/>"),
       between_in_dialect("<serviceTask id='m' camunda:expression='${x}' "
                          "camunda:resultVariable='r'/>")},
      {"ACT-05",
       with_extension("serviceTask id='m' flowable:type='mail'",
                      "<flowable:field name='text' stringValue='hello'/>"),
       with_extension("serviceTask id='m' flowable:type='mail'",
                      "<flowable:field name='to'><flowable:string>a@b.de</flowable:string>"
                      "</flowable:field><flowable:field name='text' stringValue='hello'/>")},
      {"ACT-06",
       with_extension("serviceTask id='m' flowable:type='http'",
                      "<flowable:field name='requestMethod' stringValue='GET'/>"),
       with_extension("serviceTask id='m' flowable:type='http'",
                      "<flowable:field name='requestMethod' stringValue='GET'/>"
                      "<flowable:field name='requestUrl' expression='${url}'/>")},
      {"ACT-07", between_in_dialect("<serviceTask id='m' camunda:type='shell'/>"),
       between_in_dialect("<serviceTask id='m' camunda:type='external' camunda:topic='shell'/>")},
      {"ACT-10", between_in_dialect("<serviceTask id='m' flowable:type='case'/>"),
       between_in_dialect("<serviceTask id='m' flowable:type='case' "
                          "flowable:caseDefinitionKey='c'/>")},
      {"ACT-11",
       with_extension("serviceTask id='m' flowable:type='send-event'",
                      "<flowable:eventType>e</flowable:eventType>"),
       with_extension("serviceTask id='m' flowable:type='send-event'",
                      "<flowable:eventType>e</flowable:eventType>"
                      "<flowable:channelKey>c</flowable:channelKey>")},
      {"ACT-14", performers(2), performers(1)},
      {"ACT-16", between_in_dialect("<userTask id='m' camunda:dueDate='tomorrow'/>"),
       between_in_dialect("<userTask id='m' camunda:dueDate='P3D' "
                          "camunda:followUpDate='${later}'/>")},
      {"ACT-18",
       with_extension("userTask id='m'", "<camunda:taskListener event='finished' class='a.B'/>"),
       with_extension("userTask id='m'", "<camunda:taskListener event='complete' class='a.B'/>")},
      {"ACT-19", with_extension("task id='m'", "<camunda:executionListener event='start'/>"),
       with_extension("task id='m'",
                      "<camunda:executionListener event='start'><camunda:script "
                      "scriptFormat='feel'>x</camunda:script></camunda:executionListener>")},
      {"ACT-23",
       between_in_dialect("<task id='m'><extensionElements><camunda:inputOutput>"
                          "<camunda:outputParameter name='o'>1</camunda:outputParameter>"
                          "</camunda:inputOutput></extensionElements>"
                          "<multiInstanceLoopCharacteristics><loopCardinality>2</loopCardinality>"
                          "</multiInstanceLoopCharacteristics></task>"),
       with_extension("task id='m'",
                      "<camunda:inputOutput><camunda:outputParameter name='o'>1"
                      "</camunda:outputParameter></camunda:inputOutput>")},
      {"ACT-24", repeated("50001"), repeated("= 50000")},
      {"ACT-26",
       with_extension("serviceTask id='m'",
                      "<zeebe:taskHeaders><zeebe:header key='a' value='1'/>"
                      "<zeebe:header key='a' value='2'/></zeebe:taskHeaders>"),
       with_extension("serviceTask id='m'",
                      "<zeebe:taskHeaders><zeebe:header key='a' value='1'/>"
                      "<zeebe:header key='b' value='1'/></zeebe:taskHeaders>")},
      {"ACT-27",
       with_extension("serviceTask id='m'",
                      "<zeebe:ioMapping><zeebe:input target='smtpPassword' "
                      "source='=&quot;geheim&quot;'/></zeebe:ioMapping>"),
       with_extension("serviceTask id='m'",
                      "<zeebe:ioMapping><zeebe:input target='smtpPassword' "
                      "source='{{secrets.SMTP}}'/></zeebe:ioMapping>")},
      {"ACT-31", between("<subProcess id='m'/>"),
       between("<subProcess id='m'><task id='t'/></subProcess>")},
      {"BEH-14", repeated_while("again"), repeated_while("loopCounter &lt; 4")},
      {"ACT-05",
       with_extension("serviceTask id='m' camunda:type='mail'",
                      "<camunda:field name='to' stringValue='a@b.de'/>"),
       with_extension("serviceTask id='m' camunda:type='mail'",
                      "<camunda:field name='bcc' expression='${to}'/>"
                      "<camunda:field name='html' stringValue='hello'/>")},
      {"ACT-19",
       with_extension("task id='m'",
                      "<zeebe:executionListeners><zeebe:executionListener eventType='start' "
                      "type='a'/><zeebe:executionListener eventType='start' type='a'/>"
                      "</zeebe:executionListeners>"),
       with_extension("task id='m'",
                      "<zeebe:executionListeners><zeebe:executionListener eventType='start' "
                      "type='a'/><zeebe:executionListener eventType='end' type='a'/>"
                      "</zeebe:executionListeners>")},
  };
}

}  // namespace umlauf::verify
