#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "engine/base/index.hpp"
#include "engine/base/source_span.hpp"

namespace umlauf::bpmn {

/// Positions in the flat arrays of `Definitions`.
using ProcessIndex = Index<struct ProcessTag>;
using ContainerIndex = Index<struct ContainerTag>;
using FlowNodeIndex = Index<struct FlowNodeTag>;
using SequenceFlowIndex = Index<struct SequenceFlowTag>;
using EventDefinitionIndex = Index<struct EventDefinitionTag>;
using ItemIndex = Index<struct ItemTag>;
using LaneSetIndex = Index<struct LaneSetTag>;
using LaneIndex = Index<struct LaneTag>;
using ArtifactIndex = Index<struct ArtifactTag>;
using CollaborationIndex = Index<struct CollaborationTag>;
using ParticipantIndex = Index<struct ParticipantTag>;
using MessageFlowIndex = Index<struct MessageFlowTag>;
using OperationIndex = Index<struct OperationTag>;

/// Which array of `Definitions` an element lies in. `Other` is an element that has an id and can be
/// referred to, but that no array holds by itself (a data state, a correlation subscription ...).
enum class ElementType : std::uint8_t {
  None,
  Import,
  ItemDefinition,
  Message,
  Signal,
  Error,
  Escalation,
  Interface,
  Operation,
  Resource,
  ResourceParameter,
  CorrelationProperty,
  CorrelationKey,
  Category,
  CategoryValue,
  PartnerRole,
  PartnerEntity,
  EndPoint,
  Collaboration,
  Participant,
  MessageFlow,
  ConversationNode,
  Process,
  GlobalTask,
  FlowNode,
  SequenceFlow,
  Item,  ///< everything item aware: data objects and references, inputs, outputs, properties,
         ///< stores
  InputSet,
  OutputSet,
  EventDefinition,
  LaneSet,
  Lane,
  Artifact,
  Definitions,
  DiagramElement,
  LabelStyle,
  Other,
};

/// An element of one document: the array and the position in it.
struct ElementAddress {
  ElementType type = ElementType::None;
  std::uint32_t index = 0;

  bool operator==(const ElementAddress&) const = default;
};

/// A reference by id or QName as it stands in the document, and what it leads to.
/// `read` resolves what lies in the same document, `link` what lies in the others.
struct Reference {
  static constexpr std::uint32_t kThisDocument = 0xFFFFFFFF;

  std::string id;                          ///< without prefix; empty where there is no reference
  std::uint32_t space = 0;                 ///< of its prefix: position in `Definitions::namespaces`
  ElementAddress target;                   ///< type None where it dangles
  std::uint32_t document = kThisDocument;  ///< or a position in the documents given to `link`
  SourceSpan span;

  bool present() const { return !id.empty(); }
  bool resolved() const { return target.type != ElementType::None; }
  bool here() const { return resolved() && document == kThisDocument; }
  /// The position of the target if it is one of that type in this document; otherwise refers to
  /// nothing.
  FlowNodeIndex flow_node() const { return as<FlowNodeIndex>(ElementType::FlowNode); }
  SequenceFlowIndex sequence_flow() const {
    return as<SequenceFlowIndex>(ElementType::SequenceFlow);
  }
  ItemIndex item() const { return as<ItemIndex>(ElementType::Item); }
  EventDefinitionIndex event_definition() const {
    return as<EventDefinitionIndex>(ElementType::EventDefinition);
  }
  template <typename I>
  I as(ElementType type) const {
    return here() && target.type == type ? I(target.index) : I();
  }

  bool operator==(const Reference&) const = default;
};

/// An attribute of another namespace than BPMN's, kept for those who know it (the dialects).
struct ExtensionAttribute {
  std::string namespace_uri;
  std::string name;  ///< without prefix
  std::string value;
  SourceSpan span;  ///< of the value

  bool operator==(const ExtensionAttribute&) const = default;
};

/// An element below `extensionElements`, kept whole.
struct ExtensionElement {
  std::string namespace_uri;
  std::string name;                            ///< without prefix
  std::vector<ExtensionAttribute> attributes;  ///< all, those without namespace included
  std::vector<ExtensionElement> children;
  std::string text;
  SourceSpan span;       ///< the start tag
  SourceSpan text_span;  ///< where the text begins

  /// The value of the attribute without namespace; `fallback` where it is absent.
  std::string_view value(std::string_view attribute, std::string_view fallback = {}) const;
  bool operator==(const ExtensionElement&) const = default;
};

/// BPMN 2.0.2 §8.3.1.
struct Documentation {
  std::string id;
  std::string text;
  std::string text_format = "text/plain";
  SourceSpan span;

  bool operator==(const Documentation&) const = default;
};

/// BPMN 2.0.2 §8.3.1: what every element has. A missing id is empty.
struct BaseElement {
  std::string id;
  SourceSpan span;  ///< the start tag
  std::vector<Documentation> documentation;
  std::vector<ExtensionAttribute> extension_attributes;
  std::vector<ExtensionElement> extension_elements;

  bool operator==(const BaseElement&) const = default;
};

/// A BaseElement with a name; a missing name is empty.
struct NamedElement : BaseElement {
  std::string name;

  bool operator==(const NamedElement&) const = default;
};

/// BPMN 2.0.2 §8.4.6, §8.4.7. An Expression that is no FormalExpression is prose and not executed;
/// since tools often leave out `xsi:type`, both are told apart by `formal` only.
struct Expression {
  std::string body;        ///< not trimmed
  std::string language;    ///< as written here; empty: the one of `Definitions`
  bool formal = false;     ///< xsi:type is tFormalExpression
  Reference evaluates_to;  ///< evaluatesToTypeRef, an ItemDefinition
  std::string id;
  SourceSpan span;       ///< the start tag of the element
  SourceSpan body_span;  ///< where the text begins
  std::vector<ExtensionAttribute> extension_attributes;

  bool operator==(const Expression&) const = default;
};

}  // namespace umlauf::bpmn
