#include "engine/verify/decision_tables.hpp"

#include <algorithm>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "engine/feel/expression.hpp"
#include "engine/feel/syntax.hpp"
#include "engine/feel/types.hpp"
#include "engine/verify/boxes.hpp"
#include "engine/verify/conditions.hpp"

namespace umlauf::verify {
namespace {

using dmn::DecisionRule;
using dmn::DecisionTable;
using dmn::HitPolicy;

// Findings of one kind for one table; a table that is wrong all over is reported once or twice.
constexpr std::size_t kFindingsMax = 10;

std::string values_of(const Example& example) {
  std::string text;
  for (const auto& [name, value] : example)
    text += (text.empty() ? "" : ", ") + name + " = " + value;
  return text;
}

std::string number_of(std::size_t rule) { return std::to_string(rule + 1); }

class Table {
 public:
  Table(const dmn::Definitions& definitions, const DecisionTable& table, const dmn::Boxed& boxed)
      : definitions_(definitions), table_(table), boxed_(boxed), grid_(columns(), rows()) {}

  Diagnostics run() {
    outputs_are_allowed();
    outputs_have_an_order();
    what_is_summed_are_numbers();
    rules_are_there_once();
    if (!grid_.known()) return std::move(result_);
    for (std::size_t rule = 0; rule < table_.rules.size(); ++rule)
      if (grid_.empty(rule)) report_never(rule);
    overlaps();
    masked();
    gaps();
    if (result_.empty()) merges();
    return std::move(result_);
  }

 private:
  std::vector<Column> columns() const {
    std::vector<Column> columns;
    for (const dmn::InputClause& input : table_.inputs) {
      Column column;
      column.name = input.expression.text.empty() ? input.label : input.expression.text;
      column.allowed = allowed_for(input);
      columns.push_back(std::move(column));
    }
    return columns;
  }

  template <typename Clause>
  std::optional<Pieces> allowed_for(const Clause& clause) const {
    return clause.values ? allowed(*clause.values) : allowed_by_type(clause.type);
  }

  static std::optional<Pieces> allowed(const dmn::UnaryTests& tests) {
    const auto tree = feel::parse_unary_tests(tests.text);
    auto pieces = tree ? pieces_of_tests(*tree) : std::nullopt;
    if (pieces && pieces->negated && pieces->pieces.empty()) return std::nullopt;
    return pieces;
  }

  // By an item definition, which may itself list values; not one of FEEL's own types.
  bool is_defined(const dmn::TypeReference& type) const {
    const auto& all = definitions_.item_definitions;
    return !type.namespace_uri.empty() ||
           std::any_of(all.begin(), all.end(),
                       [&type](const auto& item) { return item.name == type.name; });
  }

  std::optional<Pieces> allowed_by_type(const dmn::TypeReference& type) const {
    if (type.builtin || type.name.empty() || !type.namespace_uri.empty()) return std::nullopt;
    for (const dmn::ItemDefinition& item : definitions_.item_definitions)
      if (item.name == type.name && !item.is_collection) {
        if (item.type_constraint) return allowed(*item.type_constraint);
        if (item.allowed_values) return allowed(*item.allowed_values);
      }
    return std::nullopt;
  }

  // The one value that an output entry stands for; nullopt where it is more than a constant.
  static std::optional<Pieces> constant(const dmn::ExpressionText& entry) {
    const auto tree = feel::parse_unary_tests(entry.text);
    auto pieces = tree ? pieces_of_tests(*tree) : std::nullopt;
    if (!pieces || pieces->negated || pieces->pieces.size() != 1) return std::nullopt;
    const Piece& piece = pieces->pieces.front();
    const bool one = piece.low && piece.high && !piece.low->is_null() && *piece.low == *piece.high;
    return one ? std::move(pieces) : std::nullopt;
  }

  std::vector<Row> rows() const {
    std::vector<Row> rows;
    for (const DecisionRule& rule : table_.rules) {
      Row row;
      const std::size_t count = std::min(rule.input_entries.size(), table_.inputs.size());
      for (std::uint32_t column = 0; column < count; ++column) {
        const std::string& text = rule.input_entries[column].text;
        if (text.empty() || text == "-") continue;
        const auto tree = feel::parse_unary_tests(text);
        auto pieces = tree ? pieces_of_tests(*tree) : std::nullopt;
        if (!pieces)
          row.opaque = true;
        else if (!pieces->negated || !pieces->pieces.empty())
          row.cells.push_back({column, std::move(*pieces)});
      }
      rows.push_back(std::move(row));
    }
    return rows;
  }

  Diagnostic& report(const char* rule, Severity severity, SourceSpan span) {
    Diagnostic diagnostic;
    diagnostic.severity = severity;
    diagnostic.rule = rule;
    diagnostic.file = definitions_.file;
    diagnostic.span = span.known() ? span : boxed_.span;
    diagnostic.element = boxed_.id;
    result_.push_back(std::move(diagnostic));
    return result_.back();
  }

