#pragma once

#include <optional>
#include <string>
#include <vector>

#include "engine/bpmn/common.hpp"

/// Diagram interchange, BPMN 2.0.2 §12.
namespace umlauf::bpmn {

struct Bounds {
  double x = 0;
  double y = 0;
  double width = 0;
  double height = 0;
  bool operator==(const Bounds&) const = default;
};

struct Point {
  double x = 0;
  double y = 0;
  bool operator==(const Point&) const = default;
};

/// §12.2.3.5.
struct Label {
  std::optional<Bounds> bounds;
  std::string style;  ///< id of a label style
  bool operator==(const Label&) const = default;
};

struct LabelStyle {
  std::string id;
  std::string font_name;
  double font_size = 0;
  bool is_bold = false;
  bool is_italic = false;
  bool is_underline = false;
  bool is_strike_through = false;
  bool operator==(const LabelStyle&) const = default;
};

/// What shapes and edges share.
struct DiagramElement {
  std::string id;
  Reference element;  ///< bpmnElement
  SourceSpan span;
  std::vector<ExtensionAttribute> extension_attributes;  ///< colours
  std::vector<ExtensionElement> extension_elements;
  Rare<Label> label;
  bool operator==(const DiagramElement&) const = default;
};

/// §12.2.3.3.
struct Shape : DiagramElement {
  std::optional<Bounds> bounds;
  std::optional<bool> is_horizontal;
  std::optional<bool> is_expanded;
  std::optional<bool> is_marker_visible;
  std::optional<bool> is_message_visible;
  std::string participant_band_kind;
  bool operator==(const Shape&) const = default;
};

/// §12.2.3.4.
struct Edge : DiagramElement {
  std::vector<Point> waypoints;
  std::string source_element;  ///< id of a shape or edge
  std::string target_element;
  std::string message_visible_kind;
  bool operator==(const Edge&) const = default;
};

struct Diagram {
  std::string id;
  std::string name;
  std::string documentation;
  std::optional<double> resolution;
  SourceSpan span;
  DiagramElement plane;
  std::vector<Shape> shapes;
  std::vector<Edge> edges;
  std::vector<LabelStyle> label_styles;
  bool operator==(const Diagram&) const = default;
};

}  // namespace umlauf::bpmn
