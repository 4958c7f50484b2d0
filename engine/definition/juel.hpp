#pragma once

#include <cstdint>
#include <string_view>

#include "engine/base/result.hpp"
#include "engine/feel/syntax.hpp"

/// The expression language of Camunda 7 and its kin, as far as it has a meaning here
/// (docs/dialects.md): it is read into FEEL's syntax tree and evaluated by FEEL's evaluator.
namespace umlauf::definition {

struct JuelLimits {
  std::size_t text_max = 64U << 10;
  std::uint32_t nesting_max = 100;  ///< of parentheses, operators of one operand, arguments
};

/// Whether the text has an expression in it, `${...}` or `#{...}`.
bool contains_juel(std::string_view text);

/// Reads a text with expressions in it. `${x}` alone yields the value of x; anything beside it
/// makes the whole a string (`Task ${n}`), null being written as "". Errors: Deploy, with one
/// diagnostic of rule DAT-05 whose span lies in `text`: it names the token at fault and, where
/// there is one, the FEEL that says the same.
///
/// What differs from Java's EL: variables that do not exist are null instead of an error; `+` of
/// two strings puts them together; numbers are decimal.
Result<feel::SyntaxTree> read_juel(std::string_view text, const JuelLimits& limits = {});

}  // namespace umlauf::definition
