#include "engine/elements/throwing.hpp"

#include "engine/elements/work.hpp"

namespace umlauf::elements {

using definition::Trigger;
using runtime::Execution;

bool message_as_work(Execution& execution, runtime::ElementKey key,
                     const definition::MessageEvent& message) {
  if (message.job) {
    open_job(execution, key, *message.job);
    return true;
  }
  if (!message.expression) return false;
  run_expression(execution, key, message.expression, message.result_variable, false);
  return true;
}

bool throw_all(Execution& execution, runtime::ElementKey key) {
  const definition::Node& node = execution.node_of(execution.at(key));
  for (const definition::EventDefinition& event : node.events) {
    if (const auto* message = std::get_if<definition::MessageEvent>(&event.payload))
      if (message_as_work(execution, key, *message)) return false;
    if (!execution.throw_definition(key, event)) return false;
  }
  return true;
}

}  // namespace umlauf::elements
