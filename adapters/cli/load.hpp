#pragma once

#include <cstdint>

#include "adapters/cli/workloads.hpp"

/// Puts a load on an engine and measures what it does.
namespace umlauf::cli {

struct LoadOptions {
  std::size_t clients = 1;
  std::int64_t duration_ms = 5000;
  std::uint64_t instances = 0;  ///< 0: as many as the duration allows
  std::uint64_t rate = 0;       ///< instances a second that are begun; 0: as fast as it goes
};

struct LoadReport {
  double seconds = 0;
  double cpu_seconds = 0;  ///< of the whole program
  std::uint64_t instances = 0;
  /// With a rate, the time that an instance's begin was late counts as part of its first command.
  Latencies commands;
  Latencies queries;
};

/// Closed loop: every client begins its next case when the last one has come to its end.
Result<LoadReport> run_load(service::Engine& engine, const Workload& workload,
                            const LoadOptions& options);

/// Begins `count` cases as fast as they can be made durable.
Result<Done> begin_many(service::Engine& engine, std::uint64_t count,
                        const std::function<service::Start(std::uint64_t)>& start_of);

/// Fires everything that is due at `until`: how many, and how long it took.
Result<LoadReport> run_timers(service::Engine& engine, calendar::Instant until);

}  // namespace umlauf::cli
