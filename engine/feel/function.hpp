#pragma once

#include <functional>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "engine/feel/types.hpp"
#include "engine/feel/value.hpp"

namespace umlauf::feel {

class Session;

struct Parameter {
  std::string name;
  Type type;  ///< Any where none is declared

  bool operator==(const Parameter&) const = default;
};

/// A function as a value: a built-in one, a closure of FEEL, or one that the host provides (a
/// business knowledge model, a decision service, a function of another expression language).
/// Immutable and shared, called from any thread.
class Function : public detail::Shared {
 public:
  virtual ~Function() = default;

  virtual std::string_view name() const { return {}; }
  /// For named arguments and the check of the number of arguments.
  virtual std::span<const Parameter> parameters() const = 0;
  /// Whether further arguments may follow the last parameter.
  virtual bool variadic() const { return false; }
  virtual Type result() const { return {}; }
  /// One argument a parameter, already coerced to the parameter's type (with `variadic` there may
  /// be more). Errors are null and a message to the session.
  virtual Value call(std::span<const Value> arguments, Session& session) const = 0;
};

/// Hands the function over to the value.
Value make_function(std::unique_ptr<Function> function);

using NativeBody = std::function<Value(std::span<const Value> arguments, Session& session)>;

/// A host function from a lambda.
Value make_function(std::string name, std::vector<Parameter> parameters, NativeBody body,
                    Type result = {}, bool variadic = false);

/// Calls with positional arguments as FEEL does (§10.3.2.13.5 and 10.3.2.9.4): checks their number,
/// coerces each, coerces the result. A wrong number or type yields null and a message. Bounded by
/// the session's limits.
Value invoke(const Function& function, std::span<const Value> arguments, Session& session);

/// With named arguments; a name that the function does not have yields null and a message, a
/// parameter that is left out is null.
struct NamedArgument {
  std::string_view name;
  Value value;
};
Value invoke(const Function& function, std::span<const NamedArgument> arguments, Session& session);

}  // namespace umlauf::feel
