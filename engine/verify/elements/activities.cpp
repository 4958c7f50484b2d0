#include "engine/verify/net_rules.hpp"

// Activities, BPMN 2.0.2 §13.3. Loops and multi-instance do not change where tokens go: one token
// enters, one leaves when all instances are done.
namespace umlauf::verify {
namespace {

using definition::NodeKind;

Places armed_events(NetBuilder& net, NodeIndex activity) {
  Places places;
  for (NodeIndex event : net.definition().boundary_events(activity))
    if (!net.node(event).interrupting) places.push_back(net.armed(event));
  return places;
}

// An event that is thrown out of the body of `activity`: a boundary event catches it, or it goes on
// to the scope around. Error and cancellation end that scope as well; an escalation that nobody
// catches changes nothing.
bool caught_here(NetBuilder& net, NodeIndex activity, const Thrown& thrown) {
  for (NodeIndex index : net.definition().boundary_events(activity))
    for (const definition::EventDefinition& event : net.node(index).events) {
      if (event.trigger() != thrown.trigger) continue;
      if (const auto* error = std::get_if<definition::ErrorEvent>(&event.payload)) {
        if (!error->code || error->code.expression || error->code.text == thrown.code) return true;
      } else if (const auto* up = std::get_if<definition::EscalationEvent>(&event.payload)) {
        if (!up->code || up->code.expression || up->code.text == thrown.code) return true;
      } else {
        return true;
      }
    }
  return false;
}

void pass_on(NetBuilder& net, NodeIndex activity) {
  for (const Thrown& thrown : net.summary(activity).thrown) {
    if (caught_here(net, activity, thrown)) continue;
    if (thrown.trigger == Trigger::Error)
      net.fire(activity, {net.work(activity)}, {}, net.scope());
    else if (thrown.trigger == Trigger::Escalation)
      net.fire(activity, {net.work(activity)}, {net.work(activity)});
    else
      continue;
    net.throws(thrown);
  }
}

// Every activation is a run of its own: two tokens that arrive one after the other are two runs.
void activity_rule(NetBuilder& net, NodeIndex node) {
  const definition::Node& activity = net.node(node);
  if (activity.start_quantity != 1 || activity.completion_quantity != 1) net.unsupported(node);
  const Places arrivals = net.arrivals(node);
  if (!net.observed(node) && arrivals.size() == 1) return net.leave(node, {arrivals.front()});
  Places at_work = armed_events(net, node);
  at_work.push_back(net.work(node));
  for (PlaceIndex arrival : arrivals) net.fire(node, {arrival}, at_work);
  const bool has_body = definition::has_body(activity.kind);
  if (!has_body || net.summary(node).can_complete)
    net.leave(node, {net.work(node)}, {}, net.armed_scope(node));
  if (has_body) pass_on(net, node);
}

}  // namespace

void task_net_rule(NetBuilder& net, NodeIndex node) { activity_rule(net, node); }
void user_task_net_rule(NetBuilder& net, NodeIndex node) { activity_rule(net, node); }
void service_task_net_rule(NetBuilder& net, NodeIndex node) { activity_rule(net, node); }
void script_task_net_rule(NetBuilder& net, NodeIndex node) { activity_rule(net, node); }
void business_rule_task_net_rule(NetBuilder& net, NodeIndex node) { activity_rule(net, node); }
void manual_task_net_rule(NetBuilder& net, NodeIndex node) { activity_rule(net, node); }
void send_task_net_rule(NetBuilder& net, NodeIndex node) { activity_rule(net, node); }
void call_activity_net_rule(NetBuilder& net, NodeIndex node) { activity_rule(net, node); }
void sub_process_net_rule(NetBuilder& net, NodeIndex node) { activity_rule(net, node); }
void transaction_net_rule(NetBuilder& net, NodeIndex node) { activity_rule(net, node); }
void ad_hoc_sub_process_net_rule(NetBuilder& net, NodeIndex node) { activity_rule(net, node); }
// Outside of the flow of its scope: it may happen at any time, and then ends the scope or runs
// beside it. Neither changes what the scope does before; its own body is explored by itself.
void event_sub_process_net_rule(NetBuilder&, NodeIndex) {}

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
      for (Places take : messages) {
        take.insert(take.begin(), arrivals[i]);
        net.leave(node, take);
      }
    } else {
      net.fire(node, {arrivals[i]}, at_work);
    }
  }
  if (incoming.size() < 2 && !net.observed(node)) return;
  for (Places take : messages) {
    take.insert(take.begin(), net.work(node));
    net.leave(node, take, {}, net.armed_scope(node));
  }
}

}  // namespace umlauf::verify
