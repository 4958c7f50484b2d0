#pragma once

#include "engine/base/diagnostic.hpp"
#include "engine/definition/process_definition.hpp"

namespace umlauf::verify {

/// Time: what waits without end, and timers that get in each other's way.
///
/// BEH-13: a timer that does not interrupt fires again and again without bound, and each time a
/// token more joins the main flow (warning). BEH-17: a wait for an outside party that no timer
/// guards (information; only with `guard_waits`). BEH-18: a timer that can never fire, because
/// an interrupting one of the same wait always fires before it (warning). BEH-19: a timer that
/// repeats without bound and without another that ends it (information; only with `guard_waits`).
Diagnostics check_waits(const definition::ProcessDefinition& process, bool guard_waits);

}  // namespace umlauf::verify
