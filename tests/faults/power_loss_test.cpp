// The power fails, or the process is killed, after any write and any sync.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>

#include "tests/faults/disk_office.hpp"
#include "tests/faults/effort.hpp"

namespace umlauf::tests {
namespace {

using testing::IsEmpty;

constexpr calendar::Instant kMonday{1'767'600'000'000};  // 2026-01-05 09:00 in Berlin

// Works, then looks at what the failure leaves after random changes. Every fourth time the work
// goes on there and meets a second failure.
class Failures {
 public:
  enum class Cause : std::uint8_t { PowerLoss, Kill };
  Failures(Cause cause, std::uint64_t seed) : cause_(cause), seed_(seed), random_(seed) {}

  void look(std::uint64_t images) {
    DiskOffice office({}, seed_, kMonday);
    ASSERT_TRUE(office.open().has_value());
    for (int i = 0; i < 50; ++i) office.work();
    if (random_() % 2 == 0) office.close();
    ASSERT_GT(office.office.ledger.count(Ledger::Outcome::Kept), 20U);
    for (std::uint64_t i = 0; i < images; ++i) {
      const std::uint64_t changes = random_() % (office.disk.changes() + 1);
      SCOPED_TRACE("image " + std::to_string(i) + " after " + std::to_string(changes) + " changes");
      const Files left = after(office.disk, changes);
      const Ledger ledger = office.ledger_at(changes);
      ASSERT_THAT(audit(left, ledger), IsEmpty());
      if (i % 4 == 0) go_on(left, ledger, office.clock.now(), i);
      if (testing::Test::HasFatalFailure()) return;
    }
  }

 private:
  Files after(const Disk& disk, std::uint64_t changes) {
    return cause_ == Cause::Kill ? disk.after_kill(changes)
                                 : disk.after_power_failure(changes, random_);
  }

  void go_on(const Files& files, const Ledger& before, calendar::Instant now, std::uint64_t image) {
    DiskOffice office(files, seed_ * 100'000 + image, now);
    const auto opened = office.open();
    ASSERT_TRUE(opened.has_value()) << opened.error().message.english;
    for (int i = 0; i < 6; ++i) office.work();
    const std::uint64_t changes = random_() % (office.disk.changes() + 1);
    SCOPED_TRACE("and then after " + std::to_string(changes) + " changes");
    Ledger ledger = office.ledger_at(changes);
    const Files left = after(office.disk, changes);
    ASSERT_THAT(audit(left, ledger), IsEmpty());
    // Work that is done stays done; of the rest of the former orders the same holds as before.
    ASSERT_THAT(audit(left, before), IsEmpty());
  }

  Cause cause_;
  std::uint64_t seed_;
  std::mt19937_64 random_;
};

void look_at(Failures::Cause cause, std::uint64_t images) {
  constexpr std::uint64_t kImagesOfOneRun = 40;
  for (std::uint64_t seed = 1; images > 0 && !testing::Test::HasFailure(); ++seed) {
    SCOPED_TRACE("seed " + std::to_string(seed));
    const std::uint64_t now = std::min(images, kImagesOfOneRun);
    Failures(cause, seed).look(now);
    images -= now;
  }
}

TEST(PowerLoss, KeepsEveryPromise) { look_at(Failures::Cause::PowerLoss, effort(400, 6'000)); }

TEST(Kill, KeepsEveryPromise) { look_at(Failures::Cause::Kill, effort(200, 4'000)); }

// On a disk that lies about its syncs the same failures break promises: so the tests above show
// that syncs come where they must.
TEST(PowerLoss, OnADiskThatLiesBreaksPromises) {
  DiskOffice office({}, 1, kMonday);
  ASSERT_TRUE(office.open().has_value());
  office.disk.lie();
  for (int i = 0; i < 30; ++i) office.work();
  std::mt19937_64 random(1);
  std::size_t broken = 0;
  for (int i = 0; i < 20; ++i)
    broken +=
        !audit(office.disk.after_power_failure(office.disk.changes(), random), office.office.ledger)
             .empty();
  EXPECT_GT(broken, 5U);
}

// The disk itself: were unsynced writes never lost, the tests above would show nothing.
TEST(Disk, LosesWhatWasNotSynced) {
  DiskOffice office({}, 1, kMonday);
  ASSERT_TRUE(office.open().has_value());
  for (int i = 0; i < 10; ++i) office.work();
  std::mt19937_64 random(1);
  std::size_t different = 0;
  for (std::uint64_t changes = 1; changes <= office.disk.changes(); ++changes)
    different +=
        office.disk.after_power_failure(changes, random) != office.disk.after_kill(changes);
  EXPECT_GT(different, office.disk.changes() / 4);
}

}  // namespace
}  // namespace umlauf::tests
