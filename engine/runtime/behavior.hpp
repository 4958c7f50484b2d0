#pragma once

#include <array>

#include "engine/definition/process_definition.hpp"
#include "engine/runtime/element_instance.hpp"

/// The table between the runtime and the elements: engine/elements defines one Behavior a kind of
/// flow node, the runtime calls them through `kBehaviors` and knows none of them by name.
namespace umlauf::runtime {

class Execution;

/// How tokens leave a node (BPMN 2.0.2 §13.3.1, §13.4).
enum class Split : std::uint8_t {
  Uncontrolled,  ///< activities and events: every flow whose condition holds
  Exclusive,
  Inclusive,
  Parallel,
};

/// What has come to something that waits.
struct Stimulus {
  enum class Kind : std::uint8_t {
    Begun,      ///< the engine itself goes on with it
    Done,       ///< the task or job is done
    Triggered,  ///< its message, signal, timer or condition, or the trigger by hand
    Child,      ///< something below it has left
    Call,       ///< the called process has ended
  };
  Kind kind = Kind::Begun;
  ElementKey wait;  ///< Triggered: the record that waited, where that is another one
  NodeIndex child;  ///< Child: the node that has left
};

struct Behavior {
  /// A token came over a flow (invalid: none in particular). nullptr: the node begins at once.
  void (*arrive)(Execution&, NodeIndex node, ElementKey scope, FlowIndex flow) = nullptr;
  /// Whether such a node leaves at once without needing a record of its own.
  bool (*passes)(const definition::ProcessDefinition&, NodeIndex node) = nullptr;
  /// The activation is there, its data taken in. Either waits for something or completes it.
  void (*begin)(Execution&, ElementKey key) = nullptr;
  /// Something came to an activation that waits. nullptr: it completes.
  void (*resume)(Execution&, ElementKey key, const Stimulus& stimulus) = nullptr;
  /// Nothing is active below it any more. nullptr: it completes.
  void (*settled)(Execution&, ElementKey key) = nullptr;
  /// Tokens wait at it in a scope where nothing moves any more: whether it fires for them.
  bool (*at_rest)(Execution&, NodeIndex node, ElementKey scope) = nullptr;
  /// A complex gateway that has fired (its payload is a ComplexState): whether it can be reset.
  bool (*reset)(Execution&, ElementKey key) = nullptr;
  Split split = Split::Uncontrolled;
};

/// In the order of NodeKind.
extern const std::array<const Behavior*, definition::kNodeKinds> kBehaviors;

}  // namespace umlauf::runtime
