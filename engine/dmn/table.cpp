#include "engine/dmn/table.hpp"

#include <algorithm>
#include <bit>

#include "engine/dmn/surroundings.hpp"

namespace umlauf::dmn::detail {

namespace {

using feel::Session;
using feel::Value;
using feel::Values;

// What the cells see: the table's arguments under the names that they were passed for.
class CellEnvironment final : public Surroundings {
 public:
  CellEnvironment(std::span<const Value> arguments, Session& session)
      : arguments_(arguments),
        outer_(session.environment()),
        explanation_(explanation_of(session)) {}

  void enter(const TableExpression& cell) const { cell_ = &cell; }
  const Value* lookup(std::size_t slot, std::string_view) const override {
    const std::uint32_t argument = cell_->slots[slot];
    return argument < arguments_.size() ? &arguments_[argument] : nullptr;
  }
  std::optional<feel::Now> now() const override {
    return outer_ == nullptr ? std::nullopt : outer_->now();
  }
  Explanation* explanation() const override { return explanation_; }

 private:
  std::span<const Value> arguments_;
  const feel::Environment* outer_;
  Explanation* explanation_;
  mutable const TableExpression* cell_ = nullptr;
};

bool is_multiple(HitPolicy policy) {
  return policy == HitPolicy::Collect || policy == HitPolicy::RuleOrder ||
         policy == HitPolicy::OutputOrder;
}

// One evaluation of a table (§8.2.10, §8.2.11).
class TableRun {
 public:
  TableRun(const CompiledTable& table, std::span<const Value> arguments, Session& session)
      : table_(table), arguments_(arguments), session_(session), environment_(arguments, session) {}

  Value run() {
    if (table_.broken) {
      note({"an entry of the decision table cannot be read",
            "ein Eintrag der Entscheidungstabelle ist nicht lesbar"});
      return {};
    }
    if (!inputs_allowed()) return {};
    find_matches();
    if (session_.exhausted()) return {};
    Value result = matches_.empty() ? without_match() : decide();
    if (Explanation* explanation = environment_.explanation()) explain(*explanation, result);
    return result;
  }

 private:
  void note(Text text) {
    if (session_.wants_messages()) session_.message(std::move(text));
  }

  Value evaluate(const TableExpression& cell) {
    environment_.enter(cell);
    return cell.expression.evaluate(environment_, session_);
  }

  bool test(const TableExpression& cell, const Value& input) {
    if (cell.always) return true;
    environment_.enter(cell);
    return cell.expression.test(input, environment_, session_).is_true();
  }

  // §8.3.2: an input outside of its input values has no meaning for the table.
  bool inputs_allowed() {
    for (std::size_t i = 0; i < table_.inputs.size(); ++i) {
      const CompiledInput& input = table_.inputs[i];
      if (!input.restricted || arguments_[i].is_null() || test(input.values, arguments_[i]))
        continue;
      note({"the input '" + input.text + "' of the decision table is none of its input values",
            "die Eingabe '" + input.text +
                "' der Entscheidungstabelle ist keiner ihrer "
                "Eingabewerte"});
      return false;
    }
    return true;
  }

  bool matches(std::size_t rule, const std::vector<const RuleSet*>& known) {
    const CompiledRule& compiled = table_.rules[rule];
    for (std::size_t i = 0; i < compiled.inputs.size(); ++i) {
      const bool decided = !known.empty() && known[i] != nullptr && table_.columns[i].decided(rule);
      if (decided || compiled.inputs[i].always) continue;
      if (!session_.step() || !test(compiled.inputs[i], arguments_[i])) return false;
    }
    return true;
  }

  // Unique needs to know of a second match, First and the like of none but the first.
  bool wants_more() const {
    if (table_.hit_policy == HitPolicy::First) return matches_.empty();
    if (table_.hit_policy == HitPolicy::Unique) return matches_.size() < 2;
    return true;
  }

