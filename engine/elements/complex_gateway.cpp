#include <algorithm>
#include <optional>

#include "engine/elements/net.hpp"
#include "engine/elements/reach.hpp"
#include "engine/feel/expression.hpp"

// Complex Gateway, BPMN 2.0.2 §10.6.5, §13.4.5. While waiting for start it is activated as soon as
// its activation condition holds over the tokens that have come (`activationCount`, and for each
// incoming flow with an id a variable with the number of its tokens): it consumes one from each
// flow that has one and produces tokens on the outgoing flows whose conditions hold. Then it waits
// for reset, until each other incoming flow has brought its token or can bring none any more
// (decided as for the inclusive join); those are consumed and it waits for start again.
// `waitingForStart` tells the conditions of outgoing flows which of the two it is; on reset no
// default flow is taken, and what cannot be evaluated does not hold. Where nothing can be chosen at
// the start the standard throws an exception; we raise an incident: an operator can then retry.
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

// On reset: tokens on the outgoing flows whose conditions hold.
void produce_on_reset(Execution& execution, NodeIndex node, ElementKey scope) {
  const auto& definition = execution.definition;
  const runtime::Variables on_top{{"waitingForStart", false}};
  for (const FlowIndex flow : definition.outgoing(node)) {
    if (flow == definition[node].default_flow) continue;
    bool holds = false;
    if (definition[flow].condition &&
        execution.condition(definition[flow].condition, execution.at(scope), holds, &on_top))
      holds = false;
    if (holds) execution.take_flow(flow, scope);
  }
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
  // Without a condition nothing is left to wait for: what could come has come.
  const bool all = state.used.size() == execution.definition.incoming(node).size();
  if (all || activation(execution, node) == nullptr) return execution.begin_node(node, scope);
  runtime::Entered entered;
  entered.parent = scope;
  entered.node = node;
  entered.payload = Shared<ComplexState>(std::move(state));
  execution.open(std::move(entered));
  if (auto failure = execution.choose_flows(node, execution.at(scope)))
    return execution.incident(execution.enter(node, scope), runtime::Resume::Leave,
                              std::move(*failure));
  for (const FlowIndex flow : execution.chosen()) execution.take_flow(flow, scope);
  execution.settle_later(scope);
}

bool has_tokens(const Execution& execution, NodeIndex node, ElementKey scope) {
  const auto incoming = execution.definition.incoming(node);
  return std::any_of(incoming.begin(), incoming.end(),
                     [&](FlowIndex flow) { return execution.arrivals(scope, flow) > 0; });
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

void begin(Execution& execution, ElementKey key) { execution.complete(key); }

}  // namespace

// Nothing moves any more: may it be reset?
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
  produce_on_reset(execution, node, scope);
  // What has come once more over a flow used before counts for the next start.
  if (has_tokens(execution, node, scope) && activation(execution, node) != nullptr &&
      activated(execution, node, scope))
    fire(execution, node, scope);
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

