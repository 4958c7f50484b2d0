#include "engine/verify/value_domains.hpp"

#include <algorithm>
#include <initializer_list>
#include <optional>
#include <string>

namespace umlauf::verify {
namespace {

using feel::NodeKind;
using feel::Value;

struct Numbers {
  std::string_view name;
  std::optional<int> low, high;  // included
  bool whole = true;
};

// With one argument. Rounding to a number of digits and `modulo` may yield fractions, `abs` a
// duration.
constexpr Numbers kFunctions[] = {{"string length", 0, {}}, {"count", 0, {}},
                                  {"day of year", 1, 366},  {"week of year", 1, 53},
                                  {"floor", {}, {}},        {"ceiling", {}, {}}};

// Seconds may have a fraction; those of durations have the sign of the whole.
constexpr Numbers kComponents[] = {{"year", {}, {}},   {"month", 1, 12},    {"day", 1, 31},
                                   {"weekday", 1, 7},  {"hour", 0, 23},     {"minute", 0, 59},
                                   {"years", {}, {}},  {"months", -11, 11}, {"days", {}, {}},
                                   {"hours", -23, 23}, {"minutes", -59, 59}};

template <std::size_t size>
const Numbers* find(const Numbers (&all)[size], std::string_view name) {
  const auto found = std::find_if(std::begin(all), std::end(all),
                                  [name](const Numbers& one) { return one.name == name; });
  return found == std::end(all) ? nullptr : found;
}

std::optional<Pieces> range_of(const Numbers& numbers) {
  if (!numbers.low && !numbers.high) return std::nullopt;
  Piece piece;
  if (numbers.low) piece.low = Value(*numbers.low);
  if (numbers.high) piece.high = Value(*numbers.high);
  piece.low_included = piece.high_included = true;
  return Pieces{false, {std::move(piece)}, OnNull::Fails};
}

void restrict_to(Column& column, const Numbers& numbers) {
  if (auto range = range_of(numbers)) column.allowed.push_back(std::move(*range));
  column.whole = column.whole || numbers.whole;
}

void restrict_to_texts(Column& column, std::initializer_list<const char*> texts) {
  Pieces pieces;
  for (const char* text : texts) pieces.pieces.push_back(Piece::exactly(Value(text)));
  column.allowed.push_back(std::move(pieces));
}

// Calls see(value) for each value that a row compares the column with.
template <typename See>
void for_each_point(std::uint32_t column, const std::vector<Row>& rows, See see) {
  for (const Row& row : rows)
    for (const Row::Cell& cell : row.cells) {
      if (cell.column != column) continue;
      for (const Piece& piece : cell.values.pieces) {
        if (piece.low) see(*piece.low);
        if (piece.high) see(*piece.high);
      }
    }
}

}  // namespace

void restrict_to_results(Column& column, const feel::SyntaxTree& expression) {
  const std::vector<feel::NodeIndex> parts = expression.children(expression.root());
  if (expression[expression.root()].kind != NodeKind::Call || parts.size() != 2 ||
      expression[parts[0]].kind != NodeKind::Name)
    return;
  const std::string& name = expression.name_of(parts[0]);
  if (const Numbers* numbers = find(kFunctions, name)) restrict_to(column, *numbers);
  if (name == "day of week")
    restrict_to_texts(
        column, {"Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"});
  if (name == "month of year")
    restrict_to_texts(column, {"January", "February", "March", "April", "May", "June", "July",
                               "August", "September", "October", "November", "December"});
}

void restrict_to_component(Column& column, std::uint32_t position, const std::vector<Row>& rows,
                           std::string_view component, Owner owner) {
  const Numbers* known = find(kComponents, component);
  if (known == nullptr) return;
  Numbers numbers = *known;
  if (owner == Owner::Unknown) {
    bool is_number = true, within = true;
    for_each_point(position, rows, [&](const Value& value) {
      const Decimal* number = value.number();
      is_number = is_number && number != nullptr;
      numbers.whole = numbers.whole && number != nullptr && number->is_integer();
      within = within && number != nullptr && (!numbers.low || Decimal(*known->low) <= *number) &&
               (!numbers.high || *number <= Decimal(*known->high));
    });
    if (!is_number) return;
    if (!within || !numbers.whole) numbers.low = numbers.high = std::nullopt;
  }
  restrict_to(column, numbers);
}

}  // namespace umlauf::verify
