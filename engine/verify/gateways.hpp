#pragma once

#include "engine/base/diagnostic.hpp"
#include "engine/definition/process_definition.hpp"

namespace umlauf::verify {

/// What is wrong with the conditions at gateways, told from the conditions alone, with values that
/// show it. Exact where they compare variables with constants; silent about any gateway that has a
/// condition of another form.
///
/// DAT-12: a flow that can never be taken, because its condition never holds or earlier ones always
/// hold before it (warning). DAT-13: no flow can be taken for some values and there is no default
/// (warning); two conditions of an exclusive gateway hold together, so that their order decides
/// (information).
Diagnostics check_gateways(const definition::ProcessDefinition& process);

}  // namespace umlauf::verify
