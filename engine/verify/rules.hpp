#pragma once

#include <span>
#include <string>
#include <string_view>

#include "engine/verify/structure/structure.hpp"

namespace umlauf::verify {

/// Every rule that `umlauf check` and a deployment report, wherever in the engine it is looked for,
/// by id. Those of structure_rules() among them; a test reads the sources and compares.
std::span<const Rule> all_rules();

/// nullptr where there is none of that id.
const Rule* find_rule(std::string_view id);

/// All rules as a page in Markdown, for docs/rules.md.
std::string rules_page();

}  // namespace umlauf::verify
