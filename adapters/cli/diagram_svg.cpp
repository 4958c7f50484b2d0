#include "adapters/cli/diagram_svg.hpp"

#include <algorithm>
#include <cstdio>

#include "adapters/cli/junit.hpp"

namespace umlauf::cli {
namespace {

using bpmn::EventDefinitionKind;
using bpmn::FlowNodeKind;

std::string number(double value) {
  char text[32];
  std::snprintf(text, sizeof text, "%g", value);
  return text;
}

std::string attribute(const char* name, double value) {
  return std::string(" ") + name + "=\"" + number(value) + "\"";
}

std::string attribute(const char* name, const std::string& value) {
  return std::string(" ") + name + "=\"" + xml_escaped(value) + "\"";
}

const char* gateway_mark(FlowNodeKind kind) {
  switch (kind) {
    case FlowNodeKind::ParallelGateway:
      return "+";
    case FlowNodeKind::InclusiveGateway:
      return "○";
    case FlowNodeKind::EventBasedGateway:
      return "⬠";
    case FlowNodeKind::ComplexGateway:
      return "✱";
    default:
      return "×";
  }
}

const char* event_mark(EventDefinitionKind kind) {
  switch (kind) {
    case EventDefinitionKind::Message:
      return "✉";
    case EventDefinitionKind::Timer:
      return "◷";
    case EventDefinitionKind::Signal:
      return "△";
    case EventDefinitionKind::Error:
      return "↯";
    case EventDefinitionKind::Escalation:
      return "▲";
    case EventDefinitionKind::Conditional:
      return "≡";
    case EventDefinitionKind::Link:
      return "➔";
    case EventDefinitionKind::Compensate:
      return "≪";
    case EventDefinitionKind::Terminate:
      return "●";
    case EventDefinitionKind::Cancel:
      return "✕";
  }
  return "";
}

class Drawing {
 public:
  Drawing(const bpmn::Definitions& definitions, const DiagramStyle& style)
      : definitions_(definitions), style_(style) {}

  std::string svg(const bpmn::Diagram& diagram) {
    for (const bpmn::Shape& shape : diagram.shapes) draw(shape);
    for (const bpmn::Edge& edge : diagram.edges) draw(edge);
    if (left_ > right_) return "";
    const double width = right_ - left_ + 20;
    return "<svg xmlns=\"http://www.w3.org/2000/svg\" class=\"diagram\" style=\"max-width:" +
           number(1.4 * width) + "px\" viewBox=\"" + number(left_ - 10) + " " + number(top_ - 10) +
           " " + number(width) + " " + number(bottom_ - top_ + 30) + "\">" + back_ + edges_ +
           front_ + "</svg>";
  }

 private:
  void reach(double x, double y) {
    left_ = std::min(left_, x);
    right_ = std::max(right_, x);
    top_ = std::min(top_, y);
    bottom_ = std::max(bottom_, y);
  }

  static std::string text(const std::string& name, double x, double y,
                          const std::string& extra = "") {
    if (name.empty()) return "";
    return "<text" + attribute("x", x) + attribute("y", y) + extra + ">" + xml_escaped(name) +
           "</text>";
  }

  static std::string rectangle(const bpmn::Bounds& at) {
    return attribute("x", at.x) + attribute("y", at.y) + attribute("width", at.width) +
           attribute("height", at.height);
  }

  void draw(const bpmn::Shape& shape) {
    if (!shape.bounds) return;
    const bpmn::Bounds& at = *shape.bounds;
    reach(at.x, at.y);
    reach(at.x + at.width, at.y + at.height);
    if (const auto node = shape.element.flow_node(); node.valid())
      return draw_node(definitions_.at(node), shape, at);
    std::string name;
    if (shape.element.target.type == bpmn::ElementType::Participant)
      name = definitions_.participants[shape.element.target.index].name;
    if (shape.element.target.type == bpmn::ElementType::Lane)
      name = definitions_.lanes[shape.element.target.index].name;
    back_ += "<rect class=\"pool\"" + rectangle(at) + "/>";
    const double x = at.x + 18;
    const double y = at.y + at.height / 2;
    const bool upright = at.height > 100;
    back_ += text(name, upright ? x : at.x + at.width / 2, y,
                  upright ? " transform=\"rotate(-90 " + number(x) + " " + number(y) + ")\"" : "");
  }

  void draw_node(const bpmn::FlowNode& node, const bpmn::Shape& shape, const bpmn::Bounds& at) {
    const std::string begin = "<g" + attribute("data-id", node.id) +
                              attribute("class", "node " + style_.node(node.id)) + "><title>" +
                              xml_escaped(node.id) + "</title>";
    if (node.event() != nullptr) {
      front_ += begin + event(node, at) + "</g>";
    } else if (node.gateway() != nullptr) {
      front_ += begin + gateway(node, at) + "</g>";
    } else if (shape.is_expanded.value_or(false)) {
      back_ += begin + "<rect rx=\"10\"" + rectangle(at) + "/></g>" +
               text(node.name, at.x + at.width / 2, at.y + 16);
    } else {
      const bool calls = node.kind == FlowNodeKind::CallActivity;
      front_ += begin + "<rect rx=\"10\"" + (calls ? " class=\"thick\"" : "") + rectangle(at) +
                "/></g>" + activity_name(node.name, at);
    }
  }

