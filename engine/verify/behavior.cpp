#include "engine/verify/behavior.hpp"

#include <algorithm>

#include "engine/verify/fragments.hpp"
#include "engine/verify/reduce.hpp"
#include "engine/verify/search.hpp"
#include "engine/verify/witness.hpp"

namespace umlauf::verify {
namespace {

// States with wide counters are only worth it while there are few of them.
constexpr std::size_t kWideStatesMax = 50'000;

class Analysis {
 public:
  /// `residue` is what is left of the net.
  Analysis(const TokenNet& net, Residue residue, std::uint32_t processes,
           const BehaviorLimits& limits)
      : net_(net), limits_(limits), residue_(std::move(residue)) {
    result_.processes.resize(processes);
    alive_.resize(net.transitions.size());
    possible_.resize(net.transitions.size());
    mark_alive(residue_.rope, residue_.prefix, alive_);
  }

  Behavior run() {
    SearchLimits search{limits_.states_max, limits_.states_max * 20, limits_.out_of_time};
    bool exact = false, complete = false;
    {
      const StateSpace space(residue_, 2, search, false);
      look(space);
      complete = space.complete();
      exact = complete && !space.saturated();
      if (exact) look_at_messages(space);
      if (complete && !exact) look_for_overflow(space);
      dead_decided_ = complete;
    }
    if (complete && !exact && undecided()) {
      search.states_max = std::min(search.states_max, kWideStatesMax);
      const StateSpace space(residue_, 8, search, false);
      look(space);
      if (space.complete() && !space.saturated()) look_at_messages(space);
    }
    if (!complete && undecided() && plain_only(residue_)) look_at_ends();
    finish_dead();
    note_possible();
    for (const TokenNet::NodeOf& gap : net_.unsupported) doubt(gap.process);
    return std::move(result_);
  }

 private:
  bool undecided() const {
    return std::any_of(result_.processes.begin(), result_.processes.end(),
                       [](const ProcessBehavior& process) {
                         return process.safe == Verdict::Undecided ||
                                process.option_to_complete == Verdict::Undecided ||
                                process.proper_completion == Verdict::Undecided;
                       });
  }

  // Where the net does not describe a node, its runs are not those of the process.
  void doubt(std::uint32_t process) {
    ProcessBehavior& behavior = result_.processes[process];
    behavior.doubtful = true;
    behavior.safe = behavior.option_to_complete = behavior.proper_completion = Verdict::Undecided;
    behavior.completion_certain = !behavior.can_complete;
    behavior.return_certain = !behavior.can_return;
    std::erase_if(result_.witnesses,
                  [process](const Witness& witness) { return witness.process == process; });
  }

  void look(const StateSpace& space) {
    result_.states += space.size();
    mark_fired(space);
    for (std::uint32_t process = 0; process < result_.processes.size(); ++process) {
      look_for_unsafe(space, process);
      look_for_improper(space, process);
      look_for_stuck(space, process);
    }
  }

  void mark_fired(const StateSpace& space) {
    const std::size_t count = residue_.transitions.size();
    std::vector<std::uint32_t> exact(count, 0), any(count, 0);
    for (std::uint32_t state = 0; state < space.size(); ++state) {
      const bool certain = space.exact(state);
      for (const StateSpace::Edge& edge : space.edges(state)) {
        const std::uint32_t arcs = edge.chosen == 0 ? 1 : edge.chosen;
        any[edge.transition] |= arcs;
        if (certain && edge.exact) exact[edge.transition] |= arcs;
      }
    }
    for (std::size_t t = 0; t < count; ++t) {
      if (exact[t] != 0) mark(residue_.transitions[t], exact[t], alive_);
      if (any[t] != 0) mark(residue_.transitions[t], any[t], possible_);
    }
  }

