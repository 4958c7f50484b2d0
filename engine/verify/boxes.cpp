#include "engine/verify/boxes.hpp"

#include <algorithm>
#include <bit>

#include "engine/feel/print.hpp"

namespace umlauf::verify {
namespace {

using feel::Kind;
using feel::Value;

// Looking for gaps is exponential at worst; beyond this many row visits nothing more is said.
constexpr std::size_t kVisitsMax = 20'000'000;

bool get(const std::vector<std::uint64_t>& bits, std::size_t cell) {
  return (bits[cell / 64] >> (cell % 64)) & 1U;
}

void put(std::vector<std::uint64_t>& bits, std::size_t cell) {
  bits[cell / 64] |= std::uint64_t{1} << (cell % 64);
}

bool none(const std::vector<std::uint64_t>& bits) {
  return std::all_of(bits.begin(), bits.end(), [](std::uint64_t word) { return word == 0; });
}

bool is_point(const Piece& piece) {
  return piece.low && piece.high && piece.low_included && piece.high_included &&
         *piece.low == *piece.high;
}

bool less(const Value& a, const Value& b) {
  const auto order = feel::compare(a, b);
  return order && *order < 0;
}

}  // namespace

Grid::Grid(std::vector<Column> columns, std::vector<Row> rows)
    : columns_(std::move(columns)), source_(std::move(rows)) {
  if (columns_.size() > kColumnsMax || source_.size() > kRowsMax) {
    known_ = false;
    return;
  }
  cuts_.resize(columns_.size());
  for (std::uint32_t column = 0; column < columns_.size(); ++column) cut(column);
  for (const Row& row : source_) {
    Line line;
    line.opaque = row.opaque;
    line.cells.resize(columns_.size());
    for (const Row::Cell& cell : row.cells) {
      Bits values = bits(cell.column, cell.values);
      Bits& sum = line.cells[cell.column];
      if (sum.empty()) sum = cuts_[cell.column].allowed;
      for (std::size_t i = 0; i < sum.size(); ++i) sum[i] &= values[i];
      line.empty = line.empty || none(sum);
    }
    for (std::uint32_t column = 0; column < columns_.size(); ++column)
      if (!line.cells[column].empty() && line.cells[column] != cuts_[column].allowed)
        line.full_from = column + 1;
    rows_.push_back(std::move(line));
  }
}

// Collects the ends of all pieces of a column, or gives the column up.
bool Grid::gather(std::uint32_t column) {
  Cut& cut = cuts_[column];
  bool points_only = true;
  const auto add = [&](const Pieces& pieces) {
    for (const Piece& piece : pieces.pieces) {
      points_only = points_only && is_point(piece);
      if (piece.low) cut.points.push_back(*piece.low);
      if (piece.high) cut.points.push_back(*piece.high);
    }
  };
  for (const Row& row : source_)
    for (const Row::Cell& cell : row.cells)
      if (cell.column == column) add(cell.values);
  if (columns_[column].allowed) add(*columns_[column].allowed);
  if (cut.points.empty()) return true;
  const Kind kind = cut.points.front().kind();
  for (const Value& point : cut.points)
    if (point.kind() != kind || point.is_null()) return false;
  cut.ordered = kind != Kind::Boolean && !(kind == Kind::String && points_only);
  if (kind == Kind::Boolean) {
    cut.points = {Value(false), Value(true)};
    cut.others = false;
    return points_only;
  }
  if (cut.ordered)
    for (const Value& point : cut.points)
      if (!feel::compare(cut.points.front(), point)) return false;
  std::sort(cut.points.begin(), cut.points.end(),
            [](const Value& a, const Value& b) { return feel::total_order(a, b) < 0; });
  if (cut.ordered) std::sort(cut.points.begin(), cut.points.end(), less);
  cut.points.erase(
      std::unique(cut.points.begin(), cut.points.end(),
                  [](const Value& a, const Value& b) { return feel::equal(a, b).value_or(false); }),
      cut.points.end());
  return true;
}

void Grid::cut(std::uint32_t column) {
  Cut& cut = cuts_[column];
  const bool comparable = gather(column);
  const std::size_t cells =
      cut.ordered ? cut.points.size() * 2 + 1 : cut.points.size() + (cut.others ? 1 : 0);
  if (!comparable || cells > kCellsMax) {
    cut = Cut();
    columns_[column].allowed.reset();
    for (Row& row : source_) {
      const auto removed = std::erase_if(
          row.cells, [column](const Row::Cell& cell) { return cell.column == column; });
      row.opaque = row.opaque || removed > 0;
    }
  } else {
    cut.cells = cells;
  }
  cut.allowed.assign((cut.cells + 63) / 64, 0);
  for (std::size_t cell = 0; cell < cut.cells; ++cell) put(cut.allowed, cell);
  if (columns_[column].allowed) {
    const Bits allowed = bits(column, *columns_[column].allowed);
    for (std::size_t i = 0; i < allowed.size(); ++i) cut.allowed[i] &= allowed[i];
  }
  // There is no day between two days in a row.
  if (cut.ordered)
    for (std::size_t i = 0; i + 1 < cut.points.size(); ++i) {
      const calendar::Date* one = cut.points[i].date();
      const calendar::Date* next = cut.points[i + 1].date();
      if (one && next && one->to_days() + 1 == next->to_days())
        cut.allowed[(2 * i + 2) / 64] &= ~(std::uint64_t{1} << ((2 * i + 2) % 64));
    }
}

// First and last elementary piece; empty where first > last. Of an ordered column piece 2i+1 is
// point i, piece 2i what lies before it.
std::pair<std::size_t, std::size_t> Grid::stretch(const Cut& cut, const Piece& piece) const {
  const auto position = [&cut](const Value& value) {
    std::size_t at = 0;
    if (cut.ordered) {
      const auto found = std::lower_bound(cut.points.begin(), cut.points.end(), value, less);
      at = static_cast<std::size_t>(found - cut.points.begin());
    } else {
      while (at < cut.points.size() && !(cut.points[at] == value)) ++at;
    }
    return at;
  };
  if (!cut.ordered) {
    if (!piece.low) return {0, cut.cells - 1};
    const std::size_t at = position(*piece.low);
    return {at, at};
  }
  std::size_t first = 0, last = cut.cells - 1;
  if (piece.low) first = 2 * position(*piece.low) + (piece.low_included ? 1 : 2);
  if (piece.high) {
    const std::size_t at = 2 * position(*piece.high) + 1;
    if (!piece.high_included && at == 0) return {1, 0};
    last = piece.high_included ? at : at - 1;
  }
  return {first, last};
}

Grid::Bits Grid::bits(std::uint32_t column, const Pieces& pieces) const {
  const Cut& cut = cuts_[column];
  Bits result((cut.cells + 63) / 64, 0);
  for (const Piece& piece : pieces.pieces) {
    const auto [first, last] = stretch(cut, piece);
    for (std::size_t cell = first; cell <= last && cell < cut.cells; ++cell) put(result, cell);
  }
  for (std::size_t i = 0; i < result.size(); ++i) {
    if (pieces.negated) result[i] = ~result[i];
    result[i] &= cut.allowed.empty() ? ~std::uint64_t{0} : cut.allowed[i];
  }
  return result;
}

const Grid::Bits& Grid::line_bits(std::size_t row, std::uint32_t column) const {
  const Bits& own = rows_[row].cells[column];
  return own.empty() ? cuts_[column].allowed : own;
}

std::optional<Example> Grid::common(std::size_t a, std::size_t b) const {
  if (rows_[a].opaque || rows_[b].opaque || rows_[a].empty || rows_[b].empty) return std::nullopt;
  std::vector<std::size_t> cells(columns_.size(), 0);
  std::vector<bool> matters(columns_.size(), false);
  for (std::uint32_t column = 0; column < columns_.size(); ++column) {
    if (rows_[a].cells[column].empty() && rows_[b].cells[column].empty()) continue;
    const Bits& left = line_bits(a, column);
    const Bits& right = line_bits(b, column);
    bool found = false;
    for (std::size_t i = 0; i < left.size() && !found; ++i) {
      const std::uint64_t both = left[i] & right[i];
      if (both == 0) continue;
      cells[column] = i * 64 + static_cast<std::size_t>(std::countr_zero(both));
      matters[column] = found = true;
    }
    if (!found) return std::nullopt;
  }
  Example values;
  for (std::uint32_t column = 0; column < columns_.size(); ++column)
    if (matters[column]) values.emplace_back(columns_[column].name, example(column, cells[column]));
  return values;
}

bool Grid::contains(std::size_t outer, std::size_t inner) const {
  if (rows_[outer].opaque || rows_[inner].opaque) return false;
  for (std::uint32_t column = 0; column < columns_.size(); ++column) {
    const Bits& large = line_bits(outer, column);
    const Bits& small = line_bits(inner, column);
    for (std::size_t i = 0; i < large.size(); ++i)
      if ((small[i] & ~large[i]) != 0) return false;
  }
  return true;
}

std::optional<std::uint32_t> Grid::only_difference(std::size_t a, std::size_t b) const {
  std::optional<std::uint32_t> different;
  if (rows_[a].opaque || rows_[b].opaque) return std::nullopt;
  for (std::uint32_t column = 0; column < columns_.size(); ++column) {
    if (line_bits(a, column) == line_bits(b, column)) continue;
    if (different) return std::nullopt;
    different = column;
  }
  return different;
}

bool Grid::covered(std::size_t row, const std::vector<std::size_t>& others) const {
  if (!known_ || rows_[row].empty) return false;
  std::vector<std::size_t> lines;
  for (std::size_t other : others) {
    if (rows_[other].opaque || rows_[other].empty) continue;
    if (contains(other, row)) return true;
    if (rows_[row].opaque || common(row, other)) lines.push_back(other);
  }
  if (lines.size() < 2) return false;
  std::vector<Example> found;
  return search(&rows_[row], lines, 1, found) && found.empty();
}

std::vector<Example> Grid::gaps(std::size_t count) const {
  std::vector<Example> found;
  if (!known_ || columns_.empty()) return found;
  std::vector<std::size_t> lines;
  for (std::size_t row = 0; row < rows_.size(); ++row)
    if (!rows_[row].empty || rows_[row].opaque) lines.push_back(row);
  search(nullptr, lines, count, found);
  return found;
}

// A sweep over the columns in turn: along each of them the set of rows that are still in play
// changes only where one of them begins or ends; where none is left, a gap is found. False when it
// took too long.
bool Grid::search(const Line* within, const std::vector<std::size_t>& lines, std::size_t count,
                  std::vector<Example>& found) const {
  struct Level {
    std::vector<std::size_t> active;
    std::vector<std::size_t> last;  // the rows in play at the cell before
    std::size_t cell = 0;
    bool swept = false;
  };
  std::size_t visits = 0;
  std::vector<Level> stack(1);
  std::vector<std::size_t> chosen;
  stack.back().active = lines;
  while (!stack.empty()) {
    Level& level = stack.back();
    const auto column = static_cast<std::uint32_t>(stack.size() - 1);
    const auto done = [&] {
      stack.pop_back();
      if (!chosen.empty()) chosen.pop_back();
    };
    if (level.cell == 0 && !level.swept) {
      const bool held = std::any_of(level.active.begin(), level.active.end(), [&](std::size_t row) {
        return rows_[row].full_from <= column;
      });
      if (held) {
        done();
        continue;
      }
      if (level.active.empty()) {
        Example values;
        for (std::uint32_t i = 0; i < chosen.size(); ++i)
          if (cuts_[i].cells > 1) values.emplace_back(columns_[i].name, example(i, chosen[i]));
        found.push_back(std::move(values));
        if (found.size() >= count) return true;
        done();
        continue;
      }
    }
    if (column >= columns_.size() || level.cell >= cuts_[column].cells) {
      done();
      continue;
    }
    const std::size_t cell = level.cell++;
    const Bits& possible =
        within && !within->cells[column].empty() ? within->cells[column] : cuts_[column].allowed;
    if (!get(possible, cell)) continue;
    std::vector<std::size_t> next;
    for (std::size_t row : level.active)
      if (rows_[row].cells[column].empty() || get(rows_[row].cells[column], cell))
        next.push_back(row);
    visits += level.active.size() + 1;
    if (visits > kVisitsMax) return false;
    if (level.swept && next == level.last) continue;
    level.swept = true;
    level.last = next;
    chosen.push_back(cell);
    stack.push_back({std::move(next), {}, 0, false});
  }
  return true;
}

std::string Grid::example(std::uint32_t column, std::size_t cell) const {
  const Cut& cut = cuts_[column];
  if (!cut.ordered || cut.points.empty())
    return cell < cut.points.size() ? feel::to_feel(cut.points[cell]) : "...";
  if (cell % 2 == 1) return feel::to_feel(cut.points[cell / 2]);
  const std::size_t after = cell / 2;  // the point after it
  const Value* low = after > 0 ? &cut.points[after - 1] : nullptr;
  const Value* high = after < cut.points.size() ? &cut.points[after] : nullptr;
  if (low && high && low->number() && high->number()) {
    const auto sum = add(*low->number(), *high->number());
    const auto middle = sum ? divide(*sum, Decimal(2)) : std::nullopt;
    if (middle) return middle->to_string();
  }
  if (low && !high && low->number())
    if (const auto next = add(*low->number(), Decimal(1))) return next->to_string();
  if (!low && high && high->number())
    if (const auto before = subtract(*high->number(), Decimal(1))) return before->to_string();
  if (low && high) return "(" + feel::to_feel(*low) + ".." + feel::to_feel(*high) + ")";
  return low ? "> " + feel::to_feel(*low) : high ? "< " + feel::to_feel(*high) : "...";
}

}  // namespace umlauf::verify
