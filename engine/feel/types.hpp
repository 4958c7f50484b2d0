#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "engine/feel/value.hpp"

namespace umlauf::feel {

enum class TypeKind : std::uint8_t {
  Any,
  Null,
  Boolean,
  Number,
  String,
  Date,
  Time,
  DateTime,
  DaysTimeDuration,
  YearsMonthsDuration,
  List,
  Context,
  Range,
  Function,
};

/// Restricts a type further than its structure does: allowed values of an item definition.
class Constraint {
 public:
  virtual ~Constraint() = default;
  virtual bool admits(const Value& value) const = 0;
};

/// A FEEL type (DMN 1.5 §10.3.2.9): an immutable value, cheap to copy. Default: Any. Item
/// definitions are such types with a name; equality (the standard's equivalence) looks at the
/// structure only. A type is finite: it cannot contain itself.
class Type {
 public:
  struct Member;

  Type() = default;
  Type(TypeKind simple) : kind_(simple) {}
  static Type list(Type element);
  static Type range(Type element);
  static Type context(std::vector<Member> members);
  static Type function(std::vector<Type> parameters, Type result);

  /// The same type under the name of an item definition, as messages show it.
  Type named(std::string name) const;
  /// The same type, whose values must satisfy the constraint as well; a value that does not is
  /// coerced to null.
  Type constrained(std::shared_ptr<const Constraint> constraint) const;
  /// For the checker: whether null is among the values it expects here.
  Type or_null() const;
  Type not_null() const;

  TypeKind kind() const { return kind_; }
  bool is_any() const { return kind_ == TypeKind::Any; }
  /// `function`, `context`, `list` or `range` alone: whatever its parts are.
  bool is_open() const { return open_; }
  bool nullable() const { return nullable_; }
  const Type& element() const;              ///< of lists and ranges; Any otherwise
  std::span<const Member> members() const;  ///< of contexts
  const Type* member(std::string_view name) const;
  std::span<const Type> parameters() const;  ///< of functions
  const Type& result() const;                ///< of functions; Any otherwise
  const std::string& name() const;           ///< of an item definition; "" otherwise
  const Constraint* constraint() const;

  /// `list<number>`, `context<name: string, age: number>`, `function<number> -> string`, or the
  /// name of the item definition.
  std::string to_string() const;

  friend bool operator==(const Type& a, const Type& b);

 private:
  struct Details;
  TypeKind kind_ = TypeKind::Any;
  bool nullable_ = false;
  bool open_ = true;  // no parts were given
  std::shared_ptr<const Details> details_;
};

struct Type::Member {
  std::string name;
  Type type;

  bool operator==(const Member&) const = default;
};

/// The built-in type of that name (`number`, `date and time`, `dateTime`, `list`, `context`,
/// `days and time duration`, `dayTimeDuration`, `Any`, ...); nullptr where there is none.
const Type* builtin_type(std::string_view name);
std::span<const std::string_view> builtin_type_names();

/// Whether every value of `type` may stand where `target` is expected (§10.3.2.9.2).
bool conforms(const Type& type, const Type& target);

/// Whether the value is in the domain of the type, without conversion. Null is in every type for
/// coercion; `instance of` asks `is_instance`, where null is an instance of Null only.
bool conforms(const Value& value, const Type& type);
bool is_instance(const Value& value, const Type& type);

/// §10.3.2.9.4: unwraps or wraps singleton lists, widens a date to a date and time, and yields null
/// where the value does not conform after that. `*failed` (if given) is set when a value that was
/// not null became null.
Value coerce(const Value& value, const Type& type, bool* failed = nullptr);

/// The type of a value, as exact as it can be told (`list<number>` for [1, 2]).
Type type_of(const Value& value);

}  // namespace umlauf::feel
