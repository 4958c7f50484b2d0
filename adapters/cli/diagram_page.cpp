#include "adapters/cli/diagram_page.hpp"

#include <algorithm>
#include <cstdio>
#include <set>

#include "adapters/cli/junit.hpp"
#include "adapters/cli/output.hpp"

namespace umlauf::cli {
namespace {

std::string number(double value) {
  char text[32];
  std::snprintf(text, sizeof text, "%g", value);
  return text;
}

std::string attribute(const char* name, double value) {
  return std::string(" ") + name + "=\"" + number(value) + "\"";
}

// Draws the shapes that BPMN gives the kinds of elements, without markers: enough to find one's
// way; the modelling tool shows the rest.
class Drawing {
 public:
  Drawing(const bpmn::Definitions& definitions, const ModelCoverage& coverage)
      : definitions_(definitions),
        missed_nodes_(coverage.nodes.missed.begin(), coverage.nodes.missed.end()),
        missed_flows_(coverage.flows.missed.begin(), coverage.flows.missed.end()) {}

  std::string svg(const bpmn::Diagram& diagram) {
    for (const bpmn::Shape& shape : diagram.shapes) draw(shape);
    for (const bpmn::Edge& edge : diagram.edges) draw(edge);
    if (left_ > right_) return "";
    return "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"" + number(left_ - 10) + " " +
           number(top_ - 10) + " " + number(right_ - left_ + 20) + " " +
           number(bottom_ - top_ + 20) + "\">" + back_ + edges_ + front_ + "</svg>";
  }

 private:
  void reach(double x, double y) {
    left_ = std::min(left_, x);
    right_ = std::max(right_, x);
    top_ = std::min(top_, y);
    bottom_ = std::max(bottom_, y);
  }

  static std::string text(const std::string& name, double x, double y, const char* extra = "") {
    return "<text" + attribute("x", x) + attribute("y", y) + extra + ">" + xml_escaped(name) +
           "</text>";
  }

  void draw(const bpmn::Shape& shape) {
    if (!shape.bounds) return;
    const bpmn::Bounds& at = *shape.bounds;
    reach(at.x, at.y);
    reach(at.x + at.width, at.y + at.height);
    if (const auto node = shape.element.flow_node(); node.valid()) {
      draw_node(definitions_.at(node), shape, at);
      return;
    }
    std::string name;
    if (shape.element.target.type == bpmn::ElementType::Participant)
      name = definitions_.participants[shape.element.target.index].name;
    if (shape.element.target.type == bpmn::ElementType::Lane)
      name = definitions_.lanes[shape.element.target.index].name;
    back_ += "<rect class=\"pool\"" + rectangle(at) + "/>";
    const double x = at.x + 18;
    const double y = at.y + at.height / 2;
    const std::string turn =
        at.height > 100 ? " transform=\"rotate(-90 " + number(x) + " " + number(y) + ")\"" : "";
    back_ += text(name, at.height > 100 ? x : at.x + at.width / 2, y, turn.c_str());
  }

  static std::string rectangle(const bpmn::Bounds& at) {
    return attribute("x", at.x) + attribute("y", at.y) + attribute("width", at.width) +
           attribute("height", at.height);
  }

  void draw_node(const bpmn::FlowNode& node, const bpmn::Shape& shape, const bpmn::Bounds& at) {
    const std::string style =
        missed_nodes_.contains(node.id) ? " class=\"missed\"" : " class=\"reached\"";
    const std::string title = "<title>" + xml_escaped(node.id) + "</title>";
    const double x = at.x + at.width / 2;
    const double y = at.y + at.height / 2;
    const std::string& name = node.name;
    if (node.event() != nullptr) {
      front_ += "<circle" + style + attribute("cx", x) + attribute("cy", y) +
                attribute("r", at.width / 2) + ">" + title + "</circle>" +
                text(name, x, at.y + at.height + 14);
    } else if (node.gateway() != nullptr) {
      front_ += "<path" + style + " d=\"M" + number(x) + " " + number(at.y) + " L" +
                number(at.x + at.width) + " " + number(y) + " L" + number(x) + " " +
                number(at.y + at.height) + " L" + number(at.x) + " " + number(y) + " Z\">" + title +
                "</path>" + text(name, x, at.y - 6);
    } else if (shape.is_expanded.value_or(false)) {
      back_ += "<rect rx=\"10\"" + style + rectangle(at) + ">" + title + "</rect>" +
               text(name, x, at.y + 16);
    } else {
      front_ += "<rect rx=\"10\"" + style + rectangle(at) + ">" + title + "</rect>";
      const std::size_t blank = name.find(' ');
      if (blank == std::string::npos) {
        front_ += text(name, x, y + 4);
      } else {
        front_ += text(name.substr(0, blank), x, y - 3) + text(name.substr(blank + 1), x, y + 11);
      }
    }
  }

