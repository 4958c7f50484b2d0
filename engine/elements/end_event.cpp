#include "engine/elements/net.hpp"
#include "engine/elements/throwing.hpp"

// End Event, BPMN 2.0.2 §10.5.3, §13.5.6: consumes the token. Terminate ends everything in its
// scope; cancel ends its transaction once what has completed in it is compensated.
namespace umlauf::elements {

using definition::NodeKind;
using definition::Trigger;
using runtime::Behavior;
using runtime::ElementInstance;
using runtime::ElementKey;
using runtime::Ending;
using runtime::Execution;
using runtime::NodeIndex;
using runtime::Role;
using runtime::Stimulus;
using runtime::Task;

namespace {

bool has(const definition::Node& node, Trigger trigger) {
  for (const definition::EventDefinition& event : node.events)
    if (event.trigger() == trigger) return true;
  return false;
}

// Everything else in the scope ends; the scope itself then ends as usual. Of an instance as a whole
// it is said that it was terminated.
void terminate_scope(Execution& execution, ElementKey key) {
  const ElementKey scope = execution.at(key).parent;
  execution.close(key, Ending::Completed);
  if (execution.at(scope).role == Role::Process)
    return execution.end_instance(runtime::InstanceState::Terminated);
  execution.clear_scope(scope);
  execution.settle_later(scope);
}

// Cancel (§10.5.5, §13.5.4, transactions in §10.3.5).
ElementKey transaction_around(const Execution& execution, ElementKey key) {
  for (const ElementInstance* record = execution.find(key); record != nullptr;
       record = execution.instance.parent(*record))
    if (record->node.valid() && execution.node_of(*record).kind == NodeKind::Transaction &&
        record->role == Role::Activity)
      return record->key;
  return {};
}

void cancelled(Execution& execution, ElementKey key) {
  const ElementKey transaction = transaction_around(execution, key);
  if (!transaction.valid()) return execution.complete(key);
  const ElementInstance* host = &execution.at(transaction);
  if (execution.is_loop_child(*host)) host = execution.instance.parent(*host);
  const ElementKey scope = host->parent;
  NodeIndex boundary;
  for (const NodeIndex candidate : execution.definition.boundary_events(host->node))
    if (has(execution.definition[candidate], Trigger::Cancel)) boundary = candidate;
  execution.close(key, Ending::Completed);
  execution.terminate(host->key);
  if (boundary.valid()) execution.pass_triggered(boundary, scope, 0, {});
}

void cancel(Execution& execution, ElementKey key) {
  const ElementKey transaction = transaction_around(execution, key);
  ElementKey spare = key;
  while (transaction.valid() && spare != transaction) {
    const ElementKey around = execution.at(spare).parent;
    execution.clear_scope(around, spare);
    spare = around;
  }
  const bool waits = transaction.valid() && execution.compensate(key, transaction, {}, true);
  if (!waits) cancelled(execution, key);
}

void begin(Execution& execution, ElementKey key) {
  const definition::Node& node = execution.node_of(execution.at(key));
  if (!throw_all(execution, key)) return;
  if (has(node, Trigger::Terminate)) return terminate_scope(execution, key);
  if (has(node, Trigger::Cancel)) return cancel(execution, key);
  execution.push({Task::Kind::Complete, key, {}, {}, 0});
}

void resume(Execution& execution, ElementKey key, const Stimulus& stimulus) {
  const definition::Node& node = execution.node_of(execution.at(key));
  if (stimulus.kind == Stimulus::Kind::Child && has(node, Trigger::Cancel))
    return cancelled(execution, key);
  if (has(node, Trigger::Terminate)) return terminate_scope(execution, key);
  execution.complete(key);
}

}  // namespace

extern const Behavior end_event{
    .passes = [](const definition::ProcessDefinition& definition,
                 NodeIndex node) { return definition[node].events.empty(); },
    .begin = begin,
    .resume = resume,
};

}  // namespace umlauf::elements

// The same for the verifier's token net.
namespace umlauf::definition {

// Terminate, error and cancel events end all of the scope around them, and so does an escalation
// that is caught by somebody who interrupts it; the others only their own token.
void end_event_net_rule(NetBuilder& net, NodeIndex node) {
  const Node& event = net.node(node);
  const std::vector<Thrown> thrown = thrown_out(event);
  EndsScope ends = EndsScope::Never;
  for (const Thrown& each : thrown) ends = std::max(ends, ends_scope(net, event.scope, each));
  Places produce = net.sent(node);
  produce.push_back(net.end_count(node));
  const auto fire = [&](PlaceIndex arrival, const Places& to, bool all) {
    net.fire(node, {arrival}, to, all ? net.scope() : NetScopeIndex());
    for (const Thrown& each : thrown) net.throws(each);
  };
  for (PlaceIndex arrival : net.arrivals(node)) {
    throw_from_work(net, node, arrival);
    if (ends != EndsScope::Always) fire(arrival, produce, has_event(event, Trigger::Terminate));
    if (ends == EndsScope::Never) continue;
    Places and_left = produce;
    and_left.push_back(net.left());
    fire(arrival, and_left, true);
  }
}

}  // namespace umlauf::definition
