#pragma once

#include <ostream>
#include <string>
#include <string_view>
#include <vector>

#include "tests/bpmn/document.hpp"

/// Documents that the rules are tried on.
namespace umlauf::verify {

using bpmn::definitions;
using bpmn::process;

/// A rule with a document that breaks it and one that keeps it.
struct Case {
  const char* rule;
  std::string broken;
  std::string kept;
};

inline void PrintTo(const Case& value, std::ostream* out) { *out << value.rule; }

std::vector<Case> process_cases();
std::vector<Case> flow_cases();
std::vector<Case> gateway_cases();
std::vector<Case> event_cases();
std::vector<Case> activity_cases();
std::vector<Case> data_cases();
std::vector<Case> diagram_cases();
std::vector<Case> style_cases();

// s -> what is in the middle -> e; the middle has the id 'm' unless it says otherwise.
inline std::string between(std::string_view middle, std::string_view more = {}) {
  return process("<startEvent id='s'/>" + std::string(middle) +
                 "<endEvent id='e'/><sequenceFlow id='f1' sourceRef='s' targetRef='m'/>"
                 "<sequenceFlow id='f2' sourceRef='m' targetRef='e'/>" +
                 std::string(more));
}

inline std::string with_boundary(std::string_view host, std::string_view event) {
  return between(std::string(host) + std::string(event) + "<endEvent id='e2'/>",
                 "<sequenceFlow id='f3' sourceRef='b' targetRef='e2'/>");
}

inline std::string event_subprocess(std::string_view start) {
  return between("<task id='m'/><subProcess id='es' triggeredByEvent='true'>" + std::string(start) +
                 "<endEvent id='ee'/><sequenceFlow id='ef' sourceRef='es1' targetRef='ee'/>"
                 "</subProcess>");
}

inline std::string event_gateway(std::string_view first, std::string_view second,
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

inline std::string pools(std::string_view flow) {
  return definitions(
      "<collaboration id='c'><participant id='pa' processRef='p'/><participant id='pb' "
      "processRef='q'/>" +
      std::string(flow) +
      "</collaboration><process id='p' isExecutable='true'><task id='t1'/><task id='t2'/>"
      "<exclusiveGateway id='g'/><textAnnotation id='n'/></process>"
      "<process id='q' isExecutable='true'><task id='u'/></process>");
}

inline std::string event_with_data(std::string_view item) {
  return definitions(
      "<itemDefinition id='i1' structureRef='x:a'/><itemDefinition id='i2' structureRef='x:b'/>"
      "<message id='msg' itemRef='i1'/><process id='p' isExecutable='true'><startEvent id='s'/>"
      "<endEvent id='e'><dataInput id='d' itemSubjectRef='" +
      std::string(item) +
      "'/><inputSet><dataInputRefs>d</dataInputRefs></inputSet>"
      "<messageEventDefinition messageRef='msg'/></endEvent>"
      "<sequenceFlow id='f' sourceRef='s' targetRef='e'/></process>");
}

inline std::string task_with_io(std::string_view io, std::string_view task = "task",
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
inline std::string throwing(std::string_view result, std::string_view more = {}) {
  return definitions(
      "<error id='nameless'/><error id='coded' errorCode='c'/><signal id='sig' name='sig'/>"
      "<process id='p' isExecutable='true'><startEvent id='s'/>" +
      std::string(more) + "<endEvent id='e'>" + std::string(result) +
      "</endEvent><sequenceFlow id='f' sourceRef='s' targetRef='e'/></process>");
}

inline std::string repeating(std::string_view cycle) {
  return with_boundary("<task id='m'/>",
                       "<boundaryEvent id='b' attachedToRef='m' cancelActivity='false'>"
                       "<timerEventDefinition><timeCycle>" +
                           std::string(cycle) +
                           "</timeCycle></timerEventDefinition></boundaryEvent>");
}

inline std::string choice(std::string_view attributes) {
  const std::string condition = "<conditionExpression>x</conditionExpression></sequenceFlow>";
  return process("<startEvent id='s'/><exclusiveGateway id='g' " + std::string(attributes) +
                 "/><endEvent id='e'/><sequenceFlow id='f1' sourceRef='s' targetRef='g'/>"
                 "<sequenceFlow id='f2' sourceRef='g' targetRef='e'>" +
                 condition + "<sequenceFlow id='f3' sourceRef='g' targetRef='e'>" +
                 (attributes.empty() ? condition : "</sequenceFlow>"));
}

inline std::string many_tasks(int count) {
  std::string all;
  for (int i = 0; i < count; ++i) all += "<task id='t" + std::to_string(i) + "'/>";
  return all;
}

// Sub-processes in one another, the outermost of which is 'm'.
inline std::string nested(int depth) {
  std::string inner;
  for (int i = depth; i > 0; --i)
    inner = "<subProcess id='" + (i == 1 ? std::string("m") : "n" + std::to_string(i)) + "'>" +
            inner + "</subProcess>";
  return inner;
}

// A start event of 36 units at (0, 0) and the line out of it.
inline std::string drawn(std::string_view begin) {
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
inline std::string beside(std::string_view x) {
  return definitions(
      "<process id='p' isExecutable='true'><task id='m'/><task id='t'/></process>"
      "<bpmndi:BPMNDiagram><bpmndi:BPMNPlane><bpmndi:BPMNShape bpmnElement='m'>"
      "<dc:Bounds x='0' y='0' width='100' height='80'/></bpmndi:BPMNShape>"
      "<bpmndi:BPMNShape bpmnElement='t'><dc:Bounds x='" +
      std::string(x) +
      "' y='40' width='100' height='80'/></bpmndi:BPMNShape></bpmndi:BPMNPlane>"
      "</bpmndi:BPMNDiagram>");
}

inline constexpr const char* kCompensation =
    "<boundaryEvent id='b' attachedToRef='m'><compensateEventDefinition/></boundaryEvent>";

inline constexpr const char* kIo =
    "<ioSpecification><dataInput id='d'/><dataOutput id='o'/><inputSet><dataInputRefs>d"
    "</dataInputRefs></inputSet><outputSet><dataOutputRefs>o</dataOutputRefs></outputSet>"
    "</ioSpecification>";

inline std::string fine() { return between("<task id='m' name='m'/>"); }
inline std::string catch_a() {
  return "<intermediateCatchEvent id='a'><timerEventDefinition/></intermediateCatchEvent>";
}
inline std::string catch_b() {
  return "<intermediateCatchEvent id='b'><signalEventDefinition/></intermediateCatchEvent>";
}

// As `between`, with the dialects' prefixes.
inline std::string between_in_dialect(std::string_view middle, std::string_view more = {}) {
  std::string document = between(middle, more);
  document.insert(document.find("targetNamespace"),
                  "xmlns:camunda='http://camunda.org/schema/1.0/bpmn' "
                  "xmlns:flowable='http://flowable.org/bpmn' "
                  "xmlns:zeebe='http://camunda.org/schema/zeebe/1.0' ");
  return document;
}

inline std::string with_extension(std::string_view task, std::string_view extension) {
  return between_in_dialect("<" + std::string(task) + "><extensionElements>" +
                            std::string(extension) + "</extensionElements></" +
                            std::string(task.substr(0, task.find(' '))) + ">");
}

inline std::string escalation_at(std::string_view host, std::string_view more = {}) {
  return with_boundary(host,
                       "<boundaryEvent id='b' attachedToRef='m'><escalationEventDefinition/>"
                       "</boundaryEvent>" +
                           std::string(more));
}

}  // namespace umlauf::verify
