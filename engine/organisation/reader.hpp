#pragma once

#include <cstddef>
#include <string_view>

#include "engine/base/diagnostic.hpp"
#include "engine/organisation/organisation.hpp"

namespace umlauf::organisation {

/// Bounds on what one document may hold; beyond them it is refused with rule ORG-01.
struct ReadLimits {
  std::size_t bytes_max = 16 * 1024 * 1024;
  std::size_t units_max = 100'000;
  std::size_t roles_max = 10'000;
  std::size_t persons_max = 200'000;
  std::size_t memberships_max = 1'000'000;  ///< entries of all lists of all persons together
};

struct ReadResult {
  /// Where there are errors: what could be read without them, indices valid all the same.
  Organisation organisation;
  Diagnostics diagnostics;
};

/// Reads `organisation.yaml` (YAML 1.2, JSON therefore too); docs/organisation.md describes the
/// members. Goes on after a problem and reports all of them, with `file` as the document's name.
///
/// Rules: ORG-01 not readable or too large, ORG-02 wrong form or unknown member, ORG-03 id missing
/// or given twice, ORG-04 no such unit, role or person, ORG-05 units that lie within each other,
/// ORG-06 a lane claimed by two roles, ORG-07 (warning) a role that nobody has.
ReadResult read(std::string_view yaml, std::string_view file = {}, const ReadLimits& limits = {});

}  // namespace umlauf::organisation
