#pragma once

#include <yaml-cpp/yaml.h>

#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/base/diagnostic.hpp"

// Internal to this module (it shows yaml-cpp): included by .cpp files only.
namespace umlauf::organisation {

struct Member {
  std::string name;
  YAML::Node value;
};

/// A YAML text and what there is to say about it: the shapes that a reader expects, with a
/// diagnostic (ORG-01, ORG-02) at the place where the text is otherwise.
class YamlDocument {
 public:
  YamlDocument(std::string_view text, std::string_view file) : text_(text), file_(file) {}

  /// nullopt with a diagnostic where the text is too large or no YAML.
  std::optional<YAML::Node> parse(std::size_t bytes_max);

  /// The members of a mapping; unknown and repeated ones are reported and left out.
  std::vector<Member> members(const YAML::Node& node, std::initializer_list<const char*> known);
  /// The items of a list. Beyond `items_max` the rest is reported and left out.
  std::vector<YAML::Node> items(const YAML::Node& node, std::size_t items_max);
  /// A text (or number, as it is written); "" with a diagnostic for a list, a mapping or nothing.
  std::string text(const YAML::Node& node);

  void report(Severity severity, std::string rule, const YAML::Mark& mark, Text message);
  void error(std::string rule, const YAML::Mark& mark, Text message) {
    report(Severity::Error, std::move(rule), mark, std::move(message));
  }
  /// In the order of the text.
  Diagnostics take_diagnostics();

 private:
  SourceSpan span_of(const YAML::Mark& mark);

  std::string_view text_;
  std::string file_;
  std::vector<std::size_t> line_starts_;
  Diagnostics diagnostics_;
};

}  // namespace umlauf::organisation
