#pragma once

#include <cstdint>
#include <deque>
#include <vector>

#include "engine/verify/residue.hpp"

namespace umlauf::verify {

using Indices = std::vector<std::uint32_t>;

void erase_one(Indices& sorted, std::uint32_t value);
void insert_sorted(Indices& sorted, std::uint32_t value);
bool holds(const Indices& sorted, std::uint32_t value);
/// How often the value occurs.
std::size_t weight(const Indices& sorted, std::uint32_t value);

/// A residue that is being reduced: who fills and who empties each place, what is gone, and which
/// places a rule should look at again.
class ReductionBook {
 public:
  explicit ReductionBook(Residue& residue);

 protected:
  void touch(std::uint32_t place);
  void touch_around(std::uint32_t transition);
  void attach(std::uint32_t transition);
  void detach(std::uint32_t transition);
  void drop_transition(std::uint32_t transition);
  /// The same transition with other arcs.
  template <typename Change>
  void change(std::uint32_t transition, Change&& apply) {
    touch_around(transition);
    detach(transition);
    apply(net_.transitions[transition]);
    simplify(transition);
    attach(transition);
    touch_around(transition);
  }
  bool plain(std::uint32_t transition) const {
    return net_.transitions[transition].kind == NetTransitionKind::Plain &&
           !net_.transitions[transition].perhaps;
  }
  /// Writes what is left back into the residue.
  void compact();

  Residue& net_;
  std::vector<Indices> producers_, consumers_;  // sorted, each transition once
  std::vector<bool> place_gone_, transition_gone_, queued_;
  Indices marked_;
  std::size_t inclusive_joins_ = 0;
  std::deque<std::uint32_t> queue_;

 private:
  /// An inclusive gateway with one flow left is no choice any more.
  void simplify(std::uint32_t transition);
};

}  // namespace umlauf::verify