  void mark(const Residue::Transition& transition, std::uint32_t arcs, std::vector<bool>& into) {
    mark_alive(residue_.rope, transition.rope, into);
    if (transition.kind != NetTransitionKind::InclusiveSplit) return;
    into[transition.split] = true;
    for (std::size_t i = 0; i < transition.options.size(); ++i)
      if ((arcs >> i) & 1U) mark_alive(residue_.rope, transition.options[i].after, into);
  }

  void look_for_unsafe(const StateSpace& space, std::uint32_t process) {
    Verdict& verdict = result_.processes[process].safe;
    if (verdict != Verdict::Undecided) return;
    bool possible = false;
    std::optional<std::uint32_t> beside;
    for (std::uint32_t state = 0; state < space.size(); ++state) {
      if (!space.unsafe_place(state, process)) continue;
      possible = true;
      if (!space.exact(state)) continue;
      verdict = Verdict::Refuted;
      if (space.unsafe_place(state, process, true))
        return refute(Problem::LackOfSynchronization, process, space.way(state));
      if (!beside) beside = state;
    }
    if (beside) refute(Problem::LackOfSynchronization, process, space.way(*beside), false);
    if (!possible && space.complete()) verdict = Verdict::Proved;
  }

  void look_for_improper(const StateSpace& space, std::uint32_t process) {
    Verdict& verdict = result_.processes[process].proper_completion;
    if (verdict != Verdict::Undecided) return;
    bool possible = false;
    std::optional<std::uint32_t> beside;
    for (std::uint32_t state = 0; state < space.size(); ++state) {
      // What was thrown out of it has not completed it.
      if (!space.ended_by_itself(state, process) || !space.repeated_end(state, process)) continue;
      possible = true;
      if (!space.exact(state)) continue;
      verdict = Verdict::Refuted;
      if (space.repeated_end(state, process, true))
        return refute(Problem::ImproperCompletion, process, space.way(state));
      if (!beside) beside = state;
    }
    for (const StateSpace::LeftScope& left : space.repeated_in_scopes()) {
      const std::uint32_t scope = residue_.transitions[left.transition].empty.value();
      if (residue_.scopes[scope].process != process) continue;
      possible = true;
      if (!space.exact(left.state)) continue;
      verdict = Verdict::Refuted;
      return refute(Problem::ImproperCompletion, process, space.way(left.state));
    }
    if (beside) refute(Problem::ImproperCompletion, process, space.way(*beside), false);
    if (!possible && space.complete()) verdict = Verdict::Proved;
  }

  void look_for_stuck(const StateSpace& space, std::uint32_t process) {
    Verdict& verdict = result_.processes[process].option_to_complete;
    look_for_completion(space, process);
    if (verdict != Verdict::Undecided) return;
    for (std::uint32_t state = 0; state < space.size(); ++state) {
      if (!space.exact(state) || !shows_deadlock(space, state, process)) continue;
      verdict = Verdict::Refuted;
      return refute(Problem::Deadlock, process, space.way(state));
    }
    if (!space.complete()) return;
    const std::vector<bool> hope = hopeful(space, process, false);
    for (std::uint32_t state = 0; state < space.size(); ++state) {
      if (hope[state] || !space.exact(state)) continue;
      verdict = Verdict::Refuted;
      return refute(Problem::Livelock, process, round(space, state));
    }
    if (has_doubtful(residue_)) {
      const std::vector<bool> sure = assured(space, process);
      if (std::find(sure.begin(), sure.end(), false) != sure.end()) return;
    }
    if (!space.saturated() || drains(residue_, process)) verdict = Verdict::Proved;
  }

  void look_for_completion(const StateSpace& space, std::uint32_t process) {
    ProcessBehavior& behavior = result_.processes[process];
    bool ends = !space.complete(), returns = ends, end_seen = false, return_seen = false;
    for (std::uint32_t state = 0; state < space.size(); ++state) {
      if (!space.completed(state, process)) continue;
      ends = true;
      end_seen |= space.exact(state);
      if (!space.ended_by_itself(state, process)) continue;
      returns = true;
      return_seen |= space.exact(state);
    }
    // What an earlier search has decided stays.
    if (!behavior.completion_certain) behavior.can_complete = ends;
    if (!behavior.return_certain) behavior.can_return = returns;
    behavior.completion_certain |= end_seen || !ends;
    behavior.return_certain |= return_seen || !returns;
  }

