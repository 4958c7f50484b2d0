#pragma once

#include <string>

namespace umlauf::feel {

/// The page `docs/feel.md`: the language as a user of the engine meets it, and every built-in
/// function from the table that the evaluator calls. In German, with the standard's own words.
std::string documentation();

}  // namespace umlauf::feel
