#include "engine/verify/expression_types.hpp"

#include <algorithm>
#include <set>
#include <span>
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

// What the engine can make sense of in a place; a text is read as it.
struct Wanted {
  std::span<const TypeKind> kinds;
  Text name;
};

constexpr TypeKind kDates[] = {TypeKind::Date, TypeKind::DateTime, TypeKind::String,
                               TypeKind::DaysTimeDuration, TypeKind::YearsMonthsDuration};
constexpr TypeKind kDurations[] = {TypeKind::DaysTimeDuration, TypeKind::YearsMonthsDuration,
                                   TypeKind::String};
constexpr TypeKind kNumbers[] = {TypeKind::Number, TypeKind::String};
constexpr TypeKind kLists[] = {TypeKind::List};

class Types {
 public:
  Types(const ProcessDefinition& process, const DecisionTypes& decisions, Profile profile)
      : process_(process),
        variables_(variable_types(process, decisions)),
        gravest_(process.executable && profile == Profile::Executable ? Severity::Error
                                                                      : Severity::Warning) {}

  Diagnostics run() {
    for (const definition::Flow& flow : process_.flows)
      condition(flow.condition, flow.id, process_[flow.source].id);
    for (const definition::Node& node : process_.nodes) {
      for (const definition::EventDefinition& event : node.events) look_at(event, node.id);
      look_at_loop(node);
      look_at_work(node);
      if (!node.data) continue;
      for (const definition::Mapping& mapping : node.data->input_mappings)
        anything(mapping.source, node.id);
      for (const definition::Mapping& mapping : node.data->output_mappings)
        inside(mapping.source, node.id);
      for (const auto* associations :
           {&node.data->input_associations, &node.data->output_associations})
        for (const definition::DataAssociation& association : *associations) {
          inside(association.transformation, node.id);
          for (const definition::Assignment& own : association.assignments)
            inside(own.from, node.id);
        }
    }
    result_.insert(result_.end(), variables_.conflicts.begin(), variables_.conflicts.end());
    return std::move(result_);
  }

 private:
  void look_at(const definition::EventDefinition& event, const std::string& id) {
    if (const auto* when = std::get_if<definition::ConditionalEvent>(&event.payload))
      condition(when->condition, id);
    if (const auto* timer = std::get_if<definition::TimerEvent>(&event.payload)) {
      if (timer->kind == definition::TimerKind::Date)
        one_of(timer->value, {kDates, {"a date", "ein Datum"}}, id);
      else
        one_of(timer->value, {kDurations, {"a duration", "eine Dauer"}}, id);
    }
    if (const auto* message = std::get_if<definition::MessageEvent>(&event.payload)) {
      anything(message->correlation_key, id);
      anything(message->expression, id);
    }
    if (const auto* signal = std::get_if<definition::SignalEvent>(&event.payload))
      for (const definition::Mapping& mapping : signal->payload) anything(mapping.source, id);
  }

  void look_at_loop(const definition::Node& node) {
    if (const auto* loop = std::get_if<definition::StandardLoop>(node.loop.get()))
      inside_condition(loop->condition, node.id);
    const auto* each = std::get_if<definition::MultiInstance>(node.loop.get());
    if (each == nullptr) return;
    one_of(each->cardinality, {kNumbers, {"a number", "eine Zahl"}}, node.id);
    one_of(each->collection, {kLists, {"a list", "eine Liste"}}, node.id);
    inside_condition(each->completion_condition, node.id);
    inside(each->output_element, node.id);
    for (const auto& rule : each->complex) inside_condition(rule.condition, node.id);
  }

