#pragma once

#include <map>
#include <span>
#include <utility>
#include <vector>

#include "engine/definition/process_definition.hpp"
#include "engine/verify/translate.hpp"

namespace umlauf::verify {

/// Which process each call activity calls, by process and node; those that are not among
/// `processes`, or are only known at run time, are left out.
using CallTargets = std::vector<std::map<NodeIndex, std::uint32_t>>;
CallTargets call_targets(std::span<const definition::ProcessDefinitionPtr> processes);

/// Positions of systems in an order in which what is called comes before what calls it; where
/// processes call one another in a circle, as far as possible.
std::vector<std::size_t> callees_first(const std::vector<System>& systems,
                                       const CallTargets& targets);

/// Call activities whose process, directly or by others, calls their own process again.
std::vector<std::pair<std::uint32_t, NodeIndex>> recursive_calls(const CallTargets& targets);

/// Whether something that has got stuck within `scope` can always be ended from outside: an event
/// that interrupts is attached to an activity around it, or an interrupting event sub-process
/// stands beside it. Proved: always. Undecided: where a message comes that another pool sends.
Verdict way_out(const ProcessDefinition& process, ScopeIndex scope,
                const std::vector<NodeIndex>& starving, const std::vector<NodeIndex>& addressed);

}  // namespace umlauf::verify