  std::string event(const bpmn::FlowNode& node, const bpmn::Bounds& at) const {
    const double x = at.x + at.width / 2, y = at.y + at.height / 2, radius = at.width / 2;
    const bool end = node.kind == FlowNodeKind::EndEvent;
    const bool waits_here = node.kind == FlowNodeKind::BoundaryEvent;
    std::string shape = "<circle" + std::string(end ? " class=\"thick\"" : "") +
                        attribute("cx", x) + attribute("cy", y) + attribute("r", radius);
    if (waits_here && !node.event()->cancel_activity) shape += " stroke-dasharray=\"4 3\"";
    shape += "/>";
    if (!end && node.kind != FlowNodeKind::StartEvent)
      shape += "<circle class=\"inner\"" + attribute("cx", x) + attribute("cy", y) +
               attribute("r", std::max(radius - 3, 1.0)) + "/>";
    if (!node.event()->definitions.empty())
      shape += text(event_mark(definitions_.at(node.event()->definitions.front()).kind()), x, y + 5,
                    " class=\"mark\"");
    return shape + text(node.name, x, at.y + at.height + 14);
  }

  static std::string gateway(const bpmn::FlowNode& node, const bpmn::Bounds& at) {
    const double x = at.x + at.width / 2, y = at.y + at.height / 2;
    return "<path d=\"M" + number(x) + " " + number(at.y) + " L" + number(at.x + at.width) + " " +
           number(y) + " L" + number(x) + " " + number(at.y + at.height) + " L" + number(at.x) +
           " " + number(y) + " Z\"/>" + text(gateway_mark(node.kind), x, y + 7, " class=\"mark\"") +
           text(node.name, x, at.y - 6);
  }

  // In two lines, broken at the blank nearest to the middle.
  static std::string activity_name(const std::string& name, const bpmn::Bounds& at) {
    const double x = at.x + at.width / 2, y = at.y + at.height / 2;
    std::size_t best = std::string::npos;
    const auto off = [&name](std::size_t blank) {
      return blank > name.size() / 2 ? blank - name.size() / 2 : name.size() / 2 - blank;
    };
    for (std::size_t blank = name.find(' '); blank != std::string::npos;
         blank = name.find(' ', blank + 1))
      if (best == std::string::npos || off(blank) < off(best)) best = blank;
    if (best == std::string::npos) return text(name, x, y + 4);
    return text(name.substr(0, best), x, y - 3) + text(name.substr(best + 1), x, y + 11);
  }

  void draw(const bpmn::Edge& edge) {
    if (edge.waypoints.empty()) return;
    std::string id;
    std::string style = "other";
    if (const auto flow = edge.element.sequence_flow(); flow.valid()) {
      id = flow_id(definitions_.at(flow));
      style = "flow " + style_.flow(id);
    } else if (edge.element.target.type == bpmn::ElementType::MessageFlow) {
      id = definitions_.message_flows[edge.element.target.index].id;
      style = "flow message " + style_.flow(id);
    }
    std::string points;
    for (const bpmn::Point& point : edge.waypoints) {
      reach(point.x, point.y);
      points += number(point.x) + "," + number(point.y) + " ";
    }
    edges_ += "<polyline" + attribute("class", style) +
              (id.empty() ? std::string() : attribute("data-id", id)) +
              " marker-end=\"url(#end)\" points=\"" + points + "\">" +
              (id.empty() ? std::string() : "<title>" + xml_escaped(id) + "</title>") +
              "</polyline>";
  }

  const bpmn::Definitions& definitions_;
  const DiagramStyle& style_;
  std::string back_, edges_, front_;
  double left_ = 1e9, right_ = -1e9, top_ = 1e9, bottom_ = -1e9;
};

}  // namespace

std::string diagram_svg(const bpmn::Definitions& definitions, const bpmn::Diagram& diagram,
                        const DiagramStyle& style) {
  return Drawing(definitions, style).svg(diagram);
}

std::string diagram_markers() {
  return "<svg width=\"0\" height=\"0\" style=\"position:absolute\"><defs><marker id=\"end\" "
         "viewBox=\"0 0 10 10\" refX=\"10\" refY=\"5\" markerWidth=\"6\" markerHeight=\"6\" "
         "orient=\"auto\"><path d=\"M0 0 L10 5 L0 10 Z\"/></marker></defs></svg>\n";
}

std::string_view diagram_css() {
  return R"(body{font-family:sans-serif;margin:1em}svg.diagram{width:100%;height:auto;overflow:visible}
svg.diagram text{font-size:11px;text-anchor:middle}svg.diagram .mark{font-size:18px}
.pool{fill:#fff;stroke:#888}.node{fill:#fff;stroke:#333}.node text{fill:#000;stroke:none}
.node .inner{fill:none}.node .thick{stroke-width:3}
svg.diagram polyline{fill:none!important;stroke:#333;stroke-width:1.6}
svg.diagram .other,svg.diagram .message{stroke:#888;stroke-dasharray:6 4}
)";
}

std::string flow_id(const bpmn::SequenceFlow& flow) {
  return flow.id.empty() ? flow.source.id + "->" + flow.target.id : flow.id;
}

}  // namespace umlauf::cli
