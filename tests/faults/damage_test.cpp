// Bits flip, pages vanish, the file is cut off: each is found, or it has changed nothing.
#include <gtest/gtest.h>

#include "tests/faults/disk_office.hpp"
#include "tests/faults/effort.hpp"

namespace umlauf::tests {
namespace {

constexpr calendar::Instant kMonday{1'767'600'000'000};

// A store as one text: equal texts, equal content.
std::string content_of(service::Store& store) {
  std::string text;
  const auto append = [&text](std::string_view bytes) {
    text += std::to_string(bytes.size());
    text += ':';
    text += bytes;
  };
  const auto instances = store.instances({}, SIZE_MAX);
  if (!instances) return "unreadable";
  for (const service::InstanceRow& row : *instances) {
    const auto stored = store.load(row.key);
    const auto journal = store.journal(row.key, 1, SIZE_MAX);
    if (!stored || !*stored || !journal) return "unreadable";
    append(std::to_string(row.key.value()) + "/" + std::to_string(row.revision) + "/" +
           std::to_string(row.definition.value()));
    append(row.head);
    for (const service::PageRow& page : (*stored)->pages) {
      append(std::to_string(page.page));
      append(page.content);
    }
    for (const service::JournalRow& each : *journal) {
      append(std::to_string(each.sequence) + "/" + std::to_string(each.time.milliseconds));
      append(each.content);
      append({reinterpret_cast<const char*>(each.hash.data()), each.hash.size()});
    }
  }
  for (int kind = 1; kind <= 255; ++kind) {
    service::EntryScan scan{.kind = static_cast<service::EntryKind>(kind)};
    scan.limit = SIZE_MAX;
    const auto entries = store.entries(scan);
    if (!entries) return "unreadable";
    for (const service::Entry& entry : *entries) {
      append(entry.name);
      append(std::to_string(entry.position) + "/" + std::to_string(entry.instance.value()) + "/" +
             std::to_string(entry.element.value()));
    }
  }
  const auto cells = store.cells("", "", SIZE_MAX);
  if (!cells) return "unreadable";
  for (const service::Cell& cell : *cells) {
    append(cell.name);
    append(cell.content);
  }
  return text;
}

enum class Verdict : std::uint8_t { Refused, Found, Harmless, SilentlyWrong };

Verdict judge(const Files& files, const std::string& original) {
  const Disk disk(files);
  const auto store = sqlite::SqliteStore::open_snapshot(kDatabase, {.vfs = disk.vfs()});
  if (!store) {
    EXPECT_EQ(store.error().code, ErrorCode::Storage);
    EXPECT_FALSE(store.error().message.german.empty());
    return Verdict::Refused;
  }
  const auto damages = (*store)->check_integrity();
  if (!damages || !damages->empty()) return Verdict::Found;
  const auto findings = service::check_store(**store);
  if (!findings || !findings->empty()) return Verdict::Found;
  return content_of(**store) == original ? Verdict::Harmless : Verdict::SilentlyWrong;
}

// Whatever lies in the file: nothing crashes, and errors are the store's.
void use(const Files& files) {
  DiskOffice office(files, 3, kMonday);
  if (!office.open()) return;
  for (int i = 0; i < 5; ++i) office.work();
}

class Damage : public testing::Test {
 protected:
  Damage() {
    DiskOffice office({}, 9, kMonday);
    EXPECT_TRUE(office.open().has_value());
    for (int i = 0; i < 60; ++i) office.work();
    original_ = content_of(*office.store);
    office.close();  // the log is copied into the file
    files_ = office.disk.after_kill(office.disk.changes());
    EXPECT_EQ(files_.size(), 1U);
  }
  void count(const Files& files, const std::string& what) {
    const Verdict verdict = judge(files, original_);
    EXPECT_NE(verdict, Verdict::SilentlyWrong) << what;
    ++verdicts_[static_cast<std::size_t>(verdict)];
    use(files);
  }

  Files files_;
  std::string original_;
  std::array<std::size_t, 4> verdicts_{};
  std::mt19937_64 random_{20260105};
};

TEST_F(Damage, OfOneBitIsFoundOrHarmless) {
  for (std::uint64_t i = 0; i < effort(150, 5'000); ++i) {
    Files files = files_;
    std::string& file = files[kDatabase];
    const std::size_t offset = random_() % file.size();
    const int bit = static_cast<int>(random_() % 8);
    file[offset] = static_cast<char>(file[offset] ^ (1 << bit));
    count(files, "bit " + std::to_string(bit) + " of byte " + std::to_string(offset));
  }
  std::cout << verdicts_[0] << " refused, " << verdicts_[1] << " found, " << verdicts_[2]
            << " harmless\n";
  EXPECT_GT(verdicts_[1], verdicts_[2] / 2) << "the rest is unused room";
}

TEST_F(Damage, OfACutOffFileIsFound) {
  for (std::uint64_t i = 0; i < effort(30, 500); ++i) {
    Files files = files_;
    std::string& file = files[kDatabase];
    const std::size_t size = i == 0 ? 0 : random_() % file.size();
    file.resize(size);
    const Verdict verdict = judge(files, original_);
    EXPECT_TRUE(verdict == Verdict::Refused || verdict == Verdict::Found) << size << " bytes";
    use(files);
  }
}

TEST_F(Damage, OfAWholePageIsFoundOrHarmless) {
  constexpr std::size_t kPage = 4096;
  for (std::uint64_t i = 0; i < effort(30, 500); ++i) {
    Files files = files_;
    std::string& file = files[kDatabase];
    const std::size_t pages = file.size() / kPage;
    const std::size_t page = random_() % pages;
    // Lost, or written to the wrong place.
    const std::string other =
        i % 2 == 0 ? std::string(kPage, '\0') : file.substr(random_() % pages * kPage, kPage);
    file.replace(page * kPage, kPage, other);
    count(files, "page " + std::to_string(page));
  }
}

// A damaged log is cut off where the damage begins: SQLite takes the rest for never committed. What
// remains is the state at an earlier commit, whole.
TEST_F(Damage, OfTheLogLeavesAnEarlierCommit) {
  DiskOffice office(files_, 10, kMonday);
  ASSERT_TRUE(office.open().has_value());
  for (int i = 0; i < 10; ++i) office.work();
  const Files written = office.disk.after_kill(office.disk.changes());
  const std::string log = std::string(kDatabase) + "-wal";
  ASSERT_TRUE(written.contains(log));
  for (std::uint64_t i = 0; i < effort(40, 1'000); ++i) {
    Files files = written;
    std::string& bytes = files[log];
    if (i % 3 == 0)
      bytes.resize(random_() % bytes.size());
    else
      bytes[random_() % bytes.size()] ^= static_cast<char>(1 << (random_() % 8));
    const Disk disk(files);
    const auto store = sqlite::SqliteStore::open_snapshot(kDatabase, {.vfs = disk.vfs()});
    ASSERT_TRUE(store.has_value()) << store.error().message.english;
    EXPECT_TRUE((*store)->check_integrity().value().empty());
    EXPECT_TRUE(service::check_store(**store).value().empty());
  }
}

}  // namespace
}  // namespace umlauf::tests
