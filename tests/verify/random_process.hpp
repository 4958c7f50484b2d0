#pragma once

#include <cstdint>
#include <random>

#include "tests/verify/sketch.hpp"

namespace umlauf::verify::testing {

/// A small random process: structured blocks whose gateways are mixed up now and then, extra flows
/// across, boundary events, sub-processes, terminate and error ends; or a graph without any
/// structure. The same seed gives the same process.
ProcessDefinitionPtr random_process(std::uint64_t seed);

}  // namespace umlauf::verify::testing
