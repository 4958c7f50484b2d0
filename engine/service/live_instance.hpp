#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <set>

#include "engine/base/result.hpp"
#include "engine/definition/process_definition.hpp"
#include "engine/runtime/process_instance.hpp"
#include "engine/service/cipher.hpp"
#include "engine/service/store.hpp"

namespace umlauf::service {

class Vault;

/// An instance in memory, as the commands so far have left it; what of that is durable yet is the
/// group's business.
struct LiveInstance {
  runtime::ProcessInstance state;
  definition::ProcessDefinitionPtr definition;
  std::uint64_t revision = 0;         ///< of the last journal row
  Digest chain{};                     ///< its hash
  std::set<std::uint64_t> pages;      ///< that lie in rows of their own
  std::optional<SecretKey> case_key;  ///< what the instance is encrypted under (vault.hpp)
  bool erased = false;                ///< only the header is left

  InstanceKey key() const { return state.header.key; }
};

using LiveInstancePtr = std::unique_ptr<LiveInstance>;

/// Errors: Storage (damaged), Forbidden (encrypted, and there is no key). `definition` is left
/// empty.
Result<LiveInstancePtr> revive(const StoredInstance& stored, const Vault& vault);

}  // namespace umlauf::service
