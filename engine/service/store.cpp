#include "engine/service/store.hpp"

#include <algorithm>

namespace umlauf::service {

Result<std::vector<StoredInstance>> Store::load_all(const std::vector<InstanceKey>& instances) {
  std::vector<StoredInstance> found;
  for (const InstanceKey key : instances) {
    UMLAUF_TRY(auto stored, load(key));
    if (stored) found.push_back(std::move(*stored));
  }
  std::sort(found.begin(), found.end(),
            [](const StoredInstance& a, const StoredInstance& b) { return a.row.key < b.row.key; });
  return found;
}

}  // namespace umlauf::service
