#pragma once

#include <cstddef>
#include <functional>

#include "engine/verify/behavior.hpp"
#include "engine/verify/translate.hpp"

namespace umlauf::verify {

struct SummaryOf {
  const ProcessDefinition& process;
  ScopeIndex body;
  const Insides& insides;  ///< of the process; what lies within the body is known
  const Translation& translation;
  const Behavior& behavior;
  std::size_t position = 0;  ///< of the process among those of the net
  bool is_called = false;    ///< by another process, which may catch what this one throws
  std::function<bool()> out_of_time = {};
};

/// How the process, or one of its bodies, looks from around it once it has been explored.
BodySummary summary_of(const SummaryOf& explored);

}  // namespace umlauf::verify
