#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "engine/base/result.hpp"

namespace umlauf::cli {

struct ZipEntry {
  std::string name;
  std::string content;
};

/// The files of a .zip archive (stored or deflated). Errors: Request where it is damaged, encrypted
/// or beyond `bytes_max` unpacked.
Result<std::vector<ZipEntry>> read_zip(std::string_view archive,
                                       std::size_t bytes_max = 256U << 20);

}  // namespace umlauf::cli
