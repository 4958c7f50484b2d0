#pragma once

#include <cstddef>
#include <string>

#include "engine/base/result.hpp"

namespace umlauf::cli {

/// The whole file. Errors: Request with the reason (not there, a folder, too large ...).
Result<std::string> read_file(const std::string& path, std::size_t bytes_max = 1U << 30);
/// Replaces the file. Errors: Request.
Result<Done> write_file(const std::string& path, const std::string& content);

}  // namespace umlauf::cli
