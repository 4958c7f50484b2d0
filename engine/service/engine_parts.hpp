#pragma once

#include "engine/service/catalog.hpp"
#include "engine/service/committer.hpp"
#include "engine/service/executor.hpp"

namespace umlauf::service {

/// What an Engine consists of.
struct Engine::Parts {
  Parts(Store& durable, Clock& wall, const EngineOptions& wanted, calendar::Zone local)
      : store(durable),
        clock(wall),
        zone(local),
        options(wanted),
        definitions(durable),
        executor(durable, definitions, options, local),
        committer(executor, wall, options) {}

  Store& store;
  Clock& clock;
  const calendar::Zone zone;
  const EngineOptions options;
  Definitions definitions;
  Executor executor;
  Committer committer;
};

}  // namespace umlauf::service
