#pragma once

#include <memory>
#include <string>
#include <vector>

#include "engine/base/result.hpp"
#include "engine/organisation/organisation.hpp"
#include "engine/service/requests.hpp"

namespace umlauf::cli {

/// Errors: Request with what is wrong with it.
Result<std::shared_ptr<const organisation::Organisation>> read_organisation(
    const std::string& path);

/// Files that are deployed together. An `organisation.yaml` among them is no document of the
/// deployment: it says who is there to do the tasks. Errors: Request.
Result<service::Deploy> read_deployment(const std::vector<std::string>& paths);

}  // namespace umlauf::cli
