#include "engine/feel/function.hpp"

#include <algorithm>
#include <utility>

#include "engine/feel/session.hpp"

namespace umlauf::feel {
namespace {

class NativeFunction final : public Function {
 public:
  NativeFunction(std::string name, std::vector<Parameter> parameters, NativeBody body, Type result,
                 bool variadic)
      : name_(std::move(name)),
        parameters_(std::move(parameters)),
        body_(std::move(body)),
        result_(std::move(result)),
        variadic_(variadic) {}

  std::string_view name() const override { return name_; }
  std::span<const Parameter> parameters() const override { return parameters_; }
  bool variadic() const override { return variadic_; }
  Type result() const override { return result_; }
  Value call(std::span<const Value> arguments, Session& session) const override {
    return body_(arguments, session);
  }

 private:
  std::string name_;
  std::vector<Parameter> parameters_;
  NativeBody body_;
  Type result_;
  bool variadic_;
};

std::string shown_name(const Function& function) {
  return function.name().empty() ? "function" : std::string(function.name());
}

Value call_coerced(const Function& function, std::span<const Value> arguments, Session& session) {
  constexpr std::uint32_t kLevels = 12;
  if (!session.step()) return {};
  Value result;
  if (session.enter(kLevels)) result = function.call(arguments, session);
  session.leave(kLevels);
  if (session.exhausted()) return {};
  const Type type = function.result();
  if (type.is_any() && type.constraint() == nullptr) return result;
  bool failed = false;
  Value coerced = coerce(result, type, &failed);
  if (failed && session.wants_messages())
    session.message(
        {"result of '" + shown_name(function) + "' is no " + type.to_string(),
         "das Ergebnis von '" + shown_name(function) + "' ist nicht vom Typ " + type.to_string()});
  return coerced;
}

bool coerce_arguments(const Function& function, std::span<Value> arguments, Session& session) {
  const auto parameters = function.parameters();
  for (std::size_t i = 0; i < std::min(arguments.size(), parameters.size()); ++i) {
    const Parameter& parameter = parameters[i];
    if (parameter.type.is_any() && parameter.type.constraint() == nullptr) continue;
    bool failed = false;
    arguments[i] = coerce(arguments[i], parameter.type, &failed);
    if (!failed) continue;
    if (session.wants_messages())
      session.message({"argument '" + parameter.name + "' of '" + shown_name(function) +
                           "' is no " + parameter.type.to_string(),
                       "das Argument '" + parameter.name + "' von '" + shown_name(function) +
                           "' ist nicht vom Typ " + parameter.type.to_string()});
    return false;
  }
  return true;
}

bool any_typed(const Function& function) {
  return std::ranges::any_of(function.parameters(), [](const Parameter& parameter) {
    return !parameter.type.is_any() || parameter.type.constraint() != nullptr;
  });
}

}  // namespace

Value make_function(std::unique_ptr<Function> function) { return Value::adopt(function.release()); }

Value make_function(std::string name, std::vector<Parameter> parameters, NativeBody body,
                    Type result, bool variadic) {
  return make_function(std::make_unique<NativeFunction>(
      std::move(name), std::move(parameters), std::move(body), std::move(result), variadic));
}

Value invoke(const Function& function, std::span<const Value> arguments, Session& session) {
  const std::size_t expected = function.parameters().size();
  const bool fits =
      function.variadic() ? arguments.size() >= expected : arguments.size() == expected;
  if (!fits) {
    const std::string counts = std::to_string(arguments.size());
    session.message({"'" + shown_name(function) + "' takes " + std::to_string(expected) +
                         " arguments, not " + counts,
                     "'" + shown_name(function) + "' erwartet " + std::to_string(expected) +
                         " Argumente, nicht " + counts});
    return {};
  }
  if (!any_typed(function)) return call_coerced(function, arguments, session);
  Values coerced(arguments.begin(), arguments.end());
  if (!coerce_arguments(function, coerced, session)) return {};
  return call_coerced(function, coerced, session);
}

Value invoke(const Function& function, std::span<const NamedArgument> arguments, Session& session) {
  const auto parameters = function.parameters();
  Values positional(parameters.size());
  for (const NamedArgument& argument : arguments) {
    const auto found = std::ranges::find_if(
        parameters, [&](const Parameter& parameter) { return parameter.name == argument.name; });
    if (found == parameters.end()) {
      const std::string name(argument.name);
      session.message({"'" + shown_name(function) + "' has no parameter '" + name + "'",
                       "'" + shown_name(function) + "' hat keinen Parameter '" + name + "'"});
      return {};
    }
    positional[static_cast<std::size_t>(found - parameters.begin())] = argument.value;
  }
  if (!coerce_arguments(function, positional, session)) return {};
  return call_coerced(function, positional, session);
}

}  // namespace umlauf::feel
