#include "engine/verify/variable_names.hpp"

#include <algorithm>
#include <set>
#include <string>

#include "engine/feel/expression.hpp"
#include "engine/verify/diagnostic_at.hpp"
#include "engine/verify/written_variables.hpp"

namespace umlauf::verify {
namespace {

using definition::Expression;
using definition::Mapping;
using definition::NodeIndex;
using definition::ProcessDefinition;

// `if`, `true` and `a-b` are read as something else.
bool can_be_read(const std::string& name) {
  const auto compiled = feel::compile(name);
  if (!compiled) return false;
  const auto free = compiled->free_names();
  return free.size() == 1 && free.front() == name;
}

class VariableNames {
 public:
  explicit VariableNames(const ProcessDefinition& process) : process_(process) {}

  Diagnostics run() {
    for (std::size_t i = 0; i < process_.nodes.size(); ++i) {
      written(NodeIndex(i));
      unread(NodeIndex(i));
    }
    return std::move(result_);
  }

 private:
  Diagnostic& report(const char* rule, Severity severity, NodeIndex node) {
    return result_.emplace_back(diagnostic_at(process_, node, rule, severity));
  }

  void name(NodeIndex node, const std::string& variable) {
    if (variable.empty() || !seen_.insert(variable).second || can_be_read(variable)) return;
    report("DAT-14", Severity::Warning, node).message = {
        "no expression can read a variable with the name '" + variable + "'",
        "kein Ausdruck kann eine Variable mit dem Namen '" + variable + "' lesen"};
  }

  // Inside as well as around the node, and those of which it writes a part only.
  void written(NodeIndex index) {
    const definition::Node& node = process_[index];
    for_each_written(node, [&](const std::string& variable) { name(index, variable); });
    if (const auto* multiple = std::get_if<definition::MultiInstance>(node.loop.get()))
      name(index, multiple->element_variable);
    if (!node.data) return;
    for (const Mapping& mapping : node.data->input_mappings) name(index, mapping.target.front());
    for (const Mapping& mapping : node.data->output_mappings) name(index, mapping.target.front());
  }

  static void read(const Expression& expression, std::set<std::string>& names) {
    if (!expression) return;
    const auto free = expression.compiled->free_names();
    names.insert(free.begin(), free.end());
  }

  // Only what the activity itself evaluates sees its own variables, but for a conditional event or
  // a loop around it, and jobs and people, who see everything.
  void unread(NodeIndex index) {
    const definition::Node& node = process_[index];
    if (!node.data || node.data->input_mappings.empty() || !process_.boundary_events(index).empty())
      return;
    std::set<std::string> names;
    if (const auto* script = std::get_if<definition::ScriptWork>(&node.work)) {
      read(script->expression, names);
    } else if (const auto* call = std::get_if<definition::CallWork>(&node.work)) {
      if (call->all_inputs) return;
      for (const definition::CallMapping& input : call->inputs) read(input.source, names);
      read(call->process.id.expression, names);
      read(call->process.version.expression, names);
      read(call->process.version_tag.expression, names);
      read(call->business_key.expression, names);
    } else {
      return;
    }
    if (node.loop != nullptr || node.async.before) return;
    for (const Mapping& mapping : node.data->input_mappings) read(mapping.source, names);
    for (const Mapping& mapping : node.data->output_mappings) read(mapping.source, names);
    if (!node.data->output_associations.empty() || !node.data->outputs.empty()) return;
    for (const Mapping& mapping : node.data->input_mappings) {
      const std::string& variable = mapping.target.front();
      if (names.contains(variable)) continue;
      report("DAT-09", Severity::Info, index).message = {
          "nothing in '" + node.id + "' reads its input '" + variable + "'",
          "nichts in '" + node.id + "' liest die Eingabe '" + variable + "'"};
    }
  }

  const ProcessDefinition& process_;
  std::set<std::string> seen_;
  Diagnostics result_;
};

}  // namespace

Diagnostics check_variable_names(const ProcessDefinition& process) {
  return VariableNames(process).run();
}

}  // namespace umlauf::verify
