#pragma once

#include <initializer_list>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "engine/definition/process_definition.hpp"

namespace umlauf::verify::testing {

using definition::FlowIndex;
using definition::NodeIndex;
using definition::NodeKind;
using definition::ProcessDefinition;
using definition::ProcessDefinitionPtr;
using definition::ScopeIndex;

/// A FEEL expression, which must compile.
definition::Expression feel_of(const std::string& text);

/// Builds a ProcessDefinition by hand, so that the verifier is tested without readers.
class Sketch {
 public:
  explicit Sketch(std::string process_id = "p");

  NodeIndex node(NodeKind kind, std::string id, ScopeIndex scope = ProcessDefinition::root());
  /// The node with its body.
  std::pair<NodeIndex, ScopeIndex> body(NodeKind kind, std::string id,
                                        ScopeIndex scope = ProcessDefinition::root());
  NodeIndex boundary(NodeIndex activity, std::string id, bool interrupting,
                     definition::EventDefinition::Payload trigger = definition::TimerEvent{});
  FlowIndex flow(NodeIndex from, NodeIndex to);
  void event(NodeIndex node, definition::EventDefinition::Payload payload);
  definition::Node& operator[](NodeIndex node) { return definition_->nodes[node.value()]; }

  /// `s start, g and, t task, e end; s>g, g>t, t>e`: kinds start, end, terminate, task, user,
  /// receive, xor, and, or, event, catch. Flows are named by their ends: `s>g`.
  static ProcessDefinitionPtr read(std::string_view text, std::string process_id = "p");

  /// Nothing may be added after this.
  ProcessDefinitionPtr finish();
  ProcessDefinition& definition() { return *definition_; }

 private:
  std::shared_ptr<ProcessDefinition> definition_;
};

}  // namespace umlauf::verify::testing
