#include "engine/feel/parser.hpp"

#include <algorithm>

#include "engine/feel/unicode.hpp"

namespace umlauf::feel {

NodeIndex Parser::fail(std::string_view english, std::string_view german) {
  if (!failed_ && !hopeless_ && (failure_.english.empty() || position_ >= failure_at_)) {
    failure_at_ = position_;
    failure_ = {std::string(english), std::string(german)};
  }
  failed_ = true;
  return {};
}

NodeIndex Parser::fail_expected(std::string_view what) {
  const std::string expected(what);
  skip_blanks();
  std::string found = "the end of the text";
  std::string gefunden = "das Ende des Textes";
  if (position_ < text_.size()) {
    std::size_t end = word_end(position_);
    if (end == position_) next_code_point(text_, end);
    found = gefunden = "'" + valid_utf8(text_.substr(position_, end - position_)) + "'";
  }
  return fail("expected " + expected + ", found " + found,
              "erwartet wird " + expected + ", gefunden wurde " + gefunden);
}

void Parser::know_member(const std::string& name) {
  if (std::find(members_.begin(), members_.end(), name) == members_.end()) members_.push_back(name);
}

Result<SyntaxTree> Parser::finish(NodeIndex root) {
  if (root.valid() && !failed_ && !at_end()) root = fail_expected("the end of the text");
  if (root.valid() && !failed_) {
    tree_.set_root(root);
    return std::move(tree_);
  }
  if (failure_.english.empty())
    fail("the expression cannot be read", "der Ausdruck ist nicht lesbar");
  Error error = umlauf::error(ErrorCode::Deploy, failure_.english, failure_.german);
  Diagnostic diagnostic;
  diagnostic.rule = hopeless_ ? "FEEL-02" : "FEEL-01";
  diagnostic.message = failure_;
  diagnostic.span = span_in(text_, static_cast<std::uint32_t>(failure_at_), 1);
  error.diagnostics.push_back(std::move(diagnostic));
  return error;
}

Result<SyntaxTree> Parser::expression() {
  if (text_.size() > limits_.text_max) {
    fail("the text is too long", "der Text ist zu lang");
    hopeless_ = true;
    return finish({});
  }
  return finish(parse_expression());
}

// Every way down leads through parse_expression or parse_operand.
bool Parser::go_down() {
  if (hopeless_) return false;
  if (tree_.size() <= limits_.nodes_max && nesting_ < limits_.nesting_max) {
    ++nesting_;
    return true;
  }
  fail("the expression is too large or nested too deep",
       "der Ausdruck ist zu groß oder zu tief verschachtelt");
  hopeless_ = true;
  return false;
}

NodeIndex Parser::parse_operand() {
  if (!go_down()) return {};
  const NodeIndex node = parse_arithmetic(0);
  --nesting_;
  return node;
}

NodeIndex Parser::parse_expression() {
  if (!go_down()) return {};
  const bool range_end = std::exchange(range_end_, false);
  skip_blanks();
  const NodeIndex node = parse_logical(NodeKind::Or, "or");
  range_end_ = range_end;
  --nesting_;
  return node;
}

// Chains of `and` and `or` become one node with many operands, so that long ones are not deep.
NodeIndex Parser::parse_logical(NodeKind kind, std::string_view word) {
  const std::size_t start = position_;
  const auto operand = [&] {
    skip_blanks();
    return kind == NodeKind::Or ? parse_logical(NodeKind::And, "and") : parse_comparison();
  };
  NodeIndex first = operand();
  if (!first.valid()) return {};
  std::vector<NodeIndex> operands{first};
  while (take_word(word)) {
    const NodeIndex next = operand();
    if (!next.valid()) return {};
    operands.push_back(next);
  }
  return operands.size() == 1 ? first : tree_.add(kind, operands, place(start));
}

std::optional<Operation> Parser::take_comparison() {
  if (take("!=")) return Operation::NotEqual;
  if (take("<=")) return Operation::LessEqual;
  if (take(">=")) return Operation::GreaterEqual;
  if (take("<")) return Operation::Less;
  if (take(">")) return Operation::Greater;
  if (take("=")) return Operation::Equal;
  return std::nullopt;
}

NodeIndex Parser::parse_comparison() {
  skip_blanks();
  const std::size_t start = position_;
  if (at("<") || at(">") || at("=") || at("!=")) return parse_unary_range();
  NodeIndex left = parse_arithmetic(0);
  while (left.valid()) {
    if (const auto operation = take_comparison()) {
      const NodeIndex right = parse_operand();
      if (!right.valid()) return {};
      left = tree_.add(NodeKind::Compare, {left, right}, place(start), *operation);
    } else if (take_word("between")) {
      left = parse_between(left, start);
    } else if (take_word("in")) {
      left = parse_in(left, start);
    } else {
      break;
    }
  }
  return left;
}

NodeIndex Parser::parse_between(NodeIndex value, std::size_t start) {
  const NodeIndex low = parse_operand();
  if (!low.valid()) return {};
  if (!take_word("and")) return fail_expected("'and'");
  const NodeIndex high = parse_operand();
  if (!high.valid()) return {};
  return tree_.add(NodeKind::Between, {value, low, high}, place(start));
}

// Grammar rules 49c and 49d: one test, or several in parentheses. `(1, < 5)` is a list of tests,
// `(2..4)` a range and `(a + b) * 2` an expression: the first reading that is not followed by
// something that only an operand has is taken.
NodeIndex Parser::parse_in(NodeIndex value, std::size_t start) {
  skip_blanks();
  const std::size_t tests_start = position_;
  if (peek() == '(') {
    const Mark before = mark();
    const std::size_t nodes_before = tree_.size();
    std::vector<NodeIndex> tests;
    ++position_;
    if (parse_test_list(tests) && take(")")) {
      skip_blanks();
      const bool goes_on =
          at(".") || at("[") || at("(") || at("+") || at("-") || at("*") || at("/");
      if (!goes_on) {
        const NodeIndex list = tree_.add(NodeKind::Tests, tests, place(tests_start));
        return tree_.add(NodeKind::In, {value, list}, place(start));
      }
    }
    if (hopeless_ || nodes_before > limits_.nodes_max) return {};
    back_to(before);
  }
  const NodeIndex test = parse_test(false);
  if (!test.valid()) return {};
  const NodeIndex list = tree_.add(NodeKind::Tests, {test}, place(tests_start));
  return tree_.add(NodeKind::In, {value, list}, place(start));
}

// Levels: 0 + -, 1 * /, 2 **. All are left-associative; ** binds weaker than the unary minus.
NodeIndex Parser::parse_arithmetic(int level) {
  skip_blanks();
  const std::size_t start = position_;
  NodeIndex left = level == 2 ? parse_unary() : parse_arithmetic(level + 1);
  while (left.valid()) {
    skip_blanks();
    Operation operation = Operation::None;
    if (level == 0 && at("+")) operation = Operation::Add;
    if (level == 0 && at("-") && !at("->")) operation = Operation::Subtract;
    if (level == 1 && at("*") && !at("**")) operation = Operation::Multiply;
    if (level == 1 && at("/")) operation = Operation::Divide;
    if (level == 2 && at("**")) operation = Operation::Power;
    if (operation == Operation::None) break;
    position_ += operation == Operation::Power ? 2 : 1;
    const NodeIndex right = level == 2 ? parse_unary() : parse_arithmetic(level + 1);
    if (!right.valid()) return {};
    left = tree_.add(NodeKind::Arithmetic, {left, right}, place(start), operation);
  }
  return left;
}

NodeIndex Parser::parse_unary() {
  skip_blanks();
  const std::size_t start = position_;
  std::vector<std::size_t> minuses;
  while (peek() == '-') {
    minuses.push_back(position_++);
    skip_blanks();
  }
  if (minuses.size() > limits_.nesting_max) {
    hopeless_ = true;
    return fail("too many signs", "zu viele Vorzeichen");
  }
  NodeIndex node;
  // The sign of a literal belongs to it (grammar rule 35).
  const bool digit =
      (peek() >= '0' && peek() <= '9') || (peek() == '.' && peek(1) >= '0' && peek(1) <= '9');
  if (!minuses.empty() && digit) {
    const Mark before = mark();
    const std::size_t sign = minuses.back();
    node = number_literal(true, sign);
    skip_blanks();
    if (at(".") && !at("..")) {
      back_to(before);  // -1.x is the negative of a path
      node = parse_postfix();
    } else {
      minuses.pop_back();
    }
  } else {
    node = parse_postfix();
  }
  for (; node.valid() && !minuses.empty(); minuses.pop_back())
    node = tree_.add(NodeKind::Negate, {node}, place(minuses.back()));
  while (node.valid()) {
    skip_blanks();
    const Mark before = mark();
    if (!take_word("instance") || !take_word("of")) {
      position_ = before.position;
      break;
    }
    node = parse_instance_of(node, start);
  }
  return node;
}

NodeIndex Parser::parse_instance_of(NodeIndex value, std::size_t start) {
  skip_blanks();
  const std::size_t type_start = position_;
  incomplete_type_ = false;
  auto wanted = type();
  if (wanted.has_value() && incomplete_type_)
    return tree_.invalid({"a list, range, context or function needs the types of its parts",
                          "zu list, range, context und function gehören die Typen der Teile"},
                         place(type_start));
  if (wanted.has_value())
    return tree_.add_typed(NodeKind::InstanceOf, std::move(*wanted), {value}, place(start));
  // A type that is not known: null when evaluated, so that the rest of a model still works.
  position_ = type_start;
  const Match words = joined_words(position_);
  if (words.length == 0) return fail_expected("a type");
  position_ += words.length;
  while (peek() == '.' && word_end(position_ + 1) > position_ + 1)
    position_ = word_end(position_ + 1);
  const std::string name(text_.substr(type_start, position_ - type_start));
  skip_blanks();
  if (at("<")) {
    position_ = type_start;
    return fail_expected("a type");
  }
  return tree_.invalid(
      {"unknown type '" + name + "'", "unbekannter Typ '" + name + "'"},
      {static_cast<std::uint32_t>(type_start), static_cast<std::uint32_t>(name.size())});
}

NodeIndex Parser::parse_postfix() {
  skip_blanks();
  const std::size_t start = position_;
  NodeIndex node = parse_primary();
  while (node.valid()) {
    skip_blanks();
    if (at(".") && !at("..")) {
      node = parse_path(node, start);
    } else if (at("(")) {
      node = parse_call(node, start);
    } else if (at("[")) {
      if (range_end_) {
        // `[1..10[`: closes the range, unless a filter and then an end of the range can be read.
        const Mark before = mark();
        const NodeIndex filter = parse_filter(node, start);
        skip_blanks();
        if (!filter.valid() || !(at("]") || at(")") || at("["))) {
          if (hopeless_) return {};
          back_to(before);
          break;
        }
        node = filter;
      } else {
        node = parse_filter(node, start);
      }
    } else {
      break;
    }
  }
  return node;
}

NodeIndex Parser::parse_path(NodeIndex value, std::size_t start) {
  ++position_;
  const auto name = name_here(true);
  if (!name.has_value()) return fail_expected("a name");
  return tree_.add_named(NodeKind::Path, name->name, {value}, place(start));
}

NodeIndex Parser::parse_filter(NodeIndex list, std::size_t start) {
  ++position_;
  // What stands inside sees the members of the items: their names are known as well.
  const std::size_t locals = locals_.size();
  locals_.insert(locals_.end(), members_.begin(), members_.end());
  for (const std::string& member : names_.members())
    if (member.find_first_of(" +-*/.'") != std::string::npos) locals_.push_back(member);
  const NodeIndex condition = parse_expression();
  locals_.resize(locals);
  if (!condition.valid()) return {};
  if (!take("]")) return fail_expected("']'");
  return tree_.add(NodeKind::Filter, {list, condition}, place(start));
}

NodeIndex Parser::parse_call(NodeIndex callee, std::size_t start) {
  ++position_;
  std::vector<NodeIndex> children{callee};
  if (take(")")) return tree_.add(NodeKind::Call, children, place(start));
  bool named = false;
  do {
    skip_blanks();
    const std::size_t argument_start = position_;
    const auto name = declared_name(":(),[]{}\"<>=");
    const bool has_name = name.has_value() && peek() == ':';
    if (children.size() > 1 && has_name != named) {
      position_ = argument_start;
      return fail("named and positional arguments do not mix",
                  "benannte und unbenannte Argumente lassen sich nicht mischen");
    }
    named = has_name;
    if (named) {
      ++position_;
    } else {
      position_ = argument_start;
    }
    NodeIndex argument = parse_expression();
    if (!argument.valid()) return {};
    if (named)
      argument = tree_.add_named(NodeKind::NamedArgument, *name, {argument}, place(argument_start));
    children.push_back(argument);
  } while (take(","));
  if (!take(")")) return fail_expected("',' or ')'");
  return tree_.add(NodeKind::Call, children, place(start));
}

NodeIndex Parser::parse_primary() {
  skip_blanks();
  const std::size_t start = position_;
  const char c = peek();
  if ((c >= '0' && c <= '9') || (c == '.' && peek(1) >= '0' && peek(1) <= '9'))
    return number_literal(false, start);
  switch (c) {
    case '"': {
      auto text = string_literal();
      if (!text.has_value()) return {};
      return tree_.constant(Value(std::move(*text)), place(start));
    }
    case '@':
      return at_literal();
    case '(':
      return parse_parenthesis();
    case '[':
    case ']':
      return parse_bracket();
    case '{':
      return parse_context();
    default:
      break;
  }
  if (const NodeIndex keyword = parse_keyword(); keyword.valid() || failed_) return keyword;
  return parse_name();
}

NodeIndex Parser::parse_keyword() {
  const std::size_t start = position_;
  if (peek() == '?' && word_end(position_) == position_ + 1) {
    ++position_;
    ++inputs_;
    return tree_.add(NodeKind::Input, {}, place(start));
  }
  // A variable that a keyword begins, such as `if any`, goes before the keyword.
  const Match known = longest_name(false);
  if (known.variable && known.length > word_end(position_) - position_) return {};
  if (take_word("true")) return tree_.constant(Value(true), place(start));
  if (take_word("false")) return tree_.constant(Value(false), place(start));
  if (take_word("null")) return tree_.constant(Value(), place(start));
  if (at_word("if")) return parse_if();
  if (at_word("for")) return parse_for();
  if (at_word("some")) return parse_quantified(NodeKind::Some);
  if (at_word("every")) return parse_quantified(NodeKind::Every);
  if (at_word("function")) return parse_function();
  return {};
}

NodeIndex Parser::parse_name() {
  const std::size_t start = position_;
  const auto name = name_here(false);
  if (!name.has_value()) return fail_expected("an expression");
  const NodeIndex node = tree_.add_named(NodeKind::Name, name->name, {}, place(start));
  if (name->variable) tree_.set_flags(node, kKnownVariable);
  return node;
}

Result<SyntaxTree> parse(std::string_view text, const Names& names, const ParseLimits& limits) {
  return Parser(text, names, limits).expression();
}

Result<SyntaxTree> parse_unary_tests(std::string_view text, const Names& names,
                                     const ParseLimits& limits) {
  return Parser(text, names, limits).unary_tests();
}

}  // namespace umlauf::feel
