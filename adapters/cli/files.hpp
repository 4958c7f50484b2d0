#pragma once

#include <string>

#include "engine/base/result.hpp"

namespace umlauf::cli {

/// The whole file. Errors: Request with the reason (not there, a folder, too large ...).
Result<std::string> read_file(const std::string& path);
/// Replaces the file. Errors: Request.
Result<Done> write_file(const std::string& path, const std::string& content);

}  // namespace umlauf::cli
