#pragma once

#include <optional>
#include <span>

#include "engine/feel/builtins.hpp"

/// The rows of the table, one group a file; the clauses of DMN 1.5 §10.3.4.
namespace umlauf::feel {

std::span<const BuiltIn> conversion_functions();
std::span<const BuiltIn> boolean_functions();
std::span<const BuiltIn> string_functions();
std::span<const BuiltIn> list_functions();
std::span<const BuiltIn> numeric_functions();
std::span<const BuiltIn> temporal_functions();
std::span<const BuiltIn> range_functions();
std::span<const BuiltIn> context_functions();

/// What several of the bodies need.
template <typename T>
Value from_optional(const std::optional<T>& result) {
  return result.has_value() ? Value(*result) : Value();
}

/// The integer part; nullopt where it does not fit.
std::optional<std::int64_t> whole(const Decimal& number);

}  // namespace umlauf::feel
