// Diagram interchange, BPMN 2.0.2 §12. A broken drawing never hinders a process from running, so
// everything here is a warning at most.
#include <charconv>
#include <cmath>

#include "engine/bpmn/reading.hpp"

namespace umlauf::bpmn::detail {
namespace {

std::optional<double> parse_number(std::string_view text) {
  const std::string_view value = xml::trimmed(text);
  double result = 0;
  const auto [end, failure] = std::from_chars(value.data(), value.data() + value.size(), result);
  if (failure != std::errc() || end != value.data() + value.size() || !std::isfinite(result))
    return std::nullopt;
  return result;
}

std::optional<bool> optional_flag(const xml::Element& element, std::string_view name) {
  const auto attribute = element.attribute(name);
  return attribute ? parse_boolean(attribute->value()) : std::nullopt;
}

bool flag(const xml::Element& element, std::string_view name) {
  return optional_flag(element, name).value_or(false);
}

}  // namespace

double Reader::number(const xml::Element& element, std::string_view name) {
  const auto attribute = element.attribute(name);
  const auto value = attribute ? parse_number(attribute->value()) : std::nullopt;
  if (!value)
    findings_.report(Severity::Warning, "DIA-03", attribute ? attribute->span() : element.span(),
                     {},
                     {quoted(element.name()) + " needs a number as " + quoted(name),
                      quoted(element.name()) + " braucht eine Zahl als " + quoted(name)});
  return value.value_or(0);
}

void Reader::diagram(const xml::Element& element) {
  Diagram out;
  out.span = element.span();
  for (const xml::Attribute& attribute : element.attributes()) {
    if (attribute.name() == "id") out.id = attribute.value();
    if (attribute.name() == "name") out.name = attribute.value();
    if (attribute.name() == "documentation") out.documentation = attribute.value();
    if (attribute.name() == "resolution") out.resolution = parse_number(attribute.value());
  }
  if (!out.id.empty())
    ids_.push_back({element.value("id"), {ElementType::DiagramElement, 0}, element.offset()});
  for (const xml::Element& child : element.children()) {
    if (child.name() == "BPMNPlane") plane(child, out);
    if (child.name() == "BPMNLabelStyle") out.label_styles.push_back(label_style(child));
  }
  definitions_.diagrams.push_back(std::move(out));
}

void Reader::diagram_element(const xml::Element& element, DiagramElement& out) {
  out.span = element.span();
  for (const xml::Attribute& attribute : element.attributes()) {
    if (!attribute.prefix().empty()) {
      out.extension_attributes.push_back({std::string(attribute.namespace_uri()),
                                          std::string(attribute.name()),
                                          std::string(attribute.value()), attribute.value_span()});
    } else if (attribute.name() == "id") {
      out.id = attribute.value();
      if (!out.id.empty())
        ids_.push_back({attribute.value(), {ElementType::DiagramElement, 0}, element.offset()});
    } else if (attribute.name() == "bpmnElement") {
      out.element = reference(element, attribute.value(), attribute.value_span());
    }
  }
}

void Reader::plane(const xml::Element& element, Diagram& out) {
  diagram_element(element, out.plane);
  make_room_for_children(element, out.shapes, out.edges);
  for (const xml::Element& child : element.children()) {
    if (child.name() == "BPMNShape") out.shapes.push_back(shape(child));
    if (child.name() == "BPMNEdge") out.edges.push_back(edge(child));
  }
}

Shape Reader::shape(const xml::Element& element) {
  Shape out;
  diagram_element(element, out);
  out.is_horizontal = optional_flag(element, "isHorizontal");
  out.is_expanded = optional_flag(element, "isExpanded");
  out.is_marker_visible = optional_flag(element, "isMarkerVisible");
  out.is_message_visible = optional_flag(element, "isMessageVisible");
  out.participant_band_kind = element.value("participantBandKind");
  for (const xml::Element& child : element.children()) {
    if (child.name() == "Bounds")
      out.bounds = {number(child, "x"), number(child, "y"), number(child, "width"),
                    number(child, "height")};
    if (child.name() == "BPMNLabel") out.label = label(child);
    if (child.name() == "extension")
      for (const xml::Element& own : child.children())
        out.extension_elements.push_back(extension(own));
  }
  return out;
}

Edge Reader::edge(const xml::Element& element) {
  Edge out;
  diagram_element(element, out);
  out.source_element = element.value("sourceElement");
  out.target_element = element.value("targetElement");
  out.message_visible_kind = element.value("messageVisibleKind");
  for (const xml::Element& child : element.children()) {
    if (child.name() == "waypoint")
      out.waypoints.push_back({number(child, "x"), number(child, "y")});
    if (child.name() == "BPMNLabel") out.label = label(child);
    if (child.name() == "extension")
      for (const xml::Element& own : child.children())
        out.extension_elements.push_back(extension(own));
  }
  return out;
}

Label Reader::label(const xml::Element& element) {
  Label out;
  out.style = element.value("labelStyle");
  for (const xml::Element& child : element.children())
    if (child.name() == "Bounds")
      out.bounds = {number(child, "x"), number(child, "y"), number(child, "width"),
                    number(child, "height")};
  return out;
}

LabelStyle Reader::label_style(const xml::Element& element) {
  LabelStyle out;
  out.id = element.value("id");
  for (const xml::Element& font : element.children()) {
    if (font.name() != "Font") continue;
    out.font_name = font.value("name");
    out.font_size = parse_number(font.value("size")).value_or(0);
    out.is_bold = flag(font, "isBold");
    out.is_italic = flag(font, "isItalic");
    out.is_underline = flag(font, "isUnderline");
    out.is_strike_through = flag(font, "isStrikeThrough");
  }
  return out;
}

}  // namespace umlauf::bpmn::detail
