#pragma once

#include <array>
#include <compare>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/base/result.hpp"
#include "engine/calendar/temporal.hpp"
#include "engine/service/keys.hpp"

/// The port behind which everything durable lies. A store keeps bytes and finds them again; what
/// they mean is the engine's business, so that every store is small and all of them behave alike
/// (tests/contract holds the suite that each must pass).
namespace umlauf::service {

using Bytes = std::string;
using Digest = std::array<std::uint8_t, 32>;  ///< SHA-256

/// The state of one process instance. Its records lie in pages by their keys: a small instance
/// has page 0 alone, inside this row, so that a command usually writes one row; a large one has
/// `PageRow`s, so that a command writes only the pages that it touched.
struct InstanceRow {
  InstanceKey key;
  std::uint64_t revision = 0;  ///< the number of the last journal row
  DefinitionKey definition;
  Bytes head;  ///< header, and page 0 where it is small; encoded by the engine

  bool operator==(const InstanceRow&) const = default;
};

struct PageRow {
  InstanceKey instance;
  std::uint64_t page = 0;
  Bytes content;  ///< empty in a batch: the page is deleted

  bool operator==(const PageRow&) const = default;
};

/// One row a command and instance: what happened, who did it and when, chained by its hash to the
/// row before: SHA-256(hash of the row before, instance, sequence, time, content).
struct JournalRow {
  InstanceKey instance;
  std::uint64_t sequence = 0;  ///< 1, 2, 3 ... without a gap
  calendar::Instant time;
  Bytes content;
  Digest hash{};

  bool operator==(const JournalRow&) const = default;
};

/// Of one journal. The engine refuses a command beyond it, so that a store may count on it.
inline constexpr std::uint64_t kJournalRowsMax = (std::uint64_t{1} << 24) - 1;

/// What an index entry is for. The numbers are stored: append only.
enum class EntryKind : std::uint8_t {
  Task = 1,            ///< name: a task list (see projection.hpp), position: when it was created
  TaskByDue = 2,       ///< tasks with a due date; position: the due date
  TaskByPriority = 3,  ///< tasks whose priority is not the default; position: -priority
  Job = 4,             ///< name: the job's type, position: from when a worker may have it
  Timer = 5,           ///< name: "", position: when it is due
  StartTimer = 6,      ///< of a timer start event; instance: the definition, element: which one
  Message = 7,         ///< name: message and correlation key, position: when it began to wait
  Signal = 8,          ///< name: the signal
  Incident = 9,        ///< name: "", position: when it was raised
  Live = 10,           ///< instances that have not ended; name: process id, position: the start
  Ended = 11,          ///< instances that have ended; name: process id, position: the end
  BusinessKey = 12,    ///< name: the business key
  Command = 13,        ///< name: an idempotency key; element: the journal row's sequence
  Child = 14,          ///< called processes; name: the calling instance
  Note = 15,           ///< name: erase, hold, release; position: when; element: the journal row
  Variable = 16,       ///< declared search variables; name: the variable and its value
};

/// "The element instance `element` of `instance` is in list `name` at `position`." Everything that
/// people, workers and clocks ask for is found through entries; they are ordered by their members
/// in turn. Instances as a whole have element 0.
struct Entry {
  EntryKind kind = EntryKind::Task;
  std::string name;
  std::int64_t position = 0;
  InstanceKey instance;
  ElementKey element;

  auto operator<=>(const Entry&) const = default;
};

/// A named value outside of any instance: deployed documents, states of timer start events, effects
/// that remain to be carried out, settings.
struct Cell {
  std::string name;
  Bytes content;  ///< empty in a batch: the cell is deleted

  bool operator==(const Cell&) const = default;
};

struct InstanceWrite {
  InstanceRow row;
  std::uint64_t revision_expected = 0;  ///< 0: the instance must not be there yet

  bool operator==(const InstanceWrite&) const = default;
};

/// Everything that one group of commands changes. No instance, page, entry, journal row or cell
/// occurs twice. Entries that are added must not be there, entries that are removed must.
struct Batch {
  /// Cells that must be as they are named here (empty: must not be there) when the batch becomes
  /// durable; otherwise somebody else was first. Holds against batches that change such a cell and
  /// guard it as well.
  std::vector<Cell> guards;
  std::vector<InstanceWrite> instances;
  std::vector<PageRow> pages;
  std::vector<Entry> entries_removed;
  std::vector<Entry> entries_added;
  std::vector<JournalRow> journal;
  std::vector<Cell> cells;

