#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "engine/feel/value.hpp"

namespace umlauf::feel {

/// java.lang.String.format for %s, %S, %d, %x, %f, %b, %c, %n and %% with flags `-`, `0`, `+`, `,`,
/// width and precision. nullopt where the format or an argument does not fit.
std::optional<std::string> java_format(std::string_view format, const Values& arguments);

}  // namespace umlauf::feel
