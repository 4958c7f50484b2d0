#pragma once

#include <cstdint>
#include <functional>
#include <utility>
#include <vector>

#include "engine/definition/body_summary.hpp"
#include "engine/definition/token_net.hpp"

namespace umlauf::verify {

struct StagesOf {
  const definition::TokenNet& net;  ///< of one body
  const definition::BodySummary& summary;
  /// What its transitions throw, as positions in `thrown` of the summary; those of one transition
  /// in their order.
  const std::vector<std::pair<std::uint32_t, std::uint32_t>>& throwing;
  /// Something else throws as well.
  bool unclear = false;
  /// Something else may end the body as if it had come to its end.
  bool may_be_ended = false;
  std::function<bool()> out_of_time = {};
};

/// In which order the runs of a body throw what they throw: the deterministic automaton of its
/// plain state space, of which nothing is seen but what it throws and that it ends. Every way
/// through the stages whose steps are certain is one that some run of the body goes. Where there is
/// no telling (more states or stages than the limits allow, places that fill up without bound) one
/// stage in which anything may happen.
std::vector<definition::Stage> stages_of(const StagesOf& body);

}  // namespace umlauf::verify
