#pragma once

#include <condition_variable>
#include <cstddef>
#include <memory>
#include <mutex>
#include <optional>
#include <vector>

#include "adapters/postgres/pool.hpp"
#include "engine/service/store.hpp"

namespace umlauf::postgres {

/// Instances by their keys. What several threads ask for while others are being read is read
/// together, in one round trip: so many clients cost the server little more than few, and a lone
/// one waits for nobody.
class GatheredLoads {
 public:
  explicit GatheredLoads(ReaderPool& readers) : readers_(readers) {}

  /// nullopt where there is no such instance. Sees every commit that has returned before the call.
  Result<std::optional<service::StoredInstance>> load(service::InstanceKey key);
  /// In the order of their keys.
  Result<std::vector<service::StoredInstance>> load_all(
      const std::vector<service::InstanceKey>& keys);

 private:
  // What is read in one round trip. Who comes first reads it for the others.
  struct Portion {
    std::vector<service::InstanceKey> keys;
    Result<std::vector<service::StoredInstance>> found = std::vector<service::StoredInstance>();
    bool done = false;
    std::condition_variable ended;
  };
  using PortionPtr = std::shared_ptr<Portion>;
  void read(std::unique_lock<std::mutex>& lock, Portion& portion);

  // Round trips at a time: while one is on its way, the server works on the other.
  static constexpr std::size_t kUnderWayMax = 2;

  ReaderPool& readers_;
  std::mutex mutex_;  // guards the rest, and what portions hold
  std::condition_variable fewer_;
  std::size_t under_way_ = 0;
  PortionPtr gathering_;
};

}  // namespace umlauf::postgres
