#pragma once

#include <cstdint>
#include <map>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "engine/definition/body_summary.hpp"
#include "engine/definition/process_definition.hpp"
#include "engine/definition/token_net.hpp"

namespace umlauf::definition {

using Places = std::vector<PlaceIndex>;

/// Where messages between the processes of a collaboration wait, by process and node.
struct Channels {
  using Key = std::pair<std::uint32_t, NodeIndex>;
  std::map<Key, Places> into;
  std::map<Key, Places> out_of;
  /// Nodes that wait for a message which nobody can send: no sender is drawn and it has no name
  /// under which the outside could send it.
  std::vector<Key> starving;
};

/// Builds the token net of one scope body. Each kind of flow node adds its transitions through
/// this in a *net rule* (`engine/definition/net_rules.hpp`), which says in the net's terms what the
/// node's behaviour does in the engine.
class NetBuilder {
 public:
  struct Context {
    const ProcessDefinition& definition;
    std::uint32_t process = 0;               ///< number in the net
    const std::vector<BodySummary>& bodies;  ///< by scope
    const Channels& channels;
    /// Of call activities whose process is known. One that is not may do anything.
    const std::map<NodeIndex, BodySummary>& called;
    /// Scopes whose body is part of this net rather than explored by itself; the same for what lies
    /// around them. Empty or one for each scope.
    const std::vector<bool>& inlined;
  };

  NetBuilder(TokenNet& net, Context context, ScopeIndex body);

  /// Adds the whole body with those that are inlined in it: start, nodes, flows.
  void build();

  const ProcessDefinition& definition() const { return context_.definition; }
  const Node& node(NodeIndex index) const { return context_.definition[index]; }
  /// What is known of the inside of an activity; null for one without, and where it is not known.
  const BodySummary* summary(NodeIndex activity) const;
  /// What an event sub-process is known to do.
  const BodySummary& handler(NodeIndex event_sub_process) const {
    return context_.bodies[node(event_sub_process).body.value()];
  }
  /// The body of the sub-process is part of this net.
  bool inlined(NodeIndex sub_process) const;

  // --- places
  PlaceIndex flow(FlowIndex index);
  Places flows(std::span<const FlowIndex> list);
  /// "The node is at work"; created when first asked for.
  PlaceIndex work(NodeIndex index);
  /// Where the node begins without a sequence flow: scope start, link.
  PlaceIndex entry(NodeIndex index);
  PlaceIndex end_count(NodeIndex index);
  /// Says that the outermost scope was ended by what was thrown out of it.
  PlaceIndex left();
  NetScopeIndex scope() const { return scope_; }
  /// Of a sub-process that is inlined: the scope of its body, and the ways in which it begins.
  NetScopeIndex body_scope(NodeIndex sub_process);
  std::vector<Places> beginnings(NodeIndex sub_process);

  // --- what rules are made of
  /// The places that activate the node one at a time: its incoming flows and its entry, if any.
  Places arrivals(NodeIndex index);
  /// The node's transition. `reset` empties that scope first.
  void fire(NodeIndex index, const Places& consume, const Places& produce,
            NetScopeIndex reset = {});
  void inclusive_split(NodeIndex index, PlaceIndex from, const Places& to);
  /// `guard` is one of `from` without which it does not happen.
  void inclusive_join(NodeIndex index, const Places& from, const Places& to, PlaceIndex guard = {});
  /// A place of its own for each call.
  PlaceIndex glue(NodeIndex index);
  /// The same, marked from the beginning and keeping nothing alive. Only where the body is the
  /// outermost of the net: see can_remember.
  PlaceIndex switched_on(NodeIndex index);
  bool can_remember() const { return inner_ == 0; }
  /// Takes `consume` and goes on along the outgoing flows as everything but gateways does:
  /// unconditional flows all, conditional ones any, the default flow where none of them holds
  /// (BPMN 2.0.2 §13.3.1). Messages that the node sends go out.
  void leave(NodeIndex index, const Places& consume, const Places& also = {},
             NetScopeIndex reset = {});
  /// The same as soon as nothing is left in `body`, which lies within `reset`.
  void leave_when_empty(NodeIndex index, const Places& consume, NetScopeIndex body,
                        NetScopeIndex reset);
  /// Says that nothing ever comes out of the node by this way. A token at `from` still keeps
  /// inclusive joins waiting, which go by sequence flows alone (BPMN 2.0.2, Table 13.3).
  void never(NodeIndex index, PlaceIndex from);
  /// The ways in which what the node waits for can happen; each is what is taken from channels.
  /// Empty: it never happens.
  std::vector<Places> occurrences(NodeIndex index) const;
  /// Messages that the node sends to other processes of the collaboration.
  Places sent(NodeIndex index) const;

  /// The activity has an own place while it is at work, because something can happen meanwhile.
  bool observed(NodeIndex activity) const;
  /// Non-interrupting boundary events happen at most once in the net; this is the scope of the
  /// places that say so, and of a body that is inlined, to be reset when the activity ends. Invalid
  /// where there is nothing of the kind.
  NetScopeIndex armed_scope(NodeIndex activity);
  PlaceIndex armed(NodeIndex boundary_event);
  /// A run of the activity has come to that one of its stages.
  PlaceIndex stage(NodeIndex activity, std::uint32_t number);
  /// Whether what is added from now on need not exist: see NetTransition.
  void perhaps(bool on) { perhaps_ = on; }

  /// The last transition added is how `thrown` leaves this scope.
  void throws(Thrown thrown);
  /// The net does not say what this node does.
  void unsupported(NodeIndex index);

  /// What was thrown by which transition.
  const std::vector<std::pair<std::uint32_t, Thrown>>& thrown() const { return thrown_; }

 private:
  struct Body {
    ScopeIndex scope;
    NetScopeIndex net;
  };
  void build_body();
  /// Adds what is needed to begin; several ways are alternatives.
  std::vector<Places> start();
  std::vector<std::vector<NodeIndex>> conversations(std::span<const NodeIndex> starts) const;
  /// Messages from another process of the collaboration begin it there.
  void start_by(NodeIndex index, const Places& messages, bool in_conversation);
  void add(NodeIndex index, const Places& consume, const Places& produce, NetScopeIndex reset,
           NetScopeIndex empty);
  void go_on(NodeIndex index, const Places& consume, const Places& also, NetScopeIndex reset,
             NetScopeIndex empty);
  PlaceIndex add_place(NetPlace place);
  PlaceIndex& remembered(std::map<NodeIndex, PlaceIndex>& places, NodeIndex index, PlaceKind kind,
                         NetScopeIndex scope);

  TokenNet& net_;
  Context context_;
  ScopeIndex body_;           // that is being added
  NetScopeIndex scope_;       // its counterpart
  std::vector<Body> open_;    // still to be added
  std::size_t inner_ = 0;     // inlined bodies so far
  std::vector<bool> beside_;  // by node: see NetPlace
  NetScopeIndex outermost_;
  PlaceIndex left_, unmarked_;
  bool joins_inclusively_ = false;
  bool perhaps_ = false;
  std::map<NodeIndex, NetScopeIndex> body_scopes_;
  std::vector<PlaceIndex> flow_places_;  // by flow
  std::map<NodeIndex, PlaceIndex> work_, entry_, end_, armed_;
  std::map<NodeIndex, NetScopeIndex> armed_scopes_;
  std::map<std::pair<NodeIndex, std::uint32_t>, PlaceIndex> stages_;
  std::vector<std::pair<std::uint32_t, Thrown>> thrown_;
};

}  // namespace umlauf::definition
