#include "engine/runtime/behavior.hpp"

// One row of elements.def, one Behavior defined in a file of this folder: a row without does not
// link.
namespace umlauf::elements {

#define UMLAUF_ELEMENT(kind, xml_name, behaviour, clause) extern const runtime::Behavior behaviour;
#include "engine/definition/elements.def"
#undef UMLAUF_ELEMENT

}  // namespace umlauf::elements

namespace umlauf::runtime {

const std::array<const Behavior*, definition::kNodeKinds> kBehaviors{
#define UMLAUF_ELEMENT(kind, xml_name, behaviour, clause) &elements::behaviour,
#include "engine/definition/elements.def"
#undef UMLAUF_ELEMENT
};

}  // namespace umlauf::runtime
