#pragma once

#include <optional>
#include <string>
#include <vector>

#include "engine/feel/syntax.hpp"
#include "engine/verify/boxes.hpp"

namespace umlauf::verify {

/// Names of variables (paths such as `order.total`) by column, in the order they were met.
using Variables = std::vector<std::string>;

/// The ways in which a condition can hold, as rows over `variables`, which grows by the names that
/// are new. Comparisons of variables with constants, their combinations by and, or and not,
/// between, in, and variables that stand as truth values are understood; anything else makes it
/// nullopt. Null is left out of account.
std::optional<std::vector<Row>> rows_of_condition(const feel::SyntaxTree& tree,
                                                  Variables& variables);

/// What a cell of a decision table admits; nullopt where that depends on anything but constants.
std::optional<Pieces> pieces_of_tests(const feel::SyntaxTree& tree);

}  // namespace umlauf::verify
