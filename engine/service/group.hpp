#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

#include "engine/runtime/step.hpp"
#include "engine/service/cache.hpp"
#include "engine/service/catalog.hpp"
#include "engine/service/requests.hpp"
#include "engine/service/seat.hpp"
#include "engine/service/store.hpp"
#include "engine/service/vault.hpp"

namespace umlauf::service {

/// Numbers from the store, a block at a time.
class Keys final : public runtime::KeySource {
 public:
  explicit Keys(Store& store) : store_(store) {}
  /// Where the store fails the key is invalid, and `failure` tells why from then on.
  InstanceKey next() override;
  const std::optional<Error>& failure() const { return failure_; }
  void forgive() { failure_.reset(); }

 private:
  static constexpr std::uint64_t kBlockMax = 1 << 16;
  Store& store_;
  std::uint64_t next_ = 0;
  std::uint64_t end_ = 0;
  std::uint64_t block_ = 1;  // grows, so that a short run does not use up many numbers
  std::optional<Error> failure_;
};

/// An instance that a group works on.
struct Touched {
  LiveInstancePtr instance;
  std::uint64_t revision_expected = 0;
  std::vector<ElementKey> records;  ///< that have changed
  bool there = false;               ///< whether the instance has entries of its own
  bool ended = false;
  bool written = false;  ///< the batch has it
};
using TouchedInstances = std::map<std::uint64_t, Touched>;

/// Memory that groups use one after the other; between them it holds nothing else.
struct GroupBuffers {
  Batch batch;
  std::vector<Entry> entries;
  std::vector<std::uint64_t> pages;
  TouchedInstances::node_type touched;  ///< one to use again; most groups touch one instance
};

/// The commands that become durable together: the instances they work on, what has become of them
/// so far, and everything that has to be written. Reads through it see what the group has done.
///
/// While a group is being made durable (by another thread), the next one may be carried out above
/// it: it sees what that one has done as well, and comes to nothing where that one fails.
class Group {
 public:
  /// `below`: the group that is being made durable, or nullptr; `landing` is called when it is
  /// over.
  Group(const Vault& vault, Cache& cache, Definitions& definitions, GroupBuffers& buffers,
        const Group* below, Seat& landing)
      : vault_(vault),
        store_(vault.store()),
        cache_(cache),
        definitions_(definitions),
        buffers_(buffers),
        batch_(buffers.batch),
        scratch_(buffers.entries),
        below_(below),
        landing_(landing) {}
  ~Group();
  Group(const Group&) = delete;
  Group& operator=(const Group&) = delete;

  /// Errors: State (there is no such instance), Storage, Damaged.
  Result<LiveInstance*> instance(InstanceKey key);
  /// The same for those who work through a list: nullptr where what is stored of it is damaged, so
  /// that the others get their turn.
  Result<LiveInstance*> sound_instance(InstanceKey key);
  /// What `sound_instance` has passed over.
  const std::vector<InstanceKey>& damaged() const { return damaged_; }
  /// Errors: State, Storage; Damaged, which stops nobody but those who need this one.
  Result<definition::ProcessDefinitionPtr> definition(DefinitionKey key);
  /// Another engine on the same store may have changed an instance that lay in the cache: reads it
  /// again where the group has not changed it itself. Whether it was out of date.
  Result<bool> reload(LiveInstance& instance);
  /// A new one, empty as yet; it counts from its first event on.
  LiveInstance& create(InstanceKey key, definition::ProcessDefinitionPtr definition);
  void discard(InstanceKey key);  ///< one that was created and came to nothing

  /// Notes what a step has done.
  void record(LiveInstance& instance, const Caller& caller, std::uint8_t command,
              const runtime::Outcome& outcome, calendar::Instant now);

  /// The instance has been migrated; the target may have other search variables.
  void change_definition(LiveInstance& instance, definition::ProcessDefinitionPtr target);
  /// Writes a row about the instance that is no command to its process.
  void note(LiveInstance& instance, const Caller& caller, Note note, std::string_view reason,
            calendar::Instant now);
  /// Takes away everything but the header without names, and the key under which the journal can be
  /// read. The instance must have ended and have a key. Errors: Storage.
  Result<Done> erase(LiveInstance& instance);

