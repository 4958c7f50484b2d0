#pragma once

#include "engine/verify/behavior.hpp"

namespace umlauf::verify {

/// Looks for a run of `net` that shows the problem of `witness` in fewer firings than its trace and
/// takes it, then says in `shortest` whether no run has fewer still. The reductions keep a problem,
/// not how far away it is, so the net itself is searched, breadth first and no further than the
/// trace is long. A livelock in which something can stand still as well becomes a deadlock.
///
/// Cost: up to 100,000 markings of the net, fewer where it is large.
void shorten(const TokenNet& net, const BehaviorLimits& limits, Witness& witness);

}  // namespace umlauf::verify
