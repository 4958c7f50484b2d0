#include "engine/verify/at_once.hpp"

#include <algorithm>
#include <string>

#include "engine/feel/expression.hpp"
#include "engine/verify/conditions.hpp"
#include "engine/verify/reduce.hpp"
#include "engine/verify/search.hpp"
#include "engine/verify/translate.hpp"

namespace umlauf::verify {
namespace {

using definition::FlowIndex;
using definition::NetTransition;
using definition::NodeKind;

constexpr std::size_t kPairsMax = 50'000;
constexpr std::size_t kPlacesMax = 200'000;
constexpr std::size_t kStatesMax = 5'000;
// Beyond, an inclusive gateway with conditions that exclude each other takes one branch here.
constexpr std::size_t kBranchesMax = 6;
// And so does one with more branches than are worth comparing with each other.
constexpr std::size_t kComparedMax = 32;

// Whether no values make both conditions hold, for certain.
bool exclude_each_other(const ProcessDefinition& process, FlowIndex a, FlowIndex b) {
  Variables variables;
  std::vector<Row> rows;
  std::size_t second = 0;
  for (const FlowIndex flow : {a, b}) {
    const definition::Expression& condition = process[flow].condition;
    if (!condition) return false;
    auto more = rows_of_condition(condition.compiled->tree(), variables);
    if (!more) return false;
    second = rows.size();
    rows.insert(rows.end(), more->begin(), more->end());
  }
  std::vector<Column> columns;
  for (const std::string& name : variables) columns.push_back({name, {}, false});
  const Grid grid(std::move(columns), rows, Nulls::Occur);
  if (!grid.known()) return false;
  for (std::size_t row = 0; row < rows.size(); ++row)
    if (grid.opaque(row)) return false;
  for (std::size_t left = 0; left < second; ++left)
    for (std::size_t right = second; right < rows.size(); ++right)
      if (grid.meet(left, right)) return false;
  return true;
}

using Branches = std::vector<PlaceIndex>;

// The sets of branches that a choice of any of them can take together; empty where conditions
// exclude nothing.
std::vector<Branches> choices(const ProcessDefinition& process, const TokenNet& net,
                              const NetTransition& split) {
  const auto branches = net.produce(split);
  const std::size_t count = branches.size();
  std::vector<std::uint32_t> excluded(std::min(count, kBranchesMax), 0);
  bool any = count > kComparedMax;
  for (std::size_t b = 0; b < count; ++b)
    for (std::size_t a = 0; a < b; ++a) {
      if (any && count > kBranchesMax) break;
      const FlowIndex one = net.places[branches[a].value()].flow;
      const FlowIndex two = net.places[branches[b].value()].flow;
      if (!one.valid() || !two.valid() || !exclude_each_other(process, one, two)) continue;
      any = true;
      if (count <= kBranchesMax) excluded[b] |= 1U << a;
    }
  std::vector<Branches> result;
  if (!any) return result;
  if (count > kBranchesMax) {
    for (const PlaceIndex branch : branches) result.push_back({branch});
    return result;
  }
  for (std::uint32_t set = 1; set < 1U << count; ++set) {
    Branches taken;
    bool possible = true;
    for (std::size_t i = 0; i < count; ++i) {
      if ((set >> i & 1U) == 0) continue;
      possible = possible && (excluded[i] & set) == 0;
      taken.push_back(branches[i]);
    }
    if (possible) result.push_back(std::move(taken));
  }
  return result;
}

// Where a token says that the node is at work or begins to be.
Branches at_work(const ProcessDefinition& process, const TokenNet& net, NodeIndex node) {
  Branches places;
  for (const NetTransition& transition : net.transitions) {
    if (transition.node != node) continue;
    for (const PlaceIndex index : net.consume(transition)) {
      const definition::NetPlace& place = net.places[index.value()];
      const bool own = place.flow.valid() ? process[place.flow].target == node
                                          : place.node == node && place.kind == PlaceKind::Activity;
      if (own && std::find(places.begin(), places.end(), index) == places.end())
        places.push_back(index);
    }
  }
  return places;
}

}  // namespace

bool AtOnce::can_be(NodeIndex a, NodeIndex b) {
  if (definition::is_gateway(process_[a].kind) || definition::is_gateway(process_[b].kind))
    return false;
  if (++asked_ > kPairsMax) return false;
  const std::optional<Pair> pair = beside_each_other(a, b);
  if (!pair) return false;
  // Of two that stand one behind the other the second waits for the first. In a loop each is behind
  // the other.
  if (behind(pair->first)[pair->second.value()] != behind(pair->second)[pair->first.value()])
    return false;
  const auto [known, added] = known_.emplace(*pair, false);
  if (added) known->second = search(pair->first, pair->second);
  return known->second;
}

// The two, or what they lie in, in the innermost scope that both lie in; nullopt where one lies in
// the other.
std::optional<AtOnce::Pair> AtOnce::beside_each_other(NodeIndex a, NodeIndex b) const {
  const auto path = [this](NodeIndex node) {
    std::vector<NodeIndex> nodes{node};
    while (process_[process_[nodes.back()].scope].node.valid())
      nodes.push_back(process_[process_[nodes.back()].scope].node);
    std::reverse(nodes.begin(), nodes.end());
    return nodes;
  };
  const std::vector<NodeIndex> one = path(a), two = path(b);
  for (std::size_t i = 0; i < one.size() && i < two.size(); ++i)
    if (one[i] != two[i]) return std::minmax(one[i], two[i]);
  return std::nullopt;
}

// What comes after the node, in its scope. What a boundary event leads to that does not interrupt
// comes beside it.
const std::vector<bool>& AtOnce::behind(NodeIndex node) {
  const auto [known, added] = behind_.emplace(node, std::vector<bool>());
  std::vector<bool>& reached = known->second;
  if (!added) return reached;
  reached.assign(process_.nodes.size(), false);
  std::vector<NodeIndex> open{node};
  while (!open.empty()) {
    const NodeIndex at = open.back();
    open.pop_back();
    const auto go = [&](NodeIndex next) {
      if (!reached[next.value()]) open.push_back(next);
      reached[next.value()] = true;
    };
    for (const FlowIndex flow : process_.outgoing(at)) go(process_[flow].target);
    for (const NodeIndex event : process_.boundary_events(at))
      if (process_[event].interrupting) go(event);
    for (const definition::EventDefinition& event : process_[at].events)
      if (const auto* link = std::get_if<definition::LinkEvent>(&event.payload))
        if (link->target.valid()) go(link->target);
  }
  return reached;
}

const TokenNet& AtOnce::net_of(ScopeIndex scope) {
  const auto [known, added] = nets_.emplace(scope, TokenNet());
  TokenNet& net = known->second;
  if (!added) return net;
  const Insides insides{std::vector<BodySummary>(process_.scopes.size()), {}};
  const TokenNet plain = translate_body(process_, scope, insides).net;
  net = plain;
  net.transitions.clear();
  for (NetTransition transition : plain.transitions) {
    const auto consume = plain.consume(transition), produce = plain.produce(transition);
    std::vector<Branches> sets;
    if (transition.kind == NetTransitionKind::InclusiveSplit)
      sets = choices(process_, plain, transition);
    if (sets.empty()) {
      net.add_transition(transition, consume, produce);
      continue;
    }
    transition.kind = NetTransitionKind::Plain;
    for (const Branches& set : sets) net.add_transition(transition, consume, set);
  }
  return net;
}

// What would need both leaves a mark in the net, and a marking with it is looked for.
bool AtOnce::search(NodeIndex a, NodeIndex b) {
  TokenNet net = net_of(process_[a].scope);
  looked_at_ += net.places.size();
  if (looked_at_ > kPlacesMax) return false;
  const Branches one = at_work(process_, net, a), two = at_work(process_, net, b);
  definition::NetPlace end;
  end.kind = PlaceKind::End;
  const PlaceIndex mark = net.add_place(end);
  for (const PlaceIndex left : one)
    for (const PlaceIndex right : two)
      net.add_transition({}, std::vector{left, right}, std::vector{mark});
  Residue residue = unreduced(net);
  reduce(residue);
  std::uint32_t place = 0;
  while (place < residue.places.size() && residue.places[place].original != mark) ++place;
  if (place == residue.places.size()) return false;
  const StateSpace space(residue, 2, {kStatesMax, kStatesMax * 20, {}}, false);
  for (std::uint32_t state = 0; state < space.size(); ++state)
    if (space.tokens(state, place) > 0 && space.exact(state)) return true;
  return false;
}

}  // namespace umlauf::verify
