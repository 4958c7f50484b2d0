#include "engine/runtime/tracking.hpp"

#include <algorithm>
#include <utility>

namespace umlauf::runtime {

void Tracking::begin(ProcessInstance& instance) {
  instance_ = &instance;
  header_ = instance.header;
  touched_.clear();
}

void Tracking::note(ElementKey key) {
  ProcessInstance::Slot* slot = instance_->slot(key);
  if (slot == nullptr || slot->touched != 0) return;
  touched_.push_back({key, static_cast<const ElementInstance&>(*slot)});
  slot->touched = static_cast<std::uint32_t>(touched_.size());
}

void Tracking::note_tree(ElementKey key) {
  const ElementInstance* top = instance_->find(key);
  if (top == nullptr) return;
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
