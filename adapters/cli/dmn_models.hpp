#pragma once

#include <cstddef>
#include <cstdint>
#include <ctime>
#include <list>
#include <string>
#include <vector>

#include "engine/base/result.hpp"
#include "engine/dmn/decision_model.hpp"

namespace umlauf::cli {

/// Reads the documents and links them; the first is the main one. Errors: Storage where a file
/// cannot be read, Deploy and Limit where it is refused.
Result<dmn::DecisionModel> load_decision_model(const std::vector<std::string>& paths);

/// What the clock shows, in UTC.
feel::Now host_now();

/// The models that were loaded last. A model is loaded again when one of its files has changed
/// (size, time or place on the disk). Failures are kept as well.
class DecisionModelCache {
 public:
  explicit DecisionModelCache(std::size_t models_max) : models_max_(models_max) {}

  const Result<dmn::DecisionModel>& get(const std::vector<std::string>& paths);

 private:
  struct Stamp {
    bool there = false;
    std::uint64_t inode = 0;
    std::int64_t size = 0;
    std::int64_t seconds = 0;
    std::int64_t nanoseconds = 0;
    bool operator==(const Stamp&) const = default;
  };
  struct Kept {
    std::vector<std::string> paths;
    std::vector<Stamp> stamps;
    Result<dmn::DecisionModel> model;
  };
  static Stamp stamp(const std::string& path);

  std::size_t models_max_;
  std::list<Kept> kept_;  // the last used first
};

}  // namespace umlauf::cli
