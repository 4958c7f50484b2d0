#pragma once

#include <cstdint>
#include <memory>
#include <set>

#include "engine/base/result.hpp"
#include "engine/definition/process_definition.hpp"
#include "engine/runtime/process_instance.hpp"
#include "engine/service/store.hpp"

namespace umlauf::service {

/// An instance in memory, as the commands so far have left it; what of that is durable yet is the
/// group's business.
struct LiveInstance {
  runtime::ProcessInstance state;
  definition::ProcessDefinitionPtr definition;
  std::uint64_t revision = 0;     ///< of the last journal row
  Digest chain{};                 ///< its hash
  std::set<std::uint64_t> pages;  ///< that lie in rows of their own

  InstanceKey key() const { return state.header.key; }
};

using LiveInstancePtr = std::unique_ptr<LiveInstance>;

/// Errors: Storage (damaged). `definition` is left empty.
Result<LiveInstancePtr> revive(const StoredInstance& stored);

}  // namespace umlauf::service
