#include <algorithm>
#include <array>
#include <string>
#include <utility>

#include "engine/feel/checker.hpp"

namespace umlauf::feel {

// What an iterator's variable is.
Type Checker::iterated(NodeIndex node) {
  Type domain = type(tree_.child(node, 0));
  if (tree_.child(node, 1).valid()) {
    type(tree_.child(node, 1));
    return domain;
  }
  return domain.kind() == TypeKind::List || domain.kind() == TypeKind::Range ? domain.element()
                                                                             : domain;
}

Type Checker::type_of_loop(NodeIndex node) {
  const std::size_t bindings = bindings_.size();
  std::vector<NodeIndex> children = tree_.children(node);
  const NodeIndex body = children.back();
  children.pop_back();
  for (const NodeIndex child : children) {
    Type variable = iterated(child);
    bindings_.push_back({tree_.name_of(child), std::move(variable), false});
  }
  const bool is_for = tree_[node].kind == NodeKind::For;
  Type result = TypeKind::Boolean;
  if (is_for) {
    bindings_.push_back({"partial", Type::list({}), false});
    result = Type::list(type(body));
  } else {
    expect_boolean(body);
  }
  bindings_.resize(bindings);
  return result;
}

Type Checker::type_of_function(NodeIndex node, std::string_view name) {
  const std::size_t bindings = bindings_.size();
  std::vector<NodeIndex> children = tree_.children(node);
  const NodeIndex body = children.back();
  children.pop_back();
  if (!name.empty()) bindings_.push_back({name, TypeKind::Function, false});
  std::vector<Type> parameters;
  for (const NodeIndex child : children) {
    parameters.push_back(tree_.type_of(child));
    bindings_.push_back({tree_.name_of(child), tree_.type_of(child), false});
  }
  Type result = type(body);
  bindings_.resize(bindings);
  return Type::function(std::move(parameters), std::move(result));
}

Type Checker::type_of_call(NodeIndex node) {
  const NodeIndex callee = tree_.child(node, 0);
  if (tree_[callee].kind == NodeKind::Name && bound(tree_.name_of(callee)) == nullptr) {
    if (const Value* function = find_built_in(tree_.name_of(callee)))
      return type_of_built_in(node, static_cast<const BuiltInFunction&>(*function->function()));
  }
  const Type function = type(callee);
  std::vector<NodeIndex> arguments = tree_.children(node);
  arguments.erase(arguments.begin());
  std::vector<Type> types;
  for (const NodeIndex argument : arguments) types.push_back(type(argument));
  if (function.is_any()) return {};
  if (function.kind() != TypeKind::Function) {
    report(node, "FEEL-11", "a " + function.to_string() + " cannot be called",
           function.to_string() + " lässt sich nicht aufrufen");
    return TypeKind::Null;
  }
  if (function.is_open()) return {};
  const auto parameters = function.parameters();
  // A function that stands in the tree as a value (what other languages lower to) may be variadic.
  const bool variadic =
      tree_[callee].kind == NodeKind::Constant && tree_.value(callee).function()->variadic();
  if (variadic) return function.result();
  if (parameters.size() != types.size()) {
    const std::string wanted = std::to_string(parameters.size());
    const std::string given = std::to_string(types.size());
    report(node, "FEEL-11", "the function takes " + wanted + " arguments, not " + given,
           "die Funktion erwartet " + wanted + " Argumente, nicht " + given);
    return TypeKind::Null;
  }
  const bool named = !arguments.empty() && tree_[arguments[0]].kind == NodeKind::NamedArgument;
  for (std::size_t i = 0; i < types.size() && !named; ++i) {
    if (conforms_loosely(types[i], parameters[i])) continue;
    report(
        arguments[i], "FEEL-11",
        "the argument is a " + types[i].to_string() + ", expected is " + parameters[i].to_string(),
        "das Argument ist vom Typ " + types[i].to_string() + ", erwartet wird " +
            parameters[i].to_string());
  }
  return function.result();
}

namespace {

struct Argument {
  std::string_view name;  // "" where it is positional
  Type type;
};

// Whether arguments of these types can be meant by that form of a built-in function.
template <typename Conforms>
bool may_take(const ParsedSignature& signature, const std::vector<Argument>& arguments,
              const Conforms& conforms_to) {
  const auto fits = [&](const Type& type, const ParsedParameter& parameter) {
    if (type.kind() == TypeKind::Null) return parameter.type.nullable();
    return conforms_to(type, parameter.type);
  };
  if (!arguments.empty() && !arguments[0].name.empty()) {
    if (signature.variadic) return false;
    // What is not supplied is null.
    std::size_t required = 0;
    const auto must_be_given = [](const ParsedParameter& parameter) {
      return !parameter.optional && !parameter.type.nullable();
    };
    for (const Argument& argument : arguments) {
      const auto found = std::ranges::find_if(
          signature.parameters,
          [&](const ParsedParameter& parameter) { return parameter.name == argument.name; });
      if (found == signature.parameters.end() || !fits(argument.type, *found)) return false;
      required += must_be_given(*found) ? 1 : 0;
    }
    const auto needed = std::ranges::count_if(signature.parameters, must_be_given);
    return required == static_cast<std::size_t>(needed);
  }
  const std::size_t count = arguments.size();
  if (signature.variadic ? count < signature.parameters.size()
                         : count < signature.required || count > signature.parameters.size())
    return false;
  for (std::size_t i = 0; i < count; ++i)
    if (!fits(arguments[i].type,
              signature.parameters[std::min(i, signature.parameters.size() - 1)]))
      return false;
  return true;
}

}  // namespace

Type Checker::type_of_built_in(NodeIndex node, const BuiltInFunction& function) {
  std::vector<Argument> arguments;
  std::string shown;
  for (NodeIndex child = tree_.child(node, 1); child.valid(); child = tree_[child].next_sibling) {
    const bool named = tree_[child].kind == NodeKind::NamedArgument;
    arguments.push_back(
        {named ? std::string_view(tree_.name_of(child)) : std::string_view(), type(child)});
    if (!shown.empty()) shown += ", ";
    if (named) shown += tree_.name_of(child) + ": ";
    shown += arguments.back().type.to_string();
  }
  const ParsedSignature* taken = nullptr;
  std::size_t possible = 0;
  for (const ParsedSignature& signature : function.signatures()) {
    if (!may_take(signature, arguments, conforms_loosely)) continue;
    ++possible;
    if (taken == nullptr) taken = &signature;
  }
  if (taken == nullptr) {
    const std::string name(function.name());
    report(node, "FEEL-11", "'" + name + "' does not take (" + shown + ")",
           "'" + name + "' lässt sich nicht auf (" + shown + ") anwenden");
    return TypeKind::Null;
  }
  check_literal_call(node, function);
  if (possible > 1) {
    for (const ParsedSignature& signature : function.signatures())
      if (!(signature.result == taken->result)) return {};
  }
  return taken->result;
}

// date("2024-02-30") and its kin: a text that is written there and is no such value.
void Checker::check_literal_call(NodeIndex node, const BuiltInFunction& function) {
  static constexpr std::array<std::string_view, 6> kReaders = {
      "date", "time", "date and time", "duration", "number", "range"};
  if (std::ranges::find(kReaders, function.name()) == kReaders.end()) return;
  const NodeIndex argument = tree_.child(node, 1);
  if (!argument.valid() || tree_[argument].next_sibling.valid() ||
      tree_[argument].kind != NodeKind::Constant || !tree_.value(argument).is_string())
    return;
  Session session;
  const Value text[1] = {tree_.value(argument)};
  if (!function.call(text, session).is_null()) return;
  const std::string shown = "'" + *text[0].string() + "'";
  report(argument, "FEEL-15",
         shown + " is no valid text for '" + std::string(function.name()) + "'",
         shown + " ist kein gültiger Text für '" + std::string(function.name()) + "'");
}

namespace {

struct Property {
  std::string_view name;
  TypeKind type;
};

constexpr Property kDateProperties[] = {{"year", TypeKind::Number},
                                        {"month", TypeKind::Number},
                                        {"day", TypeKind::Number},
                                        {"weekday", TypeKind::Number}};
constexpr Property kTimeProperties[] = {{"hour", TypeKind::Number},
                                        {"minute", TypeKind::Number},
                                        {"second", TypeKind::Number},
                                        {"time offset", TypeKind::DaysTimeDuration},
                                        {"timezone", TypeKind::String}};
constexpr Property kDaysTimeProperties[] = {{"days", TypeKind::Number},
                                            {"hours", TypeKind::Number},
                                            {"minutes", TypeKind::Number},
                                            {"seconds", TypeKind::Number}};
constexpr Property kYearsMonthsProperties[] = {{"years", TypeKind::Number},
                                               {"months", TypeKind::Number}};

template <std::size_t N>
const Property* find_in(const Property (&properties)[N], std::string_view name) {
  for (const Property& property : properties)
    if (property.name == name) return &property;
  return nullptr;
}

// Tables 65 and 66.
const Property* temporal_property(TypeKind kind, std::string_view name) {
  switch (kind) {
    case TypeKind::Date:
      return find_in(kDateProperties, name);
    case TypeKind::Time:
      return find_in(kTimeProperties, name);
    case TypeKind::DateTime:
      if (const Property* property = find_in(kDateProperties, name)) return property;
      return find_in(kTimeProperties, name);
    case TypeKind::DaysTimeDuration:
      return find_in(kDaysTimeProperties, name);
    case TypeKind::YearsMonthsDuration:
      return find_in(kYearsMonthsProperties, name);
    default:
      return nullptr;
  }
}

}  // namespace

Type Checker::type_of_path(NodeIndex node, const Type& value) {
  const std::string& name = tree_.name_of(node);
  switch (value.kind()) {
    case TypeKind::Any:
      return {};
    case TypeKind::List:
      return Type::list(type_of_path(node, value.element()));
    case TypeKind::Context:
      if (value.is_open()) return {};
      if (const Type* member = value.member(name)) return *member;
      break;
    case TypeKind::Range:
      if (name == "start" || name == "end") return value.element();
      if (name == "start included" || name == "end included") return TypeKind::Boolean;
      break;
    default:
      if (const Property* property = temporal_property(value.kind(), name)) return property->type;
  }
  report(node, "FEEL-12", "a " + value.to_string() + " has no '" + name + "'",
         value.to_string() + " hat kein '" + name + "'");
  return TypeKind::Null;
}

Type Checker::type_of_filter(NodeIndex node) {
  const Type list = type(tree_.child(node, 0));
  const Type item = list.kind() == TypeKind::List ? list.element() : list;
  bindings_.push_back({{}, item, true});
  const Type condition = type(tree_.child(node, 1));
  bindings_.pop_back();
  if (condition.kind() == TypeKind::Number) return item.or_null();
  if (condition.kind() == TypeKind::Boolean) return Type::list(item);
  if (!condition.is_any() && condition.kind() != TypeKind::Null)
    report(tree_.child(node, 1), "FEEL-14",
           "a filter takes a condition or a number, this is a " + condition.to_string(),
           "ein Filter erwartet eine Bedingung oder eine Zahl, dies ist vom Typ " +
               condition.to_string());
  return {};
}

Type Checker::type_of_list(NodeIndex node) {
  bool first = true;
  Type element;
  for (const NodeIndex child : tree_.children(node)) {
    const Type item = type(child);
    element = std::exchange(first, false) ? item : joined(element, item);
  }
  return Type::list(std::move(element));
}

Type Checker::type_of_context(NodeIndex node) {
  const std::size_t bindings = bindings_.size();
  std::vector<Type::Member> members;
  Type result;
  for (const NodeIndex child : tree_.children(node)) {
    if (tree_[child].kind != NodeKind::ContextEntry) {
      result = type(child);  // what a block yields
      continue;
    }
    const std::string& name = tree_.name_of(child);
    const NodeIndex value = tree_.child(child, 0);
    Type entry = tree_[value].kind == NodeKind::FunctionLiteral ? type_of_function(value, name)
                                                                : type(value);
    const bool twice = std::ranges::any_of(
        members, [&](const Type::Member& member) { return member.name == name; });
    if (twice)
      report(child, "FEEL-15", "'" + name + "' comes twice", "'" + name + "' kommt zweimal vor");
    bindings_.push_back({name, entry, false});
    members.push_back({name, std::move(entry)});
  }
  bindings_.resize(bindings);
  return tree_[node].kind == NodeKind::Block ? result : Type::context(std::move(members));
}

Type Checker::type_of_range(NodeIndex node) {
  Type start = type(tree_.child(node, 0));
  if (!tree_.child(node, 1).valid()) return Type::range(std::move(start));
  const Type end = type(tree_.child(node, 1));
  check_pair(node, start, end, true);
  return Type::range(joined(start, end));
}

Checked check(const SyntaxTree& tree, const Names& names, const CheckOptions& options) {
  return Checker(tree, names, options).run();
}

}  // namespace umlauf::feel
