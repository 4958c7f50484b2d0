#pragma once

#include <vector>

#include "engine/verify/behavior.hpp"
#include "engine/verify/search.hpp"

namespace umlauf::verify {

/// Whether `state` shows `problem` by itself (a livelock never does).
bool shows(const StateSpace& space, std::uint32_t state, Problem problem, std::uint32_t process);

/// The firings of the net that `way` through `residue` stands for.
std::vector<Firing> trace_of(const Residue& residue, const std::vector<StateSpace::Edge>& way);

/// The witness for a problem that a way through the residue shows, told in firings of the net.
Witness make_witness(const TokenNet& net, const Residue& residue, Problem problem,
                     std::uint32_t process, const std::vector<StateSpace::Edge>& way,
                     const BehaviorLimits& limits);

}  // namespace umlauf::verify
