#pragma once

#include "engine/base/diagnostic.hpp"
#include "engine/definition/process_definition.hpp"

namespace umlauf::verify {

/// DAT-14: a variable that is written under a name that no expression can read (warning).
/// DAT-09: a variable of a script task or call activity alone that nothing in it reads
/// (information); whether somebody outside reads what is written further up nobody knows here.
Diagnostics check_variable_names(const definition::ProcessDefinition& process);

}  // namespace umlauf::verify
