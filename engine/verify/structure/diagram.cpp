// The drawing, BPMN 2.0.2 §12. It never keeps a process from running.
#include <vector>

#include "engine/verify/structure/check.hpp"

namespace umlauf::verify::structure {
namespace {

using namespace bpmn;

void shapes_have_bounds(Check& check) {
  for (const Diagram& diagram : check.definitions().diagrams) {
    for (const Shape& shape : diagram.shapes)
      if (!shape.bounds)
        check.report(shape.span, shape.element.id,
                     {"the shape of " + quoted(shape.element.id) + " has no bounds",
                      "die Form von " + quoted(shape.element.id) + " hat keine Maße"});
    for (const Edge& edge : diagram.edges)
      if (edge.waypoints.size() < 2)
        check.report(edge.span, edge.element.id,
                     {"the edge of " + quoted(edge.element.id) + " has fewer than two points",
                      "die Kante von " + quoted(edge.element.id) + " hat weniger als zwei Punkte"});
  }
}

void nodes_are_drawn(Check& check) {
  const Definitions& all = check.definitions();
  if (all.diagrams.empty()) return;
  std::vector<bool> drawn(all.flow_nodes.size());
  for (const Diagram& diagram : all.diagrams)
    for (const Shape& shape : diagram.shapes)
      if (const FlowNodeIndex node = shape.element.flow_node(); node.valid())
        drawn[node.value()] = true;
  for (std::size_t i = 0; i < all.flow_nodes.size(); ++i) {
    const FlowNode& node = all.flow_nodes[i];
    if (drawn[i] || !node.container.valid()) continue;
    check.report(node.span, node.id,
                 {label(node) + " is not drawn", label(node) + " ist nicht gezeichnet"});
  }
}

constexpr Severity kWarning = Severity::Warning;
constexpr Severity kInfo = Severity::Info;

constexpr Row kRows[] = {
    {{"DIA-01", kInfo, kInfo, "in a document with a drawing every flow node is drawn",
      "in einem Dokument mit Zeichnung ist jeder Knoten gezeichnet", "§12.2"},
     &nodes_are_drawn},
    {{"DIA-03", kWarning, kWarning, "shapes have bounds and edges at least two points",
      "Formen haben Maße und Kanten mindestens zwei Punkte", "§12.2.3"},
     &shapes_have_bounds},
};

}  // namespace

std::span<const Row> diagram_rows() { return kRows; }

}  // namespace umlauf::verify::structure
