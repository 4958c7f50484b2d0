#include "engine/verify/witness.hpp"

#include <algorithm>

#include "engine/verify/shortest.hpp"

namespace umlauf::verify {
namespace {

// After a trace of the reduced net the problem is at most a few firings away in the model.
constexpr std::size_t kAfterwardsMax = 5000;

void append_edge(const Residue& residue, const StateSpace::Edge& edge, std::vector<Firing>& trace) {
  const Residue::Transition& transition = residue.transitions[edge.transition];
  unfold(residue.rope, transition.rope, trace);
  if (transition.kind != NetTransitionKind::InclusiveSplit) return;
  Firing split{transition.split, {}};
  for (std::size_t i = 0; i < transition.options.size(); ++i)
    if ((edge.chosen >> i) & 1U) split.produced.push_back(transition.options[i].original);
  trace.push_back(std::move(split));
  for (std::size_t i = 0; i < transition.options.size(); ++i)
    if ((edge.chosen >> i) & 1U) unfold(residue.rope, transition.options[i].after, trace);
}

class Telling {
 public:
  Telling(const TokenNet& net, const BehaviorLimits& limits) : net_(net), limits_(limits) {}

  void finish(Witness& witness) const {
    if (const auto marking = replay(net_, witness.trace)) {
      go_on(witness, *marking);
      // Of a livelock it is to be made sure, too, that nothing stands still.
      if (limits_.traces == Traces::Shortest || witness.problem == Problem::Livelock)
        shorten(net_, limits_, witness);
      note_tokens(witness);
    }
  }

 private:
  // The reduced net shows the problem; in the model it may take a few more steps to be seen.
  void go_on(Witness& witness, const std::vector<std::uint32_t>& marking) const {
    if (witness.problem == Problem::Livelock) return;
    if (witness.problem == Problem::LackOfSynchronization && cut_short(witness)) return;
    Residue model = unreduced(net_);
    model.initial.clear();
    for (std::uint32_t place = 0; place < marking.size(); ++place)
      model.initial.insert(model.initial.end(), marking[place], place);
    const StateSpace space(model, 8, {kAfterwardsMax, kAfterwardsMax * 20, limits_.out_of_time},
                           false);
    for (std::uint32_t state = 0; state < space.size(); ++state) {
      if (!space.exact(state) || !shows(space, state, witness)) continue;
      for (const StateSpace::Edge& edge : space.way(state)) append_edge(model, edge, witness.trace);
      return;
    }
    // The reductions leave out loops: in the model it goes round instead of standing still.
    if (witness.problem == Problem::Deadlock && space.complete())
      witness.problem = Problem::Livelock;
  }

  // Ends the trace where two tokens are on one flow for the first time.
  bool cut_short(Witness& witness) const {
    std::vector<std::uint32_t> marking(net_.places.size(), 0);
    for (PlaceIndex place : net_.initial) ++marking[place.value()];
    for (std::size_t i = 0; i < witness.trace.size(); ++i) {
      if (!fire(net_, witness.trace[i], marking)) return false;
      for (PlaceIndex place : net_.produce(net_.transitions[witness.trace[i].transition]))
        if (marking[place.value()] > 1 && net_.places[place.value()].kind == PlaceKind::Flow &&
            net_.places[place.value()].process == witness.process &&
            !(witness.in_main_flow && net_.places[place.value()].beside)) {
          witness.trace.resize(i + 1);
          return true;
        }
    }
    return false;
  }

  void note_tokens(Witness& witness) const {
    const auto marking = replay(net_, witness.trace);
    if (!marking) return;
    for (std::uint32_t place = 0; place < marking->size(); ++place) {
      const definition::NetPlace& at = net_.places[place];
      const std::uint32_t tokens = (*marking)[place];
      if (at.ordinary()) witness.tokens.insert(witness.tokens.end(), tokens, PlaceIndex(place));
      const bool culprit =
          (witness.problem == Problem::LackOfSynchronization && at.kind == PlaceKind::Flow) ||
          (witness.problem == Problem::ImproperCompletion && at.kind == PlaceKind::End);
      if (culprit && tokens > 1 && at.process == witness.process && !witness.place.valid() &&
          !(witness.in_main_flow && at.beside))
        witness.place = PlaceIndex(place);
    }
  }

  const TokenNet& net_;
  const BehaviorLimits& limits_;
};

}  // namespace

bool shows_deadlock(const StateSpace& space, std::uint32_t state, std::uint32_t process) {
  return space.edges(state).empty() && !space.completed(state, process);
}

bool shows(const StateSpace& space, std::uint32_t state, const Witness& witness) {
  switch (witness.problem) {
    case Problem::LackOfSynchronization:
      return space.unsafe_place(state, witness.process, witness.in_main_flow).has_value();
    case Problem::Deadlock:
      return shows_deadlock(space, state, witness.process);
    case Problem::ImproperCompletion:
      return space.ended_by_itself(state, witness.process) &&
             space.repeated_end(state, witness.process, witness.in_main_flow).has_value();
    case Problem::Livelock:
      return true;
  }
  return false;
}

std::vector<Firing> trace_of(const Residue& residue, const std::vector<StateSpace::Edge>& way) {
  std::vector<Firing> trace;
  unfold(residue.rope, residue.prefix, trace);
  for (const StateSpace::Edge& edge : way) append_edge(residue, edge, trace);
  return trace;
}

Witness tell(const TokenNet& net, const Residue& residue, Witness witness,
             const std::vector<StateSpace::Edge>& way, const BehaviorLimits& limits) {
  witness.trace = trace_of(residue, way);
  Telling(net, limits).finish(witness);
  return witness;
}

bool fire(const TokenNet& net, const Firing& firing, std::vector<std::uint32_t>& marking) {
  const definition::NetTransition& transition = net.transitions[firing.transition];
  if (transition.guard.valid() && marking[transition.guard.value()] == 0) return false;
  bool enough = transition.kind != NetTransitionKind::InclusiveJoin;
  for (PlaceIndex place : net.consume(transition)) {
    std::uint32_t& tokens = marking[place.value()];
    if (transition.kind == NetTransitionKind::InclusiveJoin) {
      enough |= tokens > 0;
      if (tokens > 0) --tokens;
    } else {
      if (tokens == 0) return false;
      --tokens;
    }
  }
  if (!enough) return false;
  if (transition.empty.valid() || transition.reset.valid())
    for (std::size_t i = 0; i < net.places.size(); ++i) {
      const definition::NetPlace& place = net.places[i];
      if (transition.empty.valid() &&
          (place.kind == PlaceKind::End || place.kind == PlaceKind::Left) &&
          place.scope == transition.empty)
        marking[i] = 0;
      if (!place.ordinary() || marking[i] == 0) continue;
      if (transition.empty.valid() && net.within(place.scope, transition.empty)) return false;
      if (transition.reset.valid() && net.within(place.scope, transition.reset)) marking[i] = 0;
    }
  if (firing.produced.empty())
    for (PlaceIndex place : net.produce(transition)) ++marking[place.value()];
  for (PlaceIndex place : firing.produced) ++marking[place.value()];
  return true;
}

std::optional<std::vector<std::uint32_t>> replay(const TokenNet& net,
                                                 const std::vector<Firing>& trace) {
  std::vector<std::uint32_t> marking(net.places.size(), 0);
  for (PlaceIndex place : net.initial) ++marking[place.value()];
  for (const Firing& firing : trace)
    if (!fire(net, firing, marking)) return std::nullopt;
  return marking;
}

}  // namespace umlauf::verify
