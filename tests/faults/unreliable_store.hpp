#pragma once

#include <random>

#include "engine/service/store.hpp"

namespace umlauf::tests {

/// A store that fails as a seed wants it: commits before or after they are durable, commits that
/// lose against somebody else, reads. Deterministic; one thread.
class UnreliableStore final : public service::Store {
 public:
  UnreliableStore(service::Store& store, std::uint64_t seed) : store_(store), random_(seed) {}

  /// Nothing fails any more.
  void calm() { calm_ = true; }
  std::uint64_t faults() const { return faults_; }

  Result<service::Committed> commit(const service::Batch& batch) override {
    switch (calm_ ? 99 : random_() % 24) {
      case 0:
        return failure();
      case 1:
        (void)store_.commit(batch);
        return failure();
      case 2: {
        if (batch.instances.empty()) break;
        ++faults_;
        service::Committed lost;
        lost.instances_lost.push_back(batch.instances[random_() % batch.instances.size()].row.key);
        return lost;
      }
      default:
        break;
    }
    return store_.commit(batch);
  }
  Result<std::optional<service::StoredInstance>> load(service::InstanceKey instance) override {
    if (read_fails()) return failure();
    return store_.load(instance);
  }
  Result<std::vector<service::InstanceRow>> instances(service::InstanceKey after,
                                                      std::size_t limit) override {
    if (read_fails()) return failure();
    return store_.instances(after, limit);
  }
  Result<std::vector<service::Entry>> entries(const service::EntryScan& scan) override {
    if (read_fails()) return failure();
    return store_.entries(scan);
  }
  Result<std::vector<service::JournalRow>> journal(service::InstanceKey instance,
                                                   std::uint64_t from, std::size_t limit) override {
    if (read_fails()) return failure();
    return store_.journal(instance, from, limit);
  }
  Result<std::vector<service::Cell>> cells(std::string_view prefix, std::string_view after,
                                           std::size_t limit) override {
    if (read_fails()) return failure();
    return store_.cells(prefix, after, limit);
  }
  Result<std::uint64_t> reserve_keys(std::uint64_t count) override {
    if (read_fails()) return failure();
    return store_.reserve_keys(count);
  }
  Result<Done> maintain() override { return store_.maintain(); }

 private:
  bool read_fails() { return !calm_ && random_() % 60 == 0; }
  Error failure() {
    ++faults_;
    return error(ErrorCode::Storage, "the test wants this to fail", "der Test will diesen Fehler");
  }

  service::Store& store_;
  std::mt19937_64 random_;
  bool calm_ = false;
  std::uint64_t faults_ = 0;
};

}  // namespace umlauf::tests
