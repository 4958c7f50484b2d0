#include <algorithm>
#include <span>

#include "engine/runtime/commands.hpp"

namespace umlauf::runtime {
namespace {

using definition::NodeKind;
using definition::ProcessDefinition;

InstanceHeader header_of(const Execution& execution, const StartInstance& command) {
  InstanceHeader header;
  header.key = command.instance;
  header.definition = command.definition;
  header.process = execution.definition.id;
  header.version = command.version;
  header.business_key = command.business_key;
  header.caller = command.caller;
  header.call_depth = command.call_depth;
  header.started = execution.context.now;
  if (execution.actor != nullptr) header.starter = execution.actor->user;
  return header;
}

// All events of a parallel gateway, all triggers of a parallel multiple start event happen in the
// one instance that the first has made; only then does it go on.
void start_collecting(Execution& execution, const StartInstance& command, NodeIndex gateway) {
  const ProcessDefinition& definition = execution.definition;
  if (!gateway.valid()) {
    const ElementKey start = execution.enter(command.start, kProcessScope, {}, 0, command.trigger);
    execution.bring(start, command.payload);
    return execution.activate(start);
  }
  const ElementKey waiting = execution.enter(gateway, kProcessScope);
  for (const FlowIndex flow : definition.outgoing(gateway))
    if (definition[flow].target != command.start &&
        !execution.open_waits(definition[flow].target, waiting))
      return;
  if (execution.instance.first_child(execution.at(waiting)) == nullptr) execution.close(waiting);
  execution.pass_triggered(command.start, kProcessScope, command.trigger, command.payload);
}

void start_triggered(Execution& execution, const StartInstance& command) {
  const ProcessDefinition& definition = execution.definition;
  const NodeIndex gateway = definition.instantiating_gateway(command.start);
  execution.await_conversation(command.start);
  if (definition.collects_triggers(command.start))
    return start_collecting(execution, command, gateway);
  if (gateway.valid()) execution.tell(Passed{kProcessScope, gateway});
  execution.pass_triggered(command.start, kProcessScope, command.trigger, command.payload);
}

}  // namespace

void carry_out(Execution& execution, const StartInstance& command) {
  const ProcessDefinition& definition = execution.definition;
  const definition::Scope& body = definition[ProcessDefinition::root()];
  if (execution.instance.size() != 0)
    return execution.refuse(error(ErrorCode::State, "the instance has started already",
                                  "die Instanz ist schon gestartet"));
  const std::span<const NodeIndex> starts =
      command.start.valid() ? std::span(&command.start, 1) : std::span(body.starts);
  const auto none_starts = std::count_if(starts.begin(), starts.end(), [&](NodeIndex node) {
    return definition[node].kind == NodeKind::StartEvent;
  });
  if (none_starts > 1)
    return execution.refuse(error(
        ErrorCode::Request,
        "process '" + definition.id + "' has several none start events; say at which to start",
        "Prozess '" + definition.id +
            "' hat mehrere Startereignisse ohne Auslöser; es ist zu sagen, an welchem"));
  if (starts.empty())
    return execution.refuse(error(
        ErrorCode::Request, "process '" + definition.id + "' has no start that needs no trigger",
        "Prozess '" + definition.id + "' hat keinen Start, der keinen Auslöser braucht"));
  execution.tell(InstanceStarted{Shared<InstanceHeader>(header_of(execution, command))});
  Entered root;
  root.role = Role::Process;
  root.payload = ScopeState{};
  execution.open(std::move(root));
  for (const Variable& variable : command.variables)
    execution.set_local(kProcessScope, variable.name, variable.value);
  for (const NodeIndex start : starts)
    if (!definition[start].initiator_variable.empty() && execution.actor != nullptr)
      execution.set_local(kProcessScope, definition[start].initiator_variable,
                          execution.actor->user);
  execution.fill_correlation_keys(command.keys);
  // An event subprocess that cannot wait is an incident of the process, which goes on beside it: no
  // retry could bring back what it was started with.
  execution.open_scope(kProcessScope);
  const definition::Node& first = definition[starts.front()];
  const bool triggered =
      command.start.valid() && (!first.events.empty() || first.kind == NodeKind::ReceiveTask);
  if (triggered) return start_triggered(execution, command);
  for (const NodeIndex start : starts)
    execution.push({Task::Kind::Arrive, kProcessScope, start, {}, 0});
  execution.settle_later(kProcessScope);
}

std::vector<StartSubscription> start_subscriptions(const ProcessDefinition& definition) {
  std::vector<StartSubscription> found;
  const Variables none;
  const StepContext context;
  const auto text = [&](const definition::TextExpression& source) {
    if (!source.expression) return source.text;
    const feel::Evaluation result =
        source.expression.compiled->evaluate(VariablesEnvironment(none, context));
    if (const std::string* written = result.value.string()) return *written;
    if (const auto* date = result.value.date_time()) return date->to_string();
    if (const auto* date = result.value.date()) return date->to_string();
    if (const auto* length = result.value.days_time_duration()) return length->to_string();
    if (const auto* length = result.value.years_months_duration()) return length->to_string();
    return std::string();
  };
  const auto add_events = [&](NodeIndex node) {
    const auto& events = definition[node].events;
    const bool collects = definition.collects_triggers(node);
    for (std::uint32_t i = 0; i < events.size(); ++i) {
      const definition::Trigger kind = events[i].trigger();
      // Only what somebody sends begins an instance that collects: else each firing of a timer
      // would make one more that waits for the rest. The instance waits for its own timer.
      if (collects && kind != definition::Trigger::Message && kind != definition::Trigger::Signal)
        continue;
      StartSubscription start{node, i, events[i].trigger(), {}, {}};
      if (const auto* message = std::get_if<definition::MessageEvent>(&events[i].payload))
        start.name = text(message->name);
      else if (const auto* signal = std::get_if<definition::SignalEvent>(&events[i].payload))
        start.name = text(signal->name);
      else if (const auto* timer = std::get_if<definition::TimerEvent>(&events[i].payload)) {
        start.name = timer->literal ? timer->text : text({{}, timer->value});
        start.timer_kind = timer->kind;
      } else if (start.kind != definition::Trigger::Conditional) {
        continue;
      }
      found.push_back(std::move(start));
    }
  };
  const auto add = [&](NodeIndex node) {
    if (const auto* receive = std::get_if<definition::ReceiveWork>(&definition[node].work))
      found.push_back({node, 0, definition::Trigger::Message, text(receive->message.name), {}});
    else
      add_events(node);
  };
  for (const NodeIndex node : definition[ProcessDefinition::root()].triggered_starts) {
    if (definition[node].kind != NodeKind::EventBasedGateway) {
      add(node);
      continue;
    }
    for (const FlowIndex flow : definition.outgoing(node)) add(definition[flow].target);
  }
  return found;
}

bool start_condition_holds(const ProcessDefinition& definition, const StartSubscription& start,
                           const Variables& variables, const StepContext& context) {
  const auto* conditional = std::get_if<definition::ConditionalEvent>(
      &definition[start.node].events[start.trigger].payload);
  if (conditional == nullptr || !conditional->condition) return false;
  return conditional->condition.compiled
      ->evaluate(VariablesEnvironment(variables, context), context.limits.evaluation)
      .value.is_true();
}

}  // namespace umlauf::runtime
