// Messages and signals to many: a request reaches so many instances, the rest is remembered and
// reached right after.
#include <map>

#include "engine/base/overload.hpp"
#include "engine/feel/binary.hpp"
#include "engine/feel/json.hpp"
#include "engine/runtime/codec.hpp"
#include "engine/service/executor.hpp"
#include "engine/service/projection.hpp"
#include "engine/service/receivers.hpp"

namespace umlauf::service {
namespace {

// Of one instance in one list: these are never cut apart.
bool of_one(const std::optional<Entry>& last, const Entry& entry) {
  return last && last->instance == entry.instance && last->name == entry.name;
}

}  // namespace

// Along the narrowest list on which somebody is whom it fits.
Result<Executor::Delivery> Executor::delivery(Message message, runtime::Variables variables) {
  Delivery all;
  all.list = message_list(message.name, "");
  all.prefix = true;
  if (!message.business_key.empty()) {
    all.kind = EntryKind::BusinessKey;
    all.list = message.business_key;
    all.prefix = false;
  } else if (message.keys.size() == 1) {
    const std::string list = message_list(message.name, feel::to_json(message.keys[0].value));
    EntryScan scan{.kind = EntryKind::Message, .name = list};
    scan.limit = 1;
    UMLAUF_TRY(const auto entries, group_->entries(scan));
    if (!entries.empty()) {
      UMLAUF_TRY(LiveInstance * first, group_->sound_instance(entries[0].instance));
      UMLAUF_TRY(const bool fitting,
                 first == nullptr ? false : fits_now(*first, entries[0].element, message));
      if (fitting) all.list = list;
      all.prefix = !fitting;
    }
  }
  all.message = std::move(message);
  all.variables = std::move(variables);
  return all;
}

// Yields what is left to do.
Result<std::optional<Executor::Delivery>> Executor::deliver(Delivery delivery,
                                                            std::vector<InstanceKey>& receivers) {
  // Who waits for it again, having got it, gets it no second time.
  std::map<InstanceKey, std::uint64_t> next_element;
  const std::optional<Entry> cut = delivery.after;
  EntryScan scan{.kind = delivery.kind};
  scan.limit = kReceiversAtOnce;
  scan.after = delivery.after;
  if (!delivery.prefix)
    scan.name = delivery.list;
  else if (!scan.after)
    scan.after = Entry{delivery.kind, delivery.list, INT64_MIN, {}, {}};
  std::vector<Subscription> waiting;
  for (;;) {
    UMLAUF_TRY(const auto entries, group_->entries(scan));
    group_->fetch(instances_of(entries));
    for (const Entry& entry : entries) {
      if (!entry.name.starts_with(delivery.list)) return std::optional<Delivery>{};
      if (of_one(cut, entry)) continue;
      if (reached_ >= options_.receivers_max && !of_one(delivery.after, entry))
        return std::optional(std::move(delivery));
      delivery.after = entry;
      UMLAUF_TRY(LiveInstance * instance, group_->sound_instance(entry.instance));
      if (instance == nullptr) continue;
      waiting.clear();
      if (delivery.kind == EntryKind::BusinessKey) {
        UMLAUF_CHECK(add_subscriptions_now(*instance, delivery.message, waiting));
      } else {
        UMLAUF_TRY(const bool fitting, fits_now(*instance, entry.element, delivery.message));
        if (fitting) waiting.push_back({instance, entry.element, 0});
      }
      const auto known =
          next_element.try_emplace(entry.instance, instance->state.header.next_element).first;
      for (const Subscription& each : waiting)
        // One delivery may have ended what another waited for.
        if (each.element.value() < known->second &&
            run(*instance, runtime::DeliverMessage{each.element, delivery.message.name,
                                                   delivery.variables, delivery.message.keys}))
          receivers.push_back(entry.instance);
    }
    if (entries.size() < scan.limit) return std::optional<Delivery>{};
    scan.after = entries.back();
  }
}

Bytes Executor::encode(const Delivery& delivery) const {
  Bytes content(1, kDelivery);
  feel::append_varint(content, 0);  // it comes from no instance
  feel::append_varint(content, static_cast<std::uint64_t>(delivery.kind));
  feel::append_bytes(content, delivery.list);
  feel::append_varint(content, delivery.prefix ? 1 : 0);
  const Entry after = delivery.after.value_or(Entry{});
  feel::append_bytes(content, after.name);
  feel::append_varint(content, static_cast<std::uint64_t>(after.position));
  feel::append_varint(content, after.instance.value());
  feel::append_varint(content, after.element.value());
  runtime::SendMessage message;
  message.message = delivery.message.name;
  message.keys = delivery.message.keys;
  message.business_key = delivery.message.business_key;
  message.variables = delivery.variables;
  runtime::append(content, runtime::Effect(std::move(message)));
  return content;
}

void Executor::carry_on(std::string_view bytes) {
  Delivery left;
  bool whole = true;
  const auto number = [&bytes, &whole] {
    const auto read = whole ? feel::read_varint(bytes) : std::nullopt;
    whole = read.has_value();
    return read.value_or(0);
  };
  const auto text = [&bytes, &whole] {
    const auto read = whole ? feel::read_bytes(bytes) : std::nullopt;
    whole = read.has_value();
    return std::string(read.value_or(""));
  };
  left.kind = static_cast<EntryKind>(number());
  left.list = text();
  left.prefix = number() != 0;
  Entry after;
  after.kind = left.kind;
  after.name = text();
  after.position = static_cast<std::int64_t>(number());
  after.instance = InstanceKey(number());
  after.element = ElementKey(number());
  auto effect = whole ? runtime::decode_effect(bytes) : std::nullopt;
  auto* message = effect ? std::get_if<runtime::SendMessage>(&*effect) : nullptr;
  if (message == nullptr) return;
  left.after = std::move(after);
  left.message.name = std::move(message->message);
  left.message.keys = std::move(message->keys);
  left.message.business_key = std::move(message->business_key);
  left.variables = std::move(message->variables);
  std::vector<InstanceKey> receivers;
  auto rest = deliver(std::move(left), receivers);
  if (rest && *rest) postpone(encode(**rest));
}

// Delivers to at most as many as one request may reach; yields what is left to do.
Result<std::optional<Executor::Broadcast>> Executor::broadcast(
    Broadcast signal, std::vector<InstanceKey>& receivers) {
  EntryScan scan{.kind = EntryKind::Signal, .name = signal.signal};
  scan.limit = kReceiversAtOnce;
  scan.after = Entry{EntryKind::Signal, signal.signal, 0, signal.after, ElementKey(UINT64_MAX)};
  for (;;) {
    UMLAUF_TRY(const auto entries, group_->entries(scan));
    group_->fetch(instances_of(entries));
    for (const Entry& entry : entries) {
      if (entry.instance == signal.source || entry.instance == signal.after) continue;
      if (reached_ >= options_.receivers_max) return std::optional(std::move(signal));
      UMLAUF_TRY(LiveInstance * instance, group_->sound_instance(entry.instance));
      signal.after = entry.instance;
      if (instance == nullptr) continue;
      if (run(*instance, runtime::DeliverSignal{signal.signal, signal.variables}))
        receivers.push_back(entry.instance);
    }
    if (entries.size() < kReceiversAtOnce) return std::optional<Broadcast>{};
    scan.after = entries.back();
  }
}

// To all that wait for it, and to every process that begins with it.
Result<Done> Executor::spread(Broadcast signal, std::vector<InstanceKey>& receivers) {
  runtime::SendMessage thrown;
  thrown.variables = signal.variables;
  UMLAUF_TRY(const auto begins, begins_by_signal(signal.signal));
  UMLAUF_TRY(auto left, broadcast(std::move(signal), receivers));
  if (left) postpone(encode(*left));
  for (const Begin& begin : begins) start_or_owe(*begin.process, *begin.at, thrown, &receivers);
  return Done{};
}

Result<Answer> Executor::carry_out(const Signal& request) {
  if (request.name.empty())
    return error(ErrorCode::Request, "the signal has no name", "das Signal hat keinen Namen");
  Answer answer;
  UMLAUF_CHECK(spread({request.name, to_variables(request.variables), {}, {}}, answer.instances));
  return answer;
}

}  // namespace umlauf::service
