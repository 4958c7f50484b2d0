// Each rule with a document that breaks it and one that keeps it.
#include <gtest/gtest.h>

#include <algorithm>
#include <set>
#include <string>

#include "engine/bpmn/reader.hpp"
#include "engine/verify/structure/structure.hpp"
#include "tests/bpmn/document.hpp"

namespace umlauf::verify {
namespace {

using bpmn::definitions;
using bpmn::process;

std::set<std::string> rules_of(const std::string& bytes, Profile profile = Profile::Executable) {
  const bpmn::Reading reading = bpmn::read(bytes, "a.bpmn");
  EXPECT_TRUE(reading.usable) << bytes;
  for (const Diagnostic& diagnostic : reading.diagnostics)
    EXPECT_NE(diagnostic.severity, Severity::Error) << diagnostic.message.english;
  std::set<std::string> result;
  for (const Diagnostic& diagnostic : check_structure(reading.definitions, profile)) {
    EXPECT_TRUE(diagnostic.span.known()) << diagnostic.rule;
    EXPECT_FALSE(diagnostic.message.german.empty()) << diagnostic.rule;
    EXPECT_EQ(diagnostic.file, "a.bpmn");
    result.insert(diagnostic.rule);
  }
  return result;
}

// s -> what is in the middle -> e; the middle has the id 'm' unless it says otherwise.
std::string between(std::string_view middle, std::string_view more = {}) {
  return process("<startEvent id='s'/>" + std::string(middle) +
                 "<endEvent id='e'/><sequenceFlow id='f1' sourceRef='s' targetRef='m'/>"
                 "<sequenceFlow id='f2' sourceRef='m' targetRef='e'/>" +
                 std::string(more));
}

std::string with_boundary(std::string_view host, std::string_view event) {
  return between(std::string(host) + std::string(event) + "<endEvent id='e2'/>",
                 "<sequenceFlow id='f3' sourceRef='b' targetRef='e2'/>");
}

std::string event_subprocess(std::string_view start) {
  return between("<task id='m'/><subProcess id='es' triggeredByEvent='true'>" + std::string(start) +
                 "<endEvent id='ee'/><sequenceFlow id='ef' sourceRef='es1' targetRef='ee'/>"
                 "</subProcess>");
}

std::string event_gateway(std::string_view first, std::string_view second,
                          std::string_view more = {}) {
  return process("<startEvent id='s'/><eventBasedGateway id='m'/>" + std::string(first) +
                 std::string(second) +
                 "<endEvent id='e1'/><endEvent id='e2'/>"
                 "<sequenceFlow id='f1' sourceRef='s' targetRef='m'/>"
                 "<sequenceFlow id='f2' sourceRef='m' targetRef='a'/>"
                 "<sequenceFlow id='f3' sourceRef='m' targetRef='b'/>"
                 "<sequenceFlow id='g1' sourceRef='a' targetRef='e1'/>"
                 "<sequenceFlow id='g2' sourceRef='b' targetRef='e2'/>" +
                 std::string(more));
}

std::string pools(std::string_view flow) {
  return definitions(
      "<collaboration id='c'><participant id='pa' processRef='p'/><participant id='pb' "
      "processRef='q'/>" +
      std::string(flow) +
      "</collaboration><process id='p' isExecutable='true'><task id='t1'/><task id='t2'/>"
      "<exclusiveGateway id='g'/><textAnnotation id='n'/></process>"
      "<process id='q' isExecutable='true'><task id='u'/></process>");
}

std::string event_with_data(std::string_view item) {
  return definitions(
      "<itemDefinition id='i1' structureRef='x:a'/><itemDefinition id='i2' structureRef='x:b'/>"
      "<message id='msg' itemRef='i1'/><process id='p' isExecutable='true'><startEvent id='s'/>"
      "<endEvent id='e'><dataInput id='d' itemSubjectRef='" +
      std::string(item) +
      "'/><inputSet><dataInputRefs>d</dataInputRefs></inputSet>"
      "<messageEventDefinition messageRef='msg'/></endEvent>"
      "<sequenceFlow id='f' sourceRef='s' targetRef='e'/></process>");
}

std::string task_with_io(std::string_view io, std::string_view task = "task",
                         std::string_view more = {}) {
  return definitions(
      "<itemDefinition id='i1' structureRef='x:a'/><itemDefinition id='i2' "
      "structureRef='x:b'/><itemDefinition id='many' structureRef='x:a' "
      "isCollection='true'/><message id='msg'/><interface id='if' name='I'>"
      "<operation id='op' name='O'><inMessageRef>msg</inMessageRef></operation>"
      "</interface><process id='p' isExecutable='true'><startEvent id='s'/><" +
      std::string(task) + ">" + std::string(io) + "</" +
      std::string(task.substr(0, task.find(' '))) +
      "><endEvent id='e'/><sequenceFlow id='f1' sourceRef='s' targetRef='m'/>"
      "<sequenceFlow id='f2' sourceRef='m' targetRef='e'/>" +
      std::string(more) + "</process>");
}

// A process that throws at its end.
std::string throwing(std::string_view result, std::string_view more = {}) {
  return definitions(
      "<error id='nameless'/><error id='coded' errorCode='c'/><signal id='sig' name='sig'/>"
      "<process id='p' isExecutable='true'><startEvent id='s'/>" +
      std::string(more) + "<endEvent id='e'>" + std::string(result) +
      "</endEvent><sequenceFlow id='f' sourceRef='s' targetRef='e'/></process>");
}

std::string repeating(std::string_view cycle) {
  return with_boundary("<task id='m'/>",
                       "<boundaryEvent id='b' attachedToRef='m' cancelActivity='false'>"
                       "<timerEventDefinition><timeCycle>" +
                           std::string(cycle) +
                           "</timeCycle></timerEventDefinition></boundaryEvent>");
}

std::string choice(std::string_view attributes) {
  const std::string condition = "<conditionExpression>x</conditionExpression></sequenceFlow>";
  return process("<startEvent id='s'/><exclusiveGateway id='g' " + std::string(attributes) +
                 "/><endEvent id='e'/><sequenceFlow id='f1' sourceRef='s' targetRef='g'/>"
                 "<sequenceFlow id='f2' sourceRef='g' targetRef='e'>" +
                 condition + "<sequenceFlow id='f3' sourceRef='g' targetRef='e'>" +
                 (attributes.empty() ? condition : "</sequenceFlow>"));
}

std::string many_tasks(int count) {
  std::string all;
  for (int i = 0; i < count; ++i) all += "<task id='t" + std::to_string(i) + "'/>";
  return all;
}

// Sub-processes in one another, the outermost of which is 'm'.
std::string nested(int depth) {
  std::string inner;
  for (int i = depth; i > 0; --i)
    inner = "<subProcess id='" + (i == 1 ? std::string("m") : "n" + std::to_string(i)) + "'>" +
            inner + "</subProcess>";
  return inner;
}

// A start event of 36 units at (0, 0) and the line out of it.
std::string drawn(std::string_view begin) {
  return definitions(
      "<process id='p' isExecutable='true'><startEvent id='s'/><endEvent id='e'/><sequenceFlow "
      "id='f' sourceRef='s' targetRef='e'/></process><bpmndi:BPMNDiagram><bpmndi:BPMNPlane>"
      "<bpmndi:BPMNShape bpmnElement='s'><dc:Bounds x='0' y='0' width='36' height='36'/>"
      "</bpmndi:BPMNShape><bpmndi:BPMNShape bpmnElement='e'><dc:Bounds x='100' y='0' width='36' "
      "height='36'/></bpmndi:BPMNShape><bpmndi:BPMNEdge bpmnElement='f'><di:waypoint x='" +
      std::string(begin) +
      "' y='18'/><di:waypoint x='100' y='18'/></bpmndi:BPMNEdge></bpmndi:BPMNPlane>"
      "</bpmndi:BPMNDiagram>");
}

// Two tasks of 100 by 80 units, the first of them at (0, 0).
std::string beside(std::string_view x) {
  return definitions(
      "<process id='p' isExecutable='true'><task id='m'/><task id='t'/></process>"
      "<bpmndi:BPMNDiagram><bpmndi:BPMNPlane><bpmndi:BPMNShape bpmnElement='m'>"
      "<dc:Bounds x='0' y='0' width='100' height='80'/></bpmndi:BPMNShape>"
      "<bpmndi:BPMNShape bpmnElement='t'><dc:Bounds x='" +
      std::string(x) +
      "' y='40' width='100' height='80'/></bpmndi:BPMNShape></bpmndi:BPMNPlane>"
      "</bpmndi:BPMNDiagram>");
}

constexpr const char* kCompensation =
    "<boundaryEvent id='b' attachedToRef='m'><compensateEventDefinition/></boundaryEvent>";

struct Case {
  const char* rule;
  std::string broken;
  std::string kept;
};

void PrintTo(const Case& value, std::ostream* out) { *out << value.rule; }

constexpr const char* kIo =
    "<ioSpecification><dataInput id='d'/><dataOutput id='o'/><inputSet><dataInputRefs>d"
    "</dataInputRefs></inputSet><outputSet><dataOutputRefs>o</dataOutputRefs></outputSet>"
    "</ioSpecification>";

const std::vector<Case>& cases() {
  static const std::string fine = between("<task id='m' name='m'/>");
  static const std::string catch_a =
      "<intermediateCatchEvent id='a'><timerEventDefinition/></intermediateCatchEvent>";
  static const std::string catch_b =
      "<intermediateCatchEvent id='b'><signalEventDefinition/></intermediateCatchEvent>";
  static const std::vector<Case> all = {
      {"PRC-02", definitions("<process id='p'/>"), fine},
      {"PRC-03",
       process(
           "<task id='t'/><endEvent id='e'/><sequenceFlow id='f' sourceRef='t' targetRef='e'/>"),
       process("<task id='t'/>")},
      {"PRC-04",
       process("<startEvent id='s'/><task id='t'/><sequenceFlow id='f' sourceRef='s' "
               "targetRef='t'/>"),
       fine},
      {"PRC-05",
       between("<task id='m'/>",
               "<startEvent id='s2'/><sequenceFlow id='f3' "
               "sourceRef='s2' targetRef='m'/>"),
       fine},
      {"PRC-12",
       definitions("<collaboration id='c'><participant id='a' processRef='p'/><participant id='b' "
                   "processRef='p'/></collaboration><process id='p'/>"),
       pools("")},
      {"PRC-13",
       definitions("<choreography id='ch' isClosed='true'/><collaboration id='c'>"
                   "<choreographyRef>ch</choreographyRef></collaboration>"),
       definitions("<choreography id='ch' isClosed='true'/><collaboration id='c' isClosed='true'>"
                   "<choreographyRef>ch</choreographyRef></collaboration>")},
      {"PRC-14",
       definitions("<choreography id='ch'/><globalConversation id='c'><choreographyRef>ch"
                   "</choreographyRef></globalConversation>"),
       definitions("<choreography id='ch'/><collaboration id='c'><choreographyRef>ch"
                   "</choreographyRef></collaboration>")},
      {"PRC-15",
       definitions("<collaboration id='c'><participant id='a'><participantMultiplicity "
                   "minimum='3' maximum='2'/></participant></collaboration>"),
       definitions("<collaboration id='c'><participant id='a'><participantMultiplicity "
                   "minimum='2' maximum='2'/></participant></collaboration>")},
      {"PRC-16", definitions("<choreography id='ch'/>"), fine},
      {"FLW-02",
       process("<subProcess id='a'><task id='t'/></subProcess><task id='u'/><sequenceFlow id='f' "
               "sourceRef='u' targetRef='t'/>"),
       fine},
      {"FLW-03", between("<task id='m'/>", "<sequenceFlow id='f3' sourceRef='s' targetRef='m'/>"),
       fine},
      {"FLW-05", between("<task id='m'/><task id='lonely'/>"), fine},
      {"FLW-09", between("<task id='m'/>", "<sequenceFlow id='f3' sourceRef='e' targetRef='s'/>"),
       fine},
      {"FLW-10",
       between("<subProcess id='m' triggeredByEvent='true'><startEvent id='x'>"
               "<timerEventDefinition/></startEvent></subProcess>"),
       between("<subProcess id='m'/>")},
      {"FLW-11", between("<task id='m' isForCompensation='true'/>"),
       between("<task id='m'/><task id='undo' isForCompensation='true'/>")},
      {"FLW-12",
       process("<task id='t'/><task id='u'/><sequenceFlow id='f' sourceRef='t' targetRef='u'>"
               "<conditionExpression>x</conditionExpression></sequenceFlow>"),
       process("<task id='t'/><task id='u'/><sequenceFlow id='f' sourceRef='t' targetRef='u'>"
               "<conditionExpression>x</conditionExpression></sequenceFlow><task id='v'/>"
               "<sequenceFlow id='g' sourceRef='t' targetRef='v'/>")},
      {"FLW-15", pools("<messageFlow id='m' sourceRef='t1' targetRef='t2'/>"),
       pools("<messageFlow id='m' sourceRef='t1' targetRef='u'/>")},
      {"FLW-16", pools("<messageFlow id='m' sourceRef='pb' targetRef='g'/>"),
       pools("<messageFlow id='m' sourceRef='pb' targetRef='t1'/>")},
      {"FLW-17",
       process("<task id='t'/><textAnnotation id='n'/><sequenceFlow id='f' sourceRef='t' "
               "targetRef='n'/>"),
       fine},
      {"FLW-18",
       between("<parallelGateway id='m'/><task id='t'/>",
               "<sequenceFlow id='f3' sourceRef='m' targetRef='t'><conditionExpression>x"
               "</conditionExpression></sequenceFlow>"),
       between("<inclusiveGateway id='m'/><task id='t'/>",
               "<sequenceFlow id='f3' sourceRef='m' targetRef='t'><conditionExpression>x"
               "</conditionExpression></sequenceFlow>")},
      {"FLW-19",
       process("<task id='t'><outgoing>f</outgoing></task><task id='u'/><sequenceFlow id='f' "
               "sourceRef='t' targetRef='u'/>"),
       fine},
      {"FLW-20",
       process("<task id='t'><outgoing>f</outgoing><outgoing>g</outgoing></task><task id='u'>"
               "<incoming>f</incoming><outgoing>g</outgoing></task><task id='v'><incoming>g"
               "</incoming></task><sequenceFlow id='f' sourceRef='t' targetRef='u'/>"
               "<sequenceFlow id='g' sourceRef='u' targetRef='v'/>"),
       process("<task id='t'><outgoing>f</outgoing></task><task id='u'><incoming>f</incoming>"
               "</task><sequenceFlow id='f' sourceRef='t' targetRef='u'/>")},
      {"GTW-01",
       process("<task id='t'/><exclusiveGateway id='g'/><sequenceFlow id='f' sourceRef='t' "
               "targetRef='g'/>"),
       between("<exclusiveGateway id='m'/>")},
      {"GTW-03",
       process("<exclusiveGateway id='g' default='f'/><task id='t'/><sequenceFlow id='f' "
               "sourceRef='g' targetRef='t'><conditionExpression>x</conditionExpression>"
               "</sequenceFlow>"),
       process("<exclusiveGateway id='g' default='f'/><task id='t'/><sequenceFlow id='f' "
               "sourceRef='g' targetRef='t'/>")},
      {"GTW-04",
       between("<exclusiveGateway id='m'/><task id='t'/>",
               "<sequenceFlow id='f3' sourceRef='m' targetRef='t'/>"),
       between("<parallelGateway id='m'/><task id='t'/>",
               "<sequenceFlow id='f3' sourceRef='m' targetRef='t'/>")},
      {"GTW-06", event_gateway("<task id='a'/>", catch_b), event_gateway(catch_a, catch_b)},
      {"GTW-07", between("<eventBasedGateway id='m'/>"), event_gateway(catch_a, catch_b)},
      {"GTW-08",
       event_gateway(catch_a, catch_b, "<sequenceFlow id='x' sourceRef='s' targetRef='a'/>"),
       event_gateway(catch_a, catch_b)},
      {"GTW-09",
       event_gateway("<receiveTask id='a'/>",
                     "<intermediateCatchEvent id='b'>"
                     "<messageEventDefinition/></intermediateCatchEvent>"),
       event_gateway("<receiveTask id='a'/>", catch_b)},
      {"GTW-11", between("<parallelGateway id='m'/>"), fine},
      {"GTW-15", between("<receiveTask id='m' instantiate='true'/>"),
       process("<receiveTask id='m' instantiate='true'/>")},
      {"GTW-16", between("<parallelGateway id='m' gatewayDirection='Diverging'/>"),
       between("<parallelGateway id='m' gatewayDirection='Diverging'/><task id='t'/>",
               "<sequenceFlow id='f3' sourceRef='m' targetRef='t'/>")},
      {"GTW-17", between("<exclusiveGateway id='m' default='f1'/>"),
       between("<exclusiveGateway id='m' default='f2'/>")},
      {"GTW-18",
       event_gateway("<receiveTask id='a'/><boundaryEvent id='x' attachedToRef='a'>"
                     "<timerEventDefinition/></boundaryEvent>",
                     catch_b),
       event_gateway("<receiveTask id='a'/>", catch_b)},
      {"GTW-19", between("<eventBasedGateway id='m' eventGatewayType='Parallel'/>"),
       process("<eventBasedGateway id='m' eventGatewayType='Parallel' instantiate='true'/>")},
      {"GTW-20",
       between("<parallelGateway id='m' gatewayDirection='Converging'/><task id='t'/>",
               "<sequenceFlow id='f3' sourceRef='m' targetRef='t'/>"),
       between("<parallelGateway id='m' gatewayDirection='Mixed'/><task id='t'/>",
               "<sequenceFlow id='f3' sourceRef='m' targetRef='t'/>")},
      {"EVT-02",
       process("<startEvent id='s'><errorEventDefinition/></startEvent><endEvent id='e'/>"
               "<sequenceFlow id='f' sourceRef='s' targetRef='e'/>"),
       process("<startEvent id='s'><signalEventDefinition/></startEvent><endEvent id='e'/>"
               "<sequenceFlow id='f' sourceRef='s' targetRef='e'/>")},
      {"EVT-03", with_boundary("<task id='m'/>", "<boundaryEvent id='b' attachedToRef='m'/>"),
       with_boundary("<task id='m'/>",
                     "<boundaryEvent id='b' attachedToRef='m'>"
                     "<timerEventDefinition/></boundaryEvent>")},
      {"EVT-04", between("<intermediateCatchEvent id='m'/>"),
       between("<intermediateCatchEvent id='m'><timerEventDefinition/></intermediateCatchEvent>")},
      {"EVT-05",
       with_boundary("<exclusiveGateway id='m'/>",
                     "<boundaryEvent id='b' attachedToRef='m'>"
                     "<timerEventDefinition/></boundaryEvent>"),
       with_boundary("<task id='m'/>",
                     "<boundaryEvent id='b' attachedToRef='m'>"
                     "<timerEventDefinition/></boundaryEvent>")},
      {"EVT-06",
       process("<subProcess id='m' triggeredByEvent='true'><startEvent id='x'>"
               "<timerEventDefinition/></startEvent></subProcess><boundaryEvent id='b' "
               "attachedToRef='m'><timerEventDefinition/></boundaryEvent>"),
       process("<subProcess id='m'/><boundaryEvent id='b' attachedToRef='m'>"
               "<timerEventDefinition/></boundaryEvent>")},
      {"EVT-07",
       with_boundary("<subProcess id='m'/>",
                     "<boundaryEvent id='b' attachedToRef='m'>"
                     "<cancelEventDefinition/></boundaryEvent>"),
       with_boundary("<transaction id='m'/>",
                     "<boundaryEvent id='b' attachedToRef='m'>"
                     "<cancelEventDefinition/></boundaryEvent>")},
      {"EVT-08",
       process("<subProcess id='a'><endEvent id='e'><cancelEventDefinition/></endEvent>"
               "</subProcess>"),
       process("<transaction id='a'><endEvent id='e'><cancelEventDefinition/></endEvent>"
               "</transaction>")},
      {"EVT-11",
       definitions("<process id='p'><startEvent id='s'/><endEvent id='e'>"
                   "<compensateEventDefinition activityRef='s'/></endEvent></process>"),
       definitions("<process id='p'><task id='t'/><endEvent id='e'>"
                   "<compensateEventDefinition activityRef='t'/></endEvent></process>")},
      {"EVT-13",
       event_subprocess("<startEvent id='es1'><timerEventDefinition/></startEvent>"
                        "<startEvent id='es2'><timerEventDefinition/></startEvent>"),
       event_subprocess("<startEvent id='es1'><timerEventDefinition/></startEvent>")},
      {"EVT-14",
       process("<subProcess id='a'><startEvent id='s'><timerEventDefinition/></startEvent>"
               "</subProcess>"),
       process("<subProcess id='a'><startEvent id='s'/></subProcess>")},
      {"EVT-15",
       event_subprocess("<startEvent id='es1' isInterrupting='false'><errorEventDefinition/>"
                        "</startEvent>"),
       event_subprocess("<startEvent id='es1'><errorEventDefinition/></startEvent>")},
      {"EVT-16",
       process("<task id='t'/><intermediateThrowEvent id='l'><linkEventDefinition name='A'/>"
               "</intermediateThrowEvent><sequenceFlow id='f' sourceRef='t' targetRef='l'/>"),
       process("<task id='t'/><intermediateThrowEvent id='l'><linkEventDefinition name='A'/>"
               "</intermediateThrowEvent><sequenceFlow id='f' sourceRef='t' targetRef='l'/>"
               "<intermediateCatchEvent id='k'><linkEventDefinition name='A'/>"
               "</intermediateCatchEvent>")},
      {"EVT-17",
       between("<intermediateCatchEvent id='m'><conditionalEventDefinition><condition> "
               "</condition></conditionalEventDefinition></intermediateCatchEvent>"),
       between("<intermediateCatchEvent id='m'><conditionalEventDefinition><condition>x"
               "</condition></conditionalEventDefinition></intermediateCatchEvent>")},
      {"EVT-18",
       between("<intermediateCatchEvent id='m'><timerEventDefinition><timeDate>x</timeDate>"
               "<timeDuration>y</timeDuration></timerEventDefinition></intermediateCatchEvent>"),
       between("<intermediateCatchEvent id='m'><timerEventDefinition><timeDuration>y"
               "</timeDuration></timerEventDefinition></intermediateCatchEvent>")},
      {"EVT-30",
       with_boundary("<task id='m'/>",
                     "<boundaryEvent id='b' attachedToRef='m'>"
                     "<timerEventDefinition/></boundaryEvent>"
                     "<sequenceFlow id='x' sourceRef='m' targetRef='b'/>"),
       with_boundary("<task id='m'/>",
                     "<boundaryEvent id='b' attachedToRef='m'>"
                     "<timerEventDefinition/></boundaryEvent>")},
      {"EVT-31",
       process("<task id='t'/><intermediateThrowEvent id='m'/><sequenceFlow id='f' sourceRef='t' "
               "targetRef='m'/>"),
       between("<intermediateThrowEvent id='m'/>")},
      {"EVT-32", event_subprocess("<startEvent id='es1'/>"),
       event_subprocess("<startEvent id='es1'><timerEventDefinition/></startEvent>")},
      {"EVT-33",
       process("<startEvent id='s'><eventDefinitionRef>d</eventDefinitionRef></startEvent>"
               "<endEvent id='e'><messageEventDefinition id='d'/></endEvent>"
               "<sequenceFlow id='f' sourceRef='s' targetRef='e'/>"),
       definitions("<messageEventDefinition id='d'/><process id='p'><startEvent id='s'>"
                   "<eventDefinitionRef>d</eventDefinitionRef></startEvent></process>")},
      {"EVT-34", between("<task id='m'/><endEvent id='e2'/>"), fine},
      {"EVT-35", between("<task id='m'/><startEvent id='s2'/>"), fine},
      {"EVT-36",
       process("<intermediateThrowEvent id='m'/><task id='t'/><sequenceFlow id='f' sourceRef='m' "
               "targetRef='t'/>"),
       between("<intermediateThrowEvent id='m'/>")},
      {"EVT-37",
       between("<intermediateThrowEvent id='m'><linkEventDefinition name='A'/>"
               "</intermediateThrowEvent>"),
       between("<intermediateThrowEvent id='m'/>")},
      {"EVT-38",
       between("<task id='m'/><boundaryEvent id='b' attachedToRef='m'><timerEventDefinition/>"
               "</boundaryEvent>"),
       between("<task id='m'/><boundaryEvent id='b' attachedToRef='m'><compensateEventDefinition/>"
               "</boundaryEvent>")},
      {"EVT-39",
       process("<intermediateCatchEvent id='l'><linkEventDefinition name='A'/>"
               "</intermediateCatchEvent>"),
       fine},
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
      {"DAT-15",
       task_with_io("<ioSpecification><dataInput id='d'/><inputSet/><outputSet/>"
                    "</ioSpecification>",
                    "task id='m'"),
       task_with_io(kIo, "task id='m'")},
      {"DAT-16",
       task_with_io("<ioSpecification><dataOutput id='d'/><inputSet/><outputSet/>"
                    "</ioSpecification>",
                    "task id='m'"),
       task_with_io(kIo, "task id='m'")},
      {"DAT-17",
       task_with_io("<ioSpecification><dataOutput id='d'/><inputSet/><outputSet>"
                    "<whileExecutingOutputRefs>d</whileExecutingOutputRefs></outputSet>"
                    "</ioSpecification>",
                    "task id='m'"),
       task_with_io(kIo, "task id='m'")},
      {"DAT-18",
       task_with_io("<ioSpecification><dataInput id='d' itemSubjectRef='i1'/><inputSet>"
                    "<dataInputRefs>d</dataInputRefs></inputSet><outputSet/></ioSpecification>"
                    "<dataInputAssociation id='a'><sourceRef>r</sourceRef><targetRef>d</targetRef>"
                    "</dataInputAssociation>",
                    "task id='m'",
                    "<dataObject id='ob' itemSubjectRef='i2'/><dataObjectReference id='r' "
                    "dataObjectRef='ob'/>"),
       task_with_io("<ioSpecification><dataInput id='d' itemSubjectRef='i1'/><inputSet>"
                    "<dataInputRefs>d</dataInputRefs></inputSet><outputSet/></ioSpecification>"
                    "<dataInputAssociation id='a'><sourceRef>r</sourceRef><targetRef>d</targetRef>"
                    "</dataInputAssociation>",
                    "task id='m'",
                    "<dataObject id='ob' itemSubjectRef='i1'/><dataObjectReference id='r' "
                    "dataObjectRef='ob'/>")},
      {"DAT-19", event_with_data("i2"), event_with_data("i1")},
      {"DAT-20",
       task_with_io("", "task id='m'",
                    "<dataObject id='ob' itemSubjectRef='many' "
                    "isCollection='false'/>"),
       task_with_io("", "task id='m'", "<dataObject id='ob' itemSubjectRef='many'/>")},
      {"DAT-21",
       task_with_io("<ioSpecification><dataInput id='d' itemSubjectRef='i1'/><inputSet>"
                    "<dataInputRefs>d</dataInputRefs></inputSet><outputSet/></ioSpecification>"
                    "<multiInstanceLoopCharacteristics><loopDataInputRef>d</loopDataInputRef>"
                    "<inputDataItem id='each' itemSubjectRef='i1'/>"
                    "</multiInstanceLoopCharacteristics>",
                    "task id='m'"),
       task_with_io("<ioSpecification><dataInput id='d' itemSubjectRef='many'/><inputSet>"
                    "<dataInputRefs>d</dataInputRefs></inputSet><outputSet/></ioSpecification>"
                    "<multiInstanceLoopCharacteristics><loopDataInputRef>d</loopDataInputRef>"
                    "<inputDataItem id='each' itemSubjectRef='i1'/>"
                    "</multiInstanceLoopCharacteristics>",
                    "task id='m'")},
      {"DAT-22",
       process("<dataObjectReference id='r' dataObjectRef='r2'/>"
               "<dataObjectReference id='r2'/>"),
       process("<dataObjectReference id='r' dataObjectRef='o'/><dataObject id='o'/>")},
      {"DIA-01",
       between("<task id='m'/>")
           .replace(between("<task id='m'/>").find("</process>"), 10,
                    "</process><bpmndi:BPMNDiagram><bpmndi:BPMNPlane/></bpmndi:BPMNDiagram>"),
       fine},
      {"DIA-03",
       definitions("<process id='p'/><bpmndi:BPMNDiagram><bpmndi:BPMNPlane><bpmndi:BPMNShape "
                   "bpmnElement='p'/></bpmndi:BPMNPlane></bpmndi:BPMNDiagram>"),
       definitions("<process id='p'/><bpmndi:BPMNDiagram><bpmndi:BPMNPlane><bpmndi:BPMNShape "
                   "bpmnElement='p'><dc:Bounds x='1' y='1' width='1' height='1'/>"
                   "</bpmndi:BPMNShape></bpmndi:BPMNPlane></bpmndi:BPMNDiagram>")},
      {"DIA-04", beside("60"), beside("100")},
      {"DIA-06", drawn("500"), drawn("40")},
      {"XML-06", between("<task id='" + std::string(300, 'm') + "'/><task id='m'/>"), fine},
      {"PRC-06",
       process("<startEvent id='s'><timerEventDefinition/></startEvent><startEvent id='s2'>"
               "<timerEventDefinition/></startEvent>"),
       process("<startEvent id='s'><timerEventDefinition/></startEvent><startEvent id='s2'>"
               "<signalEventDefinition/></startEvent>")},
      {"ACT-15", between("<userTask id='m' name='m'/>"),
       between("<userTask id='m' name='m'><potentialOwner id='po'/></userTask>")},
      {"ACT-32", between("<transaction id='m'/>"),
       with_boundary("<transaction id='m'/>",
                     "<boundaryEvent id='b' attachedToRef='m'><cancelEventDefinition/>"
                     "</boundaryEvent>")},
      {"STY-01", between("<task id='m'/>"), fine},
      {"STY-03", process(many_tasks(51)), process(many_tasks(50))},
      {"STY-04", pools(""),
       definitions("<collaboration id='c'><participant id='pa' name='office' processRef='p'/>"
                   "</collaboration><process id='p' isExecutable='true'/>")},
      {"STY-06", between(nested(4)), between(nested(3))},
      {"STY-07", between("<laneSet id='ls'><lane id='l' name='l'/></laneSet><task id='m'/>"),
       between("<laneSet id='ls'><lane id='l' name='l'><flowNodeRef>m</flowNodeRef></lane>"
               "</laneSet><task id='m'/>")},
      {"FLW-06",
       process("<startEvent id='s'/><task id='t'/><sequenceFlow id='f' sourceRef='s' "
               "targetRef='t'/>"),
       fine},
      {"FLW-07",
       between("<task id='m'/><endEvent id='e2'/>",
               "<sequenceFlow id='f3' sourceRef='m' targetRef='e2'/>"),
       fine},
      {"FLW-08",
       between("<task id='m'/><startEvent id='s2'/>",
               "<sequenceFlow id='f3' sourceRef='s2' targetRef='m'/>"),
       fine},
      {"GTW-02",
       process("<startEvent id='s'/><exclusiveGateway id='g'/><endEvent id='e'/>"
               "<sequenceFlow id='f1' sourceRef='s' targetRef='g'/><sequenceFlow id='f2' "
               "sourceRef='g' targetRef='e'><conditionExpression>x</conditionExpression>"
               "</sequenceFlow>"),
       between("<exclusiveGateway id='m'/>")},
      {"GTW-05", choice(""), choice("default='f3'")},
      {"GTW-10",
       between("<exclusiveGateway id='m'/>",
               "<sequenceFlow id='f3' sourceRef='m' targetRef='e'/><startEvent id='s2'/>"
               "<sequenceFlow id='f4' sourceRef='s2' targetRef='m'/>"),
       between("<exclusiveGateway id='m'/>")},
      {"GTW-12", between("<complexGateway id='m'/>"), fine},
      {"EVT-01",
       between("<intermediateCatchEvent id='m'><timerEventDefinition/><signalEventDefinition/>"
               "</intermediateCatchEvent>"),
       between("<intermediateCatchEvent id='m'><timerEventDefinition/></intermediateCatchEvent>")},
      {"EVT-09",
       with_boundary("<task id='m'/>",
                     "<boundaryEvent id='b' attachedToRef='m'><errorEventDefinition/>"
                     "</boundaryEvent><boundaryEvent id='b2' attachedToRef='m'>"
                     "<errorEventDefinition/></boundaryEvent>"),
       with_boundary("<task id='m'/>",
                     "<boundaryEvent id='b' attachedToRef='m'><errorEventDefinition/>"
                     "</boundaryEvent><boundaryEvent id='b2' attachedToRef='m'>"
                     "<timerEventDefinition/></boundaryEvent>")},
      {"EVT-10", between("<task id='m'/>" + std::string(kCompensation)),
       between("<task id='m'/>" + std::string(kCompensation) +
               "<task id='undo' isForCompensation='true'/><association id='as' sourceRef='b' "
               "targetRef='undo'/>")},
      {"EVT-19", repeating("R/PT1S"), repeating("R/PT1H")},
      {"EVT-20", throwing("<signalEventDefinition/>"),
       throwing("<signalEventDefinition signalRef='sig'/>")},
      {"EVT-21", definitions("<message id='m1' name='a'/><message id='m2' name='a'/>"),
       definitions("<message id='m1' name='a'/><message id='m2' name='b'/>")},
      {"EVT-22", throwing("<errorEventDefinition errorRef='nameless'/>"),
       throwing("<errorEventDefinition errorRef='coded'/>")},
      {"EVT-23", throwing("<errorEventDefinition errorRef='coded'/>"),
       with_boundary("<subProcess id='m'><endEvent id='ie'><errorEventDefinition/></endEvent>"
                     "</subProcess>",
                     "<boundaryEvent id='b' attachedToRef='m'><errorEventDefinition/>"
                     "</boundaryEvent>")},
      {"BEH-15", throwing("<signalEventDefinition signalRef='sig'/>"),
       throwing("<signalEventDefinition signalRef='sig'/>",
                "<startEvent id='s2'><signalEventDefinition signalRef='sig'/></startEvent>")},
  };
  return all;
}

class Rule : public testing::TestWithParam<Case> {};

TEST_P(Rule, IsReportedWhereBrokenAndOnlyThere) {
  EXPECT_TRUE(rules_of(GetParam().broken).contains(GetParam().rule)) << GetParam().broken;
  EXPECT_FALSE(rules_of(GetParam().kept).contains(GetParam().rule)) << GetParam().kept;
}

INSTANTIATE_TEST_SUITE_P(Table, Rule, testing::ValuesIn(cases()), [](const auto& row) {
  std::string name = row.param.rule;
  std::erase(name, '-');
  return name;
});

TEST(Rules, HaveACaseEach) {
  for (const StructureRule& rule : structure_rules())
    EXPECT_TRUE(std::any_of(cases().begin(), cases().end(), [&](const Case& row) {
      return row.rule == rule.id;
    })) << rule.id;
}

TEST(Rules, AreWarningsWherePracticeIsLenient) {
  const std::string open =
      "<startEvent id='s'/><task id='t'/><sequenceFlow id='f' sourceRef='s' targetRef='t'/>";
  const auto severity = [&](std::string_view attributes) {
    const std::string bytes =
        definitions("<process id='p' isExecutable='true'>" + open + "</process>", attributes);
    for (const Diagnostic& found :
         check_structure(bpmn::read(bytes, "a").definitions, Profile::Executable))
      if (found.rule == "PRC-04") return found.severity;
    return Severity::Info;
  };
  EXPECT_EQ(severity(""), Severity::Error);
  EXPECT_EQ(severity("xmlns:c='http://camunda.org/schema/1.0/bpmn'"), Severity::Warning);
  EXPECT_EQ(severity("exporter='bpmn-js'"), Severity::Warning);
}

TEST(Rules, ExcuseDrafts) {
  const std::string open = process(
      "<startEvent id='s'/><task id='t'/><sequenceFlow id='f' sourceRef='s' "
      "targetRef='t'/>");
  const bpmn::Definitions read = bpmn::read(open, "a").definitions;
  EXPECT_TRUE(has_errors(check_structure(read, Profile::Executable)));
  EXPECT_FALSE(has_errors(check_structure(read, Profile::Draft)));
}

TEST(Rules, FindNothingInASoundProcess) {
  EXPECT_TRUE(rules_of(between("<task id='m' name='do it'/>")).empty());
}

TEST(Rules, TakeLiteralsOfADocumentWithAnotherLanguageAtTheirWord) {
  const auto timer = [](std::string_view text) {
    return definitions(
        "<process id='p' isExecutable='true'><startEvent id='s'/>"
        "<intermediateCatchEvent id='m'><timerEventDefinition><timeCycle>" +
            std::string(text) +
            "</timeCycle></timerEventDefinition></intermediateCatchEvent>"
            "<endEvent id='e'/><sequenceFlow id='f' sourceRef='s' targetRef='m'/>"
            "<sequenceFlow id='g' sourceRef='m' targetRef='e'/></process>",
        "expressionLanguage='http://www.w3.org/1999/XPath'");
  };
  EXPECT_TRUE(rules_of(timer("NEVER")).contains("EVT-18"));
  EXPECT_TRUE(rules_of(timer("R3/PT10H")).empty());
  EXPECT_TRUE(rules_of(timer("${cycle}")).empty());
}

}  // namespace
}  // namespace umlauf::verify
