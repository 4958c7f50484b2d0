#include "engine/verify/fixes.hpp"

#include <algorithm>
#include <set>
#include <string>
#include <utility>

namespace umlauf::verify {
namespace {

using definition::FlowIndex;
using definition::Node;
using definition::NodeIndex;
using definition::NodeKind;
using definition::ProcessDefinition;
using definition::ProcessDefinitionPtr;

// A fix must be found while the author looks on.
constexpr std::size_t kStatesMax = 20'000;

NodeKind gateway_of(std::string_view name) {
  if (name == "parallelGateway") return NodeKind::ParallelGateway;
  if (name == "inclusiveGateway") return NodeKind::InclusiveGateway;
  return NodeKind::ExclusiveGateway;
}

// Incoming and outgoing flows of each node from the list of flows.
void relink(ProcessDefinition& process) {
  std::vector<std::vector<FlowIndex>> incoming(process.nodes.size()), outgoing(incoming.size());
  for (std::size_t i = 0; i < process.flows.size(); ++i) {
    outgoing[process.flows[i].source.value()].push_back(FlowIndex(i));
    incoming[process.flows[i].target.value()].push_back(FlowIndex(i));
  }
  process.flow_lists.clear();
  const auto keep = [&process](const std::vector<FlowIndex>& part) {
    const definition::Range range{static_cast<std::uint32_t>(process.flow_lists.size()),
                                  static_cast<std::uint32_t>(part.size())};
    process.flow_lists.insert(process.flow_lists.end(), part.begin(), part.end());
    return range;
  };
  for (std::size_t i = 0; i < process.nodes.size(); ++i) {
    process.nodes[i].incoming_range = keep(incoming[i]);
    process.nodes[i].outgoing_range = keep(outgoing[i]);
  }
  process.nodes_by_id.clear();
  process.flows_by_id.clear();
  for (std::size_t i = 0; i < process.nodes.size(); ++i)
    process.nodes_by_id.emplace(process.nodes[i].id, NodeIndex(i));
  for (std::size_t i = 0; i < process.flows.size(); ++i)
    process.flows_by_id.emplace(process.flows[i].id, FlowIndex(i));
  process.node_spans.resize(process.nodes.size());
  process.flow_spans.resize(process.flows.size());
}

std::shared_ptr<ProcessDefinition> copy(const ProcessDefinition& process) {
  auto result = std::make_shared<ProcessDefinition>();
  result->id = process.id;
  result->file = process.file;
  result->semantics = process.semantics;
  result->nodes = process.nodes;
  result->flows = process.flows;
  result->scopes = process.scopes;
  result->messages = process.messages;
  result->message_flows = process.message_flows;
  result->message_flow_lists = process.message_flow_lists;
  result->node_lists = process.node_lists;
  result->node_spans = process.node_spans;
  result->flow_spans = process.flow_spans;
  return result;
}

NodeIndex add_node(ProcessDefinition& process, NodeKind kind, const std::string& id,
                   definition::ScopeIndex scope) {
  Node node;
  node.kind = kind;
  node.id = id;
  node.scope = scope;
  process.nodes.push_back(std::move(node));
  const NodeIndex index(process.nodes.size() - 1);
  process.scopes[scope.value()].nodes.push_back(index);
  return index;
}

void add_flow(ProcessDefinition& process, NodeIndex from, NodeIndex to) {
  definition::Flow flow;
  flow.id = process.nodes[from.value()].id + "_" + process.nodes[to.value()].id;
  flow.source = from;
  flow.target = to;
  process.flows.push_back(std::move(flow));
}

bool name_message(Node& node, const std::string& name) {
  if (auto* work = std::get_if<definition::ReceiveWork>(&node.work)) {
    work->message.name.text = name;
    return true;
  }
  if (node.kind == NodeKind::ReceiveTask) {
    definition::ReceiveWork work;
    work.message.name.text = name;
    node.work = work;
    return true;
  }
  for (definition::EventDefinition& event : node.events)
    if (auto* message = std::get_if<definition::MessageEvent>(&event.payload)) {
      message->name.text = name;
      return true;
    }
  return false;
}

bool carry_out(ProcessDefinition& process, const Edit& edit) {
  const NodeIndex node = process.find_node(edit.element);
  const FlowIndex own_flow = process.find_flow(edit.element);
  switch (edit.kind) {
    case Edit::Kind::ChangeGateway:
      if (!node.valid()) return false;
      process.nodes[node.value()].kind = gateway_of(edit.value);
      return true;
    case Edit::Kind::InsertGateway: {
      if (!node.valid()) return false;
      const NodeIndex gateway =
          add_node(process, gateway_of(edit.value), edit.id, process.nodes[node.value()].scope);
      for (const std::string& id : edit.flows) {
        const FlowIndex flow = process.find_flow(id);
        if (!flow.valid()) return false;
        process.flows[flow.value()].target = gateway;
      }
      add_flow(process, gateway, node);
      return true;
    }
    case Edit::Kind::AddEnd: {
      if (!own_flow.valid()) return false;
      definition::Flow& flow = process.flows[own_flow.value()];
      const Node old = process.nodes[flow.target.value()];
      const NodeIndex end = add_node(process, NodeKind::EndEvent, edit.id, old.scope);
      if (old.kind == NodeKind::EndEvent) process.nodes[end.value()].events = old.events;
      process.flows[own_flow.value()].target = end;
      return true;
    }
    case Edit::Kind::AddDefault:
      if (!own_flow.valid()) return false;
      process.nodes[process.flows[own_flow.value()].source.value()].default_flow = own_flow;
      process.flows[own_flow.value()].condition = {};
      return true;
    case Edit::Kind::AddExit: {
      if (!node.valid()) return false;
      const NodeIndex end =
          add_node(process, NodeKind::EndEvent, edit.id, process.nodes[node.value()].scope);
      add_flow(process, node, end);
      return true;
    }
    case Edit::Kind::AddDefaultFlow: {
      if (!node.valid()) return false;
      const NodeIndex target = edit.value.empty() ? add_node(process, NodeKind::EndEvent, edit.id,
                                                             process.nodes[node.value()].scope)
                                                  : process.find_node(edit.value);
      if (!target.valid()) return false;
      process.nodes[node.value()].default_flow = FlowIndex(process.flows.size());
      add_flow(process, node, target);
      return true;
    }
    case Edit::Kind::NameMessage:
      return node.valid() && name_message(process.nodes[node.value()], edit.value);
  }
  return false;
}

std::string free_id(const ProcessDefinition& process, const std::string& wanted) {
  std::string id = wanted;
  for (int i = 2; process.find_node(id).valid() || process.find_flow(id).valid(); ++i)
    id = wanted + std::to_string(i);
  return id;
}

Fix change(const std::string& gateway, const char* value, const char* id, const char* english,
           const char* german) {
  return {id,
          {"make '" + gateway + "' " + english, "'" + gateway + "' zu " + german + " machen"},
          {{Edit::Kind::ChangeGateway, gateway, value, {}, {}}}};
}

void change_gateway(std::vector<Fix>& fixes, const ProcessDefinition& process, NodeIndex node) {
  const std::string& id = process[node].id;
  const NodeKind kind = process[node].kind;
  if (kind != NodeKind::ExclusiveGateway)
    fixes.push_back(change(id, "exclusiveGateway", "join-to-exclusive", "an exclusive gateway",
                           "einem exklusiven Gateway"));
  if (kind != NodeKind::ParallelGateway)
    fixes.push_back(change(id, "parallelGateway", "join-to-parallel", "a parallel gateway",
                           "einem parallelen Gateway"));
  if (kind != NodeKind::InclusiveGateway)
    fixes.push_back(change(id, "inclusiveGateway", "join-to-inclusive", "an inclusive gateway",
                           "einem inklusiven Gateway"));
}

void insert_join(std::vector<Fix>& fixes, const ProcessDefinition& process, NodeIndex node) {
  std::vector<std::string> flows;
  for (FlowIndex flow : process.incoming(node)) flows.push_back(process[flow].id);
  const std::string& id = process[node].id;
  if (flows.size() < 2) return;
  for (const char* kind : {"parallelGateway", "inclusiveGateway"}) {
    const bool parallel = std::string_view(kind) == "parallelGateway";
    fixes.push_back(
        {parallel ? "add-parallel-join" : "add-inclusive-join",
         {std::string("join the flows into '") + id + "' with " +
              (parallel ? "a parallel" : "an inclusive") + " gateway first",
          "die Flüsse nach '" + id + "' vorher mit einem " +
              (parallel ? "parallelen" : "inklusiven") + " Gateway zusammenführen"},
         {{Edit::Kind::InsertGateway, id, kind, free_id(process, id + "_join"), flows}}});
  }
}

void separate_ends(std::vector<Fix>& fixes, const ProcessDefinition& process, NodeIndex end) {
  Fix fix{"end-for-each-flow",
          {"give each flow into '" + process[end].id + "' an end event of its own",
           "jedem Fluss nach '" + process[end].id + "' ein eigenes Endereignis geben"},
          {}};
  std::set<std::string> taken;
  bool first = true;
  for (FlowIndex flow : process.incoming(end)) {
    if (std::exchange(first, false)) continue;
    std::string id = free_id(process, process[end].id + "_" + std::to_string(taken.size() + 2));
    taken.insert(id);
    fix.edits.push_back({Edit::Kind::AddEnd, process[flow].id, {}, std::move(id), {}});
  }
  if (!fix.edits.empty()) fixes.push_back(std::move(fix));
}

// Gateways that the livelock comes by: at one of them the loop can be left.
void add_exits(std::vector<Fix>& fixes, const ProcessDefinition& process, const Finding& finding) {
  std::set<std::string> seen;
  for (auto step = finding.trace.rbegin(); step != finding.trace.rend(); ++step) {
    const NodeIndex node = process.find_node(step->fire);
    if (!node.valid() || process[node].kind != NodeKind::ExclusiveGateway ||
        !seen.insert(step->fire).second)
      continue;
    fixes.push_back(
        {"add-exit",
         {"leave the loop at '" + step->fire + "' to a new end event",
          "die Schleife bei '" + step->fire + "' zu einem neuen Ende verlassen"},
         {{Edit::Kind::AddExit, step->fire, {}, free_id(process, step->fire + "_end"), {}}}});
  }
}

// The path of the boundary event that the trace comes by ends by itself.
void separate_path(std::vector<Fix>& fixes, const ProcessDefinition& process,
                   const Finding& finding) {
  for (const TraceStep& step : finding.trace) {
    const NodeIndex event = process.find_node(step.fire);
    if (!event.valid() || process[event].kind != NodeKind::BoundaryEvent ||
        process[event].interrupting || process.outgoing(event).size() != 1)
      continue;
    const std::string& flow = process[process.outgoing(event).front()].id;
    fixes.push_back({"end-for-boundary-path",
                     {"lead '" + step.fire + "' to an end event of its own",
                      "'" + step.fire + "' zu einem eigenen Endereignis führen"},
                     {{Edit::Kind::AddEnd, flow, {}, free_id(process, step.fire + "_end"), {}}}});
    return;
  }
}

// The nearest inclusive gateway that every branch of `gateway` leads to.
NodeIndex join_behind(const ProcessDefinition& process, NodeIndex gateway) {
  std::vector<std::size_t> branches(process.nodes.size(), 0);
  std::vector<NodeIndex> near;
  const auto flows = process.outgoing(gateway);
  for (FlowIndex branch : flows) {
    std::vector<bool> seen(process.nodes.size(), false);
    std::vector<NodeIndex> open{process[branch].target};
    for (std::size_t i = 0; i < open.size(); ++i) {
      if (seen[open[i].value()] || open[i] == gateway) continue;
      seen[open[i].value()] = true;
      if (++branches[open[i].value()] == flows.size()) near.push_back(open[i]);
      for (FlowIndex next : process.outgoing(open[i])) open.push_back(process[next].target);
    }
  }
  for (NodeIndex node : near)
    if (process[node].kind == NodeKind::InclusiveGateway && process.incoming(node).size() > 1)
      return node;
  return {};
}

// Where some condition holds, each of them leaves all as it was: of an exclusive gateway the last
// flow is only looked at when no other condition holds, and a new flow is taken when none does.
void add_default(std::vector<Fix>& fixes, const ProcessDefinition& process, NodeIndex gateway) {
  const std::string& id = process[gateway].id;
  if (process[gateway].kind == NodeKind::ExclusiveGateway) {
    const std::string last = process[process.outgoing(gateway).back()].id;
    fixes.push_back({"add-default",
                     {"make '" + last + "' the default flow, for all that no other condition " +
                          "covers; its own condition goes",
                      "'" + last + "' zum Standardfluss machen, für alles, was keine andere " +
                          "Bedingung abdeckt; die eigene Bedingung entfällt"},
                     {{Edit::Kind::AddDefault, last, {}, {}, {}}}});
  } else if (const NodeIndex join = join_behind(process, gateway); join.valid()) {
    const std::string& to = process[join].id;
    fixes.push_back({"add-default-to-join",
                     {"lead a new default flow from '" + id + "' to '" + to + "'",
                      "einen neuen Standardfluss von '" + id + "' nach '" + to + "' führen"},
                     {{Edit::Kind::AddDefaultFlow, id, to, {}, {}}}});
  }
  fixes.push_back({"add-default-end",
                   {"lead a new default flow from '" + id + "' to a new end event",
                    "einen neuen Standardfluss von '" + id + "' zu einem neuen Ende führen"},
                   {{Edit::Kind::AddDefaultFlow, id, {}, free_id(process, id + "_end"), {}}}});
}

std::vector<Fix> candidates(const ProcessDefinition& process, const Finding& finding) {
  std::vector<Fix> fixes;
  const std::string& rule = finding.diagnostic.rule;
  NodeIndex node = process.find_node(finding.diagnostic.element);
  const bool unsafe = rule == "BEH-02" || rule == "BEH-12";
  if (unsafe) {
    const FlowIndex flow = process.find_flow(finding.diagnostic.element);
    if (flow.valid()) node = process[flow].source;
  }
  if (rule == "BEH-04") add_exits(fixes, process, finding);
  if (rule == "DAT-13" && node.valid() && !process.outgoing(node).empty())
    add_default(fixes, process, node);
  if (!node.valid()) return fixes;
  const bool gateway = definition::is_gateway(process[node].kind);
  if (rule == "BEH-12") separate_path(fixes, process, finding);
  if (rule == "BEH-01" || rule == "BEH-10" || rule == "BEH-11" || unsafe) {
    if (gateway && process.incoming(node).size() > 1)
      change_gateway(fixes, process, node);
    else if (unsafe)
      insert_join(fixes, process, node);
  }
  if (rule == "BEH-06") {
    const std::string name = process[node].id + "_message";
    fixes.push_back({"name-message",
                     {"name the message that '" + process[node].id + "' waits for, e.g. '" + name +
                          "', so that anybody may send it",
                      "die Nachricht, auf die '" + process[node].id + "' wartet, benennen, etwa '" +
                          name + "', damit sie jeder senden kann"},
                     {{Edit::Kind::NameMessage, process[node].id, name, {}, {}}}});
  }
  if (rule == "BEH-03") {
    separate_ends(fixes, process, node);
    insert_join(fixes, process, node);
    if (process.incoming(node).size() == 1) {
      const NodeIndex before = process[process.incoming(node).front()].source;
      if (definition::is_gateway(process[before].kind) && process.incoming(before).size() > 1)
        change_gateway(fixes, process, before);
    }
  }
  return fixes;
}

std::set<std::pair<std::string, std::string>> errors_of(const std::vector<Finding>& findings) {
  std::set<std::pair<std::string, std::string>> errors;
  for (const Finding& finding : findings)
    if (finding.diagnostic.severity == Severity::Error ||
        finding.diagnostic.rule.starts_with("DAT"))
      errors.emplace(finding.diagnostic.rule, finding.diagnostic.element);
  return errors;
}

bool helps(std::span<const ProcessDefinitionPtr> processes, std::size_t number, const Fix& fix,
           const Finding& finding, const std::vector<Finding>& all, const Options& options) {
  std::vector<ProcessDefinitionPtr> changed(processes.begin(), processes.end());
  changed[number] = edited(*processes[number], fix.edits);
  if (!changed[number]) return false;
  Options again = options;
  again.fixes = false;
  again.shortest_traces = false;
  again.states_max = std::min(options.states_max, kStatesMax);
  const Verification verification = verify(changed, again);
  const auto before = errors_of(all);
  for (const Finding& each : verification.findings)
    if (each.diagnostic.rule == "BEH-16") return false;
  const auto after = errors_of(verification.findings);
  return !after.contains({finding.diagnostic.rule, finding.diagnostic.element}) &&
         after.size() < before.size() &&
         std::includes(before.begin(), before.end(), after.begin(), after.end());
}

}  // namespace

ProcessDefinitionPtr edited(const ProcessDefinition& process, const std::vector<Edit>& edits) {
  const std::shared_ptr<ProcessDefinition> result = copy(process);
  relink(*result);
  for (const Edit& edit : edits) {
    if (!carry_out(*result, edit)) return nullptr;
    relink(*result);
  }
  return result;
}

std::vector<Fix> find_fixes(std::span<const ProcessDefinitionPtr> processes, std::size_t number,
                            const Finding& finding, const std::vector<Finding>& all,
                            const Options& options) {
  std::vector<Fix> fixes;
  for (Fix& fix : candidates(*processes[number], finding))
    if (helps(processes, number, fix, finding, all, options)) fixes.push_back(std::move(fix));
  return fixes;
}

}  // namespace umlauf::verify
