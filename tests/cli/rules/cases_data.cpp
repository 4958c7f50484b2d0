#include "tests/cli/rules/files.hpp"

namespace umlauf::cli {

namespace {

// Two that write the variable `x`, one after the other.
Files two_scripts(std::string_view one, std::string_view other) {
  const auto writes = [](std::string_view id, std::string_view expression) {
    return "<scriptTask id='" + text(id) + "' scriptFormat='feel' c:resultVariable='x'><script>" +
           text(expression) + "</script></scriptTask>";
  };
  return flow_of(writes("a", one) + writes("b", other), "s>a a>b b>e");
}

Files typed_object(std::string_view type, std::string_view expression) {
  return model("<itemDefinition id='i' structureRef='" + text(type) + "'/>" +
               process("p",
                       "<dataObject id='o' name='o' itemSubjectRef='i'/><startEvent id='s'/>"
                       "<scriptTask id='m' scriptFormat='feel'><script>" +
                           text(expression) + "</script></scriptTask><endEvent id='e'/>",
                       "s>m m>e"));
}

// What a decision yields is computed with.
Files decided(std::string_view type) {
  Files files = flow_of(
      "<businessRuleTask id='m'><extensionElements><z:calledDecision "
      "decisionId='d' resultVariable='fee'/></extensionElements>"
      "</businessRuleTask><scriptTask id='r' scriptFormat='feel'><script>fee + 1"
      "</script></scriptTask>",
      "s>m m>r r>e");
  files.push_back(literal(type == "string" ? "\"a\"" : "1", type).front());
  return files;
}

// The same of a decision table, only the output of which has a type.
Files looked_up(std::string_view type, std::string_view value) {
  Files files = decided("number");
  files.back().second =
      table("", "<output name='a' typeRef='" + text(type) + "'/>", rule("-", value));
  return files;
}

// `x <= 100` on the way to a gateway with this condition; between them a task.
Files guarded(std::string_view task, std::string_view condition) {
  const auto way = [](std::string_view ends, std::string_view holds) {
    return "<sequenceFlow id='" + text(ends) + "' sourceRef='" + text(ends.substr(0, 1)) +
           "' targetRef='" + text(ends.substr(1)) + "'><conditionExpression>" + text(holds) +
           "</conditionExpression></sequenceFlow>";
  };
  return flow_of("<exclusiveGateway id='g' default='ge'/><exclusiveGateway id='h' default='he'/>" +
                     text(task) +
                     "<task id='u'/><sequenceFlow id='ge' sourceRef='g' "
                     "targetRef='e'/><sequenceFlow id='he' sourceRef='h' targetRef='e'/>" +
                     way("gm", "x &lt;= 100") + way("hu", condition),
                 "s>g m>h u>e");
}

Files mapped(std::string_view value) {
  return extended("task id='m'", "<c:inputOutput><c:inputParameter name='k'>" + text(value) +
                                     "</c:inputParameter></c:inputOutput>");
}

Files waiting(std::string_view kind, std::string_view value) {
  return around("<intermediateCatchEvent id='m'><timerEventDefinition><" + text(kind) + ">" +
                text(value) + "</" + text(kind) +
                "></timerEventDefinition></intermediateCatchEvent>");
}

// A number from a form goes through a mapping into the script that reads it.
Files mapped_field(std::string_view value, std::string_view read) {
  return flow_of(
      "<userTask id='m'><extensionElements><c:formData><c:formField id='n' type='long'/>"
      "</c:formData></extensionElements></userTask><scriptTask id='r' scriptFormat='feel'>"
      "<extensionElements><c:inputOutput><c:inputParameter name='k'>" +
          text(value) + "</c:inputParameter></c:inputOutput></extensionElements><script>" +
          text(read) + "</script></scriptTask>",
      "s>m m>r r>e");
}

Files due(std::string_view date) {
  return around("<userTask id='m'><extensionElements><z:taskSchedule dueDate='" + text(date) +
                "'/></extensionElements></userTask>");
}

Files each_of(std::string_view collection) {
  return around(
      "<userTask id='m'><multiInstanceLoopCharacteristics><extensionElements>"
      "<z:loopCharacteristics inputCollection='" +
      text(collection) + "'/></extensionElements></multiInstanceLoopCharacteristics></userTask>");
}

}  // namespace

std::vector<Case> data_cases() {
  const auto named = [](std::string_view name) {
    return around("<scriptTask id='m' scriptFormat='feel' c:resultVariable='" + text(name) +
                  "'><script>1</script></scriptTask>");
  };
  const auto with_input = [](std::string_view expression) {
    return script(expression,
                  "<extensionElements><c:inputOutput><c:inputParameter name='n'>1"
                  "</c:inputParameter></c:inputOutput></extensionElements>");
  };
  return {
      {"DAT-06", script("summe([1, 2])"), script("sum([1, 2])")},
      {"DAT-07", choice("1 + 1", "true"), choice("a &gt; 1", "a &lt;= 1")},
      {"DAT-08", writers("exclusive", "x + 1"), writers("exclusive", "z + 1")},
      {"DAT-09", with_input("1 + 1"), with_input("n + 1")},
      {"DAT-10", form_field("upper case(n)"), form_field("n + 1")},
      {"DAT-10", two_scripts("1", "\"a\""), two_scripts("1", "2")},
      {"DAT-10", typed_object("xsd:string", "o + 1"), typed_object("xsd:integer", "o + 1")},
      {"DAT-10", decided("string"), decided("number")},
      {"DAT-10", looked_up("string", "\"a\""), looked_up("number", "1")},
      {"DAT-10", with_input("n + 1"), with_input("upper case(n)")},
      {"DAT-07", due("=true"), due("=@\"2026-01-31\"")},
      {"DAT-07", each_of("=1"), each_of("=[1]")},
      // What is written as ${...} is typed as FEEL is.
      {"DAT-07", choice("${1 + 1}", "${true}"), choice("${a &gt; 1}", "${!(a &gt; 1)}")},
      {"DAT-07", choice("${a} = ${b}", "${true}"), choice("${a == b}", "${a != b}")},
      {"DAT-07", choice("${'a' &lt; 1}", "${true}"), choice("${a == '1'}", "${a != '1'}")},
      {"DAT-07", mapped("${true + 1}"), mapped("invoice ${n} of ${name}")},
      {"DAT-07", waiting("timeDuration", "${1 &lt; 2}"), waiting("timeDuration", "PT${n}H")},
      {"DAT-07", waiting("timeDate", "${3}"), waiting("timeDate", "${dateTime().plusDays(3)}")},
      {"DAT-10", form_field("${n &amp;&amp; true}"), form_field("${n + 1}")},
      {"DAT-10", mapped_field("${n}", "upper case(k)"), mapped_field("${n}", "k + 1")},
      {"DAT-11", writers("parallel", "1"), writers("exclusive", "1")},
      {"DAT-11", writers("inclusive", "1"), writers("exclusive", "1")},
      {"DAT-12", choice("a &gt; 5 and a &lt; 3", "a &lt; 9"), choice("a &gt; 5", "a &lt;= 5")},
      {"DAT-12", choice("1 = 2", "a &lt; 9"), choice("a &lt; 9", "1 = 1")},
      {"DAT-12", guarded("<task id='m'/>", "x &gt; 200"), guarded("<task id='m'/>", "x &gt; 50")},
      {"DAT-12", guarded("<task id='m'/>", "x &gt; 200"),
       guarded("<userTask id='m'/>", "x &gt; 200")},
      {"DAT-13", choice("a &gt; 5", "a &lt; 5"), choice("a &gt; 5", "a &lt;= 5")},
      {"DAT-14", named("if"), named("iff")},
  };
}

}  // namespace umlauf::cli
