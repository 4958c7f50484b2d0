#include "engine/verify/grid_sweep.hpp"

#include <algorithm>
#include <numeric>
#include <utility>

namespace umlauf::verify {
namespace {

bool get(const std::vector<std::uint64_t>& bits, std::size_t at) {
  return (bits[at / 64] >> (at % 64)) & 1U;
}

void flip(std::vector<std::uint64_t>& bits, std::size_t at) {
  bits[at / 64] ^= std::uint64_t{1} << (at % 64);
}

}  // namespace

Sweep::Sweep(const Grid& grid, const std::vector<std::size_t>& rows, const Grid::Line* within,
             std::size_t steps_max)
    : grid_(grid),
      rows_(rows),
      within_(within),
      steps_left_(steps_max),
      words_((rows.size() + 63) / 64),
      next_(words_) {
  const std::size_t columns = grid_.columns_.size();
  changes_.resize(columns + 1);
  levels_.resize(columns + 1);
  for (std::uint32_t column = 0; column <= columns; ++column) {
    Bits& held = changes_[column].held_from;
    held.assign(words_, 0);
    for (std::size_t i = 0; i < rows_.size(); ++i)
      if (grid_.rows_[rows_[i]].full_from <= column) flip(held, i);
  }
  Bits all(words_, 0);
  for (std::size_t i = 0; i < rows_.size(); ++i) flip(all, i);
  enter(all);
}

// Made when the column is come to for the first time: often none of the later ones is.
void Sweep::note_changes(std::uint32_t column) {
  Changes& changes = changes_[column];
  if (!changes.first.empty()) return;
  const std::size_t cells = grid_.cuts_[column].cells + 1;
  changes.always.assign(words_, 0);
  std::vector<std::pair<std::uint32_t, std::uint32_t>> found;  // cell, row
  for (std::uint32_t i = 0; i < rows_.size(); ++i) {
    const Bits& own = grid_.rows_[rows_[i]].cells[column];
    if (own.empty()) {
      flip(changes.always, i);
      continue;
    }
    bool before = false;
    for (std::uint32_t cell = 0; cell < cells; ++cell) {
      if (cell % 64 == 0 && own[cell / 64] == (before ? ~std::uint64_t{0} : 0)) {
        cell += 63;  // a whole word without a change
        continue;
      }
      if (get(own, cell) == before) continue;
      before = !before;
      found.emplace_back(cell, i);
    }
  }
  changes.first.assign(cells + 1, 0);
  for (const auto& [cell, row] : found) ++changes.first[cell + 1];
  std::partial_sum(changes.first.begin(), changes.first.end(), changes.first.begin());
  std::vector<std::uint32_t> next = changes.first;
  changes.rows.resize(found.size());
  for (const auto& [cell, row] : found) changes.rows[next[cell]++] = row;
  spend(cells + rows_.size() * (cells / 64 + 1));
}

bool Sweep::spend(std::size_t steps) {
  exhausted_ = exhausted_ || steps > steps_left_;
  steps_left_ -= std::min(steps, steps_left_);
  return !exhausted_;
}

void Sweep::enter(const Bits& active) {
  Level& level = levels_[depth_++];
  level.active = active;
  level.cell = 0;
  level.begun = level.swept = false;
  level.changed = true;
}

void Sweep::leave() {
  --depth_;
  if (!chosen_.empty()) chosen_.pop_back();
}

// To the next cell at which the rows in play differ from those before; false: there is none.
bool Sweep::advance(Level& level, std::uint32_t column) {
  const Changes& changes = changes_[column];
  const Grid::Bits& possible = within_ && !within_->cells[column].empty()
                                   ? within_->cells[column]
                                   : grid_.cuts_[column].allowed;
  while (level.cell <= grid_.cuts_[column].cells) {
    const std::size_t cell = level.cell++;
    const std::size_t first = changes.first[cell], last = changes.first[cell + 1];
    for (std::size_t i = first; i < last; ++i) {
      flip(level.current, changes.rows[i]);
      level.changed = level.changed || get(level.active, changes.rows[i]);
    }
    if (!spend(last - first + 1)) return false;
    if (!level.changed || !get(possible, cell)) continue;
    level.changed = false;
    if (!spend(words_)) return false;
    for (std::size_t i = 0; i < words_; ++i) next_[i] = level.active[i] & level.current[i];
    if (level.swept && next_ == level.last) continue;
    level.swept = true;
    level.last = next_;
    chosen_.push_back(cell);
    return true;
  }
  return false;
}

std::optional<std::vector<std::size_t>> Sweep::next() {
  while (depth_ > 0) {
    const auto column = static_cast<std::uint32_t>(depth_ - 1);
    Level& level = levels_[column];
    if (!level.begun) {
      level.begun = true;
      bool held = false, any = false;
      for (std::size_t i = 0; i < words_; ++i) {
        held = held || (level.active[i] & changes_[column].held_from[i]) != 0;
        any = any || level.active[i] != 0;
      }
      if (!any) {
        std::vector<std::size_t> gap = chosen_;
        leave();
        return gap;
      }
      if (held || column >= grid_.columns_.size()) {
        leave();
        continue;
      }
      note_changes(column);
      level.current = changes_[column].always;
    }
    if (advance(level, column))
      enter(level.last);
    else
      leave();
    if (exhausted_) return std::nullopt;
  }
  return std::nullopt;
}

}  // namespace umlauf::verify
