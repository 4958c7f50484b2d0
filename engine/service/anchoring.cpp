// Writing anchors: which journals have grown, and their heads.
#include <algorithm>
#include <map>

#include "engine/service/anchor.hpp"
#include "engine/service/audit.hpp"
#include "engine/service/digest.hpp"
#include "engine/service/engine_parts.hpp"

namespace umlauf::service {
namespace {

constexpr std::size_t kAtOnce = 1000;
// Of one anchor; more are spread over several, so that no commit grows without bound.
constexpr std::size_t kLeavesMax = 100'000;

// The heads of journals that have grown since a moment. Each is read for itself, beside whatever is
// being committed: what grows meanwhile is the next anchor's business.
class Heads {
 public:
  Heads(Store& store, std::optional<calendar::Instant> since) : store_(store) {
    if (since) since_ms_ = since->milliseconds - kClockToleranceMs;
  }

  Result<Done> add_list(EntryKind kind, const std::string& process, std::int64_t position_min) {
    EntryScan scan{.kind = kind, .name = process, .position_min = position_min};
    scan.limit = kAtOnce;
    for (;;) {
      UMLAUF_TRY(const auto entries, store_.entries(scan));
      for (const Entry& entry : entries) UMLAUF_CHECK(add(entry.instance));
      if (entries.size() < kAtOnce) return Done{};
      scan.after = entries.back();
    }
  }
  std::int64_t since_ms() const { return since_ms_; }

  std::vector<AnchorLeaf> leaves() const {
    std::vector<AnchorLeaf> leaves;
    leaves.reserve(heads_.size());
    for (const auto& [key, leaf] : heads_) leaves.push_back(leaf);
    return leaves;
  }

 private:
  Result<Done> add(InstanceKey key) {
    UMLAUF_TRY(const auto stored, store_.load(key));
    if (!stored) return Done{};
    UMLAUF_TRY(const auto rows, store_.journal(key, stored->row.revision, 1));
    if (rows.empty() || rows[0].time.milliseconds < since_ms_) return Done{};
    heads_[key] = {key, rows[0].sequence, rows[0].hash};
    return Done{};
  }

  Store& store_;
  std::int64_t since_ms_ = INT64_MIN;
  std::map<InstanceKey, AnchorLeaf> heads_;
};

AnchorView view_of(const AnchorHead& head) { return {head.number, head.time, to_hex(head.digest)}; }

}  // namespace

Result<AnchorView> Engine::anchor() {
  Store& store = parts_->store;
  UMLAUF_TRY(AnchorHead head, read_anchor_head(store));
  const calendar::Instant now = parts_->clock.now();
  UMLAUF_CHECK(parts_->definitions.refresh());
  // Written by a clock that was ahead: since when journals have grown is not known, so that all of
  // them are recorded.
  const bool set_back =
      head.complete_time && now.milliseconds < head.complete_time->milliseconds - kClockToleranceMs;
  Heads heads(store, set_back ? std::nullopt : head.complete_time);
  const CatalogPtr catalog = parts_->definitions.catalog();
  for (const auto& [process, versions] : catalog->processes_by_id) {
    // In this order: what ends between the two is found by the second.
    UMLAUF_CHECK(heads.add_list(EntryKind::Live, process, INT64_MIN));
    UMLAUF_CHECK(heads.add_list(EntryKind::Ended, process, heads.since_ms()));
  }
  // What is noted of instances that ended long ago.
  for (const Note note : {Note::Erased, Note::Held, Note::Released})
    UMLAUF_CHECK(heads.add_list(EntryKind::Note,
                                std::string(command_name(static_cast<std::uint8_t>(note))),
                                heads.since_ms()));
  const std::vector<AnchorLeaf> leaves = heads.leaves();
  std::size_t first = 0;
  do {
    const std::span<const AnchorLeaf> part =
        std::span(leaves).subspan(first, std::min(kLeavesMax, leaves.size() - first));
    first += part.size();
    const Anchor anchor{head.number + 1,   now,        first == leaves.size(), head.digest,
                        merkle_root(part), part.size()};
    KeepCells request;
    request.guards.push_back({std::string(kAnchorHeadCell), head.cell});
    request.cells = anchor_cells(anchor, part, head);
    UMLAUF_CHECK(execute(std::move(request)));
    UMLAUF_TRY(head, read_anchor_head(store));
  } while (first < leaves.size());
  return view_of(head);
}

Result<std::optional<AnchorView>> Engine::last_anchor() {
  UMLAUF_TRY(const AnchorHead head, read_anchor_head(parts_->store));
  if (head.number == 0) return std::optional<AnchorView>{};
  return std::optional(view_of(head));
}

Result<bool> Engine::anchor_due() {
  UMLAUF_TRY(const AnchorHead head, read_anchor_head(parts_->store));
  if (!head.complete_time || !head.complete) return true;
  const calendar::Instant now = parts_->clock.now();
  if (now.milliseconds < head.time.milliseconds - kClockToleranceMs) return true;
  const auto last = calendar::to_date_time(head.time, parts_->zone);
  const auto today = calendar::to_date_time(now, parts_->zone);
  return last && today && last->date < today->date;
}

}  // namespace umlauf::service
