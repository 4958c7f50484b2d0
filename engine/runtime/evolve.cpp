#include <algorithm>

#include "engine/base/overload.hpp"
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

void enter(ProcessInstance& instance, const Entered& event) {
  ElementInstance record;
  record.key = event.key;
  record.parent = event.parent;
  record.node = event.node;
  record.role = event.role;
  record.phase = event.phase;
  record.trigger = event.trigger;
  record.loop_index = event.loop_index;
  record.payload = event.payload;
  if (instance.put(std::move(record))) count_key(instance.header, event.key.value());
}

void keep(ProcessInstance& instance, const Kept& event) {
  instance.edit(event.key, [&](ElementInstance& record) {
    record.role = Role::Completed;
    record.phase = Phase::Active;
    record.payload = CompletedState{event.order};
    record.incident.reset();
  });
  count_key(instance.header, event.order);
}

void reopen(ProcessInstance& instance, const Reopened& event) {
  instance.edit(event.key, [&](ElementInstance& record) {
    record.role = Role::Activity;
    record.phase = Phase::Compensating;
    record.thrower = event.thrower;
    record.payload = event.compensation;
  });
}

// The process scope and its variables stay; nothing else does.
void end(ProcessInstance& instance, const InstanceEnded& event) {
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

}  // namespace

void evolve(ProcessInstance& instance, const Event& event) {
  InstanceHeader& header = instance.header;
  const auto nothing = [] {};
  std::visit(
      Overload{
          [&](const InstanceStarted& e) { header = *e.header; },
          [&](const InstanceEnded& e) { end(instance, e); },
          [&](const InstanceSuspended&) { header.suspended = true; },
          [&](const InstanceResumed&) { header.suspended = false; },
          [&](const Entered& e) { enter(instance, e); },
          [&](const Passed&) { nothing(); },
          [&](const Left& e) { instance.remove(e.key); },
          [&](const Kept& e) { keep(instance, e); },
          [&](const FlowTaken&) { nothing(); },
          [&](const TokensArrived& e) {
            edit_scope(instance, e.scope, [&](ScopeState& s) { arrive(s, e.flow, e.count); });
          },
          [&](const TokensConsumed& e) {
            edit_scope(instance, e.scope, [&](ScopeState& s) { consume(s, e.flow, e.count); });
          },
          [&](const MessageFlowTaken&) { nothing(); },
          [&](const VariableSet& e) {
            instance.edit(e.scope, [&](ElementInstance& r) { r.variables.set(e.name, e.value); });
          },
          [&](const VariableRemoved& e) {
            instance.edit(e.scope, [&](ElementInstance& r) { r.variables.erase(e.name); });
          },
          [&](const PhaseChanged& e) {
            instance.edit(e.key, [&](ElementInstance& r) { r.phase = e.phase; });
          },
          [&](const PayloadChanged& e) {
            instance.edit(e.key, [&](ElementInstance& r) { r.payload = e.payload; });
          },
          [&](const IncidentRaised& e) {
            instance.edit(e.key, [&](ElementInstance& r) { r.incident = e.incident; });
          },
          [&](const IncidentResolved& e) {
            instance.edit(e.key, [&](ElementInstance& r) { r.incident.reset(); });
          },
          [&](const HandlerBound& e) {
            instance.edit(e.key, [&](ElementInstance& r) { r.thrower = e.thrower; });
          },
          [&](const Reopened& e) { reopen(instance, e); },
          [&](const ErrorThrown&) { nothing(); },
          [&](const EscalationThrown&) { nothing(); },
          [&](const SignalThrown&) { nothing(); },
          [&](const MessageThrown&) { nothing(); },
          [&](const TriggerCame&) { nothing(); },
          [&](const DecisionEvaluated&) { nothing(); },
          [&](const TaskCompletedBy&) { nothing(); },
          [&](const InstanceMigrated& e) {
            header.definition = e.definition;
            header.version = e.version;
          },
          [&](const NodeChanged& e) {
            instance.edit(e.key, [&](ElementInstance& r) { r.node = e.node; });
          },
      },
      event);
}

}  // namespace umlauf::runtime
