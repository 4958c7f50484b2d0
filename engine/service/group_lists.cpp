// What a group reads from lists and cells: the store's, what the group below has changed, and what
// it has changed itself.
#include <algorithm>
#include <functional>
#include <iterator>
#include <utility>

#include "engine/service/group.hpp"

namespace umlauf::service {

Result<std::vector<Entry>> Group::entries(const EntryScan& scan) { return merged(scan, false); }

Result<std::vector<Entry>> Group::claim(const EntryScan& scan) {
  await_below();  // the store claims for one group at a time
  claimed_ = true;
  return merged(scan, true);
}

// What the store has and the group has not removed, then what the group has added, in one order. It
// costs what it passes over: where the group has worked off the list so far, `scan.after` leaves
// that behind.
Result<std::vector<Entry>> Group::merged(const EntryScan& scan, bool claims) {
  std::vector<Entry> found;
  EntryScan wanted = scan;
  for (bool more = true; more && found.size() < scan.limit;) {
    UMLAUF_TRY(auto read, noted(claims ? store_.claim(wanted) : store_.entries(wanted)));
    more = read.size() >= wanted.limit;
    if (more) wanted.after = read.back();
    std::erase_if(read, [this](const Entry& entry) { return has_changed(entry); });
    found.insert(found.end(), std::move_iterator(read.begin()), std::move_iterator(read.end()));
  }
  if (entries_.empty() && below_ == nullptr) return found;
  add_changed(scan, found);
  if (found.size() > scan.limit) found.resize(scan.limit);
  return found;
}

bool Group::has_changed(const Entry& entry) const {
  return entries_.contains(entry) || (below_ != nullptr && below_->entries_.contains(entry));
}

// Whether what is below is in the store by now makes no difference: it was left out of what was
// read, and comes from here.
void Group::add_changed(const EntryScan& scan, std::vector<Entry>& found) const {
  const std::size_t stored = found.size();
  if (below_ != nullptr) collect_added(*below_, scan, stored, found);
  collect_added(*this, scan, stored, found);
  if (found.size() == stored) return;
  const auto middle = found.begin() + static_cast<std::ptrdiff_t>(stored);
  if (scan.descending) {
    std::sort(found.begin(), found.end(), std::greater<>());
  } else {
    if (below_ != nullptr) std::sort(middle, found.end());
    std::inplace_merge(found.begin(), middle, found.end());
  }
}

// What `of` (this group or the one below) has added, and this one has not changed since.
void Group::collect_added(const Group& of, const EntryScan& scan, std::size_t stored,
                          std::vector<Entry>& found) const {
  const auto fits = [&scan](const Entry& entry) {
    return entry.position >= scan.position_min && entry.position <= scan.position_max;
  };
  const std::string name = scan.name.value_or("");
  const Entry first{scan.kind, name, scan.name ? scan.position_min : INT64_MIN, {}, {}};
  const auto inside = [&scan](const Entry& entry) {
    return entry.kind == scan.kind && (!scan.name || entry.name == *scan.name);
  };
  auto begin = of.entries_.lower_bound(first);
  if (scan.after && !scan.descending && *scan.after >= first)
    begin = of.entries_.upper_bound(*scan.after);
  for (auto at = begin; at != of.entries_.end() && inside(at->first); ++at) {
    const Entry& entry = at->first;
    if (scan.after && scan.descending && entry >= *scan.after) break;
    if (scan.name && entry.position > scan.position_max) break;
    // Whatever is there already comes first.
    if (!scan.descending && stored >= scan.limit && entry > found[stored - 1]) break;
    if (at->second > 0 && fits(entry) && (&of == this || !entries_.contains(entry)))
      found.push_back(entry);
  }
}

Result<std::optional<Bytes>> Group::cell(const std::string& name) {
  if (const auto found = cells_.find(name); found != cells_.end())
    return found->second.empty() ? std::nullopt : std::optional(found->second);
  if (below_ != nullptr && !below_->batch_.cells.empty()) await_below();
  UMLAUF_TRY(auto cells, noted(store_.cells(name, "", 1)));
  if (cells.empty() || cells[0].name != name) return std::optional<Bytes>{};
  return std::optional(std::move(cells[0].content));
}

Result<std::vector<Cell>> Group::cells(const std::string& prefix, const std::string& after,
                                       std::size_t limit) {
  if (below_ != nullptr && !below_->batch_.cells.empty()) await_below();
  const auto begin = cells_.lower_bound(prefix);
  auto end = begin;
  while (end != cells_.end() && end->first.starts_with(prefix)) ++end;
  // Those that the group has deleted would leave gaps.
  const auto own = static_cast<std::size_t>(std::distance(begin, end));
  UMLAUF_TRY(auto found, noted(store_.cells(prefix, after, limit + own)));
  if (own == 0) return found;
  std::erase_if(found, [this](const Cell& cell) { return cells_.contains(cell.name); });
  for (auto at = begin; at != end; ++at)
    if (at->first > after && !at->second.empty()) found.push_back({at->first, at->second});
  std::sort(found.begin(), found.end(),
            [](const Cell& a, const Cell& b) { return a.name < b.name; });
  if (found.size() > limit) found.resize(limit);
  return found;
}

}  // namespace umlauf::service
