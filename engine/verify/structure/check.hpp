#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "engine/verify/structure/structure.hpp"

namespace umlauf::verify::structure {

/// What a rule sees and where it reports.
class Check {
 public:
  Check(const bpmn::Definitions& definitions, Profile profile);

  const bpmn::Definitions& definitions() const { return definitions_; }
  /// The flow nodes of processes in document order, all and by what they are: most rules are about
  /// few of them. Those of choreographies are left out.
  const std::vector<const bpmn::FlowNode*>& nodes() const { return nodes_; }
  const std::vector<const bpmn::FlowNode*>& activities() const { return activities_; }
  const std::vector<const bpmn::FlowNode*>& events() const { return events_; }
  const std::vector<const bpmn::FlowNode*>& gateways() const { return gateways_; }
  void begin(const Rule& rule) { rule_ = &rule; }
  void report(const SourceSpan& span, std::string_view element, Text message,
              std::vector<std::string> related = {});
  Diagnostics take();

  // Questions that several rules ask.
  template <typename I>
  const auto& at(I index) const {
    return definitions_.at(index);
  }
  /// Null where the node lies in no container (a throw event within a loop) or the reference leads
  /// elsewhere.
  const bpmn::FlowElementsContainer* container(const bpmn::FlowNode& node) const;
  const bpmn::FlowNode* node(const bpmn::Reference& reference) const;
  /// The subprocess that contains the node, or null at the level of the process.
  const bpmn::FlowNode* parent(const bpmn::FlowElementsContainer& container) const;
  bool in_choreography(const bpmn::FlowNode& node) const;
  bool is_event_subprocess(const bpmn::FlowNode& node) const;
  /// Whether the process is meant to run: `isExecutable` and the profile for it.
  bool is_executable(const bpmn::FlowNode& node) const;
  bool has_definition(const bpmn::FlowNode& node, bpmn::EventDefinitionKind kind) const;
  /// Its definitions and references to some, those that lead elsewhere included.
  std::size_t definition_count(const bpmn::FlowNode& node) const;

 private:
  const bpmn::Definitions& definitions_;
  Profile profile_;
  bool follows_practice_;
  std::vector<const bpmn::FlowNode*> nodes_, activities_, events_, gateways_;
  const Rule* rule_ = nullptr;
  Diagnostics diagnostics_;
};

/// A row of the table: the rule and the function that looks for what breaks it.
struct Row {
  Rule rule;
  void (*check)(Check& check);
};

std::span<const Row> process_rows();
std::span<const Row> flow_rows();
std::span<const Row> gateway_rows();
std::span<const Row> event_rows();
std::span<const Row> event_trigger_rows();
std::span<const Row> event_reference_rows();
std::span<const Row> event_scope_rows();
std::span<const Row> activity_rows();
std::span<const Row> task_rows();
std::span<const Row> listener_rows();
std::span<const Row> data_rows();
std::span<const Row> personal_data_rows();
std::span<const Row> diagram_rows();
std::span<const Row> diagram_line_rows();
std::span<const Row> style_rows();

bool is_activity(const bpmn::FlowNode& node);
bool is_event(const bpmn::FlowNode& node);
bool is_gateway(const bpmn::FlowNode& node);
/// Nothing but white space.
bool is_blank(std::string_view text);
std::string quoted(std::string_view text);
/// The first few of them, quoted.
std::string list_of(const std::vector<std::string>& ids);
/// `'id'`, or the element's name and line where it has no id.
std::string label(const bpmn::FlowNode& node);
std::string label(const bpmn::SequenceFlow& flow);

}  // namespace umlauf::verify::structure
