// A process that really works on a file is really killed (SIGKILL) at named points: before and
// after each step of a commit, of the making of a file and of its migration, of a checkpoint.
#include <SQLiteCpp/Database.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <csignal>

#include "adapters/sqlite/schema.hpp"
#include "adapters/sqlite/sqlite_store.hpp"
#include "tests/contract/stores.hpp"
#include "tests/faults/effort.hpp"
#include "tests/faults/office.hpp"
#include "tests/faults/statement_watch.hpp"

namespace umlauf::tests {
namespace {

using testing::IsEmpty;
using When = StatementWatch::When;

constexpr calendar::Instant kMonday{1'767'600'000'000};

struct Point {
  const char* name;
  const char* sql;  // the statement begins so
  When when;
  std::uint64_t spread = 12;  // it is met for the first to the so many-th time; cells are rare
};
void PrintTo(const Point& point, std::ostream* out) { *out << point.name; }

// Works on the file until the point is met for the `number`-th time, and is gone. What its people
// are told goes through the pipe before they act on it.
[[noreturn]] void work_until_killed(const std::string& file, const Point& point,
                                    std::uint64_t number, std::uint64_t seed, int pipe) {
  const StatementWatch watch([&](std::string_view sql, When when) {
    if (when == point.when && sql.starts_with(point.sql) && --number == 0)
      ::kill(::getpid(), SIGKILL);
  });
  service::ManualClock clock({kMonday.milliseconds + static_cast<std::int64_t>(seed) * 600'000});
  Office office(seed, clock, false);
  office.ledger.tell = [pipe](const std::string& line) {
    const std::string whole = line + "\n";
    if (::write(pipe, whole.data(), whole.size()) < 0) ::_exit(3);
  };
  auto store = sqlite::SqliteStore::open(file);
  if (!store) ::_exit(4);
  auto engine = service::Engine::open(**store, clock);
  if (!engine || !(*engine)->deploy(office.documents())) ::_exit(5);
  for (int i = 0; i < 400; ++i) {
    if (i % 5 == 4)
      (void)(*store)->maintain();
    else if (i % 3 == 0)
      office.act_together(**engine, 3);
    else
      office.act(**engine);
  }
  ::_exit(0);  // the point is never met so often
}

std::string read_all(int pipe) {
  std::string text;
  std::array<char, 4096> buffer;
  for (ssize_t count = 0; (count = ::read(pipe, buffer.data(), buffer.size())) > 0;)
    text.append(buffer.data(), static_cast<std::size_t>(count));
  return text;
}

// Whether it was killed.
bool kill_at(const std::string& file, const Point& point, std::uint64_t number, std::uint64_t seed,
             Ledger& ledger) {
  std::array<int, 2> ends{};
  EXPECT_EQ(::pipe(ends.data()), 0);
  const pid_t child = ::fork();
  if (child == 0) {
    ::close(ends[0]);
    work_until_killed(file, point, number, seed, ends[1]);
  }
  ::close(ends[1]);
  const std::string told = read_all(ends[0]);
  ::close(ends[0]);
  int status = 0;
  ::waitpid(child, &status, 0);
  for (std::size_t at = 0; at < told.size();) {
    const std::size_t end = told.find('\n', at);
    if (end == std::string::npos) break;
    ledger.read(told.substr(at, end - at));
    at = end + 1;
  }
  EXPECT_TRUE(WIFSIGNALED(status) || WEXITSTATUS(status) == 0) << "status " << status;
  return WIFSIGNALED(status) && WTERMSIG(status) == SIGKILL;
}

class Failpoint : public testing::TestWithParam<Point> {};

TEST_P(Failpoint, KeepsEveryPromise) {
  const TemporaryFolder folder;
  const std::string file = folder.file("office.db");
  std::mt19937_64 random(20260105);
  const std::uint64_t wanted = effort(20, 500);
  std::uint64_t kills = 0;
  Ledger ledger;
  for (std::uint64_t seed = 1; seed <= 2 * wanted && kills < wanted; ++seed) {
    kills += kill_at(file, GetParam(), 1 + random() % GetParam().spread, seed, ledger);
    SCOPED_TRACE("run " + std::to_string(seed));
    const auto store = sqlite::SqliteStore::open(file);
    ASSERT_TRUE(store.has_value()) << store.error().message.english;
    ASSERT_THAT((*store)->check_integrity().value(), IsEmpty());
    ASSERT_THAT(ledger.audit(**store), IsEmpty());
  }
  EXPECT_EQ(kills, wanted);
}

INSTANTIATE_TEST_SUITE_P(
    Steps, Failpoint,
    testing::Values(Point{"BeforeBegin", "BEGIN IMMEDIATE", When::Before},
                    Point{"AfterBegin", "BEGIN IMMEDIATE", When::After},
                    Point{"BeforeInstance", "INSERT INTO instance", When::Before},
                    Point{"AfterInstance", "INSERT INTO instance", When::After},
                    Point{"AfterUpdate", "UPDATE instance", When::After},
                    Point{"AfterEntryRemoved", "DELETE FROM entry", When::After},
                    Point{"AfterEntry", "INSERT INTO entry", When::After},
                    Point{"BeforeJournal", "INSERT INTO journal", When::Before},
                    Point{"AfterJournal", "INSERT INTO journal", When::After},
                    Point{"AfterCell", "INSERT INTO cell", When::After, 1},
                    Point{"BeforeCommit", "COMMIT", When::Before},
                    Point{"AfterCommit", "COMMIT", When::After},
                    Point{"AfterKeys", "UPDATE key_source", When::After},
                    Point{"AfterPassiveCheckpoint", "PRAGMA synchronous", When::After}),
    [](const auto& point) { return std::string(point.param.name); });

// Opens the file in a process of its own that is killed at its `number`-th step. False: it has
// fewer.
bool open_and_be_killed(const std::string& file, std::uint64_t number) {
  const pid_t child = ::fork();
  if (child == 0) {
    const StatementWatch watch([&](std::string_view, When) {
      if (--number == 0) ::kill(::getpid(), SIGKILL);
    });
    (void)sqlite::SqliteStore::open(file);
    ::_exit(0);
  }
  int status = 0;
  ::waitpid(child, &status, 0);
  return WIFSIGNALED(status);
}

// Killed at each statement that makes a file: then it is made anew, or finished.
TEST(Migration, SurvivesAKillAtEachStatement) {
  std::uint64_t number = 1;
  for (;; ++number) {
    SCOPED_TRACE("statement " + std::to_string(number));
    const TemporaryFolder folder;
    const std::string file = folder.file("a.db");
    if (!open_and_be_killed(file, number)) break;
    auto store = sqlite::SqliteStore::open(file);
    ASSERT_TRUE(store.has_value()) << store.error().message.english;
    ASSERT_THAT((*store)->check_integrity().value(), IsEmpty());
    EXPECT_EQ((*store)->reserve_keys(1).value(), 1U);
  }
  EXPECT_GT(number, 20U);
}

// Likewise at each that brings a file of the first version up to date: all of it is there
// afterwards, whether this was the old file or the new one.
TEST(Migration, OfWhatIsThereLosesNothingWhenKilled) {
  constexpr std::uint64_t kRows = 300;
  std::uint64_t number = 1;
  std::uint64_t old_files = 0;
  for (;; ++number) {
    SCOPED_TRACE("statement " + std::to_string(number));
    const TemporaryFolder folder;
    const std::string file = folder.file("a.db");
    {
      SQLite::Database own(file, SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE);
      ASSERT_TRUE(sqlite::prepare_schema(own, file, 1).has_value());
      own.exec("INSERT INTO instance VALUES (1, " + std::to_string(kRows) + ", 1, x'00')");
      own.exec("WITH n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < " +
               std::to_string(kRows) +
               ") INSERT INTO journal SELECT 1, i, i, zeroblob(500), zeroblob(32) FROM n");
      own.exec("UPDATE key_source SET next = 2");
    }
    if (!open_and_be_killed(file, number)) break;
    {
      SQLite::Database own(file, SQLite::OPEN_READWRITE);
      old_files += own.execAndGet("PRAGMA user_version").getInt() == 1 ? 1 : 0;
    }
    auto store = sqlite::SqliteStore::open(file);
    ASSERT_TRUE(store.has_value()) << store.error().message.english;
    ASSERT_THAT((*store)->check_integrity().value(), IsEmpty());
    const auto rows = (*store)->journal(service::InstanceKey(1), 1, 2 * kRows).value();
    ASSERT_EQ(rows.size(), kRows);
    for (std::uint64_t i = 0; i < kRows; ++i) ASSERT_EQ(rows[i].sequence, i + 1);
    EXPECT_EQ((*store)->info().value().schema_version, sqlite::schema_version());
  }
  EXPECT_GT(old_files, 5U) << "it was killed before the migration was durable";
  EXPECT_GT(number, old_files + 1) << "and after";
}

// A worker that stood still for longer than its lock wakes up: somebody else has the job by then,
// and its answer counts no more.
TEST(Lease, OfAStoppedWorkerIsRefused) {
  const TemporaryFolder folder;
  const std::string file = folder.file("office.db");
  service::ManualClock clock(kMonday);
  Office office(1, clock, false);
  auto store = sqlite::SqliteStore::open(file).value();
  auto engine = service::Engine::open(*store, clock).value();
  ASSERT_TRUE(engine->deploy(office.documents()).has_value());
  ASSERT_TRUE(engine->start(start_of("antrag")).has_value());
  const auto task = engine->tasks().value().tasks.at(0).key;
  ASSERT_TRUE(engine->complete_task(task).has_value());

  std::array<int, 2> ends{};
  ASSERT_EQ(::pipe(ends.data()), 0);
  const pid_t child = ::fork();
  if (child == 0) {
    // A program of its own: it opens the file itself, with a clock that stands still as it does.
    service::ManualClock own_clock(kMonday);
    auto own_store = sqlite::SqliteStore::open(file).value();
    auto own = service::Engine::open(*own_store, own_clock).value();
    const auto jobs = own->activate_jobs({{"brief"}, "slow", 1'000, 1}).value();
    if (jobs.size() != 1 || ::write(ends[1], "1", 1) != 1) ::_exit(3);
    ::raise(SIGSTOP);
    const auto late = own->execute(service::CompleteJob{jobs[0].key, {}, "slow"});
    ::_exit(!late && late.error().code == ErrorCode::State ? 0 : 1);
  }
  ::close(ends[1]);
  char ready = 0;
  ASSERT_EQ(::read(ends[0], &ready, 1), 1);
  ::close(ends[0]);
  int status = 0;
  ASSERT_EQ(::waitpid(child, &status, WUNTRACED), child);
  ASSERT_TRUE(WIFSTOPPED(status));

  EXPECT_TRUE(engine->activate_jobs({{"brief"}, "quick", 1'000, 1}).value().empty())
      << "the lock still holds";
  clock.set({kMonday.milliseconds + 1'001});
  const auto jobs = engine->activate_jobs({{"brief"}, "quick", 1'000, 1}).value();
  ASSERT_EQ(jobs.size(), 1U);

  ::kill(child, SIGCONT);
  ::waitpid(child, &status, 0);
  EXPECT_TRUE(WIFEXITED(status));
  EXPECT_EQ(WEXITSTATUS(status), 0) << "the stale answer was accepted";
  EXPECT_TRUE(engine->execute(service::CompleteJob{jobs[0].key, {}, "quick"}).has_value());
  EXPECT_THAT(service::check_store(*store).value(), IsEmpty());
}

}  // namespace
}  // namespace umlauf::tests
