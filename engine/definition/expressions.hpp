#pragma once

#include <cstdint>
#include <memory>
#include <optional>
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
  std::uint8_t family = 0;  ///< the dialect that wrote it (dialect.hpp); 0: the standard

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
  /// texts are FEEL. Reports languages that are not supported under `rule`. A text that nobody says
  /// is FEEL and that is none is taken for prose (§8.4.6), which is a warning: it evaluates to
  /// null, and where a condition is wanted the process then has an incident.
  Expression formal(const bpmn::Definitions& document, const bpmn::Expression& expression,
                    std::string_view rule);
  /// Text or expression; one that does not compile is a warning and stays as it is written.
  TextExpression lenient_text(const Written& written);

  Findings& findings() { return findings_; }
  std::string_view element() const { return element_; }

 private:
  struct Compiled {
    std::shared_ptr<const feel::Expression> expression;
    Diagnostics diagnostics;  // of a text that does not compile
  };
  template <typename Compile>
  const Compiled& lookup(char kind, std::string_view text, Compile compile);
  const Compiled& lookup_feel(std::string_view text);
  Expression reported(const Compiled& compiled, SourceSpan span);
  Expression prose(const Written& written, const Diagnostic& problem);
  std::optional<Expression> boxed(const Written& written);

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
