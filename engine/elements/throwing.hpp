#pragma once

#include "engine/runtime/execution.hpp"

namespace umlauf::elements {

/// Throws the results of a throw or end event from `from` on, in document order (BPMN 2.0.2
/// §10.5.5). False: the event is gone, waits, or has an incident; somebody else goes on with it.
bool throw_all(runtime::Execution& execution, runtime::ElementKey key);

/// A message event whose message is a job for a worker, or an expression. True: that was begun.
bool message_as_work(runtime::Execution& execution, runtime::ElementKey key,
                     const definition::MessageEvent& message);

}  // namespace umlauf::elements
