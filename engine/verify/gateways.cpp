#include "engine/verify/gateways.hpp"

#include <algorithm>
#include <numeric>
#include <string>

#include "engine/feel/expression.hpp"
#include "engine/verify/boxes.hpp"
#include "engine/verify/conditions.hpp"

namespace umlauf::verify {
namespace {

using definition::FlowIndex;
using definition::NodeIndex;
using definition::NodeKind;
using definition::ProcessDefinition;

std::string values_of(const Example& example) {
  std::string text;
  for (const auto& [name, value] : example)
    text += (text.empty() ? "" : ", ") + name + " = " + value;
  return text;
}

class Gateway {
 public:
  Gateway(const ProcessDefinition& process, NodeIndex node, Diagnostics& result)
      : process_(process), node_(node), result_(result) {}

  void run() {
    if (!read()) return;
    std::vector<Column> columns;
    for (const std::string& name : variables_) columns.push_back({name, std::nullopt});
    const Grid grid(std::move(columns), rows_);
    if (!grid.known()) return;
    for (std::size_t row = 0; row < rows_.size(); ++row)
      if (grid.opaque(row)) return;
    const bool exclusive = process_[node_].kind == NodeKind::ExclusiveGateway;
    never_taken(grid, exclusive);
    if (exclusive) overlaps(grid);
    if (!process_[node_].default_flow.valid()) gap(grid);
  }

 private:
  bool read() {
    for (FlowIndex flow : process_.outgoing(node_)) {
      if (flow == process_[node_].default_flow) continue;
      const definition::Expression& condition = process_[flow].condition;
      if (!condition) return false;
      auto rows = rows_of_condition(condition.compiled->tree(), variables_);
      if (!rows) return false;
      flows_.push_back(flow);
      first_.push_back(rows_.size());
      rows_.insert(rows_.end(), rows->begin(), rows->end());
    }
    first_.push_back(rows_.size());
    return !flows_.empty();
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

  void never_taken(const Grid& grid, bool exclusive) {
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
      else if (covered)
        report("DAT-12", Severity::Warning, flows_[i]).message = {
            "flow " + id + " can never be taken: whenever its condition holds, one before it does",
            "der Fluss " + id +
                " kann nie genommen werden: wo seine Bedingung zutrifft, trifft eine davor zu"};
    }
  }

  void overlaps(const Grid& grid) {
    for (std::size_t b = 0; b < flows_.size(); ++b)
      for (std::size_t a = 0; a < b; ++a)
        for (std::size_t left = first_[a]; left < first_[a + 1]; ++left)
          for (std::size_t right = first_[b]; right < first_[b + 1]; ++right) {
            const auto example = grid.common(left, right);
            if (!example) continue;
            const std::string one = "'" + process_[flows_[a]].id + "'";
            const std::string two = "'" + process_[flows_[b]].id + "'";
            const std::string where = values_of(*example);
            Diagnostic& found = report("DAT-13", Severity::Info, flows_[b]);
            found.related.push_back(process_[flows_[a]].id);
            found.message = {
                "the conditions of " + one + " and " + two +
                    " hold together, so that their order decides: " + where,
                "die Bedingungen von " + one + " und " + two +
                    " treffen zugleich zu, sodass ihre Reihenfolge entscheidet: " + where};
            left = first_[a + 1];  // one example for each pair
            break;
          }
  }

  void gap(const Grid& grid) {
    const std::vector<Example> gaps = grid.gaps(1);
    if (gaps.empty()) return;
    const std::string id = "'" + process_[node_].id + "'";
    const std::string where = values_of(gaps.front());
    report("DAT-13", Severity::Warning, FlowIndex()).message = {
        "gateway " + id + " has no default flow and no condition holds for " + where,
        "das Gateway " + id + " hat keinen Standardfluss, und keine Bedingung trifft zu für " +
            where};
  }

  const ProcessDefinition& process_;
  NodeIndex node_;
  Diagnostics& result_;
  Variables variables_;
  std::vector<FlowIndex> flows_;
  std::vector<std::size_t> first_;  // by flow: its rows
  std::vector<Row> rows_;
};

}  // namespace

Diagnostics check_gateways(const ProcessDefinition& process) {
  Diagnostics result;
  for (std::size_t i = 0; i < process.nodes.size(); ++i) {
    const NodeKind kind = process.nodes[i].kind;
    if ((kind == NodeKind::ExclusiveGateway || kind == NodeKind::InclusiveGateway) &&
        process.outgoing(NodeIndex(i)).size() > 1)
      Gateway(process, NodeIndex(i), result).run();
  }
  return result;
}

}  // namespace umlauf::verify
