#pragma once

#include <vector>

#include "engine/runtime/step.hpp"

namespace umlauf::runtime {

/// Remembers how the records were that a step touches: so that a refused command can be undone, and
/// so that the store learns what has changed without looking at the rest.
class Tracking {
 public:
  /// Begins to watch an instance; forgets what was before.
  void begin(ProcessInstance& instance);
  /// To be called before the event is folded.
  void about_to_fold(const Event& event);
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
  void touch(ElementKey key);
  void touch_tree(ElementKey key);
  // Keys only grow: what the step has made needs no notes.
  bool is_new(ElementKey key) const { return key.value() >= header_.next_element; }

  ProcessInstance* instance_ = nullptr;
  InstanceHeader header_;
  std::vector<Touched> touched_;
  std::vector<const ElementInstance*> walk_;
};

}  // namespace umlauf::runtime
