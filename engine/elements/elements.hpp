#pragma once

#include "engine/base/diagnostic.hpp"
#include "engine/definition/process_definition.hpp"

namespace umlauf::elements {

/// What the engine cannot carry out of a definition, by name and place: a definition with an error
/// among them must not be deployed as executable. Empty for most.
Diagnostics supports(const definition::ProcessDefinition& definition);

}  // namespace umlauf::elements
