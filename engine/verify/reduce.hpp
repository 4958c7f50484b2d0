#pragma once

#include "engine/verify/residue.hpp"

namespace umlauf::verify {

/// Makes `residue` smaller without changing a verdict (Murata 1989; Berthelot; Desel and Esparza),
/// in time about linear in its arcs. Rules, each applied as long as one applies:
/// - *series*: a place whose tokens can always go on by themselves is left out; who fills it does
///   at once what would have followed (post-agglomeration). What follows must fill a place of the
///   model, so that two tokens on the left-out flow show as two tokens there.
/// - *parallel places*: of two places filled and emptied by the same transitions one goes. Between
///   an inclusive split and an inclusive join this is what collapses inclusive blocks.
/// - *parallel transitions*: of two with the same arcs one goes.
/// - *loops*: a transition that puts back what it took goes.
/// - *ends*: of two flows filled together that both only lead to an end, one goes.
/// - *dead parts*: what hangs on a place that nothing fills goes.
///
/// Places of messages and ends stay. A transition that empties a scope or waits for that is never
/// agglomerated into its predecessors, and nothing is fused across the border of a scope.
void reduce(Residue& residue);

}  // namespace umlauf::verify
