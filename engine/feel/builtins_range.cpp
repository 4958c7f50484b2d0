#include <compare>
#include <optional>

#include "engine/feel/builtin_groups.hpp"

namespace umlauf::feel {
namespace {

// An end of a range; open ones lie beyond everything.
struct Bound {
  const Value* value = nullptr;
  bool included = false;
  int infinite = 0;  // -1: below everything, 1: above
};

// What the conditions of table 78 are made of. Ends that cannot be compared make the whole null.
class Comparison {
 public:
  int operator()(const Bound& a, const Bound& b) {
    if (a.infinite != 0 || b.infinite != 0) return a.infinite - b.infinite;
    const auto order = compare(*a.value, *b.value);
    if (!order.has_value()) {
      failed_ = true;
      return 0;
    }
    return *order < 0 ? -1 : *order > 0 ? 1 : 0;
  }
  bool failed() const { return failed_; }

 private:
  bool failed_ = false;
};

struct Interval {
  Bound start;
  Bound end;
};

Interval interval(const Value& value) {
  const Range& range = *value.range();
  return {{&range.start, range.start_included, range.start.is_null() ? -1 : 0},
          {&range.end, range.end_included, range.end.is_null() ? 1 : 0}};
}

Bound point(const Value& value) { return {&value, true, 0}; }

template <typename Condition>
Value decided(const BuiltInCall& call, const Condition& condition) {
  Comparison order;
  const bool result = condition(order);
  if (order.failed())
    return call.fail("the values cannot be compared", "die Werte lassen sich nicht vergleichen");
  return result;
}

// Does `a` end before `b` begins?
bool is_before(Comparison& order, const Bound& a, const Bound& b) {
  const int c = order(a, b);
  return c < 0 || (c == 0 && (!a.included || !b.included));
}

Value before_points(const BuiltInCall& call) {
  return decided(call, [&](auto& order) { return order(point(call[0]), point(call[1])) < 0; });
}
Value before_point_range(const BuiltInCall& call) {
  return decided(
      call, [&](auto& order) { return is_before(order, point(call[0]), interval(call[1]).start); });
}
Value before_range_point(const BuiltInCall& call) {
  return decided(
      call, [&](auto& order) { return is_before(order, interval(call[0]).end, point(call[1])); });
}
Value before_ranges(const BuiltInCall& call) {
  return decided(call, [&](auto& order) {
    return is_before(order, interval(call[0]).end, interval(call[1]).start);
  });
}

// The mirror of a function: the same with its arguments exchanged.
template <BuiltInBody Body>
Value mirrored(const BuiltInCall& call) {
  const Value exchanged[2] = {call[1], call[0]};
  return Body(BuiltInCall{exchanged, call.session});
}

Value meets(const BuiltInCall& call) {
  return decided(call, [&](auto& order) {
    const Bound end = interval(call[0]).end;
    const Bound start = interval(call[1]).start;
    return order(end, start) == 0 && end.included && start.included;
  });
}

bool reaches(Comparison& order, const Bound& end, const Bound& start) {
  const int c = order(end, start);
  return c > 0 || (c == 0 && end.included && start.included);
}

Value overlaps(const BuiltInCall& call) {
  return decided(call, [&](auto& order) {
    const Interval a = interval(call[0]);
    const Interval b = interval(call[1]);
    const bool forward = reaches(order, a.end, b.start);
    return reaches(order, b.end, a.start) && forward;
  });
}

Value overlaps_before(const BuiltInCall& call) {
  return decided(call, [&](auto& order) {
    const Interval a = interval(call[0]);
    const Interval b = interval(call[1]);
    const int starts = order(a.start, b.start);
    const int ends = order(a.end, b.end);
    const bool starts_earlier =
        starts < 0 || (starts == 0 && a.start.included && !b.start.included);
    const bool ends_earlier = ends < 0 || (ends == 0 && (!a.end.included || b.end.included));
    return reaches(order, a.end, b.start) && starts_earlier && ends_earlier;
  });
}

Value finishes_point(const BuiltInCall& call) {
  return decided(call, [&](auto& order) {
    const Bound end = interval(call[1]).end;
    return order(point(call[0]), end) == 0 && end.included;
  });
}

Value finishes(const BuiltInCall& call) {
  return decided(call, [&](auto& order) {
    const Interval a = interval(call[0]);
    const Interval b = interval(call[1]);
    const int starts = order(a.start, b.start);
    return order(a.end, b.end) == 0 && a.end.included == b.end.included &&
           (starts > 0 || (starts == 0 && (!a.start.included || b.start.included)));
  });
}

Value includes_point(const BuiltInCall& call) {
  return decided(call, [&](auto& order) {
    const Interval a = interval(call[0]);
    const Bound p = point(call[1]);
    const int starts = order(a.start, p);
    const int ends = order(p, a.end);
    return (starts < 0 || (starts == 0 && a.start.included)) &&
           (ends < 0 || (ends == 0 && a.end.included));
  });
}

Value includes(const BuiltInCall& call) {
  return decided(call, [&](auto& order) {
    const Interval a = interval(call[0]);
    const Interval b = interval(call[1]);
    const int starts = order(a.start, b.start);
    const int ends = order(a.end, b.end);
    return (starts < 0 || (starts == 0 && (a.start.included || !b.start.included))) &&
           (ends > 0 || (ends == 0 && (a.end.included || !b.end.included)));
  });
}

Value starts_point(const BuiltInCall& call) {
  return decided(call, [&](auto& order) {
    const Bound start = interval(call[1]).start;
    return order(point(call[0]), start) == 0 && start.included;
  });
}

Value starts(const BuiltInCall& call) {
  return decided(call, [&](auto& order) {
    const Interval a = interval(call[0]);
    const Interval b = interval(call[1]);
    const int ends = order(a.end, b.end);
    return order(a.start, b.start) == 0 && a.start.included == b.start.included &&
           (ends < 0 || (ends == 0 && (!a.end.included || b.end.included)));
  });
}

Value coincides_points(const BuiltInCall& call) {
  return decided(call, [&](auto& order) { return order(point(call[0]), point(call[1])) == 0; });
}

Value coincides(const BuiltInCall& call) {
  return decided(call, [&](auto& order) {
    const Interval a = interval(call[0]);
    const Interval b = interval(call[1]);
    const bool ends = order(a.end, b.end) == 0;
    return order(a.start, b.start) == 0 && ends && a.start.included == b.start.included &&
           a.end.included == b.end.included;
  });
}

constexpr std::string_view kRanges = "range1: range, range2: range";
constexpr std::string_view kRangePoint = "range: range, point: Any";
constexpr std::string_view kPointRange = "point: Any, range: range";
constexpr std::string_view kPoints = "point1: Any, point2: Any";

// Forms with ranges come first: a point may be of any type.
const BuiltIn kRows[] = {
    {"before",
     "10.3.4.7",
     {{kRanges, "boolean", before_ranges},
      {kRangePoint, "boolean", before_range_point},
      {kPointRange, "boolean", before_point_range},
      {kPoints, "boolean", before_points}},
     "whether the first point or range lies wholly before the second",
     "ob der erste Punkt oder Bereich ganz vor dem zweiten liegt",
     {{"before(1, 10)", "true"},
      {"before([1..5), [5..10])", "true"},
      {"before([1..5], 5)", "false"}}},
    {"after",
     "10.3.4.7",
     {{kRanges, "boolean", mirrored<before_ranges>},
      {kRangePoint, "boolean", mirrored<before_point_range>},
      {kPointRange, "boolean", mirrored<before_range_point>},
      {kPoints, "boolean", mirrored<before_points>}},
     "whether the first point or range lies wholly after the second",
     "ob der erste Punkt oder Bereich ganz hinter dem zweiten liegt",
     {{"after(12, [1..10])", "true"}, {"after([5..10], [1..5))", "true"}}},
    {"meets",
     "10.3.4.7",
     {{kRanges, "boolean", meets}},
     "whether the first range ends where the second begins",
     "ob der erste Bereich endet, wo der zweite beginnt",
     {{"meets([1..5], [5..10])", "true"}, {"meets([1..5), [5..10])", "false"}}},
    {"met by",
     "10.3.4.7",
     {{kRanges, "boolean", mirrored<meets>}},
     "whether the first range begins where the second ends",
     "ob der erste Bereich beginnt, wo der zweite endet",
     {{"met by([5..10], [1..5])", "true"}}},
    {"overlaps",
     "10.3.4.7",
     {{kRanges, "boolean", overlaps}},
     "whether the ranges have something in common",
     "ob die Bereiche etwas gemeinsam haben",
     {{"overlaps([1..5], [3..8])", "true"}, {"overlaps([1..5), [5..8])", "false"}}},
    {"overlaps before",
     "10.3.4.7",
     {{kRanges, "boolean", overlaps_before}},
     "whether the first range begins before the second and ends within it",
     "ob der erste Bereich vor dem zweiten beginnt und in ihm endet",
     {{"overlaps before([1..5], [3..8])", "true"}}},
    {"overlaps after",
     "10.3.4.7",
     {{kRanges, "boolean", mirrored<overlaps_before>}},
     "whether the second range begins before the first and ends within it",
     "ob der zweite Bereich vor dem ersten beginnt und in ihm endet",
     {{"overlaps after([3..8], [1..5])", "true"}}},
    {"finishes",
     "10.3.4.7",
     {{kRanges, "boolean", finishes}, {kPointRange, "boolean", finishes_point}},
     "whether the point or range lies at the end of the range",
     "ob der Punkt oder Bereich am Ende des Bereichs liegt",
     {{"finishes(10, [1..10])", "true"}, {"finishes([5..10], [1..10])", "true"}}},
    {"finished by",
     "10.3.4.7",
     {{kRanges, "boolean", mirrored<finishes>}, {kRangePoint, "boolean", mirrored<finishes_point>}},
     "whether the range has the point or range at its end",
     "ob der Bereich den Punkt oder Bereich an seinem Ende hat",
     {{"finished by([1..10], 10)", "true"}}},
    {"includes",
     "10.3.4.7",
     {{kRanges, "boolean", includes}, {kRangePoint, "boolean", includes_point}},
     "whether the range contains the point or range",
     "ob der Bereich den Punkt oder Bereich enthält",
     {{"includes([1..10], 5)", "true"}, {"includes([1..10], [4..11])", "false"}}},
    {"during",
     "10.3.4.7",
     {{kRanges, "boolean", mirrored<includes>}, {kPointRange, "boolean", mirrored<includes_point>}},
     "whether the point or range lies within the range",
     "ob der Punkt oder Bereich im Bereich liegt",
     {{"during(5, [1..10])", "true"}, {"during([4..6], [1..10))", "true"}}},
    {"starts",
     "10.3.4.7",
     {{kRanges, "boolean", starts}, {kPointRange, "boolean", starts_point}},
     "whether the point or range lies at the beginning of the range",
     "ob der Punkt oder Bereich am Anfang des Bereichs liegt",
     {{"starts(1, [1..10])", "true"}, {"starts([1..5], [1..10])", "true"}}},
    {"started by",
     "10.3.4.7",
     {{kRanges, "boolean", mirrored<starts>}, {kRangePoint, "boolean", mirrored<starts_point>}},
     "whether the range has the point or range at its beginning",
     "ob der Bereich den Punkt oder Bereich an seinem Anfang hat",
     {{"started by([1..10], [1..5])", "true"}}},
    {"coincides",
     "10.3.4.7",
     {{kRanges, "boolean", coincides}, {kPoints, "boolean", coincides_points}},
     "whether both points or ranges are the same",
     "ob beide Punkte oder Bereiche gleich sind",
     {{"coincides([1..5], [1..5])", "true"}, {"coincides(3, 4)", "false"}}},
};

}  // namespace

std::span<const BuiltIn> range_functions() { return kRows; }

}  // namespace umlauf::feel
