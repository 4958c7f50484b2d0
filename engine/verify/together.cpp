#include "engine/verify/together.hpp"

#include <algorithm>
#include <map>
#include <set>
#include <utility>
#include <variant>

#include "engine/verify/reduce.hpp"
#include "engine/verify/search.hpp"
#include "engine/verify/translate.hpp"

namespace umlauf::verify {
namespace {

using definition::NodeKind;

class Together {
 public:
  Together(const ProcessDefinition& process, std::size_t states_max)
      : process_(process), states_max_(states_max) {}

  bool all(const std::vector<NodeIndex>& nodes) const {
    std::vector<std::pair<ScopeIndex, std::vector<NodeIndex>>> open{
        {ProcessDefinition::root(), nodes}};
    for (std::size_t i = 0; i < open.size(); ++i) {
      const ScopeIndex scope = open[i].first;
      std::map<NodeIndex, std::vector<NodeIndex>> inside;  // by what they lie in, in this scope
      for (NodeIndex node : open[i].second) inside[ancestor(node, scope)].push_back(node);
      std::set<NodeIndex> direct;
      for (const auto& [node, own] : inside) direct.insert(node);
      if (direct.size() > 1 && !marked_together(scope, direct)) return false;
      for (auto& [node, own] : inside)
        if (own.size() > 1 && process_[node].body.valid() && !may_be_repeated(node))
          open.emplace_back(process_[node].body, std::move(own));
    }
    return true;
  }

 private:
  NodeIndex ancestor(NodeIndex node, ScopeIndex scope) const {
    while (process_[node].scope != scope) node = process_[process_[node].scope].node;
    return node;
  }

  bool may_be_repeated(NodeIndex node) const {
    const definition::Node& own = process_[node];
    if (own.loop != nullptr || own.kind == NodeKind::EventSubProcess) return true;
    const NodeIndex around = process_[own.scope].node;
    if (around.valid() && process_[around].kind == NodeKind::AdHocSubProcess) return true;
    std::vector<bool> reached(process_.nodes.size(), false);
    std::vector<NodeIndex> open{node};
    while (!open.empty()) {
      const NodeIndex at = open.back();
      open.pop_back();
      const auto go = [&](NodeIndex next) {
        if (!reached[next.value()]) open.push_back(next);
        reached[next.value()] = true;
      };
      for (definition::FlowIndex flow : process_.outgoing(at)) go(process_[flow].target);
      for (NodeIndex event : process_.boundary_events(at)) go(event);
      for (const definition::EventDefinition& event : process_[at].events)
        if (const auto* link = std::get_if<definition::LinkEvent>(&event.payload))
          if (link->target.valid()) go(link->target);
    }
    return reached[node.value()];
  }

  // Each leaves a mark in the net, and a marking with all marks is looked for.
  bool marked_together(ScopeIndex scope, const std::set<NodeIndex>& nodes) const {
    const Insides insides{std::vector<BodySummary>(process_.scopes.size()), {}};
    const Translation plain = translate_body(process_, scope, insides);
    TokenNet net = plain.net;
    std::map<NodeIndex, PlaceIndex> marks;
    for (NodeIndex node : nodes) {
      definition::NetPlace mark;
      mark.kind = definition::PlaceKind::End;
      marks[node] = net.add_place(mark);
    }
    net.transitions.clear();
    for (const definition::NetTransition& transition : plain.net.transitions) {
      const auto consume = plain.net.consume(transition);
      std::vector<PlaceIndex> produce(plain.net.produce(transition).begin(),
                                      plain.net.produce(transition).end());
      // A choice of an inclusive split is no work of a task.
      if (const auto mark = marks.find(transition.node);
          mark != marks.end() && transition.kind == NetTransitionKind::Plain)
        produce.push_back(mark->second);
      net.add_transition(transition, std::vector<PlaceIndex>(consume.begin(), consume.end()),
                         produce);
    }
    Residue residue = unreduced(net);
    reduce(residue);
    const StateSpace space(residue, 2, {states_max_, states_max_ * 20, {}}, false);
    std::vector<std::uint32_t> places;
    for (std::uint32_t place = 0; place < residue.places.size(); ++place)
      for (const auto& [node, mark] : marks)
        if (residue.places[place].original == mark) places.push_back(place);
    for (std::uint32_t state = 0; state < space.size(); ++state)
      if (std::all_of(places.begin(), places.end(),
                      [&](std::uint32_t place) { return space.tokens(state, place) > 0; }))
        return true;
    return !space.complete();
  }

  const ProcessDefinition& process_;
  std::size_t states_max_;
};

}  // namespace

bool done_together(const ProcessDefinition& process, const std::vector<NodeIndex>& nodes,
                   std::size_t states_max) {
  return Together(process, states_max).all(nodes);
}

}  // namespace umlauf::verify
