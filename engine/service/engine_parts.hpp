#pragma once

#include "engine/service/catalog.hpp"
#include "engine/service/committer.hpp"
#include "engine/service/executor.hpp"
#include "engine/service/vault.hpp"

namespace umlauf::service {

/// What an Engine consists of.
struct Engine::Parts {
  Parts(Store& durable, Clock& wall, const EngineOptions& wanted, calendar::Zone local)
      : store(durable),
        vault(durable, wanted.master_key, wanted.former_key),
        clock(wall),
        zone(local),
        options(wanted),
        definitions(durable),
        executor(vault, definitions, options, local),
        committer(executor, wall, options) {}

  Store& store;
  Vault vault;
  Clock& clock;
  const calendar::Zone zone;
  const EngineOptions options;
  Definitions definitions;
  Executor executor;
  Committer committer;
};

}  // namespace umlauf::service
