#include "engine/service/start_timer.hpp"

#include <algorithm>

#include "engine/feel/binary.hpp"
#include "engine/service/catalog.hpp"
#include "engine/service/owed_start.hpp"
#include "engine/service/seal.hpp"

namespace umlauf::service {
namespace {

// The second has what a failure left behind it.
constexpr char kFormat = 1;
constexpr char kFormatOfFailing = 2;
constexpr std::uint64_t kTriggersPerNode = 256;

std::optional<calendar::TimerSpec> parse(definition::TimerKind kind, const std::string& text,
                                         calendar::CronDialect cron) {
  auto spec = kind == definition::TimerKind::Date ? calendar::parse_timer_date(text)
              : kind == definition::TimerKind::Duration
                  ? calendar::parse_timer_duration(text)
                  : calendar::parse_timer_cycle(text, {}, cron);
  if (!spec) return std::nullopt;
  return std::move(*spec);
}

}  // namespace

std::optional<StartTimer> StartTimer::arm(const runtime::StartSubscription& start,
                                          calendar::CronDialect cron, calendar::Instant now,
                                          calendar::Zone zone) {
  const auto spec = parse(start.timer_kind, start.name, cron);
  const auto first = spec ? calendar::first_due(*spec, now, zone) : std::nullopt;
  if (!first) return std::nullopt;
  StartTimer timer;
  timer.node = start.node;
  timer.trigger = start.trigger;
  timer.kind = start.timer_kind;
  timer.text = start.name;
  timer.next = *first;
  return timer;
}

std::optional<StartTimer> StartTimer::after_firing(calendar::CronDialect cron,
                                                   calendar::Zone zone) const {
  const auto spec = parse(kind, text, cron);
  const auto following = spec ? calendar::next_due(*spec, next, zone) : std::nullopt;
  if (!following) return std::nullopt;
  StartTimer timer = *this;
  timer.next = *following;
  timer.failures = 0;
  return timer;
}

StartTimer StartTimer::after_failure(calendar::Instant now, Text why) const {
  StartTimer timer = *this;
  timer.retry = OwedStart::retry_after(now, failures);
  ++timer.failures;
  timer.reason = std::move(why);
  return timer;
}

std::string StartTimer::cell(DefinitionKey process) const {
  return std::string(kStartTimers) + std::to_string(process.value()) + "/" +
         std::to_string(node.value()) + "." + std::to_string(trigger);
}

std::optional<DefinitionKey> StartTimer::process_of(std::string_view cell) {
  cell.remove_prefix(std::min(cell.size(), kStartTimers.size()));
  const auto key = parse_instance_key(cell.substr(0, cell.find('/')));
  if (!key) return std::nullopt;
  return DefinitionKey(key->value());
}

Entry StartTimer::entry(DefinitionKey process) const {
  return {EntryKind::StartTimer, "", due().milliseconds, InstanceKey(process.value()),
          ElementKey((node.value() + 1) * kTriggersPerNode + trigger)};
}

Bytes StartTimer::encode() const {
  Bytes out(1, failures == 0 ? kFormat : kFormatOfFailing);
  feel::append_varint(out, node.value());
  feel::append_varint(out, trigger);
  feel::append_varint(out, static_cast<std::uint64_t>(kind));
  feel::append_bytes(out, text);
  feel::append_varint(out, static_cast<std::uint64_t>(next.due.milliseconds));
  feel::append_varint(out, static_cast<std::uint64_t>(next.anchor.milliseconds));
  feel::append_varint(out, next.number);
  feel::append_varint(out, next.left ? std::uint64_t{*next.left} + 1 : 0);
  if (failures > 0) {
    feel::append_varint(out, failures);
    feel::append_varint(out, static_cast<std::uint64_t>(retry.milliseconds));
    feel::append_bytes(out, reason.english);
    feel::append_bytes(out, reason.german);
  }
  return with_seal(out);
}

std::optional<StartTimer> StartTimer::decode(std::string_view sealed) {
  std::string_view bytes = without_seal(sealed).value_or("");
  if (bytes.empty() || (bytes[0] != kFormat && bytes[0] != kFormatOfFailing)) return std::nullopt;
  const bool failing = bytes[0] == kFormatOfFailing;
  bytes.remove_prefix(1);
  StartTimer timer;
  bool ok = true;
  const auto number = [&bytes, &ok] {
    const auto read = ok ? feel::read_varint(bytes) : std::nullopt;
    ok = read.has_value();
    return read.value_or(0);
  };
  timer.node = definition::NodeIndex(number());
  timer.trigger = static_cast<std::uint32_t>(number());
  timer.kind = static_cast<definition::TimerKind>(number());
  const auto text = [&bytes, &ok] {
    const auto read = ok ? feel::read_bytes(bytes) : std::nullopt;
    ok = read.has_value();
    return std::string(read.value_or(""));
  };
  timer.text = text();
  timer.next.due.milliseconds = static_cast<std::int64_t>(number());
  timer.next.anchor.milliseconds = static_cast<std::int64_t>(number());
  timer.next.number = static_cast<std::uint32_t>(number());
  const std::uint64_t left = number();
  if (left > 0) timer.next.left = static_cast<std::uint32_t>(left - 1);
  if (failing) {
    timer.failures = static_cast<std::uint32_t>(number());
    timer.retry.milliseconds = static_cast<std::int64_t>(number());
    timer.reason.english = text();
    timer.reason.german = text();
  }
  if (!ok) return std::nullopt;
  return timer;
}

}  // namespace umlauf::service
