#include "engine/verify/waits.hpp"

#include <string>
#include <vector>

#include "engine/verify/diagnostic_at.hpp"
#include "engine/verify/timers.hpp"

namespace umlauf::verify {
namespace {

using definition::FlowIndex;
using definition::NodeIndex;
using definition::NodeKind;
using definition::ProcessDefinition;
using definition::TimerEvent;
using definition::Trigger;

bool has(const definition::Node& node, Trigger trigger) {
  for (const definition::EventDefinition& event : node.events)
    if (event.trigger() == trigger) return true;
  return false;
}

class Waits {
 public:
  Waits(const ProcessDefinition& process, bool guard) : process_(process), guard_(guard) {}

  Diagnostics run() {
    for (std::size_t i = 0; i < process_.nodes.size(); ++i) {
      const NodeIndex index(i);
      boundary_timers(index);
      if (process_[index].kind == NodeKind::EventBasedGateway) gateway_timers(index);
      repeats(index);
      if (guard_) unguarded(index);
    }
    return std::move(result_);
  }

 private:
  Diagnostic& report(const char* rule, Severity severity, NodeIndex node) {
    return result_.emplace_back(diagnostic_at(process_, node, rule, severity));
  }

  void boundary_timers(NodeIndex activity) {
    compare(std::vector<NodeIndex>(process_.boundary_events(activity).begin(),
                                   process_.boundary_events(activity).end()));
  }

  void gateway_timers(NodeIndex gateway) {
    std::vector<NodeIndex> events;
    for (FlowIndex flow : process_.outgoing(gateway)) events.push_back(process_[flow].target);
    compare(events);
  }

  // Of several that end the same wait the shortest ends it for all.
  void compare(const std::vector<NodeIndex>& events) {
    for (NodeIndex late : events) {
      const TimerEvent* timer = timer_of(process_[late]);
      if (!timer || process_[late].events.size() != 1) continue;
      for (NodeIndex early : events) {
        const TimerEvent* first = timer_of(process_[early]);
        if (early == late || !first || !process_[early].interrupting ||
            !shorter(length_of(*first), length_of(*timer)))
          continue;
        Diagnostic& found = report("BEH-18", Severity::Warning, late);
        const std::string one = "'" + process_[early].id + "'", two = "'" + process_[late].id + "'";
        found.related = {process_[early].id};
        found.message = {
            "timer " + two + " can never fire: " + one + " always ends the wait before",
            "der Timer " + two + " kann nie auslösen: " + one + " beendet das Warten immer vorher"};
        break;
      }
    }
  }

  void repeats(NodeIndex event) {
    const definition::Node& node = process_[event];
    const TimerEvent* timer = timer_of(node);
    const bool boundary = node.kind == NodeKind::BoundaryEvent;
    const NodeIndex around = process_[node.scope].node;
    const bool begins = node.kind == NodeKind::StartEvent && around.valid() &&
                        process_[around].kind == NodeKind::EventSubProcess;
    if (!timer || node.interrupting || !(boundary || begins) || !repeats_without_bound(*timer))
      return;
    const std::string id = "'" + node.id + "'";
    if (boundary && merges(event)) {
      report("BEH-13", Severity::Warning, event).message = {
          "timer " + id + " fires without bound, and each time one token more joins the main flow",
          "der Timer " + id +
              " löst ohne Grenze aus, und jedes Mal kommt ein Token mehr in den Hauptablauf"};
      return;
    }
    if (!guard_ || (boundary ? is_timed(node.attached_to) : is_timed(process_[around].scope)))
      return;
    report("BEH-19", Severity::Info, event).message = {
        "timer " + id + " fires again and again without bound, and no other timer ends it",
        "der Timer " + id + " löst ohne Grenze immer wieder aus, und kein anderer beendet das"};
  }

  // Whether a timer ends the activity, or what it lies in.
  bool is_timed(NodeIndex activity) const {
    for (NodeIndex event : process_.boundary_events(activity))
      if (process_[event].interrupting && timer_of(process_[event])) return true;
    return is_timed(process_[activity].scope);
  }
  bool is_timed(definition::ScopeIndex scope) const {
    for (; scope.valid(); scope = process_[scope].parent) {
      if (const NodeIndex around = process_[scope].node; around.valid())
        for (NodeIndex event : process_.boundary_events(around))
          if (process_[event].interrupting && timer_of(process_[event])) return true;
      for (NodeIndex handler : process_[scope].event_subprocesses)
        for (NodeIndex start : process_[process_[handler].body].triggered_starts)
          if (process_[start].interrupting && timer_of(process_[start])) return true;
    }
    return false;
  }

  // Whether the path from the event meets what comes after its activity.
  bool merges(NodeIndex event) const {
    const std::vector<bool> own = after(event);
    const std::vector<bool> main = after(process_[event].attached_to);
    for (std::size_t i = 0; i < own.size(); ++i)
      if (own[i] && main[i] && process_.nodes[i].kind != NodeKind::EndEvent) return true;
    return false;
  }

  std::vector<bool> after(NodeIndex start) const {
    std::vector<bool> reach(process_.nodes.size(), false);
    std::vector<NodeIndex> open{start};
    while (!open.empty()) {
      const NodeIndex node = open.back();
      open.pop_back();
      for (FlowIndex flow : process_.outgoing(node)) {
        const NodeIndex next = process_[flow].target;
        if (reach[next.value()]) continue;
        reach[next.value()] = true;
        open.push_back(next);
      }
    }
    return reach;
  }

  void unguarded(NodeIndex index) {
    const definition::Node& node = process_[index];
    const bool receives =
        node.kind == NodeKind::ReceiveTask ||
        (node.kind == NodeKind::IntermediateCatchEvent && has(node, Trigger::Message));
    if (!receives || node.instantiate) return;
    for (NodeIndex event : process_.boundary_events(index))
      if (timer_of(process_[event])) return;
    for (FlowIndex flow : process_.incoming(index)) {
      const NodeIndex gateway = process_[flow].source;
      if (process_[gateway].kind != NodeKind::EventBasedGateway) continue;
      for (FlowIndex other : process_.outgoing(gateway))
        if (timer_of(process_[process_[other].target])) return;
    }
    for (NodeIndex around = process_[node.scope].node; around.valid();
         around = process_[process_[around].scope].node)
      for (NodeIndex event : process_.boundary_events(around))
        if (timer_of(process_[event])) return;
    report("BEH-17", Severity::Info, index).message = {
        "'" + node.id + "' waits for an outside party, and no timer guards the wait",
        "'" + node.id + "' wartet auf jemanden von außen, und kein Timer begrenzt das Warten"};
  }

  const ProcessDefinition& process_;
  bool guard_;
  Diagnostics result_;
};

}  // namespace

Diagnostics check_waits(const ProcessDefinition& process, bool guard_waits) {
  return Waits(process, guard_waits).run();
}

}  // namespace umlauf::verify
