#include "engine/definition/juel_parser.hpp"

#include <utility>

#include "engine/base/decimal.hpp"
#include "engine/definition/juel_functions.hpp"
#include "engine/feel/syntax.hpp"

namespace umlauf::definition {

using feel::NodeIndex;
using feel::NodeKind;
using feel::Operation;
using feel::Place;
using Object = JuelOperand::Object;

class JuelParser::Depth {
 public:
  explicit Depth(JuelParser& parser) : parser_(parser) {
    if (++parser_.depth_ > parser_.limits_.nesting_max)
      parser_.fail({"expression is nested too deeply", "Ausdruck ist zu tief verschachtelt"},
                   parser_.here());
  }
  ~Depth() { --parser_.depth_; }
  Depth(const Depth&) = delete;
  Depth& operator=(const Depth&) = delete;

 private:
  JuelParser& parser_;
};

JuelOperand JuelParser::fail(Text message, Place place) {
  if (!problem_) problem_ = Problem{std::move(message), place};
  return {};
}

Place JuelParser::from(Place begin) const {
  return {begin.offset, end_of_previous_ > begin.offset ? end_of_previous_ - begin.offset : 0};
}

bool JuelParser::take(std::string_view symbol) {
  if (!at(symbol)) return false;
  end_of_previous_ = current_.offset + current_.length;
  advance();
  return true;
}

JuelOperand JuelParser::unexpected() {
  switch (current_.kind) {
    case JuelToken::End:
      return fail({"expression is not closed by '}'", "Ausdruck wird nicht durch '}' geschlossen"},
                  here());
    case JuelToken::Close:
      return fail({"expression ends too early", "Ausdruck endet zu früh"}, here());
    case JuelToken::Invalid:
      return fail({current_.text + " in the expression at '" + source(here()) + "'",
                   "Ausdruck ist bei '" + source(here()) + "' nicht lesbar"},
                  here());
    default:
      break;
  }
  if (at("="))
    return fail({"'=' assigns in this language and is not supported; compare with '=='",
                 "'=' ist hier eine Zuweisung und wird nicht unterstützt; Vergleich: '=='"},
                here());
  return fail({"'" + source(here()) + "' is not supported at this place of an expression",
               "'" + source(here()) + "' wird an dieser Stelle eines Ausdrucks nicht unterstützt"},
              here());
}

JuelOperand JuelParser::call(const feel::Value& function, const std::vector<NodeIndex>& arguments,
                             JuelShape shape, Place place) {
  std::vector<NodeIndex> children{tree_.constant(function, place)};
  children.insert(children.end(), arguments.begin(), arguments.end());
  return plain(tree_.add(NodeKind::Call, children, place), shape, place);
}

JuelOperand JuelParser::builtin(std::string_view function_name,
                                const std::vector<NodeIndex>& arguments, JuelShape shape,
                                Place place) {
  std::vector<NodeIndex> children{tree_.name(function_name, place)};
  children.insert(children.end(), arguments.begin(), arguments.end());
  return plain(tree_.add(NodeKind::Call, children, place), shape, place);
}

NodeIndex JuelParser::value_of(const JuelOperand& operand) {
  if (operand.object != Object::None)
    fail({"'" + source(operand.place) + "' is no value; name one of its members",
          "'" + source(operand.place) + "' ist kein Wert; nur einzelne Bestandteile sind es"},
         operand.place);
  return operand.node;
}

JuelOperand JuelParser::expression(std::uint32_t begin, std::uint32_t& end) {
  lexer_ = JuelLexer(text_, begin);
  end_of_previous_ = begin;
  advance();
  JuelOperand result = ternary();
  if (!failed()) value_of(result);
  if (!failed() && current_.kind != JuelToken::Close) unexpected();
  end = lexer_.position();
  return result;
}

// JSR-341 §1.13: a ? b : c, right associative.
JuelOperand JuelParser::ternary() {
  const Depth depth(*this);
  if (failed()) return {};
  const Place begin = here();
  JuelOperand condition = disjunction();
  if (failed() || !take("?")) return condition;
  const JuelOperand then = ternary();
  if (failed()) return {};
  if (!take(":")) return unexpected();
  const JuelOperand otherwise = ternary();
  if (failed()) return {};
  const NodeIndex test = value_of(condition), yes = value_of(then), no = value_of(otherwise);
  if (failed()) return {};
  const Place place = from(begin);
  return plain(tree_.add(NodeKind::If, {test, yes, no}, place, Operation::None, feel::kBooleanOnly),
               then.shape == otherwise.shape ? then.shape : JuelShape::Unknown, place);
}

JuelOperand JuelParser::disjunction() {
  const Place begin = here();
  JuelOperand first = conjunction();
  if (failed() || !at("||")) return first;
  std::vector<NodeIndex> operands{value_of(first)};
  while (take("||")) {
    const JuelOperand next = conjunction();
    if (failed()) return {};
    operands.push_back(value_of(next));
  }
  if (failed()) return {};
  return plain(tree_.add(NodeKind::Or, operands, from(begin)), JuelShape::Boolean, from(begin));
}

JuelOperand JuelParser::conjunction() {
  const Place begin = here();
  JuelOperand first = equality();
  if (failed() || !at("&&")) return first;
  std::vector<NodeIndex> operands{value_of(first)};
  while (take("&&")) {
    const JuelOperand next = equality();
    if (failed()) return {};
    operands.push_back(value_of(next));
  }
  if (failed()) return {};
  return plain(tree_.add(NodeKind::And, operands, from(begin)), JuelShape::Boolean, from(begin));
}

namespace {

// A string literal that reads as a boolean or a number may stand for one (§1.7.2).
bool may_be_coerced(const JuelOperand& operand) {
  return operand.string && (*operand.string == "true" || *operand.string == "false" ||
                            Decimal::parse(*operand.string).has_value());
}

}  // namespace

JuelOperand JuelParser::equality() {
  const Place begin = here();
  JuelOperand left = relation();
  while (!failed() && (at("==") || at("!="))) {
    const bool equal = at("==");
    take(equal ? "==" : "!=");
    const JuelOperand right = relation();
    if (failed()) return {};
    const NodeIndex a = value_of(left), b = value_of(right);
    if (failed()) return {};
    const Place place = from(begin);
    if (may_be_coerced(left) || may_be_coerced(right)) {
      left = call(juel_equal(), {a, b}, JuelShape::Boolean, place);
      if (!equal) left = builtin("not", {left.node}, JuelShape::Boolean, place);
    } else {
      left = plain(tree_.add(NodeKind::Compare, {a, b}, place,
                             equal ? Operation::Equal : Operation::NotEqual),
                   JuelShape::Boolean, place);
    }
  }
  return left;
}

JuelOperand JuelParser::relation() {
  static constexpr std::pair<std::string_view, Operation> kOperators[] = {
      {"<=", Operation::LessEqual},
      {">=", Operation::GreaterEqual},
      {"<", Operation::Less},
      {">", Operation::Greater}};
  const Place begin = here();
  JuelOperand left = sum();
  for (bool again = true; again && !failed();) {
    again = false;
    for (const auto& [symbol, operation] : kOperators) {
      if (!take(symbol)) continue;
      const JuelOperand right = sum();
      if (failed()) return {};
      const NodeIndex a = value_of(left), b = value_of(right);
      if (failed()) return {};
      left = plain(tree_.add(NodeKind::Compare, {a, b}, from(begin), operation), JuelShape::Boolean,
                   from(begin));
      again = true;
      break;
    }
  }
  return left;
}

JuelOperand JuelParser::combine(Operation operation, const JuelOperand& left,
                                const JuelOperand& right) {
  const NodeIndex a = value_of(left), b = value_of(right);
  if (failed()) return {};
  const Place place = from(left.place);
  const JuelShape shape = left.shape == JuelShape::Temporal || right.shape == JuelShape::Temporal
                              ? JuelShape::Temporal
                          : left.shape == right.shape ? left.shape
                                                      : JuelShape::Unknown;
  return plain(tree_.add(NodeKind::Arithmetic, {a, b}, place, operation), shape, place);
}

JuelOperand JuelParser::sum() {
  JuelOperand left = product();
  while (!failed() && (at("+") || at("-") || at("+="))) {
    const bool plus = at("+"), append = at("+=");
    take(current_.text);
    const JuelOperand right = product();
    if (failed()) return {};
    // '+=' puts strings together (JSR-341 §1.8); so do we with '+' where one side is a string.
    const bool strings = left.shape == JuelShape::String || right.shape == JuelShape::String;
    if (append || (plus && strings)) {
      const NodeIndex a = value_of(left), b = value_of(right);
      if (failed()) return {};
      left = call(juel_text(), {a, b}, JuelShape::String, from(left.place));
    } else {
      left = combine(plus ? Operation::Add : Operation::Subtract, left, right);
    }
  }
  return left;
}

JuelOperand JuelParser::product() {
  JuelOperand left = unary();
  while (!failed() && (at("*") || at("/") || at("%"))) {
    const std::string symbol = current_.text;
    take(symbol);
    const JuelOperand right = unary();
    if (failed()) return {};
    if (symbol == "%") {
      const NodeIndex a = value_of(left), b = value_of(right);
      if (failed()) return {};
      left = builtin("modulo", {a, b}, JuelShape::Number, from(left.place));
    } else {
      left = combine(symbol == "*" ? Operation::Multiply : Operation::Divide, left, right);
    }
  }
  return left;
}

JuelOperand JuelParser::unary() {
  const Depth depth(*this);
  if (failed()) return {};
  const Place begin = here();
  if (take("!")) return negation(begin);
  if (take("-")) {
    const JuelOperand operand = unary();
    if (failed()) return {};
    const NodeIndex value = value_of(operand);
    return plain(tree_.add(NodeKind::Negate, {value}, from(begin)), JuelShape::Number, from(begin));
  }
  if (take("empty")) {
    const JuelOperand operand = unary();
    if (failed()) return {};
    return call(juel_empty(), {value_of(operand)}, JuelShape::Boolean, from(begin));
  }
  return postfix();
}

// `!x` of something that is no boolean for sure: null counts as false (§1.18.5), which FEEL's
// not() does not say.
JuelOperand JuelParser::negation(Place begin) {
  const JuelOperand operand = unary();
  if (failed()) return {};
  const NodeIndex value = value_of(operand);
  const Place place = from(begin);
  if (operand.shape == JuelShape::Boolean)
    return builtin("not", {value}, JuelShape::Boolean, place);
  const NodeIndex no = tree_.constant(false, place);
  const NodeIndex yes = tree_.constant(true, place);
  return plain(
      tree_.add(NodeKind::If, {value, no, yes}, place, Operation::None, feel::kBooleanOnly),
      JuelShape::Boolean, place);
}

JuelOperand JuelParser::postfix() {
  JuelOperand base = primary();
  // Every step makes the tree deeper; feel::compile bounds its depth.
  while (!failed() && (at(".") || at("["))) base = at(".") ? member(base) : element(base);
  return base;
}

bool JuelParser::arguments(std::vector<JuelOperand>& into) {
  if (take(")")) return true;
  do {
    into.push_back(ternary());
    if (failed()) return false;
    value_of(into.back());
  } while (take(","));
  if (!failed() && !take(")")) unexpected();
  return !failed();
}

JuelOperand JuelParser::member(JuelOperand base) {
  const Place begin = base.place;
  // Behind a point every word is a name, `x.empty` too; the lexer only read on to the point.
  advance();
  const bool word = current_.kind == JuelToken::Name ||
                    (current_.kind == JuelToken::Symbol && source(here()) != current_.text) ||
                    at("empty");
  if (!word) return unexpected();
  const Place name_place = here();
  const std::string member_name = source(name_place);
  end_of_previous_ = name_place.offset + name_place.length;
  advance();
  if (take("(")) {
    std::vector<JuelOperand> values;
    if (!arguments(values)) return {};
    return juel_method(*this, base, member_name, name_place, values, from(begin));
  }
  if (base.object != Object::None)
    return juel_object_member(*this, base, member_name, name_place, from(begin));
  return plain(tree_.add_named(NodeKind::Path, member_name, {base.node}, from(begin)),
               JuelShape::Unknown, from(begin));
}

JuelOperand JuelParser::element(JuelOperand base) {
  const Place begin = base.place;
  const NodeIndex value = value_of(base);
  take("[");
  const JuelOperand key = ternary();
  if (failed()) return {};
  if (!take("]")) return unexpected();
  if (key.string)
    return plain(tree_.add_named(NodeKind::Path, *key.string, {value}, from(begin)),
                 JuelShape::Unknown, from(begin));
  return call(juel_element(), {value, value_of(key)}, JuelShape::Unknown, from(begin));
}

JuelOperand JuelParser::literal(feel::Value value, JuelShape shape) {
  const Place place = here();
  JuelOperand operand = plain(tree_.constant(std::move(value), place), shape, place);
  if (shape == JuelShape::String) operand.string = current_.text;
  end_of_previous_ = place.offset + place.length;
  advance();
  return operand;
}

JuelOperand JuelParser::primary() {
  if (failed()) return {};
  const Place begin = here();
  if (current_.kind == JuelToken::Number) {
    const std::optional<Decimal> number = Decimal::parse(current_.text);
    if (!number) return unexpected();
    return literal(*number, JuelShape::Number);
  }
  if (current_.kind == JuelToken::String)
    return literal(feel::Value(current_.text), JuelShape::String);
  if (current_.kind == JuelToken::Name) return name();
  if (!take("(")) return unexpected();
  JuelOperand inner = ternary();
  if (failed()) return {};
  if (!take(")")) return unexpected();
  inner.place = from(begin);
  return inner;
}

JuelOperand JuelParser::name() {
  const Place place = here();
  const std::string word = current_.text;
  if (word == "true" || word == "false") return literal(word == "true", JuelShape::Boolean);
  if (word == "null") return literal(nullptr, JuelShape::Unknown);
  if (word == "instanceof") return unexpected();
  end_of_previous_ = place.offset + place.length;
  advance();
  if (take("(")) {
    std::vector<JuelOperand> values;
    if (!arguments(values)) return {};
    return juel_function(*this, word, place, values, from(place));
  }
  if (word == "execution")
    return {NodeIndex(), JuelShape::Unknown, Object::Execution, std::nullopt, place};
  if (word == "task") return {NodeIndex(), JuelShape::Unknown, Object::Task, std::nullopt, place};
  return plain(tree_.name(word, place), JuelShape::Unknown, place);
}

}  // namespace umlauf::definition
