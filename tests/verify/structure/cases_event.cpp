#include "tests/verify/structure/cases.hpp"

namespace umlauf::verify {
namespace {

std::string zeebe_receive(std::string_view subscription) {
  return definitions("<message id='msg' name='m'><extensionElements>" + std::string(subscription) +
                         "</extensionElements></message><process id='p' isExecutable='true'>"
                         "<receiveTask id='r' messageRef='msg'/></process>",
                     "xmlns:z='http://camunda.org/schema/zeebe/1.0'");
}

}  // namespace

std::vector<Case> event_cases() {
  return {
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
       between("<intermediateCatchEvent id='m'><timerEventDefinition><timeDuration>PT1H"
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
      {"EVT-34", between("<task id='m'/><endEvent id='e2'/>"), fine()},
      {"EVT-35", between("<task id='m'/><startEvent id='s2'/>"), fine()},
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
       fine()},
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
                   "<task id='undo' isForCompensation='true'/>",
               "<association id='as' sourceRef='b' targetRef='undo'/>")},
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
      {"EVT-24",
       with_boundary("<manualTask id='m'/>",
                     "<boundaryEvent id='b' attachedToRef='m'><errorEventDefinition/>"
                     "</boundaryEvent>"),
       with_boundary("<subProcess id='m'><serviceTask id='t'/></subProcess>",
                     "<boundaryEvent id='b' attachedToRef='m'><errorEventDefinition/>"
                     "</boundaryEvent>")},
      {"EVT-25", escalation_at("<manualTask id='m'/>"), escalation_at("<userTask id='m'/>")},
      {"EVT-26",
       escalation_at("<userTask id='m'/>",
                     "<boundaryEvent id='b2' attachedToRef='m'><escalationEventDefinition "
                     "escalationRef='up'/></boundaryEvent>")
           .replace(escalation_at("").find("<process"), 0, "<escalation id='up'/>"),
       escalation_at("<userTask id='m'/>")},
      {"EVT-27",
       definitions("<message id='msg' name='m-${x}'/><process id='p' isExecutable='true'>"
                   "<startEvent id='s'><messageEventDefinition messageRef='msg'/></startEvent>"
                   "</process>"),
       definitions("<message id='msg' name='m'/><process id='p' isExecutable='true'>"
                   "<startEvent id='s'><messageEventDefinition messageRef='msg'/></startEvent>"
                   "</process>")},
      {"EVT-28", zeebe_receive(""), zeebe_receive("<z:subscription correlationKey='=case'/>")},
      {"EVT-29",
       between("<task id='m'/>")
           .replace(between("<task id='m'/>").find("<endEvent id='e'/>"), 18,
                    "<endEvent id='e'><terminateEventDefinition/></endEvent>"),
       between("<parallelGateway id='m'/><endEvent id='e2'><terminateEventDefinition/></endEvent>",
               "<sequenceFlow id='f3' sourceRef='m' targetRef='e2'/>")},
      {"EVT-24",
       process("<task id='t'/><subProcess id='es' triggeredByEvent='true'><startEvent id='es1'>"
               "<errorEventDefinition/></startEvent></subProcess>"),
       process("<endEvent id='t'><errorEventDefinition/></endEvent>"
               "<subProcess id='es' triggeredByEvent='true'><startEvent id='es1'>"
               "<errorEventDefinition/></startEvent></subProcess>")},
  };
}

}  // namespace umlauf::verify
