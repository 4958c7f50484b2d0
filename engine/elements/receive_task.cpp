#include "engine/elements/net.hpp"
#include "engine/elements/work.hpp"

// Receive Task, BPMN 2.0.2 §10.3.3, §13.3.3: waits for its message; without one until it is
// triggered.
namespace umlauf::elements {

extern const runtime::Behavior receive_task{
    .passes = no_work,
    .begin = begin_work,
    .resume = resume_work,
};

}  // namespace umlauf::elements

// The same for the verifier's token net.
namespace umlauf::definition {

// Waits for its message; one that starts the process has got it already.
void receive_task_net_rule(NetBuilder& net, NodeIndex node) {
  const Places incoming = net.flows(net.definition().incoming(node));
  const Places arrivals = net.arrivals(node);
  const std::vector<Places> messages = net.occurrences(node);
  Places at_work = armed_events(net, node);
  at_work.push_back(net.work(node));
  for (std::size_t i = 0; i < arrivals.size(); ++i) {
    if (i >= incoming.size()) {
      net.leave(node, {arrivals[i]});
    } else if (arrivals.size() == 1 && !net.observed(node)) {
      if (messages.empty()) net.never(node, arrivals[i]);
      for (Places take : messages) {
        take.insert(take.begin(), arrivals[i]);
        net.leave(node, take);
      }
    } else {
      net.fire(node, {arrivals[i]}, at_work);
    }
  }
  if (incoming.size() < 2 && !net.observed(node)) return;
  if (messages.empty()) net.never(node, net.work(node));
  for (Places take : messages) {
    take.insert(take.begin(), net.work(node));
    net.leave(node, take, {}, net.armed_scope(node));
  }
}

}  // namespace umlauf::definition
