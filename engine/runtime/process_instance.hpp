#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>

#include "engine/runtime/element_instance.hpp"

namespace umlauf::runtime {

enum class InstanceState : std::uint8_t {
  Active,
  Completed,
  Terminated,  ///< by a terminate event, cancelled, or ended by an error that its caller is told
  Failed,      ///< ended by an error that nobody caught
};

/// Who has called a process instance.
struct Caller {
  InstanceKey instance;
  ElementKey element;

  bool operator==(const Caller&) const = default;
};

/// What is known of an instance beside its records.
struct InstanceHeader {
  InstanceKey key;
  DefinitionKey definition;
  std::string process;  ///< id of the process, for people and indices
  std::uint32_t version = 0;
  std::string business_key;  ///< empty: none
  std::optional<Caller> caller;
  std::uint32_t call_depth = 0;  ///< 0: not called by a process
  InstanceState state = InstanceState::Active;
  bool suspended = false;
  std::string error_code;  ///< of Failed, or of Terminated by an error
  std::string starter;     ///< the person who started it; empty: nobody in particular
  calendar::Instant started;
  std::optional<calendar::Instant> ended;
  std::uint64_t next_element = 1;  ///< the next ElementKey; also counts completions

  bool has_ended() const { return state != InstanceState::Active; }
  bool operator==(const InstanceHeader&) const = default;
};

/// The state of one process instance: a header and its records in the order of their keys, which is
/// the order of their making. A value: two with equal header and records are equal. The lists of
/// children and waits are derived from the records, kept beside them and never stored.
///
/// A record stays at its address until it is removed.
class ProcessInstance {
 public:
  ProcessInstance() = default;
  ProcessInstance(ProcessInstance&&) noexcept = default;
  ProcessInstance& operator=(ProcessInstance&&) noexcept = default;
  ProcessInstance(const ProcessInstance& other);
  ProcessInstance& operator=(const ProcessInstance& other);

  InstanceHeader header;

  const ElementInstance* find(ElementKey key) const { return slot(key); }
  /// The root; asserts that there is one (there is from InstanceStarted on for ever: an ended
  /// instance keeps its root and the variables in it).
  const ElementInstance& process_scope() const;
  std::size_t size() const { return slots_.size(); }

  // Loading and `evolve` use these three; whoever executes goes through `step`.

  /// Puts a record in, or replaces the one of that key; its parent must be there already. False,
  /// and nothing happens, where it is not.
  bool put(ElementInstance record);
  /// Makes a record, which `fill` gives everything but key and parent. False, and nothing happens,
  /// where its parent is not there, or where there is a record of that key.
  template <typename Fill>
  bool make(ElementKey key, ElementKey parent, Fill fill) {
    Slot* const made = make_slot(key, parent);
    if (made == nullptr) return false;
    fill(static_cast<ElementInstance&>(*made));
    enter_lists(*made);
    return true;
  }
  /// Together with all below it.
  void remove(ElementKey key);
  /// Changes a record in place: everything but key and parent.
  template <typename Edit>
  bool edit(ElementKey key, Edit change) {
    Slot* found = slot(key);
    if (found == nullptr) return false;
    leave_lists(*found);
    change(static_cast<ElementInstance&>(*found));
    enter_lists(*found);
    return true;
  }

  /// The same for those who change nothing but its variables, from which nothing is derived.
  template <typename Edit>
  bool edit_variables(ElementKey key, Edit change) {
    Slot* found = slot(key);
    if (found == nullptr) return false;
    change(found->variables);
    return true;
  }

  /// The record around it; nullptr of the root.
  const ElementInstance* parent(const ElementInstance& record) const {
    return static_cast<const Slot&>(record).parent;
  }
  // Children in the order of their keys.
  const ElementInstance* first_child(const ElementInstance& record) const {
    return static_cast<const Slot&>(record).first_child;
  }
  const ElementInstance* last_child(const ElementInstance& record) const {
    return static_cast<const Slot&>(record).last_child;
  }
  const ElementInstance* next_sibling(const ElementInstance& record) const {
    return static_cast<const Slot&>(record).next;
  }
  const ElementInstance* previous_sibling(const ElementInstance& record) const {
    return static_cast<const Slot&>(record).previous;
  }
  /// How many children are activations or loops, which keep a scope from ending. O(1).
  std::uint32_t active_children(const ElementInstance& record) const {
    return static_cast<const Slot&>(record).active_children;
  }
  /// How far from the root: 0 is the root. O(1).
  std::uint32_t depth(const ElementInstance& record) const {
    return static_cast<const Slot&>(record).depth;
  }

  /// All records in the order of their keys.
  template <typename Visit>
  void for_each(Visit visit) const {
    for (const auto& [key, record] : slots_) visit(static_cast<const ElementInstance&>(record));
  }
  /// Keys of the records whose payload is a SignalSubscription, or a ConditionWait.
  const std::set<ElementKey>& signal_waits() const { return signal_waits_; }
  const std::set<ElementKey>& condition_waits() const { return condition_waits_; }
  /// Keys of complex gateways that wait for reset.
  const std::set<ElementKey>& reset_waits() const { return reset_waits_; }

  /// By header and records.
  friend bool operator==(const ProcessInstance& a, const ProcessInstance& b);

 private:
  friend class Tracking;
  struct Slot : ElementInstance {
    Slot* parent = nullptr;
    Slot* first_child = nullptr;
    Slot* last_child = nullptr;
    Slot* next = nullptr;
    Slot* previous = nullptr;
    std::uint32_t active_children = 0;
    std::uint32_t depth = 0;
    std::uint32_t touched = 0;  // position + 1 among the records that the running step has touched
  };
  // The process scope, which is the first, and the record made last are asked for most.
  const Slot* slot(ElementKey key) const {
    if (slots_.empty()) return nullptr;
    if (const auto first = slots_.begin(); first->first == key) return &first->second;
    if (latest_ != nullptr && latest_->key == key) return latest_;
    return search(key);
  }
  Slot* slot(ElementKey key) {
    return const_cast<Slot*>(static_cast<const ProcessInstance&>(*this).slot(key));
  }
  const Slot* search(ElementKey key) const;
  // Linked to its parent; nullptr where that is not there, or where the key is taken.
  Slot* make_slot(ElementKey key, ElementKey parent);
  static void link(Slot& slot, Slot& parent);
  static void unlink(Slot& slot);
  // What is derived from role and payload.
  void enter_lists(Slot& slot);
  void leave_lists(Slot& slot);

  std::map<ElementKey, Slot> slots_;
  // The record that was made last, as long as it is there. What has been moved from has no slots
  // and is asked for none.
  Slot* latest_ = nullptr;
  std::set<ElementKey> signal_waits_;
  std::set<ElementKey> condition_waits_;
  std::set<ElementKey> reset_waits_;
};

}  // namespace umlauf::runtime
