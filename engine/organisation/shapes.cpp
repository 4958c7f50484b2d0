#include "engine/organisation/shapes.hpp"

#include <algorithm>
#include <set>

namespace umlauf::organisation {

std::vector<const YamlMember*> Shapes::members(const YamlNode& node,
                                               std::initializer_list<const char*> known) {
  std::vector<const YamlMember*> members;
  if (node.kind != YamlNode::Kind::Mapping) {
    error("ORG-02", node.span, {"expected a mapping here", "hier wird eine Zuordnung erwartet"});
    return members;
  }
  std::set<std::string> seen;
  for (const YamlMember& member : node.members) {
    const std::string& name = member.name;
    if (std::find(known.begin(), known.end(), name) == known.end()) {
      std::string list;
      for (const char* one : known) list += (list.empty() ? "" : ", ") + std::string(one);
      error("ORG-02", member.name_span,
            {"unknown member '" + name + "', known are: " + list,
             "unbekannte Angabe '" + name + "', bekannt sind: " + list});
    } else if (!seen.insert(name).second) {
      error("ORG-02", member.name_span,
            {"'" + name + "' is given twice", "'" + name + "' ist doppelt angegeben"});
    } else {
      members.push_back(&member);
    }
  }
  return members;
}

std::vector<const YamlNode*> Shapes::items(const YamlNode& node, std::size_t items_max) {
  std::vector<const YamlNode*> items;
  if (node.kind == YamlNode::Kind::Null) return items;
  if (node.kind != YamlNode::Kind::List) {
    error("ORG-02", node.span, {"expected a list here", "hier wird eine Liste erwartet"});
    return items;
  }
  for (const YamlNode& item : node.items) {
    if (items.size() == items_max) {
      error("ORG-01", item.span,
            {"more entries than the limit allows", "mehr Einträge, als die Grenze erlaubt"});
      break;
    }
    items.push_back(&item);
  }
  return items;
}

std::string Shapes::text(const YamlNode& node) {
  if (node.kind == YamlNode::Kind::Scalar && !node.text.empty()) return node.text;
  error("ORG-02", node.span, {"expected a text here", "hier wird ein Text erwartet"});
  return "";
}

void Shapes::report(Severity severity, std::string rule, const SourceSpan& span, Text message) {
  Diagnostic diagnostic;
  diagnostic.severity = severity;
  diagnostic.rule = std::move(rule);
  diagnostic.message = std::move(message);
  diagnostic.file = file_;
  diagnostic.span = span;
  diagnostics_.push_back(std::move(diagnostic));
}

Diagnostics Shapes::take_diagnostics() {
  std::stable_sort(
      diagnostics_.begin(), diagnostics_.end(),
      [](const Diagnostic& a, const Diagnostic& b) { return a.span.offset < b.span.offset; });
  return std::move(diagnostics_);
}

}  // namespace umlauf::organisation
