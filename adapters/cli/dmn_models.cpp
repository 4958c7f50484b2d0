#include "adapters/cli/dmn_models.hpp"

#include <sys/stat.h>

#include <chrono>

#include "adapters/cli/files.hpp"
#include "engine/dmn/read.hpp"

namespace umlauf::cli {

Result<dmn::DecisionModel> load_decision_model(const std::vector<std::string>& paths) {
  std::vector<dmn::Definitions> definitions;
  for (const std::string& path : paths) {
    Result<std::string> bytes = read_file(path);
    if (!bytes) {
      Error failure = bytes.error();
      failure.code = ErrorCode::Storage;
      return failure;
    }
    UMLAUF_TRY(dmn::ReadDefinitions read, dmn::read(std::move(*bytes), path));
    definitions.push_back(std::move(read.definitions));
  }
  return dmn::DecisionModel::link(std::move(definitions));
}

feel::Now host_now() {
  const auto since = std::chrono::system_clock::now().time_since_epoch();
  return {calendar::Instant{std::chrono::duration_cast<std::chrono::milliseconds>(since).count()},
          calendar::Zone::utc()};
}

DecisionModelCache::Stamp DecisionModelCache::stamp(const std::string& path) {
  struct stat status = {};
  if (::stat(path.c_str(), &status) != 0) return {};
  return {true, status.st_ino, status.st_size, status.st_mtim.tv_sec, status.st_mtim.tv_nsec};
}

const Result<dmn::DecisionModel>& DecisionModelCache::get(const std::vector<std::string>& paths) {
  std::vector<Stamp> stamps;
  stamps.reserve(paths.size());
  for (const std::string& path : paths) stamps.push_back(stamp(path));
  for (auto kept = kept_.begin(); kept != kept_.end(); ++kept) {
    if (kept->paths != paths) continue;
    kept_.splice(kept_.begin(), kept_, kept);
    if (kept->stamps != stamps) {
      kept->model = load_decision_model(paths);
      kept->stamps = std::move(stamps);
    }
    return kept->model;
  }
  if (kept_.size() >= models_max_) kept_.pop_back();
  kept_.push_front({paths, std::move(stamps), load_decision_model(paths)});
  return kept_.front().model;
}

}  // namespace umlauf::cli
