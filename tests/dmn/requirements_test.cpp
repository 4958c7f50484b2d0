// Decision requirements (chapter 6), business knowledge models, decision services, imports.
#include <gtest/gtest.h>

#include "tests/dmn/model_text.hpp"

namespace umlauf::dmn {
namespace {

using namespace testing;

std::string requires_decision(std::string_view href) {
  return "<informationRequirement><requiredDecision href=\"" + std::string(href) +
         "\"/></informationRequirement>";
}
std::string requires_input(std::string_view href) {
  return "<informationRequirement><requiredInput href=\"" + std::string(href) +
         "\"/></informationRequirement>";
}
std::string requires_knowledge(std::string_view href) {
  return "<knowledgeRequirement><requiredKnowledge href=\"" + std::string(href) +
         "\"/></knowledgeRequirement>";
}
std::string input(std::string_view name, std::string_view type) {
  return "<inputData id=\"i_" + std::string(name) + "\" name=\"" + std::string(name) +
         "\"><variable name=\"" + std::string(name) + "\" typeRef=\"" + std::string(type) +
         "\"/></inputData>";
}
std::string named(std::string_view name, std::string_view content, std::string_view type = "Any") {
  return "<decision id=\"d_" + std::string(name) + "\" name=\"" + std::string(name) +
         "\"><variable name=\"" + std::string(name) + "\" typeRef=\"" + std::string(type) + "\"/>" +
         std::string(content) + "</decision>";
}

const std::string kChain =
    input("n", "number") + named("b", requires_input("#i_n") + literal("n * 2"), "number") +
    named("a", requires_decision("#d_b") + requires_input("urn:main#i_n") + literal("b + n"));

TEST(Requirements, AreEvaluatedFirst) {
  const DecisionModel model = link(document(kChain));
  EXPECT_EQ(evaluated(model, "a", "{n: 5}"), "15");
  EXPECT_EQ(evaluated(model, "a", "{n: \"5\"}"), "null");  // does not conform: null
  EXPECT_EQ(evaluated(model, "a", "{n: [5]}"), "15");
  EXPECT_EQ(evaluated(model, "a"), "null");
  EXPECT_EQ(evaluated(model, "a", "{n: 5, other: 1}"), "15");
  EXPECT_EQ(evaluated(model, "{urn:main}a", "{\"{urn:main}n\": 5}"), "15");
}

TEST(Requirements, AGivenDecisionIsNotEvaluated) {
  const DecisionModel model = link(document(kChain));
  EXPECT_EQ(evaluated(model, "a", "{n: 5, b: 100}"), "105");
  EXPECT_EQ(evaluated(model, "a", "{a: \"given\"}"), "\"given\"");
  Explanation explanation;
  EvaluateOptions options;
  options.explanation = &explanation;
  model.evaluate(*model.find_decision("a"), inputs("{n: 5, b: 100}"), options);
  ASSERT_EQ(explanation.decisions.size(), 2U);
  EXPECT_TRUE(explanation.decisions[0].given);
  EXPECT_EQ(explanation.decisions[1].name, "a");
}

TEST(Requirements, OnlyWhatIsRequiredIsSeen) {
  const DecisionModel model =
      link(document(input("n", "number") + named("a", literal("if n = null then 0 else n"))));
  EXPECT_EQ(evaluated(model, "a", "{n: 5}"), "0");
}

TEST(Requirements, WithoutAnyInputDataUndeclaredNamesAreInputs) {
  const DecisionModel model = link(document(
      named("a", literal("x + 1")) + named("b", requires_decision("#d_a") + literal("a + y")) +
      named("c", literal("a"))));
  EXPECT_EQ(evaluated(model, "b", "{x: 1, y: 10}"), "12");
  // What the model does declare must be required.
  EXPECT_EQ(evaluated(model, "c", "{x: 1}"), "null");
  const auto required = model.required_inputs(*model.find_decision("b"));
  ASSERT_EQ(required.size(), 2U);
  EXPECT_EQ(required[0].first, "x");
  EXPECT_EQ(required[1].first, "y");
}

TEST(Requirements, ADecisionWithoutLogicIsNull) {
  EXPECT_EQ(evaluated(link(document(named("a", ""))), "a"), "null");
}

TEST(Requirements, OneBadExpressionDoesNotStopItsModel) {
  const DecisionModel model =
      link(document(named("bad", literal("1 +")) + named("good", literal("1")) +
                    named("needs", requires_decision("#d_bad") + literal("bad = null"))));
  EXPECT_EQ(evaluated(model, "bad"), "null");
  EXPECT_EQ(evaluated(model, "good"), "1");
  EXPECT_EQ(evaluated(model, "needs"), "true");
  ASSERT_FALSE(model.diagnostics().empty());
  EXPECT_EQ(model.diagnostics()[0].element, "d_bad");
  EXPECT_TRUE(model.diagnostics()[0].span.known());
}

TEST(Requirements, WhatCanOnlyBeNullIsAWarning) {
  const DecisionModel model = link(document(
      input("n", "number") + named("a", requires_input("#i_n") + literal("\n  n + \"x\""))));
  ASSERT_EQ(model.diagnostics().size(), 1U);
  EXPECT_EQ(model.diagnostics()[0].severity, Severity::Warning);
  EXPECT_EQ(model.diagnostics()[0].rule, "FEEL-10");
  EXPECT_EQ(model.diagnostics()[0].span.line, 2U);
  EXPECT_EQ(model.diagnostics()[0].element, "d_a");
}

TEST(Requirements, CirclesAndMissingOnesAreReported) {
  const DecisionModel circle =
      link(document(named("a", requires_decision("#d_b") + literal("if b = null then 1 else 2")) +
                    named("b", requires_decision("#d_a") + literal("a"))));
  EXPECT_NE(evaluated(circle, "a"), "no such decision");
  bool reported = false;
  for (const Diagnostic& diagnostic : circle.diagnostics()) reported |= diagnostic.rule == "DMN-09";
  EXPECT_TRUE(reported);
  const DecisionModel missing =
      link(document(named("a", requires_decision("#nowhere") + literal("1"))));
  ASSERT_EQ(missing.diagnostics().size(), 1U);
  EXPECT_EQ(missing.diagnostics()[0].rule, "DMN-09");
  EXPECT_EQ(evaluated(missing, "a"), "1");
}

TEST(Requirements, LongChainsNeedNoStack) {
  std::string text = named("d0", literal("0"), "number");
  const int length = 1500;
  for (int i = 1; i <= length; ++i) {
    const std::string before = "d" + std::to_string(i - 1);
    text += named("d" + std::to_string(i),
                  requires_decision("#d_" + before) + literal(before + " + 1"), "number");
  }
  EXPECT_EQ(evaluated(link(document(text)), "d" + std::to_string(length)), std::to_string(length));
}

std::string knowledge(std::string_view name, std::string_view parameters, std::string_view body,
                      std::string_view more = "", std::string_view type = "Any") {
  return "<businessKnowledgeModel id=\"k_" + std::string(name) + "\" name=\"" + std::string(name) +
         "\"><variable name=\"" + std::string(name) + "\" typeRef=\"" + std::string(type) +
         "\"/><encapsulatedLogic>" + std::string(parameters) + literal(body) +
         "</encapsulatedLogic>" + std::string(more) + "</businessKnowledgeModel>";
}

TEST(KnowledgeModel, IsAFunction) {
  const std::string fac = knowledge("fac", "<formalParameter name=\"n\" typeRef=\"number\"/>",
                                    "if n < 2 then 1 else n * fac(n - 1)");
  const DecisionModel model =
      link(document(fac +
                    knowledge("outer", "<formalParameter name=\"n\" typeRef=\"number\"/>",
                              "fac(n) + 1", requires_knowledge("#k_fac"), "number") +
                    named("a", requires_knowledge("#k_outer") + literal("outer(5)")) +
                    named("wrong type", requires_knowledge("#k_outer") + literal("outer(\"5\")")) +
                    named("named", requires_knowledge("#k_outer") + literal("outer(n: 3)")) +
                    named("as value", requires_knowledge("#k_fac") +
                                          literal("for i in [1, 2, 3] return fac(i)"))));
  EXPECT_EQ(evaluated(model, "a"), "121");
  EXPECT_EQ(evaluated(model, "wrong type"), "null");
  EXPECT_EQ(evaluated(model, "named"), "7");
  EXPECT_EQ(evaluated(model, "as value"), "[1,2,6]");
  const auto function = model.find_function("outer");
  ASSERT_TRUE(function);
  EXPECT_EQ(feel::to_json(model.evaluate(*function, inputs("{n: 4}")).value), "25");
  EXPECT_EQ(feel::to_json(model.evaluate(*function, inputs("{n: \"x\"}")).value), "null");
}

TEST(KnowledgeModel, EndlessRecursionEndsInALimit) {
  const DecisionModel model =
      link(document(knowledge("f", "<formalParameter name=\"n\"/>", "f(n + 1)") +
                    named("a", requires_knowledge("#k_f") + literal("f(1)"))));
  const Outcome outcome = model.evaluate(*model.find_decision("a"), {});
  EXPECT_TRUE(outcome.value.is_null());
  EXPECT_NE(outcome.exhausted_by, feel::LimitKind::None);
}

TEST(KnowledgeModel, FunctionsOutliveTheirModel) {
  feel::Value function;
  {
    const DecisionModel model =
        link(document(knowledge("f", "<formalParameter name=\"n\"/>", "n + 1") +
                      named("a", requires_knowledge("#k_f") + literal("f"))));
    function = model.evaluate(*model.find_decision("a"), {}).value;
  }
  ASSERT_NE(function.function(), nullptr);
  feel::Session session;
  const feel::Value arguments[] = {feel::Value(1)};
  EXPECT_EQ(feel::to_json(feel::invoke(*function.function(), arguments, session)), "2");
}

const std::string kService =
    input("n", "number") + named("given", literal("1"), "number") +
    named("inner", requires_decision("#d_given") + requires_input("#i_n") + literal("given + n")) +
    named("out", requires_decision("#d_inner") + literal("inner * 10")) +
    named("also", requires_input("#i_n") + literal("n")) +
    "<decisionService id=\"s\" name=\"s\"><variable name=\"s\"/><outputDecision href=\"#d_out\"/>"
    "<encapsulatedDecision href=\"#d_inner\"/><inputDecision href=\"#d_given\"/>"
    "<inputData href=\"#i_n\"/></decisionService>"
    "<decisionService id=\"two\" name=\"two\"><variable name=\"two\"/>"
    "<outputDecision href=\"#d_out\"/><outputDecision href=\"#d_also\"/>"
    "<inputData href=\"#i_n\"/></decisionService>" +
    named("calls", requires_knowledge("#s") + literal("s(2, 100)")) +
    named("calls wrongly", requires_knowledge("#s") + literal("s(\"x\", 100)"));

TEST(Service, TakesInputDataThenInputDecisions) {
  const DecisionModel model = link(document(kService));
  EXPECT_EQ(evaluated(model, "calls"), "1020");
  EXPECT_EQ(evaluated(model, "calls wrongly"), "null");
  const auto service = model.find_service("s");
  ASSERT_TRUE(service);
  EXPECT_EQ(feel::to_json(model.evaluate(*service, inputs("{n: 2, given: 5}")).value), "70");
  // An input decision that is not given is null, not evaluated.
  EXPECT_EQ(feel::to_json(model.evaluate(*service, inputs("{n: 2}")).value), "null");
}

TEST(Service, SeveralOutputsAreAContext) {
  const DecisionModel model = link(document(kService));
  EXPECT_EQ(feel::to_json(model.evaluate(*model.find_service("two"), inputs("{n: 2}")).value),
            "{\"out\":30,\"also\":2}");
}

std::string import(std::string_view name, std::string_view uri) {
  return "<import name=\"" + std::string(name) + "\" namespace=\"" + std::string(uri) +
         "\" importType=\"" + std::string(kNamespace) + "\"/>";
}

TEST(Import, NamesStandUnderThatOfTheImport) {
  const std::string library = document(
      "<itemDefinition name=\"tAge\"><typeRef>number</typeRef><allowedValues><text>[0..150]</text>"
      "</allowedValues></itemDefinition>" +
          input("person", "string") +
          named("greeting", requires_input("#i_person") + literal("\"Hello \" + person")) +
          knowledge("say it", "<formalParameter name=\"t\"/>", "t + \"!\""),
      "urn:lib");
  const std::string main = document(import("lib", "urn:lib") +
                                    named("a", requires_decision("urn:lib#d_greeting") +
                                                   requires_knowledge("urn:lib#k_say it") +
                                                   literal("lib.say it(lib.greeting)")) +
                                    named("age", literal("200"), "lib.tAge"));
  const DecisionModel model = link({main, library});
  EXPECT_EQ(evaluated(model, "a", "{\"{urn:lib}person\": \"Ada\"}"), "\"Hello Ada!\"");
  EXPECT_EQ(evaluated(model, "a", "{person: \"Ada\"}"), "null");
  EXPECT_EQ(evaluated(model, "age"), "null");
  EXPECT_EQ(evaluated(model, "{urn:lib}greeting", "{\"{urn:lib}person\": \"B\"}"), "\"Hello B\"");
  EXPECT_EQ(evaluated(model, "greeting"), "no such decision");
  const auto required = model.required_inputs(*model.find_decision("a"));
  ASSERT_EQ(required.size(), 1U);
  EXPECT_EQ(required[0].first, "{urn:lib}person");
}

TEST(Import, AnEmptyNameNeedsNoPrefix) {
  const std::string library = document(named("b", literal("1")), "urn:lib");
  const std::string main = document(
      import("", "urn:lib") + named("a", requires_decision("urn:lib#d_b") + literal("b + 1")));
  EXPECT_EQ(evaluated(link({main, library}), "a"), "2");
}

TEST(Import, MustBeAmongTheModels) {
  const Definitions main = read_text(document(import("lib", "urn:lib")));
  const Result<DecisionModel> model = DecisionModel::link({main});
  ASSERT_FALSE(model);
  EXPECT_EQ(model.error().code, ErrorCode::Deploy);
  EXPECT_EQ(model.error().diagnostics.at(0).rule, "DMN-24");
}

TEST(Import, TheSameInputThroughTwoImportsIsOne) {
  const std::string base = document(input("n", "number"), "urn:base");
  const auto user = [](const char* uri, const char* factor) {
    return document(
        import("base", "urn:base") +
            named("d", requires_input("urn:base#i_n") + literal(std::string("base.n * ") + factor)),
        uri);
  };
  const std::string main =
      document(import("b", "urn:b") + import("c", "urn:c") +
               named("a", requires_decision("urn:b#d_d") + requires_decision("urn:c#d_d") +
                              literal("b.d + c.d")));
  const DecisionModel model = link({main, user("urn:b", "2"), user("urn:c", "3"), base});
  EXPECT_EQ(evaluated(model, "a", "{\"{urn:base}n\": 10}"), "50");
}

}  // namespace
}  // namespace umlauf::dmn
