#pragma once

#include "engine/runtime/execution.hpp"

namespace umlauf::elements {

/// Enters the body of a subprocess or transaction.
void begin_scope(runtime::Execution& execution, runtime::ElementKey key);

}  // namespace umlauf::elements
