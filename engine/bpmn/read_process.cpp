// Processes and what they contain: lanes, sequence flows, artifacts; BPMN 2.0.2 §10.
#include "engine/bpmn/reading.hpp"

namespace umlauf::bpmn::detail {
namespace {

GlobalTaskKind kind_of(Tag tag) {
  switch (tag) {
    case Tag::GlobalBusinessRuleTask:
      return GlobalTaskKind::GlobalBusinessRuleTask;
    case Tag::GlobalManualTask:
      return GlobalTaskKind::GlobalManualTask;
    case Tag::GlobalScriptTask:
      return GlobalTaskKind::GlobalScriptTask;
    case Tag::GlobalUserTask:
      return GlobalTaskKind::GlobalUserTask;
    default:
      return GlobalTaskKind::GlobalTask;
  }
}

}  // namespace

ContainerIndex Reader::new_container(ElementAddress owner, ContainerIndex parent,
                                     ProcessIndex process) {
  FlowElementsContainer& added = definitions_.containers.emplace_back();
  added.owner = owner;
  added.parent = parent;
  added.process = process;
  return ContainerIndex(definitions_.containers.size() - 1);
}

void Reader::process(const xml::Element& element) {
  const Fields fields(element, Tag::Process, findings_);
  const ProcessIndex index(definitions_.processes.size());
  Process out;
  named(fields, {ElementType::Process, index.value()}, out);
  out.type = fields.choice("processType", ValueType::ProcessType, out.type);
  out.is_closed = fields.flag("isClosed", false);
  out.is_executable = fields.optional_flag("isExecutable");
  out.definitional_collaboration = reference(fields, "definitionalCollaborationRef");
  out.container = new_container({ElementType::Process, index.value()}, {}, index);
  make_room_for_children(element, definitions_.flow_nodes, definitions_.sequence_flows);
  children(fields, &out, [&](Tag tag, const xml::Element& child) {
    switch (head_of(tag)) {
      case Tag::SupportedInterfaceRef:
        out.supported_interfaces.push_back(text_reference(child));
        break;
      case Tag::IoSpecification:
        out.io_specification = io_specification(child);
        break;
      case Tag::IoBinding:
        out.io_bindings.push_back(io_binding(child));
        break;
      case Tag::Auditing:
        out.auditing = bare(tag, child);
        break;
      case Tag::Monitoring:
        out.monitoring = bare(tag, child);
        break;
      case Tag::Property:
        out.properties.push_back(item(tag, child, {}));
        break;
      case Tag::ResourceRole:
        out.resources.push_back(resource_role(tag, child));
        break;
      case Tag::CorrelationSubscription:
        out.correlation_subscriptions.push_back(correlation_subscription(child));
        break;
      case Tag::Supports:
        out.supports.push_back(text_reference(child));
        break;
      default:
        pending_.push_back({tag, child, out.container, {}, {}});
    }
  });
  definitions_.processes.push_back(std::move(out));
}

void Reader::global_task(Tag tag, const xml::Element& element) {
  const Fields fields(element, tag, findings_);
  GlobalTask out;
  named(fields,
        {ElementType::GlobalTask, static_cast<std::uint32_t>(definitions_.global_tasks.size())},
        out);
  out.kind = kind_of(tag);
  out.implementation = fields.text("implementation");
  out.script_language = fields.text("scriptLanguage");
  children(fields, &out, [&](Tag part, const xml::Element& child) {
    if (part == Tag::SupportedInterfaceRef)
      out.supported_interfaces.push_back(text_reference(child));
    if (part == Tag::IoSpecification) out.io_specification = io_specification(child);
    if (part == Tag::IoBinding) out.io_bindings.push_back(io_binding(child));
    if (part == Tag::Rendering) out.renderings.push_back(bare(part, child));
    if (part == Tag::Script) out.script = plain_text(child);
    if (head_of(part) == Tag::ResourceRole) out.resources.push_back(resource_role(part, child));
  });
  definitions_.global_tasks.push_back(std::move(out));
}

void Reader::work_off() {
  while (!pending_.empty()) {
    const Pending next = pending_.front();
    pending_.pop_front();
    if (next.tag == Tag::ChildLaneSet)
      lane_set(next.tag, next.element, next.container, next.lane);
    else if (head_of(next.tag) == Tag::ConversationNode)
      conversation_node(next.tag, next.element, next.collaboration);
    else
      content(next.container, next.tag, next.element);
  }
}

void Reader::content(ContainerIndex container, Tag tag, const xml::Element& element) {
  switch (tag) {
    case Tag::LaneSet:
      return lane_set(tag, element, container, {});
    case Tag::SequenceFlow:
      return sequence_flow(element, container);
    case Tag::DataObject:
    case Tag::DataObjectReference:
    case Tag::DataStoreReference: {
      const ItemIndex added = item(tag, element, container);
      definitions_.containers[container.value()].items.push_back(added);
      return;
    }
    case Tag::Association:
    case Tag::Group:
    case Tag::TextAnnotation:
      return artifact(tag, element, container,
                      definitions_.containers[container.value()].artifacts);
    default:
      if (head_of(tag) != Tag::FlowElement || !schema_of(tag)) return;
      const FlowNodeIndex added = flow_node(tag, element, container);
      definitions_.containers[container.value()].flow_nodes.push_back(added);
  }
}

void Reader::lane_set(Tag tag, const xml::Element& element, ContainerIndex container,
                      LaneIndex parent) {
  const Fields fields(element, tag, findings_);
  const LaneSetIndex index(definitions_.lane_sets.size());
  LaneSet out;
  named(fields, {ElementType::LaneSet, index.value()}, out);
  out.container = container;
  out.parent = parent;
  children(fields, &out, [&](Tag, const xml::Element& child) {
    out.lanes.push_back(lane(child, index, container));
  });
  definitions_.lane_sets.push_back(std::move(out));
  if (parent.valid())
    definitions_.lanes[parent.value()].child_lane_set = index;
  else
    definitions_.containers[container.value()].lane_sets.push_back(index);
}

LaneIndex Reader::lane(const xml::Element& element, LaneSetIndex set, ContainerIndex container) {
  const Fields fields(element, Tag::Lane, findings_);
  const LaneIndex index(definitions_.lanes.size());
  Lane out;
  named(fields, {ElementType::Lane, index.value()}, out);
  out.lane_set = set;
  out.partition_element = reference(fields, "partitionElementRef");
  children(fields, &out, [&](Tag tag, const xml::Element& child) {
    if (tag == Tag::FlowNodeRef) out.flow_nodes.push_back(text_reference(child));
    if (tag == Tag::PartitionElement) bare(tag, child);
    if (tag == Tag::ChildLaneSet) pending_.push_back({tag, child, container, index, {}});
  });
  definitions_.lanes.push_back(std::move(out));
  return index;
}

void Reader::artifact(Tag tag, const xml::Element& element, ContainerIndex container,
                      std::vector<ArtifactIndex>& into) {
  const Fields fields(element, tag, findings_);
  const ArtifactIndex index(definitions_.artifacts.size());
  Artifact out;
  base(fields, {ElementType::Artifact, index.value()}, out);
  out.container = container;
  if (tag == Tag::Association) {
    out.kind = ArtifactKind::Association;
    out.source = reference(fields, "sourceRef");
    out.target = reference(fields, "targetRef");
    out.direction =
        fields.choice("associationDirection", ValueType::AssociationDirection, out.direction);
  } else if (tag == Tag::Group) {
    out.kind = ArtifactKind::Group;
    out.category_value = reference(fields, "categoryValueRef");
  } else {
    out.text_format = fields.text("textFormat", out.text_format);
  }
  children(fields, &out, [&](Tag part, const xml::Element& child) {
    if (part == Tag::Text) out.text = plain_text(child);
  });
  definitions_.artifacts.push_back(std::move(out));
  into.push_back(index);
}

void Reader::sequence_flow(const xml::Element& element, ContainerIndex container) {
  const Fields fields(element, Tag::SequenceFlow, findings_);
  const SequenceFlowIndex index(definitions_.sequence_flows.size());
  SequenceFlow& out = definitions_.sequence_flows.emplace_back();
  named(fields, {ElementType::SequenceFlow, index.value()}, out);
  out.container = container;
  out.source = reference(fields, "sourceRef");
  out.target = reference(fields, "targetRef");
  out.is_immediate = fields.optional_flag("isImmediate");
  children(fields, &out, [&](Tag tag, const xml::Element& child) {
    if (tag == Tag::ConditionExpression) out.condition = expression(child, tag);
    if (tag == Tag::CategoryValueRef) out.category_values.push_back(text_reference(child));
    if (tag == Tag::Auditing || tag == Tag::Monitoring) bare(tag, child);
  });
  definitions_.containers[container.value()].sequence_flows.push_back(index);
}

}  // namespace umlauf::bpmn::detail
