// Lines and labels of the drawing, BPMN 2.0.2 §12. What is told here costs readers time, nothing
// else.
#include <algorithm>
#include <cmath>
#include <map>
#include <numeric>
#include <tuple>
#include <utility>
#include <vector>

#include "engine/verify/structure/visit.hpp"

namespace umlauf::verify::structure {
namespace {

using namespace bpmn;

// Enough for the drawings of people; of generated ones the rest is left unsaid.
constexpr std::size_t kComparisonsMax = 5'000'000;

// Only activities, events and gateways that are no frame around others can be crossed.
bool is_frame(const Shape& shape, const FlowNode& node) {
  if (node.kind == FlowNodeKind::CallActivity) return shape.is_expanded.value_or(false);
  return node.subprocess() != nullptr && shape.is_expanded.value_or(true);
}

struct Obstacle {
  double band = 0;
  double left = 0;
  const Bounds* at = nullptr;
  FlowNodeIndex node;

  bool begins_before(double other_band, double other_left) const {
    return band < other_band || (band == other_band && left < other_left);
  }
  bool operator<(const Obstacle& other) const {
    return begins_before(other.band, other.left) ||
           (band == other.band && left == other.left && at < other.at);
  }
};

// Liang and Barsky: the part of the line that lies within the shape, less a margin.
bool passes(const Point& from, const Point& to, const Bounds& at) {
  constexpr double kMargin = 3;
  double enter = 0, leave = 1;
  const auto clip = [&](double delta, double low, double high) {
    if (delta == 0) return low <= 0 && high >= 0;
    const double one = low / delta, other = high / delta;
    enter = std::max(enter, std::min(one, other));
    leave = std::min(leave, std::max(one, other));
    return enter < leave;
  };
  return clip(to.x - from.x, at.x + kMargin - from.x, at.x + at.width - kMargin - from.x) &&
         clip(to.y - from.y, at.y + kMargin - from.y, at.y + at.height - kMargin - from.y);
}

// Whether the line can meet the shape at all: most do not, and this is cheap.
bool may_pass(const Point& from, const Point& to, const Bounds& at) {
  return at.x + at.width >= std::min(from.x, to.x) && at.y <= std::max(from.y, to.y) &&
         at.y + at.height >= std::min(from.y, to.y);
}

// The obstacles lie in bands as high as the highest of them, each from left to right, so that a
// line is compared with what lies near it.
class Crossings {
 public:
  Crossings(const Check& check, const Diagram& diagram) : check_(check) {
    for (const Shape& shape : diagram.shapes) {
      const FlowNodeIndex index = shape.element.flow_node();
      if (!index.valid() || !shape.bounds || is_frame(shape, check.at(index))) continue;
      obstacles_.push_back({0, shape.bounds->x, &*shape.bounds, index});
      widest_ = std::max(widest_, shape.bounds->width);
      highest_ = std::max(highest_, shape.bounds->height);
    }
    for (Obstacle& obstacle : obstacles_) obstacle.band = band_of(obstacle.at->y);
    std::sort(obstacles_.begin(), obstacles_.end());
  }

  /// The first node, from left to right, that the line of the flow crosses; null where it crosses
  /// none.
  const FlowNode* find(const SequenceFlow& flow, const Edge& edge) {
    for (std::size_t i = 1; i < edge.waypoints.size(); ++i)
      if (const Obstacle* crossed = find(flow, edge.waypoints[i - 1], edge.waypoints[i]))
        return &check_.at(crossed->node);
    return nullptr;
  }

 private:
  double band_of(double y) const { return std::floor(y / highest_); }

  const Obstacle* find(const SequenceFlow& flow, const Point& from, const Point& to) {
    const double left = std::min(from.x, to.x) - widest_;
    const double right = std::max(from.x, to.x);
    const double last_band = band_of(std::max(from.y, to.y));
    // What begins above the line may reach down to it.
    double band = band_of(std::min(from.y, to.y) - highest_);
    const Obstacle* found = nullptr;
    auto next = obstacles_.begin();
    while (comparisons_ <= kComparisonsMax) {
      next = std::partition_point(next, obstacles_.end(), [&](const Obstacle& obstacle) {
        return obstacle.begins_before(band, left);
      });
      if (next == obstacles_.end() || next->band > last_band) break;
      band = next->band;
      for (; next != obstacles_.end() && next->band == band && next->left <= right; ++next) {
        if (++comparisons_ > kComparisonsMax) break;
        if (!is_crossed(*next, flow, from, to)) continue;
        if (!found || std::tie(next->left, next->at) < std::tie(found->left, found->at))
          found = &*next;
        break;
      }
      ++comparisons_;
      if (band >= last_band) break;
      band = std::nextafter(band, HUGE_VAL);
    }
    return found;
  }

