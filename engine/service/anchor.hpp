#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <vector>

#include "engine/base/result.hpp"
#include "engine/service/store.hpp"

/// Anchors: what makes the chains of all instances one. Each records the heads of the journals that
/// have grown since the anchor before and is chained to it, so that its digest, kept elsewhere,
/// vouches for everything up to then: a row that is changed, cut off or taken away together with
/// its whole chain no longer fits.
namespace umlauf::service {

/// The last journal row of an instance when the anchor was written.
struct AnchorLeaf {
  InstanceKey instance;
  std::uint64_t sequence = 0;
  Digest hash{};

  bool operator==(const AnchorLeaf&) const = default;
};

struct Anchor {
  std::uint64_t number = 0;  ///< 1, 2, 3 ... without a gap
  calendar::Instant time;    ///< when the heads began to be read
  /// Whether everything that had grown is recorded; otherwise the next anchor goes on.
  bool complete = true;
  Digest previous{};  ///< the digest of the anchor before; all zero for the first
  Digest root{};      ///< of the leaves
  std::uint64_t leaves = 0;

  bool operator==(const Anchor&) const = default;
};

/// What is kept elsewhere: SHA-256(`umlauf anchor 1`, number, time, complete, previous, root,
/// leaves), each number of eight bytes.
Digest anchor_digest(const Anchor& anchor);

/// The root of a Merkle tree as in RFC 9162 §2.1.1; a leaf is the instance and the sequence (eight
/// bytes each) and the hash.
Digest merkle_root(std::span<const AnchorLeaf> leaves);

/// The anchor that was written last.
struct AnchorHead {
  Bytes cell;  ///< as it is stored, to guard against a second writer; empty: there is no anchor yet
  std::uint64_t number = 0;
  Digest digest{};
  calendar::Instant time;
  bool complete = true;
  std::optional<calendar::Instant> complete_time;  ///< of the last anchor that was complete
};

/// Errors: Damaged, Storage.
Result<AnchorHead> read_anchor_head(Store& store);

/// The cells of an anchor that follows `head`; `leaves` in ascending order.
std::vector<Cell> anchor_cells(const Anchor& anchor, std::span<const AnchorLeaf> leaves,
                               const AnchorHead& head);
/// The cell that says which anchor is the last.
inline constexpr std::string_view kAnchorHeadCell = "anchor-head";

/// Every anchor in turn with its leaves. A cell that cannot be read ends the walk with an error
/// (Storage).
Result<Done> for_each_anchor(
    Store& store,
    const std::function<Result<Done>(const Anchor&, const std::vector<AnchorLeaf>&)>& visit);

}  // namespace umlauf::service
