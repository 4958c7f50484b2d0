#include <algorithm>
#include <deque>
#include <set>

#include "engine/dmn/linked_model.hpp"
#include "engine/dmn/lowering.hpp"
#include "engine/dmn/type_table.hpp"
#include "engine/feel/builtins.hpp"

namespace umlauf::dmn {

namespace {

using detail::LoweringContext;
using detail::TypeTable;
using Kind = NameBinding::Kind;

// What an expression of one element may name.
struct Scope {
  feel::Names names;
  std::map<std::string, NameBinding, std::less<>> bindings;
  std::map<std::string, std::vector<feel::Type::Member>> import_types;
  std::map<std::string, ImportScope> imports;
};

class Linker {
 public:
  explicit Linker(LinkedModel& model)
      : model_(model), types_(model.definitions, model.diagnostics) {}

  std::optional<Error> run() {
    if (std::optional<Error> failure = check_imports()) return failure;
    for (std::size_t document = 0; document < model_.definitions.size(); ++document)
      register_elements(document);
    for (std::size_t document = 0; document < model_.definitions.size(); ++document)
      link_document(document);
    link_services();
    for (const auto& [from, to] : order_decisions(model_)) report_circle(from, to);
    return std::nullopt;
  }

 private:
  const Definitions& document(std::size_t index) const { return model_.definitions[index]; }

  void report(std::size_t index, SourceSpan span, std::string_view element, Severity severity,
              std::string_view rule, Text message) {
    Diagnostic diagnostic;
    diagnostic.severity = severity;
    diagnostic.rule = rule;
    diagnostic.message = std::move(message);
    diagnostic.file = document(index).file;
    diagnostic.span = span;
    diagnostic.element = element;
    model_.diagnostics.push_back(std::move(diagnostic));
  }

  // Every import of the main model, and of what it imports, must be there. Imports of other
  // languages (XML Schema, PMML) are none of ours.
  std::optional<Error> check_imports() {
    if (model_.definitions.empty())
      return error(ErrorCode::Request, "there is no model", "es gibt kein Modell");
    std::set<std::size_t> reached{0};
    std::deque<std::size_t> work{0};
    while (!work.empty()) {
      const std::size_t index = work.front();
      work.pop_front();
      for (const Import& import : document(index).imports) {
        bool found = false;
        for (std::size_t other = 0; other < model_.definitions.size(); ++other) {
          if (document(other).namespace_uri != import.namespace_uri) continue;
          found = true;
          if (reached.insert(other).second) work.push_back(other);
        }
        if (found || (!import.type.empty() && import.type.find("DMN") == std::string::npos))
          continue;
        const Text message{
            "the import '" + import.namespace_uri + "' is not among the models",
            "der Import '" + import.namespace_uri + "' ist nicht unter den Modellen"};
        report(index, import.span, {}, Severity::Error, "DMN-24", message);
        return Error{ErrorCode::Deploy, message, model_.diagnostics};
      }
    }
    return std::nullopt;
  }

  // Elements.

  ElementName element_name(std::size_t index, const std::string& name) const {
    return {index == 0 ? name : std::string(), "{" + document(index).namespace_uri + "}" + name};
  }

  void register_name(std::map<std::string, std::uint32_t, std::less<>>& names,
                     const ElementName& name, std::uint32_t element, std::size_t index,
                     SourceSpan span) {
    if (!name.plain.empty() && !names.try_emplace(name.plain, element).second)
      report(index, span, {}, Severity::Warning, "DMN-22",
             {"the name '" + name.plain + "' occurs twice",
              "der Name '" + name.plain + "' kommt doppelt vor"});
    names.try_emplace(name.qualified, element);
  }

  void register_id(std::size_t index, const std::string& id, NameBinding binding, SourceSpan span) {
    if (id.empty()) return;
    if (!ids_.try_emplace({document(index).namespace_uri, id}, binding).second)
      report(index, span, id, Severity::Error, "DMN-22",
             {"the id '" + id + "' occurs twice", "die id '" + id + "' kommt doppelt vor"});
  }

  template <typename Element, typename Linked>
  std::uint32_t register_element(std::size_t index, const Element& element, Kind kind,
                                 std::vector<Linked>& elements) {
    const auto position = static_cast<std::uint32_t>(elements.size());
    elements.emplace_back();
    elements.back().name = element_name(index, element.name);
    register_id(index, element.id, {kind, position}, element.span);
    documents_[{kind, position}] = index;
    return position;
  }

