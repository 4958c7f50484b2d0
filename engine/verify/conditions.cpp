#include "engine/verify/conditions.hpp"

#include <algorithm>

#include "engine/feel/expression.hpp"
#include "engine/feel/operators.hpp"

namespace umlauf::verify {
namespace {

using feel::NodeKind;
using feel::Operation;
using feel::SyntaxTree;
using feel::Value;
using Node = feel::NodeIndex;
using Rows = std::vector<Row>;

// Disjunctive normal form doubles with every conjunction of disjunctions.
constexpr std::size_t kRowsMax = 64;
// Deeper conditions are not taken apart; FEEL itself allows a depth of 1000.
constexpr int kDepthMax = 60;

Operation mirrored(Operation operation) {
  switch (operation) {
    case Operation::Less:
      return Operation::Greater;
    case Operation::LessEqual:
      return Operation::GreaterEqual;
    case Operation::Greater:
      return Operation::Less;
    case Operation::GreaterEqual:
      return Operation::LessEqual;
    default:
      return operation;
  }
}

std::optional<Pieces> compared(Operation operation, const Value& value) {
  switch (operation) {
    case Operation::Equal:
      return Pieces{false, {Piece::exactly(value)}, OnNull::Fails};
    case Operation::NotEqual:
      return Pieces{true, {Piece::exactly(value)}, OnNull::Holds};
    case Operation::Less:
      return Pieces{false, {{std::nullopt, value, false, false}}, OnNull::Fails};
    case Operation::LessEqual:
      return Pieces{false, {{std::nullopt, value, false, true}}, OnNull::Fails};
    case Operation::Greater:
      return Pieces{false, {{value, std::nullopt, false, false}}, OnNull::Fails};
    case Operation::GreaterEqual:
      return Pieces{false, {{value, std::nullopt, true, false}}, OnNull::Fails};
    default:
      return std::nullopt;
  }
}

// Of `not(a < 3)` with null the languages think differently.
void negate(Pieces& pieces, bool equality) {
  pieces.negated = !pieces.negated;
  if (!equality || pieces.on_null == OnNull::Unknown)
    pieces.on_null = OnNull::Unknown;
  else
    pieces.on_null = pieces.on_null == OnNull::Fails ? OnNull::Holds : OnNull::Fails;
}

class Reading {
 public:
  Reading(const SyntaxTree& tree, Variables& variables) : tree_(tree), variables_(variables) {}

  std::optional<Rows> condition(Node node, bool negated, int depth) {
    if (depth > kDepthMax || !node.valid()) return std::nullopt;
    switch (tree_[node].kind) {
      case NodeKind::And:
      case NodeKind::Or: {
        const bool conjunction = (tree_[node].kind == NodeKind::And) != negated;
        return combine(tree_.children(node), conjunction, negated, depth);
      }
      case NodeKind::Constant:
        return decided(tree_.value(node), negated);
      case NodeKind::Name:
      case NodeKind::Path:
      case NodeKind::Input:
        if (const auto column = variable(node))
          return single(*column, {false,
                                  {Piece::exactly(Value(!negated))},
                                  negated ? OnNull::Unknown : OnNull::Fails});
        return std::nullopt;
      case NodeKind::Compare:
        return comparison(node, negated);
      case NodeKind::Between:
        return between(node, negated);
      case NodeKind::In:
        return in(node, negated);
      case NodeKind::Call:
        return negation(node, negated, depth);
      case NodeKind::ExpressionTest:
        return condition(tree_.child(node, 0), negated, depth + 1);
      default:
        return std::nullopt;
    }
  }

  // A test, also of a decision table, where it is a value that the input equals.
  std::optional<Pieces> test(Node node) {
    const feel::SyntaxNode& each = tree_[node];
    if (each.kind == NodeKind::CompareInput) {
      const auto value = constant(tree_.child(node, 0));
      return value ? compared(each.operation, *value) : std::nullopt;
    }
    if (each.kind == NodeKind::ExpressionTest) return test(tree_.child(node, 0));
    if (each.kind == NodeKind::Range) return range(node);
    const auto value = constant(node);
    return value ? admitted(*value) : std::nullopt;
  }

