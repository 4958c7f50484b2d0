#pragma once

#include <memory>
#include <string>
#include <vector>

#include "engine/dmn/decision_model.hpp"
#include "engine/dmn/model.hpp"
#include "engine/dmn/table_index.hpp"
#include "engine/feel/expression.hpp"
#include "engine/feel/function.hpp"

/// Decision tables, compiled. Private to engine/dmn.
namespace umlauf::dmn::detail {

/// A cell or another expression of a table; it finds its free names among the table's arguments.
struct TableExpression {
  feel::Expression expression;
  std::vector<std::uint32_t> slots;  ///< argument by slot of the expression
  std::string text;
  bool always = false;  ///< an input entry `-`
};

struct CompiledInput {
  std::string text;
  std::string label;
  bool restricted = false;
  TableExpression values;
};

struct CompiledOutput {
  std::string name;
  feel::Type type;
  bool has_default = false;
  TableExpression fallback;
  std::vector<TableExpression> priorities;  ///< output values, the highest first
};

struct CompiledRule {
  std::string id;
  std::string description;
  std::vector<std::string> annotations;
  std::vector<TableExpression> inputs;
  std::vector<TableExpression> outputs;
};

/// What a decision table computes, as a function of its input expressions' values followed by the
/// values of the other names that occur in its cells.
struct CompiledTable {
  std::string id;
  std::string title;
  HitPolicy hit_policy = HitPolicy::Unique;
  Aggregation aggregation = Aggregation::None;
  std::vector<CompiledInput> inputs;
  std::vector<CompiledOutput> outputs;
  std::vector<CompiledRule> rules;
  std::vector<std::string> free_names;  ///< arguments behind the inputs
  std::vector<ColumnIndex> columns;     ///< by input; empty: too few rules
  bool broken = false;                  ///< an entry did not parse: the table decides nothing
};

/// The function that evaluates the table.
feel::Value table_function(std::unique_ptr<const CompiledTable> table);

}  // namespace umlauf::dmn::detail
