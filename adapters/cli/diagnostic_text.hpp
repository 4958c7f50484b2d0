#pragma once

#include <iosfwd>
#include <map>
#include <string>

#include "engine/base/diagnostic.hpp"

namespace umlauf::cli {

/// File name to content as spans count in it (`xml::text_of`), for the lines that diagnostics point
/// to.
using SourceTexts = std::map<std::string, std::string>;

/// `file:line:column: severity: message [rule]`, the source line and a caret, the trace numbered
/// beneath it.
void print_diagnostics(std::ostream& out, const Diagnostics& diagnostics,
                       const SourceTexts& sources);

}  // namespace umlauf::cli
