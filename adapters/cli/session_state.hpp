#pragma once

#include <memory>
#include <optional>

#include "adapters/cli/request.hpp"
#include "adapters/cli/session.hpp"
#include "adapters/memory/memory_store.hpp"

namespace umlauf::cli {

/// What a session holds, and its operations by group (session_*.cpp). Each yields the members of
/// the answer besides `id` and `ok`.
struct Session::State {
  // Empty where engine and clock are somebody else's.
  std::unique_ptr<memory::MemoryStore> own_store;
  std::unique_ptr<service::Engine> own_engine;
  service::ManualClock own_clock;

  service::Engine* engine = nullptr;
  service::Clock* clock = nullptr;
  calendar::Zone zone;
  std::shared_ptr<const organisation::Organisation> organisation;

  State();
  State(service::Engine& engine, service::Clock& clock);
  Result<Done> open(calendar::Instant now, const std::string& time_zone);

  // session.cpp
  Result<feel::Context> reset(const RequestReader& request);
  Result<feel::Context> deploy(const RequestReader& request);
  Result<feel::Context> advance(const RequestReader& request);

  // session_commands.cpp
  Result<feel::Context> start(const RequestReader& request);
  Result<feel::Context> complete(const RequestReader& request);
  Result<feel::Context> trigger(const RequestReader& request);
  Result<feel::Context> job(const RequestReader& request);
  Result<feel::Context> correlate(const RequestReader& request);
  Result<feel::Context> signal(const RequestReader& request);
  Result<feel::Context> set_variables(const RequestReader& request);
  Result<feel::Context> evaluate_start_conditions(const RequestReader& request);
  Result<feel::Context> incident(const RequestReader& request);

  // session_operations.cpp
  Result<feel::Context> modify(const RequestReader& request);
  Result<feel::Context> migrate(const RequestReader& request);
  Result<feel::Context> suspend(const RequestReader& request);
  Result<feel::Context> resume(const RequestReader& request);
  Result<feel::Context> cancel(const RequestReader& request);

  // session_views.cpp
  Result<feel::Context> state(const RequestReader& request);
  Result<feel::Context> history(const RequestReader& request);
  Result<feel::Context> variables(const RequestReader& request);

  /// The program that sends the request, with the request's idempotency key.
  static Result<service::Caller> sender(const RequestReader& request);
  service::Caller caller(const std::string& user, const service::TaskView& task) const;
  Result<service::InstanceKey> live_instance(const RequestReader& request);
};

}  // namespace umlauf::cli
