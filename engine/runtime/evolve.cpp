#include <algorithm>

#include "engine/runtime/fold.hpp"
#include "engine/runtime/step.hpp"

namespace umlauf::runtime {
namespace {

void count_key(InstanceHeader& header, std::uint64_t used) {
  header.next_element = std::max(header.next_element, used + 1);
}

void arrive(ScopeState& scope, FlowIndex flow, std::uint32_t count) {
  const auto at = std::lower_bound(scope.arrivals.begin(), scope.arrivals.end(), flow,
                                   [](const Arrival& a, FlowIndex b) { return a.flow < b; });
  if (at != scope.arrivals.end() && at->flow == flow)
    at->count += count;
  else
    scope.arrivals.insert(at, {flow, count});
}

void consume(ScopeState& scope, FlowIndex flow, std::uint32_t count) {
  const auto at = std::find_if(scope.arrivals.begin(), scope.arrivals.end(),
                               [&](const Arrival& arrival) { return arrival.flow == flow; });
  if (at == scope.arrivals.end()) return;
  at->count -= std::min(at->count, count);
  if (at->count == 0) scope.arrivals.erase(at);
}

template <typename Change>
void edit_scope(ProcessInstance& instance, ElementKey key, Change change) {
  instance.edit(key, [&](ElementInstance& record) {
    if (auto* scope = std::get_if<ScopeState>(&record.payload)) change(*scope);
  });
}

}  // namespace

void fold(ProcessInstance& instance, const InstanceStarted& event) {
  instance.header = *event.header;
}

// The process scope and its variables stay; nothing else does.
void fold(ProcessInstance& instance, const InstanceEnded& event) {
  if (const ElementInstance* root = instance.find(kProcessScope))
    while (const ElementInstance* child = instance.first_child(*root)) instance.remove(child->key);
  instance.edit(kProcessScope, [](ElementInstance& record) {
    record.payload = ScopeState{};
    record.incident.reset();
  });
  InstanceHeader& header = instance.header;
  header.state = event.state;
  header.error_code = event.error_code;
  header.ended = event.at;
}

void fold(ProcessInstance& instance, const InstanceSuspended&) { instance.header.suspended = true; }
void fold(ProcessInstance& instance, const InstanceResumed&) { instance.header.suspended = false; }

void fold(ProcessInstance& instance, const Entered& event) {
  const bool made = instance.make(event.key, event.parent, [&event](ElementInstance& record) {
    record.node = event.node;
    record.role = event.role;
    record.phase = event.phase;
    record.trigger = event.trigger;
    record.loop_index = event.loop_index;
    record.payload = event.payload;
  });
  if (made) count_key(instance.header, event.key.value());
}

void fold(ProcessInstance& instance, const Left& event) { instance.remove(event.key); }

void fold(ProcessInstance& instance, const Kept& event) {
  instance.edit(event.key, [&](ElementInstance& record) {
    record.role = Role::Completed;
    record.phase = Phase::Active;
    record.payload = CompletedState{event.order};
    record.incident.reset();
  });
  count_key(instance.header, event.order);
}

void fold(ProcessInstance& instance, const TokensArrived& event) {
  edit_scope(instance, event.scope,
             [&](ScopeState& scope) { arrive(scope, event.flow, event.count); });
}

void fold(ProcessInstance& instance, const TokensConsumed& event) {
  edit_scope(instance, event.scope,
             [&](ScopeState& scope) { consume(scope, event.flow, event.count); });
}

void fold(ProcessInstance& instance, const VariableSet& event) {
  instance.edit_variables(
      event.scope, [&event](Variables& variables) { variables.set(event.name, event.value); });
}

void fold(ProcessInstance& instance, const VariableRemoved& event) {
  instance.edit_variables(event.scope,
                          [&event](Variables& variables) { variables.erase(event.name); });
}

void fold(ProcessInstance& instance, const PhaseChanged& event) {
  instance.edit(event.key, [&](ElementInstance& record) { record.phase = event.phase; });
}

void fold(ProcessInstance& instance, const PayloadChanged& event) {
  instance.edit(event.key, [&](ElementInstance& record) { record.payload = event.payload; });
}

void fold(ProcessInstance& instance, const IncidentRaised& event) {
  instance.edit(event.key, [&](ElementInstance& record) { record.incident = event.incident; });
}

void fold(ProcessInstance& instance, const IncidentResolved& event) {
  instance.edit(event.key, [](ElementInstance& record) { record.incident.reset(); });
}

void fold(ProcessInstance& instance, const HandlerBound& event) {
  instance.edit(event.key, [&](ElementInstance& record) { record.thrower = event.thrower; });
}

void fold(ProcessInstance& instance, const Reopened& event) {
  instance.edit(event.key, [&](ElementInstance& record) {
    record.role = Role::Activity;
    record.phase = Phase::Compensating;
    record.thrower = event.thrower;
    record.payload = event.compensation;
  });
}

void fold(ProcessInstance& instance, const InstanceMigrated& event) {
  instance.header.definition = event.definition;
  instance.header.version = event.version;
}

void fold(ProcessInstance& instance, const NodeChanged& event) {
  instance.edit(event.key, [&](ElementInstance& record) { record.node = event.node; });
}

void evolve(ProcessInstance& instance, const Event& event) {
  std::visit([&instance](const auto& each) { fold(instance, each); }, event);
}

}  // namespace umlauf::runtime
