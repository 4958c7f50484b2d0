#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "engine/base/diagnostic.hpp"
#include "engine/base/source_span.hpp"

namespace umlauf::organisation {

struct YamlMember;

/// A YAML value as plain data that knows where it was written.
struct YamlNode {
  enum class Kind : std::uint8_t { Null, Scalar, List, Mapping };

  Kind kind = Kind::Null;
  std::string text;     ///< of a scalar
  bool quoted = false;  ///< a scalar in quotes or with a text tag is a text, whatever it looks like
  std::vector<YamlNode> items;      ///< of a list
  std::vector<YamlMember> members;  ///< of a mapping, as written; keys are scalars
  SourceSpan span;                  ///< where it begins; length 0
};

struct YamlMember {
  std::string name;
  SourceSpan name_span;
  YamlNode value;
};

struct YamlLimits {
  std::size_t bytes_max = 16 * 1024 * 1024;
  std::size_t depth_max = 100;
  std::size_t nodes_max = 5'000'000;  ///< aliases count as what they stand for
};

struct YamlFailure {
  Text message;
  SourceSpan span;
};

/// The first document of a YAML 1.2 text (JSON is YAML). Null for an empty text. Where it cannot be
/// read, `failure` is set and `root` is Null.
struct YamlText {
  YamlNode root;
  std::vector<YamlFailure> failure;  ///< none or one
};
YamlText read_yaml(std::string_view text, const YamlLimits& limits = {});

}  // namespace umlauf::organisation
