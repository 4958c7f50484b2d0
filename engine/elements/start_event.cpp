#include "engine/elements/net.hpp"
#include "engine/runtime/execution.hpp"

// Start Event, BPMN 2.0.2 §10.5.2, §13.5.1: produces a token on each outgoing flow when its trigger
// has come. Whoever the trigger comes to (the service, an event subprocess) makes it begin. A
// parallel multiple one of a process begins with the first trigger and waits for the others.
namespace umlauf::elements {

using runtime::Behavior;
using runtime::Execution;

extern const Behavior start_event{
    .passes = [](const definition::ProcessDefinition& definition,
                 runtime::NodeIndex node) { return !definition.collects_triggers(node); },
    .begin =
        [](Execution& execution, runtime::ElementKey key) {
          const bool collects = execution.definition.collects_triggers(execution.at(key).node);
          if (!collects) return execution.complete(key);
          execution.wait_for_others(key);
        },
};

}  // namespace umlauf::elements

// The same for the verifier's token net.
namespace umlauf::definition {

// Whatever starts it has happened by the time its scope begins.
void start_event_net_rule(NetBuilder& net, NodeIndex node) {
  for (PlaceIndex arrival : net.arrivals(node)) net.leave(node, {arrival});
}

}  // namespace umlauf::definition
