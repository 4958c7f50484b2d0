#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/base/diagnostic.hpp"
#include "engine/definition/juel.hpp"
#include "engine/definition/juel_lexer.hpp"
#include "engine/feel/syntax.hpp"

namespace umlauf::definition {

/// What is known of an expression's value from its text alone.
enum class JuelShape : std::uint8_t { Unknown, Boolean, Number, String, Temporal };

/// A part of an expression, already in the tree; or one of the objects that Camunda puts into every
/// expression, of which only some members mean something here.
struct JuelOperand {
  enum class Object : std::uint8_t { None, Execution, Task };

  feel::NodeIndex node;
  JuelShape shape = JuelShape::Unknown;
  Object object = Object::None;
  std::optional<std::string> string;  // of a string literal
  feel::Place place;
};

/// Reads the expressions of one text into a tree, by recursive descent with a bound on the depth.
/// After the first problem every function returns at once.
class JuelParser {
 public:
  struct Problem {
    Text message;
    feel::Place place;
  };

  JuelParser(std::string_view text, feel::SyntaxTree& tree, const JuelLimits& limits)
      : text_(text), tree_(tree), limits_(limits), lexer_(text, 0) {}

  /// From behind `${` to behind its `}`, which `end` tells.
  JuelOperand expression(std::uint32_t begin, std::uint32_t& end);
  bool failed() const { return problem_.has_value(); }
  const Problem& problem() const { return *problem_; }

  // For the table of methods (juel_methods.cpp).
  feel::SyntaxTree& tree() { return tree_; }
  std::string source(feel::Place place) const {
    return std::string(text_.substr(place.offset, place.length));
  }
  JuelOperand fail(Text message, feel::Place place);
  JuelOperand call(const feel::Value& function, const std::vector<feel::NodeIndex>& arguments,
                   JuelShape shape, feel::Place place);
  JuelOperand builtin(std::string_view name, const std::vector<feel::NodeIndex>& arguments,
                      JuelShape shape, feel::Place place);
  JuelOperand plain(feel::NodeIndex node, JuelShape shape, feel::Place place) const {
    return {node, shape, JuelOperand::Object::None, std::nullopt, place};
  }

 private:
  class Depth;

  void advance() { current_ = lexer_.next(); }
  bool at(std::string_view symbol) const {
    return current_.kind == JuelToken::Symbol && current_.text == symbol;
  }
  bool take(std::string_view symbol);
  feel::Place here() const { return {current_.offset, current_.length}; }
  feel::Place from(feel::Place begin) const;
  JuelOperand unexpected();
  /// Refuses what is no value by itself (`execution`).
  feel::NodeIndex value_of(const JuelOperand& operand);

  JuelOperand ternary();
  JuelOperand disjunction();
  JuelOperand conjunction();
  JuelOperand equality();
  JuelOperand relation();
  JuelOperand sum();
  JuelOperand product();
  JuelOperand unary();
  JuelOperand postfix();
  JuelOperand primary();
  JuelOperand name();
  JuelOperand literal(feel::Value value, JuelShape shape);
  JuelOperand member(JuelOperand base);
  JuelOperand element(JuelOperand base);
  JuelOperand negation(feel::Place begin);
  JuelOperand combine(feel::Operation operation, const JuelOperand& left, const JuelOperand& right);
  bool arguments(std::vector<JuelOperand>& into);

  std::string_view text_;
  feel::SyntaxTree& tree_;
  JuelLimits limits_;
  JuelLexer lexer_;
  JuelLexeme current_;
  std::uint32_t depth_ = 0;
  std::uint32_t end_of_previous_ = 0;
  std::optional<Problem> problem_;
};

/// `base.name(arguments)` and `name(arguments)`; refuses what is not on the list and says what
/// would do instead.
JuelOperand juel_method(JuelParser& parser, const JuelOperand& base, const std::string& name,
                        feel::Place name_place, const std::vector<JuelOperand>& arguments,
                        feel::Place place);
JuelOperand juel_function(JuelParser& parser, const std::string& name, feel::Place name_place,
                          const std::vector<JuelOperand>& arguments, feel::Place place);
/// `execution.name` without parentheses.
JuelOperand juel_object_member(JuelParser& parser, const JuelOperand& object,
                               const std::string& name, feel::Place name_place, feel::Place place);

}  // namespace umlauf::definition
