#include "engine/verify/reduce.hpp"

#include <algorithm>
#include <utility>

#include "engine/verify/reduction_book.hpp"

namespace umlauf::verify {
namespace {

using Transition = Residue::Transition;

// Fusing may copy arcs; beyond this many on one transition it no longer makes the net smaller.
constexpr std::size_t kArcsMax = 256;
// Siblings compared for being parallel; wider forks are compared by neighbourhood only.
constexpr std::size_t kSiblingsMax = 2000;

class Reducer : private ReductionBook {
 public:
  explicit Reducer(Residue& residue) : ReductionBook(residue), emptied_(residue.scopes.size()) {
    for (const Transition& transition : residue.transitions)
      if (transition.reset.valid()) emptied_[transition.reset.value()] = true;
    for (std::size_t i = 0; i < emptied_.size(); ++i)
      for (NetScopeIndex at = residue.scopes[i].parent; at.valid() && !emptied_[i];
           at = residue.scopes[at.value()].parent)
        emptied_[i] = emptied_[at.value()];
  }

  void run() {
    while (!queue_.empty()) {
      const std::uint32_t place = queue_.front();
      queue_.pop_front();
      queued_[place] = false;
      visit(place);
    }
    compact();
  }

 private:
  void visit(std::uint32_t place) {
    if (place_gone_[place] || !net_.places[place].ordinary()) return;
    if (producers_[place].empty() && marked_[place] == 0) {
      // An inclusive join waits for a token that has a path to it, be it one that cannot be gone.
      if (inclusive_joins_ == 0) remove_dead(place);
      return;
    }
    merge_equal_consumers(place);
    remove_loops(place);
    if (remove_if_parallel(place) || merge_ends(place)) return;
    move_initial(place);
    fuse(place);
  }

  // --- dead parts

  void remove_dead(std::uint32_t place) {
    const Indices users = consumers_[place];
    for (std::uint32_t user : users) drop_transition(user);
    place_gone_[place] = true;
  }

  // --- parallel transitions and loops

  void merge_equal_consumers(std::uint32_t place) {
    Indices& users = consumers_[place];
    if (users.size() < 2 || users.size() > kSiblingsMax) return;
    Indices order = users;
    std::sort(order.begin(), order.end(), [this](std::uint32_t a, std::uint32_t b) {
      const Transition& left = net_.transitions[a];
      const Transition& right = net_.transitions[b];
      if (left.produce != right.produce) return left.produce < right.produce;
      if (left.consume != right.consume) return left.consume < right.consume;
      return a < b;
    });
    for (std::size_t i = 0; i + 1 < order.size(); ++i) {
      const Transition& next = net_.transitions[order[i + 1]];
      Transition& kept = net_.transitions[order[i]];
      if (!plain(order[i]) || !plain(order[i + 1]) || kept.special() || next.special() ||
          kept.exceptional != next.exceptional || kept.consume != next.consume ||
          kept.produce != next.produce)
        continue;
      const std::uint32_t rope = net_.rope.add(Rope::Kind::Also, kept.rope, next.rope);
      drop_transition(order[i]);
      net_.transitions[order[i + 1]].rope = rope;
    }
  }

  void remove_loops(std::uint32_t place) {
    const Indices users = consumers_[place];
    for (std::uint32_t user : users) {
      const Transition& loop = net_.transitions[user];
      if (!plain(user) || loop.special() || loop.consume.size() != 1 ||
          loop.produce != loop.consume)
        continue;
      const std::uint32_t rope = loop.rope;
      drop_transition(user);
      also_alive(place, rope);
    }
  }

  // `rope` can fire whenever `place` has a token.
  void also_alive(std::uint32_t place, std::uint32_t rope) {
    if (marked_[place] > 0)
      net_.prefix = net_.prefix == Rope::kNone ? also_nothing(rope)
                                               : net_.rope.add(Rope::Kind::Also, net_.prefix, rope);
    for (std::uint32_t producer : producers_[place]) {
      Transition& transition = net_.transitions[producer];
      if (transition.kind != NetTransitionKind::InclusiveSplit) {
        transition.rope = net_.rope.add(Rope::Kind::Also, transition.rope, rope);
        continue;
      }
      for (std::size_t i = 0; i < transition.produce.size(); ++i) {
        std::uint32_t& after = transition.options[i].after;
        if (transition.produce[i] == place)
          after = after == Rope::kNone ? also_nothing(rope)
                                       : net_.rope.add(Rope::Kind::Also, after, rope);
      }
    }
  }

