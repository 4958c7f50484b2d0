#include "engine/verify/variable_types.hpp"

#include <optional>
#include <string_view>
#include <utility>
#include <vector>

#include "engine/feel/check.hpp"
#include "engine/verify/diagnostic_at.hpp"

namespace umlauf::verify {
namespace {

using definition::DataItem;
using definition::Expression;
using definition::NodeIndex;
using definition::ProcessDefinition;
using feel::Type;
using feel::TypeKind;

Type type_of_field(std::string_view type) {
  if (type == "string" || type == "enum") return TypeKind::String;
  if (type == "long" || type == "integer" || type == "double") return TypeKind::Number;
  if (type == "boolean") return TypeKind::Boolean;
  return {};
}

// Names of XML Schema, whatever their prefix, and of FEEL.
Type type_of_item(const DataItem& item) {
  static constexpr std::pair<std::string_view, TypeKind> kTypes[] = {
      {"string", TypeKind::String},    {"boolean", TypeKind::Boolean}, {"number", TypeKind::Number},
      {"integer", TypeKind::Number},   {"int", TypeKind::Number},      {"long", TypeKind::Number},
      {"short", TypeKind::Number},     {"decimal", TypeKind::Number},  {"double", TypeKind::Number},
      {"float", TypeKind::Number},     {"date", TypeKind::Date},       {"time", TypeKind::Time},
      {"dateTime", TypeKind::DateTime}};
  const std::string_view whole = item.item_type;
  const auto colon = whole.rfind(':');
  const std::string_view name = colon == std::string_view::npos ? whole : whole.substr(colon + 1);
  for (const auto& [own, kind] : kTypes)
    if (own == name) return item.is_collection ? Type::list(kind) : Type(kind);
  return {};
}

class Variables {
 public:
  Variables(const ProcessDefinition& process, const DecisionTypes& decisions)
      : process_(process), decisions_(decisions) {}

  VariableTypes run() {
    for (const definition::Scope& scope : process_.scopes)
      for (const DataItem& item : scope.data_objects) declare(item.variable, type_of_item(item));
    for (std::size_t i = 0; i < process_.nodes.size(); ++i) declared_at(NodeIndex(i));
    // What is computed from these is known in a second round, and no further.
    const feel::Names first = agreed();
    for (std::size_t i = 0; i < process_.nodes.size(); ++i) computed_at(NodeIndex(i), first);
    VariableTypes result{agreed(), {}};
    result.conflicts = conflicts();
    return result;
  }

 private:
  struct Use {
    Type type;
    NodeIndex writer;  ///< none: only declared
  };

  void declare(const std::string& name, Type type, NodeIndex writer = {}) {
    if (!name.empty()) uses_[name].push_back({std::move(type), writer});
  }

  void declared_at(NodeIndex index) {
    const definition::Node& node = process_[index];
    const auto fields = [&](const definition::Form& form) {
      for (const definition::FormField& field : form.fields)
        declare(field.id, type_of_field(field.type), index);
    };
    if (const auto* user = std::get_if<definition::UserTaskWork>(&node.work); user && user->form)
      fields(*user->form);
    if (node.form) fields(*node.form);
    if (const auto* decision = std::get_if<definition::DecisionWork>(&node.work))
      declare(decision->result_variable, type_of(*decision), index);
    if (const auto* job = std::get_if<definition::JobWork>(&node.work))
      declare(job->result_variable, {});
    if (const auto* call = std::get_if<definition::CallWork>(&node.work))
      for (const definition::CallMapping& output : call->outputs)
        if (!output.target.empty()) declare(output.target.front(), {});
    if (!node.data) return;
    for (const auto* items : {&node.data->inputs, &node.data->outputs, &node.data->properties})
      for (const DataItem& item : *items) declare(item.variable, type_of_item(item));
  }

