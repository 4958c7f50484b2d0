// Messages that nobody waited for, kept until their time to live has passed. Two cells each:
// `kept/NAME\n<number>` with the message, and `kept-until/<time>/<number>` with the name of the
// first, so that what has expired is found without reading the others.
#include <array>
#include <cstdio>

#include "engine/feel/binary.hpp"
#include "engine/runtime/codec.hpp"
#include "engine/service/executor.hpp"
#include "engine/service/seal.hpp"

namespace umlauf::service {
namespace {

constexpr std::size_t kScanAtOnce = 64;
constexpr std::string_view kUntil = "kept-until/";

// In the order of numbers.
std::string digits(std::uint64_t number) {
  std::array<char, 24> text{};
  std::snprintf(text.data(), text.size(), "%020llu", static_cast<unsigned long long>(number));
  return text.data();
}

std::string cells_of(const std::string& message) { return "kept/" + message + "\n"; }

std::string until_cell(std::uint64_t expires, const std::string& number) {
  return std::string(kUntil) + digits(expires) + "/" + number;
}

struct Kept {
  std::uint64_t expires = 0;
  bool for_business_key = false;  ///< only for an instance with the message's business key
  runtime::SendMessage message;
};

Bytes to_bytes(const Kept& kept) {
  Bytes content;
  feel::append_varint(content, kept.expires);
  feel::append_varint(content, kept.for_business_key ? 1 : 0);
  runtime::append(content, runtime::Effect(kept.message));
  return with_seal(content);
}

std::optional<Kept> from_bytes(std::string_view sealed) {
  std::string_view bytes = without_seal(sealed).value_or("");
  Kept kept;
  const auto expires = feel::read_varint(bytes);
  const auto keyed = expires ? feel::read_varint(bytes) : std::nullopt;
  if (!keyed) return std::nullopt;
  auto effect = runtime::decode_effect(bytes);
  auto* message = effect ? std::get_if<runtime::SendMessage>(&*effect) : nullptr;
  if (message == nullptr) return std::nullopt;
  kept.expires = *expires;
  kept.for_business_key = *keyed != 0;
  kept.message = std::move(*message);
  return kept;
}

}  // namespace

Result<Done> Executor::keep_message(const runtime::SendMessage& message, bool for_business_key,
                                    std::int64_t for_ms) {
  UMLAUF_CHECK(drop_expired_messages());
  const std::string number = digits(keys_.next().value());
  const auto expires = static_cast<std::uint64_t>(now_.milliseconds + for_ms);
  const std::string cell = cells_of(message.message) + number;
  group_->put_cell(cell, to_bytes(Kept{expires, for_business_key, message}));
  group_->put_cell(until_cell(expires, number), cell);
  return Done{};
}

// A few at a time, whenever another one is kept: so they never pile up.
Result<Done> Executor::drop_expired_messages() {
  UMLAUF_TRY(const auto cells, group_->cells(std::string(kUntil), "", kScanAtOnce));
  const std::string now =
      std::string(kUntil) + digits(static_cast<std::uint64_t>(now_.milliseconds));
  for (const Cell& cell : cells) {
    if (cell.name >= now) break;
    group_->put_cell(cell.content, {});
    group_->put_cell(cell.name, {});
  }
  return Done{};
}

void Executor::note_subscriptions(const LiveInstance& instance, const runtime::Outcome& outcome) {
  if (!instance.definition->semantics.messages_are_buffered) return;
  const auto waits = [](const runtime::ElementInstance* record) {
    return record != nullptr &&
           std::holds_alternative<runtime::Shared<runtime::MessageSubscription>>(record->payload);
  };
  for (const runtime::Change& change : outcome.changes)
    if (waits(change.after) && !waits(change.before))
      subscribed_.push_back({instance.key(), change.key});
}

// The oldest kept message that a new subscription asks for goes to it.
Result<Done> Executor::deliver_kept_message(const ElementReference& subscription) {
  UMLAUF_TRY(LiveInstance * instance, group_->instance(subscription.instance));
  const runtime::ElementInstance* record = instance->state.find(subscription.element);
  const auto* payload =
      record == nullptr
          ? nullptr
          : std::get_if<runtime::Shared<runtime::MessageSubscription>>(&record->payload);
  if (payload == nullptr) return Done{};
  const std::string prefix = cells_of((*payload)->message);
  std::string after;
  for (;;) {
    UMLAUF_TRY(const auto cells, group_->cells(prefix, after, kScanAtOnce));
    for (const Cell& cell : cells) {
      const auto kept = from_bytes(cell.content);
      if (!kept || kept->expires < static_cast<std::uint64_t>(now_.milliseconds)) continue;
      const runtime::SendMessage& message = kept->message;
      if (kept->for_business_key && message.business_key != instance->state.header.business_key)
        continue;
      if (!runtime::correlates(*instance->definition, instance->state, subscription.element,
                               message.keys))
        continue;
      group_->guard(cell);  // another engine on the store may be faster
      group_->put_cell(cell.name, {});
      group_->put_cell(until_cell(kept->expires, cell.name.substr(prefix.size())), {});
      return run(*instance, runtime::DeliverMessage{subscription.element, message.message,
                                                    message.variables, message.keys});
    }
    if (cells.size() < kScanAtOnce) return Done{};
    after = cells.back().name;
  }
}

}  // namespace umlauf::service