  bool is_crossed(const Obstacle& obstacle, const SequenceFlow& flow, const Point& from,
                  const Point& to) const {
    return may_pass(from, to, *obstacle.at) && obstacle.node != flow.source.flow_node() &&
           obstacle.node != flow.target.flow_node() && passes(from, to, *obstacle.at) &&
           !attached(obstacle.node, flow);
  }

  // A boundary event overlaps its activity, whose lines may begin there, and the other way round.
  bool attached(FlowNodeIndex index, const SequenceFlow& flow) const {
    const auto host = [&](const FlowNode* node) {
      return node && node->kind == FlowNodeKind::BoundaryEvent
                 ? node->event()->attached_to.flow_node()
                 : FlowNodeIndex();
    };
    const FlowNode* source = check_.node(flow.source);
    const FlowNode* target = check_.node(flow.target);
    const FlowNodeIndex own = host(&check_.at(index));
    return host(source) == index || host(target) == index ||
           (own.valid() && (own == flow.source.flow_node() || own == flow.target.flow_node()));
  }

  const Check& check_;
  std::vector<Obstacle> obstacles_;
  double widest_ = 0;
  double highest_ = 1;
  std::size_t comparisons_ = 0;
};

// Flows that lie on no circle, at least: what has no way in or no way out is taken away again and
// again until nothing but circles and what lies between them is left.
// A node or a flow is known by its position; kNowhere: the flow begins or ends at no flow node.
// Going from node to node by the model itself would wait for memory at each step, so that the ends
// of the flows are written down close together first.
class Circles {
 public:
  explicit Circles(const Definitions& all)
      : gone_(all.sequence_flows.size()), removed_(all.flow_nodes.size()) {
    const std::size_t nodes = all.flow_nodes.size();
    source_.reserve(all.sequence_flows.size());
    target_.reserve(all.sequence_flows.size());
    for (const SequenceFlow& flow : all.sequence_flows) {
      source_.push_back(position(flow.source));
      target_.push_back(position(flow.target));
    }
    entering_ = Flows(target_, nodes);
    leaving_ = Flows(source_, nodes);
  }

  std::vector<bool> outside() {
    for (std::size_t i = 0; i < removed_.size(); ++i)
      if (entering_.left[i] == 0 || leaving_.left[i] == 0) open_.push_back(i);
    while (!open_.empty()) {
      const std::size_t node = open_.back();
      open_.pop_back();
      if (removed_[node]) continue;
      removed_[node] = true;
      take_away(entering_, node, source_, leaving_);
      take_away(leaving_, node, target_, entering_);
    }
    return std::move(gone_);
  }

 private:
  static constexpr std::size_t kNowhere = static_cast<std::size_t>(-1);

  // By node: the flows that have it at one of their ends, and how many of them are left.
  struct Flows {
    Flows() = default;
    Flows(const std::vector<std::size_t>& ends, std::size_t nodes) : begin(nodes + 1), left(nodes) {
      for (const std::size_t node : ends)
        if (node != kNowhere) ++left[node];
      std::partial_sum(left.begin(), left.end(), begin.begin() + 1);
      of_node.resize(begin.back());
      std::vector<std::size_t> next(begin.begin(), begin.end() - 1);
      for (std::size_t flow = 0; flow < ends.size(); ++flow)
        if (ends[flow] != kNowhere) of_node[next[ends[flow]]++] = flow;
    }
    std::vector<std::size_t> begin;
    std::vector<std::size_t> of_node;
    std::vector<std::size_t> left;
  };

  static std::size_t position(const Reference& end) {
    const FlowNodeIndex node = end.flow_node();
    return node.valid() ? node.value() : kNowhere;
  }

  void take_away(const Flows& flows, std::size_t node, const std::vector<std::size_t>& other_ends,
                 Flows& of_others) {
    for (std::size_t i = flows.begin[node]; i < flows.begin[node + 1]; ++i) {
      const std::size_t flow = flows.of_node[i];
      if (gone_[flow]) continue;
      gone_[flow] = true;
      const std::size_t other = other_ends[flow];
      if (other != kNowhere && --of_others.left[other] == 0) open_.push_back(other);
    }
  }

  std::vector<std::size_t> source_, target_;  // by flow
  Flows entering_, leaving_;
  std::vector<bool> gone_;     // by flow
  std::vector<bool> removed_;  // by node
  std::vector<std::size_t> open_;
};

// One finding a drawing for each of the two.
class Lines {
 public:
  Lines(Check& check, const Diagram& diagram)
      : check_(check), crossings_(check, diagram), shapes_(shapes_of_nodes(check, diagram)) {}

  void look(const SequenceFlow& flow, const Edge& edge, bool on_no_circle) {
    if (const FlowNode* crossed = crossings_.find(flow, edge))
      note(across_, edge, flow.id, crossed);
    const Bounds* source = bounds(flow.source);
    const Bounds* target = bounds(flow.target);
    if (on_no_circle && source && target && target->x + target->width <= source->x)
      note(backwards_, edge, flow.id, nullptr);
  }

