// check_store must find what it is there for: each case spoils one thing of a sound store.
#include <gtest/gtest.h>

#include <algorithm>
#include <ostream>

#include "adapters/memory/memory_store.hpp"
#include "tests/service/support.hpp"

namespace umlauf::service::test {
namespace {

struct Spoilt {
  const char* name;
  const char* says;  // a part of the English message
  void (*instance)(StoredInstance&) = nullptr;
  void (*journal)(std::vector<JournalRow>&) = nullptr;
  void (*entries)(std::vector<Entry>&, const EntryScan&) = nullptr;
  void (*cells)(std::vector<Cell>&) = nullptr;
};

void PrintTo(const Spoilt& value, std::ostream* out) { *out << value.name; }

class SpoiltStore final : public StoreDecorator {
 public:
  SpoiltStore(Store& store, const Spoilt& how) : StoreDecorator(store), how_(how) {}

  Result<std::optional<StoredInstance>> load(InstanceKey instance) override {
    auto loaded = StoreDecorator::load(instance);
    if (how_.instance != nullptr && loaded && *loaded) how_.instance(**loaded);
    return loaded;
  }
  Result<std::vector<Entry>> entries(const EntryScan& scan) override {
    auto found = StoreDecorator::entries(scan);
    if (how_.entries != nullptr && found) how_.entries(*found, scan);
    return found;
  }
  Result<std::vector<JournalRow>> journal(InstanceKey instance, std::uint64_t from,
                                          std::size_t limit) override {
    auto rows = StoreDecorator::journal(instance, from, limit);
    if (how_.journal != nullptr && rows) how_.journal(*rows);
    return rows;
  }
  Result<std::vector<Cell>> cells(std::string_view prefix, std::string_view after,
                                  std::size_t limit) override {
    auto found = StoreDecorator::cells(prefix, after, limit);
    if (how_.cells != nullptr && found) how_.cells(*found);
    return found;
  }

 private:
  const Spoilt& how_;
};

// An instance at a task with a deadline, and one that has ended; a timer that starts instances.
void fill(Store& store) {
  ManualClock clock;
  const auto engine = Engine::open(store, clock).value();
  ASSERT_TRUE(engine->deploy(
      {document(R"(<startEvent id="s"/><sequenceFlow id="f1" sourceRef="s" targetRef="t"/>)"
                R"(<startEvent id="daily"><timerEventDefinition><timeCycle>R/P1D</timeCycle>)"
                R"(</timerEventDefinition></startEvent>)"
                R"(<sequenceFlow id="f0" sourceRef="daily" targetRef="t"/>)"
                R"(<userTask id="t"/><sequenceFlow id="f2" sourceRef="t" targetRef="e"/>)"
                R"(<boundaryEvent id="b" attachedToRef="t"><timerEventDefinition>)"
                R"(<timeDuration>P14D</timeDuration></timerEventDefinition></boundaryEvent>)"
                R"(<sequenceFlow id="f3" sourceRef="b" targetRef="e"/><endEvent id="e"/>)")}));
  const Caller caller{.idempotency_key = "once"};
  ASSERT_TRUE(
      engine->start({.process = "p", .variables = {{"n", 1}}, .business_key = "K-1"}, caller));
  ASSERT_TRUE(engine->start({.process = "p"}));
  const auto tasks = engine->tasks().value().tasks;
  ASSERT_EQ(tasks.size(), 2U);
  ASSERT_TRUE(engine->complete_task(tasks[1].key));
}

void drop(std::vector<Entry>& entries, const EntryScan& scan, EntryKind kind) {
  if (scan.kind == kind && !entries.empty()) entries.erase(entries.begin());
}

class SpoiltStores : public testing::TestWithParam<Spoilt> {};

TEST_P(SpoiltStores, AreFound) {
  memory::MemoryStore store;
  fill(store);
  ASSERT_TRUE(check_store(store).value().empty()) << "sound before";
  SpoiltStore spoilt(store, GetParam());
  const auto findings = check_store(spoilt).value();
  const bool said = std::any_of(findings.begin(), findings.end(), [](const Finding& finding) {
    return finding.message.english.find(GetParam().says) != std::string::npos;
  });
  EXPECT_TRUE(said) << findings.size() << " findings"
                    << (findings.empty() ? "" : ": " + findings[0].message.english);
  for (const Finding& finding : findings) EXPECT_FALSE(finding.message.german.empty());
}

const Spoilt kSpoilt[] = {
    {.name = "AByteOfTheState",
     .says = "is damaged",
     .instance = [](StoredInstance& stored) { stored.row.head.back() ^= 1; }},
    {.name = "AStateThatTheJournalDoesNotLeadTo",
     .says = "the journal ends at row",
     .instance = [](StoredInstance& stored) { ++stored.row.revision; }},
    {.name = "AJournalRowThatIsGone",
     .says = "is missing",
     .journal = [](std::vector<JournalRow>& rows) { rows.erase(rows.begin()); }},
    {.name = "ALastJournalRowThatIsGone",
     .says = "the journal does not lead to the stored state",
     .journal = [](std::vector<JournalRow>& rows) { rows.pop_back(); }},
    {.name = "AHashOfTheLastRowThatIsAnother",
     .says = "keeps another hash than that of its last journal row",
     .instance = [](StoredInstance& stored) { stored.chain[0] ^= 1; }},
    {.name = "AByteOfTheJournal",
     .says = "the hash of journal row 1 does not fit",
     .journal = [](std::vector<JournalRow>& rows) { rows[0].content.back() ^= 1; }},
    {.name = "ATimeOfTheJournal",
     .says = "the hash of journal row 1 does not fit",
     .journal = [](std::vector<JournalRow>& rows) { ++rows[0].time.milliseconds; }},
    {.name = "ATaskInNoList",
     .says = "is missing",
     .entries = [](auto& entries, const auto& scan) { drop(entries, scan, EntryKind::Task); }},
    {.name = "ATimerThatNobodyFires",
     .says = "is missing",
     .entries = [](auto& entries, const auto& scan) { drop(entries, scan, EntryKind::Timer); }},
    {.name = "AStartTimerThatNobodyFires",
     .says = "is missing",
     .entries = [](auto& entries,
                   const auto& scan) { drop(entries, scan, EntryKind::StartTimer); }},
    {.name = "ABusinessKeyThatNobodyFinds",
     .says = "is missing",
     .entries = [](auto& entries,
                   const auto& scan) { drop(entries, scan, EntryKind::BusinessKey); }},
    {.name = "AnIdempotencyKeyThatIsForgotten",
     .says = "is missing",
     .entries = [](auto& entries, const auto& scan) { drop(entries, scan, EntryKind::Command); }},
    {.name = "AnEntryForNothing",
     .says = "leads nowhere",
     .entries =
         [](auto& entries, const auto& scan) {
           if (scan.kind == EntryKind::Incident)
             entries.push_back({EntryKind::Incident, "", 0, InstanceKey(1), ElementKey(99)});
         }},
    {.name = "AStartTimerThatCannotBeRead",
     .says = "is damaged",
     .cells =
         [](std::vector<Cell>& cells) {
           for (Cell& cell : cells)
             if (cell.name.starts_with("start-timer/")) cell.content.resize(1);
         }},
};

INSTANTIATE_TEST_SUITE_P(Check, SpoiltStores, testing::ValuesIn(kSpoilt),
                         [](const auto& row) { return std::string(row.param.name); });

}  // namespace
}  // namespace umlauf::service::test
