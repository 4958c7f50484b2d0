#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "engine/base/diagnostic.hpp"
#include "engine/base/index.hpp"
#include "engine/base/result.hpp"
#include "engine/feel/names.hpp"
#include "engine/feel/types.hpp"
#include "engine/feel/value.hpp"

/// The syntax tree of an expression: what the FEEL parser yields, and what other front-ends (JUEL,
/// the boxed expressions of DMN) build to be compiled to the same evaluator.
namespace umlauf::feel {

using NodeIndex = Index<struct SyntaxNodeTag>;

/// The children of each kind in their order; [x] is optional, x... any number.
enum class NodeKind : std::uint8_t {
  Constant,           ///< a value: literals, and functions that a front-end brings along
  Name,               ///< a variable, or a built-in function; `flags` kKnownVariable
  Input,              ///< `?`: what unary tests test
  Negate,             ///< operand
  Arithmetic,         ///< left, right; `operation` is Add ... Power
  Compare,            ///< left, right; `operation` is Equal ... GreaterEqual
  And,                ///< two operands or more
  Or,                 ///< two operands or more
  Between,            ///< value, low, high
  In,                 ///< value, Tests
  InstanceOf,         ///< value; `type`
  If,                 ///< condition, then, otherwise
  For,                ///< Iterator..., body; `partial` is known in the body
  Some,               ///< Iterator..., condition
  Every,              ///< Iterator..., condition
  Iterator,           ///< domain, or first and last; `name`
  FunctionLiteral,    ///< FunctionParameter..., body
  FunctionParameter,  ///< `name`, `type`
  Call,               ///< callee, argument... or NamedArgument...
  NamedArgument,      ///< value; `name`
  Path,               ///< value; `name`
  Filter,             ///< list, condition or index
  List,               ///< item...
  Context,            ///< ContextEntry...
  ContextEntry,       ///< value; `name`; later entries (and a function itself) see it
  Block,              ///< ContextEntry..., result: the entries are variables of the result
  Range,     ///< start, end; `flags` kStartIncluded, kEndIncluded; or one endpoint and `operation`
  Tests,     ///< test...: true where one holds; none: `-`, always true
  NotTests,  ///< Tests: `not(...)`
  CompareInput,    ///< endpoint; `operation`: `< 10`
  ExpressionTest,  ///< expression: equal to the input, containing it, or (kUsesInput) a condition
                   ///< on `?`
  Coerce,          ///< value; `type`: §10.3.2.9.4
  Invalid,         ///< null and the message `name`: part of a document that did not parse
};

enum class Operation : std::uint8_t {
  None,
  Add,
  Subtract,
  Multiply,
  Divide,
  Power,
  Equal,
  NotEqual,
  Less,
  LessEqual,
  Greater,
  GreaterEqual,
};

inline constexpr std::uint8_t kStartIncluded = 1;
inline constexpr std::uint8_t kEndIncluded = 2;
/// Of Name: it was in scope when the text was read, and goes before a built-in function.
inline constexpr std::uint8_t kKnownVariable = 1;
inline constexpr std::uint8_t kUsesInput = 1;
/// Of If, Some, Every and Filter: a condition that is neither boolean nor null makes the whole
/// null, as boxed expressions (DMN 1.5 §10.2.2) and `${...}` have it. FEEL's own `if`, `some` and
/// `every` take it for one that is not true (§10.3.2.15), its filter takes a number for an index.
inline constexpr std::uint8_t kBooleanOnly = 1;

struct SyntaxNode {
  NodeKind kind = NodeKind::Constant;
  Operation operation = Operation::None;
  std::uint8_t flags = 0;
  std::uint16_t depth = 1;    ///< of the tree below, itself included
  std::uint32_t payload = 0;  ///< position in names, constants or types, by kind
  std::uint32_t offset = 0;   ///< where in the text, in bytes
  std::uint32_t length = 0;
  NodeIndex first_child;
  NodeIndex next_sibling;
};

/// Where a node stands in the text, in bytes.
struct Place {
  std::uint32_t offset = 0;
  std::uint32_t length = 0;
};

/// How deep a tree may be; deeper ones do not compile.
inline constexpr std::uint16_t kSyntaxDepthMax = 1000;

/// A flat arena of nodes. Children are made before their parent; a node has one parent. `text` is
/// what the offsets refer to.
class SyntaxTree {
 public:
  SyntaxTree() = default;
  explicit SyntaxTree(std::string text) : text_(std::move(text)) {}

