#include "engine/elements/net.hpp"
#include "engine/elements/work.hpp"

// Manual Task, BPMN 2.0.2 §10.3.4, §13.3.3: done without the engine, which does not wait for it.
namespace umlauf::elements {

extern const runtime::Behavior manual_task{
    .passes = no_work,
    .begin = begin_work,
    .resume = resume_work,
};

}  // namespace umlauf::elements

// The same for the verifier's token net.
namespace umlauf::definition {

void manual_task_net_rule(NetBuilder& net, NodeIndex node) { activity_net_rule(net, node); }

}  // namespace umlauf::definition
