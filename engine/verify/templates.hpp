#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/base/diagnostic.hpp"
#include "engine/bpmn/model.hpp"

/// Element templates: what an editor's form for an element asks for, and whether an element that
/// was made by one still has it.
namespace umlauf::verify {

struct TemplateProperty {
  /// Where its value stands in the element, as the template calls it: `zeebe:input`,
  /// `camunda:inputParameter`, `zeebe:taskHeader`, `zeebe:property`, `camunda:property`,
  /// `zeebe:taskDefinition` or `property` (an attribute). Others are not looked at.
  std::string binding;
  std::string name;
  std::string label;
  bool not_empty = false;
  std::optional<std::int64_t> shortest, longest;  ///< in characters
  std::string pattern;                            ///< empty: none
  std::vector<std::string> choices;               ///< empty: any value
  std::optional<std::string> fixed;               ///< hidden from the author, so never another one
};

struct ElementTemplate {
  std::string id;
  std::optional<std::string> version;
  std::string name;
  std::vector<TemplateProperty> properties;
};

/// Adds the templates of a file: one object or a list of them. What is no template is passed over,
/// properties that apply under a condition only as well.
void add_templates(std::vector<ElementTemplate>& templates, std::string_view json);

/// ACT-28 (a warning): a flow node that names a template among these (`zeebe:modelerTemplate`,
/// `camunda:modelerTemplate`), of the same version where it names one, lacks what the template
/// demands. Of values that are computed only their being there is looked at.
Diagnostics check_templates(const bpmn::Definitions& definitions,
                            const std::vector<ElementTemplate>& templates);

}  // namespace umlauf::verify
