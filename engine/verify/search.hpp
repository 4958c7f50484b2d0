#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <vector>

#include "engine/verify/residue.hpp"

namespace umlauf::verify {

class StateSpace;

struct SearchLimits {
  std::size_t states_max = 200'000;
  std::size_t edges_max = 4'000'000;
  /// Asked every few hundred states; true stops the search. May be empty. The verifier has no
  /// clock of its own.
  std::function<bool()> out_of_time;
  std::size_t depth_max = static_cast<std::size_t>(-1);  ///< states so far away are not expanded
  /// Transitions that are only perhaps possible lead nowhere: an inexact edge to the same state.
  bool certain_only = false;
  /// Asked after a state has been expanded; true stops the search, which is not complete then. The
  /// states found so far are those below `StateSpace::found`. May be empty.
  std::function<bool(const StateSpace&, std::uint32_t expanded)> enough = {};
};

/// Every marking that a residue can reach, found breadth first, so that the way to a state is a
/// shortest one. Markings are packed into words, `bits` for each place; a place that holds more
/// than fits is *saturated*: "that many or more". What happens beyond is an over-approximation and
/// the edges that need it are marked inexact, as those of transitions that are only perhaps
/// possible, so that nothing is refuted by a run that might not exist and nothing is proved that
/// only might hold.
///
/// Cost: some 100 ns and 20 bytes for each edge, 8 bytes for each 32 places and state.
class StateSpace {
 public:
  struct Edge {
    std::uint32_t target = 0;
    std::uint32_t transition = 0;
    /// Of an inclusive split: bit i stands for its arc i.
    std::uint32_t chosen = 0;
    bool exact = true;
  };

  /// `bits` is 2 or 8. With `stubborn` only a stubborn set of the enabled transitions is followed
  /// in each state (Valmari 1990): the states without successor are all found, others need not be.
  /// Only for residues of plain transitions, see plain_only.
  StateSpace(const Residue& residue, unsigned bits, const SearchLimits& limits, bool stubborn);

  std::size_t size() const { return first_edge_.size() - 1; }      ///< states expanded
  std::size_t found() const { return markings_.size() / words_; }  ///< and those not yet expanded
  bool complete() const { return complete_; }                      ///< not stopped by a limit
  /// Stopped by the depth: all states nearer than that are there, in the order of their distance.
  bool complete_to_depth() const { return complete_to_depth_; }
  bool saturated() const { return saturated_; }
  std::uint32_t most() const { return static_cast<std::uint32_t>(maximum_); }

  /// The transition of the edge is only perhaps possible.
  bool perhaps(const Edge& edge) const { return net_.transitions[edge.transition].perhaps; }
  std::span<const Edge> edges(std::uint32_t state) const {
    return std::span(edges_).subspan(first_edge_[state],
                                     first_edge_[state + 1] - first_edge_[state]);
  }
  /// Reached by exact edges alone.
  bool exact(std::uint32_t state) const { return exact_parent_[state] != kUnreached; }
  std::uint32_t tokens(std::uint32_t state, std::uint32_t place) const;
  /// The tokens of each place.
  std::vector<std::uint32_t> marking(std::uint32_t state) const;

  /// No token of process `process` is left (those in message channels do not count).
  bool completed(std::uint32_t state, std::uint32_t process) const;
  /// Whatever `process` began with is gone, and nothing that was thrown has ended it.
  bool ended_by_itself(std::uint32_t state, std::uint32_t process) const;
  /// A sequence flow of `process` holds two tokens; the place, if so. `main_only`: one that is not
  /// beside the main flow.
  std::optional<std::uint32_t> unsafe_place(std::uint32_t state, std::uint32_t process,
                                            bool main_only = false) const;
  /// An end of the outermost scope of `process` was reached more than once; the place, if so.
  std::optional<std::uint32_t> repeated_end(std::uint32_t state, std::uint32_t process,
                                            bool main_only = false) const;

  /// States in which a scope within a process was left although one of its ends had been reached
  /// more than once, each with the transition that left it.
  struct LeftScope {
    std::uint32_t state = 0;
    std::uint32_t transition = 0;
  };
  const std::vector<LeftScope>& repeated_in_scopes() const { return repeated_in_scopes_; }

  /// The exact edges on a shortest way to `state`, which must be exact.
  std::vector<Edge> way(std::uint32_t state) const;

