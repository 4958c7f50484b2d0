#include "engine/verify/decision_tables.hpp"

#include <algorithm>
#include <array>
#include <cctype>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "engine/feel/names.hpp"
#include "engine/feel/syntax.hpp"
#include "engine/feel/types.hpp"
#include "engine/verify/boxes.hpp"
#include "engine/verify/conditions.hpp"
#include "engine/verify/decision_outputs.hpp"
#include "engine/verify/table_findings.hpp"
#include "engine/verify/value_domains.hpp"

namespace umlauf::verify {
namespace {

using dmn::DecisionRule;
using dmn::DecisionTable;
using dmn::HitPolicy;

// How an expression compares with others: without white space but between words and in texts.
std::string without_space(std::string_view text) {
  const auto is_word = [](char c) {
    return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_' || (c & 0x80) != 0;
  };
  std::string result;
  bool quoted = false, space = false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (!quoted && std::isspace(static_cast<unsigned char>(c)) != 0) {
      space = true;
      continue;
    }
    if (space && !result.empty() && is_word(result.back()) && is_word(c)) result += ' ';
    space = false;
    if (c == '"' && (!quoted || text[i - 1] != '\\')) quoted = !quoted;
    result += c;
  }
  return result;
}

// What the inputs of a table look at. Two inputs with the same expression (`from` and `to` of one
// amount) are one dimension, so that their entries apply together.
class Dimensions {
 public:
  explicit Dimensions(const DecisionTable& table) {
    for (std::size_t input = 0; input < table.inputs.size(); ++input) {
      const std::string key = without_space(table.inputs[input].expression.text);
      std::size_t column = inputs_.size();
      if (!key.empty()) column = columns_.emplace(key, column).first->second;
      if (column == inputs_.size()) inputs_.emplace_back();
      inputs_[column].push_back(input);
      column_of_.push_back(static_cast<std::uint32_t>(column));
    }
  }

  std::size_t size() const { return inputs_.size(); }
  std::uint32_t column_of(std::size_t input) const { return column_of_[input]; }
  const std::vector<std::size_t>& inputs(std::size_t column) const { return inputs_[column]; }

 private:
  std::map<std::string, std::size_t> columns_;
  std::vector<std::vector<std::size_t>> inputs_;  // by column
  std::vector<std::uint32_t> column_of_;          // by input
};

class Table {
 public:
  Table(const dmn::Definitions& definitions, const DecisionTable& table, const dmn::Boxed& boxed)
      : definitions_(definitions),
        table_(table),
        findings_(definitions, boxed),
        dimensions_(table),
        grid_(make_grid()) {}

  Diagnostics run() {
    check_outputs(definitions_, table_, findings_);
    rules_are_there_once();
    if (!grid_.known()) return findings_.take();
    for (std::size_t rule = 0; rule < table_.rules.size(); ++rule)
      if (grid_.empty(rule)) report_never(rule);
    overlaps();
    masked();
    gaps();
    if (findings_.empty()) merges();
    return findings_.take();
  }

 private:
  Grid make_grid() const {
    std::vector<Row> all = rows();
    std::vector<Column> columns(dimensions_.size());
    const feel::Names names = declared();
    for (std::uint32_t column = 0; column < columns.size(); ++column) {
      for (const std::size_t input : dimensions_.inputs(column))
        if (auto values = values_of_clause(definitions_, table_.inputs[input]))
          columns[column].allowed.push_back(std::move(*values));
      const dmn::InputClause& first = table_.inputs[dimensions_.inputs(column).front()];
      columns[column].name = first.expression.text.empty() ? first.label : first.expression.text;
      restrict(columns[column], column, all, names);
    }
    return {std::move(columns), std::move(all)};
  }

  feel::Names declared() const {
    feel::Names names;
    const auto add = [&names](const dmn::InformationItem& variable) {
      const feel::Type* type = feel::builtin_type(variable.type.name);
      names.add(variable.name, type ? *type : feel::Type());
    };
    for (const dmn::InputData& input : definitions_.input_data) add(input.variable);
    for (const dmn::Decision& decision : definitions_.decisions) add(decision.variable);
    return names;
  }

  // To what the expression can yield.
  void restrict(Column& column, std::uint32_t position, const std::vector<Row>& rows,
                const feel::Names& names) const {
    const auto tree = feel::parse(column.name, names);
    if (!tree) return;
    restrict_to_results(column, *tree);
    const feel::SyntaxTree& whole = *tree;
    if (whole[whole.root()].kind != feel::NodeKind::Path) return;
    const feel::NodeIndex owner = whole.child(whole.root(), 0);
    const bool is_name = whole[owner].kind == feel::NodeKind::Name;
    const feel::Type* type = is_name ? names.variable(whole.name_of(owner)) : nullptr;
    if (type && type->kind() == feel::TypeKind::Context) return;
    const bool temporal = type && !type->is_any();
    restrict_to_component(column, position, rows, whole.name_of(whole.root()),
                          temporal ? Owner::Temporal : Owner::Unknown);
  }

