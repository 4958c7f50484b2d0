#include "engine/verify/data_flow.hpp"

#include <algorithm>
#include <map>
#include <string>
#include <vector>

#include "engine/feel/expression.hpp"
#include "engine/verify/at_once.hpp"
#include "engine/verify/diagnostic_at.hpp"
#include "engine/verify/written_variables.hpp"

namespace umlauf::verify {
namespace {

using definition::Expression;
using definition::FlowIndex;
using definition::NodeIndex;
using definition::NodeKind;
using definition::ProcessDefinition;
using definition::ScopeIndex;

// Reachability costs nodes times flows; beyond this nothing is said about data.
constexpr std::size_t kNodesMax = 20'000;
constexpr std::size_t kVariablesMax = 2'000;

using Nodes = std::vector<NodeIndex>;
using Reach = std::vector<bool>;

class DataFlow {
 public:
  explicit DataFlow(const ProcessDefinition& process) : process_(process), at_once_(process) {}

  Diagnostics run() {
    if (process_.nodes.size() > kNodesMax) return {};
    for (std::size_t i = 0; i < process_.nodes.size(); ++i) collect_writes(NodeIndex(i));
    if (writers_.size() > kVariablesMax) return {};
    for (std::size_t i = 0; i < process_.nodes.size(); ++i) collect_reads(NodeIndex(i));
    for (const auto& [variable, readers] : readers_) check_order(variable, readers);
    for (const auto& [variable, writers] : writers_) check_races(variable, writers);
    return std::move(result_);
  }

 private:
  void write(NodeIndex node, const std::string& variable) {
    Nodes& writers = writers_[variable];
    if (writers.empty() || writers.back() != node) writers.push_back(node);
  }

  void collect_writes(NodeIndex index) {
    for_each_written(process_[index], [&](const std::string& variable) { write(index, variable); });
  }

  void read(NodeIndex node, const Expression& expression) {
    if (!expression) return;
    for (const std::string& name : expression.compiled->free_names()) {
      Nodes& readers = readers_[name];
      if (readers.empty() || readers.back() != node) readers.push_back(node);
    }
  }

  // What is evaluated before the node does its work.
  void collect_reads(NodeIndex index) {
    const definition::Node& node = process_[index];
    if (node.data)
      for (const definition::Mapping& mapping : node.data->input_mappings)
        read(index, mapping.source);
    const bool own_names = (node.data && !node.data->input_mappings.empty()) ||
                           (node.listeners && !node.listeners->before.empty());
    if (const auto* script = std::get_if<definition::ScriptWork>(&node.work); script && !own_names)
      read(index, script->expression);
    if (const auto* multiple = std::get_if<definition::MultiInstance>(node.loop.get())) {
      read(index, multiple->collection);
      read(index, multiple->cardinality);
    }
    if (definition::is_gateway(node.kind))
      for (FlowIndex flow : process_.outgoing(index)) read(index, process_[flow].condition);
  }

  // Nodes that come after `start` (itself only by a loop), along flows, into bodies and out of
  // them, over boundary events and links.
  const Reach& after(NodeIndex start) {
    Reach& reach = after_[start];
    if (!reach.empty()) return reach;
    reach.assign(process_.nodes.size(), false);
    Nodes open{start};
    while (!open.empty()) {
      const NodeIndex node = open.back();
      open.pop_back();
      for (NodeIndex next : successors(node)) {
        if (reach[next.value()]) continue;
        reach[next.value()] = true;
        open.push_back(next);
      }
    }
    return reach;
  }

  Nodes successors(NodeIndex index) const {
    Nodes next;
    const definition::Node& node = process_[index];
    for (FlowIndex flow : process_.outgoing(index)) next.push_back(process_[flow].target);
    for (NodeIndex event : process_.boundary_events(index)) next.push_back(event);
    if (node.compensation_handler.valid()) next.push_back(node.compensation_handler);
    for (const definition::EventDefinition& event : node.events)
      if (const auto* link = std::get_if<definition::LinkEvent>(&event.payload))
        if (link->target.valid()) next.push_back(link->target);
    if (node.body.valid())
      next.insert(next.end(), process_[node.body].nodes.begin(), process_[node.body].nodes.end());
    const NodeIndex around = process_[node.scope].node;
    if (around.valid()) {
      for (FlowIndex flow : process_.outgoing(around)) next.push_back(process_[flow].target);
      for (NodeIndex event : process_.boundary_events(around)) next.push_back(event);
      next.push_back(around);
    }
    // Event sub-processes may begin at any time once their scope has.
    for (NodeIndex handler : process_[node.scope].event_subprocesses) next.push_back(handler);
    return next;
  }

