#pragma once

#include <map>
#include <string>

#include "engine/base/diagnostic.hpp"
#include "engine/definition/process_definition.hpp"
#include "engine/feel/names.hpp"

namespace umlauf::verify {

/// Types of what decisions yield, by the ids of the decisions.
using DecisionTypes = std::map<std::string, feel::Type, std::less<>>;

/// What a process says of the types of its variables: form fields, data objects and properties with
/// an item definition, results of decisions and scripts, mappings, items of collections. A type is
/// known where all that the process declares or writes under the name agree; callers, workers and
/// people may still write something else.
struct VariableTypes {
  feel::Names known;
  /// DAT-10: two write values of different types into one variable (warning).
  Diagnostics conflicts;
};

VariableTypes variable_types(const definition::ProcessDefinition& process,
                             const DecisionTypes& decisions);

}  // namespace umlauf::verify
