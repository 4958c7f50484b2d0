#pragma once

#include <string_view>

namespace umlauf::cli {

/// Moves the tokens of a trace over the diagram; reads the findings from the `<script>` of type
/// application/json in each section. See check_page.
std::string_view check_page_script();

}  // namespace umlauf::cli
