#include "engine/verify/sample_values.hpp"

#include <span>
#include <string_view>
#include <vector>

#include "engine/feel/operators.hpp"

namespace umlauf::verify {
namespace {

using feel::Kind;
using feel::Operation;
using feel::Value;

bool less(const Value& a, const Value& b) {
  const auto order = feel::compare(a, b);
  return order && *order < 0;
}

bool lies_between(const Value& value, const Value* low, const Value* high) {
  return (!low || less(*low, value)) && (!high || less(value, *high));
}

// Steps from one end towards the other, the widest first.
std::vector<Value> steps(Kind kind) {
  const auto duration = [](std::string_view text) {
    return Value(*calendar::DaysTimeDuration::parse(text));
  };
  static constexpr std::string_view kTimes[] = {"PT1H", "PT1M", "PT1S", "PT0.000000001S"};
  std::vector<Value> steps;
  if (kind == Kind::Date || kind == Kind::DateTime || kind == Kind::DaysTimeDuration)
    steps.push_back(duration("P1D"));
  if (kind == Kind::YearsMonthsDuration) steps.emplace_back(calendar::YearsMonthsDuration(1));
  if (kind == Kind::DateTime || kind == Kind::Time || kind == Kind::DaysTimeDuration)
    for (const std::string_view text : kTimes) steps.push_back(duration(text));
  return steps;
}

// Doubling and halving help where numbers are so large that one more makes no difference.
std::vector<Value> numbers(const Value* low, const Value* high, bool whole) {
  const Value one(1), two(2);
  std::vector<Value> tried;
  if (low && high && !whole)
    tried.push_back(
        feel::arithmetic(Operation::Divide, feel::arithmetic(Operation::Add, *low, *high), two));
  const auto rounded = [whole](const Value& end, Rounding rounding) {
    const auto result = whole ? round(*end.number(), 0, rounding) : std::nullopt;
    return result ? Value(*result) : end;
  };
  if (low) tried.push_back(feel::arithmetic(Operation::Add, rounded(*low, Rounding::Floor), one));
  if (!low && high)
    tried.push_back(feel::arithmetic(Operation::Subtract, rounded(*high, Rounding::Ceiling), one));
  if (whole || (low && high)) return tried;
  const Value& end = low ? *low : *high;
  tried.push_back(feel::arithmetic(Operation::Multiply, end, two));
  tried.push_back(feel::arithmetic(Operation::Divide, end, two));
  return tried;
}

std::vector<Value> texts(const Value* low) {
  if (!low) return {Value("")};
  return {Value(*low->string() + "a"), Value(*low->string() + " ")};
}

}  // namespace

std::optional<Value> value_between(const Value* low, const Value* high, bool whole) {
  if (!low && !high) return std::nullopt;
  const Kind kind = (low ? low : high)->kind();
  std::vector<Value> tried;
  if (kind == Kind::Number) tried = numbers(low, high, whole);
  if (kind == Kind::String) tried = texts(low);
  for (const Value& step : steps(kind))
    tried.push_back(low ? feel::arithmetic(Operation::Add, *low, step)
                        : feel::arithmetic(Operation::Subtract, *high, step));
  for (Value& value : tried)
    if (lies_between(value, low, high)) return std::move(value);
  return std::nullopt;
}

}  // namespace umlauf::verify
