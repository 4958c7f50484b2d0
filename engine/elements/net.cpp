#include "engine/elements/net.hpp"

#include <algorithm>

namespace umlauf::definition {
namespace {

// An event that is thrown out of the body of `activity`: a boundary event catches it, or it goes on
// to the scope around. Error and cancellation end that scope as well; an escalation that nobody
// catches changes nothing.
bool caught_here(NetBuilder& net, NodeIndex activity, const Thrown& thrown) {
  for (NodeIndex index : net.definition().boundary_events(activity))
    for (const EventDefinition& event : net.node(index).events) {
      if (event.trigger() != thrown.trigger) continue;
      if (const auto* error = std::get_if<ErrorEvent>(&event.payload)) {
        if (!error->code || error->code.expression || error->code.text == thrown.code) return true;
      } else if (const auto* up = std::get_if<EscalationEvent>(&event.payload)) {
        if (!up->code || up->code.expression || up->code.text == thrown.code) return true;
      } else {
        return true;
      }
    }
  return false;
}

void pass_on(NetBuilder& net, NodeIndex activity, const BodySummary& inside) {
  for (const Thrown& thrown : inside.thrown) {
    if (caught_here(net, activity, thrown)) continue;
    // A transaction that is cancelled is left where nobody waits for that; nobody else is told.
    if (thrown.trigger == Trigger::Cancel) {
      net.fire(activity, {net.work(activity)}, {}, net.armed_scope(activity));
      continue;
    }
    const EndsScope ends = ends_scope(net, net.node(activity).scope, thrown);
    if (ends != EndsScope::Never) {
      net.fire(activity, {net.work(activity)}, {net.left()}, net.scope());
      net.throws(thrown);
    }
    if (ends != EndsScope::Always) {
      net.fire(activity, {net.work(activity)}, {net.work(activity)});
      net.throws(thrown);
    }
  }
}

// Without any run of its body: for no item, or while a condition does not hold to begin with.
bool may_be_passed_over(const Node& activity) {
  if (const auto* loop = std::get_if<StandardLoop>(&activity.loop)) return loop->test_before;
  return !std::holds_alternative<std::monostate>(activity.loop);
}

// An event sub-process may take the place of the body, at any time.
bool may_be_ended_from_within(const NetBuilder& net, NodeIndex activity) {
  const ProcessDefinition& definition = net.definition();
  for (NodeIndex handler : definition[net.node(activity).body].event_subprocesses)
    for (NodeIndex start : definition[net.node(handler).body].triggered_starts)
      if (net.node(start).interrupting && net.handler(handler).can_complete) return true;
  return false;
}

// The body begins with the activity and runs in the same net; the activity is left when nothing is
// left in it.
void inlined_body(NetBuilder& net, NodeIndex activity, const Places& arrivals,
                  const Places& at_work) {
  for (const Places& way : net.beginnings(activity)) {
    Places produce = at_work;
    produce.insert(produce.end(), way.begin(), way.end());
    for (PlaceIndex arrival : arrivals) net.fire(activity, {arrival}, produce);
  }
  net.leave_when_empty(activity, {net.work(activity)}, net.body_scope(activity),
                       net.armed_scope(activity));
  if (may_be_ended_from_within(net, activity))
    net.leave(activity, {net.work(activity)}, {}, net.armed_scope(activity));
}

}  // namespace

Places armed_events(NetBuilder& net, NodeIndex activity) {
  Places places;
  for (NodeIndex event : net.definition().boundary_events(activity))
    if (!net.node(event).interrupting) places.push_back(net.armed(event));
  return places;
}

// An activity that waits for its data, or for the jobs of listeners, has begun and goes on in time,
// as one does that waits for a person: who brings the data stands nowhere in the flow.
void activity_net_rule(NetBuilder& net, NodeIndex node) {
  const Node& activity = net.node(node);
  if (activity.start_quantity != 1 || activity.completion_quantity != 1) net.unsupported(node);
  const Places arrivals = net.arrivals(node);
  if (!net.observed(node) && arrivals.size() == 1) return net.leave(node, {arrivals.front()});
  Places at_work = armed_events(net, node);
  at_work.push_back(net.work(node));
  if (net.inlined(node)) return inlined_body(net, node, arrivals, at_work);
  for (PlaceIndex arrival : arrivals) net.fire(node, {arrival}, at_work);
  const BodySummary* inside = net.summary(node);
  Places at_end{net.work(node)};
  for (NodeIndex event : net.definition().boundary_events(node))
    if (surely_happens(net, event)) at_end.push_back(net.happened(event));
  if (!inside || inside->can_complete || may_be_passed_over(activity))
    net.leave(node, at_end, {}, net.armed_scope(node));
  else
    net.never(node, net.work(node));
  if (inside) pass_on(net, node, *inside);
}

bool surely_happens(const NetBuilder& net, NodeIndex boundary) {
  const Node& event = net.node(boundary);
  const BodySummary* inside = net.summary(event.attached_to);
  if (event.interrupting || inside == nullptr) return false;
  if (!std::holds_alternative<std::monostate>(net.node(event.attached_to).loop)) return false;
  return std::any_of(event.events.begin(), event.events.end(), [&](const EventDefinition& each) {
    const Thrown caught = thrown_by(each);
    return std::any_of(inside->certain.begin(), inside->certain.end(), [&](const Thrown& thrown) {
      return thrown.trigger == caught.trigger && !caught.any_code &&
             (caught.code.empty() || caught.code == thrown.code);
    });
  });
}

bool has_event(const Node& node, Trigger trigger) {
  return std::any_of(
      node.events.begin(), node.events.end(),
      [trigger](const EventDefinition& event) { return event.trigger() == trigger; });
}

Thrown thrown_by(const EventDefinition& event) {
  Thrown thrown;
  thrown.trigger = event.trigger();
  const TextExpression* code = nullptr;
  if (const auto* error = std::get_if<ErrorEvent>(&event.payload)) code = &error->code;
  if (const auto* up = std::get_if<EscalationEvent>(&event.payload)) code = &up->code;
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

std::vector<Thrown> thrown_out(const Node& node) {
  std::vector<Thrown> thrown;
  for (const EventDefinition& event : node.events)
    if (leaves_scope(event)) thrown.push_back(thrown_by(event));
  return thrown;
}

EndsScope ends_scope(const NetBuilder& net, ScopeIndex scope, const Thrown& thrown) {
  if (thrown.trigger != Trigger::Escalation) return EndsScope::Always;
  bool perhaps = false;
  const ProcessDefinition& definition = net.definition();
  // Whether that is certain to catch it; where it is not, it may be caught further out.
  const auto caught_by = [&](const Node& event) {
    for (const EventDefinition& each : event.events) {
      const auto* up = std::get_if<EscalationEvent>(&each.payload);
      if (up == nullptr) continue;
      if (!up->code || (!thrown.any_code && !up->code.expression && up->code.text == thrown.code))
        return true;
      perhaps |= event.interrupting && (thrown.any_code || up->code.expression);
    }
    return false;
  };
  const auto outcome = [&perhaps](bool interrupts) {
    if (perhaps) return EndsScope::Perhaps;
    return interrupts ? EndsScope::Always : EndsScope::Never;
  };
  while (scope.valid()) {
    for (NodeIndex handler : definition[scope].event_subprocesses)
      for (NodeIndex start : definition[net.node(handler).body].triggered_starts)
        if (caught_by(net.node(start))) return outcome(net.node(start).interrupting);
    const NodeIndex activity = definition[scope].node;
    if (!activity.valid()) break;
    for (NodeIndex boundary : definition.boundary_events(activity))
      if (caught_by(net.node(boundary))) return outcome(net.node(boundary).interrupting);
    scope = net.node(activity).scope;
  }
  return outcome(false);
}

PlaceIndex merged(NetBuilder& net, NodeIndex node, const Places& arrivals) {
  if (arrivals.size() == 1) return arrivals.front();
  for (PlaceIndex arrival : arrivals) net.fire(node, {arrival}, {net.work(node)});
  return net.work(node);
}

void split_inclusively(NetBuilder& net, NodeIndex node, PlaceIndex from) {
  Places others;
  const FlowIndex otherwise = net.node(node).default_flow;
  for (FlowIndex each : net.definition().outgoing(node))
    if (each != otherwise) others.push_back(net.flow(each));
  if (otherwise.valid()) net.fire(node, {from}, {net.flow(otherwise)});
  if (!others.empty()) net.inclusive_split(node, from, others);
  if (others.empty() && !otherwise.valid()) net.fire(node, {from}, {});
}

void join_and_split_inclusively(NetBuilder& net, NodeIndex node, const Places& arrivals) {
  // Each set of flows is a transition; with more flows joining and splitting are two steps.
  constexpr std::size_t kFlowsMax = 6;
  const FlowIndex otherwise = net.node(node).default_flow;
  Places others;
  for (FlowIndex each : net.definition().outgoing(node))
    if (each != otherwise) others.push_back(net.flow(each));
  if (others.size() > kFlowsMax) {
    net.inclusive_join(node, arrivals, {net.work(node)});
    return split_inclusively(net, node, net.work(node));
  }
  if (otherwise.valid()) net.inclusive_join(node, arrivals, {net.flow(otherwise)});
  if (others.empty() && !otherwise.valid()) net.inclusive_join(node, arrivals, {});
  for (std::size_t set = 1; set < std::size_t{1} << others.size(); ++set) {
    Places chosen;
    for (std::size_t i = 0; i < others.size(); ++i)
      if ((set >> i) & 1U) chosen.push_back(others[i]);
    net.inclusive_join(node, arrivals, chosen);
  }
}

}  // namespace umlauf::definition
