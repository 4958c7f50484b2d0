#include "engine/verify/decision_outputs.hpp"

#include <algorithm>
#include <string>
#include <utility>

#include "engine/feel/expression.hpp"
#include "engine/feel/syntax.hpp"
#include "engine/feel/types.hpp"
#include "engine/verify/conditions.hpp"

namespace umlauf::verify {
namespace {

using dmn::DecisionRule;
using dmn::DecisionTable;
using dmn::HitPolicy;

std::optional<Pieces> allowed(const dmn::UnaryTests& tests) {
  const auto tree = feel::parse_unary_tests(tests.text);
  auto pieces = tree ? pieces_of_tests(*tree) : std::nullopt;
  if (pieces && pieces->negated && pieces->pieces.empty()) return std::nullopt;
  return pieces;
}

std::optional<Pieces> allowed_by_type(const dmn::Definitions& definitions,
                                      const dmn::TypeReference& type) {
  if (type.builtin || type.name.empty() || !type.namespace_uri.empty()) return std::nullopt;
  for (const dmn::ItemDefinition& item : definitions.item_definitions)
    if (item.name == type.name && !item.is_collection) {
      if (item.type_constraint) return allowed(*item.type_constraint);
      if (item.allowed_values) return allowed(*item.allowed_values);
    }
  return std::nullopt;
}

template <typename Clause>
std::optional<Pieces> allowed_for(const dmn::Definitions& definitions, const Clause& clause) {
  return clause.values ? allowed(*clause.values) : allowed_by_type(definitions, clause.type);
}

bool is_one(const Piece& piece) {
  return piece.low && piece.high && !piece.low->is_null() && *piece.low == *piece.high;
}

// The one value that an output entry stands for; nullopt where it is more than a constant.
std::optional<Pieces> constant(const dmn::ExpressionText& entry) {
  const auto tree = feel::parse_unary_tests(entry.text);
  auto pieces = tree ? pieces_of_tests(*tree) : std::nullopt;
  if (!pieces || pieces->negated || pieces->pieces.size() != 1) return std::nullopt;
  return is_one(pieces->pieces.front()) ? std::move(pieces) : std::nullopt;
}

class Outputs {
 public:
  Outputs(const dmn::Definitions& definitions, const DecisionTable& table, TableFindings& findings)
      : definitions_(definitions), table_(table), findings_(findings) {}

  void run() {
    outputs_are_allowed();
    outputs_have_an_order();
    what_is_summed_are_numbers();
  }

 private:
  // By an item definition, which may itself list values; not one of FEEL's own types.
  bool is_defined(const dmn::TypeReference& type) const {
    const auto& all = definitions_.item_definitions;
    return !type.namespace_uri.empty() ||
           std::any_of(all.begin(), all.end(),
                       [&type](const auto& item) { return item.name == type.name; });
  }

  void outputs_are_allowed() {
    for (std::size_t column = 0; column < table_.outputs.size(); ++column) {
      const dmn::OutputClause& output = table_.outputs[column];
      const auto values = allowed_for(definitions_, output);
      if (!values) continue;
      for (std::size_t rule = 0; rule <= table_.rules.size(); ++rule) {
        const dmn::ExpressionText* entry = output_entry(rule, column);
        auto value = entry ? constant(*entry) : std::nullopt;
        if (!value) continue;
        const Grid grid({{"", {*values}, false}}, {{{{0, std::move(*value)}}, false}});
        if (grid.known() && grid.empty(0)) report_not_allowed(rule, column, *entry);
      }
    }
  }

  // The default stands behind the last rule. Null where there is no such entry.
  const dmn::ExpressionText* output_entry(std::size_t rule, std::size_t column) const {
    if (rule == table_.rules.size()) {
      const auto& otherwise = table_.outputs[column].default_entry;
      return otherwise ? &*otherwise : nullptr;
    }
    const auto& entries = table_.rules[rule].output_entries;
    return column < entries.size() ? &entries[column] : nullptr;
  }

  void report_not_allowed(std::size_t rule, std::size_t column, const dmn::ExpressionText& entry) {
    const dmn::OutputClause& output = table_.outputs[column];
    const bool otherwise = rule == table_.rules.size();
    Diagnostic* found =
        findings_.add("DMN-06", Severity::Error, otherwise ? entry.span : table_.rules[rule].span);
    if (found == nullptr) return;
    if (!otherwise) found->related = {table_.rules[rule].id};
    const std::string& name = output.name.empty() ? output.label : output.name;
    found->message = {
        (otherwise ? "the default output " : "rule " + number_of(rule) + " puts out ") +
            entry.text + (otherwise ? " is" : ", which is") + " none of the allowed values" +
            (name.empty() ? "" : " of '" + name + "'"),
        (otherwise ? "die Standardausgabe " : "Regel " + number_of(rule) + " gibt ") + entry.text +
            (otherwise ? " ist keiner" : " aus, das ist keiner") + " der zulässigen Werte" +
            (name.empty() ? "" : " von '" + name + "'")};
  }

