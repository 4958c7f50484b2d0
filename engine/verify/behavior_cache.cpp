#include "engine/verify/behavior_cache.hpp"

#include <algorithm>

namespace umlauf::verify {
namespace {

using definition::NodeIndex;

// A net as numbers. Nodes are numbered as they appear: an element that is added in front of the
// body moves all indices and changes nothing.
class Encoder {
 public:
  Encoder(const TokenNet& net, std::uint32_t processes, const BehaviorLimits& limits) {
    put(processes);
    put(static_cast<std::uint32_t>(limits.states_max));
    put(limits.reductions ? 1 : 0);
    put(static_cast<std::uint32_t>(limits.traces));
    put(net.places.size());
    for (const definition::NetPlace& place : net.places) {
      put(static_cast<std::uint32_t>(place.kind));
      put_index(place.scope);
      put(place.process);
      put(place.beside ? 1 : 0);
    }
    put(net.scopes.size());
    for (const definition::NetScope& scope : net.scopes) {
      put_index(scope.parent);
      put(scope.process);
    }
    put(net.transitions.size());
    for (const definition::NetTransition& transition : net.transitions) put(net, transition);
    put_places(net.initial);
    put_nodes(net.nodes);
    put_nodes(net.unsupported);
  }

  std::vector<std::uint32_t> take() { return std::move(key_); }
  const std::vector<NodeIndex>& nodes() const { return nodes_; }
  NodeIndex number(std::uint32_t process, NodeIndex node) const {
    return NodeIndex(numbers_.at({process, node}));
  }

 private:
  void put(std::size_t number) { key_.push_back(static_cast<std::uint32_t>(number)); }
  template <typename I>
  void put_index(I index) {
    put(index.valid() ? index.value() + 1 : 0);
  }
  template <typename Places>
  void put_places(const Places& places) {
    put(places.size());
    for (const PlaceIndex place : places) put(place.value());
  }

  void put(const TokenNet& net, const definition::NetTransition& transition) {
    put(static_cast<std::uint32_t>(transition.kind));
    put_places(net.consume(transition));
    put_places(net.produce(transition));
    put_index(transition.empty);
    put_index(transition.reset);
    put(transition.exceptional ? 1 : 0);
    put(transition.perhaps ? 1 : 0);
    put_index(transition.guard);
    put(transition.process);
    put(transition.node.valid() ? number_of(transition.process, transition.node) + 1 : 0);
  }

  void put_nodes(const std::vector<TokenNet::NodeOf>& nodes) {
    put(nodes.size());
    for (const TokenNet::NodeOf& each : nodes) {
      put(each.process);
      put(number_of(each.process, each.node));
    }
  }

  std::size_t number_of(std::uint32_t process, NodeIndex node) {
    const auto [found, added] = numbers_.emplace(std::pair(process, node), nodes_.size());
    if (added) nodes_.push_back(node);
    return found->second;
  }

  std::vector<std::uint32_t> key_;
  std::map<std::pair<std::uint32_t, NodeIndex>, std::size_t> numbers_;
  std::vector<NodeIndex> nodes_;  // by number
};

template <typename Rename>
void rename_nodes(Behavior& behavior, const Rename& rename) {
  for (std::uint32_t process = 0; process < behavior.processes.size(); ++process) {
    ProcessBehavior& part = behavior.processes[process];
    for (std::vector<NodeIndex>* list : {&part.dead, &part.unknown}) {
      for (NodeIndex& node : *list) node = rename(process, node);
      std::sort(list->begin(), list->end());
    }
  }
}

std::size_t words_of(const std::vector<std::uint32_t>& key, const Behavior& behavior) {
  std::size_t words = key.size() + behavior.possible.size() / 32;
  for (const Witness& witness : behavior.witnesses)
    words += witness.trace.size() * 8 + witness.tokens.size();
  return words;
}

}  // namespace

Behavior BehaviorCache::analyse(const TokenNet& net, std::uint32_t processes,
                                const BehaviorLimits& limits) {
  Encoder encoder(net, processes, limits);
  const std::vector<NodeIndex>& nodes = encoder.nodes();
  Key key = encoder.take();
  if (const auto found = known_.find(key); found != known_.end()) {
    ++hits_;
    Behavior behavior = found->second;
    rename_nodes(behavior,
                 [&nodes](std::uint32_t, NodeIndex number) { return nodes[number.value()]; });
    return behavior;
  }
  ++misses_;
  bool ran_out = false;
  BehaviorLimits watched = limits;
  if (limits.out_of_time)
    watched.out_of_time = [&] { return ran_out = ran_out || limits.out_of_time(); };
  Behavior behavior = verify::analyse(net, processes, watched);
  if (ran_out) return behavior;
  Behavior numbered = behavior;
  rename_nodes(numbered, [&encoder](std::uint32_t process, NodeIndex node) {
    return encoder.number(process, node);
  });
  remember(std::move(key), numbered);
  return behavior;
}

void BehaviorCache::remember(Key key, const Behavior& behavior) {
  const std::size_t words = words_of(key, behavior);
  if (words > words_max_) return;
  while (words_ + words > words_max_) {
    words_ -= words_of(oldest_first_.front()->first, oldest_first_.front()->second);
    known_.erase(oldest_first_.front());
    oldest_first_.pop_front();
  }
  words_ += words;
  oldest_first_.push_back(known_.emplace(std::move(key), behavior).first);
}

}  // namespace umlauf::verify
