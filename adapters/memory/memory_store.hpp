#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <mutex>
#include <optional>
#include <set>
#include <shared_mutex>

#include "engine/service/store.hpp"

namespace umlauf::memory {

/// A store that is gone with the process: for tests, simulations, `umlauf drive` and programs that
/// keep their cases elsewhere. Obeys the same contract as the durable ones.
class MemoryStore final : public service::Store {
 public:
  Result<service::Committed> commit(const service::Batch& batch) override;
  Result<std::optional<service::StoredInstance>> load(service::InstanceKey instance) override;
  Result<std::vector<service::InstanceRow>> instances(service::InstanceKey after,
                                                      std::size_t limit) override;
  Result<std::vector<service::Entry>> entries(const service::EntryScan& scan) override;
  Result<std::vector<service::JournalRow>> journal(service::InstanceKey instance,
                                                   std::uint64_t from, std::size_t limit) override;
  Result<std::vector<service::Cell>> cells(std::string_view prefix, std::string_view after,
                                           std::size_t limit) override;
  Result<std::uint64_t> reserve_keys(std::uint64_t count) override;
  Result<Done> maintain() override { return Done{}; }

 private:
  struct Slot {
    service::InstanceRow row;
    std::map<std::uint64_t, service::Bytes> pages;
    std::vector<service::JournalRow> journal;  // sequence n lies at position n - 1
  };

  const Slot* slot(service::InstanceKey key) const;
  Slot& slot_to_write(service::InstanceKey key);
  Result<service::Committed> check(const service::Batch& batch) const;
  bool apply_entries(const service::Batch& batch);
  bool insert(const service::Entry& entry);
  bool erase(const service::Entry& entry);

  // A shared mutex alone lets readers overtake a writer for ever: who waits to write holds the
  // turn.
  std::shared_lock<std::shared_mutex> reading() const {
    const std::lock_guard turn(turn_);
    return std::shared_lock(mutex_);
  }
  std::unique_lock<std::shared_mutex> writing() {
    const std::lock_guard turn(turn_);
    return std::unique_lock(mutex_);
  }

  mutable std::mutex turn_;
  mutable std::shared_mutex mutex_;
  std::map<service::InstanceKey, Slot> instances_;
  std::set<service::Entry> entries_;
  // By kind, the one that was added last: positions grow, so the next one mostly comes behind it.
  std::array<std::optional<std::set<service::Entry>::iterator>, 256> added_last_;
  std::map<std::string, service::Bytes, std::less<>> cells_;
  std::uint64_t next_key_ = 1;
};

}  // namespace umlauf::memory