  // A part of a result is known where the result is no context and no list.
  Type type_of(const definition::DecisionWork& work) const {
    using definition::DecisionResult;
    const auto found =
        work.decision.id.expression ? decisions_.end() : decisions_.find(work.decision.id.text);
    if (found == decisions_.end()) return {};
    const TypeKind kind = found->second.kind();
    const bool whole = work.result == DecisionResult::Whole ||
                       (work.result == DecisionResult::SingleEntry && kind != TypeKind::List &&
                        kind != TypeKind::Context);
    return whole ? found->second : Type();
  }

  void computed_at(NodeIndex index, const feel::Names& known) {
    const definition::Node& node = process_[index];
    const auto yields = [&known](const Expression& expression) {
      return result(expression, known);
    };
    if (const auto* script = std::get_if<definition::ScriptWork>(&node.work))
      declare(script->result_variable, yields(script->expression), index);
    if (const auto* each = std::get_if<definition::MultiInstance>(node.loop.get())) {
      const Type collection = yields(each->collection);
      declare(each->element_variable,
              collection.kind() == TypeKind::List ? collection.element() : Type());
      declare(each->index_variable, TypeKind::Number);
      declare(each->output_collection, {});
    }
    if (!node.data) return;
    for (const definition::Mapping& mapping : node.data->input_mappings)
      mapped(mapping, yields(mapping.source), {});
    // What is mapped out may be of the activity's own variables.
    for (const definition::Mapping& mapping : node.data->output_mappings)
      mapped(mapping, result(mapping.source, {}), index);
  }

  void mapped(const definition::Mapping& mapping, Type type, NodeIndex writer) {
    if (mapping.target.size() == 1)
      declare(mapping.target.front(), std::move(type), writer);
    else
      declare(mapping.target.front(), {});
  }

  static Type result(const Expression& expression, const feel::Names& known) {
    if (!expression) return {};
    const feel::SyntaxTree& tree = expression.compiled->tree();
    for (std::size_t i = 0; i < tree.size(); ++i)
      if (tree[feel::NodeIndex(i)].kind == feel::NodeKind::Invalid) return {};
    return feel::check(tree, known).type;
  }

  feel::Names agreed() const {
    feel::Names names;
    for (const auto& [name, uses] : uses_) {
      bool agree = !uses.front().type.is_any() && uses.front().type.kind() != TypeKind::Null;
      for (const Use& use : uses) agree = agree && use.type == uses.front().type;
      if (agree) names.add(name, uses.front().type);
    }
    return names;
  }

  static bool differ(const Type& a, const Type& b) {
    const auto known = [](const Type& type) {
      return !type.is_any() && type.kind() != TypeKind::Null;
    };
    return known(a) && known(b) && a.kind() != b.kind() && !conforms(a, b) && !conforms(b, a);
  }

  Diagnostics conflicts() const {
    Diagnostics found;
    for (const auto& [name, uses] : uses_) {
      const Use* first = nullptr;
      for (const Use& use : uses) {
        if (!use.writer.valid() || use.type.is_any() || use.type.kind() == TypeKind::Null) continue;
        if (first == nullptr) first = &use;
        if (!differ(first->type, use.type)) continue;
        found.push_back(diagnostic_at(process_, use.writer, "DAT-10", Severity::Warning));
        const std::string one = process_[first->writer].id, two = process_[use.writer].id;
        found.back().related = {one};
        found.back().message = {"'" + two + "' writes a " + use.type.to_string() + " into '" +
                                    name + "', '" + one + "' a " + first->type.to_string(),
                                "'" + two + "' schreibt " + use.type.to_string() + " in '" + name +
                                    "', '" + one + "' dagegen " + first->type.to_string()};
        break;
      }
    }
    return found;
  }

  const ProcessDefinition& process_;
  const DecisionTypes& decisions_;
  std::map<std::string, std::vector<Use>> uses_;
};

}  // namespace

VariableTypes variable_types(const ProcessDefinition& process, const DecisionTypes& decisions) {
  return Variables(process, decisions).run();
}

}  // namespace umlauf::verify
