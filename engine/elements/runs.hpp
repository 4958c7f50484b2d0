#pragma once

#include <cstdint>
#include <vector>

#include "engine/definition/net_builder.hpp"

namespace umlauf::definition {

/// How the runs of an activity go as the scope around it sees them: the stages of its body
/// (BodySummary), repeated where it loops, together with which of its boundary events have
/// happened. Empty where the body throws nothing that lets it go on.
struct Runs {
  using Chance = Stage::Chance;
  static constexpr std::uint32_t kOver = 0xFFFFFFFFU;

  struct Step {
    std::uint32_t from = 0;
    std::uint32_t to = 0;      ///< kOver: what catches it ends the activity
    std::uint32_t thrown = 0;  ///< position in BodySummary::thrown
    NodeIndex caught_by;       ///< boundary event; invalid: nothing at the activity catches it
    bool again = false;        ///< nor tells anybody: the event has happened before in the run
    bool certain = true;
  };
  std::vector<Chance> completes;  ///< by stage; every run begins in the first
  std::vector<Step> steps;

  bool empty() const { return completes.empty(); }
};

/// A boundary event without interruption happens once in a run, so that a path that may be taken
/// again and again does not count as a lack of synchronisation by itself. What follows when it
/// would happen once more is only perhaps so.
Runs runs_of(const NetBuilder& net, NodeIndex activity);

/// Without any run of its body: for no item, or while a condition does not hold to begin with.
bool may_be_passed_over(const Node& activity);

}  // namespace umlauf::definition
