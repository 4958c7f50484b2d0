#include <algorithm>
#include <array>
#include <typeinfo>
#include <utility>

#include "engine/feel/builtins.hpp"
#include "engine/feel/evaluator.hpp"

namespace umlauf::feel {

Closure::Closure(std::shared_ptr<const Program> program, const ClosureCode& code, Values captures)
    : program_(std::move(program)), code_(code), captures_(std::move(captures)) {
  for (const Value& capture : captures_) {
    depth = std::max(depth, capture.depth() + 1);
    const std::uint64_t sum = std::uint64_t{weight} + capture.weight();
    weight = static_cast<std::uint32_t>(std::min<std::uint64_t>(sum, UINT32_MAX));
  }
}

Value Closure::call(std::span<const Value> arguments, Session& session) const {
  Frame frame(session, code_.frame_size);
  for (std::uint32_t i = 0; i < arguments.size() && i < code_.parameters.size(); ++i)
    frame[i] = arguments[i];
  return Evaluator(program_, session, frame, this).eval(code_.body);
}

namespace {

// Few arguments lie on the stack.
class Arguments {
 public:
  explicit Arguments(std::size_t size) : size_(size) {
    if (size > kInline) heap_.resize(size);
  }
  Value& operator[](std::size_t i) { return size_ > kInline ? heap_[i] : inline_[i]; }
  std::span<const Value> all() const {
    return size_ > kInline ? std::span<const Value>(heap_)
                           : std::span<const Value>(inline_.data(), size_);
  }

 private:
  static constexpr std::size_t kInline = 3;
  std::size_t size_;
  std::array<Value, kInline> inline_;
  Values heap_;
};

std::vector<NamedArgument> with_names(const Program& program, const Instruction& at,
                                      std::span<const Value> arguments) {
  std::vector<NamedArgument> named;
  for (std::size_t i = 0; i < arguments.size(); ++i)
    named.push_back({program.names[at.c - 1 + i], arguments[i]});
  return named;
}

}  // namespace

Value Evaluator::eval_built_in(const Instruction& at) {
  const auto& function = static_cast<const BuiltInFunction&>(*program_.constants[at.a].function());
  Arguments arguments(at.list_size);
  for (std::uint32_t i = 0; i < at.list_size; ++i) arguments[i] = eval(operand(at, i));
  if (session_.exhausted()) return {};
  const std::size_t messages = session_.messages().size();
  Value result = at.c == 0
                     ? function.call(arguments.all(), session_)
                     : function.call_named(with_names(program_, at, arguments.all()), session_);
  if (result.is_null()) session_.place_messages(messages, [&] { return program_.span(at); });
  return result;
}

Value Evaluator::eval_call(const Instruction& at) {
  const Value callee = eval(at.a);
  const Function* function = callee.function();
  if (function == nullptr) {
    return fail(at, "a %1 cannot be called", "%1 lässt sich nicht aufrufen",
                {kind_name(callee.kind())});
  }
  if (typeid(*function) == typeid(Closure) && at.c == 0)
    return call_closure(static_cast<const Closure&>(*function), at);
  return call_other(*function, at);
}

Value Evaluator::call_other(const Function& function, const Instruction& at) {
  Arguments arguments(at.list_size);
  for (std::uint32_t i = 0; i < at.list_size; ++i) arguments[i] = eval(operand(at, i));
  if (session_.exhausted()) return {};
  const std::size_t messages = session_.messages().size();
  Value result = at.c == 0 ? invoke(function, arguments.all(), session_)
                           : invoke(function, with_names(program_, at, arguments.all()), session_);
  if (result.is_null()) session_.place_messages(messages, [&] { return program_.span(at); });
  return result;
}

Value Evaluator::fail_count(const Instruction& at, std::size_t wanted) {
  return fail(at, "the function takes %1 arguments, not %2",
              "die Funktion erwartet %1 Argumente, nicht %2",
              {std::to_string(wanted), std::to_string(at.list_size)});
}

Value Evaluator::fail_argument(const Instruction& at, const Parameter& parameter) {
  return fail(at, "argument '%1' is no %2", "das Argument '%1' ist nicht vom Typ %2",
              {parameter.name, parameter.type.to_string()});
}

bool Evaluator::bind_arguments(const ClosureCode& code, Frame& frame, const Instruction& at) {
  for (std::uint32_t i = 0; i < at.list_size; ++i) {
    frame[i] = eval(operand(at, i));
    const Type& type = code.parameters[i].type;
    if (type.is_any()) continue;
    bool failed = false;
    frame[i] = coerce(frame[i], type, &failed);
    if (!failed) continue;
    fail_argument(at, code.parameters[i]);
    return false;
  }
  return true;
}

// The arguments go straight into the frame of the callee.
Value Evaluator::call_closure(const Closure& closure, const Instruction& at) {
  const ClosureCode& code = closure.code();
  if (at.list_size != code.parameters.size()) return fail_count(at, code.parameters.size());
  Frame frame(session_, code.frame_size);
  if (!bind_arguments(code, frame, at)) return {};
  return Evaluator(closure.program(), session_, frame, &closure).eval(code.body);
}

}  // namespace umlauf::feel
