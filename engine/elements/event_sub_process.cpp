#include "engine/elements/net.hpp"
#include "engine/elements/scopes.hpp"

// Event Subprocess, BPMN 2.0.2 §10.3.5, §13.5.4: its start events wait as long as the scope around
// is open (Execution::open_scope). When one is triggered, Execution::start_event_subprocess enters
// it; an interrupting one takes its scope over.
namespace umlauf::elements {

extern const runtime::Behavior event_sub_process{
    .begin = begin_scope,
};

}  // namespace umlauf::elements

// The same for the verifier's token net.
namespace umlauf::definition {

// Outside of the flow of its scope: it may happen at any time, and then ends the scope or runs
// beside it. Neither changes what the scope does before; its own body is explored by itself.
void event_sub_process_net_rule(NetBuilder&, NodeIndex) {}

}  // namespace umlauf::definition
