#include <algorithm>

#include "engine/runtime/commands.hpp"

// Migration of a running instance to another definition. Everything that is active keeps its key
// and its data; only where it stands in the model changes.
namespace umlauf::runtime {
namespace {

using definition::ProcessDefinition;

struct Plan {
  const ProcessDefinition& source;
  const ProcessDefinition& target;
  const std::vector<Migrate::Move>& moves;

  // Named by the plan, otherwise the node of the same id.
  NodeIndex place(NodeIndex node) const {
    for (const Migrate::Move& move : moves)
      if (move.from == node) return move.to;
    return target.find_node(source[node].id);
  }
};

void refuse(Execution& execution, const std::string& id, const std::string& english,
            const std::string& german) {
  execution.refuse(error(ErrorCode::State, "'" + id + "' " + english, "'" + id + "' " + german));
}

// Whether a record can stand at its new place: the same kind of element, in the scope that its
// surroundings have moved to, looping as before.
bool fits(Execution& execution, const Plan& plan, const ElementInstance& record, NodeIndex to) {
  const definition::Node& before = plan.source[record.node];
  const std::string& id = before.id;
  if (!to.valid() || to.value() >= plan.target.nodes.size()) {
    refuse(execution, id, "has no place in the target", "hat im Ziel keinen Platz");
    return false;
  }
  const definition::Node& after = plan.target[to];
  if (after.kind != before.kind || after.loop.index() != before.loop.index()) {
    refuse(execution, id, "would become another kind of element", "würde zu einem anderen Element");
    return false;
  }
  // The surroundings in the tree: the scope, the loop, the host of a boundary event.
  const ElementInstance* around = execution.instance.parent(record);
  if (around == nullptr || !around->node.valid()) {
    if (record.role != Role::Wait && plan.target[after.scope].node.valid()) {
      refuse(execution, id, "would lie in another scope", "läge in einem anderen Bereich");
      return false;
    }
    return true;
  }
  const NodeIndex moved = plan.place(around->node);
  const bool host = after.attached_to.valid() && after.attached_to == moved;
  if (moved != to && plan.target[after.scope].node != moved && !host && record.role != Role::Wait) {
    refuse(execution, id, "would lie in another scope", "läge in einem anderen Bereich");
    return false;
  }
  return true;
}

}  // namespace

void carry_out(Execution& execution, const Migrate& command) {
  if (execution.context.target == nullptr)
    return execution.refuse(error(ErrorCode::Request, "migration without a target definition",
                                  "Migration ohne Zieldefinition"));
  const Plan plan{execution.definition, *execution.context.target, command.nodes};
  std::vector<std::pair<ElementKey, NodeIndex>> changed;
  std::vector<std::pair<ElementKey, Arrival>> tokens;
  std::vector<ElementKey> closed;
  execution.instance.for_each([&](const ElementInstance& record) {
    if (execution.refused()) return;
    if (const auto* scope = std::get_if<ScopeState>(&record.payload))
      for (const Arrival& token : scope->arrivals) tokens.emplace_back(record.key, token);
    if (!record.node.valid()) return;
    const NodeIndex to = plan.place(record.node);
    // A boundary event or event subprocess that the target does not have stops waiting.
    if (record.role == Role::Wait && !to.valid()) return closed.push_back(record.key);
    if (fits(execution, plan, record, to)) changed.emplace_back(record.key, to);
  });
  for (const auto& [scope, token] : tokens) {
    if (execution.refused()) return;
    const std::string& id = plan.source[token.flow].id;
    const FlowIndex flow = plan.target.find_flow(id);
    if (!flow.valid())
      return refuse(execution, id, "has no place in the target", "hat im Ziel keinen Platz");
    execution.tell(TokensConsumed{scope, token.flow, token.count});
  }
  if (execution.refused()) return;
  execution.tell(InstanceMigrated{command.definition, command.version});
  for (const auto& [scope, token] : tokens)
    execution.tell(
        TokensArrived{scope, plan.target.find_flow(plan.source[token.flow].id), token.count});
  for (const ElementKey key : closed) execution.close(key);
  for (const auto& [key, to] : changed)
    if (execution.find(key) != nullptr && execution.at(key).node != to)
      execution.tell(NodeChanged{key, to});
}

void open_missing_waits(Execution& execution) {
  const ProcessDefinition& definition = execution.definition;
  std::vector<std::pair<NodeIndex, ElementKey>> missing;
  const auto waits = [&](NodeIndex node, const ElementInstance& host) {
    for (const auto* child = execution.instance.first_child(host); child != nullptr;
         child = execution.instance.next_sibling(*child))
      if (child->role == Role::Wait && child->node == node) return true;
    return false;
  };
  execution.instance.for_each([&](const ElementInstance& record) {
    const bool activation = record.role == Role::Activity || record.role == Role::Loop;
    if (activation && record.phase == Phase::Active && !execution.is_loop_child(record))
      for (const NodeIndex boundary : definition.boundary_events(record.node))
        if (!waits(boundary, record)) missing.emplace_back(boundary, record.key);
    const auto* state = std::get_if<ScopeState>(&record.payload);
    if (state == nullptr || state->interrupted) return;
    const definition::Scope& scope =
        definition[record.role == Role::Process ? ProcessDefinition::root()
                                                : definition[record.node].body];
    for (const NodeIndex event_subprocess : scope.event_subprocesses)
      for (const NodeIndex start : definition[definition[event_subprocess].body].triggered_starts)
        if (!waits(start, record)) missing.emplace_back(start, record.key);
  });
  for (const auto& [node, host] : missing)
    if (!execution.open_waits(node, host)) return;
}

}  // namespace umlauf::runtime
