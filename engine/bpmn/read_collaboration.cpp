// Collaborations and, as far as they are kept, conversations and choreographies; BPMN 2.0.2 §9,
// §11.
#include "engine/bpmn/reading.hpp"

namespace umlauf::bpmn::detail {
namespace {

constexpr ElementAddress kOther{ElementType::Other, 0};

CollaborationKind kind_of(Tag tag) {
  switch (tag) {
    case Tag::GlobalConversation:
      return CollaborationKind::GlobalConversation;
    case Tag::Choreography:
      return CollaborationKind::Choreography;
    case Tag::GlobalChoreographyTask:
      return CollaborationKind::GlobalChoreographyTask;
    default:
      return CollaborationKind::Collaboration;
  }
}

}  // namespace

void Reader::collaboration(Tag tag, const xml::Element& element) {
  const Fields fields(element, tag, findings_);
  const CollaborationIndex index(definitions_.collaborations.size());
  definitions_.collaborations.emplace_back();
  Collaboration out;
  named(fields, {ElementType::Collaboration, index.value()}, out);
  out.kind = kind_of(tag);
  out.is_closed = fields.flag("isClosed", false);
  if (out.kind == CollaborationKind::Choreography) out.container = new_container(kOther, {}, {});
  const auto inner_outer = [&](Tag part, const xml::Element& child, auto& into) {
    const Fields own(child, part, findings_);
    auto& added = into.emplace_back();
    base(own, kOther, added);
    added.inner = reference(own, "innerMessageFlowRef");
    added.outer = reference(own, "outerMessageFlowRef");
    children(own, &added, [&](Tag side, const xml::Element& body) {
      (side == Tag::InnerParticipantRef ? added.inner : added.outer) = text_reference(body);
    });
  };
  const std::size_t first_participant = definitions_.participants.size();
  const std::size_t first_flow = definitions_.message_flows.size();
  children(fields, &out, [&](Tag part, const xml::Element& child) {
    switch (head_of(part)) {
      case Tag::Participant:
        return participant(child, index);
      case Tag::MessageFlow:
        return message_flow(child, index);
      case Tag::Artifact:
        return artifact(part, child, {}, out.artifacts);
      case Tag::ParticipantAssociation:
        return inner_outer(part, child, out.participant_associations);
      case Tag::MessageFlowAssociation:
        return inner_outer(part, child, out.message_flow_associations);
      case Tag::CorrelationKey:
        out.correlation_keys.push_back(correlation_key(child));
        return;
      case Tag::ChoreographyRef:
        out.choreographies.push_back(text_reference(child));
        return;
      case Tag::ConversationLink: {
        const Fields own(child, part, findings_);
        ConversationLink& link = out.conversation_links.emplace_back();
        named(own, kOther, link);
        link.source = reference(own, "sourceRef");
        link.target = reference(own, "targetRef");
        return;
      }
      case Tag::ConversationNode:
        pending_.push_back({part, child, {}, {}, index});
        return;
      case Tag::FlowElement:
        if (out.container.valid()) pending_.push_back({part, child, out.container, {}, {}});
        return;
      default:
        return;
    }
  });
  for (std::size_t i = first_participant; i < definitions_.participants.size(); ++i)
    out.participants.emplace_back(i);
  for (std::size_t i = first_flow; i < definitions_.message_flows.size(); ++i)
    out.message_flows.emplace_back(i);
  definitions_.collaborations[index.value()] = std::move(out);
}

void Reader::participant(const xml::Element& element, CollaborationIndex collaboration) {
  const Fields fields(element, Tag::Participant, findings_);
  Participant out;
  named(fields,
        {ElementType::Participant, static_cast<std::uint32_t>(definitions_.participants.size())},
        out);
  out.collaboration = collaboration;
  out.process = reference(fields, "processRef");
  children(fields, &out, [&](Tag tag, const xml::Element& child) {
    if (tag == Tag::InterfaceRef) out.interfaces.push_back(text_reference(child));
    if (tag == Tag::EndPointRef) out.end_points.push_back(text_reference(child));
    if (tag != Tag::ParticipantMultiplicity) return;
    const Fields own(child, tag, findings_);
    register_id(own, kOther);
    out.has_multiplicity = true;
    out.minimum = own.integer("minimum", 0);
    out.maximum = own.integer("maximum", 1);
  });
  definitions_.participants.push_back(std::move(out));
}

void Reader::message_flow(const xml::Element& element, CollaborationIndex collaboration) {
  const Fields fields(element, Tag::MessageFlow, findings_);
  MessageFlow out;
  named(fields,
        {ElementType::MessageFlow, static_cast<std::uint32_t>(definitions_.message_flows.size())},
        out);
  out.collaboration = collaboration;
  out.source = reference(fields, "sourceRef");
  out.target = reference(fields, "targetRef");
  out.message = reference(fields, "messageRef");
  children(fields, &out, [](Tag, const xml::Element&) {});
  definitions_.message_flows.push_back(std::move(out));
}

void Reader::conversation_node(Tag tag, const xml::Element& element,
                               CollaborationIndex collaboration) {
  const Fields fields(element, tag, findings_);
  const auto index = static_cast<std::uint32_t>(definitions_.conversation_nodes.size());
  ConversationNode out;
  named(fields, {ElementType::ConversationNode, index}, out);
  if (tag == Tag::SubConversation) out.kind = ConversationNodeKind::SubConversation;
  if (tag == Tag::CallConversation) out.kind = ConversationNodeKind::CallConversation;
  out.called_collaboration = reference(fields, "calledCollaborationRef");
  children(fields, &out, [&](Tag part, const xml::Element& child) {
    if (part == Tag::ParticipantRef) out.participants.push_back(text_reference(child));
    if (part == Tag::MessageFlowRef) out.message_flows.push_back(text_reference(child));
    if (part == Tag::CorrelationKey) correlation_key(child);
    if (head_of(part) == Tag::ConversationNode)
      pending_.push_back({part, child, {}, {}, collaboration});
  });
  definitions_.conversation_nodes.push_back(std::move(out));
  definitions_.collaborations[collaboration.value()].conversation_nodes.push_back(index);
}

}  // namespace umlauf::bpmn::detail
