// Who gets a message.
#include <algorithm>

#include "engine/feel/json.hpp"
#include "engine/runtime/correlation.hpp"
#include "engine/service/executor.hpp"
#include "engine/service/projection.hpp"
#include "engine/service/receivers.hpp"

namespace umlauf::service {
namespace {

using runtime::MessageSubscription;
using runtime::Shared;

const MessageSubscription* subscription_of(const runtime::ElementInstance& record) {
  const auto* payload = std::get_if<Shared<MessageSubscription>>(&record.payload);
  return payload == nullptr ? nullptr : &**payload;
}

// The key that a subscription has in the dialect of Camunda 8, whatever it is called there.
constexpr std::string_view kOnlyKey = "correlationKey";

}  // namespace

bool Executor::fits(const LiveInstance& instance, ElementKey element,
                    const Message& message) const {
  const runtime::InstanceHeader& header = instance.state.header;
  if (header.has_ended() || header.suspended) return false;
  if (!message.business_key.empty() && header.business_key != message.business_key) return false;
  if (!message.process.empty() && header.process != message.process) return false;
  const runtime::ElementInstance* record = instance.state.find(element);
  const MessageSubscription* subscription = record == nullptr ? nullptr : subscription_of(*record);
  if (subscription == nullptr || subscription->message != message.name) return false;
  // Versions differ: the element is known by its id.
  if (!message.element.empty() && (*instance.definition)[record->node].id != message.element)
    return false;
  return runtime::correlates(*instance.definition, instance.state, element, message.keys,
                             message.thrown);
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
      found.push_back(
          {&instance, record.key, runtime::keys_met(instance.state, record.key, message.keys)});
  });
}

// Where there is none the instance may be out of date.
Result<Done> Executor::add_subscriptions_now(LiveInstance& instance, const Message& message,
                                             std::vector<Subscription>& found) {
  const std::size_t before = found.size();
  add_subscriptions(instance, message, found);
  if (found.size() != before) return Done{};
  UMLAUF_TRY(const bool was_old, group_->reload(instance));
  if (was_old) add_subscriptions(instance, message, found);
  return Done{};
}

Result<Done> Executor::add_of_business_key(const Message& message,
                                           std::vector<Subscription>& found) {
  EntryScan scan{.kind = EntryKind::BusinessKey, .name = message.business_key};
  scan.limit = SIZE_MAX;
  UMLAUF_TRY(const auto entries, group_->entries(scan));
  group_->fetch(instances_of(entries));
  for (const Entry& entry : entries) {
    UMLAUF_TRY(LiveInstance * instance, group_->sound_instance(entry.instance));
    if (instance == nullptr) continue;
    UMLAUF_CHECK(add_subscriptions_now(*instance, message, found));
  }
  return Done{};
}

// Walks one list, or (`prefix`) every list whose name begins so. What a model throws goes to one:
// the first that meets all keys ends the search.
Result<Done> Executor::add_listed(const Message& message, const std::string& list, bool prefix,
                                  std::vector<Subscription>& found) {
  EntryScan scan{.kind = EntryKind::Message};
  scan.limit = message.thrown && message.keys.empty() ? 1 : kReceiversAtOnce;
  if (prefix)
    scan.after = Entry{EntryKind::Message, list, INT64_MIN, {}, {}};
  else
    scan.name = list;
  for (;;) {
    UMLAUF_TRY(const auto entries, group_->entries(scan));
    group_->fetch(instances_of(entries));
    for (const Entry& entry : entries) {
      if (!entry.name.starts_with(list)) return Done{};
      UMLAUF_TRY(LiveInstance * instance, group_->sound_instance(entry.instance));
      if (instance == nullptr) continue;
      UMLAUF_TRY(const bool fitting, fits_now(*instance, entry.element, message));
      if (!fitting) continue;
      const std::size_t met = runtime::keys_met(instance->state, entry.element, message.keys);
      found.push_back({instance, entry.element, met});
      if (message.thrown && met == message.keys.size()) return Done{};
    }
    if (entries.size() < scan.limit) return Done{};
    scan.after = entries.back();
    scan.limit = kReceiversAtOnce;
  }
}

