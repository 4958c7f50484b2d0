#pragma once

#include <cstdint>
#include <span>
#include <string_view>

#include "engine/bpmn/tags.hpp"

/// The schema of BPMN 2.0.2 (Semantic.xsd) as a table: which attributes and children each element
/// may and must have.
namespace umlauf::bpmn::detail {

enum class ValueType : std::uint8_t {
  String,
  Id,
  Boolean,
  Integer,
  Reference,  ///< QName or IDREF
  Uri,
  GatewayDirection,
  EventGatewayType,
  ProcessType,
  ItemKind,
  AssociationDirection,
  AdHocOrdering,
  MultiInstanceBehavior,
  ChoreographyLoopType,
  RelationshipDirection,
};

/// The values of an enumeration in the order of its C++ type; empty for other types.
std::span<const std::string_view> values_of(ValueType type);

struct AttributeRule {
  std::string_view name;
  ValueType type = ValueType::String;
  bool required = false;
};

struct ChildRule {
  static constexpr std::uint8_t kUnbounded = 255;
  Tag tag = Tag::None;  ///< an element, or the head of a substitution group
  std::uint8_t least = 0;
  std::uint8_t most = kUnbounded;
};

/// A complex type; its own members come after those of the type that it extends.
struct ElementSchema {
  const ElementSchema* base = nullptr;
  std::span<const AttributeRule> attributes;
  std::span<const ChildRule> children;
  bool any_content = false;  ///< text with any markup: documentation, script, text
};

/// nullptr for elements that hold nothing but a reference as text.
const ElementSchema* schema_of(Tag tag);

/// The head of the substitution group that an element stands in for; the tag itself otherwise.
Tag head_of(Tag tag);

const AttributeRule* find_attribute(const ElementSchema& schema, std::string_view name);

/// Where a child stands in the sequence of the type, -1 where it is not allowed.
struct ChildPlace {
  int position = -1;
  const ChildRule* rule = nullptr;
};
ChildPlace find_child(const ElementSchema& schema, Tag tag);

}  // namespace umlauf::bpmn::detail
