#pragma once

#include <optional>
#include <string>
#include <vector>

#include "engine/bpmn/element.hpp"
#include "engine/bpmn/rare.hpp"

/// The root elements that processes and collaborations share, BPMN 2.0.2 §8.4 and §9.
namespace umlauf::bpmn {

/// §8.2.1.
struct Import {
  std::string import_type;
  std::string location;
  std::string namespace_uri;
  SourceSpan span;

  bool operator==(const Import&) const = default;
};

enum class ItemKind : std::uint8_t { Information, Physical };

/// §8.4.10.
struct ItemDefinition : BaseElement {
  ItemKind item_kind = ItemKind::Information;
  std::string structure;  ///< structureRef as written: a QName of some type system
  bool is_collection = false;
  Reference import;  ///< as far as the namespace of structureRef is imported

  bool operator==(const ItemDefinition&) const = default;
};

/// §8.4.11.
struct Message : NamedElement {
  Reference item;
  bool operator==(const Message&) const = default;
};

/// §10.5.1 (Signal).
struct Signal : NamedElement {
  Reference structure;
  bool operator==(const Signal&) const = default;
};

/// §8.4.3.
struct Error : NamedElement {
  std::string error_code;
  Reference structure;
  bool operator==(const Error&) const = default;
};

/// §8.4.4.
struct Escalation : NamedElement {
  std::string escalation_code;
  Reference structure;
  bool operator==(const Escalation&) const = default;
};

/// §8.4.5, §10.4.2: Operations lie in `Definitions::operations`.
struct Interface : NamedElement {
  std::string implementation;
  std::vector<OperationIndex> operations;
  bool operator==(const Interface&) const = default;
};

struct Operation : NamedElement {
  std::string implementation;
  Reference in_message;
  Reference out_message;
  std::vector<Reference> errors;
  bool operator==(const Operation&) const = default;
};

/// §8.4.12.
struct ResourceParameter : NamedElement {
  Reference type;
  std::optional<bool> is_required;
  bool operator==(const ResourceParameter&) const = default;
};

struct Resource : NamedElement {
  std::vector<ResourceParameter> parameters;
  bool operator==(const Resource&) const = default;
};

struct ResourceParameterBinding : BaseElement {
  Reference parameter;
  Rare<Expression> expression;
  bool operator==(const ResourceParameterBinding&) const = default;
};

/// §10.3.1: which of the standard's roles the element names.
enum class ResourceRoleKind : std::uint8_t {
  ResourceRole,
  Performer,
  HumanPerformer,
  PotentialOwner,
};

struct ResourceRole : NamedElement {
  ResourceRoleKind kind = ResourceRoleKind::ResourceRole;
  Reference resource;  ///< absent where there is an assignment expression
  std::vector<ResourceParameterBinding> bindings;
  Rare<Expression> assignment;  ///< of resourceAssignmentExpression
  bool operator==(const ResourceRole&) const = default;
};

/// §8.4.2.
struct CorrelationPropertyRetrievalExpression : BaseElement {
  Reference message;
  Rare<Expression> message_path;
  bool operator==(const CorrelationPropertyRetrievalExpression&) const = default;
};

struct CorrelationProperty : NamedElement {
  Reference type;
  std::vector<CorrelationPropertyRetrievalExpression> retrievals;
  bool operator==(const CorrelationProperty&) const = default;
};

struct CorrelationKey : NamedElement {
  std::vector<Reference> properties;
  bool operator==(const CorrelationKey&) const = default;
};

struct CorrelationPropertyBinding : BaseElement {
  Reference property;
  Rare<Expression> data_path;
  bool operator==(const CorrelationPropertyBinding&) const = default;
};

struct CorrelationSubscription : BaseElement {
  Reference key;
  std::vector<CorrelationPropertyBinding> bindings;
  bool operator==(const CorrelationSubscription&) const = default;
};

/// §8.4.1 (Group).
struct CategoryValue : BaseElement {
  std::string value;
  bool operator==(const CategoryValue&) const = default;
};

struct Category : NamedElement {
  std::vector<CategoryValue> values;
  bool operator==(const Category&) const = default;
};

/// §8.4.1.
enum class ArtifactKind : std::uint8_t { Association, Group, TextAnnotation };
enum class AssociationDirection : std::uint8_t { None, One, Both };

struct Artifact : BaseElement {
  ArtifactKind kind = ArtifactKind::TextAnnotation;
  ContainerIndex container;  ///< refers to nothing where it lies in a collaboration
  // Association
  Reference source;
  Reference target;
  AssociationDirection direction = AssociationDirection::None;
  // Group
  Reference category_value;
  // TextAnnotation
  std::string text;
  std::string text_format = "text/plain";

  bool operator==(const Artifact&) const = default;
};

}  // namespace umlauf::bpmn