// By the narrowest way: the instance, the business key, a correlation key, the name alone. Keys
// that are variables of the receiver are in no index: then all who wait for that name are read.
Result<std::vector<Executor::Subscription>> Executor::find_subscriptions(const Message& message) {
  std::vector<Subscription> found;
  if (message.instance.valid()) {
    UMLAUF_TRY(LiveInstance * instance, group_->instance(message.instance));
    add_subscriptions(*instance, message, found);
    return found;
  }
  if (!message.business_key.empty()) {
    UMLAUF_CHECK(add_of_business_key(message, found));
    return found;
  }
  for (const runtime::Variable& key : message.keys) {
    UMLAUF_CHECK(
        add_listed(message, message_list(message.name, feel::to_json(key.value)), false, found));
    if (!found.empty()) return found;
  }
  const bool keyed_are_known = message.keys.size() == 1 && message.keys[0].name == kOnlyKey;
  UMLAUF_CHECK(add_listed(message, message_list(message.name, ""), !keyed_are_known, found));
  return found;
}

// Of those whom a thrown message fits: who meets most of its keys, then who waits longest.
Result<std::optional<Executor::Subscription>> Executor::find_receiver(const Message& message) {
  UMLAUF_TRY(const auto found, find_subscriptions(message));
  const auto less_meant = [](const Subscription& a, const Subscription& b) {
    if (a.keys_met != b.keys_met) return a.keys_met < b.keys_met;
    return a.instance->key() > b.instance->key();
  };
  const auto best = std::max_element(found.begin(), found.end(), less_meant);
  return best == found.end() ? std::optional<Subscription>{} : std::optional(*best);
}

Result<Answer> Executor::carry_out(const Correlate& request) {
  if (request.message.empty())
    return error(ErrorCode::Request, "the message has no name", "die Nachricht hat keinen Namen");
  Message message{request.message,
                  to_list(request.keys),
                  request.business_key,
                  request.instance,
                  false,
                  {},
                  {}};
  const runtime::Variables variables = to_variables(request.variables);
  std::vector<Begin> begins;
  const CatalogPtr known = catalog();
  const auto find_begins = [&] {
    if (request.instance.valid()) return;
    for (const auto& [id, versions] : known->processes_by_id)
      for (const runtime::StartSubscription& start_at : versions.back()->starts)
        if (versions.back()->executable && start_at.kind == definition::Trigger::Message &&
            start_at.name == request.message)
          begins.push_back({versions.back(), &start_at});
  };
  Answer answer;
  std::vector<Subscription> waiting;
  if (request.all && !request.instance.valid()) {
    find_begins();
    UMLAUF_TRY(Delivery all, delivery(message, variables));
    UMLAUF_TRY(auto left, deliver(std::move(all), answer.instances));
    if (left) postpone(encode(*left));
  } else {
    UMLAUF_TRY(waiting, find_subscriptions(message));
    if (waiting.empty()) find_begins();
  }
  const std::size_t receivers = answer.instances.size() + waiting.size() + begins.size();
  if (receivers == 0 && request.keep_ms > 0) {
    runtime::SendMessage kept;
    kept.message = request.message;
    kept.variables = variables;
    kept.keys = message.keys;
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
  for (const Subscription& each : waiting) {
    const auto done = run(*each.instance, runtime::DeliverMessage{each.element, request.message,
                                                                  variables, message.keys});
    // Of several, one delivery may have ended what another waited for.
    if (!done && !request.all) return done.error();
    if (done) answer.instances.push_back(each.instance->key());
  }
  for (const Begin& each : begins) {
    if (request.all) {
      runtime::SendMessage to_all;
      to_all.variables = variables;
      to_all.keys = message.keys;
      to_all.business_key = request.business_key;
      start_or_owe(*each.process, *each.at, std::move(to_all), &answer.instances);
      continue;
    }
    UMLAUF_TRY(const InstanceKey key, start_triggered(*each.process, *each.at, variables,
                                                      request.business_key, message.keys));
    answer.instances.push_back(key);
  }
  return answer;
}

}  // namespace umlauf::service
