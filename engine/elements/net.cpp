#include "engine/elements/net.hpp"

#include <algorithm>

namespace umlauf::definition {
namespace {

// What is thrown out of the body of `activity` and not caught there goes on to the scope around.
// Error and cancellation end that scope as well; an escalation that nobody catches changes nothing.
void pass_on(NetBuilder& net, NodeIndex activity, const Thrown& thrown, const Places& from,
             const Places& to) {
  // A transaction that is cancelled is left where nobody waits for that; nobody else is told.
  if (thrown.trigger == Trigger::Cancel)
    return net.fire(activity, from, {}, net.armed_scope(activity));
  const EndsScope ends = ends_scope(net, net.node(activity).scope, thrown);
  if (ends != EndsScope::Never) {
    net.fire(activity, from, {net.left()}, net.scope());
    net.throws(thrown);
  }
  if (ends != EndsScope::Always) {
    net.fire(activity, from, to);
    net.throws(thrown);
  }
}

void pass_on(NetBuilder& net, NodeIndex activity, const BodySummary& inside) {
  const PlaceIndex work = net.work(activity);
  const auto attached = net.definition().boundary_events(activity);
  for (const Thrown& thrown : inside.thrown)
    if (!catchers(net.definition(), attached, thrown).certain)
      pass_on(net, activity, passing(net.definition(), attached, thrown), {work}, {work});
}

void pass_on(NetBuilder& net, NodeIndex activity, const BodySummary& inside, const Runs& runs) {
  const PlaceIndex work = net.work(activity);
  const auto attached = net.definition().boundary_events(activity);
  for (const Runs::Step& step : runs.steps) {
    if (step.caught_by.valid()) continue;
    const Places from{work, net.stage(activity, step.from)};
    const Places to{work, net.stage(activity, step.to)};
    net.perhaps(!step.certain);
    if (step.again)
      net.fire(activity, from, to);
    else
      pass_on(net, activity, passing(net.definition(), attached, inside.thrown[step.thrown]), from,
              to);
  }
  net.perhaps(false);
}

// By its end, or passed over.
void leave_by_its_end(NetBuilder& net, NodeIndex activity, const Runs& runs) {
  const PlaceIndex work = net.work(activity);
  const NetScopeIndex armed = net.armed_scope(activity);
  const BodySummary* inside = net.summary(activity);
  bool ends = false;
  if (runs.empty()) {
    ends = !inside || inside->can_complete || may_be_passed_over(net.node(activity));
    if (ends) net.leave(activity, {work}, {}, armed);
  }
  for (std::uint32_t at = 0; at < runs.completes.size(); ++at) {
    if (runs.completes[at] == Runs::Chance::Never) continue;
    ends = true;
    net.perhaps(runs.completes[at] == Runs::Chance::Perhaps);
    net.leave(activity, {work, net.stage(activity, at)}, {}, armed);
  }
  net.perhaps(false);
  if (!ends) net.never(activity, work);
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
  if (!net.observed(node) && arrivals.size() == 1) {
    throw_from_work(net, node, arrivals.front());
    return net.leave(node, {arrivals.front()});
  }
  Places at_work = armed_events(net, node);
  at_work.push_back(net.work(node));
  if (net.inlined(node)) return inlined_body(net, node, arrivals, at_work);
  const Runs runs = runs_of(net, node);
  if (!runs.empty()) at_work.push_back(net.stage(node, 0));
  for (PlaceIndex arrival : arrivals) net.fire(node, {arrival}, at_work);
  leave_by_its_end(net, node, runs);
  if (!runs.empty())
    pass_on(net, node, *net.summary(node), runs);
  else if (const BodySummary* inside = net.summary(node))
    pass_on(net, node, *inside);
  throw_from_work(net, node, net.work(node));
}

std::vector<Thrown> thrown_from_work(const NetBuilder& net, NodeIndex node) {
  std::vector<Thrown> thrown = thrown_by_instances(net.node(node));
  const BodySummary* inside = net.summary(node);
  const bool unknown_call = net.node(node).kind == NodeKind::CallActivity && inside == nullptr;
  if (has_jobs(net.node(node)) || unknown_call || (inside && inside->throws_anything)) {
    thrown.push_back({Trigger::Error, {}, true});
    thrown.push_back({Trigger::Escalation, {}, true});
  }
  return thrown;
}

void throw_from_work(NetBuilder& net, NodeIndex node, PlaceIndex place) {
  // Whether its body throws something before that is not known then.
  net.perhaps(!runs_of(net, node).empty());
  for (const Thrown& thrown : thrown_from_work(net, node))
    if (const auto passed = thrown_further(net.definition(), node, thrown))
      pass_on(net, node, *passed, {place}, {place});
  net.perhaps(false);
}

bool has_event(const Node& node, Trigger trigger) {
  return std::any_of(
      node.events.begin(), node.events.end(),
      [trigger](const EventDefinition& event) { return event.trigger() == trigger; });
}

EndsScope ends_scope(const NetBuilder& net, ScopeIndex scope, Thrown thrown) {
  if (thrown.trigger != Trigger::Escalation) return EndsScope::Always;
  const ProcessDefinition& definition = net.definition();
  bool may_end = false, may_go_on = false;
  // Who of them catches it, if one is certain to; where not, it may be caught further out.
  const auto caught_by = [&](std::span<const NodeIndex> events) {
    const Catchers found = catchers(definition, events, thrown);
    thrown = passing(definition, events, std::move(thrown));
    for (NodeIndex event : found.events)
      (net.node(event).interrupting ? may_end : may_go_on) = true;
    return found.certain;
  };
  const auto outcome = [&] {
    if (may_end) return may_go_on ? EndsScope::Perhaps : EndsScope::Always;
    return EndsScope::Never;
  };
  while (scope.valid()) {
    if (caught_by(starts_within(definition, scope))) return outcome();
    const NodeIndex activity = definition[scope].node;
    if (!activity.valid()) break;
    if (caught_by(definition.boundary_events(activity))) return outcome();
    scope = net.node(activity).scope;
  }
  may_go_on = true;
  return outcome();
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
