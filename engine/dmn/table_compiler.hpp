#pragma once

#include <string>
#include <vector>

#include "engine/dmn/lowering.hpp"

namespace umlauf::dmn::detail {

/// Compiles a table to a function of its inputs and of `free_names`, the names that occur in its
/// cells.
feel::Value compile_table(LoweringContext& context, const Boxed& boxed, const DecisionTable& table,
                          const feel::Names& names, std::vector<std::string>& free_names);

}  // namespace umlauf::dmn::detail
