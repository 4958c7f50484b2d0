#include "engine/service/statistics.hpp"

#include <algorithm>
#include <bit>
#include <cmath>

#include "engine/feel/binary.hpp"

namespace umlauf::service {
namespace {

constexpr char kFormat = 1;
constexpr std::uint32_t kPerDoubling = 4;

// 0 and 1 have buckets of their own; from there on four to each doubling.
std::uint32_t bucket_of(std::uint64_t duration) {
  if (duration < kPerDoubling) return static_cast<std::uint32_t>(duration);
  const auto doubling = static_cast<std::uint32_t>(std::bit_width(duration)) - 1;
  const auto quarter = static_cast<std::uint32_t>(duration >> (doubling - 2)) & (kPerDoubling - 1);
  return doubling * kPerDoubling + quarter;
}

// The middle of a bucket.
std::int64_t middle_of(std::uint32_t bucket) {
  if (bucket < kPerDoubling) return bucket;
  const std::uint32_t doubling = bucket / kPerDoubling;
  const std::uint64_t width = std::uint64_t{1} << (doubling - 2);
  return static_cast<std::int64_t>((kPerDoubling + bucket % kPerDoubling) * width + width / 2);
}

bool read(std::string_view& bytes, std::uint64_t& number) {
  const auto value = feel::read_varint(bytes);
  number = value.value_or(0);
  return value.has_value();
}

bool read(std::string_view& bytes, std::int64_t& number) {
  std::uint64_t value = 0;
  if (!read(bytes, value)) return false;
  number = static_cast<std::int64_t>(value);
  return true;
}

}  // namespace

void DurationSum::add(std::int64_t milliseconds) {
  // A clock that was set back does not make anything take less than no time.
  const std::int64_t duration = std::max<std::int64_t>(milliseconds, 0);
  least_ms_ = count_ == 0 ? duration : std::min(least_ms_, duration);
  most_ms_ = std::max(most_ms_, duration);
  total_ms_ += duration;
  ++count_;
  ++buckets_[bucket_of(static_cast<std::uint64_t>(duration))];
}

void DurationSum::add(const DurationSum& other) {
  if (other.count_ == 0) return;
  least_ms_ = count_ == 0 ? other.least_ms_ : std::min(least_ms_, other.least_ms_);
  most_ms_ = std::max(most_ms_, other.most_ms_);
  total_ms_ += other.total_ms_;
  count_ += other.count_;
  for (const auto& [bucket, count] : other.buckets_) buckets_[bucket] += count;
}

std::int64_t DurationSum::percentile_ms(double share) const {
  const auto wanted = static_cast<std::uint64_t>(std::ceil(share * static_cast<double>(count_)));
  std::uint64_t seen = 0;
  for (const auto& [bucket, count] : buckets_) {
    seen += count;
    if (seen >= wanted) return std::clamp(middle_of(bucket), least_ms_, most_ms_);
  }
  return 0;
}

void DurationSum::append_to(Bytes& out) const {
  feel::append_varint(out, count_);
  feel::append_varint(out, static_cast<std::uint64_t>(total_ms_));
  feel::append_varint(out, static_cast<std::uint64_t>(least_ms_));
  feel::append_varint(out, static_cast<std::uint64_t>(most_ms_));
  feel::append_varint(out, buckets_.size());
  for (const auto& [bucket, count] : buckets_) {
    feel::append_varint(out, bucket);
    feel::append_varint(out, count);
  }
}

bool DurationSum::read_from(std::string_view& bytes) {
  std::uint64_t size = 0;
  if (!read(bytes, count_) || !read(bytes, total_ms_) || !read(bytes, least_ms_) ||
      !read(bytes, most_ms_) || !read(bytes, size))
    return false;
  for (std::uint64_t i = 0; i < size; ++i) {
    std::uint64_t bucket = 0;
    std::uint64_t count = 0;
    if (!read(bytes, bucket) || bucket >= 64 * kPerDoubling || !read(bytes, count)) return false;
    buckets_[static_cast<std::uint32_t>(bucket)] = count;
  }
  return true;
}

void ElementSum::add(const ElementSum& other) {
  entered += other.entered;
  completed += other.completed;
  terminated += other.terminated;
  failed += other.failed;
  durations.add(other.durations);
}

void ProcessSum::add(const ProcessSum& other) {
  instances += other.instances;
  durations.add(other.durations);
  for (const auto& [node, sum] : other.nodes) nodes[node].add(sum);
  for (const auto& [flow, count] : other.flows) flows[flow] += count;
}

Bytes ProcessSum::encode() const {
  Bytes out(1, kFormat);
  feel::append_varint(out, instances);
  durations.append_to(out);
  feel::append_varint(out, nodes.size());
  for (const auto& [node, sum] : nodes) {
    feel::append_varint(out, node.value());
    for (const std::uint64_t count : {sum.entered, sum.completed, sum.terminated, sum.failed})
      feel::append_varint(out, count);
    sum.durations.append_to(out);
  }
  feel::append_varint(out, flows.size());
  for (const auto& [flow, count] : flows) {
    feel::append_varint(out, flow.value());
    feel::append_varint(out, count);
  }
  return out;
}

std::optional<ProcessSum> ProcessSum::decode(std::string_view bytes) {
  if (bytes.empty() || bytes.front() != kFormat) return std::nullopt;
  bytes.remove_prefix(1);
  ProcessSum sum;
  std::uint64_t size = 0;
  if (!read(bytes, sum.instances) || !sum.durations.read_from(bytes) || !read(bytes, size))
    return std::nullopt;
  for (std::uint64_t i = 0; i < size; ++i) {
    std::uint64_t node = 0;
    ElementSum element;
    if (!read(bytes, node) || !read(bytes, element.entered) || !read(bytes, element.completed) ||
        !read(bytes, element.terminated) || !read(bytes, element.failed) ||
        !element.durations.read_from(bytes))
      return std::nullopt;
    sum.nodes[definition::NodeIndex(static_cast<std::size_t>(node))] = std::move(element);
  }
  if (!read(bytes, size)) return std::nullopt;
  for (std::uint64_t i = 0; i < size; ++i) {
    std::uint64_t flow = 0;
    std::uint64_t count = 0;
    if (!read(bytes, flow) || !read(bytes, count)) return std::nullopt;
    sum.flows[definition::FlowIndex(static_cast<std::size_t>(flow))] = count;
  }
  if (!bytes.empty()) return std::nullopt;
  return sum;
}

void add(ProcessSums& sums, const runtime::History& history) {
  ProcessSum& own = sums[history.header.definition];
  ++own.instances;
  if (history.header.ended)
    own.durations.add(history.header.ended->milliseconds - history.header.started.milliseconds);
  for (const auto& [at, count] : history.flows) sums[at.first].flows[at.second] += count;
  for (const runtime::HistoryRow& row : history.rows) {
    if (row.body) continue;
    ElementSum& element = sums[row.definition].nodes[row.node];
    ++element.entered;
    switch (row.state) {
      case runtime::HistoryRow::State::Active:
        break;
      case runtime::HistoryRow::State::Completed:
        ++element.completed;
        break;
      case runtime::HistoryRow::State::Terminated:
        ++element.terminated;
        break;
      case runtime::HistoryRow::State::Failed:
        ++element.failed;
        break;
    }
    if (row.ended) element.durations.add(row.ended->milliseconds - row.started.milliseconds);
  }
}

}  // namespace umlauf::service
