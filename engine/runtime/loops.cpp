#include <algorithm>

#include "engine/runtime/execution.hpp"

// Standard loops and multi-instance activities (BPMN 2.0.2 §10.3.8, §13.3.6, §13.3.7).
namespace umlauf::runtime {
namespace {

LoopState loop_state(const ElementInstance& record) {
  const auto* state = std::get_if<Shared<LoopState>>(&record.payload);
  return state == nullptr ? LoopState{} : **state;
}

Failure too_many(const std::string& id, std::uint64_t count, std::uint32_t limit) {
  return {IncidentKind::Limit,
          {"'" + id + "' would have " + std::to_string(count) + " instances; the limit is " +
               std::to_string(limit),
           "'" + id + "' hätte " + std::to_string(count) + " Instanzen; die Grenze liegt bei " +
               std::to_string(limit)}};
}

Failure no_count(const std::string& id) {
  return {IncidentKind::Expression,
          {"the number of instances of '" + id + "' is no whole number of 0 or more",
           "die Zahl der Instanzen von '" + id + "' ist keine ganze Zahl ab 0"}};
}

Failure no_list(const std::string& id) {
  return {IncidentKind::Expression,
          {"the collection of '" + id + "' is no list",
           "die Sammlung von '" + id + "' ist keine Liste"}};
}

bool is_compensation(const std::shared_ptr<const definition::EventDefinition>& event) {
  return event != nullptr && event->trigger() == definition::Trigger::Compensation;
}

bool throws_compensation(const definition::MultiInstance& multiple) {
  return is_compensation(multiple.none_event) || is_compensation(multiple.one_event) ||
         std::any_of(multiple.complex.begin(), multiple.complex.end(), [](const auto& rule) {
           return rule.event.trigger() == definition::Trigger::Compensation;
         });
}

// It has thrown a compensation that is not done yet.
bool is_compensating(const ProcessInstance& instance, const ElementInstance& loop) {
  for (const auto* child = instance.last_child(loop); child != nullptr;
       child = instance.previous_sibling(*child))
    if (child->role == Role::Thrown) return true;
  return false;
}

// Where a cardinality is given as well there may be more instances than items.
const feel::Value* item_at(const feel::Values* items, std::uint32_t index) {
  return items == nullptr || index >= items->size() ? nullptr : &(*items)[index];
}

}  // namespace

void Execution::begin_loop(ElementKey key) {
  const ElementInstance& record = at(key);
  const definition::Node& node = node_of(record);
  LoopState state;
  if (const auto* loop = std::get_if<definition::StandardLoop>(node.loop.get())) {
    set_payload(key, Shared<LoopState>(state));
    bool goes_on = !loop->maximum || *loop->maximum > 0;
    if (goes_on && loop->test_before && loop->condition)
      if (auto failure = condition(loop->condition, at(key), goes_on))
        return incident(key, Resume::Enter, std::move(*failure));
    return goes_on ? next_loop_child(key) : after_outputs(key);
  }
  const auto& multiple = std::get<definition::MultiInstance>(*node.loop);
  feel::Value items;
  std::uint64_t count = 0;
  if (multiple.collection) {
    Evaluated collection = evaluate(multiple.collection, record);
    if (!collection.failure && collection.value.list() == nullptr)
      collection.failure = no_list(node.id);
    if (collection.failure) return incident(key, Resume::Enter, std::move(*collection.failure));
    items = std::move(collection.value);
    count = items.list()->size();
  }
  if (multiple.cardinality) {
    Evaluated cardinality = evaluate(multiple.cardinality, record);
    if (cardinality.failure) return incident(key, Resume::Enter, std::move(*cardinality.failure));
    feel::Value number = cardinality.value;
    if (const std::string* digits = number.string())
      if (const auto parsed = Decimal::parse(*digits)) number = feel::Value(*parsed);
    const auto whole = number.number() ? number.number()->to_int64() : std::nullopt;
    if (!whole || *whole < 0) return incident(key, Resume::Enter, no_count(node.id));
    count = static_cast<std::uint64_t>(*whole);
  }
  if (count > context.limits.loop_instances_max)
    return incident(key, Resume::Enter,
                    too_many(node.id, count, context.limits.loop_instances_max));
  state.total = static_cast<std::uint32_t>(count);
  set_payload(key, Shared<LoopState>(state));
  const bool camunda = definition.semantics.counters_named_as_in_camunda;
  set_local(key, camunda ? "nrOfInstances" : "numberOfInstances", state.total);
  set_local(key, camunda ? "nrOfActiveInstances" : "numberOfActiveInstances", 0);
  set_local(key, camunda ? "nrOfCompletedInstances" : "numberOfCompletedInstances", 0);
  if (!camunda) set_local(key, "numberOfTerminatedInstances", 0);
  if (count == 0) return end_loop(key);
  if (!multiple.sequential) return begin_parallel_instances(key, items.list());
  if (items.list() != nullptr) {
    Entered stash;
    stash.parent = key;
    stash.node = record.node;
    stash.role = Role::Stash;
    set_local(open(std::move(stash)), "items", items);
  }
  next_loop_child(key);
}

void Execution::begin_parallel_instances(ElementKey key, const feel::Values* items) {
  LoopState state = loop_state(at(key));
  for (; state.next < state.total && !refused(); ++state.next)
    enter_loop_child(key, state.next, item_at(items, state.next));
  state.active = state.total;
  set_payload(key, Shared<LoopState>(state));
  const bool camunda = definition.semantics.counters_named_as_in_camunda;
  set_local(key, camunda ? "nrOfActiveInstances" : "numberOfActiveInstances", state.active);
}

// The next turn of a loop, or the next of sequential instances.
void Execution::next_loop_child(ElementKey key) {
  const ElementInstance& record = at(key);
  const definition::Node& node = node_of(record);
  LoopState state = loop_state(record);
  const std::uint32_t index = state.next;
  ++state.next;
  ++state.active;
  set_payload(key, Shared<LoopState>(state));
  // Only what the whole waits for was there before the items.
  const ElementInstance* stash = instance.first_child(record);
  while (stash != nullptr && stash->role == Role::Wait) stash = instance.next_sibling(*stash);
  const bool of_items = stash != nullptr && stash->role == Role::Stash;
  enter_loop_child(key, index,
                   item_at(of_items ? stash->variables.find("items")->list() : nullptr, index));
  if (std::get_if<definition::MultiInstance>(node.loop.get()) == nullptr) return;
  const bool camunda = definition.semantics.counters_named_as_in_camunda;
  set_local(key, camunda ? "nrOfActiveInstances" : "numberOfActiveInstances", state.active);
}

// `item`: what this instance is for; nullptr: nothing in particular.
void Execution::enter_loop_child(ElementKey key, std::uint32_t index, const feel::Value* item) {
  const NodeIndex looped = at(key).node;
  const ElementKey child = enter(looped, key, {}, index);
  set_local(child, "loopCounter",
            static_cast<std::int64_t>(index) + definition.semantics.loop_counter_first);
  const auto* multiple = std::get_if<definition::MultiInstance>(definition[looped].loop.get());
  if (multiple != nullptr) {
    if (!multiple->index_variable.empty()) set_local(child, multiple->index_variable, index);
    if (item != nullptr && !multiple->element_variable.empty())
      set_local(child, multiple->element_variable, *item);
  }
  const bool bounded = multiple != nullptr && !multiple->sequential;
  push({Task::Kind::Activate, child, {}, {}, bounded ? kUncounted : 0});
}

// One instance is done. What that costs does not depend on how many there are.
void Execution::loop_child_completed(ElementKey key) {
  const ElementInstance& record = at(key);
  const definition::Node& node = node_of(record);
  LoopState state = loop_state(record);
  --state.active;
  ++state.completed;
  set_payload(key, Shared<LoopState>(state));
  if (const auto* loop = std::get_if<definition::StandardLoop>(node.loop.get())) {
    bool goes_on = !loop->maximum || state.completed < *loop->maximum;
    Variables counter{{"loopCounter", static_cast<std::int64_t>(state.completed) +
                                          definition.semantics.loop_counter_first - 1}};
    if (goes_on && loop->condition) {
      if (auto failure = condition(loop->condition, at(key), goes_on, &counter))
        return incident(key, Resume::Complete, std::move(*failure));
    } else if (!loop->condition && !loop->maximum) {
      goes_on = false;
    }
    return goes_on ? next_loop_child(key) : end_loop(key);
  }
  const auto& multiple = std::get<definition::MultiInstance>(*node.loop);
  const bool camunda = definition.semantics.counters_named_as_in_camunda;
  set_local(key, camunda ? "nrOfActiveInstances" : "numberOfActiveInstances", state.active);
  set_local(key, camunda ? "nrOfCompletedInstances" : "numberOfCompletedInstances",
            state.completed);
  // Events at completions (table 10.31, attribute behavior).
  const auto thrown = thrown_now(multiple, record, state.events);
  if (thrown.empty()) return check_loop(key);
  state.events += static_cast<std::uint32_t>(thrown.size());
  set_payload(key, Shared<LoopState>(state));
  for (const definition::EventDefinition* event : thrown)
    if (!throw_definition(key, *event)) return;
  // Whoever waits for it at this very activity gets it before the activity can end.
  push({Task::Kind::CheckLoop, key, {}, {}, 0});
}

// What the completion of an instance throws; of complex behaviour everything whose condition holds.
std::vector<const definition::EventDefinition*> Execution::thrown_now(
    const definition::MultiInstance& multiple, const ElementInstance& loop,
    std::uint32_t thrown_before) const {
  using Behaves = definition::MultiInstanceBehavior;
  std::vector<const definition::EventDefinition*> thrown;
  if (multiple.behavior == Behaves::None && multiple.none_event)
    thrown.push_back(&*multiple.none_event);
  if (multiple.behavior == Behaves::One && multiple.one_event && thrown_before == 0)
    thrown.push_back(&*multiple.one_event);
  if (multiple.behavior == Behaves::Complex)
    for (const auto& rule : multiple.complex) {
      bool holds = false;
      if (!condition(rule.condition, loop, holds) && holds) thrown.push_back(&rule.event);
    }
  return thrown;
}

void Execution::check_loop(ElementKey key) {
  const ElementInstance& record = at(key);
  const LoopState state = loop_state(record);
  const auto* multiple = std::get_if<definition::MultiInstance>(node_of(record).loop.get());
  if (multiple == nullptr) {
    if (state.active == 0) end_loop(key);
    return;
  }
  if (throws_compensation(*multiple) && is_compensating(instance, record)) return;
  bool ends = state.completed + state.terminated == state.total;
  if (!ends && multiple->completion_condition)
    if (auto failure = condition(multiple->completion_condition, record, ends))
      return incident(key, Resume::Complete, std::move(*failure));
  if (ends) return end_loop(key);
  if (multiple->sequential && state.active == 0) next_loop_child(key);
}

void Execution::end_loop(ElementKey key) {
  for (const auto* child = instance.first_child(at(key)); child != nullptr;) {
    const ElementKey left = child->key;
    const bool active = child->role == Role::Activity || child->role == Role::Loop;
    child = instance.next_sibling(*child);
    if (active) terminate(left);
  }
  const ElementInstance& record = at(key);
  const auto* multiple = std::get_if<definition::MultiInstance>(node_of(record).loop.get());
  if (multiple != nullptr && !multiple->output_collection.empty()) {
    feel::Values items(loop_state(record).total);
    for (const auto* child = instance.first_child(record); child != nullptr;
         child = instance.next_sibling(*child))
      if (child->role == Role::Result && child->loop_index < items.size())
        if (const feel::Value* item = child->variables.find("item"))
          items[child->loop_index] = *item;
    assign(record.parent, multiple->output_collection, feel::Value(std::move(items)));
  }
  after_outputs(key);
}

}  // namespace umlauf::runtime
