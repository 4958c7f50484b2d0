#include "engine/runtime/codec.hpp"

#include <array>
#include <utility>

#include "engine/runtime/codec_records.hpp"

namespace umlauf::runtime {
namespace codec {
namespace {

UMLAUF_CODED(InstanceStarted, o.header)
UMLAUF_CODED(InstanceEnded, o.state, o.error_code, o.at)
UMLAUF_CODED(InstanceSuspended)
UMLAUF_CODED(InstanceResumed)
UMLAUF_CODED_SPARSELY(Entered, o.key, o.parent, o.node, o.role, o.phase, o.trigger, o.loop_index,
                      o.payload)
UMLAUF_CODED(Passed, o.scope, o.node)
UMLAUF_CODED(Left, o.key, o.ending)
UMLAUF_CODED(Kept, o.key, o.order)
UMLAUF_CODED(FlowTaken, o.flow)
UMLAUF_CODED(TokensArrived, o.scope, o.flow, o.count)
UMLAUF_CODED(TokensConsumed, o.scope, o.flow, o.count)
UMLAUF_CODED(MessageFlowTaken, o.flow)
UMLAUF_CODED(VariableSet, o.scope, o.name, o.value)
UMLAUF_CODED(VariableRemoved, o.scope, o.name)
UMLAUF_CODED(PhaseChanged, o.key, o.phase)
UMLAUF_CODED(PayloadChanged, o.key, o.payload)
UMLAUF_CODED(IncidentRaised, o.key, o.incident)
UMLAUF_CODED(IncidentResolved, o.key)
UMLAUF_CODED(HandlerBound, o.key, o.thrower)
UMLAUF_CODED(Reopened, o.key, o.thrower, o.compensation)
UMLAUF_CODED(ErrorThrown, o.key, o.code)
UMLAUF_CODED(EscalationThrown, o.key, o.code)
UMLAUF_CODED(SignalThrown, o.key, o.signal)
UMLAUF_CODED(MessageThrown, o.key, o.message)
UMLAUF_CODED(TriggerCame, o.key)
UMLAUF_CODED(DecisionEvaluated, o.node, o.decision, o.version, o.explanation)
UMLAUF_CODED(TaskCompletedBy, o.key, o.user, o.as_administrator)
UMLAUF_CODED(InstanceMigrated, o.definition, o.version)
UMLAUF_CODED(NodeChanged, o.key, o.node)

UMLAUF_CODED(StartCalledProcess, o.element, o.child, o.process, o.binding, o.version, o.version_tag,
             o.business_key, o.variables, o.call_depth)
UMLAUF_CODED(CancelCalledProcess, o.child)
UMLAUF_CODED(TellCallerEnded, o.caller, o.state, o.error_code, o.error_message, o.by_error,
             o.cancelled, o.variables)
UMLAUF_CODED(TellCallerEscalated, o.caller, o.code, o.variables)
UMLAUF_CODED(SendMessage, o.message, o.variables, o.keys, o.business_key, o.target_process,
             o.target_element)
UMLAUF_CODED(BroadcastSignal, o.signal, o.variables)

template <typename Variant>
void write_variant(Writer& w, const Variant& variant) {
  w.number(variant.index());
  std::visit([&](const auto& content) { io(w, content); }, variant);
}

template <typename Variant, std::size_t I>
void read_alternative(Reader& r, Variant& variant) {
  io(r, variant.template emplace<I>());
}

template <typename Variant, std::size_t... I>
constexpr auto readers(std::index_sequence<I...>) {
  return std::array{&read_alternative<Variant, I>...};
}

template <typename Variant>
void read_variant(Reader& r, Variant& variant) {
  static constexpr auto kReaders =
      readers<Variant>(std::make_index_sequence<std::variant_size_v<Variant>>());
  const std::uint64_t index = r.number();
  if (index >= kReaders.size()) return r.fail();
  kReaders[static_cast<std::size_t>(index)](r, variant);
}

}  // namespace
}  // namespace codec

void append(std::string& out, std::span<const Event> events) {
  out.push_back(static_cast<char>(codec::kVersion));
  codec::Writer writer(out);
  writer.number(events.size());
  for (const Event& event : events) codec::write_variant(writer, event);
}

std::optional<std::vector<Event>> decode_events(std::string_view bytes) {
  auto found = codec::Reader::of(bytes);
  if (!found) return std::nullopt;
  codec::Reader& reader = *found;
  const std::size_t count = reader.length();
  std::vector<Event> events;
  for (std::size_t i = 0; i < count && reader.ok(); ++i)
    codec::read_variant(reader, events.emplace_back());
  if (!reader.ok() || !reader.done()) return std::nullopt;
  return events;
}

void append(std::string& out, const Effect& effect) {
  out.push_back(static_cast<char>(codec::kVersion));
  codec::Writer writer(out);
  codec::write_variant(writer, effect);
}

std::optional<Effect> decode_effect(std::string_view bytes) {
  auto found = codec::Reader::of(bytes);
  if (!found) return std::nullopt;
  codec::Reader& reader = *found;
  Effect effect;
  codec::read_variant(reader, effect);
  if (!reader.ok() || !reader.done()) return std::nullopt;
  return effect;
}

}  // namespace umlauf::runtime
