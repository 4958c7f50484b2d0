#pragma once

#include <string_view>
#include <vector>

#include "adapters/postgres/connection.hpp"

namespace umlauf::postgres {

struct StatementText {
  Statement statement;
  const char* name;
  const char* sql;
};

/// One row for each Statement, in its order.
const std::vector<StatementText>& statements();

/// What UpdateInstances and its kin raise where somebody else was first; the detail lists keys.
inline constexpr std::string_view kLostState = "UM001";
inline constexpr std::string_view kGuardState = "UM002";
inline constexpr std::string_view kConnectionFailureState = "08006";
inline constexpr std::string_view kThereAlreadyState = "23505";
inline constexpr std::string_view kDeadlockState = "40P01";
inline constexpr std::string_view kLockTimeoutState = "55P03";

}  // namespace umlauf::postgres
