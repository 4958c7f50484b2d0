#pragma once

#include "engine/base/diagnostic.hpp"
#include "engine/feel/expression.hpp"
#include "engine/feel/names.hpp"
#include "engine/feel/types.hpp"

namespace umlauf::feel {

/// What is known about the names of an expression before it runs.
struct CheckOptions {
  /// Report names that are neither in scope nor built in (DMN, forms); off where variables come
  /// and go at run time (processes).
  bool unknown_names = false;
  Type expected = {};  ///< what the place wants: boolean for a condition; Any: whatever
  Type input = {};     ///< of `?` in unary tests
};

struct Checked {
  Type type;                ///< what the expression yields, as far as can be told
  Diagnostics diagnostics;  ///< rules FEEL-10 ff; spans in the expression's text
};

/// Finds what can only be null or cannot mean what was written: operators on types that they do not
/// have, functions with a wrong number, name or type of arguments, members that a context type does
/// not have, comparisons that are always null, a condition that is no boolean, invalid literals in
/// `date("...")` and the like. Sound in one direction: an error is reported only where the value
/// would be null or always the same; Any is accepted everywhere.
/// Rules: FEEL-10 operator, FEEL-11 call, FEEL-12 member, FEEL-13 comparison, FEEL-14 condition,
/// FEEL-15 literal, FEEL-16 unknown name, FEEL-17 result type.
Checked check(const SyntaxTree& tree, const Names& names, const CheckOptions& options = {});

}  // namespace umlauf::feel
