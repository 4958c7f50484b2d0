#pragma once

#include <cstdint>
#include <set>
#include <vector>

#include "engine/service/engine.hpp"

namespace umlauf::service {

/// What check_store finds in the cells: deployed documents, the catalog, start timers, effects.
struct CellCheck {
  std::vector<Finding> findings;
  std::vector<Entry> entries;  ///< that the start timers need
  std::set<DefinitionKey> processes;
  std::uint64_t effects = 0;  ///< that remain to be carried out
};
Result<CellCheck> check_cells(Store& store);

}  // namespace umlauf::service
