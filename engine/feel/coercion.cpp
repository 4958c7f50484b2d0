#include <algorithm>

#include "engine/feel/builtins.hpp"
#include "engine/feel/function.hpp"
#include "engine/feel/types.hpp"

namespace umlauf::feel {
namespace {

TypeKind type_kind(Kind kind) {
  switch (kind) {
    case Kind::Null:
      return TypeKind::Null;
    case Kind::Boolean:
      return TypeKind::Boolean;
    case Kind::Number:
      return TypeKind::Number;
    case Kind::String:
      return TypeKind::String;
    case Kind::Date:
      return TypeKind::Date;
    case Kind::Time:
      return TypeKind::Time;
    case Kind::DateTime:
      return TypeKind::DateTime;
    case Kind::DaysTimeDuration:
      return TypeKind::DaysTimeDuration;
    case Kind::YearsMonthsDuration:
      return TypeKind::YearsMonthsDuration;
    case Kind::List:
      return TypeKind::List;
    case Kind::Context:
      return TypeKind::Context;
    case Kind::Range:
      return TypeKind::Range;
    case Kind::Function:
      return TypeKind::Function;
  }
  return TypeKind::Any;
}

// Whether null belongs to the domain asked for: it does inside values that are coerced, and for
// `instance of` only in Null.
enum class Nulls : std::uint8_t { Everywhere, NullOnly };

bool in_domain(const Value& value, const Type& type, Nulls nulls);

// A built-in function is of the type of each of its forms, with and without what may be left out.
bool built_in_conforms(const BuiltInFunction& function, const Type& type) {
  const std::size_t wanted = type.parameters().size();
  for (const ParsedSignature& signature : function.signatures()) {
    const std::size_t declared = signature.parameters.size();
    if (wanted < signature.required || (wanted > declared && !signature.variadic)) continue;
    std::vector<Type> parameters;
    for (std::size_t i = 0; i < wanted; ++i)
      parameters.push_back(signature.parameters[std::min(i, declared - 1)].type);
    if (conforms(Type::function(std::move(parameters), signature.result), type)) return true;
  }
  return false;
}

// A function literal declares no result: nothing says that it is not what is asked for.
bool function_conforms(const Function& function, const Type& type) {
  if (type.is_open()) return true;
  if (const auto* built_in = dynamic_cast<const BuiltInFunction*>(&function))
    return built_in_conforms(*built_in, type);
  std::vector<Type> parameters;
  for (const Parameter& parameter : function.parameters()) parameters.push_back(parameter.type);
  if (function.variadic() && parameters.size() < type.parameters().size())
    parameters.resize(type.parameters().size());
  const bool undeclared = function.result().is_any();
  return conforms(
      Type::function(std::move(parameters), undeclared ? type.result() : function.result()), type);
}

bool range_in_domain(const Range& range, const Type& type) {
  const Type& element = type.element();
  if (element.is_any()) return true;
  const Value& known = range.start.is_null() ? range.end : range.start;
  return !known.is_null() && in_domain(known, element, Nulls::Everywhere) &&
         in_domain(range.end, element, Nulls::Everywhere);
}

bool in_domain(const Value& value, const Type& type, Nulls nulls) {
  if (value.is_null()) return nulls == Nulls::Everywhere || type.kind() == TypeKind::Null;
  if (type.constraint() != nullptr && !type.constraint()->admits(value)) return false;
  if (type.is_any()) return true;
  if (type_kind(value.kind()) != type.kind()) return false;
  switch (type.kind()) {
    case TypeKind::List:
      if (type.element().is_any() && type.element().constraint() == nullptr) return true;
      return std::all_of(value.list()->begin(), value.list()->end(),
                         [&](const Value& item) { return in_domain(item, type.element(), nulls); });
    case TypeKind::Context:
      return std::all_of(type.members().begin(), type.members().end(),
                         [&](const Type::Member& member) {
                           const Value* own = value.context()->find(member.name);
                           return own != nullptr && in_domain(*own, member.type, Nulls::Everywhere);
                         });
    case TypeKind::Range:
      return range_in_domain(*value.range(), type);
    case TypeKind::Function:
      return function_conforms(*value.function(), type);
    default:
      return true;
  }
}

bool needs_nothing(const Type& type) { return type.is_any() && type.constraint() == nullptr; }

}  // namespace

bool conforms(const Value& value, const Type& type) {
  return in_domain(value, type, Nulls::Everywhere);
}

bool is_instance(const Value& value, const Type& type) {
  return in_domain(value, type, Nulls::NullOnly);
}

// §10.3.2.9.4.
Value coerce(const Value& value, const Type& type, bool* failed) {
  if (needs_nothing(type) || value.is_null()) return value;
  if (conforms(value, type)) return value;
  // To singleton list.
  if (type.kind() == TypeKind::List && !value.is_list()) {
    bool item_failed = false;
    Value item = coerce(value, type.element(), &item_failed);
    if (!item_failed) {
      Value wrapped(Values{std::move(item)});
      if (conforms(wrapped, type)) return wrapped;
    }
  }
  // From singleton list: its item is of the type as it is.
  if (type.kind() != TypeKind::List && value.is_list() && value.list()->size() == 1 &&
      conforms(value.list()->front(), type))
    return value.list()->front();
  // From date to date and time.
  if (type.kind() == TypeKind::DateTime && value.date() != nullptr) {
    Value widened(midnight(*value.date(), calendar::Zone::utc()));
    if (conforms(widened, type)) return widened;
  }
  if (failed != nullptr) *failed = true;
  return {};
}

Type type_of(const Value& value) {
  const TypeKind kind = type_kind(value.kind());
  switch (kind) {
    case TypeKind::List: {
      if (value.list()->empty()) return Type::list(TypeKind::Any);
      Type element = type_of(value.list()->front());
      for (const Value& item : *value.list())
        if (!conforms(item, element)) return Type::list(TypeKind::Any);
      return Type::list(std::move(element));
    }
    case TypeKind::Context: {
      std::vector<Type::Member> members;
      for (const Entry& entry : *value.context())
        members.push_back({entry.name, type_of(entry.value)});
      return Type::context(std::move(members));
    }
    case TypeKind::Range: {
      const Range& range = *value.range();
      return Type::range(type_of(range.start.is_null() ? range.end : range.start));
    }
    case TypeKind::Function: {
      std::vector<Type> parameters;
      for (const Parameter& parameter : value.function()->parameters())
        parameters.push_back(parameter.type);
      return Type::function(std::move(parameters), value.function()->result());
    }
    default:
      return kind;
  }
}

}  // namespace umlauf::feel
