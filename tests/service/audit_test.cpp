// That nobody who can write to the database can change the journal unnoticed (RELIABILITY S20).
#include "engine/service/audit.hpp"

#include <SQLiteCpp/Database.h>
#include <SQLiteCpp/Statement.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <sstream>

#include "engine/service/anchor.hpp"
#include "engine/service/digest.hpp"
#include "tests/service/office.hpp"

namespace umlauf::service {

void PrintTo(const AuditFinding& finding, std::ostream* out) {
  *out << finding.instance.value() << "/" << finding.sequence << " by anchor " << finding.anchor
       << ": " << finding.message.english;
}

namespace {

using tests::kDayMs;
using tests::kHourMs;
using tests::Office;

AuditReport verified(Store& store, const std::optional<Digest>& anchor = {}) {
  return verify_audit(store, anchor).value();
}

std::vector<std::string> exported(Store& store) {
  std::vector<std::string> lines;
  const auto done = export_audit(store, [&](std::string_view line) -> Result<Done> {
    lines.emplace_back(line);
    return Done{};
  });
  EXPECT_TRUE(done.has_value());
  return lines;
}

AuditReport verified(const std::vector<std::string>& lines,
                     const std::optional<Digest>& anchor = {}) {
  std::size_t next = 0;
  return verify_audit_export(
             [&]() -> Result<std::optional<std::string>> {
               if (next == lines.size()) return std::optional<std::string>{};
               return std::optional(lines[next++]);
             },
             anchor)
      .value();
}

// Three cases over three days, an anchor after each: the first has ended (4 rows: 1 start, then two
// completions ...), the second waits since the first day, the third was begun on the last.
class Tampering : public testing::Test {
 protected:
  void SetUp() override {
    first_ = office_.start({{"betrag", 120}}, "A-1");
    second_ = office_.start({}, "A-2");
    office_.complete(first_);
    office_.wait(2 * kHourMs);  // beyond the tolerance: no anchor records it a second time
    anchors_.push_back(*parse_digest(office_.engine().anchor().value().digest));
    office_.wait(kDayMs);
    office_.complete(first_, {{"betrag", 130}});
    office_.wait(2 * kHourMs);
    anchors_.push_back(*parse_digest(office_.engine().anchor().value().digest));
    office_.wait(kDayMs);
    third_ = office_.start();
    office_.wait(2 * kHourMs);
    anchors_.push_back(*parse_digest(office_.engine().anchor().value().digest));
    office_.wait(kDayMs);
    office_.complete(second_);  // no anchor knows it yet
    ASSERT_EQ(office_.store().journal(first_, 1, 10).value().size(), 3U);
    ASSERT_TRUE(verified(office_.store(), anchors_[0]).findings.empty());
  }

  // Changes the database behind the engine's back, as somebody with a database tool can.
  void tamper(const std::string& sql) {
    office_.close();
    {
      SQLite::Database database(office_.path(), SQLite::OPEN_READWRITE);
      database.exec(sql);
    }
    office_.open();
  }
  static std::string of(InstanceKey key) { return " instance = " + std::to_string(key.value()); }

  // Changes a row and everything that follows so that the chain holds again.
  void forge(InstanceKey key, std::uint64_t sequence,
             const std::function<void(JournalRow&)>& change) {
    auto rows = office_.store().journal(key, 1, 100).value();
    change(rows[sequence - 1]);
    Digest chain{};
    office_.close();
    {
      SQLite::Database database(office_.path(), SQLite::OPEN_READWRITE);
      for (JournalRow& row : rows) {
        chain = row.hash = journal_hash(chain, row);
        SQLite::Statement statement(
            database, "UPDATE journal SET time = ?1, content = ?2, hash = ?3 WHERE" + of(key) +
                          " AND sequence = " + std::to_string(row.sequence));
        statement.bind(1, row.time.milliseconds);
        statement.bind(2, row.content.data(), static_cast<int>(row.content.size()));
        statement.bind(3, row.hash.data(), static_cast<int>(row.hash.size()));
        ASSERT_EQ(statement.exec(), 1);
      }
    }
    office_.open();
  }

