#include <algorithm>

#include "engine/elements/net.hpp"
#include "engine/runtime/execution.hpp"

// Boundary Event, BPMN 2.0.2 §10.5.4, §13.5.3. It waits as a record below its activity
// (Execution::open_boundary_waits) or catches what is thrown within it; an interrupting one ends
// the activity. It is entered when it has happened.
namespace umlauf::elements {

using runtime::Behavior;
using runtime::Execution;

extern const Behavior boundary_event{
    .passes = [](const definition::ProcessDefinition&, runtime::NodeIndex) { return true; },
    .begin = [](Execution& execution, runtime::ElementKey key) { execution.complete(key); },
};

}  // namespace umlauf::elements

// The same for the verifier's token net.
namespace umlauf::definition {

namespace {

bool may_catch(const NetBuilder& net, NodeIndex event, const Thrown& thrown) {
  const auto attached = net.definition().boundary_events(net.node(event).attached_to);
  const Catchers found = catchers(net.definition(), attached, thrown);
  return std::find(found.events.begin(), found.events.end(), event) != found.events.end();
}

// A boundary event for what is thrown inside of a sub-process can only happen if something in there
// throws it, likewise with a called process that is known. Anything else may throw whatever it
// likes. Stages say when it is thrown.
bool may_happen_at_any_time(const NetBuilder& net, NodeIndex boundary, bool in_stages) {
  const Node& event = net.node(boundary);
  const BodySummary* inside = net.summary(event.attached_to);
  if (!inside || event.events.empty() ||
      !std::all_of(event.events.begin(), event.events.end(), leaves_scope))
    return true;
  std::vector<Thrown> thrown = thrown_from_work(net, event.attached_to);
  if (!in_stages) thrown.insert(thrown.end(), inside->thrown.begin(), inside->thrown.end());
  return std::any_of(thrown.begin(), thrown.end(),
                     [&](const Thrown& each) { return may_catch(net, boundary, each); });
}

// Of an activity whose runs have stages it takes the stage with it.
std::vector<Places> at_work(NetBuilder& net, NodeIndex activity, const Runs& runs) {
  if (runs.empty()) return {{net.work(activity)}};
  std::vector<Places> places;
  for (std::uint32_t at = 0; at < runs.completes.size(); ++at)
    places.push_back({net.work(activity), net.stage(activity, at)});
  return places;
}

// Takes the place of the activity.
void happen_instead(NetBuilder& net, NodeIndex event, const std::vector<Places>& ways,
                    const Runs& runs) {
  const NodeIndex activity = net.node(event).attached_to;
  const NetScopeIndex armed = net.armed_scope(activity);
  for (const Places& way : ways)
    for (Places take : at_work(net, activity, runs)) {
      take.insert(take.end(), way.begin(), way.end());
      net.leave(event, take, {}, armed);
    }
  for (const Runs::Step& step : runs.steps) {
    if (step.caught_by != event) continue;
    net.perhaps(!step.certain);
    net.leave(event, {net.work(activity), net.stage(activity, step.from)}, {}, armed);
  }
  net.perhaps(false);
}

// Beside the activity.
void happen_beside(NetBuilder& net, NodeIndex event, const std::vector<Places>& ways,
                   const Runs& runs) {
  const NodeIndex activity = net.node(event).attached_to;
  const PlaceIndex work = net.work(activity);
  for (Places take : ways) {
    take.insert(take.begin(), {work, net.armed(event)});
    net.leave(event, take, {work});
  }
  for (const Runs::Step& step : runs.steps) {
    if (step.caught_by != event) continue;
    net.perhaps(!step.certain);
    net.leave(event, {work, net.stage(activity, step.from)}, {work, net.stage(activity, step.to)});
  }
  net.perhaps(false);
}

}  // namespace

void boundary_event_net_rule(NetBuilder& net, NodeIndex node) {
  const Node& event = net.node(node);
  if (!event.attached_to.valid()) return;
  const Runs runs = runs_of(net, event.attached_to);
  std::vector<Places> ways;
  if (may_happen_at_any_time(net, node, !runs.empty())) ways = net.occurrences(node);
  const bool caught =
      std::any_of(runs.steps.begin(), runs.steps.end(),
                  [node](const Runs::Step& step) { return step.caught_by == node; });
  if (ways.empty() && !caught) net.never(node, net.work(event.attached_to));
  if (event.interrupting)
    happen_instead(net, node, ways, runs);
  else
    happen_beside(net, node, ways, runs);
}

}  // namespace umlauf::definition
