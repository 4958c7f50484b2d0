#include "tests/cli/rules/files.hpp"

namespace umlauf::cli {

std::vector<Case> decision_cases() {
  const std::string both = rule(kBelow, "1") + rule(kFrom, "2");
  const auto fine = [&] { return decision("", kOutput, both); };
  const auto requires_one = [](std::string_view id) {
    return Files{
        {"a.dmn", dmn("<decision id='d' name='d'><variable name='d'/><informationRequirement>"
                      "<requiredDecision href='#" +
                      text(id) +
                      "'/></informationRequirement><literalExpression><text>1</text>"
                      "</literalExpression></decision><decision id='x' name='x'><variable "
                      "name='x'/><literalExpression><text>1</text></literalExpression>"
                      "</decision>")}};
  };
  const auto imports = [](std::string_view ns) {
    return Files{{"a.dmn", dmn("<import namespace='" + text(ns) +
                               "' importType='https://www.omg.org/spec/DMN/20230324/MODEL/' "
                               "name='o'/>")},
                 {"b.dmn", dmn("", "urn:other")}};
  };
  const auto asked = [&](std::string_view form) {
    Files files = around("<businessRuleTask id='m' c:decisionRef='d' c:mapDecisionResult='" +
                         text(form) + "'/>");
    files.emplace_back("a.dmn", table("hitPolicy='RULE ORDER'", kOutput, rule("-", "1")));
    return files;
  };
  const auto counted = [&](std::string_view entries) {
    return Files{
        {"a.dmn", dmn("<decision id='d' name='d'><variable name='d'/><decisionTable><input>"
                      "<inputExpression><text>count(a)</text></inputExpression></input>" +
                      text(kOutput) + text(entries) + "</decisionTable></decision>")}};
  };
  const auto twice = [&](std::string_view ns, std::string_view id) {
    const std::string other = "<decision id='" + text(id) +
                              "' name='o'><variable name='o'/><literalExpression><text>1</text>"
                              "</literalExpression></decision>";
    Files files = fine();
    files.emplace_back("b.dmn", dmn(other, ns));
    return files;
  };
  const std::string allowed =
      "<output name='a'><outputValues><text>1, 2</text></outputValues></output>";
  const std::string two = "<output name='a'/><output name='b'/>";
  const std::string nameless = "<output/><output/>";
  const std::string more = "<outputEntry><text>1</text></outputEntry>";
  return {
      {"DMN-01", decision("", kOutput, rule(kBelow, "1")), fine()},
      {"DMN-01", counted(rule("0", "1") + rule("&gt; 1", "2")),
       counted(rule("0", "1") + rule("&gt;= 1", "2"))},
      {"DMN-02", decision("", kOutput, both + rule("3", "4")), fine()},
      {"DMN-03", decision("hitPolicy='FIRST'", kOutput, both + rule("3", "4")), fine()},
      {"DMN-03", decision("hitPolicy='PRIORITY'", allowed, rule("-", "1") + rule("3", "2")),
       decision("hitPolicy='PRIORITY'", allowed, rule("-", "2") + rule("3", "1"))},
      {"DMN-04", decision("", kOutput, both + rule("[5..3]", "4")), fine()},
      {"DMN-05", decision("", kOutput, rule(kBelow, "1") + rule(kFrom, "1")), fine()},
      {"DMN-06", decision("", allowed, rule(kBelow, "1") + rule(kFrom, "3")),
       decision("", allowed, both)},
      {"DMN-07", decision("", kOutput, rule("\"x\"", "1")), fine()},
      {"DMN-08", decision("hitPolicy='PRIORITY'", kOutput, both),
       decision("hitPolicy='PRIORITY'", allowed, both)},
      {"DMN-09", requires_one("nowhere"), requires_one("x")},
      {"DMN-10", asked("singleEntry"), asked("collectEntries")},
      {"DMN-11", decision("hitPolicy='COLLECT'", kOutput, both + rule(kBelow, "1")), fine()},
      {"DMN-21", {{"a.dmn", dmn("", "")}}, fine()},
      {"DMN-22",
       {{"a.dmn", dmn("<inputData id='i' name='a'/><inputData id='i' name='b'/>")}},
       fine()},
      {"DMN-22", twice("urn:other", "d"), twice("urn:other", "o")},
      {"DMN-23", {{"a.dmn", "<definitions xmlns='urn:x'/>"}}, fine()},
      {"DMN-24", imports("urn:nowhere"), imports("urn:other")},
      {"DMN-27", literal("1", "length"), literal("1", "number")},
      {"DMN-28", decision("", nameless, rule("-", "1", more)),
       decision("", two, rule("-", "1", more))},
  };
}

std::vector<Case> expression_cases() {
  // A decision that requires the input data `a`; the document declares `b` as well.
  const auto with_inputs = [](std::string_view logic) {
    return Files{
        {"a.dmn",
         dmn("<inputData id='ia' name='a'><variable name='a'/></inputData><inputData id='ib' "
             "name='b'><variable name='b'/></inputData><decision id='d' name='d'><variable "
             "name='d'/><informationRequirement><requiredInput href='#ia'/>"
             "</informationRequirement>" +
             text(logic) + "</decision>")}};
  };
  const auto computed = [&](std::string_view expression) {
    return with_inputs("<literalExpression><text>" + text(expression) +
                       "</text></literalExpression>");
  };
  const auto looked_up = [&](std::string_view input, std::string_view output) {
    return with_inputs("<decisionTable><input><inputExpression><text>" + text(input) +
                       "</text></inputExpression></input>" + kOutput + rule("-", output) +
                       "</decisionTable>");
  };
  const auto filtered = [&](std::string_view match) {
    return with_inputs(
        "<filter><in><literalExpression><text>a</text></literalExpression></in>"
        "<match><literalExpression><text>" +
        text(match) + "</text></literalExpression></match></filter>");
  };
  const auto function = [](std::string_view body) {
    return Files{{"a.dmn", dmn("<businessKnowledgeModel id='k' name='k'><variable name='k'/>"
                               "<encapsulatedLogic><formalParameter name='x'/><literalExpression>"
                               "<text>" +
                               text(body) +
                               "</text></literalExpression></encapsulatedLogic>"
                               "</businessKnowledgeModel>")}};
  };
  const auto entry = [](std::string_view type) {
    return Files{{"a.dmn", dmn("<decision id='d' name='d'><variable name='d'/><context>"
                               "<contextEntry><variable name='e' typeRef='" +
                               text(type) +
                               "'/><literalExpression><text>\"a\"</text></literalExpression>"
                               "</contextEntry></context></decision>")}};
  };
  const Files fine = literal("1 + 1", "number");
  return {
      {"FEEL-01", literal("1 +"), fine},
      {"FEEL-02", literal(std::string(300, '(') + "1" + std::string(300, ')')), fine},
      {"FEEL-10", literal("1 + \"a\""), fine},
      {"FEEL-11", literal("floor(1, 2, 3)"), literal("floor(1)")},
      {"FEEL-12", literal("{a: 1}.b"), literal("{a: 1}.a")},
      {"FEEL-13", literal("1 = \"a\""), literal("1 = 2")},
      {"FEEL-14", literal("if 1 then 2 else 3"), literal("if true then 2 else 3")},
      {"FEEL-15", literal("@\"2024-02-30\""), literal("@\"2024-02-29\"")},
      {"FEEL-16", computed("a + b"), computed("a + 1")},
      {"FEEL-16", computed("a[b &gt; 1] + c"), computed("a[b &gt; 1]")},
      {"FEEL-16", looked_up("b", "1"), looked_up("a", "1")},
      {"FEEL-16", looked_up("a", "red"), looked_up("a", "\"red\"")},
      {"FEEL-16", function("x + y"), function("x + k(x)")},
      // What nothing declares is an input where a document declares none.
      {"FEEL-16", function("y"), literal("y")},
      {"FEEL-16", computed("item"), filtered("item &gt; 1 and b")},
      {"FEEL-17", literal("\"a\"", "number"), fine},
      {"FEEL-17", entry("number"), entry("string")},
  };
}

}  // namespace umlauf::cli
