#include "engine/verify/deadlines.hpp"

#include <functional>
#include <optional>
#include <queue>
#include <string>
#include <utility>
#include <vector>

#include "engine/verify/diagnostic_at.hpp"
#include "engine/verify/timers.hpp"

namespace umlauf::verify {
namespace {

using calendar::DaysTimeDuration;
using definition::FlowIndex;
using definition::NodeIndex;
using definition::NodeKind;
using definition::ProcessDefinition;
using definition::ScopeIndex;

// What ends a body, and when at the latest.
struct Deadline {
  DaysTimeDuration after;
  NodeIndex timer;
};
using MaybeDeadline = std::optional<Deadline>;

void take_earlier(MaybeDeadline& deadline, const MaybeDeadline& other) {
  if (other && (!deadline || other->after < deadline->after)) deadline = other;
}

// How long a node waits if nothing but its timer lets it go on.
std::optional<DaysTimeDuration> wait_of(const definition::Node& node) {
  if (node.events.size() != 1) return std::nullopt;
  const definition::TimerEvent* timer = timer_of(node);
  const auto length = timer ? length_of(*timer).time : std::nullopt;
  return length && !length->is_negative() ? length : std::nullopt;
}

class Deadlines {
 public:
  explicit Deadlines(const ProcessDefinition& process) : process_(process) {}

  Diagnostics run() {
    // Scopes come before those within.
    for (std::size_t i = 0; i < process_.scopes.size(); ++i) {
      find(ScopeIndex(i));
      MaybeDeadline deadline = from_around_[i];
      take_earlier(deadline, from_within_[i]);
      if (deadline) check(ScopeIndex(i), *deadline);
    }
    return std::move(result_);
  }

 private:
  MaybeDeadline deadline_of(NodeIndex timer) const {
    const auto after = process_[timer].interrupting ? wait_of(process_[timer]) : std::nullopt;
    return after ? MaybeDeadline({*after, timer}) : std::nullopt;
  }

  // Boundary timers end all that runs inside. Event sub-processes end what runs beside them, but
  // none of their own kind: which of these comes first depends.
  void find(ScopeIndex scope) {
    const definition::Scope& body = process_[scope];
    MaybeDeadline around, within;
    if (body.node.valid()) {
      around = from_around_[body.parent.value()];
      for (NodeIndex event : process_.boundary_events(body.node))
        take_earlier(around, deadline_of(event));
      if (process_[body.node].kind != NodeKind::EventSubProcess)
        within = from_within_[body.parent.value()];
    }
    for (NodeIndex handler : body.event_subprocesses)
      if (process_[handler].body.valid())
        for (NodeIndex start : process_[process_[handler].body].triggered_starts)
          take_earlier(within, deadline_of(start));
    from_around_.push_back(around);
    from_within_.push_back(within);
  }

  // The shortest time from the beginning of the body to each of its nodes, nearest first.
  void check(ScopeIndex scope, const Deadline& deadline) {
    using Arrival = std::pair<DaysTimeDuration, NodeIndex>;
    std::priority_queue<Arrival, std::vector<Arrival>, std::greater<>> open;
    for (NodeIndex node : process_[scope].nodes)
      if (process_.incoming(node).empty() && !process_[node].attached_to.valid())
        open.emplace(DaysTimeDuration(), node);
    std::vector<bool> arrived(process_.nodes.size(), false);
    while (!open.empty()) {
      const auto [at, node] = open.top();
      open.pop();
      if (arrived[node.value()]) continue;
      arrived[node.value()] = true;
      DaysTimeDuration left = at;
      // A timer that begins a body has fired when the body begins.
      if (process_[node].kind != NodeKind::StartEvent)
        if (const auto wait = wait_of(process_[node])) {
          const auto sum = calendar::add(at, *wait);
          if (!sum || *sum > deadline.after) {
            report(node, deadline.timer);
            continue;
          }
          left = *sum;
        }
      for (FlowIndex flow : process_.outgoing(node)) open.emplace(left, process_[flow].target);
      for (NodeIndex event : process_.boundary_events(node)) open.emplace(at, event);
      for (const definition::EventDefinition& event : process_[node].events)
        if (const auto* link = std::get_if<definition::LinkEvent>(&event.payload))
          if (link->target.valid()) open.emplace(left, link->target);
    }
  }

  void report(NodeIndex late, NodeIndex early) {
    if (late == early) return;
    const std::string one = "'" + process_[early].id + "'", two = "'" + process_[late].id + "'";
    Diagnostic& found =
        result_.emplace_back(diagnostic_at(process_, late, "BEH-18", Severity::Warning));
    found.related = {process_[early].id};
    found.message = {
        "timer " + two + " can never fire: " + one + " always ends what it lies in before",
        "der Timer " + two + " kann nie auslösen: " + one +
            " beendet immer vorher das, worin er liegt"};
  }

  const ProcessDefinition& process_;
  std::vector<MaybeDeadline> from_around_, from_within_;  // by scope
  Diagnostics result_;
};

}  // namespace

Diagnostics check_deadlines(const ProcessDefinition& process) { return Deadlines(process).run(); }

}  // namespace umlauf::verify
