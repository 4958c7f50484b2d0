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
  for (const bpmn::FlowNode& node : check.definitions().flow_nodes)
    if (!check.in_choreography(node)) visit(node);
}

/// Calls visit(node, activity).
template <typename Visitor>
void for_each_activity(const Check& check, Visitor visit) {
  for_each_node(check, [&](const bpmn::FlowNode& node) {
    if (const bpmn::Activity* activity = node.activity()) visit(node, *activity);
  });
}

/// Calls visit(node, event).
template <typename Visitor>
void for_each_event(const Check& check, Visitor visit) {
  for_each_node(check, [&](const bpmn::FlowNode& node) {
    if (const bpmn::Event* event = node.event()) visit(node, *event);
  });
}

/// Calls visit(node, definition) for each event definition that lies within an event or is referred
/// to by one.
template <typename Visitor>
void for_each_definition(const Check& check, Visitor visit) {
  for_each_event(check, [&](const bpmn::FlowNode& node, const bpmn::Event& event) {
    for (const bpmn::EventDefinitionIndex index : event.definitions) visit(node, check.at(index));
  });
}

}  // namespace umlauf::verify::structure
