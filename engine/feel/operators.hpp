#pragma once

#include <optional>
#include <string_view>

#include "engine/feel/session.hpp"
#include "engine/feel/syntax.hpp"
#include "engine/feel/types.hpp"
#include "engine/feel/value.hpp"

/// The operators on values, without any account of an evaluation: null where there is no result.
namespace umlauf::feel {

/// + - * / ** (DMN 1.5 §10.3.2.15, tables 56 to 60).
Value arithmetic(Operation operation, const Value& a, const Value& b);
Value negated(const Value& operand);
/// = != < <= > >= (tables 52 to 54).
std::optional<bool> compared(Operation operation, const Value& a, const Value& b);
/// `a <= b`, which is a < b or a = b.
std::optional<bool> at_most(const Value& a, const Value& b);
/// One member of a context, one property of a date, duration or range (§10.3.2.15, table 65), or
/// those of each item of a list. `*found` is set to whether there is such a thing.
Value property(const Value& value, std::string_view name, bool* found);
/// `e1 in e2` for one test that is an expression: within the range, an item of the list (or within
/// one of its ranges), or equal.
std::optional<bool> satisfies(const Value& input, const Value& test);
/// A range from two ends (§10.3.2.7); null where they are of different types or the wrong way
/// round.
Value make_range(const Value& start, const Value& end, std::uint8_t flags);
/// The unary forms as values.
Value make_unary_range(Operation operation, const Value& endpoint);

std::string_view symbol(Operation operation);

inline Value from(std::optional<bool> truth) { return truth.has_value() ? Value(*truth) : Value(); }

}  // namespace umlauf::feel