  void look_at_work(const definition::Node& node) {
    if (const auto* script = std::get_if<definition::ScriptWork>(&node.work))
      anything(script->expression, node.id);
    if (const auto* user = std::get_if<definition::UserTaskWork>(&node.work)) {
      const Wanted date{kDates, {"a date", "ein Datum"}};
      one_of(user->due_date.expression, date, node.id);
      one_of(user->follow_up_date.expression, date, node.id);
      one_of(user->priority.expression, {kNumbers, {"a number", "eine Zahl"}}, node.id);
      anything(user->assignee.expression, node.id);
      for (const definition::TextExpression& one : user->candidate_users)
        anything(one.expression, node.id);
      for (const definition::TextExpression& one : user->candidate_groups)
        anything(one.expression, node.id);
    }
    if (const auto* call = std::get_if<definition::CallWork>(&node.work)) {
      anything(call->process.id.expression, node.id);
      anything(call->business_key.expression, node.id);
      for (const definition::CallMapping& input : call->inputs) anything(input.source, node.id);
      for (const definition::CallMapping& output : call->outputs) inside(output.source, node.id);
    }
    if (const auto* ad_hoc = std::get_if<definition::AdHocWork>(&node.work)) {
      inside_condition(ad_hoc->completion_condition, node.id);
      one_of(ad_hoc->active_elements, {kLists, {"a list", "eine Liste"}}, node.id);
      inside(ad_hoc->output_element, node.id);
    }
    if (const auto* complex = std::get_if<definition::ComplexWork>(&node.work))
      inside_condition(complex->activation_condition, node.id);
  }

  void condition(const Expression& expression, const std::string& element,
                 const std::string& related = {}) {
    look(expression, feel::Type(TypeKind::Boolean), element, related, true);
  }
  void anything(const Expression& expression, const std::string& element) {
    look(expression, {}, element, {}, true);
  }
  // Where variables of the activity's own may hide those of the process, of types that nobody
  // knows.
  void inside(const Expression& expression, const std::string& element) {
    look(expression, {}, element, {}, false);
  }
  void inside_condition(const Expression& expression, const std::string& element) {
    look(expression, feel::Type(TypeKind::Boolean), element, {}, false);
  }

  void one_of(const Expression& expression, const Wanted& wanted, const std::string& element) {
    look(expression, {}, element, {}, true, &wanted);
  }

  void look(const Expression& expression, const feel::Type& expected, const std::string& element,
            const std::string& related, bool with_variables, const Wanted* wanted = nullptr) {
    if (!expression) return;
    const feel::SyntaxTree& tree = expression.compiled->tree();
    if (tree.text().empty()) return;
    // What does not parse has been reported as such.
    for (std::size_t i = 0; i < tree.size(); ++i)
      if (tree[feel::NodeIndex(i)].kind == feel::NodeKind::Invalid) return;
    if (!seen_.emplace(expression.compiled.get(), element).second) return;
    check_functions(expression, element, related);
    feel::CheckOptions options;
    options.expected = expected;
    if (tell(checked(tree, {}, options, wanted), "DAT-07", gravest_, expression, element, related))
      return;
    if (with_variables && !variables_.known.variables().empty())
      tell(checked(tree, variables_.known, options, wanted), "DAT-10", Severity::Warning,
           expression, element, related);
  }

  static Diagnostics checked(const feel::SyntaxTree& tree, const feel::Names& names,
                             const feel::CheckOptions& options, const Wanted* wanted) {
    feel::Checked found = feel::check(tree, names, options);
    const TypeKind kind = found.type.kind();
    if (wanted == nullptr || !found.diagnostics.empty() || kind == TypeKind::Any ||
        kind == TypeKind::Null ||
        std::find(wanted->kinds.begin(), wanted->kinds.end(), kind) != wanted->kinds.end())
      return std::move(found.diagnostics);
    Diagnostic wrong;
    wrong.message = {
        "the result is a " + found.type.to_string() + ", expected is " + wanted->name.english,
        "das Ergebnis ist vom Typ " + found.type.to_string() + ", erwartet wird " +
            wanted->name.german};
    return {std::move(wrong)};
  }

  bool tell(const Diagnostics& found, const char* rule, Severity severity,
            const Expression& expression, const std::string& element, const std::string& related) {
    for (const Diagnostic& each : found) report(rule, severity, each, expression, element, related);
    return !found.empty();
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
      report("DAT-06", gravest_, unknown, expression, element, related);
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
  VariableTypes variables_;
  Severity gravest_;
  std::set<std::pair<const feel::Expression*, std::string>> seen_;
  Diagnostics result_;
};

}  // namespace

Diagnostics check_expression_types(const ProcessDefinition& process, const DecisionTypes& decisions,
                                   Profile profile) {
  return Types(process, decisions, profile).run();
}

}  // namespace umlauf::verify
