#include <algorithm>
#include <map>
#include <utility>
#include <vector>

#include "engine/verify/search.hpp"

// What a search needs to know of the net beforehand.
namespace umlauf::verify {

void StateSpace::prepare() {
  const Mask none(words_, 0);
  std::uint32_t processes = 0;
  for (const definition::NetScope& scope : net_.scopes)
    processes = std::max(processes, scope.process + 1);
  for (const Residue::Place& place : net_.places)
    processes = std::max(processes, place.process + 1);
  scope_tokens_.assign(net_.scopes.size(), none);
  scope_ends_.assign(net_.scopes.size(), none);
  process_tokens_.assign(processes, none);
  process_unsafe_.assign(processes, none);
  process_left_.assign(processes, none);
  process_flows_.resize(processes);
  process_ends_.resize(processes);
  for (std::uint32_t p = 0; p < net_.places.size(); ++p) {
    const Residue::Place& place = net_.places[p];
    if (place.kind == PlaceKind::End) {
      const bool outermost =
          !place.scope.valid() || !net_.scopes[place.scope.value()].parent.valid();
      if (outermost) process_ends_[place.process].push_back(p);
      if (place.scope.valid()) set(scope_ends_[place.scope.value()], p, maximum_);
    }
    if (place.kind == PlaceKind::Left) {
      set(process_left_[place.process], p, maximum_);
      set(scope_ends_[place.scope.value()], p, maximum_);
    }
    if (!place.ordinary()) continue;
    set(process_tokens_[place.process], p, maximum_);
    if (place.kind == PlaceKind::Flow) {
      process_flows_[place.process].push_back(p);
      set(process_unsafe_[place.process], p, maximum_ & ~Word{1});
    }
    for (NetScopeIndex scope = place.scope; scope.valid();
         scope = net_.scopes[scope.value()].parent)
      set(scope_tokens_[scope.value()], p, maximum_);
  }

  std::vector<std::vector<std::uint32_t>> by_place(net_.places.size());
  joins_.resize(net_.transitions.size());
  for (std::uint32_t t = 0; t < net_.transitions.size(); ++t) {
    const Residue::Transition& transition = net_.transitions[t];
    if (transition.kind == NetTransitionKind::InclusiveJoin) {
      join_list_.push_back(t);
    } else if (transition.consume.empty()) {
      no_input_.push_back(t);
    } else {
      by_place[transition.consume.front()].push_back(t);
    }
  }
  order_first_.push_back(0);
  for (const std::vector<std::uint32_t>& list : by_place) {
    order_.insert(order_.end(), list.begin(), list.end());
    order_first_.push_back(static_cast<std::uint32_t>(order_.size()));
  }
  if (stubborn_ || !join_list_.empty()) {
    producers_.resize(net_.places.size());
    consumers_.resize(net_.places.size());
    for (std::uint32_t t = 0; t < net_.transitions.size(); ++t) {
      for (std::uint32_t p : net_.transitions[t].consume) consumers_[p].push_back(t);
      for (std::uint32_t p : net_.transitions[t].produce) producers_[p].push_back(t);
    }
  }
  // The ways out of a gateway are transitions of their own, which take the same.
  std::map<std::vector<std::uint32_t>, std::uint32_t> gateways;
  for (std::uint32_t join : join_list_) {
    std::vector<std::uint32_t> inputs = net_.transitions[join].consume;
    inputs.push_back(net_.transitions[join].guard);
    joins_[join].gateway = gateways.emplace(std::move(inputs), join).first->second;
  }
  for (std::uint32_t join : join_list_) {
    if (joins_[join].gateway == join)
      prepare_join(join);
    else
      joins_[join] = joins_[joins_[join].gateway];
  }
}

// Paths along sequence flows, BPMN 2.0.2 Table 13.3: message places are no part of them, and they
// do not pass the join itself. That a boundary event may still happen keeps the join waiting, but
// is no reason to go on without what the activity itself will send.
void StateSpace::prepare_join(std::uint32_t join) {
  for (std::uint32_t input : net_.transitions[join].consume) {
    joins_[join].upstream.push_back(upstream(join, input, true));
    // What a gateway remembers is no token on a flow and excuses nothing.
    const bool flow = net_.transitions[join].guard != input;
    joins_[join].excusing.push_back(flow ? upstream(join, input, false) : Mask(words_, 0));
  }
}

StateSpace::Mask StateSpace::upstream(std::uint32_t join, std::uint32_t input,
                                      bool exceptions) const {
  Mask reach(words_, 0);
  std::vector<std::uint32_t> open{input};
  while (!open.empty()) {
    const std::uint32_t place = open.back();
    open.pop_back();
    for (std::uint32_t producer : producers_[place]) {
      const bool of_gateway = net_.transitions[producer].kind == NetTransitionKind::InclusiveJoin &&
                              joins_[producer].gateway == joins_[join].gateway;
      if (of_gateway || (net_.transitions[producer].exceptional && !exceptions)) continue;
      for (std::uint32_t from : net_.transitions[producer].consume) {
        if (!net_.places[from].ordinary() || get(reach, from) != 0) continue;
        set(reach, from, maximum_);
        open.push_back(from);
      }
    }
  }
  return reach;
}

bool plain_only(const Residue& residue) {
  return std::all_of(residue.transitions.begin(), residue.transitions.end(),
                     [](const Residue::Transition& transition) {
                       return transition.kind != NetTransitionKind::InclusiveJoin &&
                              !transition.special() && !transition.perhaps;
                     });
}

bool has_doubtful(const Residue& residue) {
  return std::any_of(residue.transitions.begin(), residue.transitions.end(),
                     [](const Residue::Transition& transition) { return transition.perhaps; });
}

bool drains(const Residue& residue, std::uint32_t process) {
  std::vector<bool> drained(residue.places.size(), false);
  for (std::size_t p = 0; p < drained.size(); ++p) drained[p] = !residue.places[p].ordinary();
  bool changed = true;
  while (changed) {
    changed = false;
    for (const Residue::Transition& transition : residue.transitions) {
      if (transition.kind != NetTransitionKind::Plain || transition.special() ||
          transition.perhaps || transition.consume.size() != 1 ||
          drained[transition.consume.front()])
        continue;
      if (!std::all_of(transition.produce.begin(), transition.produce.end(),
                       [&drained](std::uint32_t place) { return drained[place]; }))
        continue;
      drained[transition.consume.front()] = true;
      changed = true;
    }
  }
  for (std::size_t p = 0; p < drained.size(); ++p)
    if (residue.places[p].process == process && !drained[p]) return false;
  return true;
}

bool acyclic(const Residue& residue) {
  // Kahn's algorithm over places and transitions; a transition without input repeats by itself.
  std::vector<std::vector<std::uint32_t>> users(residue.places.size());
  std::vector<std::uint32_t> missing(residue.transitions.size(), 0);
  std::vector<std::uint32_t> filled(residue.places.size(), 0);
  std::vector<std::uint32_t> ready;
  for (std::uint32_t t = 0; t < residue.transitions.size(); ++t) {
    const Residue::Transition& transition = residue.transitions[t];
    if (transition.consume.empty()) return false;
    for (std::uint32_t place : transition.consume) users[place].push_back(t);
    missing[t] = static_cast<std::uint32_t>(transition.consume.size());
    for (std::uint32_t place : transition.produce) ++filled[place];
  }
  for (std::uint32_t place = 0; place < residue.places.size(); ++place)
    if (filled[place] == 0) ready.push_back(place);
  std::size_t seen = 0;
  for (; seen < ready.size(); ++seen)
    for (std::uint32_t t : users[ready[seen]])
      if (--missing[t] == 0)
        for (std::uint32_t place : residue.transitions[t].produce)
          if (--filled[place] == 0) ready.push_back(place);
  return seen == residue.places.size();
}

}  // namespace umlauf::verify