  // That there is this finding and no other; also in an export.
  void expect(InstanceKey key, std::uint64_t sequence, std::uint64_t anchor,
              const std::string& message) {
    const AuditReport report = verified(office_.store());
    ASSERT_EQ(report.findings.size(), 1U) << testing::PrintToString(report.findings);
    const AuditFinding& finding = report.findings.front();
    EXPECT_EQ(finding.instance, key);
    EXPECT_EQ(finding.sequence, sequence);
    EXPECT_EQ(finding.anchor, anchor);
    EXPECT_NE(finding.message.english.find(message), std::string::npos) << finding.message.english;
  }

  Office office_;
  InstanceKey first_, second_, third_;
  std::vector<Digest> anchors_;
};

TEST_F(Tampering, NothingIsFoundWhereNothingWasDone) {
  const AuditReport report = verified(office_.store(), anchors_[2]);
  EXPECT_TRUE(report.findings.empty()) << testing::PrintToString(report.findings);
  EXPECT_EQ(report.instances, 3U);
  EXPECT_EQ(report.rows, 6U);
  EXPECT_EQ(report.anchors, 3U);
  EXPECT_EQ(report.rows_open, 1U) << "the last completion came behind the last anchor";
  EXPECT_EQ(report.anchor, anchors_[2]);
}

TEST_F(Tampering, AnEditedRowIsFound) {
  tamper("UPDATE journal SET content = replace(content, x'01', x'02') WHERE" + of(first_) +
         " AND sequence = 2");
  expect(first_, 2, 0, "row 2 is not what was written");
}

TEST_F(Tampering, AnEditedTimeIsFound) {
  tamper("UPDATE journal SET time = time - 1 WHERE" + of(second_) + " AND sequence = 1");
  expect(second_, 1, 0, "row 1 is not what was written");
}

TEST_F(Tampering, ADeletedRowIsFound) {
  tamper("DELETE FROM journal WHERE" + of(first_) + " AND sequence = 2");
  expect(first_, 2, 0, "row 2 is missing");
}

TEST_F(Tampering, RowsInAnotherOrderAreFound) {
  tamper("UPDATE journal SET id = -2 WHERE" + of(first_) +
         " AND sequence = 2; UPDATE journal SET id = id - 1 WHERE" + of(first_) +
         " AND sequence = 3; UPDATE journal SET id = (SELECT id + 2 FROM journal WHERE" +
         of(first_) + " AND sequence = 1) WHERE id = -2");
  expect(first_, 2, 0, "row 2 is not what was written");
}

TEST_F(Tampering, ACutOffTailIsFound) {
  tamper("DELETE FROM journal WHERE" + of(second_) + " AND sequence = 2");
  expect(second_, 2, 0, "cut off behind row 1 of 2");
}

TEST_F(Tampering, ACutOffTailIsFoundByTheAnchorWhereTheStateWasPutBackToo) {
  tamper("DELETE FROM journal WHERE" + of(first_) +
         " AND sequence = 3; UPDATE instance SET revision = 2 WHERE key = " +
         std::to_string(first_.value()));
  expect(first_, 3, 2, "ends at row 2, but anchor 2 knows row 3");
}

TEST_F(Tampering, ARowWithItsWholeChainForgedIsFoundByTheAnchor) {
  forge(first_, 3, [](JournalRow& row) { row.content[1] = 3; });
  expect(first_, 3, 2, "rows 3 to 3 are not those that anchor 2 knows");
}

TEST_F(Tampering, AForgedChainFromTheFirstRowOnIsFoundByTheFirstAnchor) {
  forge(first_, 1, [](JournalRow& row) { row.content.push_back('x'); });
  expect(first_, 1, 1, "rows 1 to 2 are not those that anchor 1 knows");
}

TEST_F(Tampering, AnInstanceThatIsGoneIsFound) {
  const std::string key = std::to_string(first_.value());
  tamper(
      "DELETE FROM journal WHERE instance = " + key + "; DELETE FROM instance WHERE key = " + key +
      "; DELETE FROM entry WHERE instance = " + key + "; DELETE FROM page WHERE instance = " + key);
  const AuditReport report = verified(office_.store());
  ASSERT_EQ(report.findings.size(), 2U) << "one an anchor that knows it";
  EXPECT_EQ(report.findings[0].instance, first_);
  EXPECT_EQ(report.findings[0].anchor, 1U);
  EXPECT_NE(report.findings[0].message.english.find("gone with all 2 rows"), std::string::npos);
}

TEST_F(Tampering, ABackDatedRowIsFound) {
  // The row behind the last anchor, with its hash made to fit.
  forge(second_, 2, [](JournalRow& row) { row.time.milliseconds -= 2 * kDayMs; });
  expect(second_, 2, 3, "claims to be older than anchor 3, and no anchor knows it");
}

TEST_F(Tampering, AnOldBackupIsFoundByTheAnchorKeptElsewhere) {
  ASSERT_TRUE(static_cast<sqlite::SqliteStore&>(office_.store()).back_up(office_.file("old")));
  const Digest kept = *parse_digest(office_.engine().anchor().value().digest);
  ASSERT_TRUE(verified(office_.store(), kept).findings.empty());
  auto old = sqlite::SqliteStore::open(office_.file("old")).value();
  EXPECT_TRUE(verified(*old).findings.empty()) << "in itself it is whole";
  const AuditReport report = verified(*old, kept);
  ASSERT_EQ(report.findings.size(), 1U);
  EXPECT_NE(report.findings[0].message.english.find("no anchor is " + to_hex(kept)),
            std::string::npos);
}

TEST_F(Tampering, AnAnchorThatIsTakenAwayIsFound) {
  tamper("DELETE FROM cell WHERE name LIKE 'anchor/%2'");
  const AuditReport report = verified(office_.store());
  ASSERT_FALSE(report.findings.empty());
  EXPECT_EQ(report.findings[0].message.english, "anchor 2 is missing");
}

TEST_F(Tampering, TheLastAnchorThatIsTakenAwayIsFound) {
  tamper("DELETE FROM cell WHERE name LIKE 'anchor/%3'");
  const AuditReport report = verified(office_.store());
  ASSERT_EQ(report.findings.size(), 1U) << testing::PrintToString(report.findings);
  EXPECT_EQ(report.findings[0].message.english,
            "the last anchor is not the one that was written last");
}

TEST_F(Tampering, LeavesThatAreTakenFromAnAnchorAreFound) {
  tamper("DELETE FROM cell WHERE name LIKE 'anchor-leaves/%2/%'");
  const AuditReport report = verified(office_.store());
  ASSERT_FALSE(report.findings.empty());
  EXPECT_EQ(report.findings[0].anchor, 2U);
}

TEST_F(Tampering, AnAnchorThatCannotBeReadIsFound) {
  tamper("UPDATE cell SET content = x'00' WHERE name LIKE 'anchor/%2'");
  const AuditReport report = verified(office_.store());
  ASSERT_FALSE(report.findings.empty());
  EXPECT_NE(report.findings[0].message.english.find("is damaged"), std::string::npos);
}

TEST_F(Tampering, ANoteOfTheLastAnchorThatCannotBeReadKeepsNothingFromBeingFound) {
  tamper("UPDATE cell SET content = x'ffff' WHERE name = 'anchor-head'; DELETE FROM journal WHERE" +
         of(first_) + " AND sequence = 2");
  const AuditReport report = verified(office_.store());
  ASSERT_EQ(report.findings.size(), 2U) << testing::PrintToString(report.findings);
  EXPECT_EQ(report.findings[0].instance, first_);
  EXPECT_EQ(report.findings[1].message.english, "the stored value 'anchor-head' is damaged");
  EXPECT_EQ(report.anchors, 3U);
}

TEST_F(Tampering, AnExportSaysTheSame) {
  const auto lines = exported(office_.store());
  const AuditReport report = verified(lines, anchors_[1]);
  EXPECT_TRUE(report.findings.empty()) << testing::PrintToString(report.findings);
  EXPECT_EQ(report.rows, 6U);
  EXPECT_EQ(report.anchors, 3U);
  EXPECT_EQ(report.rows_open, 1U);
  forge(first_, 3, [](JournalRow& row) { row.content[1] = 3; });
  const AuditReport forged = verified(exported(office_.store()));
  ASSERT_EQ(forged.findings.size(), 1U) << testing::PrintToString(forged.findings);
  EXPECT_EQ(forged.findings[0].sequence, 3U);
  EXPECT_EQ(forged.findings[0].anchor, 2U);
}

TEST_F(Tampering, NoLineOfAnExportCanBeTakenDoubledOrMoved) {
  const auto lines = exported(office_.store());
  for (std::size_t i = 0; i < lines.size(); ++i) {
    auto taken = lines;
    taken.erase(taken.begin() + static_cast<std::ptrdiff_t>(i));
    EXPECT_FALSE(verified(taken).findings.empty()) << "without line " << i + 1;
    auto doubled = lines;
    doubled.insert(doubled.begin() + static_cast<std::ptrdiff_t>(i), lines[i]);
    EXPECT_FALSE(verified(doubled).findings.empty()) << "line " << i + 1 << " twice";
    if (i + 1 == lines.size()) break;
    auto moved = lines;
    std::swap(moved[i], moved[i + 1]);
    EXPECT_FALSE(verified(moved).findings.empty()) << "line " << i + 1 << " behind the next";
  }
}

TEST_F(Tampering, NoCharacterOfAnExportCanBeChanged) {
  const auto lines = exported(office_.store());
  for (std::size_t i = 0; i < lines.size(); ++i)
    for (std::size_t k = 0; k < lines[i].size(); k += 7) {
      auto changed = lines;
      changed[i][k] = changed[i][k] == '1' ? '2' : '1';
      EXPECT_FALSE(verified(changed).findings.empty()) << changed[i];
    }
}

TEST(Anchor, IsDueOnceADayInTheEnginesZone) {
  Office office;
  EXPECT_TRUE(office.engine().anchor_due().value());
  office.engine().anchor().value();
  EXPECT_FALSE(office.engine().anchor_due().value());
  office.wait(14 * kHourMs);  // 22:00 UTC is 23:00 in Berlin
  EXPECT_FALSE(office.engine().anchor_due().value());
  office.wait(kHourMs);
  EXPECT_TRUE(office.engine().anchor_due().value());
}

// For a month the clock was ahead, and an anchor was written then. From the day on which it is set
// right there is one every day again, which records what has grown; the audit tells of the clock
// once, and of nothing that was written honestly.
TEST(Anchor, OfAClockThatWasAheadKeepsBackNoneOfTheFollowingDays) {
  Office office;
  const InstanceKey before = office.start();
  office.engine().anchor().value();
  office.wait(kDayMs);
  const InstanceKey first_day = office.start();
  office.wait(30 * kDayMs);
  const InstanceKey ahead = office.start();
  office.complete(before);
  office.engine().anchor().value();
  office.wait(-30 * kDayMs);
  EXPECT_TRUE(office.engine().anchor_due().value()) << "at once";
  office.complete(first_day);
  office.complete(ahead);
  office.engine().anchor().value();
  EXPECT_EQ(verified(office.store()).rows_open, 0U) << "all that has grown is recorded";
  std::uint64_t anchors = 3;
  for (int day = 0; day < 35; ++day) {
    EXPECT_FALSE(office.engine().anchor_due().value()) << day;
    office.wait(kDayMs);
    ASSERT_TRUE(office.engine().anchor_due().value()) << day;
    const InstanceKey key = office.start();
    if (day == 0) office.complete(ahead);
    EXPECT_EQ(office.engine().anchor().value().number, ++anchors);
    const AuditReport report = verified(office.store());
    ASSERT_EQ(report.findings.size(), 1U) << day;
    EXPECT_EQ(report.findings[0].anchor, 3U);
    EXPECT_EQ(report.findings[0].message.english,
              "anchor 3 claims to be older than the one before: the clock was set back");
    EXPECT_EQ(report.rows_open, 0U) << day << " " << to_string(key);
  }
  EXPECT_EQ(verified(exported(office.store())).findings.size(), 1U);
}

// Whoever sets the clock back to write a row that was not there gains nothing by an honest anchor
// behind it: only times between the two are in doubt.
TEST(Anchor, OfAClockThatWasAheadVouchesForWhatCameBefore) {
  Office office;
  const InstanceKey key = office.start();
  office.wait(10 * kDayMs);
  office.engine().anchor().value();
  office.wait(30 * kDayMs);
  office.engine().anchor().value();
  office.wait(-39 * kDayMs);
  office.complete(key);
  office.wait(10 * kDayMs);
  office.engine().anchor().value();
  const AuditReport report = verified(office.store());
  ASSERT_EQ(report.findings.size(), 2U);
  EXPECT_EQ(report.findings[1].instance, key);
  EXPECT_NE(report.findings[1].message.english.find("row 2 claims to be older than anchor 1"),
            std::string::npos);
}

TEST(Anchor, RecordsOnlyWhatHasGrown) {
  Office office;
  for (int i = 0; i < 5; ++i) office.start();
  office.wait(2 * kHourMs);
  EXPECT_EQ(office.engine().anchor().value().number, 1U);
  office.wait(kDayMs);
  const InstanceKey key = office.start();
  office.wait(2 * kHourMs);
  office.engine().anchor().value();
  office.wait(kDayMs);
  office.engine().anchor().value();
  std::vector<std::vector<AnchorLeaf>> all;
  ASSERT_TRUE(
      for_each_anchor(office.store(), [&](const Anchor&, const std::vector<AnchorLeaf>& leaves) {
        all.push_back(leaves);
        return Result<Done>(Done{});
      }));
  ASSERT_EQ(all.size(), 3U);
  EXPECT_EQ(all[0].size(), 5U);
  ASSERT_EQ(all[1].size(), 1U);
  EXPECT_EQ(all[1][0].instance, key);
  EXPECT_EQ(all[1][0].hash, office.store().load(key).value()->chain);
  EXPECT_TRUE(all[2].empty());
  EXPECT_TRUE(verified(office.store()).findings.empty());
}

TEST(Anchor, OfTwoWritersAtTheSameTimeOneSucceeds) {
  Office office;
  office.start();
  const AnchorHead before = read_anchor_head(office.store()).value();
  office.engine().anchor().value();
  const Anchor late{1, office.clock().now(), true, {}, merkle_root({}), 0};
  KeepCells request;
  request.guards.push_back({std::string(kAnchorHeadCell), before.cell});
  request.cells = anchor_cells(late, {}, before);
  const auto refused = office.engine().execute(std::move(request));
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, ErrorCode::Conflict);
  EXPECT_TRUE(verified(office.store()).findings.empty());
}

TEST(Anchor, TheRootIsThatOfTheRfc) {
  // RFC 9162 §2.1.1 by its own definition: split at the largest power of two below n.
  const std::function<Digest(std::span<const AnchorLeaf>)> root =
      [&root](std::span<const AnchorLeaf> leaves) {
        using namespace std::string_view_literals;
        if (leaves.size() == 1)
          return sha256({"\0"sv,
                         view_of(fixed_width(leaves[0].instance.value(), leaves[0].sequence)),
                         bytes_of(leaves[0].hash)});
        std::size_t left = 1;
        while (left * 2 < leaves.size()) left *= 2;
        return sha256(
            {"\1"sv, bytes_of(root(leaves.first(left))), bytes_of(root(leaves.subspan(left)))});
      };
  std::vector<AnchorLeaf> leaves;
  EXPECT_EQ(to_hex(merkle_root(leaves)),
            "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  for (std::uint64_t n = 1; n <= 33; ++n) {
    leaves.push_back({InstanceKey(n * 3), n, sha256({"hash", std::to_string(n)})});
    EXPECT_EQ(merkle_root(leaves), root(leaves)) << n;
  }
}

}  // namespace
}  // namespace umlauf::service