  // DMN 1.5 §8.2.10: the priority of an output is its place in the list of allowed values.
  void outputs_have_an_order() {
    const bool priority = table_.hit_policy == HitPolicy::Priority;
    if (!priority && table_.hit_policy != HitPolicy::OutputOrder) return;
    for (const dmn::OutputClause& output : table_.outputs)
      if (output.values || is_defined(output.type)) return;
    const std::string policy = priority ? "PRIORITY" : "OUTPUT ORDER";
    tell(Severity::Warning, {},
         {"no output lists its allowed values, the order of which the hit policy " + policy +
              " goes by",
          "keine Ausgabe nennt ihre zulässigen Werte, nach deren Reihenfolge die Trefferregel " +
              policy + " geht"});
  }

  // DMN 1.5 §8.2.10: only numbers have a sum, and only a single output has an aggregate.
  void what_is_summed_are_numbers() {
    if (table_.hit_policy != HitPolicy::Collect || table_.aggregation == dmn::Aggregation::None ||
        table_.aggregation == dmn::Aggregation::Count)
      return;
    if (table_.outputs.size() > 1)
      tell(Severity::Warning, {},
           {"several outputs cannot be aggregated into one value",
            "mehrere Ausgaben lassen sich nicht zu einem Wert zusammenfassen"});
    if (table_.aggregation != dmn::Aggregation::Sum || table_.outputs.size() != 1) return;
    const dmn::OutputClause& output = table_.outputs.front();
    for (const DecisionRule& rule : table_.rules) {
      if (rule.output_entries.empty()) continue;
      const auto entry = feel::compile(rule.output_entries.front().text);
      const feel::Value* value = entry ? entry->constant() : nullptr;
      if (value == nullptr || value->is_null() || value->number() != nullptr) continue;
      tell(Severity::Error, rule.span,
           {rule.output_entries.front().text + " is no number and cannot be summed",
            rule.output_entries.front().text + " ist keine Zahl und lässt sich nicht summieren"});
      return;
    }
    const bool number = output.type.name.empty() || output.type.name == "number" ||
                        output.type.name == "Any" || is_defined(output.type) ||
                        !feel::builtin_type(output.type.name);
    if (!number)
      tell(Severity::Error, {},
           {"a " + output.type.name + " cannot be summed",
            "Werte vom Typ " + output.type.name + " lassen sich nicht summieren"});
  }

  void tell(Severity severity, SourceSpan span, Text message) {
    if (Diagnostic* found = findings_.add("DMN-08", severity, span))
      found->message = std::move(message);
  }

  const dmn::Definitions& definitions_;
  const DecisionTable& table_;
  TableFindings& findings_;
};

}  // namespace

std::optional<Pieces> values_of_clause(const dmn::Definitions& definitions,
                                       const dmn::InputClause& clause) {
  return allowed_for(definitions, clause);
}

std::optional<Pieces> values_of_clause(const dmn::Definitions& definitions,
                                       const dmn::OutputClause& clause) {
  return allowed_for(definitions, clause);
}

void check_outputs(const dmn::Definitions& definitions, const DecisionTable& table,
                   TableFindings& findings) {
  Outputs(definitions, table, findings).run();
}

std::vector<Priority> priorities(const dmn::Definitions& definitions, const DecisionTable& table) {
  std::vector<Priority> all(table.rules.size(), std::vector<std::size_t>());
  for (std::size_t column = 0; column < table.outputs.size(); ++column) {
    const auto values = allowed_for(definitions, table.outputs[column]);
    if (!values) continue;
    const bool listed =
        !values->negated && std::all_of(values->pieces.begin(), values->pieces.end(),
                                        [](const Piece& piece) { return is_one(piece); });
    for (std::size_t rule = 0; rule < table.rules.size(); ++rule) {
      const auto& entries = table.rules[rule].output_entries;
      const auto value =
          listed && column < entries.size() ? constant(entries[column]) : std::nullopt;
      if (!value) {
        all[rule].reset();
        continue;
      }
      const auto at = std::find_if(
          values->pieces.begin(), values->pieces.end(),
          [&value](const Piece& piece) { return *piece.low == *value->pieces.front().low; });
      if (all[rule]) all[rule]->push_back(static_cast<std::size_t>(at - values->pieces.begin()));
    }
  }
  return all;
}

}  // namespace umlauf::verify
