#include <algorithm>
#include <set>
#include <string>
#include <utility>

#include "engine/feel/builtin_groups.hpp"

namespace umlauf::feel {
namespace {

Value wrong_item(const BuiltInCall& call) {
  return call.fail("the list has an item of a type that does not fit",
                   "die Liste hat ein Element von unpassendem Typ");
}

Value no_position(const BuiltInCall& call) {
  return call.fail("there is no such position in the list",
                   "diese Position gibt es in der Liste nicht");
}

// From 1, or with -1 from the end; nullopt outside, and where it is no integer.
std::optional<std::size_t> index_of(const Value& position, std::size_t size) {
  const auto wanted = position.number()->to_int64();
  const auto count = static_cast<std::int64_t>(size);
  if (!wanted || *wanted == 0 || *wanted > count || *wanted < -count) return std::nullopt;
  return static_cast<std::size_t>(*wanted > 0 ? *wanted - 1 : count + *wanted);
}

bool same(const Value& a, const Value& b) { return equal(a, b).value_or(false); }

// Keeps the first of equal values. Where a total order agrees with FEEL's equality a set finds
// them; the others are compared one by one, which the session pays for.
class Distinct {
 public:
  explicit Distinct(Session& session) : session_(session) {}

  /// False where an equal value was there already.
  bool insert(const Value& value) {
    if (is_ordered(value.kind())) return ordered_.insert(value).second;
    if (!session_.step(others_.size())) return false;
    for (const Value& other : others_)
      if (same(other, value)) return false;
    others_.push_back(value);
    return true;
  }

