#include "tests/verify/random_process.hpp"

#include <string>

#include "engine/feel/expression.hpp"

namespace umlauf::verify::testing {
namespace {

class Generator {
 public:
  Generator(std::uint64_t seed, std::string id, Elements elements)
      : random_(seed), sketch_(id), id_(std::move(id)), all_(elements == Elements::All) {}

  Sketch& make(std::uint32_t size) {
    if (below(3) == 0)
      unstructured();
    else
      scope(ProcessDefinition::root(), 2 + below(size), 0);
    return sketch_;
  }

  const std::vector<NodeIndex>& senders() const { return senders_; }
  const std::vector<NodeIndex>& receivers() const { return receivers_; }
  Sketch& sketch() { return sketch_; }

 private:
  std::uint32_t below(std::uint32_t bound) { return static_cast<std::uint32_t>(random_() % bound); }
  std::string name() { return id_ + std::to_string(++count_); }
  NodeIndex add(NodeKind kind) { return sketch_.node(kind, name(), scope_); }

  NodeIndex end() {
    const NodeIndex node = add(NodeKind::EndEvent);
    const std::uint32_t kind = below(12);
    if (kind == 0) sketch_.event(node, definition::TerminateEvent{});
    if (kind == 1) sketch_.event(node, definition::ErrorEvent{});
    if (!all_) return node;
    if (kind == 2) sketch_.event(node, definition::EscalationEvent{});
    if (kind == 3) senders_.push_back(node);
    if (kind == 4 && sketch_.definition().scopes[scope_.value()].node.valid() &&
        sketch_[sketch_.definition().scopes[scope_.value()].node].kind == NodeKind::Transaction)
      sketch_.event(node, definition::CancelEvent{});
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
    if (all_ && below(8) == 0) event_sub_process(index, depth);
    scope_ = outer;
    nodes_ = outer_nodes;
  }

  void event_sub_process(ScopeIndex around, std::uint32_t depth) {
    const auto [handler, inner] = sketch_.body(NodeKind::EventSubProcess, name(), around);
    scope_ = inner;
    const NodeIndex start = add(NodeKind::StartEvent);
    sketch_[start].interrupting = sketch_[handler].interrupting = below(2) == 0;
    definition::EventDefinition::Payload trigger = definition::TimerEvent{};
    if (below(2) == 0) trigger = definition::ErrorEvent{};
    sketch_.event(start, trigger);
    nodes_.clear();
    sketch_.flow(sequence(start, 1 + below(2), depth + 2), end());
    scope_ = around;
  }

