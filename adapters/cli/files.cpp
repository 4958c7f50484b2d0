#include "adapters/cli/files.hpp"

#include <cerrno>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <sstream>

namespace umlauf::cli {
namespace {

constexpr std::uintmax_t kFileBytesMax = 1ULL << 30;

Error unreadable(const std::string& path, const std::string& reason) {
  return error(ErrorCode::Request, "cannot read '" + path + "': " + reason,
               "'" + path + "' ist nicht lesbar: " + reason);
}

}  // namespace

Result<std::string> read_file(const std::string& path) {
  std::error_code code;
  if (std::filesystem::is_directory(path, code)) return unreadable(path, std::strerror(EISDIR));
  const auto size = std::filesystem::file_size(path, code);
  if (!code && size > kFileBytesMax) return unreadable(path, std::strerror(EFBIG));
  errno = 0;
  std::ifstream file(path, std::ios::binary);
  if (!file) return unreadable(path, std::strerror(errno));
  std::ostringstream content;
  content << file.rdbuf();
  if (file.bad()) return unreadable(path, std::strerror(EIO));
  return std::move(content).str();
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
