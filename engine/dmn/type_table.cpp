#include "engine/dmn/type_table.hpp"

#include "engine/feel/check.hpp"
#include "engine/feel/expression.hpp"

namespace umlauf::dmn::detail {

namespace {

// A constraint is evaluated wherever a value is coerced, so it has an account of its own.
constexpr feel::Limits kConstraintLimits{.steps_max = 100'000, .depth_max = 200};

// §7.3.3: the values that the unary tests hold for.
class TestsConstraint final : public feel::Constraint {
 public:
  explicit TestsConstraint(feel::Expression tests) : tests_(std::move(tests)) {}
  bool admits(const feel::Value& value) const override {
    feel::Session session(kConstraintLimits);
    return tests_.test(value, feel::EmptyEnvironment(), session).is_true();
  }

 private:
  feel::Expression tests_;
};

}  // namespace

SourceSpan place_in_document(SourceSpan text, SourceSpan found) {
  if (!found.known()) return text;
  SourceSpan place = found;
  place.line = text.line + found.line - 1;
  if (found.line == 1) place.column = text.column + found.column - 1;
  place.offset = text.offset + found.offset;
  return place;
}

void report_expression(Diagnostics& out, const Error& failure, const Definitions& document,
                       SourceSpan text, std::string_view element) {
  Diagnostics found = failure.diagnostics;
  if (found.empty())
    found.push_back({Severity::Error, "FEEL-01", failure.message, {}, {}, {}, {}, {}});
  for (Diagnostic& diagnostic : found) {
    diagnostic.file = document.file;
    diagnostic.span = place_in_document(text, diagnostic.span);
    if (diagnostic.element.empty()) diagnostic.element = element;
    out.push_back(std::move(diagnostic));
  }
}

void check_expression(Diagnostics& out, const feel::SyntaxTree& tree, const feel::Names& names,
                      const feel::CheckOptions& options, const Definitions& document,
                      SourceSpan text, std::string_view element) {
  for (Diagnostic& diagnostic : feel::check(tree, names, options).diagnostics) {
    diagnostic.severity = Severity::Warning;
    diagnostic.file = document.file;
    diagnostic.span = place_in_document(text, diagnostic.span);
    diagnostic.element = element;
    out.push_back(std::move(diagnostic));
  }
}

const ItemDefinition* TypeTable::find(std::size_t document, std::string_view name) const {
  for (const ItemDefinition& item : definitions_[document].item_definitions)
    if (item.name == name) return &item;
  return nullptr;
}

const feel::Type* TypeTable::known(std::size_t document, const std::string& name) {
  const Key key{document, name};
  if (const auto found = entries_.find(key); found != entries_.end()) {
    // An item definition that contains itself has no finite type: its inner self is Any.
    return &found->second.type;
  }
  const ItemDefinition* item = find(document, name);
  if (item == nullptr) return nullptr;
  entries_[key] = {};
  feel::Type type = make(document, *item).named(name);
  Entry& entry = entries_[key];
  entry = {State::Done, std::move(type)};
  return &entry.type;
}

feel::Type TypeTable::resolve(std::size_t document, const TypeReference& reference,
                              SourceSpan span) {
  if (reference.name.empty()) return {};
  const Definitions& definitions = definitions_[document];
  const bool foreign =
      !reference.namespace_uri.empty() && reference.namespace_uri != definitions.namespace_uri;
  if (!foreign) {
    // A definition of the document's own goes before a built-in type of the same name.
    if (!reference.builtin)
      if (const feel::Type* type = known(document, reference.name)) return *type;
    if (const feel::Type* type = feel::builtin_type(reference.name)) return *type;
  }
  for (std::size_t other = 0; other < definitions_.size(); ++other) {
    if (foreign) {
      if (definitions_[other].namespace_uri == reference.namespace_uri)
        if (const feel::Type* type = known(other, reference.name)) return *type;
      continue;
    }
    for (const Import& import : definitions.imports) {
      if (import.namespace_uri != definitions_[other].namespace_uri) continue;
      if (import.name.empty()) {
        if (const feel::Type* type = known(other, reference.name)) return *type;
      } else if (reference.name.starts_with(import.name + ".")) {
        if (const feel::Type* type = known(other, reference.name.substr(import.name.size() + 1)))
          return *type;
      }
    }
  }
  Diagnostic diagnostic;
  diagnostic.severity = Severity::Warning;
  diagnostic.rule = "DMN-27";
  diagnostic.message = {"there is no type '" + reference.name + "'",
                        "es gibt keinen Typ '" + reference.name + "'"};
  diagnostic.file = definitions.file;
  diagnostic.span = span;
  diagnostics_.push_back(std::move(diagnostic));
  return {};
}

const UnaryTests* TypeTable::allowed_values(std::size_t document,
                                            const TypeReference& reference) const {
  constexpr int kReferencesMax = 32;  // definitions that refer to one another in a circle
  const TypeReference* next = &reference;
  for (int i = 0; i < kReferencesMax && next->namespace_uri.empty() && !next->builtin; ++i) {
    const ItemDefinition* item = find(document, next->name);
    if (item == nullptr) return nullptr;
    if (item->allowed_values) return &*item->allowed_values;
    next = &item->type;
  }
  return nullptr;
}

feel::Type TypeTable::constrained(std::size_t document, feel::Type type, const UnaryTests& tests) {
  feel::Names names;
  names.add("?", type);
  Result<feel::Expression> compiled = feel::compile_unary_tests(tests.text, names);
  if (!compiled) {
    report_expression(diagnostics_, compiled.error(), definitions_[document], tests.span, {});
    return type;
  }
  return type.constrained(std::make_shared<TestsConstraint>(std::move(*compiled)));
}

feel::Type TypeTable::make_structure(std::size_t document, const ItemDefinition& item) {
  if (item.function_item) {
    std::vector<feel::Type> parameters;
    for (const InformationItem& parameter : item.function_item->parameters)
      parameters.push_back(resolve(document, parameter.type, item.span));
    return feel::Type::function(std::move(parameters),
                                resolve(document, item.function_item->output, item.span));
  }
  if (item.components.empty()) return resolve(document, item.type, item.span);
  std::vector<feel::Type::Member> members;
  for (const ItemDefinition& component : item.components)
    members.push_back({component.name, make(document, component)});
  return feel::Type::context(std::move(members));
}

// §7.3.2: allowed values restrict the items of a collection, the type constraint (DMN 1.5) the
// value as a whole.
feel::Type TypeTable::make(std::size_t document, const ItemDefinition& item) {
  feel::Type type = make_structure(document, item);
  if (item.allowed_values) type = constrained(document, std::move(type), *item.allowed_values);
  if (item.is_collection) type = feel::Type::list(std::move(type));
  if (item.type_constraint) type = constrained(document, std::move(type), *item.type_constraint);
  return type;
}

void TypeTable::add_types(std::size_t document, feel::Names& names) {
  for (const ItemDefinition& item : definitions_[document].item_definitions)
    names.add_type(item.name, *known(document, item.name));
  for (const Import& import : definitions_[document].imports)
    for (std::size_t other = 0; other < definitions_.size(); ++other) {
      if (definitions_[other].namespace_uri != import.namespace_uri) continue;
      for (const ItemDefinition& item : definitions_[other].item_definitions)
        names.add_type(import.name.empty() ? item.name : import.name + "." + item.name,
                       *known(other, item.name));
    }
}

}  // namespace umlauf::dmn::detail
