#include "engine/verify/templates.hpp"

#include <algorithm>

#include "engine/feel/json.hpp"
#include "engine/feel/regex.hpp"
#include "engine/verify/structure/extensions.hpp"

namespace umlauf::verify {
namespace {

using feel::Value;

constexpr definition::Families kTemplating = definition::kZeebe | definition::kCamunda;

// Reading
// -------------------------------------------------------------------------------------------------

std::string text_of(const Value& value, std::string_view member) {
  const Value* found = value.member(member);
  const std::string* text = found ? found->string() : nullptr;
  return text ? *text : std::string();
}

bool is_true(const Value& value, std::string_view member) {
  const Value* found = value.member(member);
  return found && found->is_true();
}

std::optional<std::int64_t> number_of(const Value& value, std::string_view member) {
  const Value* found = value.member(member);
  return found && found->is_number() ? found->number()->to_int64() : std::nullopt;
}

// Strings as they are, numbers and booleans as an attribute has them.
std::optional<std::string> written(const Value* value) {
  if (!value || value->is_null() || value->list() || value->is_context()) return std::nullopt;
  if (const std::string* text = value->string()) return *text;
  return feel::to_json(*value, feel::JsonForm::Plain);
}

// `"pattern": "^a$"` or `"pattern": {"value": "^a$", "message": ...}`.
std::string pattern_of(const Value& constraints) {
  const Value* pattern = constraints.member("pattern");
  if (!pattern) return {};
  return pattern->is_context() ? text_of(*pattern, "value") : text_of(constraints, "pattern");
}

std::string name_of(const Value& binding) {
  for (const char* member : {"name", "key", "property"})
    if (std::string name = text_of(binding, member); !name.empty()) return name;
  return {};
}

std::optional<TemplateProperty> property_of(const Value& value) {
  const Value* binding = value.member("binding");
  if (!binding || value.member("condition")) return std::nullopt;
  TemplateProperty property;
  property.binding = text_of(*binding, "type");
  property.name = name_of(*binding);
  // Of old: `zeebe:taskDefinition:type`.
  if (property.binding == "zeebe:taskDefinition:type") {
    property.binding = "zeebe:taskDefinition";
    property.name = "type";
  }
  property.label = text_of(value, "label");
  if (property.label.empty()) property.label = property.name;
  if (const Value* constraints = value.member("constraints")) {
    property.not_empty = is_true(*constraints, "notEmpty");
    property.shortest = number_of(*constraints, "minLength");
    property.longest = number_of(*constraints, "maxLength");
    property.pattern = pattern_of(*constraints);
  }
  if (is_true(value, "optional")) property.not_empty = false;
  if (const Value* choices = value.member("choices"); choices && choices->list())
    for (const Value& choice : *choices->list())
      if (auto one = written(choice.member("value"))) property.choices.push_back(*std::move(one));
  if (text_of(value, "type") == "Hidden") property.fixed = written(value.member("value"));
  return property;
}

void add_template(std::vector<ElementTemplate>& templates, const Value& value) {
  const Value* properties = value.member("properties");
  ElementTemplate found;
  found.id = text_of(value, "id");
  if (found.id.empty() || !value.member("appliesTo") || !properties || !properties->list()) return;
  found.version = written(value.member("version"));
  found.name = text_of(value, "name");
  for (const Value& each : *properties->list())
    if (auto property = property_of(each)) found.properties.push_back(*std::move(property));
  templates.push_back(std::move(found));
}

// Looking
// -------------------------------------------------------------------------------------------------

// The first element of that name directly below one of that name around it, by one of its
// attributes.
const bpmn::ExtensionElement* entry_of(const bpmn::FlowNode& node, std::string_view around,
                                       std::string_view entry, std::string_view attribute,
                                       std::string_view name) {
  for (const bpmn::ExtensionElement* list : structure::elements_of(node, kTemplating, around))
    for (const bpmn::ExtensionElement& own : list->children)
      if (own.name == entry && own.value(attribute) == name) return &own;
  return nullptr;
}

// nullopt where it is not there; `known` is false where the binding is one that is not looked at.
std::optional<std::string> value_at(const bpmn::FlowNode& node, const TemplateProperty& property,
                                    bool& known) {
  const auto attribute = [](const bpmn::ExtensionElement* element, std::string_view name) {
    return element ? std::optional<std::string>(element->value(name)) : std::nullopt;
  };
  const std::string& name = property.name;
  if (property.binding == "zeebe:input")
    return attribute(entry_of(node, "ioMapping", "input", "target", name), "source");
  if (property.binding == "zeebe:taskHeader")
    return attribute(entry_of(node, "taskHeaders", "header", "key", name), "value");
  if (property.binding == "zeebe:property" || property.binding == "camunda:property")
    return attribute(entry_of(node, "properties", "property", "name", name), "value");
  if (property.binding == "camunda:inputParameter") {
    const auto* entry = entry_of(node, "inputOutput", "inputParameter", "name", name);
    if (entry && !entry->children.empty()) known = false;  // a list, a map, a script
    return entry ? std::optional(entry->text) : std::nullopt;
  }
  if (property.binding == "zeebe:taskDefinition") {
    const auto all = structure::elements_of(node, kTemplating, "taskDefinition");
    return attribute(all.empty() ? nullptr : all.front(), name);
  }
  if (property.binding == "property" && name == "name") return node.name;
  if (property.binding == "property" && name.find(':') != std::string::npos) {
    const auto* own = structure::attribute_of(node, kTemplating,
                                              std::string_view(name).substr(name.find(':') + 1));
    return own ? std::optional(own->value) : std::nullopt;
  }
  known = false;
  return std::nullopt;
}

std::int64_t characters_of(std::string_view utf8) {
  return std::count_if(utf8.begin(), utf8.end(), [](char c) { return (c & 0xC0) != 0x80; });
}

// What a value breaks; empty where it breaks nothing.
Text fault_of(const TemplateProperty& property, const std::optional<std::string>& value) {
  if (!value || value->empty()) {
    if (property.not_empty || (property.fixed && !property.fixed->empty()))
      return {"is missing", "fehlt"};
    return {};
  }
  if (property.fixed && *value != *property.fixed)
    return {"is not '" + *property.fixed + "'", "ist nicht '" + *property.fixed + "'"};
  if (structure::is_computed(*value)) return {};
  const std::int64_t length = characters_of(*value);
  if (property.shortest && length < *property.shortest) {
    const std::string least = std::to_string(*property.shortest);
    return {"has fewer than " + least + " characters", "hat weniger als " + least + " Zeichen"};
  }
  if (property.longest && length > *property.longest) {
    const std::string most = std::to_string(*property.longest);
    return {"has more than " + most + " characters", "hat mehr als " + most + " Zeichen"};
  }
  if (!property.choices.empty() &&
      std::find(property.choices.begin(), property.choices.end(), *value) == property.choices.end())
    return {"is none of the choices", "ist keine der Möglichkeiten"};
  if (property.pattern.empty()) return {};
  const auto pattern = feel::Regex::compile(property.pattern);
  const auto matches = pattern ? pattern->matches(*value) : Result<bool>(true);
  if (matches && !*matches)
    return {"does not match " + property.pattern, "passt nicht zu " + property.pattern};
  return {};
}

void check_node(const bpmn::Definitions& definitions, const bpmn::FlowNode& node,
                const ElementTemplate& wanted, Diagnostics& found) {
  for (const TemplateProperty& property : wanted.properties) {
    bool known = true;
    const std::optional<std::string> value = value_at(node, property, known);
    const Text fault = known ? fault_of(property, value) : Text();
    if (fault.english.empty()) continue;
    const std::string& name = wanted.name.empty() ? wanted.id : wanted.name;
    Diagnostic& diagnostic = found.emplace_back();
    diagnostic.severity = Severity::Warning;
    diagnostic.rule = "ACT-28";
    diagnostic.file = definitions.file;
    diagnostic.span = node.span;
    diagnostic.element = node.id;
    diagnostic.message = {
        "template '" + name + "' of '" + node.id + "': '" + property.label + "' " + fault.english,
        "Vorlage '" + name + "' von '" + node.id + "': '" + property.label + "' " + fault.german};
  }
}

}  // namespace

void add_templates(std::vector<ElementTemplate>& templates, std::string_view json) {
  const auto read = feel::from_json(json);
  if (!read) return;
  if (const feel::Values* all = read->list())
    for (const Value& each : *all) add_template(templates, each);
  else
    add_template(templates, *read);
}

Diagnostics check_templates(const bpmn::Definitions& definitions,
                            const std::vector<ElementTemplate>& templates) {
  Diagnostics found;
  if (templates.empty()) return found;
  for (const bpmn::FlowNode& node : definitions.flow_nodes) {
    const std::string_view id = structure::value_of(node, kTemplating, "modelerTemplate");
    if (id.empty()) continue;
    const std::string_view version =
        structure::value_of(node, kTemplating, "modelerTemplateVersion");
    const auto own =
        std::find_if(templates.begin(), templates.end(), [&](const ElementTemplate& each) {
          return each.id == id && (version.empty() || (each.version && *each.version == version));
        });
    if (own != templates.end()) check_node(definitions, node, *own, found);
  }
  return found;
}

}  // namespace umlauf::verify
