#include "engine/verify/translate.hpp"

#include <algorithm>
#include <map>
#include <numeric>
#include <optional>

namespace umlauf::verify {
namespace {

using definition::MessageFlow;
using definition::MessageFlowIndex;
using definition::NodeKind;

// Whether errors, escalations or cancellations may leave the body: who catches them outside is only
// known of bodies that are explored by themselves.
bool thrown_out_of(const ProcessDefinition& process, ScopeIndex body) {
  std::vector<ScopeIndex> open{body};
  while (!open.empty()) {
    const ScopeIndex scope = open.back();
    open.pop_back();
    if (!process[scope].event_subprocesses.empty()) return true;
    for (NodeIndex index : process[scope].nodes) {
      const definition::Node& node = process[index];
      if (node.kind == NodeKind::CallActivity) return true;
      for (Trigger reported : {Trigger::Error, Trigger::Escalation})
        if (has_jobs(node) && thrown_further(process, index, {reported, {}, true})) return true;
      if (definition::has_body(node.kind)) open.push_back(node.body);
      if (node.kind != NodeKind::EndEvent && node.kind != NodeKind::IntermediateThrowEvent)
        continue;
      for (const definition::EventDefinition& event : node.events)
        if (event.trigger() == Trigger::Error || event.trigger() == Trigger::Escalation ||
            event.trigger() == Trigger::Cancel)
          return true;
    }
  }
  return false;
}

// The bodies around a node, from the inside; nullopt where one of them cannot be inlined.
std::optional<std::vector<ScopeIndex>> bodies_around(const ProcessDefinition& process,
                                                     NodeIndex node) {
  std::vector<ScopeIndex> bodies;
  for (ScopeIndex scope = process[node].scope; scope != ProcessDefinition::root();
       scope = process[process[scope].node].scope) {
    const definition::Node& around = process[process[scope].node];
    const bool once = around.loop == nullptr;
    if ((around.kind != NodeKind::SubProcess && around.kind != NodeKind::Transaction) || !once ||
        around.is_for_compensation || thrown_out_of(process, scope))
      return std::nullopt;
    bodies.push_back(scope);
  }
  return bodies;
}

// A node that waits for a message which has no name.
bool waits_for_nameless(const definition::Node& node) {
  if (node.kind == NodeKind::ReceiveTask) {
    const auto* work = std::get_if<definition::ReceiveWork>(&node.work);
    return !work || !work->message.name;
  }
  if (node.kind != NodeKind::IntermediateCatchEvent && node.kind != NodeKind::BoundaryEvent)
    return false;
  return node.events.size() == 1 && [&] {
    const auto* message = std::get_if<definition::MessageEvent>(&node.events.front().payload);
    return message && !message->name;
  }();
}

std::vector<System> systems_of(std::size_t count, const std::vector<Collaboration::Link>& links) {
  std::vector<std::uint32_t> leader(count);
  std::iota(leader.begin(), leader.end(), 0U);
  const auto find = [&leader](std::uint32_t process) {
    while (leader[process] != process) process = leader[process] = leader[leader[process]];
    return process;
  };
  for (const Collaboration::Link& link : links) {
    const std::uint32_t a = find(link.from_process), b = find(link.to_process);
    leader[std::max(a, b)] = std::min(a, b);
  }
  std::vector<System> systems;
  std::vector<std::size_t> number(count);
  for (std::uint32_t process = 0; process < count; ++process) {
    const std::uint32_t first = find(process);
    if (first == process) {
      number[process] = systems.size();
      systems.emplace_back();
    }
    systems[number[first]].processes.push_back(process);
  }
  return systems;
}

}  // namespace

Collaboration collaborate(std::span<const definition::ProcessDefinitionPtr> processes,
                          const Options& options) {
  Collaboration result;
  result.approximate.assign(processes.size(), false);
  for (const definition::ProcessDefinitionPtr& process : processes)
    result.inlined.emplace_back(process->scopes.size());
  std::map<std::string_view, std::uint32_t> by_id;
  for (std::uint32_t i = 0; i < processes.size(); ++i) by_id.emplace(processes[i]->id, i);
  std::vector<std::vector<bool>> addressed(processes.size());
  for (std::uint32_t i = 0; i < processes.size(); ++i)
    addressed[i].resize(processes[i]->nodes.size());

  for (std::uint32_t i = 0; i < processes.size(); ++i) {
    const ProcessDefinition& process = *processes[i];
    for (std::size_t m = 0; m < process.message_flows.size(); ++m) {
      const MessageFlow& flow = process.message_flows[m];
      if (flow.target_process == process.id) {
        const NodeIndex target = process.find_node(flow.target_element);
        if (target.valid()) addressed[i][target.value()] = true;
      }
      if (flow.source_process != process.id) continue;
      const auto other = by_id.find(flow.target_process);
      const NodeIndex from = process.find_node(flow.source_element);
      if (other == by_id.end() || !from.valid()) continue;
      const ProcessDefinition& receiver = *processes[other->second];
      const NodeIndex to = receiver.find_node(flow.target_element);
      if (!to.valid()) continue;
      // How often one of these sends or waits is a matter of data.
      const bool repeats = process[from].loop != nullptr || receiver[to].loop != nullptr;
      const auto around_from = bodies_around(process, from);
      const auto around_to = bodies_around(receiver, to);
      if (repeats || !around_from || !around_to) {
        result.approximate[i] = result.approximate[other->second] = true;
        continue;
      }
      for (ScopeIndex body : *around_from) result.inlined[i][body.value()] = true;
      for (ScopeIndex body : *around_to) result.inlined[other->second][body.value()] = true;
      result.links.push_back({i, other->second, from, to, MessageFlowIndex(m)});
    }
  }
  for (std::uint32_t i = 0; i < processes.size(); ++i) {
    if (!options.pools.contains(processes[i]->id)) continue;
    for (std::size_t n = 0; n < processes[i]->nodes.size(); ++n)
      if (!addressed[i][n] && waits_for_nameless(processes[i]->nodes[n]))
        result.starving.emplace_back(i, NodeIndex(n));
  }
  result.systems = systems_of(processes.size(), result.links);
  return result;
}

Translation translate_body(const ProcessDefinition& process, ScopeIndex body,
                           const Insides& insides) {
  Translation result;
  const Channels none;
  const std::vector<bool> nothing;
  NetBuilder builder(result.net, {process, 0, insides.bodies, none, insides.called, nothing}, body);
  builder.build();
  result.thrown.push_back(builder.thrown());
  return result;
}

Translation translate_system(std::span<const definition::ProcessDefinitionPtr> processes,
                             const Collaboration& collaboration, const System& system,
                             const std::vector<Insides>& insides) {
  Translation result;
  Channels channels;
  std::map<std::uint32_t, std::uint32_t> number;
  for (std::uint32_t i = 0; i < system.processes.size(); ++i) number[system.processes[i]] = i;
  for (const Collaboration::Link& link : collaboration.links) {
    const auto from = number.find(link.from_process);
    if (from == number.end()) continue;
    const std::uint32_t to = number.at(link.to_process);
    definition::NetPlace place;
    place.kind = definition::PlaceKind::Message;
    place.process = from->second;
    place.message_flow = link.flow;
    const PlaceIndex channel = result.net.add_place(place);
    channels.into[{to, link.to}].push_back(channel);
    channels.out_of[{from->second, link.from}].push_back(channel);
  }
  for (const Channels::Key& key : collaboration.starving)
    if (const auto found = number.find(key.first); found != number.end())
      channels.starving.emplace_back(found->second, key.second);
  for (std::uint32_t i = 0; i < system.processes.size(); ++i) {
    const std::uint32_t process = system.processes[i];
    const Insides& inside = insides[process];
    NetBuilder builder(result.net,
                       {*processes[process], i, inside.bodies, channels, inside.called,
                        collaboration.inlined[process]},
                       ProcessDefinition::root());
    builder.build();
    result.thrown.push_back(builder.thrown());
  }
  return result;
}

}  // namespace umlauf::verify
