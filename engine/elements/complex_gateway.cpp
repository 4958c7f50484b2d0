#include <algorithm>

#include "engine/elements/net.hpp"
#include "engine/elements/reach.hpp"

// Complex Gateway, BPMN 2.0.2 §10.6.5, §13.4.5. While waiting for start it is activated as soon as
// its activation condition holds over the tokens that have come (`activationCount`, and for each
// incoming flow with an id a variable with the number of its tokens): it consumes one from each
// flow that has one and produces tokens on the outgoing flows whose conditions hold. Then it waits
// for reset, until each other incoming flow has brought its token or can bring none any more
// (decided as for the inclusive join); those are consumed and it waits for start again.
// `waitingForStart` tells the conditions of outgoing flows which of the two it is; on reset no
// default flow is taken.
//
// Without an activation condition it joins like an inclusive gateway.
namespace umlauf::elements {

using runtime::ComplexState;
using runtime::ElementInstance;
using runtime::ElementKey;
using runtime::Execution;
using runtime::FlowIndex;
using runtime::NodeIndex;
using runtime::Role;
using runtime::Shared;

namespace {

// The gateway's record while it waits for reset.
const ElementInstance* waiting_for_reset(const Execution& execution, NodeIndex node,
                                         ElementKey scope) {
  for (const auto* child = execution.instance.first_child(execution.at(scope)); child != nullptr;
       child = execution.instance.next_sibling(*child))
    if (child->node == node && std::holds_alternative<Shared<ComplexState>>(child->payload))
      return child;
  return nullptr;
}

const definition::Expression* activation(const Execution& execution, NodeIndex node) {
  const auto* work = std::get_if<definition::ComplexWork>(&execution.definition[node].work);
  return work != nullptr && work->activation_condition ? &work->activation_condition : nullptr;
}

// Tokens on the outgoing flows whose conditions hold.
void produce(Execution& execution, NodeIndex node, ElementKey scope, bool start) {
  const auto& definition = execution.definition;
  const runtime::Variables on_top{{"waitingForStart", start}};
  bool any = false;
  for (const FlowIndex flow : definition.outgoing(node)) {
    if (flow == definition[node].default_flow) continue;
    bool holds = start;
    if (definition[flow].condition &&
        execution.condition(definition[flow].condition, execution.at(scope), holds, &on_top))
      holds = false;
    if (!holds) continue;
    any = true;
    execution.take_flow(flow, scope);
  }
  if (!any && start && definition[node].default_flow.valid())
    execution.take_flow(definition[node].default_flow, scope);
  execution.settle_later(scope);
}

void fire(Execution& execution, NodeIndex node, ElementKey scope) {
  ComplexState state;
  state.waiting_for_reset = true;
  for (const FlowIndex flow : execution.definition.incoming(node)) {
    if (execution.arrivals(scope, flow) == 0) continue;
    execution.tell(runtime::TokensConsumed{scope, flow, 1});
    state.used.push_back(flow);
  }
  const bool all = state.used.size() == execution.definition.incoming(node).size();
  if (all) {
    execution.tell(runtime::Passed{scope, node});
    return produce(execution, node, scope, true);
  }
  runtime::Entered entered;
  entered.parent = scope;
  entered.node = node;
  entered.payload = Shared<ComplexState>(std::move(state));
  execution.open(std::move(entered));
  produce(execution, node, scope, true);
}

bool activated(Execution& execution, NodeIndex node, ElementKey scope) {
  runtime::Variables counts;
  std::int64_t sum = 0;
  for (const FlowIndex flow : execution.definition.incoming(node)) {
    const std::int64_t there = execution.arrivals(scope, flow);
    counts.set(execution.definition[flow].id, there);
    sum += there;
  }
  counts.set("activationCount", sum);
  bool holds = false;
  if (execution.condition(*activation(execution, node), execution.at(scope), holds, &counts))
    holds = false;
  return holds;
}

void arrive(Execution& execution, NodeIndex node, ElementKey scope, FlowIndex flow) {
  if (execution.definition.incoming(node).size() <= 1 || !flow.valid())
    return execution.begin_node(node, scope);
  execution.tell(runtime::TokensArrived{scope, flow, 1});
  if (activation(execution, node) != nullptr &&
      waiting_for_reset(execution, node, scope) == nullptr && activated(execution, node, scope))
    return fire(execution, node, scope);
  execution.settle_later(scope);
}

bool at_rest(Execution& execution, NodeIndex node, ElementKey scope) {
  const ElementInstance* waiting = waiting_for_reset(execution, node, scope);
  if (waiting == nullptr) {
    if (activation(execution, node) != nullptr || more_tokens_can_come(execution, node, scope))
      return false;
    fire(execution, node, scope);
    return true;
  }
  return false;
}

// Nothing moves any more: may it be reset?
void begin(Execution& execution, ElementKey key) { execution.complete(key); }

}  // namespace

bool reset_complex_gateway(Execution& execution, ElementKey key) {
  const ElementInstance& record = execution.at(key);
  const NodeIndex node = record.node;
  const ElementKey scope = record.parent;
  const ComplexState& state = *std::get<Shared<ComplexState>>(record.payload);
  std::vector<FlowIndex> rest;
  for (const FlowIndex flow : execution.definition.incoming(node))
    if (std::find(state.used.begin(), state.used.end(), flow) == state.used.end())
      rest.push_back(flow);
  const bool all = std::all_of(rest.begin(), rest.end(),
                               [&](FlowIndex flow) { return execution.arrivals(scope, flow) > 0; });
  if (!all && more_tokens_can_come(execution, node, scope)) return false;
  for (const FlowIndex flow : rest)
    if (execution.arrivals(scope, flow) > 0)
      execution.tell(runtime::TokensConsumed{scope, flow, 1});
  execution.close(key);
  produce(execution, node, scope, false);
  return true;
}

extern const runtime::Behavior complex_gateway{
    .arrive = arrive,
    .passes = [](const definition::ProcessDefinition&, NodeIndex) { return true; },
    .begin = begin,
    .at_rest = at_rest,
    .reset = reset_complex_gateway,
    .split = runtime::Split::Inclusive,
};

}  // namespace umlauf::elements

// The same for the verifier's token net.
namespace umlauf::definition {

// How many tokens a joining complex gateway waits for is written in an expression.
void complex_gateway_net_rule(NetBuilder& net, NodeIndex node) {
  const Places arrivals = net.arrivals(node);
  if (arrivals.empty()) return;
  if (arrivals.size() > 1) net.unsupported(node);
  split_inclusively(net, node, merged(net, node, arrivals));
}

}  // namespace umlauf::definition
