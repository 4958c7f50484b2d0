#include <algorithm>

#include "engine/runtime/execution.hpp"

namespace umlauf::runtime {
namespace {

Failure no_flow(const definition::ProcessDefinition& definition, NodeIndex node) {
  const std::string& id = definition[node].id;
  return {
      IncidentKind::NoFlow,
      {"no outgoing flow of '" + id + "' can be chosen: no condition holds and there is no default",
       "kein ausgehender Fluss von '" + id +
           "' lässt sich wählen: keine Bedingung trifft zu und es gibt keinen Standardfluss"}};
}

}  // namespace

void Execution::take_flow(FlowIndex flow, ElementKey scope) {
  tell(FlowTaken{flow});
  push({Task::Kind::Arrive, scope, definition[flow].target, flow, 0});
}

// BPMN 2.0.2 §13.3.1 (activities), §13.4.1-13.4.3 (gateways). Conditions are evaluated in document
// order. The default flow is taken where no condition holds; a flow without condition is taken in
// any case. Where the standard throws an exception because nothing can be chosen we raise an
// incident: an operator can then retry.
std::optional<Failure> Execution::choose_flows(NodeIndex node, const ElementInstance& from) {
  const definition::Node& leaving = definition[node];
  const Split split = kBehaviors[static_cast<std::size_t>(leaving.kind)]->split;
  const auto outgoing = definition.outgoing(node);
  std::vector<FlowIndex>& out = buffers_.flows;
  out.clear();
  if (outgoing.empty() || leaving.is_for_compensation) return std::nullopt;
  bool condition_held = false;
  // §10.6.5: conditions behind a complex gateway may ask which of its two phases it is in.
  Variables phase;
  if (leaving.kind == definition::NodeKind::ComplexGateway) phase.set("waitingForStart", true);
  const Variables* on_top = phase.empty() ? nullptr : &phase;
  for (const FlowIndex flow : outgoing) {
    if (flow == leaving.default_flow) continue;
    const definition::Expression& expression = definition[flow].condition;
    if (expression && split != Split::Parallel) {
      bool holds = false;
      if (auto failure = condition(expression, from, holds, on_top)) return failure;
      if (!holds) continue;
      condition_held = true;
    }
    out.push_back(flow);
    if (split == Split::Exclusive) return std::nullopt;
  }
  const bool wants_default = split == Split::Uncontrolled ? !condition_held : out.empty();
  if (leaving.default_flow.valid() && (wants_default || split == Split::Parallel)) {
    out.push_back(leaving.default_flow);
    // In document order again, also with the default among the others.
    std::sort(out.begin(), out.end());
  }
  if (out.empty()) return no_flow(definition, node);
  return std::nullopt;
}

std::uint32_t Execution::arrivals(ElementKey scope, FlowIndex flow) const {
  const auto* state = std::get_if<ScopeState>(&at(scope).payload);
  if (state == nullptr) return 0;
  for (const Arrival& arrival : state->arrivals)
    if (arrival.flow == flow) return arrival.count;
  return 0;
}

}  // namespace umlauf::runtime
