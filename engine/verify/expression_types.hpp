#pragma once

#include "engine/base/diagnostic.hpp"
#include "engine/definition/process_definition.hpp"
#include "engine/verify/structure/profile.hpp"
#include "engine/verify/variable_types.hpp"

namespace umlauf::verify {

/// Types of the FEEL expressions of a process, by FEEL's own checker: conditions must be able to be
/// boolean, collections lists, counts and priorities numbers, dates and timers temporal.
/// Expressions of other languages are left alone.
///
/// DAT-06: a function that does not exist is called. DAT-07: an expression whose value can only be
/// null or of the wrong type. Both are errors in a process that is to run, warnings in a drawing
/// and where models are checked as drafts. DAT-10: the same, given what the model says of the types
/// of its variables; others may write something else (warning). Two that write different types into
/// one variable are DAT-10 as well.
Diagnostics check_expression_types(const definition::ProcessDefinition& process,
                                   const DecisionTypes& decisions = {},
                                   Profile profile = Profile::Executable);

}  // namespace umlauf::verify
