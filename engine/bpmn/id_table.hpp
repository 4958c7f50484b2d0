#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <string_view>
#include <vector>

namespace umlauf::bpmn::detail {

/// Finds a position by id. Open addressing over a table at most half full; a document has tens of
/// thousands of ids and nearly as many references, and this is where reading spends its time. A
/// slot is small, and tells nearly all other ids apart without a look at them.
class IdTable {
 public:
  static constexpr std::uint32_t kNone = 0xFFFFFFFF;

  explicit IdTable(std::size_t count) : ids_(count) {
    std::size_t size = 16;
    while (size < 2 * count) size *= 2;
    slots_.resize(size);
  }

  /// The position that the id had before, or kNone where it is new and now has `position`, which
  /// is less than the count. The id must outlive the table.
  std::uint32_t insert(std::string_view id, std::uint32_t position) {
    const std::uint32_t hash = hash_of(id);
    Slot& slot = slots_[find_slot(id, hash)];
    if (slot.position != kNone) return slot.position;
    slot = {hash, position};
    ids_[position] = id;
    return kNone;
  }
  std::uint32_t find(std::string_view id) const {
    return slots_[find_slot(id, hash_of(id))].position;
  }

 private:
  struct Slot {
    std::uint32_t hash = 0;
    std::uint32_t position = kNone;
  };

  static std::uint32_t hash_of(std::string_view id) {
    return static_cast<std::uint32_t>(std::hash<std::string_view>{}(id));
  }
  std::size_t find_slot(std::string_view id, std::uint32_t hash) const {
    const std::size_t mask = slots_.size() - 1;
    std::size_t at = hash & mask;
    while (slots_[at].position != kNone &&
           (slots_[at].hash != hash || ids_[slots_[at].position] != id))
      at = (at + 1) & mask;
    return at;
  }

  std::vector<std::string_view> ids_;  // by position
  std::vector<Slot> slots_;
};

}  // namespace umlauf::bpmn::detail
