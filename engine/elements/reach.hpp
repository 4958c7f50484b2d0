#pragma once

#include "engine/runtime/execution.hpp"

namespace umlauf::elements {

/// Whether a join with tokens on some of its incoming flows has to wait for others (BPMN 2.0.2
/// §13.4.3). Linear in the size of the scope's body and the number of records in it.
bool more_tokens_can_come(const runtime::Execution& execution, runtime::NodeIndex join,
                          runtime::ElementKey scope);

}  // namespace umlauf::elements
