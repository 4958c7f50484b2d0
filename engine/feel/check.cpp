#include "engine/feel/check.hpp"

#include <algorithm>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "engine/feel/builtins.hpp"
#include "engine/feel/checker.hpp"
#include "engine/feel/operators.hpp"

namespace umlauf::feel {

Checker::Checker(const SyntaxTree& tree, const Names& names, const CheckOptions& options)
    : tree_(tree), names_(names), options_(options) {}

Checked Checker::run() {
  const NodeIndex root = tree_.root();
  if (!root.valid() || tree_[root].depth > kSyntaxDepthMax) return {};
  if (tree_[root].kind == NodeKind::Tests || tree_[root].kind == NodeKind::NotTests)
    inputs_.push_back(options_.input);
  Checked checked;
  checked.type = type(root);
  if (!conforms_loosely(checked.type, options_.expected)) {
    report(root, "FEEL-17",
           "the result is a " + checked.type.to_string() + ", expected is " +
               options_.expected.to_string(),
           "das Ergebnis ist vom Typ " + checked.type.to_string() + ", erwartet wird " +
               options_.expected.to_string());
  }
  checked.diagnostics = std::move(diagnostics_);
  return checked;
}

void Checker::report(NodeIndex node, std::string_view rule, std::string english,
                     std::string german) {
  constexpr std::size_t kDiagnosticsMax = 100;
  if (diagnostics_.size() >= kDiagnosticsMax) return;
  Diagnostic diagnostic;
  diagnostic.rule = std::string(rule);
  diagnostic.message = {std::move(english), std::move(german)};
  diagnostic.span = tree_.span(node);
  diagnostics_.push_back(std::move(diagnostic));
}

// What may stand there after the implicit conversions; Any and Null fit everywhere.
bool Checker::conforms_loosely(const Type& type, const Type& target) {
  if (type.is_any() || type.kind() == TypeKind::Null || target.is_any()) return true;
  if (type.kind() == TypeKind::List && target.kind() != TypeKind::List)
    return conforms_loosely(type.element(), target);
  if (target.kind() == TypeKind::List && type.kind() != TypeKind::List)
    return conforms_loosely(type, target.element());
  if (type.kind() == TypeKind::Date && target.kind() == TypeKind::DateTime) return true;
  if (type.kind() != target.kind()) return false;
  switch (type.kind()) {
    case TypeKind::List:
    case TypeKind::Range:
      return conforms_loosely(type.element(), target.element());
    case TypeKind::Context:
      if (type.is_open() || target.is_open()) return true;
      return std::all_of(target.members().begin(), target.members().end(),
                         [&](const Type::Member& member) {
                           const Type* own = type.member(member.name);
                           return own != nullptr && conforms_loosely(*own, member.type);
                         });
    default:
      return true;
  }
}

const Type* Checker::bound(std::string_view name) const {
  for (std::size_t i = bindings_.size(); i-- > 0;) {
    if (bindings_[i].name == name) return &bindings_[i].type;
    if (!bindings_[i].is_item) continue;
    if (name == "item") return &bindings_[i].type;
    if (const Type* member = bindings_[i].type.member(name)) return member;
    // Of an item of unknown shape any name may be a member.
    if (bindings_[i].type.is_any() ||
        (bindings_[i].type.kind() == TypeKind::Context && bindings_[i].type.is_open()))
      return &any_;
  }
  return names_.variable(name);
}

Type Checker::type_of_name(NodeIndex node) {
  const std::string& name = tree_.name_of(node);
  if (const Type* known = bound(name)) return *known;
  if (find_built_in(name) != nullptr) return TypeKind::Function;
  if (options_.unknown_names)
    report(node, "FEEL-16", "there is no '" + name + "' here", "hier gibt es kein '" + name + "'");
  return {};
}

// What lies deeper than people write is taken as Any, so that the recursion is bounded.
Type Checker::type(NodeIndex node) {
  constexpr int kDepthMax = 300;
  if (depth_ >= kDepthMax) return {};
  ++depth_;
  Type found = type_within_depth(node);
  --depth_;
  return found;
}

Type Checker::type_within_depth(NodeIndex node) {
  switch (tree_[node].kind) {
    case NodeKind::Constant:
      return type_of(tree_.value(node));
    case NodeKind::Name:
      return type_of_name(node);
    case NodeKind::Input:
      return inputs_.empty() ? Type() : inputs_.back();
    case NodeKind::Negate:
      return type_of_negation(node);
    case NodeKind::Arithmetic:
      return type_of_arithmetic(node);
    case NodeKind::Compare:
      return type_of_comparison(node);
    case NodeKind::And:
    case NodeKind::Or:
      for (const NodeIndex child : tree_.children(node)) expect_boolean(child);
      return TypeKind::Boolean;
    case NodeKind::Between:
      check_pair(node, type(tree_.child(node, 0)), type(tree_.child(node, 1)), true);
      type(tree_.child(node, 2));
      return TypeKind::Boolean;
    case NodeKind::In:
      inputs_.push_back(type(tree_.child(node, 0)));
      type(tree_.child(node, 1));
      inputs_.pop_back();
      return TypeKind::Boolean;
    case NodeKind::InstanceOf:
      type(tree_.child(node, 0));
      return TypeKind::Boolean;
    case NodeKind::If: {
      expect_boolean(tree_.child(node, 0));
      return joined(type(tree_.child(node, 1)), type(tree_.child(node, 2)));
    }
    case NodeKind::For:
    case NodeKind::Some:
    case NodeKind::Every:
      return type_of_loop(node);
    case NodeKind::FunctionLiteral:
      return type_of_function(node, {});
    case NodeKind::Call:
      return type_of_call(node);
    case NodeKind::Path:
      return type_of_path(node, type(tree_.child(node, 0)));
    case NodeKind::Filter:
      return type_of_filter(node);
    case NodeKind::List:
      return type_of_list(node);
    case NodeKind::Context:
    case NodeKind::Block:
      return type_of_context(node);
    case NodeKind::Range:
      return type_of_range(node);
    case NodeKind::Tests:
    case NodeKind::NotTests:
      for (const NodeIndex child : tree_.children(node)) type(child);
      return TypeKind::Boolean;
    case NodeKind::CompareInput: {
      const Type endpoint = type(tree_.child(node, 0));
      const Operation operation = tree_[node].operation;
      check_pair(node, inputs_.empty() ? Type() : inputs_.back(), endpoint,
                 operation != Operation::Equal && operation != Operation::NotEqual);
      return TypeKind::Boolean;
    }
    case NodeKind::ExpressionTest:
      check_test(node);
      return TypeKind::Boolean;
    case NodeKind::Coerce: {
      const Type inner = type(tree_.child(node, 0));
      const Type& target = tree_.type_of(node);
      if (!conforms_loosely(inner, target))
        report(node, "FEEL-17", inner.to_string() + " is no " + target.to_string(),
               inner.to_string() + " ist nicht vom Typ " + target.to_string());
      return target;
    }
    case NodeKind::Invalid:
      report(node, "FEEL-15", tree_.message_of(node).english, tree_.message_of(node).german);
      return TypeKind::Null;
    default:
      return tree_[node].first_child.valid() ? type(tree_[node].first_child) : Type();
  }
}

void Checker::expect_boolean(NodeIndex node) {
  const Type condition = type(node);
  if (conforms_loosely(condition, TypeKind::Boolean) && condition.kind() != TypeKind::List) return;
  report(node, "FEEL-14", "a condition must be a boolean, this is a " + condition.to_string(),
         "eine Bedingung muss boolean sein, dies ist vom Typ " + condition.to_string());
}

Type Checker::joined(const Type& a, const Type& b) {
  if (a.kind() == TypeKind::Null) return b.or_null();
  if (b.kind() == TypeKind::Null) return a.or_null();
  if (a == b) return a;
  if (a.kind() == b.kind() && a.kind() == TypeKind::List)
    return Type::list(joined(a.element(), b.element()));
  // One of two contexts may have a member that the other lacks.
  if (a.kind() == b.kind() && a.kind() == TypeKind::Context) return TypeKind::Context;
  if (conforms(a, b)) return b;
  return conforms(b, a) ? a : Type();
}

// ---- Operators ----------------------------------------------------------------------------------

namespace {

bool is_known(const Type& type) { return !type.is_any() && type.kind() != TypeKind::Null; }

bool is_duration(const Type& type) {
  return type.kind() == TypeKind::DaysTimeDuration || type.kind() == TypeKind::YearsMonthsDuration;
}

bool is_point(const Type& type) {
  return type.kind() == TypeKind::Date || type.kind() == TypeKind::DateTime ||
         type.kind() == TypeKind::Time;
}

bool moves(const Type& point, const Type& duration) {
  return is_point(point) && is_duration(duration) &&
         !(point.kind() == TypeKind::Time && duration.kind() == TypeKind::YearsMonthsDuration);
}

// Tables 57 to 63; nullopt where the operator has no result for these types.
std::optional<Type> result_of(Operation operation, const Type& a, const Type& b) {
  const bool numbers = a.kind() == TypeKind::Number && b.kind() == TypeKind::Number;
  if (numbers) return TypeKind::Number;
  const bool same = a.kind() == b.kind();
  switch (operation) {
    case Operation::Add:
      if (same && (a.kind() == TypeKind::String || is_duration(a))) return a;
      if (moves(a, b)) return a;
      if (moves(b, a)) return b;
      return std::nullopt;
    case Operation::Subtract: {
      if (same && is_duration(a)) return a;
      if (moves(a, b)) return a;
      const bool times = a.kind() == TypeKind::Time || b.kind() == TypeKind::Time;
      if (is_point(a) && is_point(b) && (same || !times)) return TypeKind::DaysTimeDuration;
      return std::nullopt;
    }
    case Operation::Multiply:
      if (is_duration(a) && b.kind() == TypeKind::Number) return a;
      if (is_duration(b) && a.kind() == TypeKind::Number) return b;
      return std::nullopt;
    case Operation::Divide:
      if (is_duration(a) && b.kind() == TypeKind::Number) return a;
      if (is_duration(a) && same) return TypeKind::Number;
      return std::nullopt;
    default:
      return std::nullopt;
  }
}

bool is_ordered(const Type& type) {
  return type.kind() == TypeKind::Number || type.kind() == TypeKind::String || is_point(type) ||
         is_duration(type);
}

bool are_comparable(const Type& a, const Type& b) { return a.kind() == b.kind(); }

}  // namespace

Type Checker::type_of_arithmetic(NodeIndex node) {
  const Type a = type(tree_.child(node, 0));
  const Type b = type(tree_.child(node, 1));
  const std::string name(symbol(tree_[node].operation));
  if (a.kind() == TypeKind::Null || b.kind() == TypeKind::Null) {
    report(node, "FEEL-10", "'" + name + "' with null is always null",
           "'" + name + "' mit null ist immer null");
    return TypeKind::Null;
  }
  if (!is_known(a) || !is_known(b)) return {};
  if (const auto result = result_of(tree_[node].operation, a, b)) return *result;
  report(node, "FEEL-10",
         "'" + name + "' has no result for " + a.to_string() + " and " + b.to_string(),
         "'" + name + "' hat kein Ergebnis für " + a.to_string() + " und " + b.to_string());
  return TypeKind::Null;
}

Type Checker::type_of_negation(NodeIndex node) {
  Type operand = type(tree_.child(node, 0));
  if (!is_known(operand) || operand.kind() == TypeKind::Number || is_duration(operand))
    return operand;
  report(node, "FEEL-10", "'-' has no result for " + operand.to_string(),
         "'-' hat kein Ergebnis für " + operand.to_string());
  return TypeKind::Null;
}

void Checker::check_pair(NodeIndex node, const Type& a, const Type& b, bool ordered) {
  if (!is_known(a) || !is_known(b)) return;
  if (are_comparable(a, b) && (!ordered || (is_ordered(a) && is_ordered(b)))) return;
  report(node, "FEEL-13",
         "comparing " + a.to_string() + " with " + b.to_string() + " is always null",
         "der Vergleich von " + a.to_string() + " mit " + b.to_string() + " ist immer null");
}

Type Checker::type_of_comparison(NodeIndex node) {
  const Operation operation = tree_[node].operation;
  check_pair(node, type(tree_.child(node, 0)), type(tree_.child(node, 1)),
             operation != Operation::Equal && operation != Operation::NotEqual);
  return TypeKind::Boolean;
}

// A test that is an expression: a condition, something to be equal to, a list or range of it.
void Checker::check_test(NodeIndex node) {
  const Type test = type(tree_.child(node, 0));
  if (inputs_.empty() || (tree_[node].flags & kUsesInput) != 0) return;
  const Type& input = inputs_.back();
  if (!is_known(test) || !is_known(input) || test.kind() == TypeKind::Boolean) return;
  if (are_comparable(input, test) || input.kind() == TypeKind::List) return;
  if (test.kind() != TypeKind::List && test.kind() != TypeKind::Range) {
    check_pair(node, input, test, false);
    return;
  }
  const Type& element = test.element();
  if (!is_known(element) || are_comparable(input, element) || element.kind() == TypeKind::Range)
    return;
  report(node, "FEEL-13", "a " + input.to_string() + " is never in a " + test.to_string(),
         input.to_string() + " ist nie in " + test.to_string());
}

}  // namespace umlauf::feel
