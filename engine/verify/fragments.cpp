#include "engine/verify/fragments.hpp"

#include <algorithm>
#include <map>
#include <optional>

#include "engine/verify/reduction_book.hpp"
#include "engine/verify/search.hpp"

namespace umlauf::verify {
namespace {

constexpr std::size_t kFragmentMax = 300;  // places of one fragment
constexpr std::size_t kStatesMax = 4'000;  // of one fragment
constexpr std::size_t kTransitionsMin = 3;

// The name of an edge that no path comes back along without another edge of the same name. A
// collision only costs a look: every fragment is checked.
std::uint64_t name_of(std::uint64_t number) {
  number += 0x9E3779B97F4A7C15ULL;
  number = (number ^ (number >> 30)) * 0xBF58476D1CE4E5B9ULL;
  number = (number ^ (number >> 27)) * 0x94D049BB133111EBULL;
  return number ^ (number >> 31);
}

// Places as edges of a graph whose vertices are transitions and the two ends of each place.
class EdgeClasses {
 public:
  explicit EdgeClasses(const Residue& net) : net_(net) {
    const std::size_t places = net.places.size();
    source_ = static_cast<std::uint32_t>(2 * places + net.transitions.size());
    edges_of_.resize(source_ + 2);
    for (std::uint32_t p = 0; p < places; ++p) connect(2 * p, 2 * p + 1);  // edge p
    std::vector<bool> fed(places, false), used(places, false);
    for (std::uint32_t t = 0; t < net.transitions.size(); ++t) {
      const auto vertex = static_cast<std::uint32_t>(2 * places + t);
      for (std::uint32_t p : net.transitions[t].consume) connect(2 * p + 1, vertex), used[p] = true;
      for (std::uint32_t p : net.transitions[t].produce) connect(vertex, 2 * p), fed[p] = true;
      if (net.transitions[t].consume.empty()) connect(source_, vertex);
      if (net.transitions[t].produce.empty()) connect(vertex, source_ + 1);
    }
    for (std::uint32_t p : net.initial) fed[p] = false;
    for (std::uint32_t p = 0; p < places; ++p) {
      if (!fed[p]) connect(source_, 2 * p);
      if (!used[p]) connect(2 * p + 1, source_ + 1);
    }
    connect(source_ + 1, source_);
  }

  /// Places in classes, each along the path that leads through them.
  std::vector<Indices> run() {
    walk();
    std::map<std::uint64_t, Indices> by_name;
    // Deeper ends of tree edges come later in `order_`.
    std::vector<std::uint32_t> depth(edges_.size(), 0);
    for (std::uint32_t i = 0; i < order_.size(); ++i)
      if (entered_by_[order_[i]] != kNone) depth[entered_by_[order_[i]]] = i;
    for (std::uint32_t p = 0; p < net_.places.size(); ++p)
      if (names_[p] != 0) by_name[names_[p]].push_back(p);
    std::vector<Indices> classes;
    for (auto& [name, places] : by_name) {
      if (places.size() < 2) continue;
      std::sort(places.begin(), places.end(), [&depth](std::uint32_t a, std::uint32_t b) {
        return depth[a] != depth[b] ? depth[a] < depth[b] : a < b;
      });
      classes.push_back(std::move(places));
    }
    return classes;
  }

 private:
  static constexpr std::uint32_t kNone = 0xFFFFFFFFU;
  struct Ends {
    std::uint32_t one, other;
  };

  void connect(std::uint32_t one, std::uint32_t other) {
    const auto edge = static_cast<std::uint32_t>(edges_.size());
    edges_.push_back({one, other});
    edges_of_[one].push_back(edge);
    edges_of_[other].push_back(edge);
  }

