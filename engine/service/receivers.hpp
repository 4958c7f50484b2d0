#pragma once

#include <algorithm>
#include <vector>

#include "engine/service/store.hpp"

namespace umlauf::service {

/// How many receivers are looked up at once.
inline constexpr std::size_t kReceiversAtOnce = 256;

/// Of entries, to be read at once: one by one each would be a question to the store.
inline std::vector<InstanceKey> instances_of(const std::vector<Entry>& entries) {
  std::vector<InstanceKey> instances(entries.size());
  std::transform(entries.begin(), entries.end(), instances.begin(),
                 [](const Entry& entry) { return entry.instance; });
  return instances;
}

}  // namespace umlauf::service
