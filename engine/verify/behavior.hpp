#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <vector>

#include "engine/verify/residue.hpp"

namespace umlauf::verify {

/// Never guessed: a property is proved, refuted by a run that can be replayed, or undecided where
/// the budget did not suffice.
enum class Verdict : std::uint8_t { Proved, Refuted, Undecided };

enum class Problem : std::uint8_t {
  LackOfSynchronization,  ///< a sequence flow holds two tokens
  Deadlock,               ///< tokens are left and nothing can go on
  Livelock,               ///< things go on for ever and the process can no longer end
  ImproperCompletion,     ///< the process ends having reached an end event more than once
};

/// A run of the net that shows a problem.
struct Witness {
  Problem problem = Problem::Deadlock;
  std::uint32_t process = 0;
  std::vector<Firing> trace;
  /// Where it is seen is not beside the main flow (see NetPlace). Such a run is preferred.
  bool in_main_flow = true;
  PlaceIndex place;                ///< flow with two tokens, end reached twice
  std::vector<PlaceIndex> tokens;  ///< where tokens are at the end of the trace, in order
  /// No run of fewer firings shows the problem (of a livelock: comes to where there is no way out).
  /// False where the budget for making sure was used up: then it is a shortest one through the
  /// reduced net.
  bool shortest = false;
};

struct ProcessBehavior {
  Verdict safe = Verdict::Undecided;
  Verdict option_to_complete = Verdict::Undecided;
  Verdict proper_completion = Verdict::Undecided;
  std::vector<definition::NodeIndex> dead;     ///< nodes that no run reaches, in order
  std::vector<definition::NodeIndex> unknown;  ///< nodes that were not reached within the budget
  bool doubtful = false;            ///< there is a node whose behaviour the net does not describe
  bool can_complete = false;        ///< some run may end it
  bool completion_certain = false;  ///< and it is certain whether one does
  bool can_return = false;          ///< some run may end it without that something is thrown
  bool return_certain = false;      ///< and it is certain whether one does
};

struct Behavior {
  std::vector<ProcessBehavior> processes;
  std::vector<Witness> witnesses;  ///< at most one for each refuted property of a process
  /// Messages that can be left in their channel when all processes have ended, and channels that
  /// can be filled without bound.
  std::vector<PlaceIndex> left_over, overflowing;
  std::vector<bool> possible;  ///< by transition of the net: some run may fire it
  std::size_t states = 0;      ///< markings looked at in all searches
};

/// Which witnesses are wanted.
enum class Traces : std::uint8_t {
  None,      ///< only the verdicts
  Some,      ///< as the reduced net shows them; a livelock is told from a deadlock
  Shortest,  ///< shortest ones of the net itself
};

struct BehaviorLimits {
  std::size_t states_max = 200'000;
  std::function<bool()> out_of_time;  ///< the budget in time; may be empty
  bool reductions = true;             ///< false only to test that they change nothing
  Traces traces = Traces::Shortest;
};

/// Explores `net`, whose `process` numbers are below `processes`.
Behavior analyse(const TokenNet& net, std::uint32_t processes, const BehaviorLimits& limits);

/// Does one firing in `marking` (tokens by place). False where a transition has not the tokens it
/// needs; the marking is of no use then.
bool fire(const TokenNet& net, const Firing& firing, std::vector<std::uint32_t>& marking);

/// Fires `trace` in `net` from its initial marking. The marking after it (tokens by place), or
/// nullopt where a transition has not the tokens it needs.
std::optional<std::vector<std::uint32_t>> replay(const TokenNet& net,
                                                 const std::vector<Firing>& trace);

}  // namespace umlauf::verify
