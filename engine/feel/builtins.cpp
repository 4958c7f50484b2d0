#include "engine/feel/builtins.hpp"

#include <algorithm>
#include <map>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "engine/base/assert.hpp"
#include "engine/feel/builtin_groups.hpp"

namespace umlauf::feel {
namespace {

std::string_view trimmed(std::string_view text) {
  while (!text.empty() && text.front() == ' ') text.remove_prefix(1);
  while (!text.empty() && text.back() == ' ') text.remove_suffix(1);
  return text;
}

// A type as the table spells it; `?` behind it lets null through.
Type table_type(std::string_view text) {
  text = trimmed(text);
  if (text.ends_with('?')) return table_type(text.substr(0, text.size() - 1)).or_null();
  if (text.starts_with("list<") && text.ends_with('>'))
    return Type::list(table_type(text.substr(5, text.size() - 6)));
  const Type* known = builtin_type(text);
  UMLAUF_ASSERT(known != nullptr);
  return known->is_any() ? known->or_null() : *known;
}

ParsedSignature parsed(const Signature& signature) {
  ParsedSignature out;
  out.result = table_type(signature.result);
  out.body = signature.body;
  std::string_view rest = signature.parameters;
  while (!trimmed(rest).empty()) {
    const std::size_t comma = rest.find(',');
    const std::string_view part = rest.substr(0, comma);
    rest = comma == std::string_view::npos ? std::string_view() : rest.substr(comma + 1);
    const std::size_t colon = part.find(':');
    std::string_view name = trimmed(part.substr(0, colon));
    ParsedParameter parameter;
    if (name.ends_with("...")) {
      out.variadic = true;
      name.remove_suffix(3);
    }
    if (name.ends_with('?')) {
      parameter.optional = true;
      name.remove_suffix(1);
    }
    parameter.name = std::string(name);
    parameter.type = table_type(part.substr(colon + 1));
    if (!parameter.optional) out.required = out.parameters.size() + 1;
    out.parameters.push_back(std::move(parameter));
  }
  return out;
}

// Whether an argument may be passed as it is, or after a conversion (§10.3.2.9.4).
bool fits(const Value& argument, const Type& type) {
  if (argument.is_null()) return type.nullable();
  return type.is_any() || conforms(argument, type);
}

bool convert(Value& argument, const Type& type) {
  if (fits(argument, type)) return true;
  if (argument.is_null()) return false;
  bool failed = false;
  argument = coerce(argument, type, &failed);
  return !failed && !argument.is_null();
}

const Type& type_at(const ParsedSignature& signature, std::size_t i) {
  return signature.parameters[std::min(i, signature.parameters.size() - 1)].type;
}

bool count_fits(const ParsedSignature& signature, std::size_t count) {
  if (signature.variadic) return count >= signature.parameters.size();
  return count >= signature.required && count <= signature.parameters.size();
}

// The arguments as the body takes them: absent ones null, the items of `...` as one list.
Value run(const ParsedSignature& signature, std::span<const Value> arguments, Session& session) {
  const std::size_t count = signature.parameters.size();
  if (!signature.variadic && arguments.size() == count)
    return signature.body(BuiltInCall{arguments, session});
  Values packed(arguments.begin(),
                arguments.begin() + static_cast<std::ptrdiff_t>(std::min(arguments.size(), count)));
  packed.resize(count);
  if (signature.variadic)
    packed[count - 1] =
        Value(Values(arguments.begin() + static_cast<std::ptrdiff_t>(count - 1), arguments.end()));
  return signature.body(BuiltInCall{packed, session});
}

bool pay(const Cost& cost, std::span<const Value> arguments, Session& session) {
  std::uint64_t work = 0;
  for (const Value& argument : arguments) work += argument.weight();
  return session.step(cost.call + work * cost.looked_at / 2);
}

Value within_limits(Value result, Session& session) {
  if (session.exhausted()) return {};
  if (const std::string* text = result.string()) {
    if (!session.output(text->size()) || !session.allocate(text->size())) return {};
  } else if (result.depth() > 0) {
    if (!session.output(result.weight()) || !session.allocate(result.weight() * sizeof(Value)))
      return {};
  }
  return result;
}

std::string kinds(std::span<const Value> arguments) {
  std::string text;
  for (const Value& argument : arguments) {
    if (!text.empty()) text += ", ";
    text += kind_name(argument.kind());
  }
  return text;
}

}  // namespace

Value BuiltInCall::fail(std::string_view english, std::string_view german) const {
  if (session.wants_messages()) session.message({std::string(english), std::string(german)});
  return {};
}

BuiltInFunction::BuiltInFunction(const BuiltIn& row) : row_(row) {
  for (const Signature& signature : row.signatures) signatures_.push_back(parsed(signature));
  // As a value it has the parameters of its first form; where there are several, of any type.
  for (const ParsedParameter& parameter : signatures_.front().parameters)
    parameters_.push_back({parameter.name, signatures_.size() == 1 ? parameter.type : Type()});
  result_ = signatures_.size() == 1 ? signatures_.front().result : Type();
}

Value BuiltInFunction::call(std::span<const Value> arguments, Session& session) const {
  if (!pay(row_.cost, arguments, session)) return {};
  for (const ParsedSignature& signature : signatures_) {
    if (!count_fits(signature, arguments.size())) continue;
    bool all = true;
    for (std::size_t i = 0; i < arguments.size() && all; ++i)
      all = fits(arguments[i], type_at(signature, i));
    if (all) return within_limits(run(signature, arguments, session), session);
  }
  for (const ParsedSignature& signature : signatures_) {
    if (!count_fits(signature, arguments.size())) continue;
    Values converted(arguments.begin(), arguments.end());
    bool all = true;
    for (std::size_t i = 0; i < converted.size() && all; ++i)
      all = convert(converted[i], type_at(signature, i));
    if (all) return within_limits(run(signature, converted, session), session);
  }
  if (session.wants_messages()) {
    const std::string name(row_.name);
    session.message({"'" + name + "' does not take (" + kinds(arguments) + ")",
                     "'" + name + "' lässt sich nicht auf (" + kinds(arguments) + ") anwenden"});
  }
  return {};
}

Value BuiltInFunction::call_named(std::span<const NamedArgument> arguments,
                                  Session& session) const {
  for (const ParsedSignature& signature : signatures_) {
    if (signature.variadic) continue;
    Values values(signature.parameters.size());
    std::vector<bool> given(values.size(), false);
    bool known = true;
    for (const NamedArgument& argument : arguments) {
      std::size_t i = 0;
      while (i < values.size() && signature.parameters[i].name != argument.name) ++i;
      known = known && i < values.size() && !given[i];
      if (!known) break;
      values[i] = argument.value;
      given[i] = true;
    }
    // What is not supplied is null (§10.3.2.13.5).
    for (std::size_t i = 0; i < values.size() && known; ++i)
      known = (!given[i] && signature.parameters[i].optional) ||
              convert(values[i], signature.parameters[i].type);
    if (!known) continue;
    if (!pay(row_.cost, values, session)) return {};
    return within_limits(run(signature, values, session), session);
  }
  const std::string name(row_.name);
  session.message({"'" + name + "' does not take these named arguments",
                   "'" + name + "' kennt diese benannten Argumente nicht"});
  return {};
}

std::span<const BuiltIn> built_ins() {
  static const std::vector<BuiltIn> kAll = [] {
    std::vector<BuiltIn> all;
    for (const auto group :
         {conversion_functions(), boolean_functions(), string_functions(), list_functions(),
          numeric_functions(), temporal_functions(), range_functions(), context_functions()})
      all.insert(all.end(), group.begin(), group.end());
    return all;
  }();
  return kAll;
}

const Value* find_built_in(std::string_view name) {
  static const std::map<std::string_view, Value> kFunctions = [] {
    std::map<std::string_view, Value> functions;
    for (const BuiltIn& row : built_ins())
      functions.emplace(row.name, make_function(std::make_unique<BuiltInFunction>(row)));
    return functions;
  }();
  const auto found = kFunctions.find(name);
  return found == kFunctions.end() ? nullptr : &found->second;
}

}  // namespace umlauf::feel
