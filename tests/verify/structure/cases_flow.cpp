#include "tests/verify/structure/cases.hpp"

namespace umlauf::verify {

std::vector<Case> flow_cases() {
  return {
      {"FLW-02",
       process("<subProcess id='a'><task id='t'/></subProcess><task id='u'/><sequenceFlow id='f' "
               "sourceRef='u' targetRef='t'/>"),
       fine()},
      {"FLW-03", between("<task id='m'/>", "<sequenceFlow id='f3' sourceRef='s' targetRef='m'/>"),
       fine()},
      {"FLW-05", between("<task id='m'/><task id='lonely'/>"), fine()},
      {"FLW-09", between("<task id='m'/>", "<sequenceFlow id='f3' sourceRef='e' targetRef='s'/>"),
       fine()},
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
       fine()},
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
       fine()},
      {"FLW-20",
       process("<task id='t'><outgoing>f</outgoing><outgoing>g</outgoing></task><task id='u'>"
               "<incoming>f</incoming><outgoing>g</outgoing></task><task id='v'><incoming>g"
               "</incoming></task><sequenceFlow id='f' sourceRef='t' targetRef='u'/>"
               "<sequenceFlow id='g' sourceRef='u' targetRef='v'/>"),
       process("<task id='t'><outgoing>f</outgoing></task><task id='u'><incoming>f</incoming>"
               "</task><sequenceFlow id='f' sourceRef='t' targetRef='u'/>")},
      {"FLW-06",
       process("<startEvent id='s'/><task id='t'/><sequenceFlow id='f' sourceRef='s' "
               "targetRef='t'/>"),
       fine()},
      {"FLW-07",
       between("<task id='m'/><endEvent id='e2'/>",
               "<sequenceFlow id='f3' sourceRef='m' targetRef='e2'/>"),
       fine()},
      {"FLW-08",
       between("<task id='m'/><startEvent id='s2'/>",
               "<sequenceFlow id='f3' sourceRef='s2' targetRef='m'/>"),
       fine()},
      {"FLW-04",
       process("<task id='t'/><task id='u'/><task id='lonely'/><sequenceFlow id='f' sourceRef='t' "
               "targetRef='u'/>"),
       process("<task id='t'/><task id='u'/><task id='undo' isForCompensation='true'/>"
               "<sequenceFlow id='f' sourceRef='t' targetRef='u'/>")},
      {"FLW-13",
       process("<task id='t'/><task id='u'/><task id='v'/><sequenceFlow id='f' sourceRef='t' "
               "targetRef='u'><conditionExpression>x</conditionExpression></sequenceFlow>"
               "<sequenceFlow id='g' sourceRef='t' targetRef='v'/>"),
       choice("default='f3'")},
  };
}

}  // namespace umlauf::verify
