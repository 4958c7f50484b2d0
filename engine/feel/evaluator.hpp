#pragma once

#include <cstdint>
#include <initializer_list>
#include <memory>
#include <span>
#include <string_view>
#include <vector>

#include "engine/feel/program.hpp"
#include "engine/feel/session.hpp"

namespace umlauf::feel {

class Closure;

/// The local values of one activation, null at first; they lie on the session's stack.
class Frame {
 public:
  Frame(Session& session, std::uint32_t size)
      : session_(session), size_(size), slots_(size > 0 ? session.push_values(size) : nullptr) {}
  /// In room that the caller provides, all null.
  Frame(Session& session, Value* slots) : session_(session), size_(0), slots_(slots) {}
  ~Frame() {
    if (size_ > 0) session_.pop_values(size_);
  }
  Frame(const Frame&) = delete;
  Frame& operator=(const Frame&) = delete;
  Value& operator[](std::uint32_t slot) { return slots_[slot]; }

 private:
  Session& session_;
  std::uint32_t size_;
  Value* slots_;
};

/// Runs a program. Recursion follows the tree and the calls of functions; the session's depth
/// bounds both.
class Evaluator {
 public:
  Evaluator(const std::shared_ptr<const Program>& program, Session& session, Frame& frame,
            const Closure* self)
      : program_(*program), owner_(program), session_(session), frame_(frame), self_(self) {}
  /// Lookups of free names are kept in `free`: one pointer a free name, initially `unknown()`.
  void set_free(const Environment* environment, const Value** free) {
    environment_ = environment;
    free_ = free;
  }
  static const Value* unknown();

  Value eval(std::uint32_t at);

 private:
  // The value itself where it lies somewhere already; otherwise it is made in `scratch`.
  const Value& ref(std::uint32_t at, Value& scratch);
  Value dispatch(const Instruction& at);
  const Value& free_value(const Instruction& at);
  const Value& member(const Instruction& at, Value& scratch);

  Value eval_negate(const Instruction& at);
  Value eval_arithmetic(const Instruction& at);
  enum class Truth : std::uint8_t { False, True, Unknown };
  static Truth truth_of(bool value) { return value ? Truth::True : Truth::False; }
  static Value from(Truth truth) {
    return truth == Truth::Unknown ? Value() : Value(truth == Truth::True);
  }
  Truth truth(std::uint32_t at);
  Truth compare(const Instruction& at);
  Truth logical(const Instruction& at, bool decisive);
  Value eval_between(const Instruction& at);
  Value eval_in(const Instruction& at);
  Value eval_if(const Instruction& at);
  Value eval_for(const Instruction& at);
  Value eval_quantified(const Instruction& at, bool decisive);
  Value eval_closure(const Instruction& at);
  Value eval_call(const Instruction& at);
  Value eval_built_in(const Instruction& at);
  Value call_other(const Function& function, const Instruction& at);
  Value call_closure(const Closure& closure, const Instruction& at);
  bool eval_arguments(const Instruction& at, Values& arguments);
  Value eval_path(const Instruction& at);
  Value fail_condition(const Instruction& at);
  Value eval_filter(const Instruction& at);
  [[gnu::noinline, gnu::cold]] Value fail_item(const Instruction& at, std::int64_t size,
                                               Decimal index);
  [[gnu::noinline, gnu::cold]] Value fail_count(const Instruction& at, std::size_t wanted);
  [[gnu::noinline, gnu::cold]] Value fail_argument(const Instruction& at,
                                                   const Parameter& parameter);
  bool bind_arguments(const ClosureCode& code, Frame& frame, const Instruction& at);
  Value item_at(const Instruction& at, const Values& items, Decimal index);
  Value eval_list(const Instruction& at);
  Value eval_context(const Instruction& at);
  Value eval_block(const Instruction& at);
  Value eval_range(const Instruction& at);
  Value eval_tests(const Instruction& at);
  Value eval_compare_input(const Instruction& at);
  Value eval_expression_test(const Instruction& at);
  Value eval_interval_test(const Instruction& test, const Value& input);
  Value eval_coerce(const Instruction& at);

  // The iterators of For, Some and Every from the one at `level` on. False: the loop has no result,
  // and the message is told; a visit that is false ends it as well.
  template <typename Visit>
  bool iterate(const Instruction& at, std::uint32_t level, Visit& visit);
  template <typename Each>
  bool iterate_over(const Instruction& at, const Value& domain, const Each& each);
  template <typename Each>
  bool iterate_between(const Instruction& at, const Value& first, const Value& last,
                       const Each& each);
  template <typename Each>
  bool iterate_range(const Instruction& at, const Range& range, const Each& each);

  std::uint32_t operand(const Instruction& at, std::uint32_t i) const {
    return program_.operands[at.list + i];
  }
  /// Null and a message, in which %1, %2, ... are the parts. Kept out of the way of what runs: it
  /// must not enlarge the frames of those who may call it.
  [[gnu::noinline, gnu::cold]] Value fail(const Instruction& at, std::string_view english,
                                          std::string_view german,
                                          std::initializer_list<std::string_view> parts = {});
  [[gnu::noinline, gnu::cold]] Value fail_operation(const Instruction& at, const Value& a,
                                                    const Value& b);

  const Program& program_;
  const std::shared_ptr<const Program>& owner_;  // for the closures that are made
  Session& session_;
  Frame& frame_;
  const Closure* self_;
  const Environment* environment_ = nullptr;
  const Value** free_ = nullptr;
};

/// Evaluates one instruction whose operands are constants.
Value evaluate_instruction(const std::shared_ptr<const Program>& program, std::uint32_t at,
                           std::uint32_t frame_size, Session& session);

/// A function literal with what it saw where it was made.
class Closure final : public Function {
 public:
  Closure(std::shared_ptr<const Program> program, const ClosureCode& code, Values captures);

  std::string_view name() const override { return code_.name; }
  std::span<const Parameter> parameters() const override { return code_.parameters; }
  Value call(std::span<const Value> arguments, Session& session) const override;

  const std::shared_ptr<const Program>& program() const { return program_; }
  const ClosureCode& code() const { return code_; }
  const Value& capture(std::uint32_t position) const { return captures_[position]; }

 private:
  std::shared_ptr<const Program> program_;
  const ClosureCode& code_;
  Values captures_;
};

}  // namespace umlauf::feel
