#include "engine/verify/waits.hpp"

#include <optional>
#include <string>
#include <vector>

#include "engine/calendar/duration.hpp"
#include "engine/feel/expression.hpp"

namespace umlauf::verify {
namespace {

using definition::FlowIndex;
using definition::NodeIndex;
using definition::NodeKind;
using definition::ProcessDefinition;
using definition::TimerEvent;
using definition::TimerKind;
using definition::Trigger;

const TimerEvent* timer_of(const definition::Node& node) {
  for (const definition::EventDefinition& event : node.events)
    if (const auto* timer = std::get_if<TimerEvent>(&event.payload)) return timer;
  return nullptr;
}

bool has(const definition::Node& node, Trigger trigger) {
  for (const definition::EventDefinition& event : node.events)
    if (event.trigger() == trigger) return true;
  return false;
}

// The text or duration written in the model, where it is no expression over variables.
std::string constant_text(const TimerEvent& timer) {
  if (timer.literal) return timer.text;
  if (!timer.value) return {};
  const feel::Value* value = timer.value.compiled->constant();
  if (!value) return {};
  if (const std::string* text = value->string()) return *text;
  if (const auto* duration = value->days_time_duration()) return duration->to_string();
  if (const auto* duration = value->years_months_duration()) return duration->to_string();
  return {};
}

struct Length {
  std::optional<calendar::DaysTimeDuration> time;
  std::optional<calendar::YearsMonthsDuration> months;
};

Length length_of(const TimerEvent& timer) {
  if (timer.kind != TimerKind::Duration) return {};
  const std::string text = constant_text(timer);
  return {calendar::DaysTimeDuration::parse(text), calendar::YearsMonthsDuration::parse(text)};
}

// Only what has one length can be compared: a month is no number of days.
bool shorter(const Length& a, const Length& b) {
  if (a.time && b.time) return *a.time < *b.time;
  if (a.months && b.months) return *a.months < *b.months;
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
      if (process_[index].kind == NodeKind::BoundaryEvent) repeats(index);
      if (guard_) unguarded(index);
    }
    return std::move(result_);
  }

 private:
  Diagnostic& report(const char* rule, Severity severity, NodeIndex node) {
    Diagnostic diagnostic;
    diagnostic.severity = severity;
    diagnostic.rule = rule;
    diagnostic.file = process_.file;
    diagnostic.span = process_.span(node);
    diagnostic.element = process_[node].id;
    result_.push_back(std::move(diagnostic));
    return result_.back();
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
    const TimerEvent* timer = timer_of(process_[event]);
    if (!timer || process_[event].interrupting || timer->kind != TimerKind::Cycle) return;
    const std::string text = constant_text(*timer);
    if (!text.starts_with("R/") && !text.starts_with("R-1/")) return;
    if (!merges(event)) return;
    const std::string id = "'" + process_[event].id + "'";
    report("BEH-13", Severity::Warning, event).message = {
        "timer " + id + " fires without bound, and each time one token more joins the main flow",
        "der Timer " + id +
            " löst ohne Grenze aus, und jedes Mal kommt ein Token mehr in den Hauptablauf"};
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
