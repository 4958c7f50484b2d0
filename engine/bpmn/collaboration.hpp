#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "engine/bpmn/common.hpp"

/// Collaborations, BPMN 2.0.2 §9.
namespace umlauf::bpmn {

/// §9.3.1.
struct Participant : NamedElement {
  CollaborationIndex collaboration;
  Reference process;
  std::vector<Reference> interfaces;
  std::vector<Reference> end_points;
  bool has_multiplicity = false;
  std::int64_t minimum = 0;
  std::int64_t maximum = 1;
  bool operator==(const Participant&) const = default;
};

/// §9.3.3. Source and target are a Participant, a FlowNode or a ConversationNode.
struct MessageFlow : NamedElement {
  CollaborationIndex collaboration;
  Reference source;
  Reference target;
  Reference message;
  bool operator==(const MessageFlow&) const = default;
};

/// §9.2.
struct ParticipantAssociation : BaseElement {
  Reference inner;
  Reference outer;
  bool operator==(const ParticipantAssociation&) const = default;
};
struct MessageFlowAssociation : BaseElement {
  Reference inner;
  Reference outer;
  bool operator==(const MessageFlowAssociation&) const = default;
};

enum class ConversationNodeKind : std::uint8_t { Conversation, SubConversation, CallConversation };

/// §9.5: kept, never executed.
struct ConversationNode : NamedElement {
  ConversationNodeKind kind = ConversationNodeKind::Conversation;
  std::vector<Reference> participants;
  std::vector<Reference> message_flows;
  Reference called_collaboration;
  bool operator==(const ConversationNode&) const = default;
};

struct ConversationLink : NamedElement {
  Reference source;
  Reference target;
  bool operator==(const ConversationLink&) const = default;
};

enum class CollaborationKind : std::uint8_t {
  Collaboration,
  GlobalConversation,
  Choreography,
  GlobalChoreographyTask,
};

/// §9; choreographies (§11) are collaborations in the meta-model and are kept here as well.
struct Collaboration : NamedElement {
  CollaborationKind kind = CollaborationKind::Collaboration;
  bool is_closed = false;
  std::vector<ParticipantIndex> participants;
  std::vector<MessageFlowIndex> message_flows;
  std::vector<ArtifactIndex> artifacts;
  std::vector<CorrelationKey> correlation_keys;
  std::vector<ParticipantAssociation> participant_associations;
  std::vector<MessageFlowAssociation> message_flow_associations;
  std::vector<std::uint32_t> conversation_nodes;  ///< positions in Definitions::conversation_nodes
  std::vector<ConversationLink> conversation_links;
  std::vector<Reference> choreographies;
  ContainerIndex container;  ///< of a choreography
  bool operator==(const Collaboration&) const = default;
};

}  // namespace umlauf::bpmn
