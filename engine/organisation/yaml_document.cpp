#include "engine/organisation/yaml_document.hpp"

#include <algorithm>
#include <set>

namespace umlauf::organisation {

std::optional<YAML::Node> YamlDocument::parse(std::size_t bytes_max) {
  const YAML::Mark start;
  if (text_.size() > bytes_max) {
    error("ORG-01", start,
          {"the document is larger than " + std::to_string(bytes_max) + " bytes",
           "das Dokument ist größer als " + std::to_string(bytes_max) + " Bytes"});
    return std::nullopt;
  }
  try {
    // yaml-cpp bounds the depth of nesting itself (500).
    YAML::Node root = YAML::Load(std::string(text_));
    if (root.IsMap()) return root;
    error("ORG-02", start,
          {"the document is a mapping with 'units', 'roles' and 'persons'",
           "das Dokument besteht aus 'units', 'roles' und 'persons'"});
  } catch (const YAML::Exception& exception) {
    error("ORG-01", exception.mark,
          {"not readable as YAML: " + exception.msg, "nicht lesbar als YAML: " + exception.msg});
  }
  return std::nullopt;
}

std::vector<Member> YamlDocument::members(const YAML::Node& node,
                                          std::initializer_list<const char*> known) {
  std::vector<Member> members;
  if (!node.IsMap()) {
    error("ORG-02", node.Mark(), {"expected a mapping here", "hier wird eine Zuordnung erwartet"});
    return members;
  }
  std::set<std::string> seen;
  for (const auto& entry : node) {
    const std::string name = text(entry.first);
    if (std::find(known.begin(), known.end(), name) == known.end()) {
      std::string list;
      for (const char* one : known) list += (list.empty() ? "" : ", ") + std::string(one);
      error("ORG-02", entry.first.Mark(),
            {"unknown member '" + name + "', known are: " + list,
             "unbekannte Angabe '" + name + "', bekannt sind: " + list});
    } else if (!seen.insert(name).second) {
      error("ORG-02", entry.first.Mark(),
            {"'" + name + "' is given twice", "'" + name + "' ist doppelt angegeben"});
    } else {
      members.push_back({name, entry.second});
    }
  }
  return members;
}

std::vector<YAML::Node> YamlDocument::items(const YAML::Node& node, std::size_t items_max) {
  std::vector<YAML::Node> items;
  if (node.IsNull()) return items;
  if (!node.IsSequence()) {
    error("ORG-02", node.Mark(), {"expected a list here", "hier wird eine Liste erwartet"});
    return items;
  }
  for (const YAML::Node& item : node) {
    if (items.size() == items_max) {
      error("ORG-01", item.Mark(),
            {"more entries than the limit allows", "mehr Einträge, als die Grenze erlaubt"});
      break;
    }
    items.push_back(item);
  }
  return items;
}

std::string YamlDocument::text(const YAML::Node& node) {
  if (node.IsScalar() && !node.Scalar().empty()) return node.Scalar();
  error("ORG-02", node.Mark(), {"expected a text here", "hier wird ein Text erwartet"});
  return "";
}

void YamlDocument::report(Severity severity, std::string rule, const YAML::Mark& mark,
                          Text message) {
  Diagnostic diagnostic;
  diagnostic.severity = severity;
  diagnostic.rule = std::move(rule);
  diagnostic.message = std::move(message);
  diagnostic.file = file_;
  diagnostic.span = span_of(mark);
  diagnostics_.push_back(std::move(diagnostic));
}

Diagnostics YamlDocument::take_diagnostics() {
  std::stable_sort(
      diagnostics_.begin(), diagnostics_.end(),
      [](const Diagnostic& a, const Diagnostic& b) { return a.span.offset < b.span.offset; });
  return std::move(diagnostics_);
}

// yaml-cpp counts lines and columns from 0, and columns in bytes; editors count code points.
SourceSpan YamlDocument::span_of(const YAML::Mark& mark) {
  if (mark.line < 0) return {1, 1, 0, 0};
  if (line_starts_.empty()) {
    line_starts_.push_back(0);
    for (std::size_t i = 0; i < text_.size(); ++i)
      if (text_[i] == '\n') line_starts_.push_back(i + 1);
  }
  const std::size_t line = std::min<std::size_t>(mark.line, line_starts_.size() - 1);
  const std::size_t begin = line_starts_[line];
  const std::size_t offset =
      std::min(begin + static_cast<std::size_t>(std::max(mark.column, 0)), text_.size());
  std::uint32_t column = 1;
  for (std::size_t i = begin; i < offset; ++i)
    if ((text_[i] & 0xC0) != 0x80) ++column;
  return {static_cast<std::uint32_t>(line + 1), column, static_cast<std::uint32_t>(offset), 0};
}

}  // namespace umlauf::organisation
