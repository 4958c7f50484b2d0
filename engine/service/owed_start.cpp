#include "engine/service/owed_start.hpp"

#include <utility>

#include "engine/feel/binary.hpp"
#include "engine/runtime/codec.hpp"
#include "engine/service/digest.hpp"
#include "engine/service/seal.hpp"

namespace umlauf::service {
namespace {

constexpr char kFormat = 1;
constexpr std::int64_t kPauseMinMs = 60'000;
constexpr std::uint32_t kDoublingsMax = 10;  // to about 17 hours, then a day
constexpr std::int64_t kPauseMaxMs = 86'400'000;

}  // namespace

calendar::Instant OwedStart::retry_after(calendar::Instant now, std::uint32_t failures) {
  const std::int64_t pause =
      failures > kDoublingsMax ? kPauseMaxMs : kPauseMinMs << static_cast<int>(failures);
  return {now.milliseconds + pause};
}

std::string OwedStart::cell() const { return std::string(kOwedStarts) + fixed_hex(number); }

Entry OwedStart::entry() const {
  return {EntryKind::StartTimer, "", retry.milliseconds, InstanceKey(number), ElementKey(0)};
}

Bytes OwedStart::encode() const {
  Bytes out(1, kFormat);
  feel::append_varint(out, number);
  feel::append_varint(out, static_cast<std::uint64_t>(kind));
  feel::append_varint(out, static_cast<std::uint64_t>(since.milliseconds));
  feel::append_varint(out, failures);
  feel::append_varint(out, static_cast<std::uint64_t>(retry.milliseconds));
  feel::append_bytes(out, process);
  feel::append_bytes(out, element);
  feel::append_bytes(out, reason.english);
  feel::append_bytes(out, reason.german);
  runtime::append(out, runtime::Effect(message));
  return with_seal(out);
}

std::optional<OwedStart> OwedStart::decode(const Cell& cell) {
  std::string_view bytes = without_seal(cell.content).value_or("");
  if (bytes.empty() || bytes[0] != kFormat) return std::nullopt;
  bytes.remove_prefix(1);
  bool ok = true;
  const auto number = [&bytes, &ok] {
    const auto read = ok ? feel::read_varint(bytes) : std::nullopt;
    ok = read.has_value();
    return read.value_or(0);
  };
  const auto text = [&bytes, &ok] {
    const auto read = ok ? feel::read_bytes(bytes) : std::nullopt;
    ok = read.has_value();
    return std::string(read.value_or(""));
  };
  OwedStart start;
  start.number = number();
  start.kind = static_cast<definition::Trigger>(number());
  start.since.milliseconds = static_cast<std::int64_t>(number());
  start.failures = static_cast<std::uint32_t>(number());
  start.retry.milliseconds = static_cast<std::int64_t>(number());
  start.process = text();
  start.element = text();
  start.reason.english = text();
  start.reason.german = text();
  auto effect = ok ? runtime::decode_effect(bytes) : std::nullopt;
  auto* message = effect ? std::get_if<runtime::SendMessage>(&*effect) : nullptr;
  if (message == nullptr || start.cell() != cell.name) return std::nullopt;
  start.message = std::move(*message);
  return start;
}

}  // namespace umlauf::service
