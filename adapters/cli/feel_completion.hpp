#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "engine/feel/names.hpp"
#include "engine/feel/value.hpp"

namespace umlauf::cli {

/// The names of the variables and of all that lies in them, for reading expressions about them.
feel::Names names_in(const feel::Context& variables);

/// How the text before the cursor may go on.
struct Completion {
  std::size_t start = 0;                ///< where the name begins that is being typed
  std::vector<std::string> candidates;  ///< whole names, sorted; functions with their parenthesis
};

/// Behind a dot: the entries or properties of what stands before it. Elsewhere: variables, built-in
/// functions and keywords. Names may have blanks in them, so the longest text that begins one
/// counts: `1 + date an` goes on as `date and time(`.
Completion complete(std::string_view before_cursor, const feel::Context& variables);

}  // namespace umlauf::cli
