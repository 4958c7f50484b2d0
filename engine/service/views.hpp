#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "engine/base/diagnostic.hpp"
#include "engine/calendar/temporal.hpp"
#include "engine/feel/value.hpp"
#include "engine/service/keys.hpp"

/// What the Engine tells about itself: plain values, read from what is durable.
namespace umlauf::service {

enum class InstanceState : std::uint8_t { Active, Suspended, Completed, Terminated, Failed };
/// `active`, `suspended`, `completed`, `terminated`, `failed`.
std::string_view to_string(InstanceState state);

struct InstanceView {
  InstanceKey key;
  DefinitionKey definition;
  std::string process;
  std::uint32_t version = 0;
  InstanceState state = InstanceState::Active;
  std::string business_key;
  InstanceKey parent;  ///< invalid: not called by another process
  calendar::Instant started;
  std::optional<calendar::Instant> ended;
  bool erased = false;  ///< its data are gone: no name, no variables, no history
};

struct TaskView {
  ElementReference key;
  std::string process;
  std::string element;
  std::string name;
  std::string assignee;
  std::vector<std::string> candidate_users;
  std::vector<std::string> candidate_groups;
  std::string form;
  std::string business_key;
  calendar::Instant created;
  std::optional<calendar::Instant> due;
  std::optional<calendar::Instant> follow_up;
  std::int64_t priority = 50;
};

struct JobView {
  ElementReference key;
  std::string element;
  std::string type;
  std::uint32_t retries = 0;
  std::string worker;
  std::optional<calendar::Instant> locked_until;
  std::optional<calendar::Instant> not_before;
  std::string message;
};

/// Something that an instance waits for besides tasks and jobs.
struct WaitView {
  ElementReference key;
  std::string element;
  std::string kind;  ///< message, timer, signal, condition, receive, call, adhoc
  std::optional<calendar::Instant> due;
  std::string name;  ///< of the message or signal
};

struct IncidentView {
  ElementReference key;
  std::string element;
  std::string kind;
  Text message;
  calendar::Instant since;
};

/// A start that failed where nobody was there to be told: of a timer, or by a message or signal
/// that a case has thrown, or that went to many. It is owed, and tried again in growing pauses; a
/// new version of the process that begins so tries at once.
struct OwedStartView {
  std::string process;
  std::uint32_t version = 0;
  std::string element;    ///< the start event; empty where the document is damaged
  std::string trigger;    ///< timer, message, signal
  std::string name;       ///< of the message or signal
  calendar::Instant due;  ///< when it should have been made
  std::uint32_t failures = 0;
  calendar::Instant retry;  ///< when it is tried again
  Text message;             ///< why it failed last
};

/// One activation of a flow node.
struct ActivityView {
  InstanceKey instance;
  std::string element;
  std::string type;   ///< the element's XML name: `userTask`
  std::string state;  ///< active, completed, terminated, failed
  calendar::Instant started;
  std::optional<calendar::Instant> ended;
  bool body = false;  ///< the whole of a loop or multi-instance activity
};

struct HistoryView {
  std::vector<ActivityView> elements;          ///< in the order of entering
  std::map<std::string, std::uint64_t> flows;  ///< how often each sequence flow was taken
  std::map<std::string, std::uint64_t> message_flows;
};

/// One command that changed an instance, as its journal tells.
struct JournalView {
  std::uint64_t sequence = 0;
  calendar::Instant time;
  std::string actor;
  bool administrator = false;
  std::string command;       ///< `complete task`, ..., `erase`, `hold`, `release`
  Text command_text;         ///< the same for people
  std::string reason;        ///< of the last three
  bool erased = false;       ///< neither actor nor events are known any more
  std::vector<Text> events;  ///< one line each, for people
};

/// A moment of an instance: what its journal tells up to a time, or up to a row (both: whatever
/// comes first; neither: the end).
struct Moment {
  std::optional<calendar::Instant> time = {};
  std::optional<std::uint64_t> sequence = {};
};

/// An instance as a whole at some moment.
struct InstanceSnapshot {
  InstanceView instance;
  std::uint64_t sequence = 0;  ///< of the last journal row
  calendar::Instant time;      ///< of that row; not given for the present
  std::vector<TaskView> tasks;
  std::vector<JobView> jobs;
  std::vector<WaitView> waits;
  std::vector<IncidentView> incidents;
  feel::Context variables;  ///< of the process scope
};

// Statistics (docs/statistics.md).

struct DurationView {
  std::uint64_t count = 0;
  std::int64_t total_ms = 0;
  std::int64_t least_ms = 0;
  std::int64_t most_ms = 0;
  // Off by less than an eighth.
  std::int64_t median_ms = 0;
  std::int64_t p90_ms = 0;
  std::int64_t p99_ms = 0;
};
/// Of one flow node: how often it was entered, what became of that, and how long it took.
struct ElementStatistics {
  std::string element;
  std::uint64_t entered = 0;
  std::uint64_t active = 0;
  std::uint64_t completed = 0;
  std::uint64_t terminated = 0;
  std::uint64_t failed = 0;
  DurationView durations;  ///< of those that have ended
};
struct StatisticsView {
  std::string process;
  std::uint64_t instances = 0;  ///< that have ended: DurationView::count
  DurationView durations;
  std::vector<ElementStatistics> elements;  ///< that have been entered, by id
  std::map<std::string, std::uint64_t> flows;
};

// Personal data (docs/privacy.md).

/// Who is looked for: a name (of a person who acted, or as a text in a variable or business key),
/// or a variable of that value.
struct PersonQuery {
  std::string person = {};
  std::optional<feel::Entry> variable = {};
};
struct PersonRow {
  JournalView row;
  feel::Context variables;  ///< that the command set
  bool mine = false;        ///< the person did it, or it is about the person
};
/// One instance that knows the person.
struct PersonCase {
  InstanceView instance;
  std::vector<std::string> reasons;  ///< `actor`, `assignee`, `variable antragsteller` ...
  feel::Context variables;           ///< empty where the person has only worked on it
  std::vector<PersonRow> rows;
};

struct HoldView {
  InstanceKey instance;
  calendar::Instant since;
  std::string actor;
  std::string reason;
};
struct RetentionRule {
  std::string process;
  std::string keep;  ///< after the end: `P10Y`
};
/// Of the instances with these numbers those that had ended before that time were dropped, except
/// what had to stay.
struct DroppedRange {
  InstanceKey first;
  InstanceKey last;
  std::uint64_t cases = 0;  ///< dropped
  calendar::Instant ended_before;

