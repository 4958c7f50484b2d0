// The disk is full, or reports errors: no acknowledged command is lost, whoever asks is told, and
// the work goes on when the fault is over.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/faults/disk_office.hpp"
#include "tests/faults/effort.hpp"

namespace umlauf::tests {
namespace {

using testing::HasSubstr;
using testing::IsEmpty;

constexpr calendar::Instant kMonday{1'767'600'000'000};
using Call = Disk::Call;

// A file with some cases in it and a log that nobody has copied yet.
Files some_work(std::uint64_t seed) {
  DiskOffice office({}, seed, kMonday);
  EXPECT_TRUE(office.open().has_value());
  for (int i = 0; i < 15; ++i) office.work();
  return office.disk.after_kill(office.disk.changes());
}

struct FaultCase {
  const char* name;
  Call call;
};
void PrintTo(const FaultCase& fault, std::ostream* out) { *out << fault.name; }

class DiskFault : public testing::TestWithParam<FaultCase> {};

// Opens, works, meets the `number`-th call fail (`stays`: and all after it), works on without the
// fault, loses the power. False where there were not so many calls.
bool meet_fault(const Files& files, Call call, std::uint64_t number, bool stays) {
  DiskOffice office(files, 1000 + number, kMonday);
  office.disk.fail(call, number, stays);
  if (!office.open()) {
    office.close();
    office.disk.heal();
    const auto again = office.open();
    EXPECT_TRUE(again.has_value()) << again.error().message.english;
    if (!again) return false;
  }
  for (int i = 0; i < 12; ++i) office.work();
  // Every other time it goes on as it is, otherwise it is closed amidst the fault and begun anew.
  if (number % 2 == 0) office.close();
  const bool met = office.disk.calls(call) >= number;
  office.disk.heal();
  if (office.engine == nullptr) {
    const auto again = office.open();
    EXPECT_TRUE(again.has_value()) << again.error().message.english;
    if (!again) return false;
  }
  office.office.repeat_open(*office.engine);
  EXPECT_EQ(office.office.ledger.count(Ledger::Outcome::Open), 0U);
  for (int i = 0; i < 3; ++i) office.work();
  EXPECT_THAT(office.office.ledger.audit(*office.store), IsEmpty());
  // A sync that failed has lost what it was for; no later one may have counted on it.
  std::mt19937_64 random(number);
  EXPECT_THAT(
      audit(office.disk.after_power_failure(office.disk.changes(), random), office.office.ledger),
      IsEmpty());
  return met;
}

bool is_always_called(Call call) {
  return call == Call::Open || call == Call::Read || call == Call::Write || call == Call::Sync;
}

TEST_P(DiskFault, LosesNothingAndGoesOn) {
  const Files files = some_work(7);
  const std::uint64_t runs = effort(24, 400);
  for (const bool stays : {false, true}) {
    std::uint64_t number = 1;
    std::uint64_t met = 0;
    for (std::uint64_t run = 0; run < runs; ++run) {
      SCOPED_TRACE(std::string(stays ? "from" : "at") + " call " + std::to_string(number));
      if (!meet_fault(files, GetParam().call, number, stays)) break;
      if (HasFailure()) return;
      ++met;
      number += 1 + (runs < 100 ? run / 4 : 0);
    }
    // A database and its log at least.
    EXPECT_GE(met, is_always_called(GetParam().call) ? 2U : 0U);
  }
}

INSTANTIATE_TEST_SUITE_P(
    Calls, DiskFault,
    testing::Values(FaultCase{"open", Call::Open}, FaultCase{"read", Call::Read},
                    FaultCase{"write", Call::Write}, FaultCase{"sync", Call::Sync},
                    FaultCase{"truncate", Call::Truncate}, FaultCase{"delete", Call::Delete},
                    FaultCase{"memory", Call::SharedMemory}),
    [](const auto& fault) { return std::string(fault.param.name); });

TEST(FullDisk, RefusesWritesReadsOnAndRecovers) {
  DiskOffice office(some_work(7), 8, kMonday);
  ASSERT_TRUE(office.open().has_value());
  for (int i = 0; i < 10; ++i) office.work();
  const std::size_t kept = office.office.ledger.count(Ledger::Outcome::Kept);
  office.disk.fill_up();
  const auto refused = office.engine->start(start_of("antrag"));
  ASSERT_FALSE(refused.has_value());
  EXPECT_EQ(refused.error().code, ErrorCode::Storage);
  EXPECT_THAT(refused.error().message.english, HasSubstr("the disk is full"));
  EXPECT_THAT(refused.error().message.german, HasSubstr("der Datenträger ist voll"));
  for (int i = 0; i < 10; ++i) office.work();
  EXPECT_GT(office.office.ledger.count(Ledger::Outcome::Open), 3U);
  EXPECT_TRUE(office.engine->tasks().has_value());
  EXPECT_FALSE(office.engine->instances().value().empty());
  EXPECT_THAT(office.office.ledger.audit(*office.store), IsEmpty());
  office.disk.heal();
  office.office.repeat_open(*office.engine);
  for (int i = 0; i < 10; ++i) office.work();
  EXPECT_GT(office.office.ledger.count(Ledger::Outcome::Kept), kept + 5);
  EXPECT_EQ(office.office.ledger.count(Ledger::Outcome::Open), 0U);
  EXPECT_THAT(office.office.ledger.audit(*office.store), IsEmpty());
}

// The power fails right behind a sync that has failed: what it was for was not acknowledged.
TEST(FailedSync, IsNotTakenForSuccess) {
  for (std::uint64_t seed = 1; seed <= effort(10, 200); ++seed) {
    SCOPED_TRACE("seed " + std::to_string(seed));
    DiskOffice office(some_work(seed), 1000 + seed, kMonday);
    ASSERT_TRUE(office.open().has_value());
    for (int i = 0; i < 5; ++i) office.work();
    office.disk.fail(Call::Sync, 1, true);
    const std::size_t kept = office.office.ledger.count(Ledger::Outcome::Kept);
    const auto start = office.engine->start(start_of("antrag"));
    EXPECT_FALSE(start.has_value());
    std::mt19937_64 random(seed);
    EXPECT_THAT(
        audit(office.disk.after_power_failure(office.disk.changes(), random), office.office.ledger),
        IsEmpty());
    EXPECT_EQ(office.office.ledger.count(Ledger::Outcome::Kept), kept);
  }
}

}  // namespace
}  // namespace umlauf::tests
