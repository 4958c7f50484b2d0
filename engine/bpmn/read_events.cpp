// Events and their definitions, BPMN 2.0.2 §10.5.
#include "engine/bpmn/reading.hpp"

namespace umlauf::bpmn::detail {

void Reader::event(const Fields& fields, FlowNode& node, FlowNodeIndex index) {
  Event& own = node.content.emplace<Event>();
  own.parallel_multiple = fields.flag("parallelMultiple", false);
  own.is_interrupting = fields.flag("isInterrupting", true);
  own.cancel_activity = fields.flag("cancelActivity", true);
  own.attached_to = reference(fields, "attachedToRef");
  children(fields, &node, [&](Tag tag, const xml::Element& child) {
    if (!flow_node_child(tag, child, node)) event_child(tag, child, own, index);
  });
}

bool Reader::event_child(Tag tag, const xml::Element& child, Event& event, FlowNodeIndex index) {
  const auto data = [&]() -> InputOutputSpecification& {
    return event.data ? *event.data : event.data.emplace();
  };
  switch (head_of(tag)) {
    case Tag::Property:
      event.properties.push_back(item(tag, child, {}));
      return true;
    case Tag::DataInput:
      data().data_inputs.push_back(item(tag, child, {}));
      return true;
    case Tag::DataOutput:
      data().data_outputs.push_back(item(tag, child, {}));
      return true;
    case Tag::InputSet:
      data().input_sets.push_back(input_set(child));
      return true;
    case Tag::OutputSet:
      data().output_sets.push_back(output_set(child));
      return true;
    case Tag::DataInputAssociation:
    case Tag::DataOutputAssociation:
      event.data_associations.push_back(data_association(tag, child));
      return true;
    case Tag::EventDefinition:
      if (schema_of(tag)) event.definitions.push_back(event_definition(tag, child, index));
      return true;
    case Tag::EventDefinitionRef:
      event.definition_references.push_back(text_reference(child));
      return true;
    default:
      return false;
  }
}

EventDefinitionIndex Reader::event_definition(Tag tag, const xml::Element& element,
                                              FlowNodeIndex event) {
  const Fields fields(element, tag, findings_);
  const EventDefinitionIndex index(definitions_.event_definitions.size());
  EventDefinition out;
  base(fields, {ElementType::EventDefinition, index.value()}, out);
  out.event = event;
  out.content = event_definition_content(fields, out);
  definitions_.event_definitions.push_back(std::move(out));
  return index;
}

EventDefinitionContent Reader::event_definition_content(const Fields& fields,
                                                        EventDefinition& out) {
  EventDefinitionContent content = CancelEventDefinition{};
  switch (fields.tag()) {
    case Tag::TerminateEventDefinition:
      content = TerminateEventDefinition{};
      break;
    case Tag::CompensateEventDefinition:
      content = CompensateEventDefinition{reference(fields, "activityRef"),
                                          fields.flag("waitForCompletion", true)};
      break;
    case Tag::ConditionalEventDefinition:
      content = ConditionalEventDefinition{};
      break;
    case Tag::ErrorEventDefinition:
      content = ErrorEventDefinition{reference(fields, "errorRef")};
      break;
    case Tag::EscalationEventDefinition:
      content = EscalationEventDefinition{reference(fields, "escalationRef")};
      break;
    case Tag::LinkEventDefinition:
      content = LinkEventDefinition{std::string(fields.text("name")), {}, {}};
      break;
    case Tag::MessageEventDefinition:
      content = MessageEventDefinition{reference(fields, "messageRef"), {}};
      break;
    case Tag::SignalEventDefinition:
      content = SignalEventDefinition{reference(fields, "signalRef")};
      break;
    case Tag::TimerEventDefinition:
      content = TimerEventDefinition{};
      break;
    default:
      break;
  }
  children(fields, &out, [&](Tag tag, const xml::Element& child) {
    if (auto* timer = std::get_if<TimerEventDefinition>(&content)) {
      Rare<Expression>& time = tag == Tag::TimeDate       ? timer->time_date
                               : tag == Tag::TimeDuration ? timer->time_duration
                                                          : timer->time_cycle;
      time = expression(child, tag);
    } else if (auto* conditional = std::get_if<ConditionalEventDefinition>(&content)) {
      conditional->condition = expression(child, tag);
    } else if (auto* message = std::get_if<MessageEventDefinition>(&content)) {
      message->operation = text_reference(child);
    } else if (auto* link = std::get_if<LinkEventDefinition>(&content)) {
      if (tag == Tag::Source)
        link->sources.push_back(text_reference(child));
      else
        link->target = text_reference(child);
    }
  });
  return content;
}

}  // namespace umlauf::bpmn::detail

namespace umlauf::bpmn {

std::string_view element_name(EventDefinitionKind kind) {
  static constexpr std::string_view kNames[] = {
      "cancelEventDefinition",  "compensateEventDefinition", "conditionalEventDefinition",
      "errorEventDefinition",   "escalationEventDefinition", "linkEventDefinition",
      "messageEventDefinition", "signalEventDefinition",     "terminateEventDefinition",
      "timerEventDefinition"};
  return kNames[static_cast<std::size_t>(kind)];
}

}  // namespace umlauf::bpmn