  // Depth first without regard to direction. Each edge that closes a circle gives its name to all
  // tree edges on the circle; two edges lie on the same circles where they got the same names.
  void walk() {
    names_.assign(edges_.size(), 0);
    entered_by_.assign(edges_of_.size(), kNone);
    std::vector<bool> seen(edges_of_.size(), false), used(edges_.size(), false);
    std::vector<std::uint64_t> sum(edges_of_.size(), 0);
    struct Visit {
      std::uint32_t vertex;
      std::size_t next = 0;
    };
    std::vector<Visit> stack{{source_}};
    seen[source_] = true;
    order_.push_back(source_);
    while (!stack.empty()) {
      Visit& top = stack.back();
      const std::uint32_t vertex = top.vertex;
      if (top.next == edges_of_[vertex].size()) {
        const std::uint32_t edge = entered_by_[vertex];
        stack.pop_back();
        if (edge == kNone) continue;
        names_[edge] = sum[vertex];
        sum[stack.back().vertex] ^= sum[vertex];
        continue;
      }
      const std::uint32_t edge = edges_of_[vertex][top.next++];
      if (used[edge]) continue;
      used[edge] = true;
      const std::uint32_t to = edges_[edge].one == vertex ? edges_[edge].other : edges_[edge].one;
      if (seen[to]) {
        names_[edge] = name_of(edge);
        sum[vertex] ^= names_[edge];
        sum[to] ^= names_[edge];
        continue;
      }
      seen[to] = true;
      entered_by_[to] = edge;
      order_.push_back(to);
      stack.push_back({to});
    }
  }

  const Residue& net_;
  std::uint32_t source_ = 0;
  std::vector<Ends> edges_;
  std::vector<Indices> edges_of_;  // by vertex
  std::vector<std::uint64_t> names_;
  Indices entered_by_;  // by vertex
  Indices order_;
};

struct Fragment {
  std::uint32_t entry = 0, exit = 0;
  Indices places;  // between them
  Indices transitions;
};

class Collapsing : private ReductionBook {
 public:
  Collapsing(Residue& net, const std::function<bool()>& out_of_time)
      : ReductionBook(net), out_of_time_(out_of_time) {}

  std::size_t run() {
    std::vector<Fragment> found;
    for (const Indices& places : EdgeClasses(net_).run())
      for (std::size_t i = 0; i + 1 < places.size(); ++i) {
        Fragment fragment;
        if (lies_between(places[i], places[i + 1], fragment) ||
            lies_between(places[i + 1], places[i], fragment))
          found.push_back(std::move(fragment));
      }
    std::stable_sort(found.begin(), found.end(), [](const Fragment& a, const Fragment& b) {
      return a.transitions.size() < b.transitions.size();
    });
    std::size_t collapsed = 0;
    for (const Fragment& each : found) {
      if (out_of_time_ && out_of_time_()) break;
      // What lay within may be one transition by now.
      Fragment now;
      if (!lies_between(each.entry, each.exit, now)) continue;
      collapsed += collapse(now);
    }
    compact();
    return collapsed;
  }

 private:
  bool fits(std::uint32_t place, const Residue::Place& entry) const {
    const Residue::Place& own = net_.places[place];
    return own.ordinary() && marked_[place] == 0 && own.scope == entry.scope &&
           own.process == entry.process;
  }

  // Everything that a token from `entry` can get to before `exit`, as long as nothing else gets
  // there.
  bool lies_between(std::uint32_t entry, std::uint32_t exit, Fragment& fragment) const {
    if (place_gone_[entry] || place_gone_[exit]) return false;
    fragment = {entry, exit, {}, {}};
    const Residue::Place& first = net_.places[entry];
    if (!first.ordinary() || !fits(exit, first)) return false;
    if (first.kind != PlaceKind::Flow && net_.places[exit].kind != PlaceKind::Flow) return false;
    std::vector<std::uint32_t> open{entry};
    while (!open.empty()) {
      const std::uint32_t place = open.back();
      open.pop_back();
      for (std::uint32_t user : consumers_[place]) {
        if (holds(fragment.transitions, user)) continue;
        const Residue::Transition& transition = net_.transitions[user];
        if (!plain(user) || transition.special() || transition.exceptional ||
            transition.produce.empty())
          return false;
        insert_sorted(fragment.transitions, user);
        for (std::uint32_t to : transition.produce) {
          if (to == exit || holds(fragment.places, to)) continue;
          if (to == entry || !fits(to, first) || consumers_[to].empty()) return false;
          insert_sorted(fragment.places, to);
          open.push_back(to);
          if (fragment.places.size() > kFragmentMax) return false;
        }
      }
    }
    return fragment.transitions.size() >= kTransitionsMin && closed(fragment);
  }

