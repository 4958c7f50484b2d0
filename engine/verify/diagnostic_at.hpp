#pragma once

#include "engine/base/diagnostic.hpp"
#include "engine/definition/process_definition.hpp"

namespace umlauf::verify {

/// A finding about one element of a process; what remains to be said is its message.
Diagnostic diagnostic_at(const definition::ProcessDefinition& process, definition::NodeIndex node,
                         const char* rule, Severity severity);
Diagnostic diagnostic_at(const definition::ProcessDefinition& process, definition::FlowIndex flow,
                         const char* rule, Severity severity);

}  // namespace umlauf::verify