  void register_elements(std::size_t index) {
    const Definitions& definitions = document(index);
    for (const InputData& input : definitions.input_data) {
      const std::uint32_t at = register_element(index, input, Kind::Input, model_.inputs);
      model_.inputs[at].type = types_.resolve(index, input.variable.type, input.span);
      variables_[{Kind::Input, at}] = input.variable.name;
    }
    for (const Decision& decision : definitions.decisions) {
      const std::uint32_t at = register_element(index, decision, Kind::Decision, model_.decisions);
      LinkedDecision& linked = model_.decisions[at];
      linked.id = decision.id;
      linked.title = decision.name;
      linked.type = types_.resolve(index, decision.variable.type, decision.span);
      register_name(model_.decision_names, linked.name, at, index, decision.span);
      if (index == 0) model_.decision_ids.try_emplace(decision.id, at);
      variables_[{Kind::Decision, at}] = decision.variable.name;
      logics_[{Kind::Decision, at}] = decision.logic;
    }
    for (const BusinessKnowledgeModel& function : definitions.business_knowledge_models) {
      const std::uint32_t at = register_element(index, function, Kind::Function, model_.functions);
      LinkedFunction& linked = model_.functions[at];
      linked.title = function.name;
      linked.result = result_type(index, function.variable.type, function.span);
      if (const FunctionDefinition* definition = definition_of(index, function)) {
        LoweringContext context = lowering(index, function.id, function.name);
        linked.parameters = detail::parameters_of(context, *definition);
      }
      register_name(model_.function_names, linked.name, at, index, function.span);
      variables_[{Kind::Function, at}] = function.variable.name;
      logics_[{Kind::Function, at}] = function.logic;
    }
    for (const DecisionService& service : definitions.decision_services) {
      const std::uint32_t at = register_element(index, service, Kind::Service, model_.services);
      LinkedService& linked = model_.services[at];
      linked.title = service.name;
      linked.result = result_type(index, service.variable.type, service.span);
      register_name(model_.service_names, linked.name, at, index, service.span);
      variables_[{Kind::Service, at}] = service.variable.name;
      services_.push_back({index, &service});
    }
  }

  // The variable of a function has the type of what the function yields, or of the function.
  feel::Type result_type(std::size_t index, const TypeReference& reference, SourceSpan span) {
    const feel::Type type = types_.resolve(index, reference, span);
    return type.kind() == feel::TypeKind::Function ? type.result() : type;
  }

  const FunctionDefinition* definition_of(std::size_t index,
                                          const BusinessKnowledgeModel& function) const {
    if (!function.logic.valid()) return nullptr;
    return std::get_if<FunctionDefinition>(&document(index)[function.logic].content);
  }

  LoweringContext lowering(std::size_t index, const std::string& id, const std::string& title) {
    return {model_.definitions, index, types_, model_.diagnostics, id, title};
  }

  // References.

  std::optional<NameBinding> find(std::size_t index, const ElementReference& reference) {
    const std::string& own = document(index).namespace_uri;
    const std::string& uri = reference.namespace_uri.empty() ? own : reference.namespace_uri;
    const auto found = ids_.find({uri, reference.id});
    if (found != ids_.end()) return found->second;
    report(index, reference.span, reference.id, Severity::Error, "DMN-09",
           {"there is no element '" + reference.id + "' in '" + uri + "'",
            "es gibt kein Element '" + reference.id + "' in '" + uri + "'"});
    return std::nullopt;
  }

  feel::Type type_of(NameBinding binding) const {
    switch (binding.kind) {
      case Kind::Input:
        return model_.inputs[binding.index].type;
      case Kind::Decision:
        return model_.decisions[binding.index].type;
      case Kind::Function:
        return function_type(model_.functions[binding.index].parameters,
                             model_.functions[binding.index].result);
      default:
        return {};
    }
  }

  static feel::Type function_type(const std::vector<feel::Parameter>& parameters,
                                  const feel::Type& result) {
    std::vector<feel::Type> types;
    for (const feel::Parameter& parameter : parameters) types.push_back(parameter.type);
    return feel::Type::function(std::move(types), result);
  }

