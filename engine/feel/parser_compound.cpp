#include "engine/feel/java_functions.hpp"
#include "engine/feel/parser.hpp"

namespace umlauf::feel {

// `(expression)`, `(a..b]`, `(< 10)`.
NodeIndex Parser::parse_parenthesis() {
  const std::size_t start = position_++;
  const NodeIndex inner = parse_expression();
  if (!inner.valid()) return {};
  if (take("..")) return parse_range_end(inner, start, false);
  if (!take(")")) return fail_expected("')'");
  return inner;
}

namespace {

// The entry of a context that is written out; invalid where there is none.
NodeIndex written_entry(const SyntaxTree& tree, NodeIndex context, std::string_view name) {
  if (!context.valid() || tree[context].kind != NodeKind::Context) return {};
  for (const NodeIndex entry : tree.children(context))
    if (tree[entry].kind == NodeKind::ContextEntry && tree.name_of(entry) == name)
      return tree.child(entry, 0);
  return {};
}

std::string written_string(const SyntaxTree& tree, NodeIndex node) {
  if (!node.valid() || tree[node].kind != NodeKind::Constant) return {};
  const std::string* text = tree.value(node).string();
  return text == nullptr ? std::string() : *text;
}

// §10.3.2.13.3: `external {java: {class: "...", method signature: "..."}}`.
Value external_function(const SyntaxTree& tree, NodeIndex described,
                        const std::vector<NodeIndex>& parameters) {
  const NodeIndex java = written_entry(tree, described, "java");
  std::vector<Parameter> declared;
  for (const NodeIndex parameter : parameters)
    declared.push_back({tree.name_of(parameter), tree.type_of(parameter)});
  return java_function(written_string(tree, written_entry(tree, java, "class")),
                       written_string(tree, written_entry(tree, java, "method signature")),
                       std::move(declared));
}

}  // namespace

// `[a, b]`, `[a..b)`, `]a..b]`.
NodeIndex Parser::parse_bracket() {
  const std::size_t start = position_;
  const bool is_open = peek() == ']';
  ++position_;
  std::vector<NodeIndex> items;
  if (!is_open && take("]")) return tree_.add(NodeKind::List, items, place(start));
  const NodeIndex first = parse_expression();
  if (!first.valid()) return {};
  if (take("..")) return parse_range_end(first, start, !is_open);
  if (is_open) return fail_expected("'..'");
  items.push_back(first);
  while (take(",")) {
    const NodeIndex item = parse_expression();
    if (!item.valid()) return {};
    items.push_back(item);
  }
  if (!take("]")) return fail_expected("',' or ']'");
  return tree_.add(NodeKind::List, items, place(start));
}

NodeIndex Parser::parse_range_end(NodeIndex first, std::size_t start, bool start_included) {
  const bool before = std::exchange(range_end_, true);
  const NodeIndex last = parse_operand();
  range_end_ = before;
  if (!last.valid()) return {};
  std::uint8_t flags = start_included ? kStartIncluded : 0;
  if (take("]")) {
    flags |= kEndIncluded;
  } else if (!take(")") && !take("[")) {
    return fail_expected("']', ')' or '['");
  }
  return tree_.add(NodeKind::Range, {first, last}, place(start), Operation::None, flags);
}

// Grammar rule 7 as a value: `< 10`.
NodeIndex Parser::parse_unary_range() {
  const std::size_t start = position_;
  const auto operation = take_comparison();
  if (!operation.has_value()) return fail_expected("a comparison");
  const NodeIndex endpoint = parse_operand();
  if (!endpoint.valid()) return {};
  return tree_.add(NodeKind::Range, {endpoint}, place(start), *operation);
}

NodeIndex Parser::parse_context() {
  const std::size_t start = position_++;
  const std::size_t locals = locals_.size();
  std::vector<NodeIndex> entries;
  if (!take("}")) {
    do {
      skip_blanks();
      const std::size_t entry_start = position_;
      std::optional<std::string> name;
      if (peek() == '"') {
        name = string_literal();
      } else {
        name = declared_name(":");
      }
      if (!name.has_value()) return fail_expected("the name of an entry");
      if (!take(":")) return fail_expected("':'");
      know_member(*name);
      locals_.push_back(*name);
      const NodeIndex value = parse_expression();
      if (!value.valid()) return {};
      entries.push_back(
          tree_.add_named(NodeKind::ContextEntry, *name, {value}, place(entry_start)));
    } while (take(","));
    if (!take("}")) return fail_expected("',' or '}'");
  }
  locals_.resize(locals);
  return tree_.add(NodeKind::Context, entries, place(start));
}

NodeIndex Parser::parse_if() {
  const std::size_t start = position_;
  take_word("if");
  const NodeIndex condition = parse_expression();
  if (!condition.valid()) return {};
  if (!take_word("then")) return fail_expected("'then'");
  const NodeIndex then = parse_expression();
  if (!then.valid()) return {};
  if (!take_word("else")) return fail_expected("'else'");
  const NodeIndex otherwise = parse_expression();
  if (!otherwise.valid()) return {};
  return tree_.add(NodeKind::If, {condition, then, otherwise}, place(start));
}

bool Parser::parse_iterators(std::vector<NodeIndex>& children) {
  do {
    skip_blanks();
    const std::size_t start = position_;
    const auto name = iterator_name();
    if (!name.has_value()) {
      fail_expected("a name and 'in'");
      return false;
    }
    std::vector<NodeIndex> domain{parse_expression()};
    if (!domain[0].valid()) return false;
    if (take("..")) {
      domain.push_back(parse_expression());
      if (!domain[1].valid()) return false;
    }
    children.push_back(tree_.add_named(NodeKind::Iterator, *name, domain, place(start)));
    locals_.push_back(*name);
  } while (take(","));
  return true;
}

NodeIndex Parser::parse_for() {
  const std::size_t start = position_;
  take_word("for");
  const std::size_t locals = locals_.size();
  std::vector<NodeIndex> children;
  if (!parse_iterators(children)) return {};
  if (!take_word("return")) return fail_expected("'return'");
  locals_.emplace_back("partial");
  children.push_back(parse_expression());
  locals_.resize(locals);
  if (!children.back().valid()) return {};
  return tree_.add(NodeKind::For, children, place(start));
}

NodeIndex Parser::parse_quantified(NodeKind kind) {
  const std::size_t start = position_;
  take_word(kind == NodeKind::Some ? "some" : "every");
  const std::size_t locals = locals_.size();
  std::vector<NodeIndex> children;
  if (!parse_iterators(children)) return {};
  if (!take_word("satisfies")) return fail_expected("'satisfies'");
  children.push_back(parse_expression());
  locals_.resize(locals);
  if (!children.back().valid()) return {};
  return tree_.add(kind, children, place(start));
}

// Grammar rule 55. External functions (Java, PMML) are the business of DMN; here their body is a
// context that nobody evaluates.
NodeIndex Parser::parse_function() {
  const std::size_t start = position_;
  take_word("function");
  if (!take("(")) return fail_expected("'('");
  const std::size_t locals = locals_.size();
  std::vector<NodeIndex> children;
  if (!take(")")) {
    do {
      skip_blanks();
      const std::size_t parameter_start = position_;
      const auto name = declared_name(":,)");
      if (!name.has_value()) return fail_expected("the name of a parameter");
      Type declared;
      if (take(":")) {
        auto given = type();
        if (!given.has_value()) return fail_expected("a type");
        declared = std::move(*given);
      }
      children.push_back(tree_.parameter(*name, std::move(declared), place(parameter_start)));
      locals_.push_back(*name);
    } while (take(","));
    if (!take(")")) return fail_expected("',' or ')'");
  }
  if (take_word("external")) {
    const NodeIndex described = parse_expression();
    locals_.resize(locals);
    if (!described.valid()) return {};
    return tree_.constant(external_function(tree_, described, children), place(start));
  }
  children.push_back(parse_expression());
  locals_.resize(locals);
  if (!children.back().valid()) return {};
  return tree_.add(NodeKind::FunctionLiteral, children, place(start));
}

// Grammar rule 13. Alone behind `in` a test ends where an operand does; in a list it is any
// expression.
NodeIndex Parser::parse_test(bool in_list) {
  skip_blanks();
  const std::size_t start = position_;
  if (at("<") || at(">") || at("=") || at("!=")) {
    const auto operation = take_comparison();
    const NodeIndex endpoint = parse_operand();
    if (!endpoint.valid()) return {};
    return tree_.add(NodeKind::CompareInput, {endpoint}, place(start), *operation);
  }
  const std::uint32_t inputs = inputs_;
  const NodeIndex expression = in_list ? parse_expression() : parse_operand();
  if (!expression.valid()) return {};
  const std::uint8_t flags = inputs_ > inputs ? kUsesInput : 0;
  return tree_.add(NodeKind::ExpressionTest, {expression}, place(start), Operation::None, flags);
}

bool Parser::parse_test_list(std::vector<NodeIndex>& tests) {
  do {
    tests.push_back(parse_test(true));
    if (!tests.back().valid()) return false;
  } while (take(","));
  return true;
}

Result<SyntaxTree> Parser::unary_tests() {
  if (text_.size() > limits_.text_max) {
    fail("the text is too long", "der Text ist zu lang");
    hopeless_ = true;
    return finish({});
  }
  skip_blanks();
  const std::size_t start = position_;
  if (take("-") && at_end()) return finish(tree_.add(NodeKind::Tests, {}, place(start)));
  position_ = start;
  // `not(...)` around everything; otherwise `not` is the function.
  std::vector<NodeIndex> tests;
  if (take_word("not") && take("(")) {
    const std::size_t inner = position_;
    if (parse_test_list(tests) && take(")") && at_end()) {
      const NodeIndex list = tree_.add(NodeKind::Tests, tests, place(inner));
      return finish(tree_.add(NodeKind::NotTests, {list}, place(start)));
    }
    if (hopeless_) return finish({});
    tests.clear();
  }
  back_to({start, 0, 0});
  if (!parse_test_list(tests)) return finish({});
  return finish(tree_.add(NodeKind::Tests, tests, place(start)));
}

}  // namespace umlauf::feel
