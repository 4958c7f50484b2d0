#include <algorithm>

#include "engine/runtime/execution.hpp"

// Compensation (BPMN 2.0.2 §10.7, §13.5.5). What has completed and can be compensated is kept as a
// record in its scope. Compensating goes in reverse order of completion where one activity could
// only begin after the other had completed, turns of a loop and sequential instances alike; what
// ran side by side is compensated side by side.
namespace umlauf::runtime {
namespace {

using definition::NodeKind;

Compensation state_of(const ElementInstance& record) {
  const auto* state = std::get_if<Shared<Compensation>>(&record.payload);
  return state == nullptr ? Compensation{} : **state;
}

std::uint64_t completed_at(const ElementInstance& record) {
  const auto* state = std::get_if<CompletedState>(&record.payload);
  return state == nullptr ? 0 : state->order;
}

// Whether sequence flows lead from one node to another of the same scope.
bool leads_to(const definition::ProcessDefinition& definition, NodeIndex from, NodeIndex to) {
  std::vector<bool> seen(definition.nodes.size());
  std::vector<NodeIndex> walk{from};
  while (!walk.empty()) {
    const NodeIndex node = walk.back();
    walk.pop_back();
    const auto visit = [&](NodeIndex leaving) {
      for (const FlowIndex flow : definition.outgoing(leaving)) {
        const NodeIndex target = definition[flow].target;
        if (!seen[target.value()]) {
          seen[target.value()] = true;
          walk.push_back(target);
        }
      }
    };
    visit(node);
    for (const NodeIndex boundary : definition.boundary_events(node)) visit(boundary);
    if (seen[to.value()]) return true;
  }
  return false;
}

// Turns of a loop, and sequential instances, have completed one behind the other.
bool runs_in_sequence(const definition::Node& node) {
  const auto* multiple = std::get_if<definition::MultiInstance>(node.loop.get());
  return multiple == nullptr || multiple->sequential;
}

}  // namespace

bool Execution::compensate(ElementKey thrower, ElementKey scope, NodeIndex activity, bool wait) {
  // An event subprocess compensates what its surrounding scope has done.
  const auto* around = find(scope);
  Compensation state;
  const auto collect = [&](const ElementInstance& from) {
    for (const auto* child = instance.first_child(from); child != nullptr;
         child = instance.next_sibling(*child))
      if (child->role == Role::Completed && (!activity.valid() || child->node == activity))
        state.left.push_back(child->key);
  };
  while (around != nullptr) {
    collect(*around);
    const bool outwards =
        around->node.valid() &&
        (definition[around->node].kind == NodeKind::EventSubProcess ||
         (activity.valid() && definition[activity].scope != definition[around->node].body));
    around = outwards ? instance.parent(*around) : nullptr;
  }
  if (state.left.empty()) return false;
  std::sort(state.left.begin(), state.left.end(),
            [&](ElementKey a, ElementKey b) { return completed_at(at(a)) < completed_at(at(b)); });
  if (!wait) {
    for (auto completed = state.left.rbegin(); completed != state.left.rend(); ++completed)
      start_compensating(kProcessScope, *completed);
    return false;
  }
  if (at(thrower).role == Role::Loop) {
    // Thrown by the whole of a multi-instance activity (table 10.31): its instances go on
    // meanwhile, it does not end before.
    Entered thrown;
    thrown.parent = thrower;
    thrown.node = at(thrower).node;
    thrown.role = Role::Thrown;
    thrower = open(std::move(thrown));
  }
  tell(PhaseChanged{thrower, Phase::Compensating});
  set_payload(thrower, Shared<Compensation>(std::move(state)));
  continue_compensation(thrower);
  return true;
}

// Starts what nothing stands in front of any more.
void Execution::continue_compensation(ElementKey thrower) {
  Compensation state = state_of(at(thrower));
  std::vector<ElementKey> starting;
  std::vector<NodeIndex> later = state.running_nodes;
  std::vector<ElementKey> waiting;
  for (auto next = state.left.rbegin(); next != state.left.rend(); ++next) {
    const ElementInstance* record = find(*next);
    if (record == nullptr) continue;
    const bool in_loop = is_loop_child(*record);
    const bool stands_behind = std::any_of(later.begin(), later.end(), [&](NodeIndex after) {
      if (in_loop) return after == record->node && runs_in_sequence(node_of(*record));
      return after != record->node && definition[after].scope == node_of(*record).scope &&
             leads_to(definition, record->node, after);
    });
    if (stands_behind)
      waiting.push_back(*next);
    else
      starting.push_back(*next);
    if (std::find(later.begin(), later.end(), record->node) == later.end())
      later.push_back(record->node);
  }
  std::reverse(waiting.begin(), waiting.end());
  state.left = std::move(waiting);
  for (const ElementKey completed : starting) {
    const NodeIndex node = at(completed).node;
    state.running.push_back(start_compensating(thrower, completed));
    state.running_nodes.push_back(node);
  }
  if (state.left.empty() && state.running.empty()) return finish_compensation(thrower);
  set_payload(thrower, Shared<Compensation>(std::move(state)));
}

// Undoes one completed activity; yields the record that does so and will be told of by
// `compensation_done`.
ElementKey Execution::start_compensating(ElementKey thrower, ElementKey completed) {
  const ElementInstance& record = at(completed);
  const definition::Node& node = node_of(record);
  const bool whole_loop = node.loop != nullptr && !is_loop_child(record);
  if (!whole_loop && !node.compensation_event_subprocess.valid() &&
      node.compensation_handler.valid()) {
    // The handler sees what the activity had taken in.
    const Variables taken = record.variables;
    const ElementKey scope = record.parent;
    close(completed);
    const ElementKey handler = enter(node.compensation_handler, scope, thrower);
    for (const Variable& variable : taken) set_local(handler, variable.name, variable.value);
    push({Task::Kind::Activate, handler, {}, {}, 0});
    return handler;
  }
  Compensation inner;
  if (whole_loop || !node.compensation_event_subprocess.valid()) {
    for (const auto* child = instance.first_child(record); child != nullptr;
         child = instance.next_sibling(*child))
      if (child->role == Role::Completed) inner.left.push_back(child->key);
    std::sort(inner.left.begin(), inner.left.end(), [&](ElementKey a, ElementKey b) {
      return completed_at(at(a)) < completed_at(at(b));
    });
    tell(Reopened{completed, thrower, Shared<Compensation>(std::move(inner))});
    push({Task::Kind::Compensate, completed, {}, {}, 0});
    return completed;
  }
  const NodeIndex event_subprocess = node.compensation_event_subprocess;
  tell(Reopened{completed, thrower, Shared<Compensation>(std::move(inner))});
  const ElementKey handler = enter(event_subprocess, completed, completed);
  Compensation running;
  running.running.push_back(handler);
  running.running_nodes.push_back(event_subprocess);
  set_payload(completed, Shared<Compensation>(std::move(running)));
  if (!open_scope(handler)) return completed;
  const definition::Scope& body = definition[definition[event_subprocess].body];
  push({Task::Kind::Arrive, handler, body.triggered_starts.front(), {}, 0});
  return completed;
}

void Execution::compensation_done(ElementKey thrower, ElementKey handler) {
  const ElementInstance* record = find(thrower);
  if (record == nullptr || record->phase != Phase::Compensating) return;
  Compensation state = state_of(*record);
  const auto found = std::find(state.running.begin(), state.running.end(), handler);
  if (found == state.running.end()) return;
  state.running_nodes.erase(state.running_nodes.begin() + (found - state.running.begin()));
  state.running.erase(found);
  set_payload(thrower, Shared<Compensation>(std::move(state)));
  push({Task::Kind::Compensate, thrower, {}, {}, 0});
}

void Execution::finish_compensation(ElementKey key) {
  const ElementInstance& record = at(key);
  const ElementKey waiting = record.thrower;
  const ElementKey around = record.parent;
  if (record.node.valid() && definition::is_event(node_of(record).kind)) {
    tell(PhaseChanged{key, Phase::Active});
    set_payload(key, std::monostate{});
    const Behavior& behavior = *kBehaviors[static_cast<std::size_t>(node_of(record).kind)];
    if (behavior.resume == nullptr) return complete(key);
    return behavior.resume(*this, key, {Stimulus::Kind::Child, {}, {}});
  }
  const bool of_loop = record.role == Role::Thrown;
  close(key);  // otherwise a completed activity: all of it has been undone
  if (of_loop) return push({Task::Kind::CheckLoop, around, {}, {}, 0});
  settle_later(around);
  if (waiting.valid()) compensation_done(waiting, key);
}

}  // namespace umlauf::runtime
