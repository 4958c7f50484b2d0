#include <algorithm>

#include "engine/runtime/commands.hpp"

// Modification of a running instance: an operator cancels, adds and moves tokens.
namespace umlauf::runtime {
namespace {

void refuse(Execution& execution, std::string english, std::string german) {
  execution.refuse(error(ErrorCode::State, std::move(english), std::move(german)));
}

// The active scope in which a node lies. Scopes that are not active yet are entered on the way,
// without their own starts.
ElementKey scope_of(Execution& execution, NodeIndex node, ElementKey wanted) {
  const auto& definition = execution.definition;
  const auto fits = [&](const ElementInstance& record) {
    return definition[definition[node].scope].node == record.node &&
           std::holds_alternative<ScopeState>(record.payload);
  };
  if (wanted.valid()) {
    const ElementInstance* record = execution.find(wanted);
    return record != nullptr && fits(*record) ? wanted : ElementKey();
  }
  std::vector<NodeIndex> missing;
  NodeIndex around = definition[definition[node].scope].node;
  ElementKey found;
  while (!found.valid()) {
    std::size_t count = 0;
    execution.instance.for_each([&](const ElementInstance& record) {
      if (record.node != around || !std::holds_alternative<ScopeState>(record.payload)) return;
      found = record.key;
      ++count;
    });
    if (count > 1) return {};  // which one?
    if (found.valid() || !around.valid()) break;
    if (definition[around].loop != nullptr) return {};
    missing.push_back(around);
    around = definition[definition[around].scope].node;
  }
  for (auto next = missing.rbegin(); next != missing.rend() && found.valid(); ++next) {
    found = execution.enter(*next, found);
    // At once: the job that would stand before it is not waited for.
    if (execution.at(found).phase == Phase::Ready)
      execution.tell(PhaseChanged{found, Phase::Active});
    if (!execution.open_boundary_waits(found) || !execution.open_scope(found)) return {};
  }
  return found;
}

bool valid_node(const Execution& execution, NodeIndex node) {
  return node.valid() && node.value() < execution.definition.nodes.size();
}

ElementKey scope_or_refuse(Execution& execution, NodeIndex node, ElementKey wanted) {
  const ElementKey scope =
      valid_node(execution, node) ? scope_of(execution, node, wanted) : ElementKey();
  if (!scope.valid())
    refuse(execution, "it is not clear in which active scope to start",
           "es ist nicht klar, in welchem aktiven Bereich zu beginnen ist");
  return scope;
}

void take(Execution& execution, FlowIndex flow, ElementKey scope) {
  if (auto failure = execution.run_flow_listeners(flow, scope))
    return refuse(execution, failure->message.english, failure->message.german);
  execution.take_flow(flow, scope);
}

}  // namespace

void carry_out(Execution& execution, const Modify& command) {
  for (const ElementKey key : command.cancel) {
    const ElementInstance* record = execution.find(key);
    if (record == nullptr || (record->role != Role::Activity && record->role != Role::Loop))
      return refuse(execution, "there is no such active element",
                    "es gibt kein solches aktives Element");
    execution.cancel_element(key);
  }
  for (const auto& start : command.start_before) {
    const ElementKey scope = scope_or_refuse(execution, start.node, start.scope);
    if (execution.refused()) return;
    if (start.variables.empty()) {
      execution.push({Task::Kind::Arrive, scope, start.node, {}, 0});
      continue;
    }
    const ElementKey key = execution.enter(start.node, scope);
    for (const Variable& variable : start.variables)
      execution.set_local(key, variable.name, variable.value);
    execution.push({Task::Kind::Activate, key, {}, {}, 0});
  }
  for (const auto& start : command.start_after) {
    const ElementKey scope = scope_or_refuse(execution, start.node, start.scope);
    if (execution.refused()) return;
    if (execution.choose_flows(start.node, execution.at(scope)))
      return refuse(execution, "no flow leaves that element", "kein Fluss verlässt dieses Element");
    for (const FlowIndex flow : execution.chosen()) take(execution, flow, scope);
    execution.settle_later(scope);
  }
  for (const auto& taken : command.take_flows) {
    if (!taken.flow.valid() || taken.flow.value() >= execution.definition.flows.size())
      return refuse(execution, "there is no such sequence flow",
                    "es gibt keinen solchen Sequenzfluss");
    const ElementKey scope =
        scope_or_refuse(execution, execution.definition[taken.flow].source, taken.scope);
    if (execution.refused()) return;
    take(execution, taken.flow, scope);
    execution.settle_later(scope);
  }
}

}  // namespace umlauf::runtime
