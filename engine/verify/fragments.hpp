#pragma once

#include <cstddef>
#include <functional>

#include "engine/verify/residue.hpp"

namespace umlauf::verify {

/// Collapses single-entry single-exit fragments that are sound by themselves.
///
/// A fragment lies between two places: a token that comes in at the one is, after some firings,
/// the one token that goes out at the other, whatever is done in between, and nothing is left
/// behind. Fragments are found as pairs of cycle-equivalent edges (Johnson, Pearson and Pingali,
/// The Program Structure Tree, 1994), explored from the smallest up, each by itself, and replaced
/// by one transition. What is left for the search of the whole is the sum of fragments, not the
/// product of what goes on in parallel ones. A fragment that is not sound stays as it is, so that
/// the trace to what is wrong in it is found by the search.
///
/// What is found out about the rest holds for the whole where that is safe: a sequence flow lies at
/// one end of each fragment, so that two tokens that could be within it at a time can be on that
/// flow at a time as well. Where it is not safe, nothing follows.
///
/// Returns how many were collapsed.
std::size_t collapse_fragments(Residue& residue, const std::function<bool()>& out_of_time);

}  // namespace umlauf::verify
