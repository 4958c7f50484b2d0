#pragma once

#include <functional>
#include <string>
#include <string_view>

#include "engine/bpmn/model.hpp"

namespace umlauf::cli {

/// How a page wants elements to look: names of CSS classes by the element's id.
struct DiagramStyle {
  std::function<std::string(std::string_view id)> node;
  std::function<std::string(std::string_view id)> flow;
};

/// The diagram as one `<svg>` with the shapes that BPMN gives the kinds of elements; each flow node
/// and flow carries its id as `data-id`. All text is escaped. Empty where nothing is drawn.
std::string diagram_svg(const bpmn::Definitions& definitions, const bpmn::Diagram& diagram,
                        const DiagramStyle& style);

/// The arrow heads that the drawings refer to; once a page, before the first drawing.
std::string diagram_markers();
/// CSS for what the drawings have in common.
std::string_view diagram_css();

/// The id of a sequence flow, or `source->target` where it has none.
std::string flow_id(const bpmn::SequenceFlow& flow);

}  // namespace umlauf::cli
