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

std::string DroppedRange::cell() const {
  return std::string(kDroppedRanges) + fixed_hex(first.value());
}

Bytes DroppedRange::encode() const {
  Bytes out;
  feel::append_varint(out, first.value());
  feel::append_varint(out, last.value());
  feel::append_varint(out, cases);
  feel::append_varint(out, static_cast<std::uint64_t>(ended_before.milliseconds));
  feel::append_varint(out, static_cast<std::uint64_t>(time.milliseconds));
  feel::append_bytes(out, actor);
  return out;
}

std::optional<DroppedRange> DroppedRange::decode(const Cell& cell) {
  std::string_view bytes = cell.content;
  std::uint64_t numbers[5] = {};
  for (std::uint64_t& number : numbers) {
    const auto read = feel::read_varint(bytes);
    if (!read) return std::nullopt;
    number = *read;
  }
  const auto actor = feel::read_bytes(bytes);
  if (!actor || !bytes.empty()) return std::nullopt;
  DroppedRange range{InstanceKey(numbers[0]),
                     InstanceKey(numbers[1]),
                     numbers[2],
                     {static_cast<std::int64_t>(numbers[3])},
                     {static_cast<std::int64_t>(numbers[4])},
                     std::string(*actor)};
  if (range.cell() != cell.name) return std::nullopt;
  return range;
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
