#pragma once

#include "engine/base/diagnostic.hpp"
#include "engine/definition/process_definition.hpp"

namespace umlauf::verify {

/// Timers that always come too late: on no way from the start of a sub-process (or process) to the
/// timer is there enough time left before a timer around it ends the whole (BEH-18, a warning).
/// Only durations of days and less are added up, and only such as are written in the model.
Diagnostics check_deadlines(const definition::ProcessDefinition& process);

}  // namespace umlauf::verify
