// Activities and gateways, BPMN 2.0.2 §10.3 and §10.6; choreography activities, §11.
#include "engine/bpmn/reading.hpp"

namespace umlauf::bpmn::detail {
namespace {

constexpr ElementAddress kOther{ElementType::Other, 0};

struct NodeRow {
  Tag tag;
  FlowNodeKind kind;
};

// In the order of FlowNodeKind.
constexpr NodeRow kNodes[] = {
    {Tag::Task, FlowNodeKind::Task},
    {Tag::ManualTask, FlowNodeKind::ManualTask},
    {Tag::ServiceTask, FlowNodeKind::ServiceTask},
    {Tag::SendTask, FlowNodeKind::SendTask},
    {Tag::ReceiveTask, FlowNodeKind::ReceiveTask},
    {Tag::UserTask, FlowNodeKind::UserTask},
    {Tag::BusinessRuleTask, FlowNodeKind::BusinessRuleTask},
    {Tag::ScriptTask, FlowNodeKind::ScriptTask},
    {Tag::CallActivity, FlowNodeKind::CallActivity},
    {Tag::SubProcess, FlowNodeKind::SubProcess},
    {Tag::Transaction, FlowNodeKind::Transaction},
    {Tag::AdHocSubProcess, FlowNodeKind::AdHocSubProcess},
    {Tag::StartEvent, FlowNodeKind::StartEvent},
    {Tag::IntermediateCatchEvent, FlowNodeKind::IntermediateCatchEvent},
    {Tag::IntermediateThrowEvent, FlowNodeKind::IntermediateThrowEvent},
    {Tag::BoundaryEvent, FlowNodeKind::BoundaryEvent},
    {Tag::EndEvent, FlowNodeKind::EndEvent},
    {Tag::ImplicitThrowEvent, FlowNodeKind::ImplicitThrowEvent},
    {Tag::ExclusiveGateway, FlowNodeKind::ExclusiveGateway},
    {Tag::InclusiveGateway, FlowNodeKind::InclusiveGateway},
    {Tag::ParallelGateway, FlowNodeKind::ParallelGateway},
    {Tag::ComplexGateway, FlowNodeKind::ComplexGateway},
    {Tag::EventBasedGateway, FlowNodeKind::EventBasedGateway},
    {Tag::ChoreographyTask, FlowNodeKind::ChoreographyTask},
    {Tag::SubChoreography, FlowNodeKind::SubChoreography},
    {Tag::CallChoreography, FlowNodeKind::CallChoreography},
};

// The implicit throw event of a complex behaviour is written as `event`.
FlowNodeKind kind_of(Tag tag) {
  for (const NodeRow& row : kNodes)
    if (row.tag == tag) return row.kind;
  return FlowNodeKind::ImplicitThrowEvent;
}

}  // namespace

FlowNodeIndex Reader::flow_node(Tag tag, const xml::Element& element, ContainerIndex container) {
  const Fields fields(element, tag, findings_);
  const FlowNodeIndex index(definitions_.flow_nodes.size());
  definitions_.flow_nodes.emplace_back();  // its place; nested throw events come after it
  FlowNode node;
  named(fields, {ElementType::FlowNode, index.value()}, node);
  node.kind = kind_of(tag);
  node.container = container;
  if (node.kind <= FlowNodeKind::AdHocSubProcess)
    activity(fields, node, index);
  else if (node.kind <= FlowNodeKind::ImplicitThrowEvent)
    event(fields, node, index);
  else if (node.kind <= FlowNodeKind::EventBasedGateway)
    gateway(fields, node);
  else
    choreography_activity(fields, node, index);
  definitions_.flow_nodes[index.value()] = std::move(node);
  return index;
}

bool Reader::flow_node_child(Tag tag, const xml::Element& child, FlowNode& node) {
  switch (tag) {
    case Tag::Incoming:
      node.incoming_listed.push_back(text_reference(child));
      return true;
    case Tag::Outgoing:
      node.outgoing_listed.push_back(text_reference(child));
      return true;
    case Tag::CategoryValueRef:
      node.category_values.push_back(text_reference(child));
      return true;
    case Tag::Auditing:
    case Tag::Monitoring:
      bare(tag, child);
      return true;
    default:
      return false;
  }
}

void Reader::activity(const Fields& fields, FlowNode& node, FlowNodeIndex index) {
  Activity& own = node.content.emplace<Activity>();
  own.is_for_compensation = fields.flag("isForCompensation", false);
  own.start_quantity = fields.integer("startQuantity", 1);
  own.completion_quantity = fields.integer("completionQuantity", 1);
  own.default_flow = reference(fields, "default");
  own.content = activity_content(fields, node, index);
  children(fields, &node, [&](Tag tag, const xml::Element& child) {
    if (flow_node_child(tag, child, node) || activity_child(tag, child, own)) return;
    if (SubProcess* subprocess = std::get_if<SubProcess>(&own.content)) {
      if (tag == Tag::CompletionCondition)
        subprocess->completion_condition = expression(child, tag);
      else
        pending_.push_back({tag, child, subprocess->container, {}, {}});
    } else if (UserTask* user = std::get_if<UserTask>(&own.content)) {
      user->renderings.push_back(bare(tag, child));
    } else if (ScriptTask* script = std::get_if<ScriptTask>(&own.content)) {
      script->script = plain_text(child);
      script->script_span = child.text_span();
    }
  });
}

ActivityContent Reader::activity_content(const Fields& fields, const FlowNode& node,
                                         FlowNodeIndex index) {
  const std::string implementation(fields.text("implementation"));
  switch (node.kind) {
    case FlowNodeKind::ServiceTask:
      return ServiceTask{implementation, reference(fields, "operationRef")};
    case FlowNodeKind::SendTask:
      return SendTask{implementation, reference(fields, "messageRef"),
                      reference(fields, "operationRef")};
    case FlowNodeKind::ReceiveTask:
      return ReceiveTask{implementation, reference(fields, "messageRef"),
                         reference(fields, "operationRef"), fields.flag("instantiate", false)};
    case FlowNodeKind::UserTask:
      return UserTask{implementation, {}};
    case FlowNodeKind::BusinessRuleTask:
      return BusinessRuleTask{implementation};
    case FlowNodeKind::ScriptTask:
      return ScriptTask{std::string(fields.text("scriptFormat")), std::nullopt, {}};
    case FlowNodeKind::CallActivity:
      return CallActivity{reference(fields, "calledElement")};
    case FlowNodeKind::SubProcess:
    case FlowNodeKind::Transaction:
    case FlowNodeKind::AdHocSubProcess: {
      SubProcess own;
      const ProcessIndex process = definitions_.at(node.container).process;
      own.container =
          new_container({ElementType::FlowNode, index.value()}, node.container, process);
      own.triggered_by_event = fields.flag("triggeredByEvent", false);
      own.method = fields.text("method", own.method);
      own.ordering = fields.choice("ordering", ValueType::AdHocOrdering, own.ordering);
      own.cancel_remaining_instances = fields.flag("cancelRemainingInstances", true);
      return own;
    }
    default:
      return PlainTask{};
  }
}

bool Reader::activity_child(Tag tag, const xml::Element& child, Activity& activity) {
  switch (head_of(tag)) {
    case Tag::IoSpecification:
      activity.io_specification = io_specification(child);
      return true;
    case Tag::Property:
      activity.properties.push_back(item(tag, child, {}));
      return true;
    case Tag::DataInputAssociation:
      activity.data_input_associations.push_back(data_association(tag, child));
      return true;
    case Tag::DataOutputAssociation:
      activity.data_output_associations.push_back(data_association(tag, child));
      return true;
    case Tag::ResourceRole:
      activity.resources.push_back(resource_role(tag, child));
      return true;
    case Tag::LoopCharacteristics:
      if (schema_of(tag)) activity.loop = loop(tag, child);
      return true;
    default:
      return false;
  }
}

LoopCharacteristics Reader::loop(Tag tag, const xml::Element& element) {
  if (tag == Tag::StandardLoopCharacteristics) return standard_loop(element);
  return multi_instance(element);
}

StandardLoopCharacteristics Reader::standard_loop(const xml::Element& element) {
  const Fields fields(element, Tag::StandardLoopCharacteristics, findings_);
  StandardLoopCharacteristics out;
  base(fields, kOther, out);
  out.test_before = fields.flag("testBefore", false);
  out.loop_maximum = fields.text("loopMaximum");
  children(fields, &out,
           [&](Tag tag, const xml::Element& child) { out.condition = expression(child, tag); });
  return out;
}

MultiInstanceLoopCharacteristics Reader::multi_instance(const xml::Element& element) {
  const Fields fields(element, Tag::MultiInstanceLoopCharacteristics, findings_);
  MultiInstanceLoopCharacteristics out;
  base(fields, kOther, out);
  out.is_sequential = fields.flag("isSequential", false);
  out.behavior = fields.choice("behavior", ValueType::MultiInstanceBehavior, out.behavior);
  out.one_behavior_event = reference(fields, "oneBehaviorEventRef");
  out.none_behavior_event = reference(fields, "noneBehaviorEventRef");
  children(fields, &out, [&](Tag tag, const xml::Element& child) {
    switch (tag) {
      case Tag::LoopCardinality:
        out.loop_cardinality = expression(child, tag);
        break;
      case Tag::LoopDataInputRef:
        out.loop_data_input = text_reference(child);
        break;
      case Tag::LoopDataOutputRef:
        out.loop_data_output = text_reference(child);
        break;
      case Tag::InputDataItem:
        out.input_data_item = item(tag, child, {});
        break;
      case Tag::OutputDataItem:
        out.output_data_item = item(tag, child, {});
        break;
      case Tag::ComplexBehaviorDefinition:
        out.complex_behaviors.push_back(complex_behavior(child));
        break;
      case Tag::CompletionCondition:
        out.completion_condition = expression(child, tag);
        break;
      default:
        break;
    }
  });
  return out;
}

ComplexBehaviorDefinition Reader::complex_behavior(const xml::Element& element) {
  const Fields fields(element, Tag::ComplexBehaviorDefinition, findings_);
  ComplexBehaviorDefinition out;
  base(fields, kOther, out);
  children(fields, &out, [&](Tag tag, const xml::Element& child) {
    if (tag == Tag::Condition) out.condition = expression(child, tag);
    if (tag == Tag::Event) out.event = flow_node(tag, child, {});
  });
  return out;
}

void Reader::gateway(const Fields& fields, FlowNode& node) {
  Gateway& own = node.content.emplace<Gateway>();
  own.direction = fields.choice("gatewayDirection", ValueType::GatewayDirection, own.direction);
  own.default_flow = reference(fields, "default");
  own.instantiate = fields.flag("instantiate", false);
  own.event_gateway_type =
      fields.choice("eventGatewayType", ValueType::EventGatewayType, own.event_gateway_type);
  children(fields, &node, [&](Tag tag, const xml::Element& child) {
    if (flow_node_child(tag, child, node)) return;
    if (tag == Tag::ActivationCondition) own.activation_condition = expression(child, tag);
  });
}

void Reader::choreography_activity(const Fields& fields, FlowNode& node, FlowNodeIndex index) {
  ChoreographyActivity& own = node.content.emplace<ChoreographyActivity>();
  own.initiating_participant = reference(fields, "initiatingParticipantRef");
  own.called_choreography = reference(fields, "calledChoreographyRef");
  if (node.kind == FlowNodeKind::SubChoreography)
    own.container = new_container({ElementType::FlowNode, index.value()}, node.container,
                                  definitions_.at(node.container).process);
  children(fields, &node, [&](Tag tag, const xml::Element& child) {
    if (flow_node_child(tag, child, node)) return;
    if (tag == Tag::ParticipantRef) own.participants.push_back(text_reference(child));
    if (tag == Tag::MessageFlowRef) own.message_flows.push_back(text_reference(child));
    if (tag == Tag::CorrelationKey) correlation_key(child);
    const Tag head = head_of(tag);
    if (own.container.valid() && (head == Tag::FlowElement || head == Tag::Artifact))
      pending_.push_back({tag, child, own.container, {}, {}});
  });
}

}  // namespace umlauf::bpmn::detail

namespace umlauf::bpmn {

std::string_view element_name(FlowNodeKind kind) {
  return detail::name_of(detail::kNodes[static_cast<std::size_t>(kind)].tag);
}

}  // namespace umlauf::bpmn
