#pragma once

#include <vector>

#include "engine/verify/behavior.hpp"
#include "engine/verify/search.hpp"

namespace umlauf::verify {

/// Whether `state` shows the problem of `witness` by itself (a livelock never does).
bool shows(const StateSpace& space, std::uint32_t state, const Witness& witness);
bool shows_deadlock(const StateSpace& space, std::uint32_t state, std::uint32_t process);

/// The firings of the net that `way` through `residue` stands for.
std::vector<Firing> trace_of(const Residue& residue, const std::vector<StateSpace::Edge>& way);

/// `witness`, of which problem and process are known and which `way` through the residue shows,
/// told in firings of the net.
Witness tell(const TokenNet& net, const Residue& residue, Witness witness,
             const std::vector<StateSpace::Edge>& way, const BehaviorLimits& limits);

}  // namespace umlauf::verify
