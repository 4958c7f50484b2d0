#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "engine/base/diagnostic.hpp"
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
  bool operator==(const Piece&) const = default;
};

/// Whether a test holds for null as well.
enum class OnNull : std::uint8_t { Fails, Holds, Unknown };

/// A union of pieces, or all that lies in none of them.
struct Pieces {
  bool negated = false;
  std::vector<Piece> pieces;
  OnNull on_null = OnNull::Fails;

  bool operator==(const Pieces&) const = default;
};

/// One rule or one way in which a condition can hold: a conjunction over columns. What is not
/// named may be anything.
struct Row {
  struct Cell {
    std::uint32_t column = 0;
    Pieces values;

    bool operator==(const Cell&) const = default;
  };
  std::vector<Cell> cells;
  /// There is a part that is not understood: the row may hold for less than it says.
  bool opaque = false;
};

struct Column {
  std::string name;
  /// Values that can occur at all, in each of these; without: every value of the kind it is
  /// compared with.
  std::vector<Pieces> allowed;
  bool whole = false;  ///< only whole numbers occur
};

/// Values of the columns that show a finding, those that matter: `age` - `17.5`.
using Example = std::vector<std::pair<std::string, Text>>;
/// `age = 17.5, member = true`
Text values_of(const Example& example);

/// Input that no row holds for.
struct Gaps {
  std::vector<Example> examples;
  std::size_t more = 0;   ///< besides these
  bool complete = false;  ///< there are no further ones
};

/// Whether null is a value like others; otherwise it is none that can occur, as whether a value is
/// there at all is mostly another question.
enum class Nulls : std::uint8_t { Never, Occur };

/// Rows over columns, each column cut into the elementary pieces that the rows can tell apart.
class Grid {
 public:
  static constexpr std::size_t kColumnsMax = 64;
  static constexpr std::size_t kRowsMax = 5000;
  static constexpr std::size_t kCellsMax = 20'000;  ///< elementary pieces of a column
  static constexpr std::size_t kGapsMax = 1000;     ///< that are counted

  /// Where values of one column are not comparable with each other, the rows that look at it
  /// become opaque. Nothing is known beyond the limits.
  Grid(std::vector<Column> columns, std::vector<Row> rows, Nulls nulls = Nulls::Never);

  bool known() const { return known_; }
  bool opaque(std::size_t row) const { return rows_[row].opaque; }
  /// The row can never hold (also where a part of it is not understood).
  bool empty(std::size_t row) const { return rows_[row].empty; }
  /// Whether both rows hold for some values; never for opaque ones.
  bool meet(std::size_t a, std::size_t b) const;
  /// Values for which all of these rows hold, if there are any; never for opaque ones.
  std::optional<Example> common(std::span<const std::size_t> rows) const;
  /// Whether `outer` holds wherever `inner` does.
  bool contains(std::size_t outer, std::size_t inner) const;
  /// Whether the others that are not opaque hold wherever `row` does. False where that would take
  /// too long to find out; all questions of this kind together have a limit.
  bool covered(std::size_t row, const std::vector<std::size_t>& others);
  /// Values for which none of the first `rows` rows holds, with up to `count` examples; opaque rows
  /// count as holding. `within`: of the values for which that row may hold.
  Gaps gaps(std::size_t count, std::size_t rows, std::optional<std::size_t> within = {}) const;
  Gaps gaps(std::size_t count) const { return gaps(count, rows_.size()); }
  /// All columns but one are equal.
  std::optional<std::uint32_t> only_difference(std::size_t a, std::size_t b) const;

 private:
  friend class Sweep;
  using Bits = std::vector<std::uint64_t>;
  struct Cut {
    std::vector<feel::Value> points;  // sorted where `ordered`
    bool ordered = true;
    bool others = true;  // values besides the points
    Bits allowed;
    std::size_t cells = 1;  // one more stands for null
  };
  struct Line {
    std::vector<Bits> cells;    // by column; empty: everything
    std::size_t full_from = 0;  // columns from here on are unrestricted
    bool opaque = false;
    bool empty = false;
  };

  void add_line(const Row& row);
  void cut(std::uint32_t column);
  bool gather(std::uint32_t column);
  void allow(std::uint32_t column);
  bool occurs(std::uint32_t column, std::size_t cell) const;
  Bits bits(std::uint32_t column, const Pieces& pieces) const;
  static std::pair<std::size_t, std::size_t> stretch(const Cut& cut, const Piece& piece);
  const Bits& line_bits(std::size_t row, std::uint32_t column) const;
  std::optional<std::size_t> common_cell(std::span<const std::size_t> rows,
                                         std::uint32_t column) const;
  std::optional<feel::Value> value_in(std::uint32_t column, std::size_t cell) const;
  Text example(std::uint32_t column, std::size_t cell) const;

  std::vector<Column> columns_;
  std::vector<Row> source_;
  std::vector<Cut> cuts_;
  std::vector<Line> rows_;
  Nulls nulls_;
  bool known_ = true;
  std::size_t steps_left_;  // for `covered`
};

}  // namespace umlauf::verify
