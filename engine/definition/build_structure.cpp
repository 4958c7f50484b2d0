#include <algorithm>
#include <array>
#include <utility>

#include "engine/definition/builder.hpp"

// Scopes, nodes, flows and lanes.
namespace umlauf::definition {

namespace {

constexpr std::array kKinds{
    std::pair{bpmn::FlowNodeKind::Task, NodeKind::Task},
    std::pair{bpmn::FlowNodeKind::ManualTask, NodeKind::ManualTask},
    std::pair{bpmn::FlowNodeKind::ServiceTask, NodeKind::ServiceTask},
    std::pair{bpmn::FlowNodeKind::SendTask, NodeKind::SendTask},
    std::pair{bpmn::FlowNodeKind::ReceiveTask, NodeKind::ReceiveTask},
    std::pair{bpmn::FlowNodeKind::UserTask, NodeKind::UserTask},
    std::pair{bpmn::FlowNodeKind::BusinessRuleTask, NodeKind::BusinessRuleTask},
    std::pair{bpmn::FlowNodeKind::ScriptTask, NodeKind::ScriptTask},
    std::pair{bpmn::FlowNodeKind::CallActivity, NodeKind::CallActivity},
    std::pair{bpmn::FlowNodeKind::SubProcess, NodeKind::SubProcess},
    std::pair{bpmn::FlowNodeKind::Transaction, NodeKind::Transaction},
    std::pair{bpmn::FlowNodeKind::AdHocSubProcess, NodeKind::AdHocSubProcess},
    std::pair{bpmn::FlowNodeKind::StartEvent, NodeKind::StartEvent},
    std::pair{bpmn::FlowNodeKind::IntermediateCatchEvent, NodeKind::IntermediateCatchEvent},
    std::pair{bpmn::FlowNodeKind::IntermediateThrowEvent, NodeKind::IntermediateThrowEvent},
    std::pair{bpmn::FlowNodeKind::BoundaryEvent, NodeKind::BoundaryEvent},
    std::pair{bpmn::FlowNodeKind::EndEvent, NodeKind::EndEvent},
    std::pair{bpmn::FlowNodeKind::ExclusiveGateway, NodeKind::ExclusiveGateway},
    std::pair{bpmn::FlowNodeKind::InclusiveGateway, NodeKind::InclusiveGateway},
    std::pair{bpmn::FlowNodeKind::ParallelGateway, NodeKind::ParallelGateway},
    std::pair{bpmn::FlowNodeKind::ComplexGateway, NodeKind::ComplexGateway},
    std::pair{bpmn::FlowNodeKind::EventBasedGateway, NodeKind::EventBasedGateway},
};

// Implicit throw events are parts of loops; choreographies are not executed.
std::optional<NodeKind> kind_of(const bpmn::FlowNode& node) {
  if (const bpmn::SubProcess* sub = node.subprocess(); sub && sub->triggered_by_event)
    return NodeKind::EventSubProcess;
  for (const auto& [from, to] : kKinds)
    if (from == node.kind) return to;
  return std::nullopt;
}

bool has_extensions(const bpmn::BaseElement& element) {
  return !element.extension_attributes.empty() || !element.extension_elements.empty();
}

// Lists of one kind of neighbours for all nodes, one behind the other.
template <typename IndexType>
class Lists {
 public:
  explicit Lists(std::size_t nodes) : begin_(nodes + 1, 0) {}
  void count(NodeIndex node) { ++begin_[node.value() + 1]; }
  void counted(std::vector<IndexType>& into) {
    for (std::size_t i = 1; i < begin_.size(); ++i) begin_[i] += begin_[i - 1];
    base_ = static_cast<std::uint32_t>(into.size());
    next_ = begin_;
    into.resize(into.size() + begin_.back());
  }
  void put(NodeIndex node, IndexType value, std::vector<IndexType>& into) {
    into[base_ + next_[node.value()]++] = value;
  }
  Range range(std::size_t node) const {
    return {base_ + begin_[node], begin_[node + 1] - begin_[node]};
  }