  std::optional<Pieces> tests(Node node) {
    const bool negated = tree_[node].kind == NodeKind::NotTests;
    if (negated) node = tree_.child(node, 0);
    if (!node.valid() || tree_[node].kind != NodeKind::Tests) return std::nullopt;
    Pieces sum{negated, {}, negated ? OnNull::Unknown : OnNull::Fails};
    const std::vector<Node> each = tree_.children(node);
    if (each.empty()) sum.negated = !negated;
    for (Node child : each) {
      const auto pieces = test(child);
      if (!pieces) return std::nullopt;
      if (pieces->negated && each.size() > 1) return std::nullopt;
      if (pieces->negated) return Pieces{!negated, pieces->pieces, OnNull::Unknown};
      sum.pieces.insert(sum.pieces.end(), pieces->pieces.begin(), pieces->pieces.end());
    }
    return sum;
  }

 private:
  // What the input must be to pass: equal to it, or contained in it.
  static std::optional<Pieces> admitted(const Value& value) {
    Pieces pieces;
    if (const feel::Range* range = value.range()) {
      if (range->form == feel::RangeForm::NotEqual) return std::nullopt;
      Piece piece;
      if (!range->start.is_null()) piece.low = range->start;
      if (!range->end.is_null()) piece.high = range->end;
      piece.low_included = range->start_included;
      piece.high_included = range->end_included;
      pieces.pieces.push_back(std::move(piece));
      return pieces;
    }
    if (const feel::Values* list = value.list()) {
      for (const Value& item : *list) {
        if (item.is_null() || item.is_list() || item.range()) return std::nullopt;
        pieces.pieces.push_back(Piece::exactly(item));
      }
      return pieces;
    }
    if (value.is_null() || value.is_context() || value.function()) return std::nullopt;
    pieces.pieces.push_back(Piece::exactly(value));
    return pieces;
  }

  std::optional<Pieces> range(Node node) {
    const auto low = constant(tree_.child(node, 0));
    const auto high = constant(tree_.child(node, 1));
    if (!low || !high) return std::nullopt;
    Piece piece;
    if (!low->is_null()) piece.low = *low;
    if (!high->is_null()) piece.high = *high;
    piece.low_included = (tree_[node].flags & feel::kStartIncluded) != 0;
    piece.high_included = (tree_[node].flags & feel::kEndIncluded) != 0;
    return Pieces{false, {piece}, OnNull::Fails};
  }

  // `1 = 2`
  static std::optional<Rows> decided(const Value& value, bool negated) {
    if (!value.is_boolean()) return std::nullopt;
    return value.is_true() != negated ? Rows{Row{}} : Rows{};
  }

  std::optional<Value> constant(Node node) const {
    if (!node.valid()) return std::nullopt;
    if (tree_[node].kind == NodeKind::Constant) return tree_.value(node);
    // `-1`, `date("2024-01-31")`: whatever FEEL itself finds to be constant.
    const bool may_be = tree_[node].kind == NodeKind::Negate ||
                        tree_[node].kind == NodeKind::Call ||
                        tree_[node].kind == NodeKind::Arithmetic ||
                        tree_[node].kind == NodeKind::List || tree_[node].kind == NodeKind::Range;
    const std::string& text = tree_.text();
    const std::size_t first = tree_[node].offset, length = tree_[node].length;
    if (!may_be || length == 0 || first + length > text.size()) return std::nullopt;
    const auto compiled = feel::compile(std::string_view(text).substr(first, length));
    if (!compiled) return std::nullopt;
    const Value* value = compiled->constant();
    return value ? std::optional(*value) : std::nullopt;
  }

