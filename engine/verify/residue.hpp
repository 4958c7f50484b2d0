#pragma once

#include <cstdint>
#include <vector>

#include "engine/definition/token_net.hpp"

namespace umlauf::verify {

using definition::NetScopeIndex;
using definition::NetTransitionKind;
using definition::PlaceIndex;
using definition::PlaceKind;
using definition::TokenNet;

/// What one transition of a residue stands for in the original net: a rope of firings, so that a
/// trace through the residue unfolds into a trace of the model. Nodes are shared and never freed
/// while the residue lives.
struct Rope {
  static constexpr std::uint32_t kNone = 0xFFFFFFFFU;

  enum class Kind : std::uint8_t {
    Fire,    ///< transition `first`
    Choose,  ///< the inclusive split `first`, which produces on place `second` only
    Then,    ///< rope `first`, then rope `second`
    Also,    ///< rope `first`; whenever it can fire, `second` can as well, but it is left out
  };
  struct Node {
    Kind kind = Kind::Fire;
    std::uint32_t first = kNone;
    std::uint32_t second = kNone;
  };
  std::vector<Node> nodes;

  std::uint32_t add(Kind kind, std::uint32_t first, std::uint32_t second = kNone) {
    nodes.push_back({kind, first, second});
    return static_cast<std::uint32_t>(nodes.size() - 1);
  }
  /// Either may be kNone.
  std::uint32_t then(std::uint32_t first, std::uint32_t second) {
    if (first == kNone) return second;
    if (second == kNone) return first;
    return add(Kind::Then, first, second);
  }
};

/// A net on its way through the reductions, and what the search explores. Arcs are sorted; a place
/// that occurs twice takes or gets two tokens.
struct Residue {
  struct Place {
    PlaceIndex original;
    PlaceKind kind = PlaceKind::Internal;
    NetScopeIndex scope;
    std::uint32_t process = 0;
    bool beside = false;  ///< see NetPlace
    bool ordinary() const { return kind <= PlaceKind::Internal; }
  };
  /// One arc of an inclusive split: the flow of the model it stands for, and what follows it.
  struct Option {
    PlaceIndex original;
    std::uint32_t after = Rope::kNone;
  };
  struct Transition {
    NetTransitionKind kind = NetTransitionKind::Plain;
    std::vector<std::uint32_t> consume;
    std::vector<std::uint32_t> produce;
    NetScopeIndex empty;
    NetScopeIndex reset;
    bool exceptional = false;  ///< a boundary event: no path along sequence flows
    bool perhaps = false;      ///< see NetTransition
    static constexpr std::uint32_t kNoGuard = 0xFFFFFFFFU;
    std::uint32_t guard = kNoGuard;  ///< of an inclusive join: the place that must be marked
    /// What it stands for; of an inclusive split what comes before it.
    std::uint32_t rope = Rope::kNone;
    std::uint32_t split = 0;      ///< of an inclusive split: the original transition
    std::vector<Option> options;  ///< of an inclusive split: parallel to `produce`

    bool special() const { return empty.valid() || reset.valid(); }
  };

  std::vector<Place> places;
  std::vector<definition::NetScope> scopes;
  std::vector<Transition> transitions;
  std::vector<std::uint32_t> initial;  ///< places, one token each
  std::uint32_t prefix = Rope::kNone;  ///< what has already fired to reach `initial`
  Rope rope;
};

/// The net as it is.
Residue unreduced(const TokenNet& net);

/// One firing of a transition of the original net. `produced` names the arcs taken where the
/// transition leaves a choice (inclusive split), and is empty otherwise.
struct Firing {
  std::uint32_t transition = 0;
  std::vector<PlaceIndex> produced;

  bool operator==(const Firing&) const = default;
};

/// Appends what `rope` stands for, in order.
void unfold(const Rope& rope, std::uint32_t node, std::vector<Firing>& firings);

/// Marks every original transition that can fire when `rope` can.
void mark_alive(const Rope& rope, std::uint32_t node, std::vector<bool>& alive);

}  // namespace umlauf::verify
