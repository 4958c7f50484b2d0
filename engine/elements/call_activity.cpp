#include "engine/elements/net.hpp"
#include "engine/elements/work.hpp"

// Call Activity, BPMN 2.0.2 §10.3.6, §13.3.4: starts an instance of another process (or of a global
// task) and waits until it has ended.
namespace umlauf::elements {

using runtime::Behavior;
using runtime::ElementInstance;
using runtime::ElementKey;
using runtime::Execution;
using runtime::Failure;
using runtime::IncidentKind;
using runtime::Resume;
using runtime::Stimulus;

namespace {

std::optional<Failure> fill(const Execution& execution, const ElementInstance& record,
                            const definition::CallWork& work, runtime::StartCalledProcess& call) {
  if (auto failure = execution.text(work.process.id, record, call.process)) return failure;
  if (auto failure = execution.text(work.process.version_tag, record, call.version_tag))
    return failure;
  if (auto failure = execution.text(work.business_key, record, call.business_key)) return failure;
  std::int64_t version = 0;
  if (auto failure = execution.number(work.process.version, record, version)) return failure;
  call.binding = work.process.binding;
  call.version = static_cast<std::uint32_t>(version);
  if (work.all_inputs)
    call.variables =
        work.only_local_inputs ? record.variables : execution.visible_variables(record);
  for (const definition::CallMapping& mapping : work.inputs) {
    auto value = execution.evaluate(mapping.source, record);
    if (value.failure) {
      value.failure->kind = IncidentKind::Mapping;
      return value.failure;
    }
    runtime::set_member(call.variables, mapping.target, std::move(value.value));
  }
  return std::nullopt;
}

void begin(Execution& execution, ElementKey key) {
  const ElementInstance& record = execution.at(key);
  const auto* work = std::get_if<definition::CallWork>(&execution.node_of(record).work);
  if (work == nullptr) return execution.complete(key);  // calls nothing
  runtime::StartCalledProcess call;
  call.element = key;
  call.call_depth = execution.instance.header.call_depth + 1;
  std::optional<Failure> failure = fill(execution, record, *work, call);
  const std::uint32_t depth_max = execution.context.limits.call_depth_max;
  if (!failure && call.call_depth > depth_max)
    failure =
        Failure{IncidentKind::Call,
                {"processes call one another more than " + std::to_string(depth_max) + " deep",
                 "Prozesse rufen einander mehr als " + std::to_string(depth_max) + " tief auf"}};
  if (!failure && execution.context.keys == nullptr)
    failure = Failure{IncidentKind::Call,
                      {"processes cannot be called here", "Prozesse sind hier nicht aufrufbar"}};
  if (failure) return execution.incident(key, Resume::Enter, std::move(*failure));
  runtime::Call state;
  state.child = execution.context.keys->next();
  state.process = call.process;
  state.started = true;
  call.child = state.child;
  execution.set_payload(key, runtime::Shared<runtime::Call>(std::move(state)));
  execution.effect(std::move(call));
}

}  // namespace

extern const Behavior call_activity{
    .begin = begin,
};

}  // namespace umlauf::elements

// The same for the verifier's token net.
namespace umlauf::definition {

void call_activity_net_rule(NetBuilder& net, NodeIndex node) { activity_net_rule(net, node); }

}  // namespace umlauf::definition
