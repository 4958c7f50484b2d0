#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "engine/bpmn/model.hpp"
#include "engine/definition/dialect.hpp"
#include "engine/definition/expressions.hpp"
#include "engine/definition/findings.hpp"
#include "engine/definition/process_definition.hpp"

namespace umlauf::definition {

/// One end of a message flow: a process of the deployment, and a node of it unless the flow ends at
/// the pool.
struct MessageFlowEnd {
  std::uint32_t document = 0;
  bpmn::ProcessIndex process;  ///< refers to nothing for a pool without process
  bpmn::FlowNodeIndex node;
};

struct ResolvedMessageFlow {
  std::uint32_t document = 0;
  bpmn::MessageFlowIndex flow;
  MessageFlowEnd source;
  MessageFlowEnd target;
};

/// The documents of one deployment and what is known of all of them.
struct Deployment {
  std::span<const bpmn::Definitions> documents;
  std::vector<ResolvedMessageFlow> message_flows;
};

Deployment survey(std::span<const bpmn::Definitions> documents);

/// Compiles one process or global task of one document. The work is spread over build_*.cpp.
class Builder {
 public:
  Builder(const Deployment& deployment, std::uint32_t document, Dialect dialect, bool executable,
          Findings& findings, feel::Names names);

  ProcessDefinitionPtr process(bpmn::ProcessIndex index);
  ProcessDefinitionPtr global_task(const bpmn::GlobalTask& task);

 private:
  // build_structure.cpp
  void process_attributes(const bpmn::Process& process);
  void scopes(bpmn::ContainerIndex root);
  void nodes();
  void flows();
  void neighbours();
  void lanes();
  void scope_starts();
  void compensation();
  void links();
  void index_by_id();
  void add_node(bpmn::FlowNodeIndex source);
  void fill(Node& node, const bpmn::FlowNode& source, const Lowered& lowered);
  void common_attributes(Node& node, const Lowered& lowered);

  // build_events.cpp
  void event(Node& node, const bpmn::Event& event, const Lowered& lowered);
  EventDefinition event_definition(const bpmn::EventDefinition& source, bool throws);
  EventDefinition::Payload payload(const bpmn::EventDefinition& source, const Lowered& lowered,
                                   bool throws);
  MessageEvent message_event(const bpmn::Reference& message, const bpmn::Reference& operation,
                             bool throws);
  TimerEvent timer_event(const bpmn::TimerEventDefinition& source, SourceSpan span);
  SignalEvent signal_event(const bpmn::SignalEventDefinition& source, const Lowered& lowered);
  ConditionalEvent conditional_event(const bpmn::ConditionalEventDefinition& source,
                                     const Lowered& lowered);
  std::vector<Mapping> signal_payload(const Lowered& lowered, bool& all);

  // build_activities.cpp
  void activity(Node& node, const bpmn::FlowNode& source, const bpmn::Activity& activity,
                const Lowered& lowered);
  Work work_of(const Node& node, const bpmn::FlowNode& source, const bpmn::Activity& activity,
               const Lowered& lowered);
  /// What the dialects say a task does; nothing where they say nothing.
  std::optional<Work> implementation(const Lowered& lowered, SourceSpan span);
  JobWork job(const Lowered& lowered, TextExpression type);
  Work script_work(std::string_view format, const std::optional<std::string>& script,
                   SourceSpan script_span, const Lowered& lowered, SourceSpan span);
  DecisionWork decision_work(const Lowered& lowered);
  CallWork call_work(const bpmn::CallActivity& source, const Lowered& lowered, SourceSpan span);
  void exchange(CallWork& call, const WrittenExchange& exchange);
  AdHocWork ad_hoc_work(const bpmn::SubProcess& source, const Lowered& lowered);
  Binding binding(const Written& written);
  void pass_through(std::string_view what_english, std::string_view what_german, SourceSpan span,
                    std::string_view rule);

  // build_people.cpp
  UserTaskWork user_task(const bpmn::NamedElement& source,
                         const std::vector<bpmn::ResourceRole>& resources, const Lowered& lowered,
                         LaneIndex lane);
  void resource_role(UserTaskWork& work, const bpmn::ResourceRole& role);
  std::vector<TextExpression> names(const Written& written);
  Form form(const Lowered& lowered);
  FormField form_field(const bpmn::ExtensionElement& source);

  // build_loops.cpp
  Loop loop(const bpmn::LoopCharacteristics& source, const bpmn::Activity& activity);
  MultiInstance multi_instance(const bpmn::MultiInstanceLoopCharacteristics& source,
                               const bpmn::Activity& activity);
  void loop_data(MultiInstance& loop, const bpmn::MultiInstanceLoopCharacteristics& source,
                 const bpmn::Activity& activity);
  void loop_behavior(MultiInstance& loop, const bpmn::MultiInstanceLoopCharacteristics& source);
  AsyncPoints async_points(const Lowered& lowered);

  // build_listeners.cpp
  std::optional<Listener> listener(const WrittenListener& written);
  void listener_not_run(const WrittenListener& listener);

