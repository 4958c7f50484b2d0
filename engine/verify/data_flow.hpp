#pragma once

#include "engine/base/diagnostic.hpp"
#include "engine/definition/process_definition.hpp"

namespace umlauf::verify {

/// Variables along the flow, as far as the model itself says who writes them (script and decision
/// results, output mappings, collected results of multi-instance activities, form fields). People,
/// workers and whoever starts the process may write anything else, so there is no finding about a
/// variable that nothing in the model writes.
///
/// DAT-08: a variable is read where none of its writers can have been before (warning).
/// DAT-11: two nodes that can be at work at the same time write the same variable of one scope, so
/// that the last one wins (warning).
Diagnostics check_data_flow(const definition::ProcessDefinition& process);

}  // namespace umlauf::verify