  // Beyond the limit of a full search: the ends of all runs, by stubborn sets.
  void look_at_ends() {
    const SearchLimits search{limits_.states_max, limits_.states_max * 20, limits_.out_of_time};
    const StateSpace space(residue_, 2, search, true);
    result_.states += space.size();
    // A stubborn set keeps, for each state, the ends that can be reached from it. So if from every
    // state that is left an end is reached, that holds for all states (Valmari 2017), and a state
    // from which none is reached has none at all.
    const bool all = space.complete() && !space.saturated();
    mark_fired(space);
    for (std::uint32_t process = 0; process < result_.processes.size(); ++process) {
      ProcessBehavior& behavior = result_.processes[process];
      bool stuck = false, improper = false;
      for (std::uint32_t state = 0; state < space.size(); ++state) {
        if (!space.edges(state).empty() || !space.exact(state)) continue;
        if (behavior.option_to_complete == Verdict::Undecided &&
            shows_deadlock(space, state, process)) {
          stuck = true;
          behavior.option_to_complete = Verdict::Refuted;
          refute(Problem::Deadlock, process, space.way(state));
        }
        if (behavior.proper_completion == Verdict::Undecided &&
            space.ended_by_itself(state, process) && space.repeated_end(state, process)) {
          improper = true;
          behavior.proper_completion = Verdict::Refuted;
          refute(Problem::ImproperCompletion, process, space.way(state),
                 space.repeated_end(state, process, true).has_value());
        }
      }
      if (!all) continue;
      if (!stuck && behavior.option_to_complete == Verdict::Undecided)
        look_for_round(space, process);
      // A process that has ended is at rest, unless others go on.
      const bool rests = result_.processes.size() == 1 || acyclic(residue_);
      if (!improper && behavior.proper_completion == Verdict::Undecided && rests)
        behavior.proper_completion = Verdict::Proved;
    }
  }

  // No run stops short of the end of `process`; does one go round for ever?
  void look_for_round(const StateSpace& space, std::uint32_t process) {
    Verdict& verdict = result_.processes[process].option_to_complete;
    const std::vector<bool> hope = hopeful(space, process, true);
    const auto lost = std::find(hope.begin(), hope.end(), false);
    if (lost == hope.end()) {
      verdict = Verdict::Proved;
      return;
    }
    const auto state = static_cast<std::uint32_t>(lost - hope.begin());
    // With others beside it, it may be they who go round.
    if (!space.exact(state) || result_.processes.size() > 1) return;
    verdict = Verdict::Refuted;
    refute(Problem::Livelock, process, round(space, state));
  }

  // A channel grows without bound where, on the way to a full one, a part of the run can be
  // repeated that leaves nothing but more messages.
  void look_for_overflow(const StateSpace& space) {
    for (std::uint32_t place = 0; place < residue_.places.size(); ++place) {
      if (residue_.places[place].kind != PlaceKind::Message) continue;
      for (std::uint32_t state = 0; state < space.size(); ++state) {
        if (!space.exact(state) || space.tokens(state, place) < space.most()) continue;
        if (can_be_pumped(space, state, place))
          result_.overflowing.push_back(residue_.places[place].original);
        break;
      }
    }
  }

