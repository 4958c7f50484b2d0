#include "engine/elements/net.hpp"
#include "engine/elements/work.hpp"

// Business Rule Task, BPMN 2.0.2 §10.3.3, §13.3.3: a decision, or a job.
namespace umlauf::elements {

extern const runtime::Behavior business_rule_task{
    .passes = no_work,
    .begin = begin_work,
    .resume = resume_work,
};

}  // namespace umlauf::elements

// The same for the verifier's token net.
namespace umlauf::definition {

void business_rule_task_net_rule(NetBuilder& net, NodeIndex node) { activity_net_rule(net, node); }

}  // namespace umlauf::definition
