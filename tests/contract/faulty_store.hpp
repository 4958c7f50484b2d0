#pragma once

#include <cstdint>

#include "engine/service/store.hpp"

namespace umlauf::tests {

/// A store that fails at chosen calls, before or after the wrapped store has done its work.
class FaultyStore final : public service::Store {
 public:
  enum class Fault : std::uint8_t {
    None,
    FailBefore,  ///< nothing is written, and an error is reported
    FailAfter,   ///< everything is written, and an error is reported all the same
  };

  explicit FaultyStore(service::Store& store) : store_(store) {}

  /// The `call`-th commit from now on (1: the next) meets the fault.
  void fail_commit(std::uint64_t call, Fault fault) {
    commit_ = call;
    commit_fault_ = fault;
  }
  /// The `call`-th read from now on fails.
  void fail_read(std::uint64_t call) { read_ = call; }
  std::uint64_t commits() const { return commits_; }
  std::uint64_t reads() const { return reads_; }

  Result<service::Committed> commit(const service::Batch& batch) override {
    ++commits_;
    if (!due(commit_)) return store_.commit(batch);
    if (commit_fault_ == Fault::FailAfter) (void)store_.commit(batch);
    return failure();
  }
  Result<std::optional<service::StoredInstance>> load(service::InstanceKey instance) override {
    ++reads_;
    if (due(read_)) return failure();
    return store_.load(instance);
  }
  Result<std::vector<service::StoredInstance>> load_all(
      const std::vector<service::InstanceKey>& instances) override {
    ++reads_;
    if (due(read_)) return failure();
    return store_.load_all(instances);
  }
  Result<std::vector<service::InstanceRow>> instances(service::InstanceKey after,
                                                      std::size_t limit) override {
    ++reads_;
    if (due(read_)) return failure();
    return store_.instances(after, limit);
  }
  Result<std::vector<service::Entry>> entries(const service::EntryScan& scan) override {
    ++reads_;
    if (due(read_)) return failure();
    return store_.entries(scan);
  }
  Result<std::vector<service::Entry>> claim(const service::EntryScan& scan) override {
    ++reads_;
    if (due(read_)) return failure();
    return store_.claim(scan);
  }
  Result<std::vector<service::JournalRow>> journal(service::InstanceKey instance,
                                                   std::uint64_t from, std::size_t limit) override {
    ++reads_;
    if (due(read_)) return failure();
    return store_.journal(instance, from, limit);
  }
  Result<std::vector<service::Cell>> cells(std::string_view prefix, std::string_view after,
                                           std::size_t limit) override {
    ++reads_;
    if (due(read_)) return failure();
    return store_.cells(prefix, after, limit);
  }
  Result<std::uint64_t> reserve_keys(std::uint64_t count) override {
    ++reads_;
    if (due(read_)) return failure();
    return store_.reserve_keys(count);
  }
  Result<Done> maintain() override { return store_.maintain(); }

 private:
  static bool due(std::uint64_t& left) { return left > 0 && --left == 0; }
  static Error failure() {
    return error(ErrorCode::Storage, "the test wants this to fail", "der Test will diesen Fehler");
  }

  service::Store& store_;
  std::uint64_t commit_ = 0;
  Fault commit_fault_ = Fault::None;
  std::uint64_t read_ = 0;
  std::uint64_t commits_ = 0;
  std::uint64_t reads_ = 0;
};

}  // namespace umlauf::tests
