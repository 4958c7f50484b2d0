#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

namespace umlauf::bpmn::detail {

/// Finds a position by id. Open addressing over a table at most half full; a document has tens of
/// thousands of ids and nearly as many references, and this is where reading spends its time.
class IdTable {
 public:
  static constexpr std::uint32_t kNone = 0xFFFFFFFF;

  explicit IdTable(std::size_t count) {
    std::size_t size = 16;
    while (size < 2 * count) size *= 2;
    slots_.resize(size);
  }

  /// The position that the id had before, or kNone where it is new and now has `position`. The id
  /// must outlive the table.
  std::uint32_t insert(std::string_view id, std::uint32_t position) {
    Slot& slot = slots_[find_slot(id)];
    if (slot.position != kNone) return slot.position;
    slot = {id, position};
    return kNone;
  }
  std::uint32_t find(std::string_view id) const { return slots_[find_slot(id)].position; }

 private:
  struct Slot {
    std::string_view id;
    std::uint32_t position = kNone;
  };

  std::size_t find_slot(std::string_view id) const {
    const std::size_t mask = slots_.size() - 1;
    std::size_t at = std::hash<std::string_view>{}(id)&mask;
    while (slots_[at].position != kNone && slots_[at].id != id) at = (at + 1) & mask;
    return at;
  }

  std::vector<Slot> slots_;
};

}  // namespace umlauf::bpmn::detail
