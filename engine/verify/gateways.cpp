#include "engine/verify/gateways.hpp"

#include <algorithm>
#include <array>
#include <map>
#include <numeric>
#include <optional>
#include <set>
#include <string>
#include <string_view>

#include "engine/feel/expression.hpp"
#include "engine/verify/boxes.hpp"
#include "engine/verify/conditions.hpp"
#include "engine/verify/guards.hpp"
#include "engine/verify/value_domains.hpp"

namespace umlauf::verify {
namespace {

using definition::FlowIndex;
using definition::NodeIndex;
using definition::NodeKind;
using definition::ProcessDefinition;

class Gateway {
 public:
  Gateway(const ProcessDefinition& process, NodeIndex node, const Guards& guards,
          Diagnostics& result)
      : process_(process), node_(node), result_(result) {
    read_ways(guards);
  }

  void run() {
    if (!read()) return;
    rows_.insert(rows_.end(), ways_.begin(), ways_.end());
    std::vector<Column> columns;
    for (std::uint32_t column = 0; column < variables_.size(); ++column)
      columns.push_back(column_for(column));
    Grid grid(columns, rows_);
    if (!grid.known()) return;
    if (!ways_.empty()) contradictions(Grid(std::move(columns), rows_, Nulls::Occur));
    const bool exclusive = process_[node_].kind == NodeKind::ExclusiveGateway;
    never_taken(grid, exclusive);
    if (exclusive) overlaps(grid);
    if (!process_[node_].default_flow.valid()) gap(grid);
  }

 private:
  // The conditions on the way here, in the variables of this gateway.
  void read_ways(const Guards& guards) {
    for (const auto& way : guards.at(node_)) {
      Row row;
      for (const Guards::Guard* guard : way) {
        const std::string& name = guards.variables()[guard->cell.column];
        const auto found = std::find(variables_.begin(), variables_.end(), name);
        row.cells.push_back(
            {static_cast<std::uint32_t>(found - variables_.begin()), guard->cell.values});
        if (found == variables_.end()) variables_.push_back(name);
        guards_.emplace(name, guard->flow);
      }
      ways_.push_back(std::move(row));
    }
  }

  bool read() {
    for (FlowIndex flow : process_.outgoing(node_)) {
      if (flow == process_[node_].default_flow) continue;
      const definition::Expression& condition = process_[flow].condition;
      if (!condition) return false;
      const auto rows = rows_of_condition(condition.compiled->tree(), variables_);
      flows_.push_back(flow);
      first_.push_back(rows_.size());
      if (rows)
        rows_.insert(rows_.end(), rows->begin(), rows->end());
      else
        rows_.push_back({{}, true});
    }
    first_.push_back(rows_.size());
    return !flows_.empty();
  }

  // Rows of the ways here stand behind those of the flows.
  std::size_t first_way() const { return first_.back(); }

  void contradictions(const Grid& grid) {
    bool comes_here = false;
    for (std::size_t way = first_way(); way < rows_.size(); ++way)
      comes_here = comes_here || !grid.empty(way);
    if (!comes_here) return;
    for (std::size_t i = 0; i < flows_.size(); ++i) {
      bool holds = false, can_hold = false;
      for (std::size_t row = first_[i]; row < first_[i + 1]; ++row) {
        holds = holds || !grid.empty(row);
        for (std::size_t way = first_way(); way < rows_.size(); ++way)
          can_hold = can_hold || grid.opaque(row) || grid.opaque(way) ||
                     grid.common(std::array{row, way}).has_value();
      }
      if (holds && !can_hold) report_contradiction(i);
    }
  }

  void report_contradiction(std::size_t i) {
    contradicted_.insert(i);
    Diagnostic& found = report("DAT-12", Severity::Warning, flows_[i]);
    std::set<FlowIndex> guards;
    for (std::size_t row = first_[i]; row < first_[i + 1]; ++row)
      for (const Row::Cell& cell : rows_[row].cells) {
        const auto [first, last] = guards_.equal_range(variables_[cell.column]);
        for (auto guard = first; guard != last; ++guard) guards.insert(guard->second);
      }
    for (const FlowIndex guard : guards) found.related.push_back(process_[guard].id);
    const std::string flow = "'" + process_[flows_[i]].id + "'";
    const std::string here = "'" + process_[node_].id + "'";
    found.message = {"flow " + flow +
                         " can never be taken: its condition contradicts those on every way to " +
                         here,
                     "der Fluss " + flow +
                         " kann nie genommen werden: seine Bedingung widerspricht denen auf jedem "
                         "Weg zu " +
                         here};
  }

  Column column_for(std::uint32_t position) const {
    Column column;
    column.name = variables_[position];
    if (const auto dot = column.name.rfind('.'); dot != std::string::npos)
      restrict_to_component(column, position, rows_, std::string_view(column.name).substr(dot + 1),
                            Owner::Unknown);
    return column;
  }

