#include "engine/verify/search.hpp"

#include <algorithm>
#include <bit>
#include <functional>

#include "engine/base/assert.hpp"

namespace umlauf::verify {
namespace {

// 2^k successors for a split of k flows, and for k saturated places that a transition takes from.
constexpr std::size_t kSplitMax = 16;
constexpr std::size_t kSaturatedMax = 8;
// An end counts to "more than once".
constexpr std::uint64_t kEndMax = 2;

std::uint64_t mix(std::uint64_t value) {  // the finaliser of splitmix64
  value = (value ^ (value >> 30)) * 0xBF58476D1CE4E5B9ULL;
  value = (value ^ (value >> 27)) * 0x94D049BB133111EBULL;
  return value ^ (value >> 31);
}

}  // namespace

StateSpace::StateSpace(const Residue& residue, unsigned bits, const SearchLimits& limits,
                       bool stubborn)
    : net_(residue),
      certain_only_(limits.certain_only),
      bits_(bits),
      maximum_((Word{1} << bits) - 1),
      per_word_(64 / bits),
      words_(residue.places.size() / per_word_ + 1),
      stubborn_(stubborn) {
  prepare();
  explore(limits);
  find_exact();
}

void StateSpace::explore(const SearchLimits& limits) {
  table_.assign(1024, 0);
  Mask start(words_, 0);
  for (std::uint32_t place : net_.initial) {
    const Word before = get(start, place);
    if (before == maximum_) saturated_ = true;
    set(start, place, std::min(before + 1, maximum_));
  }
  current_.resize(words_);
  intern(start);
  first_edge_.push_back(0);
  std::size_t depth = 0, deeper = 1;  // the first state that is further away
  for (std::uint32_t state = 0; state < markings_.size() / words_; ++state) {
    if (state == deeper) {
      ++depth;
      deeper = markings_.size() / words_;
    }
    complete_to_depth_ = depth >= limits.depth_max;
    const bool full = markings_.size() / words_ > limits.states_max ||
                      edges_.size() > limits.edges_max ||
                      (state % 256 == 255 && limits.out_of_time && limits.out_of_time());
    if (full || complete_to_depth_) {
      complete_ = false;
      break;
    }
    expand(state);
    first_edge_.push_back(edges_.size());
    if (limits.enough && limits.enough(*this, state)) {
      complete_ = false;
      break;
    }
  }
}

void StateSpace::expand(std::uint32_t state) {
  std::copy_n(markings_.begin() + static_cast<std::ptrdiff_t>(state * words_), words_,
              current_.begin());
  if (stubborn_) {
    for (std::uint32_t transition : stubborn_set()) follow(state, transition);
    return;
  }
  for (std::uint32_t transition : no_input_) follow(state, transition);
  for (std::size_t word = 0; word < words_; ++word) {
    Word rest = current_[word];
    while (rest != 0) {
      const auto field = static_cast<std::uint32_t>(std::countr_zero(rest)) / bits_;
      rest &= ~(maximum_ << (field * bits_));
      const auto place = static_cast<std::uint32_t>(word * per_word_ + field);
      for (std::uint32_t i = order_first_[place]; i < order_first_[place + 1]; ++i)
        if (enabled(order_[i])) follow(state, order_[i]);
    }
  }
  for (std::uint32_t join : join_list_)
    if (enabled(join)) follow(state, join);
}

bool StateSpace::enabled(std::uint32_t number) const {
  const Residue::Transition& transition = net_.transitions[number];
  if (transition.empty.valid() && any(current_, scope_tokens_[transition.empty.value()]))
    return false;
  if (transition.kind == NetTransitionKind::InclusiveJoin) return join_enabled(number);
  for (std::uint32_t place : transition.consume)
    if (get(current_, place) == 0) return false;
  return true;
}

bool StateSpace::join_enabled(std::uint32_t number) const {
  const Residue::Transition& transition = net_.transitions[number];
  if (transition.guard != Residue::Transition::kNoGuard && get(current_, transition.guard) == 0)
    return false;
  bool marked = false;
  for (std::uint32_t place : transition.consume) marked |= get(current_, place) != 0;
  if (!marked) return false;
  for (std::size_t word = 0; word < words_; ++word) {
    Word blocking = 0, excused = 0;
    for (std::size_t i = 0; i < transition.consume.size(); ++i) {
      const std::uint32_t place = transition.consume[i];
      if (get(current_, place) == 0) {
        blocking |= joins_[number].upstream[i][word];
      } else {
        excused |= joins_[number].excusing[i][word];
        if (place / per_word_ == word) excused |= maximum_ << (place % per_word_ * bits_);
      }
    }
    if ((current_[word] & blocking & ~excused) != 0) return false;
  }
  return true;
}

void StateSpace::follow(std::uint32_t state, std::uint32_t number) {
  const Residue::Transition& transition = net_.transitions[number];
  if (certain_only_ && transition.perhaps) {
    edges_.push_back({state, number, 0, false});
    return;
  }
  if (transition.empty.valid()) {
    const Mask& ends = scope_ends_[transition.empty.value()];
    for (std::size_t word = 0; word < words_; ++word) {
      // "More than once" is the bit of value two in every field of an end.
      const Word twice = ends[word] & (~Word{0} / maximum_ * kEndMax);
      if ((current_[word] & twice) != 0) {
        repeated_in_scopes_.push_back({state, number});
        break;
      }
    }
  }
  if (transition.kind != NetTransitionKind::InclusiveSplit) return fire(number, 0);
  if (transition.produce.size() > kSplitMax) {
    complete_ = false;  // more ways than can be counted: not decided here
    return;
  }
  const std::uint32_t all = (1U << transition.produce.size()) - 1;
  for (std::uint32_t chosen = 1; chosen <= all; ++chosen) fire(number, chosen);
}

void StateSpace::fire(std::uint32_t number, std::uint32_t chosen) {
  const Residue::Transition& transition = net_.transitions[number];
  scratch_ = current_;
  saturated_inputs_.clear();
  const bool join = transition.kind == NetTransitionKind::InclusiveJoin;
  for (std::uint32_t place : transition.consume) {
    const Word tokens = get(scratch_, place);
    if (join && tokens == 0) continue;
    set(scratch_, place, tokens - 1);
    if (tokens == maximum_ && net_.places[place].kind != PlaceKind::End)
      saturated_inputs_.push_back(place);
  }
  if (saturated_inputs_.empty()) return arrive(number, chosen, !transition.perhaps);
  if (saturated_inputs_.size() > kSaturatedMax) {
    complete_ = false;
    return;
  }
  // "That many or more" minus one is one less or still that many.
  const Mask base = scratch_;
  const std::vector<std::uint32_t> inputs = saturated_inputs_;
  for (std::uint32_t still = 0; still < (1U << inputs.size()); ++still) {
    scratch_ = base;
    for (std::size_t i = 0; i < inputs.size(); ++i)
      if ((still >> i) & 1U) set(scratch_, inputs[i], maximum_);
    arrive(number, chosen, still == 0 && !transition.perhaps);
  }
}

// scratch_ is the marking without what was consumed.
void StateSpace::arrive(std::uint32_t number, std::uint32_t chosen, bool exact) {
  const Residue::Transition& transition = net_.transitions[number];
  if (transition.reset.valid()) {
    const Mask& mask = scope_tokens_[transition.reset.value()];
    for (std::size_t word = 0; word < words_; ++word) scratch_[word] &= ~mask[word];
  }
  if (transition.empty.valid()) {
    const Mask& mask = scope_ends_[transition.empty.value()];
    for (std::size_t word = 0; word < words_; ++word) scratch_[word] &= ~mask[word];
  }
  const bool split = transition.kind == NetTransitionKind::InclusiveSplit;
  for (std::size_t i = 0; i < transition.produce.size(); ++i) {
    if (split && ((chosen >> i) & 1U) == 0) continue;
    const std::uint32_t place = transition.produce[i];
    const Word tokens = get(scratch_, place);
    if (net_.places[place].kind == PlaceKind::End) {
      set(scratch_, place, std::min(tokens + 1, kEndMax));
    } else if (net_.places[place].kind == PlaceKind::Left) {
      set(scratch_, place, 1);
    } else if (tokens == maximum_) {
      saturated_ = true;
      exact = false;
    } else {
      set(scratch_, place, tokens + 1);
    }
  }
  edges_.push_back({intern(scratch_), number, chosen, exact});
}

bool StateSpace::any(const Mask& marking, const Mask& mask) const {
  for (std::size_t word = 0; word < words_; ++word)
    if ((marking[word] & mask[word]) != 0) return true;
  return false;
}

std::uint32_t StateSpace::intern(const Mask& marking) {
  std::uint64_t hash = 0x9E3779B97F4A7C15ULL;
  for (Word word : marking) hash = mix(hash ^ word);
  const std::size_t last = table_.size() - 1;
  for (std::size_t slot = hash & last;; slot = (slot + 1) & last) {
    if (table_[slot] == 0) {
      const auto state = static_cast<std::uint32_t>(markings_.size() / words_);
      markings_.insert(markings_.end(), marking.begin(), marking.end());
      table_[slot] = state + 1;
      if ((state + 1) * 2 > table_.size()) grow_table();
      return state;
    }
    const std::uint32_t state = table_[slot] - 1;
    if (std::equal(marking.begin(), marking.end(),
                   markings_.begin() + static_cast<std::ptrdiff_t>(state * words_)))
      return state;
  }
}

void StateSpace::grow_table() {
  table_.assign(table_.size() * 4, 0);
  const std::size_t last = table_.size() - 1;
  const std::size_t states = markings_.size() / words_;
  for (std::size_t state = 0; state < states; ++state) {
    std::uint64_t hash = 0x9E3779B97F4A7C15ULL;
    for (std::size_t word = 0; word < words_; ++word)
      hash = mix(hash ^ markings_[state * words_ + word]);
    std::size_t slot = hash & last;
    while (table_[slot] != 0) slot = (slot + 1) & last;
    table_[slot] = static_cast<std::uint32_t>(state) + 1;
  }
}

// Closure of one enabled transition: of an enabled one whoever competes for its tokens, of a
// disabled one whoever could fill one of its empty places. Of the sets found from each enabled
// transition the one with the fewest enabled members is taken.
std::vector<std::uint32_t> StateSpace::stubborn_set() const {
  std::vector<std::uint32_t> all, best;
  for (std::uint32_t t = 0; t < net_.transitions.size(); ++t)
    if (enabled(t)) all.push_back(t);
  if (all.size() < 2) return all;
  best = all;
  std::vector<bool> within(net_.transitions.size());
  std::vector<std::uint32_t> open, active;
  for (std::uint32_t seed : all) {
    std::fill(within.begin(), within.end(), false);
    open.assign(1, seed);
    within[seed] = true;
    active.clear();
    while (!open.empty() && active.size() < best.size()) {
      const std::uint32_t number = open.back();
      open.pop_back();
      const Residue::Transition& transition = net_.transitions[number];
      const bool can_fire = enabled(number);
      if (can_fire) active.push_back(number);
      for (std::uint32_t place : transition.consume) {
        if (!can_fire && get(current_, place) != 0) continue;
        for (std::uint32_t other : can_fire ? consumers_[place] : producers_[place])
          if (!within[other]) {
            within[other] = true;
            open.push_back(other);
          }
        if (!can_fire) break;
      }
    }
    if (open.empty() && active.size() < best.size()) best = active;
    if (best.size() == 1) break;
  }
  return best;
}

void StateSpace::find_exact() {
  const std::size_t states = markings_.size() / words_;
  exact_parent_.assign(states, kUnreached);
  exact_parent_edge_.assign(states, 0);
  std::vector<std::uint32_t> line{0};
  exact_parent_[0] = 0;
  for (std::size_t i = 0; i < line.size(); ++i) {
    const std::uint32_t state = line[i];
    if (state + 1 >= first_edge_.size()) continue;  // not expanded
    for (std::size_t e = first_edge_[state]; e < first_edge_[state + 1]; ++e) {
      const Edge& edge = edges_[e];
      if (!edge.exact || exact_parent_[edge.target] != kUnreached) continue;
      exact_parent_[edge.target] = state;
      exact_parent_edge_[edge.target] = static_cast<std::uint32_t>(e);
      line.push_back(edge.target);
    }
  }
}

std::uint32_t StateSpace::tokens(std::uint32_t state, std::uint32_t place) const {
  const Word word = markings_[state * words_ + place / per_word_];
  return static_cast<std::uint32_t>((word >> (place % per_word_ * bits_)) & maximum_);
}

std::vector<std::uint32_t> StateSpace::marking(std::uint32_t state) const {
  std::vector<std::uint32_t> marking(net_.places.size());
  for (std::uint32_t place = 0; place < marking.size(); ++place)
    marking[place] = tokens(state, place);
  return marking;
}

bool StateSpace::completed(std::uint32_t state, std::uint32_t process) const {
  for (std::size_t word = 0; word < words_; ++word)
    if ((markings_[state * words_ + word] & process_tokens_[process][word]) != 0) return false;
  return true;
}

bool StateSpace::ended_by_itself(std::uint32_t state, std::uint32_t process) const {
  for (std::size_t word = 0; word < words_; ++word)
    if ((markings_[state * words_ + word] & process_left_[process][word]) != 0) return false;
  return completed(state, process);
}

std::optional<std::uint32_t> StateSpace::unsafe_place(std::uint32_t state, std::uint32_t process,
                                                      bool main_only) const {
  bool any_unsafe = false;
  for (std::size_t word = 0; word < words_; ++word)
    any_unsafe |= (markings_[state * words_ + word] & process_unsafe_[process][word]) != 0;
  if (!any_unsafe) return std::nullopt;
  for (std::uint32_t place : process_flows_[process])
    if (tokens(state, place) > 1 && !(main_only && net_.places[place].beside)) return place;
  return std::nullopt;
}

std::optional<std::uint32_t> StateSpace::repeated_end(std::uint32_t state, std::uint32_t process,
                                                      bool main_only) const {
  for (std::uint32_t place : process_ends_[process])
    if (tokens(state, place) >= kEndMax && !(main_only && net_.places[place].beside)) return place;
  return std::nullopt;
}

std::vector<StateSpace::Edge> StateSpace::way(std::uint32_t state) const {
  UMLAUF_ASSERT(exact(state));
  std::vector<Edge> edges;
  while (state != 0) {
    edges.push_back(edges_[exact_parent_edge_[state]]);
    state = exact_parent_[state];
  }
  std::reverse(edges.begin(), edges.end());
  return edges;
}

namespace {

// Where a state can be reached from in one step.
class Sources {
 public:
  explicit Sources(const StateSpace& space) : first_(space.size() + 1, 0) {
    for (std::uint32_t state = 0; state < space.size(); ++state)
      for (const StateSpace::Edge& edge : space.edges(state))
        if (edge.target < space.size()) ++first_[edge.target + 1];
    for (std::size_t i = 1; i < first_.size(); ++i) first_[i] += first_[i - 1];
    list_.resize(first_.back());
    std::vector<std::uint32_t> next(first_.begin(), first_.end() - 1);
    for (std::uint32_t state = 0; state < space.size(); ++state)
      for (const StateSpace::Edge& edge : space.edges(state))
        if (edge.target < space.size()) list_[next[edge.target]++] = {state, space.perhaps(edge)};
  }