  void draw(const bpmn::Edge& edge) {
    if (edge.waypoints.empty()) return;
    std::string style = " class=\"other\"";
    std::string title;
    if (const auto flow = edge.element.sequence_flow(); flow.valid()) {
      const bpmn::SequenceFlow& sequence_flow = definitions_.at(flow);
      const std::string id = sequence_flow.id.empty()
                                 ? sequence_flow.source.id + "->" + sequence_flow.target.id
                                 : sequence_flow.id;
      style = missed_flows_.contains(id) ? " class=\"flow missed\"" : " class=\"flow reached\"";
      title = "<title>" + xml_escaped(id) + "</title>";
    }
    std::string points;
    for (const bpmn::Point& point : edge.waypoints) {
      reach(point.x, point.y);
      points += number(point.x) + "," + number(point.y) + " ";
    }
    edges_ += "<polyline" + style + " marker-end=\"url(#end)\" points=\"" + points + "\">" + title +
              "</polyline>";
  }

  const bpmn::Definitions& definitions_;
  std::set<std::string> missed_nodes_;
  std::set<std::string> missed_flows_;
  std::string back_, edges_, front_;
  double left_ = 1e9, right_ = -1e9, top_ = 1e9, bottom_ = -1e9;
};

std::string missed_list(const char* english, const char* german, const Share& share) {
  std::string html = "<h2>" + std::string(localized(english, german)) + ": " +
                     std::to_string(share.covered()) + " / " + std::to_string(share.total) +
                     "</h2>";
  if (share.missed.empty()) return html;
  html += "<ul>";
  for (const std::string& id : share.missed) html += "<li>" + xml_escaped(id) + "</li>";
  return html + "</ul>";
}

constexpr const char* kStyle = R"(body{font-family:sans-serif;margin:1em}svg{width:100%;height:auto}
text{font-size:11px;text-anchor:middle}.pool{fill:#fff;stroke:#888}
.reached{fill:#d9f2dc;stroke:#1b7a2b}.missed{fill:#fbd9d9;stroke:#b00020;stroke-dasharray:4 3}
polyline{fill:none!important;stroke-width:1.6}.other{stroke:#888;stroke-dasharray:6 4})";

}  // namespace

std::string diagram_page(const bpmn::Definitions& definitions, const ModelCoverage& coverage) {
  char percent[16];
  std::snprintf(percent, sizeof percent, "%.1f %%", coverage.percent());
  const std::string title = xml_escaped(coverage.file) + ": " + percent;
  std::string html = "<!DOCTYPE html>\n<html lang=\"" + std::string(localized("en", "de")) +
                     "\"><head><meta charset=\"utf-8\"><title>" + title + "</title><style>" +
                     kStyle + "</style></head><body><h1>" + title + "</h1>\n" + "<p>" +
                     std::string(localized("Green: reached by a scenario; red and dashed: missed.",
                                           "Grün: von einem Szenario erreicht; rot und "
                                           "gestrichelt: nicht erreicht.")) +
                     "</p>\n" +
                     "<svg width=\"0\" height=\"0\" style=\"position:absolute\"><defs><marker "
                     "id=\"end\" viewBox=\"0 0 10 10\" refX=\"10\" refY=\"5\" markerWidth=\"6\" "
                     "markerHeight=\"6\" orient=\"auto\"><path d=\"M0 0 L10 5 L0 10 Z\"/></marker>"
                     "</defs></svg>\n";
  for (const bpmn::Diagram& diagram : definitions.diagrams)
    html += Drawing(definitions, coverage).svg(diagram) + "\n";
  html += missed_list("Flow nodes", "Elemente", coverage.nodes);
  html += missed_list("Sequence flows", "Sequenzflüsse", coverage.flows);
  html += missed_list("Outcomes of conditions", "Ausgänge von Bedingungen", coverage.conditions);
  return html + "</body></html>\n";
}

}  // namespace umlauf::cli