  std::vector<Row> rows() const {
    std::vector<Row> rows;
    for (const DecisionRule& rule : table_.rules) {
      Row row;
      const std::size_t count = std::min(rule.input_entries.size(), table_.inputs.size());
      for (std::size_t input = 0; input < count; ++input) {
        const std::string& text = rule.input_entries[input].text;
        if (text.empty() || text == "-") continue;
        const auto tree = feel::parse_unary_tests(text);
        auto pieces = tree ? pieces_of_tests(*tree) : std::nullopt;
        if (!pieces)
          row.opaque = true;
        else if (!pieces->negated || !pieces->pieces.empty())
          row.cells.push_back({dimensions_.column_of(input), std::move(*pieces)});
      }
      rows.push_back(std::move(row));
    }
    return rows;
  }

  void report_never(std::size_t rule) {
    // A contradiction, or it asks for what the column does not allow.
    Diagnostic* found = findings_.add("DMN-04", Severity::Error, table_.rules[rule].span);
    if (found == nullptr) return;
    found->related = {table_.rules[rule].id};
    const bool one = dimensions_.size() == table_.inputs.size();
    found->message = {
        "rule " + number_of(rule) + " can never hold: " +
            (one ? "one of its entries admits nothing" : "its entries admit nothing"),
        "Regel " + number_of(rule) + " kann nie zutreffen: " +
            (one ? "einer ihrer Einträge lässt nichts zu" : "ihre Einträge lassen nichts zu")};
  }

