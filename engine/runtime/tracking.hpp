#pragma once

#include <type_traits>
#include <vector>

#include "engine/runtime/event.hpp"
#include "engine/runtime/step.hpp"

namespace umlauf::runtime {

/// Remembers how the records were that a step touches: so that a refused command can be undone, and
/// so that the store learns what has changed without looking at the rest.
class Tracking {
 public:
  /// Begins to watch an instance; forgets what was before.
  void begin(ProcessInstance& instance);
  /// To be called before an event of this type is folded.
  template <typename Told>
  void about_to_fold(const Told& event) {
    if constexpr (std::is_same_v<Told, Left>)
      touch_tree(event.key);
    else if constexpr (std::is_same_v<Told, InstanceEnded>)
      touch_tree(kProcessScope);
    else if constexpr (std::is_same_v<Told, Entered> || std::is_same_v<Told, Passed>)
      return;
    else if constexpr (requires { event.key; })
      touch(event.key);
    else if constexpr (requires { event.scope; })
      touch(event.scope);
  }
  /// The instance is as it was at `begin`.
  void roll_back();
  /// Ends the watch. Records that were made and removed meanwhile are not among the changes; the
  /// old versions live here until the next `begin`.
  void finish(std::vector<Change>& changes);

 private:
  struct Touched {
    ElementKey key;
    ElementInstance before;
  };
  void touch(ElementKey key) {
    if (!is_new(key)) note(key);
  }
  void touch_tree(ElementKey key) {
    if (!is_new(key)) note_tree(key);
  }
  void note(ElementKey key);
  void note_tree(ElementKey key);
  // Keys only grow: what the step has made needs no notes.
  bool is_new(ElementKey key) const { return key.value() >= header_.next_element; }

  ProcessInstance* instance_ = nullptr;
  InstanceHeader header_;
  std::vector<Touched> touched_;
  std::vector<const ElementInstance*> walk_;
};

}  // namespace umlauf::runtime
