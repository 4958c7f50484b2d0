#include <algorithm>
#include <string>
#include <vector>

#include "engine/elements/net.hpp"
#include "engine/runtime/execution.hpp"

// Ad-Hoc Subprocess, BPMN 2.0.2 §10.3.5, §13.3.5. Activities without incoming flow are enabled, as
// often as one likes (sequential ordering: one at a time); somebody starts them, unless the model
// names those that begin at once. When one has completed, the completion condition is looked at;
// if it holds the rest is cancelled, or (cancelRemainingInstances false) may finish.
//
// Without a completion condition the standard leaves the end open. Then each activity is offered
// once, and the subprocess ends when all have been started and nothing is active any more, so that
// no token is stuck. Triggering the subprocess itself ends it at any time.
namespace umlauf::elements {

using runtime::Behavior;
using runtime::ElementInstance;
using runtime::ElementKey;
using runtime::Execution;
using runtime::NodeIndex;
using runtime::Resume;
using runtime::Role;
using runtime::ScopeState;
using runtime::Stimulus;
using runtime::Task;

namespace {

const definition::AdHocWork& work_of(const Execution& execution, ElementKey key) {
  static const definition::AdHocWork none;
  const auto* work = std::get_if<definition::AdHocWork>(&execution.node_of(execution.at(key)).work);
  return work == nullptr ? none : *work;
}

std::vector<NodeIndex> enabled(const Execution& execution, ElementKey key) {
  std::vector<NodeIndex> nodes;
  const auto& definition = execution.definition;
  for (const NodeIndex node : definition[execution.node_of(execution.at(key)).body].starts)
    nodes.push_back(node);
  return nodes;
}

void offer(Execution& execution, ElementKey key, NodeIndex node) {
  runtime::Entered wait;
  wait.parent = key;
  wait.node = node;
  wait.role = Role::Wait;
  wait.payload = runtime::ReceiveWait{};
  execution.open(std::move(wait));
}

void begin(Execution& execution, ElementKey key) {
  if (!execution.open_scope(key)) return;
  const definition::AdHocWork& work = work_of(execution, key);
  if (!work.active_elements) {
    for (const NodeIndex node : enabled(execution, key)) offer(execution, key, node);
    return execution.settle_later(key);
  }
  auto ids = execution.evaluate(work.active_elements, execution.at(key));
  if (!ids.failure && ids.value.list() == nullptr)
    ids.failure = runtime::Failure{runtime::IncidentKind::Expression,
                                   {"the activities to begin with are no list of ids",
                                    "die Anfangsaktivitäten sind keine Liste von Ids"}};
  if (ids.failure) return execution.incident(key, Resume::Enter, std::move(*ids.failure));
  const auto body = execution.node_of(execution.at(key)).body;
  for (const feel::Value& id : *ids.value.list()) {
    const std::string* text = id.string();
    const NodeIndex node = text == nullptr ? NodeIndex() : execution.definition.find_node(*text);
    if (!node.valid() || execution.definition[node].scope != body)
      return execution.incident(
          key, Resume::Enter,
          {runtime::IncidentKind::Expression,
           {"'" + (text ? *text : std::string("?")) + "' is no activity of the ad-hoc subprocess",
            "'" + (text ? *text : std::string("?")) +
                "' ist keine Aktivität des Ad-hoc-Teilprozesses"}});
    execution.push({Task::Kind::Arrive, key, node, {}, 0});
  }
  execution.settle_later(key);
}

void withdraw_offers(Execution& execution, ElementKey key);

// Somebody starts an activity that is enabled, or says that enough has been done.
void resume(Execution& execution, ElementKey key, const Stimulus& stimulus) {
  if (stimulus.kind == Stimulus::Kind::Done) {
    withdraw_offers(execution, key);
    execution.clear_scope(key);
    return execution.complete(key);
  }
  if (stimulus.kind != Stimulus::Kind::Triggered || !stimulus.wait.valid()) return;
  if (work_of(execution, key).sequential &&
      execution.instance.active_children(execution.at(key)) > 0)
    return execution.refuse(error(ErrorCode::State,
                                  "the ad-hoc subprocess does one thing at a time",
                                  "der Ad-hoc-Teilprozess erledigt eines nach dem anderen"));
  if (!work_of(execution, key).completion_condition) execution.close(stimulus.wait);
  execution.begin_node(stimulus.child, key);
}

bool still_offered(const Execution& execution, ElementKey key) {
  for (const auto* child = execution.instance.first_child(execution.at(key)); child != nullptr;
       child = execution.instance.next_sibling(*child))
    if (child->role == Role::Wait &&
        execution.node_of(*child).scope == execution.node_of(execution.at(key)).body)
      return true;
  return false;
}

void withdraw_offers(Execution& execution, ElementKey key) {
  std::vector<ElementKey> offers;
  for (const auto* child = execution.instance.first_child(execution.at(key)); child != nullptr;
       child = execution.instance.next_sibling(*child))
    if (child->role == Role::Wait &&
        execution.node_of(*child).scope == execution.node_of(execution.at(key)).body)
      offers.push_back(child->key);
  for (const ElementKey offer : offers) execution.close(offer);
}

void settled(Execution& execution, ElementKey key) {
  const ElementInstance& record = execution.at(key);
  const definition::AdHocWork& work = work_of(execution, key);
  ScopeState state = std::get<ScopeState>(record.payload);
  const bool idle = execution.instance.active_children(record) == 0;
  if (!state.ending && work.completion_condition) {
    bool holds = false;
    // Before anything has been done the condition may not be evaluable yet.
    if (execution.condition(work.completion_condition, record, holds)) holds = false;
    if (holds) {
      state.ending = true;
      execution.set_payload(key, state);
      withdraw_offers(execution, key);
      if (work.cancel_remaining) execution.clear_scope(key);
    }
  }
  const bool over = execution.instance.active_children(execution.at(key)) == 0;
  if (state.ending ? over : idle && !work.completion_condition && !still_offered(execution, key))
    execution.complete(key);
}

}  // namespace

extern const Behavior ad_hoc_sub_process{
    .begin = begin,
    .resume = resume,
    .settled = settled,
};

}  // namespace umlauf::elements

// The same for the verifier's token net.
namespace umlauf::definition {

void ad_hoc_sub_process_net_rule(NetBuilder& net, NodeIndex node) { activity_net_rule(net, node); }

}  // namespace umlauf::definition
