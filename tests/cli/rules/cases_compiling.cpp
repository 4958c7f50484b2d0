#include "tests/cli/rules/files.hpp"

namespace umlauf::cli {

std::vector<Case> reading_cases() {
  const Files fine = around("<task id='m'/>");
  return {
      {"XML-01", {{"a.bpmn", "<definitions"}}, fine},
      {"XML-02", around("<task id='m' isForCompensation='yes'/>"), fine},
      {"XML-03", flow_of("<task id='m'/><task id='m'/>", "s>m m>e"), fine},
      {"XML-04", flow_of("<task id='m'/>", "s>m m>nowhere"), fine},
      {"XML-05", {{"a.bpmn", "<definitions xmlns='http://schema.omg.org/spec/BPMN/2.0'/>"}}, fine},
      {"XML-07", flow_of("<task id='m'/><task id='1 2'/>", "s>m m>e"), fine},
      {"XML-08",
       model("<import namespace='urn:x' location='x.bpmn' "
             "importType='http://www.omg.org/spec/BPMN/20100524/MODEL'/>"),
       fine},
      {"DIA-02",
       model("<process id='p'/><bpmndi:BPMNDiagram><bpmndi:BPMNPlane><bpmndi:BPMNShape id='x' "
             "bpmnElement='nowhere'/></bpmndi:BPMNPlane></bpmndi:BPMNDiagram>"),
       fine},
      {"FLW-01",
       model("<process id='p'><task id='m'/><sequenceFlow id='f' sourceRef='m'/></process>"), fine},
      {"DAT-03",
       model(
           "<process id='p'><textAnnotation id='m'/><association id='a' sourceRef='m'/></process>"),
       fine},
  };
}

std::vector<Case> compiling_cases() {
  const auto retry = [](std::string_view cycle) {
    return extended("task id='m' c:asyncBefore='true'",
                    "<c:failedJobRetryTimeCycle>" + text(cycle) + "</c:failedJobRetryTimeCycle>");
  };
  const auto kept_for = [](std::string_view days) {
    return model("<process id='p' isExecutable='true' c:historyTimeToLive='" + text(days) +
                 "'><startEvent id='s'/><endEvent id='e'/>" + flows("s>e") + "</process>");
  };
  const auto condition = [](std::string_view language) {
    return around("<intermediateCatchEvent id='m'><conditionalEventDefinition><condition " +
                  text(language) +
                  ">a</condition></conditionalEventDefinition>"
                  "</intermediateCatchEvent>");
  };
  const auto association = [](std::string_view source) {
    return around(
        "<dataObject id='o' name='o'/><dataStoreReference id='ds'/><task id='m'><property "
        "id='pr' name='pr'/><dataInputAssociation><sourceRef>" +
        text(source) + "</sourceRef><targetRef>pr</targetRef></dataInputAssociation></task>");
  };
  const auto starts = [](std::string_view second) {
    return model("<message id='x' name='x'/><message id='y' name='y'/>" +
                 process("p",
                         "<startEvent id='s'><messageEventDefinition messageRef='x'/>"
                         "</startEvent><startEvent id='t'><messageEventDefinition "
                         "messageRef='" +
                             text(second) + "'/></startEvent><endEvent id='e'/>",
                         "s>e t>e"));
  };
  const auto decides = [](std::string_view id) {
    Files files = around("<businessRuleTask id='m' c:decisionRef='" + text(id) + "'/>");
    files.push_back(literal("1").front());
    return files;
  };
  return {
      {"XML-09", around("<task id='m' c:asyncBefore='yes'/>"),
       around("<task id='m' c:asyncBefore='true'/>")},
      {"PRC-07", kept_for("often"), kept_for("180")},
      {"PRC-09", around("<callActivity id='m'/>"), calling("q")},
      {"PRC-09", calling("gone"), calling("q")},
      {"FLW-14", condition("language='javascript'"), condition("")},
      {"ACT-01", around("<serviceTask id='m'/>"),
       around("<serviceTask id='m' c:type='external' c:topic='t'/>")},
      {"ACT-02", around("<serviceTask id='m' c:type='mail'/>"),
       around("<serviceTask id='m' c:type='external' c:topic='t'/>")},
      {"ACT-04", around("<sendTask id='m'/>"),
       around("<sendTask id='m' c:type='external' c:topic='t'/>")},
      {"ACT-08", around("<scriptTask id='m' scriptFormat='groovy'><script>a</script></scriptTask>"),
       script("1")},
      {"ACT-09", around("<businessRuleTask id='m'/>"), decides("d")},
      {"ACT-09", decides("gone"), decides("d")},
      {"ACT-12", around("<userTask id='m' c:formKey='k' c:formRef='f'/>"),
       around("<userTask id='m' c:formKey='k'/>")},
      {"ACT-17", around("<userTask id='m' c:priority='high'/>"),
       around("<userTask id='m' c:priority='60'/>")},
      {"ACT-20",
       extended("task id='m'",
                "<c:inputOutput><c:inputParameter name='a'><c:script "
                "scriptFormat='groovy'>1</c:script></c:inputParameter>"
                "</c:inputOutput>"),
       extended("task id='m'",
                "<c:inputOutput><c:inputParameter name='a'>1</c:inputParameter></c:inputOutput>")},
      {"ACT-21", extended("callActivity id='m' calledElement='p'", "<c:in source='a'/>"),
       extended("callActivity id='m' calledElement='p'", "<c:in source='a' target='b'/>")},
      {"ACT-25", around("<task id='m'><standardLoopCharacteristics loopMaximum='many'/></task>"),
       around("<task id='m'><standardLoopCharacteristics loopMaximum='3'/></task>")},
      {"ACT-29", retry("often"), retry("R3/PT10M")},
      {"DAT-02", association("ds"), association("o")},
      {"DAT-05", script("1 +"), script("1 + 1")},
      {"EVT-18", with_boundary(timer("b", "timeDuration", "tomorrow"), "m>e b>f"),
       with_boundary(timer("b", "timeDuration", "PT1H"), "m>e b>f")},
      {"RUN-01", starts("x"), starts("y")},
  };
}

}  // namespace umlauf::cli
