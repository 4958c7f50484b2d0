#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "engine/base/index.hpp"
#include "engine/definition/indices.hpp"

namespace umlauf::definition {

/// The token net of a process: what the verifier explores. It lies beside the definition because
/// the element rules that build it stand beside the behaviour they describe.
using PlaceIndex = Index<struct PlaceTag>;
using NetTransitionIndex = Index<struct NetTransitionTag>;
using NetScopeIndex = Index<struct NetScopeTag>;

enum class PlaceKind : std::uint8_t {
  Flow,      ///< a sequence flow; two tokens here are the lack of synchronisation
  Activity,  ///< an activity, event or gateway is at work or waits
  Internal,  ///< glue without a counterpart in the diagram
  Message,   ///< a message that was sent and not yet received
  End,       ///< counts how often an end event was reached in one run of its scope
  Switch,    ///< what a gateway remembers; keeps nothing alive
  Left,      ///< something was thrown that ended the whole: it did not end by itself
};

struct NetPlace {
  PlaceKind kind = PlaceKind::Internal;
  NetScopeIndex scope;
  std::uint32_t process = 0;  ///< position in the list of processes the net was built from
  // What the place stands for, each in its process; none of them for glue.
  FlowIndex flow;
  NodeIndex node;
  MessageFlowIndex message_flow;
  /// A flow or end event that only a boundary event without interruption leads to: what goes on
  /// there is beside the main flow and meets it nowhere.
  bool beside = false;

  /// Places whose tokens keep a scope alive.
  bool ordinary() const { return kind <= PlaceKind::Internal; }
};

enum class NetTransitionKind : std::uint8_t {
  Plain,           ///< consumes one token of each arc, produces one for each arc
  InclusiveSplit,  ///< produces on any non-empty subset of its arcs
  /// Consumes from every marked one of its arcs. Enabled where at least one is marked and no token
  /// can still reach an unmarked one without also reaching a marked one (BPMN 2.0.2, Table 13.3).
  InclusiveJoin,
};

/// A scope is left alive by the tokens of its places and of the scopes within it.
struct NetScope {
  NetScopeIndex parent;
  std::uint32_t process = 0;
  ScopeIndex body;  ///< of the process or sub-process
};

struct NetTransition {
  NetTransitionKind kind = NetTransitionKind::Plain;
  std::uint32_t consume_first = 0, consume_count = 0;
  std::uint32_t produce_first = 0, produce_count = 0;
  NetScopeIndex empty;  ///< enabled only while this scope holds no token; its end counts are reset
  NetScopeIndex reset;  ///< takes all tokens out of this scope before it produces
  /// A boundary event: what it leads to cannot be reached along sequence flows.
  bool exceptional = false;
  /// What stands behind it may not allow it here, but does one of those that are marked so and
  /// enabled: a run with it proves nothing possible.
  bool perhaps = false;
  PlaceIndex guard;  ///< of an inclusive join: the one of its arcs that must be marked, if any
  std::uint32_t process = 0;
  NodeIndex node;  ///< the flow node that does this; none for glue
};

/// Flat and append-only. Arcs lie in one array.
struct TokenNet {
  std::vector<NetPlace> places;
  std::vector<NetScope> scopes;
  std::vector<NetTransition> transitions;
  std::vector<PlaceIndex> arcs;
  std::vector<PlaceIndex> initial;  ///< one token each
  struct NodeOf {
    std::uint32_t process = 0;
    NodeIndex node;
  };
  std::vector<NodeOf> nodes;  ///< that some run should reach
  /// Nodes whose behaviour the net does not describe; no verdict is proved while there is one.
  std::vector<NodeOf> unsupported;

  PlaceIndex add_place(NetPlace place) {
    places.push_back(std::move(place));
    return PlaceIndex(places.size() - 1);
  }

  NetScopeIndex add_scope(NetScope scope) {
    scopes.push_back(std::move(scope));
    return NetScopeIndex(scopes.size() - 1);
  }

  /// `transition` without its arcs, which are appended here.
  NetTransitionIndex add_transition(NetTransition transition, std::span<const PlaceIndex> consume,
                                    std::span<const PlaceIndex> produce) {
    transition.consume_first = static_cast<std::uint32_t>(arcs.size());
    transition.consume_count = static_cast<std::uint32_t>(consume.size());
    arcs.insert(arcs.end(), consume.begin(), consume.end());
    transition.produce_first = static_cast<std::uint32_t>(arcs.size());
    transition.produce_count = static_cast<std::uint32_t>(produce.size());
    arcs.insert(arcs.end(), produce.begin(), produce.end());
    transitions.push_back(std::move(transition));
    return NetTransitionIndex(transitions.size() - 1);
  }

  std::span<const PlaceIndex> consume(const NetTransition& transition) const {
    return std::span(arcs).subspan(transition.consume_first, transition.consume_count);
  }
  std::span<const PlaceIndex> produce(const NetTransition& transition) const {
    return std::span(arcs).subspan(transition.produce_first, transition.produce_count);
  }

  /// Whether `scope` is `ancestor` or lies within it.
  bool within(NetScopeIndex scope, NetScopeIndex ancestor) const {
    while (scope.valid() && scope != ancestor) scope = scopes[scope.value()].parent;
    return scope.valid();
  }
};

}  // namespace umlauf::definition
