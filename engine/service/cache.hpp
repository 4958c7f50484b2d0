#pragma once

#include <cstddef>
#include <cstdint>
#include <list>
#include <memory>
#include <unordered_map>

#include "engine/service/live_instance.hpp"

namespace umlauf::service {

/// Instances that are not at work at the moment, so that most commands need not read: the ones used
/// last as they are (hot), the others encoded, all within a limit of bytes, of which the hot ones
/// have half; beyond it they are forgotten, the longest unused first. Holds what is durable
/// or, until Group::withdraw, is being made so. One thread at a time.
class Cache {
 public:
  /// `hot_max`: instances kept as they are; `bytes_max`: for all of them.
  Cache(std::size_t hot_max, std::size_t bytes_max) : hot_max_(hot_max), bytes_max_(bytes_max) {}

  /// Takes the instance out; nullptr where it is not here (or is damaged).
  LiveInstancePtr take(InstanceKey key);
  bool has(InstanceKey key) const {
    return hot_.contains(key.value()) || cold_.contains(key.value());
  }
  void put(LiveInstancePtr instance);
  void forget(InstanceKey key);
  void clear();

  std::size_t hot_count() const { return hot_.size(); }
  std::size_t hot_bytes() const { return hot_bytes_; }  ///< estimated, on the high side
  std::size_t cold_count() const { return cold_.size(); }
  std::size_t cold_bytes() const { return cold_bytes_; }

 private:
  struct Hot {
    LiveInstancePtr instance;
    std::size_t bytes = 0;
  };
  // The age list of the cold ones runs through the entries themselves. There may be millions of
  // them: no byte more than needed.
  struct Cold {
    std::unique_ptr<char[]> bytes;
    std::uint32_t size = 0;
    std::uint64_t older = 0;
    std::uint64_t newer = 0;
  };
  LiveInstancePtr take_hot(InstanceKey key);
  void freeze(LiveInstancePtr instance);
  void unlink(const Cold& cold);
  void drop_oldest();
  static std::size_t size_of(const Cold& cold);

  std::size_t hot_max_;
  std::size_t bytes_max_;
  std::list<Hot> ages_;  // the longest unused first
  std::unordered_map<std::uint64_t, std::list<Hot>::iterator> hot_;
  std::unordered_map<std::uint64_t, Cold> cold_;
  std::uint64_t oldest_ = 0;
  std::uint64_t newest_ = 0;
  std::size_t hot_bytes_ = 0;
  std::size_t cold_bytes_ = 0;
};

}  // namespace umlauf::service
