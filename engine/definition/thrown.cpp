#include "engine/definition/thrown.hpp"

#include <algorithm>
#include <utility>

#include "engine/definition/process_definition.hpp"

namespace umlauf::definition {
namespace {

const TextExpression* code_of(const EventDefinition& event) {
  if (const auto* error = std::get_if<ErrorEvent>(&event.payload)) return &error->code;
  if (const auto* up = std::get_if<EscalationEvent>(&event.payload)) return &up->code;
  return nullptr;
}

enum class Fit : std::uint8_t { None, Any, Perhaps, Exact };

Fit fit(const EventDefinition& event, const Thrown& thrown) {
  if (event.trigger() != thrown.trigger) return Fit::None;
  const TextExpression* code = code_of(event);
  if (code == nullptr || !*code) return Fit::Any;
  if (code->expression) return Fit::Perhaps;
  if (thrown.any_code)
    return std::binary_search(thrown.other_than.begin(), thrown.other_than.end(), code->text)
               ? Fit::None
               : Fit::Perhaps;
  return code->text == thrown.code ? Fit::Exact : Fit::None;
}

Fit best_fit(const Node& event, const Thrown& thrown) {
  Fit best = Fit::None;
  for (const EventDefinition& each : event.events) best = std::max(best, fit(each, thrown));
  return best;
}

}  // namespace

bool leaves_scope(const EventDefinition& event) {
  return event.trigger() == Trigger::Error || event.trigger() == Trigger::Escalation ||
         event.trigger() == Trigger::Cancel;
}

Thrown thrown_by(const EventDefinition& event) {
  Thrown thrown;
  thrown.trigger = event.trigger();
  if (const TextExpression* code = code_of(event)) {
    thrown.code = code->text;
    thrown.any_code = static_cast<bool>(code->expression);
  }
  return thrown;
}

std::vector<Thrown> thrown_out(const Node& node) {
  std::vector<Thrown> thrown;
  for (const EventDefinition& event : node.events)
    if (leaves_scope(event)) thrown.push_back(thrown_by(event));
  return thrown;
}

bool has_jobs(const Node& node) {
  if (std::holds_alternative<JobWork>(node.work)) return true;
  const auto* send = std::get_if<SendWork>(&node.work);
  if (send && send->message.job) return true;
  const auto is_job = [](const Listener& listener) {
    return std::holds_alternative<JobWork>(listener.work);
  };
  if (const Listeners* all = node.listeners.get())
    for (const auto* list : {&all->before, &all->after, &all->assigned, &all->updated})
      if (std::any_of(list->begin(), list->end(), is_job)) return true;
  return std::any_of(node.events.begin(), node.events.end(), [](const EventDefinition& event) {
    const auto* message = std::get_if<MessageEvent>(&event.payload);
    return message && message->job;
  });
}

std::vector<Thrown> thrown_by_instances(const Node& activity) {
  std::vector<Thrown> thrown;
  const auto* instances = std::get_if<MultiInstance>(activity.loop.get());
  if (instances == nullptr) return thrown;
  const auto add = [&thrown](const EventDefinition* event) {
    if (event && leaves_scope(*event)) thrown.push_back(thrown_by(*event));
  };
  add(instances->one_event.get());
  add(instances->none_event.get());
  for (const MultiInstance::ComplexRule& rule : instances->complex) add(&rule.event);
  return thrown;
}

Catches catches(const Node& event, const Thrown& thrown) {
  Catches result = Catches::Never;
  for (const EventDefinition& each : event.events) {
    const Fit found = fit(each, thrown);
    if (found == Fit::Any || found == Fit::Exact) return Catches::Always;
    if (found == Fit::Perhaps) result = Catches::Perhaps;
  }
  return result;
}

Thrown passing(const ProcessDefinition& definition, std::span<const NodeIndex> events,
               Thrown thrown) {
  if (!thrown.any_code) return thrown;
  std::vector<std::string>& codes = thrown.other_than;
  for (NodeIndex event : events)
    for (const EventDefinition& each : definition[event].events) {
      const TextExpression* code = each.trigger() == thrown.trigger ? code_of(each) : nullptr;
      if (code == nullptr || code->text.empty()) continue;
      const auto at = std::lower_bound(codes.begin(), codes.end(), code->text);
      if (at == codes.end() || *at != code->text) codes.insert(at, code->text);
    }
  return thrown;
}

std::vector<NodeIndex> starts_within(const ProcessDefinition& definition, ScopeIndex scope) {
  std::vector<NodeIndex> starts;
  for (NodeIndex handler : definition[scope].event_subprocesses) {
    const auto& triggered = definition[definition[handler].body].triggered_starts;
    starts.insert(starts.end(), triggered.begin(), triggered.end());
  }
  return starts;
}

Catchers catchers(const ProcessDefinition& definition, std::span<const NodeIndex> events,
                  const Thrown& thrown) {
  Catchers result;
  NodeIndex without_code;
  for (NodeIndex event : events) {
    const Fit found = best_fit(definition[event], thrown);
    if (found == Fit::Exact || found == Fit::Perhaps) result.events.push_back(event);
    result.certain = found == Fit::Exact;
    if (result.certain) return result;
    if (found == Fit::Any && !without_code.valid()) without_code = event;
  }
  if (without_code.valid()) {
    result.events.push_back(without_code);
    result.certain = true;
  }
  return result;
}

bool may_be_caught(const ProcessDefinition& definition, ScopeIndex scope, Thrown thrown) {
  while (scope.valid()) {
    const std::vector<NodeIndex> within = starts_within(definition, scope);
    if (!catchers(definition, within, thrown).events.empty()) return true;
    const NodeIndex activity = definition[scope].node;
    if (!activity.valid()) break;
    thrown = passing(definition, within, std::move(thrown));
    const auto attached = definition.boundary_events(activity);
    if (!catchers(definition, attached, thrown).events.empty()) return true;
    thrown = passing(definition, attached, std::move(thrown));
    scope = definition[activity].scope;
  }
  return false;
}

std::optional<Thrown> thrown_further(const ProcessDefinition& definition, NodeIndex activity,
                                     const Thrown& thrown) {
  const auto attached = definition.boundary_events(activity);
  if (catchers(definition, attached, thrown).certain) return std::nullopt;
  Thrown passed = passing(definition, attached, thrown);
  if (!may_be_caught(definition, definition[activity].scope, passed)) return std::nullopt;
  return passed;
}

}  // namespace umlauf::definition
