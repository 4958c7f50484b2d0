#pragma once

#include <vector>

#include "engine/verify/behavior.hpp"
#include "engine/verify/translate.hpp"
#include "engine/verify/verify.hpp"

namespace umlauf::verify {

/// The processes that the `process` numbers of a net stand for.
using NetProcesses = std::vector<const ProcessDefinition*>;

/// A node of which nothing is known but that it is at work.
TraceStep step_at(const ProcessDefinition& process, NodeIndex node);

/// A run of the net as the author knows the model: glue is left out, and what a node does in
/// several transitions is one step.
std::vector<TraceStep> steps_of(const TokenNet& net, const NetProcesses& processes,
                                const std::vector<Firing>& trace);

}  // namespace umlauf::verify
