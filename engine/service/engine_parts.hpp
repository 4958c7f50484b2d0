#pragma once

#include "engine/service/catalog.hpp"
#include "engine/service/committer.hpp"
#include "engine/service/executor.hpp"

namespace umlauf::service {

/// What an Engine consists of.
struct Engine::Parts {
  Parts(Store& durable, Clock& clock, const EngineOptions& wanted, calendar::Zone zone)
      : store(durable),
        options(wanted),
        definitions(durable),
        executor(durable, definitions, options, zone),
        committer(executor, clock, options) {}

  Store& store;
  const EngineOptions options;
  Definitions definitions;
  Executor executor;
  Committer committer;
};

}  // namespace umlauf::service
