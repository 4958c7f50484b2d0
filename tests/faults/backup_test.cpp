// A backup that is taken while others work is a store of its own, and holds what was promised
// before.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <atomic>
#include <mutex>
#include <thread>

#include "adapters/sqlite/sqlite_store.hpp"
#include "tests/contract/stores.hpp"
#include "tests/faults/office.hpp"

namespace umlauf::tests {
namespace {

using testing::IsEmpty;

TEST(Backup, TakenUnderLoadHoldsWhatWasPromisedBefore) {
  const TemporaryFolder folder;
  auto store = sqlite::SqliteStore::open(folder.file("office.db")).value();
  service::ManualClock clock({1'767'600'000'000});
  auto engine = service::Engine::open(*store, clock).value();
  std::mutex mutex;
  std::vector<std::string> told;
  std::atomic<bool> enough{false};
  Office office(1, clock, false);
  office.ledger.tell = [&](const std::string& line) {
    const std::lock_guard lock(mutex);
    told.push_back(line);
  };
  ASSERT_TRUE(engine->deploy(office.documents()).has_value());
  std::thread work([&] {
    while (!enough) office.act(*engine);
  });
  for (int i = 0; i < 5; ++i) {
    const std::string file = folder.file("copy" + std::to_string(i));
    Ledger ledger;
    {
      const std::lock_guard lock(mutex);
      for (const std::string& line : told) ledger.read(line);
    }
    EXPECT_TRUE(store->back_up(file).has_value());
    const auto copy = sqlite::SqliteStore::open(file).value();
    EXPECT_THAT(copy->check_integrity().value(), IsEmpty());
    EXPECT_THAT(ledger.audit(*copy), IsEmpty());
  }
  enough = true;
  work.join();
  EXPECT_THAT(office.ledger.audit(*store), IsEmpty());
}

}  // namespace
}  // namespace umlauf::tests
