#include "engine/feel/evaluator.hpp"

#include <algorithm>
#include <typeinfo>
#include <utility>

#include "engine/feel/builtins.hpp"
#include "engine/feel/operators.hpp"
#include "engine/feel/syntax.hpp"

namespace umlauf::feel {
namespace {

const Value kNull;
const Value kUnknown;

std::string_view shown(const Value& value) { return kind_name(value.kind()); }

// A text without parts may be anybody's and is left as it is.
std::string filled(std::string_view pattern, std::initializer_list<std::string_view> parts) {
  if (parts.size() == 0) return std::string(pattern);
  std::string text;
  for (std::size_t i = 0; i < pattern.size(); ++i) {
    if (pattern[i] == '%' && i + 1 < pattern.size()) {
      text += parts.begin()[pattern[++i] - '1'];
    } else {
      text += pattern[i];
    }
  }
  return text;
}

}  // namespace

const Value* Evaluator::unknown() { return &kUnknown; }

Value Evaluator::fail(const Instruction& at, std::string_view english, std::string_view german,
                      std::initializer_list<std::string_view> parts) {
  if (session_.wants_messages())
    session_.message({filled(english, parts), filled(german, parts)}, program_.span(at));
  return {};
}

Value Evaluator::fail_operation(const Instruction& at, const Value& a, const Value& b) {
  if (!session_.wants_messages()) return {};
  const bool same = a.kind() == b.kind() && !a.is_null();
  if (same && at.operation == Operation::Divide)
    return fail(at, "division by zero or out of range",
                "Division durch null oder außerhalb des Wertebereichs");
  return fail(at, "'%1' has no result for %2 and %3", "'%1' hat kein Ergebnis für %2 und %3",
              {symbol(at.operation), shown(a), shown(b)});
}

const Value& Evaluator::free_value(const Instruction& at) {
  const Value* found = free_ == nullptr ? nullptr : free_[at.a];
  if (found == &kUnknown) {
    found = environment_->lookup(at.a, program_.free_names[at.a]);
    free_[at.a] = found;
  }
  if (found != nullptr) return *found;
  if (at.b > 0) return program_.constants[at.b - 1];
  fail(at, "there is no variable '%1'", "es gibt keine Variable '%1'", {program_.names[at.c]});
  return kNull;
}

const Value& Evaluator::member(const Instruction& at, Value& scratch) {
  Value item_scratch;
  const Value& item = ref(at.a, item_scratch);
  // The item lies in a slot or among the captures, so that its member lives on.
  if (const Value* own = item.member(program_.names[at.c])) return *own;
  return ref(at.b, scratch);
}

const Value& Evaluator::ref(std::uint32_t position, Value& scratch) {
  const Instruction& at = program_.code[position];
  switch (at.op) {
    case Op::Constant:
      return program_.constants[at.a];
    case Op::Local:
      return frame_[at.a];
    case Op::Capture:
      return self_->capture(at.a);
    case Op::Free:
      return free_value(at);
    case Op::Member:
      return member(at, scratch);
    default:
      scratch = eval(position);
      return scratch;
  }
}

Value Evaluator::eval(std::uint32_t position) {
  const Instruction& at = program_.code[position];
  if (!session_.step()) return {};
  switch (at.op) {
    case Op::Constant:
      return program_.constants[at.a];
    case Op::Local:
      return frame_[at.a];
    default:
      break;
  }
  Value result = session_.enter() ? dispatch(at) : Value();
  session_.leave();
  if (session_.exhausted()) [[unlikely]]
    result = Value();
  return result;
}

Value Evaluator::dispatch(const Instruction& at) {
  switch (at.op) {
    case Op::Constant:
      return program_.constants[at.a];
    case Op::Local:
      return frame_[at.a];
    case Op::Capture:
      return self_->capture(at.a);
    case Op::Free:
      return free_value(at);
    case Op::Self:
      self_->references.fetch_add(1, std::memory_order_relaxed);
      return Value::adopt(self_);
    case Op::Member: {
      Value scratch;
      return member(at, scratch);
    }
    case Op::Negate:
      return eval_negate(at);
    case Op::Arithmetic:
      return eval_arithmetic(at);
    case Op::Compare:
      return from(compare(at));
    case Op::And:
      return from(logical(at, false));
    case Op::Or:
      return from(logical(at, true));
    case Op::Between:
      return eval_between(at);
    case Op::In:
      return eval_in(at);
    case Op::InstanceOf: {
      Value scratch;
      const Value& value = ref(at.a, scratch);
      if (!session_.step(value.weight())) return {};
      return is_instance(value, program_.types[at.b]);
    }
    case Op::If:
      return eval_if(at);
    case Op::For:
      return eval_for(at);
    case Op::Some:
      return eval_quantified(at, true);
    case Op::Every:
      return eval_quantified(at, false);
    case Op::Closure:
      return eval_closure(at);
    case Op::Call:
      return eval_call(at);
    case Op::CallBuiltIn:
      return eval_built_in(at);
    case Op::Path:
      return eval_path(at);
    case Op::Filter:
      return eval_filter(at);
    case Op::List:
      return eval_list(at);
    case Op::Context:
      return eval_context(at);
    case Op::Block:
      return eval_block(at);
    case Op::Range:
    case Op::UnaryRange:
      return eval_range(at);
    case Op::Tests:
      return eval_tests(at);
    case Op::NotTests: {
      Value scratch;
      const Value& inner = ref(at.a, scratch);
      return inner.is_boolean() ? Value(inner.is_false()) : Value();
    }
    case Op::CompareInput:
      return eval_compare_input(at);
    case Op::ExpressionTest:
      return eval_expression_test(at);
    case Op::Coerce:
      return eval_coerce(at);
    case Op::Invalid: {
      const Text& text = program_.messages[at.a];
      return fail(at, text.english, text.german);
    }
  }
  return {};
}

Value Evaluator::eval_negate(const Instruction& at) {
  Value scratch;
  const Value& operand = ref(at.a, scratch);
  Value result = negated(operand);
  if (result.is_null())
    return fail(at, "'-' has no result for %1", "'-' hat kein Ergebnis für %1", {shown(operand)});
  return result;
}

namespace {

std::optional<Decimal> computed(Operation operation, Decimal a, Decimal b) {
  switch (operation) {
    case Operation::Add:
      return add(a, b);
    case Operation::Subtract:
      return subtract(a, b);
    case Operation::Multiply:
      return multiply(a, b);
    case Operation::Divide:
      return divide(a, b);
    default:
      return power(a, b);
  }
}

}  // namespace

Value Evaluator::eval_arithmetic(const Instruction& at) {
  constexpr std::uint64_t kStepsOfDivision = 2;
  constexpr std::uint64_t kStepsOfPower = 100;
  constexpr std::uint64_t kStepsOfTime = 8;  // zones have to be looked up
  Value scratch_a;
  Value scratch_b;
  const Value& a = ref(at.a, scratch_a);
  const Value& b = ref(at.b, scratch_b);
  if (a.is_number() && b.is_number()) [[likely]] {
    if (at.operation == Operation::Power && !session_.step(kStepsOfPower)) return {};
    if (at.operation == Operation::Divide && !session_.step(kStepsOfDivision)) return {};
    if (const auto number = computed(at.operation, *a.number(), *b.number())) return *number;
    return fail_operation(at, a, b);
  }
  if (a.is_string() && b.is_string()) {
    const std::size_t size = a.string()->size() + b.string()->size();
    if (!session_.output(size) || !session_.allocate(size)) return {};
  } else if (!session_.step(kStepsOfTime)) {
    return {};
  }
  Value result = arithmetic(at.operation, a, b);
  if (result.is_null()) return fail_operation(at, a, b);
  return result;
}

Evaluator::Truth Evaluator::compare(const Instruction& at) {
  Value scratch_a;
  Value scratch_b;
  const Value& a = ref(at.a, scratch_a);
  const Value& b = ref(at.b, scratch_b);
  if (a.is_number() && b.is_number()) {
    if (at.operation == Operation::Equal) return truth_of(*a.number() == *b.number());
    if (at.operation == Operation::NotEqual) return truth_of(!(*a.number() == *b.number()));
  } else if (!session_.step(std::min(a.weight(), b.weight()))) {
    return Truth::Unknown;
  } else if (a.is_string() && b.is_string() && at.operation == Operation::Equal) {
    return truth_of(*a.string() == *b.string());
  }
  const std::optional<bool> result = compared(at.operation, a, b);
  if (result.has_value()) return truth_of(*result);
  fail_operation(at, a, b);
  return Truth::Unknown;
}

// Conditions, without making a value of what they yield.
Evaluator::Truth Evaluator::truth(std::uint32_t position) {
  const Instruction& at = program_.code[position];
  switch (at.op) {
    case Op::Compare:
      return session_.step() ? compare(at) : Truth::Unknown;
    case Op::And:
    case Op::Or: {
      Truth result = Truth::Unknown;
      if (session_.step() && session_.enter()) result = logical(at, at.op == Op::Or);
      session_.leave();
      return result;
    }
    default: {
      Value scratch;
      const bool* boolean = ref(position, scratch).boolean();
      return boolean == nullptr ? Truth::Unknown : truth_of(*boolean);
    }
  }
}

// Table 50: three-valued; what is no boolean counts as null.
Evaluator::Truth Evaluator::logical(const Instruction& at, bool decisive) {
  bool unknown = false;
  for (std::uint32_t i = 0; i < at.list_size; ++i) {
    const Truth operand_truth = truth(operand(at, i));
    if (operand_truth == truth_of(decisive)) return operand_truth;
    unknown = unknown || operand_truth == Truth::Unknown;
  }
  return unknown ? Truth::Unknown : truth_of(!decisive);
}

Value Evaluator::eval_between(const Instruction& at) {
  Value scratch[3];
  const Value& value = ref(at.a, scratch[0]);
  const Value& low = ref(at.b, scratch[1]);
  const Value& high = ref(at.c, scratch[2]);
  if (!session_.step(std::min(value.weight(), std::max(low.weight(), high.weight())))) return {};
  const auto above = compared(Operation::GreaterEqual, value, low);
  const auto below = compared(Operation::LessEqual, value, high);
  if (above == false || below == false) return false;
  if (above == true && below == true) return true;
  return fail(at, "'between' cannot compare %1 with %2 and %3",
              "'between' kann %1 nicht mit %2 und %3 vergleichen",
              {shown(value), shown(low), shown(high)});
}

Value Evaluator::eval_in(const Instruction& at) {
  frame_[at.c] = eval(at.a);
  return eval(at.b);
}

// Table 49: what is not true leads to `else`.
Value Evaluator::eval_if(const Instruction& at) {
  bool holds = false;
  const Op op = program_.code[at.a].op;
  if (op == Op::Compare || op == Op::And || op == Op::Or) {
    holds = truth(at.a) == Truth::True;
  } else {
    Value scratch;
    const Value& condition = ref(at.a, scratch);
    if (!condition.is_boolean() && !condition.is_null()) {
      fail(at, "the condition is a %1, no boolean", "die Bedingung ist vom Typ %1, nicht boolean",
           {shown(condition)});
      if ((at.flags & kBooleanOnly) != 0) return {};
    }
    holds = condition.is_true();
  }
  return eval(holds ? at.b : at.c);
}

// What a value that is shared takes beside its parts.
constexpr std::size_t kSharedSize = 128;

Value Evaluator::eval_closure(const Instruction& at) {
  const ClosureCode& code = program_.closures[at.a];
  Values captures;
  captures.reserve(code.captures.size());
  for (const std::uint32_t capture : code.captures) captures.push_back(eval(capture));
  if (!session_.allocate(sizeof(Closure) + captures.size() * sizeof(Value))) return {};
  return make_function(std::make_unique<Closure>(owner_, code, std::move(captures)));
}

Value Evaluator::eval_path(const Instruction& at) {
  Value scratch;
  const Value& value = ref(at.a, scratch);
  const std::string& name = program_.names[at.c];
  if (const Context* context = value.context()) {
    if (const Value* member_value = context->find(name)) return *member_value;
  } else if (value.is_list()) {
    if (!session_.step(value.weight()) || !session_.allocate(value.weight() * sizeof(Value)))
      return {};
  }
  bool found = false;
  Value result = property(value, name, &found);
  if (!found) return fail(at, "%1 has no '%2'", "%1 hat kein '%2'", {shown(value), name});
  return result;
}

Value Evaluator::eval_list(const Instruction& at) {
  Values items;
  items.reserve(at.list_size);
  for (std::uint32_t i = 0; i < at.list_size; ++i) items.push_back(eval(operand(at, i)));
  if (!session_.allocate(kSharedSize + at.list_size * sizeof(Value))) return {};
  Value list(std::move(items));
  if (list.is_null())
    return fail(at, "the list is nested too deep", "die Liste ist zu tief verschachtelt");
  return session_.output(list.weight()) ? list : Value();
}

// §10.3.2.6: an entry sees those before it.
Value Evaluator::eval_context(const Instruction& at) {
  if (at.a == 1) return fail(at, "a name comes twice", "ein Name kommt zweimal vor");
  std::vector<Entry> entries;
  entries.reserve(at.list_size / 2);
  for (std::uint32_t i = 0; i < at.list_size; i += 2) {
    Value& slot = frame_[operand(at, i)];
    slot = eval(operand(at, i + 1));
    entries.push_back({program_.names[at.c + i / 2], slot});
  }
  if (!session_.allocate(kSharedSize + entries.size() * sizeof(Entry))) return {};
  Value context{Context(std::move(entries))};
  if (context.is_null())
    return fail(at, "the context is nested too deep", "der Kontext ist zu tief verschachtelt");
  return session_.output(context.weight()) ? context : Value();
}

Value Evaluator::eval_block(const Instruction& at) {
  for (std::uint32_t i = 0; i < at.list_size; i += 2)
    frame_[operand(at, i)] = eval(operand(at, i + 1));
  return eval(at.a);
}

Value Evaluator::eval_range(const Instruction& at) {
  const Value start = eval(at.a);
  if (at.op == Op::UnaryRange) return make_unary_range(at.operation, start);
  const Value end = eval(at.b);
  Value range = make_range(start, end, at.flags);
  if (range.is_null())
    return fail(at, "no range from %1 to %2", "kein Bereich von %1 bis %2",
                {shown(start), shown(end)});
  return range;
}

// ---- Unary tests, table 55 ----------------------------------------------------------------------

Value Evaluator::eval_tests(const Instruction& at) {
  if (at.list_size == 0) return true;
  return from(logical(at, true));
}

Value Evaluator::eval_compare_input(const Instruction& at) {
  Value scratch_a;
  Value scratch_b;
  const Value& endpoint = ref(at.a, scratch_a);
  const Value& input = ref(at.b, scratch_b);
  if (!session_.step(std::min(input.weight(), endpoint.weight()))) return {};
  const auto result = compared(at.operation, input, endpoint);
  if (!result.has_value()) return fail_operation(at, input, endpoint);
  return *result;
}

// Table 55: e >= start and e <= end, whether the two make a range or not.
Value Evaluator::eval_interval_test(const Instruction& test, const Value& input) {
  const Instruction& range = program_.code[test.a];
  Value scratch_a;
  Value scratch_b;
  const Value& start = ref(range.a, scratch_a);
  const Value& end = ref(range.b, scratch_b);
  if (!session_.step(std::min(input.weight(), std::max(start.weight(), end.weight())))) return {};
  const bool from_start = (range.flags & kStartIncluded) != 0;
  const bool to_end = (range.flags & kEndIncluded) != 0;
  const auto above =
      compared(from_start ? Operation::GreaterEqual : Operation::Greater, input, start);
  const auto below = compared(to_end ? Operation::LessEqual : Operation::Less, input, end);
  if (above == false || below == false) return false;
  if (above == true && below == true) return true;
  return fail(test, "cannot test %1 with a range from %2 to %3",
              "%1 lässt sich nicht mit einem Bereich von %2 bis %3 prüfen",
              {shown(input), shown(start), shown(end)});
}

Value Evaluator::eval_expression_test(const Instruction& at) {
  Value scratch_a;
  Value scratch_b;
  const Value& input = ref(at.b, scratch_b);
  if (program_.code[at.a].op == Op::Range && input.range() == nullptr)
    return eval_interval_test(at, input);
  const Value& test = ref(at.a, scratch_a);
  // A condition on the input; a boolean that is no condition is compared with a boolean input.
  if ((at.flags & kUsesInput) != 0 && (test.is_boolean() || test.is_null())) return test;
  if (test.is_boolean() && !input.is_boolean() && !input.is_null()) return test;
  if (!session_.step(std::min(input.weight(), test.weight()))) return {};
  const auto result = satisfies(input, test);
  if (!result.has_value())
    return fail(at, "cannot test %1 with %2", "%1 lässt sich nicht mit %2 prüfen",
                {shown(input), shown(test)});
  return *result;
}

Value Evaluator::eval_coerce(const Instruction& at) {
  const Value value = eval(at.a);
  if (!session_.step(value.weight())) return {};
  bool failed = false;
  const Type& type = program_.types[at.b];
  Value coerced = coerce(value, type, &failed);
  if (failed && session_.wants_messages())
    return fail(at, "%1 is no %2", "%1 ist nicht vom Typ %2", {shown(value), type.to_string()});
  return coerced;
}

Value evaluate_instruction(const std::shared_ptr<const Program>& program, std::uint32_t at,
                           std::uint32_t frame_size, Session& session) {
  Frame frame(session, frame_size);
  return Evaluator(program, session, frame, nullptr).eval(at);
}

}  // namespace umlauf::feel
