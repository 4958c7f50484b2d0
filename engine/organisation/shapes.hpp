#pragma once

#include <initializer_list>
#include <string>
#include <vector>

#include "engine/base/diagnostic.hpp"
#include "engine/organisation/yaml.hpp"

namespace umlauf::organisation {

/// The shapes that a reader expects of a YAML text, with a diagnostic (ORG-01, ORG-02) at the place
/// where the text is otherwise.
class Shapes {
 public:
  explicit Shapes(std::string file) : file_(std::move(file)) {}

  /// The members of a mapping; unknown and repeated ones are reported and left out.
  std::vector<const YamlMember*> members(const YamlNode& node,
                                         std::initializer_list<const char*> known);
  /// The items of a list (none of a Null). Beyond `items_max` the rest is reported and left out.
  std::vector<const YamlNode*> items(const YamlNode& node, std::size_t items_max);
  /// A text (or number, as it is written); "" with a diagnostic for anything else.
  std::string text(const YamlNode& node);

  void report(Severity severity, std::string rule, const SourceSpan& span, Text message);
  void error(std::string rule, const SourceSpan& span, Text message) {
    report(Severity::Error, std::move(rule), span, std::move(message));
  }
  /// In the order of the text.
  Diagnostics take_diagnostics();

 private:
  std::string file_;
  Diagnostics diagnostics_;
};

}  // namespace umlauf::organisation
