#pragma once

#include <cstdint>
#include <cstdlib>

namespace umlauf::tests {

/// How much of something to do: in a run of all tests, or in `./dev soak` (UMLAUF_SOAK is set).
inline std::uint64_t effort(std::uint64_t in_tests, std::uint64_t in_soak) {
  return std::getenv("UMLAUF_SOAK") != nullptr ? in_soak : in_tests;
}

}  // namespace umlauf::tests
