#pragma once

#include <string>
#include <string_view>

#include "engine/feel/value.hpp"

namespace umlauf::feel {

/// The value as a FEEL expression that evaluates to it: `"a\"b"`, `@"2024-01-31"`,
/// `{name: "x", "odd name!": [1..3)}`. Reading it back is the identity, but for functions, which
/// have no literal form (`function(a, b) ...`).
std::string to_feel(const Value& value);

/// What FEEL's `string()` yields: strings as they are, temporal values without `@`, the rest as
/// `to_feel`. "null" for null.
std::string to_text(const Value& value);

}  // namespace umlauf::feel
