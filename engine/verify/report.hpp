#pragma once

#include <cstdint>
#include <set>
#include <vector>

#include "engine/verify/behavior.hpp"
#include "engine/verify/early_messages.hpp"
#include "engine/verify/trace_steps.hpp"
#include "engine/verify/translate.hpp"
#include "engine/verify/verify.hpp"

namespace umlauf::verify {

/// What a refuted property looks like to the author.
Finding report(const TokenNet& net, const NetProcesses& processes, const Witness& witness);
/// Why no run reaches a node.
enum class DeadBecause : std::uint8_t {
  Unreachable,
  NeverLeft,       ///< tokens come to it, and none ever goes on
  Starving,        ///< its message never comes
  BehindStarving,  ///< in a drawing that leaves out who sends some messages
};
/// Nodes of `process`, a number of the net, that a token can come to over a sequence flow, whether
/// or not they can then do their work.
std::set<NodeIndex> entered_nodes(const TokenNet& net, const NetProcesses& processes,
                                  const Behavior& behavior, std::uint32_t process);
Finding report_dead(const ProcessDefinition& process, NodeIndex node, DeadBecause because);
Finding report_left_over(const TokenNet& net, const NetProcesses& processes, PlaceIndex message);
Finding report_early(const TokenNet& net, const NetProcesses& processes, const EarlyMessage& early);
Finding report_overflow(const TokenNet& net, const NetProcesses& processes, PlaceIndex message);
/// `call` calls a process that may never end, as `trace` shows.
Finding report_stuck_call(const ProcessDefinition& process, NodeIndex call,
                          const ProcessDefinition& called, std::vector<TraceStep> trace);
Finding report_recursion(const ProcessDefinition& process, NodeIndex call,
                         const ProcessDefinition& called);
enum class UndecidedBecause : std::uint8_t {
  Budget,     ///< the search was stopped
  Exchange,   ///< messages into or out of something that is not explored together with the rest
  Recursion,  ///< it calls itself
  Element,    ///< the net does not describe an element
};
Finding report_undecided(const ProcessDefinition& process, const ProcessResult& result,
                         UndecidedBecause because);

}  // namespace umlauf::verify
