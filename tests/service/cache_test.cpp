#include "engine/service/cache.hpp"

#include <gtest/gtest.h>

#include "adapters/memory/memory_store.hpp"
#include "engine/service/vault.hpp"
#include "tests/service/support.hpp"

namespace umlauf::service {
namespace {

// Cases with variables of so many bytes, as a store gives them.
class CacheTest : public testing::Test {
 protected:
  std::vector<InstanceKey> start(std::size_t count, std::size_t bytes) {
    const auto engine = Engine::open(store_, clock_).value();
    EXPECT_TRUE(engine->deploy({test::one_task()}));
    std::vector<InstanceKey> keys;
    for (std::size_t i = 0; i < count; ++i)
      keys.push_back(
          engine->start({.process = "p", .variables = {{"text", std::string(bytes, 'x')}}})
              .value());
    return keys;
  }
  LiveInstancePtr read(InstanceKey key) {
    return revive(*store_.load(key).value(), vault_).value();
  }

  memory::MemoryStore store_;
  Vault vault_{store_};
  ManualClock clock_;
};

TEST_F(CacheTest, HoldsNoMoreThanItMay) {
  constexpr std::size_t kMax = 1 << 20;
  for (const std::size_t bytes : {10, 1'000, 30'000, 400'000, 2'000'000}) {
    SCOPED_TRACE(bytes);
    Cache cache(20, kMax);
    const auto keys = start(60, bytes);
    for (const InstanceKey key : keys) {
      cache.put(read(key));
      EXPECT_LE(cache.hot_count(), 20U);
      EXPECT_LE(cache.hot_bytes() + cache.cold_bytes(), kMax);
    }
    std::size_t there = 0;
    for (const InstanceKey key : keys) {
      const LiveInstancePtr taken = cache.take(key);
      if (taken == nullptr) continue;
      ++there;
      EXPECT_EQ(taken->state, read(key)->state);
    }
    EXPECT_EQ(there > 0, bytes <= 400'000) << "the largest do not fit at all";
    EXPECT_EQ(cache.hot_count() + cache.cold_count(), 0U);
    EXPECT_EQ(cache.hot_bytes() + cache.cold_bytes(), 0U);
  }
}

TEST_F(CacheTest, ForgetsTheLongestUnusedFirst) {
  Cache cache(2, 6'000);
  const auto keys = start(40, 10);
  for (const InstanceKey key : keys) cache.put(read(key));
  EXPECT_TRUE(cache.has(keys.back()));
  EXPECT_FALSE(cache.has(keys.front()));
  bool before = false;
  for (const InstanceKey key : keys) {
    EXPECT_TRUE(cache.has(key) || !before) << "a newer one was forgotten before an older one";
    before = before || cache.has(key);
  }
}

}  // namespace
}  // namespace umlauf::service
