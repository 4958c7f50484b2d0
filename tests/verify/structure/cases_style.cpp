#include "tests/verify/structure/cases.hpp"

namespace umlauf::verify {

namespace {

std::string in_lane(std::string_view content) {
  return process("<laneSet id='ls'><lane id='l' name='l'>" + std::string(content) +
                 "</lane></laneSet><startEvent id='s'/><task id='m'/><endEvent id='e'/>"
                 "<sequenceFlow id='f1' sourceRef='s' targetRef='m'/>"
                 "<sequenceFlow id='f2' sourceRef='m' targetRef='e'/>");
}

}  // namespace

std::vector<Case> style_cases() {
  return {
      {"STY-01", between("<task id='m'/>"), fine()},
      {"STY-03", process(many_tasks(51)), process(many_tasks(50))},
      {"STY-04", pools(""),
       definitions("<collaboration id='c'><participant id='pa' name='office' processRef='p'/>"
                   "</collaboration><process id='p' isExecutable='true'/>")},
      {"STY-06", between(nested(4)), between(nested(3))},
      {"STY-07", in_lane(""), in_lane("<flowNodeRef>m</flowNodeRef>")},
      {"STY-02", between("<task id='m' name='Antragsprüfung'/>"),
       between("<task id='m' name='Antrag prüfen'/>")},
      {"STY-02", between("<task id='m' name='Validation of the request'/>"),
       between("<task id='m' name='Document of a person'/>")},
      {"STY-02", choice("name='decision'"), choice("name='complete?'")},
  };
}

}  // namespace umlauf::verify