  struct Source {
    std::uint32_t state = 0;
    bool perhaps = false;
  };
  std::span<const Source> of(std::uint32_t state) const {
    return std::span(list_).subspan(first_[state], first_[state + 1] - first_[state]);
  }

 private:
  std::vector<std::uint32_t> first_;
  std::vector<Source> list_;
};

}  // namespace

std::vector<bool> hopeful(const StateSpace& space, std::uint32_t process, bool at_rest) {
  const Sources sources(space);
  std::vector<bool> hope(space.size(), false);
  std::vector<std::uint32_t> open;
  for (std::uint32_t state = 0; state < space.size(); ++state)
    if (space.completed(state, process) && (!at_rest || space.edges(state).empty())) {
      hope[state] = true;
      open.push_back(state);
    }
  while (!open.empty()) {
    const std::uint32_t state = open.back();
    open.pop_back();
    for (const Sources::Source& from : sources.of(state))
      if (!hope[from.state]) {
        hope[from.state] = true;
        open.push_back(from.state);
      }
  }
  return hope;
}

std::vector<bool> assured(const StateSpace& space, std::uint32_t process) {
  const Sources sources(space);
  std::vector<bool> sure(space.size(), false);
  // How many of the edges that may be the only possible one do not lead to a sure state yet.
  std::vector<std::uint32_t> doubtful(space.size(), 0), open;
  for (std::uint32_t state = 0; state < space.size(); ++state) {
    for (const StateSpace::Edge& edge : space.edges(state)) doubtful[state] += space.perhaps(edge);
    if (!space.completed(state, process)) continue;
    sure[state] = true;
    open.push_back(state);
  }
  while (!open.empty()) {
    const std::uint32_t state = open.back();
    open.pop_back();
    for (const Sources::Source& from : sources.of(state)) {
      if (sure[from.state] || (from.perhaps && --doubtful[from.state] > 0)) continue;
      sure[from.state] = true;
      open.push_back(from.state);
    }
  }
  return sure;
}

// A marking with all the tokens of an earlier one can do again what was done since.
std::vector<StateSpace::Edge> round(const StateSpace& space, std::uint32_t state) {
  std::vector<StateSpace::Edge> way = space.way(state);
  std::vector<std::vector<std::uint32_t>> seen;
  const auto comes_again = [&seen](const std::vector<std::uint32_t>& marking) {
    return std::any_of(seen.begin(), seen.end(), [&](const std::vector<std::uint32_t>& before) {
      return std::equal(marking.begin(), marking.end(), before.begin(), std::greater_equal<>());
    });
  };
  while (state < space.size()) {
    std::vector<std::uint32_t> marking = space.marking(state);
    if (comes_again(marking)) break;
    seen.push_back(std::move(marking));
    const auto edges = space.edges(state);
    // What changes nothing, as an escalation that is thrown, can happen beside anything else.
    auto edge = std::find_if(edges.begin(), edges.end(), [state](const StateSpace::Edge& each) {
      return each.exact && each.target != state;
    });
    if (edge == edges.end())
      edge = std::find_if(edges.begin(), edges.end(),
                          [](const StateSpace::Edge& each) { return each.exact; });
    if (edge == edges.end()) break;
    way.push_back(*edge);
    state = edge->target;
  }
  return way;
}

}  // namespace umlauf::verify
