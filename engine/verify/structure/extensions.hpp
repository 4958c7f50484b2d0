#pragma once

#include <string_view>
#include <vector>

#include "engine/bpmn/element.hpp"
#include "engine/definition/dialect.hpp"

/// What the dialects add to an element, as it is written.
namespace umlauf::verify::structure {

using definition::Families;

/// `camunda:type` and its kin; null where none of the families says it.
const bpmn::ExtensionAttribute* attribute_of(const bpmn::BaseElement& element, Families families,
                                             std::string_view name);
/// Its value; empty where it is absent.
std::string_view value_of(const bpmn::BaseElement& element, Families families,
                          std::string_view name);

/// The elements of that name directly below `extensionElements`.
std::vector<const bpmn::ExtensionElement*> elements_of(const bpmn::BaseElement& element,
                                                       Families families, std::string_view name);

/// `${...}`, `#{...}`, or FEEL behind `=`: known at run time only.
bool is_computed(std::string_view text);

}  // namespace umlauf::verify::structure
