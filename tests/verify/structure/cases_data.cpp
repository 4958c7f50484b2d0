#include "tests/verify/structure/cases.hpp"

namespace umlauf::verify {

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
  };
}

}  // namespace umlauf::verify
