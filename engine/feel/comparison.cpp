#include <algorithm>

#include "engine/feel/operators.hpp"
#include "engine/feel/value.hpp"

namespace umlauf::feel {
namespace {

using calendar::DateTime;
using calendar::Time;

// Equality of times and dates and times looks at whole seconds, as the conformance suite has it;
// their order at every fraction: timestamps must sort.
Time whole_seconds(Time time) {
  time.nanoseconds -= time.nanoseconds % 1'000'000'000;
  return time;
}

DateTime whole_seconds(DateTime value) { return {value.date, whole_seconds(value.time)}; }

// Where one has a zone and the other none they are different points in time.
template <typename T>
bool same_second(const T& a, const T& b) {
  return compare(whole_seconds(a), whole_seconds(b)) == std::strong_ordering::equal;
}

// Table 54: what has no offset takes that of the other.
std::strong_ordering order_of(const Time& a, const Time& b) {
  return compare(a, b).value_or(a.nanoseconds <=> b.nanoseconds);
}

std::strong_ordering order_of(DateTime a, DateTime b) {
  if (const auto order = compare(a, b)) return *order;
  a.time.zone = b.time.zone = calendar::Zone();
  return *compare(a, b);
}

bool lists_equal(const Values& a, const Values& b) {
  if (a.size() != b.size()) return false;
  for (std::size_t i = 0; i < a.size(); ++i)
    if (!equal(a[i], b[i]).value_or(false)) return false;
  return true;
}

bool contexts_equal(const Context& a, const Context& b) {
  if (a.size() != b.size()) return false;
  for (const Entry& entry : a) {
    const Value* other = b.find(entry.name);
    if (other == nullptr || !equal(entry.value, *other).value_or(false)) return false;
  }
  return true;
}

bool ranges_equal(const Range& a, const Range& b) {
  return a.form == b.form && a.start_included == b.start_included &&
         a.end_included == b.end_included && equal(a.start, b.start).value_or(false) &&
         equal(a.end, b.end).value_or(false);
}

}  // namespace

std::optional<bool> equal(const Value& a, const Value& b) {
  if (a.kind() != b.kind()) {
    if (a.is_null() || b.is_null()) return false;
    return std::nullopt;
  }
  switch (a.kind()) {
    case Kind::Time:
      return same_second(*a.time(), *b.time());
    case Kind::DateTime:
      return same_second(*a.date_time(), *b.date_time());
    case Kind::List:
      return lists_equal(*a.list(), *b.list());
    case Kind::Context:
      return contexts_equal(*a.context(), *b.context());
    case Kind::Range:
      return ranges_equal(*a.range(), *b.range());
    default:
      return a == b;
  }
}

std::optional<std::strong_ordering> compare(const Value& a, const Value& b) {
  if (a.kind() != b.kind()) return std::nullopt;
  switch (a.kind()) {
    case Kind::Number:
      return *a.number() <=> *b.number();
    case Kind::String:
      // UTF-8 keeps the order of code points.
      return a.string()->compare(*b.string()) <=> 0;
    case Kind::Date:
      return *a.date() <=> *b.date();
    case Kind::Time:
      return order_of(*a.time(), *b.time());
    case Kind::DateTime:
      return order_of(*a.date_time(), *b.date_time());
    case Kind::DaysTimeDuration:
      return *a.days_time_duration() <=> *b.days_time_duration();
    case Kind::YearsMonthsDuration:
      return *a.years_months_duration() <=> *b.years_months_duration();
    default:
      return std::nullopt;
  }
}

std::optional<bool> at_most(const Value& a, const Value& b) {
  const auto order = compare(a, b);
  if (!order.has_value()) return std::nullopt;
  // An order of `equal` is no equality where only one of two times has a zone.
  const bool is_time = a.kind() == Kind::Time || a.kind() == Kind::DateTime;
  return *order < 0 || (is_time ? equal(a, b).value_or(false) : *order == 0);
}

std::optional<bool> contains(const Range& range, const Value& value) {
  if (range.form == RangeForm::NotEqual) {
    const std::optional<bool> same = equal(value, range.start);
    return same.has_value() ? std::optional(!*same) : std::nullopt;
  }
  if (range.form == RangeForm::Unary && range.start_included && range.end_included)
    return equal(value, range.start);
  if (range.form == RangeForm::Interval && (range.start.is_null() || range.end.is_null()))
    return std::nullopt;
  const auto holds = [&](const Value& end, bool included, Operation closed, Operation open) {
    return end.is_null() ? std::optional(true) : compared(included ? closed : open, value, end);
  };
  const auto above =
      holds(range.start, range.start_included, Operation::GreaterEqual, Operation::Greater);
  const auto below = holds(range.end, range.end_included, Operation::LessEqual, Operation::Less);
  if (!above.has_value() || !below.has_value()) return std::nullopt;
  return *above && *below;
}

namespace {

std::strong_ordering zone_order(const calendar::Zone& a, const calendar::Zone& b) {
  if (const auto order = a.kind() <=> b.kind(); order != 0) return order;
  if (const auto order = a.offset_seconds() <=> b.offset_seconds(); order != 0) return order;
  return a.name().compare(b.name()) <=> 0;
}

std::strong_ordering time_order(const Time& a, const Time& b) {
  if (const auto order = a.nanoseconds <=> b.nanoseconds; order != 0) return order;
  return zone_order(a.zone, b.zone);
}

std::strong_ordering list_order(const Values& a, const Values& b) {
  for (std::size_t i = 0; i < std::min(a.size(), b.size()); ++i)
    if (const auto order = total_order(a[i], b[i]); order != 0) return order;
  return a.size() <=> b.size();
}

std::strong_ordering context_order(const Context& a, const Context& b) {
  const auto sorted = [](const Context& context) {
    std::vector<const Entry*> entries;
    for (const Entry& entry : context) entries.push_back(&entry);
    std::sort(entries.begin(), entries.end(),
              [](const Entry* x, const Entry* y) { return x->name < y->name; });
    return entries;
  };
  const auto left = sorted(a);
  const auto right = sorted(b);
  for (std::size_t i = 0; i < std::min(left.size(), right.size()); ++i) {
    if (const auto order = left[i]->name.compare(right[i]->name) <=> 0; order != 0) return order;
    if (const auto order = total_order(left[i]->value, right[i]->value); order != 0) return order;
  }
  return left.size() <=> right.size();
}

std::strong_ordering range_order(const Range& a, const Range& b) {
  if (const auto order = total_order(a.start, b.start); order != 0) return order;
  if (const auto order = total_order(a.end, b.end); order != 0) return order;
  if (const auto order = a.start_included <=> b.start_included; order != 0) return order;
  if (const auto order = a.end_included <=> b.end_included; order != 0) return order;
  return a.form <=> b.form;
}

}  // namespace

std::strong_ordering total_order(const Value& a, const Value& b) {
  if (const auto order = a.kind() <=> b.kind(); order != 0) return order;
  switch (a.kind()) {
    case Kind::Null:
      return std::strong_ordering::equal;
    case Kind::Boolean:
      return *a.boolean() <=> *b.boolean();
    case Kind::Time:
      return time_order(*a.time(), *b.time());
    case Kind::DateTime:
      if (const auto order = a.date_time()->date <=> b.date_time()->date; order != 0) return order;
      return time_order(a.date_time()->time, b.date_time()->time);
    case Kind::List:
      return list_order(*a.list(), *b.list());
    case Kind::Context:
      return context_order(*a.context(), *b.context());
    case Kind::Range:
      return range_order(*a.range(), *b.range());
    case Kind::Function:
      return std::compare_three_way{}(a.function(), b.function());
    default:
      return compare(a, b).value_or(std::strong_ordering::equal);
  }
}

}  // namespace umlauf::feel