 private:
  std::vector<std::uint32_t> begin_;
  std::vector<std::uint32_t> next_;
  std::uint32_t base_ = 0;
};

}  // namespace

Builder::Builder(const Deployment& deployment, std::uint32_t document, Dialect dialect,
                 bool executable, Findings& findings, feel::Names names)
    : deployment_(deployment),
      document_(deployment.documents[document]),
      document_index_(document),
      findings_(findings),
      expressions_(findings, std::move(names)) {
  definition_->file = document_.file;
  definition_->target_namespace = document_.target_namespace;
  definition_->executable = executable;
  definition_->semantics = semantics(dialect);
}

Lowered Builder::lower(const bpmn::BaseElement& element, Places place, std::string_view id) {
  Lowered lowered;
  lowered.home = family_of(definition_->semantics.dialect);
  lower_extensions(element, place, id, findings_, lowered);
  return lowered;
}

Written Builder::written(std::string_view text, SourceSpan span) const {
  const Semantics& rules = definition_->semantics;
  const Marks marks = rules.dialect == Dialect::Standard ? Marks::Both
                      : rules.equals_sign_marks_feel     ? Marks::Equals
                                                         : Marks::Dollar;
  return {text, span, marks, !text.empty()};
}

ProcessDefinitionPtr Builder::process(bpmn::ProcessIndex index) {
  const bpmn::Process& source = document_.at(index);
  node_of_.resize(document_.flow_nodes.size());
  scope_of_.resize(document_.containers.size());
  flow_of_.resize(document_.sequence_flows.size());
  lane_of_.resize(document_.lanes.size());

  expressions_.set_element(source.id);
  scopes(source.container);
  process_attributes(source);
  lanes();
  for (const bpmn::FlowNodeIndex node : source_nodes_) add_node(node);
  flows();
  nodes();
  neighbours();
  listeners_of_events();
  listeners_behind_events();
  listeners_behind_starts(source.span);
  links();
  compensation();
  scope_starts();
  message_flows(index);
  expressions_.set_element(source.id);
  correlation(source);
  close_process(source.span);
  index_by_id();
  return definition_;
}

// Outer scopes come before inner ones; nodes are in document order, inner ones included.
void Builder::scopes(bpmn::ContainerIndex root) {
  if (!root.valid()) return;
  containers_.push_back(root);
  definition_->scopes.emplace_back();
  for (std::size_t i = 0; i < containers_.size(); ++i) {
    const bpmn::FlowElementsContainer& container = document_.at(containers_[i]);
    scope_of_[containers_[i].value()] = ScopeIndex(i);
    for (const bpmn::FlowNodeIndex node : container.flow_nodes) {
      if (!kind_of(document_.at(node))) continue;
      source_nodes_.push_back(node);
      const bpmn::SubProcess* sub = document_.at(node).subprocess();
      if (!sub || !sub->container.valid()) continue;
      containers_.push_back(sub->container);
      definition_->scopes.emplace_back().parent = ScopeIndex(i);
    }
  }
  std::sort(source_nodes_.begin(), source_nodes_.end(), [&](auto a, auto b) {
    return document_.at(a).span.offset < document_.at(b).span.offset;
  });
  for (std::size_t i = 0; i < source_nodes_.size(); ++i)
    node_of_[source_nodes_[i].value()] = NodeIndex(i);
  definition_->nodes.reserve(source_nodes_.size());
  definition_->node_spans.reserve(source_nodes_.size());
}

void Builder::process_attributes(const bpmn::Process& source) {
  ProcessDefinition& definition = *definition_;
  definition.id = source.id;
  definition.name = source.name;
  const Lowered lowered = lower(source, kProcess);
  definition.version_tag = lowered.version_tag.text;
  definition.startable_in_task_list = truth_of(lowered.startable, true, findings_, source.id);
  definition.candidate_starter_users = names(lowered.starter_users);
  definition.candidate_starter_groups = names(lowered.starter_groups);
  definition.job_priority = expressions_.text(lowered.job_priority);
  listeners_of_process(lowered);
  for (const WrittenPair& property : lowered.properties)
    definition.properties.push_back(
        {std::string(property.key), {std::string(property.value.text), {}}});

  // Camunda 7 takes a number of days or a duration of whole days.
  std::string time_to_live(lowered.history_time_to_live.text);
  const bool days =
      !time_to_live.empty() && time_to_live.find_first_not_of("0123456789") == std::string::npos;
  if (days) time_to_live = "P" + time_to_live + "D";
  if (!time_to_live.empty() && !calendar::Period::parse(time_to_live)) {
    findings_.warning("PRC-07",
                      {"'" + time_to_live + "' is no number of days and no duration",
                       "'" + time_to_live + "' ist weder eine Zahl von Tagen noch eine Dauer"},
                      lowered.history_time_to_live.span, source.id);
    time_to_live.clear();
  }
  definition.history_time_to_live = std::move(time_to_live);

  if (source.io_specification || !source.properties.empty()) {
    auto data = std::make_shared<NodeData>();
    node_data(*data, source.io_specification ? &*source.io_specification : nullptr,
              source.properties);
    definition.data = std::move(data);
  }
  for (std::size_t i = 0; i < containers_.size(); ++i)
    for (const bpmn::ItemIndex item : document_.at(containers_[i]).items)
      if (document_.at(item).kind == bpmn::ItemAwareKind::DataObject)
        definition.scopes[i].data_objects.push_back(data_item(item));
  if (!definition.scopes.empty())
    for (const bpmn::ItemIndex item : source.properties)
      definition.scopes[0].data_objects.push_back(data_item(item));
}

void Builder::lanes() {
  for (const bpmn::ContainerIndex container : containers_) {
    std::vector<std::pair<bpmn::LaneSetIndex, LaneIndex>> open;
    for (const bpmn::LaneSetIndex set : document_.at(container).lane_sets)
      if (!document_.at(set).parent.valid()) open.push_back({set, LaneIndex()});
    for (std::size_t i = 0; i < open.size(); ++i) {
      const auto [set, parent] = open[i];
      for (const bpmn::LaneIndex lane : document_.at(set).lanes) {
        const bpmn::Lane& source = document_.at(lane);
        const LaneIndex own(definition_->lanes.size());
        lane_of_[lane.value()] = own;
        definition_->lanes.push_back({source.id, source.name, parent});
        if (source.child_lane_set.valid()) open.push_back({source.child_lane_set, own});
      }
    }
  }
}

void Builder::add_node(bpmn::FlowNodeIndex source_index) {
  const bpmn::FlowNode& source = document_.at(source_index);
  Node& node = definition_->nodes.emplace_back();
  definition_->node_spans.push_back(source.span);
  node.kind = *kind_of(source);
  node.id = source.id;
  node.name = source.name;
  node.scope = scope_of_[source.container.value()];
  if (const bpmn::SubProcess* sub = source.subprocess(); sub && sub->container.valid()) {
    node.body = scope_of_[sub->container.value()];
    definition_->scopes[node.body.value()].node = node_of(source_index);
  }
  if (!source.lanes.empty()) {
    node.lane = lane_of_[source.lanes.front().value()];
  } else if (const NodeIndex around = definition_->scopes[node.scope.value()].node;
             around.valid() && around.value() < definition_->nodes.size()) {
    node.lane = definition_->nodes[around.value()].lane;  // what lies within lies in its lane
  }
  definition_->scopes[node.scope.value()].nodes.push_back(node_of(source_index));
}

void Builder::flows() {
  std::vector<bpmn::SequenceFlowIndex> sources;
  for (const bpmn::ContainerIndex container : containers_) {
    const auto& own = document_.at(container).sequence_flows;
    sources.insert(sources.end(), own.begin(), own.end());
  }
  std::sort(sources.begin(), sources.end(), [&](auto a, auto b) {
    return document_.at(a).span.offset < document_.at(b).span.offset;
  });
  definition_->flows.reserve(sources.size());
  for (const bpmn::SequenceFlowIndex index : sources) {
    const bpmn::SequenceFlow& source = document_.at(index);
    const NodeIndex from = node_of(source.source.flow_node());
    const NodeIndex to = node_of(source.target.flow_node());
    if (!from.valid() || !to.valid()) continue;  // reported by the reader as a dangling reference
    flow_of_[index.value()] = FlowIndex(definition_->flows.size());
    Flow& flow = definition_->flows.emplace_back();
    definition_->flow_spans.push_back(source.span);
    flow.id = !source.id.empty()
                  ? source.id
                  : definition_->nodes[from.value()].id + "->" + definition_->nodes[to.value()].id;
    flow.name = source.name;
    flow.source = from;
    flow.target = to;
    expressions_.set_element(flow.id);
    if (has_extensions(source))
      listeners_of_flow(flow_of_[index.value()], lower(source, kSequenceFlow));
    if (source.condition)
      flow.condition = expressions_.formal(document_, *source.condition, "FLW-14");
  }
}

void Builder::nodes() {
  static const Lowered kNothing;
  for (std::size_t i = 0; i < source_nodes_.size(); ++i) {
    const bpmn::FlowNode& source = document_.at(source_nodes_[i]);
    Node& node = definition_->nodes[i];
    expressions_.set_element(source.id);
    // Most nodes have no extensions, and all that could be said of one takes some kilobytes.
    if (!has_extensions(source)) {
      fill(node, source, kNothing);
      continue;
    }
    const Lowered lowered = lower(source, place_of(source.kind));
    fill(node, source, lowered);
    listeners(NodeIndex(i), lowered);
  }
  for (Timeout& timeout : timeouts_) {
    definition_->scopes[timeout.event.scope.value()].nodes.push_back(
        NodeIndex(definition_->nodes.size()));
    definition_->nodes.push_back(std::move(timeout.event));
    definition_->node_spans.push_back(timeout.span);
  }
}

void Builder::fill(Node& node, const bpmn::FlowNode& source, const Lowered& lowered) {
  common_attributes(node, lowered);
  if (const bpmn::Event* own = source.event()) {
    event(node, *own, lowered);
  } else if (const bpmn::Activity* own_activity = source.activity()) {
    activity(node, source, *own_activity, lowered);
  } else if (const bpmn::Gateway* gateway = source.gateway()) {
    node.instantiate = gateway->instantiate;
    node.parallel_events = gateway->event_gateway_type == bpmn::EventGatewayType::Parallel;
    if (const auto flow = gateway->default_flow.sequence_flow(); flow.valid())
      node.default_flow = flow_of_[flow.value()];
    set_data(node, lowered, NodeData());
    if (node.kind == NodeKind::ComplexGateway)
      node.work =
          ComplexWork{gateway->activation_condition
                          ? expressions_.formal(document_, *gateway->activation_condition, "FLW-14")
                          : Expression()};
  }
}

void Builder::common_attributes(Node& node, const Lowered& lowered) {
  node.async = async_points(lowered);
  node.initiator_variable = lowered.initiator.text;
  for (const WrittenPair& property : lowered.properties)
    node.properties.push_back({std::string(property.key), expressions_.text(property.value)});
}

void Builder::neighbours() {
  ProcessDefinition& definition = *definition_;
  const std::size_t count = definition.nodes.size();
  Lists<FlowIndex> incoming(count), outgoing(count);
  for (const Flow& flow : definition.flows) {
    incoming.count(flow.target);
    outgoing.count(flow.source);
  }
  incoming.counted(definition.flow_lists);
  outgoing.counted(definition.flow_lists);
  for (std::size_t i = 0; i < definition.flows.size(); ++i) {
    incoming.put(definition.flows[i].target, FlowIndex(i), definition.flow_lists);
    outgoing.put(definition.flows[i].source, FlowIndex(i), definition.flow_lists);
  }
  Lists<NodeIndex> boundary(count);
  for (const Node& node : definition.nodes)
    if (node.attached_to.valid()) boundary.count(node.attached_to);
  boundary.counted(definition.node_lists);
  for (std::size_t i = 0; i < count; ++i)
    if (definition.nodes[i].attached_to.valid())
      boundary.put(definition.nodes[i].attached_to, NodeIndex(i), definition.node_lists);
  for (std::size_t i = 0; i < count; ++i) {
    definition.nodes[i].incoming_range = incoming.range(i);
    definition.nodes[i].outgoing_range = outgoing.range(i);
    definition.nodes[i].boundary_range = boundary.range(i);
  }
}

void Builder::index_by_id() {
  ProcessDefinition& definition = *definition_;
  definition.nodes_by_id.reserve(definition.nodes.size());
  for (std::size_t i = 0; i < definition.nodes.size(); ++i)
    definition.nodes_by_id.emplace(definition.nodes[i].id, NodeIndex(i));
  definition.flows_by_id.reserve(definition.flows.size());
  for (std::size_t i = 0; i < definition.flows.size(); ++i)
    definition.flows_by_id.emplace(definition.flows[i].id, FlowIndex(i));
}

}  // namespace umlauf::definition
