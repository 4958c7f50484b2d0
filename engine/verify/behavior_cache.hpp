#pragma once

#include <cstdint>
#include <deque>
#include <map>
#include <vector>

#include "engine/verify/behavior.hpp"

namespace umlauf::verify {

/// Remembers what was found out about nets, so that an editor that checks a model again after each
/// change pays for the bodies that have changed. Names, positions and everything else that is not
/// behaviour may differ; two nets are the same only if they are equal, not if their hashes are.
///
/// Not for use by several threads at once. The oldest are forgotten beyond `words_max` (of 4
/// bytes).
class BehaviorCache {
 public:
  explicit BehaviorCache(std::size_t words_max = 8'000'000) : words_max_(words_max) {}

  /// analyse(), or what it said before. Nothing is remembered of a search that ran out of time.
  Behavior analyse(const TokenNet& net, std::uint32_t processes, const BehaviorLimits& limits);

  std::size_t hits() const { return hits_; }
  std::size_t misses() const { return misses_; }

 private:
  using Key = std::vector<std::uint32_t>;
  void remember(Key key, const Behavior& behavior);

  std::size_t words_max_, words_ = 0, hits_ = 0, misses_ = 0;
  std::map<Key, Behavior> known_;  // nodes by number of their appearance in the net
  std::deque<std::map<Key, Behavior>::iterator> oldest_first_;
};

}  // namespace umlauf::verify