  std::optional<std::uint32_t> variable(Node node) {
    std::string name;
    while (tree_[node].kind == NodeKind::Path) {
      name = "." + tree_.name_of(node) + name;
      node = tree_.child(node, 0);
    }
    if (tree_[node].kind == NodeKind::Input)
      name = "?" + name;
    else if (tree_[node].kind == NodeKind::Name)
      name = tree_.name_of(node) + name;
    else
      return std::nullopt;
    const auto found = std::find(variables_.begin(), variables_.end(), name);
    if (found != variables_.end()) return static_cast<std::uint32_t>(found - variables_.begin());
    variables_.push_back(std::move(name));
    return static_cast<std::uint32_t>(variables_.size() - 1);
  }

  static Rows single(std::uint32_t column, Pieces pieces) {
    Row row;
    row.cells.push_back({column, std::move(pieces)});
    return {std::move(row)};
  }

  std::optional<Rows> comparison(Node node, bool negated) {
    Node left = tree_.child(node, 0), right = tree_.child(node, 1);
    Operation operation = tree_[node].operation;
    auto value = constant(right);
    if (!value) {
      std::swap(left, right);
      operation = mirrored(operation);
      value = constant(right);
    }
    if (!value || value->is_null() || value->is_list() || value->is_context()) return std::nullopt;
    if (const auto other = constant(left)) {
      const auto truth = feel::compared(operation, *other, *value);
      return truth ? decided(Value(*truth), negated) : std::nullopt;
    }
    const auto column = variable(left);
    auto pieces = compared(operation, *value);
    if (!column || !pieces) return std::nullopt;
    if (negated) negate(*pieces, operation == Operation::Equal || operation == Operation::NotEqual);
    return single(*column, std::move(*pieces));
  }

  std::optional<Rows> between(Node node, bool negated) {
    const auto low = constant(tree_.child(node, 1)), high = constant(tree_.child(node, 2));
    if (!low || !high || low->is_null() || high->is_null()) return std::nullopt;
    const auto column = variable(tree_.child(node, 0));
    if (!column) return std::nullopt;
    return single(
        *column, {negated, {{*low, *high, true, true}}, negated ? OnNull::Unknown : OnNull::Fails});
  }

  std::optional<Rows> in(Node node, bool negated) {
    auto pieces = tests(tree_.child(node, 1));
    if (!pieces) return std::nullopt;
    const auto column = variable(tree_.child(node, 0));
    if (!column) return std::nullopt;
    if (negated) negate(*pieces, false);
    return single(*column, std::move(*pieces));
  }

  std::optional<Rows> negation(Node node, bool negated, int depth) {
    const std::vector<Node> parts = tree_.children(node);
    if (parts.size() != 2 || tree_[parts[0]].kind != NodeKind::Name ||
        tree_.name_of(parts[0]) != "not" || tree_[parts[1]].kind == NodeKind::NamedArgument)
      return std::nullopt;
    return condition(parts[1], !negated, depth + 1);
  }

  std::optional<Rows> combine(const std::vector<Node>& parts, bool conjunction, bool negated,
                              int depth) {
    Rows sum;
    if (conjunction) sum.emplace_back();
    for (Node part : parts) {
      const auto rows = condition(part, negated, depth + 1);
      if (!rows) return std::nullopt;
      if (!conjunction) {
        sum.insert(sum.end(), rows->begin(), rows->end());
      } else {
        Rows product;
        for (const Row& left : sum)
          for (const Row& right : *rows) {
            Row both = left;
            both.cells.insert(both.cells.end(), right.cells.begin(), right.cells.end());
            product.push_back(std::move(both));
          }
        sum = std::move(product);
      }
      if (sum.size() > kRowsMax) return std::nullopt;
    }
    return sum;
  }

  const SyntaxTree& tree_;
  Variables& variables_;
};

}  // namespace

std::optional<std::vector<Row>> rows_of_condition(const SyntaxTree& tree, Variables& variables) {
  return Reading(tree, variables).condition(tree.root(), false, 0);
}

std::optional<Pieces> pieces_of_tests(const SyntaxTree& tree) {
  Variables none;
  return Reading(tree, none).tests(tree.root());
}

}  // namespace umlauf::verify
