#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>

#include "engine/bpmn/model.hpp"
#include "engine/definition/expression.hpp"
#include "engine/definition/findings.hpp"
#include "engine/feel/expression.hpp"
#include "engine/feel/names.hpp"

namespace umlauf::definition {

/// How a text says that it is an expression.
enum class Marks : std::uint8_t {
  Dollar,  ///< `${...}`, `#{...}`
  Equals,  ///< a leading `=`
  Both,
};

/// A text of the document and where it stands.
struct Written {
  std::string_view text;
  SourceSpan span;
  Marks marks = Marks::Both;
  bool present = false;

  explicit operator bool() const { return present; }
};

/// Compiles the expressions of one process, each text once. What cannot be compiled is reported
/// with its place in the document and yields no expression.
class Expressions {
 public:
  Expressions(Findings& findings, feel::Names names)
      : findings_(findings), names_(std::move(names)) {}

  /// Reported problems name this element.
  void set_element(std::string_view id) { element_ = id; }

  Expression feel(const Written& written);
  Expression juel(const Written& written);
  /// Unmarked texts are FEEL.
  Expression marked_or_feel(const Written& written);
  /// A value that some place wants as an expression.
  Expression constant(std::string_view key, feel::Value value, SourceSpan span);
  /// The value of a variable, whatever its name.
  Expression variable(std::string_view name, SourceSpan span);
  Expression tree(feel::SyntaxTree tree, SourceSpan span);

  /// Unmarked texts are plain text.
  TextExpression text(const Written& written);
  /// Always an expression: unmarked texts become string constants.
  Expression value(const Written& written);

  /// An expression element of the standard: its own language counts, then the marks; unmarked
  /// texts are FEEL. Reports languages that are not supported under `rule`.
  Expression formal(const bpmn::Definitions& document, const bpmn::Expression& expression,
                    std::string_view rule);
  /// Without reporting: null where the text is no FEEL.
  std::shared_ptr<const feel::Expression> try_feel(std::string_view text) const;

  Findings& findings() { return findings_; }
  std::string_view element() const { return element_; }

 private:
  struct Compiled {
    std::shared_ptr<const feel::Expression> expression;
    Diagnostics diagnostics;  // of a text that does not compile
  };
  template <typename Compile>
  Expression cached(char kind, std::string_view text, SourceSpan span, Compile compile);

  Findings& findings_;
  feel::Names names_;
  std::string_view element_;
  std::unordered_map<std::string, Compiled> cache_;
};

/// Without white space at both ends, the span moved along.
Written trimmed(Written written);
/// Moves a place within a text to the document in which the text begins at `base`.
SourceSpan translate(SourceSpan inner, SourceSpan base);

enum class LanguageName : std::uint8_t { Unspecified, Feel, Juel, Other };
/// What an expressionLanguage, language or scriptFormat attribute names.
LanguageName language_named(std::string_view name);

}  // namespace umlauf::definition
