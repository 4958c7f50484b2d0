#pragma once

#include "adapters/cli/store_options.hpp"
#include "engine/service/requests.hpp"

namespace umlauf::cli {

/// Opens the database and carries out one request for whoever acts; nothing is printed but, with
/// `--json`, `{"ok":true}`. The exit status.
int carry_out(StoreOptions& store, service::Request request);

}  // namespace umlauf::cli
