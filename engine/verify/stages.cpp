#include "engine/verify/stages.hpp"

#include <algorithm>
#include <map>

#include "engine/verify/search.hpp"

namespace umlauf::verify {
namespace {

using definition::BodySummary;
using definition::Stage;
using definition::Thrown;
using Chance = definition::Stage::Chance;

constexpr std::size_t kStatesMax = 20'000;
constexpr std::size_t kStagesMax = 24;

std::vector<Stage> in_any_order(const BodySummary& summary) {
  Stage all;
  for (std::uint32_t i = 0; i < summary.thrown.size(); ++i) all.steps.push_back({i, 0, false});
  all.completes = summary.can_complete ? Chance::Perhaps : Chance::Never;
  return {all};
}

// The state space with what is thrown on its arcs. An edge that throws several things is a chain.
class Automaton {
 public:
  Automaton(const StateSpace& space, const StagesOf& body) : nodes_(space.size()) {
    std::vector<std::vector<std::uint32_t>> thrown_by(body.net.transitions.size());
    for (const auto& [transition, thrown] : body.throwing) thrown_by[transition].push_back(thrown);
    for (std::uint32_t state = 0; state < space.size(); ++state) {
      nodes_[state].ends = space.ended_by_itself(state, 0);
      for (const StateSpace::Edge& edge : space.edges(state))
        add(state, edge, thrown_by[edge.transition]);
    }
  }

  // Subset construction, on the nodes that may be reached and those of them that are for certain.
  std::vector<Stage> determined() {
    std::vector<Stage> stages;
    stage({{0}, {0}});
    while (stages.size() < order_.size()) {
      if (order_.size() > kStagesMax) return {};
      const Nodes& here = *order_[stages.size()];
      Stage stage;
      stage.completes = ends(here.certain)    ? Chance::Certain
                        : ends(here.possible) ? Chance::Perhaps
                                              : Chance::Never;
      std::map<std::uint32_t, Nodes> next;
      for (std::uint32_t node : here.possible)
        for (const Arc& arc : nodes_[node].arcs)
          if (arc.thrown != kNothing) next[arc.thrown].possible.push_back(arc.to);
      for (std::uint32_t node : here.certain)
        for (const Arc& arc : nodes_[node].arcs)
          if (arc.thrown != kNothing && arc.exact) next[arc.thrown].certain.push_back(arc.to);
      for (auto& [thrown, nodes] : next) {
        const bool certain = !nodes.certain.empty();
        stage.steps.push_back({thrown, this->stage(std::move(nodes)), certain});
      }
      stages.push_back(std::move(stage));
    }
    return stages;
  }

 private:
  static constexpr std::uint32_t kNothing = 0xFFFFFFFFU;
  struct Arc {
    std::uint32_t to = 0;
    std::uint32_t thrown = kNothing;
    bool exact = true;
  };
  struct Node {
    std::vector<Arc> arcs;
    bool ends = false;
  };
  struct Nodes {
    std::vector<std::uint32_t> possible, certain;
    bool operator<(const Nodes& other) const {
      return possible != other.possible ? possible < other.possible : certain < other.certain;
    }
  };

  void add(std::uint32_t from, const StateSpace::Edge& edge,
           const std::vector<std::uint32_t>& thrown) {
    for (std::size_t i = 0; i + 1 < thrown.size(); ++i) {
      const auto between = static_cast<std::uint32_t>(nodes_.size());
      nodes_.emplace_back();
      nodes_[from].arcs.push_back({between, thrown[i], edge.exact});
      from = between;
    }
    nodes_[from].arcs.push_back(
        {edge.target, thrown.empty() ? kNothing : thrown.back(), edge.exact});
  }

  bool ends(const std::vector<std::uint32_t>& nodes) const {
    return std::any_of(nodes.begin(), nodes.end(),
                       [this](std::uint32_t node) { return nodes_[node].ends; });
  }

  // What can be reached without that anything is thrown belongs to it.
  void close(std::vector<std::uint32_t>& nodes, bool exact) const {
    std::vector<bool> within(nodes_.size());
    std::vector<std::uint32_t> all;
    const auto take = [&](std::uint32_t node) {
      if (within[node]) return;
      within[node] = true;
      all.push_back(node);
    };
    for (std::uint32_t node : nodes) take(node);
    for (std::size_t i = 0; i < all.size(); ++i)
      for (const Arc& arc : nodes_[all[i]].arcs)
        if (arc.thrown == kNothing && (arc.exact || !exact)) take(arc.to);
    std::sort(all.begin(), all.end());
    nodes = std::move(all);
  }

  std::uint32_t stage(Nodes nodes) {
    close(nodes.possible, false);
    close(nodes.certain, true);
    const auto number = static_cast<std::uint32_t>(order_.size());
    const auto [found, is_new] = numbers_.emplace(std::move(nodes), number);
    if (is_new) order_.push_back(&found->first);
    return found->second;
  }

  std::vector<Node> nodes_;  // states first
  std::map<Nodes, std::uint32_t> numbers_;
  std::vector<const Nodes*> order_;  // by stage
};

}  // namespace

std::vector<Stage> stages_of(const StagesOf& body) {
  const auto& thrown = body.summary.thrown;
  if (std::none_of(thrown.begin(), thrown.end(), [](const Thrown& each) {
        return each.trigger == definition::Trigger::Escalation;
      }))
    return {};
  if (body.unclear || !body.net.unsupported.empty()) return in_any_order(body.summary);
  const Residue model = unreduced(body.net);
  const StateSpace space(model, 2, {kStatesMax, kStatesMax * 20, body.out_of_time}, false);
  if (!space.complete() || space.saturated()) return in_any_order(body.summary);
  std::vector<Stage> stages = Automaton(space, body).determined();
  if (stages.empty()) return in_any_order(body.summary);
  if (body.may_be_ended)
    for (Stage& stage : stages) stage.completes = std::max(stage.completes, Chance::Perhaps);
  return stages;
}

}  // namespace umlauf::verify
