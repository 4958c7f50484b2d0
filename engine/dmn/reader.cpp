#include "engine/dmn/reader.hpp"

#include "engine/feel/names.hpp"

namespace umlauf::dmn {

using feel::normalize_name;

namespace detail {

namespace {

struct KnownVersion {
  std::string_view namespace_uri;
  Version version;
};

constexpr KnownVersion kVersions[] = {
    {"http://www.omg.org/spec/DMN/20151101/dmn.xsd", Version::V1_1},
    {"http://www.omg.org/spec/DMN/20151101/dmn11.xsd", Version::V1_1},
    {"http://www.omg.org/spec/DMN/20180521/MODEL/", Version::V1_2},
    {"https://www.omg.org/spec/DMN/20180521/MODEL/", Version::V1_2},
    {"https://www.omg.org/spec/DMN/20191111/MODEL/", Version::V1_3},
    {"https://www.omg.org/spec/DMN/20211108/MODEL/", Version::V1_4},
    {"https://www.omg.org/spec/DMN/20230324/MODEL/", Version::V1_5},
};

// http://www.omg.org/spec/FEEL/20140401 of DMN 1.1, .../DMN/20180521/FEEL/ and later.
bool is_feel_namespace(std::string_view uri) { return uri.find("FEEL") != std::string_view::npos; }

}  // namespace

void Reader::report(const xml::Element& element, Severity severity, std::string_view rule,
                    Text message) {
  Diagnostic diagnostic;
  diagnostic.severity = severity;
  diagnostic.rule = rule;
  diagnostic.message = std::move(message);
  diagnostic.file = document_.file();
  diagnostic.span = element.span();
  diagnostic.element = element.value("id");
  out_.diagnostics.push_back(std::move(diagnostic));
}

TypeReference Reader::read_type(const xml::Element& element, std::string_view text) const {
  TypeReference type;
  const std::size_t colon = text.find(':');
  if (colon == std::string_view::npos) {
    type.name = normalize_name(text);
    return type;
  }
  const std::string_view prefix = xml::trimmed(text.substr(0, colon));
  type.name = normalize_name(text.substr(colon + 1));
  const std::optional<std::string_view> uri = element.namespace_of(prefix);
  if (uri && !is_feel_namespace(*uri))
    type.namespace_uri = *uri;
  else
    type.builtin = uri.has_value() || prefix == "feel";
  return type;
}

InformationItem Reader::read_item(const xml::Element& element) const {
  return {std::string(element.value("id")), normalize_name(element.value("name")),
          type_of(element)};
}

UnaryTests Reader::tests_in(const xml::Element& element) {
  count_expression();
  const xml::Element text = child(element, "text");
  if (!text) return {{}, element.span()};
  return {text.text(), text.text_span()};
}

std::optional<UnaryTests> Reader::read_tests(const xml::Element& parent, std::string_view name) {
  const xml::Element element = child(parent, name);
  if (!element) return std::nullopt;
  UnaryTests tests = tests_in(element);
  if (xml::trimmed(tests.text).empty()) return std::nullopt;
  return tests;
}

ExpressionText Reader::text_in(const xml::Element& element) {
  count_expression();
  const xml::Element text = child(element, "text");
  ExpressionText expression;
  expression.language = element.value("expressionLanguage");
  expression.span = text ? text.text_span() : element.span();
  if (text) expression.text = text.text();
  return expression;
}

std::string Reader::name_of(const xml::Element& element) {
  std::string name = normalize_name(element.value("name"));
  if (name.empty())
    report(element, Severity::Error, "DMN-21",
           {"'" + std::string(element.name()) + "' has no name",
            "'" + std::string(element.name()) + "' hat keinen Namen"});
  return name;
}

InformationItem Reader::variable_of(const xml::Element& element, const std::string& name) const {
  const xml::Element variable = child(element, "variable");
  if (!variable) return {{}, name, {}};
  InformationItem item = read_item(variable);
  // The variable carries the element's name (§6.3.7); documents that leave it out mean the same.
  if (item.name.empty()) item.name = name;
  return item;
}

ElementReference Reader::read_reference(const xml::Element& element) {
  const std::string_view href = xml::trimmed(element.value("href"));
  const std::size_t hash = href.rfind('#');
  ElementReference reference;
  reference.span = element.span();
  if (hash == std::string_view::npos) {
    reference.id = href;
  } else {
    reference.namespace_uri = href.substr(0, hash);
    reference.id = href.substr(hash + 1);
  }
  if (reference.id.empty())
    report(element, Severity::Error, "DMN-21",
           {"'" + std::string(element.name()) + "' refers to nothing",
            "'" + std::string(element.name()) + "' verweist auf nichts"});
  return reference;
}

ItemDefinition Reader::read_item_definition(const xml::Element& element, std::uint32_t depth) {
  ItemDefinition item;
  item.id = element.value("id");
  item.name = name_of(element);
  item.span = element.span();
  item.is_collection = element.value("isCollection") == "true";
  if (const xml::Element type = child(element, "typeRef"))
    item.type = read_type(type, type.text());
  else
    item.type = type_of(element);
  item.allowed_values = read_tests(element, "allowedValues");
  item.type_constraint = read_tests(element, "typeConstraint");
  if (const xml::Element function = child(element, "functionItem")) {
    ItemDefinition::FunctionItem signature;
    signature.output = read_type(function, function.value("outputTypeRef"));
    for (const xml::Element parameter : function.children())
      if (is(parameter, "parameters")) signature.parameters.push_back(read_item(parameter));
    item.function_item = std::move(signature);
  }
  for (const xml::Element component : element.children()) {
    if (!is(component, "itemComponent")) continue;
    if (depth >= limits_.nesting_max) {
      too_large_ = true;
      break;
    }
    item.components.push_back(read_item_definition(component, depth + 1));
  }
  return item;
}

// Camunda 7 has an attribute for it, Camunda 8 an element among the extensions.
std::string Reader::version_tag_of(const xml::Element& element) const {
  constexpr std::string_view kCamunda = "http://camunda.org/schema/1.0/dmn";
  constexpr std::string_view kZeebe = "http://camunda.org/schema/zeebe/1.0";
  if (const auto tag = element.attribute(kCamunda, "versionTag")) return std::string(tag->value());
  const xml::Element extensions = child(element, "extensionElements");
  const xml::Element tag = extensions ? extensions.child(kZeebe, "versionTag") : xml::Element();
  return tag ? std::string(tag.value("value")) : std::string();
}

void Reader::read_decision(const xml::Element& element) {
  Decision decision;
  decision.id = element.value("id");
  decision.name = name_of(element);
  decision.span = element.span();
  decision.variable = variable_of(element, decision.name);
  decision.version_tag = version_tag_of(element);
  for (const xml::Element part : element.children()) {
    if (is(part, "question")) {
      decision.question = xml::trimmed(part.text());
    } else if (is(part, "allowedAnswers")) {
      decision.allowed_answers = xml::trimmed(part.text());
    } else if (is(part, "informationRequirement")) {
      if (const xml::Element required = child(part, "requiredDecision"))
        decision.required_decisions.push_back(read_reference(required));
      if (const xml::Element required = child(part, "requiredInput"))
        decision.required_inputs.push_back(read_reference(required));
    } else if (is(part, "knowledgeRequirement")) {
      if (const xml::Element required = child(part, "requiredKnowledge"))
        decision.required_knowledge.push_back(read_reference(required));
    }
  }
  decision.logic = read_only_child(element);
  out_.definitions.decisions.push_back(std::move(decision));
}

void Reader::read_knowledge_model(const xml::Element& element) {
  BusinessKnowledgeModel model;
  model.id = element.value("id");
  model.name = name_of(element);
  model.span = element.span();
  model.variable = variable_of(element, model.name);
  for (const xml::Element part : element.children()) {
    if (!is(part, "knowledgeRequirement")) continue;
    if (const xml::Element required = child(part, "requiredKnowledge"))
      model.required_knowledge.push_back(read_reference(required));
  }
  if (const xml::Element logic = child(element, "encapsulatedLogic"))
    model.logic = read_expression(logic);
  out_.definitions.business_knowledge_models.push_back(std::move(model));
}

void Reader::read_service(const xml::Element& element) {
  DecisionService service;
  service.id = element.value("id");
  service.name = name_of(element);
  service.span = element.span();
  service.variable = variable_of(element, service.name);
  for (const xml::Element part : element.children()) {
    if (is(part, "outputDecision")) service.output_decisions.push_back(read_reference(part));
    if (is(part, "encapsulatedDecision"))
      service.encapsulated_decisions.push_back(read_reference(part));
    if (is(part, "inputDecision")) service.input_decisions.push_back(read_reference(part));
    if (is(part, "inputData")) service.input_data.push_back(read_reference(part));
  }
  out_.definitions.decision_services.push_back(std::move(service));
}

void Reader::read_element(const xml::Element& element) {
  Definitions& definitions = out_.definitions;
  if (element.namespace_uri() != namespace_) return;  // extensions, diagrams
  const std::string_view name = element.name();
  if (name == "import") {
    definitions.imports.push_back({normalize_name(element.value("name")),
                                   std::string(xml::trimmed(element.value("namespace"))),
                                   std::string(element.value("importType")), element.span()});
  } else if (name == "itemDefinition") {
    definitions.item_definitions.push_back(read_item_definition(element, 0));
  } else if (name == "inputData") {
    InputData input;
    input.id = element.value("id");
    input.name = name_of(element);
    input.span = element.span();
    input.variable = variable_of(element, input.name);
    definitions.input_data.push_back(std::move(input));
  } else if (name == "decision") {
    read_decision(element);
  } else if (name == "businessKnowledgeModel") {
    read_knowledge_model(element);
  } else if (name == "decisionService") {
    read_service(element);
  }
  // The rest (knowledge sources, artifacts, business context) says nothing about evaluation.
}

void Reader::read_definitions(const xml::Element& root) {
  Definitions& definitions = out_.definitions;
  definitions.id = root.value("id");
  definitions.name = normalize_name(root.value("name"));
  definitions.namespace_uri = xml::trimmed(root.value("namespace"));
  definitions.file = document_.file();
  definitions.expression_language = root.value("expressionLanguage");
  if (definitions.namespace_uri.empty())
    report(root, Severity::Warning, "DMN-21",
           {"'definitions' has no namespace", "'definitions' hat keinen Namensraum"});
  for (const xml::Element element : root.children()) read_element(element);
}

std::optional<Error> Reader::read() {
  const xml::Element root = document_.root();
  namespace_ = root.namespace_uri();
  const KnownVersion* known = nullptr;
  for (const KnownVersion& version : kVersions)
    if (version.namespace_uri == namespace_) known = &version;
  if (root.name() != "definitions" || known == nullptr) {
    report(root, Severity::Error, "DMN-23",
           {"expected 'definitions' of DMN 1.1 to 1.5, found '" + std::string(root.name()) +
                "' of '" + namespace_ + "'",
            "'definitions' von DMN 1.1 bis 1.5 erwartet, gefunden '" + std::string(root.name()) +
                "' von '" + namespace_ + "'"});
    Error failure = error(ErrorCode::Deploy, "the document is no DMN of version 1.1 to 1.5",
                          "das Dokument ist kein DMN der Version 1.1 bis 1.5");
    failure.diagnostics = std::move(out_.diagnostics);
    return failure;
  }
  out_.definitions.version = known->version;
  read_definitions(root);
  if (too_large_)
    return error(ErrorCode::Limit,
                 "the document has too many expressions, or they are nested too deep",
                 "das Dokument hat zu viele oder zu tief geschachtelte Ausdrücke");
  return std::nullopt;
}

}  // namespace detail

Result<ReadDefinitions> read(std::string bytes, std::string file, const ReadLimits& limits) {
  UMLAUF_TRY(const xml::Document document, xml::Document::parse(std::move(bytes), std::move(file)));
  ReadDefinitions out;
  out.diagnostics = document.warnings();
  detail::Reader reader(document, limits, out);
  if (std::optional<Error> failure = reader.read()) return std::move(*failure);
  return out;
}

}  // namespace umlauf::dmn
