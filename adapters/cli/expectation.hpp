#pragma once

#include <string>
#include <vector>

#include "adapters/cli/session.hpp"
#include "engine/feel/value.hpp"

namespace umlauf::cli {

/// One member of an `expect` step that does not hold.
struct Mismatch {
  std::string member;
  std::string expected;
  std::string actual;
};

/// Compares an `expect` step with the state of the session (docs/scenarios.md). Empty: all holds.
/// Errors: Request where the step itself is malformed.
Result<std::vector<Mismatch>> check_expectation(Session& session, const feel::Value& expect);

/// Where the tokens stand: one line for each task, job, wait and incident.
std::vector<std::string> describe_tokens(Session& session);

}  // namespace umlauf::cli
