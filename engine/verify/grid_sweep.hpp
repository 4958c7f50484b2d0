#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "engine/verify/boxes.hpp"

namespace umlauf::verify {

/// A sweep over the columns of a grid in turn, for values that none of some rows holds for. Along a
/// column the set of rows that are still in play changes only where one of them begins or ends;
/// where none is left, a gap is found.
class Sweep {
 public:
  /// Over all values, or those of `within`. The grid must live on.
  Sweep(const Grid& grid, const std::vector<std::size_t>& rows, const Grid::Line* within,
        std::size_t steps_max);

  /// The next gap: a cell of each of the first columns, of the others any. nullopt: there is none,
  /// or it took too long.
  std::optional<std::vector<std::size_t>> next();
  bool complete() const { return !exhausted_; }
  std::size_t steps_left() const { return steps_left_; }

 private:
  using Bits = std::vector<std::uint64_t>;
  // Rows that begin or end along a column, by cell.
  struct Changes {
    std::vector<std::uint32_t> first;  // by cell: into `rows`
    std::vector<std::uint32_t> rows;
    Bits always;     // rows that look at nothing in this column
    Bits held_from;  // rows that look at nothing from this column on
  };
  struct Level {
    Bits active;   // rows in play
    Bits current;  // rows that hold at the cell, as far as this column is concerned
    Bits last;     // rows that were in play at the cell before
    std::size_t cell = 0;
    bool begun = false;
    bool swept = false;
    bool changed = true;
  };

  void note_changes(std::uint32_t column);
  bool advance(Level& level, std::uint32_t column);
  void enter(const Bits& active);
  void leave();
  bool spend(std::size_t steps);

  const Grid& grid_;
  const std::vector<std::size_t>& rows_;
  const Grid::Line* within_;
  std::size_t steps_left_;
  std::size_t words_;
  Bits next_;  // spare
  bool exhausted_ = false;
  std::vector<Changes> changes_;  // by column
  std::vector<Level> levels_;     // by column, and one behind all
  std::size_t depth_ = 0;         // levels in use
  std::vector<std::size_t> chosen_;
};

}  // namespace umlauf::verify
