#include "engine/verify/net_rules.hpp"

#include <array>

namespace umlauf::verify {

NetRule net_rule(definition::NodeKind kind) {
  static constexpr std::array<NetRule, definition::kNodeKinds> kRules = {
#define UMLAUF_ELEMENT(kind, xml_name, behaviour, clause) behaviour##_net_rule,
#include "engine/definition/elements.def"
#undef UMLAUF_ELEMENT
  };
  return kRules[static_cast<std::size_t>(kind)];
}

}  // namespace umlauf::verify
