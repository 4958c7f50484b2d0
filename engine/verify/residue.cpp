#include "engine/verify/residue.hpp"

#include <algorithm>

namespace umlauf::verify {

Residue unreduced(const TokenNet& net) {
  Residue residue;
  residue.scopes = net.scopes;
  residue.places.reserve(net.places.size());
  for (std::size_t i = 0; i < net.places.size(); ++i) {
    const definition::NetPlace& place = net.places[i];
    residue.places.push_back({PlaceIndex(i), place.kind, place.scope, place.process, place.beside});
  }
  residue.transitions.reserve(net.transitions.size());
  for (std::size_t i = 0; i < net.transitions.size(); ++i) {
    const definition::NetTransition& from = net.transitions[i];
    const auto number = static_cast<std::uint32_t>(i);
    Residue::Transition to;
    to.kind = from.kind;
    to.empty = from.empty;
    to.reset = from.reset;
    to.exceptional = from.exceptional;
    to.perhaps = from.perhaps;
    if (from.guard.valid()) to.guard = from.guard.value();
    for (PlaceIndex place : net.consume(from)) to.consume.push_back(place.value());
    for (PlaceIndex place : net.produce(from)) to.produce.push_back(place.value());
    std::sort(to.consume.begin(), to.consume.end());
    std::sort(to.produce.begin(), to.produce.end());
    if (from.kind == NetTransitionKind::InclusiveSplit) {
      to.split = number;
      for (std::uint32_t place : to.produce) to.options.push_back({PlaceIndex(place)});
    } else {
      to.rope = residue.rope.add(Rope::Kind::Fire, number);
    }
    residue.transitions.push_back(std::move(to));
  }
  for (PlaceIndex place : net.initial) residue.initial.push_back(place.value());
  return residue;
}

void unfold(const Rope& rope, std::uint32_t node, std::vector<Firing>& firings) {
  std::vector<std::uint32_t> open{node};
  while (!open.empty()) {
    const std::uint32_t number = open.back();
    open.pop_back();
    if (number == Rope::kNone) continue;
    const Rope::Node& top = rope.nodes[number];
    switch (top.kind) {
      case Rope::Kind::Fire:
        firings.push_back({top.first, {}});
        break;
      case Rope::Kind::Choose:
        firings.push_back({top.first, {PlaceIndex(top.second)}});
        break;
      case Rope::Kind::Then:
        open.push_back(top.second);
        open.push_back(top.first);
        break;
      case Rope::Kind::Also:
        open.push_back(top.first);
        break;
    }
  }
}

void mark_alive(const Rope& rope, std::uint32_t node, std::vector<bool>& alive) {
  std::vector<std::uint32_t> open{node};
  while (!open.empty()) {
    const std::uint32_t number = open.back();
    open.pop_back();
    if (number == Rope::kNone) continue;
    const Rope::Node& top = rope.nodes[number];
    if (top.kind == Rope::Kind::Then || top.kind == Rope::Kind::Also) {
      open.push_back(top.first);
      open.push_back(top.second);
    } else {
      alive[top.first] = true;
    }
  }
}

}  // namespace umlauf::verify
