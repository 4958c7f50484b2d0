#pragma once

#include <cstdint>
#include <cstdlib>

namespace umlauf::verify::testing {

/// The seeds of the random models that a test looks at: `few` of them from 1 on, 10,000 in the
/// soak. UMLAUF_RANDOM_MODELS asks for another number, UMLAUF_SEED for another first one.
struct Seeds {
  std::uint64_t first = 1, count;

  explicit Seeds(std::uint64_t few) : count(std::getenv("UMLAUF_SOAK") ? 10'000 : few) {
    if (const char* asked = std::getenv("UMLAUF_RANDOM_MODELS"))
      count = std::strtoull(asked, nullptr, 10);
    if (const char* asked = std::getenv("UMLAUF_SEED")) first = std::strtoull(asked, nullptr, 10);
  }
  std::uint64_t end() const { return first + count; }
};

}  // namespace umlauf::verify::testing
