#include "engine/dmn/table_index.hpp"

#include <algorithm>
#include <bit>
#include <optional>

namespace umlauf::dmn::detail {

namespace {

using feel::Kind;
using feel::NodeIndex;
using feel::NodeKind;
using feel::Operation;

// Bits that the intervals of one column may take; beyond, its rules are tested one by one.
constexpr std::size_t kBitsMax = std::size_t{64} << 20;

// The place of a value on the line of its kind; nullopt where the kind has none. (Dates with times
// have zones and are no line.)
std::optional<Decimal> ordinal(const feel::Value& value) {
  switch (value.kind()) {
    case Kind::Number:
      return *value.number();
    case Kind::Date:
      return Decimal(value.date()->to_days());
    case Kind::DaysTimeDuration:
      return value.days_time_duration()->total_seconds();
    case Kind::YearsMonthsDuration:
      return Decimal(value.years_months_duration()->total_months());
    default:
      return std::nullopt;
  }
}

struct Interval {
  std::optional<Decimal> low;
  std::optional<Decimal> high;
  bool low_included = false;
  bool high_included = false;
};

// What one entry of a column accepts.
struct Accepted {
  bool everything = false;  // `-`
  bool unknown = false;     // must be tested
  bool null = false;
  std::vector<std::string> strings;
  std::vector<bool> truths;
  std::vector<std::pair<Kind, Interval>> intervals;
};

std::optional<feel::Value> constant_at(const feel::SyntaxTree& tree, NodeIndex node) {
  if (tree[node].kind == NodeKind::Constant) return tree.value(node);
  const std::string_view text =
      std::string_view(tree.text()).substr(tree[node].offset, tree[node].length);
  const Result<feel::Expression> expression = feel::compile(text);
  if (!expression || expression->constant() == nullptr) return std::nullopt;
  return *expression->constant();
}

bool accept_range(const feel::Range& range, Accepted& accepted) {
  Interval interval;
  const feel::Value& some = range.start.is_null() ? range.end : range.start;
  if (!range.start.is_null()) interval.low = ordinal(range.start);
  if (!range.end.is_null()) interval.high = ordinal(range.end);
  const bool mixed =
      !range.start.is_null() && !range.end.is_null() && range.start.kind() != range.end.kind();
  if (!ordinal(some) || mixed) return false;
  interval.low_included = range.start_included;
  interval.high_included = range.end_included;
  accepted.intervals.emplace_back(some.kind(), interval);
  return true;
}

bool accept_constant(const feel::Value& value, Accepted& accepted) {
  if (value.is_null()) {
    accepted.null = true;
  } else if (const std::string* text = value.string()) {
    accepted.strings.push_back(*text);
  } else if (const bool* truth = value.boolean()) {
    accepted.truths.push_back(*truth);
  } else if (const std::optional<Decimal> point = ordinal(value)) {
    accepted.intervals.emplace_back(value.kind(), Interval{point, point, true, true});
  } else if (const feel::Range* range = value.range()) {
    return accept_range(*range, accepted);
  } else {
    return false;
  }
  return true;
}

bool accept_comparison(Operation operation, const feel::Value& end, Accepted& accepted) {
  const std::optional<Decimal> point = ordinal(end);
  if (!point) return false;
  Interval interval;
  switch (operation) {
    case Operation::Less:
    case Operation::LessEqual:
      interval.high = point;
      interval.high_included = operation == Operation::LessEqual;
      break;
    case Operation::Greater:
    case Operation::GreaterEqual:
      interval.low = point;
      interval.low_included = operation == Operation::GreaterEqual;
      break;
    default:
      return false;
  }
  accepted.intervals.emplace_back(end.kind(), interval);
  return true;
}

Accepted accepted_by(const feel::Expression* entry) {
  Accepted accepted;
  if (entry == nullptr) {
    accepted.everything = true;
    return accepted;
  }
  const feel::SyntaxTree& tree = entry->tree();
  if (!tree.root().valid() || tree[tree.root()].kind != NodeKind::Tests) {
    accepted.unknown = true;
    return accepted;
  }
  const std::vector<NodeIndex> tests = tree.children(tree.root());
  accepted.everything = tests.empty();
  for (const NodeIndex test : tests) {
    const NodeIndex operand = tree.child(test, 0);
    const NodeKind kind = tree[test].kind;
    bool understood = false;
    if ((kind == NodeKind::ExpressionTest || kind == NodeKind::CompareInput) && operand.valid())
      if (const std::optional<feel::Value> value = constant_at(tree, operand))
        understood = kind == NodeKind::ExpressionTest
                         ? accept_constant(*value, accepted)
                         : accept_comparison(tree[test].operation, *value, accepted);
    accepted.unknown = accepted.unknown || !understood;
  }
  return accepted;
}

}  // namespace

RuleSet::RuleSet(std::size_t rules, bool full)
    : words_((rules + 63) / 64, full ? ~std::uint64_t{0} : 0) {
  if (full && rules % 64 != 0) words_.back() = (std::uint64_t{1} << (rules % 64)) - 1;
}

struct ColumnIndex::Entries {
  std::vector<Accepted> accepted;
};

void ColumnIndex::build_line(Kind kind, const Entries& entries, std::size_t rules) {
  Line line;
  for (const Accepted& accepted : entries.accepted)
    for (const auto& [of, interval] : accepted.intervals) {
      if (of != kind) continue;
      if (interval.low) line.points.push_back(*interval.low);
      if (interval.high) line.points.push_back(*interval.high);
    }
  std::sort(line.points.begin(), line.points.end());
  line.points.erase(std::unique(line.points.begin(), line.points.end()), line.points.end());
  const std::size_t places = 2 * line.points.size() + 1;
  if (places * rules > kBitsMax) {
    // Too large a table of sets: these rules stay candidates everywhere.
    for (std::size_t rule = 0; rule < rules; ++rule)
      for (const auto& [of, interval] : entries.accepted[rule].intervals)
        if (of == kind) decided_.erase(rule), otherwise_.insert(rule);
    return;
  }
  line.places.assign(places, otherwise_);
  const auto position = [&line](Decimal point) {
    return static_cast<std::size_t>(
        std::lower_bound(line.points.begin(), line.points.end(), point) - line.points.begin());
  };
  for (std::size_t rule = 0; rule < rules; ++rule)
    for (const auto& [of, interval] : entries.accepted[rule].intervals) {
      if (of != kind) continue;
      // Place 2i + 1 is the point i itself, place 2i what lies before it.
      std::size_t first = 0;
      std::size_t last = places - 1;
      if (interval.low) first = 2 * position(*interval.low) + (interval.low_included ? 1 : 2);
      if (interval.high) last = 2 * position(*interval.high) + (interval.high_included ? 1 : 0);
      for (std::size_t place = first; place <= last && place < places; ++place)
        line.places[place].insert(rule);
    }
  lines_.emplace(kind, std::move(line));
}

ColumnIndex::ColumnIndex(const std::vector<const feel::Expression*>& entries) {
  const std::size_t rules = entries.size();
  Entries column;
  decided_ = RuleSet(rules, true);
  otherwise_ = RuleSet(rules);
  for (std::size_t rule = 0; rule < rules; ++rule) {
    column.accepted.push_back(accepted_by(entries[rule]));
    const Accepted& accepted = column.accepted.back();
    // A constant `true` holds for an input of another kind as a condition does: it is tested.
    if (accepted.unknown || !accepted.truths.empty()) decided_.erase(rule);
    if (accepted.everything || accepted.unknown || !accepted.truths.empty())
      otherwise_.insert(rule);
    else
      useful_ = true;
  }
  if (!useful_) return;
  for (const Kind kind :
       {Kind::Number, Kind::Date, Kind::DaysTimeDuration, Kind::YearsMonthsDuration})
    build_line(kind, column, rules);
  null_ = otherwise_;
  for (std::size_t rule = 0; rule < rules; ++rule) {
    if (column.accepted[rule].null) null_.insert(rule);
    for (const std::string& text : column.accepted[rule].strings)
      strings_.try_emplace(text, otherwise_).first->second.insert(rule);
  }
}

const RuleSet* ColumnIndex::candidates(const feel::Value& value) const {
  switch (value.kind()) {
    case Kind::Null:
      return &null_;
    case Kind::Boolean:
      return &otherwise_;
    case Kind::String: {
      const auto found = strings_.find(*value.string());
      return found == strings_.end() ? &otherwise_ : &found->second;
    }
    case Kind::Number:
    case Kind::Date:
    case Kind::DaysTimeDuration:
    case Kind::YearsMonthsDuration: {
      const auto found = lines_.find(value.kind());
      if (found == lines_.end()) return &otherwise_;
      const Line& line = found->second;
      const Decimal point = *ordinal(value);
      const auto at = std::lower_bound(line.points.begin(), line.points.end(), point);
      const auto position = static_cast<std::size_t>(at - line.points.begin());
      const bool exact = at != line.points.end() && *at == point;
      return &line.places[2 * position + (exact ? 1 : 0)];
    }
    default:
      return nullptr;
  }
}

}  // namespace umlauf::dmn::detail
