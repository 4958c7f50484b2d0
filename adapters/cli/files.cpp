#include "adapters/cli/files.hpp"

#include <array>
#include <cerrno>
#include <cstring>
#include <filesystem>
#include <fstream>

namespace umlauf::cli {
namespace {

Error unreadable(const std::string& path, const std::string& reason) {
  return error(ErrorCode::Request, "cannot read '" + path + "': " + reason,
               "'" + path + "' ist nicht lesbar: " + reason);
}

}  // namespace

Result<std::string> read_file(const std::string& path, std::size_t bytes_max) {
  std::error_code code;
  if (std::filesystem::is_directory(path, code)) return unreadable(path, std::strerror(EISDIR));
  const auto size = std::filesystem::file_size(path, code);
  if (!code && size > bytes_max) return unreadable(path, std::strerror(EFBIG));
  errno = 0;
  std::ifstream file(path, std::ios::binary);
  if (!file) return unreadable(path, std::strerror(errno));
  // A pipe or a device does not tell its size.
  std::string content;
  std::array<char, 1U << 16> block;
  while (file.read(block.data(), block.size()) || file.gcount() > 0) {
    content.append(block.data(), static_cast<std::size_t>(file.gcount()));
    if (content.size() > bytes_max) return unreadable(path, std::strerror(EFBIG));
  }
  if (file.bad()) return unreadable(path, std::strerror(EIO));
  return content;
}

Result<Done> write_file(const std::string& path, const std::string& content) {
  std::ofstream file(path, std::ios::binary | std::ios::trunc);
  file << content;
  file.close();
  if (!file)
    return error(ErrorCode::Request, "cannot write '" + path + "'",
                 "'" + path + "' lässt sich nicht schreiben");
  return Done{};
}

}  // namespace umlauf::cli
