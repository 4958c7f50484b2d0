#pragma once

#include <cstdint>

#include "engine/base/index.hpp"

namespace umlauf::definition {

// Positions in the flat arrays of a ProcessDefinition, all in document order.
using NodeIndex = Index<struct NodeTag>;
using FlowIndex = Index<struct FlowTag>;
using ScopeIndex = Index<struct ScopeTag>;
using LaneIndex = Index<struct LaneTag>;
using MessageIndex = Index<struct MessageTag>;
using SignalIndex = Index<struct SignalTag>;
using ErrorIndex = Index<struct ErrorTag>;
using EscalationIndex = Index<struct EscalationTag>;
using CorrelationKeyIndex = Index<struct CorrelationKeyTag>;
using CorrelationPropertyIndex = Index<struct CorrelationPropertyTag>;
using MessageFlowIndex = Index<struct MessageFlowTag>;

/// A stretch of one of the definition's lists; the definition's accessors turn it into a span.
struct Range {
  std::uint32_t first = 0;
  std::uint32_t count = 0;

  bool operator==(const Range&) const = default;
};

}  // namespace umlauf::definition
