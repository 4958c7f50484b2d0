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
      {"DAT-10", with_input("n + 1"), with_input("upper case(n)")},
      {"DAT-07", due("=true"), due("=@\"2026-01-31\"")},
      {"DAT-07", each_of("=1"), each_of("=[1]")},
      {"DAT-11", writers("parallel", "1"), writers("exclusive", "1")},
      {"DAT-12", choice("a &gt; 5 and a &lt; 3", "a &lt; 9"), choice("a &gt; 5", "a &lt;= 5")},
      {"DAT-13", choice("a &gt; 5", "a &lt; 5"), choice("a &gt; 5", "a &lt;= 5")},
      {"DAT-14", named("if"), named("iff")},
  };
}

}  // namespace umlauf::cli
