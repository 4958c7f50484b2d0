#pragma once

#include <cstdint>
#include <string>
#include <utility>
#include <variant>

#include "engine/base/assert.hpp"
#include "engine/base/diagnostic.hpp"

namespace umlauf {

/// What kind of failure an operation met; callers branch on it, people read `Error::message`.
enum class ErrorCode : std::uint8_t {
  Request,     ///< the call itself is malformed
  Deploy,      ///< a document was rejected; `Error::diagnostics` says why
  State,       ///< there is nothing that this could be done to: no such task, already ended ...
  Forbidden,   ///< the person may not do that (no candidate, not the assignee, four eyes ...)
  Evaluation,  ///< an expression, a mapping or a decision failed, so the command was refused
  Limit,       ///< a bound was reached: transitions a command, size, depth ...
  Conflict,    ///< somebody else changed the same thing first; load again and repeat
  Storage,     ///< the store could not read or write
  Damaged,     ///< what is stored of this one thing is not what was written
  Overload,    ///< the queue is full; try again later
  Internal,    ///< a defect of Umlauf
};

struct Error {
  ErrorCode code = ErrorCode::Internal;
  Text message;
  Diagnostics diagnostics;  ///< of rejected documents

  bool operator==(const Error&) const = default;
};

inline Error error(ErrorCode code, std::string english, std::string german) {
  return Error{code, {std::move(english), std::move(german)}, {}};
}

/// Either a value or an Error; the names are those of std::expected (C++23).
template <typename T>
class [[nodiscard]] Result {
 public:
  using value_type = T;

  Result(T value) : content_(std::in_place_index<0>, std::move(value)) {}
  Result(Error failure) : content_(std::in_place_index<1>, std::move(failure)) {}

  bool has_value() const { return content_.index() == 0; }
  explicit operator bool() const { return has_value(); }

  T& value() & {
    UMLAUF_ASSERT(has_value());
    return *std::get_if<0>(&content_);
  }
  const T& value() const& {
    UMLAUF_ASSERT(has_value());
    return *std::get_if<0>(&content_);
  }
  /// By value, so that `for (auto& x : result().value())` is safe.
  T value() && {
    UMLAUF_ASSERT(has_value());
    return std::move(*std::get_if<0>(&content_));
  }
  T& operator*() & { return value(); }
  const T& operator*() const& { return value(); }
  T operator*() && { return std::move(*this).value(); }
  T* operator->() { return &value(); }
  const T* operator->() const { return &value(); }

  Error& error() {
    UMLAUF_ASSERT(!has_value());
    return *std::get_if<1>(&content_);
  }
  const Error& error() const {
    UMLAUF_ASSERT(!has_value());
    return *std::get_if<1>(&content_);
  }

 private:
  std::variant<T, Error> content_;
};

/// What an operation without a value returns.
struct Done {
  bool operator==(const Done&) const = default;
};

}  // namespace umlauf

#define UMLAUF_CONCAT_(a, b) a##b
#define UMLAUF_CONCAT(a, b) UMLAUF_CONCAT_(a, b)
#define UMLAUF_TRY_(temporary, declaration, expression)            \
  auto temporary = (expression);                                   \
  if (!temporary.has_value()) return std::move(temporary.error()); \
  declaration = std::move(temporary).value()

/// UMLAUF_TRY(auto table, read_table(node)); declares `table`, or returns the error to the caller.
#define UMLAUF_TRY(declaration, expression) \
  UMLAUF_TRY_(UMLAUF_CONCAT(try_result_, __LINE__), declaration, expression)

/// The same for operations whose value does not matter.
#define UMLAUF_CHECK(expression)                                     \
  do {                                                               \
    if (auto check_result = (expression); !check_result.has_value()) \
      return std::move(check_result.error());                        \
  } while (false)
