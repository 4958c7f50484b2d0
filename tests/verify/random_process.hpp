#pragma once

#include <cstdint>
#include <random>
#include <vector>

#include "tests/verify/sketch.hpp"

namespace umlauf::verify::testing {

/// A small random process: structured blocks whose gateways are mixed up now and then, extra flows
/// across, boundary events, sub-processes, terminate and error ends; or a graph without any
/// structure. The same seed gives the same process.
ProcessDefinitionPtr random_process(std::uint64_t seed);

/// Two of them, `p` and `q`, with every kind of element: `p` may call `q`, messages may go to and
/// fro, also to and from the inside of sub-processes; event sub-processes, transactions,
/// escalations, links, complex and event-based gateways, multi-instance bodies.
std::vector<ProcessDefinitionPtr> random_processes(std::uint64_t seed);

}  // namespace umlauf::verify::testing
