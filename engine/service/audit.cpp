#include "engine/service/audit.hpp"

#include "engine/service/auditor.hpp"

namespace umlauf::service {
namespace {

constexpr std::size_t kAtOnce = 1000;

Result<Done> check_instance(Store& store, const InstanceRow& instance, Auditor& auditor) {
  auditor.begin_instance(instance.key);
  std::uint64_t last = 0;
  for (;;) {
    UMLAUF_TRY(const auto rows, store.journal(instance.key, last + 1, kAtOnce));
    for (const JournalRow& row : rows) auditor.row(row);
    if (!rows.empty()) last = rows.back().sequence;
    if (rows.size() < kAtOnce) break;
  }
  std::uint64_t revision = instance.revision;
  if (last > revision) {
    // Rows may have been written since the instance was read: then its state has gone on, too.
    UMLAUF_TRY(const auto stored, store.load(instance.key));
    if (stored && stored->row.revision >= last) revision = last;
  }
  auditor.end_instance(revision);
  return Done{};
}

}  // namespace

Result<AuditReport> verify_audit(Store& store, const std::optional<Digest>& anchor) {
  Auditor auditor(
      [&store](InstanceKey key, std::uint64_t sequence) -> Result<std::optional<Auditor::RowSeal>> {
        UMLAUF_TRY(const auto rows, store.journal(key, sequence, 1));
        if (rows.empty() || rows[0].sequence != sequence) return std::optional<Auditor::RowSeal>{};
        return std::optional(Auditor::RowSeal{rows[0].hash, rows[0].time});
      });
  // What is written meanwhile is younger than the anchors read here.
  const auto read = read_anchor_head(store);
  if (!read && read.error().code != ErrorCode::Damaged) return read.error();
  const AnchorHead head = read ? *read : AnchorHead{};
  InstanceKey after;
  for (;;) {
    UMLAUF_TRY(const auto instances, store.instances(after, kAtOnce));
    for (const InstanceRow& instance : instances)
      UMLAUF_CHECK(check_instance(store, instance, auditor));
    if (instances.size() < kAtOnce) break;
    after = instances.back().key;
  }
  std::uint64_t last = 0;
  const auto walked = for_each_anchor(
      store, [&](const Anchor& each, const std::vector<AnchorLeaf>& leaves) -> Result<Done> {
        if (head.number != 0 && each.number > head.number) return Done{};
        last = each.number;
        return auditor.anchor(each, leaves);
      });
  if (!walked && walked.error().code != ErrorCode::Damaged) return walked.error();
  if (!walked) auditor.find({{}, 0, last + 1, walked.error().message});
  if (!read) auditor.find({{}, 0, 0, read.error().message});
  return auditor.finish(walked && read ? std::optional(head.digest) : std::nullopt, anchor);
}

}  // namespace umlauf::service
