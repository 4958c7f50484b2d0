// Where what an edit adds is drawn. Nothing is laid out anew: it stands beside what it concerns,
// where there is room, and the author moves it as they like.
#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <utility>

#include "engine/verify/document_editor.hpp"

namespace umlauf::verify::detail {
namespace {

using xml::Element;

constexpr std::string_view kDi = "http://www.omg.org/spec/BPMN/20100524/DI";
constexpr std::string_view kDc = "http://www.omg.org/spec/DD/20100524/DC";
constexpr std::string_view kDd = "http://www.omg.org/spec/DD/20100524/DI";

struct Point {
  double x = 0, y = 0;
};

double number(const Element& element, std::string_view attribute) {
  const std::string_view text = element.value(attribute);
  double value = 0;
  const auto [end, code] = std::from_chars(text.data(), text.data() + text.size(), value);
  return code == std::errc{} && std::isfinite(value) ? value : 0;
}

std::string written(double value) {
  std::array<char, 64> text{};
  const auto [end, code] = std::to_chars(text.data(), text.data() + text.size(), value);
  return {text.data(), end};
}

std::string_view drawn_by(const Element& element) {
  const std::string_view name = element.value("bpmnElement");
  const auto colon = name.rfind(':');
  return colon == name.npos ? name : name.substr(colon + 1);
}

// The middle of the side of the box that looks towards the point.
Point side_towards(const Box& box, Point from) {
  const double across = from.x - box.middle_x(), down = from.y - box.middle_y();
  if (std::abs(across) * box.height >= std::abs(down) * box.width)
    return {across < 0 ? box.x : box.x + box.width, box.middle_y()};
  return {box.middle_x(), down < 0 ? box.y : box.y + box.height};
}

// The prefix of a namespace where the element stands; its usual one is declared otherwise.
std::string prefix_of(const Element& beside, std::string_view uri, const char* usual) {
  for (Element each = beside; each; each = each.parent())
    for (const Element child : each.children())
      if (child.namespace_uri() == uri) return std::string(child.prefix());
  return usual;
}

std::string prefixed(const std::string& prefix, const char* local) {
  return prefix.empty() ? local : prefix + ":" + local;
}

}  // namespace

bool Box::contains(const Box& other) const {
  return x <= other.x && y <= other.y && x + width >= other.x + other.width &&
         y + height >= other.y + other.height;
}

bool Box::overlaps(const Box& other) const {
  return x < other.x + other.width && other.x < x + width && y < other.y + other.height &&
         other.y < y + height;
}

DrawingEditor::DrawingEditor(const xml::Document& document, xml::Rewriting& rewriting)
    : rewriting_(rewriting) {
  const Element root = document.root();
  for (Element each = root; each; each = each.next_in(root)) {
    if (each.is(kDi, "BPMNEdge")) edges_.emplace(drawn_by(each), each);
    if (!each.is(kDi, "BPMNShape")) continue;
    const Element bounds = each.child(kDc, "Bounds");
    if (!bounds) continue;
    const std::string id(drawn_by(each));
    shapes_.emplace(id, each);
    boxes_.emplace(id, Box{number(bounds, "x"), number(bounds, "y"), number(bounds, "width"),
                           number(bounds, "height")});
  }
}

std::optional<Box> DrawingEditor::box_of(std::string_view id) const {
  const auto found = boxes_.find(id);
  return found == boxes_.end() ? std::nullopt : std::optional(found->second);
}

void DrawingEditor::add_node(std::string_view id, double size, std::string_view neighbour,
                             bool in_front) {
  const auto shape = shapes_.find(neighbour);
  const auto near = box_of(neighbour);
  if (shape == shapes_.end() || !near) return;
  // Within what the neighbour lies in, and over nothing else.
  std::vector<Box> others;
  const Box* around = nullptr;
  for (const auto& [name, box] : boxes_) {
    if (name == neighbour || !box.contains(*near))
      others.push_back(box);
    else if (around == nullptr || around->contains(box))
      around = &box;
  }
  const double gap = 30;
  Box best;
  bool found = false;
  for (int ring = 0; ring < 8 && !found; ++ring)
    for (const int row : {0, 1, -1, 2, -2, 3, -3}) {
      const double step = gap + ring * (size + gap);
      Box box{in_front ? near->x - step - size : near->x + near->width + step,
              near->middle_y() - size / 2 + row * (size + gap), size, size};
      const bool free = (around == nullptr || around->contains(box)) &&
                        std::none_of(others.begin(), others.end(),
                                     [&box](const Box& other) { return box.overlaps(other); });
      if (ring == 0 && row == 0) best = box;
      if (!free) continue;
      best = box;
      found = true;
      break;
    }
  boxes_.emplace(id, best);
  const std::string name = prefixed(std::string(shape->second.prefix()), "BPMNShape");
  const Element bounds = shape->second.child(kDc, "Bounds");
  rewriting_.insert_after(
      shape->second, "<" + name + " id=\"" + xml::escaped(id) + "_di\" bpmnElement=\"" +
                         xml::escaped(id) + "\">\n  <" +
                         prefixed(std::string(bounds.prefix()), "Bounds") + " x=\"" +
                         written(best.x) + "\" y=\"" + written(best.y) + "\" width=\"" +
                         written(size) + "\" height=\"" + written(size) + "\"/>\n</" + name + ">");
}

void DrawingEditor::add_flow(std::string_view id, std::string_view from, std::string_view to) {
  const auto begin = box_of(from), end = box_of(to);
  auto beside = shapes_.find(from);
  if (beside == shapes_.end()) beside = shapes_.find(to);
  if (!begin || !end || beside == shapes_.end()) return;
  const Element& shape = beside->second;
  const Point leaves = side_towards(*begin, {end->middle_x(), end->middle_y()});
  const Point arrives = side_towards(*end, leaves);
  const std::string name = prefixed(std::string(shape.prefix()), "BPMNEdge");
  const std::string point = prefixed(prefix_of(shape, kDd, "di"), "waypoint");
  std::string xml =
      "<" + name + " id=\"" + xml::escaped(id) + "_di\" bpmnElement=\"" + xml::escaped(id) + "\">";
  for (const Point& each : {leaves, arrives})
    xml += "\n  <" + point + " x=\"" + written(each.x) + "\" y=\"" + written(each.y) + "\"/>";
  rewriting_.insert_after(shape, xml + "\n</" + name + ">");
}

void DrawingEditor::lead(std::string_view flow, std::string_view to) {
  const auto edge = edges_.find(flow);
  const auto box = box_of(to);
  if (edge == edges_.end() || !box) return;
  Element before, last;
  for (const Element point : edge->second.children())
    if (point.is(kDd, "waypoint")) before = std::exchange(last, point);
  if (!before) return;
  const Point end = side_towards(*box, {number(before, "x"), number(before, "y")});
  rewriting_.set(last, "x", written(end.x));
  rewriting_.set(last, "y", written(end.y));
}

}  // namespace umlauf::verify::detail
