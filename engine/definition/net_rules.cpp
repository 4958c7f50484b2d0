#include "engine/definition/net_rules.hpp"

#include <array>

namespace umlauf::definition {

NetRule net_rule(NodeKind kind) {
  static constexpr std::array<NetRule, kNodeKinds> kRules = {
#define UMLAUF_ELEMENT(kind, xml_name, behaviour, clause) behaviour##_net_rule,
#include "engine/definition/elements.def"
#undef UMLAUF_ELEMENT
  };
  return kRules[static_cast<std::size_t>(kind)];
}

}  // namespace umlauf::definition
