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

// A step of the run from one stage to the next by which the event happens.
struct Catch {
  std::uint32_t from = 0;
  Stage::Step step;
};

bool may_catch(const NetBuilder& net, NodeIndex event, const Thrown& thrown) {
  const auto attached = net.definition().boundary_events(net.node(event).attached_to);
  const Catchers found = catchers(net.definition(), attached, thrown);
  return std::find(found.events.begin(), found.events.end(), event) != found.events.end();
}

std::vector<Catch> caught_steps(const NetBuilder& net, NodeIndex event,
                                const std::vector<Stage>& stages) {
  const BodySummary& inside = *net.summary(net.node(event).attached_to);
  std::vector<Catch> caught;
  for (std::uint32_t at = 0; at < stages.size(); ++at)
    for (const Stage::Step& step : stages[at].steps)
      if (may_catch(net, event, inside.thrown[step.thrown])) caught.push_back({at, step});
  return caught;
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

// Takes the place of the activity.
void interrupting(NetBuilder& net, NodeIndex node, const std::vector<Places>& ways,
                  const std::vector<Catch>& caught) {
  const NodeIndex activity = net.node(node).attached_to;
  const NetScopeIndex armed = net.armed_scope(activity);
  for (Places take : ways) {
    take.insert(take.begin(), net.work(activity));
    net.leave(node, take, {}, armed);
  }
  for (const Catch& each : caught) {
    net.perhaps(!each.step.certain);
    net.leave(node, {net.work(activity), net.stage(activity, each.from)}, {}, armed);
  }
  net.perhaps(false);
}

// Beside the activity, in the net once for each run of it, so that a path that may be taken again
// and again does not count as a lack of synchronisation by itself. That it happens once more is
// not counted: what follows need not be so.
void beside(NetBuilder& net, NodeIndex node, const std::vector<Places>& ways,
            const std::vector<Catch>& caught) {
  const NodeIndex activity = net.node(node).attached_to;
  const PlaceIndex work = net.work(activity), armed = net.armed(node);
  const bool again = std::any_of(caught.begin(), caught.end(),
                                 [](const Catch& each) { return each.from != each.step.next; });
  Places also{work};
  if (again) also.push_back(net.happened(node));
  for (Places take : ways) {
    take.insert(take.begin(), {work, armed});
    net.leave(node, take, also);
  }
  for (const Catch& each : caught) {
    const PlaceIndex from = net.stage(activity, each.from);
    const PlaceIndex to = net.stage(activity, each.step.next);
    Places and_next = also;
    and_next.push_back(to);
    net.perhaps(!each.step.certain);
    net.leave(node, {work, armed, from}, and_next);
    net.perhaps(true);
    if (from != to)
      net.fire(activity, {work, net.happened(node), from}, {work, net.happened(node), to});
  }
  net.perhaps(false);
}

}  // namespace

void boundary_event_net_rule(NetBuilder& net, NodeIndex node) {
  const Node& event = net.node(node);
  if (!event.attached_to.valid()) return;
  const std::vector<Stage> stages = stages_of(net, event.attached_to);
  const std::vector<Catch> caught =
      stages.empty() ? std::vector<Catch>{} : caught_steps(net, node, stages);
  std::vector<Places> ways;
  if (may_happen_at_any_time(net, node, !stages.empty())) ways = net.occurrences(node);
  if (ways.empty() && caught.empty()) net.never(node, net.work(event.attached_to));
  if (event.interrupting)
    interrupting(net, node, ways, caught);
  else
    beside(net, node, ways, caught);
}

}  // namespace umlauf::definition
