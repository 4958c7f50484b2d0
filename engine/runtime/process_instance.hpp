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

  bool ended_already() const { return state != InstanceState::Active; }
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
  ProcessInstance(ProcessInstance&&) = default;
  ProcessInstance& operator=(ProcessInstance&&) = default;
  ProcessInstance(const ProcessInstance& other);
  ProcessInstance& operator=(const ProcessInstance& other);

  InstanceHeader header;

  const ElementInstance* find(ElementKey key) const;
  /// The root; asserts that there is one (there is from InstanceStarted until the end of it all:
  /// an ended instance keeps its root and the variables in it).
  const ElementInstance& process_scope() const;
  std::size_t size() const { return slots_.size(); }

  /// Puts a record in, or replaces the one of that key; its parent must be there already. Loading
  /// and `evolve` use these; whoever executes goes through `step`.
  ElementInstance& put(ElementInstance record);
  /// The record must have no children.
  void remove(ElementKey key);
  /// To be changed in place, except key, parent and role.
  ElementInstance* edit(ElementKey key);
  /// A change of the role moves the record between the counts below.
  void set_role(ElementKey key, Role role);

  /// Children in the order of their keys: `for (auto* c = first_child(k); c; c =
  /// next_sibling(*c))`.
  const ElementInstance* first_child(ElementKey parent) const;
  const ElementInstance* last_child(ElementKey parent) const;
  const ElementInstance* next_sibling(const ElementInstance& record) const;
  const ElementInstance* previous_sibling(const ElementInstance& record) const;
  /// How many children are activations or loops, which keep a scope from ending. O(1).
  std::uint32_t active_children(ElementKey parent) const;

  /// All records in the order of their keys.
  template <typename Visit>
  void for_each(Visit visit) const {
    for (const auto& [key, slot] : slots_) visit(slot.record);
  }
  /// Keys of the records whose payload is a SignalSubscription or a ConditionWait.
  const std::set<ElementKey>& signal_waits() const { return signal_waits_; }
  const std::set<ElementKey>& condition_waits() const { return condition_waits_; }

  bool operator==(const ProcessInstance& other) const;

 private:
  struct Slot {
    ElementInstance record;
    Slot* parent = nullptr;
    Slot* first_child = nullptr;
    Slot* last_child = nullptr;
    Slot* next = nullptr;
    Slot* previous = nullptr;
    std::uint32_t active_children = 0;
  };
  static const Slot& slot_of(const ElementInstance& record);
  Slot* slot(ElementKey key);
  const Slot* slot(ElementKey key) const;
  void link(Slot& slot);
  void unlink(Slot& slot);
  void index_waits(const ElementInstance& record);
  void unindex_waits(const ElementInstance& record);

  std::map<ElementKey, Slot> slots_;
  std::set<ElementKey> signal_waits_;
  std::set<ElementKey> condition_waits_;
};

}  // namespace umlauf::runtime
