#pragma once

#include <string>
#include <vector>

#include "adapters/cli/check_unit.hpp"

namespace umlauf::cli {

/// A fix that has been written into the text of a file.
struct AppliedFix {
  std::string file;
  std::string rule;
  std::string element;
  verify::Fix fix;
};

/// Checks the unit and carries out fixes that it offers, one after the other, in the texts of its
/// files; the unit holds afterwards what the last check has found. A fix stays only where the check
/// of the text written with it no longer tells what it was for, tells no error that was not there,
/// and fewer errors, or as many and fewer warnings. `only`: ids of fixes (`join-to-parallel`), of
/// rules or of elements; empty: the first that each finding is offered.
std::vector<AppliedFix> fix_unit(CheckUnit& unit, const CheckOptions& options,
                                 const std::vector<std::string>& only);

}  // namespace umlauf::cli
