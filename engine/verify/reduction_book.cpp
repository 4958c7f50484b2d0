#include "engine/verify/reduction_book.hpp"

#include <algorithm>

namespace umlauf::verify {

using Transition = Residue::Transition;

namespace {

void link(Indices& list, std::uint32_t transition) {
  const auto at = std::lower_bound(list.begin(), list.end(), transition);
  if (at == list.end() || *at != transition) list.insert(at, transition);
}

}  // namespace

void erase_one(Indices& sorted, std::uint32_t value) {
  const auto found = std::lower_bound(sorted.begin(), sorted.end(), value);
  if (found != sorted.end() && *found == value) sorted.erase(found);
}

void insert_sorted(Indices& sorted, std::uint32_t value) {
  sorted.insert(std::upper_bound(sorted.begin(), sorted.end(), value), value);
}

bool holds(const Indices& sorted, std::uint32_t value) {
  return std::binary_search(sorted.begin(), sorted.end(), value);
}

std::size_t weight(const Indices& sorted, std::uint32_t value) {
  const auto range = std::equal_range(sorted.begin(), sorted.end(), value);
  return static_cast<std::size_t>(range.second - range.first);
}

ReductionBook::ReductionBook(Residue& residue) : net_(residue) {
  producers_.resize(net_.places.size());
  consumers_.resize(net_.places.size());
  place_gone_.resize(net_.places.size());
  queued_.resize(net_.places.size());
  marked_.resize(net_.places.size());
  for (std::uint32_t place : net_.initial) ++marked_[place];
  transition_gone_.resize(net_.transitions.size());
  for (std::uint32_t t = 0; t < net_.transitions.size(); ++t) {
    attach(t);
    inclusive_joins_ += net_.transitions[t].kind == NetTransitionKind::InclusiveJoin;
  }
  for (std::uint32_t p = 0; p < net_.places.size(); ++p) touch(p);
}

void ReductionBook::touch(std::uint32_t place) {
  if (queued_[place] || place_gone_[place]) return;
  queued_[place] = true;
  queue_.push_back(place);
}

void ReductionBook::touch_around(std::uint32_t transition) {
  for (std::uint32_t place : net_.transitions[transition].consume) touch(place);
  for (std::uint32_t place : net_.transitions[transition].produce) touch(place);
}

void ReductionBook::attach(std::uint32_t transition) {
  for (std::uint32_t place : net_.transitions[transition].consume)
    link(consumers_[place], transition);
  for (std::uint32_t place : net_.transitions[transition].produce)
    link(producers_[place], transition);
}

void ReductionBook::detach(std::uint32_t transition) {
  for (std::uint32_t place : net_.transitions[transition].consume)
    erase_one(consumers_[place], transition);
  for (std::uint32_t place : net_.transitions[transition].produce)
    erase_one(producers_[place], transition);
}

void ReductionBook::drop_transition(std::uint32_t transition) {
  touch_around(transition);
  detach(transition);
  transition_gone_[transition] = true;
}

void ReductionBook::simplify(std::uint32_t number) {
  Transition& transition = net_.transitions[number];
  if (transition.kind == NetTransitionKind::InclusiveJoin && transition.consume.size() == 1) {
    transition.kind = NetTransitionKind::Plain;
    if (--inclusive_joins_ == 0)
      for (std::uint32_t place = 0; place < net_.places.size(); ++place) touch(place);
  }
  if (transition.kind == NetTransitionKind::InclusiveSplit && transition.produce.size() == 1) {
    const Residue::Option option = transition.options.front();
    const std::uint32_t chosen =
        net_.rope.add(Rope::Kind::Choose, transition.split, option.original.value());
    transition.rope = net_.rope.then(net_.rope.then(transition.rope, chosen), option.after);
    transition.options.clear();
    transition.kind = NetTransitionKind::Plain;
  }
}

void ReductionBook::compact() {
  Indices number(net_.places.size(), 0);
  std::vector<Residue::Place> places;
  for (std::size_t i = 0; i < net_.places.size(); ++i) {
    if (place_gone_[i]) continue;
    number[i] = static_cast<std::uint32_t>(places.size());
    places.push_back(net_.places[i]);
  }
  std::vector<Transition> transitions;
  for (std::size_t i = 0; i < net_.transitions.size(); ++i) {
    if (transition_gone_[i]) continue;
    Transition& transition = net_.transitions[i];
    for (std::uint32_t& place : transition.consume) place = number[place];
    for (std::uint32_t& place : transition.produce) place = number[place];
    if (transition.guard != Transition::kNoGuard) transition.guard = number[transition.guard];
    transitions.push_back(std::move(transition));
  }
  net_.initial.clear();
  for (std::size_t i = 0; i < marked_.size(); ++i)
    for (std::uint32_t k = 0; k < marked_[i]; ++k) net_.initial.push_back(number[i]);
  net_.places = std::move(places);
  net_.transitions = std::move(transitions);
}

}  // namespace umlauf::verify
