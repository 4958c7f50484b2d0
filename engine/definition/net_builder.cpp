#include "engine/definition/net_builder.hpp"

#include <algorithm>
#include <set>

#include "engine/definition/net_rules.hpp"

namespace umlauf::definition {
namespace {

void add_targets(const ProcessDefinition& definition, NodeIndex node,
                 std::vector<NodeIndex>& targets) {
  for (FlowIndex flow : definition.outgoing(node)) targets.push_back(definition[flow].target);
  for (const EventDefinition& event : definition[node].events)
    if (const auto* link = std::get_if<LinkEvent>(&event.payload))
      if (link->target.valid()) targets.push_back(link->target);
}

// Nodes that are reached through a boundary event which does not interrupt, and not without one.
std::vector<bool> nodes_beside(const ProcessDefinition& definition) {
  const auto reached_from = [&definition](std::vector<NodeIndex> open, bool through) {
    std::vector<bool> reached(definition.nodes.size());
    while (!open.empty()) {
      const NodeIndex at = open.back();
      open.pop_back();
      if (reached[at.value()]) continue;
      reached[at.value()] = true;
      add_targets(definition, at, open);
      for (NodeIndex boundary : definition.boundary_events(at))
        if (through || definition[boundary].interrupting) open.push_back(boundary);
    }
    return reached;
  };
  std::vector<NodeIndex> beginnings, side_events;
  for (std::size_t i = 0; i < definition.nodes.size(); ++i) {
    const NodeIndex index(i);
    const Node& node = definition.nodes[i];
    if (node.kind == NodeKind::BoundaryEvent) {
      if (!node.interrupting) side_events.push_back(index);
    } else if (definition.incoming(index).empty() &&
               !(node.kind == NodeKind::IntermediateCatchEvent && !node.events.empty() &&
                 node.events.front().trigger() == Trigger::Link)) {
      beginnings.push_back(index);
    }
  }
  const std::vector<bool> main = reached_from(std::move(beginnings), false);
  std::vector<bool> beside = reached_from(std::move(side_events), true);
  for (std::size_t i = 0; i < beside.size(); ++i) beside[i] = beside[i] && !main[i];
  return beside;
}

}  // namespace

NetBuilder::NetBuilder(TokenNet& net, Context context, ScopeIndex body)
    : net_(net), context_(context), body_(body) {
  scope_ = outermost_ = net_.add_scope({NetScopeIndex(), context_.process, body});
  flow_places_.resize(definition().flows.size());
  beside_ = nodes_beside(definition());
  joins_inclusively_ =
      std::any_of(definition().nodes.begin(), definition().nodes.end(), [](const Node& each) {
        return each.kind == NodeKind::InclusiveGateway || each.kind == NodeKind::ComplexGateway;
      });
}

void NetBuilder::build() {
  std::vector<Places> ways = start();
  if (ways.size() == 1) {
    net_.initial.insert(net_.initial.end(), ways.front().begin(), ways.front().end());
  } else if (ways.size() > 1) {
    const PlaceIndex begin = add_place({PlaceKind::Internal, scope_, context_.process, {}, {}, {}});
    net_.initial.push_back(begin);
    for (const Places& way : ways) {
      NetTransition start;
      start.process = context_.process;
      net_.add_transition(start, Places{begin}, way);
    }
  }
  build_body();
  while (!open_.empty()) {
    body_ = open_.back().scope;
    scope_ = open_.back().net;
    open_.pop_back();
    ++inner_;
    build_body();
  }
}

void NetBuilder::build_body() {
  for (NodeIndex index : definition()[body_].nodes) {
    const Node& each = node(index);
    // Event sub-processes and what only compensates stand outside of the normal flow; their bodies
    // are explored by themselves. Compensation boundary events never take a token.
    if (each.kind == NodeKind::EventSubProcess || each.is_for_compensation) continue;
    const bool compensates = each.kind == NodeKind::BoundaryEvent && !each.events.empty() &&
                             each.events.front().trigger() == Trigger::Compensation;
    if (compensates) continue;
    net_.nodes.push_back({context_.process, index});
    net_rule(each.kind)(*this, index);
  }
}

// A process begins with one of its start events (§10.5.2), where it has none with everything that
// no flow leads to; a sub-process with all of its none start events. Where another process of the
// collaboration sends the message that starts this one, the start waits for it, and for the run
// before to end: one instance at a time is enough to see every problem.
std::vector<Places> NetBuilder::start() {
  const Scope& body = definition()[body_];
  std::vector<Places> ways;
  Places all;
  const bool ad_hoc = body.node.valid() && node(body.node).kind == NodeKind::AdHocSubProcess;
  for (NodeIndex index : body.starts) {
    const bool starts_process = !body.node.valid() && node(index).kind == NodeKind::StartEvent;
    if (ad_hoc || starts_process)
      ways.push_back({entry(index)});
    else
      all.push_back(entry(index));
  }
  // The activities of an ad hoc sub-process are performed in any order, or not at all (§13.3.5);
  // what follows one of them does not depend on the others.
  if (ad_hoc) ways.emplace_back();
  if (!all.empty()) ways.push_back(all);
  const auto sender = [this](NodeIndex index) {
    return context_.channels.into.find({context_.process, index});
  };
  const auto nobody = context_.channels.into.end();
  std::set<NodeIndex> joined;
  for (const std::vector<NodeIndex>& together : conversations(body.triggered_starts)) {
    Places entries;
    for (NodeIndex index : together)
      if (sender(index) == nobody) entries.push_back(entry(index));
    if (together.size() > 1) joined.insert(together.begin(), together.end());
    if (!entries.empty() && std::find(ways.begin(), ways.end(), entries) == ways.end())
      ways.push_back(std::move(entries));
  }
  for (NodeIndex index : body.triggered_starts)
    if (sender(index) != nobody) start_by(index, sender(index)->second, joined.contains(index));
  return ways;
}

// Starts that make one instance together, by the one that makes it: those that have something of
// the conversation in common with it. Most are alone.
std::vector<std::vector<NodeIndex>> NetBuilder::conversations(
    std::span<const NodeIndex> starts) const {
  std::vector<std::vector<NodeIndex>> groups;
  for (NodeIndex first : starts) {
    std::vector<NodeIndex> group;
    for (NodeIndex index : starts)
      if (index == first || definition().in_one_conversation(first, index)) group.push_back(index);
    groups.push_back(std::move(group));
  }
  return groups;
}

void NetBuilder::start_by(NodeIndex index, const Places& messages, bool in_conversation) {
  Places once;
  if (in_conversation) once.push_back(switched_on(index));
  for (PlaceIndex message : messages) {
    NetTransition start;
    start.process = context_.process;
    if (!in_conversation) start.empty = scope_;
    Places consume = once;
    consume.push_back(message);
    net_.add_transition(start, consume, Places{entry(index)});
  }
}

const BodySummary* NetBuilder::summary(NodeIndex activity) const {
  if (has_body(node(activity).kind)) return &context_.bodies[node(activity).body.value()];
  const auto called = context_.called.find(activity);
  return called == context_.called.end() ? nullptr : &called->second;
}

bool NetBuilder::inlined(NodeIndex sub_process) const {
  return has_body(node(sub_process).kind) && !context_.inlined.empty() &&
         context_.inlined[node(sub_process).body.value()];
}

NetScopeIndex NetBuilder::body_scope(NodeIndex sub_process) {
  NetScopeIndex& scope = body_scopes_[sub_process];
  if (!scope.valid())
    scope = net_.add_scope({armed_scope(sub_process), context_.process, node(sub_process).body});
  return scope;
}

std::vector<Places> NetBuilder::beginnings(NodeIndex sub_process) {
  const Body around{body_, scope_};
  scope_ = body_scope(sub_process);
  body_ = node(sub_process).body;
  open_.push_back({body_, scope_});
  std::vector<Places> ways = start();
  if (ways.empty()) ways.emplace_back();
  body_ = around.scope;
  scope_ = around.net;
  return ways;
}

PlaceIndex NetBuilder::add_place(NetPlace place) {
  place.process = context_.process;
  return net_.add_place(place);
}

PlaceIndex NetBuilder::flow(FlowIndex index) {
  PlaceIndex& place = flow_places_[index.value()];
  if (place.valid()) return place;
  const Flow& flow = definition()[index];
  const bool beside = beside_[flow.source.value()] && beside_[flow.target.value()];
  return place = add_place({PlaceKind::Flow, scope_, 0, index, {}, {}, beside});
}

Places NetBuilder::flows(std::span<const FlowIndex> list) {
  Places places;
  for (FlowIndex index : list) places.push_back(flow(index));
  return places;
}

PlaceIndex& NetBuilder::remembered(std::map<NodeIndex, PlaceIndex>& places, NodeIndex index,
                                   PlaceKind kind, NetScopeIndex scope) {
  PlaceIndex& place = places[index];
  if (!place.valid()) place = add_place({kind, scope, 0, {}, index, {}});
  return place;
}

PlaceIndex NetBuilder::work(NodeIndex index) {
  return remembered(work_, index, PlaceKind::Activity, scope_);
}

PlaceIndex NetBuilder::entry(NodeIndex index) {
  return remembered(entry_, index, PlaceKind::Internal, scope_);
}

PlaceIndex NetBuilder::end_count(NodeIndex index) {
  const PlaceIndex place = remembered(end_, index, PlaceKind::End, scope_);
  net_.places[place.value()].beside = beside_[index.value()];
  return place;
}

PlaceIndex NetBuilder::left() {
  if (!left_.valid()) left_ = add_place({PlaceKind::Left, outermost_, 0, {}, {}, {}});
  return left_;
}

Places NetBuilder::arrivals(NodeIndex index) {
  Places places = flows(definition().incoming(index));
  if (const auto found = entry_.find(index); found != entry_.end()) places.push_back(found->second);
  return places;
}

void NetBuilder::fire(NodeIndex index, const Places& consume, const Places& produce,
                      NetScopeIndex reset) {
  add(index, consume, produce, reset, {});
}

void NetBuilder::add(NodeIndex index, const Places& consume, const Places& produce,
                     NetScopeIndex reset, NetScopeIndex empty) {
  NetTransition transition;
  transition.process = context_.process;
  transition.node = index;
  transition.reset = reset;
  transition.empty = empty;
  transition.exceptional = node(index).kind == NodeKind::BoundaryEvent;
  transition.perhaps = perhaps_;
  net_.add_transition(transition, consume, produce);
}

void NetBuilder::inclusive_split(NodeIndex index, PlaceIndex from, const Places& to) {
  if (to.size() == 1) return fire(index, {from}, to);
  NetTransition transition;
  transition.kind = NetTransitionKind::InclusiveSplit;
  transition.process = context_.process;
  transition.node = index;
  net_.add_transition(transition, Places{from}, to);
}

PlaceIndex NetBuilder::glue(NodeIndex index) {
  return add_place({PlaceKind::Internal, scope_, 0, {}, index, {}});
}

PlaceIndex NetBuilder::switched_on(NodeIndex index) {
  const PlaceIndex place = add_place({PlaceKind::Switch, scope_, 0, {}, index, {}});
  net_.initial.push_back(place);
  return place;
}

void NetBuilder::inclusive_join(NodeIndex index, const Places& from, const Places& to,
                                PlaceIndex guard) {
  NetTransition transition;
  transition.kind = NetTransitionKind::InclusiveJoin;
  transition.process = context_.process;
  transition.node = index;
  transition.guard = guard;
  net_.add_transition(transition, from, to);
}

void NetBuilder::leave(NodeIndex index, const Places& consume, const Places& also,
                       NetScopeIndex reset) {
  go_on(index, consume, also, reset, {});
}

void NetBuilder::leave_when_empty(NodeIndex index, const Places& consume, NetScopeIndex body,
                                  NetScopeIndex reset) {
  go_on(index, consume, {}, reset, body);
}

void NetBuilder::go_on(NodeIndex index, const Places& consume, const Places& also,
                       NetScopeIndex reset, NetScopeIndex empty) {
  Places always = also, conditional;
  for (PlaceIndex message : sent(index)) always.push_back(message);
  const FlowIndex otherwise = node(index).default_flow;
  for (FlowIndex each : definition().outgoing(index)) {
    if (each == otherwise) continue;
    if (definition()[each].condition)
      conditional.push_back(flow(each));
    else
      always.push_back(flow(each));
  }
  Places none_holds = always;
  if (otherwise.valid()) none_holds.push_back(flow(otherwise));
  if (conditional.empty()) return add(index, consume, none_holds, reset, empty);
  // Without a default the engine raises an incident where nothing can be taken; that is a matter
  // of data, not of the flow.
  if (!none_holds.empty()) add(index, consume, none_holds, reset, empty);
  const PlaceIndex choice = glue(index);
  always.push_back(choice);
  add(index, consume, always, reset, empty);
  inclusive_split(index, choice, conditional);
}

void NetBuilder::never(NodeIndex index, PlaceIndex from) {
  if (!joins_inclusively_) return;
  if (!unmarked_.valid()) unmarked_ = add_place({PlaceKind::Switch, outermost_, 0, {}, {}, {}});
  add(index, {from, unmarked_}, flows(definition().outgoing(index)), {}, {});
}

std::vector<Places> NetBuilder::occurrences(NodeIndex index) const {
  const Channels::Key key{context_.process, index};
  const auto& starving = context_.channels.starving;
  if (std::find(starving.begin(), starving.end(), key) != starving.end()) return {};
  std::vector<Places> ways;
  const Node& each = node(index);
  // Any other trigger of a multiple event comes from outside.
  const bool outside =
      std::any_of(each.events.begin(), each.events.end(),
                  [](const EventDefinition& e) { return e.trigger() != Trigger::Message; });
  const auto senders = context_.channels.into.find(key);
  if (senders == context_.channels.into.end() || outside) ways.emplace_back();
  if (senders != context_.channels.into.end())
    for (PlaceIndex message : senders->second) ways.push_back({message});
  return ways;
}

Places NetBuilder::sent(NodeIndex index) const {
  const auto found = context_.channels.out_of.find({context_.process, index});
  return found == context_.channels.out_of.end() ? Places{} : found->second;
}

bool NetBuilder::observed(NodeIndex activity) const {
  return has_body(node(activity).kind) || node(activity).kind == NodeKind::CallActivity ||
         !definition().boundary_events(activity).empty();
}

NetScopeIndex NetBuilder::armed_scope(NodeIndex activity) {
  const auto events = definition().boundary_events(activity);
  const bool needed = std::any_of(events.begin(), events.end(),
                                  [this](NodeIndex event) { return !node(event).interrupting; });
  if (!needed && !inlined(activity)) return {};
  NetScopeIndex& scope = armed_scopes_[activity];
  if (!scope.valid()) scope = net_.add_scope({scope_, context_.process, body_});
  return scope;
}

PlaceIndex NetBuilder::armed(NodeIndex boundary_event) {
  return remembered(armed_, boundary_event, PlaceKind::Internal,
                    armed_scope(node(boundary_event).attached_to));
}

PlaceIndex NetBuilder::stage(NodeIndex activity, std::uint32_t number) {
  PlaceIndex& place = stages_[{activity, number}];
  if (!place.valid()) place = add_place({PlaceKind::Internal, scope_, 0, {}, activity, {}});
  return place;
}

void NetBuilder::throws(Thrown thrown) {
  thrown_.emplace_back(static_cast<std::uint32_t>(net_.transitions.size() - 1), std::move(thrown));
}

void NetBuilder::unsupported(NodeIndex index) {
  net_.unsupported.push_back({context_.process, index});
}

}  // namespace umlauf::definition
