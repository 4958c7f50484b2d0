#include "engine/bpmn/tags.hpp"

#include <array>
#include <cstddef>

namespace umlauf::bpmn::detail {
namespace {

constexpr std::string_view kNames[] = {"",
#define UMLAUF_ROW(tag, name) name,
                                       UMLAUF_BPMN_TAGS(UMLAUF_ROW)
#undef UMLAUF_ROW
};

constexpr std::size_t kSlots = 1024;  // a power of two, sparse enough for short probes

constexpr std::size_t slot_of(std::string_view name) {
  std::uint32_t hash = 2166136261u;
  for (const char c : name) hash = (hash ^ static_cast<unsigned char>(c)) * 16777619u;
  return (hash ^ hash >> 15) & (kSlots - 1);
}

constexpr auto kSlotTable = [] {
  std::array<Tag, kSlots> table{};
  for (std::size_t tag = 1; tag < std::size(kNames); ++tag) {
    std::size_t slot = slot_of(kNames[tag]);
    while (table[slot] != Tag::None) slot = (slot + 1) & (kSlots - 1);
    table[slot] = static_cast<Tag>(tag);
  }
  return table;
}();

}  // namespace

Tag tag_of(std::string_view name) {
  for (std::size_t slot = slot_of(name);; slot = (slot + 1) & (kSlots - 1)) {
    const Tag tag = kSlotTable[slot];
    if (tag == Tag::None || kNames[static_cast<std::size_t>(tag)] == name) return tag;
  }
}

std::string_view name_of(Tag tag) { return kNames[static_cast<std::size_t>(tag)]; }

}  // namespace umlauf::bpmn::detail
