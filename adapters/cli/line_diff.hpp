#pragma once

#include <string>
#include <string_view>

namespace umlauf::cli {

/// What leads from one text to the other, line by line, in the unified form that `patch` and
/// `git apply` read; empty where they are equal. Texts that differ in more than some thousand lines
/// are told as one replacement.
std::string unified_diff(const std::string& name, std::string_view before, std::string_view after);

}  // namespace umlauf::cli
