// The drawing, BPMN 2.0.2 §12. It never keeps a process from running.
#include <algorithm>
#include <cmath>
#include <map>
#include <vector>

#include "engine/verify/structure/visit.hpp"

namespace umlauf::verify::structure {
namespace {

using namespace bpmn;

void shapes_have_bounds(Check& check) {
  for (const Diagram& diagram : check.definitions().diagrams) {
    for (const Shape& shape : diagram.shapes)
      if (!shape.bounds)
        check.report(shape.span, shape.element.id,
                     {"the shape of " + quoted(shape.element.id) + " has no bounds",
                      "die Form von " + quoted(shape.element.id) + " hat keine Maße"});
    for (const Edge& edge : diagram.edges)
      if (edge.waypoints.size() < 2)
        check.report(edge.span, edge.element.id,
                     {"the edge of " + quoted(edge.element.id) + " has fewer than two points",
                      "die Kante von " + quoted(edge.element.id) + " hat weniger als zwei Punkte"});
  }
}

void nodes_are_drawn(Check& check) {
  const Definitions& all = check.definitions();
  if (all.diagrams.empty()) return;
  std::vector<bool> drawn(all.flow_nodes.size());
  for (const Diagram& diagram : all.diagrams)
    for (const Shape& shape : diagram.shapes)
      if (const FlowNodeIndex node = shape.element.flow_node(); node.valid())
        drawn[node.value()] = true;
  for (std::size_t i = 0; i < all.flow_nodes.size(); ++i) {
    const FlowNode& node = all.flow_nodes[i];
    if (drawn[i] || !node.container.valid()) continue;
    check.report(node.span, node.id,
                 {label(node) + " is not drawn", label(node) + " ist nicht gezeichnet"});
  }
}

// A line that ends beside its shape misleads; rounding of a few units is normal.
bool touches(const Bounds& at, const Point& point) {
  constexpr double kSlack = 6;
  return point.x >= at.x - kSlack && point.x <= at.x + at.width + kSlack &&
         point.y >= at.y - kSlack && point.y <= at.y + at.height + kSlack;
}

void edges_touch_their_ends(Check& check) {
  const Definitions& all = check.definitions();
  for (const Diagram& diagram : all.diagrams) {
    const std::vector<const Shape*> shapes = shapes_of_nodes(check, diagram);
    for (const Edge& edge : diagram.edges) {
      const SequenceFlowIndex index = edge.element.sequence_flow();
      if (!index.valid() || edge.waypoints.size() < 2) continue;
      const SequenceFlow& flow = check.at(index);
      const auto off = [&](const Reference& end, const Point& point) {
        const FlowNodeIndex node = end.flow_node();
        return node.valid() && shapes[node.value()] &&
               !touches(*shapes[node.value()]->bounds, point);
      };
      if (!off(flow.source, edge.waypoints.front()) && !off(flow.target, edge.waypoints.back()))
        continue;
      check.report(edge.span, flow.id,
                   {"the line of " + label(flow) + " does not touch what it connects",
                    "die Linie von " + label(flow) + " berührt nicht, was sie verbindet"});
    }
  }
}

struct Drawn {
  FlowNodeIndex node;
  Bounds at;
};

// By more than lines that share a border do.
bool overlap(const Bounds& one, const Bounds& other) {
  constexpr double kSlack = 1;
  return one.x + one.width > other.x + kSlack && other.x + other.width > one.x + kSlack &&
         one.y + one.height > other.y + kSlack && other.y + other.height > one.y + kSlack;
}

// The nodes of one level, in bands as high as the highest of them, so that a node is compared with
// what lies near it and not with all that lies above and below.
class Level {
 public:
  void add(const Drawn& node) { nodes_.push_back(node); }

  // Each node is reported once, with the first from the left that lies over it.
  void report_overlaps(Check& check) {
    std::stable_sort(nodes_.begin(), nodes_.end(),
                     [](const Drawn& a, const Drawn& b) { return a.at.x < b.at.x; });
    for (const Drawn& node : nodes_) highest_ = std::max(highest_, node.at.height);
    for (std::size_t i = 0; i < nodes_.size(); ++i)
      bands_[std::floor(nodes_[i].at.y / highest_)].nodes.push_back(i);
    for (std::size_t i = 0; i < nodes_.size(); ++i)
      if (const std::size_t other = find(i); other < nodes_.size()) report(check, i, other);
  }

 private:
  // Positions in nodes_, from left to right. Those before `next` are not behind the node that is
  // being looked at.
  struct Band {
    std::vector<std::size_t> nodes;
    std::size_t next = 0;
  };

  // What is over a node begins at most that much above or below it as the highest is high. The
  // number of nodes where there is nothing.
  std::size_t find(std::size_t i) {
    const Drawn& one = nodes_[i];
    std::size_t found = nodes_.size();
    const double lowest = std::floor((one.at.y + highest_) / highest_);
    for (auto band = bands_.lower_bound(std::floor((one.at.y - highest_) / highest_));
         band != bands_.end() && band->first <= lowest; ++band) {
      auto& [nodes, next] = band->second;
      while (next < nodes.size() && nodes[next] <= i) ++next;
      for (std::size_t k = next; k < nodes.size() && nodes[k] < found; ++k) {
        const Drawn& other = nodes_[nodes[k]];
        if (other.at.x >= one.at.x + one.at.width) break;
        if (other.node != one.node && overlap(one.at, other.at)) found = nodes[k];
      }
    }
    return found;
  }

