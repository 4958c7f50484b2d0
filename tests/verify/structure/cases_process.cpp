#include "tests/verify/structure/cases.hpp"

namespace umlauf::verify {

std::vector<Case> process_cases() {
  return {
      {"PRC-02", definitions("<process id='p'/>"), fine()},
      {"PRC-03",
       process(
           "<task id='t'/><endEvent id='e'/><sequenceFlow id='f' sourceRef='t' targetRef='e'/>"),
       process("<task id='t'/>")},
      {"PRC-04",
       process("<startEvent id='s'/><task id='t'/><sequenceFlow id='f' sourceRef='s' "
               "targetRef='t'/>"),
       fine()},
      {"PRC-05",
       between("<task id='m'/>",
               "<startEvent id='s2'/><sequenceFlow id='f3' "
               "sourceRef='s2' targetRef='m'/>"),
       fine()},
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
      {"PRC-16", definitions("<choreography id='ch'/>"), fine()},
      {"PRC-16", definitions("<collaboration id='c'><conversation id='k'/></collaboration>"),
       pools("")},
      {"XML-06", between("<task id='" + std::string(300, 'm') + "'/><task id='m'/>"), fine()},
      {"PRC-06",
       process("<startEvent id='s'><timerEventDefinition/></startEvent><startEvent id='s2'>"
               "<timerEventDefinition/></startEvent>"),
       process("<startEvent id='s'><timerEventDefinition/></startEvent><startEvent id='s2'>"
               "<signalEventDefinition/></startEvent>")},
      {"PRC-01", definitions("<process id='p'/>"), fine()},
      {"PRC-08",
       definitions("<process id='p' isExecutable='true' c:versionTag=' '/>",
                   "xmlns:c='http://camunda.org/schema/1.0/bpmn'"),
       definitions("<process id='p' isExecutable='true' c:versionTag='1.0'/>",
                   "xmlns:c='http://camunda.org/schema/1.0/bpmn'")},
      {"PRC-11",
       definitions("<process id='p' isExecutable='true' c:candidateStarterGroups=''/>",
                   "xmlns:c='http://camunda.org/schema/1.0/bpmn'"),
       definitions("<process id='p' isExecutable='true' c:candidateStarterGroups='clerks'/>",
                   "xmlns:c='http://camunda.org/schema/1.0/bpmn'")},
  };
}

}  // namespace umlauf::verify
