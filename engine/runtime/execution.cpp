#include "engine/runtime/execution.hpp"

#include <algorithm>
#include <utility>

#include "engine/base/assert.hpp"
#include "engine/runtime/fold.hpp"

namespace umlauf::runtime {

Execution::Execution(const definition::ProcessDefinition& definition_in,
                     ProcessInstance& instance_in, const StepContext& context_in,
                     const Actor* actor_in, Buffers& buffers, Continued)
    : definition(definition_in),
      instance(instance_in),
      context(context_in),
      actor(actor_in),
      mutable_instance_(instance_in),
      buffers_(buffers) {}

Execution::Execution(const definition::ProcessDefinition& definition_in,
                     ProcessInstance& instance_in, const StepContext& context_in,
                     const Actor* actor_in, Buffers& buffers)
    : Execution(definition_in, instance_in, context_in, actor_in, buffers, Continued{}) {
  buffers_.events.clear();
  buffers_.effects.clear();
  buffers_.continuations.clear();
  buffers_.stack.clear();
  buffers_.pushed.clear();
  buffers_.to_settle.clear();
  buffers_.payloads.clear();
  buffers_.changed.clear();
}

// It is kept first, and folded from where it is kept: so nothing is moved twice, and nobody has to
// find out again which event it is.
template <typename Told>
void Execution::tell(Told event) {
  Event& kept = buffers_.events.emplace_back(std::in_place_type<Told>, std::move(event));
  const Told& told = *std::get_if<Told>(&kept);
  buffers_.tracking.about_to_fold(told);
  fold(mutable_instance_, told);
}
template void Execution::tell(InstanceStarted);
template void Execution::tell(InstanceEnded);
template void Execution::tell(InstanceSuspended);
template void Execution::tell(InstanceResumed);
template void Execution::tell(Entered);
template void Execution::tell(Passed);
template void Execution::tell(Left);
template void Execution::tell(Kept);
template void Execution::tell(FlowTaken);
template void Execution::tell(TokensArrived);
template void Execution::tell(TokensConsumed);
template void Execution::tell(MessageFlowTaken);
template void Execution::tell(VariableSet);
template void Execution::tell(VariableRemoved);
template void Execution::tell(PhaseChanged);
template void Execution::tell(PayloadChanged);
template void Execution::tell(IncidentRaised);
template void Execution::tell(IncidentResolved);
template void Execution::tell(HandlerBound);
template void Execution::tell(Reopened);
template void Execution::tell(ErrorThrown);
template void Execution::tell(EscalationThrown);
template void Execution::tell(SignalThrown);
template void Execution::tell(MessageThrown);
template void Execution::tell(TriggerCame);
template void Execution::tell(DecisionEvaluated);
template void Execution::tell(TaskCompletedBy);
template void Execution::tell(InstanceMigrated);
template void Execution::tell(NodeChanged);

void Execution::no_record() { throw AssertionFailure("the record is there", __FILE__, __LINE__); }

ElementKey Execution::open(Entered entered) {
  const ElementKey key(instance.header.next_element);
  if (instance.size() >= context.limits.records_max)
    refuse(error(ErrorCode::Limit,
                 "more than " + std::to_string(context.limits.records_max) +
                     " elements would be active in one instance",
                 "mehr als " + std::to_string(context.limits.records_max) +
                     " Elemente wären in einer Instanz aktiv"));
  entered.key = key;
  tell(std::move(entered));
  return key;
}

void Execution::refuse(Error error) {
  if (!refusal_) refusal_ = std::move(error);
}

std::uint32_t Execution::hold_payload(Variables variables) {
  buffers_.payloads.push_back(std::move(variables));
  return static_cast<std::uint32_t>(buffers_.payloads.size() - 1);
}

void Execution::flush() {
  buffers_.stack.insert(buffers_.stack.end(), buffers_.pushed.rbegin(), buffers_.pushed.rend());
  buffers_.pushed.clear();
}

// Depth first: the branch that begins first runs until it waits. When nothing moves any more, the
// scopes are looked at in which something has moved: a join that waited for tokens which cannot
// come any more fires, a scope without anything active ends.
void Execution::run() {
  while (true) {
    flush();
    if (refused()) return;
    if (!buffers_.changed.empty()) {
      evaluate_conditions();
      flush();
    }
    if (!buffers_.stack.empty()) {
      const Task task = buffers_.stack.back();
      buffers_.stack.pop_back();
      do_task(task);
    } else if (!buffers_.to_settle.empty()) {
      const ElementKey scope = buffers_.to_settle.back();
      buffers_.to_settle.pop_back();
      settle(scope);
    } else {
      return;
    }
  }
}

void Execution::do_task(const Task& task) {
  if (find(task.key) == nullptr) return;  // removed by what happened before
  switch (task.kind) {
    case Task::Kind::Arrive:
      if (count_transition()) arrive(task.node, task.key, task.flow);
      return;
    case Task::Kind::Activate:
      // Parallel instances are bounded by a limit of their own (Limits::loop_instances_max).
      if (task.payload == kUncounted || count_transition()) activate(task.key);
      return;
    case Task::Kind::Begin:
      return begin_activation(task.key);
    case Task::Kind::Deliver: {
      const Variables payload = buffers_.payloads[task.payload];
      return deliver(task.key, payload);
    }
    case Task::Kind::Complete:
      return complete(task.key);
    case Task::Kind::Compensate:
      return continue_compensation(task.key);
    case Task::Kind::CheckLoop:
      return check_loop(task.key);
  }
}

bool Execution::count_transition() {
  if (++transitions_ <= context.limits.transitions_max) return true;
  const std::string limit = std::to_string(context.limits.transitions_max);
  refuse(error(ErrorCode::Limit, "one command caused more than " + limit + " transitions",
               "ein Befehl löste mehr als " + limit + " Übergänge aus"));
  return false;
}

bool Execution::joins_at_rest(ElementKey scope) {
  const auto* state = std::get_if<ScopeState>(&at(scope).payload);
  if (state == nullptr) return false;
  // A copy: what fires changes the arrivals.
  const std::vector<Arrival> waiting = state->arrivals;
  for (const Arrival& arrival : waiting) {
    const NodeIndex join = definition[arrival.flow].target;
    const Behavior& behavior = *kBehaviors[static_cast<std::size_t>(definition[join].kind)];
    if (behavior.at_rest != nullptr && behavior.at_rest(*this, join, scope)) return true;
  }
  return false;
}

bool Execution::reset_at_rest(ElementKey scope) {
  const std::vector<ElementKey> waiting(instance.reset_waits().begin(),
                                        instance.reset_waits().end());
  for (const ElementKey key : waiting) {
    const ElementInstance& record = at(key);
    const Behavior& behavior = *kBehaviors[static_cast<std::size_t>(node_of(record).kind)];
    if (record.parent == scope && behavior.reset != nullptr && behavior.reset(*this, key))
      return true;
  }
  return false;
}

void Execution::settle(ElementKey scope) {
  const ElementInstance* record = find(scope);
  if (record == nullptr || instance.header.has_ended()) return;
  const auto* state = std::get_if<ScopeState>(&record->payload);
  if (state == nullptr || record->phase != Phase::Active || record->incident) return;
  if ((!state->arrivals.empty() && joins_at_rest(scope)) || reset_at_rest(scope)) {
    settle_later(scope);
    return;
  }
  record = find(scope);
  state = std::get_if<ScopeState>(&record->payload);
  const bool empty = instance.active_children(*record) == 0 && state->arrivals.empty();
  if (!empty) stop_listening(scope);
  if (record->role == Role::Process) {
    if (empty) settle_process();
    return;
  }
  const Behavior& behavior = *kBehaviors[static_cast<std::size_t>(node_of(*record).kind)];
  if (behavior.settled != nullptr) return behavior.settled(*this, scope);
  if (empty) complete(scope);
}

// Nothing is left in the process: what its listeners do at its end, while nothing can begin in it
// any more; then it has completed.
void Execution::settle_process() {
  if (!definition.closing.valid() || std::get<ScopeState>(at(kProcessScope).payload).ending)
    return end_instance(InstanceState::Completed);
  for (const auto* child = instance.first_child(at(kProcessScope)); child != nullptr;) {
    const ElementInstance& wait = *child;
    child = instance.next_sibling(wait);
    if (wait.role == Role::Wait) close(wait.key);
  }
  ScopeState closing = std::get<ScopeState>(at(kProcessScope).payload);
  closing.ending = true;
  closing.interrupted = true;
  set_payload(kProcessScope, std::move(closing));
  begin_node(definition.closing, kProcessScope);
}

// §13.5.4: a scope in which nothing but event subprocesses runs any more is completing, and no
// other one can begin in it.
void Execution::stop_listening(ElementKey scope) {
  const ElementInstance& record = at(scope);
  const definition::Scope& body =
      definition[record.role == Role::Process ? definition::ProcessDefinition::root()
                                              : node_of(record).body];
  const auto* state = std::get_if<ScopeState>(&record.payload);
  if (body.event_subprocesses.empty() || state->interrupted || !state->arrivals.empty()) return;
  const bool ad_hoc =
      body.node.valid() && definition[body.node].kind == definition::NodeKind::AdHocSubProcess;
  if (ad_hoc) return;  // more can be begun in it as long as it is open
  const auto is_of_body = [&](const ElementInstance& child) {
    return (child.role == Role::Activity || child.role == Role::Loop) &&
           node_of(child).kind != definition::NodeKind::EventSubProcess;
  };
  // From both ends: what is oldest or came last decides mostly.
  const ElementInstance* front = instance.first_child(record);
  const ElementInstance* back = instance.last_child(record);
  for (; front != nullptr; front = instance.next_sibling(*front)) {
    if (is_of_body(*front) || is_of_body(*back)) return;
    back = instance.previous_sibling(*back);
  }
  ScopeState completing = *state;
  completing.interrupted = true;
  set_payload(scope, std::move(completing));
  for (const auto* child = instance.first_child(at(scope)); child != nullptr;) {
    const ElementInstance& wait = *child;
    child = instance.next_sibling(*child);
    if (wait.role == Role::Wait && node_of(wait).kind != definition::NodeKind::BoundaryEvent)
      close(wait.key);
  }
}

}  // namespace umlauf::runtime
