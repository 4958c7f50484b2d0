#pragma once

#include "engine/feel/value.hpp"

/// Functions that JUEL's operators come down to where FEEL has none that means the same. Each is a
/// FEEL function value that the front-end puts into the tree.
namespace umlauf::definition {

/// `empty x`: null, "", [] and {} are (JSR-341 §1.8).
const feel::Value& juel_empty();
/// Any number of arguments written behind one another, null as "" (composite expressions).
const feel::Value& juel_text();
/// `a[b]`: of a list counted from 0, of a context by name.
const feel::Value& juel_element();
/// Equality with a literal that may have been written for another type: `approved == 'true'`,
/// `count == '5'` (JSR-341 §1.7.2 coerces).
const feel::Value& juel_equal();
/// `x.size()`, `x.length()`: of a string, a list or a context.
const feel::Value& juel_size();
/// `x.contains(y)`, `x.containsKey(y)`: of a string, a list or a context.
const feel::Value& juel_contains();

}  // namespace umlauf::definition