  Diagnostic& report(const char* rule, NodeIndex node) {
    return result_.emplace_back(diagnostic_at(process_, node, rule, Severity::Warning));
  }

  void check_order(const std::string& variable, const Nodes& readers) {
    const auto writers = writers_.find(variable);
    if (writers == writers_.end()) return;
    for (NodeIndex reader : readers) {
      // A node that itself writes what it reads counts up or changes what came from outside.
      bool later = true;
      for (NodeIndex writer : writers->second)
        later = later && writer != reader && !after(writer)[reader.value()] &&
                after(reader)[writer.value()];
      if (!later) continue;
      const std::string writer = process_[writers->second.front()].id;
      Diagnostic& found = report("DAT-08", reader);
      found.related = {writer};
      found.message = {"'" + process_[reader].id + "' reads '" + variable +
                           "', which is only written later, by '" + writer + "'",
                       "'" + process_[reader].id + "' liest '" + variable +
                           "', das erst später von '" + writer + "' geschrieben wird"};
    }
  }

  void check_races(const std::string& variable, const Nodes& writers) {
    for (std::size_t b = 0; b < writers.size(); ++b)
      for (std::size_t a = 0; a < b; ++a) {
        const ScopeIndex scope = home(writers[a], variable);
        if (!scope.valid() || scope != home(writers[b], variable) ||
            !at_once_.can_be(writers[a], writers[b]))
          continue;
        const std::string one = process_[writers[a]].id, two = process_[writers[b]].id;
        Diagnostic& found = report("DAT-11", writers[b]);
        found.related = {one};
        found.message = {"'" + one + "' and '" + two + "' may write '" + variable +
                             "' at the same time; the last one wins",
                         "'" + one + "' und '" + two + "' können '" + variable +
                             "' zugleich schreiben; wer zuletzt kommt, gewinnt"};
      }
  }

  // The scope whose variable it is that the node writes: the nearest that has one of the name,
  // otherwise the process. Invalid: one of the node's own.
  ScopeIndex home(NodeIndex writer, const std::string& variable) const {
    const definition::Node& node = process_[writer];
    const auto writes_out = [&variable](const definition::Mapping& mapping) {
      return mapping.target.size() == 1 && mapping.target.front() == variable;
    };
    if (has_own(node, variable) && std::none_of(node.data->output_mappings.begin(),
                                                node.data->output_mappings.end(), writes_out))
      return {};
    ScopeIndex scope = node.scope;
    for (; scope != ProcessDefinition::root(); scope = process_[scope].parent) {
      const definition::Node& around = process_[process_[scope].node];
      const auto& objects = process_[scope].data_objects;
      const auto* each = std::get_if<definition::MultiInstance>(around.loop.get());
      if (has_own(around, variable) ||
          std::any_of(objects.begin(), objects.end(),
                      [&](const auto& object) { return object.variable == variable; }) ||
          (each && (each->element_variable == variable || each->index_variable == variable)))
        break;
    }
    return scope;
  }

  static bool has_own(const definition::Node& node, const std::string& variable) {
    if (!node.data) return false;
    const auto& inputs = node.data->input_mappings;
    return std::any_of(inputs.begin(), inputs.end(), [&variable](const auto& mapping) {
      return !mapping.target.empty() && mapping.target.front() == variable;
    });
  }

  const ProcessDefinition& process_;
  std::map<std::string, Nodes> writers_, readers_;
  std::map<NodeIndex, Reach> after_;
  AtOnce at_once_;
  Diagnostics result_;
};

}  // namespace

Diagnostics check_data_flow(const ProcessDefinition& process) { return DataFlow(process).run(); }

}  // namespace umlauf::verify
