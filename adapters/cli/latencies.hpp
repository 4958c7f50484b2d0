#pragma once

#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>

namespace umlauf::cli {

/// How long things took, in constant memory: within each power of two 64 steps, so that a quantile
/// is exact to 1.6 %.
class Latencies {
 public:
  void add(std::uint64_t nanoseconds) {
    ++counts_[slot(nanoseconds)];
    ++count_;
    if (nanoseconds > max_) max_ = nanoseconds;
  }

  void add(const Latencies& other) {
    for (std::size_t i = 0; i < counts_.size(); ++i) counts_[i] += other.counts_[i];
    count_ += other.count_;
    if (other.max_ > max_) max_ = other.max_;
  }

  std::uint64_t count() const { return count_; }
  double max_us() const { return static_cast<double>(max_) / 1000; }

  /// 0.99: what 99 of 100 did not exceed.
  double quantile_us(double share) const {
    const auto rank = static_cast<std::uint64_t>(share * static_cast<double>(count_));
    std::uint64_t seen = 0;
    for (std::size_t i = 0; i < counts_.size(); ++i) {
      seen += counts_[i];
      if (seen > rank) return static_cast<double>(upper_bound(i)) / 1000;
    }
    return max_us();
  }

 private:
  static constexpr std::size_t kStepBits = 6;
  static constexpr std::size_t kSteps = std::size_t{1} << kStepBits;

  static std::size_t slot(std::uint64_t value) {
    if (value < kSteps) return value;
    const std::size_t shift = static_cast<std::size_t>(std::bit_width(value)) - 1 - kStepBits;
    return (shift + 1) * kSteps + ((value >> shift) - kSteps);
  }
  static std::uint64_t upper_bound(std::size_t slot) {
    if (slot < kSteps) return slot;
    const std::size_t shift = slot / kSteps - 1;
    return ((slot % kSteps + kSteps + 1) << shift) - 1;
  }

  std::array<std::uint64_t, (64 - kStepBits + 1) * kSteps> counts_{};
  std::uint64_t count_ = 0;
  std::uint64_t max_ = 0;
};

}  // namespace umlauf::cli
