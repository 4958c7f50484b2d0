#include <algorithm>

#include "engine/runtime/execution.hpp"

// How a flow node begins: the token arrives, a record is made where one is needed, its boundary
// events begin to wait, data goes in, its own work begins.
namespace umlauf::runtime {
namespace {

const Behavior& behavior_of(const definition::Node& node) {
  return *kBehaviors[static_cast<std::size_t>(node.kind)];
}

}  // namespace

bool Execution::is_loop_child(const ElementInstance& record) const {
  const ElementInstance* around = instance.parent(record);
  return around != nullptr && around->node.valid() && around->node == record.node;
}

bool Execution::passes(NodeIndex index) const {
  const definition::Node& node = definition[index];
  const Behavior& behavior = behavior_of(node);
  return behavior.passes != nullptr && node.data == nullptr && node.listeners == nullptr &&
         node.loop == nullptr && !node.async.before && !node.async.after &&
         !node.is_for_compensation && node.completion_quantity == 1 &&
         !node.compensation_handler.valid() && definition.boundary_events(index).empty() &&
         behavior.passes(definition, index);
}

// startQuantity (BPMN 2.0.2 table 10.3): so many tokens must have come before the activity begins.
void Execution::arrive(NodeIndex index, ElementKey scope, FlowIndex flow) {
  const definition::Node& node = definition[index];
  const Behavior& behavior = behavior_of(node);
  if (behavior.arrive != nullptr) return behavior.arrive(*this, index, scope, flow);
  if (node.start_quantity <= 1 || !flow.valid()) return begin_node(index, scope);
  tell(TokensArrived{scope, flow, 1});
  std::uint32_t there = 0;
  for (const FlowIndex incoming : definition.incoming(index)) there += arrivals(scope, incoming);
  if (there < node.start_quantity) return settle_later(scope);
  std::uint32_t wanted = node.start_quantity;
  for (const FlowIndex incoming : definition.incoming(index)) {
    const std::uint32_t taken = std::min(wanted, arrivals(scope, incoming));
    if (taken > 0) tell(TokensConsumed{scope, incoming, taken});
    wanted -= taken;
  }
  begin_node(index, scope);
}

void Execution::begin_node(NodeIndex index, ElementKey scope, ElementKey thrower) {
  if (!thrower.valid() && passes(index) && !choose_flows(index, at(scope))) {
    tell(Passed{scope, index});
    for (const FlowIndex flow : chosen()) take_flow(flow, scope);
    return settle_later(scope);
  }
  activate(enter(index, scope, thrower));
}

ElementKey Execution::enter(NodeIndex index, ElementKey parent, ElementKey thrower,
                            std::uint32_t loop_index, std::uint32_t trigger) {
  const definition::Node& node = definition[index];
  const ElementInstance& around = at(parent);
  const bool in_loop = around.node.valid() && around.node == index;
  const auto* multiple = std::get_if<definition::MultiInstance>(node.loop.get());
  bool waits_for_job = in_loop ? multiple != nullptr && multiple->async.before : node.async.before;
  // Its event has happened already.
  if (node.kind == definition::NodeKind::EventSubProcess) waits_for_job = false;
  if (instance.depth(around) >= context.limits.scope_depth_max)
    refuse(error(ErrorCode::Limit, "scopes are nested too deeply at '" + node.id + "'",
                 "Bereiche sind bei '" + node.id + "' zu tief verschachtelt"));
  Entered entered;
  entered.parent = parent;
  entered.node = index;
  entered.role = node.loop != nullptr && !in_loop ? Role::Loop : Role::Activity;
  entered.phase = waits_for_job ? Phase::Ready : Phase::Active;
  entered.loop_index = loop_index;
  entered.trigger = trigger;
  const ElementKey key = open(std::move(entered));
  if (thrower.valid()) tell(HandlerBound{key, thrower});
  return key;
}

void Execution::open_continuation(ElementKey key, JobKind kind) {
  Job job;
  job.kind = kind;
  set_payload(key, Shared<Job>(std::move(job)));
  buffers_.continuations.push_back(key);
}

void Execution::activate(ElementKey key) {
  const ElementInstance& record = at(key);
  if (record.phase == Phase::Ready) return open_continuation(key, JobKind::AsyncBefore);
  if (!is_loop_child(record) && !open_boundary_waits(key)) return;
  // Conditions of boundary events that hold already come first.
  if (buffers_.pushed.empty()) return begin_activation(key);
  push({Task::Kind::Begin, key, {}, {}, 0});
}

void Execution::begin_activation(ElementKey key) {
  const ElementInstance& record = at(key);
  if (waits_for_data(key)) return;
  if (record.role == Role::Loop) return begin_loop(key);
  if (auto failure = map_inputs(key)) return incident(key, Resume::Enter, std::move(*failure));
  if (run_listeners(key, JobKind::ListenerBefore, 0)) begin_own_work(key);
}

void Execution::begin_own_work(ElementKey key) { behavior_of(node_of(at(key))).begin(*this, key); }

// What has been triggered already: a start event, a boundary event, the event behind an event-based
// gateway, the start of an event subprocess.
void Execution::pass_triggered(NodeIndex index, ElementKey scope, std::uint32_t trigger,
                               const Variables& payload) {
  const definition::Node& node = definition[index];
  const bool plain = definition::is_event(node.kind) && payload.empty() && node.data == nullptr &&
                     node.listeners == nullptr && !node.async.after;
  if (plain && !choose_flows(index, at(scope))) {
    tell(Passed{scope, index});
    for (const FlowIndex flow : chosen()) take_flow(flow, scope);
    return settle_later(scope);
  }
  Entered entered;
  entered.parent = scope;
  entered.node = index;
  entered.trigger = trigger;
  const ElementKey key = open(std::move(entered));
  bring(key, payload);
  complete(key);
}

}  // namespace umlauf::runtime
