#include "engine/elements/net.hpp"
#include "engine/elements/work.hpp"

// Service Task, BPMN 2.0.2 §10.3.3, §13.3.3: a job for a worker or a registered handler, or an
// expression.
namespace umlauf::elements {

extern const runtime::Behavior service_task{
    .passes = no_work,
    .begin = begin_work,
    .resume = resume_work,
};

}  // namespace umlauf::elements

// The same for the verifier's token net.
namespace umlauf::definition {

void service_task_net_rule(NetBuilder& net, NodeIndex node) { activity_net_rule(net, node); }

}  // namespace umlauf::definition