  bool empty() const {
    return instances.empty() && pages.empty() && entries_removed.empty() && entries_added.empty() &&
           journal.empty() && cells.empty();
  }
  /// Keeps the memory of the lists for the next one.
  void clear() {
    guards.clear();
    instances.clear();
    pages.clear();
    entries_removed.clear();
    entries_added.clear();
    journal.clear();
    cells.clear();
  }
};

/// What became of a batch: either all of it is durable, or nothing of it, because somebody else
/// changed some of these instances or guarded cells first.
struct Committed {
  std::vector<InstanceKey> instances_lost;
  bool guard_lost = false;

  bool durable() const { return instances_lost.empty() && !guard_lost; }
};

struct StoredInstance {
  InstanceRow row;
  std::vector<PageRow> pages;  ///< in ascending order
  Digest chain{};              ///< the hash of the last journal row
};

/// A walk over entries of one kind, in their order.
struct EntryScan {
  EntryKind kind = EntryKind::Task;
  std::optional<std::string> name = {};  ///< of one list; nothing: of all lists in turn
  std::int64_t position_min = INT64_MIN;
  std::int64_t position_max = INT64_MAX;
  std::optional<Entry> after = {};  ///< goes on behind this entry (in the direction of the walk)
  bool descending = false;
  std::size_t limit = 100;
};

/// `commit` and `claim` are called by one thread at a time; everything else by any thread at any
/// time, beside a commit too. Reads see every commit that has returned. Failures are
/// ErrorCode::Storage; no exception leaves a store. After `commit` failed it is open whether the
/// batch is durable: the engine forgets what it holds in memory and reads again.
class Store {
 public:
  virtual ~Store() = default;

  /// Makes the batch durable, all of it or nothing, and ends what was claimed; an empty batch only
  /// does the latter.
  virtual Result<Committed> commit(const Batch& batch) = 0;

  /// nullopt where there is no such instance.
  virtual Result<std::optional<StoredInstance>> load(InstanceKey instance) = 0;
  /// The same of several, where they are there, in the order of their keys. A store that answers
  /// from afar does it in one go.
  virtual Result<std::vector<StoredInstance>> load_all(const std::vector<InstanceKey>& instances);
  /// Instances in the order of their keys, behind `after`, without their pages.
  virtual Result<std::vector<InstanceRow>> instances(InstanceKey after, std::size_t limit) = 0;
  virtual Result<std::vector<Entry>> entries(const EntryScan& scan) = 0;
  /// Like `entries` of one list in ascending order, for an engine that is about to change these
  /// instances: leaves out those that another engine on the same store has claimed or is changing.
  /// They are this engine's until its next commit, or until it stands still for longer than the
  /// store allows. A help to keep engines out of each other's way: who was first is still decided
  /// by revisions. A store that serves one process has nothing to keep apart.
  virtual Result<std::vector<Entry>> claim(const EntryScan& scan) { return entries(scan); }
  /// Rows from sequence `from` on.
  virtual Result<std::vector<JournalRow>> journal(InstanceKey instance, std::uint64_t from,
                                                  std::size_t limit) = 0;
  /// Cells whose name begins with `prefix`, in order of their names, behind `after`.
  virtual Result<std::vector<Cell>> cells(std::string_view prefix, std::string_view after,
                                          std::size_t limit) = 0;

  /// `count` numbers that nobody else ever gets, also after a restart: the first of them. The first
  /// number of a store is 1.
  virtual Result<std::uint64_t> reserve_keys(std::uint64_t count) = 0;

  /// Work that is better done now and then than within a commit (checkpoints). Harmless any time.
  virtual Result<Done> maintain() = 0;
};

/// The hash of a row whose predecessor has the hash `previous` (all zero for the first row).
Digest journal_hash(const Digest& previous, const JournalRow& row);

}  // namespace umlauf::service
