#include "engine/feel/operators.hpp"

#include <utility>

namespace umlauf::feel {
namespace {

using calendar::Date;
using calendar::DateTime;
using calendar::DaysTimeDuration;
using calendar::YearsMonthsDuration;

template <typename T>
Value wrap(const std::optional<T>& result) {
  return result.has_value() ? Value(*result) : Value();
}

DateTime midnight_utc(Date date) { return calendar::midnight(date, calendar::Zone::utc()); }

Value add_to_date(Date date, const Value& b) {
  if (const auto* months = b.years_months_duration()) return wrap(add(date, *months));
  const auto* duration = b.days_time_duration();
  if (duration == nullptr) return {};
  const auto moved = add(midnight_utc(date), *duration);
  return moved.has_value() ? Value(moved->date) : Value();
}

Value add_to_date_time(const DateTime& value, const Value& b) {
  if (const auto* months = b.years_months_duration()) return wrap(add(value, *months));
  if (const auto* duration = b.days_time_duration()) return wrap(add(value, *duration));
  return {};
}

// Table 57; commutative for temporal values and durations.
Value add_values(const Value& a, const Value& b) {
  switch (a.kind()) {
    case Kind::Number:
      return b.is_number() ? wrap(add(*a.number(), *b.number())) : Value();
    case Kind::String:
      return b.is_string() ? Value(*a.string() + *b.string()) : Value();
    case Kind::Date:
      return add_to_date(*a.date(), b);
    case Kind::Time:
      return b.days_time_duration() != nullptr ? Value(add(*a.time(), *b.days_time_duration()))
                                               : Value();
    case Kind::DateTime:
      return add_to_date_time(*a.date_time(), b);
    case Kind::DaysTimeDuration:
      if (const auto* other = b.days_time_duration())
        return wrap(add(*a.days_time_duration(), *other));
      return b.date() != nullptr || b.time() != nullptr || b.date_time() != nullptr
                 ? add_values(b, a)
                 : Value();
    case Kind::YearsMonthsDuration:
      if (const auto* other = b.years_months_duration())
        return wrap(add(*a.years_months_duration(), *other));
      return b.date() != nullptr || b.date_time() != nullptr ? add_values(b, a) : Value();
    default:
      return {};
  }
}

std::optional<DateTime> as_date_time(const Value& value) {
  if (value.date() != nullptr) return midnight_utc(*value.date());
  if (value.date_time() != nullptr) return *value.date_time();
  return std::nullopt;
}

Value subtract_values(const Value& a, const Value& b) {
  if (a.is_number()) return b.is_number() ? wrap(subtract(*a.number(), *b.number())) : Value();
  if (a.time() != nullptr && b.time() != nullptr) return wrap(subtract(*a.time(), *b.time()));
  const auto left = as_date_time(a);
  const auto right = as_date_time(b);
  if (left.has_value() && right.has_value()) return wrap(subtract(*left, *right));
  if (a.days_time_duration() != nullptr && b.days_time_duration() != nullptr)
    return wrap(subtract(*a.days_time_duration(), *b.days_time_duration()));
  if (a.years_months_duration() != nullptr && b.years_months_duration() != nullptr)
    return wrap(subtract(*a.years_months_duration(), *b.years_months_duration()));
  if (a.date() == nullptr && a.time() == nullptr && a.date_time() == nullptr) return {};
  if (b.days_time_duration() == nullptr && b.years_months_duration() == nullptr) return {};
  const Value opposite = negated(b);
  return opposite.is_null() ? Value() : add_values(a, opposite);
}

Value multiply_values(const Value& a, const Value& b) {
  if (a.is_number() && b.is_number()) return wrap(multiply(*a.number(), *b.number()));
  if (a.is_number() && !b.is_number()) return b.is_null() ? Value() : multiply_values(b, a);
  if (!b.is_number()) return {};
  if (const auto* duration = a.days_time_duration()) return wrap(multiply(*duration, *b.number()));
  if (const auto* duration = a.years_months_duration())
    return wrap(multiply(*duration, *b.number()));
  return {};
}

Value divide_values(const Value& a, const Value& b) {
  if (a.is_number()) return b.is_number() ? wrap(divide(*a.number(), *b.number())) : Value();
  if (const auto* duration = a.days_time_duration()) {
    if (b.is_number()) return wrap(divide(*duration, *b.number()));
    if (const auto* other = b.days_time_duration()) return wrap(divide(*duration, *other));
  }
  if (const auto* duration = a.years_months_duration()) {
    if (b.is_number()) return wrap(divide(*duration, *b.number()));
    if (const auto* other = b.years_months_duration()) return wrap(divide(*duration, *other));
  }
  return {};
}

}  // namespace

Value arithmetic(Operation operation, const Value& a, const Value& b) {
  switch (operation) {
    case Operation::Add:
      return add_values(a, b);
    case Operation::Subtract:
      return subtract_values(a, b);
    case Operation::Multiply:
      return multiply_values(a, b);
    case Operation::Divide:
      return divide_values(a, b);
    case Operation::Power:
      return a.is_number() && b.is_number() ? wrap(power(*a.number(), *b.number())) : Value();
    default:
      return {};
  }
}

Value negated(const Value& operand) {
  if (const Decimal* number = operand.number()) return negate(*number);
  if (const auto* duration = operand.days_time_duration()) return wrap(negate(*duration));
  if (const auto* duration = operand.years_months_duration()) return wrap(negate(*duration));
  return {};
}

std::optional<bool> compared(Operation operation, const Value& a, const Value& b) {
  if (operation == Operation::Equal) return equal(a, b);
  if (operation == Operation::NotEqual) {
    const auto same = equal(a, b);
    return same.has_value() ? std::optional(!*same) : std::nullopt;
  }
  if (operation == Operation::LessEqual) return at_most(a, b);
  if (operation == Operation::GreaterEqual) return at_most(b, a);
  const auto order = compare(a, b);
  if (!order.has_value()) return std::nullopt;
  return operation == Operation::Less ? *order < 0 : *order > 0;
}

namespace {

Value number(std::int64_t value) { return Value(Decimal(value)); }

std::optional<Value> date_property(Date date, std::string_view name) {
  if (name == "year") return number(date.year);
  if (name == "month") return number(date.month);
  if (name == "day") return number(date.day);
  if (name == "weekday") return number(weekday(date));
  return std::nullopt;
}

// With its fraction (table 66).
Value seconds(const calendar::Time& time) {
  const Decimal whole(std::int64_t{time.second()});
  if (time.nanosecond() == 0) return whole;
  const auto fraction = divide(Decimal(std::int64_t{time.nanosecond()}), Decimal(1'000'000'000));
  return fraction.has_value() ? wrap(add(whole, *fraction)) : Value();
}

std::optional<Value> time_property(const calendar::Time& time, std::optional<std::int32_t> offset,
                                   std::string_view name) {
  if (name == "hour") return number(time.hour());
  if (name == "minute") return number(time.minute());
  if (name == "second") return seconds(time);
  if (name == "time offset")
    return offset.has_value() ? wrap(DaysTimeDuration::of(*offset)) : Value();
  if (name == "timezone")
    return time.zone.is_named() ? Value(std::string(time.zone.name())) : Value();
  return std::nullopt;
}

std::optional<Value> duration_property(const DaysTimeDuration& duration, std::string_view name) {
  if (name == "days") return number(duration.days());
  if (name == "hours") return number(duration.hours());
  if (name == "minutes") return number(duration.minutes());
  if (name == "seconds") return Value(duration.seconds());
  return std::nullopt;
}

std::optional<Value> range_property(const Range& range, std::string_view name) {
  if (name == "start") return range.start;
  if (name == "end") return range.end;
  if (name == "start included") return Value(range.start_included);
  if (name == "end included") return Value(range.end_included);
  return std::nullopt;
}

// Tables 64 to 67.
std::optional<Value> single_property(const Value& value, std::string_view name) {
  switch (value.kind()) {
    case Kind::Context: {
      const Value* member = value.context()->find(name);
      return member == nullptr ? std::nullopt : std::optional(*member);
    }
    case Kind::Date:
      return date_property(*value.date(), name);
    case Kind::Time:
      return time_property(*value.time(), offset_seconds(*value.time()), name);
    case Kind::DateTime: {
      const DateTime& date_time = *value.date_time();
      if (auto found = date_property(date_time.date, name)) return found;
      return time_property(date_time.time, offset_seconds(date_time), name);
    }
    case Kind::DaysTimeDuration:
      return duration_property(*value.days_time_duration(), name);
    case Kind::YearsMonthsDuration:
      if (name == "years") return number(value.years_months_duration()->years());
      if (name == "months") return number(value.years_months_duration()->months());
      return std::nullopt;
    case Kind::Range:
      return range_property(*value.range(), name);
    default:
      return std::nullopt;
  }
}

}  // namespace

Value property(const Value& value, std::string_view name, bool* found) {
  if (const Values* items = value.list()) {
    Values mapped;
    mapped.reserve(items->size());
    bool ignored = false;
    for (const Value& item : *items) mapped.push_back(property(item, name, &ignored));
    *found = true;
    return Value(std::move(mapped));
  }
  std::optional<Value> single = single_property(value, name);
  *found = single.has_value();
  return single.has_value() ? std::move(*single) : Value();
}

namespace {

// For a test that is a list: is the input one of its items, or within one of its ranges?
bool in_list(const Value& input, const Values& items) {
  for (const Value& item : items) {
    if (equal(input, item).value_or(false)) return true;
    if (item.range() != nullptr && contains(*item.range(), input).value_or(false)) return true;
  }
  return false;
}

}  // namespace

std::optional<bool> satisfies(const Value& input, const Value& test) {
  if (const Values* items = test.list()) {
    if (in_list(input, *items)) return true;
    return input.is_list() ? equal(input, test) : std::optional(false);
  }
  if (test.range() != nullptr && input.range() == nullptr) return contains(*test.range(), input);
  // A list as input: `["a", "b"]` tested with `"a"` is a question of membership only in functions.
  return equal(input, test);
}

Value make_range(const Value& start, const Value& end, std::uint8_t flags) {
  const bool open = start.is_null() != end.is_null();
  if (!open && !at_most(start, end).value_or(false)) return {};
  return Value(Range{start, end, (flags & kStartIncluded) != 0, (flags & kEndIncluded) != 0,
                     RangeForm::Interval});
}

Value make_unary_range(Operation operation, const Value& endpoint) {
  switch (operation) {
    case Operation::Equal:
      return Value(Range{endpoint, endpoint, true, true, RangeForm::Unary});
    case Operation::NotEqual:
      return Value(Range{endpoint, endpoint, true, true, RangeForm::NotEqual});
    case Operation::Less:
    case Operation::LessEqual:
      return endpoint.is_null() ? Value()
                                : Value(Range{Value(), endpoint, false,
                                              operation == Operation::LessEqual, RangeForm::Unary});
    default:
      return endpoint.is_null()
                 ? Value()
                 : Value(Range{endpoint, Value(), operation == Operation::GreaterEqual, false,
                               RangeForm::Unary});
  }
}

std::string_view symbol(Operation operation) {
  switch (operation) {
    case Operation::None:
      return "";
    case Operation::Add:
      return "+";
    case Operation::Subtract:
      return "-";
    case Operation::Multiply:
      return "*";
    case Operation::Divide:
      return "/";
    case Operation::Power:
      return "**";
    case Operation::Equal:
      return "=";
    case Operation::NotEqual:
      return "!=";
    case Operation::Less:
      return "<";
    case Operation::LessEqual:
      return "<=";
    case Operation::Greater:
      return ">";
    case Operation::GreaterEqual:
      return ">=";
  }
  return "";
}

}  // namespace umlauf::feel
