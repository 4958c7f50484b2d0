#include "engine/verify/guards.hpp"

#include <algorithm>
#include <iterator>
#include <set>
#include <string>
#include <string_view>
#include <variant>

#include "engine/feel/expression.hpp"
#include "engine/verify/written_variables.hpp"

namespace umlauf::verify {
namespace {

using definition::FlowIndex;
using definition::Node;
using definition::NodeIndex;
using definition::NodeKind;
using definition::ProcessDefinition;

// What is not kept beyond these is not known: that makes fewer findings, never wrong ones.
constexpr std::size_t kWaysMax = 8;
constexpr std::size_t kGuardsMax = 12;  // of one way
constexpr std::size_t kConditionsMax = 5000;

bool has_guards(NodeKind kind) {
  return kind == NodeKind::ExclusiveGateway || kind == NodeKind::InclusiveGateway;
}

// `order` of `order.total`: who writes one may have written the other.
std::string_view root_of(std::string_view variable) {
  return variable.substr(0, variable.find('.'));
}

// Whether all that the node writes around itself is what `for_each_written` tells.
bool writes_are_known(const Node& node) {
  if (node.listeners || node.data || node.form || node.body.valid() || node.loop != nullptr ||
      !node.initiator_variable.empty())
    return false;
  for (const definition::EventDefinition& event : node.events)
    if (!std::holds_alternative<definition::TimerEvent>(event.payload) &&
        !std::holds_alternative<definition::LinkEvent>(event.payload))
      return false;
  if (const auto* script = std::get_if<definition::ScriptWork>(&node.work))
    return !script->result_variable.empty() || !script->merges_context;
  if (const auto* decision = std::get_if<definition::DecisionWork>(&node.work))
    return !decision->result_variable.empty();
  return std::holds_alternative<std::monostate>(node.work) ||
         std::holds_alternative<definition::ComplexWork>(node.work);
}

// Whether two tokens can be under way at once.
bool has_branches_side_by_side(const ProcessDefinition& process) {
  for (std::size_t i = 0; i < process.nodes.size(); ++i) {
    const Node& node = process.nodes[i];
    const bool chooses =
        node.kind == NodeKind::ExclusiveGateway || node.kind == NodeKind::EventBasedGateway;
    if (!chooses && process.outgoing(NodeIndex(i)).size() > 1) return true;
    if (node.kind == NodeKind::BoundaryEvent && !node.interrupting) return true;
    if (node.kind == NodeKind::EventSubProcess || node.kind == NodeKind::AdHocSubProcess)
      return true;
    if (node.loop != nullptr || node.completion_quantity > 1 || node.parallel_events) return true;
  }
  return std::any_of(process.scopes.begin(), process.scopes.end(),
                     [](const definition::Scope& scope) { return scope.starts.size() > 1; });
}

}  // namespace

Guards::Guards(const ProcessDefinition& process) : process_(process) {
  read_conditions();
  if (std::find(looked_at_.begin(), looked_at_.end(), true) != looked_at_.end()) spread();
}

std::uint32_t Guards::guard(const Row::Cell& cell, FlowIndex flow) {
  for (std::size_t i = guards_.size(); i > 0 && guards_[i - 1].flow == flow; --i)
    if (guards_[i - 1].cell == cell) return static_cast<std::uint32_t>(i - 1);
  guards_.push_back({cell, flow});
  return static_cast<std::uint32_t>(guards_.size() - 1);
}

void Guards::read_conditions() {
  std::vector<std::size_t> gateways;  // by variable: how many look at it
  for (std::size_t i = 0; i < process_.nodes.size(); ++i) {
    const NodeIndex node(i);
    if (!has_guards(process_[node].kind) || process_.outgoing(node).size() < 2) continue;
    if (conditions_.size() > kConditionsMax) break;
    std::set<std::uint32_t> variables;
    for (const FlowIndex flow : process_.outgoing(node)) {
      const Condition& condition = conditions_[flow] = read(flow);
      for (const Conjunction& way : condition.holds)
        for (const std::uint32_t at : way) variables.insert(guards_[at].cell.column);
    }
    gateways.resize(variables_.size());
    for (const std::uint32_t variable : variables) ++gateways[variable];
  }
  for (const std::size_t count : gateways) looked_at_.push_back(count > 1);
  const bool any = std::find(looked_at_.begin(), looked_at_.end(), true) != looked_at_.end();
  if (!any || !has_branches_side_by_side(process_)) return;
  std::set<std::string, std::less<>> written;
  for (const Node& node : process_.nodes) {
    if (!writes_are_known(node)) return looked_at_.assign(looked_at_.size(), false);
    for_each_written(node, [&written](const std::string& name) { written.insert(name); });
  }
  for (std::size_t i = 0; i < looked_at_.size(); ++i)
    if (written.contains(root_of(variables_[i]))) looked_at_[i] = false;
}

Guards::Ways Guards::conjunctions(const std::vector<Row>& rows, FlowIndex flow) {
  Ways ways;
  for (const Row& row : rows) {
    Conjunction way;
    for (const Row::Cell& cell : row.cells) way.push_back(guard(cell, flow));
    std::sort(way.begin(), way.end());
    way.erase(std::unique(way.begin(), way.end()), way.end());
    ways.push_back(std::move(way));
  }
  return ways;
}

Guards::Condition Guards::read(FlowIndex flow) {
  const definition::Expression& expression = process_[flow].condition;
  if (!expression) return {};
  const auto rows = rows_of_condition(expression.compiled->tree(), variables_);
  if (!rows || rows->size() > kWaysMax) return {};
  // It fails where each of its ways does, by one of their parts.
  std::vector<Row> fails{Row{}};
  for (const Row& row : *rows) {
    std::vector<Row> more;
    for (const Row& before : fails)
      for (Row::Cell cell : row.cells) {
        OnNull& on_null = cell.values.on_null;
        cell.values.negated = !cell.values.negated;
        if (on_null != OnNull::Unknown)
          on_null = on_null == OnNull::Holds ? OnNull::Fails : OnNull::Holds;
        more.push_back(before);
        more.back().cells.push_back(std::move(cell));
      }
    if (more.size() > kWaysMax) return {};
    fails = std::move(more);
  }
  return {true, conjunctions(*rows, flow), conjunctions(fails, flow)};
}

Guards::Ways Guards::both(const Ways& left, const Ways& right) const {
  Ways ways;
  for (const Conjunction& one : left)
    for (const Conjunction& other : right) {
      Conjunction way;
      std::set_union(one.begin(), one.end(), other.begin(), other.end(), std::back_inserter(way));
      std::erase_if(way, [this](std::uint32_t at) { return !looked_at_[guards_[at].cell.column]; });
      if (way.size() > kGuardsMax) way.resize(kGuardsMax);
      ways.push_back(std::move(way));
    }
  return ways;
}

void Guards::forget_written(NodeIndex node, Ways& ways) const {
  if (std::all_of(ways.begin(), ways.end(), [](const Conjunction& way) { return way.empty(); }))
    return;
  const bool known = writes_are_known(process_[node]);
  std::set<std::string, std::less<>> written;
  for_each_written(process_[node], [&written](const std::string& name) { written.insert(name); });
  if (known && written.empty()) return;
  for (Conjunction& way : ways)
    std::erase_if(way, [&](std::uint32_t at) {
      return !known || written.contains(root_of(variables_[guards_[at].cell.column]));
    });
}

Guards::Ways Guards::leaving(NodeIndex node, FlowIndex flow) const {
  Ways ways = known_[node.value()];
  forget_written(node, ways);
  if (process_.outgoing(node).size() < 2) return ways;  // there is nothing to choose
  const bool exclusive = process_[node].kind == NodeKind::ExclusiveGateway;
  const bool is_default = flow == process_[node].default_flow;
  for (const FlowIndex other : process_.outgoing(node)) {
    const auto found = conditions_.find(other);
    const bool known = found != conditions_.end() && found->second.known;
    if (other == flow && !is_default) return known ? both(ways, found->second.holds) : ways;
    if (!known) continue;
    // An exclusive gateway takes the first that holds, and any gateway its default where none does.
    if ((exclusive || is_default) && other != flow) ways = both(ways, found->second.fails);
    if (ways.size() > kWaysMax) return {Conjunction()};
  }
  return ways;
}

// Whether that is news.
bool Guards::arrive(NodeIndex node, const Ways& ways) {
  Ways& known = known_[node.value()];
  if (!known.empty() && known.front().empty()) return false;  // nothing is known there for good
  Ways all = known;
  all.insert(all.end(), ways.begin(), ways.end());
  std::sort(all.begin(), all.end());
  all.erase(std::unique(all.begin(), all.end()), all.end());
  if (all.size() > kWaysMax || (!all.empty() && all.front().empty())) all = {Conjunction()};
  if (all == known) return false;
  known = std::move(all);
  return true;
}

void Guards::spread() {
  known_.resize(process_.nodes.size());
  std::vector<NodeIndex> open;
  for (std::size_t i = 0; i < process_.nodes.size(); ++i) {
    const NodeIndex node(i);
    if ((process_.incoming(node).empty() || process_[node].instantiate) &&
        arrive(node, {Conjunction()}))
      open.push_back(node);
  }
  while (!open.empty()) {
    const NodeIndex node = open.back();
    open.pop_back();
    for (const FlowIndex flow : process_.outgoing(node))
      if (arrive(process_[flow].target, leaving(node, flow))) open.push_back(process_[flow].target);
  }
}

std::vector<std::vector<const Guards::Guard*>> Guards::at(NodeIndex node) const {
  std::vector<std::vector<const Guard*>> ways;
  if (known_.empty()) return ways;
  for (const Conjunction& each : known_[node.value()]) {
    if (each.empty()) return {};
    std::vector<const Guard*>& way = ways.emplace_back();
    for (const std::uint32_t guard : each) way.push_back(&guards_[guard]);
  }
  return ways;
}

}  // namespace umlauf::verify
