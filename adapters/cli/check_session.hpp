#pragma once

#include <string>
#include <string_view>

#include "adapters/cli/check_unit.hpp"
#include "engine/feel/value.hpp"

namespace umlauf::cli {

/// `umlauf check --serve`: checks one unit again whenever an editor changes a file of it. Proofs of
/// bodies that have not changed are kept, see verify::BehaviorCache.
class CheckSession {
 public:
  CheckSession(CheckUnit unit, CheckOptions options);

  /// One answer line for one request line, never an exception for what the line says:
  /// `{"id":1,"file":"a.bpmn","text":"..."}` replaces or adds a file, without `text` (or null) it
  /// goes, without `file` nothing changes; then the unit is checked. The answer has `id`, `ok`,
  /// `files` as `--format json` has them, and `time_ms`; or `ok` false and `error`.
  std::string answer_line(std::string_view line);

 private:
  Result<feel::Context> answer(const feel::Value& request);
  Result<Done> change(const feel::Value& request);

  CheckUnit unit_;
  CheckOptions options_;
  verify::BehaviorCache cache_;
};

}  // namespace umlauf::cli
