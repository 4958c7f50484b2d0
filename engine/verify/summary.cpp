#include "engine/verify/summary.hpp"

#include <algorithm>

#include "engine/verify/stages.hpp"

namespace umlauf::verify {
namespace {

using definition::Catches;

// Whether something may begin the event sub-process at `start`: from outside, or of what is thrown.
bool may_begin(const definition::Node& start, const std::vector<Thrown>& thrown) {
  const bool outside = std::any_of(start.events.begin(), start.events.end(), [](const auto& event) {
    return event.trigger() != Trigger::Error && event.trigger() != Trigger::Escalation;
  });
  return outside || std::any_of(thrown.begin(), thrown.end(), [&start](const Thrown& each) {
           return catches(start, each) != Catches::Never;
         });
}

// By an event sub-process that takes the place of what it interrupts.
bool ended_from_within(const SummaryOf& explored, const std::vector<Thrown>& thrown) {
  const ProcessDefinition& process = explored.process;
  for (NodeIndex handler : process[explored.body].event_subprocesses) {
    const ScopeIndex inside = process[handler].body;
    if (!explored.insides.bodies[inside.value()].can_complete) continue;
    for (NodeIndex start : process[inside].triggered_starts)
      if (process[start].interrupting && may_begin(process[start], thrown)) return true;
  }
  return false;
}

// In the process others do jobs, or it calls one that is not known or in which they do.
bool has_unseen_throwers(const ProcessDefinition& process, const Insides& insides) {
  for (std::size_t i = 0; i < process.nodes.size(); ++i) {
    const NodeIndex index(i);
    if (has_jobs(process[index])) return true;
    if (process[index].kind != definition::NodeKind::CallActivity) continue;
    const auto known = insides.called.find(index);
    if (known == insides.called.end() || known->second.throws_anything) return true;
  }
  return false;
}

// Its position.
std::uint32_t add_thrown(BodySummary& summary, const Thrown& thrown) {
  const auto known = std::find(summary.thrown.begin(), summary.thrown.end(), thrown);
  const auto position = static_cast<std::uint32_t>(known - summary.thrown.begin());
  if (known == summary.thrown.end()) summary.thrown.push_back(thrown);
  return position;
}

}  // namespace

BodySummary summary_of(const SummaryOf& explored) {
  const ProcessDefinition& process = explored.process;
  const std::vector<NodeIndex> within = starts_within(process, explored.body);
  BodySummary summary;
  std::vector<Thrown> possible;
  std::vector<std::pair<std::uint32_t, std::uint32_t>> throwing;
  for (const auto& [transition, thrown] : explored.translation.thrown[explored.position]) {
    if (!explored.behavior.possible[transition]) continue;
    possible.push_back(thrown);
    const bool lost = thrown.trigger == Trigger::Escalation && !explored.is_called &&
                      !may_be_caught(process, explored.body, thrown);
    if (!lost && !catchers(process, within, thrown).certain)
      throwing.emplace_back(transition, add_thrown(summary, passing(process, within, thrown)));
  }
  const bool may_be_ended = ended_from_within(explored, possible);
  summary.can_complete = explored.behavior.processes[explored.position].can_return || may_be_ended;
  // What an event sub-process throws is looked for around the scope that it stands in, and when it
  // does so is not known.
  bool unclear = explored.behavior.processes.size() > 1;
  for (NodeIndex handler : process[explored.body].event_subprocesses)
    for (const Thrown& thrown : explored.insides.bodies[process[handler].body.value()].thrown) {
      add_thrown(summary, thrown);
      unclear = true;
    }
  summary.throws_anything =
      explored.body == ProcessDefinition::root() && has_unseen_throwers(process, explored.insides);
  summary.stages = stages_of(
      {explored.translation.net, summary, throwing, unclear, may_be_ended, explored.out_of_time});
  return summary;
}

}  // namespace umlauf::verify
