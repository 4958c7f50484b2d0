#include "adapters/cli/yaml_value.hpp"

#include <string>

#include "engine/feel/json.hpp"

namespace umlauf::cli {
namespace {

using organisation::YamlMember;
using organisation::YamlNode;

bool is_json_number(std::string_view text) {
  std::size_t at = 0;
  const auto digits = [&] {
    const std::size_t begin = at;
    while (at < text.size() && text[at] >= '0' && text[at] <= '9') ++at;
    return at - begin;
  };
  if (at < text.size() && text[at] == '-') ++at;
  const bool leading_zero = at < text.size() && text[at] == '0';
  const std::size_t whole = digits();
  if (whole == 0 || (leading_zero && whole > 1)) return false;
  if (at < text.size() && text[at] == '.') {
    ++at;
    if (digits() == 0) return false;
  }
  if (at < text.size() && (text[at] == 'e' || text[at] == 'E')) {
    ++at;
    if (at < text.size() && (text[at] == '+' || text[at] == '-')) ++at;
    if (digits() == 0) return false;
  }
  return at == text.size();
}

// The reader bounds the depth, so recursion is bounded too.
void append(std::string& json, const YamlNode& node) {
  switch (node.kind) {
    case YamlNode::Kind::Null:
      json += "null";
      break;
    case YamlNode::Kind::Scalar:
      if (!node.quoted &&
          (node.text == "true" || node.text == "false" || is_json_number(node.text)))
        json += node.text;
      else
        feel::append_json_string(json, node.text);
      break;
    case YamlNode::Kind::List:
      json += '[';
      for (std::size_t i = 0; i < node.items.size(); ++i) {
        if (i > 0) json += ',';
        append(json, node.items[i]);
      }
      json += ']';
      break;
    case YamlNode::Kind::Mapping:
      json += '{';
      for (std::size_t i = 0; i < node.members.size(); ++i) {
        if (i > 0) json += ',';
        feel::append_json_string(json, node.members[i].name);
        json += ':';
        append(json, node.members[i].value);
      }
      json += '}';
      break;
  }
}

}  // namespace

Result<feel::Value> to_value(const YamlNode& node) {
  std::string json;
  append(json, node);
  return feel::from_json(json);
}

}  // namespace umlauf::cli
