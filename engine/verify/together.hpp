#pragma once

#include <cstddef>
#include <vector>

#include "engine/definition/process_definition.hpp"

namespace umlauf::verify {

/// Whether one run of the process does all of these. True where that is not decided within so many
/// states, and where what lies around some of them may be done again, so that each time another of
/// them is done.
bool done_together(const definition::ProcessDefinition& process,
                   const std::vector<definition::NodeIndex>& nodes, std::size_t states_max);

}  // namespace umlauf::verify