  void require(std::size_t index, const ElementReference& reference, Scope& scope) {
    const std::optional<NameBinding> binding = find(index, reference);
    if (binding) declare(index, *binding, scope);
  }

  // §10.3.1.6, §6.3.3: what is required of another model stands under the name of its import.
  void declare(std::size_t index, NameBinding binding, Scope& scope) {
    const std::size_t home = documents_.at({binding.kind, binding.index});
    const std::string& name = variables_.at({binding.kind, binding.index});
    const feel::Type type = type_of(binding);
    if (const auto logic = logics_.find({binding.kind, binding.index}); logic != logics_.end()) {
      const feel::Type& shape = type.kind() == feel::TypeKind::Function ? type.result() : type;
      if (shape.is_any()) detail::add_members_of(document(home), logic->second, scope.names);
    }
    const std::string& uri = document(home).namespace_uri;
    const Import* import = nullptr;
    if (uri != document(index).namespace_uri)
      for (const Import& one : document(index).imports)
        if (one.namespace_uri == uri) import = &one;
    if (import == nullptr || import->name.empty()) {
      scope.names.add(name, type);
      scope.bindings[name] = binding;
      return;
    }
    scope.imports[import->name].members.emplace_back(name, binding);
    scope.import_types[import->name].push_back({name, type});
  }

  void finish_imports(Scope& scope, Logic& logic) {
    for (auto& [name, members] : scope.import_types)
      scope.names.add(name, feel::Type::context(members));
    for (auto& [name, import] : scope.imports) {
      scope.bindings[name] = {Kind::Import, static_cast<std::uint32_t>(logic.imports.size())};
      logic.imports.push_back(import);
    }
  }

  // Logic.

  void compile(std::size_t index, feel::SyntaxTree tree, const Scope& scope, Logic& logic,
               SourceSpan span, const std::string& id) {
    Result<feel::Expression> compiled = feel::compile(std::move(tree));
    if (!compiled) {
      detail::report_expression(model_.diagnostics, compiled.error(), document(index), span, id);
      feel::SyntaxTree nothing;
      nothing.set_root(nothing.invalid(compiled.error().message));
      compiled = feel::compile(std::move(nothing));
      if (!compiled) return;
    }
    logic.expression = std::move(*compiled);
    for (const std::string& name : logic.expression.free_names()) {
      const auto found = scope.bindings.find(name);
      logic.slots.push_back(found == scope.bindings.end() ? NameBinding() : found->second);
    }
  }

  void link_document(std::size_t index) {
    feel::Names types;
    types_.add_types(index, types);
    for (const Decision& decision : document(index).decisions)
      link_decision(index, decision, types);
    for (const BusinessKnowledgeModel& function : document(index).business_knowledge_models)
      link_function(index, function, types);
  }

  void link_decision(std::size_t index, const Decision& decision, const feel::Names& types) {
    LinkedDecision& linked = model_.decisions[next_decision_++];
    Scope scope;
    scope.names = types;
    for (const ElementReference& reference : decision.required_decisions)
      require(index, reference, scope);
    for (const ElementReference& reference : decision.required_inputs)
      require(index, reference, scope);
    for (const ElementReference& reference : decision.required_knowledge)
      require(index, reference, scope);
    finish_imports(scope, linked.logic);
    note_requirements(scope, linked);
    if (!decision.logic.valid()) return;
    linked.has_logic = true;
    linked.result_type = linked.type;
    LoweringContext context = lowering(index, decision.id, decision.name);
    const bool implies_inputs = document(index).input_data.empty();
    context.names_known = !implies_inputs;
    compile(index, detail::lower(context, decision.logic, scope.names, linked.type), scope,
            linked.logic, decision.span, decision.id);
    if (linked.type.is_any() &&
        std::holds_alternative<DecisionTable>(document(index)[decision.logic].content))
      linked.result_type = context.table_type;
    if (implies_inputs) imply_inputs(index, linked);
  }