  // build_listener_places.cpp
  void listeners(NodeIndex index, const Lowered& lowered);
  void listeners_of_process(const Lowered& lowered);
  void listeners_of_flow(FlowIndex flow, const Lowered& lowered);
  bool timeout(NodeIndex host, const WrittenListener& written);
  void listeners_of_events();
  void listeners_behind_events();
  void listeners_behind(NodeIndex event, const std::vector<Listener>& first);
  void listeners_behind_starts(SourceSpan process);
  void close_process(SourceSpan span);

  // build_data.cpp
  DataItem data_item(bpmn::ItemIndex index);
  std::vector<DataItem> data_items(const std::vector<bpmn::ItemIndex>& items);
  void node_data(NodeData& data, const bpmn::InputOutputSpecification* specification,
                 const std::vector<bpmn::ItemIndex>& properties);
  void data_sets(NodeData& data, const bpmn::InputOutputSpecification& specification,
                 const std::vector<bpmn::DataAssociation>& into, const bpmn::Reference& collected);
  void set_data(Node& node, const Lowered& lowered, NodeData data);
  void associations(const std::vector<bpmn::DataAssociation>& sources,
                    std::vector<DataAssociation>& into);
  std::vector<Mapping> mapping_list(const std::vector<WrittenMapping>& written);
  Expression structured_value(const bpmn::ExtensionElement& element, Marks marks);
  std::optional<DataAssociation> association(const bpmn::DataAssociation& source);
  std::optional<DataReference> data_reference(const bpmn::Reference& reference);
  VariablePath target_path(const Written& written);
  std::string variable_of(bpmn::ItemIndex index) const;

  // build_collaboration.cpp
  bool sends_along_flow(const bpmn::FlowNode& source) const;
  void message_flows(bpmn::ProcessIndex process);
  void correlation(const bpmn::Process& process);
  MessageIndex message(const bpmn::Reference& reference);
  SignalIndex signal(const bpmn::Reference& reference);
  ErrorIndex error(const bpmn::Reference& reference);
  EscalationIndex escalation(const bpmn::Reference& reference);
  CorrelationPropertyIndex correlation_property(const bpmn::Reference& reference);
  MessageIndex message_of_operation(const bpmn::Reference& operation);

  // Shared
  Lowered lower(const bpmn::BaseElement& element, Places place) {
    return lower(element, place, expressions_.element());
  }
  Lowered lower(const bpmn::BaseElement& element, Places place, std::string_view id);
  const bpmn::Definitions& document_of(const bpmn::Reference& reference) const {
    return reference.document == bpmn::Reference::kThisDocument
               ? document_
               : deployment_.documents[reference.document];
  }
  std::uint32_t document_index(const bpmn::Reference& reference) const {
    return reference.document == bpmn::Reference::kThisDocument ? document_index_
                                                                : reference.document;
  }
  /// Texts of the standard's own attributes.
  Written written(std::string_view text, SourceSpan span) const;
  NodeIndex node_of(bpmn::FlowNodeIndex index) const {
    return index.valid() ? node_of_[index.value()] : NodeIndex();
  }

  const Deployment& deployment_;
  const bpmn::Definitions& document_;
  std::uint32_t document_index_;
  Findings& findings_;
  Expressions expressions_;
  std::shared_ptr<ProcessDefinition> definition_ = std::make_shared<ProcessDefinition>();

  std::vector<bpmn::ContainerIndex> containers_;   // of each scope
  std::vector<bpmn::FlowNodeIndex> source_nodes_;  // of each node
  std::vector<NodeIndex> node_of_;                 // by bpmn::FlowNodeIndex
  std::vector<ScopeIndex> scope_of_;               // by bpmn::ContainerIndex
  std::vector<FlowIndex> flow_of_;                 // by bpmn::SequenceFlowIndex
  std::vector<LaneIndex> lane_of_;                 // by bpmn::LaneIndex
  Listeners process_listeners_;
  std::vector<std::pair<FlowIndex, std::vector<Listener>>> flow_listeners_;
  // A listener that waits for a time: a boundary event beside its task, put behind the nodes of the
  // document.
  struct Timeout {
    Node event;
    SourceSpan span;
  };
  std::vector<Timeout> timeouts_;
  std::map<std::uint32_t, std::string> variables_;  // by bpmn::ItemIndex, where it is not the name
  using Origin = std::pair<std::uint32_t, std::uint32_t>;  // document and position there
  std::map<Origin, MessageIndex> message_of_;
  std::map<Origin, SignalIndex> signal_of_;
  std::map<Origin, ErrorIndex> error_of_;
  std::map<Origin, EscalationIndex> escalation_of_;
  std::map<Origin, CorrelationPropertyIndex> property_of_;
};

/// The place in the tables of dialects at which a flow node or an event definition stands.
Places place_of(bpmn::FlowNodeKind kind);
Places place_of(bpmn::EventDefinitionKind kind);

}  // namespace umlauf::definition