namespace {

// 2^n sets of flows are looked at.
constexpr std::size_t kFlowsMax = 6;

std::optional<bool> value_of(const Expression& condition, const feel::Context& known) {
  for (const std::string& name : condition.compiled->free_names())
    if (known.find(name) == nullptr) return std::nullopt;
  const feel::Evaluation result = condition.compiled->evaluate(feel::ContextEnvironment(known));
  return result.value.boolean() != nullptr && *result.value.boolean();
}

// The sets of flows (as bits) that activate the gateway when tokens come one after the other;
// nullopt where the condition asks for anything but how many have come.
std::optional<std::vector<std::uint32_t>> activating(const NetBuilder& net, NodeIndex node,
                                                     const Expression& condition) {
  const auto incoming = net.definition().incoming(node);
  if (incoming.size() > kFlowsMax) return std::nullopt;
  std::vector<std::uint32_t> sets;
  std::vector<bool> seen(std::size_t{1} << incoming.size(), false);
  std::vector<std::uint32_t> open{0};
  for (std::size_t next = 0; next < open.size(); ++next)
    for (std::size_t added = 0; added < incoming.size(); ++added) {
      const std::uint32_t set = open[next] | (1U << added);
      if (seen[set]) continue;
      seen[set] = true;
      feel::Context counts;
      std::int64_t sum = 0;
      for (std::size_t i = 0; i < incoming.size(); ++i) {
        const std::int64_t there = (set >> i) & 1U;
        counts.put(net.definition()[incoming[i]].id, there);
        sum += there;
      }
      counts.put("activationCount", sum);
      const std::optional<bool> holds = value_of(condition, counts);
      if (!holds) return std::nullopt;
      (*holds ? sets : open).push_back(set);
    }
  return sets;
}

// Whether a token that has left the gateway may come back to it.
bool comes_back(const ProcessDefinition& process, NodeIndex gateway) {
  std::vector<bool> reached(process.nodes.size(), false);
  std::vector<NodeIndex> open{gateway};
  while (!open.empty()) {
    const NodeIndex node = open.back();
    open.pop_back();
    const auto visit = [&](NodeIndex next) {
      if (!next.valid() || reached[next.value()]) return;
      reached[next.value()] = true;
      open.push_back(next);
    };
    for (FlowIndex flow : process.outgoing(node)) visit(process[flow].target);
    for (NodeIndex event : process.boundary_events(node)) visit(event);
    for (const EventDefinition& event : process[node].events)
      if (const auto* link = std::get_if<LinkEvent>(&event.payload)) visit(link->target);
  }
  return reached[gateway.value()];
}

// What goes out on activation (`start`) or on reset.
void produce(NetBuilder& net, NodeIndex node, PlaceIndex from, bool start) {
  const FlowIndex otherwise = net.node(node).default_flow;
  Places always, optional;
  for (FlowIndex each : net.definition().outgoing(node)) {
    if (each == otherwise) continue;
    const Expression& condition = net.definition()[each].condition;
    std::optional<bool> holds = start;
    if (condition) holds = value_of(condition, feel::Context{{"waitingForStart", start}});
    if (holds.value_or(false)) always.push_back(net.flow(each));
    if (!holds) optional.push_back(net.flow(each));
  }
  Places least = always;
  if (always.empty() && start && otherwise.valid()) least.push_back(net.flow(otherwise));
  net.fire(node, {from}, least);
  if (optional.empty()) return;
  const PlaceIndex choice = net.glue(node);
  always.push_back(choice);
  net.fire(node, {from}, always);
  net.inclusive_split(node, choice, optional);
}

}  // namespace

// Waiting for start is a switch. Each set of tokens that activates the gateway turns it off; the
// reset takes what else has come, when no more can come, and turns it on again.
void complex_gateway_net_rule(NetBuilder& net, NodeIndex node) {
  const Places arrivals = net.arrivals(node);
  if (arrivals.empty()) return;
  if (arrivals.size() == 1) return split_inclusively(net, node, arrivals.front());
  const auto* work = std::get_if<ComplexWork>(&net.node(node).work);
  if (work == nullptr || !work->activation_condition)
    return join_and_split_inclusively(net, node, arrivals);
  const auto sets = activating(net, node, work->activation_condition);
  if (!sets || !net.can_remember() || comes_back(net.definition(), node)) {
    net.unsupported(node);
    return split_inclusively(net, node, merged(net, node, arrivals));
  }
  const PlaceIndex ready = net.switched_on(node);
  const PlaceIndex activated = net.glue(node), reset = net.glue(node);
  for (std::uint32_t set : *sets) {
    Places take{ready}, rest;
    for (std::size_t i = 0; i < arrivals.size(); ++i)
      ((set >> i) & 1U ? take : rest).push_back(arrivals[i]);
    if (rest.empty()) {
      net.fire(node, take, {activated, ready});
      continue;
    }
    const PlaceIndex waiting = net.glue(node);
    net.fire(node, take, {activated, waiting});
    rest.push_back(waiting);
    net.inclusive_join(node, rest, {reset, ready}, waiting);
  }
  produce(net, node, activated, true);
  produce(net, node, reset, false);
}

}  // namespace umlauf::definition