 private:
  static bool is_ordered(Kind kind) {
    return kind != Kind::Time && kind != Kind::DateTime && kind != Kind::List &&
           kind != Kind::Context && kind != Kind::Range && kind != Kind::Date;
  }
  struct Less {
    bool operator()(const Value& a, const Value& b) const { return total_order(a, b) < 0; }
  };
  Session& session_;
  std::set<Value, Less> ordered_;
  Values others_;
};

Value list_contains(const BuiltInCall& call) {
  return std::any_of(call[0].list()->begin(), call[0].list()->end(),
                     [&](const Value& item) { return same(item, call[1]); });
}

Value count(const BuiltInCall& call) { return call[0].list()->size(); }

Value extreme(const BuiltInCall& call, bool smallest) {
  const Values& items = *call[0].list();
  if (items.empty()) return {};
  const Value* best = &items[0];
  for (const Value& item : items) {
    const auto order = compare(item, *best);
    if (!order.has_value()) return wrong_item(call);
    if (smallest ? *order < 0 : *order > 0) best = &item;
  }
  return *best;
}

Value smallest(const BuiltInCall& call) { return extreme(call, true); }
Value largest(const BuiltInCall& call) { return extreme(call, false); }

using Operation2 = std::optional<Decimal> (*)(Decimal, Decimal);

std::optional<Decimal> plus(Decimal a, Decimal b) { return add(a, b); }
std::optional<Decimal> times(Decimal a, Decimal b) { return multiply(a, b); }

// nullopt where an item is no number or the result does not fit.
std::optional<Decimal> folded(const Values& items, Decimal start, Operation2 operation) {
  Decimal result = start;
  for (const Value& item : items) {
    const auto next = item.is_number() ? operation(result, *item.number()) : std::nullopt;
    if (!next) return std::nullopt;
    result = *next;
  }
  return result;
}

Value sum(const BuiltInCall& call) {
  if (call[0].list()->empty()) return {};
  const auto result = folded(*call[0].list(), Decimal(0), plus);
  return result ? Value(*result) : wrong_item(call);
}

Value product(const BuiltInCall& call) {
  if (call[0].list()->empty()) return call.fail("the list is empty", "die Liste ist leer");
  const auto result = folded(*call[0].list(), Decimal(1), times);
  return result ? Value(*result) : wrong_item(call);
}

std::optional<Decimal> mean_of(const Values& items) {
  const auto total = folded(items, Decimal(0), plus);
  return total ? divide(*total, Decimal(static_cast<std::int64_t>(items.size()))) : std::nullopt;
}

Value mean(const BuiltInCall& call) {
  if (call[0].list()->empty()) return {};
  const auto result = mean_of(*call[0].list());
  return result ? Value(*result) : wrong_item(call);
}

// The numbers in ascending order; nullopt where an item is none.
std::optional<std::vector<Decimal>> sorted_numbers(const Values& items) {
  std::vector<Decimal> numbers;
  for (const Value& item : items) {
    if (!item.is_number()) return std::nullopt;
    numbers.push_back(*item.number());
  }
  std::sort(numbers.begin(), numbers.end(), [](Decimal a, Decimal b) { return a < b; });
  return numbers;
}

Value median(const BuiltInCall& call) {
  const auto numbers = sorted_numbers(*call[0].list());
  if (!numbers) return wrong_item(call);
  if (numbers->empty()) return {};
  const std::size_t middle = numbers->size() / 2;
  if (numbers->size() % 2 == 1) return (*numbers)[middle];
  const auto total = add((*numbers)[middle - 1], (*numbers)[middle]);
  return total ? from_optional(divide(*total, Decimal(2))) : Value();
}

// The standard deviation of a sample.
Value stddev(const BuiltInCall& call) {
  const Values& items = *call[0].list();
  if (items.size() < 2)
    return call.fail("a deviation needs two numbers", "eine Abweichung braucht zwei Zahlen");
  const auto average = mean_of(items);
  if (!average) return wrong_item(call);
  Decimal squares(0);
  for (const Value& item : items) {
    const auto difference = subtract(*item.number(), *average);
    const auto square = difference ? multiply(*difference, *difference) : std::nullopt;
    const auto next = square ? add(squares, *square) : std::nullopt;
    if (!next) return call.fail("out of range", "außerhalb des Wertebereichs");
    squares = *next;
  }
  const auto variance = divide(squares, Decimal(static_cast<std::int64_t>(items.size() - 1)));
  return variance ? from_optional(square_root(*variance)) : Value();
}

Value mode(const BuiltInCall& call) {
  const auto numbers = sorted_numbers(*call[0].list());
  if (!numbers) return wrong_item(call);
  Values best;
  std::size_t most = 0;
  for (std::size_t i = 0; i < numbers->size();) {
    std::size_t end = i;
    while (end < numbers->size() && (*numbers)[end] == (*numbers)[i]) ++end;
    if (end - i > most) best.clear();
    if (end - i >= most) best.emplace_back((*numbers)[i]);
    most = std::max(most, end - i);
    i = end;
  }
  return Value(std::move(best));
}

Value sublist(const BuiltInCall& call) {
  const Values& items = *call[0].list();
  const auto first = index_of(call[1], items.size());
  if (!first) return no_position(call);
  std::size_t length = items.size() - *first;
  if (!call[2].is_null()) {
    const auto wanted = whole(*call[2].number());
    if (!wanted || *wanted < 1 || *wanted > static_cast<std::int64_t>(length))
      return call.fail("there are not so many items", "so viele Elemente gibt es nicht");
    length = static_cast<std::size_t>(*wanted);
  }
  const auto begin = items.begin() + static_cast<std::ptrdiff_t>(*first);
  return Value(Values(begin, begin + static_cast<std::ptrdiff_t>(length)));
}

Value append(const BuiltInCall& call) {
  Values items = *call[0].list();
  items.insert(items.end(), call[1].list()->begin(), call[1].list()->end());
  return Value(std::move(items));
}

Value concatenate(const BuiltInCall& call) {
  Values items;
  for (const Value& list : *call[0].list())
    items.insert(items.end(), list.list()->begin(), list.list()->end());
  return Value(std::move(items));
}

Value insert_before(const BuiltInCall& call) {
  Values items = *call[0].list();
  const auto at = index_of(call[1], items.size());
  if (!at) return no_position(call);
  items.insert(items.begin() + static_cast<std::ptrdiff_t>(*at), call[2]);
  return Value(std::move(items));
}

Value remove(const BuiltInCall& call) {
  Values items = *call[0].list();
  const auto at = index_of(call[1], items.size());
  if (!at) return no_position(call);
  items.erase(items.begin() + static_cast<std::ptrdiff_t>(*at));
  return Value(std::move(items));
}

Value replace_at(const BuiltInCall& call) {
  Values items = *call[0].list();
  const auto at = index_of(call[1], items.size());
  if (!at) return no_position(call);
  items[*at] = call[2];
  return Value(std::move(items));
}

Value replace_matching(const BuiltInCall& call) {
  Values items = *call[0].list();
  for (Value& item : items) {
    const Value arguments[2] = {item, call[2]};
    const Value replace = invoke(*call[1].function(), arguments, call.session);
    if (call.session.exhausted()) return {};
    if (!replace.is_boolean())
      return call.fail("the match function must yield a boolean",
                       "die Vergleichsfunktion muss einen Wahrheitswert liefern");
    if (replace.is_true()) item = call[2];
  }
  return Value(std::move(items));
}

Value reverse(const BuiltInCall& call) {
  return Value(Values(call[0].list()->rbegin(), call[0].list()->rend()));
}

Value indices(const BuiltInCall& call) {
  Values found;
  for (std::size_t i = 0; i < call[0].list()->size(); ++i)
    if (same((*call[0].list())[i], call[1])) found.emplace_back(i + 1);
  return Value(std::move(found));
}

Value union_of(const BuiltInCall& call) {
  Values items;
  Distinct distinct(call.session);
  for (const Value& list : *call[0].list())
    for (const Value& item : *list.list())
      if (distinct.insert(item)) items.push_back(item);
  return Value(std::move(items));
}

Value distinct_values(const BuiltInCall& call) {
  Values items;
  Distinct distinct(call.session);
  for (const Value& item : *call[0].list())
    if (distinct.insert(item)) items.push_back(item);
  return Value(std::move(items));
}

// Recursion is bounded by kValueDepthMax, the work by the weight that the call has paid for.
void flatten_into(Values& out, const Values& items) {
  for (const Value& item : items) {
    if (item.is_list()) {
      flatten_into(out, *item.list());
    } else {
      out.push_back(item);
    }
  }
}

Value flatten(const BuiltInCall& call) {
  Values items;
  flatten_into(items, *call[0].list());
  return Value(std::move(items));
}

// An own merge sort: it stays in bounds whatever `goes_first` answers. False where `failed` has
// become true on the way.
template <typename GoesFirst>
bool merge_sort(Values& items, const GoesFirst& goes_first, const bool& failed) {
  Values merged(items.size());
  for (std::size_t width = 1; width < items.size() && !failed; width *= 2) {
    for (std::size_t low = 0; low < items.size() && !failed; low += 2 * width) {
      const std::size_t middle = std::min(low + width, items.size());
      const std::size_t high = std::min(low + 2 * width, items.size());
      std::size_t left = low;
      std::size_t right = middle;
      for (std::size_t out = low; out < high; ++out) {
        const bool take_right =
            left == middle || (right < high && !failed && goes_first(items[right], items[left]));
        merged[out] = items[take_right ? right++ : left++];
      }
    }
    std::swap(items, merged);
  }
  return !failed;
}

Value sort(const BuiltInCall& call) {
  Values items = *call[0].list();
  const Function& precedes = *call[1].function();
  bool failed = false;
  const auto goes_first = [&](const Value& a, const Value& b) {
    const Value arguments[2] = {a, b};
    const Value answer = invoke(precedes, arguments, call.session);
    failed = failed || !answer.is_boolean();
    return answer.is_true();
  };
  const bool sorted = merge_sort(items, goes_first, failed);
  if (call.session.exhausted()) return {};
  return sorted ? Value(std::move(items))
                : call.fail("the function must yield a boolean",
                            "die Funktion muss einen Wahrheitswert liefern");
}

// Times with and without a zone have an order by pairs, but none that is transitive.
Value sort_naturally(const BuiltInCall& call) {
  Values items = *call[0].list();
  for (const Value& item : items)
    if (!compare(item, items[0]).has_value()) return wrong_item(call);
  const bool failed = false;
  merge_sort(
      items,
      [](const Value& a, const Value& b) { return compare(a, b) == std::strong_ordering::less; },
      failed);
  return Value(std::move(items));
}

const BuiltIn kRows[] = {
    {"list contains",
     "10.3.4.4",
     {{"list: list, element: Any", "boolean", list_contains}},
     "whether the list has an item that is equal",
     "ob die Liste ein gleiches Element hat",
     {{"list contains([1, 2, 3], 2)", "true"}, {"list contains([1, null], null)", "true"}}},
    {"count",
     "10.3.4.4",
     {{"list: list", "number", count}},
     "the number of items",
     "die Anzahl der Elemente",
     {{"count([1, 2, 3])", "3"}}},
    {"min",
     "10.3.4.4",
     {{"list: list", "Any", smallest}, {"item...: Any", "Any", smallest}},
     "the smallest item",
     "das kleinste Element",
     {{"min([3, 1, 2])", "1"}, {"min(3, 1, 2)", "1"}, {"min([])", "null"}}},
    {"max",
     "10.3.4.4",
     {{"list: list", "Any", largest}, {"item...: Any", "Any", largest}},
     "the largest item",
     "das größte Element",
     {{R"(max("a", "c", "b"))", R"("c")"}}},
    {"sum",
     "10.3.4.4",
     {{"list: list", "number", sum}, {"item...: Any", "number", sum}},
     "the sum of the numbers",
     "die Summe der Zahlen",
     {{"sum([1, 2, 3])", "6"}, {"sum(1.5, 2)", "3.5"}}},
    {"mean",
     "10.3.4.4",
     {{"list: list", "number", mean}, {"item...: Any", "number", mean}},
     "the arithmetic mean of the numbers",
     "der Mittelwert der Zahlen",
     {{"mean([1, 2, 3])", "2"}}},
    {"product",
     "10.3.4.4",
     {{"list: list", "number", product}, {"item...: Any", "number", product}},
     "the product of the numbers",
     "das Produkt der Zahlen",
     {{"product(2, 3, 4)", "24"}}},
    {"median",
     "10.3.4.4",
     {{"list: list", "number", median}, {"item...: Any", "number", median}},
     "the middle one of the numbers",
     "die mittlere der Zahlen",
     {{"median(8, 2, 5, 3, 4)", "4"}, {"median([6, 1, 2, 3])", "2.5"}},
     {.looked_at = 10}},
    {"stddev",
     "10.3.4.4",
     {{"list: list", "number", stddev}, {"item...: Any", "number", stddev}},
     "the standard deviation of the numbers as a sample",
     "die Standardabweichung der Zahlen als Stichprobe",
     {{"decimal(stddev(2, 4, 7, 5), 8)", "2.08166600"}},
     {.looked_at = 3}},
    {"mode",
     "10.3.4.4",
     {{"list: list", "list<number>", mode}, {"item...: Any", "list<number>", mode}},
     "the most frequent numbers, in ascending order",
     "die häufigsten Zahlen, aufsteigend",
     {{"mode(6, 3, 9, 6, 6)", "[6]"}, {"mode([6, 1, 9, 6, 1])", "[1, 6]"}},
     {.looked_at = 12}},
    {"sublist",
     "10.3.4.4",
     {{"list: list, start position: number, length?: number", "list", sublist}},
     "length (or all further) items from a position, counted from 1, or from the end with -1",
     "length (oder alle weiteren) Elemente ab einer Position, gezählt ab 1, mit -1 vom Ende",
     {{"sublist([4, 5, 6], 1, 2)", "[4, 5]"}, {"sublist([4, 5, 6], -2)", "[5, 6]"}}},
    {"append",
     "10.3.4.4",
     {{"list: list, item...: Any", "list", append}},
     "the list with the items at its end",
     "die Liste mit den Elementen am Ende",
     {{"append([1], 2, 3)", "[1, 2, 3]"}}},
    {"concatenate",
     "10.3.4.4",
     {{"list...: list", "list", concatenate}},
     "the items of all lists",
     "die Elemente aller Listen",
     {{"concatenate([1, 2], [3])", "[1, 2, 3]"}}},
    {"insert before",
     "10.3.4.4",
     {{"list: list, position: number, newItem: Any", "list", insert_before}},
     "the list with an item inserted before a position",
     "die Liste mit einem vor einer Position eingefügten Element",
     {{"insert before([1, 3], 1, 2)", "[2, 1, 3]"}}},
    {"remove",
     "10.3.4.4",
     {{"list: list, position: number", "list", remove}},
     "the list without the item at a position",
     "die Liste ohne das Element an einer Position",
     {{"remove([1, 2, 3], 2)", "[1, 3]"}}},
    {"list replace",
     "10.3.4.4",
     {{"list: list, position: number, newItem: Any", "list", replace_at},
      {"list: list, match: function, newItem: Any", "list", replace_matching}},
     "the list with the item at a position, or those that a function picks, replaced",
     "die Liste, in der das Element einer Position oder die von einer Funktion gewählten ersetzt "
     "sind",
     {{"list replace([2, 4, 7, 8], 3, 6)", "[2, 4, 6, 8]"},
      {"list replace([2, 4, 7, 8], function(item, newItem) item < newItem, 5)", "[5, 5, 7, 8]"}}},
    {"reverse",
     "10.3.4.4",
     {{"list: list", "list", reverse}},
     "the items in reverse order",
     "die Elemente in umgekehrter Folge",
     {{"reverse([1, 2, 3])", "[3, 2, 1]"}}},
    {"index of",
     "10.3.4.4",
     {{"list: list, match: Any", "list<number>", indices}},
     "the positions of the items that are equal",
     "die Positionen der gleichen Elemente",
     {{"index of([1, 2, 3, 2], 2)", "[2, 4]"}}},
    {"union",
     "10.3.4.4",
     {{"list...: list", "list", union_of}},
     "the items of all lists without duplicates",
     "die Elemente aller Listen ohne Doppelte",
     {{"union([1, 2], [2, 3])", "[1, 2, 3]"}},
     {.looked_at = 12}},
    {"distinct values",
     "10.3.4.4",
     {{"list: list", "list", distinct_values}},
     "the items without duplicates",
     "die Elemente ohne Doppelte",
     {{"distinct values([1, 2, 3, 2, 1])", "[1, 2, 3]"}},
     {.looked_at = 12}},
    {"flatten",
     "10.3.4.4",
     {{"list: list", "list", flatten}},
     "the items of nested lists in one list",
     "die Elemente verschachtelter Listen in einer Liste",
     {{"flatten([[1, 2], [[3]], 4])", "[1, 2, 3, 4]"}}},
    {"sort",
     "10.3.4.9",
     {{"list: list, precedes: function", "list", sort}, {"list: list", "list", sort_naturally}},
     "the items in the order that a function gives, or in their natural order",
     "die Elemente in der Ordnung einer Funktion oder in ihrer natürlichen Ordnung",
     {{"sort([3, 1, 4], function(x, y) x < y)", "[1, 3, 4]"}, {"sort([3, 1, 4])", "[1, 3, 4]"}},
     {.call = 10}},
};

}  // namespace

std::span<const BuiltIn> list_functions() { return kRows; }

}  // namespace umlauf::feel
