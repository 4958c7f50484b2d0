#pragma once

#include <compare>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <limits>

namespace umlauf {

/// Position of something in one of the flat arrays of a definition. Indices of different things do
/// not convert into each other. A default-constructed index refers to nothing.
template <typename Tag>
class Index {
 public:
  constexpr Index() = default;
  constexpr explicit Index(std::size_t position)
      : position_(static_cast<std::uint32_t>(position)) {}

  constexpr bool valid() const { return position_ != kNone; }
  constexpr std::uint32_t value() const { return position_; }
  constexpr auto operator<=>(const Index&) const = default;

 private:
  static constexpr std::uint32_t kNone = std::numeric_limits<std::uint32_t>::max();
  std::uint32_t position_ = kNone;
};

/// Name of something in the state of running processes, unique for ever within one store.
/// 0 refers to nothing.
template <typename Tag>
class Key {
 public:
  constexpr Key() = default;
  constexpr explicit Key(std::uint64_t value) : value_(value) {}

  constexpr bool valid() const { return value_ != 0; }
  constexpr std::uint64_t value() const { return value_; }
  constexpr auto operator<=>(const Key&) const = default;

 private:
  std::uint64_t value_ = 0;
};

}  // namespace umlauf

template <typename Tag>
struct std::hash<umlauf::Key<Tag>> {
  std::size_t operator()(umlauf::Key<Tag> key) const noexcept {
    return std::hash<std::uint64_t>{}(key.value());
  }
};
