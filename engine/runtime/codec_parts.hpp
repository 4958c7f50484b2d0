#pragma once

#include <concepts>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <tuple>
#include <type_traits>
#include <utility>
#include <vector>

#include "engine/feel/binary.hpp"
#include "engine/runtime/event.hpp"

/// How the parts of records and events are written. UMLAUF_CODED names the members of a type in the
/// order of the format, once for both directions.
namespace umlauf::runtime::codec {

inline constexpr std::uint8_t kVersion = 2;
/// Wrote every member of every type.
inline constexpr std::uint8_t kVersionDense = 1;

/// Most of what is written are numbers of one byte: they gather here and go out together. What was
/// written is complete when the writer is gone.
class Writer {
 public:
  explicit Writer(std::string& out) : out_(out) {}
  ~Writer() { flush(); }
  Writer(const Writer&) = delete;
  Writer& operator=(const Writer&) = delete;

  // The compiler would call it, for one comparison and one byte.
  [[gnu::always_inline]] void number(std::uint64_t value) {
    if (value >= 0x80 || gathered_ == kRoom) return long_number(value);
    room_[gathered_++] = static_cast<char>(value);
  }
  void text(const std::string& value) {
    number(value.size());
    if (gathered_ + value.size() > kRoom) flush();
    if (value.size() > kRoom) {
      out_ += value;
      return;
    }
    value.copy(room_ + gathered_, value.size());
    gathered_ += value.size();
  }
  void value(const feel::Value& value) {
    flush();
    feel::append_binary(out_, value);
  }

 private:
  static constexpr std::size_t kRoom = 256;
  static constexpr std::size_t kNumberMax = 10;  // bytes of a varint
  void long_number(std::uint64_t value) {
    if (gathered_ + kNumberMax > kRoom) flush();
    for (; value >= 0x80; value >>= 7) room_[gathered_++] = static_cast<char>(value | 0x80);
    room_[gathered_++] = static_cast<char>(value);
  }
  void flush() {
    out_.append(room_, gathered_);
    gathered_ = 0;
  }

  std::string& out_;
  std::size_t gathered_ = 0;
  char room_[kRoom];
};

/// After the first fault everything reads as empty and `ok` is false.
class Reader {
 public:
  Reader(std::string_view bytes, std::uint8_t version) : bytes_(bytes), version_(version) {}

  /// Of bytes that begin with their version; nullopt where it is none that was ever written.
  static std::optional<Reader> of(std::string_view bytes) {
    const auto version = bytes.empty() ? std::uint8_t{0} : static_cast<std::uint8_t>(bytes.front());
    if (version != kVersion && version != kVersionDense) return std::nullopt;
    return Reader(bytes.substr(1), version);
  }
  bool dense() const { return version_ == kVersionDense; }

  bool ok() const { return ok_; }
  bool done() const { return bytes_.empty(); }
  void fail() { ok_ = false; }
  /// Bounds the memory that a claimed length can ask for: each item takes at least one byte.
  std::size_t length() {
    const std::uint64_t count = number();
    if (count > bytes_.size()) fail();
    return ok_ ? static_cast<std::size_t>(count) : 0;
  }
  std::uint64_t number() {
    const auto read = ok_ ? feel::read_varint(bytes_) : std::nullopt;
    if (!read) fail();
    return read.value_or(0);
  }
  std::string text() {
    const auto read = ok_ ? feel::read_bytes(bytes_) : std::nullopt;
    if (!read) fail();
    return std::string(read.value_or(std::string_view()));
  }
  feel::Value value() {
    auto read = ok_ ? feel::read_binary(bytes_) : std::nullopt;
    if (!read) fail();
    return read ? std::move(*read) : feel::Value();
  }