  // A rope that fires nothing and says that `rope` could fire.
  std::uint32_t also_nothing(std::uint32_t rope) {
    return net_.rope.add(Rope::Kind::Also, Rope::kNone, rope);
  }

  // --- parallel places

  bool remove_if_parallel(std::uint32_t place) {
    if (marked_[place] != 0 || producers_[place].empty()) return false;
    const Transition& producer = net_.transitions[producers_[place].front()];
    if (producer.produce.size() < 2 || producer.produce.size() > kSiblingsMax) return false;
    for (std::uint32_t other : producer.produce) {
      if (other == place || !parallel(place, other)) continue;
      drop_parallel(place);
      return true;
    }
    return false;
  }

  bool parallel(std::uint32_t a, std::uint32_t b) const {
    const Residue::Place& left = net_.places[a];
    const Residue::Place& right = net_.places[b];
    if (!right.ordinary() || marked_[b] != 0 || left.scope != right.scope) return false;
    if (producers_[a] != producers_[b] || consumers_[a] != consumers_[b]) return false;
    if (consumers_[a].empty()) return false;
    bool chosen = false;
    for (std::uint32_t producer : producers_[a]) {
      const Transition& transition = net_.transitions[producer];
      chosen |= transition.kind == NetTransitionKind::InclusiveSplit;
      if (weight(transition.produce, a) != weight(transition.produce, b)) return false;
      // After a split one of them may come without the other, but never twice the same.
      if (chosen && weight(transition.produce, a) != 1) return false;
    }
    for (std::uint32_t consumer : consumers_[a]) {
      const Transition& transition = net_.transitions[consumer];
      if (chosen && transition.kind != NetTransitionKind::InclusiveJoin) return false;
      if (transition.guard == a || transition.guard == b) return false;
      if (weight(transition.consume, a) != weight(transition.consume, b)) return false;
    }
    return true;
  }

  void drop_parallel(std::uint32_t place) {
    const Indices before = producers_[place];
    for (std::uint32_t producer : before)
      change(producer, [place, this](Transition& transition) { remove_output(transition, place); });
    const Indices after = consumers_[place];
    for (std::uint32_t consumer : after)
      change(consumer, [place](Transition& transition) { std::erase(transition.consume, place); });
    place_gone_[place] = true;
  }

  void remove_output(Transition& transition, std::uint32_t place) {
    if (transition.kind != NetTransitionKind::InclusiveSplit) {
      std::erase(transition.produce, place);
      return;
    }
    for (std::size_t i = 0; i < transition.produce.size(); ++i) {
      if (transition.produce[i] != place) continue;
      // What followed this option is alive as the option can be chosen; it leaves no other mark.
      const std::uint32_t after = transition.options[i].after;
      const std::uint32_t chosen = net_.rope.add(Rope::Kind::Choose, transition.split,
                                                 transition.options[i].original.value());
      const std::uint32_t whole = net_.rope.then(chosen, after);
      transition.produce.erase(transition.produce.begin() + static_cast<std::ptrdiff_t>(i));
      transition.options.erase(transition.options.begin() + static_cast<std::ptrdiff_t>(i));
      transition.rope = transition.rope == Rope::kNone
                            ? also_nothing(whole)
                            : net_.rope.add(Rope::Kind::Also, transition.rope, whole);
      return;
    }
  }

  // --- ends

  // The only thing that can happen to a token here: it goes to end events.
  bool leads_to_end(std::uint32_t place) const {
    if (consumers_[place].size() != 1 || marked_[place] != 0) return false;
    const std::uint32_t user = consumers_[place].front();
    const Transition& end = net_.transitions[user];
    return plain(user) && !end.special() && end.consume.size() == 1 &&
           std::all_of(end.produce.begin(), end.produce.end(),
                       [this](std::uint32_t to) { return net_.places[to].kind == PlaceKind::End; });
  }

