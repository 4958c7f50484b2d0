#pragma once

#include <cstdint>
#include <initializer_list>
#include <span>
#include <string_view>

#include "engine/feel/function.hpp"
#include "engine/feel/session.hpp"
#include "engine/feel/value.hpp"

/// The built-in functions of DMN 1.5 §10.3.4 as a table: what the evaluator calls, what the checker
/// checks against, what the documentation is written from.
namespace umlauf::feel {

/// What a built-in gets when it is called: one argument a parameter, null where it was left out,
/// one list for `...`.
struct BuiltInCall {
  std::span<const Value> arguments;
  Session& session;

  const Value& operator[](std::size_t i) const { return arguments[i]; }
  std::size_t size() const { return arguments.size(); }
  /// Null, and a message.
  Value fail(std::string_view english, std::string_view german) const;
};

using BuiltInBody = Value (*)(const BuiltInCall& call);

/// One way to call a function: `name: type` for each parameter, `?` behind a name that may be left
/// out, `...` as the last where any number of items may be given instead of a list.
struct Signature {
  std::string_view parameters;  ///< `string: string, start position: number, length?: number`
  std::string_view result;
  BuiltInBody body;
};

struct Example {
  std::string_view expression;
  std::string_view result;  ///< an expression that is equal to it
};

/// What a call is charged, in the steps of a Session.
struct Cost {
  std::uint32_t call = 0;       ///< a call
  std::uint32_t looked_at = 1;  ///< for two of the units of Value::weight of the arguments
};

struct BuiltIn {
  std::string_view name;
  std::string_view clause;  ///< of DMN 1.5
  std::initializer_list<Signature> signatures;
  std::string_view english;
  std::string_view german;
  std::initializer_list<Example> examples;
  Cost cost = {};
};

std::span<const BuiltIn> built_ins();

/// A signature taken apart, once.
struct ParsedParameter {
  std::string name;
  Type type;
  bool optional = false;
};
struct ParsedSignature {
  std::vector<ParsedParameter> parameters;
  bool variadic = false;
  Type result;
  BuiltInBody body = nullptr;
  std::size_t required = 0;
};

/// A built-in as a value. Which of the signatures is meant is seen from the number, the names and
/// the types of the arguments.
class BuiltInFunction final : public Function {
 public:
  explicit BuiltInFunction(const BuiltIn& row);

  std::string_view name() const override { return row_.name; }
  std::span<const Parameter> parameters() const override { return parameters_; }
  bool variadic() const override { return true; }  // it checks the number itself
  Type result() const override { return result_; }
  Value call(std::span<const Value> arguments, Session& session) const override;
  Value call_named(std::span<const NamedArgument> arguments, Session& session) const;

  const BuiltIn& row() const { return row_; }
  std::span<const ParsedSignature> signatures() const { return signatures_; }

 private:
  const BuiltIn& row_;
  std::vector<ParsedSignature> signatures_;
  std::vector<Parameter> parameters_;
  Type result_;
};

/// nullptr where there is no built-in function of that name. Null value never; lives for ever.
const Value* find_built_in(std::string_view name);

/// The value of `@"text"`: date, date and time, time or duration; null where it is none of them.
Value parse_temporal(std::string_view text);

}  // namespace umlauf::feel
