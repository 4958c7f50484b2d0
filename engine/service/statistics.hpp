#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string_view>

#include "engine/definition/process_definition.hpp"
#include "engine/runtime/history.hpp"
#include "engine/service/store.hpp"

/// Counts and durations of the elements of a process, summed up over many instances.
namespace umlauf::service {

/// Durations in buckets, four to each doubling: a percentile is off by less than an eighth.
class DurationSum {
 public:
  void add(std::int64_t milliseconds);
  void add(const DurationSum& other);

  std::uint64_t count() const { return count_; }
  std::int64_t total_ms() const { return total_ms_; }
  std::int64_t least_ms() const { return least_ms_; }  ///< 0 where there is none
  std::int64_t most_ms() const { return most_ms_; }
  /// `share` of the durations are not longer: 0.5 is the median. 0 where there is none.
  std::int64_t percentile_ms(double share) const;

  void append_to(Bytes& out) const;
  bool read_from(std::string_view& bytes);

  bool operator==(const DurationSum&) const = default;

 private:
  std::uint64_t count_ = 0;
  std::int64_t total_ms_ = 0;
  std::int64_t least_ms_ = 0;
  std::int64_t most_ms_ = 0;
  std::map<std::uint32_t, std::uint64_t> buckets_;
};

struct ElementSum {
  std::uint64_t entered = 0;
  std::uint64_t completed = 0;
  std::uint64_t terminated = 0;
  std::uint64_t failed = 0;
  DurationSum durations;  ///< of those that have ended

  void add(const ElementSum& other);
  bool operator==(const ElementSum&) const = default;
};

/// Of one version of a process.
struct ProcessSum {
  std::uint64_t instances = 0;
  DurationSum durations;  ///< of instances that have ended
  std::map<definition::NodeIndex, ElementSum> nodes;
  std::map<definition::FlowIndex, std::uint64_t> flows;

  void add(const ProcessSum& other);
  Bytes encode() const;
  static std::optional<ProcessSum> decode(std::string_view bytes);
  bool operator==(const ProcessSum&) const = default;
};

using ProcessSums = std::map<DefinitionKey, ProcessSum>;

/// Adds one instance. The whole of a loop or multi-instance activity does not count, its instances
/// do. An instance that was migrated counts its elements where they were entered, itself and its
/// flows where it is.
void add(ProcessSums& sums, const runtime::History& history);

}  // namespace umlauf::service
