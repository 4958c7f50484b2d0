#include "tests/verify/structure/cases.hpp"

namespace umlauf::verify {

std::vector<Case> gateway_cases() {
  return {
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
      {"GTW-06", event_gateway("<task id='a'/>", catch_b()), event_gateway(catch_a(), catch_b())},
      {"GTW-07", between("<eventBasedGateway id='m'/>"), event_gateway(catch_a(), catch_b())},
      {"GTW-08",
       event_gateway(catch_a(), catch_b(), "<sequenceFlow id='x' sourceRef='s' targetRef='a'/>"),
       event_gateway(catch_a(), catch_b())},
      {"GTW-09",
       event_gateway("<receiveTask id='a'/>",
                     "<intermediateCatchEvent id='b'>"
                     "<messageEventDefinition/></intermediateCatchEvent>"),
       event_gateway("<receiveTask id='a'/>", catch_b())},
      {"GTW-11", between("<parallelGateway id='m'/>"), fine()},
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
                     catch_b()),
       event_gateway("<receiveTask id='a'/>", catch_b())},
      {"GTW-19", between("<eventBasedGateway id='m' eventGatewayType='Parallel'/>"),
       process("<eventBasedGateway id='m' eventGatewayType='Parallel' instantiate='true'/>")},
      {"GTW-20",
       between("<parallelGateway id='m' gatewayDirection='Converging'/><task id='t'/>",
               "<sequenceFlow id='f3' sourceRef='m' targetRef='t'/>"),
       between("<parallelGateway id='m' gatewayDirection='Mixed'/><task id='t'/>",
               "<sequenceFlow id='f3' sourceRef='m' targetRef='t'/>")},
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
      {"GTW-12", between("<complexGateway id='m'/>"), fine()},
      {"GTW-13",
       between("<inclusiveGateway id='m'/><task id='t'/>",
               "<sequenceFlow id='f3' sourceRef='m' targetRef='t'/>"),
       between("<inclusiveGateway id='m'/>")},
      {"GTW-14", between_in_dialect("<eventBasedGateway id='m' camunda:asyncAfter='true'/>"),
       between_in_dialect("<eventBasedGateway id='m' camunda:asyncBefore='true'/>")},
  };
}

}  // namespace umlauf::verify
