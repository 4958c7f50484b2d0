#pragma once

#include "engine/verify/structure/check.hpp"

/// Walks over one document that the rules share.
namespace umlauf::verify::structure {

/// Calls visit(container) for each process and sub-process; what belongs to choreographies is left
/// out here and below.
template <typename Visitor>
void for_each_container(const Check& check, Visitor visit) {
  for (const bpmn::FlowElementsContainer& container : check.definitions().containers)
    if (container.process.valid()) visit(container);
}

/// Calls visit(node) for each flow node.
template <typename Visitor>
void for_each_node(const Check& check, Visitor visit) {
  for (const bpmn::FlowNode* node : check.nodes()) visit(*node);
}

/// Calls visit(node, activity).
template <typename Visitor>
void for_each_activity(const Check& check, Visitor visit) {
  for (const bpmn::FlowNode* node : check.activities()) visit(*node, *node->activity());
}

/// Calls visit(node, event).
template <typename Visitor>
void for_each_event(const Check& check, Visitor visit) {
  for (const bpmn::FlowNode* node : check.events()) visit(*node, *node->event());
}

/// Calls visit(node, gateway).
template <typename Visitor>
void for_each_gateway(const Check& check, Visitor visit) {
  for (const bpmn::FlowNode* node : check.gateways()) visit(*node, *node->gateway());
}

/// Calls visit(node, definition) for each event definition that lies within an event or is referred
/// to by one.
template <typename Visitor>
void for_each_definition(const Check& check, Visitor visit) {
  for_each_event(check, [&](const bpmn::FlowNode& node, const bpmn::Event& event) {
    for (const bpmn::EventDefinitionIndex index : event.definitions) visit(node, check.at(index));
  });
}

/// The shape that a drawing has of each flow node, by its position; null where there is none with
/// bounds. Of several it is the last.
inline std::vector<const bpmn::Shape*> shapes_of_nodes(const Check& check,
                                                       const bpmn::Diagram& diagram) {
  std::vector<const bpmn::Shape*> shapes(check.definitions().flow_nodes.size());
  for (const bpmn::Shape& shape : diagram.shapes)
    if (const bpmn::FlowNodeIndex node = shape.element.flow_node(); node.valid() && shape.bounds)
      shapes[node.value()] = &shape;
  return shapes;
}

}  // namespace umlauf::verify::structure
