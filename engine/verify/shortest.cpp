#include "engine/verify/shortest.hpp"

#include <algorithm>

#include "engine/verify/search.hpp"
#include "engine/verify/witness.hpp"

namespace umlauf::verify {
namespace {

// A shorter trace is looked for among so many states, fewer where each is large.
constexpr std::size_t kStatesMax = 100'000;
constexpr std::size_t kPlacesMax = std::size_t{1} << 25;
// What is told need not be exact beyond so many firings, and on a way so short no place fills up.
constexpr unsigned kBits = 8;
constexpr std::size_t kDepthMax = 120;
// Of so many markings it is found out one by one whether the process can still end.
constexpr std::size_t kAskedMax = 200;
constexpr std::size_t kAskedStatesMax = 20'000;

SearchLimits limits_of(const Residue& model, const BehaviorLimits& limits) {
  SearchLimits search;
  search.states_max = std::min(kStatesMax, kPlacesMax / (model.places.size() + 1));
  search.edges_max = search.states_max * 20;
  search.out_of_time = limits.out_of_time;
  search.depth_max = kDepthMax;
  return search;
}

// The first state of a search that shows a problem, while the search is going on.
class Nearest {
 public:
  Nearest(const Residue& model, const Witness& witness) : model_(model), witness_(witness) {}

  const std::optional<std::uint32_t>& state() const { return state_; }

  // `expanded` was expanded last.
  bool look(const StateSpace& space, std::uint32_t expanded) {
    if (witness_.problem == Problem::Deadlock) {
      if (shows(space, expanded, witness_)) state_ = expanded;
      return state_.has_value();
    }
    if (witness_.problem == Problem::ImproperCompletion && left_a_scope(space, expanded)) {
      state_ = expanded;
      return true;
    }
    for (; next_ < space.found(); ++next_)
      if (shows(space, next_, witness_)) {
        state_ = next_;
        return true;
      }
    return false;
  }

 private:
  bool left_a_scope(const StateSpace& space, std::uint32_t expanded) const {
    const auto& left = space.repeated_in_scopes();
    return std::any_of(left.begin(), left.end(), [&](const StateSpace::LeftScope& each) {
      const std::uint32_t scope = model_.transitions[each.transition].empty.value();
      return each.state == expanded && model_.scopes[scope].process == witness_.process;
    });
  }

  const Residue& model_;
  const Witness& witness_;
  std::uint32_t next_ = 0;
  std::optional<std::uint32_t> state_;
};

class Shortening {
 public:
  Shortening(const TokenNet& net, const BehaviorLimits& limits, Witness& witness)
      : net_(net), model_(unreduced(net)), limits_(limits), witness_(witness) {}

  void run() {
    if (witness_.problem == Problem::Livelock) return livelock();
    SearchLimits search = limits_of(model_, limits_);
    search.depth_max = std::min(search.depth_max, witness_.trace.size());
    search.certain_only = true;
    Nearest nearest(model_, witness_);
    search.enough = [&nearest](const StateSpace& space, std::uint32_t expanded) {
      return nearest.look(space, expanded);
    };
    const StateSpace space(model_, kBits, search, stubborn_sets_keep_it());
    if (space.saturated()) return;
    const bool all = space.complete() ||
                     (space.complete_to_depth() && search.depth_max == witness_.trace.size());
    witness_.shortest = nearest.state() || all;
    if (nearest.state()) witness_.trace = trace_of(model_, space.way(*nearest.state()));
  }

 private:
  // In a stubborn set there is a transition that can fire. Where it cannot any more at the end of a
  // run, one of the set has fired, and might as well have been the first (Valmari 1990): of the
  // runs to such an end some ordering of each is followed, and so a shortest one.
  bool stubborn_sets_keep_it() const {
    if (!plain_only(model_)) return false;
    if (witness_.problem == Problem::Deadlock) return true;
    // When the process has ended there is a token nowhere.
    return witness_.problem == Problem::ImproperCompletion &&
           std::all_of(model_.transitions.begin(), model_.transitions.end(),
                       [this](const Residue::Transition& transition) {
                         return std::any_of(transition.consume.begin(), transition.consume.end(),
                                            [this](std::uint32_t place) {
                                              return model_.places[place].ordinary() &&
                                                     model_.places[place].process ==
                                                         witness_.process;
                                            });
                       });
  }

  void livelock() {
    const StateSpace space(model_, kBits, limits_of(model_, limits_), false);
    if (space.saturated()) return cut_where_it_is_lost();
    if (stands_still(space)) return;
    const auto lost = first_hopeless(space);
    if (!lost) return cut_where_it_is_lost();
    if (!space.complete() && stands_still_later(space, lost->state)) return;
    witness_.shortest = lost->is_nearest;
    witness_.trace = trace_of(model_, round(space, lost->state));
  }

