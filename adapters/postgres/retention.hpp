#pragma once

#include <cstdint>
#include <string>

#include "engine/base/result.hpp"
#include "engine/calendar/temporal.hpp"

namespace umlauf::postgres {

/// A part of the journal covers 2^22 numbers of cases.
inline constexpr int kPartBits = 22;

struct Dropped {
  std::uint64_t parts = 0;
  std::uint64_t cases = 0;        ///< that are gone
  std::uint64_t cases_moved = 0;  ///< of the same parts, that stay
};

/// Forgets cases that ended before `before`, with everything that is stored of them, by dropping
/// whole parts of the journal. Cases that run, that ended later, or that were called by such a case
/// stay; where they are the larger part, the whole part stays until they are not. Nobody can commit
/// while a part is dealt with. For the tables' owner. Errors: Storage.
Result<Dropped> drop_history(const std::string& address, calendar::Instant before);

}  // namespace umlauf::postgres
