#pragma once

#include "engine/base/diagnostic.hpp"
#include "engine/definition/process_definition.hpp"

namespace umlauf::verify {

/// What is wrong with the conditions at gateways, with values that show it. Exact where they
/// compare variables with constants; a condition of another form may hold and fail for any values.
/// What the gateways on every way to one let through is known as well (guards.hpp).
///
/// DAT-12: a flow that can never be taken, because its condition never holds, contradicts those on
/// every way to it, or earlier ones always hold before it (warning). DAT-13: no flow can be taken
/// for some values and there is no default (warning); two conditions of an exclusive gateway hold
/// together, so that their order decides (information).
Diagnostics check_gateways(const definition::ProcessDefinition& process);

}  // namespace umlauf::verify
