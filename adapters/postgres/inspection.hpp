#pragma once

#include <vector>

#include "adapters/postgres/connection.hpp"
#include "engine/base/diagnostic.hpp"

namespace umlauf::postgres {

/// Rows that would never be read again, numbers that would be given out twice.
std::vector<Text> damages(Connection& connection);

}  // namespace umlauf::postgres
