// What one instance wants done to others: in the same group, durable together with its cause.
#include "engine/base/overload.hpp"
#include "engine/feel/binary.hpp"
#include "engine/runtime/codec.hpp"
#include "engine/service/executor.hpp"
#include "engine/service/seal.hpp"

namespace umlauf::service {
void Executor::carry_out_effects() {
  while (!effects_.empty() || !subscribed_.empty()) {
    if (effects_.empty()) {
      const ElementReference subscription = subscribed_.front();
      subscribed_.pop_front();
      (void)deliver_kept_message(subscription);
      continue;
    }
    const Pending pending = std::move(effects_.front());
    effects_.pop_front();
    // Beyond the bound the rest is remembered, and carried out after the commit.
    if (reached_ >= options_.receivers_max)
      postpone(encode(pending));
    else
      carry_out_effect(pending);
  }
}

void Executor::carry_out_effect(const Pending& pending) {
  std::visit(Overload{
                 [&](const runtime::StartCalledProcess& effect) { start_called(pending, effect); },
                 [&](const runtime::CancelCalledProcess& effect) {
                   tell(pending, effect.child, runtime::CancelInstance{});
                 },
                 [&](const runtime::TellCallerEnded& effect) {
                   runtime::CalledProcessEnded command;
                   command.element = effect.caller.element;
                   command.child = pending.source;
                   command.state = effect.state;
                   command.error_code = effect.error_code;
                   command.error_message = effect.error_message;
                   command.by_error = effect.by_error;
                   command.cancelled = effect.cancelled;
                   command.variables = effect.variables;
                   const auto refused = tell(pending, effect.caller.instance, std::move(command));
                   // What follows the call goes round without end: that is an incident there, since
                   // nobody says once more that the called process has ended.
                   if (refused && refused->code == ErrorCode::Limit)
                     tell(pending, effect.caller.instance,
                          runtime::CallFailed{effect.caller.element, refused->message});
                 },
                 [&](const runtime::TellCallerEscalated& effect) {
                   tell(pending, effect.caller.instance,
                        runtime::CalledProcessEscalated{effect.caller.element, pending.source,
                                                        effect.code, effect.variables});
                 },
                 [&](const runtime::SendMessage& effect) { send_message(pending, effect); },
                 [&](const runtime::BroadcastSignal& effect) {
                   std::vector<InstanceKey> receivers;
                   (void)spread({effect.signal, effect.variables, pending.source, {}}, receivers);
                 },
             },
             pending.effect);
}

// Whoever is told may have gone on in the meantime: then nobody waits for the news any more.
std::optional<Error> Executor::tell(const Pending& pending, InstanceKey key,
                                    runtime::Command command) {
  const auto instance = group_->sound_instance(key);
  if (!instance) return std::nullopt;
  if (*instance == nullptr) {
    keep_back(pending);
    return std::nullopt;
  }
  const Result<Done> told = run(**instance, std::move(command));
  return told ? std::nullopt : std::optional<Error>(told.error());
}

// What concerns a damaged instance stays in the store, where adopt() finds it now and then.
void Executor::keep_back(const Pending& pending) {
  if (outbox_cell_ == nullptr)
    (void)store_effect(encode(pending));
  else
    kept_back_ = true;
}

void Executor::start_called(const Pending& pending, const runtime::StartCalledProcess& effect) {
  const auto refuse = [&](Text reason) {
    tell(pending, pending.source, runtime::CallFailed{effect.element, std::move(reason)});
  };
  const auto caller = group_->sound_instance(pending.source);
  if (!caller) return;
  if (*caller == nullptr) return keep_back(pending);
  const CatalogPtr known = catalog();
  const ProcessVersion* process =
      known->resolve(effect.process, effect.binding, effect.version, effect.version_tag,
                     (*caller)->state.header.definition);
  if (process == nullptr)
    return refuse({"there is no process '" + effect.process + "'",
                   "es gibt keinen Prozess '" + effect.process + "'"});
  runtime::StartInstance command;
  command.instance = effect.child;
  command.business_key = effect.business_key;
  command.variables = effect.variables;
  command.caller = runtime::Caller{pending.source, effect.element};
  command.call_depth = effect.call_depth;
  const Result<InstanceKey> started = start(*process, std::move(command));
  if (!started) refuse(started.error().message);
}

void Executor::send_message(const Pending& pending, const runtime::SendMessage& effect) {
  if (!effect.target_process.empty() && deliver_along_flow(pending, effect)) return;
  if (effect.message.empty()) return;
  // By name, to one receiver: the one of the sender's own case before all others.
  Message message{effect.message, effect.keys, effect.business_key, {}, true, {}, {}};
  auto found = find_receiver(message);
  if (found && !*found && !message.business_key.empty()) {
    message.business_key.clear();
    found = find_receiver(message);
  }
  if (found && *found) {
    const Subscription& receiver = **found;
    (void)run(*receiver.instance, runtime::DeliverMessage{receiver.element, effect.message,
                                                          effect.variables, effect.keys});
    return;
  }
  const CatalogPtr known = catalog();
  for (const auto& [id, versions] : known->processes_by_id) {
    const ProcessVersion& process = *versions.back();
    if (!process.executable) continue;
    for (const runtime::StartSubscription& start_at : process.starts)
      if (start_at.kind == definition::Trigger::Message && start_at.name == effect.message) {
        start_or_owe(process, start_at, effect);
        return;
      }
  }
  const auto sender = group_->sound_instance(pending.source);
  if (!sender) return;
  if (*sender == nullptr) return keep_back(pending);
  if ((*sender)->definition->semantics.messages_are_buffered)
    (void)keep_message(effect, false, (*sender)->definition->semantics.message_time_to_live_ms);
}

std::string Executor::store_effect(const Bytes& content) {
  std::string cell = std::string(kOutbox) + std::to_string(keys_.next().value());
  group_->put_cell(cell, with_seal(content));
  return cell;
}

void Executor::postpone(const Bytes& content) { outbox_.push_back(store_effect(content)); }

Bytes Executor::encode(const Pending& pending) {
  Bytes content(1, kEffect);
  feel::append_varint(content, pending.source.value());
  runtime::append(content, pending.effect);
  return content;
}

Bytes Executor::encode(const Broadcast& signal) const {
  Bytes content(1, kBroadcast);
  feel::append_varint(content, signal.source.value());
  feel::append_varint(content, signal.after.value());
  runtime::append(content,
                  runtime::Effect(runtime::BroadcastSignal{signal.signal, signal.variables}));
  return content;
}

void Executor::carry_out_outbox(const std::string& cell) {
  const auto content = group_->cell(cell);
  if (!content || !*content) return;  // somebody else has done it
  const auto whole = without_seal(**content);
  if (!whole || whole->empty()) return let_rest(cell);  // damaged: for check_store to name
  std::string_view bytes = *whole;
  const char kind = bytes[0];
  bytes.remove_prefix(1);
  const auto source = feel::read_varint(bytes);
  if (kind == kEffect && source) {
    const auto effect = runtime::decode_effect(bytes);
    outbox_cell_ = &cell;
    kept_back_ = false;
    if (effect) carry_out_effect({InstanceKey(*source), *effect});
    outbox_cell_ = nullptr;
    if (kept_back_) return let_rest(cell);
  }
  group_->put_cell(cell, {});
  if (!source) return;
  if (kind == kDelivery) return carry_on(bytes);
  if (kind == kBroadcast) {
    const auto after = feel::read_varint(bytes);
    const auto effect = after ? runtime::decode_effect(bytes) : std::nullopt;
    if (!effect) return;
    const auto& signal = std::get<runtime::BroadcastSignal>(*effect);
    std::vector<InstanceKey> receivers;
    auto left = broadcast(
        {signal.signal, signal.variables, InstanceKey(*source), InstanceKey(*after)}, receivers);
    if (left && *left) postpone(encode(**left));
  }
}

}  // namespace umlauf::service
