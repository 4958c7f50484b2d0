#pragma once

#include "engine/base/diagnostic.hpp"
#include "engine/definition/process_definition.hpp"

namespace umlauf::verify {

/// Types of the FEEL expressions of a process, by FEEL's own checker: conditions must be able to be
/// boolean, collections lists, counts numbers. Expressions of other languages are left alone.
///
/// DAT-07: an expression whose value can only be null or of the wrong type (error in an executable
/// process, otherwise a warning). DAT-10: the same, given the types of the form fields that the
/// model declares; others may write something else (warning).
Diagnostics check_expression_types(const definition::ProcessDefinition& process);

}  // namespace umlauf::verify