  void find_matches() {
    std::vector<const RuleSet*> known;
    const std::size_t rules = table_.rules.size();
    if (!table_.columns.empty()) {
      known.reserve(table_.columns.size());
      for (std::size_t i = 0; i < table_.columns.size(); ++i) {
        session_.step();
        known.push_back(table_.columns[i].useful() ? table_.columns[i].candidates(arguments_[i])
                                                   : nullptr);
      }
    }
    for (std::size_t word = 0; word * 64 < rules && wants_more(); ++word) {
      std::uint64_t candidates = ~std::uint64_t{0};
      if (rules - word * 64 < 64) candidates = (std::uint64_t{1} << (rules - word * 64)) - 1;
      for (const RuleSet* set : known)
        if (set != nullptr) candidates &= set->word(word);
      for (; candidates != 0 && wants_more(); candidates &= candidates - 1) {
        const std::size_t rule = word * 64 + static_cast<std::size_t>(std::countr_zero(candidates));
        if (matches(rule, known)) matches_.push_back(rule);
        if (session_.exhausted()) return;
      }
    }
  }

  // The outputs of a rule, or the defaults: one value, or a context by the outputs' names.
  template <typename Cell>
  Value outputs(const Cell& cell) {
    if (table_.outputs.size() == 1) return coerced(evaluate(cell(0)), table_.outputs.front());
    std::vector<feel::Entry> entries;
    for (std::size_t i = 0; i < table_.outputs.size(); ++i)
      entries.push_back({table_.outputs[i].name, coerced(evaluate(cell(i)), table_.outputs[i])});
    return feel::Context(std::move(entries));
  }

  Value coerced(Value value, const CompiledOutput& output) {
    if (output.type.is_any()) return value;
    bool failed = false;
    Value result = feel::coerce(value, output.type, &failed);
    if (failed)
      note({"an output of the decision table is no " + output.type.to_string(),
            "eine Ausgabe der Entscheidungstabelle ist kein " + output.type.to_string()});
    return result;
  }

  Value output_of(std::size_t rule) {
    return outputs(
        [&](std::size_t i) -> const TableExpression& { return table_.rules[rule].outputs[i]; });
  }

  Value without_match() {
    const bool any_default =
        std::any_of(table_.outputs.begin(), table_.outputs.end(),
                    [](const CompiledOutput& output) { return output.has_default; });
    const bool list = is_multiple(table_.hit_policy) && table_.aggregation == Aggregation::None;
    if (any_default) {
      by_default_ = true;
      Value value = outputs(
          [&](std::size_t i) -> const TableExpression& { return table_.outputs[i].fallback; });
      return list && !value.is_list() ? Value(Values{std::move(value)}) : value;
    }
    if (list) return Values{};
    if (table_.hit_policy == HitPolicy::Collect && table_.aggregation == Aggregation::Count)
      return Value(0);
    return {};
  }

  Value decide() {
    switch (table_.hit_policy) {
      case HitPolicy::Unique:
        if (matches_.size() > 1) {
          note({"rules " + std::to_string(matches_[0] + 1) + " and " +
                    std::to_string(matches_[1] + 1) + " of a decision table for unique hits match",
                "die Regeln " + std::to_string(matches_[0] + 1) + " und " +
                    std::to_string(matches_[1] + 1) +
                    " einer Entscheidungstabelle mit eindeutigen Treffern treffen zu"});
          return {};
        }
        return first_output();
      case HitPolicy::First:
        return first_output();
      case HitPolicy::Any:
        return any();
      case HitPolicy::Priority:
        return by_priority().front();
      case HitPolicy::OutputOrder:
        return by_priority();
      case HitPolicy::RuleOrder:
        return all_outputs();
      case HitPolicy::Collect:
        return collect();
    }
    return {};
  }

  Value first_output() {
    outputs_.push_back(output_of(matches_.front()));
    return outputs_.front();
  }

  const Values& all_outputs() {
    for (const std::size_t rule : matches_) outputs_.push_back(output_of(rule));
    return outputs_;
  }

  Value any() {
    const Values& all = all_outputs();
    for (const Value& value : all)
      if (value != all.front()) {
        note({"matching rules of a decision table for any hit have different outputs",
              "zutreffende Regeln einer Entscheidungstabelle mit beliebigem Treffer haben "
              "verschiedene Ausgaben"});
        return {};
      }
    return all.front();
  }

  // The position of the value among the output values; behind all where it is none.
  std::size_t rank(const CompiledOutput& output, const Value& value) {
    for (std::size_t i = 0; i < output.priorities.size(); ++i)
      if (test(output.priorities[i], value)) return i;
    return output.priorities.size();
  }

