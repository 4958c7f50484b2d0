// Who gets a message or a signal.
#include <algorithm>

#include "engine/feel/json.hpp"
#include "engine/service/executor.hpp"
#include "engine/service/projection.hpp"

namespace umlauf::service {
namespace {

constexpr std::size_t kScanAtOnce = 256;

using runtime::MessageSubscription;
using runtime::Shared;

const MessageSubscription* subscription_of(const runtime::ElementInstance& record) {
  const auto* payload = std::get_if<Shared<MessageSubscription>>(&record.payload);
  return payload == nullptr ? nullptr : &**payload;
}

}  // namespace

bool Executor::fits(const LiveInstance& instance, ElementKey element,
                    const Message& message) const {
  const runtime::InstanceHeader& header = instance.state.header;
  if (header.has_ended() || header.suspended) return false;
  if (!message.business_key.empty() && header.business_key != message.business_key) return false;
  const runtime::ElementInstance* record = instance.state.find(element);
  const MessageSubscription* subscription = record == nullptr ? nullptr : subscription_of(*record);
  return subscription != nullptr && subscription->message == message.name &&
         runtime::correlates(instance.state, element, message.keys, message.known_only);
}

// Of an entry that was found: where the instance does not bear it out, it may be out of date.
Result<bool> Executor::fits_now(LiveInstance& instance, ElementKey element,
                                const Message& message) {
  if (fits(instance, element, message)) return true;
  if (instance.state.find(element) != nullptr) return false;
  UMLAUF_TRY(const bool was_old, group_->reload(instance));
  return was_old && fits(instance, element, message);
}

void Executor::add_subscriptions(LiveInstance& instance, const Message& message,
                                 std::vector<Subscription>& found) const {
  instance.state.for_each([&](const runtime::ElementInstance& record) {
    if (subscription_of(record) != nullptr && fits(instance, record.key, message))
      found.push_back({&instance, record.key});
  });
}

// Walks one list, or (`prefix`) every list whose name begins so.
Result<Done> Executor::add_listed(const Message& message, const std::string& list, bool prefix,
                                  std::vector<Subscription>& found) {
  EntryScan scan{.kind = EntryKind::Message};
  scan.limit = kScanAtOnce;
  if (prefix)
    scan.after = Entry{EntryKind::Message, list, INT64_MIN, {}, {}};
  else
    scan.name = list;
  for (;;) {
    UMLAUF_TRY(const auto entries, group_->entries(scan));
    for (const Entry& entry : entries) {
      if (!entry.name.starts_with(list)) return Done{};
      UMLAUF_TRY(LiveInstance * instance, group_->instance(entry.instance));
      UMLAUF_TRY(const bool fitting, fits_now(*instance, entry.element, message));
      if (fitting) found.push_back({instance, entry.element});
    }
    if (entries.size() < kScanAtOnce) return Done{};
    scan.after = entries.back();
  }
}

// By the narrowest way: the instance, the business key, the correlation key, the name alone.
Result<std::vector<Executor::Subscription>> Executor::find_subscriptions(const Message& message) {
  std::vector<Subscription> found;
  if (message.instance.valid()) {
    UMLAUF_TRY(LiveInstance * instance, group_->instance(message.instance));
    add_subscriptions(*instance, message, found);
    return found;
  }
  if (!message.business_key.empty()) {
    EntryScan scan{.kind = EntryKind::BusinessKey, .name = message.business_key};
    scan.limit = SIZE_MAX;
    UMLAUF_TRY(const auto entries, group_->entries(scan));
    for (const Entry& entry : entries) {
      UMLAUF_TRY(LiveInstance * instance, group_->instance(entry.instance));
      const std::size_t before = found.size();
      add_subscriptions(*instance, message, found);
      if (found.size() != before) continue;
      UMLAUF_TRY(const bool was_old, group_->reload(*instance));
      if (was_old) add_subscriptions(*instance, message, found);
    }
    return found;
  }
  if (message.keys.size() == 1) {
    UMLAUF_CHECK(add_listed(
        message, message_list(message.name, feel::to_json(message.keys[0].value)), false, found));
    if (!found.empty()) return found;
  }
  UMLAUF_CHECK(add_listed(message, message_list(message.name, ""), true, found));
  return found;
}

Result<Answer> Executor::carry_out(const Correlate& request) {
  if (request.message.empty())
    return error(ErrorCode::Request, "the message has no name", "die Nachricht hat keinen Namen");
  const Message message{request.message, to_list(request.keys), request.business_key,
                        request.instance, false};
  UMLAUF_TRY(const auto waiting, find_subscriptions(message));
  struct Begin {
    const ProcessVersion* process;
    const runtime::StartSubscription* at;
  };
  std::vector<Begin> begins;
  const CatalogPtr known = catalog();
  if ((waiting.empty() || request.all) && !request.instance.valid())
    for (const auto& [id, versions] : known->processes_by_id)
      for (const runtime::StartSubscription& start_at : versions.back()->starts)
        if (versions.back()->executable && start_at.kind == definition::Trigger::Message &&
            start_at.name == request.message)
          begins.push_back({versions.back().get(), &start_at});

  const std::size_t receivers = waiting.size() + begins.size();
  if (receivers == 0 && request.keep_ms > 0) {
    runtime::SendMessage kept;
    kept.message = request.message;
    kept.variables = to_variables(request.variables);
    kept.keys = to_list(request.keys);
    kept.business_key = request.business_key;
    UMLAUF_CHECK(keep_message(kept, !request.business_key.empty(), request.keep_ms));
    return Answer{};
  }
  if (!request.all && receivers == 0)
    return error(ErrorCode::State, "nobody waits for message '" + request.message + "'",
                 "niemand wartet auf die Nachricht '" + request.message + "'");
  if (!request.all && receivers > 1)
    return error(ErrorCode::State,
                 std::to_string(receivers) + " receivers wait for message '" + request.message +
                     "': name keys, a business key or an instance",
                 std::to_string(receivers) + " Empfänger warten auf die Nachricht '" +
                     request.message + "': Schlüssel, Geschäftszeichen oder Instanz angeben");
  const runtime::Variables variables = to_variables(request.variables);
  Answer answer;
  for (const Subscription& each : waiting) {
    const auto done =
        run(*each.instance, runtime::DeliverMessage{each.element, request.message, variables});
    // Of several, one delivery may have ended what another waited for.
    if (!done && !request.all) return done.error();
    if (done) answer.instances.push_back(each.instance->key());
  }
  for (const Begin& each : begins) {
    const auto started = start_triggered(*each.process, *each.at, variables, request.business_key);
    if (!started && !request.all) return started.error();
    if (started) answer.instances.push_back(*started);
  }
  return answer;
}

// Delivers to at most as many as one request may reach; yields what is left to do.
Result<std::optional<Executor::Broadcast>> Executor::broadcast(
    Broadcast signal, std::vector<InstanceKey>& receivers) {
  EntryScan scan{.kind = EntryKind::Signal, .name = signal.signal};
  scan.limit = kScanAtOnce;
  scan.after = Entry{EntryKind::Signal, signal.signal, 0, signal.after, ElementKey(UINT64_MAX)};
  for (;;) {
    UMLAUF_TRY(const auto entries, group_->entries(scan));
    for (const Entry& entry : entries) {
      if (entry.instance == signal.source || entry.instance == signal.after) continue;
      if (reached_ >= options_.receivers_max) return std::optional(std::move(signal));
      UMLAUF_TRY(LiveInstance * instance, group_->instance(entry.instance));
      signal.after = entry.instance;
      if (run(*instance, runtime::DeliverSignal{signal.signal, signal.variables}))
        receivers.push_back(entry.instance);
    }
    if (entries.size() < kScanAtOnce) return std::optional<Broadcast>{};
    scan.after = entries.back();
  }
}

Result<Answer> Executor::carry_out(const Signal& request) {
  if (request.name.empty())
    return error(ErrorCode::Request, "the signal has no name", "das Signal hat keinen Namen");
  const runtime::Variables variables = to_variables(request.variables);
  Answer answer;
  UMLAUF_TRY(auto left, broadcast({request.name, variables, {}, {}}, answer.instances));
  UMLAUF_CHECK(start_by_signal(request.name, variables, answer.instances));
  if (left) postpone(encode(*left));
  return answer;
}

// A message flow names the process and mostly the element that it ends at (BPMN 2.0.2 §9.4).
// False where nobody is there, so that the message is looked for by its name.
bool Executor::deliver_along_flow(const runtime::SendMessage& effect) {
  const CatalogPtr known = catalog();
  const ProcessVersion* process = known->find(effect.target_process);
  if (process == nullptr || !process->executable) return false;
  const auto definition = group_->definition(process->key);
  if (!definition) return false;
  const auto target = effect.target_element.empty()
                          ? definition::NodeIndex()
                          : (*definition)->find_node(effect.target_element);
  // Somebody who waits there: of the sender's case first, then the oldest.
  EntryScan scan{.kind = EntryKind::Live, .name = effect.target_process};
  scan.limit = SIZE_MAX;
  const auto live = group_->entries(scan);
  if (!live) return false;
  LiveInstance* receiver = nullptr;
  ElementKey element;
  for (const Entry& entry : *live) {
    const auto instance = group_->instance(entry.instance);
    if (!instance || (*instance)->state.header.suspended) continue;
    const bool same_case = !effect.business_key.empty() &&
                           (*instance)->state.header.business_key == effect.business_key;
    if (receiver != nullptr && !same_case) continue;
    ElementKey waiting;
    (*instance)->state.for_each([&](const runtime::ElementInstance& record) {
      if (waiting.valid()) return;
      const MessageSubscription* subscription = subscription_of(record);
      const bool untyped = std::holds_alternative<runtime::ReceiveWait>(record.payload);
      if (subscription == nullptr && !untyped) return;
      // Versions differ: the element is known by its id.
      const bool here = target.valid()
                            ? (*(*instance)->definition)[record.node].id == effect.target_element
                            : subscription != nullptr && subscription->message == effect.message;
      if (here && (effect.keys.empty() || untyped ||
                   runtime::correlates((*instance)->state, record.key, effect.keys, true)))
        waiting = record.key;
    });
    if (!waiting.valid()) continue;
    receiver = *instance;
    element = waiting;
    if (same_case || effect.business_key.empty()) break;
  }
  if (receiver != nullptr) {
    const runtime::ElementInstance* record = receiver->state.find(element);
    if (std::holds_alternative<runtime::ReceiveWait>(record->payload))
      return run(*receiver, runtime::TriggerElement{element, effect.variables}).has_value();
    const std::string name = subscription_of(*record)->message;
    return run(*receiver, runtime::DeliverMessage{element, name, effect.variables}).has_value();
  }
  // Nobody waits: a message start event there, or the process as a whole.
  for (const runtime::StartSubscription& start_at : process->starts)
    if (start_at.kind == definition::Trigger::Message &&
        (target.valid() ? start_at.node == target : start_at.name == effect.message))
      return start_triggered(*process, start_at, effect.variables, effect.business_key).has_value();
  return false;
}

}  // namespace umlauf::service
