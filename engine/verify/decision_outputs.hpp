#pragma once

#include <cstddef>
#include <optional>
#include <vector>

#include "engine/dmn/model.hpp"
#include "engine/verify/boxes.hpp"
#include "engine/verify/table_findings.hpp"

namespace umlauf::verify {

/// The values that an input or output clause lists, or the item definition of its type.
std::optional<Pieces> values_of_clause(const dmn::Definitions& definitions,
                                       const dmn::InputClause& clause);
std::optional<Pieces> values_of_clause(const dmn::Definitions& definitions,
                                       const dmn::OutputClause& clause);

/// DMN-06 and DMN-08.
void check_outputs(const dmn::Definitions& definitions, const dmn::DecisionTable& table,
                   TableFindings& findings);

/// Where a rule's outputs stand in the order that hit policy PRIORITY goes by (DMN 1.5 §8.2.10):
/// smaller goes before. nullopt where that is known at run time only.
using Priority = std::optional<std::vector<std::size_t>>;
/// By rule.
std::vector<Priority> priorities(const dmn::Definitions& definitions,
                                 const dmn::DecisionTable& table);

}  // namespace umlauf::verify
