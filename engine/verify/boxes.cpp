#include "engine/verify/boxes.hpp"

#include <algorithm>
#include <bit>

#include "engine/feel/print.hpp"
#include "engine/verify/grid_sweep.hpp"
#include "engine/verify/sample_values.hpp"

namespace umlauf::verify {
namespace {

using feel::Kind;
using feel::Value;

// Looking for gaps is exponential at worst; beyond so many steps nothing more is said.
constexpr std::size_t kStepsMax = 50'000'000;

void put(std::vector<std::uint64_t>& bits, std::size_t cell) {
  bits[cell / 64] |= std::uint64_t{1} << (cell % 64);
}

void take(std::vector<std::uint64_t>& bits, std::size_t cell) {
  bits[cell / 64] &= ~(std::uint64_t{1} << (cell % 64));
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

Text values_of(const Example& example) {
  Text text;
  for (const auto& [name, value] : example) {
    const std::string before = (text.english.empty() ? "" : ", ") + name + " = ";
    text.english += before + value.english;
    text.german += before + value.german;
  }
  return text;
}

Grid::Grid(std::vector<Column> columns, std::vector<Row> rows, Nulls nulls)
    : columns_(std::move(columns)),
      source_(std::move(rows)),
      nulls_(nulls),
      steps_left_(kStepsMax) {
  if (columns_.size() > kColumnsMax || source_.size() > kRowsMax) {
    known_ = false;
    return;
  }
  cuts_.resize(columns_.size());
  for (std::uint32_t column = 0; column < columns_.size(); ++column) cut(column);
  for (const Row& row : source_) add_line(row);
}

void Grid::add_line(const Row& row) {
  Line line;
  line.opaque = row.opaque;
  line.cells.resize(columns_.size());
  for (const Row::Cell& cell : row.cells) {
    const Bits values = bits(cell.column, cell.values);
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
  for (const Pieces& allowed : columns_[column].allowed) add(allowed);
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
    columns_[column].allowed.clear();
    for (Row& row : source_) {
      const auto removed = std::erase_if(
          row.cells, [column](const Row::Cell& cell) { return cell.column == column; });
      row.opaque = row.opaque || removed > 0;
    }
  } else {
    cut.cells = cells;
  }
  allow(column);
}

void Grid::allow(std::uint32_t column) {
  Cut& cut = cuts_[column];
  Bits allowed((cut.cells + 1 + 63) / 64, 0);
  for (std::size_t cell = 0; cell < cut.cells; ++cell)
    if (occurs(column, cell)) put(allowed, cell);
  for (const Pieces& pieces : columns_[column].allowed) {
    const Bits values = bits(column, pieces);
    for (std::size_t i = 0; i < allowed.size(); ++i) allowed[i] &= values[i];
  }
  if (nulls_ == Nulls::Occur) put(allowed, cut.cells);
  cut.allowed = std::move(allowed);
}

// There is no day between two days in a row, and half a month is none.
bool Grid::occurs(std::uint32_t column, std::size_t cell) const {
  const Cut& cut = cuts_[column];
  if (!cut.ordered || cut.points.empty()) return true;
  const auto value = value_in(column, cell);
  if (!value) return false;
  return !columns_[column].whole || value->number() == nullptr || value->number()->is_integer();
}

// First and last elementary piece; empty where first > last. Of an ordered column piece 2i+1 is
// point i, piece 2i what lies before it.
std::pair<std::size_t, std::size_t> Grid::stretch(const Cut& cut, const Piece& piece) {
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
  Bits result((cut.cells + 1 + 63) / 64, 0);
  for (const Piece& piece : pieces.pieces) {
    const auto [first, last] = stretch(cut, piece);
    for (std::size_t cell = first; cell <= last && cell < cut.cells; ++cell) put(result, cell);
  }
  if (pieces.negated)
    for (std::uint64_t& word : result) word = ~word;
  // Where nobody knows, it may hold.
  take(result, cut.cells);
  if (pieces.on_null != OnNull::Fails) put(result, cut.cells);
  for (std::size_t i = 0; i < cut.allowed.size(); ++i) result[i] &= cut.allowed[i];
  return result;
}

const Grid::Bits& Grid::line_bits(std::size_t row, std::uint32_t column) const {
  const Bits& own = rows_[row].cells[column];
  return own.empty() ? cuts_[column].allowed : own;
}

std::optional<std::size_t> Grid::common_cell(std::span<const std::size_t> rows,
                                             std::uint32_t column) const {
  const Bits& allowed = cuts_[column].allowed;
  for (std::size_t i = 0; i < allowed.size(); ++i) {
    std::uint64_t all = allowed[i];
    for (const std::size_t row : rows)
      if (const Bits& own = rows_[row].cells[column]; !own.empty()) all &= own[i];
    if (all != 0) return i * 64 + static_cast<std::size_t>(std::countr_zero(all));
  }
  return std::nullopt;
}

bool Grid::meet(std::size_t a, std::size_t b) const {
  if (rows_[a].opaque || rows_[b].opaque || rows_[a].empty || rows_[b].empty) return false;
  for (std::uint32_t column = 0; column < columns_.size(); ++column) {
    const Bits& left = rows_[a].cells[column];
    const Bits& right = rows_[b].cells[column];
    if (left.empty() || right.empty()) continue;
    std::size_t i = 0;
    while (i < left.size() && (left[i] & right[i]) == 0) ++i;
    if (i == left.size()) return false;
  }
  return true;
}

std::optional<Example> Grid::common(std::span<const std::size_t> rows) const {
  for (const std::size_t row : rows)
    if (rows_[row].opaque || rows_[row].empty) return std::nullopt;
  Example values;
  for (std::uint32_t column = 0; column < columns_.size(); ++column) {
    const auto cell = common_cell(rows, column);
    if (!cell) return std::nullopt;
    const bool matters = std::any_of(rows.begin(), rows.end(), [&](std::size_t row) {
      return !rows_[row].cells[column].empty();
    });
    if (matters) values.emplace_back(columns_[column].name, example(column, *cell));
  }
  return values;
}

bool Grid::contains(std::size_t outer, std::size_t inner) const {
  if (rows_[outer].opaque || rows_[inner].opaque) return false;
  for (std::uint32_t column = 0; column < columns_.size(); ++column) {
    if (rows_[outer].cells[column].empty()) continue;
    const Bits& large = rows_[outer].cells[column];
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

bool Grid::covered(std::size_t row, const std::vector<std::size_t>& others) {
  if (!known_ || rows_[row].empty) return false;
  std::vector<std::size_t> lines;
  for (std::size_t other : others) {
    if (rows_[other].opaque || rows_[other].empty) continue;
    // What is not understood may ask for null.
    if (rows_[row].opaque ? rows_[other].full_from == 0 : contains(other, row)) return true;
    if (meet(row, other)) lines.push_back(other);
  }
  if (lines.size() < 2) return false;
  Sweep sweep(*this, lines, &rows_[row], steps_left_);
  const bool gap = sweep.next().has_value();
  steps_left_ = sweep.steps_left();
  return !gap && sweep.complete();
}

Gaps Grid::gaps(std::size_t count, std::size_t rows, std::optional<std::size_t> within) const {
  Gaps found;
  if (!known_ || columns_.empty()) return found;
  std::vector<std::size_t> lines;
  for (std::size_t row = 0; row < rows; ++row)
    if (!rows_[row].empty || rows_[row].opaque) lines.push_back(row);
  Sweep sweep(*this, lines, within ? &rows_[*within] : nullptr, kStepsMax);
  while (found.examples.size() + found.more < kGapsMax) {
    const auto cells = sweep.next();
    if (!cells) {
      found.complete = sweep.complete();
      break;
    }
    if (found.examples.size() == count) {
      ++found.more;
      continue;
    }
    Example values;
    for (std::uint32_t i = 0; i < cells->size(); ++i)
      if (cuts_[i].cells > 1) values.emplace_back(columns_[i].name, example(i, (*cells)[i]));
    found.examples.push_back(std::move(values));
  }
  return found;
}

// A value of the piece; nullopt where there is none, or none that can be written down.
std::optional<Value> Grid::value_in(std::uint32_t column, std::size_t cell) const {
  const Cut& cut = cuts_[column];
  if (!cut.ordered)
    return cell < cut.points.size() ? std::optional(cut.points[cell]) : std::nullopt;
  if (cell % 2 == 1) return cut.points[cell / 2];
  const std::size_t after = cell / 2;  // the point after it
  return value_between(after > 0 ? &cut.points[after - 1] : nullptr,
                       after < cut.points.size() ? &cut.points[after] : nullptr,
                       columns_[column].whole);
}

Text Grid::example(std::uint32_t column, std::size_t cell) const {
  if (cell == cuts_[column].cells) return {"null", "null"};
  const auto value = value_in(column, cell);
  if (!value) return {"any other value", "jeder andere Wert"};
  const std::string text = feel::to_feel(*value);
  return {text, text};
}

}  // namespace umlauf::verify
