// Messages along the message flows of a collaboration (BPMN 2.0.2 §9.4): a flow names the process
// and mostly the element that it ends at.
#include <algorithm>
#include <cstdint>
#include <set>

#include "engine/feel/json.hpp"
#include "engine/runtime/correlation.hpp"
#include "engine/service/executor.hpp"
#include "engine/service/projection.hpp"
#include "engine/service/receivers.hpp"

namespace umlauf::service {
namespace {

using runtime::MessageSubscription;
using runtime::ReceiveWait;
using runtime::Shared;

}  // namespace

/// Under which names the index has those who wait at an element, over all versions of its process.
struct Executor::Listening {
  std::set<std::string> names;
  /// In some version it has no message of its own, or one whose name depends on the instance: then
  /// the index does not know who waits there.
  bool beyond_index = false;
};

Executor::Listening Executor::listening(const ProcessVersion& process, const std::string& element) {
  Listening found;
  const auto listen = [&found](const definition::MessageEvent& message) {
    if (message.name.expression || message.name.text.empty())
      found.beyond_index = true;
    else
      found.names.insert(message.name.text);
  };
  const CatalogPtr known = catalog();
  for (const auto& version : known->processes_by_id.at(process.id)) {
    const auto definition = group_->definition(version->key);
    const definition::NodeIndex index =
        definition ? (*definition)->find_node(element) : definition::NodeIndex();
    if (!index.valid()) continue;
    const definition::Node& node = (**definition)[index];
    if (const auto* receive = std::get_if<definition::ReceiveWork>(&node.work))
      listen(receive->message);
    else if (node.events.empty())
      found.beyond_index = true;
    for (const definition::EventDefinition& event : node.events)
      if (const auto* message = std::get_if<definition::MessageEvent>(&event.payload))
        listen(*message);
  }
  return found;
}

// Somebody who waits there: of the sender's case first, then who meets most keys, then the oldest.
Result<std::optional<Executor::Subscription>> Executor::find_along_flow(
    const runtime::SendMessage& effect, const ProcessVersion& process) {
  Listening where;
  if (effect.target_element.empty())
    where.names.insert(effect.message);
  else
    where = listening(process, effect.target_element);
  if (where.beyond_index) return find_in_live(effect);
  std::optional<Subscription> best;
  // A receiver of another case is somebody else's.
  for (const bool of_case : {true, false}) {
    if (of_case && effect.business_key.empty()) continue;
    for (const std::string& name : where.names) {
      Message message{
          name,       effect.keys,          of_case ? effect.business_key : std::string(), {}, true,
          process.id, effect.target_element};
      UMLAUF_TRY(const auto found, find_receiver(message));
      if (!found) continue;
      const bool better =
          !best || found->keys_met > best->keys_met ||
          (found->keys_met == best->keys_met && found->instance->key() < best->instance->key());
      if (better) best = found;
    }
    if (best) break;
  }
  return best;
}

// Where the instance waits at that element for such a message; invalid: it does not.
ElementKey Executor::waiting_along_flow(const LiveInstance& instance,
                                        const runtime::SendMessage& effect) {
  const runtime::ProcessInstance& state = instance.state;
  ElementKey waiting;
  if (state.header.suspended || state.header.process != effect.target_process) return waiting;
  state.for_each([&](const runtime::ElementInstance& record) {
    const bool untyped = std::holds_alternative<ReceiveWait>(record.payload);
    const bool typed = std::holds_alternative<Shared<MessageSubscription>>(record.payload);
    if (waiting.valid() || (!untyped && !typed)) return;
    if ((*instance.definition)[record.node].id == effect.target_element &&
        (untyped ||
         runtime::correlates(*instance.definition, state, record.key, effect.keys, true)))
      waiting = record.key;
  });
  return waiting;
}

// The case of the sender by its key; then one live instance of the process after the other, up to
// a bound: the index does not know who waits there.
Result<std::optional<Executor::Subscription>> Executor::find_in_live(
    const runtime::SendMessage& effect) {
  const auto first_of = [&](EntryScan scan,
                            std::size_t left) -> Result<std::optional<Subscription>> {
    while (left > 0) {
      scan.limit = std::min(left, kReceiversAtOnce);
      UMLAUF_TRY(const auto entries, group_->entries(scan));
      group_->fetch(instances_of(entries));
      for (const Entry& entry : entries) {
        UMLAUF_TRY(LiveInstance * instance, group_->sound_instance(entry.instance));
        if (instance == nullptr) continue;
        const ElementKey waiting = waiting_along_flow(*instance, effect);
        if (waiting.valid()) return std::optional(Subscription{instance, waiting, 0});
      }
      if (entries.size() < scan.limit) break;
      scan.after = entries.back();
      left -= entries.size();
    }
    return std::optional<Subscription>{};
  };
  if (!effect.business_key.empty()) {
    UMLAUF_TRY(auto same_case,
               first_of({.kind = EntryKind::BusinessKey, .name = effect.business_key}, SIZE_MAX));
    if (same_case) return same_case;
  }
  return first_of({.kind = EntryKind::Live, .name = effect.target_process},
                  options_.looked_through_max);
}

// False where nobody is there, so that the message is looked for by its name.
bool Executor::deliver_along_flow(const Pending& pending, const runtime::SendMessage& effect) {
  const CatalogPtr known = catalog();
  const ProcessVersion* process = known->find(effect.target_process);
  if (process == nullptr || !process->executable) return false;
  const auto definition = group_->definition(process->key);
  if (!definition) {
    // Where it ends cannot be read: it waits until it can.
    keep_back(pending);
    return true;
  }
  const auto found = find_along_flow(effect, *process);
  if (!found) return false;
  if (*found) {
    const Subscription& receiver = **found;
    const runtime::ElementInstance* record = receiver.instance->state.find(receiver.element);
    const auto* subscription = std::get_if<Shared<MessageSubscription>>(&record->payload);
    if (subscription == nullptr)
      return run(*receiver.instance, runtime::TriggerElement{receiver.element, effect.variables})
          .has_value();
    const std::string name = (*subscription)->message;
    return run(*receiver.instance,
               runtime::DeliverMessage{receiver.element, name, effect.variables, effect.keys})
        .has_value();
  }
  // Nobody waits: a message start event there, or the process as a whole.
  const auto target = effect.target_element.empty()
                          ? definition::NodeIndex()
                          : (*definition)->find_node(effect.target_element);
  for (const runtime::StartSubscription& start_at : process->starts)
    if (start_at.kind == definition::Trigger::Message &&
        (target.valid() ? start_at.node == target : start_at.name == effect.message)) {
      start_or_owe(*process, start_at, effect);
      return true;
    }
  return false;
}

}  // namespace umlauf::service
