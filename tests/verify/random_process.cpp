#include "tests/verify/random_process.hpp"

#include <string>

namespace umlauf::verify::testing {
namespace {

class Generator {
 public:
  explicit Generator(std::uint64_t seed) : random_(seed), sketch_("p") {}

  ProcessDefinitionPtr make() {
    if (below(3) == 0)
      unstructured();
    else
      scope(ProcessDefinition::root(), 2 + below(8), 0);
    return sketch_.finish();
  }

 private:
  std::uint32_t below(std::uint32_t bound) { return static_cast<std::uint32_t>(random_() % bound); }
  std::string name() { return "n" + std::to_string(++count_); }
  NodeIndex add(NodeKind kind) { return sketch_.node(kind, name(), scope_); }

  NodeIndex end() {
    const NodeIndex node = add(NodeKind::EndEvent);
    const std::uint32_t kind = below(12);
    if (kind == 0) sketch_.event(node, definition::TerminateEvent{});
    if (kind == 1) sketch_.event(node, definition::ErrorEvent{});
    return node;
  }

  NodeKind gateway() {
    static constexpr NodeKind kKinds[] = {NodeKind::ExclusiveGateway, NodeKind::ParallelGateway,
                                          NodeKind::InclusiveGateway};
    return kKinds[below(3)];
  }

  void scope(ScopeIndex index, std::uint32_t size, std::uint32_t depth) {
    const ScopeIndex outer = scope_;
    const std::vector<NodeIndex> outer_nodes = std::move(nodes_);
    nodes_.clear();
    scope_ = index;
    const NodeIndex start = add(NodeKind::StartEvent);
    const NodeIndex last = sequence(start, size, depth);
    if (below(10) != 0) sketch_.flow(last, end());
    for (std::uint32_t extra = below(6); extra > 4 && nodes_.size() > 2; --extra)
      sketch_.flow(nodes_[below(static_cast<std::uint32_t>(nodes_.size()))],
                   nodes_[below(static_cast<std::uint32_t>(nodes_.size()))]);
    scope_ = outer;
    nodes_ = outer_nodes;
  }

  NodeIndex sequence(NodeIndex from, std::uint32_t size, std::uint32_t depth) {
    while (size > 0) {
      const std::uint32_t kind = below(8);
      if (kind < 3 || size < 4 || depth > 2) {
        from = activity(from, depth);
        --size;
      } else if (kind < 7) {
        from = block(from, size / 2, depth);
        size -= 3;
      } else {
        from = loop(from, size / 2, depth);
        size -= 3;
      }
    }
    return from;
  }

  NodeIndex activity(NodeIndex from, std::uint32_t depth) {
    NodeIndex node;
    if (below(6) == 0 && depth < 2) {
      const auto [sub, inner] = sketch_.body(NodeKind::SubProcess, name(), scope_);
      node = sub;
      scope(inner, 1 + below(3), depth + 1);
    } else {
      node = add(below(2) == 0 ? NodeKind::Task : NodeKind::UserTask);
    }
    nodes_.push_back(node);
    sketch_.flow(from, node);
    if (below(6) == 0) {
      definition::EventDefinition::Payload trigger = definition::TimerEvent{};
      if (below(3) == 0) trigger = definition::ErrorEvent{};
      const NodeIndex event = sketch_.boundary(node, name(), below(2) == 0, trigger);
      const bool joins = below(3) == 0 && nodes_.size() > 1;
      sketch_.flow(event, joins ? nodes_[below(static_cast<std::uint32_t>(nodes_.size()))] : end());
    }
    return node;
  }

  NodeIndex block(NodeIndex from, std::uint32_t size, std::uint32_t depth) {
    const NodeKind kind = gateway();
    const NodeIndex split = add(kind);
    const NodeIndex join = add(below(4) == 0 ? gateway() : kind);
    sketch_.flow(from, split);
    nodes_.push_back(split);
    for (std::uint32_t branch = 2 + below(2); branch > 0; --branch) {
      const NodeIndex last = sequence(split, below(size + 1), depth + 1);
      if (last == split || below(12) != 0)
        sketch_.flow(last, join);
      else
        sketch_.flow(last, end());
    }
    nodes_.push_back(join);
    return join;
  }

  NodeIndex loop(NodeIndex from, std::uint32_t size, std::uint32_t depth) {
    const NodeIndex head = add(below(8) == 0 ? gateway() : NodeKind::ExclusiveGateway);
    sketch_.flow(from, head);
    nodes_.push_back(head);
    const NodeIndex last = sequence(head, size, depth + 1);
    const NodeIndex exit = add(below(8) == 0 ? gateway() : NodeKind::ExclusiveGateway);
    sketch_.flow(last, exit);
    sketch_.flow(exit, head);
    nodes_.push_back(exit);
    return exit;
  }

  void unstructured() {
    const NodeIndex start = add(NodeKind::StartEvent);
    for (std::uint32_t i = 3 + below(8); i > 0; --i)
      nodes_.push_back(add(below(3) == 0 ? NodeKind::Task : gateway()));
    const NodeIndex finish = end();
    sketch_.flow(start, any());
    for (NodeIndex node : nodes_) {
      sketch_.flow(node, below(5) == 0 ? finish : any());
      if (below(2) == 0) sketch_.flow(node, any());
    }
    sketch_.flow(any(), finish);
  }

  NodeIndex any() { return nodes_[below(static_cast<std::uint32_t>(nodes_.size()))]; }

  std::mt19937_64 random_;
  Sketch sketch_;
  ScopeIndex scope_ = ProcessDefinition::root();
  std::vector<NodeIndex> nodes_;
  int count_ = 0;
};

}  // namespace

ProcessDefinitionPtr random_process(std::uint64_t seed) { return Generator(seed).make(); }

}  // namespace umlauf::verify::testing