  void report() {
    if (across_.first)
      check_.report(
          across_.first->span, across_.flows.front(),
          {"lines cross other nodes, as " + label(*across_.crossed) + ": " + list_of(across_.flows),
           "Linien laufen durch andere Knoten, etwa " + label(*across_.crossed) + ": " +
               list_of(across_.flows)},
          across_.flows);
    if (backwards_.first)
      check_.report(backwards_.first->span, backwards_.flows.front(),
                    {"lines lead from right to left though they are no way back: " +
                         list_of(backwards_.flows),
                     "Linien führen von rechts nach links, obwohl sie kein Rückweg sind: " +
                         list_of(backwards_.flows)},
                    backwards_.flows);
  }

 private:
  struct Found {
    const Edge* first = nullptr;
    const FlowNode* crossed = nullptr;
    std::vector<std::string> flows;
  };

  static void note(Found& found, const Edge& edge, std::string flow, const FlowNode* crossed) {
    if (!found.first) found = {&edge, crossed, {}};
    found.flows.push_back(std::move(flow));
  }

  const Bounds* bounds(const Reference& end) const {
    const FlowNodeIndex node = end.flow_node();
    return node.valid() && shapes_[node.value()] ? &*shapes_[node.value()]->bounds : nullptr;
  }

  Check& check_;
  Crossings crossings_;
  std::vector<const Shape*> shapes_;
  Found across_, backwards_;
};

void lines_go_forward(Check& check) {
  if (check.definitions().diagrams.empty()) return;
  const std::vector<bool> forward = Circles(check.definitions()).outside();
  for (const Diagram& diagram : check.definitions().diagrams) {
    Lines lines(check, diagram);
    for (const Edge& edge : diagram.edges)
      if (const SequenceFlowIndex flow = edge.element.sequence_flow(); flow.valid())
        lines.look(check.at(flow), edge, forward[flow.value()]);
    lines.report();
  }
}

// Labels and planes
// -----------------------------------------------------------------------------------------------

struct Canvas {
  double left = HUGE_VAL, top = HUGE_VAL, right = -HUGE_VAL, bottom = -HUGE_VAL;

  void take(double x, double y) {
    left = std::min(left, x), right = std::max(right, x);
    top = std::min(top, y), bottom = std::max(bottom, y);
  }
  bool meets(const Bounds& at) const {
    constexpr double kSlack = 100;  // names are written below and beside what they name
    return at.x <= right + kSlack && at.x + at.width >= left - kSlack && at.y <= bottom + kSlack &&
           at.y + at.height >= top - kSlack;
  }
};

Canvas canvas_of(const Diagram& diagram) {
  Canvas canvas;
  for (const Shape& shape : diagram.shapes)
    if (shape.bounds) {
      canvas.take(shape.bounds->x, shape.bounds->y);
      canvas.take(shape.bounds->x + shape.bounds->width, shape.bounds->y + shape.bounds->height);
    }
  for (const Edge& edge : diagram.edges)
    for (const Point& point : edge.waypoints) canvas.take(point.x, point.y);
  return canvas;
}

void check_label(Check& check, const Canvas& canvas, const DiagramElement& element) {
  if (!element.label || !element.label->bounds || canvas.meets(*element.label->bounds)) return;
  check.report(
      element.span, element.element.id,
      {"the label of " + quoted(element.element.id) + " lies outside of the drawing",
       "die Beschriftung von " + quoted(element.element.id) + " liegt außerhalb der Zeichnung"});
}

void labels_lie_inside(Check& check) {
  std::map<std::string, const Diagram*> planes;
  for (const Diagram& diagram : check.definitions().diagrams) {
    const Canvas canvas = canvas_of(diagram);
    for (const Shape& shape : diagram.shapes) check_label(check, canvas, shape);
    for (const Edge& edge : diagram.edges) check_label(check, canvas, edge);
    const std::string& drawn = diagram.plane.element.id;
    if (drawn.empty() || planes.emplace(drawn, &diagram).second) continue;
    check.report(diagram.plane.span.known() ? diagram.plane.span : diagram.span, drawn,
                 {quoted(drawn) + " is drawn on two planes",
                  quoted(drawn) + " ist auf zwei Ebenen gezeichnet"});
  }
}

constexpr Severity kInfo = Severity::Info;

constexpr Row kRows[] = {
    {{"DIA-07", kInfo, kInfo,
      "the lines of sequence flows cross no other node and go from left to right",
      "die Linien von Sequenzflüssen laufen durch keine anderen Knoten und von links nach rechts",
      "§12.2.3.4"},
     &lines_go_forward},
    {{"DIA-08", kInfo, kInfo, "labels lie in the drawing, and each plane draws something else",
      "Beschriftungen liegen in der Zeichnung, und jede Ebene zeichnet etwas anderes", "§12.2.3.5"},
     &labels_lie_inside},
};

}  // namespace

std::span<const Row> diagram_line_rows() { return kRows; }

}  // namespace umlauf::verify::structure