  bool operator==(const DroppedRange&) const = default;
};
/// How far the change to another master key has come.
struct RotationRecord {
  std::uint64_t cases = 0;                 ///< whose keys lay under the former one
  std::optional<calendar::Instant> ended;  ///< nothing: it was interrupted, or goes on

  bool operator==(const RotationRecord&) const = default;
};
/// That an instance was erased, held or released, that a range of them was dropped, or the master
/// key was changed: by whom, when and why.
struct NoteView {
  InstanceKey instance;  ///< invalid where it is about many
  calendar::Instant time;
  std::string kind;  ///< erase, hold, release, drop, rotate-key
  std::string actor;
  std::string reason;
  std::optional<DroppedRange> dropped;     ///< of the kind drop
  std::optional<RotationRecord> rotation;  ///< of the kind rotate-key
};
/// What a change of the master key has done.
struct KeyRotation {
  std::uint64_t moved = 0;              ///< keys of cases that lay under the former one
  std::uint64_t already = 0;            ///< that lay under the new one before
  std::vector<InstanceKey> unreadable;  ///< damaged: neither opens them
};
struct SweptInstance {
  InstanceKey instance;
  bool erased = false;
  Text refusal;  ///< why not
};

/// An anchor over all journals (docs/audit.md).
struct AnchorView {
  std::uint64_t number = 0;
  calendar::Instant time;
  std::string digest;  ///< hexadecimal; kept elsewhere, it vouches for everything up to then
};

/// Instances by key, `live` ones first.
struct InstanceQuery {
  std::string process = {};       ///< empty: any
  std::string business_key = {};  ///< empty: any
  /// Its process declares the variable as searched (docs/search.md), and it has this value.
  std::optional<feel::Entry> variable = {};
  InstanceKey parent = {};  ///< invalid: any
  bool live = true;
  bool ended = true;
  std::size_t limit = 1000;
};

enum class TaskOrder : std::uint8_t {
  OldestFirst,
  NewestFirst,
  Due,       ///< those with a due date, the earliest first; then the others, oldest first
  Priority,  ///< the most urgent first, among equals the oldest
};

/// Open user tasks. Of `assignee` and candidates the given ones are united; where none is given,
/// all tasks are meant. Candidates see tasks that nobody has claimed.
struct TaskQuery {
  std::string assignee = {};
  std::string candidate_user = {};
  std::vector<std::string> candidate_groups = {};
  InstanceKey instance = {};  ///< of this instance only
  std::string process = {};
  std::string element = {};
  TaskOrder order = TaskOrder::OldestFirst;
  std::string page = {};  ///< TaskPage::next of the page before; empty: the first
  std::size_t limit = 50;
};

struct TaskPage {
  std::vector<TaskView> tasks;
  std::string next;  ///< empty: that was the last page
};

}  // namespace umlauf::service
