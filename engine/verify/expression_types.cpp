#include "engine/verify/expression_types.hpp"

#include <algorithm>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <utility>

#include "engine/feel/check.hpp"
#include "engine/feel/expression.hpp"

namespace umlauf::verify {
namespace {

using definition::Expression;
using definition::NodeIndex;
using definition::ProcessDefinition;
using feel::TypeKind;

std::optional<feel::Type> type_of_field(const std::string& type) {
  if (type == "string" || type == "enum") return feel::Type(TypeKind::String);
  if (type == "long" || type == "integer" || type == "double") return feel::Type(TypeKind::Number);
  if (type == "boolean") return feel::Type(TypeKind::Boolean);
  return std::nullopt;
}

class Types {
 public:
  explicit Types(const ProcessDefinition& process) : process_(process) { declare(); }

  Diagnostics run() {
    const feel::Type boolean(TypeKind::Boolean), number(TypeKind::Number);
    for (const definition::Flow& flow : process_.flows)
      look(flow.condition, boolean, flow.id, process_[flow.source].id);
    for (const definition::Node& node : process_.nodes) {
      for (const definition::EventDefinition& event : node.events)
        if (const auto* when = std::get_if<definition::ConditionalEvent>(&event.payload))
          look(when->condition, boolean, node.id, {});
      if (const auto* loop = std::get_if<definition::StandardLoop>(&node.loop))
        look(loop->condition, boolean, node.id, {});
      if (const auto* each = std::get_if<definition::MultiInstance>(&node.loop)) {
        look(each->cardinality, number, node.id, {});
        look(each->collection, {}, node.id, {});
        look(each->completion_condition, boolean, node.id, {});
      }
      if (const auto* script = std::get_if<definition::ScriptWork>(&node.work))
        look(script->expression, {}, node.id, {});
      if (!node.data) continue;
      for (const definition::Mapping& mapping : node.data->input_mappings)
        look(mapping.source, {}, node.id, {});
    }
    return std::move(result_);
  }

 private:
  // The names of form fields whose type is the same wherever they are declared.
  void declare() {
    std::map<std::string, std::optional<feel::Type>> fields;
    for (const definition::Node& node : process_.nodes)
      if (const auto* user = std::get_if<definition::UserTaskWork>(&node.work))
        for (const definition::FormField& field : user->form.fields) {
          const auto type = type_of_field(field.type);
          const auto [at, added] = fields.emplace(field.id, type);
          if (!added && at->second != type) at->second.reset();
        }
    for (const auto& [name, type] : fields)
      if (type) declared_.add(name, *type);
  }

  void look(const Expression& expression, const feel::Type& expected, const std::string& element,
            const std::string& related) {
    if (!expression) return;
    const feel::SyntaxTree& tree = expression.compiled->tree();
    const std::string& text = tree.text();
    if (text.empty() || text.starts_with("${") || text.starts_with("#{")) return;
    // What does not parse has been reported as such.
    for (std::size_t i = 0; i < tree.size(); ++i)
      if (tree[feel::NodeIndex(i)].kind == feel::NodeKind::Invalid) return;
    if (!seen_.emplace(expression.compiled.get(), element).second) return;
    check_functions(expression, element, related);
    feel::CheckOptions options;
    options.expected = expected;
    const feel::Checked plain = feel::check(tree, {}, options);
    if (!plain.diagnostics.empty()) {
      for (const Diagnostic& found : plain.diagnostics)
        report("DAT-07", process_.executable ? Severity::Error : Severity::Warning, found,
               expression, element, related);
      return;
    }
    if (declared_.variables().empty()) return;
    for (const Diagnostic& found : feel::check(tree, declared_, options).diagnostics)
      report("DAT-10", Severity::Warning, found, expression, element, related);
  }

  // No variable of a process is a function: what is called, and neither built in nor written here,
  // does not exist, and the call is null.
  void check_functions(const Expression& expression, const std::string& element,
                       const std::string& related) {
    const feel::SyntaxTree& tree = expression.compiled->tree();
    const auto free = expression.compiled->free_names();
    for (std::size_t i = 0; i < tree.size(); ++i) {
      const feel::NodeIndex node(i);
      if (tree[node].kind != feel::NodeKind::Call) continue;
      const feel::NodeIndex callee = tree.child(node, 0);
      if (tree[callee].kind != feel::NodeKind::Name) continue;
      const std::string& name = tree.name_of(callee);
      if (std::find(free.begin(), free.end(), name) == free.end()) continue;
      Diagnostic unknown;
      unknown.message = {"there is no function '" + name + "', so that the call is null",
                         "es gibt keine Funktion '" + name + "', der Aufruf ist also null"};
      report("DAT-06", process_.executable ? Severity::Error : Severity::Warning, unknown,
             expression, element, related);
    }
  }

  void report(const char* rule, Severity severity, const Diagnostic& found,
              const Expression& expression, const std::string& element,
              const std::string& related) {
    Diagnostic diagnostic;
    diagnostic.rule = rule;
    diagnostic.severity = found.severity == Severity::Error ? severity : found.severity;
    diagnostic.file = process_.file;
    diagnostic.span = expression.span;
    diagnostic.element = element;
    if (!related.empty()) diagnostic.related.push_back(related);
    diagnostic.message = found.message;
    result_.push_back(std::move(diagnostic));
  }

  const ProcessDefinition& process_;
  feel::Names declared_;
  std::set<std::pair<const feel::Expression*, std::string>> seen_;
  Diagnostics result_;
};

}  // namespace

Diagnostics check_expression_types(const ProcessDefinition& process) {
  return Types(process).run();
}

}  // namespace umlauf::verify
