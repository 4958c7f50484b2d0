#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "engine/feel/names.hpp"
#include "engine/feel/syntax.hpp"

namespace umlauf::feel {

/// The parser of DMN 1.5 §10.3.1.2: recursive descent over the text itself, as where a name ends
/// depends on the names in scope. An invalid NodeIndex means that the text does not go on as it
/// must; the first such place is what `failure` tells. Recursion is bounded by
/// ParseLimits::nesting_max, trying again by ParseLimits::nodes_max.
class Parser {
 public:
  Parser(std::string_view text, const Names& names, const ParseLimits& limits);

  Result<SyntaxTree> expression();
  Result<SyntaxTree> unary_tests();

 private:
  // Lexical part: parser_lexical.cpp.
  void skip_blanks();
  char peek(std::size_t ahead = 0) const {
    return position_ + ahead < text_.size() ? text_[position_ + ahead] : '\0';
  }
  bool at(std::string_view symbol) const {
    return text_.substr(position_, symbol.size()) == symbol;
  }
  bool take(std::string_view symbol);         // after blanks
  bool at_word(std::string_view word) const;  // a whole word, here
  bool take_word(std::string_view word);      // after blanks
  bool at_end();
  std::size_t word_end(std::size_t from) const;
  std::optional<std::string> string_literal();
  NodeIndex number_literal(bool negative, std::size_t start);
  NodeIndex at_literal();
  /// How many bytes of the text at `from` spell the name; 0: none.
  std::size_t blanks_end(std::size_t from) const;
  std::size_t match_name(std::string_view name, std::size_t from) const;
  struct Match {
    std::string name;
    std::size_t length = 0;
    bool variable = false;
  };
  Match longest_name(bool member) const;
  Match joined_words(std::size_t from) const;
  std::optional<Match> name_here(bool member);
  /// A name that is declared here, up to one of the `stops`.
  std::optional<std::string> declared_name(std::string_view stops);
  std::optional<std::string> iterator_name();
  std::optional<Type> type();
  std::optional<Type> generic_type();
  std::optional<Type> named_type();

  // Grammar: parser.cpp.
  bool go_down();
  NodeIndex parse_expression();
  NodeIndex parse_operand();
  NodeIndex parse_binary(int level);
  NodeIndex parse_logical(NodeKind kind, std::string_view word);
  NodeIndex parse_comparison();
  NodeIndex parse_between(NodeIndex value, std::size_t start);
  NodeIndex parse_in(NodeIndex value, std::size_t start);
  NodeIndex parse_arithmetic(int level);
  NodeIndex parse_unary();
  NodeIndex parse_instance_of(NodeIndex value, std::size_t start);
  NodeIndex parse_postfix();
  NodeIndex parse_filter(NodeIndex list, std::size_t start);
  NodeIndex parse_call(NodeIndex callee, std::size_t start);
  NodeIndex parse_path(NodeIndex value, std::size_t start);
  NodeIndex parse_primary();
  NodeIndex parse_keyword();
  NodeIndex parse_name();

  // Compound expressions: parser_compound.cpp.
  NodeIndex parse_parenthesis();
  NodeIndex parse_bracket();
  NodeIndex parse_range_end(NodeIndex first, std::size_t start, bool start_included);
  NodeIndex parse_unary_range();
  NodeIndex parse_context();
  NodeIndex parse_if();
  NodeIndex parse_for();
  NodeIndex parse_quantified(NodeKind kind);
  bool parse_iterators(std::vector<NodeIndex>& children);
  NodeIndex parse_function();
  NodeIndex parse_test(bool in_list);
  bool parse_test_list(std::vector<NodeIndex>& tests);

  NodeIndex fail(std::string_view english, std::string_view german);
  NodeIndex fail_expected(std::string_view what);
  Place place(std::size_t start) const {
    return {static_cast<std::uint32_t>(start), static_cast<std::uint32_t>(position_ - start)};
  }
  std::optional<Operation> take_comparison();
  Result<SyntaxTree> finish(NodeIndex root);
  void know_member(const std::string& name);

  // What trying one reading and then another has to restore.
  struct Mark {
    std::size_t position;
    std::size_t locals;
    std::uint32_t inputs;
  };
  Mark mark() const { return {position_, locals_.size(), inputs_}; }
  void back_to(const Mark& mark) {
    position_ = mark.position;
    locals_.resize(mark.locals);
    inputs_ = mark.inputs;
    failed_ = false;
  }

  std::string_view text_;
  const Names& names_;
  ParseLimits limits_;
  SyntaxTree tree_;
  std::size_t position_ = 0;
  std::uint32_t nesting_ = 0;
  std::uint32_t inputs_ = 0;      // how many `?` have been read
  bool range_end_ = false;        // reading the end of a range: `[` may close it
  bool incomplete_type_ = false;  // read a type that lacks its parts, such as `list`
  bool failed_ = false;
  bool hopeless_ = false;       // a limit: no other reading helps
  std::size_t failure_at_ = 0;  // the furthest place that a reading came to
  Text failure_;
  std::vector<std::string> locals_;   // names bound around here, innermost last
  std::vector<std::string> members_;  // keys of the contexts read so far
  // Names in scope by their first word; the flag tells variables from built-in functions.
  std::map<std::string_view, std::vector<std::pair<std::string_view, bool>>, std::less<>> by_word_;
};

}  // namespace umlauf::feel