 private:
  std::string_view bytes_;
  std::uint8_t version_;
  bool ok_ = true;
};

// ---- scalars

inline std::uint64_t zigzag(std::int64_t value) {
  return (static_cast<std::uint64_t>(value) << 1) ^ static_cast<std::uint64_t>(value >> 63);
}
inline std::int64_t unzigzag(std::uint64_t value) {
  return static_cast<std::int64_t>(value >> 1) ^ -static_cast<std::int64_t>(value & 1);
}

inline void io(Writer& w, const std::string& value) { w.text(value); }
inline void io(Reader& r, std::string& value) { value = r.text(); }
inline void io(Writer& w, const feel::Value& value) { w.value(value); }
inline void io(Reader& r, feel::Value& value) { value = r.value(); }
template <std::same_as<bool> B>
void io(Writer& w, const B& value) {
  w.number(value ? 1 : 0);
}
template <std::same_as<bool> B>
void io(Reader& r, B& value) {
  value = r.number() != 0;
}
template <std::unsigned_integral U>
requires(!std::same_as<U, bool>) void io(Writer& w, const U& value) { w.number(value); }
template <std::unsigned_integral U>
requires(!std::same_as<U, bool>) void io(Reader& r, U& value) {
  const std::uint64_t read = r.number();
  value = static_cast<U>(read);
  if (value != read) r.fail();
}
inline void io(Writer& w, const std::int64_t& value) { w.number(zigzag(value)); }
inline void io(Reader& r, std::int64_t& value) { value = unzigzag(r.number()); }
inline void io(Writer& w, const calendar::Instant& at) { w.number(zigzag(at.milliseconds)); }
inline void io(Reader& r, calendar::Instant& at) { at.milliseconds = unzigzag(r.number()); }

template <typename Tag>
void io(Writer& w, const Key<Tag>& key) {
  w.number(key.value());
}
template <typename Tag>
void io(Reader& r, Key<Tag>& key) {
  key = Key<Tag>(r.number());
}
// An index is written as its position + 1; 0 refers to nothing.
template <typename Tag>
void io(Writer& w, const Index<Tag>& index) {
  w.number(index.valid() ? static_cast<std::uint64_t>(index.value()) + 1 : 0);
}
template <typename Tag>
void io(Reader& r, Index<Tag>& index) {
  const std::uint64_t read = r.number();
  if (read > 0xFFFFFFFEU) return r.fail();
  index = read == 0 ? Index<Tag>() : Index<Tag>(static_cast<std::size_t>(read - 1));
}

/// An enumeration and its last enumerator.
template <typename Enum>
void enumerator(Writer& w, const Enum& value, Enum) {
  w.number(static_cast<std::uint64_t>(value));
}
template <typename Enum>
void enumerator(Reader& r, Enum& value, Enum last) {
  const std::uint64_t read = r.number();
  if (read > static_cast<std::uint64_t>(last)) return r.fail();
  value = static_cast<Enum>(read);
}

// ---- containers

template <typename T>
void io(Writer& w, const std::optional<T>& value);
template <typename T>
void io(Reader& r, std::optional<T>& value);
template <typename T>
void io(Writer& w, const std::vector<T>& list);
template <typename T>
void io(Reader& r, std::vector<T>& list);
template <typename T>
void io(Writer& w, const Shared<T>& shared);
template <typename T>
void io(Reader& r, Shared<T>& shared);
void io(Writer& w, const Variables& variables);
void io(Reader& r, Variables& variables);
void io(Writer& w, const Payload& payload);
void io(Reader& r, Payload& payload);

template <typename Archive, typename... Members>
void all(Archive& archive, Members&... members) {
  (io(archive, members), ...);
}

// Of types whose members mostly are what they are by default: which ones are not stands before
// them, a bit each. So members that are appended need no new version.
template <typename... Members, std::size_t... I>
void write_sparsely(Writer& w, const std::tuple<Members...>& members,
                    const std::tuple<Members...>& defaults, std::index_sequence<I...>) {
  std::uint64_t set = 0;
  ((set |= std::uint64_t{std::get<I>(members) != std::get<I>(defaults)} << I), ...);
  w.number(set);
  ((set >> I & 1 ? io(w, std::get<I>(members)) : void()), ...);
}
template <typename... Members>
void read_sparsely(Reader& r, Members&... members) {
  std::uint64_t set = r.number();
  if (set >> sizeof...(members) != 0) return r.fail();
  const auto read = [&r, &set](auto& member) {
    if (set & 1) io(r, member);
    set >>= 1;
  };
  (read(members), ...);
}

// ---- definitions of the containers

template <typename T>
void io(Writer& w, const std::optional<T>& value) {
  w.number(value ? 1 : 0);
  if (value) io(w, *value);
}
template <typename T>
void io(Reader& r, std::optional<T>& value) {
  value.reset();
  if (r.number() != 0 && r.ok()) io(r, value.emplace());
}
template <typename T>
void io(Writer& w, const std::vector<T>& list) {
  w.number(list.size());
  for (const T& item : list) io(w, item);
}
template <typename T>
void io(Reader& r, std::vector<T>& list) {
  const std::size_t count = r.length();
  list.clear();
  for (std::size_t i = 0; i < count && r.ok(); ++i) io(r, list.emplace_back());
}
template <typename T>
void io(Writer& w, const Shared<T>& shared) {
  io(w, *shared);
}
template <typename T>
void io(Reader& r, Shared<T>& shared) {
  T content;
  io(r, content);
  shared = Shared<T>(std::move(content));
}

}  // namespace umlauf::runtime::codec

/// UMLAUF_CODED(Type, o.first, o.second ...): in the namespace codec.
/// UMLAUF_CODED_SPARSELY: the same for types whose members mostly are what they are by default.
/// What is read into must be as it was made.
#define UMLAUF_CODED_SPARSELY(Type, ...)                                              \
  inline auto members_of(const Type& o) { return std::tie(__VA_ARGS__); }             \
  inline void io(Writer& a, const Type& o) {                                          \
    static const Type kDefault{};                                                     \
    const auto members = members_of(o);                                               \
    write_sparsely(a, members, members_of(kDefault),                                  \
                   std::make_index_sequence<std::tuple_size_v<decltype(members)>>()); \
  }                                                                                   \
  inline void io(Reader& a, Type& o) {                                                \
    if (a.dense()) return all(a, __VA_ARGS__);                                        \
    read_sparsely(a, __VA_ARGS__);                                                    \
  }
#define UMLAUF_CODED(Type, ...)                                                \
  inline void io([[maybe_unused]] Writer& a, [[maybe_unused]] const Type& o) { \
    all(a __VA_OPT__(, ) __VA_ARGS__);                                         \
  }                                                                            \
  inline void io([[maybe_unused]] Reader& a, [[maybe_unused]] Type& o) {       \
    all(a __VA_OPT__(, ) __VA_ARGS__);                                         \
  }
