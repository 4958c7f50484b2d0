#include "engine/definition/process_definition.hpp"

#include <algorithm>
#include <array>

namespace umlauf::definition {

std::string_view xml_name(NodeKind kind) {
  static constexpr std::array<std::string_view, kNodeKinds> kNames{
#define UMLAUF_ELEMENT(kind, xml_name, behaviour, clause) xml_name,
#include "engine/definition/elements.def"
#undef UMLAUF_ELEMENT
  };
  return kNames.at(static_cast<std::size_t>(kind));
}

NodeIndex ProcessDefinition::find_node(std::string_view node_id) const {
  const auto found = nodes_by_id.find(node_id);
  return found == nodes_by_id.end() ? NodeIndex() : found->second;
}

FlowIndex ProcessDefinition::find_flow(std::string_view flow_id) const {
  const auto found = flows_by_id.find(flow_id);
  return found == flows_by_id.end() ? FlowIndex() : found->second;
}

bool ProcessDefinition::keeps_correlation_key(std::string_view property) const {
  const auto is_meant = [&](CorrelationPropertyIndex index) {
    return correlation_properties[index.value()].label() == property;
  };
  for (const CorrelationSubscription& subscription : correlation_subscriptions)
    for (const auto& binding : subscription.bindings)
      if (is_meant(binding.property)) return false;
  return std::any_of(correlation_properties.begin(), correlation_properties.end(),
                     [&](const auto& each) { return each.label() == property; });
}

std::vector<std::string> ProcessDefinition::lane_path(NodeIndex index) const {
  std::vector<std::string> path;
  // A lane's parent stands before it in the array, so this ends.
  for (LaneIndex lane = (*this)[index].lane; lane.valid(); lane = (*this)[lane].parent)
    path.push_back((*this)[lane].name.empty() ? (*this)[lane].id : (*this)[lane].name);
  std::reverse(path.begin(), path.end());
  return path;
}

}  // namespace umlauf::definition
