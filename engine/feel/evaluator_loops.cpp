#include <optional>
#include <utility>

#include "engine/feel/evaluator.hpp"
#include "engine/feel/operators.hpp"
#include "engine/feel/syntax.hpp"

namespace umlauf::feel {
namespace {

bool is_integer(const Value& value) { return value.is_number() && value.number()->is_integer(); }

// One further on the way from `value`, up or down; null where the calendar or the numbers end.
Value successor(const Value& value, bool up) {
  if (const Decimal* number = value.number()) {
    const auto next = add(*number, Decimal(up ? 1 : -1));
    return next.has_value() ? Value(*next) : Value();
  }
  const auto next = calendar::add_days(*value.date(), up ? 1 : -1);
  return next.has_value() ? Value(*next) : Value();
}

bool is_countable(const Value& first, const Value& last) {
  return (is_integer(first) && is_integer(last)) ||
         (first.date() != nullptr && last.date() != nullptr);
}

}  // namespace

// §10.3.2.14: from the first to the last, downwards where the last is smaller.
template <typename Each>
bool Evaluator::iterate_between(const Instruction& at, const Value& first, const Value& last,
                                const Each& each) {
  if (!is_countable(first, last)) {
    fail(at, "an iteration runs between two integers or two dates",
         "eine Iteration läuft zwischen zwei ganzen Zahlen oder zwei Tagen");
    return false;
  }
  const bool up = *feel::compare(first, last) <= 0;
  Value current = first;
  while (true) {
    if (!each(current)) return false;
    if (current == last) return true;
    current = successor(current, up);
    if (current.is_null()) return true;
  }
}

// A range as the domain: upwards, without the ends that it does not include.
template <typename Each>
bool Evaluator::iterate_range(const Instruction& at, const Range& range, const Each& each) {
  const auto order =
      is_countable(range.start, range.end) ? feel::compare(range.start, range.end) : std::nullopt;
  if (!order.has_value() || *order > 0) {
    fail(at, "an iteration needs a range of ascending integers or dates",
         "eine Iteration braucht einen aufsteigenden Bereich ganzer Zahlen oder Tage");
    return false;
  }
  const Value first = range.start_included ? range.start : successor(range.start, true);
  const Value last = range.end_included ? range.end : successor(range.end, false);
  if (first.is_null() || last.is_null() || *feel::compare(first, last) > 0) return true;
  return iterate_between(at, first, last, each);
}

template <typename Each>
bool Evaluator::iterate_over(const Instruction& at, const Value& domain, const Each& each) {
  if (const Values* items = domain.list()) {
    for (const Value& item : *items)
      if (!each(item)) return false;
    return true;
  }
  if (const Range* range = domain.range()) return iterate_range(at, *range, each);
  if (domain.is_null()) {
    fail(at, "null cannot be iterated over", "über null lässt sich nicht iterieren");
    return false;
  }
  return each(domain);
}

template <typename Visit>
bool Evaluator::iterate(const Instruction& at, std::uint32_t level, Visit& visit) {
  const std::uint32_t position = 2 + level * kIteratorSize;
  if (position >= at.list_size) return visit();
  const std::uint32_t end = operand(at, position + 1);
  Value& slot = frame_[operand(at, position + 2)];
  const auto each = [&](const Value& item) {
    if (!session_.step()) return false;
    slot = item;
    return iterate(at, level + 1, visit);
  };
  const Value domain = eval(operand(at, position));
  if (end != kNone) return iterate_between(at, domain, eval(end), each);
  return iterate_over(at, domain, each);
}

Value Evaluator::eval_for(const Instruction& at) {
  const std::uint32_t body = operand(at, 0);
  const std::uint32_t partial = operand(at, 1);
  Values results;
  std::uint64_t weight = 1;
  const auto visit = [&] {
    if (partial != kNone) {
      if (!session_.step(results.size() / 8) || !session_.allocate(results.size())) return false;
      frame_[partial] = Value(results);
    }
    results.push_back(eval(body));
    weight += results.back().weight();
    return session_.allocate(sizeof(Value)) && session_.output(weight);
  };
  if (!iterate(at, 0, visit) || session_.exhausted()) return {};
  Value list(std::move(results));
  if (list.is_null())
    return fail(at, "the list is nested too deep", "die Liste ist zu tief verschachtelt");
  return list;
}

Value Evaluator::fail_condition(const Instruction& at) {
  return fail(at, "the condition is no boolean", "die Bedingung ist kein Wahrheitswert");
}

// Some (decisive is true) and every (false): three-valued like `or` and `and` (tables 49 and 50).
Value Evaluator::eval_quantified(const Instruction& at, bool decisive) {
  const std::uint32_t condition = operand(at, 0);
  bool unknown = false;
  bool decided = false;
  bool wrong = false;
  const auto visit = [&] {
    Value scratch;
    const Value& holds = ref(condition, scratch);
    if (holds.is_boolean()) {
      decided = holds.is_true() == decisive;
    } else {
      unknown = true;
      if (!holds.is_null()) {
        wrong = (at.flags & kBooleanOnly) != 0;
        fail_condition(at);
      }
    }
    return !decided && !wrong;
  };
  const bool complete = iterate(at, 0, visit);
  if (decided) return decisive;
  return complete && !unknown ? Value(!decisive) : Value();
}

namespace {

bool yields_boolean(Op op) {
  switch (op) {
    case Op::Compare:
    case Op::And:
    case Op::Or:
    case Op::Between:
    case Op::In:
    case Op::InstanceOf:
    case Op::Some:
    case Op::Every:
      return true;
    default:
      return false;
  }
}

}  // namespace

// §10.3.2.5 and table 68: a number picks an item, a condition is asked of every item. Which of the
// two it is shows with the first item.
Value Evaluator::eval_filter(const Instruction& at) {
  const Value list = eval(at.a);
  if (list.is_null()) return fail(at, "null has no items", "null hat keine Elemente");
  const Values single = list.is_list() ? Values{} : Values{list};
  const Values& items = list.is_list() ? *list.list() : single;
  Value& slot = frame_[at.c];
  const bool condition = yields_boolean(program_.code[at.b].op);
  Value first;
  if (!condition) {
    slot = items.empty() ? Value() : items.front();
    first = eval(at.b);
    if (first.is_number() && (at.flags & kBooleanOnly) == 0)
      return item_at(at, items, *first.number());
  }
  Values kept;
  for (std::size_t i = 0; i < items.size(); ++i) {
    if (!session_.step()) return {};
    slot = items[i];
    if (condition) {
      if (truth(at.b) != Truth::True) continue;
    } else {
      Value scratch;
      const Value& holds = i == 0 ? first : ref(at.b, scratch);
      if (!holds.is_boolean() && !holds.is_null()) return fail_condition(at);
      if (!holds.is_true()) continue;
    }
    kept.push_back(items[i]);
    if (!session_.allocate(sizeof(Value))) return {};
  }
  return Value(std::move(kept));
}

Value Evaluator::item_at(const Instruction& at, const Values& items, Decimal index) {
  const auto position = index.to_int64();
  const auto size = static_cast<std::int64_t>(items.size());
  if (position.has_value() && *position >= 1 && *position <= size)
    return items[static_cast<std::size_t>(*position - 1)];
  if (position.has_value() && *position <= -1 && *position >= -size)
    return items[static_cast<std::size_t>(size + *position)];
  return fail_item(at, size, index);
}

Value Evaluator::fail_item(const Instruction& at, std::int64_t size, Decimal index) {
  return fail(at, "there is no item %1 in a list of %2", "eine Liste von %2 hat kein Element %1",
              {index.to_string(), std::to_string(size)});
}

}  // namespace umlauf::feel
