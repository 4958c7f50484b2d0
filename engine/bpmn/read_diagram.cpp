// Diagram interchange, BPMN 2.0.2 §12. A broken drawing never hinders a process from running, so
// everything here is a warning at most.
#include <array>
#include <charconv>
#include <cmath>

#include "engine/bpmn/reading.hpp"

namespace umlauf::bpmn::detail {
namespace {

// Most coordinates are a few digits, and there are many of them: these need no rounding.
std::optional<double> parse_digits(std::string_view text) {
  constexpr std::size_t kMost = 15;  // a double holds each number of so many digits
  if (text.empty() || text.size() > kMost) return std::nullopt;
  std::int64_t result = 0;
  for (const char c : text) {
    if (c < '0' || c > '9') return std::nullopt;
    result = 10 * result + (c - '0');
  }
  return static_cast<double>(result);
}

std::optional<double> parse_number(std::string_view text) {
  if (const std::optional<double> digits = parse_digits(text)) return digits;
  const std::string_view value = xml::trimmed(text);
  double result = 0;
  const auto [end, failure] = std::from_chars(value.data(), value.data() + value.size(), result);
  if (failure != std::errc() || end != value.data() + value.size() || !std::isfinite(result))
    return std::nullopt;
  return result;
}

bool flag(const xml::Element& element, std::string_view name) {
  return parse_boolean(element.value(name)).value_or(false);
}

}  // namespace

template <std::size_t N>
std::array<double, N> Reader::numbers(const xml::Element& element,
                                      const std::array<std::string_view, N>& names) {
  std::array<std::optional<double>, N> values;
  std::array<SourceSpan, N> places;  // of what is no number
  for (const xml::Attribute& attribute : element.attributes())
    for (std::size_t i = 0; i < N; ++i) {
      if (attribute.name() != names[i] || !attribute.prefix().empty()) continue;
      values[i] = parse_number(attribute.value());
      if (!values[i]) places[i] = attribute.span();
    }
  std::array<double, N> result{};
  for (std::size_t i = 0; i < N; ++i) {
    result[i] = values[i].value_or(0);
    if (values[i]) continue;
    findings_.report(Severity::Warning, "DIA-03", places[i].known() ? places[i] : element.span(),
                     {},
                     {quoted(element.name()) + " needs a number as " + quoted(names[i]),
                      quoted(element.name()) + " braucht eine Zahl als " + quoted(names[i])});
  }
  return result;
}

Bounds Reader::bounds(const xml::Element& element) {
  const auto [x, y, width, height] = numbers<4>(element, {"x", "y", "width", "height"});
  return {x, y, width, height};
}

Point Reader::waypoint(const xml::Element& element) {
  const auto [x, y] = numbers<2>(element, {"x", "y"});
  return {x, y};
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
    ids_.add({element.value("id"), {ElementType::DiagramElement, 0}, element.offset()});
  for (const xml::Element& child : element.children()) {
    if (child.name() == "BPMNPlane") plane(child, out);
    if (child.name() == "BPMNLabelStyle") out.label_styles.push_back(label_style(child));
  }
  definitions_.diagrams.push_back(std::move(out));
}

template <typename Visitor>
void Reader::diagram_element(const xml::Element& element, DiagramElement& out, Visitor visit) {
  out.span = element.span();
  for (const xml::Attribute& attribute : element.attributes()) {
    if (!attribute.prefix().empty()) {
      out.extension_attributes.push_back({std::string(attribute.namespace_uri()),
                                          std::string(attribute.name()),
                                          std::string(attribute.value()), attribute.value_span()});
    } else if (attribute.name() == "id") {
      out.id = attribute.value();
      if (!out.id.empty())
        ids_.add({attribute.value(), {ElementType::DiagramElement, 0}, element.offset()});
    } else if (attribute.name() == "bpmnElement") {
      out.element = reference(element, attribute.value(), attribute.value_span());
    } else {
      visit(attribute.name(), attribute.value());
    }
  }
}

void Reader::diagram_element_child(const xml::Element& child, DiagramElement& out) {
  if (child.name() == "BPMNLabel") out.label = label(child);
  if (child.name() == "extension")
    for (const xml::Element& own : child.children())
      out.extension_elements.push_back(extension(own));
}

void Reader::plane(const xml::Element& element, Diagram& out) {
  diagram_element(element, out.plane, [](std::string_view, std::string_view) {});
  make_room_for_children(element, out.shapes, out.edges);
  for (const xml::Element& child : element.children()) {
    if (child.name() == "BPMNShape") shape(child, out.shapes.emplace_back());
    if (child.name() == "BPMNEdge") edge(child, out.edges.emplace_back());
  }
}

void Reader::shape(const xml::Element& element, Shape& out) {
  diagram_element(element, out, [&](std::string_view name, std::string_view value) {
    if (name == "isHorizontal") out.is_horizontal = parse_boolean(value);
    if (name == "isExpanded") out.is_expanded = parse_boolean(value);
    if (name == "isMarkerVisible") out.is_marker_visible = parse_boolean(value);
    if (name == "isMessageVisible") out.is_message_visible = parse_boolean(value);
    if (name == "participantBandKind") out.participant_band_kind = value;
  });
  for (const xml::Element& child : element.children()) {
    if (child.name() == "Bounds")
      out.bounds = bounds(child);
    else
      diagram_element_child(child, out);
  }
}

void Reader::edge(const xml::Element& element, Edge& out) {
  diagram_element(element, out, [&](std::string_view name, std::string_view value) {
    if (name == "sourceElement") out.source_element = value;
    if (name == "targetElement") out.target_element = value;
    if (name == "messageVisibleKind") out.message_visible_kind = value;
  });
  out.waypoints.reserve(2);  // or more
  for (const xml::Element& child : element.children()) {
    if (child.name() == "waypoint")
      out.waypoints.push_back(waypoint(child));
    else
      diagram_element_child(child, out);
  }
}

Label Reader::label(const xml::Element& element) {
  Label out;
  out.style = element.value("labelStyle");
  for (const xml::Element& child : element.children())
    if (child.name() == "Bounds") out.bounds = bounds(child);
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
