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

// A boundary event for what is thrown inside of a sub-process can only happen if something in there
// throws it, likewise with a called process that is known. Anything else may throw whatever it
// likes.
bool can_be_thrown(const NetBuilder& net, NodeIndex boundary) {
  const Node& event = net.node(boundary);
  const BodySummary* inside = net.summary(event.attached_to);
  if (!inside) return true;
  for (const EventDefinition& each : event.events) {
    if (!leaves_scope(each)) return true;
    const Thrown caught = thrown_by(each);
    for (const Thrown& thrown : inside->thrown) {
      if (thrown.trigger != caught.trigger) continue;
      if (thrown.any_code || caught.any_code || caught.code.empty() || thrown.code == caught.code)
        return true;
    }
  }
  return event.events.empty();
}

}  // namespace

// Interrupting: takes the place of the activity. Not interrupting: beside it, in the net once for
// each run of the activity, so that a path that may be taken again and again does not count as a
// lack of synchronisation by itself.
void boundary_event_net_rule(NetBuilder& net, NodeIndex node) {
  const Node& event = net.node(node);
  if (!event.attached_to.valid()) return;
  const PlaceIndex activity = net.work(event.attached_to);
  std::vector<Places> ways;
  if (can_be_thrown(net, node)) ways = net.occurrences(node);
  if (ways.empty()) net.never(node, activity);
  for (Places take : ways) {
    take.insert(take.begin(), activity);
    if (event.interrupting) {
      net.leave(node, take, {}, net.armed_scope(event.attached_to));
    } else {
      take.push_back(net.armed(node));
      Places also{activity};
      if (surely_happens(net, node)) also.push_back(net.happened(node));
      net.leave(node, take, also);
    }
  }
}

}  // namespace umlauf::definition
