#pragma once

#include <functional>

#include "engine/definition/process_definition.hpp"
#include "engine/service/journal.hpp"
#include "engine/service/vault.hpp"
#include "engine/service/views.hpp"

/// Walks along the journals of instances.
namespace umlauf::service {

/// Calls `visit` for every row, in order, until it says false. Errors: Storage (a row that cannot
/// be read), Forbidden (encrypted, and there is no key), and what `visit` returns.
Result<Done> for_each_row(
    const Vault& vault, InstanceKey key,
    const std::function<Result<bool>(const JournalRow&, const JournalEntry&)>& visit);

/// `definition`: names the elements; may be nullptr.
JournalView journal_view(const JournalRow& row, const JournalEntry& entry,
                         const definition::ProcessDefinition* definition);

}  // namespace umlauf::service
