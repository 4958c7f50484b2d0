#include "engine/runtime/tracking.hpp"

#include <algorithm>
#include <type_traits>
#include <utility>

namespace umlauf::runtime {

void Tracking::begin(ProcessInstance& instance) {
  instance_ = &instance;
  header_ = instance.header;
  touched_.clear();
}

void Tracking::touch(ElementKey key) {
  if (is_new(key)) return;
  ProcessInstance::Slot* slot = instance_->slot(key);
  if (slot == nullptr || slot->touched != 0) return;
  touched_.push_back({key, static_cast<const ElementInstance&>(*slot)});
  slot->touched = static_cast<std::uint32_t>(touched_.size());
}

void Tracking::touch_tree(ElementKey key) {
  const ElementInstance* top = instance_->find(key);
  if (top == nullptr || is_new(key)) return;
  walk_.assign(1, top);
  while (!walk_.empty()) {
    const ElementInstance* record = walk_.back();
    walk_.pop_back();
    touch(record->key);
    for (const auto* child = instance_->first_child(*record); child != nullptr;
         child = instance_->next_sibling(*child))
      walk_.push_back(child);
  }
}

void Tracking::about_to_fold(const Event& event) {
  std::visit(
      [&](const auto& e) {
        using E = std::decay_t<decltype(e)>;
        if constexpr (std::is_same_v<E, Left>)
          touch_tree(e.key);
        else if constexpr (std::is_same_v<E, InstanceEnded>)
          touch_tree(kProcessScope);
        else if constexpr (std::is_same_v<E, Entered> || std::is_same_v<E, Passed>)
          return;
        else if constexpr (requires { e.key; })
          touch(e.key);
        else if constexpr (requires { e.scope; })
          touch(e.scope);
      },
      event);
}

void Tracking::roll_back() {
  auto& slots = instance_->slots_;
  while (!slots.empty() && is_new(slots.rbegin()->first)) instance_->remove(slots.rbegin()->first);
  instance_->header = header_;
  // In ascending order, so that a parent is there before its children.
  std::sort(touched_.begin(), touched_.end(),
            [](const Touched& a, const Touched& b) { return a.key < b.key; });
  for (Touched& touched : touched_) {
    instance_->put(std::move(touched.before));
    instance_->slot(touched.key)->touched = 0;
  }
  touched_.clear();
}

void Tracking::finish(std::vector<Change>& changes) {
  changes.clear();
  std::sort(touched_.begin(), touched_.end(),
            [](const Touched& a, const Touched& b) { return a.key < b.key; });
  for (const Touched& touched : touched_) {
    ProcessInstance::Slot* slot = instance_->slot(touched.key);
    if (slot != nullptr) slot->touched = 0;
    changes.push_back({touched.key, &touched.before, slot});
  }
  auto& slots = instance_->slots_;
  for (auto made = slots.lower_bound(ElementKey(header_.next_element)); made != slots.end(); ++made)
    changes.push_back({made->first, nullptr, &made->second});
}

}  // namespace umlauf::runtime
