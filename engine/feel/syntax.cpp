#include "engine/feel/syntax.hpp"

#include <algorithm>

namespace umlauf::feel {

NodeIndex SyntaxTree::append(SyntaxNode node, const std::vector<NodeIndex>& children, Place place) {
  node.offset = place.offset;
  node.length = place.length;
  NodeIndex last;
  for (const NodeIndex child : children) {
    if (!child.valid()) continue;
    if (last.valid()) {
      nodes_[last.value()].next_sibling = child;
    } else {
      node.first_child = child;
    }
    const std::uint16_t below = nodes_[child.value()].depth;
    node.depth = std::max<std::uint16_t>(
        node.depth, below < UINT16_MAX ? static_cast<std::uint16_t>(below + 1) : below);
    last = child;
  }
  nodes_.push_back(node);
  return NodeIndex(nodes_.size() - 1);
}

NodeIndex SyntaxTree::constant(Value value, Place place) {
  constants_.push_back(std::move(value));
  SyntaxNode node;
  node.kind = NodeKind::Constant;
  node.payload = static_cast<std::uint32_t>(constants_.size() - 1);
  return append(node, {}, place);
}

NodeIndex SyntaxTree::name(std::string_view name, Place place) {
  return add_named(NodeKind::Name, name, {}, place);
}

NodeIndex SyntaxTree::add(NodeKind kind, const std::vector<NodeIndex>& children, Place place,
                          Operation operation, std::uint8_t flags) {
  SyntaxNode node;
  node.kind = kind;
  node.operation = operation;
  node.flags = flags;
  return append(node, children, place);
}

NodeIndex SyntaxTree::add_named(NodeKind kind, std::string_view name,
                                const std::vector<NodeIndex>& children, Place place) {
  names_.emplace_back(name);
  SyntaxNode node;
  node.kind = kind;
  node.payload = static_cast<std::uint32_t>(names_.size() - 1);
  return append(node, children, place);
}

NodeIndex SyntaxTree::add_typed(NodeKind kind, Type type, const std::vector<NodeIndex>& children,
                                Place place) {
  types_.push_back(std::move(type));
  SyntaxNode node;
  node.kind = kind;
  node.payload = static_cast<std::uint32_t>(types_.size() - 1);
  return append(node, children, place);
}

// A parameter's type lies under the same position as its name, in a table of its own.
NodeIndex SyntaxTree::parameter(std::string_view name, Type type, Place place) {
  names_.emplace_back(name);
  parameter_types_.resize(names_.size());
  parameter_types_.back() = std::move(type);
  SyntaxNode node;
  node.kind = NodeKind::FunctionParameter;
  node.payload = static_cast<std::uint32_t>(names_.size() - 1);
  return append(node, {}, place);
}

NodeIndex SyntaxTree::invalid(Text message, Place place) {
  messages_.push_back(std::move(message));
  SyntaxNode node;
  node.kind = NodeKind::Invalid;
  node.payload = static_cast<std::uint32_t>(messages_.size() - 1);
  return append(node, {}, place);
}

namespace {

template <typename T>
std::uint32_t take_over(std::vector<T>& own, const std::vector<T>& others) {
  const auto base = static_cast<std::uint32_t>(own.size());
  own.insert(own.end(), others.begin(), others.end());
  return base;
}

}  // namespace

NodeIndex SyntaxTree::graft(const SyntaxTree& other, std::uint32_t offset) {
  const auto node_base = static_cast<std::uint32_t>(nodes_.size());
  parameter_types_.resize(names_.size());
  const std::uint32_t name_base = take_over(names_, other.names_);
  parameter_types_.insert(parameter_types_.end(), other.parameter_types_.begin(),
                          other.parameter_types_.end());
  const std::uint32_t constant_base = take_over(constants_, other.constants_);
  const std::uint32_t type_base = take_over(types_, other.types_);
  const std::uint32_t message_base = take_over(messages_, other.messages_);
  const auto moved = [node_base](NodeIndex index) {
    return index.valid() ? NodeIndex(index.value() + node_base) : index;
  };
  for (SyntaxNode node : other.nodes_) {
    switch (node.kind) {
      case NodeKind::Constant:
        node.payload += constant_base;
        break;
      case NodeKind::InstanceOf:
      case NodeKind::Coerce:
        node.payload += type_base;
        break;
      case NodeKind::Invalid:
        node.payload += message_base;
        break;
      default:
        node.payload += name_base;
        break;
    }
    node.offset += offset;
    node.first_child = moved(node.first_child);
    node.next_sibling = moved(node.next_sibling);
    nodes_.push_back(node);
  }
  return moved(other.root_);
}

std::vector<NodeIndex> SyntaxTree::children(NodeIndex node) const {
  std::vector<NodeIndex> all;
  for (NodeIndex child = nodes_[node.value()].first_child; child.valid();
       child = nodes_[child.value()].next_sibling)
    all.push_back(child);
  return all;
}

NodeIndex SyntaxTree::child(NodeIndex node, std::size_t position) const {
  NodeIndex child = nodes_[node.value()].first_child;
  while (child.valid() && position-- > 0) child = nodes_[child.value()].next_sibling;
  return child;
}

const Value& SyntaxTree::value(NodeIndex node) const {
  return constants_[nodes_[node.value()].payload];
}

const std::string& SyntaxTree::name_of(NodeIndex node) const {
  return names_[nodes_[node.value()].payload];
}

const Type& SyntaxTree::type_of(NodeIndex node) const {
  static const Type kAny;
  const std::uint32_t payload = nodes_[node.value()].payload;
  if (nodes_[node.value()].kind != NodeKind::FunctionParameter) return types_[payload];
  return payload < parameter_types_.size() ? parameter_types_[payload] : kAny;
}

const Text& SyntaxTree::message_of(NodeIndex node) const {
  return messages_[nodes_[node.value()].payload];
}

SourceSpan SyntaxTree::span(NodeIndex node) const {
  const SyntaxNode& at = nodes_[node.value()];
  return span_in(text_, at.offset, at.length);
}

SourceSpan span_in(std::string_view text, std::uint32_t offset, std::uint32_t length) {
  SourceSpan span{1, 1, offset, length};
  for (std::size_t i = 0; i < offset && i < text.size(); ++i) {
    if (text[i] == '\n') {
      ++span.line;
      span.column = 1;
    } else if ((static_cast<unsigned char>(text[i]) & 0xC0) != 0x80) {
      ++span.column;
    }
  }
  return span;
}

}  // namespace umlauf::feel
