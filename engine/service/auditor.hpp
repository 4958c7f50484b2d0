#pragma once

#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "engine/service/anchor.hpp"
#include "engine/service/audit.hpp"

namespace umlauf::service {

/// The checks of an audit, wherever the rows come from: first all instances in ascending order,
/// each with its rows, then all anchors.
class Auditor {
 public:
  /// What is remembered of a row.
  struct RowSeal {
    Digest hash{};
    calendar::Instant time;
  };
  /// Finds a row again that was seen before.
  using FindRow = std::function<Result<std::optional<RowSeal>>(InstanceKey, std::uint64_t)>;

  explicit Auditor(FindRow find_row) : find_row_(std::move(find_row)) {}

  void begin_instance(InstanceKey key);
  void row(const JournalRow& row);
  /// `revision`: how many rows the stored state says there are.
  void end_instance(std::optional<std::uint64_t> revision = {});

  Result<Done> anchor(const Anchor& anchor, const std::vector<AnchorLeaf>& leaves);
  /// `head`: what the store says is its last anchor. `wanted`: an anchor kept elsewhere.
  Result<AuditReport> finish(const std::optional<Digest>& head,
                             const std::optional<Digest>& wanted);

  void find(AuditFinding finding);

 private:
  struct Seen {
    InstanceKey key;
    std::uint64_t last = 0;     // row
    std::uint64_t covered = 0;  // by the anchors so far
    bool broken = false;        // the first thing that is wrong is known
  };
  Seen* seen(InstanceKey key);
  void breaks(Seen& at, std::uint64_t sequence, std::uint64_t anchor, std::string english,
              std::string german);
  Result<Done> check_leaf(const Anchor& anchor, const AnchorLeaf& leaf);
  Result<Done> check_times(const Anchor& anchor, Seen& at, std::uint64_t sequence,
                           calendar::Instant time);
  Result<Done> check_open_rows(Seen& at, calendar::Instant bound);
  void check_suspects();
  calendar::Instant earliest_since(std::uint64_t anchor) const;

  /// A row that an anchor does not know and that claims to be older than it: wrong, unless a later
  /// anchor shows that the clock was ahead when that one was written.
  struct Suspect {
    InstanceKey instance;
    std::uint64_t sequence = 0;
    calendar::Instant time;
    std::uint64_t anchor = 0;
  };

  FindRow find_row_;
  AuditReport report_;
  std::vector<Seen> seen_;
  Digest chain_{};
  std::uint64_t expected_ = 1;
  std::uint64_t complete_number_ = 0;  // of the last anchor that was complete
  std::vector<Digest> digests_;
  std::map<std::uint64_t, calendar::Instant> times_;  // of the anchors, by number
  calendar::Instant latest_{INT64_MIN};               // of the anchors so far
  std::vector<Suspect> suspects_;
};

}  // namespace umlauf::service
