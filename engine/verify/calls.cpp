#include "engine/verify/calls.hpp"

#include <algorithm>
#include <string_view>

namespace umlauf::verify {
namespace {

bool holds(const std::vector<NodeIndex>& nodes, NodeIndex node) {
  return std::find(nodes.begin(), nodes.end(), node) != nodes.end();
}

Verdict comes_from_outside(const definition::Node& event, NodeIndex index,
                           const std::vector<NodeIndex>& starving,
                           const std::vector<NodeIndex>& addressed) {
  if (!event.interrupting || event.events.empty() || holds(starving, index))
    return Verdict::Refuted;
  const bool outside = std::all_of(
      event.events.begin(), event.events.end(), [](const definition::EventDefinition& each) {
        return each.trigger() == Trigger::Timer || each.trigger() == Trigger::Message ||
               each.trigger() == Trigger::Signal || each.trigger() == Trigger::Conditional;
      });
  if (!outside) return Verdict::Refuted;
  return holds(addressed, index) ? Verdict::Undecided : Verdict::Proved;
}

}  // namespace

CallTargets call_targets(std::span<const definition::ProcessDefinitionPtr> processes) {
  std::map<std::string_view, std::uint32_t> by_id;
  for (std::uint32_t i = 0; i < processes.size(); ++i) by_id.emplace(processes[i]->id, i);
  CallTargets targets(processes.size());
  for (std::uint32_t i = 0; i < processes.size(); ++i)
    for (std::size_t n = 0; n < processes[i]->nodes.size(); ++n) {
      const auto* call = std::get_if<definition::CallWork>(&processes[i]->nodes[n].work);
      if (call == nullptr || call->process.id.expression) continue;
      // Another version may behave differently.
      if (call->process.binding != definition::Binding::Latest &&
          call->process.binding != definition::Binding::Deployment)
        continue;
      if (const auto found = by_id.find(call->process.id.text); found != by_id.end())
        targets[i].emplace(NodeIndex(n), found->second);
    }
  return targets;
}

std::vector<std::pair<std::uint32_t, NodeIndex>> recursive_calls(const CallTargets& targets) {
  // What calls nothing, or only such, is on no circle.
  std::vector<std::vector<std::uint32_t>> callers(targets.size());
  std::vector<std::size_t> left(targets.size());
  std::vector<std::uint32_t> open;
  for (std::uint32_t i = 0; i < targets.size(); ++i) {
    for (const auto& [node, target] : targets[i]) callers[target].push_back(i);
    left[i] = targets[i].size();
    if (left[i] == 0) open.push_back(i);
  }
  while (!open.empty()) {
    const std::uint32_t done = open.back();
    open.pop_back();
    for (const std::uint32_t caller : callers[done])
      if (--left[caller] == 0) open.push_back(caller);
  }
  const auto reaches = [&](std::uint32_t from, std::uint32_t to) {
    std::vector<bool> seen(targets.size());
    std::vector<std::uint32_t> next{from};
    seen[from] = true;
    while (!next.empty()) {
      const std::uint32_t at = next.back();
      next.pop_back();
      if (at == to) return true;
      for (const auto& [node, target] : targets[at])
        if (left[target] > 0 && !seen[target]) {
          seen[target] = true;
          next.push_back(target);
        }
    }
    return false;
  };
  std::vector<std::pair<std::uint32_t, NodeIndex>> found;
  for (std::uint32_t i = 0; i < targets.size(); ++i)
    for (const auto& [node, target] : targets[i])
      if (left[i] > 0 && left[target] > 0 && reaches(target, i)) found.emplace_back(i, node);
  return found;
}

std::vector<std::size_t> callees_first(const std::vector<System>& systems,
                                       const CallTargets& targets) {
  std::vector<std::size_t> system_of(targets.size(), 0);
  for (std::size_t s = 0; s < systems.size(); ++s)
    for (std::uint32_t process : systems[s].processes) system_of[process] = s;
  std::vector<std::vector<std::size_t>> calls(systems.size());
  for (std::size_t process = 0; process < targets.size(); ++process)
    for (const auto& [node, target] : targets[process])
      calls[system_of[process]].push_back(system_of[target]);
  std::vector<std::size_t> order;
  std::vector<bool> seen(systems.size(), false);
  struct Visit {
    std::size_t system;
    std::size_t next = 0;
  };
  for (std::size_t root = 0; root < systems.size(); ++root) {
    if (seen[root]) continue;
    seen[root] = true;
    std::vector<Visit> stack{{root}};
    while (!stack.empty()) {
      Visit& top = stack.back();
      if (top.next == calls[top.system].size()) {
        order.push_back(top.system);
        stack.pop_back();
        continue;
      }
      const std::size_t callee = calls[top.system][top.next++];
      if (seen[callee]) continue;
      seen[callee] = true;
      stack.push_back({callee});
    }
  }
  return order;
}

Verdict way_out(const ProcessDefinition& process, ScopeIndex scope,
                const std::vector<NodeIndex>& starving, const std::vector<NodeIndex>& addressed) {
  Verdict best = Verdict::Refuted;
  const auto look_at = [&](NodeIndex event) {
    const Verdict found = comes_from_outside(process[event], event, starving, addressed);
    if (found == Verdict::Proved || best == Verdict::Refuted) best = found;
  };
  bool interrupted = false;
  while (best != Verdict::Proved) {
    for (NodeIndex handler : process[scope].event_subprocesses)
      for (NodeIndex start : process[process[handler].body].triggered_starts)
        if (!interrupted) look_at(start);
    const NodeIndex around = process[scope].node;
    if (!around.valid()) break;
    // Where one event sub-process has taken the place of the scope, no other does any more.
    const auto& starts = process[scope].triggered_starts;
    interrupted = process[around].kind == definition::NodeKind::EventSubProcess &&
                  std::any_of(starts.begin(), starts.end(),
                              [&process](NodeIndex start) { return process[start].interrupting; });
    for (NodeIndex event : process.boundary_events(around)) look_at(event);
    scope = process[around].scope;
  }
  return best;
}

}  // namespace umlauf::verify
