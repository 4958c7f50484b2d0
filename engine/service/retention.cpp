#include "engine/service/retention.hpp"

#include "engine/feel/binary.hpp"

namespace umlauf::service {

std::string Hold::cell_name(InstanceKey key) {
  return std::string(kHolds) + fixed_hex(key.value());
}

Bytes Hold::encode() const {
  Bytes out;
  feel::append_varint(out, instance.value());
  feel::append_bytes(out, actor);
  feel::append_bytes(out, reason);
  feel::append_varint(out, static_cast<std::uint64_t>(since.milliseconds));
  return out;
}

std::optional<Hold> Hold::decode(const Cell& cell) {
  std::string_view bytes = cell.content;
  const auto instance = feel::read_varint(bytes);
  const auto actor = instance ? feel::read_bytes(bytes) : std::nullopt;
  const auto reason = actor ? feel::read_bytes(bytes) : std::nullopt;
  const auto since = reason ? feel::read_varint(bytes) : std::nullopt;
  if (!since || !bytes.empty()) return std::nullopt;
  Hold hold{InstanceKey(*instance),
            std::string(*actor),
            std::string(*reason),
            {static_cast<std::int64_t>(*since)}};
  if (hold.cell() != cell.name) return std::nullopt;
  return hold;
}

std::string Drop::cell() const {
  return std::string(kDroppedRanges) + fixed_hex(range.first.value());
}

Bytes Drop::encode() const {
  Bytes out;
  feel::append_varint(out, range.first.value());
  feel::append_varint(out, range.last.value());
  feel::append_varint(out, range.cases);
  feel::append_varint(out, static_cast<std::uint64_t>(range.ended_before.milliseconds));
  feel::append_varint(out, static_cast<std::uint64_t>(time.milliseconds));
  feel::append_bytes(out, actor);
  return out;
}

std::optional<Drop> Drop::decode(const Cell& cell) {
  std::string_view bytes = cell.content;
  std::uint64_t numbers[5] = {};
  for (std::uint64_t& number : numbers) {
    const auto read = feel::read_varint(bytes);
    if (!read) return std::nullopt;
    number = *read;
  }
  const auto actor = feel::read_bytes(bytes);
  if (!actor || !bytes.empty()) return std::nullopt;
  Drop drop;
  drop.range.first = InstanceKey(numbers[0]);
  drop.range.last = InstanceKey(numbers[1]);
  drop.range.cases = numbers[2];
  drop.range.ended_before.milliseconds = static_cast<std::int64_t>(numbers[3]);
  drop.time.milliseconds = static_cast<std::int64_t>(numbers[4]);
  drop.actor = std::string(*actor);
  if (drop.cell() != cell.name) return std::nullopt;
  return drop;
}

std::string KeyChange::cell() const { return std::string(kKeyChanges) + fixed_hex(number); }

Bytes KeyChange::encode() const {
  Bytes out;
  feel::append_varint(out, number);
  feel::append_varint(out, record.cases);
  feel::append_varint(out, record.ended ? 1 : 0);
  feel::append_varint(out, static_cast<std::uint64_t>(record.ended.value_or(begun).milliseconds));
  feel::append_varint(out, static_cast<std::uint64_t>(begun.milliseconds));
  feel::append_bytes(out, actor);
  return out;
}

std::optional<KeyChange> KeyChange::decode(const Cell& cell) {
  std::string_view bytes = cell.content;
  std::uint64_t numbers[5] = {};
  for (std::uint64_t& each : numbers) {
    const auto read = feel::read_varint(bytes);
    if (!read) return std::nullopt;
    each = *read;
  }
  const auto actor = feel::read_bytes(bytes);
  if (!actor || !bytes.empty()) return std::nullopt;
  KeyChange change;
  change.number = numbers[0];
  change.record.cases = numbers[1];
  if (numbers[2] != 0)
    change.record.ended = calendar::Instant{static_cast<std::int64_t>(numbers[3])};
  change.begun.milliseconds = static_cast<std::int64_t>(numbers[4]);
  change.actor = std::string(*actor);
  if (change.cell() != cell.name) return std::nullopt;
  return change;
}

std::optional<calendar::Instant> before(calendar::Instant now, std::string_view duration,
                                        calendar::Zone zone) {
  const auto local = calendar::to_date_time(now, zone);
  if (!local) return std::nullopt;
  std::optional<calendar::DateTime> then;
  if (const auto months = calendar::YearsMonthsDuration::parse(duration)) {
    if (months->total_months() < 0) return std::nullopt;
    then = calendar::add(*local, calendar::YearsMonthsDuration(-months->total_months()));
  } else if (const auto time = calendar::DaysTimeDuration::parse(duration)) {
    const auto back = calendar::subtract(calendar::DaysTimeDuration(), *time);
    if (time->is_negative() || !back) return std::nullopt;
    then = calendar::add(*local, *back);
  }
  return then ? calendar::to_instant(*then, zone) : std::nullopt;
}

}  // namespace umlauf::service
