#pragma once

#include <cstdint>
#include <vector>

#include "engine/base/result.hpp"
#include "engine/runtime/process_instance.hpp"
#include "engine/service/store.hpp"

/// How the records of an instance become the rows of a store, and back.
namespace umlauf::service {

/// Records whose keys share a page are written together.
inline constexpr std::uint64_t kRecordsPerPage = 16;
/// Page 0 lies in the instance's own row up to this size, otherwise in a row of its own, so that
/// large variables of the process are not written again with every command.
inline constexpr std::size_t kPageInHeadMax = 4096;

inline std::uint64_t page_of(ElementKey key) { return key.value() / kRecordsPerPage; }

/// The records of one page; empty where there are none.
Bytes encode_page(const runtime::ProcessInstance& instance, std::uint64_t page);
/// The header, with page 0 where one is given.
Bytes encode_head(const runtime::ProcessInstance& instance, const Bytes* page_0);

/// Whether a head carries page 0 in it.
bool head_has_page(const Bytes& head);
/// Only the header. Errors: Storage (damaged).
Result<runtime::InstanceHeader> decode_head(const InstanceRow& row);
/// The whole instance. Errors: Storage (damaged: a checksum, or the form).
Result<runtime::ProcessInstance> decode_instance(const StoredInstance& stored);

}  // namespace umlauf::service
