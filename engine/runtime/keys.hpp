#pragma once

#include "engine/base/index.hpp"

namespace umlauf::runtime {

struct InstanceTag;
struct ElementTag;
struct DefinitionTag;

/// A process instance; handed in from outside (KeySource), unique within a store.
using InstanceKey = Key<InstanceTag>;
/// A record of an instance's state: an activation of a flow node, a scope, a wait. Counted up
/// within its instance and never used again there. Outside, such a thing is named by both keys.
using ElementKey = Key<ElementTag>;
/// A deployed process definition, as the service numbers them.
using DefinitionKey = Key<DefinitionTag>;

/// The record of the process scope itself.
inline constexpr ElementKey kProcessScope{1};

/// Where keys of new process instances come from. `step` asks it for the instances of called
/// processes only; the key goes into the event, so that a replay asks nobody.
class KeySource {
 public:
  virtual ~KeySource() = default;
  virtual InstanceKey next() = 0;
};

}  // namespace umlauf::runtime