  // Tokens have no bound, and more and more of them is what the trace shows: it may end as soon as
  // the process can no longer end.
  void cut_where_it_is_lost() {
    if (limits_.traces != Traces::Shortest) return;
    std::size_t least = 1, most = witness_.trace.size();
    while (least < most) {
      const std::size_t middle = least + (most - least) / 2;
      const auto begin = witness_.trace.begin();
      const auto marking = replay(net_, {begin, begin + static_cast<std::ptrdiff_t>(middle)});
      if (marking && can_end(*marking) == Verdict::Refuted)
        most = middle;
      else
        least = middle + 1;
    }
    if (most < witness_.trace.size()) witness_.trace.resize(most);
  }

  // The search did not come to where the process stands still; the reductions may.
  bool stands_still_later(const StateSpace& space, std::uint32_t lost) {
    if (limits_.traces != Traces::Shortest) return false;
    const Behavior after = behavior_from(space.marking(lost), Traces::Some);
    for (const Witness& found : after.witnesses) {
      if (found.problem != Problem::Deadlock || found.process != witness_.process) continue;
      std::vector<Firing> trace = trace_of(model_, space.way(lost));
      trace.insert(trace.end(), found.trace.begin(), found.trace.end());
      if (!replay(net_, trace)) return false;
      witness_.problem = Problem::Deadlock;
      witness_.trace = std::move(trace);
      return true;
    }
    return false;
  }

  // Standing still is worse than going round, and the simpler thing to show.
  bool stands_still(const StateSpace& space) {
    for (std::uint32_t state : nearest_first(space)) {
      if (!shows_deadlock(space, state, witness_.process)) continue;
      witness_.problem = Problem::Deadlock;
      witness_.shortest = true;
      witness_.trace = trace_of(model_, space.way(state));
      return true;
    }
    return false;
  }

  // The states that are certain to be reached. The search has them in order, but for those on a
  // shorter way that is only perhaps possible.
  std::vector<std::uint32_t> nearest_first(const StateSpace& space) const {
    std::vector<std::uint32_t> states;
    for (std::uint32_t state = 0; state < space.size(); ++state)
      if (space.exact(state)) states.push_back(state);
    if (has_doubtful(model_)) {
      std::vector<std::size_t> length(space.size());
      for (std::uint32_t state : states) length[state] = space.way(state).size();
      std::stable_sort(states.begin(), states.end(),
                       [&](std::uint32_t a, std::uint32_t b) { return length[a] < length[b]; });
    }
    return states;
  }

  struct Hopeless {
    std::uint32_t state = 0;
    bool is_nearest = true;
  };

  // The nearest state from which the process cannot end any more. Where the search is not complete,
  // what has not been seen to end is looked at one by one; of some it may not be told.
  std::optional<Hopeless> first_hopeless(const StateSpace& space) const {
    const std::vector<bool> ends = hopeful(space, witness_.process, false);
    std::size_t asked = 0;
    bool all_told = true;
    for (std::uint32_t state : nearest_first(space)) {
      if (ends[state]) continue;
      if (space.complete()) return Hopeless{state, true};
      if (++asked > kAskedMax) break;
      const Verdict verdict = can_end(space.marking(state));
      if (verdict == Verdict::Refuted) return Hopeless{state, all_told};
      if (verdict == Verdict::Undecided) all_told = false;
    }
    return std::nullopt;
  }

  // By the reductions, from there.
  Verdict can_end(const std::vector<std::uint32_t>& marking) const {
    const ProcessBehavior process =
        behavior_from(marking, Traces::None).processes[witness_.process];
    if (!process.completion_certain) return Verdict::Undecided;
    return process.can_complete ? Verdict::Proved : Verdict::Refuted;
  }

  Behavior behavior_from(const std::vector<std::uint32_t>& marking, Traces traces) const {
    TokenNet from = net_;
    from.initial.clear();
    for (std::uint32_t place = 0; place < marking.size(); ++place)
      from.initial.insert(from.initial.end(), marking[place], PlaceIndex(place));
    BehaviorLimits limits = limits_;
    limits.states_max = std::min(limits.states_max, kAskedStatesMax);
    limits.reductions = true;
    limits.traces = traces;
    std::uint32_t processes = 1;
    for (const definition::NetScope& scope : from.scopes)
      processes = std::max(processes, scope.process + 1);
    return analyse(from, processes, limits);
  }

  const TokenNet& net_;
  const Residue model_;
  const BehaviorLimits& limits_;
  Witness& witness_;
};

}  // namespace

void shorten(const TokenNet& net, const BehaviorLimits& limits, Witness& witness) {
  Shortening(net, limits, witness).run();
}

}  // namespace umlauf::verify