  Values by_priority() {
    struct Ranked {
      std::vector<std::size_t> ranks;
      Value value;
    };
    std::vector<Ranked> ranked;
    for (const Value& value : all_outputs()) {
      Ranked one{{}, value};
      for (const CompiledOutput& output : table_.outputs) {
        const Value* part = table_.outputs.size() == 1 ? &value : value.member(output.name);
        if (!output.priorities.empty() && part != nullptr) one.ranks.push_back(rank(output, *part));
      }
      ranked.push_back(std::move(one));
    }
    std::stable_sort(ranked.begin(), ranked.end(),
                     [](const Ranked& a, const Ranked& b) { return a.ranks < b.ranks; });
    Values sorted;
    for (Ranked& one : ranked) sorted.push_back(std::move(one.value));
    return sorted;
  }

  Value collect() {
    const Values& all = all_outputs();
    if (table_.aggregation == Aggregation::None) return all;
    if (table_.aggregation == Aggregation::Count)
      return Value(static_cast<std::int64_t>(all.size()));
    if (table_.outputs.size() != 1) {
      note({"several outputs cannot be aggregated",
            "mehrere Ausgaben können nicht aggregiert werden"});
      return {};
    }
    return table_.aggregation == Aggregation::Sum ? sum(all) : extreme(all);
  }

  Value sum(const Values& all) {
    Decimal total;
    for (const Value& value : all) {
      const std::optional<Decimal> next =
          value.is_number() ? add(total, *value.number()) : std::nullopt;
      if (!next) return not_aggregable();
      total = *next;
    }
    return total;
  }

  Value extreme(const Values& all) {
    Value best = all.front();
    for (const Value& value : all) {
      const std::optional<std::strong_ordering> order = feel::compare(value, best);
      if (!order) return not_aggregable();
      if (table_.aggregation == Aggregation::Min ? *order < 0 : *order > 0) best = value;
    }
    return best;
  }

  Value not_aggregable() {
    note({"the outputs of the decision table cannot be aggregated",
          "die Ausgaben der Entscheidungstabelle können nicht aggregiert werden"});
    return {};
  }

  void explain(Explanation& explanation, const Value& result) {
    TableExplanation table;
    table.table = table_.id;
    table.decision = table_.title;
    table.hit_policy = table_.hit_policy;
    table.aggregation = table_.aggregation;
    table.by_default = by_default_;
    table.output = result;
    for (const CompiledOutput& output : table_.outputs) table.outputs.push_back(output.name);
    for (std::size_t i = 0; i < table_.inputs.size(); ++i)
      table.inputs.push_back({table_.inputs[i].text, table_.inputs[i].label, arguments_[i]});
    for (std::size_t i = 0; i < matches_.size(); ++i) {
      const CompiledRule& rule = table_.rules[matches_[i]];
      TableExplanation::Rule matched;
      matched.number = matches_[i] + 1;
      matched.id = rule.id;
      matched.description = rule.description;
      matched.annotations = rule.annotations;
      for (const TableExpression& cell : rule.inputs) matched.conditions.push_back(cell.text);
      if (i < outputs_.size()) matched.output = outputs_[i];
      table.matched.push_back(std::move(matched));
    }
    explanation.tables.push_back(std::move(table));
  }

  const CompiledTable& table_;
  std::span<const Value> arguments_;
  Session& session_;
  CellEnvironment environment_;
  std::vector<std::size_t> matches_;
  Values outputs_;  // by match, as far as they were needed
  bool by_default_ = false;
};

class TableFunction final : public feel::Function {
 public:
  explicit TableFunction(std::unique_ptr<const CompiledTable> table) : table_(std::move(table)) {
    for (std::size_t i = 0; i < table_->inputs.size(); ++i)
      parameters_.push_back({"input " + std::to_string(i + 1), {}});
    for (const std::string& name : table_->free_names) parameters_.push_back({name, {}});
  }

  std::string_view name() const override { return table_->title; }
  std::span<const feel::Parameter> parameters() const override { return parameters_; }
  Value call(std::span<const Value> arguments, Session& session) const override {
    return TableRun(*table_, arguments, session).run();
  }

 private:
  std::unique_ptr<const CompiledTable> table_;
  std::vector<feel::Parameter> parameters_;
};

}  // namespace

Value table_function(std::unique_ptr<const CompiledTable> table) {
  return feel::make_function(std::make_unique<TableFunction>(std::move(table)));
}

}  // namespace umlauf::dmn::detail