 private:
  static constexpr std::uint32_t kUnreached = 0xFFFFFFFFU;
  using Word = std::uint64_t;
  using Mask = std::vector<Word>;

  struct Join {
    std::uint32_t gateway = 0;  // the first of the transitions that take the same
    // For each input: places whose tokens can still reach it; the same without boundary events.
    std::vector<Mask> upstream, excusing;
  };

  void prepare();
  void prepare_join(std::uint32_t join);
  Mask upstream(std::uint32_t join, std::uint32_t input, bool exceptions) const;
  void explore(const SearchLimits& limits);
  void expand(std::uint32_t state);
  void follow(std::uint32_t state, std::uint32_t transition);
  void fire(std::uint32_t transition, std::uint32_t chosen);
  void arrive(std::uint32_t transition, std::uint32_t chosen, bool exact);
  bool enabled(std::uint32_t transition) const;
  bool join_enabled(std::uint32_t transition) const;
  std::vector<std::uint32_t> stubborn_set() const;
  void find_exact();

  Word get(const Mask& marking, std::uint32_t place) const {
    return (marking[place / per_word_] >> (place % per_word_ * bits_)) & maximum_;
  }
  void set(Mask& marking, std::uint32_t place, Word value) const {
    Word& word = marking[place / per_word_];
    const unsigned shift = place % per_word_ * bits_;
    word = (word & ~(maximum_ << shift)) | (value << shift);
  }
  bool any(const Mask& marking, const Mask& mask) const;
  std::uint32_t intern(const Mask& marking);
  void grow_table();

  const Residue& net_;
  const bool certain_only_;
  unsigned bits_;
  Word maximum_;
  std::uint32_t per_word_;
  std::size_t words_;
  bool stubborn_;
  bool complete_ = true;
  bool complete_to_depth_ = false;
  bool saturated_ = false;

  std::vector<Mask> scope_tokens_;    // by scope: its ordinary places and those within
  std::vector<Mask> scope_ends_;      // by scope: its own ends
  std::vector<Mask> process_tokens_;  // by process
  std::vector<Mask> process_left_;    // by process
  std::vector<std::vector<std::uint32_t>> process_flows_, process_ends_;
  std::vector<Mask> process_unsafe_;  // by process: all but the lowest bit of its flows
  std::vector<Join> joins_;           // by transition; empty for others
  std::vector<std::vector<std::uint32_t>> producers_, consumers_;  // by place, for stubborn sets
  std::vector<std::uint32_t> order_;        // transitions by their first input place
  std::vector<std::uint32_t> order_first_;  // by place
  std::vector<std::uint32_t> no_input_;     // transitions that consume nothing
  std::vector<std::uint32_t> join_list_;

  std::vector<Word> markings_;
  std::vector<std::uint32_t> table_;  // open addressing, state + 1
  std::vector<std::size_t> first_edge_;
  std::vector<Edge> edges_;
  std::vector<std::uint32_t> exact_parent_;  // state before on a shortest exact way
  std::vector<std::uint32_t> exact_parent_edge_;
  std::vector<LeftScope> repeated_in_scopes_;
  Mask current_, scratch_;
  std::vector<std::uint32_t> saturated_inputs_;
};

/// States from which `process` can still end; with `at_rest`, when nothing else goes on either.
std::vector<bool> hopeful(const StateSpace& space, std::uint32_t process, bool at_rest);
/// Those from which it can whichever of the transitions that are only perhaps possible are: by
/// others, or by whichever happens of those that are enabled.
std::vector<bool> assured(const StateSpace& space, std::uint32_t process);
/// The way to `state` and on until a state comes again, or one that was not expanded.
std::vector<StateSpace::Edge> round(const StateSpace& space, std::uint32_t state);

/// Neither inclusive joins nor transitions that look at or empty a whole scope, nor such as are
/// only perhaps possible.
bool plain_only(const Residue& residue);
/// Some transition is only perhaps possible.
bool has_doubtful(const Residue& residue);
/// Every token can be brought to an end on its own, whatever the marking: then the option to
/// complete holds, also where the number of tokens has no bound.
bool drains(const Residue& residue, std::uint32_t process);
/// No transition can contribute to its own repetition, so that every run ends.
bool acyclic(const Residue& residue);

}  // namespace umlauf::verify
