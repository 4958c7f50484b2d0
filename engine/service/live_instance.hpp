#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <optional>

#include "engine/base/result.hpp"
#include "engine/definition/process_definition.hpp"
#include "engine/runtime/process_instance.hpp"
#include "engine/service/cipher.hpp"
#include "engine/service/pages.hpp"
#include "engine/service/store.hpp"

namespace umlauf::service {

class Vault;

/// An instance in memory, as the commands so far have left it; what of that is durable yet is the
/// group's business.
struct LiveInstance {
  runtime::ProcessInstance state;
  definition::ProcessDefinitionPtr definition;
  std::uint64_t revision = 0;                  ///< of the last journal row
  Digest chain{};                              ///< its hash
  std::size_t head_bytes = 0;                  ///< of the head as it is stored
  std::map<std::uint64_t, std::size_t> pages;  ///< that lie in rows of their own, and their bytes
  std::size_t page_bytes = 0;                  ///< of all of them
  LargeValues large;                           ///< those in pages of their own
  std::optional<SecretKey> case_key;           ///< what it is encrypted under (vault.hpp)
  bool erased = false;                         ///< only the header is left

  InstanceKey key() const { return state.header.key; }
};

using LiveInstancePtr = std::unique_ptr<LiveInstance>;

/// Errors: Damaged, Storage, Forbidden (encrypted, and there is no key). `definition` is left
/// empty.
Result<LiveInstancePtr> revive(const StoredInstance& stored, const Vault& vault);

}  // namespace umlauf::service
