#include <algorithm>

#include "engine/runtime/execution.hpp"

// How a flow node ends: data goes out, it is kept for compensation or removed, tokens go on.
namespace umlauf::runtime {

void Execution::bring(ElementKey key, const Variables& variables) {
  if (variables.empty()) return;
  const ElementInstance& record = at(key);
  const definition::NodeData* data = record.node.valid() ? node_of(record).data.get() : nullptr;
  const bool stays = data != nullptr && !data->output_mappings.empty() &&
                     definition.semantics.output_mappings_replace_propagation;
  const auto is_own_output = [&](const std::string& name) {
    return data != nullptr && std::any_of(data->outputs.begin(), data->outputs.end(),
                                          [&](const auto& item) { return item.variable == name; });
  };
  for (const Variable& variable : variables) {
    if (stays || is_own_output(variable.name))
      set_local(key, variable.name, variable.value);
    else
      assign(key, variable.name, variable.value);
  }
}

void Execution::incident(ElementKey key, Resume resume, Failure failure) {
  Incident incident;
  incident.kind = failure.kind;
  incident.resume = resume;
  incident.message = std::move(failure.message);
  incident.since = context.now;
  tell(IncidentRaised{key, Shared<Incident>(std::move(incident))});
}

void Execution::complete(ElementKey key) {
  if (run_listeners(key, JobKind::ListenerAfter, 0)) send_outputs(key);
}

void Execution::send_outputs(ElementKey key) {
  if (auto failure = map_outputs(key)) {
    tell(PhaseChanged{key, Phase::Completing});
    return incident(key, Resume::Complete, std::move(*failure));
  }
  after_outputs(key);
}

void Execution::after_outputs(ElementKey key) {
  const ElementInstance& record = at(key);
  if (is_loop_child(record)) {
    const ElementKey loop = record.parent;
    const std::uint32_t index = record.loop_index;
    const auto* multiple = std::get_if<definition::MultiInstance>(node_of(record).loop.get());
    if (multiple != nullptr && multiple->output_element && !multiple->output_collection.empty()) {
      Evaluated element = evaluate(multiple->output_element, record);
      if (element.failure) {
        tell(PhaseChanged{key, Phase::Completing});
        return incident(key, Resume::Complete, std::move(*element.failure));
      }
      Entered result;
      result.parent = loop;
      result.node = record.node;
      result.role = Role::Result;
      result.loop_index = index;
      set_local(open(std::move(result)), "item", std::move(element.value));
    }
    leave_or_keep(key);
    return loop_child_completed(loop);
  }
  if (node_of(record).async.after && record.phase != Phase::Completing) {
    tell(PhaseChanged{key, Phase::Completing});
    return open_continuation(key, JobKind::AsyncAfter);
  }
  depart(key);
}

// What a completed activity leaves behind for compensation (BPMN 2.0.2 §13.5.5): itself, with its
// data, where it has a handler or where something within it has.
void Execution::leave_or_keep(ElementKey key) {
  const ElementInstance& record = at(key);
  const definition::Node& node = node_of(record);
  bool keeps = node.compensation_handler.valid() || node.compensation_event_subprocess.valid();
  for (const auto* child = instance.first_child(record); child != nullptr && !keeps;
       child = instance.next_sibling(*child))
    keeps = child->role == Role::Completed;
  if (!keeps || record.thrower.valid() || definition::is_event(node.kind)) return close(key);
  for (const auto* child = instance.first_child(record); child != nullptr;) {
    const ElementKey gone = child->key;
    const bool stays = child->role == Role::Completed;
    child = instance.next_sibling(*child);
    if (!stays) close(gone);
  }
  tell(Kept{key, instance.header.next_element});
}

// Its work is done, but it cannot leave.
void Execution::stay(ElementKey key, Failure failure) {
  const ElementInstance& record = at(key);
  for (const auto* child = instance.first_child(record); child != nullptr;) {
    const ElementKey wait = child->key;
    const bool closes = child->role == Role::Wait;
    child = instance.next_sibling(*child);
    if (closes) close(wait);
  }
  if (record.phase != Phase::Completing) tell(PhaseChanged{key, Phase::Completing});
  incident(key, Resume::Leave, std::move(failure));
}

void Execution::depart(ElementKey key) {
  const ElementInstance& record = at(key);
  const definition::Node& node = node_of(record);
  const ElementKey scope = record.parent;
  const ElementKey thrower = record.thrower;
  if (auto failure = choose_flows(record.node, at(scope))) return stay(key, std::move(*failure));
  if (node.listeners != nullptr && !node.listeners->taken.empty())
    for (const FlowIndex flow : chosen())
      if (auto failure = run_flow_listeners(flow, scope)) return stay(key, std::move(*failure));
  leave_or_keep(key);
  if (thrower.valid()) {
    settle_later(scope);
    return compensation_done(thrower, key);
  }
  for (const FlowIndex flow : chosen())
    for (std::uint32_t token = 0; token < node.completion_quantity; ++token) take_flow(flow, scope);
  settle_later(scope);
}

void Execution::terminate(ElementKey key, Ending ending) {
  const ElementInstance& top = at(key);
  const ElementKey around = top.parent;
  // Depth first without recursion; what is deepest leaves first.
  std::vector<const ElementInstance*> walk{&top};
  for (std::size_t i = 0; i < walk.size(); ++i)
    for (const auto* child = instance.first_child(*walk[i]); child != nullptr;
         child = instance.next_sibling(*child))
      walk.push_back(child);
  std::vector<ElementKey> active;
  for (const ElementInstance* record : walk) {
    if (const auto* call = std::get_if<Shared<Call>>(&record->payload); call && (*call)->started)
      effect(CancelCalledProcess{(*call)->child});
    if (record->role == Role::Activity || record->role == Role::Loop) active.push_back(record->key);
  }
  for (auto record = active.rbegin(); record != active.rend(); ++record) {
    const ElementInstance& gone = at(*record);
    const bool began = gone.phase != Phase::Ready && gone.phase != Phase::Completing;
    if (gone.role == Role::Activity && began) run_ended_listeners(*record, node_of(gone));
    if (*record != key) close(*record, Ending::Terminated);
  }
  close(key, ending);
  settle_later(around);
}

void Execution::cancel_element(ElementKey key) {
  const ElementInstance& record = at(key);
  const bool in_loop = is_loop_child(record);
  const ElementKey around = record.parent;
  const ElementKey thrower = record.thrower;
  terminate(key);
  if (thrower.valid()) compensation_done(thrower, key);
  // A loop that is being compensated counts its instances no more.
  const auto* loop = in_loop ? std::get_if<Shared<LoopState>>(&at(around).payload) : nullptr;
  if (loop == nullptr) return;
  LoopState state = **loop;
  --state.active;
  ++state.terminated;
  set_payload(around, Shared<LoopState>(state));
  if (std::get_if<definition::MultiInstance>(node_of(at(around)).loop.get()) != nullptr) {
    const bool camunda = definition.semantics.counters_named_as_in_camunda;
    set_local(around, camunda ? "nrOfActiveInstances" : "numberOfActiveInstances", state.active);
    if (!camunda) set_local(around, "numberOfTerminatedInstances", state.terminated);
  }
  check_loop(around);
}

void Execution::clear_scope(ElementKey scope, ElementKey spare) {
  const ElementInstance& record = at(scope);
  for (const auto* child = instance.first_child(record); child != nullptr;) {
    const ElementInstance& gone = *child;
    child = instance.next_sibling(*child);
    if (gone.key == spare) continue;
    if (gone.role == Role::Activity || gone.role == Role::Loop)
      terminate(gone.key);
    else if (gone.role == Role::Wait && node_of(gone).kind != definition::NodeKind::BoundaryEvent)
      close(gone.key);
  }
  // Tokens on their way to a node of the scope, too.
  const auto on_the_way = [scope](const Task& task) {
    return task.kind == Task::Kind::Arrive && task.key == scope;
  };
  std::erase_if(buffers_.stack, on_the_way);
  std::erase_if(buffers_.pushed, on_the_way);
  if (const auto* state = std::get_if<ScopeState>(&at(scope).payload)) {
    const std::vector<Arrival> tokens = state->arrivals;
    for (const Arrival& token : tokens) tell(TokensConsumed{scope, token.flow, token.count});
  }
}

void Execution::end_instance(InstanceState state, std::string error_code, std::string error_message,
                             bool by_error, bool cancelled) {
  if (instance.header.has_ended()) return;
  const ElementInstance& root = instance.process_scope();
  for (const auto* child = instance.first_child(root); child != nullptr;) {
    const ElementKey key = child->key;
    const bool active = child->role == Role::Activity || child->role == Role::Loop;
    child = instance.next_sibling(*child);
    if (active) terminate(key);
  }
  if (state != InstanceState::Completed && definition.closing.valid() &&
      !std::get<ScopeState>(root.payload).ending)
    run_ended_listeners(kProcessScope, definition[definition.closing]);
  const bool called = instance.header.caller.has_value();
  // Somebody may still catch the error further out: then it has not failed.
  if (called && state == InstanceState::Failed) state = InstanceState::Terminated;
  if (called) {
    TellCallerEnded told;
    told.caller = *instance.header.caller;
    told.state = state;
    told.error_code = error_code;
    told.error_message = std::move(error_message);
    told.by_error = by_error;
    told.cancelled = cancelled;
    told.variables = instance.process_scope().variables;
    effect(std::move(told));
  }
  tell(InstanceEnded{state, std::move(error_code), context.now});
  buffers_.stack.clear();
  buffers_.pushed.clear();
  buffers_.to_settle.clear();
  buffers_.changed.clear();
}

}  // namespace umlauf::runtime
