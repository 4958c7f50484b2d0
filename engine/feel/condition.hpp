#pragma once

#include <cstdint>

namespace umlauf::feel {

/// A flag of the syntax nodes If, Some, Every and Filter: a condition that is neither boolean nor
/// null makes the whole null, as boxed expressions (DMN 1.5 §10.2.2) and `${...}` have it. FEEL's
/// own `if`, `some` and `every` take it for one that is not true (§10.3.2.15), its filter takes a
/// number for an index.
inline constexpr std::uint8_t kBooleanOnly = 1;

}  // namespace umlauf::feel
