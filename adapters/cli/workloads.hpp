#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "adapters/cli/latencies.hpp"
#include "engine/runtime/step.hpp"
#include "engine/service/engine.hpp"

/// What `umlauf bench` puts upon an engine.
namespace umlauf::cli {

/// One client at work: carries out commands one after the other and notes how long each took.
class BenchClient {
 public:
  BenchClient(service::Engine& engine, std::uint64_t number) : engine_(engine), number_(number) {}

  /// A command waits until it is durable; a query reads.
  Result<service::Answer> command(service::Request request, const service::Caller& caller = {});
  Result<service::TaskPage> tasks(const service::TaskQuery& query);
  /// The next command should have begun at that moment already.
  void begin_late(std::chrono::steady_clock::time_point at) { due_ = at; }
  /// A key that no other case has.
  std::string next_business_key();

  const Latencies& commands() const { return commands_; }
  const Latencies& queries() const { return queries_; }

 private:
  service::Engine& engine_;
  std::uint64_t number_;
  std::uint64_t cases_ = 0;
  std::optional<std::chrono::steady_clock::time_point> due_;
  Latencies commands_;
  Latencies queries_;
};

struct Workload {
  std::string name;
  Text purpose;
  std::vector<service::Document> documents;
  /// One case from begin to end.
  std::function<Result<Done>(BenchClient&)> run;
};

/// w0 to w6, in order.
const std::vector<Workload>& workloads();
/// nullptr where there is none of that name.
const Workload* find_workload(const std::string& name);

/// A case that begins and waits at a user task, with 190 bytes of variables: what an office has
/// lying around.
service::Document waiting_model();
service::Start waiting_start(std::uint64_t number);

/// A case that waits for a timer, due at once.
service::Document timer_model();
service::Start timer_start();

/// Completes every job of the workloads at once: the service that costs nothing.
const runtime::Handlers& bench_handlers();

}  // namespace umlauf::cli
