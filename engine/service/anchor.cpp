#include "engine/service/anchor.hpp"

#include <algorithm>

#include "engine/feel/binary.hpp"
#include "engine/service/digest.hpp"

namespace umlauf::service {
namespace {

constexpr std::string_view kAnchors = "anchor/";
constexpr std::size_t kAnchorsAtOnce = 100;
constexpr std::size_t kLeavesPerCell = 10'000;

std::string anchor_name(std::uint64_t number) { return std::string(kAnchors) + fixed_hex(number); }
std::string leaves_prefix(std::uint64_t number) { return "anchor-leaves/" + fixed_hex(number); }

Error damaged(std::string_view cell) {
  const std::string name(cell);
  return error(ErrorCode::Damaged, "the stored value '" + name + "' is damaged",
               "der gespeicherte Wert '" + name + "' ist beschädigt");
}

class Fields {
 public:
  explicit Fields(std::string_view bytes) : bytes_(bytes) {}
  std::uint64_t number() {
    const auto read = feel::read_varint(bytes_);
    ok_ = ok_ && read;
    return read.value_or(0);
  }
  calendar::Instant time() { return {static_cast<std::int64_t>(number())}; }
  Digest digest() {
    const auto read = digest_of(bytes_.substr(0, Digest{}.size()));
    ok_ = ok_ && read;
    bytes_.remove_prefix(std::min(bytes_.size(), Digest{}.size()));
    return read.value_or(Digest{});
  }
  bool empty() const { return bytes_.empty(); }
  bool ok() const { return ok_; }

