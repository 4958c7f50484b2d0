#include "engine/verify/structure/extensions.hpp"

namespace umlauf::verify::structure {

using namespace bpmn;

const ExtensionAttribute* attribute_of(const BaseElement& element, Families families,
                                       std::string_view name) {
  for (const ExtensionAttribute& own : element.extension_attributes)
    if (own.name == name && (definition::family_of(own.namespace_uri) & families) != 0) return &own;
  return nullptr;
}

std::string_view value_of(const BaseElement& element, Families families, std::string_view name) {
  const ExtensionAttribute* own = attribute_of(element, families, name);
  return own ? std::string_view(own->value) : std::string_view();
}

std::vector<const ExtensionElement*> elements_of(const BaseElement& element, Families families,
                                                 std::string_view name) {
  std::vector<const ExtensionElement*> found;
  for (const ExtensionElement& own : element.extension_elements)
    if (own.name == name && (definition::family_of(own.namespace_uri) & families) != 0)
      found.push_back(&own);
  return found;
}

bool is_computed(std::string_view text) {
  return text.starts_with('=') || text.find("${") != std::string_view::npos ||
         text.find("#{") != std::string_view::npos;
}

}  // namespace umlauf::verify::structure
