#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "engine/feel/value.hpp"

/// Conditions and rules as boxes: for each variable a set of values, exact or not known at all.
/// What decision tables and gateways have in common (Calvanese et al., BPM 2016).
namespace umlauf::verify {

/// `[18..65)`, `> 3`, `"a"`; without ends: everything.
struct Piece {
  std::optional<feel::Value> low, high;
  bool low_included = false;
  bool high_included = false;

  static Piece exactly(const feel::Value& value) { return {value, value, true, true}; }
};

/// A union of pieces, or all that lies in none of them.
struct Pieces {
  bool negated = false;
  std::vector<Piece> pieces;

  static Pieces everything() { return {true, {}}; }
};

/// One rule or one way in which a condition can hold: a conjunction over columns. What is not
/// named may be anything.
struct Row {
  struct Cell {
    std::uint32_t column = 0;
    Pieces values;
  };
  std::vector<Cell> cells;
  /// There is a part that is not understood: the row may hold for less than it says.
  bool opaque = false;
};

struct Column {
  std::string name;
  /// Values that can occur at all; without: every value of the kind it is compared with.
  std::optional<Pieces> allowed;
};

/// Values of the columns that show a finding, those that matter: `age` - `17.5`.
using Example = std::vector<std::pair<std::string, std::string>>;

/// Rows over columns, each column cut into the elementary pieces that the rows can tell apart.
/// Null is in none of them: whether a value is there at all is another question.
class Grid {
 public:
  static constexpr std::size_t kColumnsMax = 64;
  static constexpr std::size_t kRowsMax = 5000;
  static constexpr std::size_t kCellsMax = 20'000;  ///< elementary pieces of a column

  /// Where values of one column are not comparable with each other, the rows that look at it
  /// become opaque. Nothing is known beyond the limits.
  Grid(std::vector<Column> columns, std::vector<Row> rows);

  bool known() const { return known_; }
  bool opaque(std::size_t row) const { return rows_[row].opaque; }
  /// The row can never hold (also where a part of it is not understood).
  bool empty(std::size_t row) const { return rows_[row].empty; }
  /// Values for which both rows hold; never for opaque ones.
  std::optional<Example> common(std::size_t a, std::size_t b) const;
  /// Whether `outer` holds wherever `inner` does.
  bool contains(std::size_t outer, std::size_t inner) const;
  /// Whether the others, none of them opaque, hold wherever `row` does. False where that would
  /// take too long to find out.
  bool covered(std::size_t row, const std::vector<std::size_t>& others) const;
  /// Values for which no row holds, up to `count`; opaque rows count as holding.
  std::vector<Example> gaps(std::size_t count) const;
  /// All columns but one are equal.
  std::optional<std::uint32_t> only_difference(std::size_t a, std::size_t b) const;

 private:
  using Bits = std::vector<std::uint64_t>;
  struct Cut {
    std::vector<feel::Value> points;  // sorted where `ordered`
    bool ordered = true;
    bool others = true;  // values besides the points
    Bits allowed;
    std::size_t cells = 1;
  };
  struct Line {
    std::vector<Bits> cells;    // by column; empty: everything
    std::size_t full_from = 0;  // columns from here on are unrestricted
    bool opaque = false;
    bool empty = false;
  };

  void cut(std::uint32_t column);
  bool gather(std::uint32_t column);
  Bits bits(std::uint32_t column, const Pieces& pieces) const;
  std::pair<std::size_t, std::size_t> stretch(const Cut& cut, const Piece& piece) const;
  const Bits& line_bits(std::size_t row, std::uint32_t column) const;
  std::string example(std::uint32_t column, std::size_t cell) const;
  bool search(const Line* within, const std::vector<std::size_t>& lines, std::size_t count,
              std::vector<Example>& found) const;

  std::vector<Column> columns_;
  std::vector<Row> source_;
  std::vector<Cut> cuts_;
  std::vector<Line> rows_;
  bool known_ = true;
};

}  // namespace umlauf::verify