  void report(Check& check, std::size_t one, std::size_t other) const {
    const FlowNode& under = check.at(nodes_[one].node);
    const FlowNode& over = check.at(nodes_[other].node);
    check.report(under.span, under.id,
                 {label(under) + " and " + label(over) + " are drawn over each other",
                  label(under) + " und " + label(over) + " sind übereinander gezeichnet"},
                 {over.id});
  }

  std::vector<Drawn> nodes_;
  std::map<double, Band> bands_;
  double highest_ = 1;
};

// Boundary events lie on their activity.
void nodes_lie_apart(Check& check) {
  for (const Diagram& diagram : check.definitions().diagrams) {
    std::map<std::uint32_t, Level> levels;
    for (const Shape& shape : diagram.shapes) {
      const FlowNodeIndex index = shape.element.flow_node();
      if (!index.valid() || !shape.bounds) continue;
      const FlowNode& node = check.at(index);
      if (node.kind == FlowNodeKind::BoundaryEvent || !node.container.valid()) continue;
      levels[node.container.value()].add({index, *shape.bounds});
    }
    for (auto& [container, level] : levels) level.report_overlaps(check);
  }
}

// What a sub-process contains is drawn within it where both lie on one plane.
void nodes_lie_within(Check& check) {
  for (const Diagram& diagram : check.definitions().diagrams) {
    const std::vector<const Shape*> shapes = shapes_of_nodes(check, diagram);
    for (std::size_t i = 0; i < shapes.size(); ++i) {
      if (!shapes[i]) continue;
      const FlowNode& node = check.definitions().flow_nodes[i];
      const FlowElementsContainer* own = check.container(node);
      const FlowNode* around = own ? check.parent(*own) : nullptr;
      if (!around) continue;
      const Shape* frame = shapes[own->owner.index];
      if (!frame || !frame->is_expanded.value_or(true)) continue;
      const Bounds& at = *shapes[i]->bounds;
      const Point center{at.x + at.width / 2, at.y + at.height / 2};
      if (touches(*frame->bounds, center)) continue;
      check.report(
          shapes[i]->span, node.id,
          {label(node) + " is drawn outside of " + label(*around) + ", which contains it",
           label(node) + " ist außerhalb von " + label(*around) + " gezeichnet, worin es liegt"},
          {around->id});
    }
  }
}

void nodes_lie_well(Check& check) {
  nodes_lie_apart(check);
  nodes_lie_within(check);
}

// The sizes that editors give and readers expect; activities may be larger.
bool has_usual_size(const FlowNode& node, const Bounds& at) {
  constexpr double kSlack = 1;
  const auto is = [&](double width, double height) {
    return std::abs(at.width - width) <= kSlack && std::abs(at.height - height) <= kSlack;
  };
  if (is_event(node)) return is(36, 36);
  if (is_gateway(node)) return is(50, 50);
  if (node.subprocess() || node.kind == FlowNodeKind::CallActivity) return true;
  return is(100, 80);
}

// One finding a drawing: other editors have other sizes throughout.
void nodes_have_usual_sizes(Check& check) {
  for (const Diagram& diagram : check.definitions().diagrams) {
    const Shape* first = nullptr;
    std::vector<std::string> odd;
    for (const Shape& shape : diagram.shapes) {
      const FlowNodeIndex node = shape.element.flow_node();
      if (!node.valid() || !shape.bounds || has_usual_size(check.at(node), *shape.bounds)) continue;
      if (!first) first = &shape;
      odd.push_back(check.at(node).id);
    }
    if (!first) continue;
    check.report(first->span, first->element.id,
                 {"drawn in another size than usual: " + list_of(odd),
                  "in anderer Größe gezeichnet als üblich: " + list_of(odd)},
                 odd);
  }
}

constexpr Severity kWarning = Severity::Warning;
constexpr Severity kInfo = Severity::Info;

constexpr Row kRows[] = {
    {{"DIA-01", kInfo, kInfo, "in a document with a drawing every flow node is drawn",
      "in einem Dokument mit Zeichnung ist jeder Knoten gezeichnet", "§12.2"},
     &nodes_are_drawn},
    {{"DIA-03", kWarning, kWarning, "shapes have bounds and edges at least two points",
      "Formen haben Maße und Kanten mindestens zwei Punkte", "§12.2.3"},
     &shapes_have_bounds},
    {{"DIA-04", kWarning, kWarning,
      "flow nodes of one level are not drawn over each other, and lie within their sub-process",
      "Knoten einer Ebene sind nicht übereinander gezeichnet und liegen in ihrem Teilprozess",
      "§12.2.3.3"},
     &nodes_lie_well},
    {{"DIA-05", kInfo, kInfo, "events, gateways and tasks have the usual size",
      "Ereignisse, Gateways und Aufgaben haben die übliche Größe", "§12.2.3.3"},
     &nodes_have_usual_sizes},
    {{"DIA-06", kInfo, kInfo, "the line of a sequence flow touches what it connects",
      "die Linie eines Sequenzflusses berührt, was sie verbindet", "§12.2.3.4"},
     &edges_touch_their_ends},
};

}  // namespace

std::span<const Row> diagram_rows() { return kRows; }

}  // namespace umlauf::verify::structure