  void report_never(std::size_t rule) {
    // An empty cell is either a contradiction or asks for what the column does not allow.
    Diagnostic& found = report("DMN-04", Severity::Error, table_.rules[rule].span);
    found.related = {table_.rules[rule].id};
    found.message = {
        "rule " + number_of(rule) + " can never hold: one of its entries admits nothing",
        "Regel " + number_of(rule) + " kann nie zutreffen: einer ihrer Einträge lässt nichts zu"};
  }

  void outputs_are_allowed() {
    for (std::size_t column = 0; column < table_.outputs.size(); ++column) {
      const dmn::OutputClause& output = table_.outputs[column];
      const auto values = allowed_for(output);
      if (!values) continue;
      std::size_t found = 0;
      for (std::size_t rule = 0; rule <= table_.rules.size() && found < kFindingsMax; ++rule) {
        const dmn::ExpressionText* entry = output_entry(rule, column);
        auto value = entry ? constant(*entry) : std::nullopt;
        if (!value) continue;
        const Grid grid({{"", values}}, {{{{0, std::move(*value)}}, false}});
        if (!grid.known() || !grid.empty(0)) continue;
        ++found;
        report_not_allowed(rule, column, *entry);
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
    Diagnostic& found =
        report("DMN-06", Severity::Error, otherwise ? entry.span : table_.rules[rule].span);
    if (!otherwise) found.related = {table_.rules[rule].id};
    const std::string& name = output.name.empty() ? output.label : output.name;
    found.message = {
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
    report("DMN-08", Severity::Warning, boxed_.span).message = {
        "no output lists its allowed values, the order of which the hit policy " + policy +
            " goes by",
        "keine Ausgabe nennt ihre zulässigen Werte, nach deren Reihenfolge die Trefferregel " +
            policy + " geht"};
  }

  // DMN 1.5 §8.2.10: only numbers have a sum, and only a single output has an aggregate.
  void what_is_summed_are_numbers() {
    if (table_.hit_policy != HitPolicy::Collect || table_.aggregation == dmn::Aggregation::None ||
        table_.aggregation == dmn::Aggregation::Count)
      return;
    if (table_.outputs.size() > 1)
      report("DMN-08", Severity::Warning, boxed_.span).message = {
          "several outputs cannot be aggregated into one value",
          "mehrere Ausgaben lassen sich nicht zu einem Wert zusammenfassen"};
    if (table_.aggregation != dmn::Aggregation::Sum || table_.outputs.size() != 1) return;
    const dmn::OutputClause& output = table_.outputs.front();
    for (const DecisionRule& rule : table_.rules) {
      if (rule.output_entries.empty()) continue;
      const auto entry = feel::compile(rule.output_entries.front().text);
      const feel::Value* value = entry ? entry->constant() : nullptr;
      if (value == nullptr || value->is_null() || value->number() != nullptr) continue;
      report("DMN-08", Severity::Error, rule.span).message = {
          rule.output_entries.front().text + " is no number and cannot be summed",
          rule.output_entries.front().text + " ist keine Zahl und lässt sich nicht summieren"};
      return;
    }
    const bool number = output.type.name.empty() || output.type.name == "number" ||
                        output.type.name == "Any" || is_defined(output.type) ||
                        !feel::builtin_type(output.type.name);
    if (!number)
      report("DMN-08", Severity::Error, boxed_.span).message = {
          "a " + output.type.name + " cannot be summed",
          "Werte vom Typ " + output.type.name + " lassen sich nicht summieren"};
  }

  // Where two equal rules are an overlap or masked, that is said already.
  void rules_are_there_once() {
    const bool told =
        table_.hit_policy == HitPolicy::Unique || table_.hit_policy == HitPolicy::First;
    std::map<std::string, std::size_t> seen;
    std::size_t found = 0;
    for (std::size_t rule = 0; rule < table_.rules.size() && found < kFindingsMax; ++rule) {
      std::string entries;
      for (const dmn::UnaryTests& entry : table_.rules[rule].input_entries)
        entries += entry.text + '\n';
      for (const dmn::ExpressionText& entry : table_.rules[rule].output_entries)
        entries += entry.text + '\n';
      const auto [first, is_new] = seen.emplace(std::move(entries), rule);
      if (is_new || (told && grid_.known() && !grid_.opaque(rule))) continue;
      ++found;
      Diagnostic& finding = report("DMN-11", Severity::Warning, table_.rules[rule].span);
      finding.related = {table_.rules[first->second].id, table_.rules[rule].id};
      finding.message = {
          "rule " + number_of(rule) + " says the same as rule " + number_of(first->second),
          "Regel " + number_of(rule) + " sagt dasselbe wie Regel " + number_of(first->second)};
    }
  }

  bool same_outputs(std::size_t a, std::size_t b) const {
    const auto& left = table_.rules[a].output_entries;
    const auto& right = table_.rules[b].output_entries;
    return std::equal(left.begin(), left.end(), right.begin(), right.end(),
                      [](const dmn::ExpressionText& one, const dmn::ExpressionText& other) {
                        return one.text == other.text;
                      });
  }

  void overlaps() {
    const bool unique = table_.hit_policy == HitPolicy::Unique;
    if (!unique && table_.hit_policy != HitPolicy::Any) return;
    std::size_t found = 0;
    for (std::size_t b = 0; b < table_.rules.size(); ++b)
      for (std::size_t a = 0; a < b && found < kFindingsMax; ++a) {
        if (!unique && same_outputs(a, b)) continue;
        const auto example = grid_.common(a, b);
        if (!example) continue;
        ++found;
        report_overlap(a, b, *example, unique);
      }
  }

  void report_overlap(std::size_t a, std::size_t b, const Example& example, bool unique) {
    Diagnostic& finding = report("DMN-02", Severity::Error, table_.rules[b].span);
    finding.related = {table_.rules[a].id, table_.rules[b].id};
    const std::string rules = number_of(a) + " and " + number_of(b);
    const std::string regeln = number_of(a) + " und " + number_of(b);
    const std::string where = example.empty() ? "" : ": " + values_of(example);
    finding.message =
        unique
            ? Text{"rules " + rules + " overlap, though the hit policy is UNIQUE" + where,
                   "die Regeln " + regeln + " überschneiden sich trotz Trefferregel UNIQUE" + where}
            : Text{"rules " + rules +
                       " overlap with different outputs, though the hit policy is ANY" + where,
                   "die Regeln " + regeln +
                       " überschneiden sich mit verschiedenen Ausgaben trotz Trefferregel ANY" +
                       where};
  }

  // With FIRST an earlier rule goes before; elsewhere that is an overlap or wanted.
  void masked() {
    if (table_.hit_policy != HitPolicy::First) return;
    std::size_t found = 0;
    std::vector<std::size_t> before;
    for (std::size_t rule = 0; rule < table_.rules.size() && found < kFindingsMax; ++rule) {
      if (!grid_.empty(rule) && grid_.covered(rule, before)) {
        ++found;
        Diagnostic& finding = report("DMN-03", Severity::Warning, table_.rules[rule].span);
        finding.related = {table_.rules[rule].id};
        finding.message = {
            "rule " + number_of(rule) + " never takes effect: the rules before it cover it",
            "Regel " + number_of(rule) + " kommt nie zum Zug: die Regeln davor decken sie ab"};
      }
      before.push_back(rule);
    }
  }

  void gaps() {
    const bool single =
        table_.hit_policy == HitPolicy::Unique || table_.hit_policy == HitPolicy::First ||
        table_.hit_policy == HitPolicy::Any || table_.hit_policy == HitPolicy::Priority;
    const bool otherwise =
        std::any_of(table_.outputs.begin(), table_.outputs.end(),
                    [](const dmn::OutputClause& out) { return out.default_entry.has_value(); });
    if (!single || otherwise) return;
    for (const Example& example : grid_.gaps(kFindingsMax)) {
      Diagnostic& finding = report("DMN-01", Severity::Warning, boxed_.span);
      const std::string where = values_of(example);
      finding.message = {"no rule holds for " + (where.empty() ? "any input" : where),
                         "keine Regel trifft zu für " + (where.empty() ? "alle Eingaben" : where)};
    }
  }

  void merges() {
    std::size_t found = 0;
    for (std::size_t rule = 1; rule < table_.rules.size() && found < kFindingsMax; ++rule) {
      const auto column = grid_.only_difference(rule - 1, rule);
      if (!column || !same_outputs(rule - 1, rule)) continue;
      ++found;
      Diagnostic& finding = report("DMN-05", Severity::Info, table_.rules[rule].span);
      finding.related = {table_.rules[rule - 1].id, table_.rules[rule].id};
      const std::string pair = number_of(rule - 1) + " and " + number_of(rule);
      const std::string name = table_.inputs[*column].expression.text;
      finding.message = {"rules " + pair + " differ in '" + name + "' only and can be merged",
                         "die Regeln " + number_of(rule - 1) + " und " + number_of(rule) +
                             " unterscheiden sich nur in '" + name +
                             "' und können zusammengefasst werden"};
    }
  }

  const dmn::Definitions& definitions_;
  const DecisionTable& table_;
  const dmn::Boxed& boxed_;
  Grid grid_;
  Diagnostics result_;
};

}  // namespace

Diagnostics check_decision_table(const dmn::Definitions& definitions, const DecisionTable& table,
                                 const dmn::Boxed& boxed) {
  return Table(definitions, table, boxed).run();
}

Diagnostics check_decision_tables(const dmn::Definitions& definitions) {
  Diagnostics all;
  for (const dmn::Boxed& boxed : definitions.expressions)
    if (const auto* table = std::get_if<DecisionTable>(&boxed.content)) {
      Diagnostics found = check_decision_table(definitions, *table, boxed);
      all.insert(all.end(), found.begin(), found.end());
    }
  return all;
}

}  // namespace umlauf::verify