  NodeIndex sequence(NodeIndex from, std::uint32_t size, std::uint32_t depth) {
    while (size > 0) {
      const std::uint32_t kind = below(8);
      if (kind < 3 || size < 4 || depth > 2) {
        from = all_ && below(6) == 0 ? event(from) : activity(from, depth);
        --size;
      } else if (all_ && kind == 3) {
        from = below(2) == 0 ? by_events(from) : complex_block(from, depth);
        size -= 3;
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
      const bool transaction = all_ && below(4) == 0;
      const auto [sub, inner] =
          sketch_.body(transaction ? NodeKind::Transaction : NodeKind::SubProcess, name(), scope_);
      node = sub;
      if (all_ && below(4) == 0)
        sketch_[node].loop = std::make_shared<const definition::Loop>(definition::MultiInstance{});
      scope(inner, 1 + below(3), depth + 1);
    } else {
      node = add(plain_activity());
      if (sketch_[node].kind == NodeKind::CallActivity) {
        definition::CallWork work;
        work.process.id.text = below(4) == 0 ? "unknown" : "q";
        sketch_[node].work = work;
      }
      if (sketch_[node].kind == NodeKind::SendTask) senders_.push_back(node);
      if (sketch_[node].kind == NodeKind::ReceiveTask) receivers_.push_back(node);
    }
    nodes_.push_back(node);
    sketch_.flow(from, node);
    if (below(6) == 0) {
      definition::EventDefinition::Payload trigger = definition::TimerEvent{};
      if (below(3) == 0) trigger = definition::ErrorEvent{};
      if (all_ && below(4) == 0) trigger = definition::EscalationEvent{};
      if (all_ && sketch_[node].kind == NodeKind::Transaction && below(2) == 0)
        trigger = definition::CancelEvent{};
      const NodeIndex event = sketch_.boundary(node, name(), below(2) == 0, trigger);
      const bool joins = below(3) == 0 && nodes_.size() > 1;
      sketch_.flow(event, joins ? nodes_[below(static_cast<std::uint32_t>(nodes_.size()))] : end());
    }
    return node;
  }

  NodeKind plain_activity() {
    if (all_ && below(3) == 0) {
      static constexpr NodeKind kKinds[] = {NodeKind::CallActivity, NodeKind::SendTask,
                                            NodeKind::ReceiveTask, NodeKind::ServiceTask};
      return kKinds[below(4)];
    }
    return below(2) == 0 ? NodeKind::Task : NodeKind::UserTask;
  }

  NodeIndex event(NodeIndex from) {
    const std::uint32_t kind = below(4);
    if (kind == 0) return link(from);
    const NodeIndex node =
        add(kind == 1 ? NodeKind::IntermediateThrowEvent : NodeKind::IntermediateCatchEvent);
    if (kind == 1) {
      definition::EventDefinition::Payload result = definition::SignalEvent{};
      if (below(2) == 0) result = definition::EscalationEvent{};
      sketch_.event(node, result);
    } else if (kind == 2) {
      sketch_.event(node, definition::MessageEvent{});
      receivers_.push_back(node);
    } else {
      sketch_.event(node, definition::TimerEvent{});
    }
    nodes_.push_back(node);
    sketch_.flow(from, node);
    return node;
  }

  NodeIndex link(NodeIndex from) {
    const NodeIndex out = add(NodeKind::IntermediateThrowEvent);
    const NodeIndex in = add(NodeKind::IntermediateCatchEvent);
    definition::LinkEvent target;
    target.target = in;
    sketch_.event(out, target);
    sketch_.event(in, definition::LinkEvent{});
    sketch_.flow(from, out);
    return in;
  }

  NodeIndex by_events(NodeIndex from) {
    const NodeIndex split = add(NodeKind::EventBasedGateway);
    const NodeIndex join = add(below(4) == 0 ? gateway() : NodeKind::ExclusiveGateway);
    sketch_.flow(from, split);
    for (int branch = 0; branch < 2; ++branch) {
      const NodeIndex wait = add(NodeKind::IntermediateCatchEvent);
      if (branch == 0) {
        sketch_.event(wait, definition::MessageEvent{});
        receivers_.push_back(wait);
      } else {
        sketch_.event(wait, definition::TimerEvent{});
      }
      sketch_.flow(split, wait);
      sketch_.flow(wait, join);
    }
    nodes_.push_back(join);
    return join;
  }

  NodeIndex complex_block(NodeIndex from, std::uint32_t depth) {
    const NodeIndex split = add(gateway());
    const NodeIndex join = add(NodeKind::ComplexGateway);
    sketch_.flow(from, split);
    for (int branch = 0; branch < 3; ++branch) sketch_.flow(sequence(split, 1, depth + 1), join);
    definition::ComplexWork work;
    auto condition = feel::compile("activationCount >= " + std::to_string(1 + below(3)));
    work.activation_condition.compiled = std::make_shared<feel::Expression>(std::move(*condition));
    if (below(4) != 0) sketch_[join].work = work;
    nodes_.push_back(split);
    return join;
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
  std::string id_;
  bool all_;
  std::vector<NodeIndex> senders_, receivers_;
  ScopeIndex scope_ = ProcessDefinition::root();
  std::vector<NodeIndex> nodes_;
  int count_ = 0;
};

}  // namespace

ProcessDefinitionPtr random_process(std::uint64_t seed, Elements elements) {
  return Generator(seed, "p", elements).make(8).finish();
}

std::vector<ProcessDefinitionPtr> random_processes(std::uint64_t seed) {
  Generator one(seed, "p", Elements::All), other(seed * 2 + 1, "q", Elements::All);
  one.make(8);
  other.make(4);
  std::mt19937_64 random(seed);
  int count = 0;
  const auto connect = [&](Generator& from, const char* source, Generator& to, const char* target) {
    for (NodeIndex sender : from.senders()) {
      if (to.receivers().empty() || random() % 4 == 0) continue;
      const NodeIndex receiver = to.receivers()[random() % to.receivers().size()];
      definition::MessageFlow flow;
      flow.id = "m" + std::to_string(++count);
      flow.source_process = source;
      flow.source_element = from.sketch()[sender].id;
      flow.target_process = target;
      flow.target_element = to.sketch()[receiver].id;
      from.sketch().definition().message_flows.push_back(flow);
      to.sketch().definition().message_flows.push_back(flow);
    }
  };
  if (random() % 2 == 0) connect(one, "p", other, "q");
  if (random() % 3 == 0) connect(other, "q", one, "p");
  return {one.sketch().finish(), other.sketch().finish()};
}

}  // namespace umlauf::verify::testing
