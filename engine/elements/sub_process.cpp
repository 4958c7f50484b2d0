#include "engine/elements/net.hpp"
#include "engine/elements/scopes.hpp"

// Subprocess, BPMN 2.0.2 §10.3.5, §13.3.4: a scope of its own. Its none start events get a token
// each; without start events everything that has no incoming flow begins. It ends when nothing in
// it is active any more.
namespace umlauf::elements {

void begin_scope(runtime::Execution& execution, runtime::ElementKey key) {
  if (!execution.open_scope(key)) return;
  const definition::Node& node = execution.node_of(execution.at(key));
  for (const runtime::NodeIndex start : execution.definition[node.body].starts)
    execution.push({runtime::Task::Kind::Arrive, key, start, {}, 0});
  execution.settle_later(key);
}

extern const runtime::Behavior sub_process{
    .begin = begin_scope,
};

}  // namespace umlauf::elements

// The same for the verifier's token net.
namespace umlauf::definition {

void sub_process_net_rule(NetBuilder& net, NodeIndex node) { activity_net_rule(net, node); }

}  // namespace umlauf::definition