  bool merge_ends(std::uint32_t place) {
    if (producers_[place].empty() || !leads_to_end(place)) return false;
    const Transition& producer = net_.transitions[producers_[place].front()];
    if (producer.produce.size() < 2 || producer.produce.size() > kSiblingsMax) return false;
    for (std::uint32_t other : producer.produce)
      if (other != place && net_.places[other].ordinary() && together(place, other)) {
        drop_end(place, other);
        return true;
      }
    return false;
  }

  bool together(std::uint32_t a, std::uint32_t b) const {
    if (net_.places[a].scope != net_.places[b].scope || producers_[a] != producers_[b] ||
        !leads_to_end(b))
      return false;
    for (std::uint32_t producer : producers_[a]) {
      const Transition& transition = net_.transitions[producer];
      if (transition.kind == NetTransitionKind::InclusiveSplit ||
          weight(transition.produce, a) != 1 || weight(transition.produce, b) != 1)
        return false;
    }
    return true;
  }

  void drop_end(std::uint32_t place, std::uint32_t other) {
    const std::uint32_t gone = consumers_[place].front();
    const std::uint32_t kept = consumers_[other].front();
    const Indices ends = net_.transitions[gone].produce;
    const std::uint32_t rope =
        net_.rope.then(net_.transitions[kept].rope, net_.transitions[gone].rope);
    drop_transition(gone);
    change(kept, [&](Transition& transition) {
      for (std::uint32_t end : ends) insert_sorted(transition.produce, end);
      transition.rope = rope;
    });
    const Indices before = producers_[place];
    for (std::uint32_t producer : before)
      change(producer, [place](Transition& transition) { std::erase(transition.produce, place); });
    place_gone_[place] = true;
  }

  // --- series

  // A token of the initial marking that can only go one way goes it now.
  void move_initial(std::uint32_t place) {
    if (marked_[place] != 1 || consumers_[place].size() != 1) return;
    const std::uint32_t user = consumers_[place].front();
    if (!always_goes_on(user, place)) return;
    const Transition& transition = net_.transitions[user];
    marked_[place] = 0;
    for (std::uint32_t to : transition.produce) ++marked_[to];
    net_.prefix = net_.rope.then(net_.prefix, transition.rope);
    touch_around(user);
    if (!producers_[place].empty()) return;
    drop_transition(user);
    place_gone_[place] = true;
  }

  // `transition` needs nothing but one token of `place` and shows what it did on a place of the
  // same scope.
  bool always_goes_on(std::uint32_t number, std::uint32_t place) const {
    const Transition& transition = net_.transitions[number];
    if (!plain(number) || transition.special() || transition.consume.size() != 1) return false;
    bool visible = false;
    for (std::uint32_t to : transition.produce) {
      const Residue::Place& target = net_.places[to];
      if (to == place) return false;
      // A termination may take the token before it sends, and nobody gets the message then.
      if (target.kind == PlaceKind::Message && may_be_emptied(place)) return false;
      if (!target.ordinary()) continue;
      if (target.scope != net_.places[place].scope) return false;
      // Only two tokens on a sequence flow are a lack of synchronisation.
      visible |= target.kind == PlaceKind::Flow || net_.places[place].kind != PlaceKind::Flow;
    }
    return visible;
  }

  bool may_be_emptied(std::uint32_t place) const {
    const NetScopeIndex scope = net_.places[place].scope;
    return scope.valid() && emptied_[scope.value()];
  }

  bool may_fuse(std::uint32_t place) const {
    const Indices& before = producers_[place];
    const Indices& after = consumers_[place];
    if (marked_[place] != 0 || before.empty() || after.empty()) return false;
    if (after.size() > 1 && before.size() > 1 && before.size() * after.size() > 4) return false;
    std::size_t widest = 0;
    for (std::uint32_t user : after) {
      if (!always_goes_on(user, place)) return false;
      widest = std::max(widest, net_.transitions[user].produce.size());
    }
    for (std::uint32_t producer : before) {
      const Transition& transition = net_.transitions[producer];
      const std::size_t tokens = weight(transition.produce, place);
      if (holds(transition.consume, place)) return false;
      if (transition.produce.size() + tokens * widest > kArcsMax) return false;
      if (after.size() == 1) {
        if (transition.kind == NetTransitionKind::InclusiveSplit) {
          const Indices& outputs = net_.transitions[after.front()].produce;
          if (outputs.size() != 1 || holds(transition.produce, outputs.front())) return false;
        }
        continue;
      }
      if (!plain(producer) || tokens != 1) return false;
    }
    return true;
  }