  // Documents drawn with Camunda 7 often declare no input data: what nothing declares is an input.
  void imply_inputs(std::size_t index, LinkedDecision& linked) {
    const std::span<const std::string> names = linked.logic.expression.free_names();
    for (std::size_t slot = 0; slot < names.size(); ++slot) {
      NameBinding& binding = linked.logic.slots[slot];
      const bool declared = std::any_of(variables_.begin(), variables_.end(),
                                        [&](const auto& one) { return one.second == names[slot]; });
      if (binding.kind != Kind::None || declared || feel::find_built_in(names[slot]) != nullptr)
        continue;
      const auto [found, added] = implied_.try_emplace(
          {index, names[slot]}, static_cast<std::uint32_t>(model_.inputs.size()));
      if (added) {
        model_.inputs.emplace_back();
        model_.inputs.back().name = element_name(index, names[slot]);
      }
      binding = {Kind::Input, found->second};
      linked.inputs.push_back(found->second);
    }
  }

  static void note_requirements(const Scope& scope, LinkedDecision& linked) {
    const auto note = [&linked](NameBinding binding) {
      if (binding.kind == Kind::Decision) linked.decisions.push_back(binding.index);
      if (binding.kind == Kind::Input) linked.inputs.push_back(binding.index);
    };
    for (const auto& [name, binding] : scope.bindings) note(binding);
    for (const auto& [name, import] : scope.imports)
      for (const auto& [member, binding] : import.members) note(binding);
  }

  void link_function(std::size_t index, const BusinessKnowledgeModel& function,
                     const feel::Names& types) {
    const std::uint32_t at = next_function_++;
    LinkedFunction& linked = model_.functions[at];
    const FunctionDefinition* definition = definition_of(index, function);
    if (definition == nullptr) return;
    LoweringContext context = lowering(index, function.id, function.name);
    if (definition->kind != FunctionKind::Feel) {
      linked.native = detail::external_function(context, *definition);
      return;
    }
    Scope scope;
    scope.names = types;
    // It may call itself.
    declare(index, {Kind::Function, at}, scope);
    for (const ElementReference& reference : function.required_knowledge)
      require(index, reference, scope);
    finish_imports(scope, linked.logic);
    for (std::uint32_t i = 0; i < linked.parameters.size(); ++i)
      scope.bindings[linked.parameters[i].name] = {Kind::Parameter, i};
    compile(index, detail::lower_body(context, *definition, scope.names, linked.result), scope,
            linked.logic, function.span, function.id);
  }

  // §6.3.10, §10.4: the parameters of a service are its input data and then its input decisions.
  void link_services() {
    for (std::size_t at = 0; at < services_.size(); ++at) {
      const auto& [index, service] = services_[at];
      LinkedService& linked = model_.services[at];
      const auto parameter = [&, home = index](const ElementReference& reference) {
        const std::optional<NameBinding> binding = find(home, reference);
        if (!binding || (binding->kind != Kind::Decision && binding->kind != Kind::Input)) return;
        linked.parameters.push_back(
            {variables_.at({binding->kind, binding->index}), type_of(*binding)});
        linked.sources.push_back(*binding);
      };
      for (const ElementReference& reference : service->input_data) parameter(reference);
      for (const ElementReference& reference : service->input_decisions) parameter(reference);
      for (const ElementReference& reference : service->output_decisions) {
        const std::optional<NameBinding> binding = find(index, reference);
        if (binding && binding->kind == Kind::Decision) linked.outputs.push_back(binding->index);
      }
    }
  }

  // Order of evaluation.

  void report_circle(std::uint32_t from, std::uint32_t to) {
    const std::string& name = model_.decisions[from].title;
    const std::string& other = model_.decisions[to].title;
    report(documents_.at({Kind::Decision, from}), {}, model_.decisions[from].id, Severity::Error,
           "DMN-09",
           {"the decision '" + name + "' requires '" + other + "', which requires it in turn",
            "die Entscheidung '" + name + "' benötigt '" + other + "', die sie wiederum benötigt"});
  }

  LinkedModel& model_;
  TypeTable types_;
  using Key = std::pair<Kind, std::uint32_t>;
  std::map<std::pair<std::string, std::string>, NameBinding> ids_;
  std::map<Key, std::size_t> documents_;
  std::map<Key, std::string> variables_;
  std::map<Key, BoxedIndex> logics_;
  std::vector<std::pair<std::size_t, const DecisionService*>> services_;
  std::map<std::pair<std::size_t, std::string>, std::uint32_t> implied_;
  std::uint32_t next_decision_ = 0;
  std::uint32_t next_function_ = 0;
};

}  // namespace

std::optional<Error> link(LinkedModel& model) { return Linker(model).run(); }

}  // namespace umlauf::dmn
