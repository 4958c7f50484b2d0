#include <gtest/gtest.h>

#include <chrono>
#include <string>
#include <vector>

#include "engine/feel/expression.hpp"
#include "engine/verify/data_flow.hpp"
#include "engine/verify/decision_tables.hpp"
#include "engine/verify/gateways.hpp"
#include "tests/verify/sketch.hpp"

namespace umlauf::verify {
namespace {

using testing::feel_of;
using testing::NodeIndex;
using testing::NodeKind;
using testing::Sketch;

std::vector<std::string> told(const Diagnostics& diagnostics) {
  std::vector<std::string> texts;
  for (const Diagnostic& each : diagnostics)
    texts.push_back(each.rule + " " + each.message.english);
  return texts;
}

// An exclusive gateway with one flow for each condition; "" is the default flow.
Diagnostics gateway(const std::vector<std::string>& conditions,
                    NodeKind kind = NodeKind::ExclusiveGateway) {
  Sketch sketch;
  const NodeIndex start = sketch.node(NodeKind::StartEvent, "s");
  const NodeIndex choice = sketch.node(kind, "x");
  sketch.flow(start, choice);
  for (std::size_t i = 0; i < conditions.size(); ++i) {
    const NodeIndex end = sketch.node(NodeKind::EndEvent, "e" + std::to_string(i + 1));
    const definition::FlowIndex flow = sketch.flow(choice, end);
    if (conditions[i].empty()) {
      sketch[choice].default_flow = flow;
      continue;
    }
    auto compiled = feel::compile(conditions[i]);
    EXPECT_TRUE(compiled.has_value()) << conditions[i];
    sketch.definition().flows[flow.value()].condition.compiled =
        std::make_shared<feel::Expression>(std::move(*compiled));
  }
  return check_gateways(*sketch.finish());
}

struct GatewayCase {
  const char* name;
  std::vector<std::string> conditions;
  std::vector<std::string> told;
};

class Gateways : public ::testing::TestWithParam<GatewayCase> {};

TEST_P(Gateways, AreCheckedByTheirConditions) {
  EXPECT_EQ(told(gateway(GetParam().conditions)), GetParam().told);
}

INSTANTIATE_TEST_SUITE_P(
    Conditions, Gateways,
    ::testing::Values(
        GatewayCase{"Complete", {"amount < 100", "amount >= 100"}, {}},
        GatewayCase{"GapAtAPoint",
                    {"amount < 100", "amount > 100"},
                    {"DAT-13 gateway 'x' has no default flow and no condition holds for amount = "
                     "100"}},
        GatewayCase{"DefaultClosesTheGap", {"amount < 100", "amount > 100", ""}, {}},
        GatewayCase{"Overlap",
                    {"amount <= 100", "amount >= 100"},
                    {"DAT-13 the conditions of 'x>e1' and 'x>e2' hold together, so that their "
                     "order decides: amount = 100"}},
        GatewayCase{"NeverTrue",
                    {"amount > 5 and amount < 3", ""},
                    {"DAT-12 flow 'x>e1' can never be taken: its condition never holds"}},
        GatewayCase{"BehindTheOthers",
                    {"amount > 5", "amount <= 5", "amount = 7"},
                    {"DAT-12 flow 'x>e3' can never be taken: whenever its condition holds, one "
                     "before it does",
                     "DAT-13 the conditions of 'x>e1' and 'x>e3' hold together, so that their "
                     "order decides: amount = 7"}},
        GatewayCase{"Booleans", {"approved", "not(approved)"}, {}},
        GatewayCase{"BooleansWithoutTheOther",
                    {"approved = true", "urgent and approved"},
                    {"DAT-12 flow 'x>e2' can never be taken: whenever its condition holds, one "
                     "before it does",
                     "DAT-13 the conditions of 'x>e1' and 'x>e2' hold together, so that their "
                     "order decides: approved = true, urgent = true",
                     "DAT-13 gateway 'x' has no default flow and no condition holds for approved "
                     "= false"}},
        GatewayCase{"Texts",
                    {"kind = \"dog\"", "kind = \"cat\""},
                    {"DAT-13 gateway 'x' has no default flow and no condition holds for kind = "
                     "any other value"}},
        GatewayCase{"TextsWithTheRest", {"kind = \"dog\"", "kind != \"dog\""}, {}},
        GatewayCase{"Between", {"age between 18 and 65", "age < 18 or age > 65"}, {}},
        GatewayCase{"In", {"age in [18..65]", "not(age in [18..65])"}, {}},
        GatewayCase{"ConstantOnTheLeft", {"100 > amount", "100 <= amount"}, {}},
        GatewayCase{"Members", {"order.total < 0", "order.total > 0", ""}, {}},
        GatewayCase{"DaysHaveNothingBetween",
                    {"day <= date(\"2024-01-31\")", "day >= date(\"2024-02-01\")"},
                    {}},
        GatewayCase{"ConstantsThatNeverHold",
                    {"1 = 2", "1 > 2", "not(2 > 1)", "2 > 1"},
                    {"DAT-12 flow 'x>e1' can never be taken: its condition never holds",
                     "DAT-12 flow 'x>e2' can never be taken: its condition never holds",
                     "DAT-12 flow 'x>e3' can never be taken: its condition never holds"}},
        GatewayCase{"NeverTrueBesideWhatIsNotUnderstood",
                    {"amount > 5 and amount < 3", "count(items) > 3"},
                    {"DAT-12 flow 'x>e1' can never be taken: its condition never holds"}},
        GatewayCase{
            "WhatIsNotUnderstoodMayAskForNull", {"amount > 5", "amount <= 5", "amount = null"}, {}},
        GatewayCase{"MonthsAreWholeNumbers", {"day.month <= 6", "day.month >= 7"}, {}},
        GatewayCase{"AMemberThatIsComparedWithHalvesIsNoMonth",
                    {"share.month < 6.5", "share.month > 6.5"},
                    {"DAT-13 gateway 'x' has no default flow and no condition holds for "
                     "share.month = 6.5"}},
        GatewayCase{"SilentAboutFunctions", {"count(items) > 3", "amount > 3"}, {}},
        GatewayCase{"SilentAboutTwoVariables", {"a < b", "a > b"}, {}},
        GatewayCase{"SilentAboutMixedTypes", {"a = 1", "a = \"x\""}, {}}),
    [](const auto& each) { return std::string(each.param.name); });

TEST(InclusiveGateways, MayTakeSeveralFlows) {
  EXPECT_EQ(told(gateway({"a > 1", "a > 0", "a <= 0"}, NodeKind::InclusiveGateway)),
            (std::vector<std::string>{}));
}

// A gateway `g` with two conditions ("" is the default); behind its second flow, after `between`, a
// gateway `x` with the others.
struct GuardCase {
  const char* name;
  std::vector<std::string> guards;
  NodeKind between;
  std::string written;  // by a script between
  std::vector<std::string> conditions;
  std::vector<std::string> told;
};

class GuardedGateways : public ::testing::TestWithParam<GuardCase> {};

void set_condition(Sketch& sketch, NodeIndex gateway, definition::FlowIndex flow,
                   const std::string& condition) {
  if (condition.empty())
    sketch[gateway].default_flow = flow;
  else
    sketch.definition().flows[flow.value()].condition = feel_of(condition);
}

TEST_P(GuardedGateways, AreCheckedWithTheConditionsOnTheWay) {
  Sketch sketch;
  const NodeIndex start = sketch.node(NodeKind::StartEvent, "s");
  const NodeIndex first = sketch.node(NodeKind::ExclusiveGateway, "g");
  const NodeIndex end = sketch.node(NodeKind::EndEvent, "e");
  const NodeIndex between = sketch.node(GetParam().between, "t");
  const NodeIndex choice = sketch.node(NodeKind::ExclusiveGateway, "x");
  sketch.flow(start, first);
  set_condition(sketch, first, sketch.flow(first, end), GetParam().guards.at(0));
  set_condition(sketch, first, sketch.flow(first, between), GetParam().guards.at(1));
  sketch.flow(between, choice);
  if (!GetParam().written.empty())
    sketch[between].work = definition::ScriptWork{feel_of("1"), GetParam().written, false};
  if (GetParam().between == NodeKind::UserTask) sketch[between].work = definition::UserTaskWork{};
  for (std::size_t i = 0; i < GetParam().conditions.size(); ++i) {
    const NodeIndex last = sketch.node(NodeKind::EndEvent, "e" + std::to_string(i + 1));
    set_condition(sketch, choice, sketch.flow(choice, last), GetParam().conditions[i]);
  }
  EXPECT_EQ(told(check_gateways(*sketch.finish())), GetParam().told);
}

const char* const kContradicted =
    "DAT-12 flow 'x>e1' can never be taken: its condition contradicts those on every way to 'x'";

INSTANTIATE_TEST_SUITE_P(
    Conditions, GuardedGateways,
    ::testing::Values(
        GuardCase{"Contradiction",
                  {"x > 100", "x <= 100"},
                  NodeKind::Task,
                  "",
                  {"x > 200", ""},
                  {kContradicted}},
        GuardCase{"ContradictionToTheDefault",
                  {"x > 100", ""},
                  NodeKind::Task,
                  "",
                  {"x > 200", ""},
                  {kContradicted}},
        GuardCase{"AScriptWritesAnotherVariable",
                  {"x > 100", "x <= 100"},
                  NodeKind::ScriptTask,
                  "y",
                  {"x > 200", ""},
                  {kContradicted}},
        GuardCase{"AScriptWritesTheVariable",
                  {"x > 100", "x <= 100"},
                  NodeKind::ScriptTask,
                  "x",
                  {"x > 200", ""},
                  {}},
        GuardCase{"AScriptWritesWhatTheVariableIsPartOf",
                  {"x.a > 100", "x.a <= 100"},
                  NodeKind::ScriptTask,
                  "x",
                  {"x.a > 200", ""},
                  {}},
        GuardCase{"APersonMayWriteAnything",
                  {"x > 100", "x <= 100"},
                  NodeKind::UserTask,
                  "",
                  {"x > 200", ""},
                  {}},
        GuardCase{"NoGapWhereNothingComes",
                  {"x > 100", "x <= 100"},
                  NodeKind::Task,
                  "",
                  {"x < 50", "x >= 50 and x <= 100"},
                  {}},
        GuardCase{"NoOverlapWhereNothingComes",
                  {"x > 100", "x <= 100"},
                  NodeKind::Task,
                  "",
                  {"x > 90", "x < 50 or x > 150", ""},
                  {}},
        GuardCase{
            "NullTakesTheDefault", {"x < 5 or x > 5", ""}, NodeKind::Task, "", {"x != 5", ""}, {}},
        GuardCase{"NullIsNotUnequalToItself",
                  {"x != 5", ""},
                  NodeKind::Task,
                  "",
                  {"x != 5", ""},
                  {kContradicted}},
        GuardCase{
            "AnotherVariable", {"y > 100", "y <= 100"}, NodeKind::Task, "", {"x > 200", ""}, {}}),
    [](const auto& each) { return std::string(each.param.name); });

// s > m, m > g, g > x (x <= 100), g > t (x > 100): what comes back from `t` has met no condition.
TEST(GuardedGateways, AreReachedByAnotherWay) {
  for (const bool other_way : {false, true}) {
    Sketch sketch;
    const NodeIndex start = sketch.node(NodeKind::StartEvent, "s");
    const NodeIndex first = sketch.node(NodeKind::ExclusiveGateway, "g");
    const NodeIndex task = sketch.node(NodeKind::Task, "t");
    const NodeIndex choice = sketch.node(NodeKind::ExclusiveGateway, "x");
    const NodeIndex one = sketch.node(NodeKind::EndEvent, "e1");
    const NodeIndex two = sketch.node(NodeKind::EndEvent, "e2");
    sketch.flow(start, first);
    set_condition(sketch, first, sketch.flow(first, choice), "x <= 100");
    set_condition(sketch, first, sketch.flow(first, task), "");
    sketch.flow(task, other_way ? choice : two);
    set_condition(sketch, choice, sketch.flow(choice, one), "x > 200");
    set_condition(sketch, choice, sketch.flow(choice, two), "");
    EXPECT_EQ(told(check_gateways(*sketch.finish())),
              other_way ? std::vector<std::string>{} : std::vector<std::string>{kContradicted});
  }
}

TEST(GuardedGateways, KnowNothingWhereABranchBesideMayWrite) {
  for (const std::string written : {"x", "y"}) {
    Sketch sketch;
    const NodeIndex start = sketch.node(NodeKind::StartEvent, "s");
    const NodeIndex split = sketch.node(NodeKind::ParallelGateway, "split");
    const NodeIndex beside = sketch.node(NodeKind::ScriptTask, "beside");
    const NodeIndex first = sketch.node(NodeKind::ExclusiveGateway, "g");
    const NodeIndex choice = sketch.node(NodeKind::ExclusiveGateway, "x");
    const NodeIndex one = sketch.node(NodeKind::EndEvent, "e1");
    const NodeIndex two = sketch.node(NodeKind::EndEvent, "e2");
    sketch[beside].work = definition::ScriptWork{feel_of("1"), written, false};
    sketch.flow(start, split);
    sketch.flow(split, beside);
    sketch.flow(split, first);
    set_condition(sketch, first, sketch.flow(first, choice), "x <= 100");
    set_condition(sketch, first, sketch.flow(first, two), "");
    set_condition(sketch, choice, sketch.flow(choice, one), "x > 200");
    set_condition(sketch, choice, sketch.flow(choice, two), "");
    EXPECT_EQ(
        told(check_gateways(*sketch.finish())),
        written == "x" ? std::vector<std::string>{} : std::vector<std::string>{kContradicted});
  }
}

dmn::DecisionTable table(dmn::HitPolicy policy, const std::vector<std::string>& inputs,
                         const std::vector<std::vector<std::string>>& rules) {
  dmn::DecisionTable table;
  table.hit_policy = policy;
  table.outputs.emplace_back();
  for (const std::string& input : inputs) {
    dmn::InputClause clause;
    const auto colon = input.find(':');
    clause.expression.text = input.substr(0, colon);
    if (colon != std::string::npos) clause.values = dmn::UnaryTests{input.substr(colon + 1), {}};
    table.inputs.push_back(std::move(clause));
  }
  for (const std::vector<std::string>& each : rules) {
    dmn::DecisionRule rule;
    for (std::size_t i = 0; i < inputs.size(); ++i) rule.input_entries.push_back({each.at(i), {}});
    rule.output_entries.push_back({each.back(), {}, {}});
    table.rules.push_back(std::move(rule));
  }
  return table;
}

struct TableCase {
  const char* name;
  dmn::HitPolicy policy;
  std::vector<std::string> inputs;
  std::vector<std::vector<std::string>> rules;  // inputs, output
  std::vector<std::string> told;
};

class Tables : public ::testing::TestWithParam<TableCase> {};

TEST_P(Tables, AreCheckedCellByCell) {
  const dmn::Definitions definitions;
  dmn::DecisionTable checked = table(GetParam().policy, GetParam().inputs, GetParam().rules);
  if (GetParam().policy == dmn::HitPolicy::Priority)
    checked.outputs.front().values = dmn::UnaryTests{"\"hi\", \"lo\"", {}};
  EXPECT_EQ(told(check_decision_table(definitions, checked, {})), GetParam().told);
}

INSTANTIATE_TEST_SUITE_P(
    Rules, Tables,
    ::testing::Values(
        TableCase{"Complete", dmn::HitPolicy::Unique, {"age"}, {{"< 18", "1"}, {">= 18", "2"}}, {}},
        TableCase{"Gap",
                  dmn::HitPolicy::Unique,
                  {"age", "member"},
                  {{"< 18", "-", "1"}, {">= 18", "true", "2"}},
                  {"DMN-01 no rule holds for age = 18, member = false"}},
        TableCase{"GapBetweenWholeNumbers",
                  dmn::HitPolicy::Unique,
                  {"points"},
                  {{"<= 5", "1"}, {">= 6", "2"}},
                  {"DMN-01 no rule holds for points = 5.5"}},
        TableCase{"AllowedValuesBoundTheColumn",
                  dmn::HitPolicy::Unique,
                  {"kind:\"dog\", \"cat\"", "age:[0..20]"},
                  {{"\"dog\"", "-", "1"}, {"\"cat\"", "<= 10", "2"}, {"\"cat\"", "> 10", "3"}},
                  {}},
        TableCase{"NotAllowed",
                  dmn::HitPolicy::First,
                  {"kind:\"dog\", \"cat\""},
                  {{"\"bird\"", "1"}, {"-", "2"}},
                  {"DMN-04 rule 1 can never hold: one of its entries admits nothing"}},
        TableCase{"Overlap",
                  dmn::HitPolicy::Unique,
                  {"age"},
                  {{"<= 18", "1"}, {">= 18", "2"}},
                  {"DMN-02 rules 1 and 2 overlap, though the hit policy is UNIQUE: age = 18"}},
        TableCase{"AnyMayOverlapWithTheSameOutput",
                  dmn::HitPolicy::Any,
                  {"age"},
                  {{"<= 18", "1"}, {">= 18", "1"}, {"> 20", "2"}},
                  {"DMN-02 rules 2 and 3 overlap with different outputs, though the hit policy is "
                   "ANY: age = 21"}},
        TableCase{"Masked",
                  dmn::HitPolicy::First,
                  {"age"},
                  {{"<= 18", "1"}, {"> 18", "2"}, {"[10..30]", "3"}},
                  {"DMN-03 rule 3 never takes effect: the rules before it cover it"}},
        TableCase{"CollectMayDoAsItLikes",
                  dmn::HitPolicy::Collect,
                  {"age"},
                  {{"<= 18", "1"}, {"> 10", "2"}},
                  {}},
        TableCase{"Mergeable",
                  dmn::HitPolicy::Unique,
                  {"age"},
                  {{"< 18", "1"}, {"[18..65]", "1"}, {"> 65", "2"}},
                  {"DMN-05 rules 1 and 2 differ in 'age' only and can be merged"}},
        TableCase{"SilentAboutWhatItCannotKnow",
                  dmn::HitPolicy::Unique,
                  {"age", "limit"},
                  {{"< limit", "-", "1"}, {"> 3", "-", "2"}},
                  {}},
        TableCase{
            "FromAndToAreOneDimension",
            dmn::HitPolicy::Unique,
            {"amount", " amount "},
            {{">= 0", "< 5", "1"}, {">= 5", "< 10", "2"}, {"< 0", "-", "3"}, {"-", "> 10", "4"}},
            {"DMN-01 no rule holds for amount = 10"}},
        TableCase{"FromAndToThatLeaveNothing",
                  dmn::HitPolicy::First,
                  {"amount", "amount"},
                  {{">= 10", "< 5", "1"}, {"-", "-", "2"}},
                  {"DMN-04 rule 1 can never hold: its entries admit nothing"}},
        TableCase{"FromAndToAreNotMerged",
                  dmn::HitPolicy::Unique,
                  {"amount", "amount"},
                  {{"< 5", "-", "1"}, {"> 7", "-", "1"}, {">= 5", "<= 7", "2"}},
                  {}},
        TableCase{"LengthsAreWholeAndNotNegative",
                  dmn::HitPolicy::Unique,
                  {"string length( s )"},
                  {{"0", "1"}, {"1", "2"}, {">= 2", "3"}},
                  {}},
        TableCase{"ALengthThatIsMissing",
                  dmn::HitPolicy::Unique,
                  {"count(l)"},
                  {{"0", "1"}, {"1", "2"}, {"> 3", "3"}, {"1.5", "4"}},
                  {"DMN-04 rule 4 can never hold: one of its entries admits nothing",
                   "DMN-01 no rule holds for count(l) = 2"}},
        TableCase{"RoundedNumbersMayBeNegative",
                  dmn::HitPolicy::Unique,
                  {"floor(a)"},
                  {{">= 0", "1"}, {"< -1", "2"}},
                  {"DMN-01 no rule holds for floor(a) = -1"}},
        TableCase{"RemaindersMayBeFractions",
                  dmn::HitPolicy::Unique,
                  {"modulo(a, 2)"},
                  {{"<= 0", "1"}, {">= 1", "2"}},
                  {"DMN-01 no rule holds for modulo(a, 2) = 0.5"}},
        TableCase{"DaysOfTheWeekAreSeven",
                  dmn::HitPolicy::Unique,
                  {"day of week(d)"},
                  {{"\"Saturday\", \"Sunday\"", "1"}, {"not(\"Sunday\", \"Saturday\")", "2"}},
                  {}},
        TableCase{"MonthsAreTwelve",
                  dmn::HitPolicy::Unique,
                  {"d.month"},
                  {{"[1..6]", "1"}, {"[7..12]", "2"}},
                  {}},
        TableCase{"MaskedByOutputsWithPriority",
                  dmn::HitPolicy::Priority,
                  {"age"},
                  {{"> 5", "\"hi\""}, {"> 10", "\"lo\""}, {"<= 5", "\"lo\""}},
                  {"DMN-03 rule 2 never takes effect: rules whose outputs have priority cover it"}},
        TableCase{"NotMaskedByOutputsBehind",
                  dmn::HitPolicy::Priority,
                  {"age"},
                  {{"> 5", "\"lo\""}, {"> 10", "\"hi\""}, {"<= 5", "level(age)"}},
                  {}},
        TableCase{"RulesThatCountTwiceAreNotMerged",
                  dmn::HitPolicy::Collect,
                  {"age"},
                  {{"< 10", "1"}, {"> 5", "1"}},
                  {}},
        TableCase{"ExamplesAreValues",
                  dmn::HitPolicy::Unique,
                  {"day", "kind"},
                  {{"< date(\"2026-01-01\")", "-", "1"},
                   {"[date(\"2026-01-01\")..date(\"2026-01-03\")]", "\"a\"", "2"}},
                  {"DMN-01 no rule holds for day = @\"2026-01-01\", kind = any other value",
                   "DMN-01 no rule holds for day = @\"2026-01-04\""}},
        TableCase{"TextsInBetween",
                  dmn::HitPolicy::Unique,
                  {"name"},
                  {{"< \"m\"", "1"}, {"> \"n\"", "2"}},
                  {"DMN-01 no rule holds for name = \"m\""}},
        TableCase{"TimesAndDurationsInBetween",
                  dmn::HitPolicy::Unique,
                  {"t", "d"},
                  {{">= @\"00:00:00\"", "< @\"P1D\"", "1"},
                   {"-", "> @\"P3D\"", "2"},
                   {"> @\"12:00:00\"", "@\"P1D\", @\"P3D\"", "3"}},
                  {"DMN-01 no rule holds for t = @\"00:00:00\", d = @\"P1D\"",
                   "DMN-01 no rule holds for t = @\"13:00:00\", d = @\"P2D\""}},
        TableCase{"MonthsHaveNothingBetween",
                  dmn::HitPolicy::Unique,
                  {"d"},
                  {{"<= @\"P1M\"", "1"}, {">= @\"P2M\"", "2"}},
                  {}},
        TableCase{"NullMayBeAskedFor",
                  dmn::HitPolicy::First,
                  {"age"},
                  {{"<= 5", "1"}, {"> 5", "2"}, {"null", "3"}},
                  {}},
        TableCase{"NegatedTests",
                  dmn::HitPolicy::Unique,
                  {"kind"},
                  {{"\"a\", \"b\"", "1"}, {"not(\"a\", \"b\")", "2"}},
                  {}},
        TableCase{"Dates",
                  dmn::HitPolicy::Unique,
                  {"day"},
                  {{"< date(\"2024-02-01\")", "1"}, {">= date(\"2024-02-01\")", "2"}},
                  {}}),
    [](const auto& each) { return std::string(each.param.name); });

dmn::DecisionTable with_outputs(dmn::DecisionTable table, const std::string& values) {
  table.outputs.front().name = "risk";
  table.outputs.front().values = dmn::UnaryTests{values, {}};
  return table;
}

TEST(Outputs, AreAmongTheAllowedValues) {
  const dmn::Definitions definitions;
  dmn::DecisionTable checked =
      with_outputs(table(dmn::HitPolicy::Unique, {"age"},
                         {{"< 18", "\"none\""}, {"[18..65]", "\"low\""}, {"> 65", "level(age)"}}),
                   "\"low\", \"high\"");
  EXPECT_EQ(told(check_decision_table(definitions, checked, {})),
            (std::vector<std::string>{
                "DMN-06 rule 1 puts out \"none\", which is none of the allowed values of 'risk'"}));
  checked.rules.front().output_entries.front().text = "\"high\"";
  EXPECT_EQ(told(check_decision_table(definitions, checked, {})), (std::vector<std::string>{}));
  checked.outputs.front().default_entry = dmn::ExpressionText{"\"middle\"", {}, {}};
  EXPECT_EQ(told(check_decision_table(definitions, checked, {})),
            (std::vector<std::string>{
                "DMN-06 the default output \"middle\" is none of the allowed values of 'risk'"}));
}

TEST(Outputs, OfNumbersLieInTheAllowedRange) {
  const dmn::Definitions definitions;
  const dmn::DecisionTable checked =
      with_outputs(table(dmn::HitPolicy::Collect, {"age"},
                         {{"< 18", "1"}, {"> 20", "11"}, {"> 30", "age * 2"}, {"> 40", "\"x\""}}),
                   "[0..10]");
  EXPECT_EQ(told(check_decision_table(definitions, checked, {})),
            (std::vector<std::string>{
                "DMN-06 rule 2 puts out 11, which is none of the allowed values of 'risk'"}));
}

TEST(Outputs, HaveAnOrderWhereTheHitPolicyGoesByIt) {
  const dmn::Definitions definitions;
  for (const dmn::HitPolicy policy : {dmn::HitPolicy::Priority, dmn::HitPolicy::OutputOrder}) {
    dmn::DecisionTable checked =
        table(policy, {"age"}, {{"< 18", "\"low\""}, {">= 18", "\"high\""}});
    checked.outputs.front().type.name = "string";
    const auto found = told(check_decision_table(definitions, checked, {}));
    ASSERT_EQ(found.size(), 1U);
    EXPECT_EQ(found.front().substr(0, 6), "DMN-08");
    EXPECT_EQ(
        told(check_decision_table(definitions, with_outputs(checked, "\"high\", \"low\""), {})),
        (std::vector<std::string>{}));
  }
}

TEST(Rules, AreThereOnce) {
  const dmn::Definitions definitions;
  const std::vector<std::vector<std::string>> twice{
      {"< limit", "1"}, {">= 18", "2"}, {"< limit", "1"}, {"< limit", "3"}};
  for (const dmn::HitPolicy policy : {dmn::HitPolicy::Collect, dmn::HitPolicy::First})
    EXPECT_EQ(told(check_decision_table(definitions, table(policy, {"age"}, twice), {})),
              (std::vector<std::string>{"DMN-11 rule 3 says the same as rule 1"}));
  // An overlap is said once.
  EXPECT_EQ(told(check_decision_table(definitions,
                                      table(dmn::HitPolicy::Unique, {"age"},
                                            {{"< 18", "1"}, {">= 18", "2"}, {"< 18", "1"}}),
                                      {})),
            (std::vector<std::string>{
                "DMN-02 rules 1 and 3 overlap, though the hit policy is UNIQUE: age = 17"}));
}

// Ten columns that each cut 0..9 in two: 1,024 rules, complete and without overlap but for the last
// 24, which are missing.
TEST(LargeTables, ArePromptlyChecked) {
  std::vector<std::string> inputs;
  for (int i = 0; i < 10; ++i) inputs.push_back("i" + std::to_string(i));
  std::vector<std::vector<std::string>> rules;
  for (int rule = 0; rule < 1000; ++rule) {
    std::vector<std::string> cells;
    for (int i = 9; i >= 0; --i) cells.push_back((rule >> i) & 1 ? ">= 5" : "< 5");
    cells.push_back(std::to_string(rule));
    rules.push_back(std::move(cells));
  }
  const dmn::Definitions definitions;
  const Diagnostics found =
      check_decision_table(definitions, table(dmn::HitPolicy::Unique, inputs, rules), {});
  ASSERT_EQ(found.size(), 2U);
  EXPECT_EQ(found.front().message.english,
            "no rule holds for i0 = 5, i1 = 5, i2 = 5, i3 = 5, i4 = 5, i5 = 4, i6 = 5");
}

// All 300 rules overlap each other: 44,850 pairs.
TEST(LargeTables, SayHowManyMoreFindingsThereAre) {
  std::vector<std::vector<std::string>> rules;
  for (int rule = 0; rule < 300; ++rule) rules.push_back({"< " + std::to_string(rule + 1), "1"});
  const dmn::Definitions definitions;
  const Diagnostics found =
      check_decision_table(definitions, table(dmn::HitPolicy::Unique, {"a"}, rules), {});
  ASSERT_EQ(found.size(), 12U);
  EXPECT_EQ(found[9].message.english,
            "rules 4 and 5 overlap, though the hit policy is UNIQUE: a = 0");
  EXPECT_EQ(found[10].message.english, "no rule holds for a = 300");
  EXPECT_EQ(found[11].rule, "DMN-02");
  EXPECT_EQ(found[11].severity, Severity::Info);
  EXPECT_EQ(found[11].message.english,
            "44840 more findings of DMN-02 in this table are not listed");
  EXPECT_EQ(found[11].message.german,
            "44840 weitere Befunde von DMN-02 in dieser Tabelle sind nicht aufgeführt");
}

// Checkerboard: more gaps than are counted.
TEST(LargeTables, CountGapsUpToALimit) {
  std::vector<std::vector<std::string>> rules;
  for (int rule = 0; rule < 2000; ++rule) rules.push_back({std::to_string(rule), "1"});
  const dmn::Definitions definitions;
  const Diagnostics found =
      check_decision_table(definitions, table(dmn::HitPolicy::Unique, {"a"}, rules), {});
  ASSERT_EQ(found.size(), 11U);
  EXPECT_EQ(found.back().message.english,
            "at least 990 more findings of DMN-01 in this table are not listed");
}

// A script task that reads one variable and writes another.
NodeIndex script(Sketch& sketch, const std::string& id, const std::string& reads,
                 const std::string& writes) {
  const NodeIndex node = sketch.node(NodeKind::ScriptTask, id);
  definition::ScriptWork work;
  work.expression = feel_of(reads);
  work.result_variable = writes;
  sketch[node].work = work;
  return node;
}

TEST(DataFlow, FindsWhatIsReadBeforeItIsWritten) {
  for (const bool loop : {false, true}) {
    Sketch sketch;
    const NodeIndex start = sketch.node(NodeKind::StartEvent, "s");
    const NodeIndex reader = script(sketch, "reader", "fee + 1", "other");
    const NodeIndex writer = script(sketch, "writer", "given", "fee");
    const NodeIndex end = sketch.node(NodeKind::EndEvent, "e");
    sketch.flow(start, reader);
    sketch.flow(reader, writer);
    sketch.flow(writer, end);
    if (loop) sketch.flow(writer, reader);
    EXPECT_EQ(told(check_data_flow(*sketch.finish())),
              loop ? std::vector<std::string>{}
                   : std::vector<std::string>{"DAT-08 'reader' reads 'fee', which is only written "
                                              "later, by 'writer'"});
  }
}

TEST(DataFlow, FindsParallelWritesButNotAlternativeOnes) {
  for (const NodeKind kind : {NodeKind::ParallelGateway, NodeKind::ExclusiveGateway}) {
    Sketch sketch;
    const NodeIndex start = sketch.node(NodeKind::StartEvent, "s");
    const NodeIndex split = sketch.node(kind, "split");
    const NodeIndex one = script(sketch, "one", "1", "fee");
    const NodeIndex two = script(sketch, "two", "2", "fee");
    const NodeIndex join = sketch.node(kind, "join");
    const NodeIndex after = script(sketch, "after", "3", "fee");
    sketch.flow(start, split);
    sketch.flow(split, one);
    sketch.flow(split, two);
    sketch.flow(one, join);
    sketch.flow(two, join);
    sketch.flow(join, after);
    EXPECT_EQ(told(check_data_flow(*sketch.finish())),
              kind == NodeKind::ExclusiveGateway
                  ? std::vector<std::string>{}
                  : std::vector<std::string>{"DAT-11 'one' and 'two' may write 'fee' at the same "
                                             "time; the last one wins"});
  }
}

struct RaceCase {
  const char* name;
  NodeKind split;
  const char* one;  // condition of the first branch; empty: none
  const char* two;
  bool told;
};

class Races : public ::testing::TestWithParam<RaceCase> {};

// Two writers, each behind a task of its own, that join again.
TEST_P(Races, AreWhatCanBeAtWorkAtOnce) {
  const RaceCase& race = GetParam();
  Sketch sketch;
  const NodeIndex start = sketch.node(NodeKind::StartEvent, "s");
  const NodeIndex split = sketch.node(race.split, "split");
  const NodeIndex join = sketch.node(
      race.split == NodeKind::UserTask ? NodeKind::ParallelGateway : race.split, "join");
  sketch.flow(start, split);
  for (const auto& [id, condition] : {std::pair("one", race.one), std::pair("two", race.two)}) {
    const NodeIndex before = sketch.node(NodeKind::UserTask, "before_" + std::string(id));
    const NodeIndex writer = script(sketch, id, "1", "fee");
    const auto flow = sketch.flow(split, before);
    if (*condition) sketch.definition().flows[flow.value()].condition = feel_of(condition);
    sketch.flow(before, writer);
    sketch.flow(writer, join);
  }
  sketch.flow(join, sketch.node(NodeKind::EndEvent, "e"));
  EXPECT_EQ(told(check_data_flow(*sketch.finish())),
            race.told ? std::vector<std::string>{"DAT-11 'one' and 'two' may write 'fee' at the "
                                                 "same time; the last one wins"}
                      : std::vector<std::string>{});
}

INSTANTIATE_TEST_SUITE_P(
    Branches, Races,
    ::testing::Values(
        RaceCase{"Parallel", NodeKind::ParallelGateway, "", "", true},
        RaceCase{"Exclusive", NodeKind::ExclusiveGateway, "a", "", false},
        RaceCase{"Inclusive", NodeKind::InclusiveGateway, "a", "b", true},
        RaceCase{"InclusiveOneOfTwo", NodeKind::InclusiveGateway, "a > 5", "a <= 5", false},
        RaceCase{"InclusiveOverlap", NodeKind::InclusiveGateway, "a > 5", "a <= 6", true},
        RaceCase{"ImplicitSplit", NodeKind::UserTask, "", "", true}),
    [](const auto& each) { return std::string(each.param.name); });

// The path of a reminder beside what follows its task, or of a deadline instead of it.
TEST(Races, OfABoundaryEventThatDoesNotInterrupt) {
  for (const bool interrupting : {false, true}) {
    Sketch sketch;
    const NodeIndex start = sketch.node(NodeKind::StartEvent, "s");
    const NodeIndex task = sketch.node(NodeKind::UserTask, "t");
    const NodeIndex event = sketch.boundary(task, "b", interrupting);
    const NodeIndex main = script(sketch, "main", "1", "fee");
    const NodeIndex aside = script(sketch, "aside", "2", "fee");
    sketch.flow(start, task);
    sketch.flow(task, main);
    sketch.flow(event, aside);
    sketch.flow(main, sketch.node(NodeKind::EndEvent, "e"));
    sketch.flow(aside, sketch.node(NodeKind::EndEvent, "f"));
    EXPECT_EQ(told(check_data_flow(*sketch.finish())),
              interrupting ? std::vector<std::string>{}
                           : std::vector<std::string>{"DAT-11 'main' and 'aside' may write 'fee' "
                                                      "at the same time; the last one wins"});
  }
}

// A variable that the sub-process does not have itself lies around it.
TEST(Races, ReachOutOfASubProcess) {
  for (const bool own : {false, true}) {
    Sketch sketch;
    const NodeIndex start = sketch.node(NodeKind::StartEvent, "s");
    const NodeIndex split = sketch.node(NodeKind::ParallelGateway, "split");
    const auto [sub, body] = sketch.body(NodeKind::SubProcess, "sub");
    const NodeIndex inner = sketch.node(NodeKind::StartEvent, "is", body);
    const NodeIndex one = sketch.node(NodeKind::ScriptTask, "one", body);
    sketch[one].work = sketch[script(sketch, "spare", "1", "fee")].work;
    sketch.flow(inner, one);
    if (own) sketch.definition().scopes[body.value()].data_objects.push_back({});
    if (own) sketch.definition().scopes[body.value()].data_objects.back().variable = "fee";
    const NodeIndex two = script(sketch, "two", "2", "fee");
    sketch.flow(start, split);
    sketch.flow(split, sub);
    sketch.flow(split, two);
    EXPECT_EQ(told(check_data_flow(*sketch.finish())).size(), own ? 0U : 1U);
  }
}

// Beyond the limits nothing is said, and that soon.
TEST(Races, AmongManyWritersAreLookedForWithinLimits) {
  Sketch sketch;
  const NodeIndex start = sketch.node(NodeKind::StartEvent, "s");
  const NodeIndex split = sketch.node(NodeKind::ParallelGateway, "split");
  sketch.flow(start, split);
  for (int i = 0; i < 400; ++i)
    sketch.flow(split, script(sketch, "w" + std::to_string(i), "1", "fee"));
  const std::size_t count = told(check_data_flow(*sketch.finish())).size();
  EXPECT_GT(count, 0U);
  EXPECT_LT(count, 1000U);
}

}  // namespace
}  // namespace umlauf::verify
