#include "engine/runtime/process_instance.hpp"

#include <iterator>
#include <utility>
#include <vector>

#include "engine/base/assert.hpp"

namespace umlauf::runtime {
namespace {

bool counts_as_active(const ElementInstance& record) {
  return record.role == Role::Activity || record.role == Role::Loop;
}

}  // namespace

std::string_view incident_kind_name(IncidentKind kind) {
  switch (kind) {
    case IncidentKind::NoFlow:
      return "noFlow";
    case IncidentKind::Expression:
      return "expression";
    case IncidentKind::Mapping:
      return "mapping";
    case IncidentKind::Decision:
      return "decision";
    case IncidentKind::Job:
      return "job";
    case IncidentKind::Call:
      return "call";
    case IncidentKind::Limit:
      return "limit";
    case IncidentKind::Data:
      return "data";
    case IncidentKind::Handler:
      return "handler";
  }
  return "unknown";
}

ProcessInstance::ProcessInstance(const ProcessInstance& other) : header(other.header) {
  for (const auto& [key, record] : other.slots_) put(record);
}

ProcessInstance& ProcessInstance::operator=(const ProcessInstance& other) {
  ProcessInstance copy(other);
  *this = std::move(copy);
  return *this;
}

const ElementInstance& ProcessInstance::process_scope() const {
  const Slot* root = slot(kProcessScope);
  UMLAUF_ASSERT(root != nullptr);
  return *root;
}

const ProcessInstance::Slot* ProcessInstance::search(ElementKey key) const {
  const auto found = slots_.find(key);
  return found == slots_.end() ? nullptr : &found->second;
}

ProcessInstance::Slot* ProcessInstance::make_slot(ElementKey key, ElementKey parent) {
  Slot* const around = parent.valid() ? slot(parent) : nullptr;
  if (around == nullptr && parent.valid()) return nullptr;
  // Keys grow: it mostly comes behind all others.
  const std::size_t before = slots_.size();
  Slot& made = slots_.try_emplace(slots_.end(), key)->second;
  if (slots_.size() == before) return nullptr;
  latest_ = &made;
  made.key = key;
  made.ElementInstance::parent = parent;
  if (around != nullptr) link(made, *around);
  return &made;
}

void ProcessInstance::link(Slot& slot, Slot& parent) {
  slot.parent = &parent;
  slot.depth = parent.depth + 1;
  // New records have the greatest key: the loop runs only when something is put back.
  Slot* before = parent.last_child;
  while (before != nullptr && before->key > slot.key) before = before->previous;
  slot.previous = before;
  slot.next = before == nullptr ? parent.first_child : before->next;
  (slot.previous == nullptr ? parent.first_child : slot.previous->next) = &slot;
  (slot.next == nullptr ? parent.last_child : slot.next->previous) = &slot;
}

void ProcessInstance::unlink(Slot& slot) {
  if (slot.parent == nullptr) return;
  (slot.previous == nullptr ? slot.parent->first_child : slot.previous->next) = slot.next;
  (slot.next == nullptr ? slot.parent->last_child : slot.next->previous) = slot.previous;
  slot.parent = nullptr;
}

void ProcessInstance::enter_lists(Slot& slot) {
  if (slot.parent != nullptr && counts_as_active(slot)) ++slot.parent->active_children;
  if (std::holds_alternative<SignalSubscription>(slot.payload)) signal_waits_.insert(slot.key);
  if (std::holds_alternative<ConditionWait>(slot.payload)) condition_waits_.insert(slot.key);
  if (std::holds_alternative<Shared<ComplexState>>(slot.payload)) reset_waits_.insert(slot.key);
}

void ProcessInstance::leave_lists(Slot& slot) {
  if (slot.parent != nullptr && counts_as_active(slot)) --slot.parent->active_children;
  if (std::holds_alternative<SignalSubscription>(slot.payload)) signal_waits_.erase(slot.key);
  if (std::holds_alternative<ConditionWait>(slot.payload)) condition_waits_.erase(slot.key);
  if (std::holds_alternative<Shared<ComplexState>>(slot.payload)) reset_waits_.erase(slot.key);
}

bool ProcessInstance::put(ElementInstance record) {
  if (Slot* present = slot(record.key)) {
    if (present->ElementInstance::parent != record.parent) return false;
    leave_lists(*present);
    static_cast<ElementInstance&>(*present) = std::move(record);
    enter_lists(*present);
    return true;
  }
  return make(record.key, record.parent,
              [&record](ElementInstance& made) { made = std::move(record); });
}

void ProcessInstance::remove(ElementKey key) {
  Slot* top = slot(key);
  if (top == nullptr) return;
  // Depth first, without recursion: nesting is up to the model.
  Slot* current = top;
  while (true) {
    while (current->first_child != nullptr) current = current->first_child;
    Slot* around = current->parent;
    const bool done = current == top;
    leave_lists(*current);
    unlink(*current);
    if (current == latest_) latest_ = nullptr;
    slots_.erase(current->key);
    if (done) return;
    current = around;
  }
}

bool operator==(const ProcessInstance& a, const ProcessInstance& b) {
  if (a.header != b.header || a.slots_.size() != b.slots_.size()) return false;
  auto other = b.slots_.begin();
  for (const auto& [key, record] : a.slots_) {
    if (static_cast<const ElementInstance&>(record) !=
        static_cast<const ElementInstance&>(other->second))
      return false;
    ++other;
  }
  return true;
}

}  // namespace umlauf::runtime
