#include "engine/runtime/codec_records.hpp"

#include <array>
#include <utility>

#include "engine/runtime/codec.hpp"

namespace umlauf::runtime {
namespace codec {

void io(Writer& w, const Variables& variables) {
  w.number(variables.size());
  for (const Variable& variable : variables) io(w, variable);
}

void io(Reader& r, Variables& variables) {
  const std::size_t count = r.length();
  variables = {};
  for (std::size_t i = 0; i < count && r.ok(); ++i) {
    const std::string name = r.text();
    variables.set(name, r.value());
  }
}

void io(Writer& w, const Payload& payload) {
  w.number(payload.index());
  std::visit([&](const auto& content) { io(w, content); }, payload);
}

namespace {

template <std::size_t I>
void read_alternative(Reader& r, Payload& payload) {
  io(r, payload.emplace<I>());
}

template <std::size_t... I>
constexpr auto readers(std::index_sequence<I...>) {
  return std::array{&read_alternative<I>...};
}

constexpr auto kReaders = readers(std::make_index_sequence<std::variant_size_v<Payload>>());

}  // namespace

void io(Reader& r, Payload& payload) {
  const std::uint64_t index = r.number();
  if (index >= kReaders.size()) return r.fail();
  kReaders[static_cast<std::size_t>(index)](r, payload);
}

}  // namespace codec

namespace {

template <typename T>
void append_versioned(std::string& out, const T& object) {
  out.push_back(static_cast<char>(codec::kVersion));
  codec::Writer writer(out);
  io(writer, object);
}

template <typename T>
std::optional<T> decode_versioned(std::string_view bytes) {
  auto found = codec::Reader::of(bytes);
  if (!found) return std::nullopt;
  codec::Reader& reader = *found;
  T object;
  io(reader, object);
  if (!reader.ok() || !reader.done()) return std::nullopt;
  return object;
}

}  // namespace

void append(std::string& out, const InstanceHeader& header) { append_versioned(out, header); }
std::optional<InstanceHeader> decode_header(std::string_view bytes) {
  return decode_versioned<InstanceHeader>(bytes);
}

void append(std::string& out, const ElementInstance& record) { append_versioned(out, record); }
std::optional<ElementInstance> decode_record(std::string_view bytes) {
  return decode_versioned<ElementInstance>(bytes);
}

}  // namespace umlauf::runtime