  void fuse(std::uint32_t place) {
    if (fuse_into_split(place) || !may_fuse(place)) return;
    // Taken, not copied: nobody asks for those of a place that is gone.
    const Indices before = std::move(producers_[place]);
    const Indices after = std::move(consumers_[place]);
    for (std::uint32_t producer : before) {
      // All but the last way on are copies; the last one reuses the transition.
      for (std::size_t i = 0; i + 1 < after.size(); ++i) {
        Transition copy = net_.transitions[producer];
        append(copy, place, net_.transitions[after[i]]);
        net_.transitions.push_back(std::move(copy));
        transition_gone_.push_back(false);
        const auto number = static_cast<std::uint32_t>(net_.transitions.size() - 1);
        attach(number);
        touch_around(number);
      }
      const Transition& follow = net_.transitions[after.back()];
      change(producer, [&](Transition& transition) { append(transition, place, follow); });
    }
    for (std::uint32_t user : after) drop_transition(user);
    place_gone_[place] = true;
  }

  // `transition` no longer fills `place` but does at once what `follow` did with it.
  void append(Transition& transition, std::uint32_t place, const Transition& follow) {
    if (transition.kind == NetTransitionKind::InclusiveSplit) {
      for (std::size_t i = 0; i < transition.produce.size(); ++i) {
        if (transition.produce[i] != place) continue;
        Residue::Option option = transition.options[i];
        option.after = net_.rope.then(option.after, follow.rope);
        transition.produce.erase(transition.produce.begin() + static_cast<std::ptrdiff_t>(i));
        transition.options.erase(transition.options.begin() + static_cast<std::ptrdiff_t>(i));
        const std::uint32_t to = follow.produce.front();
        const auto at = std::lower_bound(transition.produce.begin(), transition.produce.end(), to);
        transition.options.insert(transition.options.begin() + (at - transition.produce.begin()),
                                  option);
        transition.produce.insert(at, to);
        return;
      }
    }
    transition.exceptional = transition.exceptional || follow.exceptional;
    for (std::size_t tokens = weight(transition.produce, place); tokens > 0; --tokens) {
      erase_one(transition.produce, place);
      for (std::uint32_t to : follow.produce) insert_sorted(transition.produce, to);
      transition.rope = net_.rope.then(transition.rope, follow.rope);
    }
  }

  // A plain transition that does nothing but lead to an inclusive split becomes part of it.
  bool fuse_into_split(std::uint32_t place) {
    if (marked_[place] != 0 || producers_[place].size() != 1 || consumers_[place].size() != 1)
      return false;
    const std::uint32_t first = producers_[place].front();
    const std::uint32_t second = consumers_[place].front();
    const Transition& before = net_.transitions[first];
    const Transition& split = net_.transitions[second];
    if (split.kind != NetTransitionKind::InclusiveSplit || !plain(first) || before.special() ||
        split.special() || before.produce.size() != 1 || split.consume.size() != 1 ||
        holds(before.consume, place))
      return false;
    for (std::uint32_t from : before.consume)
      if (net_.places[from].scope != net_.places[place].scope) return false;
    const Indices consume = before.consume;
    const std::uint32_t rope = net_.rope.then(before.rope, split.rope);
    drop_transition(first);
    change(second, [&](Transition& transition) {
      transition.consume = consume;
      transition.rope = rope;
    });
    place_gone_[place] = true;
    return true;
  }

  std::vector<bool> emptied_;  // by scope: something takes all tokens out of it
};

}  // namespace

void reduce(Residue& residue) { Reducer(residue).run(); }

}  // namespace umlauf::verify
