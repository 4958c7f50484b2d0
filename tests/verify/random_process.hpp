#pragma once

#include <cstdint>
#include <random>
#include <vector>

#include "tests/verify/sketch.hpp"

namespace umlauf::verify::testing {

enum class Elements : std::uint8_t {
  Few,
  /// Also event sub-processes, transactions, escalations, links, calls, complex and event-based
  /// gateways, multi-instance bodies.
  All,
};

/// A small random process: structured blocks whose gateways are mixed up now and then, extra flows
/// across, boundary events, sub-processes, terminate and error ends; or a graph without any
/// structure. The same seed gives the same process.
ProcessDefinitionPtr random_process(std::uint64_t seed, Elements elements = Elements::Few);

/// Two of them, `p` and `q`, with all elements: `p` may call `q`, messages may go to and fro, also
/// to and from the inside of sub-processes.
std::vector<ProcessDefinitionPtr> random_processes(std::uint64_t seed);

}  // namespace umlauf::verify::testing
