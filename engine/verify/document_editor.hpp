#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "engine/verify/verify.hpp"
#include "engine/xml/rewriting.hpp"

/// One edit of a BPMN document; private to edit_document.
namespace umlauf::verify::detail {

/// A rectangle of the drawing.
struct Box {
  double x = 0, y = 0, width = 0, height = 0;

  double middle_x() const { return x + width / 2; }
  double middle_y() const { return y + height / 2; }
  bool contains(const Box& other) const;
  bool overlaps(const Box& other) const;
};

/// Draws what an edit adds, beside what it concerns, where the document has a drawing.
class DrawingEditor {
 public:
  DrawingEditor(const xml::Document& document, xml::Rewriting& rewriting);

  /// Draws a new node near `neighbour`, preferably in front of it, where there is room.
  void add_node(std::string_view id, double size, std::string_view neighbour, bool in_front);
  void add_flow(std::string_view id, std::string_view from, std::string_view to);
  /// The line of the flow ends at the other node from now on.
  void lead(std::string_view flow, std::string_view to);

 private:
  std::optional<Box> box_of(std::string_view id) const;

  xml::Rewriting& rewriting_;
  std::map<std::string, xml::Element, std::less<>> shapes_;  // by what they draw
  std::map<std::string, xml::Element, std::less<>> edges_;
  std::map<std::string, Box, std::less<>> boxes_;  // new ones as well
};

class DocumentEditor {
 public:
  explicit DocumentEditor(const xml::Document& document);

  /// False where the edit does not fit the document.
  bool carry_out(const Edit& edit);
  Result<std::string> finish() && { return std::move(rewriting_).finish(); }

 private:
  bool change_gateway(const xml::Element& gateway, const Edit& edit);
  bool insert_gateway(const xml::Element& node, const Edit& edit);
  bool add_end(const xml::Element& flow, const Edit& edit);
  bool add_default(const xml::Element& flow);
  bool add_exit(const xml::Element& gateway, const Edit& edit);
  bool add_default_flow(const xml::Element& gateway, const Edit& edit);
  std::string lead_to_end(const xml::Element& gateway, const Edit& edit);
  bool name_message(const xml::Element& receiver, const Edit& edit);

  xml::Element find(std::string_view id) const;
  std::string free_id(std::string wanted);
  /// A tag of BPMN with the prefix that `beside` has.
  static std::string tag(const xml::Element& beside, std::string_view local);
  std::string node_xml(const xml::Element& beside, std::string_view local, const std::string& id,
                       const std::vector<std::string>& incoming,
                       const std::vector<std::string>& outgoing,
                       const std::string& content = {}) const;
  static std::string flow_xml(const xml::Element& beside, const std::string& id,
                              std::string_view from, std::string_view to);
  void unlist(const xml::Element& node, std::string_view local, std::string_view flow);
  void list(const xml::Element& node, std::string_view local, const std::string& flow);
  void join_lane(std::string_view neighbour, const std::string& id);

  const xml::Document& document_;
  xml::Rewriting rewriting_;
  DrawingEditor drawing_;
  std::map<std::string, xml::Element, std::less<>> elements_;
  bool lists_flows_ = false;
};

}  // namespace umlauf::verify::detail