  // Builders. `children` in the order of NodeKind; names are given normalized.
  NodeIndex constant(Value value, Place place = {});
  NodeIndex name(std::string_view name, Place place = {});
  NodeIndex add(NodeKind kind, const std::vector<NodeIndex>& children, Place place = {},
                Operation operation = Operation::None, std::uint8_t flags = 0);
  NodeIndex add_named(NodeKind kind, std::string_view name, const std::vector<NodeIndex>& children,
                      Place place = {});
  NodeIndex add_typed(NodeKind kind, Type type, const std::vector<NodeIndex>& children,
                      Place place = {});
  NodeIndex parameter(std::string_view name, Type type, Place place = {});
  /// Evaluates to null with that message (in English; the German one says the same).
  NodeIndex invalid(Text message, Place place = {});
  void set_root(NodeIndex root) { root_ = root; }
  void set_flags(NodeIndex node, std::uint8_t flags) { nodes_[node.value()].flags = flags; }
  /// Takes in the nodes of another tree (say, of a cell of a table); their places become those of
  /// this tree's text moved by `offset`. Yields the other tree's root.
  NodeIndex graft(const SyntaxTree& other, std::uint32_t offset = 0);

  NodeIndex root() const { return root_; }
  const std::string& text() const { return text_; }
  std::size_t size() const { return nodes_.size(); }
  const SyntaxNode& operator[](NodeIndex node) const { return nodes_[node.value()]; }
  std::vector<NodeIndex> children(NodeIndex node) const;
  NodeIndex child(NodeIndex node, std::size_t position) const;  ///< invalid where there is none
  const Value& value(NodeIndex node) const;                     ///< of Constant
  const std::string& name_of(NodeIndex node) const;             ///< of the kinds with a `name`
  const Type& type_of(NodeIndex node) const;                    ///< of the kinds with a `type`
  const Text& message_of(NodeIndex node) const;                 ///< of Invalid
  /// Line and column in `text`.
  SourceSpan span(NodeIndex node) const;

 private:
  NodeIndex append(SyntaxNode node, const std::vector<NodeIndex>& children, Place place);

  std::string text_;
  std::vector<SyntaxNode> nodes_;
  std::vector<std::string> names_;
  std::vector<Value> constants_;
  std::vector<Type> types_;
  std::vector<Type> parameter_types_;  // by position in names_, Any where none is declared
  std::vector<Text> messages_;
  NodeIndex root_;
};

/// Line and column of a place in a text.
SourceSpan span_in(std::string_view text, std::uint32_t offset, std::uint32_t length);

struct ParseLimits {
  std::size_t text_max = 1U << 20;
  std::uint32_t nodes_max = 50'000;
  std::uint32_t nesting_max = 200;
};

/// Reads an expression (grammar rule 1 of §10.3.1.2). Errors: Deploy, with diagnostics of rule
/// `FEEL-01` whose spans lie in the text.
Result<SyntaxTree> parse(std::string_view text, const Names& names = {},
                         const ParseLimits& limits = {});
/// Reads unary tests (grammar rule 15): `-`, `not(...)`, `< 10, [20..30]`, `"a", "b"`, `? > 3`.
/// The root is Tests or NotTests.
Result<SyntaxTree> parse_unary_tests(std::string_view text, const Names& names = {},
                                     const ParseLimits& limits = {});

}  // namespace umlauf::feel
