#include "engine/definition/juel.hpp"

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "engine/definition/juel_functions.hpp"
#include "engine/definition/juel_parser.hpp"

namespace umlauf::definition {

namespace {

bool opens_at(std::string_view text, std::size_t position) {
  return position + 1 < text.size() && (text[position] == '$' || text[position] == '#') &&
         text[position + 1] == '{';
}

Error refused(std::string_view text, Text message, feel::Place place) {
  Diagnostic diagnostic;
  diagnostic.rule = "DAT-05";
  diagnostic.message = message;
  diagnostic.span = feel::span_in(text, place.offset, place.length);
  return {ErrorCode::Deploy, std::move(message), {std::move(diagnostic)}};
}

}  // namespace

bool contains_juel(std::string_view text) {
  for (std::size_t i = 0; i < text.size(); ++i)
    if (opens_at(text, i) && (i == 0 || text[i - 1] != '\\')) return true;
  return false;
}

Result<feel::SyntaxTree> read_juel(std::string_view text, const JuelLimits& limits) {
  if (text.size() > limits.text_max)
    return refused(text, {"expression is too long", "Ausdruck ist zu lang"}, {0, 0});

  feel::SyntaxTree tree{std::string(text)};
  JuelParser parser(text, tree, limits);
  std::vector<feel::NodeIndex> parts;
  std::string literal;
  std::size_t literal_begin = 0;
  const auto end_literal = [&](std::size_t end) {
    if (literal.empty()) return;
    parts.push_back(tree.constant(feel::Value(std::move(literal)),
                                  {static_cast<std::uint32_t>(literal_begin),
                                   static_cast<std::uint32_t>(end - literal_begin)}));
    literal.clear();
  };

  bool has_literal = false;
  for (std::size_t i = 0; i < text.size();) {
    if (text[i] == '\\' && opens_at(text, i + 1)) {  // \${ is text, JSR-341 §1.2.3
      if (literal.empty()) literal_begin = i;
      literal += text.substr(i + 1, 2);
      i += 3;
    } else if (opens_at(text, i)) {
      end_literal(i);
      std::uint32_t end = 0;
      const JuelOperand operand = parser.expression(static_cast<std::uint32_t>(i + 2), end);
      if (parser.failed()) return refused(text, parser.problem().message, parser.problem().place);
      parts.push_back(operand.node);
      i = end;
      continue;
    } else {
      if (literal.empty()) literal_begin = i;
      literal += text[i++];
    }
    has_literal = true;
  }
  end_literal(text.size());

  if (parts.size() == 1) {
    tree.set_root(parts.front());
    return tree;
  }
  if (parts.empty() && !has_literal) {
    tree.set_root(tree.constant(feel::Value("")));
    return tree;
  }
  tree.set_root(
      parser
          .call(juel_text(), parts, JuelShape::String, {0, static_cast<std::uint32_t>(text.size())})
          .node);
  return tree;
}

}  // namespace umlauf::definition
