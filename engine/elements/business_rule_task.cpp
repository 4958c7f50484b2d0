#include "engine/elements/work.hpp"

// Business Rule Task, BPMN 2.0.2 §10.3.3, §13.3.3: a decision, or a job.
namespace umlauf::elements {

extern const runtime::Behavior business_rule_task{
    .passes = no_work,
    .begin = begin_work,
    .resume = resume_work,
};

}  // namespace umlauf::elements
