#pragma once

#include <string_view>
#include <vector>

#include "adapters/postgres/connection.hpp"
#include "engine/service/store.hpp"

namespace umlauf::postgres {

inline std::int64_t number(std::uint64_t key) { return static_cast<std::int64_t>(key); }
inline std::uint64_t unsigned_of(std::int64_t key) { return static_cast<std::uint64_t>(key); }

/// Enqueues the statements of a batch: a handful of them over arrays, whatever the batch's size.
void enqueue(Connection& connection, const service::Batch& batch);

/// Whether a batch that was sent before is there, as a whole as always.
bool is_durable(Connection& connection, const service::Batch& batch);

/// The keys that a failure's detail lists ("17,18"), in the order of the batch.
std::vector<service::InstanceKey> lost_instances(const service::Batch& batch,
                                                 std::string_view detail);
/// The new instances of a refused batch that are there already.
std::vector<service::InstanceKey> there_already(Connection& connection,
                                                const service::Batch& batch);
/// Waits until nobody holds these instances any more.
void await_instances(Connection& connection, const std::vector<service::InstanceKey>& instances);

/// Whether the batch adds what somebody should be woken for: a timer that is due before `until`, or
/// a job that is open by then.
bool adds_work(const service::Batch& batch, calendar::Instant until);

}  // namespace umlauf::postgres
