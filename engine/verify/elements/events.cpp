#include <algorithm>

#include "engine/verify/net_rules.hpp"

// Events, BPMN 2.0.2 §13.5.
namespace umlauf::verify {
namespace {

using definition::EventDefinition;
using definition::NodeKind;

bool has(const definition::Node& node, Trigger trigger) {
  return std::any_of(
      node.events.begin(), node.events.end(),
      [trigger](const EventDefinition& event) { return event.trigger() == trigger; });
}

Thrown thrown_by(const EventDefinition& event) {
  Thrown thrown;
  thrown.trigger = event.trigger();
  const definition::TextExpression* code = nullptr;
  if (const auto* error = std::get_if<definition::ErrorEvent>(&event.payload)) code = &error->code;
  if (const auto* up = std::get_if<definition::EscalationEvent>(&event.payload)) code = &up->code;
  if (code) {
    thrown.code = code->text;
    thrown.any_code = static_cast<bool>(code->expression);
  }
  return thrown;
}

bool leaves_scope(const EventDefinition& event) {
  return event.trigger() == Trigger::Error || event.trigger() == Trigger::Escalation ||
         event.trigger() == Trigger::Cancel;
}

// A boundary event for what is thrown inside of a sub-process can only happen if something in there
// throws it. A task or a called process may throw whatever it likes.
bool can_be_thrown(const NetBuilder& net, NodeIndex boundary) {
  const definition::Node& event = net.node(boundary);
  if (!definition::has_body(net.node(event.attached_to).kind)) return true;
  for (const EventDefinition& each : event.events) {
    if (!leaves_scope(each)) return true;
    const Thrown caught = thrown_by(each);
    for (const Thrown& thrown : net.summary(event.attached_to).thrown) {
      if (thrown.trigger != caught.trigger) continue;
      if (thrown.any_code || caught.any_code || caught.code.empty() || thrown.code == caught.code)
        return true;
    }
  }
  return event.events.empty();
}

}  // namespace

// Whatever starts it has happened by the time its scope begins.
void start_event_net_rule(NetBuilder& net, NodeIndex node) {
  for (PlaceIndex arrival : net.arrivals(node)) net.leave(node, {arrival});
}

void intermediate_catch_event_net_rule(NetBuilder& net, NodeIndex node) {
  if (has(net.node(node), Trigger::Link)) {
    net.leave(node, {net.entry(node)});
    return;
  }
  for (PlaceIndex arrival : net.arrivals(node))
    for (Places take : net.occurrences(node)) {
      take.insert(take.begin(), arrival);
      net.leave(node, take);
    }
}

void intermediate_throw_event_net_rule(NetBuilder& net, NodeIndex node) {
  Places targets;
  for (const EventDefinition& event : net.node(node).events)
    if (const auto* link = std::get_if<definition::LinkEvent>(&event.payload))
      if (link->target.valid()) targets.push_back(net.entry(link->target));
  for (PlaceIndex arrival : net.arrivals(node)) {
    net.leave(node, {arrival}, targets);
    for (const EventDefinition& event : net.node(node).events)
      if (event.trigger() == Trigger::Escalation) net.throws(thrown_by(event));
  }
}

// Interrupting: takes the place of the activity. Not interrupting: beside it, in the net once for
// each run of the activity, so that a path that may be taken again and again does not count as a
// lack of synchronisation by itself.
void boundary_event_net_rule(NetBuilder& net, NodeIndex node) {
  const definition::Node& event = net.node(node);
  if (!event.attached_to.valid() || !can_be_thrown(net, node)) return;
  const PlaceIndex activity = net.work(event.attached_to);
  for (Places take : net.occurrences(node)) {
    take.insert(take.begin(), activity);
    if (event.interrupting) {
      net.leave(node, take, {}, net.armed_scope(event.attached_to));
    } else {
      take.push_back(net.armed(node));
      net.leave(node, take, {activity});
    }
  }
}

// Terminate, error and cancel events end all of the scope around them; the others only their own
// token.
void end_event_net_rule(NetBuilder& net, NodeIndex node) {
  const definition::Node& event = net.node(node);
  const bool ends_scope =
      has(event, Trigger::Terminate) || has(event, Trigger::Error) || has(event, Trigger::Cancel);
  Places produce = net.sent(node);
  produce.push_back(net.end_count(node));
  for (PlaceIndex arrival : net.arrivals(node)) {
    net.fire(node, {arrival}, produce, ends_scope ? net.scope() : NetScopeIndex());
    for (const EventDefinition& each : event.events)
      if (leaves_scope(each)) net.throws(thrown_by(each));
  }
}

}  // namespace umlauf::verify
