#include "engine/elements/runs.hpp"

#include <algorithm>
#include <map>
#include <utility>

namespace umlauf::definition {
namespace {

using Chance = Stage::Chance;

// Of more boundary events at one activity it is not remembered whether they have happened.
constexpr std::size_t kRememberedMax = 4;

// Another run may follow, or go on beside, each of which throws something once more; what they do
// together is not counted. Where the first need not throw anything, nor need the others.
std::vector<Stage> repeated(const Node& activity, std::vector<Stage> stages) {
  const auto* instances = std::get_if<MultiInstance>(activity.loop.get());
  const bool one_will_do =
      stages.front().completes == Chance::Certain || !(instances && instances->cardinality);
  if (may_be_passed_over(activity) && one_will_do) stages.front().completes = Chance::Certain;
  Stage more;
  more.completes = Chance::Perhaps;
  const auto last = static_cast<std::uint32_t>(stages.size());
  for (const Stage& stage : stages)
    for (const Stage::Step& step : stage.steps)
      if (std::none_of(more.steps.begin(), more.steps.end(),
                       [&step](const Stage::Step& known) { return known.thrown == step.thrown; }))
        more.steps.push_back({step.thrown, last, false});
  for (Stage& stage : stages) {
    if (stage.completes == Chance::Certain && !one_will_do) stage.completes = Chance::Perhaps;
    stage.steps.insert(stage.steps.end(), more.steps.begin(), more.steps.end());
  }
  stages.push_back(std::move(more));
  return stages;
}

// The product of the stages and the sets of boundary events that have happened.
class Product {
 public:
  Product(const NetBuilder& net, NodeIndex activity, const std::vector<Stage>& stages)
      : net_(net), activity_(activity), stages_(stages) {
    for (NodeIndex event : net.definition().boundary_events(activity))
      if (!net.node(event).interrupting && remembered_.size() < kRememberedMax)
        remembered_.push_back(event);
  }

  Runs run() {
    at({0, 0});
    for (std::uint32_t number = 0; number < order_.size(); ++number) {
      const auto [stage, happened] = order_[number];
      runs_.completes.push_back(stages_[stage].completes);
      for (const Stage::Step& step : stages_[stage].steps) add(number, happened, step);
    }
    return std::move(runs_);
  }

 private:
  using Point = std::pair<std::uint32_t, std::uint32_t>;  // stage, set of events

  std::uint32_t at(Point point) {
    const auto number = static_cast<std::uint32_t>(order_.size());
    const auto [found, is_new] = numbers_.emplace(point, number);
    if (is_new) order_.push_back(point);
    return found->second;
  }

  void add(std::uint32_t from, std::uint32_t happened, const Stage::Step& step) {
    const Thrown& thrown = net_.summary(activity_)->thrown[step.thrown];
    const auto attached = net_.definition().boundary_events(activity_);
    const Catchers found = catchers(net_.definition(), attached, thrown);
    if (!found.certain)
      runs_.steps.push_back(
          {from, at({step.next, happened}), step.thrown, {}, false, step.certain});
    for (NodeIndex event : found.events) {
      if (net_.node(event).interrupting) {
        runs_.steps.push_back({from, Runs::kOver, step.thrown, event, false, step.certain});
        continue;
      }
      const auto known = std::find(remembered_.begin(), remembered_.end(), event);
      const bool remembers = known != remembered_.end();
      const std::uint32_t mark = remembers ? 1U << (known - remembered_.begin()) : 0;
      const bool again = (happened & mark) != 0;
      const std::uint32_t to = at({step.next, happened | mark});
      if (again && to == from) continue;
      const bool certain = step.certain && remembers && !again;
      runs_.steps.push_back({from, to, step.thrown, again ? NodeIndex() : event, again, certain});
    }
  }

  const NetBuilder& net_;
  NodeIndex activity_;
  const std::vector<Stage>& stages_;
  std::vector<NodeIndex> remembered_;
  std::map<Point, std::uint32_t> numbers_;
  std::vector<Point> order_;
  Runs runs_;
};

}  // namespace

bool may_be_passed_over(const Node& activity) {
  if (const auto* loop = std::get_if<StandardLoop>(activity.loop.get())) return loop->test_before;
  return activity.loop != nullptr;
}

Runs runs_of(const NetBuilder& net, NodeIndex activity) {
  const BodySummary* inside = net.summary(activity);
  if (!inside || inside->stages.empty()) return {};
  const Node& node = net.node(activity);
  const bool once = node.loop == nullptr;
  return Product(net, activity, once ? inside->stages : repeated(node, inside->stages)).run();
}

}  // namespace umlauf::definition