  Result<std::vector<Entry>> entries(const EntryScan& scan);
  /// Like `entries`, and keeps other engines from the instances that it names (see Store::claim).
  Result<std::vector<Entry>> claim(const EntryScan& scan);
  /// Reads at once those of these instances that are not in memory.
  void fetch(std::vector<InstanceKey> keys);
  Result<std::optional<Bytes>> cell(const std::string& name);
  /// Cells whose name begins with `prefix`, behind `after`, in order of their names.
  Result<std::vector<Cell>> cells(const std::string& prefix, const std::string& after,
                                  std::size_t limit);
  void put_cell(std::string name, Bytes content);
  /// How many timers have been armed so far: whoever walks a list of those that are due knows by it
  /// whether there may be others by now.
  std::uint64_t timers_added() const { return timers_added_; }
  void add(const Entry& entry) { change(entry, 1); }
  void remove(const Entry& entry) { change(entry, -1); }
  /// The cell must be stored like this when the group is committed; called before it is changed.
  void guard(Cell cell);

  /// Puts together everything to be written, and the instances into the cache, where the next group
  /// finds them. After that the group changes no more and waits for its end.
  void seal();
  /// Of a group that is sealed.
  const Batch& batch() const { return batch_; }
  /// A sealed group has not become durable: its instances are read again.
  void withdraw();
  /// Something could not be read, so that what was done since may be wrong.
  const std::optional<Error>& failure() const { return failure_; }
  bool has_claimed() const { return claimed_; }
  /// The group below, which is durable, or with which this one has come to nothing, ends here.
  void forget_below() { below_ = nullptr; }
  bool empty() const { return batch_.journal.empty() && cells_.empty() && entries_.empty(); }

 private:
  Touched& touched(InstanceKey key) { return touched_.at(key.value()); }
  Touched& touch(InstanceKey key);
  Result<std::vector<Entry>> merged(const EntryScan& scan, bool claims);
  bool has_changed(const Entry& entry) const;
  void add_changed(const EntryScan& scan, std::vector<Entry>& found) const;
  void collect_added(const Group& of, const EntryScan& scan, std::size_t stored,
                     std::vector<Entry>& found) const;
  void await_below();
  bool is_written_below(InstanceKey key) const;
  void change(const Entry& entry, int by);
  void change_records(const Touched& at, const runtime::Outcome& outcome);
  void write_instance(Touched& at);
  /// Whether page 0 lies in a row of its own now.
  bool write_page_0(LiveInstance& instance, bool changed, Bytes& content);
  void put_page(LiveInstance& instance, std::uint64_t page, Bytes content);
  void write_erased(Touched& at);
  void guard_master_key();
  template <typename T>
  Result<T> noted(Result<T> read);
  Result<LiveInstance*> read(InstanceKey key);

  JournalRow& append_row(LiveInstance& instance, calendar::Instant now);
  Result<Done> remove_command_entries(const LiveInstance& instance);

  const Vault& vault_;
  Store& store_;
  Cache& cache_;
  Definitions& definitions_;
  TouchedInstances touched_;
  std::map<Entry, int> entries_;  // 1: to be added, -1: to be removed
  std::uint64_t timers_added_ = 0;
  std::map<std::string, Bytes> cells_;
  GroupBuffers& buffers_;
  Batch& batch_;
  std::vector<Entry>& scratch_;
  const Group* below_;
  Seat& landing_;
  std::optional<Error> failure_;
  std::vector<InstanceKey> damaged_;
  bool claimed_ = false;
  bool master_key_guarded_ = false;
};

template <typename T>
Result<T> Group::noted(Result<T> read) {
  if (!read && !failure_ &&
      (read.error().code == ErrorCode::Storage || read.error().code == ErrorCode::Damaged))
    failure_ = read.error();
  return read;
}

}  // namespace umlauf::service
