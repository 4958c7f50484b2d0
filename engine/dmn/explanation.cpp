#include <algorithm>

#include "engine/dmn/decision_model.hpp"

namespace umlauf::dmn {
namespace {

using feel::Value;
using feel::Values;

// What a record keeps of one evaluation is bounded, however large the tables are.
constexpr std::size_t kTablesMax = 32;
constexpr std::size_t kRulesMax = 32;

std::string_view text_of(HitPolicy policy) {
  switch (policy) {
    case HitPolicy::Unique:
      return "UNIQUE";
    case HitPolicy::First:
      return "FIRST";
    case HitPolicy::Priority:
      return "PRIORITY";
    case HitPolicy::Any:
      return "ANY";
    case HitPolicy::Collect:
      return "COLLECT";
    case HitPolicy::RuleOrder:
      return "RULE ORDER";
    case HitPolicy::OutputOrder:
      return "OUTPUT ORDER";
  }
  return "";
}

Value texts(const std::vector<std::string>& lines) { return Values(lines.begin(), lines.end()); }

Value rule_value(const TableExplanation::Rule& rule) {
  feel::Context value{{"number", rule.number}};
  if (!rule.id.empty()) value.put("id", rule.id);
  if (!rule.description.empty()) value.put("description", rule.description);
  value.put("conditions", texts(rule.conditions));
  if (!rule.annotations.empty()) value.put("annotations", texts(rule.annotations));
  value.put("output", rule.output);
  return value;
}

Value table_value(const TableExplanation& table) {
  Values inputs;
  for (const TableExplanation::Input& input : table.inputs) {
    feel::Context value{{"text", input.text}};
    if (!input.label.empty()) value.put("label", input.label);
    value.put("value", input.value);
    inputs.emplace_back(std::move(value));
  }
  Values rules;
  for (std::size_t i = 0; i < std::min(table.matched.size(), kRulesMax); ++i)
    rules.push_back(rule_value(table.matched[i]));
  feel::Context value{{"decision", table.decision}};
  if (!table.table.empty()) value.put("table", table.table);
  value.put("hitPolicy", text_of(table.hit_policy));
  value.put("inputs", std::move(inputs));
  value.put("matched", table.matched.size());
  value.put("rules", std::move(rules));
  value.put("byDefault", table.by_default);
  value.put("output", table.output);
  return value;
}

}  // namespace

Value to_value(const Explanation& explanation) {
  Values tables;
  for (std::size_t i = 0; i < std::min(explanation.tables.size(), kTablesMax); ++i)
    tables.push_back(table_value(explanation.tables[i]));
  return tables;
}

}  // namespace umlauf::dmn