  bool can_be_pumped(const StateSpace& space, std::uint32_t state, std::uint32_t place) const {
    const std::vector<StateSpace::Edge> way = space.way(state);
    for (std::size_t i = way.size(); i-- > 0;) {
      const Residue::Transition& transition = residue_.transitions[way[i].transition];
      if (transition.special() || transition.kind == NetTransitionKind::InclusiveJoin) return false;
      const std::uint32_t before = i == 0 ? 0 : way[i - 1].target;
      bool covered = space.tokens(before, place) < space.tokens(state, place);
      for (std::uint32_t other = 0; covered && other < residue_.places.size(); ++other)
        covered = space.tokens(before, other) <= space.tokens(state, other);
      if (covered) return true;
    }
    return false;
  }

  void look_at_messages(const StateSpace& space) {
    for (std::uint32_t place = 0; place < residue_.places.size(); ++place) {
      if (residue_.places[place].kind != PlaceKind::Message) continue;
      bool left = false;
      for (std::uint32_t state = 0; state < space.size() && !left; ++state)
        left = space.exact(state) && space.edges(state).empty() && space.tokens(state, place) > 0;
      if (left) result_.left_over.push_back(residue_.places[place].original);
    }
  }

  // --- dead nodes

  void finish_dead() {
    struct Seen {
      std::uint32_t process = 0;
      definition::NodeIndex node;
      bool alive = false;
      bool possible = false;
      bool operator<(const Seen& other) const {
        return process != other.process ? process < other.process : node < other.node;
      }
    };
    std::vector<Seen> seen;
    for (const TokenNet::NodeOf& node : net_.nodes) seen.push_back({node.process, node.node});
    for (std::size_t t = 0; t < net_.transitions.size(); ++t) {
      const definition::NetTransition& transition = net_.transitions[t];
      if (transition.node.valid())
        seen.push_back({transition.process, transition.node, alive_[t], possible_[t]});
    }
    std::stable_sort(seen.begin(), seen.end());
    for (std::size_t i = 0; i < seen.size();) {
      Seen node = seen[i];
      for (; i < seen.size() && !(node < seen[i]); ++i) {
        node.alive = node.alive || seen[i].alive;
        node.possible = node.possible || seen[i].possible;
      }
      if (node.alive) continue;
      ProcessBehavior& behavior = result_.processes[node.process];
      (!node.possible && dead_decided_ ? behavior.dead : behavior.unknown).push_back(node.node);
    }
  }

  // What the scope around has to reckon with.
  void note_possible() {
    result_.possible.assign(possible_.begin(), possible_.end());
    for (std::size_t t = 0; t < possible_.size(); ++t)
      result_.possible[t] = !dead_decided_ || possible_[t] || alive_[t];
  }

  void refute(Problem problem, std::uint32_t process, const std::vector<StateSpace::Edge>& way,
              bool in_main_flow = true) {
    if (limits_.traces == Traces::None) return;
    Witness witness;
    witness.problem = problem;
    witness.process = process;
    witness.in_main_flow = in_main_flow;
    result_.witnesses.push_back(tell(net_, residue_, std::move(witness), way, limits_));
  }

  const TokenNet& net_;
  const BehaviorLimits& limits_;
  Residue residue_;
  Behavior result_;
  std::vector<bool> alive_, possible_;  // by original transition: for certain, at most
  bool dead_decided_ = false;
};

}  // namespace

Behavior analyse(const TokenNet& net, std::uint32_t processes, const BehaviorLimits& limits) {
  Residue residue = unreduced(net);
  if (!limits.reductions) return Analysis(net, std::move(residue), processes, limits).run();
  reduce(residue);
  Residue collapsed = residue;
  if (collapse_fragments(collapsed, limits.out_of_time) > 0) {
    reduce(collapsed);
    Behavior behavior = Analysis(net, std::move(collapsed), processes, limits).run();
    // Two tokens within a fragment may do what one of them never does.
    if (std::all_of(behavior.processes.begin(), behavior.processes.end(),
                    [](const ProcessBehavior& each) { return each.safe == Verdict::Proved; }))
      return behavior;
  }
  return Analysis(net, std::move(residue), processes, limits).run();
}

}  // namespace umlauf::verify
