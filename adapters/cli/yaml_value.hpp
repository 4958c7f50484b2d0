#pragma once

#include "engine/base/result.hpp"
#include "engine/feel/value.hpp"
#include "engine/organisation/yaml.hpp"

namespace umlauf::cli {

/// The value of a YAML node, as if it had been written in JSON: plain `true`, `false`, `null` and
/// numbers as JSON spells them are such, all else is text; `{"@type": ...}` are typed values.
/// Errors: Request.
Result<feel::Value> to_value(const organisation::YamlNode& node);

}  // namespace umlauf::cli