  bool closed(const Fragment& fragment) const {
    for (std::uint32_t number : fragment.transitions)
      for (std::uint32_t from : net_.transitions[number].consume)
        if (from != fragment.entry && !holds(fragment.places, from)) return false;
    for (std::uint32_t place : fragment.places)
      for (std::uint32_t producer : producers_[place])
        if (!holds(fragment.transitions, producer)) return false;
    return true;
  }

  bool collapse(const Fragment& fragment) {
    Residue part;
    Indices places = fragment.places;
    insert_sorted(places, fragment.entry);
    insert_sorted(places, fragment.exit);
    const auto number = [&places](std::uint32_t place) {
      return static_cast<std::uint32_t>(std::lower_bound(places.begin(), places.end(), place) -
                                        places.begin());
    };
    for (std::uint32_t place : places) {
      part.places.push_back(net_.places[place]);
      part.places.back().scope = {};
      part.places.back().process = 0;
    }
    for (std::uint32_t t : fragment.transitions) {
      part.transitions.push_back(net_.transitions[t]);
      for (std::uint32_t& place : part.transitions.back().consume) place = number(place);
      for (std::uint32_t& place : part.transitions.back().produce) place = number(place);
    }
    part.initial = {number(fragment.entry)};
    const StateSpace space(part, 2, {kStatesMax, kStatesMax * 20, out_of_time_}, false);
    const auto last =
        sound_end(space, static_cast<std::uint32_t>(places.size()), number(fragment.exit));
    if (!last) return false;
    replace(fragment, space, *last);
    return true;
  }

  // The state with nothing but one token at the exit, if every run can get there, no two tokens are
  // ever in one place and nothing is beside the token that is out.
  static std::optional<std::uint32_t> sound_end(const StateSpace& space, std::uint32_t places,
                                                std::uint32_t exit) {
    if (!space.complete() || space.saturated()) return std::nullopt;
    std::optional<std::uint32_t> last;
    std::vector<Indices> before(space.size());
    for (std::uint32_t state = 0; state < space.size(); ++state) {
      std::uint32_t tokens = 0;
      for (std::uint32_t place = 0; place < places; ++place) {
        const std::uint32_t here = space.tokens(state, place);
        if (here > 1) return std::nullopt;
        tokens += here;
      }
      if (space.tokens(state, exit) == 1) {
        if (tokens != 1) return std::nullopt;
        last = state;
      }
      for (const StateSpace::Edge& edge : space.edges(state)) before[edge.target].push_back(state);
    }
    if (!last) return std::nullopt;
    std::vector<bool> good(space.size(), false);
    good[*last] = true;
    Indices open{*last};
    std::size_t count = 1;
    while (!open.empty()) {
      const std::uint32_t state = open.back();
      open.pop_back();
      for (std::uint32_t from : before[state]) {
        if (good[from]) continue;
        good[from] = true;
        ++count;
        open.push_back(from);
      }
    }
    return count == space.size() ? last : std::nullopt;
  }

  void replace(const Fragment& fragment, const StateSpace& space, std::uint32_t last) {
    std::vector<bool> fires(fragment.transitions.size(), false);
    for (std::uint32_t state = 0; state < space.size(); ++state)
      for (const StateSpace::Edge& edge : space.edges(state)) fires[edge.transition] = true;
    Residue::Transition whole;
    whole.consume = {fragment.entry};
    whole.produce = {fragment.exit};
    for (const StateSpace::Edge& edge : space.way(last)) {
      const std::uint32_t rope = net_.transitions[fragment.transitions[edge.transition]].rope;
      whole.rope = net_.rope.then(whole.rope, rope);
    }
    for (std::size_t i = 0; i < fires.size(); ++i)
      if (fires[i])
        whole.rope = net_.rope.add(Rope::Kind::Also, whole.rope,
                                   net_.transitions[fragment.transitions[i]].rope);
    for (std::uint32_t transition : fragment.transitions) drop_transition(transition);
    for (std::uint32_t place : fragment.places) place_gone_[place] = true;
    net_.transitions.push_back(std::move(whole));
    transition_gone_.push_back(false);
    attach(static_cast<std::uint32_t>(net_.transitions.size() - 1));
  }

  const std::function<bool()>& out_of_time_;
};

}  // namespace

std::size_t collapse_fragments(Residue& residue, const std::function<bool()>& out_of_time) {
  if (residue.transitions.size() <= kTransitionsMin) return 0;
  return Collapsing(residue, out_of_time).run();
}

}  // namespace umlauf::verify