  // Where two equal rules are an overlap or masked, that is said already.
  void rules_are_there_once() {
    const bool told =
        table_.hit_policy == HitPolicy::Unique || table_.hit_policy == HitPolicy::First;
    std::map<std::string, std::size_t> seen;
    for (std::size_t rule = 0; rule < table_.rules.size(); ++rule) {
      std::string entries;
      for (const dmn::UnaryTests& entry : table_.rules[rule].input_entries)
        entries += entry.text + '\n';
      for (const dmn::ExpressionText& entry : table_.rules[rule].output_entries)
        entries += entry.text + '\n';
      const auto [first, is_new] = seen.emplace(std::move(entries), rule);
      if (is_new || (told && grid_.known() && !grid_.opaque(rule))) continue;
      Diagnostic* finding = findings_.add("DMN-11", Severity::Warning, table_.rules[rule].span);
      if (finding == nullptr) continue;
      finding->related = {table_.rules[first->second].id, table_.rules[rule].id};
      finding->message = {
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
    for (std::size_t b = 0; b < table_.rules.size(); ++b)
      for (std::size_t a = 0; a < b; ++a) {
        if (!unique && same_outputs(a, b)) continue;
        if (grid_.meet(a, b)) report_overlap(a, b, unique);
      }
  }

  void report_overlap(std::size_t a, std::size_t b, bool unique) {
    Diagnostic* finding = findings_.add("DMN-02", Severity::Error, table_.rules[b].span);
    if (finding == nullptr) return;
    finding->related = {table_.rules[a].id, table_.rules[b].id};
    Text where = values_of(grid_.common(std::array{a, b}).value_or(Example()));
    if (!where.english.empty()) where = {": " + where.english, ": " + where.german};
    const std::string rules = number_of(a) + " and " + number_of(b);
    const std::string regeln = number_of(a) + " und " + number_of(b);
    finding->message =
        unique
            ? Text{"rules " + rules + " overlap, though the hit policy is UNIQUE" + where.english,
                   "die Regeln " + regeln + " überschneiden sich trotz Trefferregel UNIQUE" +
                       where.german}
            : Text{"rules " + rules +
                       " overlap with different outputs, though the hit policy is ANY" +
                       where.english,
                   "die Regeln " + regeln +
                       " überschneiden sich mit verschiedenen Ausgaben trotz Trefferregel ANY" +
                       where.german};
  }

  // With FIRST an earlier rule goes before, with PRIORITY one whose outputs do; elsewhere that is
  // an overlap or wanted.
  void masked() {
    const bool first = table_.hit_policy == HitPolicy::First;
    if (!first && table_.hit_policy != HitPolicy::Priority) return;
    const std::vector<Priority> order =
        first ? std::vector<Priority>() : priorities(definitions_, table_);
    std::vector<std::size_t> before;
    for (std::size_t rule = 0; rule < table_.rules.size(); ++rule) {
      if (first && rule > 0) before.push_back(rule - 1);
      if (!first) before = preferred(order, rule);
      if (grid_.empty(rule) || !grid_.covered(rule, before)) continue;
      Diagnostic* finding = findings_.add("DMN-03", Severity::Warning, table_.rules[rule].span);
      if (finding == nullptr) continue;
      finding->related = {table_.rules[rule].id};
      finding->message = {"rule " + number_of(rule) + " never takes effect: " +
                              (first ? "the rules before it cover it"
                                     : "rules whose outputs have priority cover it"),
                          "Regel " + number_of(rule) + " kommt nie zum Zug: " +
                              (first ? "die Regeln davor decken sie ab"
                                     : "Regeln, deren Ausgaben Vorrang haben, decken sie ab")};
    }
  }

  // Of outputs of one rank the earlier rule's are taken.
  static std::vector<std::size_t> preferred(const std::vector<Priority>& order, std::size_t rule) {
    std::vector<std::size_t> before;
    if (!order[rule]) return before;
    for (std::size_t other = 0; other < order.size(); ++other)
      if (order[other] &&
          (*order[other] < *order[rule] || (other < rule && *order[other] == *order[rule])))
        before.push_back(other);
    return before;
  }

  void gaps() {
    const bool single =
        table_.hit_policy == HitPolicy::Unique || table_.hit_policy == HitPolicy::First ||
        table_.hit_policy == HitPolicy::Any || table_.hit_policy == HitPolicy::Priority;
    const bool otherwise =
        std::any_of(table_.outputs.begin(), table_.outputs.end(),
                    [](const dmn::OutputClause& out) { return out.default_entry.has_value(); });
    if (!single || otherwise) return;
    const Gaps gaps = grid_.gaps(TableFindings::kListedMax);
    for (const Example& example : gaps.examples) {
      Diagnostic* finding = findings_.add("DMN-01", Severity::Warning);
      const Text where = values_of(example);
      finding->message = {
          "no rule holds for " + (where.english.empty() ? "any input" : where.english),
          "keine Regel trifft zu für " + (where.german.empty() ? "alle Eingaben" : where.german)};
    }
    if (gaps.more > 0) findings_.count("DMN-01", gaps.more, !gaps.complete);
  }

  void merges() {
    // Where each rule that holds counts, one that holds twice must stay two.
    const bool each_counts = table_.hit_policy == HitPolicy::Collect ||
                             table_.hit_policy == HitPolicy::RuleOrder ||
                             table_.hit_policy == HitPolicy::OutputOrder;
    for (std::size_t rule = 1; rule < table_.rules.size(); ++rule) {
      const auto column = grid_.only_difference(rule - 1, rule);
      if (!column || !same_outputs(rule - 1, rule)) continue;
      // What two inputs say together is not always said by two others.
      if (dimensions_.inputs(*column).size() > 1) continue;
      if (each_counts && grid_.meet(rule - 1, rule)) continue;
      Diagnostic* finding = findings_.add("DMN-05", Severity::Info, table_.rules[rule].span);
      if (finding == nullptr) continue;
      finding->related = {table_.rules[rule - 1].id, table_.rules[rule].id};
      const std::string pair = number_of(rule - 1) + " and " + number_of(rule);
      const std::string name = table_.inputs[dimensions_.inputs(*column).front()].expression.text;
      finding->message = {"rules " + pair + " differ in '" + name + "' only and can be merged",
                          "die Regeln " + number_of(rule - 1) + " und " + number_of(rule) +
                              " unterscheiden sich nur in '" + name +
                              "' und können zusammengefasst werden"};
    }
  }

  const dmn::Definitions& definitions_;
  const DecisionTable& table_;
  TableFindings findings_;
  const Dimensions dimensions_;
  Grid grid_;
};

}  // namespace

Diagnostics check_decision_table(const dmn::Definitions& definitions, const DecisionTable& table,
                                 const dmn::Boxed& boxed) {
  return Table(definitions, table, boxed).run();
}

Diagnostics check_decision_ids(std::span<const dmn::Definitions> documents) {
  Diagnostics all;
  std::map<std::string, const dmn::Definitions*> seen;
  for (const dmn::Definitions& document : documents)
    for (const dmn::Decision& decision : document.decisions) {
      if (decision.id.empty()) continue;
      const auto [first, is_new] = seen.emplace(decision.id, &document);
      const dmn::Definitions& other = *first->second;
      if (is_new || other.namespace_uri == document.namespace_uri) continue;
      Diagnostic& found = all.emplace_back();
      found.severity = Severity::Warning;
      found.rule = "DMN-22";
      found.file = document.file;
      found.span = decision.span;
      found.element = decision.id;
      found.message = {"a decision with the id '" + decision.id + "' is in '" + other.file +
                           "' as well, and a task that asks for it cannot say which it means",
                       "eine Entscheidung mit der Id '" + decision.id + "' steht auch in '" +
                           other.file + "', und eine Aufgabe kann nicht sagen, welche sie meint"};
    }
  return all;
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
