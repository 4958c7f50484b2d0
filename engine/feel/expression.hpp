#pragma once

#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "engine/base/result.hpp"
#include "engine/feel/function.hpp"
#include "engine/feel/names.hpp"
#include "engine/feel/session.hpp"
#include "engine/feel/syntax.hpp"
#include "engine/feel/value.hpp"

namespace umlauf::feel {

struct Program;

/// What came out. Never an exception: an invalid operation is null and a message. `exhausted_by`
/// says whether a limit ended the evaluation; the value is null then.
struct Evaluation {
  Value value;
  std::vector<Message> messages;
  LimitKind exhausted_by = LimitKind::None;
};

/// A compiled expression of FEEL (or of a front-end that lowers to its syntax tree). Immutable and
/// shared: copying costs a reference, evaluating is safe from several threads at once.
///
///     auto fee = feel::compile("if amount > 50 then amount * 0.1 else 5");
///     if (!fee) return fee.error();            // diagnostics with places in the text
///     feel::Context variables{{"amount", 120}};
///     feel::Evaluation result = fee->evaluate(feel::ContextEnvironment(variables));
class Expression {
 public:
  Expression();  ///< the constant null

  /// The variables that it reads and nothing binds, each once; positions are the slots that
  /// `Environment::lookup` is asked for. Names of built-in functions are among them only where
  /// they do not stand as the function of a call: a variable of that name goes before.
  std::span<const std::string> free_names() const;

  Evaluation evaluate(const Environment& environment, const Limits& limits = {}) const;
  /// As part of a larger evaluation: charges the session and tells it the messages.
  Value evaluate(const Environment& environment, Session& session) const;
  /// For unary tests: `input` is what they test, `?`. True, false, or null.
  Value test(const Value& input, const Environment& environment, Session& session) const;
  Evaluation test(const Value& input, const Environment& environment,
                  const Limits& limits = {}) const;

  /// The value where it does not depend on anything; nullptr otherwise. (It is what a literal such
  /// as `"urgent"` or `PT4H` in a model comes down to.)
  const Value* constant() const;
  const std::string& text() const;
  const SyntaxTree& tree() const;

 private:
  friend Result<Expression> compile(SyntaxTree tree);
  explicit Expression(std::shared_ptr<const Program> program) : program_(std::move(program)) {}
  std::shared_ptr<const Program> program_;
};

/// Reads and compiles. Errors: Deploy, with diagnostics (rule `FEEL-01` syntax, `FEEL-02` too large
/// or too deep) whose spans lie in `text`.
Result<Expression> compile(std::string_view text, const Names& names = {});
Result<Expression> compile_unary_tests(std::string_view text, const Names& names = {});
/// For front-ends that build the tree themselves. Errors: Deploy.
Result<Expression> compile(SyntaxTree tree);

}  // namespace umlauf::feel