 private:
  std::string_view bytes_;
  bool ok_ = true;
};

void put(Bytes& out, std::uint64_t number) { feel::append_varint(out, number); }
void put(Bytes& out, calendar::Instant at) {
  put(out, static_cast<std::uint64_t>(at.milliseconds));
}
void put(Bytes& out, const Digest& digest) { out += bytes_of(digest); }

Bytes encode(const Anchor& anchor) {
  Bytes out;
  put(out, anchor.number);
  put(out, anchor.time);
  put(out, anchor.complete ? 1 : 0);
  put(out, anchor.previous);
  put(out, anchor.root);
  put(out, anchor.leaves);
  return out;
}

std::optional<Anchor> decode_anchor(std::string_view bytes) {
  Fields fields(bytes);
  Anchor anchor;
  anchor.number = fields.number();
  anchor.time = fields.time();
  anchor.complete = fields.number() != 0;
  anchor.previous = fields.digest();
  anchor.root = fields.digest();
  anchor.leaves = fields.number();
  if (!fields.ok() || !fields.empty()) return std::nullopt;
  return anchor;
}

Bytes encode(const AnchorHead& head) {
  Bytes out;
  put(out, head.number);
  put(out, head.digest);
  put(out, head.time);
  put(out, head.complete ? 1 : 0);
  put(out, head.complete_time ? 1 : 0);
  put(out, head.complete_time.value_or(calendar::Instant{}));
  return out;
}

// Instances as differences, since they ascend.
Bytes encode(std::span<const AnchorLeaf> leaves) {
  Bytes out;
  std::uint64_t before = 0;
  for (const AnchorLeaf& leaf : leaves) {
    put(out, leaf.instance.value() - before);
    put(out, leaf.sequence);
    put(out, leaf.hash);
    before = leaf.instance.value();
  }
  return out;
}

bool decode_leaves(std::string_view bytes, std::vector<AnchorLeaf>& leaves) {
  Fields fields(bytes);
  std::uint64_t before = 0;
  while (fields.ok() && !fields.empty()) {
    AnchorLeaf leaf;
    before += fields.number();
    leaf.instance = InstanceKey(before);
    leaf.sequence = fields.number();
    leaf.hash = fields.digest();
    leaves.push_back(leaf);
  }
  return fields.ok();
}

Result<std::vector<AnchorLeaf>> read_leaves(Store& store, std::uint64_t number) {
  std::vector<AnchorLeaf> leaves;
  std::string after;
  for (;;) {
    UMLAUF_TRY(const auto cells, store.cells(leaves_prefix(number), after, 1));
    if (cells.empty()) return leaves;
    if (!decode_leaves(cells[0].content, leaves)) return damaged(cells[0].name);
    after = cells[0].name;
  }
}

}  // namespace

Digest anchor_digest(const Anchor& anchor) {
  return sha256(
      {"umlauf anchor 1",
       view_of(fixed_width(anchor.number, anchor.time.milliseconds, anchor.complete ? 1 : 0)),
       bytes_of(anchor.previous), bytes_of(anchor.root), view_of(fixed_width(anchor.leaves))});
}

// Bottom up: a stack of the roots of complete subtrees, their sizes falling powers of two.
Digest merkle_root(std::span<const AnchorLeaf> leaves) {
  static constexpr std::string_view kLeaf("\0", 1);
  static constexpr std::string_view kNode("\1", 1);
  if (leaves.empty()) return sha256({});
  std::vector<Digest> roots;
  const auto join = [&roots] {
    const Digest right = roots.back();
    roots.pop_back();
    roots.back() = sha256({kNode, bytes_of(roots.back()), bytes_of(right)});
  };
  for (std::size_t i = 0; i < leaves.size(); ++i) {
    roots.push_back(
        sha256({kLeaf, view_of(fixed_width(leaves[i].instance.value(), leaves[i].sequence)),
                bytes_of(leaves[i].hash)}));
    for (std::size_t done = i + 1; done % 2 == 0; done /= 2) join();
  }
  while (roots.size() > 1) join();
  return roots.front();
}

Result<AnchorHead> read_anchor_head(Store& store) {
  UMLAUF_TRY(const auto cells, store.cells(kAnchorHeadCell, "", 1));
  AnchorHead head;
  if (cells.empty()) return head;
  Fields fields(cells[0].content);
  head.cell = cells[0].content;
  head.number = fields.number();
  head.digest = fields.digest();
  head.time = fields.time();
  head.complete = fields.number() != 0;
  const bool has_complete = fields.number() != 0;
  const calendar::Instant complete_time = fields.time();
  if (has_complete) head.complete_time = complete_time;
  if (!fields.ok() || !fields.empty()) return damaged(kAnchorHeadCell);
  return head;
}

std::vector<Cell> anchor_cells(const Anchor& anchor, std::span<const AnchorLeaf> leaves,
                               const AnchorHead& head) {
  std::vector<Cell> cells;
  for (std::size_t first = 0, chunk = 0; first < leaves.size(); first += kLeavesPerCell, ++chunk)
    cells.push_back(
        {leaves_prefix(anchor.number) + "/" + fixed_hex(chunk),
         encode(leaves.subspan(first, std::min(kLeavesPerCell, leaves.size() - first)))});
  cells.push_back({anchor_name(anchor.number), encode(anchor)});
  AnchorHead next = head;
  next.number = anchor.number;
  next.digest = anchor_digest(anchor);
  next.time = anchor.time;
  next.complete = anchor.complete;
  if (anchor.complete) next.complete_time = anchor.time;
  cells.push_back({std::string(kAnchorHeadCell), encode(next)});
  return cells;
}

Result<Done> for_each_anchor(
    Store& store,
    const std::function<Result<Done>(const Anchor&, const std::vector<AnchorLeaf>&)>& visit) {
  std::string after;
  for (;;) {
    UMLAUF_TRY(const auto cells, store.cells(kAnchors, after, kAnchorsAtOnce));
    for (const Cell& cell : cells) {
      const auto anchor = decode_anchor(cell.content);
      if (!anchor || cell.name != anchor_name(anchor->number)) return damaged(cell.name);
      UMLAUF_TRY(const auto leaves, read_leaves(store, anchor->number));
      UMLAUF_CHECK(visit(*anchor, leaves));
    }
    if (cells.size() < kAnchorsAtOnce) return Done{};
    after = cells.back().name;
  }
}

}  // namespace umlauf::service