  Diagnostic& report(const char* rule, Severity severity, FlowIndex flow) {
    Diagnostic diagnostic;
    diagnostic.severity = severity;
    diagnostic.rule = rule;
    diagnostic.file = process_.file;
    if (flow.valid()) {
      const SourceSpan span = process_[flow].condition.span;
      diagnostic.span = span.known() ? span : process_.span(flow);
      diagnostic.element = process_[flow].id;
      diagnostic.related = {process_[node_].id};
    } else {
      diagnostic.span = process_.span(node_);
      diagnostic.element = process_[node_].id;
    }
    result_.push_back(std::move(diagnostic));
    return result_.back();
  }

  void never_taken(Grid& grid, bool exclusive) {
    for (std::size_t i = 0; i < flows_.size(); ++i) {
      std::vector<std::size_t> before(first_[i]);
      std::iota(before.begin(), before.end(), 0U);
      bool empty = true, covered = exclusive && !before.empty();
      for (std::size_t row = first_[i]; row < first_[i + 1]; ++row) {
        empty = empty && grid.empty(row);
        covered = covered && (grid.empty(row) || grid.covered(row, before));
      }
      const std::string id = "'" + process_[flows_[i]].id + "'";
      if (empty)
        report("DAT-12", Severity::Warning, flows_[i]).message = {
            "flow " + id + " can never be taken: its condition never holds",
            "der Fluss " + id + " kann nie genommen werden: seine Bedingung trifft nie zu"};
      else if (covered && !contradicted_.contains(i))
        report("DAT-12", Severity::Warning, flows_[i]).message = {
            "flow " + id + " can never be taken: whenever its condition holds, one before it does",
            "der Fluss " + id +
                " kann nie genommen werden: wo seine Bedingung zutrifft, trifft eine davor zu"};
    }
  }

  void overlaps(const Grid& grid) {
    for (std::size_t b = 0; b < flows_.size(); ++b)
      for (std::size_t a = 0; a < b; ++a)
        if (const auto example = overlap(grid, a, b)) report_overlap(a, b, values_of(*example));
  }

  std::optional<Example> overlap(const Grid& grid, std::size_t a, std::size_t b) const {
    for (std::size_t left = first_[a]; left < first_[a + 1]; ++left)
      for (std::size_t right = first_[b]; right < first_[b + 1]; ++right) {
        if (ways_.empty())
          if (auto example = grid.common(std::array{left, right})) return example;
        for (std::size_t way = first_way(); way < rows_.size(); ++way)
          if (auto example = grid.common(std::array{left, right, way})) return example;
      }
    return std::nullopt;
  }

  void report_overlap(std::size_t a, std::size_t b, const Text& where) {
    const std::string one = "'" + process_[flows_[a]].id + "'";
    const std::string two = "'" + process_[flows_[b]].id + "'";
    Diagnostic& found = report("DAT-13", Severity::Info, flows_[b]);
    found.related.push_back(process_[flows_[a]].id);
    found.message = {
        "the conditions of " + one + " and " + two +
            " hold together, so that their order decides: " + where.english,
        "die Bedingungen von " + one + " und " + two +
            " treffen zugleich zu, sodass ihre Reihenfolge entscheidet: " + where.german};
  }

  void gap(const Grid& grid) {
    Gaps gaps;
    if (ways_.empty()) gaps = grid.gaps(1);
    for (std::size_t way = first_way(); way < rows_.size() && gaps.examples.empty(); ++way)
      if (!grid.opaque(way) && !grid.empty(way)) gaps = grid.gaps(1, first_way(), way);
    if (gaps.examples.empty()) return;
    const std::string id = "'" + process_[node_].id + "'";
    const Text where = values_of(gaps.examples.front());
    report("DAT-13", Severity::Warning, FlowIndex()).message = {
        "gateway " + id + " has no default flow and no condition holds for " + where.english,
        "das Gateway " + id + " hat keinen Standardfluss, und keine Bedingung trifft zu für " +
            where.german};
  }

  const ProcessDefinition& process_;
  NodeIndex node_;
  Diagnostics& result_;
  Variables variables_;
  std::vector<FlowIndex> flows_;
  std::vector<std::size_t> first_;                // by flow: its rows
  std::vector<Row> rows_;                         // of the flows, then of the ways here
  std::vector<Row> ways_;                         // none: they say nothing
  std::multimap<std::string, FlowIndex> guards_;  // by variable
  std::set<std::size_t> contradicted_;
};

}  // namespace

Diagnostics check_gateways(const ProcessDefinition& process) {
  Diagnostics result;
  const Guards guards(process);
  for (std::size_t i = 0; i < process.nodes.size(); ++i) {
    const NodeKind kind = process.nodes[i].kind;
    if ((kind == NodeKind::ExclusiveGateway || kind == NodeKind::InclusiveGateway) &&
        process.outgoing(NodeIndex(i)).size() > 1)
      Gateway(process, NodeIndex(i), guards, result).run();
  }
  return result;
}

}  // namespace umlauf::verify
