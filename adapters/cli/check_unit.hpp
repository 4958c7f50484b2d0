#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "engine/base/result.hpp"
#include "engine/verify/verify.hpp"

namespace umlauf::cli {

struct CheckOptions {
  verify::Profile profile = verify::Profile::Executable;
  std::int64_t budget_ms = 10'000;
  std::int64_t absent = 0;                 ///< any so many people of the organisation are missing
  verify::BehaviorCache* cache = nullptr;  ///< see verify::Options
};

struct CheckedProcess {
  verify::ProcessResult result;
  double time_ms = 0;  ///< of proving all processes of the unit together
};

struct CheckedFile {
  std::string name;
  std::string text;
  std::vector<verify::Finding> findings;  ///< in the order of the text
  std::vector<CheckedProcess> processes;
};

/// Documents that belong together: called processes, decisions and roles resolve among them.
struct CheckUnit {
  std::vector<CheckedFile> files;
  /// Nothing else belongs to them (a folder, an archive, files named together): what is not among
  /// them is missing.
  bool whole = false;
};

/// A file, a folder (its models, forms, organisation, recursively) or a .zip archive.
/// Errors: Request.
Result<CheckUnit> read_unit(const std::string& path);

/// Fills in `findings` and `processes`.
void check(CheckUnit& unit, const CheckOptions& options);

}  // namespace umlauf::cli
