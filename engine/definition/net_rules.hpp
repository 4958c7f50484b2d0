#pragma once

#include "engine/definition/net_builder.hpp"
#include "engine/definition/nodes.hpp"

namespace umlauf::definition {

/// Adds to the net what a node of this kind does.
using NetRule = void (*)(NetBuilder& net, NodeIndex node);

// One rule for each row of elements.def; a row without a rule does not link.
#define UMLAUF_ELEMENT(kind, xml_name, behaviour, clause) \
  void behaviour##_net_rule(NetBuilder& net, NodeIndex node);
#include "engine/definition/elements.def"
#undef UMLAUF_ELEMENT

NetRule net_rule(NodeKind kind);

}  // namespace umlauf::definition
