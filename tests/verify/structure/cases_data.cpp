#include "tests/verify/structure/cases.hpp"

namespace umlauf::verify {
namespace {

// A user task in a lane that reads an object of the class 'health'.
std::string health_data(std::string_view lane, std::string_view object,
                        std::string_view process = {}) {
  return definitions(
      "<process id='p' isExecutable='true' " + std::string(process) +
          "><laneSet id='ls'><lane id='l' name='Clerk' " + std::string(lane) +
          "><flowNodeRef>m</flowNodeRef></lane></laneSet><startEvent id='s'/>"
          "<dataObject id='o' name='file' u:dataClass='health' " +
          std::string(object) +
          "/><dataObjectReference id='r' name='file' dataObjectRef='o'/>"
          "<userTask id='m'><ioSpecification><dataInput id='d'/><inputSet><dataInputRefs>d"
          "</dataInputRefs></inputSet><outputSet/></ioSpecification><dataInputAssociation>"
          "<sourceRef>r</sourceRef><targetRef>d</targetRef></dataInputAssociation></userTask>"
          "<endEvent id='e'/><sequenceFlow id='f1' sourceRef='s' targetRef='m'/>"
          "<sequenceFlow id='f2' sourceRef='m' targetRef='e'/></process>",
      "xmlns:u='https://umlauf.example/bpmn/1.0' xmlns:c='http://camunda.org/schema/1.0/bpmn'");
}

}  // namespace

std::vector<Case> data_cases() {
  return {
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
      {"DAT-01", process("<dataObject id='o'/><dataObjectReference id='r' dataObjectRef='o'/>"),
       process("<dataObject id='o'/><dataObjectReference id='r' name='form' "
               "dataObjectRef='o'/>")},
      {"DAT-04", process("<property id='o'/>"), process("<property id='o' name='count'/>")},
      {"SEC-05", health_data("", "u:retention='P10Y'"),
       health_data("u:dataClass='tax health'", "u:retention='P10Y'")},
      {"SEC-05", health_data("u:dataClass='health'", ""),
       health_data("u:dataClass='health'", "", "c:historyTimeToLive='P10Y'")},
  };
}

}  // namespace umlauf::verify
